"""A Slack in memory that fails in every way, in a time that the test turns; what it does follows from its plan alone.

Replies are lost after the post was taken, posts land late, the history lags, an answer is an error or asks to wait.
Slack has a clock of its own; the bot's may be wrong, and jump.
"""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from bot.slack.in_memory.local_slack import LocalSlack, Payload
from tests.fake_slack.history import HISTORY

START = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
_LATENCY_S = 0.05
_PATIENCE_S = 15.0
_READS = frozenset({"conversations.history", "conversations.replies"})


class FaultKind(StrEnum):
    """How a call goes wrong; the first six take the post and lose the answer."""

    FIN = "closed"
    RST = "reset"
    TIMEOUT = "timed out"
    TRUNCATED = "truncated"
    SERVER_ERROR = "500 after the post"
    GARBAGE = "no JSON"
    REFUSED = "no connection"
    STALL = "stalled, not taken"
    LATE = "timed out, lands later"
    LIMITED = "429"
    CODE = "error code"


LOST = (FaultKind.FIN, FaultKind.RST, FaultKind.TIMEOUT, FaultKind.TRUNCATED, FaultKind.SERVER_ERROR)
"""The ways to lose a reply to a post that was taken."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault; ``text`` is the error code or the Retry-After header, ``seconds`` how late a post lands."""

    kind: FaultKind
    text: str | None = None
    seconds: float = 60.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a call ended: a reply with its HTTP status and headers, or the fault for which the caller got none."""

    reply: Payload
    fault: FaultKind | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Times:
    """The time of the test: what has passed, and how wrong the bot's clock is."""

    passed_s: float = 0.0
    wrong_by: dt.timedelta = dt.timedelta()

    def now(self) -> dt.datetime:
        """Return the bot's clock."""
        return self.true() + self.wrong_by

    def true(self) -> dt.datetime:
        """Return Slack's clock."""
        return START + dt.timedelta(seconds=self.passed_s)

    def elapsed(self) -> float:
        """Return seconds that only grow."""
        return self.passed_s

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self.passed_s += seconds


@dataclass(frozen=True, kw_only=True, slots=True)
class _SlackClock:
    times: Times

    def now(self) -> dt.datetime:
        return self.times.true()


