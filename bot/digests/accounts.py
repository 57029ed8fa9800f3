"""Where posting stands: the sums of the ledger, what waits, what needs a person; and what somebody's Home shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.answers.briefing import BriefingCard
from bot.answers.lookup import Lookup
from bot.answers.rows import Coverage, PolicyRow, find_coverage
from bot.digests.outcomes import LATE
from bot.digests.schedule import ScheduledSlot, find_decided_on, list_next_slots
from bot.digests.subscriptions import Changed, Subscriptions
from bot.model.deadlines import DateRange, beijing_day
from bot.model.post import CLAIMABLE, Post, PostKind, PostState
from bot.model.subscription import NO_HOLIDAYS, Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database, Store
from bot.store.ledger import count_fates, count_missing
from bot.store.outbox import list_posts
from bot.store.standing import find_stop
from bot.store.subscriptions import list_subscriptions

_ON_ITS_WAY = (*CLAIMABLE, PostState.SENDING)
_BRINGS = (PostKind.DIGEST, PostKind.IMMEDIATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A subscription and its sums: ``fates`` counts each of its items once, by its line in the ledger.

    ``missing`` counts items of announced briefings that the ledger says nothing of: a fault, of which there should be
    none. ``last_at`` is when its last post was due that was sent, ``waiting`` and ``stuck`` are its posts that wait and
    those that need a person, ``late`` those that wait though they were due a while ago, ``next_slot`` its next time.
    """

    subscription: Subscription
    fates: Mapping[str, int]
    missing: int
    last_at: dt.datetime | None
    waiting: tuple[Post, ...]
    stuck: tuple[Post, ...]
    late: tuple[Post, ...]
    next_slot: ScheduledSlot | None

    @property
    def adds_up(self) -> bool:
        """Whether every item is accounted for."""
        return self.missing == 0

    @property
    def items(self) -> int:
        """How many items there are to account for."""
        return sum(self.fates.values()) + self.missing


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """Where posting stands: ``stopped`` is Slack's word for which nothing is sent, "" while all is well.

    ``held_besides`` are the posts to these places that need a person and belong to none of the subscriptions: those of
    ended ones.
    """

    coverage: Coverage
    stopped: str
    accounts: tuple[Account, ...]
    held_besides: tuple[Post, ...] = ()


class Accounts:
    """Sums up the ledger; ``holidays`` are those of China."""

    def __init__(self, store: Store, *, holidays: Holidays = NO_HOLIDAYS) -> None:
        self._store = store
        self._holidays = holidays

    def list_accounts(self, *, now: dt.datetime) -> tuple[Account, ...]:
        """Return the sums of each subscription that was not cancelled, by number."""
        with self._store.read() as db:
            return self._list(db, now=now, places=None)

    def read_status(self, *, workspace: str, places: Sequence[str], now: dt.datetime) -> Status:
        """Return where the posts to these channels and persons stand."""
        with self._store.read() as db:
            accounts = self._list(db, now=now, places=places)
            known = {post.id for account in accounts for post in account.stuck}
            held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
            return Status(
                coverage=find_coverage(db),
                stopped=stop[0] if (stop := find_stop(db, workspace)) else "",
                accounts=accounts,
                held_besides=tuple(post for post in held if post.slot.channel in places and post.id not in known),
            )

    def _list(self, db: Database, *, now: dt.datetime, places: Sequence[str] | None) -> tuple[Account, ...]:
        rules = list_subscriptions(db, (SubscriptionState.ACTIVE, SubscriptionState.PAUSED))
        return tuple(self._sum_up(db, rule, now=now) for rule in rules if places is None or rule.channel in places)

    def _sum_up(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Account:
        fates, missing = count_fates(db, rule.id), count_missing(db, rule.id)
        posts = list_posts(db, subscription_id=rule.id)
        firsts = [post for post in posts if post.part == 0]
        sent = [post.due_at for post in firsts if post.state is PostState.SENT and post.slot.kind in _BRINGS]
        waiting = tuple(post for post in firsts if post.state in _ON_ITS_WAY or post.is_unclear)
        is_active = rule.state is SubscriptionState.ACTIVE
        slots = list_next_slots(rule.schedule, self._holidays, after=now, beyond=find_decided_on(rule, now=now))
        return Account(
            subscription=rule,
            fates=fates,
            missing=missing,
            last_at=max(sent, default=None),
            waiting=waiting,
            late=tuple(post for post in waiting if is_active and post.due_at <= now - LATE),
            stuck=tuple(post for post in posts if post.is_parked or post.is_asked),
            next_slot=slots[0] if slots else None,
        )


def describe_sums(account: Account) -> str:
    """Return the sums in one line: ``D1: 29 items = 24 filtered + 5 posted``, with what is missing, if anything is."""
    counted = " + ".join(f"{count} {fate}" for fate, count in account.fates.items()) or "0"
    missing = f" + {account.missing} missing" if account.missing else ""
    plural = "" if account.items == 1 else "s"
    return f"{account.subscription.shown_id}: {account.items} item{plural} = {counted}{missing}"


# What somebody's Home shows: deadlines ahead, what is new, and what they follow.

MAX_DEADLINES = 5
MAX_WATCHES = 15


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
    coverage: Coverage
    asked_on: dt.date
    hidden: frozenset[str] = frozenset()


def compose_home(
    lookup: Lookup,
    watches: Subscriptions | None,
    *,
    workspace: str,
    user: str,
    may_see: Callable[[str], bool],
    now: dt.datetime,
) -> HomePage:
    """Return somebody's Home as of now; ``may_see`` tells whether they may see a channel's posts."""
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
        coverage=ahead.coverage,
        asked_on=today,
        hidden=frozenset(rule.shown_id for rule in posting if rule.channel in unseen),
    )
