"""Random days of a workspace: people subscribe, change, pause and end, admins ingest, correct, undo and hold.

    python -m tests.faults.wander [--seeds N] [--first SEED]

Channels are archived and come back, four calls of ten fail, the bot starts anew, and its clock is wrong for hours while
Slack's goes on as ever. At the end all is well again: no key stands in a channel twice, none that counts as sent is
missing, no call came before Slack allowed it, no tick failed, and the ledger's sums hold. Everything runs in one
process, so a day takes a second.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, parse_id
from bot.domain.posts.post import PostState
from bot.domain.posts.subscription import SubscriptionState
from bot.domain.queries.query import parse_query
from bot.errors import GongbaoError
from bot.scheduler import Scheduler
from bot.services.ingesting.ingest import Ingest
from bot.services.posting.accounts import Accounts, describe_sums
from bot.services.posting.digests import Digests
from bot.services.posting.holds import Holds
from bot.services.sending.delivery import Delivery
from bot.services.sending.pace import Pace
from bot.services.subscribing.subscription_rules import Asker
from bot.services.subscribing.subscriptions import Subscriptions
from bot.slack.calls.poster import SlackPoster
from bot.slack.in_memory.local_slack import BOT_ID
from bot.store.outbox import list_posts
from bot.store.subscriptions import list_subscriptions
from tests.corpus import LEXICON, TopicMatcher, make_briefing, make_policy_item
from tests.empty_store import open_empty
from tests.fake_slack.chaos import LOST, START, ChaosSlack, Fault, FaultKind, Times
from tests.fake_slack.chaos_client import ChaosClient
from tests.faults.rig import WAITING
from tests.posting import TEAM, FakeRenderer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.posts.post import Slot
    from bot.domain.queries.query import Query
    from bot.domain.records.briefing import Briefing
    from bot.store.database import Store

CHANNELS = ("C1", "C2", "C3")
TOPICS = ("energy", "robotics")
_JUMPS = (dt.timedelta(hours=-2), dt.timedelta(hours=9), dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - START)
_CODES = ("internal_error", "fatal_error", "ratelimited", "invalid_blocks", "a_code_of_tomorrow")
_FAULTS = (
    *(Fault(kind=kind) for kind in (*LOST, FaultKind.GARBAGE, FaultKind.REFUSED, FaultKind.STALL)),
    *(Fault(kind=FaultKind.LATE, seconds=seconds) for seconds in (5.0, 50.0)),
    *(Fault(kind=FaultKind.LIMITED, text=text) for text in ("1", "30", None, "soon")),
    *(Fault(kind=FaultKind.CODE, text=code) for code in _CODES),
)
_FAILING = 0.4
_UNDONE = 0.5
_STEPS = 150
_TICK_S = 5.0
_SETTLE_S = 600.0
_SETTLE_DAYS = 8
"""So that each weekly slot comes."""
_DAY_S = 86_400.0


class _Reader:
    """Reads what it was given last."""

    next: Briefing

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Give it, whatever the bytes."""
        _ = source_name, data
        return self.next


class _NoSteps:
    def step(self, name: str) -> None:
        """Go on: nothing dies here."""


