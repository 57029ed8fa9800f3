"""The audit trail: who changed what, when; rows are only ever added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRow:
    """One change: ``actor`` is a user id or ``gongbao``, ``subject`` an id as people see it."""

    at: dt.datetime
    actor: str
    action: str
    subject: str
    detail: str


def add_audit(db: Database, row: AuditRow) -> None:
    """Write one row."""
    db.execute(
        "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
        [row.at.isoformat(), row.actor, row.action, row.subject, row.detail],
    )


def list_audit(db: Database, subject: str) -> list[AuditRow]:
    """Give all rows about a subject, oldest first."""
    return [_read(row) for row in db.query("SELECT * FROM audit WHERE subject = ? ORDER BY id", [subject])]


def list_audit_since(db: Database, since: dt.datetime | None) -> list[AuditRow]:
    """Give all rows written at or after a moment, or ever, oldest first."""
    start = since.astimezone(dt.UTC).isoformat() if since else ""
    return [_read(row) for row in db.query("SELECT * FROM audit WHERE at >= ? ORDER BY id", [start])]


def _read(row: dict[str, Any]) -> AuditRow:
    return AuditRow(
        at=dt.datetime.fromisoformat(row["at"]),
        actor=row["actor"],
        action=row["action"],
        subject=row["subject"],
        detail=row["detail"],
    )
