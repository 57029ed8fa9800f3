"""A client that answers without a network: from a list in turn, or by the method that is called."""

from typing import Any

from slack_sdk.errors import SlackApiError

from bot.clock import SystemClock
from bot.slack.in_memory.local_slack import LocalClient, LocalSlack, Payload

Reply = dict[str, Any] | Exception


class FakeClient(LocalClient):
    """Keeps the calls in ``made``."""

    def __init__(
        self,
        *replies: Reply,
        by_method: dict[str, Any] | None = None,
        status: int = 200,
        headers: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(LocalSlack(SystemClock()))
        self.replies = list(replies)
        self.by_method = by_method or {}
        self.status = status
        self.reply_headers = headers or {}
        self.made: list[tuple[str, dict[str, Any]]] = []

    def serve(self, method: str, arguments: Payload) -> tuple[int, Payload, dict[str, str]]:
        self.made.append((method, arguments))
        held = self.by_method.get(method, self.replies)
        reply = held.pop(0) if isinstance(held, list) else held
        if isinstance(reply, Exception):
            raise reply
        return self.status, reply, self.reply_headers


def build_error(response: object) -> SlackApiError:
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