@dataclass(kw_only=True)
class Wander:
    """One workspace and its chance; ``done`` are the steps, to be read where something is wrong."""

    path: Path
    seed: int
    renderer: FakeRenderer = field(default_factory=FakeRenderer)
    times: Times = field(default_factory=Times)
    done: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    briefings: dict[int, int] = field(default_factory=dict)
    """The number of each briefing in the store, by that of its series."""

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311  the same days for a seed
        self.slack = ChaosSlack(self.times)
        self.slack.lag_s = 60.0
        self._was_set = False
        self.slack.pick = lambda _: self.chance.choice(_FAULTS) if self.chance.random() < _FAILING else None
        for channel in CHANNELS:
            self.slack.open_channel(channel)
        self.store: Store = open_empty(self.path)
        self.start()

    def start(self) -> None:
        """Begin as a new process does: what stands in no file is forgotten."""
        self._is_new = True
        renderer, matcher = self.renderer, TopicMatcher()
        poster = SlackPoster(ChaosClient(self.slack.serve, _NoSteps()), bot_id=BOT_ID, elapsed=self.times.elapsed)
        self.digests = Digests(self.store, matcher, renderer)
        self._reader = _Reader()
        self._ingesting = Ingest(self.store, self._reader, self.digests)
        self.holds = Holds(self.store, self.digests)
        self.service = Subscriptions(self.store, matcher, renderer)
        self.delivery = Delivery(
            self.store, poster, renderer, workspace=TEAM, admins=("U9",), pace=Pace(elapsed=self.times.elapsed)
        )
        self.delivery.start()
        self._scheduler = Scheduler(digests=self.digests, delivery=self.delivery)

    def tick(self) -> None:
        """Do as the scheduler does, and note what failed."""
        if self._is_new:
            self.slack.forgive(posts=self._was_set)
            self._is_new = self._was_set = False
        report = self._scheduler.tick(self.times.now())
        self.failed += [line for line in report.lines if report.failed]
        self.times.go_on(1.0 if report.more else _TICK_S)

    def step(self) -> None:
        """Let somebody do something, or time pass, and tick."""
        kind = self.chance.choice(self.list_kinds())
        self.done.append(f"{self.times.true():%d %H:%M:%S} {kind.__name__.strip('_')}")
        try:
            kind()
        except GongbaoError as error:
            self.done[-1] += f": {error.message}"
        for _ in range(self.chance.randrange(4)):
            self.tick()

    def list_kinds(self) -> tuple[Callable[[], None], ...]:
        """Give what may happen, each as often as it shall."""
        return (
            *(self._subscribe, self._change, self._pause, self._resume, self._resume, self._end, self._ingest),
            *(self._ingest, self._correct, self._undo, self._hold, self._archive, self._jump, self.start),
            *(self._wait, self._wait, self._wait),
        )

    def settle(self) -> None:
        """Let all be well again, and days pass."""
        self.slack.pick = lambda _: None
        self.times.wrong_by = dt.timedelta()
        for channel in self.slack.channels.values():
            channel.is_archived = False
        until = self.times.passed_s + _SETTLE_DAYS * _DAY_S
        while self.times.passed_s < until:
            self.tick()
            with self.store.read() as db:
                waits = list_posts(db, states=WAITING)
            self.times.go_on(_SETTLE_S if waits else _DAY_S / 12)
        self.times.go_on(self.slack.lag_s + _DAY_S)
        self.slack.land()

    def list_faults(self) -> list[str]:
        """Give what is wrong, in words."""
        with self.store.read() as db:
            states = {post.key: post for post in list_posts(db)}
        stands = self.slack.count_keys()
        found = self.list_twice({key: count for key, count in stands.items() if count > 1})
        lost = [post for key, post in states.items() if post.state is PostState.SENT and not stands[key]]
        found += [f"{post.slot} is not there" for post in lost]
        found += [*self.failed, *self.slack.early]
        accounts = Accounts(self.store)
        found += [describe_sums(each) for each in accounts.list_accounts(now=self.times.now()) if not each.adds_up]
        return found + [str(gap) for gap in accounts.list_gaps()]

    def list_twice(self, counts: Mapping[str, int]) -> list[str]:
        """Give what is wrong with keys that stand so many times."""
        slots = self.list_slots()
        return [f"{slots[key]} stands {count} times" for key, count in counts.items()]

    def list_slots(self) -> dict[str, Slot]:
        """Give what the keys of posts stand for."""
        with self.store.read() as db:
            return {post.key: post.slot for post in list_posts(db)}

    def _ask(self) -> tuple[int, Asker]:
        with self.store.read() as db:
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE, SubscriptionState.PAUSED))
        rule = self.chance.choice(rules) if rules else None
        channel = rule.channel if rule else "C1"
        return (rule.id if rule else 0), Asker(workspace=TEAM, channel=channel, user="U1", is_admin=True)

    def _make_rule(self) -> str:
        topic = self.chance.choice((*(f"topic:{each}" for each in TOPICS), ""))
        every = self.chance.choice(("immediate", "daily at:09:00", "daily at:13:30", "weekly at:06:00"))
        return f"{topic} {every} {self.chance.choice(('', '', 'quiet:22:00-06:30'))}".strip()

    def _parse(self, text: str) -> Query:
        return parse_query(text, lexicon=LEXICON, today=self.times.now().date(), bare_cadence=True)

    def _subscribe(self) -> None:
        asker = Asker(workspace=TEAM, channel=self.chance.choice(CHANNELS), user="U1")
        text = self._make_rule() + self.chance.choice(("", "", " to:me"))
        self.service.subscribe(self._parse(text), asker=asker, now=self.times.now())

    def _change(self) -> None:
        number, asker = self._ask()
        self.service.change(number, self._parse(self._make_rule()), asker=asker, now=self.times.now(), is_whole=True)

    def _pause(self) -> None:
        number, asker = self._ask()
        self.service.pause(number, asker=asker, now=self.times.now())

    def _resume(self) -> None:
        number, asker = self._ask()
        self.service.resume(number, asker=asker, now=self.times.now())

    def _end(self) -> None:
        if self.chance.random() < 0.3:
            number, asker = self._ask()
            self.service.unsubscribe(number, asker=asker, now=self.times.now())

    def _ingest(self) -> None:
        self._read(len(self.briefings) + 1)

    def _correct(self) -> None:
        if self.briefings:
            self._read(self.chance.choice(sorted(self.briefings)))

    def _read(self, name: int) -> None:
        """Read a briefing of a series of its own, whose policies other briefings report too."""
        items = []
        for at in range(1, self.chance.randrange(2, 5)):
            policy = self.chance.randrange(1, 9)
            day = self.times.true().date() + dt.timedelta(days=30 * self.chance.randrange(1, 3))
            item = make_policy_item(at, f"Rules {policy} are out.", closes_on=day, topic=self.chance.choice(TOPICS))
            assert item.policy is not None
            items.append(replace(item, policy=replace(item.policy, title_zh=f"第{policy}号管理办法")))
        issue = make_briefing(self.times.true().date(), sha256=f"{name} {len(self.done)}", items=tuple(items))
        self.give(name, replace(issue, series=f"Series {name}"))

    def give(self, name: int, issue: Briefing) -> None:
        """Let an admin ingest a briefing."""
        self._reader.next = issue
        data = issue.sha256.encode()
        report = self._ingesting.ingest(source_name=f"{name}.md", data=data, by="U9", now=self.times.now())
        self.briefings[name] = parse_id(report.briefing_id, IdKind.BRIEFING)

    def _undo(self) -> None:
        if self.briefings and self.chance.random() < _UNDONE:
            name = self.chance.choice(sorted(self.briefings))
            report = self._ingesting.undo(self.briefings[name], by="U9", now=self.times.now())
            self.done[-1] += f": {report.posts}"

    def _hold(self) -> None:
        if self.briefings:
            number = self.briefings[self.chance.choice(sorted(self.briefings))]
            act = self.chance.choice((self.holds.hold, self.holds.release, self.holds.release))
            act(number, by="U9", now=self.times.now())

    def _archive(self) -> None:
        channel = self.slack.channels[self.chance.choice(CHANNELS)]
        channel.is_archived = not channel.is_archived and self.chance.random() < 0.5

    def _jump(self) -> None:
        self.times.wrong_by = self.chance.choice((*_JUMPS, dt.timedelta(), dt.timedelta()))
        self._was_set = True

    def _wait(self) -> None:
        self.times.go_on(self.chance.choice((60.0, 600.0, 3600.0, 6 * 3600.0)))


def run_wander(wander: Wander, *, steps: int = _STEPS) -> list[str]:
    """Let so many random things happen; give what was wrong at the end, and then what had been done."""
    try:
        for _ in range(steps):
            wander.step()
        wander.settle()
        faults = wander.list_faults()
    finally:
        wander.store.close()
    return [*faults, *(f"  {line}" for line in wander.done)] if faults else []


def main() -> int:
    """Run the seeds, print what was wrong, and give the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    given = parser.parse_args()
    wrong = 0
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory() as folder:
            faults = run_wander(Wander(path=Path(folder, "g.db"), seed=seed))
        wrong += bool(faults)
        if faults:
            sys.stdout.write("\n".join((f"seed {seed}:", *faults, "")))
    sys.stdout.write(f"{given.seeds} seeds, {wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
