"""What surrounds every answer: the question it answers, what the store holds, paging, and the buttons below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.answers.briefing import BriefingList
from bot.answers.company import CompanyList
from bot.answers.ministry import MinistryList
from bot.answers.rows import ItemRow
from bot.answers.sources import Coverage, Source, describe_place
from bot.errors import GongbaoError, NotOwnerError
from bot.model.briefing import Item, Link, split_printed
from bot.model.comments import fold_spaces, is_claim, is_commented, split_references
from bot.model.post import Message
from bot.slack.actions import (
    BACK,
    CITE,
    EDIT,
    FOLLOW,
    MORE,
    NOTE_ADD,
    OPEN,
    SEND,
    SHARE,
    SOURCE,
    WRONG,
    Ask,
    format_ask,
)
from bot.slack.blocks import Block, actions, build_message, build_rows, button, context, cut, section, value_fits
from bot.slack.commands import name_commands
from bot.slack.mrkdwn import (
    NO_LINK,
    bold,
    escape,
    find_host,
    format_day,
    format_period,
    italic,
    join_some,
    link,
    mark,
    plural,
    quote,
)

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_MAX_QUESTION = 300


class Place(StrEnum):
    """Where an answer is seen: by one person beside the channel, in their direct messages, by all, or in a window.

    ALONE is by one person where there is no channel to share it with: beside direct messages.
    """

    PRIVATE = "private"
    ALONE = "alone"
    DIRECT = "direct"
    OPEN = "open"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True, slots=True)
class Offers:
    """What a person may do with an answer beyond turning its page: follow, cite, report it, note something on it.

    ``follow`` is the label of its Follow button, ``filter`` what that follows, "" for everything; None for nothing that
    could be followed. ``note`` is what a note of the team would be on, "" where none is written.
    """

    follow: str = ""
    filter: str | None = None
    cite: bool = False
    wrong: bool = False
    note: str = ""


NO_OFFERS = Offers()


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The question an answer belongs to; ``shared_by`` is the person who posted it to the channel, if anyone did.

    ``notes`` say in raw text what was read differently than typed. A shared answer has no paging, since turning its
    page would turn it for everyone. ``only_reads`` is for somebody who may do nothing with it but read and cite it.
    """

    ask: Ask
    prefix: str = ""
    shared_by: str | None = None
    notes: tuple[str, ...] = ()
    place: Place = Place.PRIVATE
    only_reads: bool = False

    def command(self, text: str, command: str | None = None) -> str:
        """Return a command for people to type, escaped and set as code."""
        return f"`{escape(f'/{self.prefix}{command or self.ask.command} {text}'.strip())}`"

    def opening(self, notes: Sequence[str] = ()) -> list[Block]:
        """Return the first lines: who shares what, and the notes of the question and of the answer."""
        lines = [capitalise(escape(name_commands(note, self.prefix))) for note in dict.fromkeys((*self.notes, *notes))]
        if self.place is Place.DIRECT:
            lines.insert(0, cut(self.command(self.ask.text), _MAX_QUESTION))
        if self.shared_by is not None:
            who = f"<@{self.shared_by}>" if _USER.fullmatch(self.shared_by) else escape(self.shared_by)
            lines.insert(0, f"Shared by {who} · {cut(self.command(self.ask.text), _MAX_QUESTION)}")
        return [context(*lines)] if lines else []

    def edit_button(self) -> Block | None:
        """Return the button that changes the search in a form; None in an answer that somebody shared.

        Where all see the answer, the form and what it finds are shown to whoever presses, alone.
        """
        value = format_ask(self.ask)
        if self.shared_by is not None or not value_fits(value):
            return None
        return button("Edit, only for me" if self.place is Place.OPEN else "Edit", EDIT, value)

    def closing(
        self, buttons: Sequence[Block] = (), *, pages: Pages | None = None, offers: Offers = NO_OFFERS
    ) -> list[Block]:
        """Return the row of buttons under an answer: Back and More, the given ones, and what may be done with it."""
        row: list[Block] = []
        notes: list[Block] = []
        if self.shared_by is None:
            if not value_fits(format_ask(self.ask.at(999_999))):
                notes = [context("This question is too long for the buttons: narrow it to turn its page or share it.")]
            else:
                row += self._turning(pages) if pages else []
                row += [*buttons, *self._offering(offers)]
                return [actions(*row)] if row else []
        row += buttons
        return [*notes, *([actions(*row)] if row else [])]

    def _turning(self, pages: Pages) -> list[Block]:
        """Return the way to other pages; an answer that all see is not turned, its next page is shown to one person."""
        row: list[Block] = []
        if self.place is Place.OPEN:
            if pages.next_offset < pages.total:
                row.append(button("More, only for me", f"{OPEN}.0", format_ask(self.ask.at(pages.next_offset))))
            return row
        if pages.offset > 0:
            row.append(button("Back", BACK, format_ask(self.ask.at(pages.offset - pages.page_size))))
        if pages.next_offset < pages.total:
            row.append(button("More", MORE, format_ask(self.ask.at(pages.next_offset))))
        return row

    def _offering(self, offers: Offers) -> list[Block]:
        value = format_ask(self.ask)
        if self.only_reads:
            return [button("Cite", CITE, value)] if offers.cite else []
        follow = [] if offers.filter is None else follow_button(offers.follow, offers.filter)
        offered = (
            ("Cite", CITE, offers.cite),
            ("Send to me", SEND, self.place is not Place.DIRECT),
            ("Share", SHARE, self.place is Place.PRIVATE),
            ("Wrong?", WRONG, offers.wrong),
        )
        shown = [button(label, action, value) for label, action, is_offered in offered if is_offered]
        return [
            *follow,
            *shown,
            *([button("Note", NOTE_ADD, offers.note)] if offers.note and self.place is not Place.OPEN else []),
        ]


