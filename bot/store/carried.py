"""What each post carries; an item that its channel had before is carried again by a digest of deadlines ahead.

What a channel had, each version of an item once, is told by ``bot.store.reserved``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.domain.posts.digest import Fate
from bot.domain.posts.post import UNSENT, PostKind
from bot.store.ledger import hand_on

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

    from bot.domain.posts.post import Post


def carry_items(db: Database, post_id: int, items: Iterable[tuple[int, int]]) -> None:
    """Record that a post, named by its first part, carries these (item, version)."""
    for item_id, version in items:
        db.execute(
            "INSERT INTO post_items (post_id, item_id, version) VALUES (?, ?, ?)"
            " ON CONFLICT (post_id, item_id) DO UPDATE SET version = max(version, excluded.version)",
            [post_id, item_id, version],
        )


def list_carried(db: Database, post_id: int) -> dict[int, int]:
    """Give the items that a post carries: number to the newest version it told."""
    return dict(db.execute("SELECT item_id, version FROM post_items WHERE post_id = ?", [post_id]).fetchall())


def find_newest(db: Database, posts: Sequence[Post]) -> dict[tuple[int, int], int]:
    """Give the newest of these posts that may stand in its channel, for each (subscription, item) that they carry."""
    standing = [post for post in posts if post.state not in UNSENT and post.subscription_id is not None]
    by_age = sorted(standing, key=lambda post: post.id)
    return {(post.subscription_id or 0, item): post.id for post in by_age for item in list_carried(db, post.id)}


def list_digests_carrying(db: Database, briefing_id: int) -> list[int]:
    """Give the posts that are digests and carry items of a briefing, in the order they were decided."""
    sql = """
        SELECT DISTINCT p.id FROM posts p JOIN post_items c ON c.post_id = p.id JOIN items i ON i.id = c.item_id
        WHERE p.kind = ? AND i.briefing_id = ? ORDER BY p.id
    """
    return [row[0] for row in db.execute(sql, [PostKind.DIGEST, briefing_id]).fetchall()]


def list_briefings_carried(db: Database, post_id: int) -> list[int]:
    """Give the briefings whose items a post carries, by number."""
    sql = """
        SELECT DISTINCT i.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
        WHERE c.post_id = ? ORDER BY i.briefing_id
    """
    return [row[0] for row in db.execute(sql, [post_id]).fetchall()]


def list_briefings_before(db: Database, post_id: int) -> list[int]:
    """Give the briefings that reported a policy before what a post carries of it did, by number.

    What they say may stand in the post as what was reported before; which of them does is not kept, so it is all.
    """
    sql = """
        SELECT DISTINCT e.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
        JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE c.post_id = ? ORDER BY e.briefing_id
    """
    return [row[0] for row in db.execute(sql, [post_id]).fetchall()]


def take_back_briefing(db: Database, post: Post, briefing_id: int, *, now: dt.datetime) -> None:
    """Say of the items of a briefing that was taken back that a post does not bring them, and take them out of it."""
    db.execute(
        "UPDATE ledger SET fate = ?, reason = 'the briefing was taken back', at = ?"
        " WHERE post_id = ? AND briefing_id = ? AND fate = ?",
        ["cancelled" if post.state in UNSENT else "withdrawn", now.isoformat(), post.id, briefing_id, Fate.INCLUDED],
    )
    release_briefing(db, post.id, briefing_id)


def release_briefing(db: Database, post_id: int, briefing_id: int) -> None:
    """Take a briefing's items out of a post: it carries them no more, nor has its channel had them by it."""
    hand_on(db, post_id, briefing_id=briefing_id)
    of_briefing = "post_id = ? AND item_id IN (SELECT id FROM items WHERE briefing_id = ?)"
    for table in ("channel_items", "post_items"):
        db.execute(f"DELETE FROM {table} WHERE {of_briefing}", [post_id, briefing_id])


def drop_briefing(db: Database, post_id: int, briefing_id: int) -> None:
    """Take a briefing's items out of a post that stands; its channel has had them by it all the same."""
    sql = "DELETE FROM post_items WHERE post_id = ? AND item_id IN (SELECT id FROM items WHERE briefing_id = ?)"
    db.execute(sql, [post_id, briefing_id])


def list_ids_carried(db: Database, post_id: int) -> list[tuple[str, int]]:
    """Give what a post carries by the id that people see (the policy's, else the item's), each with its briefing."""
    sql = """
        SELECT i.id, i.policy_id, i.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id
        WHERE c.post_id = ? ORDER BY i.id
    """
    return [
        (format_id(IdKind.POLICY, policy) if policy else format_id(IdKind.ITEM, item), briefing)
        for item, policy, briefing in db.execute(sql, [post_id]).fetchall()
    ]
