"""What is around every answer: the first line with its notes, the foot, what may be done with it; and refusals."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.context import Absent
from bot.answers.lookup import Answer
from bot.answers.rows import UNCOVERED, Coverage, Page
from bot.errors import GongbaoError, NotAllowedError, NotOwnerError
from bot.ingest.reports import ListPage
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
    WRONG,
    Ask,
    format_ask,
)
from bot.slack.blocks import (
    LINK,
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
from bot.slack.mrkdwn import bold, capitalise, code, escape, format_day, format_period, join_facts, plural

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
class Content:
    """What an answer says, from the top: a raw ``title`` or the first line ``said``, notes, body, rows, facts.

    ``text`` is its notification, where that is not the first line. ``shown`` is how many rows the page has where not
    all are of it; ``above`` stands above the facts, ``hints`` there for who may do more than read. ``first`` are
    buttons before all others, ``others`` those near the end; ``refines`` adds the form that changes the search,
    ``follow`` is the filter to follow ("" for everything, None for nothing), ``note`` what a note of the team would be
    on. What is not ``shared`` has no buttons of its own.
    """

    said: str = ""
    title: str = ""
    text: str = ""
    notes: Sequence[str] = ()
    body: Sequence[Block] = ()
    rows: Sequence[Sequence[Block]] = ()
    above: Sequence[Block] = ()
    hints: Sequence[str] = ()
    facts: Sequence[str] = ()
    page: Page | None = None
    shown: int | None = None
    first: Sequence[Block] = ()
    others: Sequence[Block] = ()
    refines: bool = False
    follow: str | None = None
    cite: bool = False
    export: bool = False
    note: str = ""
    shared: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The question an answer belongs to; ``shared_by`` is the person who posted it to the channel, if anyone did.

    ``notes`` say in raw text what was read differently than typed. A shared answer has no paging, since turning its
    page would turn it for everyone. ``only_reads`` is for somebody who may do nothing with it but read and cite it.
    """

    ask: Ask
    shared_by: str | None = None
    notes: tuple[str, ...] = ()
    place: Place = Place.PRIVATE
    only_reads: bool = False

    def build(self, content: Content) -> Message:
        """Return the message of an answer, with what stands around it."""
        value, is_pressed = format_ask(self.ask), self.shared_by is None
        refine = button("Refine for me" if self.place is Place.OPEN else "Refine", EDIT, value)
        beside = refine if content.refines and is_pressed and value_fits(value) else {}
        first = header(content.title) if content.title else section(content.said, accessory=beside)

        def tail(count: int) -> list[Block]:
            count = count if content.shown is None else min(count, content.shown) or content.shown
            page = describe_page(content.page, count) if content.page else ""
            foot = join_facts([page, *content.facts, *self._describe_question()])
            hints = context(*(() if self.only_reads else content.hints))
            return [*content.above, hints, context(foot), button_row(*self._list_buttons(content, count))]

        head = [first, build_notes((*self.notes, *content.notes)), *content.body]
        return build_rows(content.text or content.said, head=head, rows=content.rows, tail=tail)

    def _describe_question(self) -> list[str]:
        """Return who shared this and the question it answers, where that does not stand above it."""
        typed = cut(type_command(f"{self.ask.command} {self.ask.text}"), _MAX_QUESTION)
        if self.shared_by is not None:
            return [f"Shared by {mention_user(self.shared_by)}", typed]
        if self.place is Place.DIRECT:
            return [typed]
        return [] if self._fits else ["This question is too long for buttons: make it shorter to turn its page"]

    @property
    def _fits(self) -> bool:
        return value_fits(format_ask(self.ask.at(_LAST)))

    def _list_buttons(self, content: Content, shown: int) -> list[Block]:
        if self.shared_by is not None or not self._fits or not content.shared:
            return [each for each in content.first if each.get("action_id") == LINK]
        value, is_open = format_ask(self.ask), self.place is Place.OPEN
        turning = turn_page(content.page, shown, self._turn) if content.page else []
        cite = button("Cite", CITE, value) if content.cite else {}
        if self.only_reads:
            return [*turning, cite]
        share = button("Share", SHARE, value) if self.place is Place.PRIVATE else {}
        follow = {} if content.follow is None else follow_button("Follow", content.follow)
        return [
            *turning,
            *content.first,
            *((share, follow) if any(content.first) else (follow, share)),
            cite,
            button("Export", EXPORT, value) if content.export else {},
            button("Report a mistake", WRONG, value) if content.cite else {},
            button("Add a note", NOTE_ADD, content.note) if content.note and not is_open else {},
            *content.others,
            button("Send to me", SEND, value) if self.place is not Place.DIRECT else {},
        ]

    def _turn(self, label: str, offset: int) -> Block:
        """Return the way to another page; an answer that all see is not turned, its next page is for one person."""
        if self.place is Place.OPEN:
            return {} if label == "Back" else open_button("More for me", self.ask.at(offset), 0)
        return button(label, BACK if label == "Back" else MORE, format_ask(self.ask.at(offset)))


