"""What people write to add a feed, and when a feed or one of its entries is asked for again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.errors import BadQueryError

EVERY = dt.timedelta(hours=6)
"""How often a feed is asked unless told otherwise."""
MOST_TRIES = 5
"""How often an entry is tried before it is given up."""
_SHORTEST, _LONGEST = dt.timedelta(minutes=15), dt.timedelta(days=30)
_FIRST_RETRY, _LONGEST_RETRY, _MOST_STEPS = dt.timedelta(minutes=15), dt.timedelta(hours=24), 6
_UNITS = {"d": dt.timedelta(days=1), "h": dt.timedelta(hours=1), "m": dt.timedelta(minutes=1)}
_WORDS = {"hourly": "1h", "daily": "1d", "weekly": "7d"}
_SPAN = re.compile(r"([1-9][0-9]{0,3})([mhd])")
_ID = re.compile(r"F([1-9][0-9]{0,9})", re.IGNORECASE)
_SLACK_LINK = re.compile(r"<([^<>|]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedRequest:
    """What ``feed add`` asks for."""

    url: str
    every: dt.timedelta


def parse_feed_request(text: str) -> FeedRequest:
    """Return address and interval of ``https://... every:6h``, as people and Slack write it; BadQueryError."""
    every, url = EVERY, ""
    for word in _SLACK_LINK.sub(r"\1", text).replace("&amp;", "&").split():
        key, colon, value = word.partition(":")
        if colon and key.lower() == "every":
            every = parse_every(value)
        elif url:
            raise BadQueryError(f"I don't understand “{word}”.", hint="Write an address and, if you like, every:6h.")
        else:
            url = word
    if not url.lower().startswith("https://"):
        said = "This is not an https address." if url else "The address is missing."
        raise BadQueryError(said, hint="Write the feed's address: https://… every:6h.")
    return FeedRequest(url=url, every=every)


def parse_every(text: str) -> dt.timedelta:
    """Return an interval such as ``30m``, ``6h``, ``1d`` or ``daily``; BadQueryError outside 15 minutes to 30 days."""
    match = _SPAN.fullmatch(_WORDS.get(text.lower(), text.lower()))
    every = int(match[1]) * _UNITS[match[2]] if match else dt.timedelta()
    if not _SHORTEST <= every <= _LONGEST:
        raise BadQueryError(
            f"I can't check a feed “every:{text}”.", hint="Try every:30m, every:6h or every:1d (from 15m to 30d)."
        )
    return every


def format_every(every: dt.timedelta) -> str:
    """Return an interval as people write it: ``6h``."""
    unit = next(name for name, span in _UNITS.items() if every % span == dt.timedelta())
    return f"{every // _UNITS[unit]}{unit}"


def parse_feed_id(text: str) -> int:
    """Return the number of a feed's id, or raise BadQueryError."""
    match = _ID.fullmatch(text.strip())
    if match is None:
        raise BadQueryError(
            f"“{text.strip()}” is not a feed.", hint="Write F and a number: F3. feed list shows your feeds."
        )
    return int(match[1])


def decide_next_poll(*, now: dt.datetime, every: dt.timedelta, failures: int) -> dt.datetime:
    """Decide when a feed is asked again: after its interval; after failures soon, then ever later, a day at most."""
    return now + (_back_off(failures) if failures else every)


def decide_retry(*, now: dt.datetime, tries: int, later: bool) -> dt.datetime | None:
    """Decide when an entry that failed is tried again; None when trying again cannot help, or was done enough."""
    return now + _back_off(tries) if later and tries < MOST_TRIES else None


def _back_off(failures: int) -> dt.timedelta:
    times: int = 4 ** min(failures - 1, _MOST_STEPS)
    return min(_FIRST_RETRY * times, _LONGEST_RETRY)
