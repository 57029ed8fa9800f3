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

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.domain.post import Post

_ASK_AGAIN = dt.timedelta(seconds=30)
_OUTSIDE = "its person is no member of the workspace any more"
_UNKNOWN = "Slack does not say at the moment who it would go to"


class LastLook:
    """Looks at a post that is due; ``role_of`` asks who a person is, ``end_personal`` ends what one got in private."""

    def __init__(self, *, role_of: Callable[[str], Role], end_personal: Callable[[str, dt.datetime], object]) -> None:
        self._role_of = role_of
        self._end_personal = end_personal

    def judge(self, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Give what becomes of a post that may not be sent (now), or None when it may be."""
        if post.slot.kind is PostKind.NOTICE:
            return None
        return self._judge_person(post.slot.channel, now=now) if is_person(post.slot.channel) else None

    def _judge_person(self, user: str, *, now: dt.datetime) -> Verdict | None:
        role = self._role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Verdict(state=PostState.RETRY, reason=_UNKNOWN, not_before=now + _ASK_AGAIN)
        self._end_personal(user, now)
        return Verdict(state=PostState.CANCELLED, reason=_OUTSIDE)
