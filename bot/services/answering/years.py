"""A year beside words is a date or stands in the text: which of the two is meant, what is held tells."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.queries.query_scan import Term
from bot.domain.queries.question_dates import find_days

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.queries.query import Query
    from bot.domain.queries.search_plan import SearchPlan

_DATE = re.compile(
    r"(?:19|20)\d\d|[Qq][1-4]|[Hh][12]|May|(?i:January|February|April|June|July|August|September|October|November|December)|March",
    re.ASCII,
)
"""A year, a quarter or half of one, or a month by its name; "may" and "march" only with a capital."""


def read_year(query: Query, plan: SearchPlan, today: dt.date) -> Query | None:
    """Read a year or month left beside other words as a date; None without one, or with several.

    A year in a name ("Made in China 2025") is none.
    """
    plain = (term for term in query.terms if not (term.phrase or term.excluded))
    years = [term for term in plain if _DATE.fullmatch(term.text) and term.text in plan.texts]
    if len(years) != 1 or len(query.terms) == 1 or query.dates or query.due or query.effect:
        return None
    terms = tuple(term for term in query.terms if term != years[0])
    notes = (*query.notes, f"“{years[0].text}” was read as a date.")
    return replace(query, terms=terms, dates=find_days(f"in {years[0].text.capitalize()}", today), notes=notes)


def say_year(typed: Query, query: Query, today: dt.date) -> Query | None:
    """Read a year that became the date of a question as a word, where no item of that year has the others.

    None without such a year, and where a body is asked for what it did then.
    """
    dates = query.dates
    if typed.dates or not dates or not dates.start or not query.terms or query.ministry or query.joint:
        return None
    year = str(dates.start.year)
    if dates != find_days(f"in {year}", today):
        return None
    notes = (*query.notes, f"Nothing of {year} has these words, so “{year}” was looked for in the text.")
    return replace(query, terms=(*query.terms, Term(text=year, phrase=True)), dates=None, notes=notes)
