"""What a reading leaves to people: doubtful values, names on no list, and policies that may be one."""

import datetime as dt
from collections.abc import Sequence

from bot.ingest.reports import find_layout_doubt
from bot.model.briefing import Briefing, Item
from bot.model.ids import IdKind, format_id
from bot.model.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.model.review import ReviewEntry, ReviewKind, list_entries
from bot.store.database import Database
from bot.store.identity import list_apart
from bot.store.items import StoredItem, find_policy_of, list_items_near
from bot.store.review import replace_entries

_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_SHOWN = 300


def list_for_review(
    db: Database, briefing_id: int, briefing: Briefing, numbers: Sequence[int], *, read: Briefing, now: dt.datetime
) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people.

    ``numbers`` are those of its items, in their order; ``read`` is the briefing as it was read.
    """
    reports = dict(zip(numbers, briefing.items, strict=True))
    found = list_entries(
        briefing,
        read=read,
        subject=format_id(IdKind.BRIEFING, briefing_id),
        subjects=[format_id(IdKind.ITEM, number) for number in numbers],
        doubt=find_layout_doubt(db, read),
    )
    near: dict[dt.date, list[tuple[StoredItem, Gist]]] = {}
    for number, item in reports.items():
        own, day = find_policy_of(db, number), item.reported_on
        if item.policy is None or own is None or day is None:
            continue
        if day not in near:
            around = list_items_near(db, day, days=PAIR_DAYS, besides=briefing_id, limit=_COMPARED)
            near[day] = [(each, compose_gist(each.item)) for each in around]
        likely = _find_likely(db, number, item, own, near[day])
        found += [likely] if likely else []
    listed = {entry.key: entry for entry in reversed(found)}  # of two with one key the first
    replace_entries(db, briefing_id, list(listed.values())[::-1], now=now)


def _find_likely(
    db: Database, number: int, item: Item, own: int, near: Sequence[tuple[StoredItem, Gist]]
) -> ReviewEntry | None:
    """Return the question whether a report is about the policy of another briefing, the likeliest of them."""
    gist, apart = compose_gist(item), {own, *list_apart(db, own)}
    rated = [
        (rate_pair(gist, other), -(each.policy_id or 0), each) for each, other in near if each.policy_id not in apart
    ]
    score, policy, best = max(rated, key=lambda each: each[:2], default=(0.0, 0, None))
    if best is None or score < LIKELY:
        return None
    one, other = sorted((own, -policy))
    return ReviewEntry(
        kind=ReviewKind.SAME_POLICY,
        key=f"pair:{one}:{other}",
        name=item.headline or item.text[:_SHOWN],
        confidence=round(score, 2),
        reason="nearly the same words within a week, but no title or number in common",
        quote=best.item.headline or best.item.text[:_SHOWN],
        subject=format_id(IdKind.ITEM, number),
        policy_a=one,
        policy_b=other,
    )
