"""What of a search can be followed: the filter of the subscription that it makes, and what nothing later can match."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.asked import list_choices
from bot.answers.named_lists import refuse_unknown_lists, refuse_unknown_topics
from bot.answers.nearest import (
    find_elsewhere,
    find_nearest,
    find_nearest_companies,
    find_nearest_name,
    name_briefings_of,
)
from bot.answers.results import PolicyList
from bot.answers.rows import ItemRow, PolicyRow, best_by_policy, list_policy_rows, list_rows
from bot.answers.search import LOOKED_AT, NEAR_SHOWN, Searched
from bot.answers.sources import find_held
from bot.dates.calendar_phrases import describe_day
from bot.errors import BadQueryError
from bot.model.ids import IdKind, find_id, fold, format_id
from bot.model.series import briefing_name
from bot.names.lexicon import Lexicon
from bot.query.query import quote_schedule_words
from bot.query.query_record import (
    COMMENT_CLOSED,
    Query,
    describe_query,
    describe_restrictions,
    describe_unknown,
    format_filter,
)
from bot.query.query_scan import BODY_KEYS, Key
from bot.query.search_plan import compose_search_plan, is_or
from bot.store.briefings import list_briefings, list_briefings_among, list_called
from bot.store.database import Database
from bot.store.policies import find_policy
from bot.store.search import Hit, search_items

EXCEPTIONS = frozenset(
    {"but", "except", "excepting", "excluding", "exclude", "without", "besides", "minus", "not", "unless"}
)
EITHER = frozenset({"or", "either"})
"""Words that say how others are meant: a subscription refuses them, and in quotes they are words."""
DEADLINES = frozenset({"deadlines", "deadline"})
EVERYTHING = frozenset({"everything", "all"})
"""Words that mean something to a subscription themselves, unless they stand in quotes."""
_MEANT = EXCEPTIONS | EITHER | DEADLINES | EVERYTHING
_MAX_NAME = 60


def find_filter(query: Query, lexicon: Lexicon, today: dt.date, *, text: str | None = None) -> str | None:
    """Return the filter that follows what a search asks for, "" for everything; None where a subscription takes none.

    ``text`` is the canonical text of the query, where it is known: mostly it is the filter too.
    """
    try:
        refuse_unfit(query, lexicon, today)
    except BadQueryError:
        return None
    wanted = _quote_meaning(quote_schedule_words(filter_of(query)))
    return text if text is not None and wanted is query else format_filter(wanted, lexicon)


def _quote_meaning(query: Query) -> Query:
    """Return a search whose words were found as they are with those as phrases that mean more to a subscription."""
    terms = tuple(
        replace(each, phrase=True)
        if find_id(each.text) is not None or (not each.excluded and not is_or(each) and each.text.casefold() in _MEANT)
        else each
        for each in query.terms
    )
    return query if terms == query.terms else replace(query, terms=terms)


def filter_of(query: Query) -> Query:
    """Return the query without what only forms an answer or says when and where it is posted."""
    forming = (query.sort, query.limit, query.share, query.export, query.notes)
    posting = (query.every, query.at, query.tz, query.quiet, query.remind, query.to)
    if not any(forming) and not any(posting):
        return query
    return replace(
        query,
        sort=None,
        limit=None,
        share=False,
        export=None,
        every=None,
        at=None,
        tz=None,
        quiet=None,
        remind=None,
        to=None,
        notes=(),
    )


def refuse_unfit(query: Query, lexicon: Lexicon, today: dt.date) -> None:
    """Refuse a filter that no later item can match."""
    if query.as_of:
        raise BadQueryError("A subscription looks ahead, so asof: has no meaning in it.", hint="Leave asof: out.")
    _refuse_past(query, today)
    _refuse_unknown(query, lexicon)


def _refuse_past(query: Query, today: dt.date) -> None:
    """Refuse a briefing, and a stretch of days that ends by today: what comes later lies outside."""
    if query.briefing.include:
        raise BadQueryError(
            "briefing: names one issue, so nothing that a later one brings would match.",
            hint="Leave it out: a subscription brings what later briefings hold.",
        )
    over = find_over(query, today)
    if over is not None:
        ends = f"{over.last.day} {over.last:%b %Y}"
        said = f"{over.keys} ends on {ends}, so nothing that comes from now on would match."
        raise BadQueryError(said, hint=over.instead)


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """The keys of a filter whose days are over, their last day, and what to write instead."""

    keys: str
    last: dt.date
    instead: str


def find_over(query: Query, today: dt.date) -> Over | None:
    """Return what of a filter asks for days that end by a day, so that nothing later can match; None where nothing."""
    due = None if query.due_text else query.due
    if not (query.learned or query.dates or query.effect or due):
        return None
    for keys, days, instead in (
        ("learned:", query.learned, "Leave it out: a subscription brings what is learned from now on."),
        ("on: or until:", query.dates, "Leave it out, or write since: with the first day alone."),
        ("effect:", query.effect, "Leave it out, or write it with the first day alone: effect:2025.."),
        ("due:", due, "Write due:30d, which counts from the day of each digest."),
    ):
        if days is not None and days.last is not None and days.last <= today:
            return Over(keys=keys, last=days.last, instead=instead)
    return None


def _refuse_unknown(query: Query, lexicon: Lexicon) -> None:
    """Refuse a topic or an issuer that nobody knows: such a subscription would never post, or never leave out."""
    for key, name in query.unknown:
        if key is Key.TOPIC:
            topics = [topic.id for topic in lexicon.topics]
            known = {name: topic.id for topic in lexicon.topics for name in (topic.id, topic.name_en, topic.name_zh)}
            near = [known[found] for found in find_nearest(name, known)]
            hint = f"Near: {', '.join(dict.fromkeys(near))}." if near else f"Topics: {', '.join(topics)}."
            raise BadQueryError(f"There is no topic “{shorten_name(name)}”.", hint=hint)
        if key in BODY_KEYS:
            near = list(find_nearest(name, (each for body in lexicon.bodies for each in body.all_names)))
            hint = f"Near: {', '.join(near)}." if near else "Write a name such as MIIT; /ministry lists those held."
            raise BadQueryError(f"No list of ours holds the ministry “{shorten_name(name)}”.", hint=hint)


def shorten_name(name: str) -> str:
    """Return a name as far as a refusal repeats it."""
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"


# The answer to a search: one page of policies and other news, what was understood, and what is near where none is.

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
    query, found = searched.query, searched
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
        is_newest_first=bool(searched.plan.wanted) and query.sort is None and not found.is_ranked,
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
        choices=list_choices(query, query, lexicon, names=searched.plan.texts),
        follow=find_filter(query, lexicon, page.asked_on, text=text),
    )


def refuse_unknown(query: Query, lexicon: Lexicon) -> None:
    """Refuse what nothing can answer: a list that there is not, and a topic of our closed list that there is not."""
    refuse_unknown_topics(query, lexicon)
    refuse_unknown_lists(query, lexicon)


def _order_by_policy(hits: Sequence[Hit]) -> list[Hit]:
    """Return each policy's first hit and the hits without a policy, in the order of the hits."""
    best = best_by_policy(hits)
    return [hit for hit in hits if hit.policy_id is None or best[hit.policy_id] == hit.item_id]


