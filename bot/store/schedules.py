"""Slots that were decided, and changes of rules that wait for their line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.model.digest import Fate
from bot.model.post import Post, PostKind, Slot
from bot.model.subscription import (
    Cadence,
    Schedule,
    Subscription,
    SubscriptionState,
    compose_schedule,
    format_quiet,
    format_remind,
    has_same_slots,
)
from bot.store.ledger import hand_on
from bot.store.subscriptions import find_same_subscription, get_subscription, mark_rescheduled, mark_resumed, set_rule

# What posts bring to channels and persons.


def list_had_of(
    db: Database, *, workspace: str, channel: str, briefings: Collection[int]
) -> dict[tuple[int, int], str]:
    """Return what a channel or person gets of these briefings: (item, version) to the rule whose post brings it."""
    among = "SELECT id FROM items WHERE briefing_id IN (SELECT value FROM json_each(?3))"
    return _list_had(db, among, workspace=workspace, channel=channel, briefings=briefings)


def list_had_before(
    db: Database, *, workspace: str, channel: str, briefings: Collection[int]
) -> dict[tuple[int, int], str]:
    """Return the same of earlier reports of what these briefings report."""
    among = """
        SELECT e.id FROM items i CROSS JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id
        WHERE i.briefing_id IN (SELECT value FROM json_each(?3)) AND i.active AND e.active
          AND e.briefing_id <> i.briefing_id
    """
    return _list_had(db, among, workspace=workspace, channel=channel, briefings=briefings)


def _list_had(
    db: Database, among: str, *, workspace: str, channel: str, briefings: Collection[int]
) -> dict[tuple[int, int], str]:
    sql = f"""
        SELECT c.item_id, c.version, p.source FROM channel_items c JOIN posts p ON p.id = c.post_id
        WHERE c.workspace = ?1 AND c.channel = ?2 AND c.item_id IN ({among})
    """
    found = db.execute(sql, [workspace, channel, json.dumps(sorted(briefings))]).fetchall()
    return {(item, version): source for item, version, source in found}


# What posts have reserved: each version of an item reaches a channel by one post, and others leave it out for that.


def reserve_items(db: Database, slot: Slot, post_id: int, items: list[tuple[int, int]]) -> None:
    """Record that the channel gets these (item, version) by this post; each only once in a channel."""
    for item_id, version in items:
        db.execute(
            "INSERT INTO channel_items (workspace, channel, item_id, version, post_id) VALUES (?, ?, ?, ?, ?)",
            [slot.workspace, slot.channel, item_id, version, post_id],
        )


def release_items(db: Database, post_id: int, *, reason: str = "", now: dt.datetime | None = None) -> None:
    """Take back what a post that was not made had reserved; what other rules left out for it waits for them."""
    if now is not None:
        sql = """
            UPDATE ledger SET fate = ?, reason = ?, post_id = NULL, at = ?
            WHERE post_id = (SELECT id FROM posts WHERE id = ? AND kind = 'digest')
        """
        db.execute(sql, [Fate.WAITING, f"for the next digest: the last was {reason}", now.isoformat(), post_id])
    hand_on(db, post_id)
    for table in ("channel_items", "post_items"):
        db.execute(f"DELETE FROM {table} WHERE post_id = ?", [post_id])


# What each post carries; an item that its channel had before is carried again by a digest of deadlines ahead.


def carry_items(db: Database, post_id: int, items: Iterable[tuple[int, int]]) -> None:
    """Record that a post, named by its first part, carries these (item, version)."""
    for item_id, version in items:
        db.execute(
            "INSERT INTO post_items (post_id, item_id, version) VALUES (?, ?, ?)"
            " ON CONFLICT (post_id, item_id) DO UPDATE SET version = max(version, excluded.version)",
            [post_id, item_id, version],
        )


def list_carried(db: Database, post_id: int) -> dict[int, int]:
    """Return the items that a post carries: number to the newest version it told."""
    return dict(db.execute("SELECT item_id, version FROM post_items WHERE post_id = ?", [post_id]).fetchall())


def find_newest(db: Database, posts: Sequence[Post]) -> dict[tuple[int, int], int]:
    """Return the newest of these posts that may stand in its channel, for each (subscription, item) that they carry."""
    standing = [post for post in posts if not post.is_unsent and post.subscription_id is not None]
    by_age = sorted(standing, key=lambda post: post.id)
    return {(post.subscription_id or 0, item): post.id for post in by_age for item in list_carried(db, post.id)}


def list_digests_carrying(db: Database, briefing_id: int) -> list[int]:
    """Return the posts that are digests and carry items of a briefing, in the order they were decided."""
    sql = """
        SELECT DISTINCT p.id FROM posts p JOIN post_items c ON c.post_id = p.id JOIN items i ON i.id = c.item_id
        WHERE p.kind = ? AND i.briefing_id = ? ORDER BY p.id
    """
    return [row[0] for row in db.execute(sql, [PostKind.DIGEST, briefing_id]).fetchall()]


def list_briefings_carried(db: Database, post_id: int) -> list[int]:
    """Return the briefings whose items a post carries, by number."""
    sql = """
        SELECT DISTINCT i.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
        WHERE c.post_id = ? ORDER BY i.briefing_id
    """
    return [row[0] for row in db.execute(sql, [post_id]).fetchall()]


def list_briefings_before(db: Database, post_id: int) -> list[int]:
    """Return the briefings that reported a policy before what a post carries of it did, by number.

    What they say may stand in the post as what was reported before; which of them does is not kept, so it is all.
    """
    sql = """
        SELECT DISTINCT e.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
        JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE c.post_id = ? ORDER BY e.briefing_id
    """
    return [row[0] for row in db.execute(sql, [post_id]).fetchall()]


def take_back_briefing(db: Database, post: Post, briefing_id: int, *, now: dt.datetime) -> None:
    """Say of the items of a briefing that was taken back that a post does not bring them, and take them out of it."""
    db.execute(
        "UPDATE ledger SET fate = ?, reason = 'the briefing was taken back', at = ?"
        " WHERE post_id = ? AND briefing_id = ? AND fate = ?",
        ["cancelled" if post.is_unsent else "withdrawn", now.isoformat(), post.id, briefing_id, Fate.INCLUDED],
    )
    release_briefing(db, post.id, briefing_id)


def release_briefing(db: Database, post_id: int, briefing_id: int) -> None:
    """Take a briefing's items out of a post: it carries them no more, nor has its channel had them by it."""
    hand_on(db, post_id, briefing_id=briefing_id)
    of_briefing = "post_id = ? AND item_id IN (SELECT id FROM items WHERE briefing_id = ?)"
    for table in ("channel_items", "post_items"):
        db.execute(f"DELETE FROM {table} WHERE {of_briefing}", [post_id, briefing_id])


