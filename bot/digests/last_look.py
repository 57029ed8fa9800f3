"""The question right before a post is sent whether it still may go: much may have changed since it was decided.

A notice, which quotes nobody, always may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from bot.access.licences import KEPT_OUT, is_licence_newer, may_be_posted
from bot.access.roles import Need, Role, decide_access
from bot.digests.reminders import judge_reminder
from bot.digests.troubles import Troubles
from bot.model.post import Post, PostKind, PostState, Verdict, Why
from bot.model.subscription import is_person
from bot.store.database import Database, Store
from bot.store.ledger import list_briefings_carried
from bot.store.licences import find_opened_at
from bot.store.outbox import get_post

NARROWED = "a licence has changed since it was decided: what may still be posted comes anew"
"""Why a post is cancelled of which a part may stay."""

_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"


class LastLook:
    """Looks at a post that is due; ``role_of`` asks who a person is, ``troubles`` ends what one got in private."""

    def __init__(
        self,
        store: Store,
        *,
        role_of: Callable[[str], Role],
        troubles: Troubles,
    ) -> None:
        self._store = store
        self._role_of = role_of
        self._troubles = troubles

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Return what becomes of a post that may not be sent (now), or None when it may be.

        Where a licence changed since it was decided it is cancelled, and what may still be posted is decided anew.
        """
        if post.slot.kind is PostKind.NOTICE:
            return None
        verdict = self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None
        if verdict is not None:
            return verdict
        with self._store.read() as db:
            return judge_reminder(db, post, now=now) or _judge_licences(db, post)

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(state=PostState.RETRY, why=Why.REFUSED, reason=_UNKNOWN, not_before=now + _ASK_AGAIN)
        self._troubles.leave(user, role, now=now)
        return Verdict(state=PostState.CANCELLED, why=Why.ENDED, reason=_OUTSIDE)


def _judge_licences(db: Database, post: Post) -> Verdict | None:
    brought = list_brought(db, post)
    kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
    if not kept_out and (post.slot.kind is PostKind.CORRECTION or not _has_changed(db, post, brought)):
        return None
    reason = KEPT_OUT if len(kept_out) == len(brought) else NARROWED
    return Verdict(state=PostState.CANCELLED, why=Why.LICENCE, reason=reason)


def list_brought(db: Database, post: Post) -> list[int]:
    """Return the briefings that a post quotes."""
    if post.briefing_id is not None:
        return [post.briefing_id]
    return list_briefings_carried(db, post.parent_id or post.id)


def _has_changed(db: Database, post: Post, briefings: list[int]) -> bool:
    """Return whether a licence of these briefings was set since a post was decided, or its channel opened to others."""
    since = get_post(db, post.parent_id or post.id).created_at
    opened_at = find_opened_at(db, post.slot.channel)
    is_opened = opened_at is not None and opened_at > since
    return is_opened or any(is_licence_newer(db, number, since=since) for number in briefings)
