"""Which posts are to be compared with their messages, since a restored backup does not know what these say by now."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

from bot.domain.posts.digest import BEFORE_RESTORE, POSTED_BY, Fate
from bot.domain.posts.post import PostState
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.posts.telling import MOST_NAMES
from bot.store.carried import carry_items
from bot.store.items import list_names, list_versions
from bot.store.reserved import list_had, reserve_items
from bot.store.told_before import NOTHING, describe_telling, list_said, list_told_by

if TYPE_CHECKING:
    from sqlite_utils import Database

    from bot.domain.posts.post import Post
    from bot.domain.posts.telling import Telling

_LAST_ROW = "SELECT coalesce(max(id), 0) FROM audit"
_WAITS_FOR = dt.timedelta(days=1)
"""How long old words stay in a message for what else it tells to be read again."""
_FOR_GOOD = "9999-12-31"
_NOT_TOLD = "{}'s post does not tell it any more"


def ask_to_compare(db: Database, post_id: int, *, now: dt.datetime) -> None:
    """Record that a post is to be compared with its message."""
    db.execute(
        "INSERT INTO to_compare (post_id, until) VALUES (?, ?)"
        " ON CONFLICT (post_id) DO UPDATE SET until = excluded.until, row = NULL",
        [post_id, (now + _WAITS_FOR).isoformat()],
    )


def list_to_compare(db: Database, *, now: dt.datetime) -> list[int]:
    """Give the posts that are to be compared, in the order they were decided.

    One whose message told something that nobody knew comes again once something was done, or it has waited.
    """
    sql = f"SELECT post_id FROM to_compare WHERE row IS NOT ({_LAST_ROW}) OR until <= ? ORDER BY post_id"
    return [post for (post,) in db.execute(sql, [now.isoformat()]).fetchall()]


def has_waited(db: Database, post_id: int, *, now: dt.datetime) -> bool:
    """Tell whether a post has waited long enough for what its message tells to be read again."""
    sql = "SELECT 1 FROM to_compare WHERE post_id = ? AND until <= ?"
    return db.execute(sql, [post_id, now.isoformat()]).fetchone() is not None


def wait_for_reading(db: Database, post_id: int, *, for_good: bool) -> None:
    """Record that a message tells something that nobody knows, so that its post waits for something to be done."""
    sql = f"UPDATE to_compare SET row = ({_LAST_ROW}), until = CASE WHEN ? THEN ? ELSE until END"
    db.execute(f"{sql} WHERE post_id = ?", [for_good, _FOR_GOOD, post_id])


def end_comparing(db: Database, post_id: int) -> None:
    """Record that a post was compared with its message."""
    db.execute("DELETE FROM to_compare WHERE post_id = ?", [post_id])


def tells_otherwise(db: Database, post: Post) -> bool:
    """Tell whether a post's message, as it was found after a restore, tells other things or words than the post.

    False where it bears no names, or as many as it may: then it may tell more.
    """
    told = list_told_by(db, post) - {NOTHING}
    return 0 < len(told) < MOST_NAMES and told != set(describe_telling(db, post).names)


def tells_old_words(db: Database, post: Post) -> bool:
    """Tell whether a post's message, as it was found after a restore, lacks the words of now of what the post tells."""
    told, named = list_told_by(db, post), list_names(db, list_said(db, post.id))
    return len(told) < MOST_NAMES and any(names[0] not in told for names in named.values())


def tells_unknown(db: Database, post: Post) -> bool:
    """Tell whether a post's message, as it was found after a restore, tells what is not read again yet.

    Or what the briefings do not say in whose items its post has to do.
    """
    told = list_told_by(db, post) - {NOTHING, *describe_telling(db, post).names}
    if not told:
        return False
    sql = """
        SELECT id FROM items WHERE briefing_id = ?1 OR briefing_id IN (
          SELECT i.briefing_id FROM post_items c JOIN items i ON i.id = c.item_id WHERE c.post_id = ?2
          UNION SELECT briefing_id FROM ledger WHERE post_id = ?2)
    """
    near = [item for (item,) in db.execute(sql, [post.briefing_id, post.id]).fetchall()]
    known = list_names(db, [*near, *_list_left_to(db, post)], also_dropped=True).values()
    return not told <= {name for names in known for name in names}


def take_over_told(db: Database, post: Post, *, now: dt.datetime) -> None:
    """Let a post bring what its message tells and its rule counts as had by that from before the restore.

    So it stays there when the message is changed.
    """
    told = list_told_by(db, post)
    if not told or post.state is not PostState.SENT:
        return
    names = list_names(db, _list_left_to(db, post))
    had = list_had(db, workspace=post.slot.workspace, channel=post.slot.channel)
    items = list_versions(db, [item for item, each in names.items() if not told.isdisjoint(each)])
    own = [each for each in items if each not in had]
    reserve_items(db, post.slot, post.id, own)
    carry_items(db, post.id, own)
    db.execute(
        "UPDATE ledger SET fate = ?, reason = '', post_id = ?, at = ? WHERE subscription_id = ? AND fate = ?"
        " AND reason = ? AND item_id IN (SELECT value FROM json_each(?))",
        [
            *(Fate.INCLUDED, post.id, now.isoformat(), post.subscription_id, Fate.ALREADY_HAD, _say_before(post)),
            json.dumps([item for item, _ in own]),
        ],
    )


def forget_untold(db: Database, post: Post, telling: Telling, *, now: dt.datetime) -> None:
    """Forget what a message told before the restore and does not tell now that it was changed: it is new again.

    What rules count as had by it waits for them, unless they have ended.
    """
    gone = list_told_by(db, post) - {NOTHING, *telling.names}
    if not gone:
        return
    db.execute(
        "DELETE FROM told_before WHERE workspace = ? AND channel = ? AND key = ?"
        " AND name IN (SELECT value FROM json_each(?))",
        [post.slot.workspace, post.slot.channel, post.key, json.dumps(sorted(gone))],
    )
    sql = """
        SELECT l.subscription_id, l.item_id, coalesce(l.before_id, l.item_id), s.state FROM ledger l
        JOIN subscriptions s ON s.id = l.subscription_id AND s.workspace = ?
        JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.reason = ? AND l.fate IN (?, ?)
    """
    values = [post.slot.workspace, _say_before(post), Fate.ALREADY_HAD, Fate.UNCHANGED]
    for rule, item, told_item, state in db.execute(sql, values).fetchall():
        if not gone.isdisjoint(list_names(db, [told_item], also_dropped=True).get(told_item, ())):
            fate = PostState.CANCELLED if state == SubscriptionState.CANCELLED else Fate.WAITING
            db.execute(
                "UPDATE ledger SET fate = ?, reason = ?, before_id = NULL, at = ? WHERE subscription_id = ?"
                " AND item_id = ? AND reason = ? AND fate IN (?, ?)",
                [fate, _NOT_TOLD.format(post.slot.source), now.isoformat(), rule, item, *values[1:]],
            )


def _list_left_to(db: Database, post: Post) -> list[int]:
    """Give the items that a post's rule counts as had by itself from before a restore."""
    sql = "SELECT DISTINCT item_id FROM ledger WHERE subscription_id = ? AND fate = ? AND reason = ?"
    values = [post.subscription_id, Fate.ALREADY_HAD, _say_before(post)]
    return [item for (item,) in db.execute(sql, values).fetchall()]


def _say_before(post: Post) -> str:
    return f"{POSTED_BY}{post.slot.source}{BEFORE_RESTORE}"
