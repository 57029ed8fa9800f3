"""Bringing a briefing in, and taking it back.

    bytes -> Reader -> Briefing -> decide_changes(held, new) -> one transaction -> IngestReport

The same file again changes nothing; a corrected one, or the same issue in another format, updates its items under
their ids. An undo puts the reading before it in force again, or takes the briefing out when there was none.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

import msgspec

from bot.digests.outbox import Digests
from bot.errors import NotABriefingError, NotFoundError, UnreadableDocumentError
from bot.ingest.remembered import apply_remembered, find_layout_state, list_for_review, list_seen
from bot.ingest.reports import IngestReport, Outcome, UndoReport, build_report
from bot.model.briefing import Briefing, Item, looks_like_briefing
from bot.model.changes import Change, ItemChange, decide_changes
from bot.model.identity import list_keys
from bot.model.ids import IdKind, format_id
from bot.model.series import (
    briefing_identity,
    briefing_name,
    complete_notice,
    is_known_by_title,
    is_notice,
    is_same_issue,
    is_same_notice,
    series_key,
)
from bot.reading.child import ChildReader
from bot.store.briefings import (
    StoredBriefing,
    add_ingest,
    add_report,
    deactivate_briefing,
    find_briefing,
    find_by_hash,
    find_reading_of,
    get_briefing,
    has_series,
    list_ingests,
    list_notices_of,
    list_undated,
    mark_undone,
    write_briefing,
)
from bot.store.database import Database, Store
from bot.store.identity import Regrouped, regroup_items
from bot.store.items import (
    deactivate_item,
    insert_item,
    list_held,
    merge_index,
    update_item,
    write_index_row,
)
from bot.store.layouts import forget_files, keep_file, list_layouts
from bot.store.licences import AuditRow, add_audit

# What is held already: whether a document was read before, and the report of a reading as people settled it.


def find_unchanged(store: Store, data: bytes) -> IngestReport | None:
    """Return the report of a document whose reading is in force, or None; takes the time of one hash.

    An issue that was read from two files is known by either of them.
    """
    with store.read() as db:
        held = find_reading_of(db, hashlib.sha256(data).hexdigest())
        return None if held is None else report_unchanged(db, held.briefing_id, held.briefing)


def report_unchanged(db: Database, number: int, document: Briefing) -> IngestReport:
    """Return the report of a document that changes nothing in the briefing of this number."""
    held = report_held(db, number, Outcome.UNCHANGED)
    return replace(held, source_name=document.source_name, media_type=document.media_type)


def report_held(db: Database, number: int, outcome: Outcome) -> IngestReport:
    """Get the report of a briefing's reading in force, counted from what is held after everything that was decided."""
    briefing = apply_remembered(db, list_ingests(db, number)[0].briefing)
    doubt = find_layout_state(db, briefing)
    return build_report(number, briefing, outcome, (), posts=(), seen=list_seen(db, briefing), doubt=doubt)


# Which issue, or which official notice, a file is another reading of.


def find_issue(db: Database, briefing: Briefing) -> tuple[StoredBriefing | None, Briefing]:
    """Return the briefing that this file is another reading of, also one that was taken away; None for a new issue.

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
    """Return the one notice held that this file is, by all but its number; where several could be it, it is none."""
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


# Policies that a reading made one, or two again: said in its report, and kept in the audit trail.


def record_moves(db: Database, found: Regrouped, *, by: str, now: dt.datetime) -> tuple[str, ...]:
    """Write which policies lead elsewhere now to the audit trail, and return a line for each, by number."""
    lines = []
    for move in found.moves:
        shown = format_id(IdKind.POLICY, move.policy)
        if move.after == move.policy:
            action, said = "part", f"stands by itself, no longer one with {format_id(IdKind.POLICY, move.before)}"
        else:
            cause = f": {format_id(IdKind.ITEM, move.by)} prints what each is known by" if move.by else ""
            action, said = "unite", f"leads to {format_id(IdKind.POLICY, move.after)} now{cause}"
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=shown, detail=said))
        lines.append(f"{shown} {said}")
    return tuple(lines)


_WEB_PAGE = "text/html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What a reading came to: the briefing's number, what it says as people settled it, what became of its items.

    ``united`` are the lines about policies that are one, or are two again, by what it says.
    """

    briefing_id: int
    briefing: Briefing
    changes: tuple[ItemChange, ...]
    united: tuple[str, ...]


