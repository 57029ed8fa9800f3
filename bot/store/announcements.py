"""What was decided about each briefing: announced or archived, and when its posts may go."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.posts.announcement import Announcement
from bot.domain.posts.post import NOT_MADE
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.records.briefing import Briefing

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAnnouncement:
    """A decision as held; ``version`` counts the decisions about one briefing."""

    briefing_id: int
    version: int
    decision: Announcement
    decided_at: dt.datetime
    not_before: dt.datetime
    undone_at: dt.datetime | None

    @property
    def slot(self) -> str:
        """The slot that its posts belong to (``B1v1``)."""
        return format_slot(self.briefing_id, self.version)


def format_slot(briefing_id: int, version: int) -> str:
    """Give the slot of a briefing's posts."""
    return f"{format_id(IdKind.BRIEFING, briefing_id)}v{version}"


def find_announcement(db: Database, briefing_id: int) -> StoredAnnouncement | None:
    """Give the latest decision about a briefing, also an undone one, or None."""
    sql = "SELECT * FROM announcements WHERE briefing_id = ? ORDER BY version DESC LIMIT 1"
    rows = list(db.query(sql, [briefing_id]))
    return _announcement(rows[0]) if rows else None


def add_announcement(
    db: Database, *, briefing_id: int, decision: Announcement, not_before: dt.datetime, now: dt.datetime
) -> StoredAnnouncement:
    """Store a decision as the briefing's next version."""
    before = find_announcement(db, briefing_id)
    stored = StoredAnnouncement(
        briefing_id=briefing_id,
        version=before.version + 1 if before else 1,
        decision=decision,
        decided_at=now,
        not_before=not_before,
        undone_at=None,
    )
    row = {
        "briefing_id": briefing_id,
        "version": stored.version,
        "announced": int(decision.announced),
        "reason": decision.reason,
        "decided_at": now.isoformat(),
        "not_before": not_before.isoformat(),
    }
    db.table("announcements").insert(row)
    return stored


def mark_announcements_undone(db: Database, briefing_id: int, *, now: dt.datetime) -> None:
    """Take all decisions about a briefing back: it counts as never announced."""
    sql = "UPDATE announcements SET undone_at = ? WHERE briefing_id = ? AND undone_at IS NULL"
    db.execute(sql, [now.isoformat(), briefing_id])


def find_last_announced_on(db: Database, *, series_key: str, besides: int) -> dt.date | None:
    """Give the date of the newest issue of a series that was announced, another than ``besides``."""
    sql = """
        SELECT max(b.published_on) FROM announcements a JOIN briefings b ON b.id = a.briefing_id
        WHERE a.announced AND a.undone_at IS NULL AND b.series_key = ? AND b.id <> ?
    """
    day = db.execute(sql, [series_key, besides]).fetchone()[0]
    return dt.date.fromisoformat(day) if day else None


def find_first_announced_at(db: Database, briefings: Collection[int]) -> dt.datetime | None:
    """Give when the first of these briefings was announced, or None where none was: when its first posts might go."""
    sql = """
        SELECT min(not_before) FROM announcements
        WHERE announced AND undone_at IS NULL AND briefing_id IN (SELECT value FROM json_each(?))
    """
    found = db.execute(sql, [json.dumps(sorted(briefings))]).fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def read_briefing_record(db: Database, briefing_id: int) -> tuple[Briefing, str]:
    """Give a briefing (without items) and its series key, also when it was taken out of every answer."""
    row = db.execute("SELECT record, series_key FROM briefings WHERE id = ?", [briefing_id]).fetchone()
    return msgspec.json.decode(row[0], type=Briefing), row[1]


def _announcement(row: dict[str, Any]) -> StoredAnnouncement:
    return StoredAnnouncement(
        briefing_id=row["briefing_id"],
        version=row["version"],
        decision=Announcement(announced=bool(row["announced"]), reason=row["reason"]),
        decided_at=dt.datetime.fromisoformat(row["decided_at"]),
        not_before=dt.datetime.fromisoformat(row["not_before"]),
        undone_at=dt.datetime.fromisoformat(row["undone_at"]) if row["undone_at"] else None,
    )


def list_fates(db: Database, briefing_id: int) -> frozenset[str]:
    """Give what the ledger says became of a briefing's items for those who follow things; not by posts never made."""
    marks = ", ".join("?" * len(NOT_MADE))
    sql = f"""
        SELECT DISTINCT l.fate FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id
        LEFT JOIN posts p ON p.id = l.post_id
        WHERE l.briefing_id = ? AND s.state <> ? AND (p.id IS NULL OR p.state NOT IN ({marks}))
    """
    values = [briefing_id, SubscriptionState.CANCELLED, *NOT_MADE]
    return frozenset(fate for (fate,) in db.execute(sql, values).fetchall())
