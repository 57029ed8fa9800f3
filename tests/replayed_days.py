"""Ninety days of briefings, lived through by the code that posts and replayed by the code that previews."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.bootstrap import read_reference
from bot.config import find_data_folder
from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.announcement import HOLD
from bot.domain.posts.digest import Fate
from bot.domain.posts.post import PostKind
from bot.domain.posts.schedule import Cadence
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import parse_query
from bot.domain.records.briefing import Section
from bot.services.answering.lookup import Lookup
from bot.services.posting.digests import Digests
from bot.services.posting.replay import Replay
from bot.services.subscribing.subscription_rules import Asker, Zones, read_rule
from bot.store.carried import list_carried
from bot.store.holidays import load_holidays
from bot.store.named_lists import put_list
from bot.store.outbox import get_decided_at, list_posts
from bot.store.policies import list_policies
from bot.store.schedules import find_slot_of_post
from bot.store.subscriptions import (
    add_subscription,
    find_same_subscription,
    get_subscription,
    mark_noticed,
    mark_started,
    set_state,
)
from tests.corpus import make_briefing, make_company_item, make_policy_item, store_briefing
from tests.posting import FakeRenderer

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from bot.domain.posts.subscription import Subscription
    from bot.domain.records.briefing import Briefing, Item
    from bot.store.database import Database, Store

START = dt.datetime(2025, 3, 1, 0, 0, tzinfo=dt.UTC)
DAYS = 90
END = START + dt.timedelta(days=DAYS)
_TICK = dt.timedelta(minutes=30)
_ZONES = ("UTC", "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
_TOPICS = ("ai", "robotics", "vehicles", "energy", "carbon", "data_security", "semiconductors", "trade")
_BODIES = ("MIIT", "NDRC", "MOFCOM", "CAC", "SAMR", "MOF")
_WORDS = ("robots", "battery", "pilot", "licence", "register", "standard")
_TITLES = tuple(f"港口机械{sort}管理办法" for sort in ("安全", "登记", "检验", "能效", "报废", "维修", "租赁", "标识"))
"""Of half of the documents: each is reported again and again, as a draft or not, mostly by one body."""
_LISTS = ("topic:ai,robotics company:Huawei", "ministry:MIIT battery", "topic:trade licence", "ministry:CAC,MOF")
"""Named lists, of which each rule has one."""
_PAUSED = 17
"""Of so many rules the one before the last is paused for good somewhere in the days, if it is a channel's in slots."""
_DEADLINES = 10
"""One rule of so many follows deadlines."""
_SHARED = 4
"""So many rules share a channel, where what one brings is left out by the others."""
_PERSONAL = 5
"""One rule of so many posts to a person, who hears channels that they are in or look after."""
_GROUP = 10
"""Of so many rules the first four are looked after by the person who has the personal ones among them."""
Told = list[tuple[dt.datetime, tuple[int, ...]]]
"""Posts: when each is due, and the numbers of the items it brings."""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What was compared: rules, posts, items; ``differing`` are the rules whose preview was another than their past.

    ``repeats`` are the items that these rules left out since their places had been told the same before.
    """

    rules: int
    posts: int
    items: int
    reminders: int
    repeats: int
    differing: tuple[str, ...]


def compare(store: Store, chance: random.Random, *, rules: int) -> Compared:
    """Let so many random rules live through the days, preview each, and compare."""
    holidays = load_holidays(find_data_folder("reference"))
    lookup = Lookup(store, read_reference())
    digests = Digests(store, lookup, FakeRenderer(), holidays=holidays)
    with store.write() as db:
        for number in range(rules):
            listed = _LISTS[number % len(_LISTS)]
            put_list(db, owner=f"C{number}", name=f"list{number}", filter_text=listed, user="U0", now=START)
    with store.write() as db:
        made = [_add_rule(db, chance, number, lookup) for number in range(rules)]
    pauses = {
        rule.id: START + dt.timedelta(days=chance.randrange(10, DAYS - 10), minutes=chance.randrange(0, 1440, 30))
        for rule in made[_PAUSED - 2 :: _PAUSED]
        if not rule.is_personal and rule.cadence is not Cadence.IMMEDIATE
    }
    _live(store, digests, chance, made, pauses=pauses)
    replay = Replay(store, lookup, holidays=holidays)
    compared = posts = items = reminders = repeats = 0
    differing = []
    for rule in made:
        with store.read() as db:
            started_at = get_subscription(db, rule.id).started_at
        if rule.id in pauses or started_at is None:
            continue  # a preview shows what it would have brought all the same
        compared += 1
        lived = _list_lived(store, rule)
        place = (rule.workspace, rule.channel)
        span = END - started_at
        replayed = replay.replay(rule.filter, rule.schedule, rule=rule.shown_id, now=END, span=span, place=place)
        previewed = [
            (post.at, tuple(sorted(entry.item.item_id for entry in post.digest.entries))) for post in replayed.posts
        ]
        reminded = [at for at in _list_reminded(store, rule) if started_at < at <= END]
        reminders += len(reminded)
        if reminded != list(replayed.reminders):
            differing.append(f"{rule.shown_id} {rule.filter} {rule.schedule}: {reminded} against {replayed.reminders}")
        repeats += sum(row.fate == Fate.UNCHANGED for row in digests.list_ledger(subscription_id=rule.id))
        posts += len(lived)
        items += sum(len(brought) for _, brought in lived)
        if lived != previewed:
            differing.append(f"{rule.shown_id} {rule.filter} {rule.schedule}: {lived} against {previewed}")
    return Compared(
        rules=compared, posts=posts, items=items, reminders=reminders, repeats=repeats, differing=tuple(differing)
    )


def _live(
    store: Store,
    digests: Digests,
    chance: random.Random,
    rules: Sequence[Subscription],
    *,
    pauses: Mapping[int, dt.datetime],
) -> None:
    """Start rules, read a briefing every few days, pause some rules; tick every half hour, and when posts may go."""
    due = [START + dt.timedelta(days=day, minutes=chance.randrange(0, 1440, 7)) for day in range(1, DAYS - 1, 4)]
    ticks = {START + number * _TICK for number in range(int((END - START) / _TICK) + 1)}
    read = 0
    waiting = set(rules)
    for now in sorted(ticks | {moment + HOLD for moment in due}):
        with store.write() as db:
            waiting -= {rule for rule in waiting if _start(db, rule, now=now)}
        while read < len(due) and due[read] <= now:
            briefing = _make_briefing(chance, read, due[read])
            with store.write() as db:
                number = store_briefing(db, briefing, now=due[read])
                digests.announce(db, briefing_id=number, now=due[read], by="U9", is_new=True)
            read += 1
        with store.write() as db:
            for rule in (rule for rule, at in pauses.items() if at == now):
                set_state(db, rule, SubscriptionState.PAUSED)
        digests.enqueue_due(now=now)


def _start(db: Database, rule: Subscription, *, now: dt.datetime) -> bool:
    """Start a rule, unless it follows a policy that is not held yet: nobody could name it."""
    number = rule.filter.removeprefix("policy:P")
    if number != rule.filter and not list_policies(db, [int(number)]):
        return False
    set_state(db, rule.id, SubscriptionState.ACTIVE)
    mark_noticed(db, rule.id, now=now)
    mark_started(db, rule.id, now=now)
    return True


def _list_lived(store: Store, rule: Subscription) -> Told:
    found: Told = []
    with store.read() as db:
        for post in list_posts(db, subscription_id=rule.id):
            if post.part or post.slot.kind not in {PostKind.DIGEST, PostKind.IMMEDIATE}:
                continue
            slot = find_slot_of_post(db, post.id)
            due = slot.due_at if slot else post.not_before
            if due <= END:
                found.append((due, tuple(sorted(list_carried(db, post.id)))))
    return found


def _list_reminded(store: Store, rule: Subscription) -> list[dt.datetime]:
    with store.read() as db:
        posts = [post for post in list_posts(db, subscription_id=rule.id) if post.slot.kind is PostKind.REMINDER]
        return [get_decided_at(db, post.id) for post in posts]


def _add_rule(db: Database, chance: random.Random, number: int, lookup: Lookup) -> Subscription:
    filter_text = _make_filter(chance, number) if number % _DEADLINES else "deadlines"
    text = f"{filter_text} {_make_schedule(chance)}".strip()
    query = parse_query(text, lexicon=lookup.lexicon(), today=beijing_day(START))
    person = f"U{number // _GROUP}"
    is_personal = number % _PERSONAL == _PERSONAL - 1
    asker = Asker(workspace="T1", channel=f"C{number}", user=person)
    zones = Zones(names=frozenset(_ZONES))
    rule = read_rule(query, asker=asker, lexicon=lookup.lexicon(), zones=zones, today=beijing_day(START))
    shared = person if is_personal else _find_channel(number)
    same = find_same_subscription(
        db, workspace="T1", channel=shared, filter_text=rule.filter, cadence=rule.schedule.cadence
    )
    owner = person if is_personal or number % _GROUP < _SHARED else "U1NOBODY"
    alone = f"{'UX' if is_personal else 'C'}{number}"
    return add_subscription(
        db,
        workspace="T1",
        channel=alone if same else shared,
        filter_text=rule.filter,
        schedule=rule.schedule,
        user=owner,
        now=START,
    )


def _find_channel(number: int) -> str:
    return f"C{number - number % _SHARED}"


def _make_filter(chance: random.Random, number: int) -> str:
    parts = [
        chance.choice(("", "", f"topic:{','.join(chance.sample(_TOPICS, 2))}", f"-topic:{chance.choice(_TOPICS)}")),
        chance.choice(("", "", f"ministry:{chance.choice(_BODIES)}", f"mentions:{chance.choice(_BODIES)}")),
        chance.choice(("", "", "", chance.choice(_WORDS), f"-{chance.choice(_WORDS)}")),
        chance.choice(("", "", "", "", "company:Huawei", "section:top", "-section:corporate_news")),
        chance.choice(("", "", "", "", f"-ministry:{chance.choice(_BODIES)}", "-company:Huawei")),
    ]
    narrow = chance.choice((*("" for _ in range(6)), "policy", "list", "-list"))
    if narrow == "policy":
        return f"policy:P{chance.randrange(1, 2 * len(_TITLES))}"
    if narrow:
        parts.append(f"{narrow}:list{number}")
    return " ".join(part for part in parts if part)


def _make_schedule(chance: random.Random) -> str:
    every = chance.choice(("immediate", "daily", "weekdays", "weekly", "monthly", "mon,thu"))
    quiet = chance.choice(("", "", "weekends", "holidays", "weekends,holidays", "22:00-06:30"))
    at = "" if every == "immediate" else f"at:{chance.choice(('07:00', '09:00', '13:30', '18:00'))}"
    remind = chance.choice(("", "", "remind:14,7,1", "remind:1", "remind:none"))
    return f"every:{every} {at} tz:{chance.choice(_ZONES)} {f'quiet:{quiet}' if quiet else ''} {remind}".strip()


def _make_briefing(chance: random.Random, number: int, read_at: dt.datetime) -> Briefing:
    items = tuple(_make_item(chance, number, at + 1) for at in range(chance.randrange(2, 9)))
    return replace(make_briefing(read_at.date(), sha256=f"{number}", items=items), title=f"Notes {number}")


def _make_item(chance: random.Random, number: int, at: int) -> Item:
    word, body = chance.choice(_WORDS), chance.choice(_BODIES)
    topics = tuple(chance.sample(_TOPICS, chance.randrange(1, 3)))
    if chance.random() < 0.3:
        company = make_company_item(at, f"Huawei shows {word} of its own, number {number}.", name="Huawei")
        company = replace(company, companies=(replace(company.companies[0], company_id="huawei"),))
        return replace(company, topics=topics, bodies=(body,))
    closes_on = (START + dt.timedelta(days=chance.randrange(120))).date() if chance.random() < 0.3 else None
    item = make_policy_item(at, f"The {word} rules, number {number}, are out.", closes_on=closes_on)
    if item.policy and chance.random() < 0.5:
        title = chance.choice(_TITLES)
        item = replace(item, policy=replace(item.policy, title_zh=title))
        body = _BODIES[_TITLES.index(title) % len(_BODIES)] if number % 4 else body
    section = chance.choice((Section.TOP, Section.POLICY_NEWS))
    return replace(item, section=section, topics=topics, issuing_bodies=(body,), bodies=(body,))
