"""The faults of the delivery protocol, a row each: what was due, and what a Slack that fails says was posted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.delivery import CODES, ErrorClass
from bot.domain.post import Message, PostState
from bot.store.outbox import want_change
from bot.store.restored import restore_marked
from tests.fake_slack.chaos import LOST, Fault, FaultKind
from tests.faults.rig import Count, Rig, make_template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_PARTS = 3
_HOURS = dt.timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table: a fault, how many runs, what they came to, and what was expected besides soundness."""

    name: str
    runs: int
    count: Count
    faults: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether the promise was kept and nothing was otherwise than expected."""
        return self.count.is_sound and not self.faults


@dataclass(kw_only=True)
class Lab:
    """Where the scenarios run; ``short`` takes a sample of each large set."""

    folder: Path
    short: bool = False
    _count: Count = field(default_factory=Count)
    _runs: int = 0
    _faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._template = make_template(self.folder)

    def make(self) -> Rig:
        """Give a rig on an empty database."""
        return Rig.make(self._template, self.folder, "run")

    def take(self, rig: Rig, *, about: str, posted: int | None = None) -> None:
        """Count what became of a run; ``posted`` is what must stand in the channels."""
        count = rig.count()
        rig.close()
        self._runs += 1
        self._count += count
        if not count.is_sound or (posted is not None and count.posted != posted):
            self._faults.append(f"{about}: {count} {rig.slack.early[:3]}")

    def expect(self, *, holds: bool, about: str) -> None:
        """Note what was otherwise than expected."""
        if not holds:
            self._faults.append(about)

    def row(self, name: str) -> Row:
        """Give the row of all that was taken since the last."""
        found = Row(name=name, runs=self._runs, count=self._count, faults=tuple(self._faults))
        self._count, self._runs, self._faults = Count(), 0, []
        return found


def run_kills(lab: Lab) -> Row:
    """Kill at every step of a summary with a thread."""
    for step in range(200):
        rig = lab.make()
        rig.kill_at(step)
        rig.decide(parts=_PARTS)
        rig.run()
        lab.take(rig, about=f"killed at {rig.died_at}", posted=_PARTS)
        if not rig.died_at:
            break
    return lab.row("kill at every step")


def run_pairs(lab: Lab) -> Row:
    """Kill at every pair of steps: the second in the process that came after."""
    stride = 7 if lab.short else 1
    for first in range(0, 200, stride):
        died = False
        for second in range(first % stride, 200, stride):
            rig = lab.make()
            rig.kill_at(first, second)
            rig.decide(parts=_PARTS)
            rig.run()
            lab.take(rig, about=f"killed at {first}, {second}: {rig.died_at}", posted=_PARTS)
            died = died or bool(rig.died_at)
            if len(rig.died_at) < 2:
                break
        if not died:
            break
    return lab.row("kill at every pair of steps")


def run_lost_replies(lab: Lab) -> Row:
    """Lose the reply to each part in each of five ways, then be killed at each step of what follows."""
    for kind in LOST:
        for part in range(_PARTS):
            for kill in (None, *range(0, 24, 6 if lab.short else 1)):
                rig = lab.make()
                rig.slack.plan = [*[None] * part, Fault(kind=kind)]
                if kill is not None:
                    rig.kill_at(kill)
                rig.decide(parts=_PARTS)
                rig.run()
                lab.take(rig, about=f"{kind.value}, part {part}, killed {rig.died_at}", posted=_PARTS)
    return lab.row("five kinds of lost replies, and a kill")


def run_never_taken(lab: Lab) -> Row:
    """Calls that never arrived, stalled, or were answered by nonsense."""
    for kind in (FaultKind.REFUSED, FaultKind.STALL, FaultKind.GARBAGE):
        for part in range(_PARTS):
            for again in (1, 2):
                rig = lab.make()
                rig.slack.plan = [*[None] * part, *[Fault(kind=kind)] * again]
                rig.decide(parts=_PARTS)
                rig.run()
                lab.take(rig, about=f"{kind.value}, part {part}, {again} times", posted=_PARTS)
    return lab.row("not taken, stalled, answered by nonsense")


def run_never_found(lab: Lab) -> Row:
    """What is sent three times and never found is held, and a person settles it."""
    for sent in (True, False):
        rig = lab.make()
        rig.slack.plan = [Fault(kind=FaultKind.STALL)] * 3
        rig.decide()
        rig.run()
        held = rig.count()
        lab.expect(
            holds=held.held == 1 and rig.slack.asked["chat.postMessage"] == 5,
            about=f"not held, or not told to two: {held}",
        )
        rig.settle_all(sent=sent)
        rig.run()
        lab.expect(holds=rig.count().posted == (0 if sent else 1), about=f"settled, sent={sent}: {rig.count()}")
        if sent:
            rig.due.clear()
        lab.take(rig, about="settled")
    return lab.row("never found: held, then settled")


def run_late(lab: Lab) -> Row:
    """Posts that land late, a history that lags, both within two minutes."""
    for lag, late in ((0.0, 5.0), (0.0, 60.0), (0.0, 110.0), (60.0, 50.0), (110.0, 1.0), (100.0, 15.0)):
        for part in range(_PARTS):
            rig = lab.make()
            rig.slack.lag_s = lag
            rig.slack.plan = [*[None] * part, Fault(kind=FaultKind.LATE, seconds=late)]
            rig.decide(parts=_PARTS)
            rig.run()
            lab.take(rig, about=f"lands {late} s late, history lags {lag} s, part {part}", posted=_PARTS)
    return lab.row("late landing, lagging history")


def run_lagging_kills(lab: Lab) -> Row:
    """A history that lags, and a kill at every step."""
    for step in range(0, 40, 3 if lab.short else 1):
        rig = lab.make()
        rig.slack.lag_s = 115.0
        rig.kill_at(step)
        rig.decide(parts=_PARTS)
        rig.run()
        lab.take(rig, about=f"lag, killed at {rig.died_at}", posted=_PARTS)
    return lab.row("lagging history, kill at every step")


def run_threads(lab: Lab) -> Row:
    """A thread part waits for its first, and ends with a word when its thread is gone."""
    rig = lab.make()
    rig.slack.plan = [Fault(kind=FaultKind.FIN)]
    rig.decide(parts=_PARTS)
    rig.tick()
    lab.expect(holds=len(list(rig.slack.list_ours())) == 1, about="a part went before its first was proved")
    rig.run()
    lab.take(rig, about="first part unclear", posted=_PARTS)
    rig = lab.make()
    rig.slack.plan = [None, Fault(kind=FaultKind.CODE, text="thread_not_found"), Fault(kind=FaultKind.FIN)]
    rig.decide(parts=_PARTS)
    rig.run()
    lab.take(rig, about="thread gone", posted=2)
    return lab.row("thread parts")


def run_forged(lab: Lab) -> Row:
    """Another app writes our keys: what was not taken is sent all the same, what was is not sent twice."""
    for kind in (FaultKind.STALL, *LOST):
        for part in range(_PARTS):
            rig = lab.make()
            rig.slack.plan = [*[None] * part, Fault(kind=kind)]
            rig.decide(parts=_PARTS)
            for key in rig.due:
                rig.slack.forge("C1", key)
            rig.run()
            lab.take(rig, about=f"forged, {kind.value}, part {part}", posted=_PARTS)
    return lab.row("forged keys")


_ODD = (None, "", "0", "-1", "abc", "inf", "1e9", "999999", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "7", "60")


def run_rate_limits(lab: Lab) -> Row:
    """Answers of 429 with every odd Retry-After: nothing before it, nothing lost."""
    for text in _ODD:
        for part in range(_PARTS):
            rig = lab.make()
            rig.slack.plan = [*[None] * part, Fault(kind=FaultKind.LIMITED, text=text)]
            rig.decide(parts=_PARTS)
            rig.decide(slot="B2v1")
            rig.run(limit_s=4000.0)
            lab.take(rig, about=f"Retry-After {text!r}, part {part}", posted=_PARTS + 1)
    return lab.row("429 with odd Retry-After")


_ENDS = {
    ErrorClass.NOT_SENT: PostState.SENT,
    ErrorClass.CHANNEL: PostState.PARKED,
    ErrorClass.TOKEN: PostState.RETRY,
    ErrorClass.BLOCKS: PostState.SENT,
    ErrorClass.MESSAGE: PostState.HELD,
    ErrorClass.THREAD: PostState.SKIPPED,
    ErrorClass.UNCLEAR: PostState.SENT,
}


def _list_codes() -> Iterator[tuple[str, ErrorClass]]:
    for kind, codes in CODES.items():
        for code in codes.split():
            yield code, kind
    yield from (("a_code_of_tomorrow", ErrorClass.UNCLEAR), ("", ErrorClass.UNCLEAR))


def run_codes(lab: Lab) -> Row:
    """Every error code of Slack, for a post: it ends as its class says, and at most once in the channel."""
    for code, kind in _list_codes():
        rig = lab.make()
        rig.slack.plan = [Fault(kind=FaultKind.CODE, text=code)]
        number = rig.decide()
        rig.run(limit_s=400.0)
        state = next(post.state for post in rig.list_posts() if post.id == number)
        lab.expect(holds=state is _ENDS[kind], about=f"{code} ({kind.value}) ended as {state.value}")
        if kind is ErrorClass.TOKEN:
            asked = rig.slack.asked["chat.postMessage"]
            lab.expect(holds=asked == 1, about=f"{code}: {asked} calls with a token that is refused")
            rig.delivery.start()
            rig.run()
        lab.take(rig, about=code)
    return lab.row("every error code, for a post")


def run_update_codes(lab: Lab) -> Row:
    """Every error code for a change: the message stands once; what passes is done later, what cannot be is given up."""
    for code, kind in (*_list_codes(), *((code, ErrorClass.MESSAGE) for code in _UPDATE_ONLY)):
        rig = lab.make()
        number = rig.decide()
        rig.run()
        assert rig.store is not None
        with rig.store.write() as db:
            want_change(db, number, Message(text="changed"), now=rig.times.now())
        rig.slack.plan = [Fault(kind=FaultKind.CODE, text=code)]
        for _ in range(40):
            rig.tick()
            rig.times.go_on(30.0)
        changed = [post["text"] for _, post in rig.slack.list_ours()] == ["changed"]
        passing = kind in {ErrorClass.NOT_SENT, ErrorClass.UNCLEAR}
        lab.expect(holds=changed is passing, about=f"{code} ({kind.value}): changed={changed}")
        if kind is ErrorClass.TOKEN:
            rig.delivery.start()
            rig.tick()
            again = [post["text"] for _, post in rig.slack.list_ours()] == ["changed"]
            lab.expect(holds=again, about=f"{code}: not changed with a new token")
        lab.take(rig, about=code, posted=1)
    return lab.row("every error code, for a change")


_UPDATE_ONLY = ("message_not_found", "cant_update_message", "edit_window_closed", "is_inactive")


def run_clocks(lab: Lab) -> Row:
    """The bot's clock jumps back two hours, ahead nine, or to 1970, and a reply is lost or the process dies."""
    jumps: tuple[dt.timedelta, ...] = (-2 * _HOURS, 9 * _HOURS, dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - _YEAR)
    for jump in jumps:
        for back in (False, True):
            for kind in (*LOST, FaultKind.LATE, None):
                for at in range(3):
                    rig = lab.make()
                    rig.slack.lag_s = 60.0
                    rig.decide(parts=_PARTS)
                    rig.slack.plan = [*[None] * at, Fault(kind=kind, seconds=50.0)] if kind else []
                    if kind is None:
                        rig.kill_at(6 + 9 * at)
                    for _ in range(at + 1):
                        rig.tick()
                        rig.times.go_on(5.0)
                    rig.times.wrong_by = jump
                    rig.run(limit_s=600.0)
                    if back:
                        rig.times.wrong_by = dt.timedelta()
                    elif rig.list_waiting():
                        rig.times.wrong_by = dt.timedelta()  # what waits for a clock of 1970 waits for its repair
                    rig.run()
                    lab.take(rig, about=f"clock {jump}, {kind}, part {at}, {rig.died_at}", posted=_PARTS)
    return lab.row("clock -2 h, +9 h, 1970")


