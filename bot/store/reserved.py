"""What posts have reserved: each version of an item reaches a channel by one post, and others leave it out for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.ledger import hand_on

if TYPE_CHECKING:
    from sqlite_utils import Database

    from bot.domain.posts.post import Slot


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


def list_had(db: Database, *, workspace: str, channel: str) -> dict[tuple[int, int], str]:
    """Give what a channel already gets: (item, version) to the rule whose post brings it."""
    sql = """
        SELECT c.item_id, c.version, p.source FROM channel_items c JOIN posts p ON p.id = c.post_id
        WHERE c.workspace = ? AND c.channel = ?
    """
    return {(row["item_id"], row["version"]): row["source"] for row in db.query(sql, [workspace, channel])}


def reclaim_items(db: Database, post_id: int) -> bool:
    """Reserve again what a parked post carries; False, and nothing is, where a later post took any of it meanwhile."""
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
    return True
