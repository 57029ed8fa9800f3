"""What people decided, applied to each reading, and what each reading puts on the review list.

Both are called inside the transaction of an ingest, an undo or a decision, around ``decide_changes``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from bot.domain.briefing import Item
from bot.domain.ids import IdKind, format_id
from bot.domain.policy_identity import reference_keys, strong_keys
from bot.domain.policy_pairs import LIKELY, PAIR_DAYS, Gist, compose_gist, rate_pair
from bot.domain.review import Finding, ReviewKind, apply_decisions, joined_key, list_findings, pair_key
from bot.domain.series import briefing_identity, series_key
from bot.store.items import list_briefing_item_ids
from bot.store.merges import list_apart
from bot.store.references import write_references
from bot.store.review import NewEntry, load_decisions, replace_findings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from bot.domain.briefing import Briefing
    from bot.store.database import Database

_NEAREST = 25
"""Reports before and after each day that are compared; more of one week are not asked about."""
_OTHERS = """
    SELECT i.policy_id, i.record FROM items i
    WHERE i.active AND i.policy_id IS NOT NULL AND i.policy_id <> ?1 AND i.briefing_id <> ?2
"""
_SHOWN = 300
_JOINED = 0.75
"""How sure it is that an English title, a common issuer and close dates mean one document."""


def apply_remembered(db: Database, briefing: Briefing) -> Briefing:
    """Give a reading as people have settled it until now."""
    return apply_decisions(briefing, load_decisions(db), identity=briefing_identity(briefing))


def list_for_review(db: Database, briefing_id: int, briefing: Briefing, *, identity: str, now: dt.datetime) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people; and note what it refers to.

    ``identity`` is that of the reading as it was read.
    """
    numbers = list_briefing_item_ids(db, briefing_id)
    for number, item in zip(numbers, briefing.items, strict=True):
        write_references(db, number, reference_keys(item.references))
    found = list_findings(briefing, identity=identity, series=series_key(briefing))
    entries = {
        finding.key: NewEntry(
            finding=finding,
            item_id=None if finding.item is None else numbers[finding.item],
            subject=format_id(IdKind.BRIEFING, briefing_id) if finding.item is None else "",
        )
        for finding in found
    }
    for number, item in zip(numbers, briefing.items, strict=True):
        for entry in (*_list_joined(db, number, item), *_find_pair(db, briefing_id, number, item)):
            entries.setdefault(entry.finding.key, entry)
    replace_findings(db, briefing_id, list(entries.values()), now=now)


def _list_joined(db: Database, number: int, item: Item) -> Iterator[NewEntry]:
    """Give the doubt about a report that no number and no Chinese title holds to its policy."""
    if item.policy is None:
        return
    row = db.execute("SELECT policy_id FROM items WHERE id = ?", [number]).fetchone()
    others = db.execute(
        "SELECT record FROM items WHERE policy_id = ? AND id < ? AND active ORDER BY id LIMIT ?",
        [row[0], number, _NEAREST],
    ).fetchall()
    own = set(strong_keys(item.policy))
    if not others or any(own & _strong_keys(record) for (record,) in others):
        return
    finding = Finding(
        kind=ReviewKind.UNCERTAIN,
        key=joined_key(number, row[0]),
        name=f"P{row[0]}",
        confidence=_JOINED,
        field="policy",
        reason="known as the same by its English title, issuer and date alone",
        quote=item.headline or item.text[:_SHOWN],
    )
    yield NewEntry(finding=finding, item_id=number)


def _find_pair(db: Database, briefing_id: int, number: int, item: Item) -> Iterator[NewEntry]:
    """Give the policy of another briefing that this report is most likely about too, if any is likely."""
    if item.policy is None or item.reported_on is None:
        return
    own, stored = db.execute("SELECT policy_id, record FROM items WHERE id = ?", [number]).fetchone()
    apart = list_apart(db, own)
    gist = _gist(stored)
    near = _list_near(db, briefing_id, own, item.reported_on.isoformat())
    rated = [(rate_pair(gist, _gist(record)), policy, record) for policy, record in near if policy not in apart]
    score, policy, record = max(rated, key=lambda each: (each[0], -each[1]), default=(0.0, 0, ""))
    if score < LIKELY:
        return
    other = msgspec.json.decode(record, type=Item)
    finding = Finding(
        kind=ReviewKind.SAME_POLICY,
        key=pair_key(own, policy),
        name=item.headline or item.text[:_SHOWN],
        confidence=round(score, 2),
        reason="much the same words within a week, no title or number in common",
        quote=other.headline or other.text[:_SHOWN],
    )
    yield NewEntry(finding=finding, item_id=number, policies=(min(own, policy), max(own, policy)))


def _list_near(db: Database, briefing_id: int, policy: int, day: str) -> list[tuple[int, str]]:
    """Give the nearest reports of other policies and briefings around a day, each way along the index of dates."""
    values = [policy, briefing_id, day, _NEAREST]
    after = f"{_OTHERS} AND i.reported_on BETWEEN ?3 AND date(?3, '+{PAIR_DAYS} days') ORDER BY i.reported_on LIMIT ?4"
    before = (
        f"{_OTHERS} AND i.reported_on >= date(?3, '-{PAIR_DAYS} days') AND i.reported_on < ?3"
        " ORDER BY i.reported_on DESC LIMIT ?4"
    )
    return [*db.execute(after, values).fetchall(), *db.execute(before, values).fetchall()]


@lru_cache(maxsize=4096)
def _gist(record: str) -> Gist:
    return compose_gist(msgspec.json.decode(record, type=Item))


@lru_cache(maxsize=4096)
def _strong_keys(record: str) -> frozenset[str]:
    item = msgspec.json.decode(record, type=Item)
    return frozenset(strong_keys(item.policy)) if item.policy else frozenset()