_YEAR = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def run_restores(lab: Lab) -> Row:
    """An old backup comes back: what was posted since is not posted again; where nobody can read, a person is asked."""
    for lost_at in (None, 0, 1, 2):
        for kill in (None, *range(0, 30, 5 if lab.short else 1)):
            rig = lab.make()
            _restore_old(rig, lost_at, kill)
            rig.run()
            lab.take(rig, about=f"restored, lost {lost_at}, killed {rig.died_at}", posted=2 * _PARTS + 1)
    rig = lab.make()
    real = rig.slack.call
    _restore_old(rig, None, None)
    rig.slack.call = lambda method, arguments: (  # type: ignore[method-assign]  # a workspace without history scopes
        {"ok": False, "error": "missing_scope"} if method == "conversations.history" else real(method, arguments)
    )
    rig.run()
    held = sum(1 for post in rig.list_posts() if post.state is PostState.HELD)
    lab.expect(holds=held == 3, about=f"blind: {held} held")
    rig.settle_all(sent=True)
    rig.due = {key for key in rig.due if rig.slack.count_keys()[key]}
    lab.take(rig, about="blind")
    return lab.row("restore of an old backup, and kills")


def _restore_old(rig: Rig, lost_at: int | None, kill: int | None) -> None:
    """Decide, back up, post all, decide and post more; then put the backup back and decide the lost again."""
    rig.decide(channel="C1", parts=_PARTS)
    assert rig.store is not None
    backup = rig.path.with_name("old.db")
    backup.unlink(missing_ok=True)
    rig.store.backup(backup)
    rig.slack.plan = [] if lost_at is None else [*[None] * lost_at, Fault(kind=FaultKind.FIN)]
    rig.decide(channel="C1", slot="B2v1", parts=_PARTS)
    rig.run()
    rig.close()
    restore_marked(backup, rig.path)
    rig.slack.plan = []
    if kill is None:
        rig.open()
    else:
        rig.kill_at(kill)
    rig.decide(channel="C1", slot="B2v1", parts=_PARTS)
    rig.decide(channel="C1", slot="B3v1")