_LAST_DAY = """
    SELECT slot_on FROM slots WHERE subscription_id = subscriptions.id AND due_at < :before
    ORDER BY slot_on DESC LIMIT 1
"""
"""From the newest day backwards, so that a tick reads one slot of each rule and not all there ever were."""


class SlotOutcome(StrEnum):
    """What became of a slot: a post was decided, there was nothing to post, or it was too late for it."""

    POSTED = "posted"
    EMPTY = "empty"
    LATE = "late"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSlot:
    """A slot as decided: the items of ``since`` (excluded) to ``due_at`` (included) belonged to it."""

    subscription_id: int
    slot_on: dt.date
    due_at: dt.datetime
    since: dt.datetime
    decided_at: dt.datetime
    outcome: SlotOutcome
    reason: str
    post_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleChange:
    """A rule's next form, in force once its line has landed."""

    id: int
    subscription_id: int
    filter: str
    schedule: Schedule
    changed_by: str
    post_id: int | None


def add_slot(db: Database, slot: StoredSlot) -> None:
    """Record what was decided about a slot; each local day of a rule only once."""
    row = {
        "subscription_id": slot.subscription_id,
        "slot_on": slot.slot_on.isoformat(),
        "due_at": slot.due_at.isoformat(),
        "since": slot.since.isoformat(),
        "decided_at": slot.decided_at.isoformat(),
        "outcome": slot.outcome,
        "reason": slot.reason,
        "post_id": slot.post_id,
    }
    db.table("slots").insert(row, ignore=True)


