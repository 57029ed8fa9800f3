"""From the words of a question to what an item must have: known names in every language, figures in every writing.

What the index is asked in the end is a match expression of FTS5 (``match_all``); the index is ``bot.store.search``.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, islice, product
from typing import NamedTuple

from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company
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
    return " AND ".join(clause for clause in map(_match_any, wanted) if clause)


def _match_any(alternatives: Alternatives) -> str:
    wordings: dict[str, None] = {}
    for wording in alternatives.wordings:
        phrases = [phrase for phrase in map(match_phrase, wording) if phrase]
        if phrases:
            wordings[f"({' AND '.join(phrases)})" if len(phrases) > 1 else phrases[0]] = None
    return f"({' OR '.join(wordings)})" if len(wordings) > 1 else "".join(wordings)


# What must occur of a question: names in all their forms, figures as they may be printed, words as they are.

_POSSESSIVE = re.compile(r"['’]s$")
_LONGEST_NAME = 6
"""Words of the longest name that is looked for among the words of a question."""
CAPITALS_ONLY = frozenset({"MOST", "SAFE", "MOT", "MEM", "AIR"})
"""Abbreviations that are English words too: meant only in capitals."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlan:
    """What must occur, what must not, and the wordings to mark in the answer.

    ``texts`` are the words as typed behind each of ``wanted``, and ``marked`` what to mark for it; a known name of
    several words is one text. ``quoted`` are those that stood in quotes: they are asked for as they are and in no
    other way.
    """

    wanted: tuple[Alternatives, ...]
    excluded: tuple[Alternatives, ...]
    marked: tuple[tuple[str, ...], ...]
    texts: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()


NO_WORDS = SearchPlan(wanted=(), excluded=(), marked=())
"""The plan of a query that has only filters."""


@lru_cache(maxsize=64)  # the steps of a search ask for the same words again
def compose_search_plan(terms: tuple[Term, ...], lexicon: Lexicon) -> SearchPlan:
    """Return the plan for these terms: every one must occur, a known name in any of its forms or by its record.

    Of those that an OR joins one is enough. The same holds for what must not occur. What stands in quotes is words and
    nothing else.
    """
    positive = [term for term in terms if not term.excluded]
    wanted: list[Alternatives] = []
    marked: list[tuple[str, ...]] = []
    texts: list[str] = []
    index = 0
    while index < len(positive):
        joins = bool(wanted) and index < len(positive) - 1 and is_or(positive[index])
        index += joins
        width, alternatives, names = _read_thing(positive[index : index + _LONGEST_NAME], lexicon)
        text = " ".join(term.text for term in positive[index : index + width])
        if joins:
            wanted[-1] = Alternatives(wordings=(*wanted[-1].wordings, *alternatives.wordings))
            texts[-1], marked[-1] = f"{texts[-1]} {OR} {text}", (*marked[-1], text, *names)
        else:
            wanted.append(alternatives)
            texts.append(text)
            marked.append((text, *names))
        index += width
    return SearchPlan(
        wanted=tuple(wanted),
        excluded=tuple(_read_thing([term], lexicon)[1] for term in terms if term.excluded),
        marked=tuple(marked),
        texts=tuple(texts),
        quoted=frozenset(term.text for term in positive if term.phrase),
    )


def prefer_neighbours(plan: SearchPlan) -> SearchPlan:
    """Return the plan with each word also as a phrase with the one before it: no more is found, but it ranks first."""
    wanted: list[Alternatives] = []
    before = ""
    for each, text in zip(plan.wanted, plan.texts, strict=True):
        is_word = each.wordings[0] == (text,)
        phrase = f"{before} {text}" if text.isascii() else f"{before}{text}"
        wanted.append(Alternatives(wordings=(*each.wordings, (phrase,))) if is_word and before else each)
        before = text if is_word and before.isascii() == text.isascii() else ""
    return replace(plan, wanted=tuple(wanted))


def _read_thing(terms: list[Term], lexicon: Lexicon) -> tuple[int, Alternatives, tuple[str, ...]]:
    """Return how many terms make the longest name or figure at the start, what to look for, and its other names."""
    for width in range(len(terms), 0, -1):
        run = terms[:width]
        if any(term.phrase for term in run):
            continue
        typed = " ".join(term.text for term in run)
        if figure := read_figure(typed):
            return width, Alternatives(wordings=((typed,), (facet_token("figure", figure),))), ()
        found = _find_records(typed, lexicon) or _find_records(_POSSESSIVE.sub("", typed), lexicon)
        if found:
            phrases, facets, names = found
            as_typed = () if typed in CAPITALS_ONLY else ((_POSSESSIVE.sub("", typed),),)  # the index knows no capitals
            return width, Alternatives(wordings=(*as_typed, *((each,) for each in (*phrases, *facets)))), names
    word = terms[0].text if terms[0].phrase else _POSSESSIVE.sub("", terms[0].text)
    return 1, Alternatives(wordings=((word,),)), ()


