"""What is asked of digests: where posting is, what a Home shows, what a rule would bring, why a post brought it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answers.briefing import BriefingCard
from bot.answers.lookup import Lookup
from bot.answers.quotes import find_printed
from bot.answers.rows import Coverage, PolicyRow, find_coverage
from bot.digests.compose import (
    UNASKED,
    Digest,
    DigestEntry,
    Matcher,
    Reader,
    compose_digest,
    name_left_out,
    read_issues,
)
from bot.digests.outcomes import LATE
from bot.digests.schedule import ScheduledSlot, list_next_slots, list_slots
from bot.digests.subscriptions import Changed, Subscriptions
from bot.errors import NotFoundError
from bot.model.briefing import Item
from bot.model.deadlines import DateRange, beijing_day
from bot.model.ids import IdKind, parse_id
from bot.model.post import DigestItem, Fate, Post, PostKind, PostState
from bot.model.subscription import NO_HOLIDAYS, Holidays, Schedule, Subscription, SubscriptionState, is_person
from bot.names.lexicon import Lexicon
from bot.query.query_record import Query, describe_query
from bot.query.search_plan import compose_search_plan
from bot.store.briefings import find_newest_briefing
from bot.store.database import Database, Store
from bot.store.ledger import MISSING, count_fates, list_announced, list_carried, list_ledger
from bot.store.memos import MemoKind, find_memo
from bot.store.outbox import list_posts
from bot.store.subscriptions import list_subscriptions

_BRINGS = (PostKind.DIGEST, PostKind.IMMEDIATE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A subscription and its sums: ``fates`` counts each of its items once, those too that the ledger has no line of.

    ``last_at`` is when its last post was due that was sent, ``waiting`` and ``stuck`` are its posts that wait and those
    that need a person; it ``is_late`` when one waits that was due a while ago. ``next_slot`` is its next time.
    """

    subscription: Subscription
    fates: Mapping[str, int]
    last_at: dt.datetime | None
    waiting: tuple[Post, ...]
    stuck: tuple[Post, ...]
    is_late: bool
    next_slot: ScheduledSlot | None

    @property
    def missing(self) -> int:
        """How many items are unaccounted for."""
        return self.fates.get(MISSING, 0)

    @property
    def items(self) -> int:
        """How many items there are to account for."""
        return sum(self.fates.values())


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


def describe_sums(account: Account) -> str:
    """Return the sums in one line: ``D1: 29 items = 24 filtered + 5 posted``, with what is missing, if anything is."""
    counted = " + ".join(f"{count} {fate}" for fate, count in account.fates.items()) or "0"
    plural = "" if account.items == 1 else "s"
    return f"{account.subscription.shown_id}: {account.items} item{plural} = {counted}"


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
    newest = lookup.open(IdKind.BRIEFING, None, now=now)
    ahead = lookup.search(Query(due=DateRange(start=today), sort="due", limit=MAX_DEADLINES), now=now)
    owned = watches.list_owned(workspace=workspace, user=user, now=now) if watches is not None else ()
    posting = [each.subscription for each in owned[:MAX_WATCHES] if not is_person(each.subscription.channel)]
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