class Paged(Protocol):
    """A page of an answer: its first row, all rows, and the usual size of a page."""

    @property
    def offset(self) -> int: ...  # noqa: D102  said above
    @property
    def total(self) -> int: ...  # noqa: D102
    @property
    def page_size(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, kw_only=True, slots=True)
class Pages:
    """Where a page stands: its first row, the rows shown on it, all rows, and the usual size of a page."""

    offset: int
    shown: int
    total: int
    page_size: int

    @classmethod
    def of(cls, answer: Paged, *, shown: int) -> Pages:
        """Return where the page of this answer stands when so many of its rows are shown."""
        return cls(offset=answer.offset, shown=shown, total=answer.total, page_size=answer.page_size)

    @property
    def next_offset(self) -> int:
        """The first row of the page after this one."""
        return self.offset + max(1, self.shown)

    def describe(self) -> str:
        """Return ``11–20 of 35``, or "" when the page is all there is."""
        if self.offset == 0 and self.shown >= self.total:
            return ""
        if self.shown == 0:
            return f"none on this page, {self.total:,} in all"
        return f"{self.offset + 1:,}–{self.offset + self.shown:,} of {self.total:,}"

    def build(self) -> list[Block]:
        """Return the line that says so; none when the page is all there is."""
        place = self.describe()
        return [context(place)] if place else []


def describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``from 2 briefings, 1 May 2023 – 5 Mar 2024, with gaps``."""
    if coverage.briefings == 0:
        return "nothing that may be shown here" if coverage.is_narrowed else "no briefings yet"
    period = format_period(coverage.period_start, coverage.period_end)
    gaps = ", with gaps" if period and len(coverage.periods) > 1 else ""
    return f"from {plural(coverage.briefings, 'briefing')}{f', {period}' if period else ''}{gaps}"


def describe_proof(coverage: Coverage) -> str:
    """Say up to when something could be known: what is newer than the latest briefing is missing."""
    if coverage.newest_on is None:
        return ""
    return f"Your latest is from {format_day(coverage.newest_on)}, so anything newer is missing."


def list_matched(understood: Sequence[str], total: int) -> list[str]:
    """Return the line that says what a list is narrowed to, and that nothing matches an empty one; none for all."""
    absent = f"{bold('Nothing matches.')}\n" if total == 0 else ""
    return [f"{absent}{line}" for line in describe_narrowed(understood)]


def describe_narrowed(understood: Sequence[str]) -> list[str]:
    """Return the line that says what an answer is narrowed to; none for one of all there is."""
    said = " · ".join(escape(each) for each in understood)
    return [f"{bold('Showing:')} {said}"] if said else []


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Return short facts on one line, those that say something."""
    return " · ".join(fact for fact in facts if fact)


def source_button(item_id: str) -> Block:
    """Return the button that shows where an item stands."""
    return button("Source", SOURCE, item_id)


def follow_button(label: str, filter_text: str) -> list[Block]:
    """Return the button that opens the form to follow a filter, "" for everything; none where it cannot carry it."""
    value = format_ask(Ask(command="digest", text=filter_text))
    return [button(label, FOLLOW, value)] if value_fits(value) else []