def run_burst(lab: Lab) -> Row:
    """500 channels due at once, a tenth answered 429: all once, none early, under one a second a channel."""
    channels = 100 if lab.short else 500
    rig = lab.make()
    for number in range(channels):
        rig.decide(channel=f"C{number}", parts=1 + number % 2)
    waits = iter(range(10**9))
    rig.slack.latency_s = 0.2
    rig.slack.pick = lambda method: (
        Fault(kind=FaultKind.LIMITED, text=str(1 + next(waits) % 30))
        if method == "chat.postMessage" and rig.slack.asked[method] % 10 == 0
        else None
    )
    began = rig.times.passed_s
    rig.run(limit_s=3600.0)
    took = rig.times.passed_s - began - 200.0
    lab.expect(holds=took <= 600, about=f"took {took:.0f} s")
    lab.take(rig, about="burst", posted=channels + channels // 2)
    return lab.row(f"{channels} channels at once, 10 % 429: {took:.0f} s")


ROWS: tuple[Callable[[Lab], Row], ...] = (
    run_kills,
    run_pairs,
    run_lost_replies,
    run_never_taken,
    run_never_found,
    run_late,
    run_lagging_kills,
    run_threads,
    run_forged,
    run_rate_limits,
    run_codes,
    run_update_codes,
    run_clocks,
    run_restores,
    run_burst,
)