def list_late_slots(db: Database, *, since: dt.datetime) -> list[StoredSlot]:
    """Return the slots that were decided after a moment when it was too late for them, by subscription and day."""
    sql = "SELECT * FROM slots WHERE outcome = ? AND decided_at > ? ORDER BY subscription_id, slot_on"
    return [_slot(row) for row in db.query(sql, [SlotOutcome.LATE, since.isoformat()])]


def find_slot_of_post(db: Database, post_id: int) -> StoredSlot | None:
    """Return the slot that a post belongs to, or None."""
    rows = list(db.query("SELECT * FROM slots WHERE post_id = ?", [post_id]))
    return _slot(rows[0]) if rows else None


def find_last_days(db: Database, *, before: dt.datetime) -> dict[int, dt.date]:
    """Return the last day decided of each subscription, due before a moment (a clock that ran ahead is forgotten)."""
    sql = f"SELECT id, ({_LAST_DAY}) FROM subscriptions"
    found = db.execute(sql, {"before": before.isoformat()}).fetchall()
    return {number: dt.date.fromisoformat(day) for number, day in found if day}


def find_last_day(db: Database, subscription_id: int, *, before: dt.datetime) -> dt.date | None:
    """Return the last day decided of one subscription in the same sense, or None."""
    sql = f"SELECT ({_LAST_DAY}) FROM subscriptions WHERE id = :number"
    day = db.execute(sql, {"before": before.isoformat(), "number": subscription_id}).fetchone()[0]
    return dt.date.fromisoformat(day) if day else None


def find_window_start(db: Database, subscription_id: int, *, before: dt.datetime) -> dt.datetime | None:
    """Return the due time of the last slot before a moment that was not too late, or None."""
    sql = "SELECT max(due_at) FROM slots WHERE subscription_id = ? AND due_at < ? AND outcome <> ?"
    found = db.execute(sql, [subscription_id, before.isoformat(), SlotOutcome.LATE]).fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def list_announced(db: Database, *, since: dt.datetime, until: dt.datetime) -> list[int]:
    """Return the briefings in force that were announced after ``since`` and by ``until``, in that order."""
    return [briefing_id for briefing_id, _ in list_announced_at(db, since=since, until=until)]


def list_announced_at(db: Database, *, since: dt.datetime, until: dt.datetime) -> list[tuple[int, dt.datetime]]:
    """Return the same, each with when its posts might go.

    A briefing counts as announced when the posts of its latest announcement might go: what is on hold is not.
    """
    sql = """
        SELECT a.briefing_id, a.not_before FROM announcements a
        JOIN briefings b ON b.id = a.briefing_id
        WHERE a.announced AND a.undone_at IS NULL AND b.active AND a.not_before > ? AND a.not_before <= ?
          AND a.version = (SELECT max(version) FROM announcements WHERE briefing_id = a.briefing_id)
        ORDER BY a.not_before, a.briefing_id
    """
    return [
        (number, dt.datetime.fromisoformat(not_before))
        for number, not_before in db.execute(sql, [since.isoformat(), until.isoformat()]).fetchall()
    ]


