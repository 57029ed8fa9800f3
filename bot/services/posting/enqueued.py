"""What was decided about the posts of a briefing, in the words of an ingest's report."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING

from bot.domain.posts.posting import describe_nobody

if TYPE_CHECKING:
    from collections.abc import Collection

_HOLD_LASTS = dt.timedelta(days=365)
"""What waits longer than this was put on hold (``bot.domain.posts.posting.UNTIL_RELEASED``)."""


def describe_enqueued(counted: tuple[int, int], wait: dt.timedelta, *, fates: Collection[str]) -> str:
    """Say how many channels get a summary after this wait, and how many digests will bring it; or why none.

    ``fates`` are those of the briefing's items in the ledger.
    """
    channels, digests = counted
    later = f"{digests} digest{'' if digests == 1 else 's'} at {'its' if digests == 1 else 'their'} time"
    if channels == 0:
        return later if digests else f"none, {describe_nobody(fates)}"
    said = f"{channels} channel{'' if channels == 1 else 's'}"
    if wait > _HOLD_LASTS:
        when = "once they are let go: on hold"
    else:
        minutes = math.ceil(wait.total_seconds() / 60)
        when = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes > 0 else "now"
    return f"{said} {when}" + (f", {later}" if digests else "")
