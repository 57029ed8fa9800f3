"""Prose: texts without headings, lists, labels and days, and what each of their paragraphs becomes.

Decided: where most paragraphs by themselves report what somebody did, each of those is an item and the others go on
with it. Where a title tells the news, or most paragraphs argue, the text is one item under that title. A letter that
reports nothing, and a text that neither is dated nor reports, is no news: its paragraphs stay unread. One report whose
own headings part it is one item, its headings and lists paragraphs of it. A text of which a paragraph with a day turns
to another act ("Separately, on 3 May, ...") is an item a turn, if no other paragraph but the first tells a day.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum, auto

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Section
from bot.reading.document import BlockKind, Place
from bot.reading.grammar.item_shelf import ItemShelf
from bot.reading.grammar.layout.lead_ins import find_bold_lead, find_closing_date, find_told_date, is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.running_acts import part_acts
from bot.reading.grammar.layout.sight import Sight, Surroundings
from bot.reading.grammar.lines.furniture import announces_issue, is_site_service, reads_as_news
from bot.reading.grammar.lines.headings import has_leaders, is_contents_heading
from bot.reading.grammar.lines.imprint import find_byline, find_role_heading, is_contact_line
from bot.reading.grammar.lines.labels import LabelKind, explains_form
from bot.reading.grammar.lines.reports import (
    cut_turn,
    goes_on,
    heads_no_news,
    is_closed,
    is_note_on_issue,
    is_prose,
    is_report,
    is_salutation,
    is_sign_off,
    names_actor,
    speaks_to_reader,
    spread_starts,
    tells_duty,
)
from bot.reading.grammar.lines.title_line import is_title_date, split_title_line
from bot.reading.grammar.lines.title_names import is_publication, is_series_name
from bot.reading.grammar.lines.title_page import find_told_period, greets_readers
from bot.reading.grammar.outlook import Outlook

_MOST_TITLES = 3
_LEAST_UNDATED = 2
_LEAST_HEADS = 2
_LEAST_SHARE = 3
_PARTED_SHARE = 4
_ANY_YEAR = 2000
_ITSELF = ("A ", "An ", "The ", "This ", "Our ")
"""How what speaks of the publication itself may begin, whoever acts in it."""
_HEADLINE = re.compile(
    r"(?:[A-Z]\w+:\s)?(?:[A-Z][\w&.’'-]*\s){1,6}?(?:to\s(?!the\b|an?\b)[a-z]{3,}\s"
    r"|(?:Seeks|Solicits|Releases|Publishes|Announces|Launches|Unveils|Adopts|Approves|Revises|Amends|Extends|Bans|Opens)\s[A-Z]"
    r"|Issues\s(?:New|Draft|Rules|Measures|Notice|Guidelines|Plan|List)\b)"
)
"""A headline that says what somebody is to do, or does in title case."""
_OF_A_TITLE_PAGE = frozenset({LabelKind.DATE, LabelKind.SOURCE, LabelKind.NUMBER, LabelKind.TERM})

_INSIDE = frozenset({LabelKind.SOURCE})
"""Labels that may stand among the paragraphs, each for the item above it."""


class Kind(Enum):
    """What a piece is by itself."""

    REPORT = auto()
    TEXT = auto()
    LINE = auto()
    LABEL = auto()
    NOTE = auto()


_TOLD = frozenset({Kind.REPORT, Kind.TEXT})


class Step(Enum):
    """What is done with a piece."""

    WHOLE = auto()
    START = auto()
    GO_ON = auto()
    NOTE = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """What is done with the pieces of a text in prose, by their index, and the title of one that is a single item."""

    steps: dict[int, Step] = field(default_factory=dict)
    title: str | None = None

    def place(self, index: int, piece: Piece, shelf: ItemShelf) -> Place | None:
        """Place a piece of the text; None for those that are none of it.

        A heading that was taken for a headline makes the text its story: then only one that is a whole is placed here.
        """
        step, first = self.steps.get(index), next(iter((*shelf.finished[:1], shelf.open)))
        headed = step is Step.WHOLE and first is not None and first is shelf.open and not first.summary
        if step is None or (first is not None and not first.by_document and not headed):
            return None
        if step is Step.NOTE:
            return Place.NOTE
        if step is Step.START:
            shelf.start_brief(piece, Surroundings())
        elif step is not Step.GO_ON and not headed:
            shelf.start_story(section=None, headline=None, start=0, number=None)
        draft = shelf.open
        if draft is None:
            return None
        if step is Step.START:
            draft.date_text = draft.date_text or find_told_date(cut_turn(piece.text) or "")
        if step is not Step.GO_ON:
            draft.section, draft.by_document = Section.OTHER, True
            draft.headline = (self.title if step is Step.WHOLE else None) or draft.headline
        if step in {Step.WHOLE, Step.GO_ON}:
            opening, *further = part_acts(piece) if step is Step.WHOLE else (piece,)
            draft.add_summary(opening.spans, cited=True)
            draft.add_block(piece.source)
            for part in further:
                shelf.start_brief(part, Surroundings())
        return Place.ITEM


def find_prose(outlook: Outlook, *, is_dated: bool) -> Prose:
    """Return the plan for a text in prose, an empty one for any other document.

    ``is_dated`` tells that something beside the text dates it, such as the head of a mail.
    """
    end = _find_end(outlook)
    if (first := _find_parted_report(outlook, end)) is not None:
        kinds = _see_kinds(outlook.pieces[:end], outlook.sights)
        title = _find_title(outlook.pieces[:first])
        return Prose(steps=_list_steps(kinds, {first: Step.WHOLE}), title=title) if title else Prose()
    if _is_set_off(outlook, end):
        return Prose()
    kinds = _see_kinds(outlook.pieces[:end], outlook.sights)
    told = [i for i, kind in enumerate(kinds) if kind in _TOLD]
    reports = [i for i in told if kinds[i] is Kind.REPORT]
    turns = _list_turns(outlook.pieces, told, reports)
    if not told or not _is_bare(outlook, told[0], end, starts={told[0], *turns} if turns else set()):
        return Prose()
    front = outlook.pieces[: told[0]]
    title = _find_title(front)
    if title and heads_no_news(title):
        return Prose()
    if turns:
        parted = {told[0]: Step.WHOLE} | dict.fromkeys(turns, Step.START)
        return Prose(steps=_list_steps(kinds, parted), title=_find_headline(front, title))
    if outlook.tells_by_day:
        return Prose()
    is_dated = is_dated or any(map(_dates_issue, front))
    signed = any(map(_names_author, front))
    if _reports_mostly(outlook.pieces, told, reports) and not (title and _is_of_one_text(title, signed=signed)):
        enough = is_dated or len(reports) >= _LEAST_UNDATED
        free = [i for i in told if kinds[i] is Kind.REPORT or not goes_on(outlook.pieces[i].text)]
        starts = spread_starts(reports, free, [outlook.pieces[i].text for i in free])
        return Prose(steps=_list_steps(kinds, dict.fromkeys(starts, Step.START))) if enough else Prose()
    addressed = any(is_salutation(piece.text) for piece in front)
    spoken = sum(speaks_to_reader(outlook.pieces[i].text) for i in told)
    argued = (is_dated and not addressed and spoken * 2 <= len(told)) or signed
    reported = len(reports) >= (1 if is_dated or (title and tells_news(title)) else _LEAST_UNDATED)
    if title is None or not (argued or reported):
        return Prose()
    return Prose(steps=_list_steps(kinds, {told[0]: Step.WHOLE}), title=title)


def _find_parted_report(outlook: Outlook, end: int) -> int | None:
    """Return where one report starts whose own headings part it, as in an alert: the only act and day of a document.

    It stands under a title, before the first of two headings or more that name nobody's act, or before one where the
    title tells news; nothing after it opens
    with a day or is labelled, and what else reports is less than a quarter.
    """
    pieces, sights = outlook.pieces[:end], outlook.sights[:end]
    if sum(piece.is_heading for piece in pieces) < _LEAST_HEADS:
        return None
    first = next((i for i, piece in enumerate(pieces) if _see_kind(piece) in _TOLD), end)
    heads = [i for i in range(first, end) if pieces[i].is_heading]
    title = _find_title(pieces[:first]) if any(p.is_heading for p in pieces[:first]) else None
    if title is None or len(heads) < (1 if tells_news(title) else _LEAST_HEADS):
        return None
    opening, rest = pieces[first : heads[0]], range(heads[0], end)
    told = bool(opening) and is_report(opening[0].text) and find_told_date(opening[0].text) is not None
    plain = all(
        sights[i].label is None
        and sights[i].section is None
        and not sights[i].dated
        and pieces[i].kind is not BlockKind.TABLE_ROW
        and find_told_date(pieces[i].text) is None
        for i in (*range(first + 1, heads[0]), *rest)
    )
    if not (told and plain) or any(names_actor(pieces[i].text) for i in heads):
        return None
    texts = [pieces[i].text for i in rest if not pieces[i].is_heading]
    acts = sum(is_report(text) and not tells_duty(text) for text in texts)
    return first if acts * _PARTED_SHARE < len(texts) else None


def _find_end(outlook: Outlook) -> int:
    """Return the index at which people or imprint begin after the text, else the number of pieces.

    A list of contents behind a letter ends nothing.
    """
    begun = False
    for i, (piece, sight) in enumerate(zip(outlook.pieces, outlook.sights, strict=True)):
        listed = is_contents_heading(piece.text) or has_leaders(piece.text)
        if begun and sight.structural and sight.section is None and not listed:
            return i
        begun = begun or (not sight.structural and is_prose(piece.text))
    return len(outlook.pieces)


def _is_set_off(outlook: Outlook, end: int) -> bool:
    """Whether a list, table or section is seen at first sight in what comes before the imprint."""
    listed = any(piece.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} for piece in outlook.pieces[:end])
    return listed or any(sight.section is not None for sight in outlook.sights[:end])


def _is_bare(outlook: Outlook, first: int, end: int, *, starts: Collection[int]) -> bool:
    """Whether nothing sets parts of the text off: no label, dated lead or heading inside, and few titles above.

    A day may lead the paragraphs at which its pieces of news are known to start.
    """
    titles = 0
    for i, (piece, sight) in enumerate(zip(outlook.pieces, outlook.sights, strict=True)):
        headed = piece.is_heading or piece.is_bold
        titles += headed
        if i >= end:
            continue
        before = i < first
        if sight.label is not None and sight.label.kind not in (_OF_A_TITLE_PAGE if before else _INSIDE):
            return False
        set_off = headed or (sight.dated and i not in starts and not is_date_line(piece.text))
        if (set_off and not before) or titles > _MOST_TITLES:
            return False
    return True


def _leads_in(text: str) -> bool:
    return announces_issue(text) or (find_told_period(text) is not None and greets_readers(text))


def _see_kind(piece: Piece) -> Kind:
    text = piece.text
    if is_sign_off(text) or is_salutation(text):
        return Kind.NOTE
    set_off = piece.is_heading or piece.is_bold or piece.kind is not BlockKind.PARAGRAPH
    if set_off or is_contact_line(text) or is_link_only(piece.spans) or is_site_service(text) or _leads_in(text):
        return Kind.LINE
    whole = is_prose(text) and is_closed(text)
    reports = is_report(text) or (whole and find_bold_lead(piece) is not None)
    if (not is_report(text) or text.startswith(_ITSELF)) and explains_form(text):
        return Kind.NOTE
    if not (reports or whole) or _names_author(piece) or find_role_heading(piece.raw) or is_title_date(text):
        return Kind.LINE
    return Kind.REPORT if reports else Kind.TEXT


def _see_kinds(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> list[Kind]:
    """Return the kind of each piece; what follows the end of a letter, and notes on the publication at the end, too."""
    kinds = [
        Kind.LABEL if sight.label is not None else _see_kind(piece)
        for piece, sight in zip(pieces, sights, strict=False)
    ]
    last = max((i for i, kind in enumerate(kinds) if kind is Kind.REPORT), default=-1)
    ends = (i for i, piece in enumerate(pieces) if i > max(last, 0) and is_sign_off(piece.text))
    stop = next(ends, len(kinds))
    while stop and (kinds[stop - 1] is not Kind.REPORT and is_note_on_issue(pieces[stop - 1].text)):
        stop -= 1
    return [*kinds[:stop], *[Kind.NOTE] * (len(kinds) - stop)]


def _list_steps(kinds: list[Kind], starts: dict[int, Step]) -> dict[int, Step]:
    """Return the steps from the first start on: what is neither a start nor a note goes on with what was started."""
    return {
        i: starts.get(i) or (Step.NOTE if kinds[i] is Kind.NOTE else Step.GO_ON)
        for i in range(min(starts), len(kinds))
        if kinds[i] is not Kind.LABEL
    }


def _names(piece: Piece) -> tuple[str, ...]:
    """Return the names that a line of a title page has beside its dates; none for a byline or a salutation."""
    if is_salutation(piece.text) or _names_author(piece):
        return ()
    return split_title_line(piece.lines()[0]).names


def _find_title(front: tuple[Piece, ...]) -> str | None:
    """Return the nearest title above the text: the last heading, else the first line with a name on it."""
    headed = [piece for piece in front if piece.is_heading or piece.is_bold]
    return next((names[0] for piece in (*reversed(headed), *front) if (names := _names(piece))), None)


def _list_turns(pieces: tuple[Piece, ...], told: list[int], reports: list[int]) -> list[int]:
    """Return the paragraphs that turn to another act, where each dated report is the first paragraph or such a turn."""
    behind = {i: rest for i in told[1:] if (rest := cut_turn(pieces[i].text)) is not None}
    turns = [i for i, rest in behind.items() if find_told_date(rest) is not None]
    starts = {*told[:1], *turns}
    plain = turns and all(i in starts or find_told_date(pieces[i].text) is None for i in reports)
    return turns if plain else []


def _find_headline(front: tuple[Piece, ...], title: str | None) -> str | None:
    """Return the title that tells news, or the line right above the text that does; None without one."""
    above = front[-1].text if front and not is_closed(front[-1].text) and not is_title_date(front[-1].text) else None
    return next((line for line in (title, above) if line and tells_news(line)), None)


def _names_author(piece: Piece) -> bool:
    """Whether a line only says who wrote the text, perhaps with its date."""
    tail, role = find_closing_date(piece.raw), find_role_heading(piece.raw)
    return bool(find_byline(piece.raw[: tail.end] if tail else piece.raw)) or (
        role is not None and role.role == "author"
    )


def _reports_mostly(pieces: tuple[Piece, ...], told: list[int], reports: list[int]) -> bool:
    """Whether most paragraphs report, those aside that lean on the one before; a third of all at least."""
    leaning = sum(i not in reports and goes_on(pieces[i].text) for i in told)
    return len(reports) * 2 > len(told) - leaning and len(reports) * _LEAST_SHARE >= len(told)


def tells_news(title: str) -> bool:
    """Whether a title is the headline of one text, and no series' name."""
    told = reads_as_news(title) and not is_series_name(title)
    return told or (_HEADLINE.match(title) is not None and not is_publication(title))


def _is_of_one_text(title: str, *, signed: bool) -> bool:
    """Whether a title is that of one text: it tells the news, or names no series above somebody's name."""
    return tells_news(title) or (signed and not is_series_name(title))


def _dates_issue(piece: Piece) -> bool:
    return bool(find_printed_dates(piece.text, default_year=_ANY_YEAR)) or is_title_date(piece.text)
