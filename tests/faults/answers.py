"""What Slack may answer: to wait, or any error code, to a post or to a change of one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from bot.domain.posts.delivery import CODES, ErrorClass
from bot.domain.posts.post import PostState
from tests.fake_slack.chaos import Fault, FaultKind
from tests.faults.lab import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.lab import Lab, Row


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
    ErrorClass.NOT_SENT: PostState.SENT,
    ErrorClass.CHANNEL: PostState.PARKED,
    ErrorClass.TOKEN: PostState.RETRY,
    ErrorClass.BLOCKS: PostState.SENT,
    ErrorClass.MESSAGE: PostState.HELD,
    ErrorClass.THREAD: PostState.SKIPPED,
    ErrorClass.UNCLEAR: PostState.SENT,
}


def _list_codes(lab: Lab) -> Iterator[tuple[str, ErrorClass]]:
    """Give codes of each class, and two that Slack's list does not have."""
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
        state = next(post.state for post in rig.list_posts() if post.id == number)
        lab.expect(holds=state is _ENDS[kind], about=f"{code} ({kind.value}) ended as {state.value}")
        if kind is ErrorClass.TOKEN:
            asked = rig.slack.asked["chat.postMessage"]
            lab.expect(holds=asked == 1, about=f"{code}: {asked} calls with a token that is refused")
            rig.open().start()
            rig.run()
        lab.take(rig, about=code)
    return lab.row("every class of errors, for a post")
