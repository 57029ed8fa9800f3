"""The layouts of series: shown in words and by what they read, confirmed, or set anew and read again.

The first issue is read with the layout found; confirmed or set, one is kept, and every later issue is read with it.
"""

import datetime as dt
from dataclasses import dataclass, replace

import msgspec

from bot.errors import BadQueryError, NotFoundError
from bot.ingest.ingest import Ingest, apply_reading
from bot.ingest.reports import KeptLayout, get_layout, list_layouts, view_layout
from bot.model.briefing import ANY_SERIES, Briefing, UsedLayout
from bot.model.identity import briefing_name
from bot.model.intake import IngestReport, LayoutView
from bot.model.review import Decision, layout_key
from bot.reading.child import ChildReader
from bot.reading.layout.layouts import format_layout, parse_layout
from bot.store.access import add_audit
from bot.store.briefings import get_briefing, get_reading
from bot.store.database import Database, Store
from bot.store.memos import Memo, MemoKind, put_memo
from bot.store.review import find_entry, find_file, mark_settled


@dataclass(frozen=True, slots=True)
class Layouts:
    """Keeps the layouts of a store's series."""

    store: Store
    reader: ChildReader
    ingest: Ingest

    def list(self) -> list[KeptLayout]:
        """Return the layouts that are kept, by the names of their series."""
        with self.store.read() as db:
            return sorted(list_layouts(db).values(), key=lambda kept: (kept.name, kept.series))

    def show(self, number: int, toml: str | None = None) -> LayoutView:
        """Return a briefing as it was read last, or as this layout reads it; nothing is stored.

        Raises NotFoundError where the briefing, or the file to read again, is not there, BadQueryError for what is no
        layout.
        """
        briefing = self._read(number, toml)
        with self.store.read() as db:
            return view_layout(db, briefing, number)

    def show_file(self, *, source_name: str, data: bytes, toml: str | None) -> LayoutView:
        """Return a file as it would be read now, or with this layout; nothing is stored.

        Raises UnreadableDocumentError, and BadQueryError for what is no layout.
        """
        layouts = {kept.series: kept.toml for kept in self.list()}
        if toml is not None:
            layouts[ANY_SERIES] = format_layout(parse_layout(toml))
        briefing = self.reader.read(source_name=source_name, data=data, layouts=layouts)
        with self.store.read() as db:
            return view_layout(db, briefing, None)

    def confirm(self, number: int, *, by: str, now: dt.datetime) -> KeptLayout:
        """Keep the layout that a briefing was read with for its series, and return it."""
        with self.store.write() as db:
            briefing = _get_reading(db, number)
            kept = _keep(db, briefing, number, by=by, now=now)
            apply_reading(db, briefing, number=number, by=by, now=now)
        return kept

    def set(self, number: int, toml: str, *, by: str, now: dt.datetime) -> IngestReport:
        """Keep a layout for the series of a briefing, read that again with it, and return the report.

        Raises as ``show`` does; BadQueryError too for a layout that finds no item.
        """
        briefing = self._read(number, toml)
        if not briefing.items:
            hint = f"gongbao layout show B{number} lists the looks of its lines."
            raise BadQueryError("This layout finds no item.", hint=hint)
        with self.store.write() as db:
            before = get_layout(_get_reading(db, number))
            if before.series in list_layouts(db):  # stay in the series that a layout is kept for
                briefing = replace(briefing, layout=replace(get_layout(briefing), series=before.series))
            _keep(db, briefing, number, by=by, now=now)
            return self.ingest.store_reading(db, briefing, get_briefing(db, number), by=by, now=now)

    def _read(self, number: int, toml: str | None) -> Briefing:
        """Return a briefing as it was read last, or its file as this layout reads it."""
        layouts = {ANY_SERIES: format_layout(parse_layout(toml))} if toml is not None else {}
        with self.store.read() as db:
            reading = _get_reading(db, number)
            data = find_file(db, reading.sha256)
        if not layouts:
            return reading
        if data is None:
            raise NotFoundError(f"The file of B{number} is gone.", hint="Ingest the file again.")
        return self.reader.read(source_name=reading.source_name, data=data, layouts=layouts)


def _get_reading(db: Database, number: int) -> Briefing:
    """Return a briefing as it was read last, or raise NotFoundError."""
    get_briefing(db, number)
    return get_reading(db, number).briefing


def _keep(db: Database, briefing: Briefing, number: int, *, by: str, now: dt.datetime) -> KeptLayout:
    """Keep the layout that this reading was made with, and settle the doubt about it."""
    used = get_layout(briefing)
    if used.is_fixed:
        raise BadQueryError(f"B{number} is a notice or a feed.", hint="These always have a layout of their own.")
    kept = KeptLayout(
        series=used.series,
        name=briefing_name(briefing),
        toml=close_layout(used),
        cost=used.cost,
        briefing_id=number,
        set_by=by,
        at=now,
    )
    record = msgspec.json.encode(kept).decode()
    put_memo(db, Memo(kind=MemoKind.LAYOUT, subject=kept.series, at=now, by=by, record=record))
    entry = find_entry(db, layout_key(briefing))
    if entry is not None and entry.decision is None:
        mark_settled(db, replace(entry, decision=Decision.SEEN, settled_by=by))
    add_audit(db, by, "keep layout", f"B{number}", kept.name, now=now)
    return kept


def close_layout(used: UsedLayout) -> str:
    """Return a layout that says of each look of its briefing's items what it means; others are found in each issue."""
    layout = parse_layout(used.toml)
    named = {*layout.group, *layout.headline, *layout.item}
    plain = tuple(each.look for each in used.looks if each.inside and each.look not in named)
    return format_layout(replace(layout, text=plain))
