"""A bot over a Slack that fails, in this process: a kill is an exception at a step, a start is made of the file alone.

A step lies before, inside and after each write of the store, and around each call of Slack; the store's are named
after the function that writes. Time is the test's own.
"""

from __future__ import annotations

import datetime as dt
import math
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.digests.delivery import Delivery, DeliveryReport, Pace
from bot.digests.holds import Troubles, list_held, settle
from bot.digests.outbox import Digests
from bot.digests.outcomes import RECONCILE_AFTER
from bot.model.post import Post, PostKind, PostState
from bot.model.subscription import Schedule
from bot.scheduler import Scheduler
from bot.slack.calls.client import SlackPoster
from bot.slack.in_memory.local_slack import BOT_ID, Payload
from bot.store.database import Database, Store, open_store
from bot.store.outbox import list_posts
from bot.store.subscriptions import add_subscription, change_subscription, get_subscription
from tests.corpus import TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.empty_store import make_empty
from tests.fake_slack.chaos import START, ChaosSlack, Ended, Times
from tests.fake_slack.chaos_client import ChaosClient
from tests.posting import TEAM, FakeRenderer, KilledError, add_active, add_summary

TICK_S = 5.0
_ROOM = 4096
_WAIT_S = 5.0


class _Steps:
    """Counts the steps of a bot and ends it at one of them; once its disk is full, every write fails."""

    def __init__(self, kill_at: int | None) -> None:
        self.kill_at = kill_at
        self.full_at: int | None = None
        self.passed = 0
        self.died_at = ""
        self.is_full = False

    def step(self, name: str) -> None:
        if self.passed == self.kill_at:
            self.died_at = name
            raise KilledError
        self.is_full = self.is_full or self.passed == self.full_at
        self.passed += 1


class _StepStore(Store):
    steps: _Steps

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Database]:
        name = sys._getframe(2).f_code.co_name.lstrip("_")
        self.steps.step(f"before {name}")
        with _limit_files(is_full=self.steps.is_full), super().write(keep=keep) as db:
            yield db
            self.steps.step(f"inside {name}")
        self.steps.step(f"after {name}")


@contextmanager
def _limit_files(*, is_full: bool) -> Iterator[None]:
    """Let the system refuse to write beyond a page of a file, as a disk does that is full."""
    if not is_full:
        yield
        return
    soft, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, most))


