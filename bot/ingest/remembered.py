"""What people decided, applied to each reading, and what each reading puts on the review list.

Both are called inside the transaction of an ingest, an undo or a decision, around ``decide_changes``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from bot.model.briefing import Briefing, Item
from bot.model.identity import reference_keys, strong_keys
from bot.model.ids import IdKind, format_id
from bot.model.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.model.review import (
    Finding,
    ReviewKind,
    apply_decisions,
    drop_repeated,
    find_layout_doubt,
    joined_key,
    list_findings,
    pair_key,
    unread_key,
)
from bot.model.series import briefing_identity, series_key
from bot.model.used_layout import LayoutDoubt, decide_doubt
from bot.store.database import Database
from bot.store.identity import list_apart
from bot.store.items import StoredItem, find_policy_of, list_items_about, list_items_near
from bot.store.layouts import find_layout
from bot.store.policies import list_policies, write_references
from bot.store.review import list_settled_among, load_decisions, replace_findings

_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_SHOWN = 300
_BOTH_KEYS = 0.9
"""How sure it is that a source that prints the number of one policy and the Chinese title of another means both."""
_JOINED = 0.75
"""How sure it is that an English title, a common issuer and close dates mean one document."""


def apply_remembered(db: Database, briefing: Briefing) -> Briefing:
    """Return a reading as people have settled it until now."""
    return apply_decisions(briefing, load_decisions(db), identity=briefing_identity(briefing))


def find_layout_state(db: Database, briefing: Briefing) -> LayoutDoubt | None:
    """Return why a person should look at the layout that a briefing was read with, or None."""
    used = briefing.layout
    kept = None if used is None else find_layout(db, used.series)
    return decide_doubt(used, kept.cost if kept else None)


def list_seen(db: Database, briefing: Briefing) -> frozenset[str]:
    """Return the texts of a briefing's unread blocks that somebody has seen, in any issue of its series."""
    keys = {unread_key(series_key(briefing), block.text): block.text for block in briefing.unread}
    return frozenset(keys[key] for key in list_settled_among(db, keys))


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
    write_references(db, {n: reference_keys(item.references) for n, item in zip(numbers, briefing.items, strict=True)})
    found = list_findings(briefing, identity=identity, series=series_key(briefing))
    shown_id = format_id(IdKind.BRIEFING, briefing_id)
    doubted = find_layout_doubt(briefing, find_layout_state(db, briefing), identity=identity, shown_id=shown_id)
    if doubted is not None and doubted.key not in list_settled_among(db, [doubted.key]):
        found = (doubted, *drop_repeated(found))
    subjects = [format_id(IdKind.ITEM, number) for number in numbers]
    listed = {each.key: replace(each, subject=shown_id if each.item is None else subjects[each.item]) for each in found}
    near: dict[dt.date, list[tuple[StoredItem, Gist]]] = {}
    for number, item in zip(numbers, briefing.items, strict=True):
        own = find_policy_of(db, number) if item.policy else None
        if own is None:
            continue
        day = item.reported_on
        if day is not None and day not in near:
            found_near = list_items_near(db, day, days=PAIR_DAYS, besides=briefing_id, limit=_COMPARED)
            near[day] = [(each, compose_gist(each.item)) for each in found_near]
        others = {each for pair in refused if number in pair for each in pair if each != number}
        for finding in (
            *_find_joined(db, number, item, own),
            *_find_refused(db, item, own, others),
            *_find_pair(db, item, own, near[day] if day else []),
        ):
            listed.setdefault(finding.key, replace(finding, subject=format_id(IdKind.ITEM, number)))
    replace_findings(db, briefing_id, listed.values(), now=now)


def _find_joined(db: Database, number: int, item: Item, own: int) -> Iterator[Finding]:
    """Return the doubt about a report that no number and no Chinese title holds to its policy."""
    earlier = [each.item for each in list_items_about(db, own) if each.id < number]
    keys = _list_strong_keys(item)
    if earlier and all(_list_strong_keys(each).isdisjoint(keys) for each in earlier):
        yield Finding(
            kind=ReviewKind.UNCERTAIN,
            key=joined_key(number, own),
            name=f"P{own}",
            confidence=_JOINED,
            field="policy",
            reason="matched by its English title, issuer and date alone",
            quote=item.headline or item.text[:_SHOWN],
        )


def _list_strong_keys(item: Item) -> frozenset[str]:
    return frozenset(strong_keys(item.policy, item.issuing_bodies)) if item.policy else frozenset()


def _find_refused(db: Database, item: Item, own: int, others: Collection[int]) -> Iterator[Finding]:
    """Return other policies that the number or the Chinese title of this report leads to, and that it may not unite."""
    leads = {lead for each in others if (lead := find_policy_of(db, each))} - {own}
    for policy, other in list_policies(db, sorted(leads)).items():
        reason = "one is known by its number, the other by its Chinese title, and this source prints both"
        quote = other.title_zh or other.title_en or other.document_number or ""
        yield _build_pair(item, (own, policy), confidence=_BOTH_KEYS, reason=reason, quote=quote)


def _find_pair(db: Database, item: Item, own: int, near: Sequence[tuple[StoredItem, Gist]]) -> Iterator[Finding]:
    """Return the policy of another briefing that this report is most likely about too, if any is likely."""
    apart = {own, *list_apart(db, own)}
    gist = compose_gist(item)
    rated = [
        (rate_pair(gist, other), -each.policy_id, each)
        for each, other in near
        if each.policy_id and each.policy_id not in apart
    ]
    score, _, best = max(rated, key=lambda each: each[:2], default=(0.0, 0, None))
    if best is not None and best.policy_id is not None and score >= LIKELY:
        reason = "nearly the same words within a week, but no title or number in common"
        quote = best.item.headline or best.item.text[:_SHOWN]
        yield _build_pair(item, (own, best.policy_id), confidence=round(score, 2), reason=reason, quote=quote)


def _build_pair(item: Item, pair: tuple[int, int], *, confidence: float, reason: str, quote: str) -> Finding:
    return Finding(
        kind=ReviewKind.SAME_POLICY,
        key=pair_key(*pair),
        name=item.headline or item.text[:_SHOWN],
        confidence=confidence,
        reason=reason,
        quote=quote,
        policies=(min(pair), max(pair)),
    )
