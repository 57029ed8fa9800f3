"""How one tick spends its time: what has passed since it began, how often a channel is posted to, and what it did.

A tick is given its moment once; a long one must still know how late it is when a call returns.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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

    def read(self) -> float:
        """Return the seconds, 0 where there are none."""
        return self.elapsed() if self.elapsed else 0.0

    def read_or(self, now: dt.datetime) -> float:
        """Return the seconds, or those of the clock where there are none."""
        return self.elapsed() if self.elapsed else now.timestamp()


AT_ONCE = Pace()
"""For a workspace in memory, and for time that somebody else turns."""


@dataclass(kw_only=True, slots=True)
class DeliveryReport:
    """What one tick did; ``lines`` say what a person should know, one each; ``failed`` when it could not be done.

    ``more`` when something is due that the next tick, a second later, can send. ``blocked`` says why nothing could be
    sent at all, "" when the way was open.
    """

    sent: int = 0
    changed: int = 0
    retried: int = 0
    held: int = 0
    cancelled: int = 0
    failed: bool = False
    more: bool = False
    blocked: str = ""
    lines: tuple[str, ...] = ()


_COUNTED = {
    PostState.SENT: "sent",
    PostState.RETRY: "retried",
    PostState.HELD: "held",
    PostState.CANCELLED: "cancelled",
}


class Tick:
    """One tick from ``began`` on; ``report`` is what it did, ``limits`` the refusals in a row for going too fast.

    To ``waiting_channels`` nothing more is sent in it.
    """

    def __init__(self, began: dt.datetime, pace: Pace) -> None:
        self.report = DeliveryReport()
        self.waiting_channels: set[str] = set()
        self.limits = 0
        self._began = began
        self._pace = pace
        self._first = pace.read()

    def now(self) -> dt.datetime:
        """Return the moment it is: the tick's own, and what has passed since."""
        return self._began + dt.timedelta(seconds=self._pace.read() - self._first)

    def is_over(self) -> bool:
        """Say whether the tick has to leave the rest to the next one."""
        return self._pace.stopping() or self._pace.read() - self._first > self._pace.budget_s

    def count(self, post: Post, verdict: Verdict) -> None:
        """Count a post that came to this end."""
        is_change = post.slot.kind is PostKind.CHANGE and verdict.state is PostState.SENT
        name = "changed" if is_change else _COUNTED[verdict.state]
        setattr(self.report, name, getattr(self.report, name) + 1)

    def say(self, line: str) -> None:
        """Add a line to the report."""
        self.report.lines += (line,)


_MANY = 1000


class Gates:
    """From when each channel, and each other kind of call, may be tried again; with a pace of no time all are open."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._free_from: dict[str, float] = {}

    def is_open(self, name: str) -> bool:
        """Say whether a channel may have its next post, or such a call be made, now."""
        return self._pace.read() >= self._free_from.get(name, -math.inf)

    def close(self, name: str, seconds: float | None) -> None:
        """Let nothing through for so many seconds; without any, nothing changes."""
        if seconds is None or self._pace.elapsed is None:
            return
        now = self._pace.read()
        if len(self._free_from) > _MANY:
            self._free_from = {each: free for each, free in self._free_from.items() if free > now}
        self._free_from[name] = now + seconds

    def note_limits(self, until: Mapping[str, dt.datetime], *, now: dt.datetime) -> None:
        """Learn until when Slack asked a process before this one not to post to some channels."""
        for channel in until.keys() - self._free_from.keys():
            self.close(channel, (until[channel] - now).total_seconds())
