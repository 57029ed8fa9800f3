"""The client of a Slack that fails: it raises and answers as the SDK does over such a network, passing named steps."""

import http.client
import urllib.error
from collections.abc import Callable
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError

from bot.clock import SystemClock
from bot.slack.in_memory.local_slack import LocalClient, LocalSlack, Payload
from tests.fake_slack.chaos import Ended, FaultKind


class Steps(Protocol):
    """The places at which a process can be made to die."""

    def step(self, name: str) -> None:
        """Pass the step of this name, or die there."""
        ...


class ChaosClient(LocalClient):
    """A client whose calls ``serve`` takes; it passes a step before each, once it was taken, and with its answer."""

    def __init__(self, serve: Callable[[str, Payload], Ended], steps: Steps) -> None:
        super().__init__(LocalSlack(SystemClock()))
        self._serve = serve
        self._steps = steps

    def serve(self, method: str, arguments: Payload) -> tuple[int, Payload, dict[str, str]]:
        """Make a call, and raise what a caller gets when it fails."""
        short = method.rpartition(".")[2]
        self._steps.step(f"before {short}")
        ended = self._serve(method, arguments)
        self._steps.step(f"{short} taken")
        if ended.fault is not None:
            raise _explain(ended.fault, method)
        if ended.reply.get("ok"):
            self._steps.step(f"{short} answered")
        return ended.status, ended.reply, ended.headers


def _explain(fault: FaultKind, method: str) -> Exception:
    match fault:
        case FaultKind.REFUSED:
            return urllib.error.URLError(ConnectionRefusedError(111, "Connection refused"))
        case FaultKind.RST:
            return ConnectionResetError(104, "Connection reset by peer")
        case FaultKind.TIMEOUT:
            return TimeoutError("The read operation timed out")
        case FaultKind.TRUNCATED:
            return http.client.IncompleteRead(b'{"ok": tr')
        case FaultKind.GARBAGE:
            return _refusal(method, {"status": 200, "headers": {}, "body": "<html>"})
        case _:
            return http.client.RemoteDisconnected("Remote end closed connection without response")


def _refusal(method: str, response: Any) -> SlackApiError:
    message = f"The request to the Slack API failed. ({method})"
    return SlackApiError(message, response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
