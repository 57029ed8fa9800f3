"""What became of each item for each rule, what each place has had, and from when a briefing's posts may go."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from bot.model.post import Announced, Decided, Fate
from bot.model.subscription import Cadence, SubscriptionState
from bot.store.rows import find_record, list_records

# Whether a briefing's posts are wanted, and from when they may go.


def find_announced(db: Database, briefing_id: int) -> Announced | None:
    """Return what was decided about the posts of a briefing, or None."""
    sql = "SELECT archived, not_before FROM briefings WHERE id = ? AND decided_at IS NOT NULL"
    return find_record(db, Announced, sql, [briefing_id])


def write_announced(db: Database, briefing_id: int, **changes: str | dt.datetime | None) -> None:
    """Store what was decided about the posts of a briefing: ``archived``, ``decided_at`` or ``not_before``."""
    db.table("briefings").update(briefing_id, changes)


def find_last_announced_on(db: Database, briefing_id: int) -> dt.date | None:
    """Return the date of the newest issue of a briefing's series that was announced, but for itself."""
    sql = """
        SELECT max(published_on) FROM briefings WHERE decided_at IS NOT NULL AND archived = '' AND id <> ?1
          AND series_key = (SELECT series_key FROM briefings WHERE id = ?1)
    """
    day = db.execute(sql, [briefing_id]).fetchone()[0]
    return dt.date.fromisoformat(day) if day else None


def list_announced(db: Database, *, since: dt.datetime, until: dt.datetime) -> dict[int, dt.datetime]:
    """Return the briefings in force whose posts might go after ``since`` and by ``until``, each with that moment."""
    sql = """
        SELECT id, not_before FROM briefings
        WHERE archived = '' AND active AND not_before > ? AND not_before <= ? ORDER BY not_before, id
    """
    found = db.execute(sql, [since.isoformat(), until.isoformat()]).fetchall()
    return {number: dt.datetime.fromisoformat(moment) for number, moment in found}


# What each post brought, and so what each place has had: each version of an item once.


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivered:
    """What brought a version of an item to a place: the item, the post and the rule that posted it."""

    item_id: int
    post_id: int
    rule: str


def list_delivered(
    db: Database, *, workspace: str, channel: str, briefings: Collection[int]
) -> dict[tuple[int, int], Delivered]:
    """Return what a place has had of these briefings, or is about to get, by item and version."""
    sql = """
        SELECT d.item_id, d.version, d.post_id, p.source FROM items i
        CROSS JOIN delivered d INDEXED BY delivered_once
          ON d.workspace = ? AND d.channel = ? AND d.item_id = i.id AND d.is_first
        JOIN posts p ON p.id = d.post_id WHERE i.briefing_id IN (SELECT value FROM json_each(?))
    """
    found = db.execute(sql, [workspace, channel, json.dumps(sorted(briefings))]).fetchall()
    return {(item, version): Delivered(item_id=item, post_id=post, rule=rule) for item, version, post, rule in found}


def list_told_before(db: Database, *, workspace: str, channel: str, briefings: Collection[int]) -> dict[int, Delivered]:
    """Return for items of these briefings the last earlier report of the same policy that their place has had."""
    sql = """
        SELECT i.id, max(e.id), d.post_id, p.source FROM items i
        CROSS JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id AND e.active
        CROSS JOIN delivered d INDEXED BY delivered_once
          ON d.workspace = ? AND d.channel = ? AND d.item_id = e.id AND d.version = e.version AND d.is_first
        JOIN posts p ON p.id = d.post_id
        WHERE i.active AND i.briefing_id IN (SELECT value FROM json_each(?)) GROUP BY i.id
    """
    found = db.execute(sql, [workspace, channel, json.dumps(sorted(briefings))]).fetchall()
    return {item: Delivered(item_id=earlier, post_id=post, rule=rule) for item, earlier, post, rule in found}


