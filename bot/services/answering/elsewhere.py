"""Where else something is held that is not in the briefing it was asked of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.domain.queries.query import Choices
from bot.domain.records.series import briefing_name
from bot.store.briefings import list_briefings_among
from bot.store.items import list_items
from bot.store.search import search_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.queries.query import Query
    from bot.domain.queries.search_plan import SearchPlan
    from bot.store.database import Database
    from bot.store.search import Hit

_NAMED = 3


def find_elsewhere(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> list[Hit]:
    """Give what matches in any other briefing than those the query is asked of; nothing where it is asked of all."""
    if not query.briefing.include or not (query.terms or replace(query, briefing=Choices()).has_filters):
        return []
    return search_items(db, replace(query, briefing=Choices(exclude=query.briefing.exclude)), plan, today=today)


def name_briefings_of(db: Database, items: Collection[int]) -> str:
    """Give the briefings of these items by id and name, newest first, of many a few and how many more; "" for none."""
    if not items:
        return ""
    numbers = {item.briefing_id for item in list_items(db, sorted(items))}
    held = sorted(
        list_briefings_among(db, numbers).values(),
        key=lambda each: (str(each.briefing.published_on or ""), each.id),
        reverse=True,
    )
    named = [f"{format_id(IdKind.BRIEFING, each.id)} {briefing_name(each.briefing)}" for each in held[:_NAMED]]
    more = f" and {len(held) - _NAMED} more" if len(held) > _NAMED else ""
    return f"{', '.join(named)}{more}"
