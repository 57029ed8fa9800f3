"""Names in the words of a question, and those that are to be left out: "not from MIIT", "except Huawei or ZTE".

A comma between names is no longer there when the words come here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.search_plan import CAPITALS_ONLY, means_body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Body, Company, Lexicon, Topic
    from bot.domain.query_scan import Term
    from bot.domain.wording import Wording

LONGEST_NAME = 8
"""Words of the longest name that is looked for."""
_POSSESSIVE = re.compile(r"['’]s$")
_REACH = 2
"""So many words such as "from the" may stand between a negation and the name it leaves out ..."""
_REACH_OF_TOPIC = 1
"""... and before a topic: it may as well be what is asked for ("not yet published on AI")."""
_JOINERS = frozenset({"and", "or", "nor"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Names that are not wanted, and the words from ``start`` to ``end`` (the one behind) that say so."""

    start: int
    end: int
    bodies: tuple[str, ...]
    companies: tuple[str, ...]
    topics: tuple[str, ...]


def is_filler(term: Term, wording: Wording) -> bool:
    """Tell whether a word is one that a question is put in, and not what is asked for; "MOST" is a body."""
    if term.phrase or term.excluded or term.text in CAPITALS_ONLY:
        return False
    folded = fold(_POSSESSIVE.sub("", term.text))
    return folded in wording.fillers or folded in wording.issuing


def find_named(text: str, lexicon: Lexicon) -> tuple[tuple[Body, ...], tuple[Company, ...]]:
    """Give the bodies and the companies that a text in a sentence names, with or without article and possessive."""
    bare = _POSSESSIVE.sub("", text)
    for typed in dict.fromkeys((text, bare, bare.removeprefix("the "))):
        bodies = tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))
        companies = lexicon.find_companies(typed)
        if bodies or companies:
            return bodies, companies
    return (), ()


def find_left_out(words: Sequence[Term | None], lexicon: Lexicon, wording: Wording) -> LeftOut | None:
    """Give the first names behind a negation, with those listed after it ("NDRC, MOF or SAMR"); None for none."""
    plain = [None if term is None or term.phrase or term.excluded else term for term in words]
    for start, term in enumerate(plain):
        if term is None or fold(term.text) not in wording.negations:
            continue
        place = start + 1
        while place < min(len(plain), start + 1 + _REACH) and _is_between(plain[place], wording):
            place += 1
        found = _find_names(plain, place, lexicon)
        if found is None or (found[3] and place > start + 1 + _REACH_OF_TOPIC):
            continue
        named = [found, *_list_joined(plain, found[0], lexicon)]
        return LeftOut(
            start=start,
            end=named[-1][0],
            bodies=tuple(body.id for _, bodies, _, _ in named for body in bodies),
            companies=tuple(company.id for _, _, companies, _ in named for company in companies),
            topics=tuple(topic.id for _, _, _, topics in named for topic in topics),
        )
    return None


_Names = tuple[int, tuple["Body", ...], tuple["Company", ...], tuple["Topic", ...]]
"""The place behind a name, and what it may mean."""


def _is_between(term: Term | None, wording: Wording) -> bool:
    return term is not None and (is_filler(term, wording) or fold(term.text) in wording.negations)


def _find_names(words: Sequence[Term | None], start: int, lexicon: Lexicon) -> _Names | None:
    """Give what the longest name that begins here means; topics only where it is no body and no company."""
    for end in range(min(len(words), start + LONGEST_NAME), start, -1):
        run = words[start:end]
        if any(term is None for term in run):
            continue
        text = " ".join(term.text for term in run if term)
        bodies, companies = find_named(text, lexicon)
        topics = () if bodies or companies else lexicon.find_topics(text)
        if bodies or companies or topics:
            return end, bodies, companies, topics
    return None


def _list_joined(words: Sequence[Term | None], place: int, lexicon: Lexicon) -> list[_Names]:
    """Give the bodies and companies that go on a list of names, up to the last that an "or" or "and" joins to it.

    A topic there may as well be what is asked for.
    """
    listed: list[_Names] = []
    whole = 0
    while True:
        here = words[place] if place < len(words) else None
        is_joined = here is not None and fold(here.text) in _JOINERS
        found = _find_names(words, place + is_joined, lexicon)
        if found is None or found[3]:
            return listed[:whole]
        listed.append(found)
        place = found[0]
        whole = len(listed) if is_joined else whole
