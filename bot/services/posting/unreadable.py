"""A rule whose filter cannot be read any more (a name that no list holds now): it pauses, and that is said, once.

The channel hears why, as it sees the filter; its owner and the admins hear only that, since they need not be in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.digest import Fate
from bot.domain.posts.post import PostKind, Slot
from bot.domain.posts.schedule import find_end_of_quiet
from bot.domain.posts.subscription import SubscriptionState, is_person
from bot.store.audit import AuditRow, add_audit
from bot.store.ledger import end_waiting_of
from bot.store.outbox import NewPost, add_post
from bot.store.subscriptions import set_state

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.post import Message
    from bot.domain.posts.subscription import Subscription
    from bot.errors import BadQueryError
    from bot.services.ports import Renderer
    from bot.store.database import Database

_ACTOR = "gongbao"
_REASON = "its filter cannot be read"


class UnreadableFilters:
    """Pauses rules whose filter cannot be read; ``admins`` are those of the moment, ``holidays`` those of China."""

    def __init__(self, renderer: Renderer, *, admins: Collection[str], holidays: Holidays) -> None:
        self._renderer = renderer
        self._admins = admins
        self._holidays = holidays

    def pause(self, db: Database, rule: Subscription, error: BadQueryError, *, now: dt.datetime) -> None:
        """Pause an active rule in the caller's transaction: what waits for it has failed; channel and people are told.

        The line in the channel waits for the end of its quiet time. One that is not active stays as it is.
        """
        if rule.state is not SubscriptionState.ACTIVE:
            return
        reason = f"{_REASON}: {error.message}"
        set_state(db, rule.id, SubscriptionState.PAUSED, reason=reason)
        end_waiting_of(db, rule.id, fate=Fate.FAILED, reason=reason, now=now)
        add_audit(db, AuditRow(at=now, actor=_ACTOR, action="pause", subject=rule.shown_id, detail=reason))
        loud_at = find_end_of_quiet(rule.schedule, self._holidays, moment=now)
        self._tell(db, rule, rule.channel, self._renderer.render_unreadable(rule, reason=reason), at=loud_at, now=now)
        people = dict.fromkeys((*filter(is_person, (rule.owner,)), *sorted(self._admins)))
        for person in people:
            if person != rule.channel:
                self._tell(db, rule, person, self._renderer.render_unreadable(rule, reason=_REASON), at=now, now=now)

    def _tell(
        self, db: Database, rule: Subscription, place: str, message: Message, *, at: dt.datetime, now: dt.datetime
    ) -> None:
        slot = Slot(
            workspace=rule.workspace,
            channel=place,
            kind=PostKind.NOTICE,
            source=rule.shown_id,
            slot=f"unreadable {now.isoformat()}",
        )
        add_post(db, NewPost(slot=slot, parts=(message,), not_before=at, late_after=None), now=now)
