"""Migration 35: the keys that each item in force bears, so that what holds reports together is looked up, not read.

``item_keys.policy_id`` is the policy that the item is about by itself. ``figures`` are those of a document number, from
its last on, each with a stroke behind it (12/2024/): of the item's here, in ``policy_keys`` of that of the policy which
the key's leads to. ``policies.stale`` is set where reports came or went since the policy was put together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.records.briefing import Item
from bot.domain.records.policy import Policy
from bot.domain.records.policy_identity import list_keys, turn_figures

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE item_keys (
        item_id INTEGER NOT NULL REFERENCES items(id),
        key TEXT NOT NULL,
        policy_id INTEGER REFERENCES policies(id),
        figures TEXT NOT NULL,
        PRIMARY KEY (item_id, key)
    ) STRICT, WITHOUT ROWID
    """,
    "ALTER TABLE policy_keys ADD COLUMN figures TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE policies ADD COLUMN stale INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX item_keys_by_policy ON item_keys (policy_id, key)",
    "CREATE INDEX item_keys_by_figures ON item_keys (key, figures, policy_id)",
    "CREATE INDEX policy_keys_by_figures ON policy_keys (key, figures)",
    "CREATE INDEX policies_stale ON policies (id) WHERE stale",
    "DROP INDEX items_by_own_policy",
    "CREATE INDEX items_by_own_policy ON items (own_policy_id, active, reported_on)",
    "CREATE INDEX policies_apart_by_other ON policies_apart (other)",
    "CREATE INDEX policy_unions_by_person ON policy_unions (one) WHERE item_id IS NULL",
    "CREATE INDEX policy_unions_by_person_too ON policy_unions (other) WHERE item_id IS NULL",
)


def m035_keys(db: Database) -> None:
    """Create the table and fill it; give the keys of policies their figures."""
    for statement in _STATEMENTS:
        db.execute(statement)
    for number, policy, record in db.execute("SELECT id, own_policy_id, record FROM items WHERE active").fetchall():
        item = msgspec.json.decode(record, type=Item)
        figures = turn_figures(item.policy.document_number if item.policy else None)
        for key in list_keys(item):
            db.execute("INSERT OR IGNORE INTO item_keys VALUES (?, ?, ?, ?)", [number, key, policy, figures])
    for number, facts in db.execute("SELECT id, facts FROM policies WHERE facts IS NOT NULL").fetchall():
        figures = turn_figures(msgspec.json.decode(facts, type=Policy).document_number)
        db.execute(
            "UPDATE policy_keys SET figures = ?1 WHERE policy_id IN"
            " (SELECT id FROM policies WHERE merged_into = ?2 OR id = ?2 AND merged_into IS NULL)",
            [figures, number],
        )
