"""A note of the team on a policy, a body or a company: theirs, and never part of what a source says."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  values, kept importable at run time
from dataclasses import dataclass

from bot import lazy_re as re
from bot.errors import BadQueryError

MAX_NOTE = 2000
_ID = re.compile(r"N([1-9][0-9]{0,9})", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """``subject`` is ``P5``, ``body:MIIT`` or ``company:huawei``; ``written_by`` a user id, ``at`` times aware UTC."""

    id: int
    subject: str
    text: str
    written_by: str
    written_at: dt.datetime
    changed_by: str | None = None
    changed_at: dt.datetime | None = None

    @property
    def shown_id(self) -> str:
        """The id as people see it: ``N3``."""
        return f"N{self.id}"


def find_note_id(text: str) -> int | None:
    """Give the number when the whole text is a note's id, in either case; else None."""
    match = _ID.fullmatch(text.strip())
    return int(match[1]) if match else None


def check_note(text: str) -> str:
    """Give a note's text when it is one; BadQueryError for nothing, and for one that is too long."""
    kept = text.replace("\0", "").strip()
    if not kept:
        raise BadQueryError("The note is empty.", hint="Write it after the id: note P5 our view is …")
    if len(kept) > MAX_NOTE:
        raise BadQueryError(f"The note has {len(kept)} characters.", hint=f"Write at most {MAX_NOTE}.")
    return kept
