"""What a reading came to, how things stand with it now, and what it leaves to people."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import msgspec

from bot.digests.outbox import find_posting
from bot.errors import NotFoundError
from bot.model.briefing import Briefing, LayoutDoubt, UsedLayout
from bot.model.changes import Change, ItemChange, list_changed_fields
from bot.model.identity import briefing_name
from bot.model.ids import IdKind, format_id
from bot.model.intake import Effects, IngestReport, LayoutView, Outcome
from bot.model.review import (
    FIELD_WORDS,
    LIKELY,
    PAIR_DAYS,
    ReviewEntry,
    ReviewKind,
    apply_decisions,
    decide_doubt,
    layout_key,
    list_entries,
    rate_pair,
)
from bot.store.briefings import Reading
from bot.store.database import Database
from bot.store.items import StoredItem, list_items, list_items_near
from bot.store.memos import MemoKind, list_memos
from bot.store.policies import list_apart
from bot.store.review import find_entry, list_open_entries, load_settled, replace_entries

PAGE_SIZE = 10
_SAID = {Change.ADDED: "new", Change.CHANGED: "changed", Change.REMOVED: "gone"}
_LONGEST, _SHOWN = 80, 300
_COMPARED = 50
"""Reports around each day that are compared; more of one week are not asked about."""
_Row_co = TypeVar("_Row_co", covariant=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListPage(Generic[_Row_co]):
    """A page of what was read, or of what waits; ``briefing_id`` (``B3``) where it is only what a briefing brought."""

    rows: tuple[_Row_co, ...]
    total: int
    offset: int
    page_size: int
    briefing_id: str | None = None


def list_changes(changes: Iterable[ItemChange]) -> tuple[str, ...]:
    """Return a line for each item that is new, gone or says something else: ``changed: Robots get rules (date)``."""
    lines = []
    for change in changes:
        item, before = change.item or change.before, change.before
        if change.change in _SAID and item is not None:
            names = list_changed_fields(before, change.item) if before and change.item else ()
            fields = ", ".join(FIELD_WORDS.get(name, name.replace("_", " ")) for name in names)
            told = " ".join((item.headline or item.text).split())
            if len(told) > _LONGEST:
                told = f"{told[:_LONGEST].rsplit(' ', 1)[0]}…"
            lines.append(f"{_SAID[change.change]}: {told}{fields and f' ({fields})'}")
    return tuple(lines)


def compose_report(db: Database, reading: Reading, *, now: dt.datetime, outcome: Outcome | None = None) -> IngestReport:
    """Return the report of a reading as people have settled it, with what of it waits for a person now.

    ``outcome`` is UNCHANGED for a document that had been read before.
    """
    effects = Effects(outcome=outcome) if outcome is Outcome.UNCHANGED else reading.effects
    to_check = list_open_entries(db, briefing_id=reading.briefing_id)[0] if reading.in_force else []
    used, layout = reading.briefing.layout, None
    if used is not None and not used.is_fixed and (reading.briefing.items or used.is_kept):
        layout = view_layout(db, reading.briefing, reading.briefing_id)
    return IngestReport(
        reading=reading.id,
        briefing_id=f"B{reading.briefing_id}",
        briefing=apply_remembered(db, reading.briefing),
        effects=effects,
        at=reading.at,
        by=reading.by,
        in_force=reading.in_force,
        undone_at=reading.undone_at,
        seen_at=now,
        to_check=tuple(entry for entry in to_check if entry.kind is not ReviewKind.LAYOUT),
        layout=layout and replace(layout, items=layout.items[:1]),
        posting=find_posting(db, reading.briefing_id, now=now) if reading.in_force else None,
    )


def apply_remembered(db: Database, read: Briefing) -> Briefing:
    """Return a reading as people have settled it until now."""
    return apply_decisions(read, load_settled(db, ReviewKind.COMPANY, ReviewKind.UNCERTAIN))


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptLayout:
    """The layout of a series, as TOML; ``cost`` is what it left unexplained of the briefing it was confirmed on."""

    series: str
    name: str
    toml: str
    cost: float
    briefing_id: int
    set_by: str
    at: dt.datetime


def list_layouts(db: Database) -> dict[str, KeptLayout]:
    """Return all layouts that people confirmed, by the keys of their series."""
    memos = list_memos(db, MemoKind.LAYOUT).items()
    return {series: msgspec.json.decode(memo.record, type=KeptLayout) for series, memo in memos}


def find_layout_doubt(db: Database, read: Briefing) -> LayoutDoubt | None:
    """Return why a person should look at the layout that a briefing was read with; None where one did, or need not."""
    used = read.layout
    kept = used and list_layouts(db).get(used.series)
    entry = find_entry(db, layout_key(read))
    return None if entry and entry.decision else decide_doubt(used, kept.cost if kept else None)


def get_layout(read: Briefing) -> UsedLayout:
    """Return the layout that a briefing was read with, or raise NotFoundError."""
    if read.layout is None:
        raise NotFoundError(f"{briefing_name(read)} was read without a layout.", hint="Ingest its file again.")
    return read.layout


def view_layout(db: Database, read: Briefing, number: int | None) -> LayoutView:
    """Return a briefing as its layout reads it; NotFoundError where it was read without one."""
    used, doubt = get_layout(read), find_layout_doubt(db, read)
    shown = None if number is None else f"B{number}"
    return LayoutView(name=briefing_name(read), briefing_id=shown, used=used, items=read.items, doubt=doubt)


def list_for_review(
    db: Database, briefing_id: int, briefing: Briefing, numbers: Sequence[int], *, read: Briefing
) -> None:
    """Put on the list what this briefing, stored as it is in force, leaves to people.

    ``numbers`` are those of its items, in their order; ``read`` is the briefing as it was read.
    """
    found = list_entries(
        briefing,
        read=read,
        subject=format_id(IdKind.BRIEFING, briefing_id),
        subjects=[format_id(IdKind.ITEM, number) for number in numbers],
        doubt=find_layout_doubt(db, read),
    )
    near: dict[dt.date, list[StoredItem]] = {}
    for report in list_items(db, numbers):
        day = report.item.reported_on
        if report.policy_id is None or day is None:
            continue
        if day not in near:
            near[day] = list_items_near(db, day, days=PAIR_DAYS, besides=briefing_id, limit=_COMPARED)
        likely = _find_likely(db, report, report.policy_id, near[day])
        found += [likely] if likely else []
    listed = {entry.key: entry for entry in reversed(found)}  # of two with one key the first
    replace_entries(db, briefing_id, list(listed.values())[::-1])


def _find_likely(db: Database, report: StoredItem, own: int, near: Sequence[StoredItem]) -> ReviewEntry | None:
    """Return the question whether a report is about the policy of another briefing, the likeliest of them."""
    item, apart = report.item, {own, *list_apart(db, own)}
    others = [each for each in near if each.policy_id not in apart]
    rated = [(rate_pair(item, each.item), -(each.policy_id or 0), each) for each in others]
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
        subject=report.shown_id,
        policy_a=one,
        policy_b=other,
    )
