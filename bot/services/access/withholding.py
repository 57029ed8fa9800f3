"""What a publisher's licence keeps out of a channel's summaries and corrections; the ledger says so of each item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.posts.digest import Decided, Fate, forget_before
from bot.errors import NotFoundError
from bot.services.access.licensed_posts import is_shown
from bot.store.briefings import get_briefing
from bot.store.licences import find_licensed_at

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.store.database import Database

KEPT_OUT = "kept out of this channel by its publisher's licence"
"""Why the ledger says so of an item."""
_PERSONS = ("U", "W", "D")
"""How ids begin that mean a person's own messages, which members get everything in."""


def withhold(db: Database, decided: Sequence[Decided], *, channel: str | None) -> tuple[Decided, ...]:
    """Take out of a summary what a licence keeps out of its channel.

    Without one it is read privately, and takes everything. What is kept out is not told as what was reported before
    either.
    """
    if channel is None:
        return tuple(decided)
    briefings = {number for one in decided for number in (one.item.briefing_id, one.item.before_of) if number}
    kept_out = {number for number in briefings if not may_be_posted(db, number, channel)}
    shown = (_forget_before(one) if one.item.before_of in kept_out else one for one in decided)
    return tuple(_withhold(one) if one.item.briefing_id in kept_out else one for one in shown)


def may_be_posted(db: Database, briefing_id: int, channel: str) -> bool:
    """Tell whether what a briefing says may be posted to a channel; a person's messages take everything."""
    if channel.startswith(_PERSONS):
        return True
    try:
        publisher = get_briefing(db, briefing_id).briefing.publisher
    except NotFoundError:
        return True  # it was taken back: what is said of it then quotes nothing
    return is_shown(db, publisher, channel)


def is_licence_newer(db: Database, briefing_id: int, *, since: dt.datetime) -> bool:
    """Tell whether the licence of a briefing's publisher was set after a moment."""
    try:
        publisher = get_briefing(db, briefing_id).briefing.publisher
    except NotFoundError:
        return False
    set_at = find_licensed_at(db, publisher or "")
    return set_at is not None and set_at > since


def _forget_before(one: Decided) -> Decided:
    """Give an item as one that was not reported before: what a briefing said that is kept out is not told."""
    return replace(one, item=forget_before(one.item))


def _withhold(one: Decided) -> Decided:
    if one.fate is Fate.FILTERED:
        return one
    return Decided(item=one.item, fate=Fate.WITHHELD, reason=KEPT_OUT)
