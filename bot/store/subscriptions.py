"""Subscriptions as rows: adding, finding, changing their state."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.ids import IdKind, format_id
from bot.model.subscription import (
    Cadence,
    Schedule,
    Subscription,
    SubscriptionState,
    compose_schedule,
    format_quiet,
    format_remind,
)


def add_subscription(
    db: Database, *, workspace: str, channel: str, filter_text: str, schedule: Schedule, user: str, now: dt.datetime
) -> Subscription:
    """Store a new subscription that waits for its notice."""
    values = {
        "workspace": workspace,
        "channel": channel,
        "filter": filter_text,
        **_schedule_columns(schedule),
        "state": SubscriptionState.PENDING_NOTICE,
        "created_by": user,
        "created_at": now.isoformat(),
    }
    return get_subscription(db, int(db.table("subscriptions").insert(values).last_rowid or 0))


def find_same_subscription(
    db: Database, *, workspace: str, channel: str, filter_text: str, cadence: Cadence
) -> Subscription | None:
    """Return the channel's subscription with this very filter and cadence, unless it was cancelled."""
    sql = (
        "SELECT * FROM subscriptions WHERE workspace = ? AND channel = ? AND filter = ? AND cadence = ? AND state <> ?"
    )
    rows = list(db.query(sql, [workspace, channel, filter_text, cadence, SubscriptionState.CANCELLED]))
    return _subscription(rows[0]) if rows else None


def get_subscription(db: Database, number: int) -> Subscription:
    """Return the subscription of this number in any state, or raise NotFoundError."""
    rows = list(db.query("SELECT * FROM subscriptions WHERE id = ?", [number]))
    if not rows:
        raise NotFoundError(
            f"There is no subscription {format_id(IdKind.SUBSCRIPTION, number)} in this channel.",
            hint="/digest lists the channel's subscriptions.",
        )
    return _subscription(rows[0])


def list_channel_subscriptions(db: Database, *, workspace: str, channel: str) -> list[Subscription]:
    """Return a channel's subscriptions that were not cancelled, by number."""
    sql = "SELECT * FROM subscriptions WHERE workspace = ? AND channel = ? AND state <> ? ORDER BY id"
    return [_subscription(row) for row in db.query(sql, [workspace, channel, SubscriptionState.CANCELLED])]


def list_subscriptions(db: Database, states: tuple[SubscriptionState, ...]) -> list[Subscription]:
    """Return all subscriptions in these states, by number."""
    marks = ", ".join("?" * len(states))
    sql = f"SELECT * FROM subscriptions WHERE state IN ({marks}) ORDER BY id"
    return [_subscription(row) for row in db.query(sql, list(states))]


def list_unstarted(db: Database) -> list[Subscription]:
    """Return the active subscriptions whose first summary is not decided yet, by number."""
    sql = "SELECT * FROM subscriptions WHERE state = ? AND started_at IS NULL ORDER BY id"
    return [_subscription(row) for row in db.query(sql, [SubscriptionState.ACTIVE])]


def list_scheduled(db: Database) -> list[Subscription]:
    """Return the active subscriptions that post in slots and have started, by number."""
    sql = """
        SELECT * FROM subscriptions WHERE state = ? AND cadence <> ? AND runs_from IS NOT NULL ORDER BY id
    """
    return [_subscription(row) for row in db.query(sql, [SubscriptionState.ACTIVE, Cadence.IMMEDIATE])]


def list_owned(db: Database, *, workspace: str, user: str) -> list[Subscription]:
    """Return the subscriptions that a person looks after and that were not cancelled, by number."""
    sql = """
        SELECT * FROM subscriptions WHERE workspace = ? AND coalesce(owned_by, created_by) = ? AND state <> ?
        ORDER BY id
    """
    return [_subscription(row) for row in db.query(sql, [workspace, user, SubscriptionState.CANCELLED])]


def list_following_list(db: Database, list_id: str) -> list[Subscription]:
    """Return the subscriptions whose filter, or whose next form's, holds a named list, by number."""
    held = [*list_subscriptions(db, tuple(s for s in SubscriptionState if s is not SubscriptionState.CANCELLED))]
    sql = "SELECT subscription_id, filter FROM subscription_changes WHERE ended_at IS NULL"
    waiting = {row["subscription_id"] for row in db.query(sql) if _holds_list(row["filter"], list_id)}
    return [each for each in held if each.id in waiting or _holds_list(each.filter, list_id)]


