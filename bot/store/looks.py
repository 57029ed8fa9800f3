"""When a person last asked for what is new, what of it they were shown or not yet, and what stands with them anyway."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostState

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database


def find_look(db: Database, *, workspace: str, user: str) -> dt.datetime | None:
    """Give when a person last asked for what is new, or None."""
    row = db.execute("SELECT looked_at FROM looks WHERE workspace = ? AND user = ?", [workspace, user]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row else None


def mark_look(db: Database, *, workspace: str, user: str, now: dt.datetime) -> None:
    """Record that a person has seen what was learned until now."""
    db.execute(
        "INSERT INTO looks (workspace, user, looked_at) VALUES (?, ?, ?)"
        " ON CONFLICT (workspace, user) DO UPDATE SET looked_at = max(looked_at, excluded.looked_at)",
        [workspace, user, now.isoformat()],
    )


def list_unshown(db: Database, *, workspace: str, user: str) -> dict[int, dt.datetime]:
    """Give the items in force that did not fit when a person last looked, and when each was learned."""
    sql = """
        SELECT i.id, i.learned_at FROM unshown u JOIN items i ON i.id = u.item_id
        WHERE u.workspace = ? AND u.user = ? AND i.active ORDER BY i.id
    """
    found = db.execute(sql, [workspace, user]).fetchall()
    return {number: dt.datetime.fromisoformat(learned) for number, learned in found}


def keep_unshown(db: Database, items: Collection[int], *, workspace: str, user: str) -> None:
    """Keep which items did not fit when a person looked, in place of those before."""
    db.execute("DELETE FROM unshown WHERE workspace = ? AND user = ?", [workspace, user])
    for item in items:
        db.execute("INSERT INTO unshown (workspace, user, item_id) VALUES (?, ?, ?)", [workspace, user, item])


def add_shown(db: Database, items: Collection[tuple[int, int]], *, workspace: str, user: str) -> None:
    """Record that a person was shown these (item, version)."""
    for item, version in items:
        db.execute("INSERT OR IGNORE INTO shown VALUES (?, ?, ?, ?)", [workspace, user, item, version])


def list_shown(db: Database, *, workspace: str, user: str) -> set[tuple[int, int]]:
    """Give the (item, version) that a person was shown."""
    sql = "SELECT item_id, version FROM shown WHERE workspace = ? AND user = ?"
    return {(item, version) for item, version in db.execute(sql, [workspace, user]).fetchall()}


def list_seen(db: Database, *, workspace: str, user: str) -> dict[tuple[int, int], str]:
    """Give what stands in a person's direct messages: (item, version) to the rule that brought it."""
    sql = """
        SELECT c.item_id, c.version, p.source FROM channel_items c JOIN posts p ON p.id = c.post_id
        WHERE c.workspace = ? AND c.channel = ? AND p.state = ?
    """
    found = db.execute(sql, [workspace, user, PostState.SENT]).fetchall()
    return {(item, version): source for item, version, source in found}


def list_briefings_learned(db: Database, *, since: dt.datetime, besides: Collection[int] = ()) -> dict[int, list[int]]:
    """Give the items in force that were learned after a moment, and those of ``besides``.

    Those too of briefings of which no reading was in force then: taken back, and read again since. Briefing to items,
    the newest briefing first.
    """
    sql = """
        SELECT i.briefing_id, i.id FROM items i JOIN briefings b ON b.id = i.briefing_id
        WHERE i.active AND b.active AND (i.learned_at > :since OR i.id IN (SELECT value FROM json_each(:besides))
          OR NOT EXISTS (SELECT 1 FROM ingests n WHERE n.briefing_id = b.id AND n.at <= :since
                           AND (n.undone_at IS NULL OR n.undone_at > :since)))
        ORDER BY b.published_on DESC, b.id DESC, i.id
    """
    values = {"since": since.isoformat(), "besides": json.dumps(sorted(besides))}
    found: dict[int, list[int]] = {}
    for briefing_id, item_id in db.execute(sql, values).fetchall():
        found.setdefault(briefing_id, []).append(item_id)
    return found
