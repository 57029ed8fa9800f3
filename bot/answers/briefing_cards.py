"""The answers about briefings: one issue's card, and its row in a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.access.licences import find_longest_quotes
from bot.answers.asked import find_numbers_of_month
from bot.answers.followed import Page, Within, compose_policy_list, describe_searched, find_within
from bot.answers.nearest import name_briefings_of
from bot.answers.policy_cards import compose_company_list
from bot.answers.results import BriefingCard, BriefingList, BriefingNews, BriefingRow, CompanyList, NotHeld, PolicyList
from bot.answers.rows import best_by_policy, list_item_rows, list_policy_rows, takes_answers
from bot.answers.search import LOOSE, Searched
from bot.answers.sources import find_held
from bot.errors import NotFoundError
from bot.model.briefing import SECTION_ORDER, Briefing, Section
from bot.model.deadlines import DateRange, beijing_day
from bot.model.ids import IdKind, fold, format_id
from bot.model.roles import cut_quote
from bot.model.series import briefing_name
from bot.names.lexicon import Lexicon
from bot.query.named_questions import asks_for_previous, understand_briefings
from bot.query.query_record import Choices, Query, describe_query
from bot.query.wording import Wording
from bot.store.briefings import StoredBriefing, find_briefing_before, get_briefing, list_briefings, list_briefings_among
from bot.store.database import Database
from bot.store.items import list_briefing_item_ids, list_items
from bot.store.search import Hit
from bot.store.surveys import (
    PolicyGist,
    count_sections,
    list_bodies_in,
    list_companies_in,
    list_hits_of,
    list_policy_gists,
)

# Which companies a question is about: those that the items name which its words find.

_HOW = "Whether more is said of a company than its name, the sentence below it tells."
_NONE_NAMED = "No company is named in what matches."


def find_firm(searched: Searched, lexicon: Lexicon) -> Within | None:
    """Return the items that a search found by its words; None where it found nothing, or only some of the words."""
    if searched.step in LOOSE:
        return None
    items = frozenset(hit.item_id for hit in searched.hits)
    notes = (*searched.query.notes, *searched.notes)
    return Within(items=items, words=describe_searched(searched, lexicon), notes=notes)


def compose_companies_found(
    db: Database, search: Callable[[Query], tuple[Lexicon, Searched]], query: Query, page: Page
) -> CompanyList | PolicyList:
    """Return a page of the companies named in what a search finds, the most recent first; else what it found.

    Where that names none, the news of companies is searched alone, in other words too.
    """
    lexicon, searched = search(query)
    page = replace(page, size=searched.query.limit or page.size)
    named = _list_named(db, lexicon, searched, page)
    if named is None and not query.section:
        news = replace(query, section=Choices(include=(Section.CORPORATE_NEWS.value,)))
        named = _list_named(db, *search(news), page)
    if named is not None:
        return named
    notes = searched.notes if searched.step in LOOSE else (*searched.notes, _NONE_NAMED)
    return compose_policy_list(db, lexicon, replace(searched, notes=notes), page)


def _list_named(db: Database, lexicon: Lexicon, searched: Searched, page: Page) -> CompanyList | None:
    within = find_firm(searched, lexicon)
    if within is None:
        return None
    found = compose_company_list(db, lexicon, within, offset=page.offset, page_size=page.size)
    return replace(found, notes=(*within.notes, _HOW)) if found.total else None


def compose_companies_of(
    db: Database, lexicon: Lexicon, only: frozenset[str], *, offset: int, page_size: int
) -> CompanyList | None:
    """Return a page of those of these companies that are in the news; None where none is."""
    listed = compose_company_list(db, lexicon, offset=offset, page_size=page_size, only=only)
    return listed if listed.total else None


_MOST_OPEN = 5
"""So many open deadlines are told of one by one."""


def build_briefing_row(db: Database, held: StoredBriefing) -> BriefingRow:
    """Return a briefing's row with its counts by section, in the order of the export."""
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
    """Return a page of the briefings that a query means, of all for None, newest first; past its end the last one.

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
    """Return whether a briefing was published on one of these days or covers one."""
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
    """Return a page of what one briefing holds, compared with the one before it; past its end the last item.

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
    """Return what a briefing has in these items that the one before it has not; None for the first of all.

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


# A question for a briefing in words: the latest, the one before it, or one compared with another.

_BOTH = frozenset({"and", "with", "to", "vs", "versus", "against", "between"})
"""With one of these another briefing is named beside the first."""


def compares_with_latest(query: Query, wording: Wording) -> bool:
    """Say whether one briefing is named, to be compared with the latest: "compare latest and B2"."""
    said = {fold(term.text) for term in query.terms if not term.phrase and not term.excluded}
    plain = wording.briefings | wording.fillers | wording.openers
    return len(query.briefing.include) == 1 and bool(said & wording.newest) and bool(said & _BOTH) and said <= plain


def find_briefings(
    db: Database, query: Query, lexicon: Lexicon, wording: Wording, *, now: dt.datetime, offset: int, page_size: int
) -> BriefingList | BriefingCard | NotHeld:
    """Return a page of the briefings that are of these dates or cover one, and whose name holds all the words.

    Other filters take those with an item that matches. Of one that is named the items that match are given; where no
    name holds the words, those, or the latest, that a question means, else those with an item that has them. The only
    one of these days or words is opened.
    """
    today = query.as_of or beijing_day(now)
    if len(query.briefing.include) == 1 and not compares_with_latest(query, wording):
        within = find_within(db, replace(query, briefing=Choices()), lexicon, today=today)
        return open_briefing(db, int(query.briefing.include[0]), within, now=now, offset=offset, page_size=page_size)
    within = find_within(db, replace(query, terms=(), dates=None), lexicon, today=today)
    found = compose_briefing_list(db, query, within, offset=offset, page_size=page_size)
    meant: BriefingCard | NotHeld | Query | None = None
    if not found.total and not query.has_filters and (numbers := find_numbers_of_month(db, query, today)):
        of_month = replace(query, terms=(), briefing=Choices(include=tuple(map(str, numbers))))
        return find_briefings(db, of_month, lexicon, wording, now=now, offset=offset, page_size=page_size)
    if query.terms and (not found.total or query.briefing.include):
        meant = find_meant_briefing(
            db, query, lexicon=lexicon, wording=wording, now=now, offset=offset, page_size=page_size
        )
    if isinstance(meant, BriefingCard | NotHeld):
        return meant
    if meant:
        within = find_within(db, replace(meant, terms=(), dates=None), lexicon, today=today)
        found = compose_briefing_list(db, meant, within, offset=offset, page_size=page_size)
    if query.terms and not found.total and not query.briefing:
        within = find_within(db, meant or query, lexicon, today=today)
        found = compose_briefing_list(db, None, within, offset=offset, page_size=page_size)
    if (query.terms or query.dates) and found.total == 1:
        number = int(found.rows[0].id[1:])
        return open_briefing(db, number, within, now=now, offset=offset, page_size=page_size)
    if found.total:
        return found
    words = " ".join(term.text for term in query.terms if not term.excluded)
    asked = words or " · ".join(describe_query(query, lexicon))
    return NotHeld(kind="briefing", asked=asked, nearest=(), held=found.held)


def open_within(
    db: Database, within: Within, *, now: dt.datetime, offset: int, page_size: int
) -> BriefingList | BriefingCard | NotHeld:
    """Return a page of the briefings with one of these items; the only one is opened at them."""
    found = compose_briefing_list(db, None, within, offset=offset, page_size=page_size)
    if found.total == 1:
        return open_briefing(db, int(found.rows[0].id[1:]), within, now=now, offset=offset, page_size=page_size)
    return found


def open_briefing(
    db: Database, number: int, within: Within | None, *, now: dt.datetime, offset: int, page_size: int
) -> BriefingCard | NotHeld:
    """Return the card of the briefing of this number, with those of its items that are ``within``."""
    try:
        stored = get_briefing(db, number)
    except NotFoundError:
        return NotHeld(kind="briefing", asked=format_id(IdKind.BRIEFING, number), nearest=(), held=find_held(db))
    return compose_briefing_card(db, stored, within, now=now, offset=offset, page_size=page_size)


def find_meant_briefing(
    db: Database, query: Query, *, lexicon: Lexicon, wording: Wording, now: dt.datetime, offset: int, page_size: int
) -> BriefingCard | NotHeld | Query | None:
    """Return the card of the one briefing that is meant, what the text stands for else, or None for no question.

    Of two that are named the later is compared with the other.
    """
    held = find_held(db)
    latest = get_briefing(db, int(held.newest_id[1:])) if held.newest_id else None

    def show(chosen: StoredBriefing | None, against: StoredBriefing | None = None) -> BriefingCard | NotHeld:
        if chosen is None:
            asked = " ".join(term.text for term in query.terms) if latest else ""
            return NotHeld(kind="briefing", asked=asked, nearest=(), held=held)
        return compose_briefing_card(db, chosen, now=now, offset=offset, page_size=page_size, against=against)

    if not query.has_filters and asks_for_previous(query, wording):
        return show(find_briefing_before(db, latest.id) if latest else None)
    meant = understand_briefings(query, lexicon=lexicon, wording=wording, today=query.as_of or beijing_day(now))
    if meant is None or meant.terms:
        return meant
    if not meant.has_filters:
        return show(latest)
    if latest is not None and compares_with_latest(query, wording):
        meant = replace(meant, briefing=Choices(include=(*meant.briefing.include, str(latest.id))))
    named = list_briefings_among(db, [int(each) for each in meant.briefing.include])
    if len(named) == 2:  # noqa: PLR2004  one is compared with one other
        other, later = sorted(named.values(), key=lambda each: (str(each.briefing.published_on or ""), each.id))
        return show(later, other)
    return meant
