"""Notes of the team: written by members, changed by who wrote them or an admin, shown on cards in private alone.

A note is never part of an export, a file, a digest or an answer that a channel sees: those do not read any.
"""

import datetime as dt
import re
from dataclasses import dataclass

from bot.access.gatekeeper import write_denial
from bot.access.licences import current_place
from bot.access.roles import Role
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.model.ids import IdKind, find_id
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.notes import Note, delete_note, find_note, list_notes, save_note
from bot.store.policies import find_policy

MAX_NOTE = 2000
BODY, COMPANY = "body:", "company:"
"""What begins the subject of a note that is on no policy."""
_ID = re.compile(r"N([1-9][0-9]{0,9})", re.IGNORECASE)


def find_note_id(text: str) -> int | None:
    """Return the number when the whole text is a note's id, in either case; else None."""
    match = _ID.fullmatch(text.strip())
    return int(match[1]) if match else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """Who writes, and where; an admin may change what others wrote."""

    user: str
    channel: str = ""
    is_admin: bool = False


class Notes:
    """Keeps the notes; who may not change one is refused, with an audit row."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def save(self, subject: str, text: str, *, writer: Writer, now: dt.datetime) -> Note:
        """Keep a note on what a subject names, or other words of the note whose id it is; NotFoundError for neither."""
        if (number := find_note_id(subject)) is not None:
            self.get(number, writer=writer, now=now)
        kept = text.replace("\0", "").strip()
        if not kept:
            raise BadQueryError("The note is empty.", hint="Write it after the id: note P5 our view is …")
        if len(kept) > MAX_NOTE:
            raise BadQueryError(f"The note has {len(kept)} characters.", hint=f"Write at most {MAX_NOTE}.")
        with self._store.write() as db:
            if (named := find_id(subject)) and named[0] is IdKind.POLICY:
                policy = find_policy(db, named[1])  # of one that was merged the one that it is now
                if policy is None:
                    raise NotFoundError(f"You have no policy {subject}.", hint="Write an id that you have, such as P5.")
                subject = policy.id
            if number is None:
                saved = save_note(db, None, subject=subject, text=kept, written_by=writer.user, written_at=now)
            else:
                saved = save_note(db, number, text=kept, changed_by=writer.user, changed_at=now)
            add_audit(
                db, writer.user, f"note {'changed' if number else 'written'}", saved.subject, saved.shown_id, now=now
            )
        return saved

    def get(self, number: int, *, writer: Writer, now: dt.datetime) -> Note:
        """Return a note to who means to change it; NotOwnerError for another's."""
        with self._store.read() as db:
            held = find_note(db, number)
        if held is None:
            raise NotFoundError(f"There is no note N{number}.", hint="The card of what it is on shows its notes.")
        if held.written_by != writer.user and not writer.is_admin:
            about, detail = held.shown_id, f"no admin, written by {held.written_by}"
            write_denial(self._store, about=about, user=writer.user, channel=writer.channel, detail=detail, now=now)
            said, hint = f"{about} is somebody else's note.", "Its author or an admin of Gongbao can change it."
            raise NotOwnerError(said, hint=hint, subject=about, owner=held.written_by)
        return held

    def delete(self, number: int, *, writer: Writer, now: dt.datetime) -> Note:
        """Take a note away and return what it was; NotOwnerError for another's."""
        held = self.get(number, writer=writer, now=now)
        with self._store.write() as db:
            delete_note(db, number)
            add_audit(db, writer.user, "note deleted", held.subject, held.shown_id, now=now)
        return held


def list_shown_notes(db: Database, subject: str) -> tuple[Note, ...]:
    """Return the notes on a subject, newest first, where members read privately; nowhere else is there any."""
    place = current_place()
    is_private = place is not None and not place.channel and place.role in {Role.ADMIN, Role.MEMBER}
    return tuple(list_notes(db, subject)) if is_private else ()