def _build_rows(db: Database, hits: Sequence[Hit], searched: Searched, page: Page) -> tuple[PolicyRow | ItemRow, ...]:
    if not hits:
        return ()
    words, of_view = searched.words, searched.question.wants_comment
    return list_rows(db, hits, now=page.now, words=words, of_view=of_view)


def describe_searched(searched: Searched, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the query in words, a known name as one; of a question also that it was not restricted to any dates."""
    query = searched.query
    said = (*(f"“{text}”" for text in searched.plan.texts), *describe_restrictions(query, lexicon))
    undated = query.dates is None and query.as_of is None
    return (*said, "any date") if said and searched.question.is_question and undated else said


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
    rows = list_policy_rows(db, hits, now=page.now, words=searched.words)
    return tuple(sorted(rows, key=lambda row: str(row.policy.comments_close_on), reverse=True))


def _is_known(name: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.find_bodies(name) or lexicon.find_companies(name))


def _list_nearest(searched: Searched, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names that may have been meant: not by a word of our lists ("lithium"), which is spelled right."""
    query = searched.query
    words = [term.text for term in query.terms if not term.excluded and not _is_known(term.text, lexicon)]
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


# What narrows a list of all bodies, companies or briefings, or a briefing: the items that a filter matches.


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """The numbers of the items that a filter matches, the filter in words, and what is to be said of it."""

    items: frozenset[int]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find_within(db: Database, query: Query, lexicon: Lexicon, *, today: dt.date) -> Within | None:
    """Return what the query's words and filters match; None where it has neither."""
    refuse_unknown(query, lexicon)
    if not query.terms and not query.has_filters:
        return None
    hits = search_items(db, query, compose_search_plan(query.terms, lexicon), today=today)
    return Within(items=frozenset(hit.item_id for hit in hits), words=describe_query(query, lexicon))
