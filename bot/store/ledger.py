"""The ledger: each item's fate for each subscription; nothing is left out without a stated reason."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Briefing
from bot.model.digest import CORRECTED, POSTED_BY, Decided, Fate
from bot.model.ids import IdKind, format_id
from bot.model.post import Announcement, PostState, UpdateState
from bot.model.subscription import Cadence, SubscriptionState
from bot.names.records import NamedList

# The rules that posts were made by: a rule may change, and its named lists, while the post stands.


@dataclass(frozen=True, kw_only=True, slots=True)
class PostRule:
    """The filter that a post was made by, and the named lists of that filter as they were then."""

    filter: str
    lists: tuple[NamedList, ...] = ()


def add_post_rule(db: Database, post_id: int, rule: PostRule) -> None:
    """Keep the rule that a post, named by its first part, was made by; the first that is told counts."""
    lists = [[held.id, held.name, held.owner, held.filter] for held in rule.lists]
    db.execute(
        "INSERT INTO post_rules (post_id, filter, lists) VALUES (?, ?, ?) ON CONFLICT (post_id) DO NOTHING",
        [post_id, rule.filter, json.dumps(lists, ensure_ascii=False)],
    )


def find_post_rule(db: Database, post_id: int) -> PostRule | None:
    """Return the rule that a post was made by, or None where it is not known."""
    row = db.execute("SELECT filter, lists FROM post_rules WHERE post_id = ?", [post_id]).fetchone()
    if row is None:
        return None
    lists = (
        NamedList(id=number, name=name, owner=owner, filter=text) for number, name, owner, text in json.loads(row[1])
    )
    return PostRule(filter=row[0], lists=tuple(lists))


# What was decided about each briefing: announced or archived, and when its posts may go.


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
    """Return the slot of a briefing's posts."""
    return f"{format_id(IdKind.BRIEFING, briefing_id)}v{version}"


def find_announcement(db: Database, briefing_id: int) -> StoredAnnouncement | None:
    """Return the latest decision about a briefing, also an undone one, or None."""
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
    """Return the date of the newest issue of a series that was announced, another than ``besides``."""
    sql = """
        SELECT max(b.published_on) FROM announcements a JOIN briefings b ON b.id = a.briefing_id
        WHERE a.announced AND a.undone_at IS NULL AND b.series_key = ? AND b.id <> ?
    """
    day = db.execute(sql, [series_key, besides]).fetchone()[0]
    return dt.date.fromisoformat(day) if day else None


def find_first_announced_at(db: Database, briefings: Collection[int]) -> dt.datetime | None:
    """Return when the first of these briefings was announced, or None where none was: when its first posts might go."""
    sql = """
        SELECT min(not_before) FROM announcements
        WHERE announced AND undone_at IS NULL AND briefing_id IN (SELECT value FROM json_each(?))
    """
    found = db.execute(sql, [json.dumps(sorted(briefings))]).fetchone()[0]
    return dt.datetime.fromisoformat(found) if found else None


def read_briefing_record(db: Database, briefing_id: int) -> tuple[Briefing, str]:
    """Return a briefing (without items) and its series key, also when it was taken out of every answer."""
    row = db.execute("SELECT record, series_key FROM briefings WHERE id = ?", [briefing_id]).fetchone()
    return msgspec.json.decode(row[0], type=Briefing), row[1]


def move_announcement(
    db: Database, announcement: StoredAnnouncement, *, not_before: dt.datetime, now: dt.datetime
) -> None:
    """Let the posts decided from this announcement on go from another moment; earlier ones still ahead move along."""
    db.execute(
        "UPDATE announcements SET not_before = ? WHERE briefing_id = ? AND undone_at IS NULL"
        " AND (version = ? OR not_before > ?)",
        [not_before.isoformat(), announcement.briefing_id, announcement.version, now.isoformat()],
    )


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
    """Return what the ledger says became of a briefing's items for those who follow things; not by posts never made."""
    sql = """
        SELECT DISTINCT l.fate FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id
        LEFT JOIN posts p ON p.id = l.post_id
        WHERE l.briefing_id = ? AND s.state <> ? AND (p.id IS NULL OR p.state <> 'cancelled')
    """
    values = [briefing_id, SubscriptionState.CANCELLED]
    return frozenset(fate for (fate,) in db.execute(sql, values).fetchall())


