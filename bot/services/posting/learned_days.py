"""On which days what a digest brings was learned: those of its slot, and earlier ones of what waited for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.posts.schedule import to_local
from bot.store.announcements import find_first_announced_at

if TYPE_CHECKING:
    import datetime as dt

    from bot.services.posting.summaries import Summary
    from bot.store.database import Database


def say_learned(db: Database, summary: Summary, *, since: dt.datetime, until: dt.datetime, zone: str) -> Summary:
    """Let a summary say the local days from ``since`` to ``until``, and from when the oldest that it brings was known.

    A digest that never went out, or a rule that had another form, leaves what waited to a later one.
    """
    first = find_first_announced_at(db, {item.briefing_id for item in summary.included})
    days = to_local(min(since, first or since), zone).date(), to_local(until, zone).date()
    return replace(summary, digest=replace(summary.digest, window=days))
