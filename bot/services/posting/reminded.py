"""Of which deadlines a place was reminded on a day: what its digests of deadlines leave to the reminders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.schedule import to_local
from bot.domain.posts.subscription import is_person
from bot.services.posting.elsewhere import list_channels_of
from bot.store.reminders import list_reminded

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.records.deadlines import DeadlineKey
    from bot.store.database import Database


def find_reminded(
    db: Database, *, place: tuple[str, str], zone: str, until: dt.datetime, besides: str | None = None
) -> frozenset[DeadlineKey]:
    """Give the deadlines of which a place was reminded by a moment, on that moment's day in a time zone.

    ``place`` is a workspace, and a channel or person in it; a person counts what the channels they hear were
    told. One rule is left out of account (``besides``).
    """
    workspace, here = place
    heard = list_channels_of(db, workspace=workspace, user=here) if is_person(here) else ()
    day = to_local(until, zone).date()
    return frozenset(
        each.key
        for each in list_reminded(db, workspace=workspace, channels=[here, *heard], besides=besides)
        if each.at <= until and to_local(each.at, zone).date() == day
    )
