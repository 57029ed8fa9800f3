"""What is around every answer: the first line with its notes, the foot, what may be done with it; and refusals."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.access.licences import Licences, current_place
from bot.access.roles import only_reads
from bot.answers.cards import ItemCard, PolicyCard
from bot.answers.context import Absent
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Answer
from bot.answers.rows import UNCOVERED, Coverage, ItemRow, Page, PolicyRow
from bot.errors import GongbaoError, NotAllowedError, NotOwnerError
from bot.ingest.reports import ListPage
from bot.model.post import Message
from bot.slack import actions as act
from bot.slack.actions import Ask, format_ask
from bot.slack.blocks import LINK, Block, actions, build_message, button, context, cut, header, pack_lines, section
from bot.slack.commands import name_commands
from bot.slack.mrkdwn import bold, escape, mention, quote
from bot.slack.wording import capitalise, format_day, format_period, join_facts, plural

_MAX_QUESTION, _MAX_NOTES, _MAX_NOTE = 300, 3, 400


class Place(StrEnum):
    """Where an answer is seen: by one person (ALONE: no channel is beside), in their messages, by all, in a window."""

    PRIVATE = "private"
    ALONE = "alone"
    DIRECT = "direct"
    OPEN = "open"
    WINDOW = "window"


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """What a message says, from the top: a raw ``title`` or the first line ``said``, body, rows, and facts at its foot.

    ``text`` follows the first line in the notification, ``beside`` is its button, ``above`` is between rows and foot;
    ``listed`` counts what a table lists, which has no rows. Of an answer, ``source`` says where all is from, where that
    is not what the briefings cover, ``first`` are buttons before all others, ``others`` those near the end, and
    ``note`` is what a note of the team would be on.
    """

    said: str = ""
    title: str = ""
    text: str = ""
    beside: Block = field(default_factory=dict)
    body: Sequence[Block] = ()
    rows: Sequence[Sequence[Block]] = ()
    listed: int = 0
    above: Sequence[Block] = ()
    facts: Sequence[str] = ()
    source: str | None = None
    first: Sequence[Block] = ()
    others: Sequence[Block] = ()
    note: str = ""


def build_list(
    content: Content,
    page: Page | ListPage[object] | None,
    turns: Mapping[str, str],
    carry: Callable[[int], str] = str,
) -> Message:
    """Return the message of a content, with where it is on its ``page`` (``11–20 of 35``) and the buttons to others.

    ``turns`` are the names of these buttons by label, Back for the page before; each carries its first row.
    """

    def tail(rows_shown: int) -> list[Block]:
        shown, place, pages = rows_shown or content.listed, "", list[Block]()
        if page and (page.offset > 0 or shown < page.total):
            after = page.offset + max(1, shown)
            place = (
                f"{page.offset + 1:,}–{page.offset + shown:,} of {page.total:,}" if shown else f"none of {page.total:,}"
            )
            for label, action in turns.items():
                at = max(0, page.offset - page.page_size) if label == "Back" else after
                is_there = page.offset > 0 if label == "Back" else after < page.total
                pages.append(button(label, action, carry(at)) if is_there else {})
        foot = context(join_facts((place, *content.facts)))
        return [*content.above, foot, actions(*pages, *content.first, *content.others)]

    first = header(content.title) if content.title else section(content.said, accessory=content.beside)
    text = ": ".join(filter(None, (content.said or escape(content.title), content.text)))
    return build_message(text, [first, *content.body], rows=content.rows, tail=tail)


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
        covers, is_open = describe_coverage(coverage) if coverage else "", self.place is Place.OPEN
        is_shown = bool(covers) and not self.shared_by
        refine = button("Refine for me" if is_open else "Refine", act.EDIT, format_ask(self.ask))
        notes = answer.notes if isinstance(answer, Page | PolicyCard) else ()
        facts = [*content.facts, covers if content.source is None else content.source]
        if self.shared_by or self.place is Place.DIRECT:  # where the question is not above its answer
            facts.append(f"Shared by {mention(self.shared_by)}" if self.shared_by else "")
            facts.append(cut(type_command(f"{self.ask.command} {self.ask.text}"), _MAX_QUESTION))
        team = getattr(answer, "team_notes", ())
        above = [*content.above, context(bold("Notes of your team") if team else "")]
        for note in team[:_MAX_NOTES]:  # the newest first
            by = f"{mention(note.written_by)}, {format_day(note.written_at.date())} · {note.shown_id}"
            edit = button("Edit note", act.NOTE_EDIT, note.shown_id)
            above.append(section(f"{quote(cut(escape(note.text), _MAX_NOTE))}\n{by}", accessory=edit))
        above.append(context(f"… {len(team) - _MAX_NOTES} older" if len(team) > _MAX_NOTES else ""))
        turns = {"More for me": f"{act.OPEN}.0"} if is_open else {"Back": act.BACK, "More": act.MORE}
        links = [each for each in content.first if each.get("action_id") == LINK]
        framed = replace(
            content,
            beside=refine if is_shown and isinstance(answer, PolicyList) else {},
            body=[build_notes((*self.notes, *notes)), *content.body],
            above=above,
            facts=facts,
            first=self._list_buttons(answer, content) if is_shown else links,
            others=(),
        )
        page = answer if isinstance(answer, Page) and covers else None
        return build_list(framed, page, turns if is_shown else {}, lambda offset: format_ask(self.ask.at(offset)))

    def _list_buttons(self, answer: Answer, content: Content) -> list[Block]:
        """Return what may be done with an answer; one that has buttons of its own is shared before it is followed."""
        cites, wanted = bool(list_cited(answer)), getattr(answer, "follow", None)

        def offer(label: str, action: str, *, is_offered: bool) -> Block:
            return button(label, action, format_ask(self.ask)) if is_offered else {}

        cite = offer("Cite", act.CITE, is_offered=cites)
        if self.only_reads:
            return [cite]
        wanted = f"policy:{answer.policy.id}" if isinstance(answer, PolicyCard) else wanted
        follow = {} if wanted is None else follow_button("Follow", wanted)
        share = offer("Share", act.SHARE, is_offered=self.place is Place.PRIVATE)
        has_note = content.note and self.place is not Place.OPEN
        return [
            *content.first,
            *((share, follow) if any(content.first) else (follow, share)),
            cite,
            offer("Export", act.EXPORT, is_offered=isinstance(answer, PolicyList | Timeline) and answer.total > 0),
            offer("Report a mistake", act.WRONG, is_offered=cites),
            button("Add a note", act.NOTE_ADD, content.note) if has_note else {},
            *content.others,
            offer("Send to me", act.SEND, is_offered=self.place is not Place.DIRECT),
        ]


def list_cited(answer: Answer) -> list[PolicyRow | ItemRow]:
    """Return the rows of an answer that each rest on a source; an item's card has one."""
    rows: Sequence[object] = (answer.row,) if isinstance(answer, ItemCard) else getattr(answer, "rows", ())
    return [row for row in rows if isinstance(row, PolicyRow | ItemRow)]


