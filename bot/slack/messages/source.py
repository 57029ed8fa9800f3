"""Where an item stands, as a window: the briefing, the place, and everything the source says there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.absent import Absent
from bot.answers.briefing import BriefingCard, BriefingRow
from bot.answers.company import CompanyCard
from bot.answers.lists import PolicyList
from bot.answers.lookup import Answer
from bot.answers.ministry import MinistryCard
from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow, PolicyRow
from bot.answers.sources import describe_place, join_series
from bot.errors import BadQueryError, NotAllowedError
from bot.files.files import name_file
from bot.files.paper import FileKind, Paper
from bot.model.briefing import Item, list_source_links, split_printed
from bot.model.comments import fold_spaces, is_claim
from bot.model.ids import fold_title
from bot.model.policy import Policy
from bot.model.post import Message
from bot.names.records import spell_id
from bot.slack.actions import Ask
from bot.slack.blocks import (
    MAX_LABEL,
    Block,
    build_message,
    build_rows,
    context,
    cut,
    divider,
    header,
    modal,
    plain,
    section,
    split_text,
)
from bot.slack.messages.frame import (
    CLAIM,
    COMMENTED,
    PRINTED,
    VIEW,
    Frame,
    Offers,
    capitalise,
    cite,
    describe_coverage,
    format_links,
    is_view,
    join_facts,
    open_buttons,
)
from bot.slack.messages.policies import build_item_blocks
from bot.slack.messages.policy_facts import format_bodies, name_policy
from bot.slack.mrkdwn import bold, clean, escape, find_host, format_day, italic, plural, unescape

# What is said where publishers' licences keep something out of an answer: never that it is not held.


def say_withheld(licences: Licences | None) -> str:
    """Say that somebody sees what is open alone, "" where they see everything."""
    whose = _count_withheld(licences)
    return f"You see what is open to everybody; the briefings of {whose} are for members alone." if whose else ""


def is_mere_reader() -> bool:
    """Return whether whoever is answered now may do nothing but read."""
    place = current_place()
    return place is not None and only_reads(place.role)


def note_withheld(answer: Answer, licences: Licences | None, *, to_all: bool) -> tuple[str, ...]:
    """Return the note that something is left out where this answer goes, nothing where all is shown.

    An answer to a channel that comes to nothing by that is refused (NotAllowedError): it would say what is not so.
    """
    whose = _count_withheld(licences)
    if not whose:
        return ()
    if not to_all:
        return (say_withheld(licences),)
    if isinstance(answer, Absent) or getattr(answer, "total", 1) == 0:
        raise NotAllowedError(
            f"Nothing of this may be shown here: the licence of {whose} keeps it out of this channel.",
            hint="Ask for it in private; an admin sees the licences with gongbao licence list.",
        )
    return (f"Left out: what the licence of {whose} keeps out of this channel.",)


def _count_withheld(licences: Licences | None) -> str:
    hidden = 0 if licences is None else licences.count_hidden(current_place())
    return "" if not hidden else "1 publisher" if hidden == 1 else f"{hidden} publishers"


# The word that a file is on its way.


def build_export(paper: Paper, kind: FileKind, *, notes: tuple[str, ...] = ()) -> Message:
    """Build the private answer to ``export:``: which file, what is in it, and where it goes."""
    is_calendar = kind is FileKind.ICS
    rows = len(paper.deadlines) if is_calendar else len(paper.rows)
    count = plural(rows, "deadline" if is_calendar else "row")
    said = f"{bold(name_file(paper, kind))} is on its way to your direct messages with Gongbao: {count}."
    lines = [escape(note) for note in notes]
    if not is_calendar and paper.total > rows:
        lines.append(f"{paper.total:,} match: the first {rows:,} are in the file. Narrow the question for the others.")
    return build_message(said, [section(said), *([context(*lines)] if lines else [])])


# Sources as lines to paste into a paper: who wrote it, where it stands, what it is called, when it was held.

MAX_LINES = 40
"""So many sources are cited at once."""
_MAX_HEADLINE = 160
_MAX_TITLE = 200
_MAX_LINE = 900
_CITE_PIECE = 2800


def build_citations(answer: Answer, *, today: dt.date) -> Message:
    """Build the lines to paste, in a block that is easily copied; ``today`` is the day they hold as of.

    Raises BadQueryError for an answer that rests on no source.
    """
    lines = compose_citations(answer, today=today)
    if not lines:
        raise BadQueryError("There is nothing to cite here.", hint="Open a policy or an item, and press Cite there.")
    shown = lines[:MAX_LINES]
    pieces = split_text("\n".join(escape(cut(line, _MAX_LINE)) for line in shown), _CITE_PIECE)
    left = max(len(lines), _count_rows(answer)) - len(shown)
    more = f" · {left} more: narrow the question to cite them" if left > 0 else ""
    return build_message(
        escape(shown[0]),
        [
            context(f"{plural(len(shown), 'source')} to copy{more}"),
            *(section(f"```\n{piece}\n```") for piece in pieces),
        ],
    )


def _count_rows(answer: Answer) -> int:
    return answer.total if isinstance(answer, (PolicyList, MinistryCard, CompanyCard)) else 0


def compose_citations(answer: Answer, *, today: dt.date) -> list[str]:
    """Return the source lines of an answer as raw text, in its order."""
    match answer:
        case PolicyCard():
            return [format_citation(row, answer.policy, today=today) for row in answer.rows]
        case ItemCard():
            return [format_citation(answer.row, answer.policy, today=today)]
        case PolicyList() | MinistryCard():
            return [
                format_citation(row.row, row.policy, today=today)
                if isinstance(row, PolicyRow)
                else format_citation(row, None, today=today)
                for row in answer.rows
            ]
        case CompanyCard():
            policies = {row.policy.id: row.policy for row in answer.about}
            return [format_citation(row, policies.get(row.policy_id or ""), today=today) for row in answer.rows]
        case BriefingCard():
            return [format_briefing(answer.briefing, today=today)]
        case _:
            return []


def format_citation(row: ItemRow, policy: Policy | None, *, today: dt.date) -> str:
    """Return one item's line: publisher and series, issue, place, headline, official title, issuers, date and number.

    Then whether it is but a view or a claim, its address, and the day it is held as of.
    """
    source = row.source
    name = join_series(source.publisher, source.series) or source.title or source.source_name
    issued = format_day(source.published_on) if source.published_on else "undated"
    where = f"{_flat(name)}, {issued}, {describe_place(source)}"
    url = next((link.url for link in list_source_links(row.item) if find_host(link.url)), None)
    headline = _flat(row.item.headline or row.sentence or row.item.text)
    facts = (
        f"{where}: “{cut(headline, _MAX_HEADLINE)}”",
        _name_policy(policy, headline) if policy else "",
        *_describe_origin(row),
        f"document number {_flat(policy.document_number)}" if policy and policy.document_number else "",
        COMMENTED if is_view(row) else CLAIM if is_claim(row.item) else "",
        url or "",
        f"held as of {format_day(today)}",
    )
    return "; ".join(fact for fact in facts if fact)


def _describe_origin(row: ItemRow) -> list[str]:
    """Return who issued a document and when, as this item has it."""
    item = row.item
    if item.policy is None:
        return []
    standing = "official" if item.is_official else "as reported"
    issuers = ", ".join(spell_id(each) for each in item.issuing_bodies) or "issuer not stated"
    return [f"{_flat(issuers)}, {f'{format_day(item.reported_on)} ({standing})' if item.reported_on else 'undated'}"]


def format_briefing(row: BriefingRow, *, today: dt.date) -> str:
    """Return a whole briefing's line."""
    name = join_series(row.publisher, row.series) or row.name
    issued = format_day(row.published_on) if row.published_on else "undated"
    return f"{_flat(name)}, {issued}; held as of {format_day(today)}"