def _holds_list(filter_text: str, list_id: str) -> bool:
    """Return whether a canonical filter names this list: ``list:L3,L12`` in it, or ``-list:L3``."""
    parts = (part.lstrip("-") for part in filter_text.split())
    named = (part.removeprefix("list:").split(",") for part in parts if part.startswith("list:"))
    return any(list_id in ids for ids in named)


def list_channels(db: Database, workspace: str) -> list[str]:
    """Return the channels of a workspace that follow something, by name."""
    sql = "SELECT DISTINCT channel FROM subscriptions WHERE workspace = ? AND state <> ? ORDER BY channel"
    return [row[0] for row in db.execute(sql, [workspace, SubscriptionState.CANCELLED]).fetchall()]


def set_state(db: Database, number: int, state: SubscriptionState, *, reason: str | None = None) -> None:
    """Bring a subscription into a state, with the reason where it was not a person's wish."""
    db.execute("UPDATE subscriptions SET state = ?, reason = ? WHERE id = ?", [state, reason, number])


def set_owner(db: Database, number: int, owner: str) -> None:
    """Say who looks after a subscription from now on: a person's id, or its channel's."""
    db.execute("UPDATE subscriptions SET owned_by = ? WHERE id = ?", [owner, number])


def mark_noticed(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that the notice stands in the channel."""
    db.execute("UPDATE subscriptions SET noticed_at = ? WHERE id = ?", [now.isoformat(), number])


def mark_started(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that the first summary was decided; from now on its slots count.

    What was announced before is not new to it, also where a clock that was set back says that it comes later.
    """
    newest = db.execute("SELECT max(decided_at) FROM announcements").fetchone()[0]
    behind = dt.datetime.fromisoformat(newest) + dt.timedelta(microseconds=1) if newest else now
    started_at = behind if newest and newest >= now.isoformat() else now
    sql = "UPDATE subscriptions SET started_at = ?, runs_from = ? WHERE id = ?"
    db.execute(sql, [started_at.isoformat(), now.isoformat(), number])


def mark_resumed(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that its slots count from now on, where they counted before."""
    sql = "UPDATE subscriptions SET runs_from = ? WHERE id = ? AND runs_from IS NOT NULL"
    db.execute(sql, [now.isoformat(), number])


def mark_rescheduled(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that it has other times from now on: those of before that moment were never due."""
    db.execute("UPDATE subscriptions SET rescheduled_at = ? WHERE id = ?", [now.isoformat(), number])


def set_rule(db: Database, number: int, *, filter_text: str, schedule: Schedule) -> None:
    """Return a subscription another filter and schedule."""
    values = {"filter": filter_text, **_schedule_columns(schedule)}
    assigned = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE subscriptions SET {assigned} WHERE id = ?", [*values.values(), number])


def _schedule_columns(schedule: Schedule) -> dict[str, str]:
    return {
        "cadence": schedule.cadence.value,
        "every": schedule.every,
        "at": f"{schedule.at:%H:%M}",
        "zone": schedule.zone,
        "quiet": format_quiet(schedule.quiet),
        "remind": format_remind(schedule.remind),
    }


def _subscription(row: dict[str, Any]) -> Subscription:
    return Subscription(
        id=row["id"],
        workspace=row["workspace"],
        channel=row["channel"],
        filter=row["filter"],
        schedule=compose_schedule(
            every=row["every"], at=row["at"], zone=row["zone"], quiet=row["quiet"], remind=row["remind"]
        ),
        state=SubscriptionState(row["state"]),
        reason=row["reason"],
        created_by=row["created_by"],
        created_at=dt.datetime.fromisoformat(row["created_at"]),
        noticed_at=_moment(row["noticed_at"]),
        started_at=_moment(row["started_at"]),
        runs_from=_moment(row["runs_from"]),
        rescheduled_at=_moment(row["rescheduled_at"]),
        owned_by=row["owned_by"],
    )


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
