"""Who sees a subscription, and who may change it; what is refused to somebody leaves an audit row.

It is visible to its channel and to whoever looks after it; to anyone else it reads the same as one that does not exist.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.domain.posts.schedule import format_schedule
from bot.domain.posts.subscription import Subscription, SubscriptionState, may_change
from bot.errors import NotFoundError, NotOwnerError
from bot.services.access.gatekeeper import write_denial
from bot.store.subscriptions import get_subscription

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.services.subscribing.subscription_rules import Asker
    from bot.store.database import Database, Store


class HiddenError(NotFoundError):
    """A subscription that is there, and not for whoever asks; ``subject`` is its id."""

    def __init__(self, message: str, *, hint: str = "", subject: str = "") -> None:
        super().__init__(message, hint=hint)
        self.subject = subject


def get_visible(db: Database, number: int, asker: Asker, *, ended: bool = False) -> Subscription:
    """Give a subscription of this channel or of this person, or raise NotFoundError; with ``ended`` also one of before.

    What has ended is known as such where it was visible.
    """
    found = get_subscription(db, number)
    is_theirs = asker.user == found.owner or asker.channel == found.channel
    if found.workspace != asker.workspace or not is_theirs:
        message = f"There is no subscription {found.shown_id} in this channel."
        raise HiddenError(message, hint="/digest lists the channel's subscriptions.", subject=found.shown_id)
    if found.state is SubscriptionState.CANCELLED and not ended:
        raise NotFoundError(
            f"{found.shown_id} has ended: it posts no more.",
            hint=f"/digest subscribe {f'{found.filter} {format_schedule(found.schedule)}'.strip()} makes it anew.",
        )
    return found


def get_own(db: Database, number: int, asker: Asker) -> Subscription:
    """Give a subscription that is visible here to who may change it, or raise NotOwnerError."""
    found = get_visible(db, number, asker)
    if not may_change(found, asker.user, is_admin=asker.is_admin):
        raise NotOwnerError(
            f"{found.shown_id} is looked after by <@{found.owner}>: ask them, or an admin of Gongbao.",
            hint="What you set up yourself, here or with to:me, is yours to change.",
            subject=found.shown_id,
            owner=found.owner,
        )
    return found


@contextmanager
def noting_denials(store: Store, asker: Asker, now: dt.datetime) -> Iterator[None]:
    """Leave an audit row where something is refused; begin it before the transaction, which is undone for it."""
    try:
        yield
    except (HiddenError, NotOwnerError) as error:
        detail = "not visible" if isinstance(error, HiddenError) else f"no admin, looked after by {error.owner}"
        write_denial(store, about=error.subject, user=asker.user, channel=asker.channel, detail=detail, now=now)
        raise
