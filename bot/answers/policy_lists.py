"""The answer to a search: one page of policies and other news, what was understood, and what is near where none is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.asked import list_choices
from bot.answers.followed import find_filter
from bot.answers.named_lists import refuse_unknown_lists, refuse_unknown_topics
from bot.answers.nearest import find_elsewhere, find_nearest_companies, find_nearest_name, name_briefings_of
from bot.answers.results import ItemRow, PolicyList, PolicyRow
from bot.answers.rows import Searched, find_held, list_item_rows, list_policy_rows
from bot.answers.search_steps import LOOKED_AT
from bot.answers.some_words import NEAR_SHOWN
from bot.dates.day_text import describe_day
from bot.model.ids import IdKind, format_id
from bot.model.series import briefing_name
from bot.model.text import fold
from bot.names.lexicon import Lexicon
from bot.query.query_format import describe_restrictions, describe_unknown, format_filter
from bot.query.query_record import COMMENT_CLOSED, Query
from bot.store.briefings import list_briefings, list_briefings_among, list_called
from bot.store.database import Database
from bot.store.policies import find_policy
from bot.store.search import Hit, search_items

_MOST_NEAREST = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Where a page begins, its usual size, the day of asking (in Beijing) and the moment."""

    offset: int
    size: int
    asked_on: dt.date
    now: dt.datetime


def compose_policy_list(db: Database, lexicon: Lexicon, searched: Searched, page: Page) -> PolicyList:
    """Return a page of what a search found, policies before other news."""
    query, found = searched.query, searched.found
    asked_open = "draft_for_comment" in query.status.include and COMMENT_CLOSED not in query.status.include
    ordered, held, text = _order_by_policy(found.hits), find_held(db), format_filter(query, lexicon)
    elsewhere = [] if found.hits else find_elsewhere(db, query, searched.plan, today=page.asked_on)
    near = [*elsewhere[:NEAR_SHOWN], *(hit for hit in searched.near if hit not in elsewhere)]
    return PolicyList(
        query_text=text,
        rows=_build_rows(db, ordered[page.offset : page.offset + page.size], searched, page),
        total=len(ordered),
        total_items=len(found.hits) if found.total is None else found.total,
        is_cut=found.total is None or found.total > len(found.hits),
        is_newest_first=bool(searched.plan.wanted) and query.sort is None and not found.ranked,
        offset=page.offset,
        page_size=page.size,
        held=held,
        asked_on=page.asked_on,
        understood=describe_searched(searched, lexicon),
        notes=(
            *query.notes,
            *describe_unknown(query),
            *(_note_missing(db, query) if not found.hits else ()),
            *(_note_named(db, query) if not found.hits else ()),
            *_note_published(db, query),
            *searched.notes,
        ),
        target_years=query.targets,
        asked_open=asked_open,
        closed_drafts=_list_closed_drafts(db, searched, page) if asked_open and (query.terms or not found.hits) else (),
        near=_build_rows(db, _order_by_policy(near[:NEAR_SHOWN]), searched, page),
        nearest=() if found.hits else _list_nearest(searched, lexicon),
        step=searched.step.value,
        uncovered=query.dates is not None and not any(query.dates.meets(*period) for period in held.covered),
        elsewhere=name_briefings_of(db, [hit.item_id for hit in elsewhere]),
        choices=list_choices(searched.asked, query, lexicon, names=searched.names),
        follow=find_filter(query, lexicon, page.asked_on, text=text),
    )


def refuse_unknown(query: Query, lexicon: Lexicon) -> None:
    """Refuse what nothing can answer: a list that there is not, and a topic of our closed list that there is not."""
    refuse_unknown_topics(query, lexicon)
    refuse_unknown_lists(query, lexicon)


def _order_by_policy(hits: Sequence[Hit]) -> list[Hit]:
    """Return each policy's first hit, then the hits without a policy; both in the order of the hits."""
    best: dict[int, Hit] = {}
    others: list[Hit] = []
    for hit in hits:
        if hit.policy_id is None:
            others.append(hit)
        elif hit.policy_id not in best:
            best[hit.policy_id] = hit
    return [*best.values(), *others]