def list_waiting_briefings(db: Database, subscription_id: int, *, until: dt.datetime) -> list[int]:
    """Return the briefings in force whose items the ledger has waiting for a rule's digest, announced by a moment."""
    sql = """
        SELECT DISTINCT l.briefing_id FROM ledger l
        JOIN announcements a ON a.briefing_id = l.briefing_id
        JOIN briefings b ON b.id = l.briefing_id
        WHERE l.subscription_id = ? AND l.fate = ? AND l.post_id IS NULL
          AND a.announced AND a.undone_at IS NULL AND b.active AND a.not_before <= ?
          AND a.version = (SELECT max(version) FROM announcements WHERE briefing_id = a.briefing_id)
        ORDER BY a.not_before, l.briefing_id
    """
    return [row[0] for row in db.execute(sql, [subscription_id, Fate.WAITING, until.isoformat()]).fetchall()]


def list_waiting_items(db: Database, subscription_id: int) -> list[tuple[int, int]]:
    """Return the items in force, by number and version, that the ledger has waiting for a rule's digest."""
    sql = """
        SELECT DISTINCT i.id, i.version FROM ledger l JOIN items i ON i.id = l.item_id
        WHERE l.subscription_id = ? AND l.fate = ? AND l.post_id IS NULL AND i.active ORDER BY i.id
    """
    return [(number, version) for number, version in db.execute(sql, [subscription_id, Fate.WAITING]).fetchall()]


def list_last_fated(db: Database, subscription_id: int, fate: str) -> frozenset[int]:
    """Return the items of which the ledger says last that this became of them for a rule."""
    sql = """
        SELECT l.item_id FROM ledger l WHERE l.subscription_id = ?1 AND l.fate = ?2
          AND l.version = (SELECT max(version) FROM ledger WHERE subscription_id = ?1 AND item_id = l.item_id)
    """
    return frozenset(item for (item,) in db.execute(sql, [subscription_id, fate]).fetchall())


def list_known_by(db: Database, numbers: Sequence[int], *, until: dt.datetime) -> list[int]:
    """Return those of these briefings that were read by a moment and whose posts might go by then, in their order.

    One that was archived in silence counts from when that was decided.
    """
    sql = """
        SELECT b.id FROM briefings b
        WHERE b.id IN (SELECT value FROM json_each(?)) AND coalesce(
            (SELECT min(CASE WHEN announced THEN not_before ELSE decided_at END) FROM announcements a
             WHERE a.briefing_id = b.id AND a.undone_at IS NULL),
            (SELECT min(learned_at) FROM items i WHERE i.briefing_id = b.id)) <= ?
    """
    known = {number for (number,) in db.execute(sql, [json.dumps(list(numbers)), until.isoformat()]).fetchall()}
    return [number for number in numbers if number in known]


def find_post_at(db: Database, subscription_id: int, ts: str) -> int | None:
    """Return the first part of a rule's post that stands at this timestamp, itself or by a part in its thread."""
    sql = "SELECT coalesce(parent_id, id) FROM posts WHERE subscription_id = ? AND ts = ?"
    row = db.execute(sql, [subscription_id, ts]).fetchone()
    return row[0] if row else None


def add_change(
    db: Database, *, subscription_id: int, filter_text: str, schedule: Schedule, user: str, now: dt.datetime
) -> int:
    """Store a rule's next form; one that waited is given up. Its number."""
    end_changes(db, subscription_id, now=now)
    row = {
        "subscription_id": subscription_id,
        "filter": filter_text,
        "every": schedule.every,
        "at": f"{schedule.at:%H:%M}",
        "zone": schedule.zone,
        "quiet": format_quiet(schedule.quiet),
        "remind": format_remind(schedule.remind),
        "changed_by": user,
        "changed_at": now.isoformat(),
    }
    return int(db.table("subscription_changes").insert(row).last_rowid or 0)


def set_change_post(db: Database, number: int, post_id: int) -> None:
    """Say which post tells of a change."""
    db.execute("UPDATE subscription_changes SET post_id = ? WHERE id = ?", [post_id, number])


