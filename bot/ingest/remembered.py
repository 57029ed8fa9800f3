"""What people decided, applied to each reading, and what each reading puts on the review list.

Both are called inside the transaction of an ingest, an undo or a decision, around ``decide_changes``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from bot.model.briefing import Briefing, Item
from bot.model.comments import list_references
from bot.model.ids import IdKind, format_id
from bot.model.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.model.review import (
    ReviewEntry,
    ReviewKind,
    apply_decisions,
    describe_entry,
    drop_repeated,
    find_layout_doubt,
    list_entries,
)
from bot.model.series import briefing_identity, series_key
from bot.model.used_layout import LayoutDoubt, decide_doubt
from bot.store.database import Database
from bot.store.identity import list_apart
from bot.store.items import StoredItem, find_policy_of, list_items_near
from bot.store.layouts import find_layout
from bot.store.policies import list_policies, write_references
from bot.store.review import list_open_entries, list_settled_among, load_settled, replace_entries

_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_SHOWN = 300
_BOTH_KEYS = 0.9
"""How sure it is that a source that prints the number of one policy and the Chinese title of another means both."""

_Near = dict[dt.date, list[tuple[StoredItem, Gist]]]
"""The reports of other briefings around a day."""


def apply_remembered(db: Database, briefing: Briefing) -> Briefing:
    """Return a reading as people have settled it until now."""
    settled = load_settled(db, ReviewKind.COMPANY, ReviewKind.UNCERTAIN)
    return apply_decisions(briefing, settled, identity=briefing_identity(briefing))


def find_layout_state(db: Database, briefing: Briefing) -> LayoutDoubt | None:
    """Return why a person should look at the layout that a briefing was read with, or None."""
    used = briefing.layout
    kept = None if used is None else find_layout(db, used.series)
    return decide_doubt(used, kept.cost if kept else None)


def list_to_check(db: Database, briefing_id: int) -> tuple[str, ...]:
    """Return what a person should look at in a briefing, least certain first, a line each."""
    found, _ = list_open_entries(db, briefing_id=briefing_id)
    return tuple(describe_entry(entry) for entry in found)


def list_for_review(
    db: Database,
    briefing_id: int,
    briefing: Briefing,
    numbers: Sequence[int],
    *,
    refused: Collection[tuple[int, int]],
    identity: str,
    now: dt.datetime,
) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people; and note what it refers to.

    ``numbers`` are those of its items, in their order; ``identity`` is that of the reading as it was read; ``refused``
    are pairs of reports that only a person's word keeps apart.
    """
    write_references(db, {n: list_references(item) for n, item in zip(numbers, briefing.items, strict=True)})
    subject, subjects = format_id(IdKind.BRIEFING, briefing_id), [format_id(IdKind.ITEM, number) for number in numbers]
    found = list_entries(briefing, identity=identity, series=series_key(briefing), subject=subject, subjects=subjects)
    doubted = find_layout_doubt(briefing, find_layout_state(db, briefing), identity=identity, subject=subject)
    if doubted is not None and not list_settled_among(db, [doubted.key or ""]):
        found = [doubted, *drop_repeated(found)]
    near: _Near = {}
    for number, item in zip(numbers, briefing.items, strict=True):
        own = find_policy_of(db, number) if item.policy else None
        if own is not None:
            found += _find_refused(db, number, item, own, refused)
            found += _find_pair(db, number, item, own, _list_near(db, item, near, besides=briefing_id))
    listed = {entry.key: entry for entry in reversed(found)}  # of two with one key the first
    replace_entries(db, briefing_id, list(listed.values())[::-1], now=now)


def _list_near(db: Database, item: Item, near: _Near, *, besides: int) -> list[tuple[StoredItem, Gist]]:
    day = item.reported_on
    if day is None:
        return []
    if day not in near:
        found = list_items_near(db, day, days=PAIR_DAYS, besides=besides, limit=_COMPARED)
        near[day] = [(each, compose_gist(each.item)) for each in found]
    return near[day]


def _find_refused(
    db: Database, number: int, item: Item, own: int, refused: Collection[tuple[int, int]]
) -> Iterator[ReviewEntry]:
    """Return other policies that the number or the Chinese title of this report leads to, and that it may not unite."""
    others = {each for pair in refused if number in pair for each in pair if each != number}
    leads = {lead for each in others if (lead := find_policy_of(db, each))} - {own}
    for policy, other in list_policies(db, sorted(leads)).items():
        reason = "one is known by its number, the other by its Chinese title, and this source prints both"
        quote = other.title_zh or other.title_en or other.document_number or ""
        yield _build_pair(number, item, (own, policy), confidence=_BOTH_KEYS, reason=reason, quote=quote)


def _find_pair(
    db: Database, number: int, item: Item, own: int, near: Sequence[tuple[StoredItem, Gist]]
) -> Iterator[ReviewEntry]:
    """Return the policy of another briefing that this report is most likely about too, if any is likely."""
    apart = {own, *list_apart(db, own)}
    gist = compose_gist(item)
    rated = [
        (rate_pair(gist, other), -each.policy_id, each)
        for each, other in near
        if each.policy_id and each.policy_id not in apart
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
