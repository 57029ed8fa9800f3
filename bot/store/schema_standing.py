"""Migration 18: what is kept of a post that stands: the rule that it was made by.

``post_rules`` has the first part of each summary with the filter and the zone that it was made by, and the named lists
of that filter as they were then: ``[[id, name, owner, filter], ...]``. Of summaries made before, those whose rule has
not changed since get that one; the others have none, nor has any whose filter holds a list.
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
)


def m018_standing(db: Database) -> None:
    """Create the table, and fill it with what is certain."""
    for statement in _STATEMENTS:
        db.execute(statement)