NOT_POSTED = "did not post it"
"""Why an item waits that was left to a post which was never made, behind the name of that rule."""
_TOOK_BACK = "took back what it repeats"
"""The same of an item that was left out because the post had told it by an earlier report."""
_DROPPED = "a correction dropped it"
_TAKEN_BACK = {"withdrawn", Fate.DROPPED}
"""The fates of what a post is to say no more."""
_CHANGES: dict[str, str] = {
    UpdateState.WANTED: ", and the post is still to be {}",
    UpdateState.GIVEN_UP: ", but Slack did not let the post be {}",
}
_POST_WORDS = {
    PostState.PENDING: "waiting",
    PostState.RETRY: "waiting",
    PostState.SENDING: "waiting",
    PostState.SENT: "posted",
    PostState.HELD: "held",
    PostState.CANCELLED: "cancelled",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerRow:
    """One item's fate for one subscription: posted, waiting, failed, held, skipped, cancelled, filtered, ...

    Ids are as people see them; ``reason`` names the rule, the post or the trouble.
    """

    subscription: str
    briefing: str
    item: str
    fate: str
    reason: str
    at: dt.datetime


def write_fates(
    db: Database,
    decided: Sequence[Decided],
    *,
    subscription_id: int,
    post_id: int | None,
    now: dt.datetime,
) -> None:
    """Write what was decided for a subscription; a later decision about the same version of an item replaces it."""
    for one in decided:
        included = one.fate is Fate.INCLUDED
        db.execute(
            "INSERT INTO ledger (subscription_id, item_id, version, briefing_id, fate, reason, post_id, at, before_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (subscription_id, item_id, version) DO UPDATE SET"
            " fate = excluded.fate, post_id = excluded.post_id, at = excluded.at, before_id = excluded.before_id,"
            " reason = excluded.reason",
            [
                subscription_id,
                one.item.item_id,
                one.item.version,
                one.item.briefing_id,
                one.fate,
                one.reason,
                post_id if included else None,
                now.isoformat(),
                one.item.before_id if one.fate is Fate.UNCHANGED else None,
            ],
        )
        db.execute(
            "UPDATE ledger SET fate = ?, reason = ? WHERE subscription_id = ? AND item_id = ? AND version < ?"
            " AND fate = ?",
            [
                "superseded",
                "corrected since",
                subscription_id,
                one.item.item_id,
                one.item.version,
                Fate.WAITING,
            ],
        )


def hand_on(
    db: Database, post_id: int, *, briefing_id: int | None = None, items: Collection[int] | None = None
) -> None:
    """Say of what other rules of its place left out because this post was to bring it that it waits for them again.

    To be called before the post gives its items up, for good or while its channel refuses it; of one briefing or of
    some ``items`` only, where given. What is too late for a rule that runs is too late for one that posts at once. What
    later reports repeat of the post waits too, whatever becomes of the post: they came later.
    """
    sql = f"""
        SELECT l.subscription_id, l.item_id, l.version, p.source, CASE WHEN s.state = ?2 THEN ?3
          WHEN s.cadence = ?4 AND p.state = ?5 AND own.state = ?6 THEN ?7 ELSE ?8 END AS fate
        FROM posts p CROSS JOIN channel_items c ON c.post_id = p.id
        CROSS JOIN subscriptions s ON s.workspace = p.workspace AND s.channel = p.channel
        CROSS JOIN ledger l ON l.subscription_id = s.id AND l.item_id = c.item_id AND l.version = c.version
        LEFT JOIN subscriptions own ON own.id = p.subscription_id
        WHERE p.id = ?1 AND l.fate = ?9 AND l.reason = '{POSTED_BY}' || p.source
          AND coalesce(?10, l.briefing_id) = l.briefing_id
          AND c.item_id IN (SELECT value FROM json_each(coalesce(?11, json_array(c.item_id))))
    """
    only = None if items is None else json.dumps(sorted(items))
    values = [
        post_id,
        SubscriptionState.CANCELLED,
        _POST_WORDS[PostState.CANCELLED],
        Cadence.IMMEDIATE,
        "skipped",
        SubscriptionState.ACTIVE,
        "skipped",
        Fate.WAITING,
        Fate.ALREADY_HAD,
        briefing_id,
        only,
    ]
    for row in list(db.query(sql, values)):
        db.execute(
            "UPDATE ledger SET fate = ?, reason = ? WHERE subscription_id = ? AND item_id = ? AND version = ?",
            [row["fate"], f"{row['source']} {NOT_POSTED}", row["subscription_id"], row["item_id"], row["version"]],
        )
    _hand_on_repeats(db, post_id, briefing_id=briefing_id, only=only)


def _hand_on_repeats(db: Database, post_id: int, *, briefing_id: int | None, only: str | None) -> None:
    sql = f"""
        UPDATE ledger SET before_id = NULL, fate = ?,
          reason = p.source || CASE WHEN p.state = 'cancelled' THEN ? ELSE ? END
        FROM posts p JOIN channel_items c ON c.post_id = p.id JOIN items i ON i.id = c.item_id
        JOIN subscriptions s ON s.workspace = p.workspace AND s.channel = p.channel AND s.state <> ?
        WHERE p.id = ? AND coalesce(?, i.briefing_id) = i.briefing_id AND ledger.before_id = c.item_id
          AND ledger.subscription_id = s.id AND ledger.fate = ? AND ledger.reason = '{POSTED_BY}' || p.source
          AND c.item_id IN (SELECT value FROM json_each(coalesce(?, json_array(c.item_id))))
    """
    words = [Fate.WAITING, f" {NOT_POSTED}", f" {_TOOK_BACK}", SubscriptionState.CANCELLED]
    db.execute(sql, [*words, post_id, briefing_id, Fate.UNCHANGED, only])


def hand_on_parted(db: Database, policies: Collection[int]) -> None:
    """Say of what repeated a report of one of these policies, and is about another by now, that it waits."""
    sql = """
        UPDATE ledger SET before_id = NULL, fate = ?, reason = 'what it seemed to repeat is about another policy'
        FROM items i, items e WHERE i.id = ledger.item_id AND e.id = ledger.before_id AND i.policy_id IS NOT e.policy_id
          AND ledger.before_id IN
              (SELECT id FROM items WHERE policy_id IN (SELECT value FROM json_each(?))) AND fate = ?
          AND subscription_id IN (SELECT id FROM subscriptions WHERE state <> ?)
    """
    db.execute(sql, [Fate.WAITING, json.dumps(sorted(policies)), Fate.UNCHANGED, SubscriptionState.CANCELLED])


def list_handed_on(db: Database, *, now: dt.datetime) -> list[tuple[int, int]]:
    """Return what waits for no slot: rules and briefings whose items they have to decide on again, by number.

    Rules that post at once, and those whose first summary is of a briefing that was never announced; of no briefing
    whose posts may not go yet.
    """
    sql = f"""
        SELECT DISTINCT l.subscription_id, l.briefing_id FROM ledger l INDEXED BY ledger_waiting
        JOIN subscriptions s ON s.id = l.subscription_id
        WHERE l.fate = '{Fate.WAITING}' AND s.state = ?
          AND (s.cadence = ? OR NOT EXISTS
               (SELECT 1 FROM announcements a WHERE a.briefing_id = l.briefing_id AND a.announced
                  AND a.undone_at IS NULL))
          AND NOT EXISTS
              (SELECT 1 FROM announcements h WHERE h.briefing_id = l.briefing_id AND h.not_before > ?
                 AND h.version = (SELECT max(version) FROM announcements WHERE briefing_id = l.briefing_id))
        ORDER BY l.subscription_id, l.briefing_id
    """
    values = [SubscriptionState.ACTIVE, Cadence.IMMEDIATE, now.isoformat()]
    return [(rule, briefing) for rule, briefing in db.execute(sql, values).fetchall()]


def list_waiting_of_briefing(db: Database, subscription_id: int, briefing_id: int) -> list[int]:
    """Return the items of a briefing that wait for a rule and belong to no post of it."""
    sql = f"""
        SELECT DISTINCT item_id FROM ledger INDEXED BY ledger_waiting
        WHERE subscription_id = ? AND briefing_id = ? AND fate = '{Fate.WAITING}' ORDER BY item_id
    """
    return [row[0] for row in db.execute(sql, [subscription_id, briefing_id]).fetchall()]


def end_waiting(
    db: Database, briefing_id: int, *, reason: str, now: dt.datetime, subscription_id: int | None = None
) -> None:
    """Say of a briefing's items that wait for a digest that none will bring them: of all, or of one subscription."""
    db.execute(
        "UPDATE ledger SET fate = ?1, reason = ?2, at = ?3 WHERE briefing_id = ?4 AND fate = ?5 AND post_id IS NULL"
        " AND coalesce(?6, subscription_id) = subscription_id",
        [_POST_WORDS[PostState.CANCELLED], reason, now.isoformat(), briefing_id, Fate.WAITING, subscription_id],
    )


def end_waiting_at_slot(
    db: Database, subscription_id: int, briefings: Sequence[int], *, fate: Fate, reason: str, now: dt.datetime
) -> None:
    """Say of what of these briefings still waits once a digest of its rule was decided that none will bring it."""
    db.execute(
        "UPDATE ledger SET fate = ?, reason = ?, at = ? WHERE subscription_id = ? AND fate = ? AND post_id IS NULL"
        " AND briefing_id IN (SELECT value FROM json_each(?))",
        [fate, reason, now.isoformat(), subscription_id, Fate.WAITING, json.dumps(list(briefings))],
    )


def end_waiting_of(
    db: Database, subscription_id: int, *, fate: str, reason: str, now: dt.datetime, handed_on: bool = True
) -> None:
    """Say of the items that wait for a rule's digest that it will not bring them; with or without those handed on."""
    sql = "UPDATE ledger SET fate = ?, reason = ?, at = ? WHERE subscription_id = ? AND fate = ?"
    kept = "" if handed_on else f" AND reason NOT LIKE '% {NOT_POSTED}'"
    db.execute(sql + kept, [fate, reason, now.isoformat(), subscription_id, Fate.WAITING])


def list_paused(db: Database, subscription_id: int, *, since: dt.datetime | None) -> dict[int, set[int]]:
    """Return the items in force that a rule did not bring because it was paused, said after a moment, by briefing."""
    sql = """
        SELECT l.briefing_id, l.item_id FROM ledger l JOIN items i ON i.id = l.item_id AND i.active
        JOIN briefings b ON b.id = l.briefing_id AND b.active
        WHERE l.subscription_id = ? AND l.fate = ? AND l.at > ? ORDER BY l.briefing_id
    """
    values = [subscription_id, Fate.PAUSED, since.isoformat() if since else ""]
    found: dict[int, set[int]] = {}
    for briefing, item in db.execute(sql, values).fetchall():
        found.setdefault(briefing, set()).add(item)
    return found


def account_for_dropped(db: Database, briefing_id: int, *, now: dt.datetime) -> None:
    """Say of the items that are not in a briefing any more that nothing brings them, and no post has them still.

    Of those that are in it again nothing is said any more: they are to be decided anew. What later reports repeated of
    those that are gone waits for their own rules.
    """
    is_in_force = "item_id IN (SELECT id FROM items WHERE briefing_id = ?1 AND active)"
    again = f"DELETE FROM ledger WHERE briefing_id = ?1 AND fate = ?2 AND {is_in_force}"
    db.execute(again, [briefing_id, Fate.DROPPED])
    dropped = f"""
        UPDATE ledger SET fate = ?2, reason = ?3, at = ?4,
          post_id = (SELECT id FROM posts p WHERE p.id = post_id AND p.state = ?5)
        WHERE briefing_id = ?1 AND fate IN (?6, ?7) AND NOT {is_in_force}
    """
    values = [Fate.DROPPED, _DROPPED, now.isoformat(), PostState.SENT, Fate.WAITING, Fate.INCLUDED]
    db.execute(dropped, [briefing_id, *values])
    repeats = f"""
        UPDATE ledger SET before_id = NULL, fate = ?2, reason = 'what it repeats was taken out'
        WHERE before_id IN (SELECT id FROM items WHERE briefing_id = ?1 AND NOT active) AND fate = '{Fate.UNCHANGED}'
          AND subscription_id IN (SELECT id FROM subscriptions WHERE state <> ?3)
    """
    db.execute(repeats, [briefing_id, Fate.WAITING, SubscriptionState.CANCELLED])


def list_ledger(db: Database, *, subscription_id: int | None = None, briefing_id: int | None = None) -> list[LedgerRow]:
    """Return the fates, by subscription and item; what was included reads as its post stands now."""
    sql = """
        SELECT l.*, p.state, p.reason AS post_reason, p.slot, p.withdrawn_at, p.update_state, h.slot AS had_slot,
          h.state AS had_state, s.state AS rule_state
        FROM ledger l JOIN subscriptions s ON s.id = l.subscription_id
        LEFT JOIN posts p ON p.id = l.post_id
        LEFT JOIN posts h ON l.fate IN (?3, ?4) AND h.id = (
          SELECT max(c.post_id) FROM channel_items c
          WHERE c.workspace = s.workspace AND c.channel = s.channel
            AND c.item_id = coalesce(l.before_id, l.item_id) AND (l.before_id IS NOT NULL OR c.version = l.version))
        WHERE (?1 IS NULL OR l.subscription_id = ?1) AND (?2 IS NULL OR l.briefing_id = ?2)
        ORDER BY l.subscription_id, l.briefing_id, l.item_id, l.version
    """
    rows = []
    for row in db.query(sql, [subscription_id, briefing_id, Fate.ALREADY_HAD, Fate.UNCHANGED]):
        fate, reason = row["fate"], row["reason"]
        if row["had_slot"]:
            fate, reason = _say_left(fate, reason, PostState(row["had_state"]), row["had_slot"])
        if row["state"] is not None and fate == Fate.INCLUDED:
            fate = _POST_WORDS[PostState(row["state"])]
            reason = row["post_reason"] or ", ".join(filter(None, (f"summary {row['slot']}", reason)))
            if fate == "posted" and row["withdrawn_at"]:
                fate, reason = "withdrawn", "the briefing was taken back"
        corrected = fate == "posted" and row["reason"] == CORRECTED
        if corrected or fate in _TAKEN_BACK:
            reason += _CHANGES.get(row["update_state"] or "", "").format("changed" if corrected else "marked")
        if fate == Fate.WAITING and row["post_id"] is None and row["rule_state"] == SubscriptionState.PAUSED:
            reason += "; the subscription is paused"
        rows.append(
            LedgerRow(
                subscription=format_id(IdKind.SUBSCRIPTION, row["subscription_id"]),
                briefing=format_id(IdKind.BRIEFING, row["briefing_id"]),
                item=format_id(IdKind.ITEM, row["item_id"]),
                fate=fate,
                reason=reason,
                at=dt.datetime.fromisoformat(row["at"]),
            )
        )
    return rows


def _say_left(fate: str, reason: str, state: PostState, slot: str) -> tuple[str, str]:
    """Return fate and reason of what a rule left to a post: nobody had it before that stands in its channel."""
    if state is PostState.SENT:
        return fate, f"{reason}, summary {slot}"
    stands = _POST_WORDS[state]
    return stands if fate == Fate.ALREADY_HAD else fate, f"left to {reason.removeprefix(POSTED_BY)}, summary {slot}"
