"""Migration 39: a number for the state of what answers are made of, which every change to that counts up.

Triggers count it: whoever writes, another program too, moves it, and moves it back by rolling back. The tables that
have none (messages, receipts, heartbeats, queues) change nothing that is kept for answers. A table that something is
kept of needs its three triggers, by a migration of its own: ``tests/cli/test_states.py`` says which are missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_SHOWN = (
    "briefings",
    "items",
    "item_bodies",
    "item_companies",
    "item_topics",
    "item_deadlines",
    "item_targets",
    "item_references",
    "item_keys",
    "companies",
    "policies",
    "policy_keys",
    "policy_unions",
    "policies_apart",
    "review_entries",
    "review_sources",
    "licences",
    "named_lists",
    "notes",
)


def m039_states(db: Database) -> None:
    """Create the number and the triggers that count it."""
    db.execute("CREATE TABLE states (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO states VALUES (1, 1)")
    for table in _SHOWN:
        for action in ("INSERT", "UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_{action.lower()}_counted AFTER {action} ON {table}"
                " BEGIN UPDATE states SET number = number + 1 WHERE id = 1; END"
            )