class _DryRunError(Exception):
    """Leaves the transaction of a dry run with its report, so that nothing is kept."""

    def __init__(self, report: IngestReport) -> None:
        super().__init__()
        self.report = report


class Ingest:
    """Reads documents into the store."""

    def __init__(self, store: Store, reader: ChildReader, announcer: Digests) -> None:
        self._store = store
        self._reader = reader
        self._announcer = announcer

    def ingest(
        self, *, source_name: str, data: bytes, by: str, now: dt.datetime, dry_run: bool = False, keep: bool = False
    ) -> IngestReport:
        """Read one document and store what it says; with ``dry_run`` report what would change and keep nothing.

        Raises UnreadableDocumentError or StoreError with nothing changed; the former too for a web page in which
        nothing was found, neither an item nor a date. Unless told to ``keep`` whatever it is, raises NotABriefingError
        for what is new and does not look like a briefing.
        """
        with self._store.read() as db:
            layouts = {kept.series: kept.toml for kept in list_layouts(db)}
        briefing = self._reader.read(source_name=source_name, data=data, layouts=layouts)
        _refuse_empty_page(briefing)
        try:
            with self._store.write() as db:
                report = self._store_briefing(db, briefing, by=by, now=now, keep=keep)
                keep_file(db, briefing.sha256, data)
                _leave_if(report, dry_run=dry_run)
        except _DryRunError as end:
            return end.report
        return report

    def undo(self, number: int, *, by: str, now: dt.datetime, reading: int | None = None) -> UndoReport:
        """Take the last reading of a briefing back, with all that came of it; NotFoundError when it is not held.

        With ``reading`` only if that is the last one: a button pressed twice takes nothing more back.
        """
        with self._store.write() as db:
            held = get_briefing(db, number)
            last, *earlier = list_ingests(db, number)
            _require_last(last.id, reading)
            mark_undone(db, last.id, now=now)
            forget_files(db)
            name = briefing_name(held.briefing)
            if earlier:
                applied = apply_reading(db, earlier[0].briefing, number=number, by=by, now=now)
                united = applied.united
                changed = sum(change.change is not Change.SAME for change in applied.changes)
                posts = self._announcer.withdraw(
                    db, briefing_id=number, now=now, by=by, whole=False, changes=applied.changes
                )
            else:
                changed, united = _remove(db, number, by=by, now=now)
                posts = self._announcer.withdraw(db, briefing_id=number, now=now, by=by, whole=True)
            return UndoReport(
                briefing_id=format_id(IdKind.BRIEFING, number),
                name=name,
                restored=bool(earlier),
                items=changed,
                posts=posts,
                united=united,
            )

    def _store_briefing(
        self, db: Database, briefing: Briefing, *, by: str, now: dt.datetime, keep: bool
    ) -> IngestReport:
        same = find_by_hash(db, briefing.sha256)
        if same is not None:
            return report_unchanged(db, same.id, briefing)
        if not keep and not has_series(db, series_key(briefing)):
            _refuse_other_writing(briefing)
        known, briefing = find_issue(db, briefing)
        return self.store_reading(db, briefing, known, by=by, now=now)[0]

    def store_reading(
        self, db: Database, briefing: Briefing, known: StoredBriefing | None, *, by: str, now: dt.datetime
    ) -> tuple[IngestReport, tuple[ItemChange, ...]]:
        """Store a reading of a briefing, known or new; return its report, and what became of each item."""
        applied = apply_reading(db, briefing, number=known.id if known else None, by=by, now=now)
        reading = add_ingest(db, briefing_id=applied.briefing_id, briefing=briefing, by=by, now=now)
        outcome = _outcome(applied.changes, is_new=known is None or not known.active)
        posts = self._announcer.announce(
            db,
            briefing_id=applied.briefing_id,
            now=now,
            by=by,
            is_new=outcome is Outcome.ADDED,
            changes=applied.changes,
        )
        report = build_report(
            applied.briefing_id,
            applied.briefing,
            outcome,
            applied.changes,
            posts=posts,
            seen=list_seen(db, applied.briefing),
            doubt=find_layout_state(db, applied.briefing),
        )
        report = replace(report, reading=reading, united=applied.united)
        add_report(db, reading, msgspec.json.encode(report).decode())
        return report, applied.changes


