"""What of a search can be followed: the filter of the subscription that it makes, and what nothing later can match."""

import datetime as dt
from dataclasses import replace
from difflib import get_close_matches

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
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
_MAX_NAME = 60


def find_filter(query: Query, lexicon: Lexicon, today: dt.date) -> str | None:
    """Return the filter that follows what a search asks for, "" for everything; None where nothing later can match."""
    try:
        refuse_unfit(query, lexicon, today)
    except BadQueryError:
        return None
    wanted = quote_schedule_words(filter_of(query))
    terms = (
        replace(each, phrase=True)  # a word that means more to a subscription than to a search
        if find_id(each.text) or (not each.excluded and not is_or(each) and each.text.casefold() in _MEANT)
        else each
        for each in wanted.terms
    )
    return format_query(replace(wanted, terms=tuple(terms)), lexicon, moving=True)


def filter_of(query: Query) -> Query:
    """Return the query without what only forms an answer or says when and where it is posted."""
    plain = Query()
    return replace(query, **{name: getattr(plain, name) for name in _FORMING})


def refuse_unfit(query: Query, lexicon: Lexicon, today: dt.date) -> None:
    """Refuse a filter that no later item can match, and a topic or an issuer that is on no list."""

    def is_over(days: DateRange | None) -> bool:
        return days is not None and days.last is not None and days.last <= today

    for key, is_past in (
        ("asof:", query.as_of),
        ("briefing:", query.briefing.include),
        ("learned:", is_over(query.learned)),
        ("on: or until:", is_over(query.dates)),
        ("effect:", is_over(query.effect)),
        ("due:", is_over(None if query.due_text else query.due)),
    ):
        if is_past:
            said = f"{key} names what is over, and a subscription brings what comes from now on."
            raise BadQueryError(said, hint="Leave it out, or say from when: since:2024-01, effect:2025.., due:30d.")
    for key, name in query.unknown:
        if key in BODY_KEYS:
            near = ", ".join(lexicon.suggest_names(name))
            hint = f"Near: {near}." if near else "Write a name such as MIIT; /ministry lists those there are."
            raise BadQueryError(f"No list of ours has the ministry “{shorten_name(name)}”.", hint=hint)
    refuse_unknown_topics(query, lexicon)


def refuse_unknown_topics(query: Query, lexicon: Lexicon) -> None:
    """Refuse a topic that is none of ours: topics are a closed list."""
    for value in (value for key, value in query.unknown if key is Key.TOPIC):
        near, listed = ", ".join(_suggest_topics(value, lexicon)), ", ".join(topic.id for topic in lexicon.topics)
        hint = f"Did you mean {near}?" if near else f"Topics are {listed}."
        raise QueryTextError(f"“{shorten_name(value)}” is no topic.", hint=hint, as_words=f'"{clean_phrase(value)}"')


def _suggest_topics(asked: str, lexicon: Lexicon) -> list[str]:
    """Return the topics that a text may mean: by a name or keyword of theirs, else by a name spelled almost so."""
    found = [topic.id for topic in lexicon.find_topics(asked)]
    forms = set(list_forms(asked))
    found = found or [
        topic.id for topic in lexicon.topics if forms & set(map(fold, (*topic.keywords_en, *topic.keywords_zh)))
    ]
    known = {name.casefold(): topic.id for topic in lexicon.topics for name in topic.all_names}
    return found or [known[name] for name in get_close_matches(asked.casefold(), known, n=1, cutoff=0.75)]


def shorten_name(name: str) -> str:
    """Return a name as far as a refusal repeats it."""
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"