def open_button(label: str, ask: Ask, number: int) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{OPEN}.{number}", format_ask(ask))


def open_buttons(asks: Iterable[tuple[str, Ask]]) -> list[Block]:
    """Return buttons for (label, question), those whose question fits into one."""
    numbered = enumerate(asks, start=1)
    return [open_button(label, ask, number) for number, (label, ask) in numbered if value_fits(format_ask(ask))]


# A list of bodies, companies or briefings as a message: what it holds, a row for each, and its pages.


def build_record_list(
    answer: BriefingList | CompanyList | MinistryList,
    frame: Frame,
    *,
    rows: Sequence[Block],
    text: str,
    counted: str,
    order: str,
    note: str = "",
) -> Message:
    """Build it under ``counted``, how many there are, and ``order``, of which and in which order; ``text`` is its push.

    ``note`` says how to read the rows.
    """
    head: list[Block] = [
        *frame.opening(answer.notes),
        *([section(f"{bold(counted)} {order}")] if answer.total or not answer.understood else []),
        *(section(line) for line in list_matched(answer.understood, answer.total)),
        context(join_facts((capitalise(describe_coverage(answer.coverage)), note))),
    ]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(answer, shown=shown)
        return [*pages.build(), *frame.closing(pages=pages)]

    return build_rows(text, head=head, rows=[[row] for row in rows], tail=tail)


# Three kinds of statement that look different everywhere: as printed, a company's claim, the publisher's view.

CLAIM = "claim, as reported, not checked"
OFFICIAL_ACT = "an official body acts, no claim of a company"
VIEW = "Publisher's view, not fact:"
PRINTED = "As printed:"
COMMENTED = "in the publisher's comment, not fact"
MAX_SENTENCE = 420
MAX_SUMMARY = 900
_MAX_POINT = 320
_MAX_POINTS = 6
_MAX_FIGURES = 8
_MAX_REFERENCES = 6
_MAX_OUTLETS, _MAX_OUTLETS_TEXT = 3, 100
_OUTLET = re.compile(
    r"(?P<outlet>\S.{1,60}?)\s+(?:article|report|story|interview|video|post|press release|announcement|statement)s?",
    re.IGNORECASE,
)


def is_view(row: ItemRow) -> bool:
    """Say whether the sentence that answers stands only in the publisher's comment."""
    return is_commented(row.item, row.sentence)


def format_sentence(row: ItemRow, limit: int = MAX_SENTENCE) -> str:
    """Return the sentence that answers, as a quotation with the match marked; a claim and a view carry their marks."""
    sentence = cut(mark(fold_spaces(row.sentence or row.item.text), row.matched), limit)
    if is_view(row):
        return f"{bold(VIEW)}\n{quote(sentence)}"
    claim = f"\n{italic(f'({CLAIM}{_format_outlets(row.item)})')}" if is_claim(row.item) else ""
    return quote(sentence) + claim


def _format_outlets(item: Item) -> str:
    """Return where the publisher has a claim from, by its source labels (``South China Morning Post article``)."""
    named = (_OUTLET.fullmatch(link.label.strip()) for link in item.links)
    outlets = tuple(dict.fromkeys(match["outlet"] for match in named if match))[:_MAX_OUTLETS]
    return f" · via {escape(cut(', '.join(outlets), _MAX_OUTLETS_TEXT))}" if outlets else ""


def format_targets(item: Item, year: int | None) -> list[str]:
    """Return the sentences that set goals for a year, one line each; for None all of them, each under its year.

    Goals that only the publisher's comment speaks of are none of the policy's.
    """
    own = [each for each in item.targets if not is_commented(item, each.quote)]
    chosen = dict.fromkeys((each.year, fold_spaces(each.quote)) for each in own if year is None or each.year == year)
    ordered = sorted(chosen, key=lambda pair: pair[0])
    return [f"• {'' if year else f'{goal_year}: '}{cut(escape(said), _MAX_POINT)}" for goal_year, said in ordered]


def format_printed(item: Item) -> str:
    """Return what the source reports, as a quotation under its label, points included."""
    label = bold(f"{CLAIM.capitalize()}:" if is_claim(item) else PRINTED)
    lines = list_printed_lines(item, MAX_SUMMARY)
    return f"{label}\n{quote(chr(10).join(lines))}" if lines else ""


