"""What a person has not seen: the items learned or corrected since they last asked, grouped like a digest.

What their own rules posted to their direct messages meanwhile they have seen; what a new report only repeats of that,
or of what they were shown here, is not new. A correction counts where it changes an
issuer, a date, a status or a deadline.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.answers.absent import Absent
from bot.answers.briefing import BriefingCard
from bot.answers.lists import PolicyList
from bot.answers.rows import PolicyRow
from bot.answers.sources import Coverage, find_coverage
from bot.digests.compose import Digest
from bot.digests.correction import tells_otherwise
from bot.digests.matches import Matcher
from bot.digests.outcomes import LATE
from bot.digests.post_rules import list_standing_answers
from bot.digests.schedules import list_coming_slots
from bot.digests.slots import ScheduledSlot, to_local
from bot.digests.subscriptions import Changed, Subscriptions
from bot.digests.summaries import Issue, Occasion, Told, compose_window, drop_items_besides, get_issue
from bot.model.briefing import Item
from bot.model.changes import HeldItem, decide_changes
from bot.model.deadlines import DateRange, DeadlineAnswer, DeadlineKey, beijing_day
from bot.model.ids import IdKind, format_id, parse_id
from bot.model.post import CLAIMABLE, Post, PostKind, PostState
from bot.model.subscription import NO_HOLIDAYS, Holidays, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.briefings import (
    add_shown,
    find_look,
    get_record,
    keep_unshown,
    list_briefings_learned,
    list_corrected_since,
    list_seen,
    list_shown,
    list_unshown,
    mark_look,
)
from bot.store.database import Database, Store
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.ledger import list_ledger
from bot.store.outbox import find_stop, list_posts
from bot.store.subscriptions import list_subscriptions
from bot.store.surveys import MissingRow, count_accountable, list_missing, list_never_brought

# The ledger's sums and where posting stands: what has become of every item, what waits, what needs a person.

_BRINGS = (PostKind.DIGEST, PostKind.IMMEDIATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A subscription and its sums: ``fates`` counts each of its ``items`` once, by the ledger's last word on it.

    ``missing`` are items of announced briefings that the ledger says nothing of, or counts as had though no post
    brought them: faults, of which there should be none. ``last_at`` is when its last post was due that was sent,
    ``waiting`` and ``stuck`` are its posts that wait and those (parts included) that need a person, ``late`` those that
    wait though they were due a while ago, ``next_slot`` its next time.
    """

    subscription: Subscription
    items: int
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
        return self.missing == 0 and sum(self.fates.values()) == self.items


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """Where posting stands: ``stopped`` is Slack's word for which nothing is sent, "" while all is well.

    ``answers`` are what the place that asks said to deadlines that count and have not passed, ``held_besides`` the
    posts to these places that need a person and belong to none of the subscriptions: those of ended ones.
    """

    coverage: Coverage
    stopped: str
    accounts: tuple[Account, ...]
    answers: Mapping[DeadlineKey, DeadlineAnswer]
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

    def list_gaps(self) -> tuple[MissingRow, ...]:
        """Return every item that a ledger is silent or wrong on, by subscription; there should be none."""
        with self._store.read() as db:
            return tuple(gap for rule in _list_rules(db, None) for gap in _list_faults(db, rule.id))

    def read_status(self, *, workspace: str, places: Sequence[str], now: dt.datetime, today: dt.date) -> Status:
        """Return where the posts to these channels and persons stand; the first of them is the place that asks."""
        with self._store.read() as db:
            answers = {
                key: answer
                for place in places[:1]
                for key, answer in list_standing_answers(db, workspace=workspace, channel=place, now=now).items()
                if key.on >= today
            }
            accounts = self._list(db, now=now, places=places)
            told = {post.id for account in accounts for post in account.stuck}
            held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
            return Status(
                coverage=find_coverage(db),
                stopped=stop[0] if (stop := find_stop(db, workspace)) else "",
                accounts=accounts,
                answers=answers,
                held_besides=tuple(
                    post for post in held if post.is_asked and post.slot.channel in places and post.id not in told
                ),
            )

    def _list(self, db: Database, *, now: dt.datetime, places: Sequence[str] | None) -> tuple[Account, ...]:
        return tuple(self._sum_up(db, rule, now=now) for rule in _list_rules(db, places))

    def _sum_up(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Account:
        last = {parse_id(row.item, IdKind.ITEM): row.fate for row in list_ledger(db, subscription_id=rule.id)}
        faults = _list_faults(db, rule.id)
        last = {item: last[item] for item in last.keys() - {fault.item_id for fault in faults}}
        every = list_posts(db, subscription_id=rule.id)
        posts = [post for post in every if post.part == 0]
        sent = [post.due_at for post in posts if post.state is PostState.SENT and post.slot.kind in _BRINGS]
        waiting = tuple(post for post in posts if post.state in {*CLAIMABLE, PostState.SENDING} or post.is_unclear)
        slots = list_coming_slots(db, rule, self._holidays, after=now)
        return Account(
            subscription=rule,
            items=count_accountable(db, rule.id),
            fates=dict(sorted(Counter(last.values()).items(), key=lambda pair: (-pair[1], pair[0]))),
            missing=len(faults),
            last_at=max(sent, default=None),
            waiting=waiting,
            late=tuple(post for post in waiting if post.due_at <= now - LATE and _lets_go(rule, post)),
            stuck=tuple(post for post in every if post.is_parked or post.is_asked),
            next_slot=slots[0] if slots else None,
        )


def _lets_go(rule: Subscription, post: Post) -> bool:
    if post.is_first_notice:
        return rule.state in {SubscriptionState.ACTIVE, SubscriptionState.PENDING_NOTICE}
    return rule.state is SubscriptionState.ACTIVE or post.slot.kind is PostKind.NOTICE


def _list_faults(db: Database, subscription_id: int) -> list[MissingRow]:
    return [*list_missing(db, subscription_id), *list_never_brought(db, subscription_id)]


def _list_rules(db: Database, places: Sequence[str] | None) -> list[Subscription]:
    states = tuple(state for state in SubscriptionState if state is not SubscriptionState.CANCELLED)
    return [rule for rule in list_subscriptions(db, states) if places is None or rule.channel in places]


def describe_sums(account: Account) -> str:
    """Return the sums in one line: ``D1: 29 items = 24 filtered + 5 posted``, with what is missing, if anything is."""
    counted = " + ".join(f"{count} {fate}" for fate, count in account.fates.items()) or "0"
    missing = f" + {account.missing} missing" if account.missing else ""
    name = format_id(IdKind.SUBSCRIPTION, account.subscription.id)
    return f"{name}: {account.items} item{'' if account.items == 1 else 's'} = {counted}{missing}"


# What somebody's Home shows: what is new, which deadlines are ahead, and what they follow.

MAX_DEADLINES = 5
MAX_WATCHES = 15


class HomeLookup(Protocol):
    """Answers the two questions of Home; see ``bot.answers.lookup.Lookup``."""

    def search(self, query: Query, *, now: dt.datetime, offset: int = 0) -> PolicyList:
        """Return the policies and items that match."""
        ...

    def get_briefing(self, number: int | None, *, now: dt.datetime) -> BriefingCard | Absent:
        """Return one briefing, the latest for None."""
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
    coverage: Coverage
    asked_on: dt.date
    hidden: frozenset[str] = frozenset()


def compose_home(
    lookup: HomeLookup,
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


FIRST_LOOK = dt.timedelta(days=30)
"""How far back somebody sees who asks for the first time."""
_HERE = "/digest now"
"""Who told what a person was shown here, where else a rule stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What was learned since ``since``; None without anything. ``is_first`` when the person had never asked.

    ``left_over`` counts the items of it that did not fit the last time.
    """

    since: dt.datetime
    is_first: bool
    digest: Digest | None
    left_over: int = 0


class Newsroom:
    """Gives each person what is new to them."""

    def __init__(self, store: Store, matcher: Matcher) -> None:
        self._store = store
        self._matcher = matcher

    def get_news(self, query: Query, *, workspace: str, user: str, now: dt.datetime, zone: str = "UTC") -> News:
        """Return what is new to a person and matches; it stays so until they have seen it."""
        with self._store.read() as db:
            looked_at = find_look(db, workspace=workspace, user=user)
            since = looked_at or now - FIRST_LOOK
            rest = list_unshown(db, workspace=workspace, user=user)
            seen = list_seen(db, workspace=workspace, user=user)
            shown = dict.fromkeys(list_shown(db, workspace=workspace, user=user), _HERE)
            corrected, back = _compare_readings(db, since=since)
            learned = list_briefings_learned(db, since=since, besides=(*rest, *back))
            known = {item for item, _ in shown} - rest.keys()
            wanted = {number: {*learned.get(number, ())} - known for number in (*learned, *corrected)}
            issues = [
                _set_before(drop_items_besides(get_issue(db, number), items | before.keys()), before)
                for number, items in wanted.items()
                if (before := corrected.get(number, {})) or items
            ]
            issues = [issue for each in issues if (issue := _drop_seen(each, seen)).items]
            digest = None
            left_over = 0
            if issues:
                window = (_day(min((since, *rest.values())), zone), _day(now, zone))
                occasion = Occasion(window=window)
                told = Told(before={**shown, **seen})
                found = compose_window(db, self._matcher, issues, query, occasion=occasion, told=told, now=now)
                digest = found.digest if found.included else None
                left_over = sum(item.item_id in rest for item in found.included)
        return News(since=since, is_first=looked_at is None, digest=digest, left_over=left_over)

    def mark_seen(self, news: News, *, shown: Collection[int], workspace: str, user: str, now: dt.datetime) -> None:
        """Remember that a person has asked at ``now``, and was shown these items: the others stay new to them."""
        entries = news.digest.entries if news.digest else ()
        left = {entry.item.item_id for entry in entries} - set(shown)
        told = [(entry.item.item_id, entry.item.version) for entry in entries if entry.item.item_id in shown]
        with self._store.write() as db:
            mark_look(db, workspace=workspace, user=user, now=now)
            keep_unshown(db, left, workspace=workspace, user=user)
            add_shown(db, told, workspace=workspace, user=user)


def _drop_seen(issue: Issue, seen: Mapping[tuple[int, int], str]) -> Issue:
    """Return an issue without the items that a person has in their messages as they are."""
    return replace(issue, items=tuple(each for each in issue.items if (each.item_id, each.version) not in seen))


def _set_before(issue: Issue, before: Mapping[int, Item]) -> Issue:
    """Return an issue whose corrected items are told against what they said before, in the same briefing."""
    items = tuple(
        replace(each, before=before[each.item_id], before_of=each.briefing_id) if each.item_id in before else each
        for each in issue.items
    )
    return replace(issue, items=items)


def _compare_readings(db: Database, *, since: dt.datetime) -> tuple[dict[int, dict[int, Item]], list[int]]:
    """Return what other readings of briefings say now than those in force at a moment.

    The items that say another issuer, date, status or deadline, as they were then, by briefing and item; and those
    that were known, and not in their briefing then: a correction had dropped them.
    """
    otherwise: dict[int, dict[int, Item]] = {}
    back: list[int] = []
    for number, reading in list_corrected_since(db, since).items():
        held = list_items(db, list_briefing_item_ids(db, number))
        now = {each.id: each.item for each in held}
        known = [HeldItem(id=each.id, item=each.item, active=True) for each in held if each.learned_at <= since]
        for change in decide_changes(known, get_record(db, reading).items):
            if change.item is None and change.item_id is not None:
                back.append(change.item_id)
            elif change.item_id in now and change.item and tells_otherwise(change.item, now[change.item_id]):
                otherwise.setdefault(number, {})[change.item_id] = change.item
    return otherwise, back


def _day(moment: dt.datetime, zone: str) -> dt.date:
    return to_local(moment, zone).date()