def find_waiting_change(db: Database, subscription_id: int) -> RuleChange | None:
    """Return the change of a subscription that waits for its line, or None."""
    sql = "SELECT * FROM subscription_changes WHERE subscription_id = ? AND ended_at IS NULL"
    rows = list(db.query(sql, [subscription_id]))
    return _change(rows[0]) if rows else None


def find_same_rule(
    db: Database, *, workspace: str, channel: str, filter_text: str, cadence: Cadence
) -> Subscription | None:
    """Return the channel's subscription that has this very filter and cadence, or is about to have them."""
    same = find_same_subscription(db, workspace=workspace, channel=channel, filter_text=filter_text, cadence=cadence)
    if same is not None:
        return same
    sql = """
        SELECT c.* FROM subscription_changes c JOIN subscriptions s ON s.id = c.subscription_id
        WHERE c.ended_at IS NULL AND s.workspace = ? AND s.channel = ? AND c.filter = ? AND s.state <> ?
    """
    changes = map(_change, db.query(sql, [workspace, channel, filter_text, SubscriptionState.CANCELLED]))
    found = next((each for each in changes if each.schedule.cadence is cadence), None)
    return get_subscription(db, found.subscription_id) if found else None


def end_changes(db: Database, subscription_id: int, *, now: dt.datetime) -> None:
    """Return up the change of a subscription that waits."""
    sql = "UPDATE subscription_changes SET ended_at = ? WHERE subscription_id = ? AND ended_at IS NULL"
    db.execute(sql, [now.isoformat(), subscription_id])


def apply_change(db: Database, post_id: int, *, now: dt.datetime) -> RuleChange | None:
    """Put the change in force whose line this post is, now that it stands in the channel; None for any other post.

    A channel has no two of one filter and cadence: where there is one by now, the change is given up.
    What waited for a digest goes on waiting: for the next one, or to come at once
    (``bot.digests.digests``). Other
    times count from now on.
    """
    sql = "SELECT * FROM subscription_changes WHERE post_id = ? AND ended_at IS NULL"
    rows = list(db.query(sql, [post_id]))
    if not rows:
        return None
    change = _change(rows[0])
    rule = get_subscription(db, change.subscription_id)
    was, cadence = rule.schedule, change.schedule.cadence
    place = {"workspace": rule.workspace, "channel": rule.channel}
    same = find_same_subscription(db, **place, filter_text=change.filter, cadence=cadence)
    if same is not None and same.id != rule.id:  # by now another is that already
        end_changes(db, rule.id, now=now)
        return None
    if was.cadence is not change.schedule.cadence and Cadence.IMMEDIATE in {was.cadence, change.schedule.cadence}:
        mark_resumed(db, change.subscription_id, now=now)
    if not has_same_slots(was, change.schedule):
        mark_rescheduled(db, change.subscription_id, now=now)
    set_rule(db, change.subscription_id, filter_text=change.filter, schedule=change.schedule)
    end_changes(db, change.subscription_id, now=now)
    return change


def _slot(row: dict[str, Any]) -> StoredSlot:
    return StoredSlot(
        subscription_id=row["subscription_id"],
        slot_on=dt.date.fromisoformat(row["slot_on"]),
        due_at=dt.datetime.fromisoformat(row["due_at"]),
        since=dt.datetime.fromisoformat(row["since"]),
        decided_at=dt.datetime.fromisoformat(row["decided_at"]),
        outcome=SlotOutcome(row["outcome"]),
        reason=row["reason"],
        post_id=row["post_id"],
    )


def _change(row: dict[str, Any]) -> RuleChange:
    return RuleChange(
        id=row["id"],
        subscription_id=row["subscription_id"],
        filter=row["filter"],
        schedule=compose_schedule(
            every=row["every"], at=row["at"], zone=row["zone"], quiet=row["quiet"], remind=row["remind"]
        ),
        changed_by=row["changed_by"],
        post_id=row["post_id"],
    )
