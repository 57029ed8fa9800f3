"""Subscriptions as rows."""

import datetime as dt
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.ids import IdKind, format_id
from bot.model.subscription import Cadence, Schedule, Subscription, SubscriptionState
from bot.store.rows import list_records


def add_subscription(
    db: Database, *, workspace: str, channel: str, filter_text: str, schedule: Schedule, user: str, now: dt.datetime
) -> Subscription:
    """Store a new subscription; its first summary is still to be decided."""
    values = {
        "workspace": workspace,
        "channel": channel,
        "filter": filter_text,
        **_schedule_columns(schedule),
        "state": SubscriptionState.ACTIVE,
        "created_by": user,
        "created_at": now.isoformat(),
    }
    return get_subscription(db, int(db.table("subscriptions").insert(values).last_rowid or 0))


def find_same_subscription(
    db: Database, *, workspace: str, channel: str, filter_text: str, cadence: Cadence
) -> Subscription | None:
    """Return the channel's subscription with this very filter and cadence, unless it was cancelled."""
    where = "workspace = ? AND channel = ? AND filter = ? AND cadence = ? AND state <> ?"
    found = _list(db, where, [workspace, channel, filter_text, cadence, SubscriptionState.CANCELLED])
    return found[0] if found else None


def get_subscription(db: Database, number: int) -> Subscription:
    """Return the subscription of this number in any state, or raise NotFoundError."""
    found = _list(db, "id = ?", [number])
    if not found:
        raise NotFoundError(
            f"There is no subscription {format_id(IdKind.SUBSCRIPTION, number)} in this channel.",
            hint="/digest lists the channel's subscriptions.",
        )
    return found[0]


def list_channel_subscriptions(db: Database, *, workspace: str, channel: str) -> list[Subscription]:
    """Return a channel's subscriptions that were not cancelled, by number."""
    where = "workspace = ? AND channel = ? AND state <> ?"
    return _list(db, where, [workspace, channel, SubscriptionState.CANCELLED])


def list_subscriptions(db: Database, states: tuple[SubscriptionState, ...]) -> list[Subscription]:
    """Return all subscriptions in these states, by number."""
    return _list(db, f"state IN ({', '.join('?' * len(states))})", list(states))


def list_owned(db: Database, *, workspace: str, user: str) -> list[Subscription]:
    """Return the subscriptions that a person manages and that were not cancelled, by number."""
    where = "workspace = ? AND coalesce(owned_by, created_by) = ? AND state <> ?"
    return _list(db, where, [workspace, user, SubscriptionState.CANCELLED])


def list_following_list(db: Database, list_id: str) -> list[Subscription]:
    """Return the subscriptions whose filter holds a named list (``list:L3,L12`` or ``-list:L3``), by number."""
    held = _list(db, "state <> ?", [SubscriptionState.CANCELLED])
    return [each for each in held if list_id in _list_ids(each.filter)]


def _list_ids(filter_text: str) -> set[str]:
    parts = (part.lstrip("-") for part in filter_text.split())
    return {name for part in parts if part.startswith("list:") for name in part.removeprefix("list:").split(",")}


def list_channels(db: Database, workspace: str) -> list[str]:
    """Return the channels of a workspace that follow something, by name."""
    sql = "SELECT DISTINCT channel FROM subscriptions WHERE workspace = ? AND state <> ? ORDER BY channel"
    return [row[0] for row in db.execute(sql, [workspace, SubscriptionState.CANCELLED]).fetchall()]


def set_state(db: Database, number: int, state: SubscriptionState, *, reason: str | None = None) -> None:
    """Bring a subscription into a state, with the reason where it was not a person's wish."""
    db.table("subscriptions").update(number, {"state": state, "reason": reason})


def set_owner(db: Database, number: int, owner: str) -> None:
    """Say who manages a subscription from now on: a person's id, or its channel's."""
    db.table("subscriptions").update(number, {"owned_by": owner})


def mark_started(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that the first summary was decided; from now on its slots count."""
    db.table("subscriptions").update(number, {"started_at": now.isoformat(), "runs_from": now.isoformat()})


def mark_runs_from(db: Database, number: int, *, now: dt.datetime) -> None:
    """Record that its slots count from now on: those of before that moment are not due."""
    db.table("subscriptions").update(number, {"runs_from": now.isoformat()})


def set_rule(db: Database, number: int, *, filter_text: str, schedule: Schedule) -> None:
    """Put another filter and schedule in force."""
    db.table("subscriptions").update(number, {"filter": filter_text, **_schedule_columns(schedule)})


def mark_decided(db: Database, number: int, *, slot_on: dt.date) -> None:
    """Record the local day of the last slot that was decided."""
    db.table("subscriptions").update(number, {"decided_on": slot_on.isoformat()})


def _schedule_columns(schedule: Schedule) -> dict[str, str]:
    return {"cadence": schedule.cadence.value, "schedule": msgspec.json.encode(schedule).decode()}


def _list(db: Database, where: str, values: list[Any]) -> list[Subscription]:
    return list_records(db, Subscription, f"SELECT * FROM subscriptions WHERE {where} ORDER BY id", values)