def _name_policy(policy: Policy, headline: str) -> str:
    """Return the official title, in Chinese and as translated; what the headline says already is not said again."""
    english, chinese = (_flat(title or "") for title in (policy.title_en, policy.title_zh))
    if fold_title(english) == fold_title(headline):
        english = ""
    title = f"{chinese} ({english})" if english and chinese else chinese or english
    return cut(title, _MAX_TITLE)


def _flat(text: str) -> str:
    return " ".join(clean(text).split())


_PIECE = 2500
_MAX_PIECES = 20
SOURCE_VIEW = "source"


def build_source_view(card: ItemCard) -> Block:
    """Build the window that shows an item as it stands in its source, whole."""
    row = card.row
    item = row.item
    label = f"{CLAIM.capitalize()}:" if is_claim(item) else PRINTED
    blocks: list[Block] = [section(f"{bold(f'{row.id}  {cite_plain(row)}')}\n{_format_origin(row)}")]
    if item.headline:
        blocks.append(section(bold(item.headline)))
    blocks.append(context(_format_dating(row)))
    blocks += _build_text(label, item)
    if item.comment:
        blocks += [divider(), *_build_view(item.comment)]
    quotes = dict.fromkeys(
        f"{each.kind.value.replace('_', ' ')} {format_day(each.on)}: “{escape(' '.join(each.quote.split()))}”"
        for each in item.deadlines
    )
    if quotes:
        blocks += [section(piece) for piece in split_text("\n".join([bold("Deadlines:"), *quotes]), _PIECE)]
    blocks += [divider(), context(f"Links: {format_links(item.links)}")]
    counted = dict.fromkeys(find_host(each.via) for each in item.links if each.via)
    if counted:
        hosts = ", ".join(escape(host) for host in counted if host)
        blocks.append(context(f"Printed as links of {hosts}; shown is where they lead."))
    return modal("Source", blocks, callback_id=SOURCE_VIEW)


def cite_plain(row: ItemRow) -> str:
    """Return the citation as raw text, for use inside bold."""
    return unescape(cite(row.source))


