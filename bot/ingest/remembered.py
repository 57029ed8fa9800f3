"""What people decided, applied to each reading, and what each reading puts on the review list.

Both are called inside the transaction of an ingest, an undo or a decision, around ``decide_changes``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

import msgspec

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
from bot.store.items import find_policy_of, list_items
from bot.store.layouts import find_layout
from bot.store.policies import list_policies, write_references
from bot.store.review import NewEntry, list_settled_among, load_decisions, replace_findings
from bot.store.search import Hit

_NEAREST = 25
"""Reports before and after each day that are compared; more of one week are not asked about."""
_OTHERS = "SELECT id, policy_id FROM items WHERE active AND policy_id IS NOT NULL AND briefing_id <> ?1"
_AFTER = f"{_OTHERS} AND reported_on BETWEEN ?2 AND date(?2, '+{PAIR_DAYS} days') ORDER BY reported_on LIMIT {_NEAREST}"
_BEFORE = (
    f"{_OTHERS} AND reported_on >= date(?2, '-{PAIR_DAYS} days') AND reported_on < ?2"
    f" ORDER BY reported_on DESC LIMIT {_NEAREST}"
)
_EARLIER = "SELECT record FROM items WHERE policy_id = ? AND id < ? AND active ORDER BY id"
"""Limits stand in the statements: one that is a parameter makes SQLite plan anew each time."""
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
    """Get the texts of a briefing's unread blocks that somebody has seen, in it or in another issue of its series."""
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
    entries = {
        finding.key: NewEntry(
            finding=finding,
            item_id=None if finding.item is None else numbers[finding.item],
            subject=shown_id if finding.item is None else "",
        )
        for finding in found
    }
    neighbours = _Neighbours(db, briefing_id)
    for number, item in zip(numbers, briefing.items, strict=True):
        own = find_policy_of(db, number) if item.policy else None
        if own is None:
            continue
        for entry in (
            *_list_joined(db, number, item, own),
            *_find_refused(
                db, number, item, own, [each for pair in refused if number in pair for each in pair if each != number]
            ),
            *_find_pair(db, neighbours, number, item, own),
        ):
            entries.setdefault(entry.finding.key, entry)
    replace_findings(db, briefing_id, list(entries.values()), now=now)


def _list_joined(db: Database, number: int, item: Item, own: int) -> Iterator[NewEntry]:
    """Return the doubt about a report that no number and no Chinese title holds to its policy."""
    others = db.execute(f"{_EARLIER} LIMIT {_NEAREST}", [own, number]).fetchall()
    keys = strong_keys(item.policy, item.issuing_bodies) if item.policy else ()
    if not others or any(not _strong_keys(record).isdisjoint(keys) for (record,) in others):
        return
    finding = Finding(
        kind=ReviewKind.UNCERTAIN,
        key=joined_key(number, own),
        name=f"P{own}",
        confidence=_JOINED,
        field="policy",
        reason="known as the same by its English title, issuer and date alone",
        quote=item.headline or item.text[:_SHOWN],
    )
    yield NewEntry(finding=finding, item_id=number)


def _find_refused(db: Database, number: int, item: Item, own: int, refused: Sequence[int]) -> Iterator[NewEntry]:
    """Return other policies that the number or the Chinese title of this report leads to, and that it may not unite."""
    leads = {lead for each in refused if (lead := find_policy_of(db, each))} - {own}
    for policy, other in list_policies(db, sorted(leads)).items():
        finding = Finding(
            kind=ReviewKind.SAME_POLICY,
            key=pair_key(own, policy),
            name=item.headline or item.text[:_SHOWN],
            confidence=_BOTH_KEYS,
            reason="one is known by its number, the other by its Chinese title, and this source prints both",
            quote=other.title_zh or other.title_en or other.document_number or "",
        )
        yield NewEntry(finding=finding, item_id=number, policies=(min(own, policy), max(own, policy)))


def _find_pair(db: Database, neighbours: _Neighbours, number: int, item: Item, own: int) -> Iterator[NewEntry]:
    """Return the policy of another briefing that this report is most likely about too, if any is likely."""
    if item.reported_on is None:
        return
    apart = {own, *list_apart(db, own)}
    gist = compose_gist(item)
    rated = [
        (score, hit)
        for hit in neighbours.list_near(item.reported_on)
        if hit.policy_id not in apart and (score := rate_pair(gist, neighbours.gists[hit.item_id])) >= LIKELY
    ]
    score, best = max(rated, key=lambda each: (each[0], -(each[1].policy_id or 0)), default=(0.0, None))
    if best is None or best.policy_id is None:
        return
    policy, other = best.policy_id, neighbours.items[best.item_id]
    finding = Finding(
        kind=ReviewKind.SAME_POLICY,
        key=pair_key(own, policy),
        name=item.headline or item.text[:_SHOWN],
        confidence=round(score, 2),
        reason="much the same words (or their counterparts) within a week, no title or number in common",
        quote=other.headline or other.text[:_SHOWN],
    )
    yield NewEntry(finding=finding, item_id=number, policies=(min(own, policy), max(own, policy)))


class _Neighbours:
    """The reports of policies in other briefings than one: those of a day and the nearest around it, looked up once."""

    def __init__(self, db: Database, briefing_id: int) -> None:
        self.items: dict[int, Item] = {}
        self.gists: dict[int, Gist] = {}
        """Both of every report given so far, by number."""
        self._db = db
        self._briefing_id = briefing_id
        self._near: dict[dt.date, list[Hit]] = {}

    def list_near(self, day: dt.date) -> list[Hit]:
        """Return the nearest reports of a day, each way along the index of dates."""
        if day not in self._near:
            values = [self._briefing_id, day.isoformat()]
            self._near[day] = [
                Hit(*row) for each in (_AFTER, _BEFORE) for row in self._db.execute(each, values).fetchall()
            ]
            new = [hit.item_id for hit in self._near[day] if hit.item_id not in self.gists]
            found = {stored.id: stored.item for stored in list_items(self._db, new)}
            self.items |= found
            self.gists |= {number: compose_gist(item) for number, item in found.items()}
        return self._near[day]


@lru_cache(maxsize=4096)
def _strong_keys(record: str) -> frozenset[str]:
    item = msgspec.json.decode(record, type=Item)
    return frozenset(strong_keys(item.policy, item.issuing_bodies)) if item.policy else frozenset()
