"""The question right before a post is sent whether it still may go: much may have changed since it was decided.

A notice, which quotes nobody, always may.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.access import Need, Role, decide_access
from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.delivery import Verdict
from bot.domain.posts.post import PostKind, PostState
from bot.domain.posts.subscription import is_person
from bot.errors import BadQueryError, NotFoundError
from bot.services.access.withholding import KEPT_OUT, is_licence_newer, may_be_posted
from bot.services.posting.recall import UNWRITABLE, list_brought
from bot.services.posting.reminders import OVER, find_end
from bot.store.carried import list_briefings_before, release_briefing
from bot.store.outbox import get_decided_at, get_post
from bot.store.reminders import find_reminder, set_days_left
from bot.store.unmade import withhold_items

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.posts.post import Post
    from bot.services.posting.corrections import Corrections
    from bot.services.posting.recall import Recall
    from bot.services.subscribing.departures import Departures
    from bot.store.database import Database, Store

_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"


class LastLook:
    """Looks at a post that is due; ``role_of`` asks who a person is, ``departures`` ends what one got in private."""

    def __init__(
        self,
        store: Store,
        corrections: Corrections,
        recall: Recall,
        *,
        role_of: Callable[[str], Role],
        departures: Departures,
    ) -> None:
        self._store = store
        self._corrections = corrections
        self._recall = recall
        self._role_of = role_of
        self._departures = departures

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Give what becomes of a post that may not be sent (now), or None when it may be.

        It is written again where a licence changed since it was decided, or keeps a part of it out, and a reminder
        where another day has come.
        """
        if post.slot.kind is PostKind.NOTICE:
            return None
        verdict = self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None
        return verdict or self._judge_day(post, now=now) or self._judge_licences(post, now=now)

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(state=PostState.RETRY, reason=_UNKNOWN, not_before=now + _ASK_AGAIN)
        self._departures.leave(user, role, now=now)
        return Verdict(state=PostState.CANCELLED, reason=_OUTSIDE)

    def _judge_day(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Let a reminder count the days from the day on which it goes, whatever kept it; over is over."""
        with self._store.read() as db:
            reminder = find_reminder(db, post.id)
        if reminder is None:
            return None
        if now >= find_end(reminder.key):
            return Verdict(state=PostState.CANCELLED, reason=OVER)
        left = (reminder.key.on - beijing_day(now)).days
        if left != reminder.left:
            with self._store.write() as db:
                set_days_left(db, post.id, left)
                try:
                    self._corrections.compose_again(db, post, now=now)
                except NotFoundError:
                    return Verdict(state=PostState.CANCELLED, reason="its briefing is held no more")
        return None

    def _judge_licences(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        with self._store.read() as db:
            brought = list_brought(db, post)
            kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
            first = post.parent_id or post.id
            since = get_decided_at(db, first)
            tells_before = not all(
                may_be_posted(db, number, post.slot.channel) for number in list_briefings_before(db, first)
            )
            is_newer = any(is_licence_newer(db, number, since=since) for number in brought)
            if not kept_out and not tells_before and not is_newer:
                return None
        with self._store.write() as db:
            reason = self._find_bar(db, post, brought, kept_out, now=now)
            if reason:
                withhold_items(db, post.id, reason=reason, now=now)
        return Verdict(state=PostState.CANCELLED, reason=reason) if reason else None

    def _find_bar(self, db: Database, post: Post, brought: list[int], kept_out: list[int], *, now: dt.datetime) -> str:
        """Write a post again as the licences are by now; give why it may not go at all, "" when it may."""
        if kept_out and len(kept_out) == len(brought):
            return KEPT_OUT
        if post.slot.kind is PostKind.CORRECTION:
            return "" if self._recall.trim_line(db, post, kept_out=kept_out, now=now) else KEPT_OUT
        first = get_post(db, post.parent_id or post.id)
        try:
            self._corrections.compose_again(db, first, now=now)
        except (BadQueryError, NotFoundError):
            return UNWRITABLE
        for number in kept_out:
            release_briefing(db, first.id, number)
        return ""
