"""The answers about briefings: one issue's card, and its row in a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.briefing import SECTION_ORDER
from bot.domain.dates import beijing_day
from bot.domain.series import briefing_name
from bot.services.results import BriefingCard, BriefingRow
from bot.services.rows import find_held, list_item_rows, list_policy_rows
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.search import Hit

if TYPE_CHECKING:
    import datetime as dt

    from bot.store.briefings import StoredBriefing
    from bot.store.database import Database


def build_briefing_row(db: Database, held: StoredBriefing) -> BriefingRow:
    """Give a briefing's row with its counts by section, in the order of the export."""
    briefing = held.briefing
    counted = Counter(stored.item.section for stored in list_items(db, list_briefing_item_ids(db, held.id)))
    return BriefingRow(
        id=held.shown_id,
        name=briefing_name(briefing),
        publisher=briefing.publisher,
        series=briefing.series,
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
        counts=tuple((section.value, counted[section]) for section in SECTION_ORDER if counted[section]),
        unread=len(briefing.unread),
    )


def compose_briefing_card(db: Database, held: StoredBriefing, *, now: dt.datetime) -> BriefingCard:
    """Give everything one briefing holds, in its own order."""
    ids = list_briefing_item_ids(db, held.id)
    hits = [Hit(item_id=stored.id, policy_id=stored.policy_id) for stored in list_items(db, ids)]
    return BriefingCard(
        briefing=build_briefing_row(db, held),
        people=held.briefing.people,
        rows=tuple(list_item_rows(db, ids)),
        open_deadlines=tuple(row for row in list_policy_rows(db, hits, now=now) if row.is_open),
        unread=held.briefing.unread,
        asked_on=beijing_day(now),
        held=find_held(db),
    )
