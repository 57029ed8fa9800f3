"""What somebody's Home shows: what is new, which deadlines are ahead, and what they follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.domain.calendar.date_ranges import DateRange
from bot.domain.calendar.dates import beijing_day
from bot.domain.queries.query import Query
from bot.services.results import BriefingCard, PolicyRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from bot.services.provenance import Held
    from bot.services.results import NotHeld, PolicyList
    from bot.services.subscribing.subscriptions import Changed

MAX_DEADLINES = 5
MAX_WATCHES = 15


class HomeLookup(Protocol):
    """Answers the two questions of Home; see ``bot.services.answering.lookup.Lookup``."""

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Give the policies and items that match."""
        ...

    def get_briefing(self, number: int | None, *, now: dt.datetime) -> BriefingCard | NotHeld:
        """Give one briefing, the latest for None."""
        ...


class WatchKeeper(Protocol):
    """Knows what people follow; see ``bot.services.subscribing.subscriptions.Subscriptions``."""

    def list_owned(self, *, workspace: str, user: str, now: dt.datetime | None = None) -> tuple[Changed, ...]:
        """Give the subscriptions that a person looks after."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class HomePage:
    """One person's Home: the newest briefing (None without any), deadlines ahead, the next first, and watches.

    ``deadlines_total`` counts all deadlines ahead, of which ``deadlines`` are the first. ``hidden`` are the watches
    whose channel the person may not see any more, by their ids: of these nothing else is shown.
    """

    newest: BriefingCard | None
    deadlines: tuple[PolicyRow, ...]
    deadlines_total: int
    watches: tuple[Changed, ...]
    held: Held
    asked_on: dt.date
    hidden: frozenset[str] = frozenset()


def compose_home(
    lookup: HomeLookup,
    watches: WatchKeeper | None,
    *,
    workspace: str,
    user: str,
    may_see: Callable[[str], bool],
    now: dt.datetime,
) -> HomePage:
    """Give somebody's Home as of now; ``may_see`` tells whether they may see a channel's posts."""
    today = beijing_day(now)
    newest = lookup.get_briefing(None, now=now)
    ahead = lookup.search(Query(due=DateRange(start=today), sort="due", limit=MAX_DEADLINES), now=now)
    owned = watches.list_owned(workspace=workspace, user=user, now=now) if watches is not None else ()
    posting = [each.subscription for each in owned[:MAX_WATCHES] if not each.subscription.is_personal]
    unseen = {channel for channel in dict.fromkeys(rule.channel for rule in posting) if not may_see(channel)}
    return HomePage(
        newest=newest if isinstance(newest, BriefingCard) else None,
        deadlines=tuple(row for row in ahead.rows if isinstance(row, PolicyRow)),
        deadlines_total=ahead.total,
        watches=owned,
        held=ahead.held,
        asked_on=today,
        hidden=frozenset(rule.shown_id for rule in posting if rule.channel in unseen),
    )