AnyPage = Page | ListPage[object]


def describe_page(page: AnyPage, shown: int) -> str:
    """Return ``11–20 of 35``, or "" when the page is all there is."""
    if page.offset == 0 and shown >= page.total:
        return ""
    if shown == 0:
        return f"none on this page, {page.total:,} in all"
    return f"{page.offset + 1:,}–{page.offset + shown:,} of {page.total:,}"


def turn_page(page: AnyPage, shown: int, build: Callable[[str, int], Block]) -> list[Block]:
    """Return the buttons to the page before and to the next, as ``build`` makes them of a label and a first row."""
    following = page.offset + max(1, shown)
    back = [build("Back", max(0, page.offset - page.page_size))] if page.offset > 0 else []
    return [*back, *([build("More", following)] if following < page.total else [])]


def build_pages(
    text: str,
    page: ListPage[object],
    rows: Iterable[Iterable[Block]],
    *,
    head: Iterable[Block],
    action: str,
    carry: Callable[[int], str] = str,
) -> Message:
    """Return a list for admins; the buttons to its other pages are called ``action`` and carry their first row."""

    def turn(label: str, offset: int) -> Block:
        return button(label, f"{action}.{1 + (label == 'More')}", carry(offset))

    def tail(shown: int) -> list[Block]:
        return [context(describe_page(page, shown)), actions(*turn_page(page, shown, turn))]

    return build_rows(text, head=head, rows=rows, tail=tail)


def follow_button(label: str, filter_text: str) -> Block:
    """Return the button that opens the form to follow a filter, "" for everything; none where it cannot carry it."""
    value = format_ask(Ask(command="digest", text=filter_text))
    return button(label, FOLLOW, value) if value_fits(value) else {}


def open_button(label: str, ask: Ask, number: int = 1) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart. None that is too long."""
    value = format_ask(ask)
    return button(label, f"{OPEN}.{number}", value) if value_fits(value) else {}


def type_command(text: str) -> str:
    """Return a command for people to type, as it is called in this workspace, escaped and set as code."""
    return code(name_commands(f"/{text}".strip()))


def open_buttons(asks: Iterable[tuple[str, Ask]]) -> list[Block]:
    """Return buttons for (label, question) that stand in one row or menu."""
    return [open_button(label, ask, number) for number, (label, ask) in enumerate(asks, start=1)]


def open_row(text: str, shown_id: str, *, command: str = "policy", number: int = 1, label: str = "Open") -> Block:
    """Return escaped text with the button that opens what it is about."""
    return section(text, accessory=open_button(label, Ask(command=command, text=shown_id), number))


def build_line(text: str, *blocks: Block) -> Message:
    """Return a message of one escaped text, whole, and what is below it."""
    return build_message(text, [*map(section, split_text(text)), *blocks])


def build_notes(notes: Iterable[str]) -> Block:
    """Return raw notes as small print."""
    return context(*(capitalise(escape(name_commands(note))) for note in dict.fromkeys(notes)))


def mention_user(user: str) -> str:
    """Return the mention of a person, or what else did something, escaped."""
    return f"<@{user}>" if _USER.fullmatch(user) else escape(user)


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


def say_none(what: str, about: str, answer: Page) -> str:
    """Say that there is none of what was asked for, and up to when something could be known, unless a note does."""
    proof = describe_proof(answer.coverage)
    if not answer.coverage.briefings:
        return proof
    return f"{bold(what)}{about}." if UNCOVERED in answer.notes else f"{bold(what)}{about}. {proof}"


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
    search = open_button("Search as words", Ask(command=ask.command, text=words)) if ask and words else {}
    return build_message(f"{what} {hint}".strip(), [section(f"⚠ {what}"), context(hint), actions(search)])


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log says more."""
    said = f"Something went wrong on our side (ref {escape(reference)})."
    text = f"{said} Please try again; if it happens again, tell an admin."
    return build_message(text, [section(f"{bold('Sorry.')} {text}")])