class Bot:
    """What one process is: nothing of it is left when it dies but the file."""

    def __init__(self, path: Path, slack: ChaosSlack, *, kill_at: int | None = None) -> None:
        self._slack = slack
        self.steps = _Steps(kill_at)
        open_store(path, create=False).close()
        store = _StepStore(path, wait_s=_WAIT_S)
        store.steps = self.steps
        poster = SlackPoster(ChaosClient(self._serve, self.steps), bot_id=BOT_ID)
        pace = Pace(elapsed=slack.times.elapsed)
        self.delivery = Delivery(
            store, poster, Troubles(store, FakeRenderer(), workspace=TEAM, admins=("U9",)), pace=pace
        )
        self._scheduler = Scheduler(digests=Digests(store, TopicMatcher(), FakeRenderer()), delivery=self.delivery)
        self._store = store

    def tick(self) -> DeliveryReport | None:
        """Do one tick; None when it died in it."""
        try:
            return self._scheduler.tick(self._slack.times.now())
        except KilledError:
            self.close()
            return None

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _serve(self, method: str, arguments: Payload) -> Ended:
        with self._slack.lock:
            return self._slack.serve(method, arguments)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule as the test knows it: its number in the store, its channel and its schedule."""

    number: int
    channel: str
    schedule: Schedule


@dataclass(kw_only=True)
class Room:
    """One workspace with one database: posts and slots fall due in it, and its bot comes and goes.

    ``kills`` are the steps at which the next bots die.
    ``due`` are the keys of the posts that a test decided, ``failed`` the lines of ticks that failed.
    """

    path: Path
    times: Times = field(default_factory=Times)
    kills: list[int] = field(default_factory=list)
    died_at: list[str] = field(default_factory=list)
    due: set[str] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for old in self.path.parent.glob(f"{self.path.name}*"):
            old.unlink()
        self.slack = ChaosSlack(self.times)
        self.store = open_store(make_empty(self.path), create=False)
        self.digests = Digests(self.store, TopicMatcher(), FakeRenderer())
        self.bot: Bot | None = None

    # What becomes due.

    def decide(self, *, channel: str = "C1", parts: int = 1, slot: str = "B1v1") -> int:
        """Decide a summary to a channel of its own subscription; it is due now."""
        self.slack.open_channel(channel)
        now = self.times.now()
        with self.store.write() as db:
            found = db.execute("SELECT id FROM subscriptions WHERE channel = ?", [channel]).fetchone()
            subscription = get_subscription(db, found[0]) if found else add_active(db, channel=channel)
            blocks = '[{"type":"section","text":{"type":"mrkdwn","text":"all of it"}}]'
            number = add_summary(db, subscription, slot=slot, parts=parts, not_before=now, blocks=blocks)
            rows = db.execute("SELECT key FROM posts WHERE id = ? OR parent_id = ?", [number, number]).fetchall()
        self.due |= {key for (key,) in rows}
        return number

    def follow(self, channel: str, schedule: Schedule) -> None:
        """Let a channel follow everything; its notice stands there already."""
        self.slack.open_channel(channel)
        now = self.times.now()
        with self.store.write() as db:
            added = add_subscription(
                db, workspace=TEAM, channel=channel, filter_text="", schedule=schedule, user="U1", now=now
            )
            change_subscription(db, added.id, started_at=now, runs_from=now)
        self.rules.append(Rule(number=added.id, channel=channel, schedule=schedule))

    def ingest(self) -> None:
        """Read a new briefing of today with one item, of a series of its own."""
        now, number = self.times.now(), len(self.read) + 1
        items = (make_policy_item(1, f"The ministry sets out step {number}."),)
        issue = replace(make_briefing(now.date(), sha256=f"s{number}", items=items), series=f"Series {number}")
        with self.store.write() as db:
            stored = store_briefing(db, issue, now=now)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9")
        self.read.append(number)

    # What the bot does.

    def open(self) -> Bot:
        """Start the bot anew."""
        if self.bot is not None:
            self.bot.close()
        self.slack.forgive()
        self.bot = Bot(self.path, self.slack, kill_at=self.kills.pop(0) if self.kills else None)
        return self.bot

    def tick(self) -> DeliveryReport | None:
        """Let it do one tick; None when it was killed in it: the next tick starts it again."""
        bot = self.bot or self.open()
        report = bot.tick()
        if report is None:
            self.died_at.append(bot.steps.died_at)
            self.bot = None
        elif report.failed:
            self.failed += report.lines
        return report

    def run(self, *, limit_s: float = 1800.0) -> None:
        """Tick until nothing waits any more, or for so long; then let land what is late."""
        self.settle(limit_s=limit_s, for_all=True)
        self.times.go_on(self.slack.lag_s + 200.0)
        self.slack.land()

    def settle(self, *, limit_s: float = 900.0, for_all: bool = False) -> None:
        """Tick until no post waits, but for what is due later unless it is ``for_all``; empty time is skipped."""
        until = self.times.passed_s + limit_s
        while self.times.passed_s < until:
            report = self.tick()
            waiting = [post for post in self.list_waiting() if for_all or self._is_due(post)]
            if report is not None and not report.failed and not waiting:
                return
            wait_s = TICK_S
            if report is not None and not report.failed:
                away_s = min((self._find_next(post) - self.times.now()).total_seconds() for post in waiting)
                wait_s = max(wait_s, TICK_S * math.ceil(min(away_s, 600.0) / TICK_S))
            self.times.go_on(wait_s)

    def _is_due(self, post: Post) -> bool:
        return post.state is not PostState.PENDING or post.not_before <= self.times.now()

    def _find_next(self, post: Post) -> dt.datetime:
        """Return the earliest moment at which something can happen to a post."""
        if post.state is PostState.HELD and post.attempted_at is not None:
            return post.attempted_at + RECONCILE_AFTER
        return post.not_before

    def go_to(self, moment: dt.datetime) -> None:
        """Let time pass until a moment of Slack's clock, unless it is later already."""
        self.times.passed_s = max(self.times.passed_s, (moment - START).total_seconds())

    def close(self) -> None:
        """End the bot, and let go of the file."""
        if self.bot is not None:
            self.bot.close()
        self.store.close()

    def settle_held(self, *, sent: bool) -> None:
        """Let a person settle all that is held."""
        with self.store.write() as db:
            for post in list_held(db):
                settle(db, post.id, sent=sent, by="U9", now=self.times.now())

    # What came of it.

    def list_posts(self) -> list[Post]:
        """Return all posts that were decided."""
        with self.store.read() as db:
            return list_posts(db)

    def list_waiting(self) -> list[Post]:
        """Return what is not at an end."""
        return [post for post in self.list_posts() if post.is_on_its_way]

    def list_landed(self) -> dict[tuple[str, str], list[dt.datetime]]:
        """Return when each first message of a slot landed, by Slack's clock, under its rule and its slot."""
        known = {post.key: post for post in self.list_posts()}
        landed: dict[tuple[str, str], list[dt.datetime]] = {}
        for _, message in self.slack.list_ours():
            post = known.get(message["metadata"]["event_payload"]["key"])
            if post is None or post.part or post.slot.kind not in {PostKind.DIGEST, PostKind.IMMEDIATE}:
                continue
            at = dt.datetime.fromtimestamp(float(message["ts"]), tz=dt.UTC)
            landed.setdefault((post.slot.source, post.slot.slot), []).append(at)
        return landed

    def count(self) -> Count:
        """Count what stands in the channels against the posts that were due."""
        stands = self.slack.count_keys()
        posts = {post.key: post for post in self.list_posts()}
        missing = [posts.get(key) for key in self.due if not stands[key]]
        return Count(
            due=len(self.due),
            once=sum(1 for key in self.due if stands[key] == 1),
            doubled=sum(1 for key in stands if stands[key] > 1),
            held=sum(1 for post in missing if post and post.is_asked),
            ended=sum(1 for post in missing if post and (post.state is PostState.CANCELLED or post.is_parked)),
            lost=sum(1 for post in missing if post is None or post.state is PostState.SENT or post.is_on_its_way),
            wrong=len(self._list_misplaced()) + len(self.slack.early),
        )

    def _list_misplaced(self) -> list[str]:
        """Return the keys of thread parts that stand outside their thread, and of first parts inside one."""
        ours = reversed(list(self.slack.list_ours()))
        standing = {post["metadata"]["event_payload"]["key"]: post for _, post in ours}
        posts = [post for post in self.list_posts() if post.key in standing]
        places = {post.id: standing[post.key]["ts"] for post in posts}
        return [post.key for post in posts if standing[post.key].get("thread_ts") != places.get(post.parent_id or 0)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Count:
    """Posts due and what became of them: in the channel once, twice, held for a person, ended with a word, lost."""

    due: int = 0
    once: int = 0
    doubled: int = 0
    lost: int = 0
    held: int = 0
    ended: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(**{name: getattr(self, name) + getattr(other, name) for name in Count.__dataclass_fields__})

    @property
    def is_sound(self) -> bool:
        """Whether the promise was kept: nothing twice, nothing lost without a word, nothing out of place."""
        return not (self.doubled or self.lost or self.wrong)


@dataclass(kw_only=True)
class Row:
    """One line of the table: a fault, how many runs and kills, what they came to, and what was not as expected."""

    name: str = ""
    runs: int = 0
    kills: int = 0
    count: Count = field(default_factory=Count)
    faults: list[str] = field(default_factory=list)

    def add(self, count: Count, *, runs: int, kills: int) -> None:
        """Count what became of some runs."""
        self.runs += runs
        self.kills += kills
        self.count += count

    @property
    def is_well(self) -> bool:
        """Whether the promise was kept and nothing was otherwise than expected."""
        return self.count.is_sound and not self.faults


@dataclass(kw_only=True)
class Lab:
    """Where the cases are run and counted; ``seed`` is that of all chance."""

    folder: Path
    seed: int = 1
    _row: Row = field(default_factory=Row)

    def open(self, begin: dt.datetime = START) -> Room:
        """Return a room on an empty database, whose time begins then."""
        return Room(path=self.folder / "g.db", times=Times(passed_s=(begin - START).total_seconds()))

    def take(self, room: Room, *, about: str, once: int) -> None:
        """Count what stands in the channels of a room, where so many posts must stand once, and close it."""
        self.add(room.count(), about=f"{about} {room.slack.early[:3]}", kills=len(room.died_at), once=once)
        room.close()

    def add(self, count: Count, *, about: str, kills: int = 0, once: int | None = None) -> None:
        """Count what became of a run; ``once`` is what must stand once where that is not all."""
        self._row.add(count, runs=1, kills=kills)
        self.expect(holds=count.is_sound and count.once == (count.due if once is None else once), about=about)

    def expect(self, *, holds: bool, about: str) -> None:
        """Note what was otherwise than expected."""
        self._row.faults += [] if holds else [about]

    def row(self, name: str) -> Row:
        """Return the row of all that was taken since the last."""
        found, self._row = self._row, Row()
        found.name = name
        return found
