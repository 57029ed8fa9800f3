"""How a call to Slack ended: what a failure says, in one form for everything that asks."""

import re
import socket
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from itertools import islice
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.digests.outcomes import Outcome, OutcomeKind, parse_retry_after

FAILURES = (SlackClientError, OSError, HTTPException, ValueError)
"""What a call may raise: a refusal of Slack's, or a line or an answer that broke."""
_CODE = re.compile(r"[a-z0-9_]{1,80}")
"""What an error code of Slack looks like: the SDK puts a sentence of its own there for an answer that is no JSON."""
_RATE_LIMITED = 429
_SERVER_ERROR = 500


def read_failure(error: Exception) -> Outcome:
    """Return how a call ended that raised one of ``FAILURES``: with Slack's code, or with what is known of it."""
    if not isinstance(error, SlackApiError):
        cause = error.reason if isinstance(error, URLError) else error
        was_sent = not isinstance(cause, ConnectionRefusedError | socket.gaierror)
        kind = OutcomeKind.UNCLEAR if was_sent else OutcomeKind.REFUSED
        return Outcome(kind=kind, error=f"{type(error).__name__}: {error}".splitlines()[0][:200])
    response = error.response
    status, slack_ts, code = getattr(response, "status_code", 200), read_date(response), _read_code(response)
    if status == _RATE_LIMITED or code == "ratelimited":
        wait_s = parse_retry_after(read_headers(response).get("retry-after"))
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=wait_s, slack_ts=slack_ts)
    if code is None or status >= _SERVER_ERROR:
        return Outcome(kind=OutcomeKind.UNCLEAR, error=f"HTTP status {status}", slack_ts=slack_ts)
    return Outcome(kind=OutcomeKind.ERROR, error=code, slack_ts=slack_ts)


def may_pass(failure: Outcome) -> bool:
    """Say whether a failure may pass by itself: asked again later, Slack may answer."""
    return failure.may_pass


def read_pages(client: WebClient, method: str, arguments: Mapping[str, Any], *, most: int) -> Iterator[SlackResponse]:
    """Yield the pages of a reply, each to be used before the next is asked for, and no more than ``most``."""
    yield from islice(client.api_call(method, params=dict(arguments)), most)


def read_headers(response: object) -> dict[str, str]:
    """Return the headers of an answer, their names in lower case."""
    headers = getattr(response, "headers", None) or {}
    return {name.lower(): str(value) for name, value in headers.items()}


def read_date(response: object) -> float | None:
    """Return when Slack gave an answer, by its own clock, as Unix time."""
    try:
        return parsedate_to_datetime(read_headers(response)["date"]).timestamp()
    except (KeyError, ValueError):
        return None


def _read_code(response: Any) -> str | None:  # noqa: ANN401  the SDK gives a response, a dict, or text
    try:
        code = response.get("error")
    except (AttributeError, ValueError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None
