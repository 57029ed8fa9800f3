"""Which issue, or which official notice, a file is another reading of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.records.series import (
    briefing_identity,
    complete_notice,
    is_known_by_title,
    is_notice,
    is_same_issue,
    is_same_notice,
    series_key,
)
from bot.store.briefings import find_briefing, list_notices_of, list_undated
from bot.store.items import list_held

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing
    from bot.store.briefings import StoredBriefing
    from bot.store.database import Database


def find_issue(db: Database, briefing: Briefing) -> tuple[StoredBriefing | None, Briefing]:
    """Give the briefing that this file is another reading of, also one that was taken away; None for a new issue.

    With it comes the reading as it is to be stored: a notice has its number from another file of it that prints one.
    """
    if is_known_by_title(briefing):
        return _find_undated(db, briefing), briefing
    found = find_briefing(db, briefing_identity(briefing))
    if found is not None or not is_notice(briefing):
        return found, briefing
    return _find_notice(db, briefing)


def _find_undated(db: Database, briefing: Briefing) -> StoredBriefing | None:
    for held in list_undated(db, series_key(briefing)):
        items = [each.item for each in list_held(db, held.id) if each.active or not held.active]
        if held.briefing.sha256 == briefing.sha256 or is_same_issue(items, briefing.items):
            return held
    return None


def _find_notice(db: Database, briefing: Briefing) -> tuple[StoredBriefing | None, Briefing]:
    """Give the one notice held that this file is, by all but its number; where several could be it, it is none."""
    same = [
        (held, whole) for held in _list_notices(db, briefing) if is_same_notice(whole := _whole(db, held), briefing)
    ]
    in_force = [pair for pair in same if pair[0].active]
    for candidates in (in_force, same):
        if len(candidates) == 1:
            held, whole = candidates[0]
            return held, complete_notice(briefing, whole)
    return None, briefing


def _list_notices(db: Database, briefing: Briefing) -> list[StoredBriefing]:
    return list_notices_of(db, briefing.published_on) if briefing.published_on else []


def _whole(db: Database, held: StoredBriefing) -> Briefing:
    items = tuple(each.item for each in list_held(db, held.id) if each.active or not held.active)
    return replace(held.briefing, items=items)