def _refuse_empty_page(briefing: Briefing) -> None:
    dates = (briefing.published_on, briefing.period_start, briefing.period_end)
    if briefing.media_type == _WEB_PAGE and not briefing.items and not any(dates):
        raise UnreadableDocumentError(
            f"Nothing was found in the web page {briefing.source_name}: no item and no date. It may be one to log in.",
            hint="Open it in a browser, save what you see there, and give that file.",
        )


def _refuse_other_writing(briefing: Briefing) -> None:
    """Raise NotABriefingError for an invoice, an essay or the like; what has a layout of its own is what it is."""
    is_known = briefing.layout is not None and (briefing.layout.is_fixed or briefing.layout.is_kept)
    if not is_known and not looks_like_briefing(briefing):
        raise NotABriefingError(
            f"{briefing.source_name} doesn't look like a briefing.",
            hint="To store it all the same: gongbao ingest --keep.",
        )


def _require_last(last: int, reading: int | None) -> None:
    if reading is not None and reading != last:
        raise NotFoundError(
            "This ingest is not the last one of its briefing any more.", hint="/ingest list shows what is in force."
        )


def _leave_if(report: IngestReport, *, dry_run: bool) -> None:
    if dry_run:
        raise _DryRunError(report)


def _outcome(changes: tuple[ItemChange, ...], *, is_new: bool) -> Outcome:
    if is_new:
        return Outcome.ADDED
    said_else = any(change.change not in {Change.SAME, Change.MOVED} for change in changes)
    return Outcome.CORRECTED if said_else else Outcome.SAME_TEXT


def apply_reading(db: Database, briefing: Briefing, *, number: int | None, by: str, now: dt.datetime) -> Applied:
    """Bring the store to what this reading says, as people have settled it."""
    identity = briefing_identity(briefing)
    briefing = apply_remembered(db, briefing)
    chosen = _choose_identity(db, identity, number=number, sha256=briefing.sha256)
    briefing_id = write_briefing(
        db,
        number=number,
        identity=chosen,
        series_key=series_key(briefing),
        briefing=briefing,
        now=now,
    )
    changes = decide_changes(list_held(db, briefing_id), briefing.items)
    written: list[tuple[int, Item]] = []
    numbers: list[int] = []
    touched: set[int] = set()
    for change in changes:
        number = _apply_change(db, change, briefing_id=briefing_id, now=now)
        if change.item is not None:
            numbers.append(number)
        if change.change is not Change.SAME:
            touched.add(number)
            written += [(number, change.item)] if change.item is not None else []
    lost = {key for change in changes if change.before is not None for key in list_keys(change.before)}
    found = regroup_items(db, touched, lost=lost)
    for number, item in written:  # last, with the policies' kind and status, so that each row is written once
        write_index_row(db, number, item, briefing_id=briefing_id)
    merge_index(db)
    list_for_review(db, briefing_id, briefing, numbers, refused=found.refused, identity=identity, now=now)
    united = record_moves(db, found, by=by, now=now)
    return Applied(briefing_id=briefing_id, briefing=briefing, changes=changes, united=united)


def _choose_identity(db: Database, identity: str, *, number: int | None, sha256: str) -> str:
    """Return the key for the briefing's row: its identity, with the hash where another issue of one title has that."""
    taken = find_briefing(db, identity)
    return identity if taken is None or taken.id == number else f"{identity}|{sha256}"


def _apply_change(db: Database, change: ItemChange, *, briefing_id: int, now: dt.datetime) -> int:
    """Store one change, and return the number of its item."""
    if change.item_id is None:
        if change.item is None:
            raise ValueError(change)
        return insert_item(db, briefing_id=briefing_id, item=change.item, now=now)
    if change.item is None:
        deactivate_item(db, change.item_id)
    elif change.change is not Change.SAME:
        update_item(db, change.item_id, change.item, new_version=change.change is Change.CHANGED)
    return change.item_id


def _remove(db: Database, number: int, *, by: str, now: dt.datetime) -> tuple[int, tuple[str, ...]]:
    """Take a briefing's items away; give how many, and the lines about policies that are two again."""
    removed = [held.id for held in list_held(db, number) if held.active]
    for item in removed:
        deactivate_item(db, item)
    deactivate_briefing(db, number)
    return len(removed), record_moves(db, regroup_items(db, removed), by=by, now=now)