def deliver_items(
    db: Database, post_id: int, items: Iterable[tuple[int, int]], *, repeats: bool = False, quotes: bool = False
) -> None:
    """Record that a post brings these (item, version) to its place.

    A place gets each once: the database refuses it again, unless the post ``repeats`` what is known there, as a
    correction does. What a post only ``quotes``, as a reminder does, counts as no news.
    """
    known = "EXISTS (SELECT 1 FROM delivered d WHERE (d.workspace, d.channel) = (p.workspace, p.channel)"
    known = f"{known} AND (d.item_id, d.version) = (?1, ?2) AND d.is_first)"
    sql = f"""
        INSERT INTO delivered (item_id, version, post_id, workspace, channel, is_first)
        SELECT ?1, ?2, p.id, p.workspace, p.channel, NOT (?4 OR (?5 AND {known})) FROM posts p WHERE p.id = ?3
        ON CONFLICT (post_id, item_id, version) DO NOTHING
    """
    for item_id, version in items:
        db.execute(sql, [item_id, version, post_id, quotes, repeats])


def release_items(db: Database, post_id: int, *, reason: str) -> None:
    """Take back what a post that was not made had reserved: its items wait again, for every rule of its place."""
    sql = "UPDATE ledger SET fate = ?, reason = ?, post_id = NULL WHERE post_id = ?"
    db.execute(sql, [Fate.WAITING, reason, post_id])
    db.execute("DELETE FROM delivered WHERE post_id = ?", [post_id])


def list_carried(db: Database, post_id: int) -> dict[int, int]:
    """Return the items that a post brings, by number, each with its briefing."""
    sql = "SELECT DISTINCT i.id, i.briefing_id FROM delivered d JOIN items i ON i.id = d.item_id WHERE d.post_id = ?"
    return dict(db.execute(f"{sql} ORDER BY i.briefing_id, i.id", [post_id]).fetchall())


def take_back_briefing(db: Database, post_id: int, briefing_id: int) -> None:
    """Take the items of a briefing that was taken back out of a post; what repeated them waits again."""
    sql = "UPDATE ledger SET fate = ?, reason = 'what it repeats was taken back', post_id = NULL"
    db.execute(f"{sql} WHERE post_id = ? AND fate = ?", [Fate.WAITING, post_id, Fate.ALREADY_HAD])
    sql = "DELETE FROM delivered WHERE post_id = ? AND item_id IN (SELECT id FROM items WHERE briefing_id = ?)"
    db.execute(sql, [post_id, briefing_id])


# One line an item and rule.


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerRow:
    """One item's fate for one subscription, with ids as people see them; ``reason`` names the rule or the trouble."""

    subscription: str
    briefing: str
    item: str
    fate: str
    reason: str


MISSING = "missing"
"""The fate of items that the ledger has no line of: a fault, of which there should be none."""
_FATE = """
    CASE WHEN l.fate <> 'included' THEN l.fate WHEN p.why = 'unclear' THEN 'waiting'
    WHEN p.state = 'sent' THEN 'posted' WHEN p.state = 'held' THEN 'waiting for a decision'
    WHEN p.state = 'cancelled' THEN 'cancelled' ELSE 'waiting' END
"""
"""A line's fate as it reads, of the ledger as l and the posts as p."""


def write_fates(db: Database, decided: Sequence[Decided], *, subscription_id: int, post_id: int | None = None) -> None:
    """Write what was decided for a subscription, in place of what its ledger said; ``post_id`` brings the included."""
    for one in decided:
        brought_by = post_id if one.fate is Fate.INCLUDED else one.post_id
        row = [subscription_id, one.item.item_id, one.item.briefing_id, one.fate, one.reason, brought_by]
        db.execute("INSERT OR REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?)", row)


