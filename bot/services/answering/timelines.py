"""The answer to ``/policy timeline``: what happened when to one document and its kin, or to all that match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.timeline import Event, EventKind, list_events
from bot.services.answering.rows import find_held
from bot.services.results import ItemRow, PolicyRow, Timeline, TimelineRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.store.database import Database


def compose_timeline(
    db: Database,
    rows: Sequence[PolicyRow | ItemRow],
    *,
    asked_on: dt.date,
    offset: int,
    page_size: int,
    about: str = "",
) -> Timeline:
    """Give a page of the dated events of these rows, the earliest first; each event once."""
    found: dict[Event, TimelineRow] = {}
    for row in rows:
        for event in _list_row_events(row):
            found.setdefault(event, TimelineRow(event=event, row=row, said_by=_find_saying(event, row)))
    events = sorted(found, key=lambda each: each.place)
    undated = sum(not _list_row_events(row) for row in rows)
    return Timeline(
        about=about,
        rows=tuple(found[each] for each in events[offset : offset + page_size]),
        total=len(events),
        undated=undated,
        offset=offset,
        page_size=page_size,
        asked_on=asked_on,
        held=find_held(db),
    )


def _list_row_events(row: PolicyRow | ItemRow) -> list[Event]:
    if isinstance(row, PolicyRow):
        return list_events(row.policy, [(each.id, each.item) for each in row.rows])
    on = row.item.reported_on
    return [Event(on=on, kind=EventKind.NEWS, subject=row.id)] if on else []


def _find_saying(event: Event, row: PolicyRow | ItemRow) -> ItemRow:
    if not isinstance(row, PolicyRow):
        return row
    return next((each for each in row.rows if each.id == event.item_id), row.row)
