"""What a reading leaves to people: doubtful values, names on no list, and policies that may be one."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from bot.ingest.reports import find_layout_doubt
from bot.model.briefing import Briefing, Item
from bot.model.comments import list_references
from bot.model.ids import IdKind, format_id
from bot.model.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.model.review import ReviewEntry, ReviewKind, list_entries
from bot.store.database import Database
from bot.store.identity import list_apart
from bot.store.items import StoredItem, find_policy_of, list_items_near
from bot.store.policies import list_policies, write_references
from bot.store.review import replace_entries

_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_SHOWN = 300
_BOTH_KEYS = 0.9
"""How sure it is that a source that prints the number of one policy and the Chinese title of another means both."""


def list_for_review(
    db: Database,
    briefing_id: int,
    briefing: Briefing,
    numbers: Sequence[int],
    *,
    read: Briefing,
    refused: Collection[tuple[int, int]],
    now: dt.datetime,
) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people; and note what it refers to.

    ``numbers`` are those of its items, in their order; ``read`` is the briefing as it was read; ``refused`` are pairs
    of reports that only a person's word keeps apart.
    """
    reports = dict(zip(numbers, briefing.items, strict=True))
    write_references(db, {number: list_references(item) for number, item in reports.items()})
    found = list_entries(
        briefing,
        read=read,
        subject=format_id(IdKind.BRIEFING, briefing_id),
        subjects=[format_id(IdKind.ITEM, number) for number in numbers],
        doubt=find_layout_doubt(db, read),
    )
    near: dict[dt.date | None, list[tuple[StoredItem, Gist]]] = {None: []}
    for number, item in reports.items():
        own, day = find_policy_of(db, number) if item.policy else None, item.reported_on
        if own is None:
            continue
        if day is not None and day not in near:
            around = list_items_near(db, day, days=PAIR_DAYS, besides=briefing_id, limit=_COMPARED)
            near[day] = [(each, compose_gist(each.item)) for each in around]
        others = {each for pair in refused if number in pair for each in pair}
        found += _find_refused(db, number, item, own, others)
        found += _find_likely(db, number, item, own, near[day])
    listed = {entry.key: entry for entry in reversed(found)}  # of two with one key the first
    replace_entries(db, briefing_id, list(listed.values())[::-1], now=now)


def _find_refused(db: Database, number: int, item: Item, own: int, others: Collection[int]) -> Iterator[ReviewEntry]:
    """Yield other policies that the number or the Chinese title of this report leads to, and that it may not unite."""
    leads = {lead for each in others if (lead := find_policy_of(db, each))} - {own}
    for policy, other in list_policies(db, sorted(leads)).items():
        reason = "one is known by its number, the other by its Chinese title, and this source prints both"
        quote = other.title_zh or other.title_en or other.document_number or ""
        yield _build_pair(number, item, (own, policy), confidence=_BOTH_KEYS, reason=reason, quote=quote)


def _find_likely(
    db: Database, number: int, item: Item, own: int, near: Sequence[tuple[StoredItem, Gist]]
) -> Iterator[ReviewEntry]:
    """Yield the policy of another briefing that this report is most likely about too, if any is likely."""
    gist, apart = compose_gist(item), {None, own, *list_apart(db, own)}
    rated = [
        (rate_pair(gist, other), -(each.policy_id or 0), each) for each, other in near if each.policy_id not in apart
    ]
    score, policy, best = max(rated, key=lambda each: each[:2], default=(0.0, 0, None))
    if best is not None and score >= LIKELY:
        reason = "nearly the same words within a week, but no title or number in common"
        quote = best.item.headline or best.item.text[:_SHOWN]
        yield _build_pair(number, item, (own, -policy), confidence=round(score, 2), reason=reason, quote=quote)


def _build_pair(
    number: int, item: Item, pair: tuple[int, int], *, confidence: float, reason: str, quote: str
) -> ReviewEntry:
    one, other = sorted(pair)
    return ReviewEntry(
        kind=ReviewKind.SAME_POLICY,
        key=f"pair:{one}:{other}",
        name=item.headline or item.text[:_SHOWN],
        confidence=confidence,
        reason=reason,
        quote=quote,
        subject=format_id(IdKind.ITEM, number),
        policy_a=one,
        policy_b=other,
    )