def _format_origin(row: ItemRow) -> str:
    source = row.source
    name = join_series(source.publisher, source.series) or source.title or "untitled"
    return join_facts((f"{source.briefing_id} {escape(name)}", f"file {escape(source.source_name)}"))


def _format_dating(row: ItemRow) -> str:
    item = row.item
    inferred = " (the year follows from the period)" if item.year_inferred else ""
    issuers = f"issuers: {format_bodies(item.issuing_bodies)}" if item.policy is not None else ""
    return join_facts((f"Date printed: {format_day(item.reported_on)}{inferred}", issuers))


def _build_text(label: str, item: Item) -> list[Block]:
    """Return text and points in the order of the source, under a label."""
    before, after = ("\n\n".join(each) for each in split_printed(item))
    points = "\n".join(f"• {escape(fold_spaces(point))}" for point in item.points)
    pieces = [piece for text in (escape(before), points, escape(after)) for piece in split_text(text, _PIECE)]
    return [section(f"{bold(label)}\n{pieces[0]}"), *map(section, pieces[1:_MAX_PIECES])] if pieces else []


def _build_view(comment: str) -> list[Block]:
    paragraphs = [italic(piece) for part in comment.split("\n") for piece in split_text(part, _PIECE)]
    shown = [each for each in paragraphs if each][:_MAX_PIECES]
    return [section(bold(VIEW)), *(section(each) for each in shown)]


def build_item_card(card: ItemCard, frame: Frame) -> Message:
    """Build the card of one item: what it says, by its kind of statement, with citation, links and its policy."""
    row = card.row
    title = row.item.headline or (name_policy(card.policy, row) if card.policy else "")
    head: list[Block] = [
        *frame.opening(),
        header(f"{row.id}  {title}" if title else f"{row.id}  {cite_plain(row)}"),
        context(_format_dating(row)),
        *build_item_blocks(row),
    ]
    opens = [(f"Open {card.policy.id}", Ask(command="policy", text=card.policy.id))] if card.policy else []

    def tail(_shown: int) -> list[Block]:
        offers = Offers(cite=True, wrong=True)
        return [
            context(capitalise(describe_coverage(card.coverage))),
            *frame.closing(open_buttons(opens), offers=offers),
        ]

    text = f"{row.id} {escape(title)}".strip()
    return build_rows(f"{text} — {cite(row.source)}", head=head, rows=[], tail=tail)


WRONG_VIEW = "wrong.report"
SUBJECT = "subject"
NOTE = "note"
MAX_NOTE = 1000
_MAX_SUBJECTS = 25

Subject = tuple[str, str]
"""An id that can be wrong, and what people read beside it."""


def list_subjects(answer: Answer) -> list[Subject]:
    """Return what of an answer can be wrong, the whole before its parts; none for an answer that is a list."""
    match answer:
        case PolicyCard():
            title = name_policy(answer.policy, answer.rows[0] if answer.rows else None)
            return [(answer.policy.id, title), *_list_items(answer.rows)]
        case ItemCard():
            return _list_items((answer.row,))
        case CompanyCard():
            return _list_items(answer.rows)
        case _:
            return []


def _list_items(rows: Sequence[ItemRow]) -> list[Subject]:
    return [(row.id, cite_plain(row)) for row in rows]


def build_wrong_form(subjects: Sequence[Subject]) -> Block:
    """Build the form; what it is about is chosen where there are several."""
    options = [_option(*subject) for subject in subjects[:_MAX_SUBJECTS]]
    about: list[Block] = [section(f"{bold(subjects[0][0])} {escape(subjects[0][1])}")]
    if len(options) > 1:
        select: dict[str, Any] = {
            "type": "static_select",
            "action_id": SUBJECT,
            "options": options,
            "initial_option": options[0],
        }
        about = [{"type": "input", "block_id": SUBJECT, "label": plain("What is wrong?", MAX_LABEL), "element": select}]
    note: Block = {
        "type": "input",
        "block_id": NOTE,
        "label": plain("How is it wrong?", MAX_LABEL),
        "element": {"type": "plain_text_input", "action_id": NOTE, "multiline": True, "max_length": MAX_NOTE},
        "hint": plain("One or two sentences, such as: the date is the publisher's, the notice says 3 March.", 150),
    }
    told = context("The admins of Gongbao look at it; you are told what came of it.")
    return modal("Wrong?", [*about, note, told], callback_id=WRONG_VIEW, submit="Report", private=subjects[0][0])


def _option(subject: str, label: str) -> Block:
    return {"text": plain(f"{subject}  {label}", MAX_LABEL), "value": subject}


def build_wrong_taken(subject: str, entry: str) -> Block:
    """Build what the window says once the note is on the review list; ``entry`` is its id there."""
    text = f"Thank you. Your note on {bold(subject)} is on the admins' review list as {bold(entry)}; you will be told."
    return modal("Wrong?", [section(text)])
