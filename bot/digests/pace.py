"""How one tick spends its time: what has passed since it began, and how often a channel is posted to.

A tick is given its moment once; a long one must still know how late it is when a call returns.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from bot.model.post import Post, PostKind, PostState, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How fast a sender goes; without ``elapsed`` a tick takes no time and nothing waits.

    ``elapsed`` gives seconds that only ever grow, whatever the clock says. ``between_s`` lies between two posts to one
    channel. After ``budget_s`` a tick ends and leaves the rest to the next; so it does when ``stopping`` says so.
    """

    elapsed: Callable[[], float] | None = None
    between_s: float = 1.0
    budget_s: float = 20.0
    stopping: Callable[[], bool] = lambda: False


AT_ONCE = Pace()
"""For a workspace in memory, and for time that somebody else turns."""
LONG_AGO = -math.inf
"""Before any moment of a pace, whose seconds may begin anywhere."""


class Watch:
    """The time of one tick, from ``began`` on."""

    def __init__(self, began: dt.datetime, pace: Pace) -> None:
        self._began = began
        self._pace = pace
        self._first = self.read()

    def read(self) -> float:
        """Return the seconds of the pace, 0 where it has none."""
        return self._pace.elapsed() if self._pace.elapsed else 0.0

    def now(self) -> dt.datetime:
        """Return the moment it is: the tick's own, and what has passed since."""
        return self._began + dt.timedelta(seconds=self.count_passed())

    def count_passed(self) -> float:
        """Return the seconds that have passed since the tick began."""
        return self.read() - self._first

    def is_over(self) -> bool:
        """Say whether the tick has to leave the rest to the next one."""
        return self._pace.stopping() or self.count_passed() > self._pace.budget_s


_MANY = 1000


class Gates:
    """From when each channel, and each other kind of call, may be tried again; with a pace of no time all are open."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._free_from: dict[str, float] = {}

    def is_open(self, name: str, watch: Watch) -> bool:
        """Say whether a channel may have its next post, or such a call be made, now."""
        return watch.read() >= self._free_from.get(name, LONG_AGO)

    def close(self, name: str, seconds: float | None, watch: Watch) -> None:
        """Let nothing through for so many seconds; without any, nothing changes."""
        if seconds is None or self._pace.elapsed is None:
            return
        now = watch.read()
        if len(self._free_from) > _MANY:
            self._free_from = {each: free for each, free in self._free_from.items() if free > now}
        self._free_from[name] = now + seconds

    def note_limits(self, until: Mapping[str, dt.datetime], watch: Watch) -> None:
        """Learn until when Slack asked a process before this one not to post to some channels."""
        for channel in until.keys() - self._free_from.keys():
            self.close(channel, (until[channel] - watch.now()).total_seconds(), watch)


# What a tick of the sender did, counted while it goes on.


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveryReport:
    """What one tick did; ``lines`` say what a person should know, one each; ``failed`` when it could not be done.

    ``more`` when something is due that the next tick, a second later, can send. ``blocked`` says why nothing could be
    sent at all, "" when the way was open. ``took_s`` are the seconds that it took.
    """

    sent: int = 0
    changed: int = 0
    retried: int = 0
    held: int = 0
    cancelled: int = 0
    failed: bool = False
    more: bool = False
    blocked: str = ""
    took_s: float = 0.0
    lines: tuple[str, ...] = ()

    def join(self, later: Self) -> Self:
        """Return what this tick and a later one did together; the later one says whether the way is open."""
        return replace(
            later,
            sent=self.sent + later.sent,
            changed=self.changed + later.changed,
            retried=self.retried + later.retried,
            held=self.held + later.held,
            cancelled=self.cancelled + later.cancelled,
            took_s=self.took_s + later.took_s,
            failed=self.failed or later.failed,
            more=self.more or later.more,
            lines=tuple(dict.fromkeys((*self.lines, *later.lines))),
        )


_COUNTED = {
    PostState.SENT: "sent",
    PostState.RETRY: "retried",
    PostState.HELD: "held",
    PostState.CANCELLED: "cancelled",
}


@dataclass(kw_only=True)
class Tally:
    """Counts what happens in one tick; ``limits`` are the refusals in a row for going too fast."""

    watch: Watch
    lines: list[str] = field(default_factory=list)
    waiting_channels: set[str] = field(default_factory=set)
    limits: int = 0
    more: bool = False
    _counts: Counter[str] = field(default_factory=Counter)

    def add(self, post: Post, verdict: Verdict) -> None:
        """Count a post that came to this end."""
        name = _COUNTED[verdict.state]
        self._counts["changed" if name == "sent" and post.slot.kind is PostKind.CHANGE else name] += 1

    def report(self) -> DeliveryReport:
        """Return what was counted."""
        return DeliveryReport(
            sent=self._counts["sent"],
            changed=self._counts["changed"],
            retried=self._counts["retried"],
            held=self._counts["held"],
            cancelled=self._counts["cancelled"],
            more=self.more,
            took_s=self.watch.count_passed(),
            lines=tuple(self.lines),
        )
