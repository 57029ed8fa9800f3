"""Where an answer is from, as lines to paste into a paper, and what is said of it as a file."""

import datetime as dt

from bot.answers.briefing import BriefingCard
from bot.answers.cards import CompanyCard, ItemCard, MinistryCard, PolicyCard
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer
from bot.answers.rows import ItemRow
from bot.errors import BadQueryError
from bot.files.files import name_file
from bot.files.paper import FileKind, Paper
from bot.model.briefing import fold_spaces, is_commented, list_source_links
from bot.model.ids import fold_title
from bot.model.policy import Policy
from bot.model.post import Message
from bot.names.records import spell_id
from bot.slack.blocks import build_message, context, cut, section, split_text
from bot.slack.messages.facts import cite, format_claim, name_dated, split_row
from bot.slack.messages.frame import build_line, list_cited
from bot.slack.mrkdwn import bold, clean, escape, find_host, unescape
from bot.slack.wording import format_day, plural

MAX_LINES = 40
"""So many sources are cited at once."""
_MAX_HEADLINE, _MAX_TITLE, _MAX_LINE, _PIECE = 160, 200, 900, 2800


def build_citations(answer: Answer, *, today: dt.date) -> Message:
    """Build the lines to paste, in a block that is easily copied, or raise BadQueryError where there is no source."""
    lines = compose_citations(answer, today=today)
    if not lines:
        raise BadQueryError("There is nothing to cite here.", hint="Open a policy or an item, and press Cite there.")
    shown = lines[:MAX_LINES]
    pieces = split_text("\n".join(escape(cut(line, _MAX_LINE)) for line in shown), _PIECE)
    total = answer.total if isinstance(answer, PolicyList | MinistryCard | CompanyCard) else len(lines)
    left = max(len(lines), total) - len(shown)
    more = f" · {left} more: narrow the question to cite them" if left > 0 else ""
    head = context(f"{plural(len(shown), 'source')} to copy{more}")
    return build_message(escape(shown[0]), [head, *(section(f"```\n{piece}\n```") for piece in pieces)])


def compose_citations(answer: Answer, *, today: dt.date) -> list[str]:
    """Return the source lines of an answer as raw text, in its order: who says what where, as of which day."""
    whole = answer.policy if isinstance(answer, PolicyCard | ItemCard) else None
    cited = [_cite(row, policy or whole) for policy, row, _ in map(split_row, list_cited(answer))]
    if isinstance(answer, BriefingCard):
        named = name_dated(answer.briefing.name, answer.briefing.published_on)
        cited = [named if answer.briefing.published_on else f"{named}, undated"]
    return [f"{fold_spaces(clean(line))}; as of {format_day(today)}" for line in cited]


def _cite(row: ItemRow, policy: Policy | None) -> str:
    """Return one item's line: source and place, headline, the official title where that says more, issuers, date.

    Then the document's number, whether it is but an opinion or a claim, and its address.
    """
    item, headline = row.item, fold_spaces(row.item.headline or row.sentence or row.item.text)
    parts = [f"{unescape(cite(row.source))}: “{cut(headline, _MAX_HEADLINE)}”"]
    if policy:
        english = policy.title_en or ""
        titles = (policy.title_zh, "" if fold_title(english) == fold_title(headline) else english)
        chinese, *others = [title for title in titles if title] or [""]
        parts.append(cut(f"{chinese} ({others[0]})" if others else chinese, _MAX_TITLE))
    if item.policy:
        issuers = ", ".join(spell_id(each) for each in item.issuing_bodies) or "issuer not stated"
        known, day = "official" if item.is_official else "as reported", format_day(item.reported_on)
        parts.append(f"{issuers}, {f'{day} ({known})' if day else 'undated'}")
    if policy and policy.document_number:
        parts.append(f"document number {policy.document_number}")
    is_opinion = is_commented(item, row.sentence)
    parts.append("the publisher's opinion" if is_opinion else unescape(format_claim(row)))
    parts += [link.url for link in list_source_links(item) if link.url and find_host(link.url)][:1]
    return "; ".join(filter(None, parts))


def build_export(paper: Paper, kind: FileKind, *, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file is on its way, and what is in it."""
    rows, what = len(paper.rows), "row"
    if kind is FileKind.ICS:
        rows, what = len(paper.deadlines), "deadline"
    said = f"{bold(name_file(paper, kind))} is on its way to your direct messages with Gongbao: {plural(rows, what)}."
    left = f"{paper.total:,} match: the first {rows:,} are in the file. Narrow the question for the others."
    is_cut = kind is not FileKind.ICS and paper.total > rows
    return build_line(said, context(*map(escape, notes), left if is_cut else ""))
