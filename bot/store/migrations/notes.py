"""Migration 15: what the team notes on a policy, a body or a company.

``subject`` is a policy's id (``P5``), ``body:MIIT`` or ``company:huawei``. A deleted note keeps its row, without its
text, so that its id is never used again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE notes (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject TEXT NOT NULL,
        text TEXT NOT NULL,
        written_by TEXT NOT NULL,
        written_at TEXT NOT NULL,
        changed_by TEXT,
        changed_at TEXT,
        deleted_at TEXT
    ) STRICT
    """,
    "CREATE INDEX notes_by_subject ON notes (subject) WHERE deleted_at IS NULL",
)


def m015_notes(db: Database) -> None:
    """Create the table of notes."""
    for statement in _STATEMENTS:
        db.execute(statement)
