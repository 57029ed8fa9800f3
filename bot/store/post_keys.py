"""The keys of posts: what is known of a post by its slot, and by its briefing where it tells of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.domain.posts.post import PostKind, Slot, post_key

if TYPE_CHECKING:
    from sqlite_utils import Database


def find_key(db: Database, slot: Slot, part: int, *, briefing_id: int | None) -> str:
    """Give the key that a post has, or gets: a summary of one briefing has what that is known by for its number.

    After a restore from a backup numbers are given anew, and perhaps to others. A post that is held keeps the key that
    it got, whatever its briefing is known by since.
    """
    plain = post_key(slot, part)
    if slot.kind is not PostKind.IMMEDIATE or briefing_id is None:
        return plain
    sql = """
        SELECT key FROM posts WHERE key = ? UNION ALL
        SELECT key FROM posts WHERE briefing_id = ? AND workspace = ? AND channel = ? AND kind = ? AND source = ?
          AND slot = ? AND part = ?
    """
    place = [plain, briefing_id, slot.workspace, slot.channel, slot.kind, slot.source, slot.slot, part]
    if held := db.execute(sql, place).fetchone():
        return str(held[0])
    identity = db.execute("SELECT identity FROM briefings WHERE id = ?", [briefing_id]).fetchone()[0]
    rest = slot.slot.removeprefix(format_id(IdKind.BRIEFING, briefing_id))
    return post_key(replace(slot, slot=f"{identity} {rest}"), part)
