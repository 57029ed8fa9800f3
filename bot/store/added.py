"""What a correction adds to a post that stands: told once its message is changed; where that may not be, it waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.delivery import UpdateState
from bot.domain.posts.digest import ADDED, CORRECTED, Fate
from bot.store.reserved import release_some
from bot.store.unmade import wait_again

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database

_NOT_CHANGED = "Slack did not let the post be changed that a correction added it to"


def settle_added(db: Database, post_id: int) -> None:
    """Record that the message of a post was changed and tells by now what was added."""
    db.execute("UPDATE ledger SET reason = ? WHERE post_id = ? AND reason = ?", [CORRECTED, post_id, ADDED])


def leave_added(db: Database, post_id: int, *, now: dt.datetime) -> None:
    """Say of what was added to a post whose message surely stays as it was that it waits."""
    sql = "SELECT DISTINCT item_id FROM ledger WHERE post_id = ? AND reason = ?"
    added = [item for (item,) in db.execute(sql, [post_id, ADDED]).fetchall()]
    if added:
        wait_again(db, post_id, reason=_NOT_CHANGED, now=now, items=added)
        release_some(db, post_id, added)


def forget_taken_out(db: Database, briefing_id: int) -> None:
    """Take from posts what is in a briefing again after a correction dropped it, where their messages tell it no more.

    So it is new to them.
    """
    sql = """
        SELECT l.post_id, l.item_id FROM ledger l JOIN posts p ON p.id = l.post_id AND p.update_state = ?3
        JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.briefing_id = ?1 AND l.fate = ?2
    """
    for post_id, item in db.execute(sql, [briefing_id, Fate.DROPPED, UpdateState.DONE]).fetchall():
        release_some(db, post_id, [item])
