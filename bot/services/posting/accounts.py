"""The ledger's sums and where posting stands: what has become of every item, what waits, what needs a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id, parse_id
from bot.domain.posts.delivery import LATE
from bot.domain.posts.holidays import NO_HOLIDAYS, Holidays
from bot.domain.posts.post import UNSENT, PostKind, PostState
from bot.domain.posts.subscription import SubscriptionState
from bot.services.answering.rows import find_held
from bot.services.posting.answered import list_standing_answers
from bot.services.posting.coming_slots import list_coming_slots
from bot.store.gaps import count_accountable, list_missing, list_never_brought
from bot.store.ledger import list_ledger
from bot.store.outbox import find_stop, list_posts
from bot.store.subscriptions import list_subscriptions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from bot.domain.posts.post import Post
    from bot.domain.posts.schedule import ScheduledSlot
    from bot.domain.posts.subscription import Subscription
    from bot.domain.records.deadlines import DeadlineAnswer, DeadlineKey
    from bot.services.provenance import Held
    from bot.store.database import Database, Store
    from bot.store.gaps import MissingRow

_STUCK = (PostState.PARKED, PostState.HELD)
_ON_ITS_WAY = (PostState.SENDING, PostState.AMBIGUOUS)
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

    held: Held
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
        """Give the sums of each subscription that was not cancelled, by number."""
        with self._store.read() as db:
            return self._list(db, now=now, places=None)

    def list_gaps(self) -> tuple[MissingRow, ...]:
        """Give every item that a ledger is silent or wrong on, by subscription; there should be none."""
        with self._store.read() as db:
            return tuple(gap for rule in _list_rules(db, None) for gap in _list_faults(db, rule.id))

    def read_status(self, *, workspace: str, places: Sequence[str], now: dt.datetime, today: dt.date) -> Status:
        """Give where the posts to these channels and persons stand; the first of them is the place that asks."""
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
                held=find_held(db),
                stopped=find_stop(db, workspace) or "",
                accounts=accounts,
                answers=answers,
                held_besides=tuple(post for post in held if post.slot.channel in places and post.id not in told),
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
        waiting = tuple(post for post in posts if post.state in {*UNSENT, *_ON_ITS_WAY} - {PostState.PARKED})
        slots = list_coming_slots(db, rule, self._holidays, after=now)
        return Account(
            subscription=rule,
            items=count_accountable(db, rule.id),
            fates=dict(sorted(Counter(last.values()).items(), key=lambda pair: (-pair[1], pair[0]))),
            missing=len(faults),
            last_at=max(sent, default=None),
            waiting=waiting,
            late=tuple(post for post in waiting if post.due_at <= now - LATE and _lets_go(rule, post)),
            stuck=tuple(post for post in every if post.state in _STUCK),
            next_slot=slots[0] if slots else None,
        )


def _lets_go(rule: Subscription, post: Post) -> bool:
    if post.is_first_notice:
        return rule.state in {SubscriptionState.ACTIVE, SubscriptionState.PENDING_NOTICE}
    return rule.state is SubscriptionState.ACTIVE or post.is_line


def _list_faults(db: Database, subscription_id: int) -> list[MissingRow]:
    return [*list_missing(db, subscription_id), *list_never_brought(db, subscription_id)]


def _list_rules(db: Database, places: Sequence[str] | None) -> list[Subscription]:
    states = tuple(state for state in SubscriptionState if state is not SubscriptionState.CANCELLED)
    return [rule for rule in list_subscriptions(db, states) if places is None or rule.channel in places]


def describe_sums(account: Account) -> str:
    """Give the sums in one line: ``D1: 29 items = 24 filtered + 5 posted``, with what is missing, if anything is."""
    counted = " + ".join(f"{count} {fate}" for fate, count in account.fates.items()) or "0"
    missing = f" + {account.missing} missing" if account.missing else ""
    name = format_id(IdKind.SUBSCRIPTION, account.subscription.id)
    return f"{name}: {account.items} item{'' if account.items == 1 else 's'} = {counted}{missing}"
