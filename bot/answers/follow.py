"""What of a search can be followed: the filter of the subscription that it makes, and what nothing later can match."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.errors import BadQueryError
from bot.model.ids import find_id, fold, list_forms
from bot.names.lexicon import Lexicon
from bot.query.keys import BODY_KEYS, Key, QueryTextError
from bot.query.query import clean_phrase
from bot.query.query_record import Query, format_query, is_or
from bot.query.schedule import quote_schedule_words

EXCEPTIONS = frozenset(
    {"but", "except", "excepting", "excluding", "exclude", "without", "besides", "minus", "not", "unless"}
)
EITHER = frozenset({"or", "either"})
"""Words that say how others are meant: a subscription refuses them, and in quotes they are words."""
DEADLINES = frozenset({"deadlines", "deadline"})
EVERYTHING = frozenset({"everything", "all"})
"""Words that mean something to a subscription themselves, unless they stand in quotes."""
_MEANT = EXCEPTIONS | EITHER | DEADLINES | EVERYTHING
_FORMING = ("sort", "limit", "share", "export", "notes", "every", "at", "tz", "quiet", "remind", "to")
_ALIKE = 0.75
_MAX_NAME = 60


def find_filter(query: Query, lexicon: Lexicon, today: dt.date, *, text: str | None = None) -> str | None:
    """Return the filter that follows what a search asks for, "" for everything; None where nothing later can match.

    ``text`` is the canonical text of the query, where it is known: mostly it is the filter too.
    """
    try:
        refuse_unfit(query, lexicon, today)
    except BadQueryError:
        return None
    wanted = _quote_meaning(quote_schedule_words(filter_of(query)))
    return text if text is not None and wanted is query else format_query(wanted, lexicon, moving=True)


def _quote_meaning(query: Query) -> Query:
    """Return a query with those words as phrases that mean more to a subscription than to a search."""
    terms = tuple(
        replace(each, phrase=True)
        if find_id(each.text) is not None or (not each.excluded and not is_or(each) and each.text.casefold() in _MEANT)
        else each
        for each in query.terms
    )
    return query if terms == query.terms else replace(query, terms=terms)


def filter_of(query: Query) -> Query:
    """Return the query without what only forms an answer or says when and where it is posted."""
    plain = Query()
    kept = {name: getattr(plain, name) for name in _FORMING if getattr(query, name) != getattr(plain, name)}
    return replace(query, **kept) if kept else query


def refuse_unfit(query: Query, lexicon: Lexicon, today: dt.date) -> None:
    """Refuse a filter that no later item can match, and a topic or an issuer that is on no list."""
    if query.as_of:
        raise BadQueryError("A subscription looks ahead, so asof: has no meaning in it.", hint="Leave asof: out.")
    if query.briefing.include:
        raise BadQueryError(
            "briefing: names one issue, so nothing that a later one brings would match.",
            hint="Leave it out: a subscription brings what later briefings say.",
        )
    over = find_over(query, today)
    if over is not None:
        ends = f"{over.last.day} {over.last:%b %Y}"
        said = f"{over.keys} ends on {ends}, so nothing that comes from now on would match."
        raise BadQueryError(said, hint=over.instead)
    for key, name in query.unknown:
        if key in BODY_KEYS:
            near = lexicon.suggest_names(name)
            hint = (
                f"Near: {', '.join(near)}." if near else "Write a name such as MIIT; /ministry lists those there are."
            )
            raise BadQueryError(f"No list of ours has the ministry “{shorten_name(name)}”.", hint=hint)
    refuse_unknown_topics(query, lexicon)


def refuse_unknown_topics(query: Query, lexicon: Lexicon) -> None:
    """Refuse a topic that is none of ours: topics are a closed list."""
    for key, value in query.unknown:
        if key is Key.TOPIC:
            near = suggest_topics(value, lexicon)
            listed = ", ".join(topic.id for topic in lexicon.topics)
            hint = f"Did you mean {', '.join(near)}?" if near else f"Topics are {listed}."
            raise QueryTextError(
                f"“{shorten_name(value)}” is no topic.",
                hint=hint,
                as_words=f'"{clean_phrase(value)}"',
            )


def suggest_topics(asked: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the topics that a text may mean: by a keyword of theirs, else by a name spelled almost so."""
    found = lexicon.find_topics(asked)
    if found:
        return tuple(topic.id for topic in found)
    forms = set(list_forms(asked))
    said = [topic.id for topic in lexicon.topics if forms & set(map(fold, (*topic.keywords_en, *topic.keywords_zh)))]
    if said:
        return tuple(said)
    known = {name.casefold(): topic.id for topic in lexicon.topics for name in topic.all_names}
    near = get_close_matches(asked.casefold(), known, cutoff=_ALIKE)
    return tuple(dict.fromkeys(known[name] for name in near))


@dataclass(frozen=True, kw_only=True, slots=True)
class Over:
    """The keys of a filter whose days are over, their last day, and what to write instead."""

    keys: str
    last: dt.date
    instead: str


def find_over(query: Query, today: dt.date) -> Over | None:
    """Return what of a filter asks for days that end by a day, so that nothing later can match; None where nothing."""
    for keys, days, instead in (
        ("learned:", query.learned, "Leave it out: a subscription brings what is learned from now on."),
        ("on: or until:", query.dates, "Leave it out, or write since: with the first day alone."),
        ("effect:", query.effect, "Leave it out, or write it with the first day alone: effect:2025.."),
        ("due:", None if query.due_text else query.due, "Write due:30d, which counts from the day of each digest."),
    ):
        if days is not None and days.last is not None and days.last <= today:
            return Over(keys=keys, last=days.last, instead=instead)
    return None


def shorten_name(name: str) -> str:
    """Return a name as far as a refusal repeats it."""
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
