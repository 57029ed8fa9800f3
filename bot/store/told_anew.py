"""What becomes of posts that are decided again after a restore, by what their channels were told before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.digest import BEFORE_RESTORE, POSTED_BY, Fate
from bot.domain.posts.post import PostKind
from bot.domain.posts.telling import MOST_NAMES
from bot.store.items import list_names
from bot.store.reserved import release_some
from bot.store.subscriptions import get_subscription
from bot.store.told_before import (
    BRINGS,
    NOTHING,
    describe_telling,
    has_day_before,
    has_told_before,
    list_reserved,
    list_said,
    list_told_before,
    list_told_by,
)
from bot.store.unmade import wait_again

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlite_utils import Database

    from bot.domain.posts.post import Post
    from bot.store.gaps import MissingRow

_UNTOLD = "the message that stands since before the restore does not tell it"


def leave_to_before(db: Database, post: Post, *, now: dt.datetime) -> bool:
    """Say of what a post would bring and its channel was told before that it has it; False where it was told nothing.

    A digest of deadlines lists them again and again: it is told only where one of its day stands.
    """
    if post.part or post.subscription_id is None or post.slot.kind not in BRINGS:
        return False
    workspace, channels = post.slot.workspace, [post.slot.channel]
    if not has_told_before(db, workspace=workspace, channels=channels):
        return False
    if get_subscription(db, post.subscription_id).lists_deadlines:
        return has_day_before(db, post.slot)
    told = list_told_before(db, list_reserved(db, post.id), workspace=workspace, channels=channels, own=post.key)
    for each in told:
        db.execute(
            "UPDATE ledger SET fate = ?, reason = ?, at = ?, post_id = NULL WHERE post_id = ? AND item_id = ?",
            [Fate.ALREADY_HAD, f"{POSTED_BY}{each.rule}{BEFORE_RESTORE}", now.isoformat(), post.id, each.item_id],
        )
    return bool(told)


def leave_untold(db: Database, post: Post, *, now: dt.datetime) -> None:
    """Say of what a post brings that its message, found after a restore, does not tell it: it waits.

    The message was made by the rule as it was then, of what had been read by then. All counts as told where it bears
    no names, or as many as it may: then it may tell more.
    """
    if post.part or post.subscription_id is None or post.slot.kind not in BRINGS:
        return
    told = list_told_by(db, post)
    brought = list_names(db, list_said(db, post.id))
    untold = [item for item, names in brought.items() if told.isdisjoint(names)]
    if not told or not untold or len(told) >= MOST_NAMES:
        return
    wait_again(db, post.id, reason=_UNTOLD, now=now, items=untold)
    release_some(db, post.id, untold)


def reminds_of_another(db: Database, post: Post) -> bool:
    """Tell whether what stands under a reminder's key reminds of another deadline, its policy's number given anew."""
    if post.slot.kind is not PostKind.REMINDER:
        return False
    told = list_told_by(db, post) - {NOTHING}
    return bool(told) and told.isdisjoint(describe_telling(db, post).names)


def drop_told_before(db: Database, rows: Sequence[MissingRow]) -> list[MissingRow]:
    """Leave out of what a ledger counts as had without a post what the post of its reason told before the restore."""
    sql = """
        SELECT coalesce(l.before_id, l.item_id), l.reason, s.workspace FROM ledger l
        JOIN subscriptions s ON s.id = l.subscription_id
        WHERE l.subscription_id = ? AND l.item_id = ? AND l.reason LIKE ? ORDER BY l.version DESC LIMIT 1
    """
    kept = []
    for row in rows:
        found = db.execute(sql, [row.subscription_id, row.item_id, f"{POSTED_BY}%{BEFORE_RESTORE}"]).fetchone()
        if found is None or not _was_told(db, *found):
            kept.append(row)
    return kept


def _was_told(db: Database, item: int, reason: str, workspace: str) -> bool:
    rule = reason.removeprefix(POSTED_BY).removesuffix(BEFORE_RESTORE)
    sql = "SELECT 1 FROM told_before WHERE workspace = ? AND rule = ? AND name = ?"
    names = list_names(db, [item], also_dropped=True).get(item, ())
    return any(db.execute(sql, [workspace, rule, name]).fetchone() for name in names)
