"""What stands around every answer: the first line with its notes, the foot, and what may be done with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.answers.sources import Coverage, Page
from bot.errors import GongbaoError, NotOwnerError
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
    button,
    button_row,
    context,
    cut,
    header,
    section,
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
class Pages:
    """Where a page stands: its first row, the rows shown on it, all rows, and the usual size of a page."""

    offset: int
    shown: int
    total: int
    page_size: int

    @classmethod
    def of(cls, answer: Page | ReviewList | ReadingList, *, shown: int) -> Pages:
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

    def open_first(self, *blocks: Block, notes: Sequence[str] = ()) -> list[Block]:
        """Return the first lines of an answer, and in small print the notes of the question and of the answer."""
        lines = [capitalise(escape(name_commands(note, self.prefix))) for note in dict.fromkeys((*self.notes, *notes))]
        return [*blocks, *([context("\n".join(lines))] if lines else [])]

    def refine_button(self) -> Block | None:
        """Return the button that changes the search in a form; None in an answer that somebody shared."""
        value = format_ask(self.ask)
        if self.shared_by is not None or not value_fits(value):
            return None
        return button("Refine for me" if self.place is Place.OPEN else "Refine", EDIT, value)

    def close(self, *facts: str, pages: Pages | None = None, offers: Offers = NO_OFFERS) -> list[Block]:
        """Return the foot of an answer: its page, standing facts, who shared it, and the row of buttons."""
        lines = [pages.describe() if pages else "", *facts]
        if self.shared_by is not None:
            who = f"<@{self.shared_by}>" if _USER.fullmatch(self.shared_by) else escape(self.shared_by)
            lines.append(f"Shared by {who}")
        if self.shared_by is not None or self.place is Place.DIRECT:
            lines.append(cut(self.command(self.ask.text), _MAX_QUESTION))
        elif not value_fits(format_ask(self.ask.at(_LAST))):
            lines.append("This question is too long for buttons: make it shorter to turn its page or share it")
        foot = join_facts(lines)
        return [*([context(foot)] if foot else []), *button_row(*self._list_buttons(pages, offers))]

    def _list_buttons(self, pages: Pages | None, offers: Offers) -> list[Block]:
        value = format_ask(self.ask)
        if self.shared_by is not None or not value_fits(format_ask(self.ask.at(_LAST))):
            return [each for each in offers.first if each["action_id"] == LINK]
        turning = self._turn(pages) if pages else []
        if self.only_reads:
            return [*turning, *([button("Cite", CITE, value)] if offers.cite else [])]
        offered = (
            ("Share", SHARE, self.place is Place.PRIVATE),
            ("Cite", CITE, offers.cite),
            ("Export", EXPORT, offers.export),
            ("Report a mistake", WRONG, offers.cite),
        )
        shown = [button(label, action, value) for label, action, is_offered in offered if is_offered]
        follow = [] if offers.follow is None else follow_button("Follow", offers.follow)
        place = 1 if offers.first and shown else 0
        return [
            *turning,
            *offers.first,
            *shown[:place],
            *follow,
            *shown[place:],
            *([button("Add a note", NOTE_ADD, offers.note)] if offers.note and self.place is not Place.OPEN else []),
            *offers.others,
            *([button("Send to me", SEND, value)] if self.place is not Place.DIRECT else []),
        ]

    def _turn(self, pages: Pages) -> list[Block]:
        """Return the way to other pages; an answer that all see is not turned, its next page is shown to one person."""
        is_open, has_more = self.place is Place.OPEN, pages.next_offset < pages.total
        following = format_ask(self.ask.at(pages.next_offset))
        before = format_ask(self.ask.at(pages.offset - pages.page_size))
        back = [button("Back", BACK, before)] if pages.offset > 0 and not is_open else []
        more = button("More for me", f"{OPEN}.0", following) if is_open else button("More", MORE, following)
        return [*back, *([more] if has_more else [])]


def follow_button(label: str, filter_text: str) -> list[Block]:
    """Return the button that opens the form to follow a filter, "" for everything; none where it cannot carry it."""
    value = format_ask(Ask(command="digest", text=filter_text))
    return [button(label, FOLLOW, value)] if value_fits(value) else []


def describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024, with gaps``."""
    if coverage.briefings == 0:
        return "Nothing may be shown here" if coverage.is_narrowed else "You have no briefings yet"
    period = format_period(coverage.period_start, coverage.period_end)
    gaps = ", with gaps" if period and len(coverage.periods) > 1 else ""
    return f"From {plural(coverage.briefings, 'briefing')}{f', {period}' if period else ''}{gaps}"


