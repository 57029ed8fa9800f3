"""What is around every answer: the first line with its notes, the foot, what may be done with it; and refusals."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.cards import PolicyCard
from bot.answers.context import Absent
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.rows import UNCOVERED, Coverage, Page
from bot.errors import GongbaoError, NotAllowedError, NotOwnerError
from bot.ingest.reports import ListPage
from bot.model.post import Message
from bot.slack import actions as act
from bot.slack.actions import Ask, format_ask
from bot.slack.blocks import LINK, Block, build_message, button, button_row, context, cut, header, pack_lines, section
from bot.slack.commands import name_commands
from bot.slack.messages.facts import list_cited
from bot.slack.mrkdwn import bold, code, escape, mention, quote
from bot.slack.wording import capitalise, format_day, format_period, join_facts, plural
from bot.store.notes import Note

_MAX_QUESTION = 300
_MAX_NOTES, _MAX_NOTE = 3, 400


class Place(StrEnum):
    """Where an answer is seen: by one person (ALONE: no channel is beside), in their messages, by all, in a window."""

    PRIVATE = "private"
    ALONE = "alone"
    DIRECT = "direct"
    OPEN = "open"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What an answer says, from the top: a raw ``title`` or the first line ``said``, body, rows, and facts at its foot.

    ``text`` follows the first line in the notification, ``above`` is between rows and foot. ``source`` says where all
    is from, where that is not what the briefings cover. ``first`` are buttons before all others, ``others`` those near
    the end; ``note`` is what a note of the team would be on.
    """

    said: str = ""
    title: str = ""
    text: str = ""
    body: Sequence[Block] = ()
    rows: Sequence[Sequence[Block]] = ()
    above: Sequence[Block] = ()
    facts: Sequence[str] = ()
    source: str | None = None
    first: Sequence[Block] = ()
    others: Sequence[Block] = ()
    note: str = ""


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

    def build(self, answer: Answer, content: Content) -> Message:
        """Return the message of an answer, with what stands around it; what rests on no briefing has no buttons."""
        coverage: Coverage | None = getattr(answer, "coverage", None)
        covers = describe_coverage(coverage) if coverage else ""
        is_shown = bool(covers) and not self.shared_by
        label = "Refine for me" if self.place is Place.OPEN else "Refine"
        refine = self._offer(label, act.EDIT, is_offered=is_shown and isinstance(answer, PolicyList))
        page = answer if isinstance(answer, Page) and covers else None

        def tail(rows: int) -> list[Block]:
            shown = rows or len(getattr(answer, "counts", ()))
            place, pages = list_pages(page, shown, self._turn) if page else ("", [])
            foot = [place, *content.facts, covers if content.source is None else content.source]
            if self.shared_by or self.place is Place.DIRECT:  # where the question is not above its answer
                foot.append(f"Shared by {mention(self.shared_by)}" if self.shared_by else "")
                foot.append(cut(type_command(f"{self.ask.command} {self.ask.text}"), _MAX_QUESTION))
            links = [each for each in content.first if each.get("action_id") == LINK]
            buttons = [*pages, *self._list_buttons(answer, content)] if is_shown else links
            notes = _build_team_notes(getattr(answer, "team_notes", ()))
            return [*content.above, *notes, context(join_facts(foot)), button_row(*buttons)]

        notes = answer.notes if isinstance(answer, Page | PolicyCard) else ()
        first = header(content.title) if content.title else section(content.said, accessory=refine)
        text = ": ".join(filter(None, (content.said or escape(content.title), content.text)))
        head = [first, build_notes((*self.notes, *notes)), *content.body]
        return build_message(text, head, rows=content.rows, tail=tail)

    def _list_buttons(self, answer: Answer, content: Content) -> list[Block]:
        """Return what may be done with an answer; one that has buttons of its own is shared before it is followed."""
        cites, exports = bool(list_cited(answer)), isinstance(answer, PolicyList | Timeline) and answer.total > 0
        cite = self._offer("Cite", act.CITE, is_offered=cites)
        if self.only_reads:
            return [cite]
        wanted = f"policy:{answer.policy.id}" if isinstance(answer, PolicyCard) else getattr(answer, "follow", None)
        follow = {} if wanted is None else follow_button("Follow", wanted)
        share = self._offer("Share", act.SHARE, is_offered=self.place is Place.PRIVATE)
        has_note = content.note and self.place is not Place.OPEN
        return [
            *content.first,
            *((share, follow) if any(content.first) else (follow, share)),
            cite,
            self._offer("Export", act.EXPORT, is_offered=exports),
            self._offer("Report a mistake", act.WRONG, is_offered=cites),
            button("Add a note", act.NOTE_ADD, content.note) if has_note else {},
            *content.others,
            self._offer("Send to me", act.SEND, is_offered=self.place is not Place.DIRECT),
        ]

    def _offer(self, label: str, action_id: str, *, is_offered: bool) -> Block:
        return button(label, action_id, format_ask(self.ask)) if is_offered else {}

    def _turn(self, label: str, offset: int) -> Block:
        """Return the way to another page; an answer that all see is not turned, its next page is for one person."""
        ask = self.ask.at(offset)
        if self.place is Place.OPEN:
            return {} if label == "Back" else open_button("More for me", ask, 0)
        return button(label, act.BACK if label == "Back" else act.MORE, format_ask(ask))


