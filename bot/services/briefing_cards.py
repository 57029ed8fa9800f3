"""The answers about briefings: one issue's card, and its row in a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.domain.briefing import SECTION_ORDER
from bot.domain.dates import beijing_day
from bot.domain.series import briefing_name
from bot.services.results import BriefingCard, BriefingNews, BriefingRow
from bot.services.rows import find_held, list_item_rows, list_policy_rows
from bot.store.briefings import find_briefing_before
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


def compose_briefing_card(
    db: Database, held: StoredBriefing, *, now: dt.datetime, compared: bool = False
) -> BriefingCard:
    """Give everything one briefing holds, in its own order; ``compared`` with the one before it."""
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
        news=compose_briefing_news(db, held) if compared else None,
    )


def compose_briefing_news(db: Database, held: StoredBriefing) -> BriefingNews | None:
    """Give what a briefing has that the one before it has not; None for the first of all.

    The one before is the latest of an earlier date in its series, else of any series.
    """
    before = find_briefing_before(db, held.id)
    if before is None:
        return None
    mine, theirs = (list_items(db, list_briefing_item_ids(db, each.id)) for each in (held, before))
    policies = dict.fromkeys(f"P{stored.policy_id}" for stored in mine if stored.policy_id)
    held_before = {f"P{stored.policy_id}" for stored in theirs if stored.policy_id}
    companies = dict.fromkeys(each.name for stored in mine for each in stored.item.companies)
    named_before = {each.name for stored in theirs for each in stored.item.companies}
    bodies = dict.fromkeys(body for stored in mine for body in stored.item.bodies)
    bodies_before = {body for stored in theirs for body in stored.item.bodies}
    return BriefingNews(
        before=build_briefing_row(db, before),
        policies=tuple(each for each in policies if each not in held_before),
        again=tuple(each for each in policies if each in held_before),
        companies=tuple(each for each in companies if each not in named_before),
        bodies=tuple(each for each in bodies if each not in bodies_before),
    )
