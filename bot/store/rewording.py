"""Saying something else in a post than was decided, before it goes or where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.delivery import UpdateState
from bot.domain.posts.post import UNSENT, PostKind
from bot.store.outbox import get_last_message, get_post, want_change

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database

    from bot.domain.posts.post import Message, Post


def get_said(db: Database, post: Post) -> Message:
    """Give what a post says, or would once what is wanted of it is done."""
    return post.message if post.state in UNSENT else get_last_message(db, post.id)


def say_instead(db: Database, post: Post, message: Message, *, now: dt.datetime) -> None:
    """Send another message where the post is surely unsent, else want the one in the channel changed.

    What goes out new says the new thing from the start: nothing is left to be changed in it.
    """
    if post.state not in UNSENT:
        want_change(db, post.id, message, now=now)
        return
    db.execute(
        "UPDATE posts SET text = ?, blocks = ?, update_state = NULL, update_text = NULL, update_blocks = NULL,"
        " update_cuts = 0 WHERE id = ?",
        [message.text, message.blocks, post.id],
    )


def mark_cutting(db: Database, post_id: int) -> None:
    """Say of the changes wanted to a post, its thread included, that a licence asks for them."""
    sql = "UPDATE posts SET update_cuts = 1 WHERE (id = ?1 OR parent_id = ?1) AND update_state = ?2"
    db.execute(sql, [post_id, UpdateState.WANTED])


def list_correction_lines(db: Database, post_id: int) -> list[Post]:
    """Give the lines about corrections in the thread of a post, in the order they were decided."""
    sql = "SELECT id FROM posts WHERE parent_id = ? AND kind = ? ORDER BY id"
    return [get_post(db, number) for (number,) in db.execute(sql, [post_id, PostKind.CORRECTION]).fetchall()]
