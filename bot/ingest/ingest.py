"""Bringing a briefing in, and taking it back.

    bytes -> Reader -> Briefing -> decide_changes(held, new) -> one transaction -> IngestReport

The same file again changes nothing; a corrected one, or the same issue in another format, updates its items under
their ids. An undo puts the reading before it in force again, or takes the briefing out when there was none.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace

import msgspec

from bot.digests.outbox import Digests
from bot.errors import NotABriefingError, NotFoundError, UnreadableDocumentError
from bot.ingest.reports import IngestReport, Outcome, UndoReport, apply_remembered, compose_report, list_for_review
from bot.model.briefing import Briefing, Item, looks_like_briefing
from bot.model.changes import Change, ItemChange, decide_changes
from bot.model.identity import list_keys
from bot.model.ids import IdKind, format_id
from bot.model.review import Decision, document_key, find_document
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
from bot.store.items import deactivate_item, insert_item, list_held, merge_index, update_item, write_index_row
from bot.store.layouts import forget_files, keep_file, list_layouts
from bot.store.licences import AuditRow, add_audit
from bot.store.review import add_entry, find_entry_by_key, mark_settled

_WEB_PAGE = "text/html"


def find_unchanged(store: Store, data: bytes) -> IngestReport | None:
    """Return the report of a document whose reading is in force, or None; takes the time of one hash.

    An issue that was read from two files is known by either of them.
    """
    with store.read() as db:
        known = find_reading_of(db, hashlib.sha256(data).hexdigest())
        return None if known is None else _report_unchanged(db, known.briefing_id, known.briefing)


def report_now(db: Database, number: int, outcome: Outcome) -> IngestReport:
    """Return the report of a briefing's reading in force, counted after everything that was decided since."""
    return compose_report(db, number, apply_remembered(db, list_ingests(db, number)[0].briefing), outcome)