def end_briefing(db: Database, briefing_id: int, *, reason: str) -> None:
    """Say of all items of a briefing that was taken back that nothing brings them: it counts as never announced."""
    sql = "UPDATE ledger SET fate = ?, reason = ?, post_id = NULL WHERE briefing_id = ?"
    db.execute(sql, [Fate.FILTERED, reason, briefing_id])
    write_announced(db, briefing_id, archived="", decided_at=None, not_before=None)


def put_off(db: Database, subscription_id: int, *, reason: str, until: dt.datetime) -> None:
    """Say why what waited for a rule's digest at a moment waits for the next one."""
    sql = """
        UPDATE ledger SET reason = ? WHERE subscription_id = ? AND fate = ? AND briefing_id IN (
          SELECT id FROM briefings WHERE not_before <= ?)
    """
    db.execute(sql, [reason, subscription_id, Fate.WAITING, until.isoformat()])


def drop_gone(db: Database, briefing_id: int) -> None:
    """Forget the lines of items that a correction took out of a briefing; of what a post brought it is noted."""
    gone = "briefing_id = ?1 AND item_id IN (SELECT id FROM items WHERE briefing_id = ?1 AND NOT active)"
    db.execute(f"DELETE FROM ledger WHERE {gone} AND fate <> ?2", [briefing_id, Fate.INCLUDED])
    db.execute(f"UPDATE ledger SET reason = 'a correction took it out' WHERE {gone}", [briefing_id])


def list_lines(db: Database, subscription_id: int, briefing_id: int) -> dict[int, str]:
    """Return the fate of each item of a briefing that a rule's ledger has a line for, by number."""
    sql = "SELECT item_id, fate FROM ledger WHERE subscription_id = ? AND briefing_id = ?"
    return dict(db.execute(sql, [subscription_id, briefing_id]).fetchall())


def list_waiting(db: Database, *, until: dt.datetime, subscription_id: int | None = None) -> defaultdict[int, set[int]]:
    """Return the items that wait for active rules, of briefings whose posts may go by a moment: rule to items."""
    sql = """
        SELECT l.subscription_id, l.item_id FROM ledger l INDEXED BY ledger_waiting
        JOIN subscriptions s ON s.id = l.subscription_id JOIN items i ON i.id = l.item_id
        JOIN briefings b ON b.id = l.briefing_id
        WHERE l.fate = 'waiting' AND s.state = ? AND i.active AND coalesce(b.not_before, '') <= ?
          AND l.subscription_id = coalesce(?, l.subscription_id) ORDER BY l.subscription_id, l.item_id
    """
    found = defaultdict[int, set[int]](set)
    for rule, item in db.execute(sql, [SubscriptionState.ACTIVE, until.isoformat(), subscription_id]).fetchall():
        found[rule].add(item)
    return found


def count_waiting(db: Database, briefing_id: int) -> tuple[int, int, int]:
    """Return how many places get a post of a briefing at once, and how many digests will bring something of it.

    And how many of its items somebody follows whom no post brings them.
    """
    waits = "s.state = 'active' AND l.fate = 'waiting'"
    sql = f"""
        SELECT count(DISTINCT CASE WHEN s.cadence = ?1 AND {waits} THEN s.workspace || s.channel END),
          count(DISTINCT CASE WHEN s.cadence <> ?1 AND {waits} THEN s.id END),
          count(CASE WHEN l.fate IN (?3, ?4, ?5) THEN 1 END)
        FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id WHERE l.briefing_id = ?2
    """
    kept_back = [Fate.ALREADY_HAD, Fate.UNDECIDED, Fate.WITHHELD]
    channels, digests, kept = db.execute(sql, [Cadence.IMMEDIATE, briefing_id, *kept_back]).fetchone()
    return channels, digests, kept


