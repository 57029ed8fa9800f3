"""The clients we speak to Slack with, and the reply to a button: what changes anything is never repeated by itself."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.errors import DeliveryError
from bot.slack.calls.replies import NO_ANSWER

TIMEOUT = 15
"""Seconds we wait for Slack."""
_OK = 200


def build_client(token: str | None, base_url: str = WebClient.BASE_URL, *, timeout: int = TIMEOUT) -> WebClient:
    """Return a client that sends each call once: Slack's own retry repeats a post whose reply was lost."""
    return WebClient(token=token, base_url=base_url, timeout=timeout, retry_handlers=[])


def build_reader(token: str | None, base_url: str) -> WebClient:
    """Return a client for calls that only read, made once more where the connection fails.

    What Slack refuses as too much is not repeated here: it would keep a thread waiting for as long as Slack says.
    """
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT, retry_handlers=[ConnectionErrorRetryHandler()])


class Responder:
    """Replies to the message a button stands in, or to the channel of a command.

    The body of each reply, the fields that are set, goes to ``send``.
    """

    def __init__(self, send: Callable[[dict[str, Any]], None]) -> None:
        self._send = send

    def __deepcopy__(self, memo: dict[int, Any]) -> "Responder":
        """Stay one: what a lazy listener is handed is copied, and what it sends by is not to be."""
        return self

    def __call__(
        self,
        text: str = "",
        blocks: Sequence[Mapping[str, Any]] | None = None,
        *,
        response_type: str | None = None,
        replace_original: bool | None = None,
        delete_original: bool | None = None,
    ) -> None:
        """Send one reply, or raise DeliveryError."""
        body = {
            "text": text,
            "blocks": [dict(block) for block in blocks] if blocks else None,
            "response_type": response_type,
            "replace_original": replace_original,
            "delete_original": delete_original,
        }
        self._send({key: value for key, value in body.items() if value is not None})


RespondFactory = Callable[[str | None], Responder]
"""Makes the reply that goes to a response_url."""


def build_responder(response_url: str | None) -> Responder:
    """Return what replies through Slack's response_url, once, within our time limit."""

    def send(body: dict[str, Any]) -> None:
        if response_url is None:
            raise DeliveryError("This request has no address to reply to.", hint="Ask again with a slash command.")
        try:
            reply = WebhookClient(response_url, timeout=TIMEOUT, retry_handlers=[]).send_dict(body)
        except NO_ANSWER as error:
            raise DeliveryError("Slack could not be reached for the reply.", hint="Press the button again.") from error
        if reply.status_code != _OK:
            raise DeliveryError(
                f"Slack refused the reply ({reply.status_code}).", hint="Ask again: a button lives 30 minutes."
            )

    return Responder(send)
