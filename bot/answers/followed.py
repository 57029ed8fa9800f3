"""What of a search can be followed: the filter of the subscription that it makes, and what nothing later can match."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.answers.nearest import find_nearest
from bot.errors import BadQueryError
from bot.model.ids import find_id
from bot.names.lexicon import Lexicon
from bot.query.query import quote_schedule_words
from bot.query.query_format import format_filter
from bot.query.query_keys import BODY_KEYS, Key
from bot.query.query_record import Query
from bot.query.search_plan import is_or

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
