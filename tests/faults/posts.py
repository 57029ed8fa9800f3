"""Posts whose process dies or whose replies are lost, over a clock that jumps, or on a full disk."""

import datetime as dt
import itertools
import random

from bot.digests.lines import change_post
from bot.digests.outcomes import CODES
from bot.model.post import Message, PostState, Why
from tests.fake_slack.chaos import LOST, START, Fault, FaultKind
from tests.faults.room import Lab, Room, Row

PARTS = 3
"""How many messages the posts have of which a part fails."""
_FAR = 200
"""More steps than any run has."""
_NOT_TAKEN = (FaultKind.REFUSED, FaultKind.STALL, FaultKind.GARBAGE)
_NAMED = 12
"""How many kinds of steps there are at the least: around the claim, the record, and each kind of call."""


def run_kills(lab: Lab) -> Row:
    """Kill at every step of a summary with a thread."""
    steps = []
    for step in range(_FAR):
        room = lab.open()
        room.kills = [step]
        room.decide(parts=PARTS)
        room.run()
        lab.take(room, about=f"killed at {room.died_at}", once=PARTS)
        steps += room.died_at
        if not room.died_at:
            break
    lab.expect(holds=len(set(steps)) >= _NAMED, about=f"the steps passed were only {sorted(set(steps))}")
    return lab.row(f"kill at every step ({len(steps)}, of {len(set(steps))} kinds)")


def run_pairs(lab: Lab) -> Row:
    """Kill at every pair of steps of a summary with a thread: the second in the process that came after."""
    for first in range(_FAR):
        died = 0
        for second in range(_FAR):
            room = lab.open()
            room.kills = [first, second]
            room.decide(parts=2)
            room.run()
            lab.take(room, about=f"killed at {first}, {second}: {room.died_at}", once=2)
            died = len(room.died_at)
            if died < 2:
                break
        if not died:
            break
    return lab.row("kill at every pair of steps")


def run_replies(lab: Lab) -> Row:
    """Lose each call or its reply in each way, at each part; and be killed at a step of what follows."""
    alone = itertools.product((*LOST, *_NOT_TAKEN), range(PARTS), (None,))
    killed = itertools.product(LOST, (0,), range(24))
    for kind, part, kill in [*alone, *killed]:
        room = lab.open()
        room.slack.plan = [*[None] * part, Fault(kind=kind)]
        room.kills = [] if kill is None else [kill]
        room.decide(parts=PARTS)
        room.run()
        lab.take(room, about=f"{kind.value}, part {part}, killed {room.died_at}", once=PARTS)
    return lab.row("a call or its reply lost in eight ways, and a kill")


def run_changes(lab: Lab) -> Row:
    """Lose the reply to a change of what stands, or be killed at any step of it: it says the new words in the end."""
    cases = [*itertools.product(LOST, (None,)), *((None, step) for step in range(24))]
    for kind, kill in cases:
        room = lab.open()
        number = room.decide()
        room.run()
        with room.store.write() as db:
            change_post(db, number, Message(text="corrected"), now=room.times.now())
        room.slack.plan = [Fault(kind=kind)] if kind else []
        room.kills = [] if kill is None else [kill]
        room.open()
        room.run()
        (text,) = [message["text"] for channel, message in room.slack.list_ours() if channel == "C1"]
        lab.expect(holds=text == "corrected", about=f"{kind}, {room.died_at}: it says {text}")
        lab.take(room, about=f"change, {kind}, {room.died_at}", once=1)
    return lab.row("a change of a post: replies lost, kill at every step")


def run_never_found(lab: Lab) -> Row:
    """What is sent three times and never found is held, and a person settles it."""
    for sent in (None, True, False):
        room = lab.open()
        room.slack.plan = [Fault(kind=FaultKind.STALL)] * 3
        room.decide()
        room.run()
        held, asked = room.count().held, room.slack.asked["chat.postMessage"]
        lab.expect(holds=(held, asked) == (1, 4), about=f"{held} held after {asked} posts, one of them the question")
        if sent is not None:
            room.settle_held(sent=sent)
            room.run()
        if sent:
            room.due.clear()
        lab.take(room, about=f"settled, sent={sent}", once=int(sent is False))
    return lab.row("never found: held, then settled")


def run_late(lab: Lab) -> Row:
    """Posts that land late, a history that lags, both within two minutes."""
    times = ((0.0, 5.0), (0.0, 60.0), (0.0, 110.0), (60.0, 50.0), (110.0, 1.0), (100.0, 15.0))
    for (lag, late), part in itertools.product(times, range(PARTS)):
        room = lab.open()
        room.slack.lag_s = lag
        room.slack.plan = [*[None] * part, Fault(kind=FaultKind.LATE, seconds=late)]
        room.decide(parts=PARTS)
        room.run()
        lab.take(room, about=f"lands {late} s late, history lags {lag} s, part {part}", once=PARTS)
    return lab.row("late landing, lagging history")


def run_threads(lab: Lab) -> Row:
    """A thread part waits for its first, and ends with a word when its thread is gone."""
    room = lab.open()
    room.slack.plan = [Fault(kind=FaultKind.TIMEOUT)]
    room.decide(parts=PARTS)
    room.tick()
    room.times.go_on(60.0)
    room.tick()
    lab.expect(holds=len(list(room.slack.list_ours())) == 1, about="a part went before its first was proved")
    room.run()
    lab.take(room, about="first part unclear", once=PARTS)
    room = lab.open()
    room.slack.plan = [None, Fault(kind=FaultKind.CODE, text="thread_not_found"), Fault(kind=FaultKind.FIN)]
    room.decide(parts=PARTS)
    room.run()
    lab.take(room, about="thread gone", once=2)
    return lab.row("thread parts")


