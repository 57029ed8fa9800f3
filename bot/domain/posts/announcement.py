"""Whether a new briefing is announced: only what is newer than the last announced issue and still fresh."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

FRESH_DAYS = 45
"""The oldest an issue may be, on the day it is read, to be announced."""
HOLD = dt.timedelta(minutes=10)
"""How long the posts of a new briefing wait, so that a mistaken ingest can be taken back unseen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """The decision about a briefing, with the reason in words."""

    announced: bool
    reason: str


def decide_announcement(
    *, published_on: dt.date | None, last_announced_on: dt.date | None, read_on: dt.date
) -> Announcement:
    """Decide whether a briefing read on ``read_on`` is announced, or archived in silence."""
    if published_on is None:
        return Announcement(announced=False, reason="no date of issue printed: archived")
    if (read_on - published_on).days > FRESH_DAYS:
        return Announcement(announced=False, reason=f"the issue is older than {FRESH_DAYS} days: archived")
    if last_announced_on is not None and published_on <= last_announced_on:
        return Announcement(
            announced=False, reason=f"not newer than the last announced issue ({last_announced_on}): archived"
        )
    return Announcement(announced=True, reason="new")
