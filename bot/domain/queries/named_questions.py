"""What stands where a name should: "MIIT in late 2023", "Huawei except cars", "which briefing covers May?"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_scan import Term
from bot.domain.queries.questions import Understood, understand_query

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.domain.queries.wording import Wording


def understand_named(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Understood:
    """Give what is meant; a text of which something is lifted is read as the question that it stands for."""
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    if found.is_question or not found.lifted or not wording.openers:
        return found
    asked = replace(query, terms=(Term(text=min(wording.openers)), *query.terms))
    return understand_query(asked, lexicon=lexicon, wording=wording, today=today)


def understand_briefings(query: Query, *, lexicon: Lexicon, wording: Wording, today: dt.date) -> Query | None:
    """Give the dates and words of a name that a question for briefings is for; None for a text that is no question.

    One for none of them ("what is new against the one before?") is for the latest.
    """
    found = understand_query(query, lexicon=lexicon, wording=wording, today=today)
    if not found.is_question and not found.lifted:
        return None
    terms = tuple(term for term in found.query.terms if term.phrase or fold(term.text) not in wording.briefings)
    return replace(found.query, terms=terms, sort=query.sort)
