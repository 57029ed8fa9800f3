"""From the words of a question to what an item must have: known names in every language, figures in every writing.

What the index is asked in the end is a match expression of FTS5 (``match_all``); the index is ``bot.store.search``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic
from bot.query.keys import find_called
from bot.query.query_record import OR, Alternatives, Term, is_or
from bot.query.tokens import HAS_HAN, facet_token, list_tokens, read_figure

_MAX_TOKENS = 64


@lru_cache(maxsize=4096)
def match_phrase(text: str) -> str:
    """Return the match expression that finds this string as a phrase, or an empty string when it has no token."""
    tokens = list_tokens(text, is_asked=True)[:_MAX_TOKENS]
    if not tokens:
        return ""
    quoted = '"' + " ".join(tokens) + '"'
    return f"{quoted} *" if len(tokens[-1]) == 1 and HAS_HAN.match(tokens[-1]) else quoted


def match_all(wanted: tuple[Alternatives, ...]) -> str:
    """Return the match expression for all of ``wanted``; empty when nothing is wanted."""
    ways = [[_join("AND", map(match_phrase, wording)) for wording in each.wordings] for each in wanted]
    return " AND ".join(filter(None, (_join("OR", each) for each in ways)))


def _join(sign: str, expressions: Iterable[str]) -> str:
    """Return match expressions as one, in brackets where there are several; empty ones are left out."""
    parts = list(dict.fromkeys(filter(None, expressions)))
    return f"({f' {sign} '.join(parts)})" if len(parts) > 1 else "".join(parts)


# What must occur of a question: names in all their forms, figures as they may be printed, words as they are.

_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST_NAME = 6
"""Words of the longest name that is looked for among the words of a question."""
CAPITALS_ONLY = frozenset({"MOST", "SAFE", "MOT", "MEM", "AIR"})
"""Abbreviations that are English words too: meant only in capitals."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlan:
    """What must occur, and what must not."""

    wanted: tuple[Alternatives, ...] = ()
    excluded: tuple[Alternatives, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The words as typed behind each thing that must occur; a known name of several words is one text."""
        return tuple(each.text for each in self.wanted)

    @property
    def quoted(self) -> frozenset[str]:
        """The texts that stood in quotes: they are asked for as they are and in no other way."""
        return frozenset(each.text for each in self.wanted if each.quoted)


NO_WORDS = SearchPlan()
"""The plan of a query that has only filters."""


@lru_cache(maxsize=64)  # the steps of a search ask for the same words again
def compose_search_plan(terms: tuple[Term, ...], lexicon: Lexicon) -> SearchPlan:
    """Return the plan for these terms: names in any form or by record, one of those that an OR joins, quotes as is."""
    positive = [term for term in terms if not term.excluded]
    wanted: list[Alternatives] = []
    at = 0
    while at < len(positive):
        joins = bool(wanted) and at < len(positive) - 1 and is_or(positive[at])
        at += joins
        width, thing = _read_thing(positive[at : at + _LONGEST_NAME], lexicon)
        if joins:
            one = wanted.pop()
            text, marked = f"{one.text} {OR} {thing.text}", (*one.marked, *thing.marked)
            thing = replace(one.add(*thing.wordings), text=text, marked=marked, quoted=one.quoted or thing.quoted)
        wanted.append(thing)
        at += width
    excluded = tuple(_read_thing([term], lexicon)[1] for term in terms if term.excluded)
    return SearchPlan(wanted=tuple(wanted), excluded=excluded)


def prefer_neighbours(plan: SearchPlan) -> SearchPlan:
    """Return the plan with each word also as a phrase with the one before it: no more is found, but it ranks first."""
    wanted: list[Alternatives] = []
    before = ""
    for each in plan.wanted:
        text, is_word = each.text, each.wordings[0] == (each.text,)
        phrase = f"{before} {text}" if text.isascii() else f"{before}{text}"
        wanted.append(each.add((phrase,)) if is_word and before else each)
        before = text if is_word and before.isascii() == text.isascii() else ""
    return replace(plan, wanted=tuple(wanted))


def _read_thing(terms: list[Term], lexicon: Lexicon) -> tuple[int, Alternatives]:
    """Return how many terms make the longest name or figure at the start, and what to look for."""
    for width in range(len(terms), 0, -1):
        text = " ".join(term.text for term in terms[:width])
        if any(term.phrase for term in terms[:width]):
            continue
        if figure := read_figure(text):
            return width, Alternatives(wordings=((text,), (facet_token("figure", figure),)), text=text, marked=(text,))
        bare = _POSSESSIVE.sub("", text)
        if found := _find_records(text, lexicon) or _find_records(bare, lexicon):
            phrases, names = found
            as_typed = () if text in CAPITALS_ONLY else (bare,)  # the index knows no capitals
            wordings = tuple((each,) for each in (*as_typed, *phrases))
            return width, Alternatives(wordings=wordings, text=text, marked=(text, *names))
    text, is_quoted = terms[0].text, terms[0].phrase
    word = text if is_quoted else _POSSESSIVE.sub("", text)
    return 1, Alternatives(wordings=((word,),), text=text, marked=(text,), quoted=is_quoted)


def _find_records(typed: str, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return other phrases and tokens for what a text names, and all names of it; None for no name."""
    topics, bodies = lexicon.find_topics(typed), find_meant(typed, lexicon) or lexicon.find_bodies_of_field(typed)
    companies = lexicon.find_companies(typed) or (() if typed.isascii() else lexicon.find_companies(f"{typed}公司"))
    if not (topics or bodies or companies):
        same = lexicon.find_same(typed)
        return (same, same) if same else None
    found: dict[str, Sequence[Body | Company | Topic]] = {"topic": topics, "body": bodies, "company": companies}
    facets = (facet_token(kind, record.id) for kind, records in found.items() for record in records)
    names = tuple(name for records in found.values() for record in records for name in record.all_names)
    return (*(name for topic in topics for name in topic.all_names), *facets), names


# The same things by other names: neighbours together first ("battery swap"), else each by itself.


class Others(NamedTuple):
    """The other names of a thing, other forms of its words, which need not be said, and tokens of records it means."""

    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


_LONGEST_RUN, _SAID, _MOST_WAYS = 3, 3, 200


def widen_plan(plan: SearchPlan, list_others: Callable[[str], Others]) -> tuple[SearchPlan, tuple[str, ...]]:
    """Return the plan in which each text outside quotes may stand as one of its other names, and what was added."""
    wanted: list[Alternatives] = []
    said: list[str] = []
    start = 0
    while start < len(plan.wanted):
        for end in range(min(start + _LONGEST_RUN, len(plan.wanted)), start, -1):  # the longest that has other names
            run = plan.wanted[start:end]
            is_quoted = any(each.quoted for each in run)
            others = Others() if is_quoted else list_others(" ".join(each.text for each in run))
            if others.names or others.records:
                break
        start = end
        own = list_others if len(run) > 1 and not others.names else lambda _: Others()  # companies: each word by itself
        parts = [[*each.wordings, *((name,) for name in own(each.text).names)] for each in run]
        typed = [tuple(chain(*way)) for way in islice(product(*parts), _MOST_WAYS)]
        text = " ".join(each.text for each in run)
        ways = (*typed, *((each,) for each in chain(*others)))
        marked = (*chain(*(each.marked for each in run)), *others.names, *others.forms)
        wanted.append(Alternatives(wordings=ways, text=text, marked=marked, quoted=run[0].quoted))
        said += [f"{text} → {_describe(others)}"] if others.names or others.records else []
    return replace(plan, wanted=tuple(wanted)), tuple(said)


def exclude_equal(plan: SearchPlan, list_equal: Callable[[str], tuple[str, ...]]) -> SearchPlan:
    """Return the plan in which what must not occur must not under its equal names either."""
    excluded = (each.add(*((name,) for name in list_equal(each.wordings[0][0]))) for each in plan.excluded)
    return replace(plan, excluded=tuple(excluded))


def _describe(others: Others) -> str:
    if not others.names:
        firm = facet_token("company", "").rstrip("0")
        return "its companies" if any(each.startswith(firm) for each in others.records) else "what it was or became"
    more = f" and {len(others.names) - _SAID} more" if len(others.names) > _SAID else ""
    return f"{', '.join(others.names[:_SAID])}{more}"


# Names that mean several, and abbreviations that are words too.


def find_meant(typed: str, lexicon: Lexicon) -> tuple[Body, ...]:
    """Return the bodies of this name; "most" and "safe" in small letters are words."""
    is_word = typed.upper() in CAPITALS_ONLY and not typed.isupper()
    return tuple(body for body in lexicon.find_bodies(typed) if not (is_word and body.id == typed.upper()))


def list_meanings(typed: str, lexicon: Lexicon) -> tuple[Body | Company, ...]:
    """Return what the name may mean where that is several, bodies first: SAIC is a body, and SAIC Motor for short."""
    bodies = find_meant(typed, lexicon)
    companies = lexicon.find_companies(typed)
    if bodies and typed.isascii() and typed.isupper():
        companies += tuple(lexicon.company_by_id[each] for each in find_called(typed, lexicon))
    meanings: tuple[Body | Company, ...] = (*bodies, *companies)
    return meanings if len(meanings) > 1 else ()
