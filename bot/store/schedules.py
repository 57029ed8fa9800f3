"""Slots that were decided, and changes of rules that wait for their line."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bot.domain.posts.digest import Fate
from bot.domain.posts.quiet import format_quiet
from bot.domain.posts.schedule import Cadence, Schedule, compose_schedule, format_remind, has_same_slots
from bot.domain.posts.subscription import SubscriptionState
from bot.store.subscriptions import (
    find_same_subscription,
    get_subscription,
    mark_rescheduled,
    mark_resumed,
    set_rule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from bot.domain.posts.subscription import Subscription


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
    """Give the slots that were decided after a moment when it was too late for them, by subscription and day."""
    sql = "SELECT * FROM slots WHERE outcome = ? AND decided_at > ? ORDER BY subscription_id, slot_on"
    return [_slot(row) for row in db.query(sql, [SlotOutcome.LATE, since.isoformat()])]


def find_slot_of_post(db: Database, post_id: int) -> StoredSlot | None:
    """Give the slot that a post belongs to, or None."""
    rows = list(db.query("SELECT * FROM slots WHERE post_id = ?", [post_id]))
    return _slot(rows[0]) if rows else None


def find_last_days(db: Database, *, before: dt.datetime) -> dict[int, dt.date]:
    """Give the last day decided of each subscription, due before a moment (a clock that ran ahead is forgotten)."""
    sql = f"SELECT id, ({_LAST_DAY}) FROM subscriptions"
    found = db.execute(sql, {"before": before.isoformat()}).fetchall()
    return {number: dt.date.fromisoformat(day) for number, day in found if day}


def find_last_day(db: Database, subscription_id: int, *, before: dt.datetime) -> dt.date | None:
    """Give the last day decided of one subscription in the same sense, or None."""
    sql = f"SELECT ({_LAST_DAY}) FROM subscriptions WHERE id = :number"
    day = db.execute(sql, {"before": before.isoformat(), "number": subscription_id}).fetchone()[0]
    return dt.date.fromisoformat(day) if day else None


def find_window_start(db: Database, subscription_id: int, *, before: dt.datetime) -> dt.datetime | None:
    """Give the due time of the last slot before a moment that was not too late, or None."""
    sql = "SELECT max(due_at) FROM slots WHERE subscription_id = ? AND due_at < ? AND outcome <> ?"
    found = db.execute(sql, [subscription_id, before.isoformat(), SlotOutcome.LATE]).fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def list_announced(db: Database, *, since: dt.datetime, until: dt.datetime) -> list[int]:
    """Give the briefings in force that were announced after ``since`` and by ``until``, in that order."""
    return [briefing_id for briefing_id, _, _ in list_announced_at(db, since=since, until=until)]


def list_announced_at(
    db: Database, *, since: dt.datetime, until: dt.datetime
) -> list[tuple[int, dt.datetime, dt.datetime]]:
    """Give the same, each with when that was decided and when its posts might go.

    A briefing counts as announced when the posts of its latest announcement might go: what is on hold is not.
    """
    sql = """
        SELECT a.briefing_id, a.decided_at, a.not_before FROM announcements a
        JOIN briefings b ON b.id = a.briefing_id
        WHERE a.announced AND a.undone_at IS NULL AND b.active AND a.not_before > ? AND a.not_before <= ?
          AND a.version = (SELECT max(version) FROM announcements WHERE briefing_id = a.briefing_id)
        ORDER BY a.not_before, a.briefing_id
    """
    return [
        (number, dt.datetime.fromisoformat(decided_at), dt.datetime.fromisoformat(not_before))
        for number, decided_at, not_before in db.execute(sql, [since.isoformat(), until.isoformat()]).fetchall()
    ]


def list_waiting_briefings(db: Database, subscription_id: int, *, until: dt.datetime) -> list[int]:
    """Give the briefings in force whose items the ledger has waiting for a rule's digest, announced by a moment."""
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
    """Give the items in force, by number and version, that the ledger has waiting for a rule's digest."""
    sql = """
        SELECT DISTINCT i.id, i.version FROM ledger l JOIN items i ON i.id = l.item_id
        WHERE l.subscription_id = ? AND l.fate = ? AND l.post_id IS NULL AND i.active ORDER BY i.id
    """
    return [(number, version) for number, version in db.execute(sql, [subscription_id, Fate.WAITING]).fetchall()]


def list_last_fated(db: Database, subscription_id: int, fate: str) -> frozenset[int]:
    """Give the items of which the ledger says last that this became of them for a rule."""
    sql = """
        SELECT l.item_id FROM ledger l WHERE l.subscription_id = ?1 AND l.fate = ?2
          AND l.version = (SELECT max(version) FROM ledger WHERE subscription_id = ?1 AND item_id = l.item_id)
    """
    return frozenset(item for (item,) in db.execute(sql, [subscription_id, fate]).fetchall())


def list_known_by(db: Database, numbers: Sequence[int], *, until: dt.datetime) -> list[int]:
    """Give those of these briefings that were read by a moment and whose posts might go by then, in their order.

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
    """Give the first part of a rule's post that stands at this timestamp, itself or by a part in its thread."""
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
    """Give the change of a subscription that waits for its line, or None."""
    sql = "SELECT * FROM subscription_changes WHERE subscription_id = ? AND ended_at IS NULL"
    rows = list(db.query(sql, [subscription_id]))
    return _change(rows[0]) if rows else None


def find_same_rule(
    db: Database, *, workspace: str, channel: str, filter_text: str, cadence: Cadence
) -> Subscription | None:
    """Give the channel's subscription that has this very filter and cadence, or is about to have them."""
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
    """Give up the change of a subscription that waits."""
    sql = "UPDATE subscription_changes SET ended_at = ? WHERE subscription_id = ? AND ended_at IS NULL"
    db.execute(sql, [now.isoformat(), subscription_id])


def apply_change(db: Database, post_id: int, *, now: dt.datetime) -> RuleChange | None:
    """Put the change in force whose line this post is, now that it stands in the channel; None for any other post.

    A channel has no two of one filter and cadence: where there is one by now, the change is given up.
    What waited for a digest goes on waiting: for the next one, or to come at once
    (``bot.services.posting.handing_on``). Other
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
