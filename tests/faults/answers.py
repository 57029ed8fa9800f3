"""What Slack may answer: to wait, or any error code, to a post or to a change of one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.domain.posts.delivery import CODES, ErrorClass
from bot.domain.posts.post import Message, PostState
from bot.store.outbox import want_change
from tests.fake_slack.chaos import Fault, FaultKind
from tests.faults.lab import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab, Row


_ODD = (None, "", "0", "-1", "abc", "inf", "1e9", "999999", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "7", "60")


def run_rate_limits(lab: Lab) -> Row:
    """Answers of 429 with every odd Retry-After: nothing before it, nothing lost."""
    for text, part in lab.sample(itertools.product(_ODD, range(PARTS)), every=7):
        rig = lab.make()
        rig.slack.plan = [*[None] * part, Fault(kind=FaultKind.LIMITED, text=text)]
        rig.decide(parts=PARTS)
        rig.decide(slot="B2v1")
        rig.run(limit_s=4000.0)
        lab.take(rig, about=f"Retry-After {text!r}, part {part}", posted=PARTS + 1)
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
    for code, kind in lab.sample(_list_codes(), every=8):
        rig = lab.make()
        rig.slack.plan = [Fault(kind=FaultKind.CODE, text=code)]
        number = rig.decide()
        rig.run(limit_s=400.0)
        state = next(post.state for post in rig.list_posts() if post.id == number)
        lab.expect(holds=state is _ENDS[kind], about=f"{code} ({kind.value}) ended as {state.value}")
        if kind is ErrorClass.TOKEN:
            asked = rig.slack.asked["chat.postMessage"]
            lab.expect(holds=asked == 1, about=f"{code}: {asked} calls with a token that is refused")
            rig.open().start()
            rig.run()
        lab.take(rig, about=code)
    return lab.row("every error code, for a post")


def run_update_codes(lab: Lab) -> Row:
    """Every error code for a change: the message stands once; what passes is done later, what cannot be is given up."""
    cases = (*_list_codes(), *((code, ErrorClass.MESSAGE) for code in _UPDATE_ONLY))
    for code, kind in lab.sample(cases, every=8):
        rig = lab.make()
        number = rig.decide()
        rig.run()
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
            rig.open().start()
            rig.tick()
            again = [post["text"] for _, post in rig.slack.list_ours()] == ["changed"]
            lab.expect(holds=again, about=f"{code}: not changed with a new token")
        lab.take(rig, about=code, posted=1)
    return lab.row("every error code, for a change")


_UPDATE_ONLY = (
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "is_inactive",
    "message_not_owned_by_app",
)


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
