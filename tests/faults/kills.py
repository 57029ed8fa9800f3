"""Processes that die, replies that are lost, posts that land late: what was due, and what stands in the channels."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from tests.fake_slack.chaos import LOST, Fault, FaultKind
from tests.faults.lab import PARTS

if TYPE_CHECKING:
    from tests.faults.lab import Lab, Row

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


def run_forged(lab: Lab) -> Row:
    """Another app writes our keys: what was not taken is sent all the same, what was is not sent twice."""
    for kind, part in lab.sample(itertools.product((FaultKind.STALL, *LOST), range(PARTS)), every=2, short=5):
        rig = lab.make()
        rig.slack.plan = [*[None] * part, Fault(kind=kind)]
        rig.decide(parts=PARTS)
        for key in rig.due:
            rig.slack.forge("C1", key)
        rig.run()
        lab.take(rig, about=f"forged, {kind.value}, part {part}", posted=PARTS)
    return lab.row("forged keys")
