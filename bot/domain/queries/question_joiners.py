"""Names that a word joins: "MIIT and NDRC" is both of them, "MIIT or NDRC" any, 比亚迪和宁德时代 two names.

An OR in capitals joins any two words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_names import LONGEST_NAME, find_named, is_filler
from bot.domain.queries.search_plan import is_or

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording

_AND, _OR = frozenset({"and", "&"}), frozenset({"or", "vs", "vs.", "versus"})
_HAN_AND = re.compile(r"[和与及、]")


def names_either(terms: Sequence[Term], lexicon: Lexicon) -> bool:
    """Say whether an "or" or "vs" stands between two known bodies or companies."""
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


def take_either(words: list[Term | None], lexicon: Lexicon, wording: Wording) -> list[Term]:
    """Take out and give what an OR joins of which one is no name: it is searched for, and becomes no filter.

    An OR between two bodies or companies is dropped, since these are filters of which any holds; so is one that joins
    nothing that is asked for.
    """
    spans: list[tuple[int, int]] = []
    for place, term in enumerate(words):
        if term is None or not is_or(term):
            continue
        start, end = _reach(words, place, lexicon)
        first = spans.pop()[0] if spans and start < spans[-1][1] else start
        spans.append((first, end))
    taken: list[Term] = []
    for first, end in spans:
        run = [term for term in words[first:end] if term]
        sides = _part_sides(run)
        named = [_is_name(side, lexicon) for side in sides]
        is_asked = all(
            side and (name or not is_filler(side[0], wording)) for side, name in zip(sides, named, strict=True)
        )
        if is_asked and not all(named):
            taken += run
            words[first:end] = [None] * (end - first)
        else:
            words[first:end] = [None if is_or(each) else each for each in run]
    return taken


def _part_sides(words: Sequence[Term]) -> list[list[Term]]:
    """Give what stands on each side of each OR."""
    sides: list[list[Term]] = [[]]
    for term in words:
        if is_or(term):
            sides.append([])
        else:
            sides[-1].append(term)
    return sides


def take_full_names(words: list[Term | None], lexicon: Lexicon) -> list[Term]:
    """Take out and give full names that an abbreviation stands for: what is in one, "2025" or "made", says nothing."""
    taken: list[Term] = []
    for start in range(len(words)):
        for end in range(min(len(words), start + LONGEST_NAME), start + 1, -1):
            run = [term for term in words[start:end] if term and not term.phrase and not term.excluded]
            if len(run) == end - start and lexicon.find_same(" ".join(term.text for term in run)):
                taken += run
                words[start:end] = [None] * (end - start)
                break
    return taken


def _reach(words: Sequence[Term | None], place: int, lexicon: Lexicon) -> tuple[int, int]:
    """Give from where to where an OR joins: the longest known name on each side, else the next word."""
    start, end = max(0, place - 1), min(len(words), place + 2)
    starts = (each for each in range(max(0, place - LONGEST_NAME), start) if _is_name(words[each:place], lexicon))
    longest = min(len(words), place + LONGEST_NAME + 1)
    ends = (each for each in range(longest, end, -1) if _is_name(words[place + 1 : each], lexicon))
    return next(starts, start), next(ends, end)


def _is(term: Term, words: frozenset[str]) -> bool:
    return not term.phrase and not term.excluded and fold(term.text) in words


def _joins(terms: Sequence[Term], place: int, lexicon: Lexicon, *, with_topics: bool = True) -> bool:
    before = (terms[start:place] for start in range(max(0, place - LONGEST_NAME), place))
    after = (terms[place + 1 : end] for end in range(place + 2, min(len(terms), place + LONGEST_NAME + 1) + 1))
    return all(any(_is_name(run, lexicon, with_topics=with_topics) for run in runs) for runs in (before, after))


def _is_name(run: Sequence[Term | None], lexicon: Lexicon, *, with_topics: bool = False) -> bool:
    if any(term is None or term.phrase or term.excluded for term in run):
        return False
    text = " ".join(term.text for term in run if term)
    return any(find_named(text, lexicon)) or (with_topics and bool(lexicon.find_topics(text)))


def _part(term: Term, lexicon: Lexicon) -> list[Term]:
    if term.phrase or term.excluded or term.text.isascii():
        return [term]
    for sign in _HAN_AND.finditer(term.text):
        names = [Term(text=text) for text in (term.text[: sign.start()], term.text[sign.end() :]) if text]
        if len(names) > 1 and all(_is_name([name], lexicon) for name in names):
            return names
    return [term]
