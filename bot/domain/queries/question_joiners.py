"""Names that a word joins: "MIIT and NDRC" is both of them, "MIIT or NDRC" any, 比亚迪和宁德时代 two names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_names import LONGEST_NAME, find_named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon

_AND, _OR = frozenset({"and", "&"}), frozenset({"or"})
_HAN_AND = re.compile(r"[和与及、]")


def names_either(terms: Sequence[Term], lexicon: Lexicon) -> bool:
    """Say whether an "or" stands between two known bodies or companies."""
    places = (place for place, term in enumerate(terms) if _is(term, _OR))
    return any(_joins(terms, place, lexicon, with_topics=False) for place in places)


def part_names(terms: Sequence[Term], lexicon: Lexicon) -> tuple[Term, ...]:
    """Give the terms without an "and" between two known names, or an AND, and those of two names in Chinese apart."""
    parted: list[Term] = []
    for place, term in enumerate(terms):
        is_sign = term.text == "AND" and 0 < place < len(terms) - 1
        if _is(term, _AND) and (is_sign or _joins(terms, place, lexicon)):
            continue
        parted += _part(term, lexicon)
    return tuple(parted)


def _is(term: Term, words: frozenset[str]) -> bool:
    return not term.phrase and not term.excluded and fold(term.text) in words


def _joins(terms: Sequence[Term], place: int, lexicon: Lexicon, *, with_topics: bool = True) -> bool:
    before = (terms[start:place] for start in range(max(0, place - LONGEST_NAME), place))
    after = (terms[place + 1 : end] for end in range(place + 2, min(len(terms), place + LONGEST_NAME + 1) + 1))
    return all(any(_is_name(run, lexicon, with_topics=with_topics) for run in runs) for runs in (before, after))


def _is_name(run: Sequence[Term], lexicon: Lexicon, *, with_topics: bool = False) -> bool:
    if any(term.phrase or term.excluded for term in run):
        return False
    text = " ".join(term.text for term in run)
    return any(find_named(text, lexicon)) or (with_topics and bool(lexicon.find_topics(text)))


def _part(term: Term, lexicon: Lexicon) -> list[Term]:
    if term.phrase or term.excluded or term.text.isascii():
        return [term]
    for sign in _HAN_AND.finditer(term.text):
        names = [Term(text=text) for text in (term.text[: sign.start()], term.text[sign.end() :]) if text]
        if len(names) > 1 and all(_is_name([name], lexicon) for name in names):
            return names
    return [term]
