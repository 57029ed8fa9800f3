"""What Slack's replies say: their pages, and of a refusal its code, how long to wait, and when it was given."""

import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from itertools import islice
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.digests.outcomes import parse_retry_after

NO_ANSWER = (SlackClientError, OSError, HTTPException, ValueError)
"""What a call may raise besides SlackApiError, a refusal: nothing is known of how it ended."""
RATE_LIMITED = 429
_CODE = re.compile(r"[a-z0-9_]{1,80}")
"""What an error code of Slack looks like: the SDK puts a sentence of its own there for an answer that is no JSON."""


def read_pages(client: WebClient, method: str, arguments: Mapping[str, Any], *, most: int) -> Iterator[SlackResponse]:
    """Yield the pages of a reply, each to be used before the next is asked for, and no more than ``most``."""
    yield from islice(client.api_call(method, params=dict(arguments)), most)


def has_more(page: SlackResponse) -> bool:
    """Say whether another page follows."""
    return bool((page.get("response_metadata") or {}).get("next_cursor"))


def read_code(response: Any) -> str | None:  # noqa: ANN401  the SDK gives a response, a dict, or text
    """Return Slack's code of a refusal, None where there is none to read."""
    try:
        code = response.get("error")
    except (AttributeError, ValueError):
        return None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else None


def find_code(error: SlackApiError) -> str:
    """Return Slack's code of a refusal, or the status of an answer without one."""
    return read_code(error.response) or f"HTTP status {getattr(error.response, 'status_code', 'unknown')}"


def read_retry_after(response: Any) -> float | None:  # noqa: ANN401  the same
    """Return how many seconds Slack asked to be left alone, None where it did not."""
    if getattr(response, "status_code", 200) != RATE_LIMITED and read_code(response) != "ratelimited":
        return None
    return parse_retry_after(_read_header(response, "Retry-After"))


def read_date(response: Any) -> float | None:  # noqa: ANN401  the same
    """Return when Slack gave an answer, by its own clock, as Unix time."""
    text = _read_header(response, "Date")
    try:
        return parsedate_to_datetime(text).timestamp() if text else None
    except (TypeError, ValueError):
        return None


def _read_header(response: Any, name: str) -> str | None:  # noqa: ANN401  the same
    headers = getattr(response, "headers", None) or {}
    value = next((value for header, value in headers.items() if header.lower() == name.lower()), None)
    return None if value is None else str(value[0] if isinstance(value, list) and value else value)
