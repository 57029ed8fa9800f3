"""The review list as a message: one entry a row with its buttons, and what a decision has brought about.

The buttons carry the entry, the decision and where they stand (``Press``), so that one message is brought up to date as
its entries are settled. ``build_entry_blocks`` serves any other message that shows entries, such as an ingest's report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.notes import MAX_NOTE
from bot.ingest.review import Merged, ReviewList, Settled, Split
from bot.model.policy import Policy
from bot.model.post import Message
from bot.model.review import FIELD_WORDS, Decision, ReviewEntry, ReviewKind
from bot.names.lexicon import Lexicon
from bot.names.records import spell_id
from bot.slack.actions import NOTE_DELETE, NOTE_EDIT, build_stale_error
from bot.slack.blocks import (
    MAX_LABEL,
    Block,
    actions,
    build_message,
    build_rows,
    button,
    context,
    cut,
    modal,
    plain,
    section,
)
from bot.slack.messages.facts import format_bodies
from bot.slack.messages.frame import Pages, join_facts
from bot.slack.messages.layouts import OPEN
from bot.slack.messages.subscription_form import COMPANIES
from bot.slack.mrkdwn import bold, escape, format_day, plural, quote
from bot.store.notes import Note

# Notes of the team as people see them: on a card under a heading of their own, and in the form to write one.

NOTE_VIEW = "note.form"
NOTE_TEXT = "note_text"
HEADING = "Notes of the team, from no source:"
_MAX_SHOWN = 3
_MAX_TEXT = 400


def build_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    if not notes:
        return []
    blocks: list[Block] = [context(bold(HEADING))]
    for note in notes[:_MAX_SHOWN]:
        text = quote(cut(escape(note.text), _MAX_TEXT))
        blocks.append(section(f"{_format_head(note)}\n{text}", accessory=button("Edit note", NOTE_EDIT, note.shown_id)))
    left = len(notes) - _MAX_SHOWN
    if left > 0:
        blocks.append(context(f"… {left} older: {', '.join(note.shown_id for note in notes[_MAX_SHOWN:][:20])}"))
    return blocks


def _format_head(note: Note) -> str:
    changed = f", changed {format_day(note.changed_at.date())}" if note.changed_at else ""
    return f"{note.shown_id} · Note by <@{note.written_by}> on {format_day(note.written_at.date())}{changed}"


def build_note_form(subject: str, lexicon: Lexicon, note: Note | None = None) -> Block:
    """Build the form for a new note on a subject, or to change one that is there."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": NOTE_TEXT,
        "multiline": True,
        "max_length": MAX_NOTE,
    }
    if note is not None:
        element["initial_value"] = note.text
    blocks: list[Block] = [
        section(f"{bold(name_subject(subject, lexicon))}"),
        {"type": "input", "block_id": NOTE_TEXT, "label": plain("Note", MAX_LABEL), "element": element},
        context("Members of this workspace see it on the card, in private. It is in no export and in nothing shared."),
    ]
    if note is not None:
        blocks.append(actions(button("Delete", NOTE_DELETE, note.shown_id, style="danger")))
    private = note.shown_id if note else subject
    return modal("Note", blocks, callback_id=NOTE_VIEW, submit="Save", private=private)


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Message:
    """Build the private word that a note was saved, changed or deleted."""
    said = f"{done} {bold(note.shown_id)} on {bold(name_subject(note.subject, lexicon))}."
    shown = "" if done == "Deleted" else f"\n{quote(cut(escape(note.text), _MAX_TEXT))}"
    hint = [] if done == "Deleted" else [context("It stands on its card, for members of this workspace, in private.")]
    return build_message(said, [section(f"{said}{shown}"), *hint])


def name_subject(subject: str, lexicon: Lexicon) -> str:
    """Return what a note is on, for people: a company by its name, a body as its abbreviation is read."""
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject


SETTLE = "review.settle"
"""Settle an entry; numbered within its row."""
SAME_FORM = "review.same"
"""Ask which company a name is another name of."""
SAME_VIEW = "review.same"
COMPANY_BLOCK = "company"
PAGE = "review.page"
"""Show another page of the list; numbered."""

