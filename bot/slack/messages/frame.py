"""What is around every answer: the first line with its notes, the foot, what may be done with it; and refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.context import Absent
from bot.answers.lookup import Answer
from bot.answers.rows import Coverage, Page
from bot.errors import GongbaoError, NotAllowedError, NotOwnerError
from bot.ingest.ingest_cards import ReadingList
from bot.ingest.review import ReviewList
from bot.model.post import Message
from bot.slack.actions import (
    BACK,
    CITE,
    EDIT,
    EXPORT,
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
from bot.slack.blocks import (
    LINK,
    MAX_HEADER,
    Block,
    actions,
    build_message,
    build_rows,
    button,
    button_row,
    context,
    cut,
    header,
    section,
    split_text,
    value_fits,
)
from bot.slack.commands import name_commands
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

_USER = re.compile(r"[UW][A-Z0-9]{1,30}")
_MAX_QUESTION = 300
_MAX_LINE = 1500
_LAST = 999_999


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
    """What may be done with an answer beyond turning its page and sharing it.

    ``first`` are buttons before all others, ``others`` those near the end. ``follow`` is the filter to follow, "" for
    everything, None for nothing; ``note`` what a note of the team would be on, "" where none is written.
    """

    first: tuple[Block, ...] = ()
    others: tuple[Block, ...] = ()
    follow: str | None = None
    cite: bool = False
    export: bool = False
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

    def build(  # noqa: PLR0913  the parts of a message, each named
        self,
        *head: Block,
        text: str,
        notes: Sequence[str] = (),
        body: Sequence[Block] = (),
        rows: Sequence[Sequence[Block]] = (),
        above: Sequence[Block] = (),
        facts: Sequence[str] = (),
        page: Page | None = None,
        shown: int | None = None,
        offers: Offers = NO_OFFERS,
    ) -> Message:
        """Return an answer: its first lines with the notes below them, body and rows, and above its buttons the facts.

        ``shown`` is how many rows of its page are in the body.
        """
        said = [capitalise(escape(name_commands(note, self.prefix))) for note in dict.fromkeys((*self.notes, *notes))]
        first = [*head, *([context("\n".join(said))] if said else []), *body]

        def tail(count: int) -> list[Block]:
            return [*above, *self._close(facts, page, count if shown is None else shown, offers)]

        return build_rows(text, head=first, rows=rows, tail=tail)

    def command(self, text: str, command: str | None = None) -> str:
        """Return a command for people to type, escaped and set as code."""
        return f"`{escape(f'/{self.prefix}{command or self.ask.command} {text}'.strip())}`"

    def refine_button(self) -> Block | None:
        """Return the button that changes the search in a form; None in an answer that somebody shared."""
        value = format_ask(self.ask)
        if self.shared_by is not None or not value_fits(value):
            return None
        return button("Refine for me" if self.place is Place.OPEN else "Refine", EDIT, value)

    def _close(self, facts: Sequence[str], page: Page | None, shown: int, offers: Offers) -> list[Block]:
        lines = [describe_page(page, shown) if page else "", *facts]
        if self.shared_by is not None:
            who = f"<@{self.shared_by}>" if _USER.fullmatch(self.shared_by) else escape(self.shared_by)
            lines.append(f"Shared by {who}")
        if self.shared_by is not None or self.place is Place.DIRECT:
            lines.append(cut(self.command(self.ask.text), _MAX_QUESTION))
        elif not self._fits:
            lines.append("This question is too long for buttons: make it shorter to turn its page or share it")
        foot = join_facts(lines)
        return [*([context(foot)] if foot else []), *button_row(*self._list_buttons(page, shown, offers))]

    @property
    def _fits(self) -> bool:
        return value_fits(format_ask(self.ask.at(_LAST)))

    def _list_buttons(self, page: Page | None, shown: int, offers: Offers) -> list[Block]:
        if self.shared_by is not None or not self._fits:
            return [each for each in offers.first if each["action_id"] == LINK]
        value, is_open = format_ask(self.ask), self.place is Place.OPEN
        turning = turn_page(page, shown, partial(self._turn, is_open=is_open)) if page else []
        if self.only_reads:
            return [*turning, *([button("Cite", CITE, value)] if offers.cite else [])]
        offered = (
            ("Share", SHARE, self.place is Place.PRIVATE),
            ("Cite", CITE, offers.cite),
            ("Export", EXPORT, offers.export),
            ("Report a mistake", WRONG, offers.cite),
        )
        own = [button(label, action, value) for label, action, is_offered in offered if is_offered]
        follow = [] if offers.follow is None else follow_button("Follow", offers.follow)
        own[1 if offers.first and own else 0 : 0] = follow
        note = [button("Add a note", NOTE_ADD, offers.note)] if offers.note and not is_open else []
        send = [] if self.place is Place.DIRECT else [button("Send to me", SEND, value)]
        return [*turning, *offers.first, *own, *note, *offers.others, *send]

    def _turn(self, label: str, offset: int, *, is_open: bool) -> Block | None:
        """Return the way to another page; an answer that all see is not turned, its next page is for one person."""
        if is_open:
            return None if label == "Back" else open_button("More for me", self.ask.at(offset), 0)
        return button(label, BACK if label == "Back" else MORE, format_ask(self.ask.at(offset)))


AnyPage = Page | ReviewList | ReadingList


def describe_page(page: AnyPage, shown: int) -> str:
    """Return ``11–20 of 35``, or "" when the page is all there is."""
    if page.offset == 0 and shown >= page.total:
        return ""
    if shown == 0:
        return f"none on this page, {page.total:,} in all"
    return f"{page.offset + 1:,}–{page.offset + shown:,} of {page.total:,}"


def turn_page(page: AnyPage, shown: int, build: Callable[[str, int], Block | None]) -> list[Block]:
    """Return the buttons to the page before and to the next, as ``build`` makes them of a label and a first row."""
    following = page.offset + max(1, shown)
    turns = [("Back", max(0, page.offset - page.page_size))] if page.offset > 0 else []
    turns += [("More", following)] if following < page.total else []
    return [each for label, offset in turns if (each := build(label, offset))]


def follow_button(label: str, filter_text: str) -> list[Block]:
    """Return the button that opens the form to follow a filter, "" for everything; none where it cannot carry it."""
    value = format_ask(Ask(command="digest", text=filter_text))
    return [button(label, FOLLOW, value)] if value_fits(value) else []


def source_button(item_id: str, label: str = "Full text") -> Block:
    """Return the button that shows an item as it is in its source."""
    return button(label, SOURCE, item_id)


def open_button(label: str, ask: Ask, number: int = 1) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{OPEN}.{number}", format_ask(ask))


def open_row(text: str, shown_id: str, *, command: str = "policy", number: int = 1) -> Block:
    """Return escaped text with the button that opens what it is about."""
    return section(text, accessory=open_button("Open", Ask(command=command, text=shown_id), number))


def open_buttons(asks: Iterable[tuple[str, Ask]]) -> list[Block]:
    """Return buttons for (label, question), those whose question fits into one."""
    numbered = enumerate(asks, start=1)
    return [open_button(label, ask, number) for number, (label, ask) in numbered if value_fits(format_ask(ask))]


def build_title(title: str) -> Block:
    """Return a title as a heading, whole: as bold text where it is longer than a heading may be."""
    return header(title) if len(title) < MAX_HEADER else section(bold(title))


def build_line(text: str, *blocks: Block) -> Message:
    """Return a message of one escaped text, whole, and what is below it."""
    return build_message(text, [*map(section, split_text(text)), *blocks])


def build_row(text: str, accessory: Block | None, *blocks: Block) -> Message:
    """Return a message of one escaped text with a button or menu beside it, and what is below it."""
    return build_message(text, [section(text, accessory=accessory), *blocks])


def build_notes(notes: Sequence[str]) -> list[Block]:
    """Return raw notes as small print, nothing without any."""
    return [context(*(capitalise(escape(note)) for note in notes))] if notes else []


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Return short facts on one line, those that say something."""
    return " · ".join(fact for fact in facts if fact)


