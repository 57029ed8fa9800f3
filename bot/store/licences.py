"""Publishers' licences as rows, the publishers held, and a reading of the store that shows some of them only.

The last puts views in front of the tables, by their own names, for as long as the reading lasts: whatever is asked
then, by whomever, knows nothing of the other publishers' items, policies and companies.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.model.ids import IdKind, fold, format_id, normalise_document_number
from bot.model.policy import compose_policy
from bot.model.post import PostState
from bot.store.rows import list_rows


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFacts:
    """What Slack says of a person; ``teams`` are the workspaces they are a full part of, ``asked_at`` aware UTC."""

    user: str
    teams: frozenset[str]
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    is_bot: bool = False
    asked_at: dt.datetime


class LicenceKind(StrEnum):
    """How far what a publisher wrote may go."""

    INTERNAL = "internal"
    CHANNELS = "channels"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """A publisher's licence; ``channels`` with CHANNELS, ``longest_quote`` in words (a Han character counts as one)."""

    publisher: str
    kind: LicenceKind = LicenceKind.INTERNAL
    channels: frozenset[str] = frozenset()
    longest_quote: int | None = None


# Admins, shared channels that one of them opened, and what is kept of people, as rows.


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
    """Return whether somebody was made an admin."""
    return db.execute("SELECT 1 FROM admins WHERE user = ?", [user]).fetchone() is not None


def list_admins(db: Database) -> list[Grant]:
    """Return those who were made admins, by id."""
    return _list(db, "SELECT user, granted_by, at FROM admins ORDER BY user")


def add_allowed_channel(db: Database, grant: Grant) -> bool:
    """Open a shared channel; False when it is open already."""
    sql = "INSERT INTO allowed_channels (channel, allowed_by, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    return _add(db, sql, grant)


def delete_allowed_channel(db: Database, channel: str) -> bool:
    """Close it; False when it is not open."""
    return bool(db.execute("DELETE FROM allowed_channels WHERE channel = ?", [channel]).rowcount)


def is_channel_allowed(db: Database, channel: str) -> bool:
    """Return whether a shared channel is open."""
    return db.execute("SELECT 1 FROM allowed_channels WHERE channel = ?", [channel]).fetchone() is not None


def list_allowed_channels(db: Database) -> list[Grant]:
    """Return the shared channels that are open, by id."""
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
    """Return what Slack said of a person last, None when it never did."""
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


# The audit trail: who changed what, when; rows are only ever added.


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
    """Return all rows about a subject, oldest first."""
    return [_read(row) for row in db.query("SELECT * FROM audit WHERE subject = ? ORDER BY id", [subject])]


def list_audit_since(db: Database, since: dt.datetime | None) -> list[AuditRow]:
    """Return all rows written at or after a moment, or ever, oldest first."""
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


# Which posts quote a publisher where they stand.


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingMessage:
    """A message of ours in a channel: ``ts`` is its time there, "" where only Slack knows; ``what`` says which."""

    channel: str
    ts: str
    what: str

    @property
    def link(self) -> str:
        """Where it opens in Slack, "" where nobody knows."""
        return f"https://slack.com/archives/{self.channel}/p{self.ts.replace('.', '')}" if self.ts else ""


def list_quoting(
    db: Database, *, publishers: Iterable[str], channel: str | None = None
) -> list[tuple[str, StandingMessage]]:
    """Return the messages that stand and quote these publishers (as printed), in a channel or anywhere, as decided.

    Each with the publisher, once for each that its post carries or whose report it may tell as the one before. Parts
    in the thread of a post are told like the post.
    """
    sql = """
        WITH quoted(post_id, briefing_id) AS (
          SELECT c.post_id, i.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
          UNION SELECT id, briefing_id FROM posts WHERE briefing_id IS NOT NULL
          UNION SELECT c.post_id, e.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
          JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id)
        SELECT DISTINCT coalesce(json_extract(b.record, '$.publisher'), '') AS publisher, p.channel, p.ts,
          p.source || ', ' || p.slot, p.id
        FROM quoted q JOIN posts p ON q.post_id IN (p.id, p.parent_id) JOIN briefings b ON b.id = q.briefing_id
        WHERE p.withdrawn_at IS NULL AND p.state = ?1 AND p.ts IS NOT NULL
          AND publisher IN (SELECT value FROM json_each(?2)) AND coalesce(?3, p.channel) = p.channel
        ORDER BY p.id
    """
    values = [PostState.SENT, json.dumps(list(publishers), ensure_ascii=False), channel]
    return [
        (publisher, StandingMessage(channel=place, ts=ts, what=what))
        for publisher, place, ts, what, _ in db.execute(sql, values).fetchall()
    ]


_PUBLISHER = "coalesce(json_extract(record, '$.publisher'), '')"
_BELONGS = {"item_id": "items", "briefing_id": "briefings"}
"""What a table's column says about whose it is; a new table with one of them is restricted from the day it is there."""


_NARROWED: set[Database] = set()
"""The connections inside ``show_only``; each belongs to one thread."""


def write_licence(db: Database, licence: Licence, *, by: str, now: dt.datetime) -> None:
    """Put a licence in force."""
    row = {
        "publisher": fold(licence.publisher),
        "name": licence.publisher,
        "kind": licence.kind,
        "channels": json.dumps(sorted(licence.channels)),
        "longest_quote": licence.longest_quote,
        "set_by": by,
        "at": now.isoformat(),
    }
    db.table("licences").insert(row, replace=True)


