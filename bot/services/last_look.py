"""The question right before a post is sent whether it still may go: much may have changed since it was decided.

A notice, which quotes nobody, always may.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.access import Need, Role, decide_access
from bot.domain.delivery import Verdict
from bot.domain.post import PostKind, PostState
from bot.domain.subscription import is_person
from bot.services.withholding import KEPT_OUT, is_licence_newer, may_be_posted
from bot.store.carried import list_briefings_carried, release_briefing
from bot.store.ledger import withhold_items
from bot.store.outbox import get_decided_at, get_post

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.post import Post
    from bot.services.corrections import Corrections
    from bot.store.database import Database, Store

_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"
_SUMMARIES = frozenset({PostKind.IMMEDIATE, PostKind.DIGEST})


class LastLook:
    """Looks at a post that is due; ``role_of`` asks who a person is, ``end_personal`` ends what one got in private."""

    def __init__(
        self,
        store: Store,
        corrections: Corrections,
        *,
        role_of: Callable[[str], Role],
        end_personal: Callable[[str, dt.datetime], object],
    ) -> None:
        self._store = store
        self._corrections = corrections
        self._role_of = role_of
        self._end_personal = end_personal

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Give what becomes of a post that may not be sent (now), or None when it may be.

        A summary is composed again where a licence changed since it was decided.
        """
        if post.slot.kind is PostKind.NOTICE:
            return None
        verdict = self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None
        return verdict or self._judge_licences(post, now=now)

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(state=PostState.RETRY, reason=_UNKNOWN, not_before=now + _ASK_AGAIN)
        self._end_personal(user, now)
        return Verdict(state=PostState.CANCELLED, reason=_OUTSIDE)

    def _judge_licences(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        with self._store.read() as db:
            brought = _list_brought(db, post)
            kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
            since = get_decided_at(db, post.parent_id or post.id)
            if not kept_out and not any(is_licence_newer(db, number, since=since) for number in brought):
                return None
        is_summary = post.slot.kind in _SUMMARIES
        if kept_out and (len(kept_out) == len(brought) or not is_summary):
            with self._store.write() as db:
                withhold_items(db, post.id, reason=KEPT_OUT, now=now)
            return Verdict(state=PostState.CANCELLED, reason=KEPT_OUT)
        if is_summary:
            with self._store.write() as db:
                first = get_post(db, post.parent_id or post.id)
                self._corrections.compose_again(db, first, now=now)
                for number in kept_out:
                    release_briefing(db, first.id, number)
        return None


def _list_brought(db: Database, post: Post) -> list[int]:
    """Give the briefings that a post quotes."""
    if post.briefing_id is not None:
        return [post.briefing_id]
    return list_briefings_carried(db, post.parent_id or post.id)
