"""Posts whose process dies or whose replies are lost, over a clock that jumps, or on a full disk."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from bot.digests.outcomes import CODES, ErrorClass
from bot.model.post import PostState, Why
from tests.fake_slack.chaos import LOST, START, Fault, FaultKind
from tests.faults.lab import PARTS, Lab, Row

_FAR = 200
"""More steps than any run has."""
_NOT_TAKEN = (FaultKind.REFUSED, FaultKind.STALL, FaultKind.GARBAGE)
_NAMED = 12
"""How many kinds of steps there are at the least: around the claim, the record, and each kind of call."""


def run_kills(lab: Lab) -> Row:
    """Kill at every step of a summary with a thread."""
    steps = []
    for step in lab.sample(range(_FAR), short=8):
        rig = lab.make()
        rig.kills = [step]
        rig.decide(parts=PARTS)
        rig.run()
        lab.take(rig, about=f"killed at {rig.died_at}", posted=PARTS)
        steps += rig.died_at
        if not rig.died_at:
            break
    lab.expect(holds=lab.short or len(set(steps)) >= _NAMED, about=f"the steps passed were only {sorted(set(steps))}")
    return lab.row(f"kill at every step ({len(steps)} steps, {len(set(steps))} kinds)")


def run_pairs(lab: Lab) -> Row:
    """Kill at pairs of steps: the second in the process that came after."""
    stride = 23 if lab.short else 9
    for first in range(0, _FAR, stride):
        died = False
        for second in range(first % stride, _FAR, stride):
            rig = lab.make()
            rig.kills = [first, second]
            rig.decide(parts=PARTS)
            rig.run()
            lab.take(rig, about=f"killed at {first}, {second}: {rig.died_at}", posted=PARTS)
            died = died or bool(rig.died_at)
            if len(rig.died_at) < 2:
                break
        if not died:
            break
    return lab.row("kill at pairs of steps")


def run_replies(lab: Lab) -> Row:
    """Lose each call or its reply in each way, at each part; and be killed at a step of what follows."""
    alone = lab.sample(itertools.product((*LOST, *_NOT_TAKEN), range(PARTS), (None,)), short=4)
    killed = lab.sample(itertools.product(LOST, range(PARTS), range(24)), every=29, short=97)
    for kind, part, kill in [*alone, *killed]:
        rig = lab.make()
        rig.slack.plan = [*[None] * part, Fault(kind=kind)]
        rig.kills = [] if kill is None else [kill]
        rig.decide(parts=PARTS)
        rig.run()
        lab.take(rig, about=f"{kind.value}, part {part}, killed {rig.died_at}", posted=PARTS)
    return lab.row("calls and replies lost in eight ways, and a kill")


def run_never_found(lab: Lab) -> Row:
    """What is sent three times and never found is held, and a person settles it."""
    for sent in (True, False):
        rig = lab.make()
        rig.slack.plan = [Fault(kind=FaultKind.STALL)] * 3
        rig.decide()
        rig.run()
        held = rig.count()
        lab.expect(
            holds=held.held == 1 and rig.slack.asked["chat.postMessage"] == 4,
            about=f"not held, or the admin was not asked: {held}",
        )
        rig.settle_all(sent=sent)
        rig.run()
        lab.expect(holds=rig.count().posted == (0 if sent else 1), about=f"settled, sent={sent}: {rig.count()}")
        if sent:
            rig.due.clear()
        lab.take(rig, about="settled", posted=0 if sent else 1)
    return lab.row("never found: held, then settled")


def run_late(lab: Lab) -> Row:
    """Posts that land late, a history that lags, both within two minutes."""
    times = ((0.0, 5.0), (0.0, 60.0), (0.0, 110.0), (60.0, 50.0), (110.0, 1.0), (100.0, 15.0))
    for (lag, late), part in lab.sample(itertools.product(times, range(PARTS)), every=2, short=6):
        rig = lab.make()
        rig.slack.lag_s = lag
        rig.slack.plan = [*[None] * part, Fault(kind=FaultKind.LATE, seconds=late)]
        rig.decide(parts=PARTS)
        rig.run()
        lab.take(rig, about=f"lands {late} s late, history lags {lag} s, part {part}", posted=PARTS)
    return lab.row("late landing, lagging history")


def run_threads(lab: Lab) -> Row:
    """A thread part waits for its first, and ends with a word when its thread is gone."""
    rig = lab.make()
    rig.slack.plan = [Fault(kind=FaultKind.FIN)]
    rig.decide(parts=PARTS)
    rig.tick()
    lab.expect(holds=len(list(rig.slack.list_ours())) == 1, about="a part went before its first was proved")
    rig.run()
    lab.take(rig, about="first part unclear", posted=PARTS)
    rig = lab.make()
    rig.slack.plan = [None, Fault(kind=FaultKind.CODE, text="thread_not_found"), Fault(kind=FaultKind.FIN)]
    rig.decide(parts=PARTS)
    rig.run()
    lab.take(rig, about="thread gone", posted=2)
    return lab.row("thread parts")


_ODD = (None, "", "0", "-1", "abc", "inf", "1e9", "999999", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "7", "60")


def run_rate_limits(lab: Lab) -> Row:
    """Answers of 429 with every odd Retry-After: nothing before it, nothing lost."""
    for text, part in lab.sample(itertools.product(_ODD, range(PARTS)), every=2, short=9):
        rig = lab.make()
        rig.slack.plan = [*[None] * part, Fault(kind=FaultKind.LIMITED, text=text)]
        rig.decide(parts=PARTS)
        rig.decide(slot="B2v1")
        rig.run(limit_s=4000.0)
        lab.take(rig, about=f"Retry-After {text!r}, part {part}", posted=PARTS + 1)
    return lab.row("429 with odd Retry-After")


_ENDS = {
    ErrorClass.NOT_SENT: (PostState.SENT, Why.NONE),
    ErrorClass.CHANNEL: (PostState.HELD, Why.CHANNEL),
    ErrorClass.TOKEN: (PostState.RETRY, Why.TOKEN),
    ErrorClass.BLOCKS: (PostState.SENT, Why.NONE),
    ErrorClass.MESSAGE: (PostState.HELD, Why.MESSAGE),
    ErrorClass.THREAD: (PostState.CANCELLED, Why.THREAD),
    ErrorClass.UNCLEAR: (PostState.SENT, Why.NONE),
}


def _list_codes(lab: Lab) -> Iterator[tuple[str, ErrorClass]]:
    """Return codes of each class, and two that Slack's list does not have."""
    for kind, codes in CODES.items():
        for code in lab.sample(codes.split(), every=3, short=30):
            yield code, kind
    yield from (("a_code_of_tomorrow", ErrorClass.UNCLEAR), ("", ErrorClass.UNCLEAR))