def _report_unchanged(db: Database, number: int, document: Briefing) -> IngestReport:
    report = report_now(db, number, Outcome.UNCHANGED)
    return replace(report, source_name=document.source_name, media_type=document.media_type)


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What a reading came to: the briefing's number, what it says as people settled it, what became of its items.

    ``united`` are the lines about policies that are one, or are two again, by what it says.
    """

    briefing_id: int
    briefing: Briefing
    changes: tuple[ItemChange, ...]
    united: tuple[str, ...]


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
        nothing was found, neither an item nor a date. Unless told to ``keep`` whatever it is, now or once before,
        raises NotABriefingError for what is new and does not look like a briefing.
        """
        with self._store.read() as db:
            layouts = {kept.series: kept.toml for kept in list_layouts(db)}
        briefing = self._reader.read(source_name=source_name, data=data, layouts=layouts)
        _refuse_empty_page(briefing)
        with self._store.write(keep=not dry_run) as db:
            report = self._store_briefing(db, briefing, by=by, now=now, keep=keep)
            keep_file(db, briefing.sha256, data)
        return report

    def ask_to_keep(
        self, error: NotABriefingError, *, source_name: str, data: bytes, now: dt.datetime, again: bool
    ) -> None:
        """Put a document that was refused on the review list, and keep its bytes until somebody decides.

        What was discarded once is asked about only with ``again``.
        """
        with self._store.write() as db:
            known = find_entry_by_key(db, document_key(error.sha256))
            if known is not None and known.decision is not None:
                if not again:
                    return
                mark_settled(db, replace(known, decision=None), now=now)
            add_entry(db, find_document(source_name, error.sha256), now=now)
            keep_file(db, error.sha256, data)

    def undo(self, number: int, *, by: str, now: dt.datetime, reading: int | None = None) -> UndoReport:
        """Take the last reading of a briefing back, with all that came of it; NotFoundError when it is not there.

        With ``reading`` only if that is the last one: a button pressed twice takes nothing more back.
        """
        with self._store.write() as db:
            stored = get_briefing(db, number)
            last, *earlier = list_ingests(db, number)
            if reading is not None and reading != last.id:
                raise NotFoundError(
                    "A later ingest replaced this one.", hint="/ingest list shows which ingests count now."
                )
            mark_undone(db, last.id, now=now)
            forget_files(db)
            if earlier:
                applied = apply_reading(db, earlier[0].briefing, number=number, by=by, now=now)
                changes, united = applied.changes, applied.united
                items = sum(change.change is not Change.SAME for change in changes)
            else:
                changes = ()
                items, united = _remove(db, number, by=by, now=now)
            if earlier:
                posts = self._announcer.correct(db, briefing_id=number, changes=changes, by=by, now=now)
            else:
                posts = self._announcer.withdraw(db, briefing_id=number, by=by, now=now)
            return UndoReport(
                briefing_id=format_id(IdKind.BRIEFING, number),
                name=briefing_name(stored.briefing),
                restored=bool(earlier),
                items=items,
                posts=posts,
                united=united,
            )

    def _store_briefing(
        self, db: Database, briefing: Briefing, *, by: str, now: dt.datetime, keep: bool
    ) -> IngestReport:
        same = find_by_hash(db, briefing.sha256)
        if same is not None:
            return _report_unchanged(db, same.id, briefing)
        if not keep and not has_series(db, series_key(briefing)):
            _refuse_other_writing(db, briefing)
        known, briefing = find_issue(db, briefing)
        return self.store_reading(db, briefing, known, by=by, now=now)[0]

    def store_reading(
        self, db: Database, briefing: Briefing, known: StoredBriefing | None, *, by: str, now: dt.datetime
    ) -> tuple[IngestReport, tuple[ItemChange, ...]]:
        """Store a reading of a briefing, known or new; return its report, and what became of each item."""
        applied = apply_reading(db, briefing, number=known.id if known else None, by=by, now=now)
        reading = add_ingest(db, briefing_id=applied.briefing_id, briefing=briefing, by=by, now=now)
        is_new = known is None or not known.active
        said_else = any(each.change not in {Change.SAME, Change.MOVED} for each in applied.changes)
        outcome = Outcome.ADDED if is_new else Outcome.CORRECTED if said_else else Outcome.SAME_TEXT
        number, changes = applied.briefing_id, applied.changes
        if is_new:
            posts = self._announcer.announce(db, briefing_id=number, by=by, now=now)
        else:
            posts = self._announcer.correct(db, briefing_id=number, changes=changes, by=by, now=now)
        report = compose_report(
            db, applied.briefing_id, applied.briefing, outcome, changes=applied.changes, posts=posts
        )
        report = replace(report, reading=reading, united=applied.united)
        add_report(db, reading, msgspec.json.encode(report).decode())
        return report, applied.changes


def _refuse_empty_page(briefing: Briefing) -> None:
    dates = (briefing.published_on, briefing.period_start, briefing.period_end)
    if briefing.media_type == _WEB_PAGE and not briefing.items and not any(dates):
        raise UnreadableDocumentError(
            f"The web page {briefing.source_name} has no item and no date. It may be a login page.",
            hint="Open it in a browser, save what you see there, and send that file.",
        )


def _refuse_other_writing(db: Database, briefing: Briefing) -> None:
    """Raise NotABriefingError for an invoice, an essay or the like; what has a layout of its own is what it is."""
    is_known = briefing.layout is not None and (briefing.layout.is_fixed or briefing.layout.is_kept)
    if is_known or looks_like_briefing(briefing):
        return
    entry = find_entry_by_key(db, document_key(briefing.sha256))
    if entry is None or entry.decision is not Decision.YES:
        raise NotABriefingError(
            f"{briefing.source_name} doesn't look like a briefing.",
            hint="Keep it all the same, or send the briefing itself.",
            sha256=briefing.sha256,
        )


# Which issue, or which official notice, a file is another reading of.


def find_issue(db: Database, briefing: Briefing) -> tuple[StoredBriefing | None, Briefing]:
    """Return the briefing that this file is another reading of, also one that was taken away; None for a new issue.

    With it comes the reading as it is to be stored: a notice has its number from another file of it that prints one.
    """
    if is_known_by_title(briefing):
        for known in list_undated(db, series_key(briefing)):
            if known.briefing.sha256 == briefing.sha256 or is_same_issue(_whole(db, known).items, briefing.items):
                return known, briefing
        return None, briefing
    found = find_briefing(db, briefing_identity(briefing))
    if found is not None or not is_notice(briefing) or briefing.published_on is None:
        return found, briefing
    notices = [(known, _whole(db, known)) for known in list_notices_of(db, briefing.published_on)]
    same = [pair for pair in notices if is_same_notice(pair[1], briefing)]
    candidates = [pair for pair in same if pair[0].active] or same
    if len(candidates) != 1:  # where several could be it, it is none
        return None, briefing
    return candidates[0][0], complete_notice(briefing, candidates[0][1])


def _whole(db: Database, known: StoredBriefing) -> Briefing:
    items = tuple(each.item for each in list_held(db, known.id) if each.active or not known.active)
    return replace(known.briefing, items=items)


# What a reading does to the store, inside the transaction of an ingest, an undo or a decision.


def apply_reading(db: Database, briefing: Briefing, *, number: int | None, by: str, now: dt.datetime) -> Applied:
    """Bring the store to what this reading says, as people have settled it."""
    identity = briefing_identity(briefing)
    taken = find_briefing(db, identity)
    is_free = taken is None or taken.id == number
    briefing = apply_remembered(db, briefing)
    briefing_id = write_briefing(
        db,
        number=number,
        identity=identity if is_free else f"{identity}|{briefing.sha256}",  # another issue of one title
        series_key=series_key(briefing),
        briefing=briefing,
        now=now,
    )
    changes = decide_changes(list_held(db, briefing_id), briefing.items)
    written: list[tuple[int, Item]] = []
    numbers: list[int] = []
    touched: set[int] = set()
    for change in changes:
        item_id = _apply_change(db, change, briefing_id=briefing_id, now=now)
        if change.item is not None:
            numbers.append(item_id)
        if change.change is not Change.SAME:
            touched.add(item_id)
            written += [(item_id, change.item)] if change.item is not None else []
    lost = {key for change in changes if change.before is not None for key in list_keys(change.before)}
    found = regroup_items(db, touched, lost=lost)
    for item_id, item in written:  # last, with the policies' kind and status, so that each row is written once
        write_index_row(db, item_id, item, briefing_id=briefing_id)
    merge_index(db)
    list_for_review(db, briefing_id, briefing, numbers, refused=found.refused, identity=identity, now=now)
    united = record_moves(db, found, by=by, now=now)
    return Applied(briefing_id=briefing_id, briefing=briefing, changes=changes, united=united)


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
    removed = [each.id for each in list_held(db, number) if each.active]
    for item in removed:
        deactivate_item(db, item)
    deactivate_briefing(db, number)
    return len(removed), record_moves(db, regroup_items(db, removed), by=by, now=now)


def record_moves(db: Database, found: Regrouped, *, by: str, now: dt.datetime) -> tuple[str, ...]:
    """Write which policies became one, or two again, to the audit trail; return a line for each, by number."""
    lines = []
    for move in found.moves:
        shown = format_id(IdKind.POLICY, move.policy)
        if move.after == move.policy:
            action, said = "part", f"is separate from {format_id(IdKind.POLICY, move.before)} again"
        else:
            cause = f": {format_id(IdKind.ITEM, move.by)} names both" if move.by else ""
            action, said = "unite", f"is now {format_id(IdKind.POLICY, move.after)}{cause}"
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=shown, detail=said))
        lines.append(f"{shown} {said}")
    return tuple(lines)
