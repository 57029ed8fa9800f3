"""What of a search can be followed: the filter of the subscription that it makes, and what nothing later can match."""

import datetime as dt
from dataclasses import replace
from difflib import get_close_matches

from bot.errors import BadQueryError
from bot.model.ids import find_id, fold, list_forms
from bot.names.lexicon import Lexicon
from bot.query.keys import BODY_KEYS, Key, QueryTextError
from bot.query.query import clean_phrase
from bot.query.query_record import Query, Term, format_query, is_or
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
MAX_NAME = 60
"""So much of a name a refusal repeats."""


def find_filter(query: Query, lexicon: Lexicon, today: dt.date) -> str | None:
    """Return the filter that follows what a search asks for, "" for everything; None where nothing later can match."""
    try:
        refuse_unfit(query, lexicon, today)
    except BadQueryError:
        return None
    wanted = quote_schedule_words(filter_of(query))
    terms = list[Term]()
    for term in wanted.terms:  # a word that means more to a subscription than to a search is put in quotes
        is_sign = not term.excluded and not is_or(term) and term.text.casefold() in _MEANT
        terms.append(replace(term, phrase=True) if is_sign or find_id(term.text) else term)
    return format_query(replace(wanted, terms=tuple(terms)), lexicon, moving=True)


def filter_of(query: Query) -> Query:
    """Return the query without what only forms an answer or says when and where it is posted."""
    plain = Query()
    return replace(query, **{name: getattr(plain, name) for name in _FORMING})


def refuse_unfit(query: Query, lexicon: Lexicon, today: dt.date) -> None:
    """Refuse a filter that no later item can match, and a topic or an issuer that is on no list."""
    due = None if query.due_text else query.due
    ranges = (("learned:", query.learned), ("on: or until:", query.dates), ("effect:", query.effect), ("due:", due))
    over = ["asof:"] if query.as_of else ["briefing:"] if query.briefing.include else []
    over += [key for key, days in ranges if days and days.last and days.last <= today]
    if over:
        said = f"{over[0]} names what is over, and a subscription brings what comes from now on."
        raise BadQueryError(said, hint="Leave it out, or say from when: since:2024-01, effect:2025.., due:30d.")
    for name in (name for key, name in query.unknown if key in BODY_KEYS):
        near = ", ".join(lexicon.suggest_names(name))
        hint = f"Near: {near}." if near else "Write a name such as MIIT; /ministry lists those there are."
        raise BadQueryError(f"No list of ours has the ministry “{name[:MAX_NAME]}”.", hint=hint)
    refuse_unknown_topics(query, lexicon)


def refuse_unknown_topics(query: Query, lexicon: Lexicon) -> None:
    """Refuse a topic that is none of ours, which are a closed list; say which it may be by keyword or spelling."""
    for value in (value for key, value in query.unknown if key is Key.TOPIC):
        forms, near = set(list_forms(value)), [topic.id for topic in lexicon.find_topics(value)]
        near = near or [
            each.id for each in lexicon.topics if forms & set(map(fold, each.keywords_en + each.keywords_zh))
        ]
        known = {name.casefold(): topic.id for topic in lexicon.topics for name in topic.all_names}
        near = near or [known[name] for name in get_close_matches(value.casefold(), known, n=1, cutoff=0.75)]
        listed = ", ".join(topic.id for topic in lexicon.topics)
        hint = f"Did you mean {', '.join(near)}?" if near else f"Topics are {listed}."
        raise QueryTextError(f"“{value[:MAX_NAME]}” is no topic.", hint=hint, as_words=f'"{clean_phrase(value)}"')
