"""A question for a briefing in words: the latest, the one before it, or one compared with another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.ids import IdKind, format_id
from bot.domain.names import fold
from bot.domain.queries.named_questions import asks_for_previous, understand_briefings
from bot.domain.queries.query import Choices, Query, describe_query
from bot.errors import NotFoundError
from bot.services.answering.asked import find_numbers_of_month
from bot.services.answering.briefing_cards import compose_briefing_card, compose_briefing_list
from bot.services.answering.narrowed import find_within
from bot.services.answering.rows import find_held
from bot.services.results import BriefingCard, BriefingList, NotHeld
from bot.store.briefings import find_briefing_before, get_briefing, list_briefings_among

_BOTH = frozenset({"and", "with", "to", "vs", "versus", "against", "between"})
"""With one of these another briefing is named beside the first."""

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording
    from bot.services.answering.narrowed import Within
    from bot.store.briefings import StoredBriefing
    from bot.store.database import Database


def compares_with_latest(query: Query, wording: Wording) -> bool:
    """Say whether one briefing is named, to be compared with the latest: "compare latest and B2"."""
    said = {fold(term.text) for term in query.terms if not term.phrase and not term.excluded}
    plain = wording.briefings | wording.fillers | wording.openers
    return len(query.briefing.include) == 1 and bool(said & wording.newest) and bool(said & _BOTH) and said <= plain


def find_briefings(
    db: Database, query: Query, lexicon: Lexicon, wording: Wording, *, now: dt.datetime, offset: int, page_size: int
) -> BriefingList | BriefingCard | NotHeld:
    """Give a page of the briefings that are of these dates or cover one, and whose name holds all the words.

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
    """Give a page of the briefings with one of these items; the only one is opened at them."""
    found = compose_briefing_list(db, None, within, offset=offset, page_size=page_size)
    if found.total == 1:
        return open_briefing(db, int(found.rows[0].id[1:]), within, now=now, offset=offset, page_size=page_size)
    return found


def open_briefing(
    db: Database, number: int, within: Within | None, *, now: dt.datetime, offset: int, page_size: int
) -> BriefingCard | NotHeld:
    """Give the card of the briefing of this number, with those of its items that are ``within``."""
    try:
        stored = get_briefing(db, number)
    except NotFoundError:
        return NotHeld(kind="briefing", asked=format_id(IdKind.BRIEFING, number), nearest=(), held=find_held(db))
    return compose_briefing_card(db, stored, within, now=now, offset=offset, page_size=page_size)


def find_meant_briefing(
    db: Database, query: Query, *, lexicon: Lexicon, wording: Wording, now: dt.datetime, offset: int, page_size: int
) -> BriefingCard | NotHeld | Query | None:
    """Give the card of the one briefing that is meant, what the text stands for else, or None for no question.

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