def _find_records(typed: str, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]] | None:
    """Return other phrases, tokens and all names of what a text names; None for no name.

    An abbreviation stands for its full name, and that for it; a place for its name in the other language.
    """
    topics, bodies = lexicon.find_topics(typed), find_meant(typed, lexicon) or lexicon.find_bodies_of_field(typed)
    companies = lexicon.find_companies(typed) or (() if typed.isascii() else lexicon.find_companies(f"{typed}公司"))
    if not (topics or bodies or companies):
        same = lexicon.find_same(typed)
        return (same, (), same) if same else None
    facets = (
        *(facet_token("topic", topic.id) for topic in topics),
        *(facet_token("body", body.id) for body in bodies),
        *(facet_token("company", company.id) for company in companies),
    )
    named = [topic.all_names for topic in topics] + [body.all_names for body in bodies]
    named += [company.all_names for company in companies]
    return tuple(name for topic in topics for name in topic.all_names), facets, tuple(chain.from_iterable(named))


# The same things by other names: neighbours together first ("battery swap"), else each by itself.


class Others(NamedTuple):
    """The other names of a thing, other forms of its words, which need not be said, and tokens of records it means."""

    names: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    records: tuple[str, ...] = ()


_LONGEST_RUN, _SAID, _MOST_WAYS = 3, 3, 200


def widen_plan(plan: SearchPlan, list_others: Callable[[str], Others]) -> tuple[SearchPlan, tuple[str, ...]]:
    """Return the plan in which each text may stand as one of its other names, and what was added in words.

    What stood in quotes stays as it is.
    """
    wanted: list[Alternatives] = []
    texts: list[str] = []
    marked: list[tuple[str, ...]] = []
    said: list[str] = []
    start = 0
    while start < len(plan.texts):
        width, others = _find_others(plan, start, list_others)
        run = slice(start, start + width)
        parts = [list(each.wordings) for each in plan.wanted[run]]
        if width > 1 and not others.names:  # a group of companies: each word may have another name, too
            parts = [
                [*each, *((name,) for name in list_others(text).names)]
                for each, text in zip(parts, plan.texts[run], strict=True)
            ]
        typed = [tuple(chain(*way)) for way in islice(product(*parts), _MOST_WAYS)]
        wanted.append(Alternatives(wordings=(*typed, *((each,) for each in chain(*others)))))
        texts.append(" ".join(plan.texts[run]))
        marked.append((*chain(*plan.marked[run]), *others.names, *others.forms))
        said += [f"{texts[-1]} → {_describe(others)}"] if others.names or others.records else []
        start += width
    return replace(plan, wanted=tuple(wanted), texts=tuple(texts), marked=tuple(marked)), tuple(said)


def exclude_equal(plan: SearchPlan, list_equal: Callable[[str], tuple[str, ...]]) -> SearchPlan:
    """Return the plan in which what must not occur must not under its equal names either."""
    if not plan.excluded:
        return plan
    excluded = tuple(
        Alternatives(wordings=(*each.wordings, *((name,) for name in list_equal(each.wordings[0][0]))))
        for each in plan.excluded
    )
    return replace(plan, excluded=excluded)


def _find_others(plan: SearchPlan, start: int, list_others: Callable[[str], Others]) -> tuple[int, Others]:
    """Return how many texts from here are one thing with other names, and these; 1 and nothing where none is."""
    for width in range(min(_LONGEST_RUN, len(plan.texts) - start), 0, -1):
        run = plan.texts[start : start + width]
        others = Others() if plan.quoted.intersection(run) else list_others(" ".join(run))
        if others.names or others.records or (width == 1 and others.forms):
            return width, others
    return 1, Others()


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
    """Return what the name may mean where that is more than one, bodies first; () for one meaning or none.

    An abbreviation in capitals may be a body and a company called so but for a word such as Motor: SAIC.
    """
    bodies = find_meant(typed, lexicon)
    companies = lexicon.find_companies(typed)
    if bodies and typed.isascii() and typed.isupper():
        companies += tuple(lexicon.company_by_id[each] for each in find_called(typed, lexicon))
    meanings: tuple[Body | Company, ...] = (*bodies, *companies)
    return meanings if len(meanings) > 1 else ()
