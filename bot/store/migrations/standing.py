"""Migration 18: what is kept of a post that stands: the rule that it was made by, and the items it carries.

``post_rules`` has the first part of each summary with the filter and the zone that it was made by, and the named lists
of that filter as they were then: ``[[id, name, owner, filter], ...]``. Of summaries made before, those whose rule has
not changed since get that one; the others have none, nor has any whose filter holds a list.

``post_items`` has the items of each post with the newest version it told, whether its channel had them before or not:
unlike ``channel_items`` it may have an item for several posts of a channel. Of digests of deadlines made before, what
the ledger calls posted by them is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE post_rules (
        post_id INTEGER PRIMARY KEY REFERENCES posts(id),
        filter TEXT NOT NULL,
        zone TEXT NOT NULL,
        lists TEXT NOT NULL
    ) STRICT
    """,
    """
    INSERT INTO post_rules (post_id, filter, zone, lists)
    SELECT p.id, s.filter, s.zone, '[]' FROM posts p JOIN subscriptions s ON s.id = p.subscription_id
    WHERE p.part = 0 AND p.kind IN ('immediate', 'digest') AND s.filter NOT LIKE '%list:%'
      AND NOT EXISTS (SELECT 1 FROM subscription_changes c
                      WHERE c.subscription_id = s.id AND coalesce(c.ended_at, '9') > p.created_at)
    """,
    """
    CREATE TABLE post_items (
        post_id INTEGER NOT NULL REFERENCES posts(id),
        item_id INTEGER NOT NULL REFERENCES items(id),
        version INTEGER NOT NULL,
        PRIMARY KEY (post_id, item_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX post_items_by_item ON post_items (item_id)",
    """
    INSERT INTO post_items (post_id, item_id, version)
    SELECT post_id, item_id, max(version) FROM channel_items GROUP BY post_id, item_id
    """,
    """
    INSERT INTO post_items (post_id, item_id, version)
    SELECT l.post_id, l.item_id, max(l.version) FROM ledger l
    JOIN posts p ON p.id = l.post_id AND p.kind = 'digest' AND p.withdrawn_at IS NULL
    JOIN items i ON i.id = l.item_id AND i.active
    JOIN briefings b ON b.id = l.briefing_id AND b.active
    WHERE l.fate = 'included' GROUP BY l.post_id, l.item_id
    ON CONFLICT (post_id, item_id) DO NOTHING
    """,
)


def m018_standing(db: Database) -> None:
    """Create the tables, and fill them with what is certain."""
    for statement in _STATEMENTS:
        db.execute(statement)
