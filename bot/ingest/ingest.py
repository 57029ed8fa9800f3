"""Bringing a briefing in, and taking it back.

    bytes -> Reader -> Briefing -> decide_changes(held, new) -> one transaction -> IngestReport

The same file again changes nothing; a corrected one, or the same issue in another format, updates its items under
their ids. An undo puts the reading before it in force again, or takes the briefing out when there was none.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.digests.outbox import Digests
from bot.errors import NotABriefingError, NotFoundError, UnreadableDocumentError
from bot.ingest.reports import (
    PAGE_SIZE,
    ListPage,
    apply_remembered,
    compose_report,
    list_changes,
    list_for_review,
    list_layouts,
)
from bot.model.briefing import Briefing, looks_like_briefing
from bot.model.changes import Change, ItemChange, decide_changes
from bot.model.identity import (
    briefing_identity,
    briefing_name,
    is_known_by_title,
    is_same_issue,
)
from bot.model.ids import IdKind, format_id
from bot.model.intake import Effects, IngestReport, Outcome
from bot.model.review import Decision, find_document
from bot.reading.child import ChildReader
from bot.store.access import add_audit
from bot.store.briefings import (
    Reading,
    StoredBriefing,
    add_ingest,
    find_briefing,
    get_briefing,
    get_reading,
    has_series,
    list_readings,
    list_readings_with,
    list_undated,
    undo_reading,
    write_briefing,
)
from bot.store.database import Database, Store
from bot.store.items import list_items_of
from bot.store.policies import Move, write_changes
from bot.store.review import add_entry, find_entry, forget_files, keep_file

_WEB_PAGE = "text/html"


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """What became of the items of a briefing, and of policies that are one, or two again, by what it says."""

    briefing_id: int
    changes: tuple[ItemChange, ...]
    united: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UndoReport:
    """What an undo took back; ``restored`` when the reading before it is in force again.

    ``items`` counts those that changed, ``united`` says which policies are two again, or one, by it.
    """

    briefing_id: str
    name: str
    restored: bool
    items: int
    posts: tuple[str, ...]
    united: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ingest:
    """Reads documents into the store, and shows what was read."""

    store: Store
    reader: ChildReader
    announcer: Digests

    def ingest(
        self, *, source_name: str, data: bytes, by: str, now: dt.datetime, dry_run: bool = False, keep: bool = False
    ) -> IngestReport:
        """Read one document and store what it says; with ``dry_run`` report what would change and keep nothing.

        Raises UnreadableDocumentError or StoreError with nothing changed; the former too for a web page in which
        nothing was found, neither an item nor a date. Unless told to ``keep`` whatever it is, now or once before,
        raises NotABriefingError for what is new and does not look like a briefing.
        """
        with self.store.read() as db:
            if known := _find_unchanged(db, hashlib.sha256(data).hexdigest()):
                return compose_report(db, known, now=now, outcome=Outcome.UNCHANGED)
            layouts = {series: kept.toml for series, kept in list_layouts(db).items()}
        briefing = self.reader.read(source_name=source_name, data=data, layouts=layouts)
        dates = (briefing.published_on, briefing.period_start, briefing.period_end)
        if briefing.media_type == _WEB_PAGE and not briefing.items and not any(dates):
            raise UnreadableDocumentError(
                f"The web page {source_name} has no item and no date. It may be a login page.",
                hint="Open it in a browser, save what you see there, and send that file.",
            )
        with self.store.write(keep=not dry_run) as db:
            if not keep and not has_series(db, briefing):
                _refuse_other_writing(db, briefing)
            stored = find_issue(db, briefing)
            keep_file(db, briefing.sha256, data)
            return self.store_reading(db, briefing, stored, by=by, now=now)

    def ask_to_keep(self, *, source_name: str, data: bytes, again: bool) -> str:
        """Put a document that was refused on the review list, by the key returned, and keep its bytes meanwhile.

        What was discarded once is asked about only with ``again``.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        entry = find_document(source_name, sha256)
        with self.store.write() as db:
            add_entry(db, entry, again=again)
            keep_file(db, sha256, data)
            forget_files(db)  # nobody is asked about what was discarded for good
        return entry.key

    def undo(self, number: int, *, by: str, now: dt.datetime, reading: int | None = None) -> UndoReport:
        """Take the last reading of a briefing back, with all that came of it; NotFoundError when it is not there.

        With ``reading`` only if that is the last one: a button pressed twice takes nothing more back.
        """
        with self.store.write() as db:
            briefing = get_briefing(db, number).briefing
            last = get_reading(db, number)
            if reading is not None and reading != last.id:
                hint = "/ingest list shows which ingests count now."
                raise NotFoundError("A later ingest replaced this one.", hint=hint)
            earlier = undo_reading(db, last, now=now)
            forget_files(db)
            if earlier:
                applied = apply_reading(db, earlier.briefing, number=number, by=by, now=now)
                changes, united = applied.changes, applied.united
                posts = self.announcer.correct(db, briefing_id=number, changes=changes, by=by, now=now)
            else:
                changes = decide_changes(list_items_of(db, number), ())
                _, moves = write_changes(db, changes, briefing_id=number, now=now)
                united = record_moves(db, moves, by=by, now=now)
                posts = self.announcer.withdraw(db, briefing, briefing_id=number, by=by, now=now)
            return UndoReport(
                briefing_id=format_id(IdKind.BRIEFING, number),
                name=briefing_name(briefing),
                restored=earlier is not None,
                items=sum(change.change is not Change.SAME for change in changes),
                posts=posts,
                united=united,
            )

    def list_reports(self, *, now: dt.datetime, offset: int = 0) -> ListPage[IngestReport]:
        """Return a page of the readings."""
        with self.store.read() as db:
            found, total = list_readings(db, limit=PAGE_SIZE, offset=offset)
            rows = tuple(compose_report(db, reading, now=now) for reading in found)
            return ListPage(rows=rows, total=total, offset=offset, page_size=PAGE_SIZE)

    def get_report(self, number: int, *, now: dt.datetime, reading: int | None = None) -> IngestReport:
        """Return the report of a briefing's last reading, or of another one; NotFoundError when it was never read."""
        with self.store.read() as db:
            return compose_report(db, get_reading(db, number, reading), now=now)

    def store_reading(
        self, db: Database, briefing: Briefing, known: StoredBriefing | None, *, by: str, now: dt.datetime
    ) -> IngestReport:
        """Store a reading of a briefing, known or new, and return its report."""
        applied = apply_reading(db, briefing, number=known.id if known else None, by=by, now=now)
        number, changes = applied.briefing_id, applied.changes
        is_new = known is None or not known.active
        said = list_changes(changes)
        posts: tuple[str, ...] = ()
        if is_new:
            self.announcer.announce(db, briefing_id=number, by=by, now=now)
        else:
            posts = self.announcer.correct(db, briefing_id=number, changes=changes, by=by, now=now)
        effects = Effects(
            outcome=Outcome.ADDED if is_new else Outcome.CORRECTED if said else Outcome.SAME_TEXT,
            changes=() if is_new else said,
            united=applied.united,
            posts=posts,
        )
        add_ingest(db, briefing_id=number, briefing=briefing, effects=effects, by=by, now=now)
        return compose_report(db, get_reading(db, number), now=now)