_LONGEST_QUOTE = 300
_LABELS = {
    Decision.YES: "Yes",
    Decision.NO: "No",
    Decision.SAME: "Same",
    Decision.DIFFERENT: "Different",
    Decision.SEEN: "Seen",
    Decision.FIXED: "Fixed",
    Decision.NOT_WRONG: "Not wrong",
}
_BY_REASON = frozenset({ReviewKind.LAYOUT, ReviewKind.DOCUMENT, ReviewKind.FAILED})
_MAX_OFFSET = 1_000_000
_MAX_NUMBER = 2**63 - 1
"""The highest number that the store can hold."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Press:
    """What a button of the list carries: the entry, the decision ("" for a page), and where it stands.

    ``origin`` is "" for the list itself, else what the message is that shows the entry (``B3``: that briefing's list).
    """

    number: int = 0
    decision: str = ""
    offset: int = 0
    origin: str = ""
    certain: bool = False


def format_press(press: Press) -> str:
    """Return the value of a button: a JSON array."""
    values = [press.number, press.decision, press.offset, press.origin, int(press.certain)]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def parse_press(value: str) -> Press:
    """Read the value of a button, or raise BadQueryError for one that no button of ours carries."""
    stale = build_stale_error()
    try:
        match json.loads(value):
            case [int(number), str(decision), int(offset), str(origin), 0 | 1 as certain] if (
                0 <= number <= _MAX_NUMBER
                and 0 <= offset <= _MAX_OFFSET
                and (not decision or decision in set(Decision))
            ):
                return Press(number=number, decision=decision, offset=offset, origin=origin, certain=bool(certain))
            case _:
                raise stale
    except (ValueError, RecursionError) as error:
        raise stale from error


def build_review_list(found: ReviewList, *, notes: tuple[str, ...] = (), prefix: str = "") -> Message:
    """Build a page of what waits for a person; ``notes`` say what was just done, as plain text."""
    origin = found.briefing_id or ""
    head = describe_list(found)
    if found.total == 0:
        said = f"{head}."
        row = _build_more(found, origin)
        return build_message(said, [*_build_notes(notes), section(escape(said)), *([actions(*row)] if row else [])])
    at = Press(offset=found.offset, origin=origin, certain=found.certain)
    rows = [build_entry_blocks(entry, at) for entry in found.entries]

    def tail(shown: int) -> list[Block]:
        pages = Pages.of(found, shown=shown)
        turning = [*_build_turning(pages, at), *_build_more(found, origin)]
        ingest = f"/{prefix}ingest"
        hint = f"A decision holds at later ingests. {ingest} merge P3 P9 makes one policy of two."
        said = filter(None, (pages.describe(), escape(hint)))
        return [context(*said), *([actions(*turning)] if turning else [])]

    return build_rows(head, head=[*_build_notes(notes), section(bold(head))], rows=rows, tail=tail)


def describe_list(found: ReviewList) -> str:
    """Say in plain words how much waits: ``3 entries from B1 for a look, least certain first``."""
    where = f" from {found.briefing_id}" if found.briefing_id else ""
    if found.total == 0:
        return f"Nothing{where} waits for a look"
    return f"{plural(found.total, 'entry', 'entries')}{where} for a look, least certain first"


def _build_more(found: ReviewList, origin: str) -> list[Block]:
    """Return the button that adds what was inferred with certainty."""
    if not found.more:
        return []
    label = f"{found.more:,} more, inferred with certainty"
    return [button(label, f"{PAGE}.3", format_press(Press(origin=origin, certain=True)))]


def _build_notes(notes: tuple[str, ...]) -> list[Block]:
    return [section("\n".join(escape(note) for note in notes))] if notes else []


def _build_turning(pages: Pages, at: Press) -> list[Block]:
    offsets = []
    if pages.offset > 0:
        offsets.append(("Back", max(0, pages.offset - pages.page_size)))
    if pages.next_offset < pages.total:
        offsets.append(("More", pages.next_offset))
    return [
        button(label, f"{PAGE}.{number}", format_press(Press(offset=offset, origin=at.origin, certain=at.certain)))
        for number, (label, offset) in enumerate(offsets, start=1)
    ]


def build_entry_blocks(entry: ReviewEntry, at: Press) -> list[Block]:
    """Build one entry: what is asked, the sentence, and a button for each decision; ``at`` says where it stands."""
    blocks: list[Block] = [section(f"{bold(entry.shown_id)}  {format_question(entry)}")]
    small = _format_ground(entry)
    if small:
        blocks.append(context(small))
    row = [_build_choice(entry, decision, at, number) for number, decision in enumerate(entry.choices, start=1)]
    if entry.kind is ReviewKind.LAYOUT and row:
        row.insert(0, button("Check layout", OPEN, entry.subject))
    return [*blocks, actions(*row)] if row else blocks


def _build_choice(entry: ReviewEntry, decision: Decision, at: Press, number: int) -> Block:
    value = format_press(
        Press(number=entry.number, decision=decision.value, offset=at.offset, origin=at.origin, certain=at.certain)
    )
    if entry.kind is ReviewKind.COMPANY and decision is Decision.SAME:
        return button("Same as…", SAME_FORM, value)
    label = _LABELS[decision]
    if entry.kind is ReviewKind.DOCUMENT:
        label = "Keep" if decision is Decision.YES else "Discard"
    if entry.kind is ReviewKind.UNCERTAIN:
        label = "Right" if decision is Decision.YES else "Wrong"
    return button(label, f"{SETTLE}.{number}", value)


def format_question(entry: ReviewEntry) -> str:
    """Return what an entry asks, escaped: ``“Cernet”: a company not on the list``."""
    name = escape(cut(" ".join(entry.name.split()), _LONGEST_QUOTE))
    match entry.kind:
        case ReviewKind.COMPANY:
            return f"“{name}”: a company not on the list"
        case ReviewKind.SAME_POLICY:
            one, *other = [_name_policy(policy) for policy in entry.policies]
            return f"{one}: the same as {other[0]}?" if other else f"{one}: now one policy"
        case ReviewKind.LAYOUT:
            return name
        case ReviewKind.DOCUMENT:
            return f"“{name}” doesn't look like a briefing. Keep it?"
        case ReviewKind.UNREAD | ReviewKind.FAILED:
            return f"Could not be read: “{name}”"
        case ReviewKind.WRONG:
            return f"{_mention(entry.reporter)} on {escape(entry.subject)}: “{name}”"
        case ReviewKind.UNCERTAIN:
            return f"{escape(entry.subject)}: {FIELD_WORDS.get(entry.field, entry.field)} {_format_value(entry)}?"


def _format_value(entry: ReviewEntry) -> str:
    value = entry.name.replace("_", " ") if entry.field != "issuing_bodies" else entry.name
    return f"“{escape(value)}”"


def _format_ground(entry: ReviewEntry) -> str:
    """Return why it is asked and the sentence it comes from, escaped."""
    quote = escape(cut(" ".join(entry.quote.split()), _LONGEST_QUOTE))
    if entry.kind is ReviewKind.SAME_POLICY:
        name = escape(cut(" ".join(entry.name.split()), _LONGEST_QUOTE))
        return f"“{name}” · “{quote}”"
    sure = f"{entry.confidence:.0%} sure" if entry.kind is ReviewKind.UNCERTAIN else ""
    reason = escape(entry.reason) if entry.kind in {ReviewKind.UNCERTAIN, ReviewKind.UNREAD, *_BY_REASON} else ""
    subject = escape(entry.subject) if entry.kind in {ReviewKind.COMPANY, ReviewKind.UNREAD} else ""
    return join_facts((subject, sure, reason, f"“{quote}”" if quote else ""))


def _name_policy(policy: Policy) -> str:
    title = policy.title_en or policy.title_zh or ""
    facts = join_facts((format_day(policy.issued_on) if policy.issued_on else "", format_bodies(policy.issuing_bodies)))
    return f"{bold(policy.id)}{f' {escape(cut(title, 120))}' if title else ''} ({facts})"


def describe_settled(settled: Settled) -> tuple[str, ...]:
    """Say in plain sentences what became of a decision."""
    entry = settled.entry
    if settled.already:
        said = entry.decision.value if entry.decision else ""
        return (f"{entry.shown_id} was settled before: {said}. Nothing was changed.",)
    told = ("The person who reported it is told.",) if settled.told else ()
    return (f"{entry.shown_id}: {_describe_decision(entry)}", *settled.lines, *told)


_OUTCOMES = {
    (ReviewKind.COMPANY, Decision.YES): "“{name}” is a company, here and at later ingests.",
    (ReviewKind.COMPANY, Decision.SAME): "“{name}” is another name of {other}, here and at later ingests.",
    (ReviewKind.COMPANY, Decision.NO): "“{name}” is no company, here and at later ingests.",
    (ReviewKind.SAME_POLICY, Decision.SAME): "the two are one policy.",
    (ReviewKind.SAME_POLICY, Decision.DIFFERENT): "the two stay two policies.",
    (ReviewKind.UNCERTAIN, Decision.YES): "the {field} of {subject} is right.",
    (ReviewKind.UNCERTAIN, Decision.NO): "the {field} of {subject} is taken out: it counts as not known.",
    (ReviewKind.LAYOUT, Decision.SEEN): "seen. The layout stays as it is.",
    (ReviewKind.DOCUMENT, Decision.YES): "“{name}” is kept.",
    (ReviewKind.DOCUMENT, Decision.NO): "“{name}” is discarded.",
    (ReviewKind.UNREAD, Decision.SEEN): "seen. The text stays kept with its briefing.",
    (ReviewKind.WRONG, Decision.FIXED): "fixed.",
    (ReviewKind.WRONG, Decision.NOT_WRONG): "not wrong.",
}
_OTHER_POLICY = "{subject} is about another policy than {name}."


def _describe_decision(entry: ReviewEntry) -> str:
    decision = entry.decision or Decision.SEEN
    told = _OUTCOMES.get((entry.kind, decision), "settled.")
    return (_OTHER_POLICY if entry.field == "policy" and decision is Decision.NO else told).format(
        name=cut(" ".join(entry.name.split()), _LONGEST_QUOTE),
        field=FIELD_WORDS.get(entry.field, entry.field),
        subject=entry.subject,
        other=entry.other_name,
    )


def build_settled(settled: Settled) -> Message:
    """Build the answer to a decision that was typed."""
    lines = describe_settled(settled)
    return build_message(escape(lines[0]), [section("\n".join(escape(line) for line in lines))])


def build_merged(merged: Merged) -> Message:
    """Build the answer to a merge."""
    text = f"{merged.gone} and {merged.kept} are one policy now: {merged.gone} leads to {merged.kept}."
    return build_message(escape(text), [section(escape(text))])


def build_split(split: Split) -> Message:
    """Build the answer to a split."""
    text = f"{split.item} is about {split.policy} now, no longer about {split.before}."
    return build_message(escape(text), [section(escape(text))])


def build_same_form(entry: ReviewEntry, press: Press) -> Block:
    """Build the form that asks which company a name is another name of."""
    shown = escape(cut(entry.name, _LONGEST_QUOTE))
    asked: Block = {
        "type": "input",
        "block_id": COMPANY_BLOCK,
        "label": plain("Another name of", 75),
        "element": {
            "type": "external_select",
            "action_id": COMPANIES,
            "min_query_length": 1,
            "placeholder": plain("Type a name, in English or Chinese", 75),
        },
    }
    return modal(
        "Same as…",
        [section(f"{bold(entry.shown_id)}  “{shown}”"), asked],
        callback_id=SAME_VIEW,
        submit="Save",
        private=format_press(press),
    )


def build_verdict(entry: ReviewEntry) -> Message:
    """Build what the reporter of a mistake is told, once the entry is settled."""
    note = cut(" ".join(entry.name.split()), _LONGEST_QUOTE)
    said = "It is fixed." if entry.decision is Decision.FIXED else "An admin looked: it stands as its source has it."
    text = f"You wrote on {escape(entry.subject)}: “{escape(note)}”. {said}"
    return build_message(text, [section(text)])


def _mention(user: str) -> str:
    return f"<@{user}>" if user.isalnum() and user.isascii() else escape(user)
