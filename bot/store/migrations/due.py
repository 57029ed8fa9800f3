"""Migration 27: when a post was due at first, which no retry moves, and which rule a line in its channel is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database


def m027_due(db: Database) -> None:
    """Add the moment; of posts decided before it is as far as it is known. Lines still unsent get their rule."""
    db.execute("ALTER TABLE posts ADD COLUMN due_at TEXT")
    db.execute(
        "UPDATE posts SET due_at = coalesce((SELECT min(s.due_at, posts.not_before) FROM slots s"
        " WHERE s.post_id = posts.id), not_before)"
    )
    db.execute(
        "UPDATE posts SET subscription_id = CAST(substr(source, 2) AS INTEGER)"
        " WHERE kind = 'notice' AND subscription_id IS NULL AND state NOT IN ('sent', 'cancelled', 'skipped')"
        " AND source GLOB 'D[0-9]*' AND (slot GLOB 'changed *' OR slot GLOB 'pause *' OR slot GLOB 'resume *'"
        " OR slot GLOB 'cancel *') AND EXISTS (SELECT 1 FROM subscriptions s"
        " WHERE s.id = CAST(substr(posts.source, 2) AS INTEGER) AND s.channel = posts.channel)"
    )
