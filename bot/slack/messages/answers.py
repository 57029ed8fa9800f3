"""Any answer of a lookup: as a message, as lines to paste into a paper, and what is said of it as a file."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from bot.answers.actors import CompanyCard, CompanyList, MinistryCard, MinistryList
from bot.answers.briefing import BriefingCard, BriefingComparison, BriefingList
from bot.answers.context import Absent, Choice
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.named_lists import ListCard, ListOfLists
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import Coverage, ItemRow
from bot.errors import BadQueryError
from bot.files.files import name_file
from bot.files.paper import FileKind, Paper
from bot.model.briefing import list_source_links
from bot.model.comments import fold_spaces, is_commented
from bot.model.ids import fold_title
from bot.model.policy import Policy
from bot.model.post import Message
from bot.names.records import spell_id
from bot.slack.blocks import build_message, context, cut, section, split_text
from bot.slack.messages import cards, lists
from bot.slack.messages.facts import cite, format_claim, list_cited, split_row
from bot.slack.messages.frame import Content, Frame, build_empty, build_line
from bot.slack.mrkdwn import bold, clean, escape, find_host, unescape
from bot.slack.wording import format_day, plural

MAX_LINES = 40
"""So many sources are cited at once."""
_MAX_HEADLINE = 160
_MAX_TITLE = 200
_MAX_LINE = 900
_PIECE = 2800
_LISTED = PolicyList | MinistryCard | CompanyCard
_BUILDERS: dict[type, Callable[[Any], Content]] = {
    PolicyList: lists.build_policy_list,
    PolicyCard: cards.build_policy_card,
    Timeline: lists.build_timeline,
    ItemCard: cards.build_item_card,
    MinistryList: lists.build_names,
    MinistryCard: cards.build_ministry_card,
    CompanyList: lists.build_names,
    CompanyCard: cards.build_company_card,
    BriefingList: lists.build_briefing_list,
    BriefingCard: cards.build_briefing_card,
    BriefingComparison: lists.build_briefing_comparison,
    ListCard: lists.build_lists,
    ListOfLists: lists.build_lists,
    Absent: lists.build_absent,
    Choice: lists.build_choice,
}


def build_answer(answer: Answer, frame: Frame) -> Message:
    """Build the message of any answer; where there is no briefing to answer from, that is all it says."""
    coverage: Coverage | None = getattr(answer, "coverage", None)
    if coverage is not None and not coverage.briefings:
        return frame.build(answer, build_empty(coverage))
    return frame.build(answer, _BUILDERS[type(answer)](answer))


def build_citations(answer: Answer, *, today: dt.date) -> Message:
    """Build the lines to paste, in a block that is easily copied; ``today`` is the day they hold as of.

    Raises BadQueryError for an answer that rests on no source.
    """
    lines = compose_citations(answer, today=today)
    if not lines:
        raise BadQueryError("There is nothing to cite here.", hint="Open a policy or an item, and press Cite there.")
    shown = lines[:MAX_LINES]
    pieces = split_text("\n".join(escape(cut(line, _MAX_LINE)) for line in shown), _PIECE)
    left = max(len(lines), answer.total if isinstance(answer, _LISTED) else 0) - len(shown)
    more = f" · {left} more: narrow the question to cite them" if left > 0 else ""
    head = context(f"{plural(len(shown), 'source')} to copy{more}")
    return build_message(escape(shown[0]), [head, *(section(f"```\n{piece}\n```") for piece in pieces)])


def compose_citations(answer: Answer, *, today: dt.date) -> list[str]:
    """Return the source lines of an answer as raw text, in its order: who says what where, as of which day."""
    if isinstance(answer, BriefingCard):
        dated = format_day(answer.briefing.published_on) or "undated"
        return [f"{_flat(answer.briefing.name)}, {dated}; as of {format_day(today)}"]
    whole = answer.policy if isinstance(answer, PolicyCard | ItemCard) else None
    cited = map(split_row, list_cited(answer))
    return [f"{_cite(row, policy or whole)}; as of {format_day(today)}" for policy, row in cited]


def _cite(row: ItemRow, policy: Policy | None) -> str:
    """Return one item's line: source and place, headline, the official title where that says more, issuers, date.

    Then the document's number, whether it is but an opinion or a claim, and its address.
    """
    item, headline = row.item, _flat(row.item.headline or row.sentence or row.item.text)
    parts = [f"{_flat(unescape(cite(row.source)))}: “{cut(headline, _MAX_HEADLINE)}”"]
    if policy:
        chinese, english = _flat(policy.title_zh or ""), _flat(policy.title_en or "")
        english = "" if fold_title(english) == fold_title(headline) else english
        parts.append(cut(f"{chinese} ({english})" if english and chinese else chinese or english, _MAX_TITLE))
    if item.policy:
        issuers = ", ".join(spell_id(each) for each in item.issuing_bodies) or "issuer not stated"
        known, day = "official" if item.is_official else "as reported", format_day(item.reported_on)
        parts.append(f"{_flat(issuers)}, {f'{day} ({known})' if day else 'undated'}")
    if policy and policy.document_number:
        parts.append(f"document number {_flat(policy.document_number)}")
    is_opinion = is_commented(item, row.sentence)
    parts.append("the publisher's opinion" if is_opinion else unescape(format_claim(row)))
    parts += [link.url for link in list_source_links(item) if link.url and find_host(link.url)][:1]
    return "; ".join(filter(None, parts))


def _flat(text: str) -> str:
    return fold_spaces(clean(text))


def build_export(paper: Paper, kind: FileKind, *, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file is on its way, and what is in it."""
    is_calendar = kind is FileKind.ICS
    rows = len(paper.deadlines) if is_calendar else len(paper.rows)
    count = plural(rows, "deadline" if is_calendar else "row")
    said = f"{bold(name_file(paper, kind))} is on its way to your direct messages with Gongbao: {count}."
    lines = list(map(escape, notes))
    if not is_calendar and paper.total > rows:
        lines.append(f"{paper.total:,} match: the first {rows:,} are in the file. Narrow the question for the others.")
    return build_line(said, context(*lines))