_ODD = (None, "", "0", "-1", "abc", "inf", "1e9", "999999", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "7", "60")


def run_rate_limits(lab: Lab) -> Row:
    """Answers of 429 with every odd Retry-After: nothing before it, nothing lost."""
    for text, part in itertools.product(_ODD, range(PARTS)):
        room = lab.open()
        room.slack.plan = [*[None] * part, Fault(kind=FaultKind.LIMITED, text=text)]
        room.decide(parts=PARTS)
        room.decide(slot="B2v1")
        room.run(limit_s=4000.0)
        lab.take(room, about=f"Retry-After {text!r}, part {part}", once=PARTS + 1)
    return lab.row("429 with odd Retry-After")


def run_rush(lab: Lab) -> Row:
    """Sixty channels due at once, a tenth of the posts answered 429: each gets its post once, and none early."""
    chance = random.Random(lab.seed)  # noqa: S311  the same by its seed
    room = lab.open()
    for number in range(60):
        room.decide(channel=f"C{number}")
    limited = [chance.random() < 0.1 for _ in range(90)]
    room.slack.plan = [
        Fault(kind=FaultKind.LIMITED, text=str(chance.randint(1, 30))) if each else None for each in limited
    ]
    room.run()
    lab.expect(holds=any(limited[:60]), about="no call was answered 429")
    lab.take(room, about="rush", once=60)
    return lab.row(f"60 channels due at once, {sum(limited[:60])} answered 429")


_ENDS = {
    Why.REFUSED: (PostState.SENT, Why.NONE),
    Why.CHANNEL: (PostState.HELD, Why.CHANNEL),
    Why.TOKEN: (PostState.RETRY, Why.TOKEN),
    Why.BLOCKS: (PostState.SENT, Why.NONE),
    Why.MESSAGE: (PostState.HELD, Why.MESSAGE),
    Why.THREAD: (PostState.CANCELLED, Why.THREAD),
    Why.UNCLEAR: (PostState.SENT, Why.NONE),
}


def run_codes(lab: Lab) -> Row:
    """Every error code, and two that Slack's list does not have: each ends as its class says."""
    known = [(code, kind) for kind, codes in CODES.items() for code in codes.split()]
    for code, kind in [*known, ("a_code_of_tomorrow", Why.UNCLEAR), ("", Why.UNCLEAR)]:
        room = lab.open()
        room.slack.plan = [Fault(kind=FaultKind.CODE, text=code)]
        number = room.decide()
        room.run(limit_s=400.0)
        ended = next((post.state, post.why) for post in room.list_posts() if post.id == number)
        lab.expect(holds=ended == _ENDS[kind], about=f"{code} ({kind.value}) ended as {ended}")
        if kind is Why.TOKEN:
            asked = room.slack.asked["chat.postMessage"]
            lab.expect(holds=asked == 1, about=f"{code}: {asked} calls with a token that is refused")
            room.open().delivery.start()
            room.run()
        lab.take(room, about=code, once=int(_ENDS[kind][0] in {PostState.SENT, PostState.RETRY}))
    return lab.row(f"every error code ({len(known) + 2})")


_HOUR = dt.timedelta(hours=1)


def run_clocks(lab: Lab) -> Row:
    """The bot's clock jumps back two hours, ahead nine, or to 1970, and a reply is lost or the process dies."""
    jumps = (-2 * _HOUR, 9 * _HOUR, dt.datetime(1970, 1, 2, tzinfo=dt.UTC) - START)
    for jump, is_mended, kind, at in itertools.product(
        jumps, (False, True), (*LOST, FaultKind.LATE, None), range(PARTS)
    ):
        room = lab.open()
        room.slack.lag_s = 60.0
        room.decide(parts=PARTS)
        room.slack.plan = [*[None] * at, Fault(kind=kind, seconds=50.0)] if kind else []
        room.kills = [] if kind else [6 + 9 * at]
        for _ in range(at + 1):
            room.tick()
            room.times.go_on(5.0)
        room.times.wrong_by = jump
        room.run(limit_s=600.0)
        if is_mended or room.list_waiting():  # what waits for a clock of 1970 waits for its repair
            room.times.wrong_by = dt.timedelta()
        room.run()
        lab.take(room, about=f"clock {jump}, {kind}, part {at}, {room.died_at}", once=PARTS)
    return lab.row("clock -2 h, +9 h, 1970")


def run_full_disk(lab: Lab) -> Row:
    """The disk is full from any step on, for five seconds or ten minutes: nothing goes twice once there is room."""
    for step, lasts in itertools.product(range(32), (5.0, 600.0)):
        room = lab.open()
        room.decide(parts=PARTS)
        room.open().steps.full_at = step
        _fill(room, lasts)
        (room.bot or room.open()).steps.is_full = False
        room.run()
        lab.take(room, about=f"full from step {step} for {lasts:.0f} s", once=PARTS)
    return lab.row("full disk")


def _fill(room: Room, lasts_s: float) -> None:
    """Tick until the full disk has lasted so long, or nothing waits."""
    failed_at = None
    for _ in range(400):
        report = room.tick()
        if failed_at is None and report is not None and report.failed:
            failed_at = room.times.passed_s
        if not room.list_waiting() or (failed_at is not None and room.times.passed_s - failed_at >= lasts_s):
            return
        room.times.go_on(5.0)