LOOKED_BACK = dt.timedelta(days=90)
"""How far back a preview looks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LookBack:
    """What a filter brings of the briefings that were announced from ``since`` to ``until``.

    ``entries`` are the items, the newest briefing's first; ``posts`` is about how many posts a rule of this
    ``schedule`` makes of them. ``left_out`` counts by reason what matches and is kept from the place. ``latest`` is
    what it brings of the latest briefing; None while there is none.
    """

    filter_words: tuple[str, ...]
    schedule: Schedule
    since: dt.datetime
    until: dt.datetime
    posts: int = 0
    entries: tuple[DigestEntry, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    latest: Digest | None = None

    @property
    def a_week(self) -> float:
        """How many posts a week that is on average."""
        return self.posts / ((self.until - self.since) / dt.timedelta(weeks=1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Explained:
    """A rule, its filter in words, and each item that one of its posts brought, or left out, with why in words; raw."""

    subscription: Subscription
    filter_words: tuple[str, ...]
    items: tuple[tuple[DigestItem, str], ...]


class Accounts:
    """Sums up the ledger, composes what is asked for, and explains what was posted; posts nothing.

    ``holidays`` are those of China.
    """

    def __init__(self, store: Store, matcher: Matcher, *, holidays: Holidays = NO_HOLIDAYS) -> None:
        self._store = store
        self._matcher = matcher
        self._holidays = holidays

    def list_accounts(self, *, now: dt.datetime) -> tuple[Account, ...]:
        """Return the sums of each subscription that was not cancelled, by number."""
        with self._store.read() as db:
            return tuple(self._sum_up(db, rule, now=now) for rule in list_subscriptions(db))

    def read_status(self, *, workspace: str, places: Sequence[str], now: dt.datetime) -> Status:
        """Return where the posts to these channels and persons stand."""
        with self._store.read() as db:
            rules = [rule for rule in list_subscriptions(db) if rule.channel in places]
            accounts = tuple(self._sum_up(db, rule, now=now) for rule in rules)
            known = {post.id for account in accounts for post in account.stuck}
            held = list_posts(db, workspace=workspace, states=(PostState.HELD,))
            return Status(
                coverage=find_coverage(db),
                stopped=stop.record if (stop := find_memo(db, MemoKind.STOPPED, workspace)) else "",
                accounts=accounts,
                held_besides=tuple(post for post in held if post.slot.channel in places and post.id not in known),
            )

    def _sum_up(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Account:
        posts = list_posts(db, subscription_id=rule.id)
        firsts = [post for post in posts if post.part == 0]
        sent = [post.due_at for post in firsts if post.state is PostState.SENT and post.slot.kind in _BRINGS]
        waiting = tuple(post for post in firsts if post.is_on_its_way)
        slots = list_next_slots(rule, self._holidays, now=now, count=1)
        return Account(
            subscription=rule,
            fates=count_fates(db, rule.id),
            last_at=max(sent, default=None),
            waiting=waiting,
            is_late=rule.state is SubscriptionState.ACTIVE and any(post.due_at <= now - LATE for post in waiting),
            stuck=tuple(post for post in posts if post.is_parked or post.is_asked),
            next_slot=slots[0] if slots else None,
        )

    def look_back(self, query: Query, schedule: Schedule, *, reader: Reader, now: dt.datetime) -> LookBack:
        """Return what a filter brings a reader of the latest briefing, and of all of the last 90 days, had or not."""
        since = now - LOOKED_BACK
        with self._store.read() as db:
            announced, newest = list_announced(db, since=since, until=now), find_newest_briefing(db)
            latest = self._compose(db, query, [newest.id] if newest else [], reader, now)
            found = self._compose(db, query, reversed(announced), replace(reader, counts_had=False), now)
        entries = found.entries if found else ()
        times = {announced[entry.item.briefing_id] for entry in entries}
        slots = {next(list_slots(schedule, self._holidays, after=moment), moment) for moment in times}
        return LookBack(
            filter_words=describe_query(query, self._matcher.lexicon(), moving=True),
            schedule=schedule,
            since=since,
            until=now,
            posts=len(slots),  # one a slot, or without slots one a briefing
            entries=tuple(sorted(entries, key=lambda entry: -entry.item.briefing_id)),
            left_out=found.not_brought if found else (),
            latest=latest,
        )

    def _compose(
        self, db: Database, query: Query, numbers: Iterable[int], reader: Reader, now: dt.datetime
    ) -> Digest | None:
        issues = read_issues(db, numbers)
        return compose_digest(db, self._matcher, query, issues, reader=reader, now=now)[0] if issues else None

    def explain(self, rule: Subscription, *, ts: str, left_out: bool, now: dt.datetime) -> Explained:
        """Return why a rule's post at this timestamp brought its items, or what it left out of its briefings and why.

        Raises NotFoundError for a post that is not known.
        """
        query, lexicon = self._matcher.parse(rule.filter, now=now), self._matcher.lexicon()
        words = describe_query(query, lexicon, moving=True)
        with self._store.read() as db:
            carried = list_carried(db, _find_post(db, rule, ts))
            briefings = sorted(set(carried.values()))
            rows = [row for each in briefings for row in list_ledger(db, subscription_id=rule.id, briefing_id=each)]
            lines = {parse_id(row.item, IdKind.ITEM): row for row in rows}
            issues = read_issues(db, briefings, lines.keys() - carried.keys() if left_out else carried)
        why = []
        for item in (item for issue in issues for item in issue.items):
            said = ", ".join(list_reasons(item.item, query, lexicon)) or ("it matched when posted" if words else "")
            if left_out:
                line = lines[item.item_id]
                said = line.reason if line.fate == Fate.FILTERED else ": ".join(filter(None, (line.fate, line.reason)))
            if said.startswith(UNASKED):
                said = f"{name_left_out(item.item)}, not {', '.join(words) or 'everything'}"
            why.append((item, said))
        return Explained(subscription=rule, filter_words=words, items=tuple(why))


def _find_post(db: Database, rule: Subscription, ts: str) -> int:
    """Return the first part of a rule's post that stands at this timestamp, itself or by a part in its thread."""
    for post in list_posts(db, subscription_id=rule.id):
        if post.ts == ts:
            return post.parent_id or post.id
    hint = f"/digest {rule.shown_id} shows what the rule asks for."
    raise NotFoundError(f"This post of {rule.shown_id} is not on record.", hint=hint)


_MOST_FORMS = 3
"""So many forms of one word are named."""


def list_reasons(item: Item, query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what of a query an item answers to, in the item's own words; nothing where the query asks for all."""
    companies = {each.key: each.name for each in item.companies}
    names = {body.id: body.name_en for body in lexicon.bodies if "_" in body.id} | companies
    names |= {topic.id: topic.name_en for topic in lexicon.topics}
    asked = (
        ("issued by", query.ministry, item.issuing_bodies),
        ("names", query.mentions, item.bodies),
        ("names", query.company, companies),
        ("topic", query.topic, item.topics),
    )
    found = [f"{said} {names.get(each, each)}" for said, one, had in asked for each in one.include if each in had]
    if query.due is not None:
        found += [f"deadline {each.on}" for each in item.deadlines if query.due.meets(each.on)]
    titles = (item.policy.title_en, item.policy.title_zh, item.policy.document_number) if item.policy else ()
    text = "\n".join(filter(None, (item.headline, *titles, item.text, *item.points, item.comment)))
    for wanted in compose_search_plan(query.terms, lexicon).wanted:
        phrases = (phrase for wording in wanted.wordings for phrase in wording)
        found += [f"“{form}”" for form in find_printed(text, (*phrases, *wanted.marked))[:_MOST_FORMS]]
    return tuple(dict.fromkeys(found))
