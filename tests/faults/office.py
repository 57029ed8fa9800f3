"""A whole bot over a Slack that fails: briefings come in, rules fall due in their zones, the process comes and goes."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from bot.digests.outbox import Digests
from bot.digests.outcomes import RECONCILE_AFTER
from bot.digests.pace import DeliveryReport
from bot.model.briefing import Briefing
from bot.model.post import Post, PostKind, PostState
from bot.model.subscription import Schedule
from bot.store.database import open_store
from bot.store.outbox import list_posts
from bot.store.subscriptions import add_subscription, mark_started
from tests.corpus import TopicMatcher, make_briefing, make_policy_item, store_briefing
from tests.fake_slack.chaos import START, ChaosSlack, Times
from tests.faults.rig import is_waiting
from tests.faults.sender import HOLD, Sender, Task
from tests.posting import TEAM, FakeRenderer

TICK_S = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A rule as the test knows it: its number in the store, its channel and its schedule."""

    number: int
    channel: str
    schedule: Schedule


@dataclass(kw_only=True)
class Office:
    """One workspace; ``backlog`` are the briefings that came, ``failed`` the lines of ticks that failed."""

    path: Path
    times: Times
    rules: list[Rule] = field(default_factory=list)
    backlog: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    kills: int = 0
    kill_next: int | None = None

    def __post_init__(self) -> None:
        self.slack = ChaosSlack(self.times)
        self.sender: Sender | None = None
        self.store = open_store(self.path, create=True)
        self.digests = Digests(self.store, TopicMatcher(), FakeRenderer(), hold=HOLD)

    @classmethod
    def make(cls, path: Path, begin: dt.datetime) -> Self:
        """Return an office on an empty database whose time begins then."""
        return cls(path=path, times=Times(passed_s=(begin - START).total_seconds()))

    def go_to(self, moment: dt.datetime) -> None:
        """Let time pass until a moment of Slack's clock, unless it is later already."""
        self.times.passed_s = max(self.times.passed_s, (moment - START).total_seconds())

    def open(self) -> Sender:
        """Start the sender anew; nothing is left of the last one but the file."""
        self.stop()
        self.slack.forgive()
        task = Task(path=str(self.path), decides=True, kill_at=self.kill_next)
        self.kill_next = None
        self.sender = Sender(task, self.slack)
        return self.sender

    def stop(self) -> None:
        """End the sender by SIGKILL."""
        if self.sender is not None:
            self.sender.kill()
            self.sender = None

    def close(self) -> None:
        """End everything."""
        self.stop()
        self.store.close()

    def follow(self, channel: str, schedule: Schedule) -> None:
        """Let a channel follow everything; its notice stands there already."""
        self.slack.open_channel(channel)
        now = self.times.now()
        with self.store.write() as db:
            added = add_subscription(
                db, workspace=TEAM, channel=channel, filter_text="", schedule=schedule, user="U1", now=now
            )
            mark_started(db, added.id, now=now)
        self.rules.append(Rule(number=added.id, channel=channel, schedule=schedule))

    def make_issue(self, number: int) -> Briefing:
        """Return the briefing of this number, of today."""
        day = self.times.now().date()
        items = (make_policy_item(1, f"The ministry sets out step {number}."),)
        return replace(make_briefing(day, sha256=f"s{number}", items=items), series=f"Series {number}")

    def ingest(self, number: int) -> None:
        """Read the briefing of this number, which is of a series of its own; raises StoreError."""
        now = self.times.now()
        issue = self.make_issue(number)
        with self.store.write() as db:
            stored = store_briefing(db, issue, now=now)
            self.digests.announce(db, briefing_id=stored, now=now, by="U9", is_new=True)
        if number not in self.backlog:
            self.backlog.append(number)

    def tick(self) -> DeliveryReport | None:
        """Let the sender do one tick; None when it was killed in it: the next tick starts it again."""
        sender = self.sender or self.open()
        report = sender.tick()
        if report is None:
            self.kills += 1
            self.stop()
        elif report.failed:
            self.failed += report.lines
        return report

    def settle(self, *, limit_s: float = 900.0) -> None:
        """Tick until no post and no reading waits but for what is due later, or for so long; empty time is skipped."""
        until = self.times.passed_s + limit_s
        while self.times.passed_s < until:
            report = self.tick()
            if report is not None and report.more:
                self.times.go_on(1.0)
            elif report is None or report.failed:
                self.times.go_on(TICK_S)
            else:
                moments = [self._find_next(post) for post in self.list_due()]
                if not moments:
                    return
                away_s = min((min(moments) - self.times.now()).total_seconds(), limit_s)
                self.times.go_on(TICK_S * max(1, math.ceil(away_s / TICK_S)))

    def list_due(self) -> list[Post]:
        """Return what is not at an end, but for what was decided for a later time."""
        now = self.times.now()
        with self.store.read() as db:
            waiting = [post for post in list_posts(db) if is_waiting(post)]
        return [post for post in waiting if post.state is not PostState.PENDING or post.not_before <= now]

    def _find_next(self, post: Post) -> dt.datetime:
        """Return the earliest moment at which something can happen to a post."""
        if post.is_unclear and post.attempted_at is not None:
            return post.attempted_at + RECONCILE_AFTER
        return post.not_before

    def list_landed(self) -> dict[tuple[str, str], list[dt.datetime]]:
        """Return when each first message of a slot landed, by Slack's clock, under its rule and its slot."""
        with self.store.read() as db:
            known = {post.key: post for post in list_posts(db)}
        landed: dict[tuple[str, str], list[dt.datetime]] = {}
        for _, message in self.slack.list_ours():
            post = known.get(message["metadata"]["event_payload"]["key"])
            if post is None or post.part or post.slot.kind not in {PostKind.DIGEST, PostKind.IMMEDIATE}:
                continue
            at = dt.datetime.fromtimestamp(float(message["ts"]), tz=dt.UTC)
            landed.setdefault((post.slot.source, post.slot.slot), []).append(at)
        return landed


def find_slot_moment(day: dt.date, at: dt.time, zone: str) -> dt.datetime:
    """Return when a local day and time is, by the standard library alone; a time left out comes as much later."""
    return dt.datetime.combine(day, at, ZoneInfo(zone)).astimezone(dt.UTC)