def list_licences(db: Database) -> dict[str, Licence]:
    """Return the licences that were set, by the publisher's folded name; any other publisher has the default."""
    return {
        row["publisher"]: Licence(
            publisher=row["name"],
            kind=LicenceKind(row["kind"]),
            channels=frozenset(json.loads(row["channels"])),
            longest_quote=row["longest_quote"],
        )
        for row in list_rows(db, "SELECT * FROM licences ORDER BY publisher")
    }


def find_licensed_at(db: Database, publisher: str) -> dt.datetime | None:
    """Return when a publisher's licence was set last, or None when it has the default."""
    row = db.execute("SELECT at FROM licences WHERE publisher = ?", [fold(publisher)]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row else None


def find_opened_at(db: Database, channel: str) -> dt.datetime | None:
    """Return when a channel was opened to people of other organisations, or None."""
    row = db.execute("SELECT at FROM allowed_channels WHERE channel = ?", [channel]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row else None


def list_publishers(db: Database) -> list[str]:
    """Return the publishers of all briefings ever held, as printed, by name; "" for briefings that name none."""
    return [row[0] for row in db.execute(f"SELECT DISTINCT {_PUBLISHER} FROM briefings ORDER BY 1").fetchall()]


def is_narrowed(db: Database) -> bool:
    """Return whether this connection is inside ``show_only``."""
    return db in _NARROWED


@contextmanager
def show_only(db: Database, publishers: frozenset[str]) -> Iterator[None]:
    """Let a reading connection see what these publishers (as printed) wrote, and nothing of the others."""
    db.execute("PRAGMA query_only=OFF")
    _NARROWED.add(db)
    try:
        _create_views(db, publishers)
        db.execute("PRAGMA query_only=ON")
        yield
    finally:
        db.execute("PRAGMA query_only=OFF")
        for row in db.execute("SELECT type, name FROM temp.sqlite_master WHERE type IN ('table', 'view')").fetchall():
            db.execute(f"DROP {row[0]} temp.{row[1]}")
        _NARROWED.discard(db)
        db.execute("PRAGMA query_only=ON")


def _create_views(db: Database, publishers: frozenset[str]) -> None:
    db.execute("CREATE TEMP TABLE seen_publishers (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    for name in publishers:
        db.execute("INSERT INTO temp.seen_publishers VALUES (?)", [name])
    _create_view(db, "briefings", f"{_PUBLISHER} IN (SELECT name FROM temp.seen_publishers)")
    _create_view(db, "items", "briefing_id IN (SELECT id FROM temp.briefings)")
    for table, column in _list_belonging(db):
        _create_view(db, table, f"{column} IN (SELECT id FROM temp.{_BELONGS[column]})")
    _create_view(db, "companies", "confirmed OR id IN (SELECT company_id FROM temp.item_companies)")
    if db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'item_words'").fetchone():
        _create_view(db, "item_words", "0")  # the words of all items together: no telling whose
    _create_policies(db)


def _create_view(db: Database, table: str, condition: str) -> None:
    db.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}")


def _list_belonging(db: Database) -> list[tuple[str, str]]:
    """Return every other table with a column that says whose its rows are, an item's before a briefing's."""
    found: dict[str, str] = {}
    for column in _BELONGS:
        sql = (
            "SELECT m.name FROM main.sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = ? AND m.name <> 'items' ORDER BY m.name"
        )
        for (table,) in db.execute(sql, [column]).fetchall():
            found.setdefault(table, column)
    return list(found.items())


def _create_policies(db: Database) -> None:
    """Let a policy that hidden items report too say only what the others do."""
    db.execute("CREATE TEMP TABLE seen_policies AS SELECT * FROM main.policies WHERE 0")
    mixed = db.execute(
        "SELECT DISTINCT policy_id FROM temp.items WHERE active AND policy_id IN (SELECT policy_id FROM main.items"
        " WHERE active AND briefing_id NOT IN (SELECT id FROM temp.briefings))"
    ).fetchall()
    for (number,) in mixed:
        rows = db.query("SELECT id, record FROM temp.items WHERE policy_id = ? AND active ORDER BY id", [number])
        reports = [(format_id(IdKind.ITEM, r["id"]), msgspec.json.decode(r["record"], type=Item)) for r in rows]
        policy = compose_policy(format_id(IdKind.POLICY, number), reports)
        db.execute("INSERT INTO temp.seen_policies SELECT * FROM main.policies WHERE id = ?", [number])
        db.execute(
            "UPDATE temp.seen_policies SET document_number = ?, document_type = ?, status = ?, issued_on = ?,"
            " comments_close_on = ?, record = ? WHERE id = ?",
            [
                policy.document_number and normalise_document_number(policy.document_number),
                policy.document_type,
                policy.status,
                policy.issued_on and policy.issued_on.isoformat(),
                policy.comments_close_on and policy.comments_close_on.isoformat(),
                msgspec.json.encode(policy).decode(),
                number,
            ],
        )
    db.execute(
        "CREATE TEMP VIEW policies AS SELECT * FROM main.policies WHERE id NOT IN (SELECT id FROM temp.seen_policies)"
        " AND (merged_into IS NOT NULL OR id IN (SELECT policy_id FROM temp.items WHERE active))"
        " UNION ALL SELECT * FROM temp.seen_policies"
    )