def list_printed_lines(
    item: Item, limit: int = MAX_SUMMARY, *, besides: str = "", more: str = "under Source"
) -> list[str]:
    """Return what the source reports in its own order, escaped: a text of up to ``limit``, points, the text after them.

    ``besides`` is left out where the text opens with it: it was said already. The points that are left out are counted,
    and ``more`` says where they are.
    """
    before, after = split_printed(item)
    if before and besides:
        before = [fold_spaces(before[0]).removeprefix(fold_spaces(besides)).strip(), *before[1:]]
    lines = [cut(escape("\n\n".join(before).strip()), limit)]
    lines += [f"• {cut(escape(fold_spaces(point)), _MAX_POINT)}" for point in item.points[:_MAX_POINTS]]
    left = len(item.points) - _MAX_POINTS
    lines += [f"… {left} more {more}"] if left > 0 else []
    lines.append(cut(escape("\n\n".join(after)), limit))
    return [line for line in lines if line]


def format_view(item: Item) -> str:
    """Return the publisher's comment in italics under its label, "" without one."""
    if not item.comment or not item.comment.strip():
        return ""
    return f"{bold(VIEW)} {italic(cut(' '.join(item.comment.split()), MAX_SUMMARY))}"


def format_figures(item: Item) -> list[str]:
    """Return the figures as printed on one line, and on another those of the publisher's comment."""
    lines = []
    for is_view, label in ((False, "Figures as printed"), (True, f"Figures {COMMENTED}")):
        said = [each for each in item.figures if is_commented(item, each.quote) is is_view]
        figures = list(dict.fromkeys(escape(f"{each.value} {each.unit}".strip()) for each in said))
        lines += [f"{label}: {join_some(figures, _MAX_FIGURES, ' · ')}"] if figures else []
    return lines


def format_references(item: Item) -> list[str]:
    """Return the documents that an item builds on, and on another line those that only its comment names."""
    labels = ("Builds on", f"Named {COMMENTED}")
    return [
        f"{label}: {join_some([escape(each) for each in titles], _MAX_REFERENCES, ', ')}"
        for label, titles in zip(labels, split_references(item), strict=True)
        if titles
    ]


# How a source is named: ``MERICS, 6 Dec 2023, item 4, p. 5``.

_MAX_NAME = 80
_MAX_LINKS = 6


def name_publisher(source: Source) -> str:
    """Return who publishes a source, escaped: publisher, else series, title or file name."""
    return _name(source.publisher or source.series or source.title or source.source_name)


def _name(printed: str) -> str:
    return cut(escape(" ".join(printed.split())), _MAX_NAME)


def cite(source: Source) -> str:
    """Return the citation of an item, escaped: ``MERICS, 6 Dec 2023, item 4, p. 5``."""
    day = format_day(source.published_on) if source.published_on else "undated"
    return f"{name_publisher(source)}, {day}, {describe_place(source)}"


def format_links(links: tuple[Link, ...]) -> str:
    """Return an item's links with their hosts; those without address in words."""
    if not links:
        return NO_LINK
    shown = links[:_MAX_LINKS]
    if not any(find_host(each.url) for each in links):
        labels = ", ".join(dict.fromkeys(escape(each.label) for each in shown if each.label.strip()))
        return f"{NO_LINK} ({labels})" if labels else NO_LINK
    left = len(links) - len(shown)
    return " · ".join([*(link(each.label, each.url) for each in shown), *([f"{left} more"] if left else [])])


# Refusals and failures as messages, each private to the person who asked.

_MAX_LINE = 1500


def build_error(error: GongbaoError, *, ask: Ask | None = None) -> Message:
    """Build the message of an error: what is wrong, what to do, and a button to search the text as words.

    ``ask`` is the question that failed; the button stands when the error says how its text reads as words.
    """
    what, hint = (cut(escape(name_commands(text)), _MAX_LINE) for text in (error.message, error.hint))
    if isinstance(error, NotOwnerError):  # whom to ask is shown by name
        what = what.replace(escape(f"<@{error.owner}>"), f"<@{escape(error.owner)}>")
    blocks = [section(f"⚠ {what}"), *([context(hint)] if hint else [])]
    words = getattr(error, "as_words", None)
    if ask is not None and isinstance(words, str) and words:
        value = format_ask(Ask(command=ask.command, text=words))
        if value_fits(value):
            blocks.append(actions(button("Search as words", f"{OPEN}.1", value)))
    return build_message(f"{what} {hint}".strip(), blocks)


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log tells more."""
    text = f"Something went wrong on our side (ref {escape(reference)}). Please try again; if it stays, tell an admin."
    return build_message(text, [section(f"{bold('Sorry.')} {text}")])