def list_ledger(db: Database, *, subscription_id: int | None = None, briefing_id: int | None = None) -> list[LedgerRow]:
    """Return the lines, by subscription, briefing and item."""
    wanted = {"l.subscription_id": subscription_id, "l.briefing_id": briefing_id}
    given = {name: value for name, value in wanted.items() if value is not None}
    sql = f"""
        SELECT 'D' || l.subscription_id AS subscription, 'B' || l.briefing_id AS briefing, 'I' || l.item_id AS item,
          {_FATE} AS fate,
          CASE WHEN l.fate = 'included'
            THEN coalesce(nullif(p.reason, ''), 'summary ' || p.slot || iif(l.reason = '', '', ', ' || l.reason))
          WHEN l.fate = 'waiting' AND s.state = 'paused' THEN l.reason || '; the subscription is paused'
          ELSE l.reason END AS reason
        FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id LEFT JOIN posts p ON p.id = l.post_id
        WHERE {" AND ".join(f"{name} = ?" for name in given) or "1"}
        ORDER BY l.subscription_id, l.briefing_id, l.item_id
    """
    return list_records(db, LedgerRow, sql, list(given.values()))


def count_fates(db: Database, subscription_id: int) -> dict[str, int]:
    """Return how many items a rule has of each fate, as its lines read, the most first.

    At the end come as MISSING those of briefings announced since the rule started of which the ledger says nothing.
    """
    sql = f"""
        SELECT {_FATE} AS fate, count(*) AS items FROM ledger l LEFT JOIN posts p ON p.id = l.post_id
        WHERE l.subscription_id = ? GROUP BY 1 ORDER BY items DESC, fate
    """
    missing = """
        SELECT ?2, count(*) FROM subscriptions s JOIN briefings b ON b.archived = '' AND b.decided_at >= s.started_at
          AND b.active JOIN items i ON i.briefing_id = b.id AND i.active
        WHERE s.id = ?1 AND NOT EXISTS (SELECT 1 FROM ledger WHERE subscription_id = ?1 AND item_id = i.id)
        HAVING count(*) > 0
    """
    found = db.execute(sql, [subscription_id]).fetchall()
    return dict(found + db.execute(missing, [subscription_id, MISSING]).fetchall())


# Deadlines ahead, and the reminders that the outbox has of them.


def list_deadlines_ahead(
    db: Database, *, first: dt.date, last: dt.date, now: dt.datetime
) -> dict[tuple[int, int], int]:
    """Return the items in force with a deadline between two days, both included, as (item, version) to briefing.

    A briefing whose posts have to wait still (``now``), or are on hold, is left out.
    """
    sql = """
        SELECT DISTINCT i.id, i.version, i.briefing_id
        FROM item_facets d JOIN items i ON i.id = d.item_id JOIN briefings b ON b.id = i.briefing_id
        WHERE d.kind IN ('comments_close', 'applications_close', 'takes_effect')
          AND d.value BETWEEN ? AND ? AND i.active AND b.active AND coalesce(b.not_before, '') <= ?
        ORDER BY i.id
    """
    found = db.execute(sql, [first.isoformat(), last.isoformat(), now.isoformat()]).fetchall()
    return {(item, version): briefing for item, version, briefing in found}


def list_reminders(db: Database, *, workspace: str, channel: str) -> list[tuple[str, int | None]]:
    """Return the slots of what a channel or person was reminded of, or will be, with the present policy of each."""
    sql = """
        SELECT p.slot, coalesce(q.merged_into, q.id) FROM posts p
        JOIN delivered d ON d.post_id = p.id JOIN items i ON i.id = d.item_id LEFT JOIN policies q ON q.id = i.policy_id
        WHERE p.workspace = ? AND p.channel = ? AND p.kind = 'reminder' AND p.state <> 'cancelled' ORDER BY p.id
    """
    return list(db.execute(sql, [workspace, channel]).fetchall())


def count_cancelled(db: Database) -> int:
    """Return how many reminders were cancelled: they may have to be decided anew."""
    return db.table("posts").count_where("kind = 'reminder' AND state = 'cancelled'")
