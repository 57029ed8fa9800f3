"""What was received from Slack: each key counts once, for two days."""

import datetime as dt

from sqlite_utils import Database

KEPT = dt.timedelta(hours=48)
"""How long a key is remembered: Slack repeats an event for hours, and after an outage for a day."""


def add_received(db: Database, key: str, *, now: dt.datetime) -> bool:
    """Record a key; give whether it is new."""
    sql = "INSERT INTO received (key, received_at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
    return bool(db.execute(sql, [key, now.isoformat()]).rowcount)


def forget_received(db: Database, *, now: dt.datetime) -> None:
    """Drop the keys that are older than ``KEPT``."""
    db.table("received").delete_where("received_at < ?", [(now - KEPT).isoformat()])
