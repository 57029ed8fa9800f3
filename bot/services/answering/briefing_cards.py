"""The answers about briefings: one issue's card, and its row in a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.licence import cut_quote
from bot.domain.names import fold
from bot.domain.records.briefing import SECTION_ORDER
from bot.domain.records.series import briefing_name
from bot.services.access.licences import find_longest_quotes
from bot.services.answering.elsewhere import name_briefings_of
from bot.services.answering.rows import best_by_policy, find_held, list_item_rows, list_policy_rows, takes_answers
from bot.services.results import BriefingCard, BriefingList, BriefingNews, BriefingRow
from bot.store.briefings import find_briefing_before, list_briefings
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.search import Hit
from bot.store.surveys import count_sections, list_bodies_in, list_companies_in, list_hits_of, list_policy_gists

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.calendar.date_ranges import DateRange
    from bot.domain.queries.query import Query
    from bot.domain.records.briefing import Briefing
    from bot.services.answering.narrowed import Within
    from bot.store.briefings import StoredBriefing
    from bot.store.database import Database
    from bot.store.surveys import PolicyGist

_MOST_OPEN = 5
"""So many open deadlines are told of one by one."""


def build_briefing_row(db: Database, held: StoredBriefing) -> BriefingRow:
    """Give a briefing's row with its counts by section, in the order of the export."""
    briefing = held.briefing
    counted = count_sections(db, held.id)
    return BriefingRow(
        id=held.shown_id,
        name=briefing_name(briefing),
        publisher=briefing.publisher,
        series=briefing.series,
        published_on=briefing.published_on,
        period_start=briefing.period_start,
        period_end=briefing.period_end,
        counts=tuple((each.value, counted[each.value]) for each in SECTION_ORDER if each.value in counted),
        unread=len(briefing.unread),
    )


def compose_briefing_list(
    db: Database, query: Query | None, within: Within | None = None, *, offset: int, page_size: int
) -> BriefingList:
    """Give a page of the briefings that a query means, of all for None, newest first; past its end the last one.

    Days are those of a briefing, words those of its name; ``within`` are items of which it has at least one.
    """
    having = {item.briefing_id for item in list_items(db, sorted(within.items))} if within else None
    chosen = [
        held
        for held in reversed(list_briefings(db))
        if (query is None or _is_meant(held, query)) and (having is None or held.id in having)
    ]
    start = min(offset, max(0, len(chosen) - 1))
    page = chosen[start : start + page_size]
    return BriefingList(
        rows=tuple(build_briefing_row(db, held) for held in page),
        total=len(chosen),
        offset=start,
        page_size=page_size,
        held=find_held(db),
        understood=within.words if within else (),
        notes=within.notes if within else (),
    )


def _is_meant(held: StoredBriefing, query: Query) -> bool:
    briefing, name = held.briefing, fold(briefing_name(held.briefing))
    if query.dates and not _is_of(briefing, query.dates):
        return False
    return all((fold(term.text) in name) is not term.excluded for term in query.terms)


def _is_of(briefing: Briefing, dates: DateRange) -> bool:
    """Tell whether a briefing was published on one of these days or covers one."""
    first, last = briefing.period_start or briefing.period_end, briefing.period_end or briefing.period_start
    covers = first is not None and last is not None and dates.meets(first, last)
    return covers or (briefing.published_on is not None and dates.contains(briefing.published_on))


def compose_briefing_card(
    db: Database,
    held: StoredBriefing,
    within: Within | None = None,
    *,
    now: dt.datetime,
    offset: int,
    page_size: int,
    against: StoredBriefing | None = None,
) -> BriefingCard:
    """Give a page of what one briefing holds, compared with the one before it; past its end the last item.

    With ``within`` only these items are listed; what is said of the briefing stays. It is compared with the briefing
    ``against`` where one is given.
    """
    survey = _survey(db, held)
    hits = [hit for hit in survey.hits if within is None or hit.item_id in within.items]
    start = min(offset, max(0, len(hits) - 1))
    waiting = [hit for hit, gist in survey.closing if takes_answers(gist, now, beijing_day(now))]
    longest = find_longest_quotes(db).get(fold(held.briefing.publisher or ""))
    return BriefingCard(
        briefing=survey.row,
        people=held.briefing.people,
        rows=tuple(list_item_rows(db, [hit.item_id for hit in hits[start : start + page_size]])),
        total=len(hits),
        offset=start,
        page_size=page_size,
        open_deadlines=tuple(list_policy_rows(db, waiting[:_MOST_OPEN], now=now)),
        open_total=len(waiting),
        unread=tuple(replace(block, text=cut_quote(block.text, longest)) for block in held.briefing.unread),
        asked_on=beijing_day(now),
        held=find_held(db),
        news=_compare(db, survey.hits, against) if against else survey.news,
        understood=within.words if within else (),
        elsewhere="" if hits or within is None else name_briefings_of(db, within.items),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Survey:
    """What a briefing holds, whatever the hour: its items in its own order, and by their first reports what closes."""

    row: BriefingRow
    hits: list[Hit]
    closing: list[tuple[Hit, PolicyGist]]
    news: BriefingNews | None


def _survey(db: Database, held: StoredBriefing) -> _Survey:
    hits = list_hits_of(db, list_briefing_item_ids(db, held.id))
    best = best_by_policy(hits)
    gists = list_policy_gists(db, best)
    return _Survey(
        row=build_briefing_row(db, held),
        hits=hits,
        closing=[
            (Hit(item_id=item_id, policy_id=number), gists[number])
            for number, item_id in best.items()
            if number in gists and (gists[number].comments_close_on or gists[number].applications_close_on)
        ],
        news=_compose_news(db, held, hits),
    )


def _compose_news(db: Database, held: StoredBriefing, hits: Sequence[Hit]) -> BriefingNews | None:
    """Give what a briefing has in these items that the one before it has not; None for the first of all.

    The one before is the latest of an earlier date in its series, else of any series.
    """
    before = find_briefing_before(db, held.id)
    return None if before is None else _compare(db, hits, before)


def _compare(db: Database, hits: Sequence[Hit], before: StoredBriefing) -> BriefingNews:
    mine, theirs = [hit.item_id for hit in hits], list_briefing_item_ids(db, before.id)
    policies = dict.fromkeys(f"P{hit.policy_id}" for hit in hits if hit.policy_id)
    held_before = {f"P{hit.policy_id}" for hit in list_hits_of(db, theirs) if hit.policy_id}
    companies, bodies = set(list_companies_in(db, theirs)), set(list_bodies_in(db, theirs))
    return BriefingNews(
        before=build_briefing_row(db, before),
        policies=tuple(each for each in policies if each not in held_before),
        again=tuple(each for each in policies if each in held_before),
        companies=tuple(each for each in list_companies_in(db, mine) if each not in companies),
        bodies=tuple(each for each in list_bodies_in(db, mine) if each not in bodies),
    )