def run_codes(lab: Lab) -> Row:
    """Each class of error codes, for a post: it ends as its class says, and at most once in the channel."""
    for code, kind in _list_codes(lab):
        rig = lab.make()
        rig.slack.plan = [Fault(kind=FaultKind.CODE, text=code)]
        number = rig.decide()
        rig.run(limit_s=400.0)
        ended = next((post.state, post.why) for post in rig.list_posts() if post.id == number)
        lab.expect(holds=ended == _ENDS[kind], about=f"{code} ({kind.value}) ended as {ended}")
        if kind is ErrorClass.TOKEN:
            asked = rig.slack.asked["chat.postMessage"]
            lab.expect(holds=asked == 1, about=f"{code}: {asked} calls with a token that is refused")
            rig.open().start()
            rig.run()
        lab.take(rig, about=code, posted=int(_ENDS[kind][0] in {PostState.SENT, PostState.RETRY}))
    return lab.row("every class of errors, for a post")


_HOURS = dt.timedelta(hours=1)


def run_clocks(lab: Lab) -> Row:
    """The bot's clock jumps back two hours, ahead nine, or to 1970, and a reply is lost or the process dies."""
    jumps = (-2 * _HOURS, 9 * _HOURS, dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - START)
    cases = itertools.product(jumps, (False, True), (*LOST, FaultKind.LATE, None), range(PARTS))
    for jump, back, kind, at in lab.sample(cases, every=5, short=25):
        rig = lab.make()
        rig.slack.lag_s = 60.0
        rig.decide(parts=PARTS)
        rig.slack.plan = [*[None] * at, Fault(kind=kind, seconds=50.0)] if kind else []
        rig.kills = [] if kind else [6 + 9 * at]
        for _ in range(at + 1):
            rig.tick()
            rig.times.go_on(5.0)
        rig.times.wrong_by = jump
        rig.run(limit_s=600.0)
        if back or rig.list_waiting():  # what waits for a clock of 1970 waits for its repair
            rig.times.wrong_by = dt.timedelta()
        rig.run()
        lab.take(rig, about=f"clock {jump}, {kind}, part {at}, {rig.died_at}", posted=PARTS)
    return lab.row("clock -2 h, +9 h, 1970")


def run_full_disk(lab: Lab) -> Row:
    """The disk is full from any step on, for five seconds or ten minutes: nothing goes twice once there is room."""
    for step, lasts in lab.sample(itertools.product(range(32), (5.0, 600.0)), every=5, short=16):
        rig = lab.make()
        rig.full_at = step
        rig.decide(parts=PARTS)
        failed_at = None
        for _ in range(400):
            report = rig.tick()
            if failed_at is None and report is not None and report.failed:
                failed_at = rig.times.passed_s
            if not rig.list_waiting() or (failed_at is not None and rig.times.passed_s - failed_at >= lasts):
                break
            rig.times.go_on(5.0)
        (rig.sender or rig.open()).fill_disk(full=False)
        rig.run()
        lab.take(rig, about=f"full from step {step} for {lasts:.0f} s", posted=PARTS)
    return lab.row("full disk")
