"""Which posts quote a publisher, and which of them are to be looked at again because a licence has changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostState

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from sqlite_utils import Database

_ENDED = (PostState.SKIPPED, PostState.CANCELLED, PostState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class QuotingPost:
    """A post, by its first part, that quotes a publisher (as printed, "" for none) where ``channel`` reads it.

    ``is_before`` when it may only tell, of what it carries, what the publisher had reported before.
    """

    post_id: int
    channel: str
    state: PostState
    publisher: str
    is_before: bool = False


def list_quoting(
    db: Database, *, publishers: Iterable[str] | None = None, channel: str | None = None
) -> list[QuotingPost]:
    """Give the posts that quote these publishers, or anybody, and wait or may stand, in a channel or anywhere.

    A post comes once for each publisher that it carries, and for each whose report it may tell as the one before.
    """
    sql = f"""
        WITH quoted(post_id, briefing_id, is_before) AS (
          SELECT c.post_id, i.briefing_id, 0 FROM post_items c JOIN items i ON i.id = c.item_id
          UNION SELECT id, briefing_id, 0 FROM posts WHERE part = 0 AND parent_id IS NULL AND briefing_id IS NOT NULL
          UNION SELECT c.post_id, e.briefing_id, 1 FROM post_items c JOIN items i ON i.id = c.item_id
          JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id)
        SELECT DISTINCT p.id, p.channel, p.state, coalesce(json_extract(b.record, '$.publisher'), '') AS publisher,
          q.is_before
        FROM quoted q JOIN posts p ON p.id = q.post_id JOIN briefings b ON b.id = q.briefing_id AND b.active
        WHERE p.withdrawn_at IS NULL AND p.state NOT IN ({", ".join("?" * len(_ENDED))})
          AND (?4 IS NULL OR publisher IN (SELECT value FROM json_each(?4))) AND coalesce(?5, p.channel) = p.channel
        ORDER BY p.id
    """
    names = None if publishers is None else json.dumps(list(publishers), ensure_ascii=False)
    return [
        QuotingPost(post_id=number, channel=place, state=PostState(state), publisher=publisher, is_before=bool(before))
        for number, place, state, publisher, before in db.execute(sql, [*_ENDED, names, channel]).fetchall()
    ]


def ask_for_looks(db: Database, posts: Iterable[int], *, now: dt.datetime) -> None:
    """Record that these posts are to be looked at again."""
    for number in posts:
        db.execute(
            "INSERT INTO licence_looks (post_id, asked_at) VALUES (?, ?) ON CONFLICT (post_id) DO NOTHING",
            [number, now.isoformat()],
        )


def list_looks(db: Database, limit: int) -> list[int]:
    """Give so many posts at most that are to be looked at again, in the order they were decided."""
    return [row[0] for row in db.execute("SELECT post_id FROM licence_looks ORDER BY post_id LIMIT ?", [limit])]


def end_look(db: Database, post_id: int) -> bool:
    """Record that a post was looked at; False when it was already."""
    return bool(db.execute("DELETE FROM licence_looks WHERE post_id = ?", [post_id]).rowcount == 1)
