"""Admins, shared channels that one of them opened, and what is kept of people, as rows."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.access import PersonFacts

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Grant:
    """Something granted: ``subject`` is a user or a channel, ``by`` who granted it."""

    subject: str
    by: str
    at: dt.datetime


def add_admin(db: Database, grant: Grant) -> bool:
    """Make somebody an admin; False when they are one already."""
    return _add(db, "INSERT INTO admins (user, granted_by, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", grant)


def delete_admin(db: Database, user: str) -> bool:
    """Take it back; False when they are none."""
    return bool(db.execute("DELETE FROM admins WHERE user = ?", [user]).rowcount)


def is_admin(db: Database, user: str) -> bool:
    """Tell whether somebody was made an admin."""
    return db.execute("SELECT 1 FROM admins WHERE user = ?", [user]).fetchone() is not None


def list_admins(db: Database) -> list[Grant]:
    """Give those who were made admins, by id."""
    return _list(db, "SELECT user, granted_by, at FROM admins ORDER BY user")


def add_allowed_channel(db: Database, grant: Grant) -> bool:
    """Open a shared channel; False when it is open already."""
    sql = "INSERT INTO allowed_channels (channel, allowed_by, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    return _add(db, sql, grant)


def delete_allowed_channel(db: Database, channel: str) -> bool:
    """Close it; False when it is not open."""
    return bool(db.execute("DELETE FROM allowed_channels WHERE channel = ?", [channel]).rowcount)


def is_channel_allowed(db: Database, channel: str) -> bool:
    """Tell whether a shared channel is open."""
    return db.execute("SELECT 1 FROM allowed_channels WHERE channel = ?", [channel]).fetchone() is not None


def list_allowed_channels(db: Database) -> list[Grant]:
    """Give the shared channels that are open, by id."""
    return _list(db, "SELECT channel, allowed_by, at FROM allowed_channels ORDER BY channel")


def write_person(db: Database, facts: PersonFacts) -> None:
    """Keep what Slack said of a person, in place of what was kept."""
    row = {
        "user": facts.user,
        "teams": json.dumps(sorted(facts.teams)),
        "is_guest": int(facts.is_guest),
        "is_stranger": int(facts.is_stranger),
        "is_deleted": int(facts.is_deleted),
        "is_bot": int(facts.is_bot),
        "asked_at": facts.asked_at.isoformat(),
    }
    db.table("people").insert(row, replace=True)


def find_person(db: Database, user: str) -> PersonFacts | None:
    """Give what Slack said of a person last, None when it never did."""
    for row in db.query("SELECT * FROM people WHERE user = ?", [user]):
        return PersonFacts(
            user=row["user"],
            teams=frozenset(json.loads(row["teams"])),
            is_guest=bool(row["is_guest"]),
            is_stranger=bool(row["is_stranger"]),
            is_deleted=bool(row["is_deleted"]),
            is_bot=bool(row["is_bot"]),
            asked_at=dt.datetime.fromisoformat(row["asked_at"]),
        )
    return None


def _add(db: Database, sql: str, grant: Grant) -> bool:
    return bool(db.execute(sql, [grant.subject, grant.by, grant.at.isoformat()]).rowcount)


def _list(db: Database, sql: str) -> list[Grant]:
    return [
        Grant(subject=row[0], by=row[1], at=dt.datetime.fromisoformat(row[2])) for row in db.execute(sql).fetchall()
    ]
