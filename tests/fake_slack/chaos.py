"""A Slack in memory that fails in every way, in a time that the test turns; what it does follows from its plan alone.

Replies are lost after the post was taken, posts land late, the history lags, an answer is an error or asks to wait,
another app writes our keys. Slack has a clock of its own; the bot's may be wrong, and jump.
"""

from __future__ import annotations

import datetime as dt
import http.client
import json as json_module
import urllib.error
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.local_slack import LocalSlack, Payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START = dt.datetime(2024, 3, 10, 4, 0, tzinfo=dt.UTC)
_LATENCY_S = 0.05
_PATIENCE_S = 15.0
_READS = frozenset({"conversations.history", "conversations.replies"})


class KilledError(BaseException):
    """The process died here."""


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


@dataclass(kw_only=True)
class Times:
    """The time of the test: what has passed, and how wrong the bot's clock is."""

    passed_s: float = 0.0
    wrong_by: dt.timedelta = dt.timedelta()

    def now(self) -> dt.datetime:
        """Give the bot's clock."""
        return self.true() + self.wrong_by

    def true(self) -> dt.datetime:
        """Give Slack's clock."""
        return START + dt.timedelta(seconds=self.passed_s)

    def elapsed(self) -> float:
        """Give seconds that only grow."""
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
    """The workspace; ``plan`` gives the fault of the next post or change, ``read_plan`` that of the next look.

    A post shows in the history ``lag_s`` after it was taken. ``early`` holds posts that came before Slack had said they
    might, or faster than one a second in a channel.
    """

    def __init__(self, times: Times) -> None:
        super().__init__(_SlackClock(times=times))
        self.times = times
        self.plan: list[Fault | None] = []
        self.read_plan: list[Fault | None] = []
        self.pick: Callable[[str], Fault | None] = lambda _: None
        self.lag_s = 0.0
        self.latency_s = _LATENCY_S
        self.early: list[str] = []
        self.late: list[tuple[float, Payload]] = []
        self.asked: Counter[str] = Counter()
        self._allowed_at: dict[str, float] = {}
        self._last_at: dict[str, float] = {}

    def take_fault(self, method: str) -> Fault | None:
        """Give the fault of this call, by plan or by chance."""
        plan = self.read_plan if method in _READS else self.plan
        return plan.pop(0) if plan else self.pick(method)

    def note_try(self, arguments: Payload) -> None:
        """Look whether a post keeps to what Slack asks of everybody."""
        channel, at = str(arguments["channel"]), self.times.passed_s
        if at < self._allowed_at.get(channel, 0.0):
            self.early.append(f"{channel} before its Retry-After")
        if at - self._last_at.get(channel, -1.0) < 1.0:
            self.early.append(f"{channel} twice within a second")
        self._last_at[channel] = at

    def ask_to_wait(self, arguments: Payload, seconds: float) -> None:
        """Remember until when a channel was asked to wait."""
        self._allowed_at[str(arguments.get("channel"))] = self.times.passed_s + seconds

    def land(self) -> None:
        """Let the posts land whose time has come."""
        due = [held for held in self.late if held[0] <= self.times.passed_s]
        self.late = [held for held in self.late if held[0] > self.times.passed_s]
        here = self.times.passed_s
        for at, arguments in due:
            self.times.passed_s = at
            super().call("chat.postMessage", arguments)
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
            reply = super().call(method, arguments)
            if reply.get("error") == "message_not_found":
                reply["error"] = "thread_not_found"
            return reply
        finally:
            channel.posts = whole

    def forge(self, channel: str, key: str) -> None:
        """Let another app write a message with a key of ours."""
        metadata = {"event_type": "gongbao_post", "event_payload": {"key": key}}
        post = {"type": "message", "ts": self.build_ts(), "bot_id": "B0OTHER", "text": "forged", "metadata": metadata}
        self.open_channel(channel).posts.append(post)

    def list_ours(self) -> Iterator[tuple[str, Payload]]:
        """Give each message of ours with its channel."""
        for channel in self.channels.values():
            for post in channel.posts:
                if post.get("bot_id") != "B0OTHER":
                    yield channel.id, post

    def count_keys(self) -> Counter[str]:
        """Give how often each key of ours stands in a channel."""
        return Counter(post["metadata"]["event_payload"]["key"] for _, post in self.list_ours())


