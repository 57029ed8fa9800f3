"""Migration 22: what makes one policy of several, kept so that it can be taken back; and briefings found by their day.

A row of ``policy_unions`` says that two policies are one (``one`` is the older): an item bears what each is known by,
or, without ``item_id``, a person said so. ``items.own_policy_id`` is the policy that an item is about by itself;
``items.policy_id`` the one that this leads to (``policies.merged_into``, one step, since ``merged_at``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_LEADS = """
    WITH RECURSIVE leads (id, lead) AS (
        SELECT id, id FROM policies WHERE merged_into IS NULL
        UNION ALL SELECT p.id, l.lead FROM policies p JOIN leads l ON p.merged_into = l.id
    )
"""
_STATEMENTS = (
    "ALTER TABLE policies ADD COLUMN merged_at TEXT",
    "ALTER TABLE items ADD COLUMN own_policy_id INTEGER REFERENCES policies(id)",
    """
    CREATE TABLE policy_unions (
        one INTEGER NOT NULL REFERENCES policies(id),
        other INTEGER NOT NULL REFERENCES policies(id),
        item_id INTEGER REFERENCES items(id),
        CHECK (one < other)
    ) STRICT
    """,
    f"""
    INSERT INTO policy_unions (one, other)
    {_LEADS} SELECT min(id, lead), max(id, lead) FROM leads WHERE id <> lead ORDER BY id
    """,
    f"""
    {_LEADS} UPDATE policies SET merged_into = (SELECT lead FROM leads WHERE leads.id = policies.id)
    WHERE merged_into IS NOT NULL
    """,
    "UPDATE items SET own_policy_id = policy_id WHERE policy_id IS NOT NULL",
    "CREATE INDEX items_by_own_policy ON items (own_policy_id)",
    "CREATE UNIQUE INDEX policy_unions_once ON policy_unions (one, other, coalesce(item_id, 0))",
    "CREATE INDEX policy_unions_by_other ON policy_unions (other)",
    "CREATE INDEX policy_unions_by_item ON policy_unions (item_id)",
    "CREATE INDEX briefings_by_day ON briefings (published_on)",
)


def m022_unions(db: Database) -> None:
    """Add the columns and the table; what was merged until now is a person's word."""
    for statement in _STATEMENTS:
        db.execute(statement)