def list_pages(
    page: Page | ListPage[object], shown: int, build: Callable[[str, int], Block]
) -> tuple[str, list[Block]]:
    """Return ``11–20 of 35`` and the buttons to other pages, as ``build`` makes them of a label and a first row."""
    following = page.offset + max(1, shown)
    back = [build("Back", max(0, page.offset - page.page_size))] if page.offset > 0 else []
    more = [build("More", following)] if following < page.total else []
    place = f"{page.offset + 1:,}–{page.offset + shown:,} of {page.total:,}" if shown else f"none of {page.total:,}"
    return place if back or shown < page.total else "", [*back, *more]


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
        place, buttons = list_pages(page, shown, turn)
        return [context(place), button_row(*buttons)]

    return build_message(text, head, rows=rows, tail=tail)


def follow_button(label: str, filter_text: str) -> Block:
    """Return the button that opens the form to follow a filter, "" for everything."""
    return button(label, act.FOLLOW, format_ask(Ask(command="digest", text=filter_text)))


def open_button(label: str, ask: Ask, number: int = 1) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{act.OPEN}.{number}", format_ask(ask))


def open_row(text: str, shown_id: str, *, command: str = "policy", number: int = 1, label: str = "Open") -> Block:
    """Return escaped text with the button that opens what it is about."""
    return section(text, accessory=open_button(label, Ask(command=command, text=shown_id), number))


def type_command(text: str) -> str:
    """Return a command for people to type, as it is called in this workspace, escaped and set as code."""
    return code(name_commands(f"/{text}".strip()))


def build_line(text: str, *blocks: Block) -> Message:
    """Return a message of one escaped text, whole, and what is below it."""
    return build_message(text, [*pack_lines([text]), *blocks])


def build_notes(notes: Iterable[str]) -> Block:
    """Return raw notes as small print."""
    return context(*(capitalise(escape(name_commands(note))) for note in dict.fromkeys(notes) if note))


def _build_team_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    blocks = [context(bold("Notes of your team"))] if notes else []
    for note in notes[:_MAX_NOTES]:
        head = f"{mention(note.written_by)}, {format_day(note.written_at.date())} · {note.shown_id}"
        said = f"{quote(cut(escape(note.text), _MAX_NOTE))}\n{head}"
        blocks.append(section(said, accessory=button("Edit note", act.NOTE_EDIT, note.shown_id)))
    left = len(notes) - _MAX_NOTES
    return [*blocks, context(f"… {left} older" if left > 0 else "")]


def describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024, with gaps``; "" for none."""
    if not coverage.briefings:
        return ""
    period = format_period(coverage.period_start, coverage.period_end)
    gaps = "with gaps" if period and len(coverage.periods) > 1 else ""
    return ", ".join(filter(None, (f"From {plural(coverage.briefings, 'briefing')}", period, gaps)))


def describe_proof(coverage: Coverage) -> str:
    """Say up to when something could be known: what is newer than the latest briefing is missing."""
    if coverage.briefings == 0:
        return "None of the briefings may be shown here." if coverage.is_narrowed else "You have no briefings yet."
    latest = format_day(coverage.newest_on)
    return f"Your latest is from {latest}, so anything newer is missing." if latest else ""


def build_empty(coverage: Coverage) -> Content:
    """Build the answer to any question where no briefing may be seen: how the first one comes, and nothing else."""
    said, ingest = describe_proof(coverage), type_command("ingest")
    adds = f" An admin of Gongbao adds the first one: {ingest}, or send me the file in a direct message."
    return Content(said=said if coverage.is_narrowed else f"{said}{adds}")


def say_none(said: str, answer: Page | Absent) -> str:
    """Say in escaped text that there is none of it, and up to when something could be known, unless a note does."""
    is_noted = isinstance(answer, Page) and UNCOVERED in answer.notes
    return f"{said}. {'' if is_noted else describe_proof(answer.coverage)}".strip()


def say_total(answer: Page, counted: str, none: str, about: Sequence[str] | None = None) -> str:
    """Say how much there is of what was asked for, or that there is none of it."""
    narrowed = say_about(answer.understood if about is None else about)
    return f"{bold(counted)}{narrowed}" if answer.total else say_none(f"{bold(none)}{narrowed}", answer)


def say_about(understood: Sequence[str]) -> str:
    """Return what an answer is narrowed to: `` for “chips” · issued by MIIT``; "" for one of all there is."""
    between = " for " if understood and understood[0].startswith("“") else " · "
    return f"{between}{join_facts(map(escape, understood))}" if understood else ""


def is_mere_reader() -> bool:
    """Return whether whoever is answered now may do nothing but read."""
    place = current_place()
    return place is not None and only_reads(place.role)


def say_withheld(licences: Licences | None, shown_to_all: Answer | None = None) -> str:
    """Say that licences keep something from whoever sees this; "" where all is shown.

    An answer shown to all that comes to nothing by that raises NotAllowedError: it would say what is not so.
    """
    hidden = 0 if licences is None else licences.count_hidden(current_place())
    whose = plural(hidden, "publisher")
    if not hidden:
        return ""
    if shown_to_all is None:
        return f"You see what is open to everybody; the briefings of {whose} are for members alone."
    if isinstance(shown_to_all, Absent) or getattr(shown_to_all, "total", 1) == 0:
        raise NotAllowedError(
            f"Nothing of this may be shown here: the licence of {whose} keeps it out of this channel.",
            hint="Ask for it in private; an admin sees the licences with gongbao licence list.",
        )
    return f"Left out: what the licence of {whose} keeps out of this channel."


def build_error(error: GongbaoError, *, ask: Ask | None = None) -> Message:
    """Build the message of an error: what is wrong, what to do, and where the question reads as words, a button."""
    what, hint = (escape(name_commands(text)) for text in (error.message, error.hint))
    if isinstance(error, NotOwnerError):  # whom to ask is shown by name
        what = what.replace(escape(f"<@{error.owner}>"), mention(error.owner))
    words = getattr(error, "as_words", None)
    search = open_button("Search as words", Ask(command=ask.command, text=words)) if ask and words else {}
    return build_message(f"{what} {hint}".strip(), [section(f"⚠ {what}"), context(hint), button_row(search)])


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log says more."""
    said = f"Something went wrong on our side (ref {escape(reference)})."
    return build_line(f"{bold('Sorry.')} {said} Please try again; if it happens again, tell an admin.")
