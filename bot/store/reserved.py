"""What posts have reserved: each version of an item reaches a channel by one post, and others leave it out for that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.domain.posts.digest import POSTED_BY, Fate
from bot.store.ledger import NOT_POSTED, hand_on

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database

    from bot.domain.posts.post import Post, Slot


def reserve_items(db: Database, slot: Slot, post_id: int, items: list[tuple[int, int]]) -> None:
    """Record that the channel gets these (item, version) by this post; each only once in a channel."""
    for item_id, version in items:
        db.execute(
            "INSERT INTO channel_items (workspace, channel, item_id, version, post_id) VALUES (?, ?, ?, ?, ?)",
            [slot.workspace, slot.channel, item_id, version, post_id],
        )


def release_items(db: Database, post_id: int, *, for_good: bool = True) -> None:
    """Take back what a post that was not made had reserved; what other rules left out for it waits for them.

    One that may be made later (``for_good`` false) goes on to carry its items, and may reclaim them.
    """
    hand_on(db, post_id)
    for table in ("channel_items", "post_items") if for_good else ("channel_items",):
        db.execute(f"DELETE FROM {table} WHERE post_id = ?", [post_id])


def release_some(db: Database, post_id: int, items: Collection[int]) -> None:
    """Take items back from a post that does not bring them; what other rules left out for it waits for them."""
    hand_on(db, post_id, items=items)
    for table in ("channel_items", "post_items"):
        sql = f"DELETE FROM {table} WHERE post_id = ? AND item_id IN (SELECT value FROM json_each(?))"
        db.execute(sql, [post_id, json.dumps(sorted(items))])


def list_had(db: Database, *, workspace: str, channel: str) -> dict[tuple[int, int], str]:
    """Give what a channel already gets: (item, version) to the rule whose post brings it."""
    sql = """
        SELECT c.item_id, c.version, p.source FROM channel_items c JOIN posts p ON p.id = c.post_id
        WHERE c.workspace = ? AND c.channel = ?
    """
    return {(row["item_id"], row["version"]): row["source"] for row in db.query(sql, [workspace, channel])}


def list_brought_besides(db: Database, post: Post, briefings: Collection[int]) -> dict[int, str]:
    """Give the items of these briefings that other posts bring to a post's channel, by number, and the rule of each.

    In whatever version: where one is corrected, its own post is.
    """
    sql = """
        SELECT c.item_id, p.source FROM channel_items c JOIN posts p ON p.id = c.post_id
        JOIN items i ON i.id = c.item_id AND i.briefing_id IN (SELECT value FROM json_each(?))
        WHERE c.workspace = ? AND c.channel = ? AND c.post_id <> ?
    """
    values = [json.dumps(sorted(briefings)), post.slot.workspace, post.slot.channel, post.id]
    return dict(db.execute(sql, values).fetchall())


def reclaim_items(db: Database, post_id: int) -> bool:
    """Reserve again what a parked post carries; False, and nothing is, where a later post took any of it meanwhile.

    What waits in its channel because this post was not made is left to it again.
    """
    taken = """
        SELECT 1 FROM posts p JOIN post_items i ON i.post_id = p.id
        JOIN channel_items c ON c.workspace = p.workspace AND c.channel = p.channel
          AND c.item_id = i.item_id AND c.version = i.version
        WHERE p.id = ?1 AND c.post_id > ?1 LIMIT 1
    """
    if db.execute(taken, [post_id]).fetchone():
        return False
    db.execute(
        "INSERT INTO channel_items (workspace, channel, item_id, version, post_id)"
        " SELECT p.workspace, p.channel, i.item_id, i.version, p.id FROM posts p JOIN post_items i ON i.post_id = p.id"
        " WHERE p.id = ? ON CONFLICT (workspace, channel, item_id, version) DO NOTHING",
        [post_id],
    )
    again = f"""
        UPDATE ledger SET fate = ?2, reason = '{POSTED_BY}' || p.source
        FROM posts p JOIN post_items i ON i.post_id = p.id
        JOIN subscriptions s ON s.workspace = p.workspace AND s.channel = p.channel
        WHERE p.id = ?1 AND ledger.subscription_id = s.id AND ledger.item_id = i.item_id AND ledger.version = i.version
          AND ledger.fate = ?3 AND ledger.reason = p.source || ' {NOT_POSTED}'
    """
    db.execute(again, [post_id, Fate.ALREADY_HAD, Fate.WAITING])
    return True
