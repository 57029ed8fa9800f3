"""Notes of the team as people see them: on a card under a heading of their own, and in the form to write one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import spell_id
from bot.domain.records.note import MAX_NOTE
from bot.slack.actions import NOTE_DELETE, NOTE_EDIT
from bot.slack.blocks import MAX_LABEL, Block, actions, build_message, button, context, cut, modal, plain, section
from bot.slack.mrkdwn import bold, escape, format_day, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.posts.post import Message
    from bot.domain.records.note import Note

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
    """Give what a note is on, for people: a company by its name, a body as its abbreviation is read."""
    kind, _, record_id = subject.partition(":")
    if kind == "company" and record_id in lexicon.company_by_id:
        return lexicon.company_by_id[record_id].name
    return spell_id(record_id) if record_id else subject