def _find_unchanged(db: Database, sha256: str) -> Reading | None:
    """Return the reading in force of a briefing that these bytes say too, or None.

    An issue that was read from two files is known by either of them; after a correction the file before it is another.
    """
    readings = list_readings_with(db, sha256)
    for each in readings:
        if each.briefing.sha256 == sha256:
            return readings[0]
        if each.effects.outcome is not Outcome.SAME_TEXT:
            break
    return None


def _refuse_other_writing(db: Database, briefing: Briefing) -> None:
    """Raise NotABriefingError for an invoice, an essay or the like; what has a layout of its own is what it is."""
    is_known = briefing.layout is not None and (briefing.layout.is_fixed or briefing.layout.is_kept)
    asked = find_document(briefing.source_name, briefing.sha256)
    entry = find_entry(db, asked.key)
    if not is_known and not looks_like_briefing(briefing) and not (entry and entry.decision is Decision.YES):
        raise NotABriefingError(
            f"{briefing.source_name} doesn't look like a briefing.",
            hint="Keep it all the same, or send the briefing itself.",
        )


def find_issue(db: Database, briefing: Briefing) -> StoredBriefing | None:
    """Return the briefing that this file is another reading of, also one that was taken away; None for a new issue."""
    if not is_known_by_title(briefing):
        return find_briefing(db, briefing_identity(briefing))
    same = [known for known in list_undated(db) if is_same_issue(_whole(db, known), briefing)]
    same = [known for known in same if known.active] or same
    return same[0] if len(same) == 1 else None  # where several could be it, it is none


def _whole(db: Database, known: StoredBriefing) -> Briefing:
    items = tuple(each.item for each in list_items_of(db, known.id, also_gone=not known.active))
    return replace(known.briefing, items=items)


# What a reading does to the store, inside the transaction of an ingest, an undo or a decision.


def apply_reading(db: Database, read: Briefing, *, number: int | None, by: str, now: dt.datetime) -> Applied:
    """Bring the store to what this reading says, as people have settled it."""
    identity, briefing = briefing_identity(read), apply_remembered(db, read)
    taken = find_briefing(db, identity)
    if taken is not None and taken.id != number:
        identity = f"{identity}|{read.sha256}"  # another issue of one title
    number = write_briefing(db, number=number, identity=identity, briefing=briefing, now=now)
    changes = decide_changes(list_items_of(db, number, also_gone=True), briefing.items)
    numbers, moves = write_changes(db, changes, briefing_id=number, now=now)
    list_for_review(db, number, briefing, numbers[: len(briefing.items)], read=read)
    return Applied(briefing_id=number, changes=changes, united=record_moves(db, moves, by=by, now=now))


def record_moves(db: Database, moves: Sequence[Move], *, by: str, now: dt.datetime) -> tuple[str, ...]:
    """Write which policies became one, or two again, to the audit trail; return a line for each, by number."""
    lines = []
    for move in moves:
        shown = format_id(IdKind.POLICY, move.policy)
        if move.after == move.policy:
            action, said = "part", f"is separate from {format_id(IdKind.POLICY, move.before)} again"
        else:
            cause = f": {format_id(IdKind.ITEM, move.by)} names both" if move.by else ""
            action, said = "unite", f"is now {format_id(IdKind.POLICY, move.after)}{cause}"
        add_audit(db, by, action, shown, said, now=now)
        lines.append(f"{shown} {said}")
    return tuple(lines)
