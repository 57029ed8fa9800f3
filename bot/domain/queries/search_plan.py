"""From the words of a question to what the index is asked for: known names are found in every language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from bot.domain.queries.search_text import Alternatives, facet_token

if TYPE_CHECKING:
    from bot.domain.lexicon import Body, Company, Lexicon
    from bot.domain.queries.query_scan import Term

_POSSESSIVE = re.compile(r"['’]s$")
_COMPANY = "公司"
_LONGEST_NAME = 6
"""Words of the longest name that is looked for among the words of a question."""


OR = "OR"
"""Joins two words of which one is enough."""
CAPITALS_ONLY = frozenset({"MOST", "SAFE", "MOT", "MEM"})
"""Abbreviations that are English words too: meant only in capitals."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlan:
    """What must occur, what must not, and the wordings to mark in the answer.

    ``texts`` are the words as typed behind each of ``wanted``; a known name of several words is one text. ``quoted``
    are those that stood in quotes: they are asked for as they are and in no other way. What is ``excluded`` is read as
    what is wanted is: a known name in any of its forms or by its record.
    """

    wanted: tuple[Alternatives, ...]
    excluded: tuple[Alternatives, ...]
    marked: tuple[str, ...]
    texts: tuple[str, ...] = ()
    quoted: frozenset[str] = frozenset()


def compose_search_plan(terms: tuple[Term, ...], lexicon: Lexicon) -> SearchPlan:
    """Give the plan for these terms: every one must occur, a known name in any of its forms or by its record.

    Of those that an OR joins one is enough. The same holds for what must not occur. What stands in quotes is words and
    nothing else.
    """
    positive = [term for term in terms if not term.excluded]
    wanted: list[Alternatives] = []
    names: list[str] = []
    texts: list[str] = []
    index = 0
    while index < len(positive):
        joins = bool(wanted) and index < len(positive) - 1 and is_or(positive[index])
        index += joins
        width, alternatives, known = _find_name(positive, index, lexicon)
        text = " ".join(term.text for term in positive[index : index + width])
        if joins:
            wanted[-1] = Alternatives(wordings=(*wanted[-1].wordings, *alternatives.wordings))
            texts[-1] = f"{texts[-1]} {OR} {text}"
        else:
            wanted.append(alternatives)
            texts.append(text)
        names += known
        index += width
    return SearchPlan(
        wanted=tuple(wanted),
        excluded=tuple(_find_name([term], 0, lexicon)[1] for term in terms if term.excluded),
        marked=tuple(dict.fromkeys((*(term.text for term in positive if not is_or(term)), *names))),
        texts=tuple(texts),
        quoted=frozenset(term.text for term in positive if term.phrase),
    )


def _find_name(terms: list[Term], start: int, lexicon: Lexicon) -> tuple[int, Alternatives, tuple[str, ...]]:
    """Give how many terms make the longest known name from here, what to look for, and its names in every language.

    An abbreviation stands for its full name, and that for it; a place for its name in the other language.
    """
    for width in range(min(_LONGEST_NAME, len(terms) - start), 0, -1):
        run = terms[start : start + width]
        if any(term.phrase for term in run):
            continue
        typed = " ".join(term.text for term in run)
        bare = _POSSESSIVE.sub("", typed)
        typed = typed if bare == typed or _is_known(typed, lexicon) else bare
        topics = lexicon.find_topics(typed)
        bodies = find_meant(typed, lexicon)
        companies = lexicon.find_companies(typed) or _find_called(typed, lexicon)
        same = () if topics or bodies or companies else lexicon.find_same_or_place(typed)
        if topics or bodies or companies or same:
            phrases = [*(name for topic in topics for name in topic.all_names), *same]
            facets = [
                *(facet_token("topic", topic.id) for topic in topics),
                *(facet_token("body", body.id) for body in bodies),
                *(facet_token("company", company.id) for company in companies),
            ]
            named = [record.all_names for record in topics]
            named += [record.all_names for record in bodies]
            named += [record.all_names for record in companies]
            as_typed = () if typed in CAPITALS_ONLY else ((typed,),)  # the index knows no capitals
            return (
                width,
                Alternatives(wordings=(*as_typed, *((each,) for each in (*phrases, *facets)))),
                (*chain.from_iterable(named), *same),
            )
    return 1, Alternatives(wordings=((terms[start].text,),)), ()


def is_or(term: Term) -> bool:
    """Tell whether this is the sign that one of two words is enough; in small letters and in quotes it is a word."""
    return term.text == OR and not term.phrase and not term.excluded


def _find_called(typed: str, lexicon: Lexicon) -> tuple[Company, ...]:
    """Give the companies that are called so in Chinese but for the word for a company: 苹果 of 苹果公司."""
    return () if typed.isascii() else lexicon.find_companies(f"{typed}{_COMPANY}")


def _is_known(name: str, lexicon: Lexicon) -> bool:
    records = lexicon.find_topics(name) or lexicon.find_bodies(name) or lexicon.find_companies(name)
    return bool(records or lexicon.find_same(name))


def find_meant(typed: str, lexicon: Lexicon) -> tuple[Body, ...]:
    """Give the bodies of this name, an abbreviation that is an English word only in capitals."""
    return tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))


def means_body(typed: str, body_id: str) -> bool:
    """Tell whether an abbreviation is typed as one: "most" and "safe" in small letters are words."""
    return body_id not in CAPITALS_ONLY or typed.casefold() != body_id.casefold() or typed.isupper()