# What the briefings cover, and what licences keep out of an answer: never that there is none.


def describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024, with gaps``; "" for none."""
    period = format_period(coverage.period_start, coverage.period_end)
    gaps = ", with gaps" if period and len(coverage.periods) > 1 else ""
    counted = f"From {plural(coverage.briefings, 'briefing')}" if coverage.briefings else ""
    return f"{counted}{f', {period}' if period else ''}{gaps}"


def describe_source(source: str, coverage: Coverage) -> str:
    """Return the one briefing that all rows are from, else how much the briefings cover."""
    return f"All from {source}" if source else describe_coverage(coverage)


def describe_proof(coverage: Coverage) -> str:
    """Say up to when something could be known: what is newer than the latest briefing is missing."""
    if coverage.briefings == 0:
        return "None of the briefings may be shown here." if coverage.is_narrowed else "You have no briefings yet."
    if coverage.newest_on is None:
        return ""
    return f"Your latest is from {format_day(coverage.newest_on)}, so anything newer is missing."


def say_about(understood: Sequence[str]) -> str:
    """Return what an answer is narrowed to: `` for “chips” · issued by MIIT``; "" for one of all there is."""
    between = " for " if understood and understood[0].startswith("“") else " · "
    return f"{between}{join_facts(map(escape, understood))}" if understood else ""


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
    if not whose or not to_all:
        return (say_withheld(licences),) if whose else ()
    if isinstance(answer, Absent) or getattr(answer, "total", 1) == 0:
        raise NotAllowedError(
            f"Nothing of this may be shown here: the licence of {whose} keeps it out of this channel.",
            hint="Ask for it in private; an admin sees the licences with gongbao licence list.",
        )
    return (f"Left out: what the licence of {whose} keeps out of this channel.",)


def _count_withheld(licences: Licences | None) -> str:
    hidden = 0 if licences is None else licences.count_hidden(current_place())
    return plural(hidden, "publisher") if hidden else ""


# Refusals and failures as messages, each private to the person who asked.


def build_error(error: GongbaoError, *, ask: Ask | None = None) -> Message:
    """Build the message of an error: what is wrong, what to do, and a button to search the text as words.

    ``ask`` is the question that failed; the button is there when the error says how its text reads as words.
    """
    what, hint = (cut(escape(name_commands(text)), _MAX_LINE) for text in (error.message, error.hint))
    if isinstance(error, NotOwnerError):  # whom to ask is shown by name
        what = what.replace(escape(f"<@{error.owner}>"), f"<@{escape(error.owner)}>")
    words = getattr(error, "as_words", None)
    buttons = open_buttons([("Search as words", Ask(command=ask.command, text=words))]) if ask and words else []
    blocks = [section(f"⚠ {what}"), *([context(hint)] if hint else []), *([actions(*buttons)] if buttons else [])]
    return build_message(f"{what} {hint}".strip(), blocks)


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log says more."""
    said = f"Something went wrong on our side (ref {escape(reference)})."
    text = f"{said} Please try again; if it happens again, tell an admin."
    return build_message(text, [section(f"{bold('Sorry.')} {text}")])