def _build_rows(db: Database, hits: Sequence[Hit], searched: Searched, page: Page) -> tuple[PolicyRow | ItemRow, ...]:
    if not hits:
        return ()
    words, of_view = searched.plan.marked, searched.asks_view
    policies = list_policy_rows(db, hits, now=page.now, words=words, of_view=of_view)
    others = [hit.item_id for hit in hits if hit.policy_id is None]
    return (*policies, *list_item_rows(db, others, words=words, of_view=of_view))


def describe_searched(searched: Searched, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the query in words, a known name as one; of a question also that it was not restricted to any dates."""
    query = searched.query
    said = (*(f"“{text}”" for text in searched.plan.texts), *describe_restrictions(query, lexicon))
    undated = query.dates is None and query.as_of is None
    return (*said, "any date") if said and searched.is_question and undated else said


def _note_missing(db: Database, query: Query) -> tuple[str, ...]:
    """Return a line for each briefing and policy asked for by its id that is not held."""
    briefings = [int(number) for number in query.briefing.include if int(number)]
    held = list_briefings_among(db, briefings) if briefings else {}
    missing = [format_id(IdKind.BRIEFING, number) for number in briefings if number not in held]
    policies = [int(number) for number in query.policy.include]
    missing += [format_id(IdKind.POLICY, number) for number in policies if find_policy(db, number) is None]
    return tuple(f"{each} is not held." for each in missing)


def _note_named(db: Database, query: Query) -> tuple[str, ...]:
    """Say which briefings the words name, where no item has them: who publishes is seldom printed in an item."""
    said = fold(" ".join(term.text for term in query.terms if not term.excluded)).removeprefix("the ")
    numbers = list_called(db, said)[-_MOST_NEAREST:] if said else ()
    held = list_briefings_among(db, numbers) if numbers else {}
    named = [f"{format_id(IdKind.BRIEFING, number)} {briefing_name(held[number].briefing)}" for number in numbers]
    return (f"That names a briefing, which /briefing opens: {', '.join(named)}.",) if named else ()


def _note_published(db: Database, query: Query) -> tuple[str, ...]:
    """Say of an answer as on a day how much of what is held today was published by then."""
    if query.as_of is None:
        return ()
    days = [held.briefing.published_on for held in list_briefings(db)]
    by_then = sum(day is not None and day <= query.as_of for day in days)
    return (f"Of the {len(days)} briefings held today {by_then} had been published by {describe_day(query.as_of)}.",)


def _list_closed_drafts(db: Database, searched: Searched, page: Page) -> tuple[PolicyRow, ...]:
    query = searched.query
    closed = replace(query, status=replace(query.status, include=(COMMENT_CLOSED,)))
    hits = search_items(db, closed, searched.plan, today=page.asked_on)[:LOOKED_AT]
    rows = list_policy_rows(db, hits, now=page.now, words=searched.plan.marked)
    return tuple(sorted(rows, key=lambda row: str(row.policy.comments_close_on), reverse=True))


def _is_known(name: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.find_bodies(name) or lexicon.find_companies(name))


def _list_nearest(searched: Searched, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names that may have been meant: not by a word of our lists ("lithium"), which is spelled right."""
    query = searched.query
    words = [term.text for term in query.terms if not term.excluded and not _is_known(term.text, lexicon)]
    words = [word for word in words if word not in searched.spelled]
    asked = " ".join(words) or next((value for _, value in query.unknown), "")
    if _is_known(asked, lexicon):
        return ()
    near = _find_nearest(asked, lexicon)
    if near or len(words) == 1:
        return near
    apart = (each for word in words for each in _find_nearest(word, lexicon))
    return tuple(dict.fromkeys(apart))[:_MOST_NEAREST]


def _find_nearest(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the nearest names, in Chinese also those of companies that begin so: 小鹏 of 小鹏汽车."""
    return find_nearest_name(asked, lexicon) or (() if asked.isascii() else find_nearest_companies(asked, lexicon))
