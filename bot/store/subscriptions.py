"""Subscriptions as rows."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.ids import IdKind, format_id
from bot.model.subscription import Schedule, Subscription, SubscriptionState
from bot.store.rows import insert_row, list_records


def add_subscription(
    db: Database, *, workspace: str, channel: str, filter_text: str, schedule: Schedule, user: str, now: dt.datetime
) -> Subscription:
    """Store a new subscription; its first summary is still to be decided."""
    row = {"workspace": workspace, "channel": channel, "filter": filter_text, "state": SubscriptionState.ACTIVE}
    row |= {"created_by": user, "created_at": now.isoformat(), **_schedule_columns(schedule)}
    return get_subscription(db, insert_row(db, "subscriptions", row))


def get_subscription(db: Database, number: int) -> Subscription:
    """Return the subscription of this number in any state, or raise NotFoundError."""
    found = _list(db, "id = ?", [number])
    if not found:
        raise NotFoundError(
            f"There is no subscription {format_id(IdKind.SUBSCRIPTION, number)} in this channel.",
            hint="/digest lists the channel's subscriptions.",
        )
    return found[0]


def list_subscriptions(
    db: Database,
    states: Sequence[SubscriptionState] = (SubscriptionState.ACTIVE, SubscriptionState.PAUSED),
    *,
    workspace: str | None = None,
    channel: str | None = None,
    owner: str | None = None,
) -> list[Subscription]:
    """Return the subscriptions in these states, by number: all, or those of a workspace, a channel or an owner."""
    wanted = {"workspace": workspace, "channel": channel, "coalesce(owned_by, created_by)": owner}
    given = {name: value for name, value in wanted.items() if value is not None}
    where = [f"state IN ({', '.join('?' * len(states))})", *(f"{name} = ?" for name in given)]
    return _list(db, " AND ".join(where), [*states, *given.values()])


def change_subscription(
    db: Database, number: int, *, schedule: Schedule | None = None, **changes: object
) -> Subscription:
    """Change fields of a subscription, and return it as it stands then."""
    db.table("subscriptions").update(number, changes | (_schedule_columns(schedule) if schedule else {}))
    return get_subscription(db, number)


def _schedule_columns(schedule: Schedule) -> dict[str, str]:
    return {"cadence": schedule.cadence.value, "schedule": msgspec.json.encode(schedule).decode()}


def _list(db: Database, where: str, values: list[Any]) -> list[Subscription]:
    return list_records(db, Subscription, f"SELECT * FROM subscriptions WHERE {where} ORDER BY id", values)
