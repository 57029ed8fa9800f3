"""What was received from Slack: each key counts once, deliveries for two days and presses for a minute."""

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


def claim_press(db: Database, key: str, *, now: dt.datetime, within: dt.timedelta) -> bool:
    """Record a press; give whether no other of this key was recorded within so long."""
    sql = """
        INSERT INTO received (key, received_at) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET received_at = excluded.received_at WHERE received_at <= ?
    """
    return bool(db.execute(sql, [key, now.isoformat(), (now - within).isoformat()]).rowcount)


def free_press(db: Database, key: str) -> None:
    """Let the same be pressed again: nothing came of it."""
    db.table("received").delete_where("key = ?", [key])
