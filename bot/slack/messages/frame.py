"""What surrounds every answer: the question it answers, what the store holds, paging, and the buttons below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

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
from bot.slack.blocks import Block, actions, button, context, cut, value_fits
from bot.slack.commands import name_commands
from bot.slack.mrkdwn import bold, escape, format_day, format_period, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.services.provenance import Held

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
        """Give a command for people to type, escaped and set as code."""
        return f"`{escape(f'/{self.prefix}{command or self.ask.command} {text}'.strip())}`"

    def opening(self, notes: Sequence[str] = ()) -> list[Block]:
        """Give the first lines: who shares what, and the notes of the question and of the answer."""
        lines = [capitalise(escape(name_commands(note, self.prefix))) for note in dict.fromkeys((*self.notes, *notes))]
        if self.place is Place.DIRECT:
            lines.insert(0, cut(self.command(self.ask.text), _MAX_QUESTION))
        if self.shared_by is not None:
            who = f"<@{self.shared_by}>" if _USER.fullmatch(self.shared_by) else escape(self.shared_by)
            lines.insert(0, f"Shared by {who} · {cut(self.command(self.ask.text), _MAX_QUESTION)}")
        return [context(*lines)] if lines else []

    def edit_button(self) -> Block | None:
        """Give the button that changes the search in a form; None in an answer that somebody shared.

        Where all see the answer, the form and what it finds are shown to whoever presses, alone.
        """
        value = format_ask(self.ask)
        if self.shared_by is not None or not value_fits(value):
            return None
        return button("Edit, only for me" if self.place is Place.OPEN else "Edit", EDIT, value)

    def closing(
        self, buttons: Sequence[Block] = (), *, pages: Pages | None = None, offers: Offers = NO_OFFERS
    ) -> list[Block]:
        """Give the row of buttons under an answer: Back and More, the given ones, and what may be done with it."""
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
        """Give the way to other pages; an answer that all see is not turned, its next page is shown to one person."""
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
        """Give where the page of this answer stands when so many of its rows are shown."""
        return cls(offset=answer.offset, shown=shown, total=answer.total, page_size=answer.page_size)

    @property
    def next_offset(self) -> int:
        """The first row of the page after this one."""
        return self.offset + max(1, self.shown)

    def describe(self) -> str:
        """Give ``11–20 of 35``, or "" when the page is all there is."""
        if self.offset == 0 and self.shown >= self.total:
            return ""
        if self.shown == 0:
            return f"none on this page, {self.total:,} in all"
        return f"{self.offset + 1:,}–{self.offset + self.shown:,} of {self.total:,}"

    def build(self) -> list[Block]:
        """Give the line that says so; none when the page is all there is."""
        place = self.describe()
        return [context(place)] if place else []


def describe_held(held: Held) -> str:
    """Give what the store holds: ``held: 1 briefing (25 Oct – 28 Nov 2023), newest 6 Dec 2023``."""
    if held.briefings == 0:
        return "held: nothing that may be shown here" if held.is_narrowed else "held: no briefing yet"
    period = format_period(held.period_start, held.period_end)
    period += ", with gaps" if period and len(held.covered) > 1 else ""
    newest = f", newest {format_day(held.newest_on)}" if held.newest_on else ""
    return f"held: {plural(held.briefings, 'briefing')}{f' ({period})' if period else ''}{newest}"


def describe_proof(held: Held) -> str:
    """Say why silence proves nothing: what came after the newest briefing is not held."""
    if held.newest_on is None:
        return "What came later is not held, so that proves nothing."
    return (
        f"The newest briefing held is of {format_day(held.newest_on)}; later ones are not held, so that proves nothing."
    )


def list_matched(understood: Sequence[str], total: int, where: str = "", elsewhere: str = "") -> list[str]:
    """Give the line that says what a list is narrowed to, and that nothing is where it is empty; none for all.

    ``where`` names the briefing that was asked, ``elsewhere`` those that have what it has not.
    """
    if not understood:
        return []
    held = f"Nothing in {where} matches. Held elsewhere: {escape(elsewhere)}."
    nothing = held if elsewhere else f"{bold('Not in the corpus.')} Nothing held matches."
    absent = f"{nothing}\n" if total == 0 else ""
    return [f"{absent}{line}" for line in describe_narrowed(understood)]


def describe_narrowed(understood: Sequence[str]) -> list[str]:
    """Give the line that says what an answer is narrowed to; none for one of all there is."""
    said = " · ".join(escape(each) for each in understood)
    return [f"{bold('Only what matches:')} {said}"] if said else []


def capitalise(text: str) -> str:
    """Give the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Give short facts on one line, those that say something."""
    return " · ".join(fact for fact in facts if fact)


def source_button(item_id: str) -> Block:
    """Give the button that shows where an item stands."""
    return button("Source", SOURCE, item_id)


def follow_button(label: str, filter_text: str) -> list[Block]:
    """Give the button that opens the form to follow a filter, "" for everything; none where it cannot carry it."""
    value = format_ask(Ask(command="digest", text=filter_text))
    return [button(label, FOLLOW, value)] if value_fits(value) else []


def open_button(label: str, ask: Ask, number: int) -> Block:
    """Give a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{OPEN}.{number}", format_ask(ask))


def open_buttons(asks: Iterable[tuple[str, Ask]]) -> list[Block]:
    """Return buttons for (label, question), those whose question fits into one."""
    numbered = enumerate(asks, start=1)
    return [open_button(label, ask, number) for number, (label, ask) in numbered if value_fits(format_ask(ask))]
