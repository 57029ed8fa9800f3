"""What posts bring to channels and persons, in the order of time."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.post import NOT_MADE

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Brought:
    """An item that a rule's post brings to a channel or person.

    ``at`` is the due time of its slot (``in_slot``), or when it was decided.
    """

    item_id: int
    version: int
    channel: str
    source: str
    at: dt.datetime
    in_slot: bool


def list_brought(
    db: Database,
    *,
    workspace: str,
    channels: Collection[str],
    briefings: Collection[int],
    besides: str | None,
) -> list[Brought]:
    """Give what of these briefings rules bring to these places, in the order of time.

    All but one rule, an id as people see it (``besides``).
    """
    among = "SELECT id FROM items WHERE briefing_id IN (SELECT value FROM json_each(?3))"
    found = _list_brought(db, among, workspace=workspace, channels=channels, briefings=briefings)
    return [each for each in found if each.source != besides]


def list_brought_before(
    db: Database, *, workspace: str, channels: Collection[str], briefings: Collection[int]
) -> list[Brought]:
    """Give what rules bring to these places of earlier reports of what these briefings report, in the order of time."""
    among = """
        SELECT e.id FROM items i CROSS JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id
        WHERE i.briefing_id IN (SELECT value FROM json_each(?3)) AND i.active AND e.active
          AND e.briefing_id <> i.briefing_id
    """
    return _list_brought(db, among, workspace=workspace, channels=channels, briefings=briefings)


def _list_brought(
    db: Database,
    among: str,
    *,
    workspace: str,
    channels: Collection[str],
    briefings: Collection[int],
) -> list[Brought]:
    sql = f"""
        SELECT c.item_id, c.version, c.channel, p.source, coalesce(s.due_at, p.created_at), s.due_at IS NOT NULL
        FROM channel_items c JOIN posts p ON p.id = c.post_id LEFT JOIN slots s ON s.post_id = p.id
        WHERE c.workspace = ?1 AND c.channel IN (SELECT value FROM json_each(?2)) AND c.item_id IN ({among})
        ORDER BY 5, 3, 1
    """
    values = [workspace, json.dumps(sorted(channels)), json.dumps(sorted(briefings))]
    return [
        Brought(
            item_id=item,
            version=version,
            channel=channel,
            source=source,
            at=dt.datetime.fromisoformat(at),
            in_slot=bool(in_slot),
        )
        for item, version, channel, source, at, in_slot in db.execute(sql, values).fetchall()
    ]


def list_listed(
    db: Database, subscription_id: int, *, after: dt.datetime, until: dt.datetime
) -> list[tuple[tuple[int, int], dt.datetime]]:
    """Give what a rule's digests list whose slots were due after a moment and by another, with when: item and version.

    Told before or not; not those of posts that were never made.
    """
    sql = """
        SELECT i.item_id, i.version, s.due_at FROM slots s JOIN posts p ON p.id = s.post_id
        JOIN post_items i ON i.post_id = p.id
        WHERE s.subscription_id = ? AND s.due_at > ? AND s.due_at <= ? AND p.state NOT IN (?, ?, ?, ?)
        ORDER BY s.due_at, i.item_id
    """
    found = db.execute(sql, [subscription_id, after.isoformat(), until.isoformat(), *NOT_MADE]).fetchall()
    return [((item, version), dt.datetime.fromisoformat(due_at)) for item, version, due_at in found]
