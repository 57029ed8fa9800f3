"""What stands where a name should: "MIIT in late 2023", "Huawei except cars", "which briefing covers May?"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_names import LONGEST_NAME, find_named, is_filler
from bot.domain.queries.questions import Understood, understand_query

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.domain.queries.wording import Wording

_THE = "the"
_COMPARING = frozenset({"against", "compared", "compare", "difference", "differences"})
"""Words for a briefing that compare it with another."""


def understand_named(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    """Give what is meant; a text of which something is lifted is read as the question that it stands for.

    So is one that begins with a known name and goes on in plain words: "MIIT on AI", "BYD charging".
    """
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    is_told = found.lifted or _goes_on_behind_name(query.terms, lexicon, wording)
    if found.is_question or not is_told or not wording.openers:
        return found
    asked = replace(query, terms=(Term(text=min(wording.openers)), *query.terms))
    return understand_query(asked, lexicon=lexicon, wording=wording, today=today)


def lift_topic(query: Query, lexicon: Lexicon) -> Query:
    """Give the query with its words as a topic, where they are the name of one and nothing else."""
    plain = all(not term.phrase and not term.excluded for term in query.terms)
    topics = lexicon.find_topics(" ".join(term.text for term in query.terms)) if plain else ()
    if not topics:
        return query
    return replace(query, terms=(), topic=replace(query.topic, include=tuple(topic.id for topic in topics)))


def understand_briefings(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query | None:
    """Give the dates and words of a name that a question for briefings is for; None for a text that is no question.

    One for none of them ("what is new against the one before?") is for the latest.
    """
    if query.terms and all(_is_of_briefing(term, wording) for term in query.terms):
        return replace(query, terms=())
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    if not (found.is_question or found.lifted or query.briefing.include):
        return None
    terms = tuple(term for term in found.query.terms if term.phrase or fold(term.text) not in wording.briefings)
    return replace(found.query, terms=terms, sort=query.sort)


def asks_for_previous(query: Query, wording: Wording) -> bool:
    """Say whether a text asks for the issue before the latest ("the previous one", 上一期), and for nothing in it."""
    words = [fold(term.text) for term in query.terms]
    plain = wording.previous | {_THE} | (wording.briefings - _COMPARING)
    is_plain = not any(term.phrase or term.excluded for term in query.terms)
    return is_plain and bool(wording.previous.intersection(words)) and plain.issuperset(words)


def _goes_on_behind_name(terms: Sequence[Term], lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a known name stands first and what follows is no part of another: no words in capitals."""
    if any(term.phrase or term.excluded for term in terms):
        return False
    for end in range(min(len(terms) - 1, LONGEST_NAME), 0, -1):
        if any(find_named(" ".join(term.text for term in terms[:end]), lexicon)):
            rest = [term.text for term in terms[end:]]
            return is_filler(terms[end], wording) or all(text == text.casefold() for text in rest)
    return False


def _is_of_briefing(term: Term, wording: Wording) -> bool:
    words = wording.briefings | wording.fillers | wording.openers
    return not term.phrase and not term.excluded and fold(term.text) in words