def follow_button(label: str, filter_text: str) -> Block:
    """Return the button that opens the form to follow a filter, "" for everything."""
    return button(label, act.FOLLOW, format_ask(Ask(command="digest", text=filter_text)))


def open_button(label: str, ask: Ask, number: int = 1) -> Block:
    """Return a button that answers another question; ``number`` tells those of one row apart."""
    return button(label, f"{act.OPEN}.{number}", format_ask(ask))


def open_row(text: str, shown_id: str, *, command: str = "policy", number: int = 1, label: str = "Open") -> Block:
    """Return escaped text with the button that opens what it is about."""
    return section(text, accessory=open_button(label, Ask(command=command, text=shown_id), number))


def type_command(text: str, prefix: str | None = None) -> str:
    """Return a command for people to type, as it is called in this workspace, escaped and set as code."""
    return f"`{escape(name_commands(f'/{text}'.strip(), prefix))}`"


def build_line(text: str, *blocks: Block) -> Message:
    """Return a message of one escaped text, whole, and what is below it."""
    return build_message(text, [*pack_lines([text]), *blocks])


def build_notes(notes: Iterable[str]) -> Block:
    """Return raw notes as small print."""
    return context(*(capitalise(escape(name_commands(note))) for note in dict.fromkeys(notes) if note))


# What an answer says of what it rests on, and of what is not there.


def describe_coverage(coverage: Coverage) -> str:
    """Return how much the briefings cover: ``From 2 briefings, 1 May 2023 – 5 Mar 2024, with gaps``; "" for none."""
    period = format_period(coverage.period_start, coverage.period_end)
    gaps = "with gaps" if period and len(coverage.periods) > 1 else ""
    said = ", ".join(filter(None, (f"From {plural(coverage.briefings, 'briefing')}", period, gaps)))
    return said if coverage.briefings else ""


def describe_proof(coverage: Coverage) -> str:
    """Say up to when something could be known: what is newer than the latest briefing is missing."""
    if coverage.briefings == 0:
        return "None of the briefings may be shown here." if coverage.is_narrowed else "You have no briefings yet."
    latest = format_day(coverage.newest_on)
    return f"Your latest is from {latest}, so anything newer is missing." if latest else ""


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


# Who may not see or do all, what is refused, and what fails.


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
    return build_message(f"{what} {hint}".strip(), [section(f"⚠ {what}"), context(hint), actions(search)])


def build_failure(reference: str) -> Message:
    """Build the message for a fault of ours, with the reference under which the log says more."""
    said = f"Something went wrong on our side (ref {escape(reference)})."
    return build_line(f"{bold('Sorry.')} {said} Please try again; if it happens again, tell an admin.")