def describe_source(source: str, coverage: Coverage) -> str:
    """Return the one briefing that all rows are from, else how much the briefings cover."""
    return f"All from {source}" if source else describe_coverage(coverage)


def describe_proof(coverage: Coverage) -> str:
    """Say up to when something could be known: what is newer than the latest briefing is missing."""
    if coverage.newest_on is None:
        return ""
    return f"Your latest is from {format_day(coverage.newest_on)}, so anything newer is missing."


def explain_nothing(coverage: Coverage, *, uncovered: bool) -> str:
    """Say that nothing matches, of days without a briefing that there is none, and until when it could be known."""
    said = "You have no briefing for these dates." if uncovered else "Nothing in your briefings matches."
    return f"{said} {describe_proof(coverage)}".strip()


def build_title(title: str) -> Block:
    """Return a title as a heading, whole: as bold text where it is longer than a heading may be."""
    return header(title) if len(title) < MAX_HEADER else section(bold(title))


def capitalise(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def join_facts(facts: Iterable[str]) -> str:
    """Return short facts on one line, those that say something."""
    return " · ".join(fact for fact in facts if fact)


def join_understood(understood: Iterable[str]) -> str:
    """Return the filters of an answer on one line, escaped."""
    return join_facts(map(escape, understood))


def say_about(understood: Sequence[str]) -> str:
    """Return what an answer is narrowed to: `` for “chips” · issued by MIIT``; "" for one of all there is."""
    between = " for " if understood and understood[0].startswith("“") else " · "
    return f"{between}{join_understood(understood)}" if understood else ""


def source_button(item_id: str, label: str = "Full text") -> Block:
    """Return the button that shows an item as it stands in its source."""
    return button(label, SOURCE, item_id)


def open_button(label: str, ask: Ask, number: int = 1) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{OPEN}.{number}", format_ask(ask))


def open_buttons(asks: Iterable[tuple[str, Ask]]) -> list[Block]:
    """Return buttons for (label, question), those whose question fits into one."""
    numbered = enumerate(asks, start=1)
    return [open_button(label, ask, number) for number, (label, ask) in numbered if value_fits(format_ask(ask))]


# Refusals and failures as messages, each private to the person who asked.


def build_error(error: GongbaoError, *, ask: Ask | None = None) -> Message:
    """Build the message of an error: what is wrong, what to do, and a button to search the text as words.

    ``ask`` is the question that failed; the button stands when the error says how its text reads as words.
    """
    what, hint = (cut(escape(name_commands(text)), _MAX_LINE) for text in (error.message, error.hint))
    if isinstance(error, NotOwnerError):  # whom to ask is shown by name
        what = what.replace(escape(f"<@{error.owner}>"), f"<@{escape(error.owner)}>")
    words = getattr(error, "as_words", None)
    asks = [("Search as words", Ask(command=ask.command, text=words))] if ask and isinstance(words, str) else []
    buttons = open_buttons(asks) if words else []
    blocks = [section(f"⚠ {what}"), *([context(hint)] if hint else []), *([actions(*buttons)] if buttons else [])]
    return build_message(f"{what} {hint}".strip(), blocks)


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log tells more."""
    text = f"Something went wrong on our side (ref {escape(reference)}). Please try again; if it stays, tell an admin."
    return build_message(text, [section(f"{bold('Sorry.')} {text}")])
