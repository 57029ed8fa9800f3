"""Notes of the team as people see them: on a card under a heading of their own, and in the form to write one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.notes import MAX_NOTE
from bot.model.post import Message
from bot.names.lexicon import Lexicon
from bot.names.records import spell_id
from bot.slack.actions import NOTE_DELETE, NOTE_EDIT
from bot.slack.blocks import Block, actions, ask_first, build_message, button, context, cut, modal, section
from bot.slack.messages.inputs import input_block, text_input
from bot.slack.mrkdwn import bold, escape, format_day, quote
from bot.store.notes import Note

NOTE_VIEW = "note.form"
NOTE_TEXT = "note_text"
HEADING = "Notes of your team"
_MAX_SHOWN = 3
_MAX_TEXT = 400


def build_notes(notes: Sequence[Note]) -> list[Block]:
    """Build the notes on a card, the newest first, each with a button to change it; nothing without any."""
    if not notes:
        return []
    blocks: list[Block] = [context(bold(HEADING))]
    for note in notes[:_MAX_SHOWN]:
        changed = f", changed {format_day(note.changed_at.date())}" if note.changed_at else ""
        head = f"<@{note.written_by}>, {format_day(note.written_at.date())}{changed} · {note.shown_id}"
        text = f"{quote(cut(escape(note.text), _MAX_TEXT))}\n{head}"
        blocks.append(section(text, accessory=button("Edit note", NOTE_EDIT, note.shown_id)))
    left = len(notes) - _MAX_SHOWN
    return [*blocks, *([context(f"… {left} older")] if left > 0 else [])]


def build_note_form(subject: str, lexicon: Lexicon, note: Note | None = None) -> Block:
    """Build the form for a new note on a subject, or to change one that is there."""
    box = text_input(note.text if note else "", limit=MAX_NOTE, many=True)
    blocks = [
        section(bold(name_subject(subject, lexicon))),
        input_block(NOTE_TEXT, "Note", box, optional=False),
        context("Members of this workspace see it on the card, in private. It is in no export and nothing shared."),
    ]
    if note is not None:
        delete = button("Delete", NOTE_DELETE, note.shown_id, style="danger")
        blocks.append(actions(ask_first(delete, "Delete this note?", "It can't be brought back.", yes="Delete")))
    return modal("Note", blocks, callback_id=NOTE_VIEW, submit="Save", private=note.shown_id if note else subject)


def build_note_kept(note: Note, done: str, lexicon: Lexicon) -> Message:
    """Build the private word that a note was saved, changed or deleted."""
    said = f"{done}: {note.shown_id} on {bold(name_subject(note.subject, lexicon))}."
    shown = "" if done == "Deleted" else f"\n{quote(cut(escape(note.text), _MAX_TEXT))}"
    return build_message(said, [section(f"{said}{shown}")])


def name_subject(subject: str, lexicon: Lexicon) -> str:
    """Return what a note is on, for people: a company by its name, a body as its abbreviation is read."""
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject
