"""From the words of a question to what the index is asked for: known names are found in every language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.search_text import Alternatives, facet_token

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.query import Term

_LONGEST_NAME = 6
"""Words of the longest name that is looked for among the words of a question."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchPlan:
    """What must occur, what must not, and the wordings to mark in the answer."""

    wanted: tuple[Alternatives, ...]
    excluded: tuple[str, ...]
    marked: tuple[str, ...]


def compose_search_plan(terms: tuple[Term, ...], lexicon: Lexicon) -> SearchPlan:
    """Give the plan for these terms: every one must occur, a known name in any of its forms or by its record."""
    positive = [term for term in terms if not term.excluded]
    wanted: list[Alternatives] = []
    index = 0
    while index < len(positive):
        width, alternatives = _find_name(positive, index, lexicon)
        wanted.append(alternatives)
        index += width
    return SearchPlan(
        wanted=tuple(wanted),
        excluded=tuple(term.text for term in terms if term.excluded),
        marked=tuple(term.text for term in positive),
    )


def _find_name(terms: list[Term], start: int, lexicon: Lexicon) -> tuple[int, Alternatives]:
    for width in range(min(_LONGEST_NAME, len(terms) - start), 0, -1):
        run = terms[start : start + width]
        if width > 1 and any(term.phrase for term in run):
            continue
        typed = " ".join(term.text for term in run)
        known = _wordings(typed, lexicon)
        if known:
            return width, Alternatives(wordings=((typed,), *known))
    return 1, Alternatives(wordings=((terms[start].text,),))


def _wordings(typed: str, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    found: list[tuple[str, ...]] = []
    for topic in lexicon.find_topics(typed):
        found += [*((name,) for name in topic.all_names), (facet_token("topic", topic.id),)]
    found += [(facet_token("body", body.id),) for body in lexicon.find_bodies(typed) if _is_meant(typed, body.id)]
    found += [(facet_token("company", company.id),) for company in lexicon.find_companies(typed)]
    return tuple(found)


def _is_meant(typed: str, body_id: str) -> bool:
    """Tell whether an abbreviation is typed as one: "most" and "safe" in small letters are words."""
    return typed.casefold() != body_id.casefold() or typed.isupper()