@dataclass(kw_only=True)
class Hooks:
    """The steps that were passed; at the ``kill_at``-th the process dies."""

    kill_at: int | None = None
    passed: list[str] = field(default_factory=list)
    killed: str | None = None

    def step(self, name: str) -> None:
        """Pass a step, or die there."""
        self.passed.append(name)
        if self.kill_at is not None and len(self.passed) > self.kill_at and self.killed is None:
            self.killed = name
            raise KilledError(name)


class ChaosClient(WebClient):
    """The client of a ChaosSlack: it raises and answers as the SDK does over a network that fails."""

    def __init__(self, slack: ChaosSlack, hooks: Hooks | None = None) -> None:
        super().__init__(token=None, base_url="https://chaos/api/", retry_handlers=[])
        self._slack = slack
        self._hooks = hooks or Hooks()

    def api_call(  # noqa: PLR0913  the SDK's own signature
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        files: Payload | None = None,
        data: object = None,
        params: Payload | None = None,
        json: Payload | None = None,
        headers: Payload | None = None,
        auth: Payload | None = None,
    ) -> SlackResponse:
        """Make a call and live through its fault."""
        _ = (http_verb, files, data, headers, auth)
        slack, hooks = self._slack, self._hooks
        arguments = json_module.loads(json_module.dumps({**(params or {}), **(json or {})}))
        short = api_method.rpartition(".")[2]
        hooks.step(f"before {short}")
        slack.asked[api_method] += 1
        fault = slack.take_fault(api_method)
        slack.times.go_on(slack.latency_s)
        if api_method == "chat.postMessage":
            slack.note_try(arguments)
        if fault is not None:
            self._fail_before(fault, api_method, arguments)
        reply = slack.call(api_method, arguments)
        hooks.step(f"{short} taken")
        if fault is not None:
            self._fail_after(fault, api_method)
        response = self._build(api_method, reply, 200)
        if not reply["ok"]:
            raise _refusal(api_method, response)
        hooks.step(f"{short} answered")
        return response

    def _fail_before(self, fault: Fault, method: str, arguments: Payload) -> None:
        slack = self._slack
        match fault.kind:
            case FaultKind.REFUSED:
                raise urllib.error.URLError(ConnectionRefusedError(111, "Connection refused"))
            case FaultKind.STALL:
                slack.times.go_on(_PATIENCE_S)
                raise TimeoutError("The read operation timed out")
            case FaultKind.LATE:
                slack.late.append((slack.times.passed_s + fault.seconds, arguments))
                slack.times.go_on(_PATIENCE_S)
                raise TimeoutError("The read operation timed out")
            case FaultKind.LIMITED:
                headers = {} if fault.text is None else {"Retry-After": fault.text}
                slack.ask_to_wait(arguments, _read_wait(fault.text))
                reply = {"ok": False, "error": "ratelimited"}
                raise _refusal(method, self._build(method, reply, 429, headers))
            case FaultKind.CODE:
                raise _refusal(method, self._build(method, {"ok": False, "error": fault.text}, 200))
            case _:
                return

    def _fail_after(self, fault: Fault, method: str) -> None:
        match fault.kind:
            case FaultKind.FIN:
                raise http.client.RemoteDisconnected("Remote end closed connection without response")
            case FaultKind.RST:
                raise ConnectionResetError(104, "Connection reset by peer")
            case FaultKind.TIMEOUT:
                self._slack.times.go_on(_PATIENCE_S)
                raise TimeoutError("The read operation timed out")
            case FaultKind.TRUNCATED:
                raise http.client.IncompleteRead(b'{"ok": tr')
            case FaultKind.SERVER_ERROR:
                raise _refusal(method, self._build(method, {}, 500))
            case FaultKind.GARBAGE:
                raise _refusal(method, {"status": 200, "headers": {}, "body": "<html>"})
            case _:
                return

    def _build(self, method: str, reply: Payload, status: int, headers: Payload | None = None) -> SlackResponse:
        return SlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{method}",
            req_args={},
            data=reply,
            headers={"Date": self._slack.build_date(), **(headers or {})},
            status_code=status,
        )


def _read_wait(text: str | None) -> float:
    try:
        seconds = float(text or "")
    except ValueError:
        return 0.0
    return seconds if 0 <= seconds < 3600 else 0.0  # an hour is as long as we believe


def _refusal(method: str, response: Any) -> SlackApiError:
    message = f"The request to the Slack API failed. ({method})"
    return SlackApiError(message, response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