class ChaosSlack(LocalSlack):
    """The workspace; ``plan`` gives the faults of the next posts and changes.

    A post shows in the history ``lag_s`` after it was taken. ``early`` holds posts that came before Slack had said they
    might, or faster than one a second in a channel.
    """

    def __init__(self, times: Times) -> None:
        super().__init__(_SlackClock(times=times))
        self.methods |= HISTORY
        self.lock = threading.Lock()
        self.times = times
        self.plan: list[Fault | None] = []
        self.lag_s = 0.0
        self.latency_s = _LATENCY_S
        self.early: list[str] = []
        self.late: list[tuple[float, str, Payload]] = []
        self.asked: Counter[str] = Counter()
        self._allowed_at: dict[str, float] = {}
        self._last_at: dict[str, float] = {}

    def serve(self, method: str, arguments: Payload) -> Ended:
        """Take a call as it comes over the network, and say how it ends for the caller."""
        self.asked[method] += 1
        fault = self.take_fault(method)
        self.times.go_on(self.latency_s)
        self.note_try(method, arguments)
        if fault is not None:
            ended = self._fail_before(fault, method, arguments)
            if ended is not None:
                return ended
        reply = self.call(method, arguments)
        if fault is None:
            return self._end(reply)
        if fault.kind is FaultKind.TIMEOUT:
            self.times.go_on(_PATIENCE_S)
        if fault.kind is FaultKind.SERVER_ERROR:
            return self._end({}, status=500)
        return Ended(reply={}, fault=fault.kind)

    def _fail_before(self, fault: Fault, method: str, arguments: Payload) -> Ended | None:
        """End a call that Slack does not take as it comes; None where it takes it, and only the reply is lost."""
        match fault.kind:
            case FaultKind.REFUSED:
                return Ended(reply={}, fault=FaultKind.REFUSED)
            case FaultKind.STALL | FaultKind.LATE:
                if fault.kind is FaultKind.LATE:
                    self.late.append((self.times.passed_s + fault.seconds, method, arguments))
                self.times.go_on(_PATIENCE_S)
                return Ended(reply={}, fault=FaultKind.TIMEOUT)
            case FaultKind.LIMITED:
                self.ask_to_wait(method, arguments, _read_wait(fault.text))
                headers = {} if fault.text is None else {"Retry-After": fault.text}
                return self._end({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
            case FaultKind.CODE:
                return self._end({"ok": False, "error": fault.text})
            case _:
                return None

    def _end(self, reply: Payload, *, status: int = 200, headers: dict[str, str] | None = None) -> Ended:
        return Ended(reply=reply, status=status, headers={"Date": self.build_date(), **(headers or {})})

    def take_fault(self, method: str) -> Fault | None:
        """Return the planned fault of this call; looks have none."""
        return self.plan.pop(0) if self.plan and method not in _READS else None

    def note_try(self, method: str, arguments: Payload) -> None:
        """Look whether a call keeps to what Slack asks of everybody."""
        place, at = _find_place(method, arguments), self.times.passed_s
        if at < self._allowed_at.get(place, 0.0):
            self.early.append(f"{place} before its Retry-After")
        if method == "chat.postMessage":
            if at - self._last_at.get(place, -1.0) < 1.0:
                self.early.append(f"{place} twice within a second")
            self._last_at[place] = at

    def ask_to_wait(self, method: str, arguments: Payload, seconds: float) -> None:
        """Remember until when a channel, or for all but posts a method, was asked to wait."""
        self._allowed_at[_find_place(method, arguments)] = self.times.passed_s + seconds

    def forgive(self) -> None:
        """Forget until when methods were to wait, which a process that was killed takes with it; not for posts."""
        self._allowed_at = {place: at for place, at in self._allowed_at.items() if "." not in place}

    def land(self) -> None:
        """Let the posts and changes land whose time has come."""
        due = [held for held in self.late if held[0] <= self.times.passed_s]
        self.late = [held for held in self.late if held[0] > self.times.passed_s]
        here = self.times.passed_s
        for at, method, arguments in due:
            self.times.passed_s = at
            super().call(method, arguments)
        self.times.passed_s = here

    def call(self, method: str, arguments: Payload) -> Payload:
        """Answer a call, with the history as far as it shows by now; a person's id is no channel to read."""
        self.land()
        self.calls.clear()
        if method in {*_READS, "chat.update"} and str(arguments.get("channel")).startswith("U"):
            return {"ok": False, "error": "channel_not_found"}
        if method not in _READS:
            return super().call(method, arguments)
        channel = self.channels.get(str(arguments.get("channel")))
        if channel is None:
            return {"ok": False, "error": "channel_not_found"}
        seen = self.times.true().timestamp() - self.lag_s
        whole = channel.posts
        channel.posts = [post for post in whole if float(post["ts"]) <= seen]
        for post in channel.posts:
            replies = sum(1 for other in channel.posts if other.get("thread_ts") == post["ts"])
            post.update({"reply_count": replies} if replies else {})
        try:
            return super().call(method, arguments)
        finally:
            channel.posts = whole

    def list_ours(self) -> Iterator[tuple[str, Payload]]:
        """Return each message of ours with its channel."""
        for channel in self.channels.values():
            for post in channel.posts:
                yield channel.id, post

    def count_keys(self) -> Counter[str]:
        """Return how often each key of ours stands in a channel."""
        return Counter(post["metadata"]["event_payload"]["key"] for _, post in self.list_ours())


def _find_place(method: str, arguments: Payload) -> str:
    return str(arguments["channel"]) if method == "chat.postMessage" else method


def _read_wait(text: str | None) -> float:
    try:
        seconds = float(text or "")
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < 3600 else 0.0  # an hour is as long as we believe
