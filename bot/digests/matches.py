"""Which items a rule's filter finds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.answers.lookup import Lookup
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.query.query import parse_query
from bot.query.query_record import Choices, Query
from bot.query.search_plan import compose_search_plan
from bot.store.database import Database
from bot.store.search import search_items


class Matcher:
    """Reads filters and finds what they bring, from inside a transaction."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def lexicon(self) -> Lexicon:
        """Return all names we know; see ``Lookup.lexicon``."""
        return self._lookup.lexicon()

    def parse(self, filter_text: str, *, now: dt.datetime) -> Query:
        """Return the query of a filter as of ``now``; BadQueryError when it cannot be read (any more)."""
        return parse_query(filter_text, lexicon=self.lexicon(), today=beijing_day(now))

    def match(self, db: Database, query: Query, *, now: dt.datetime, briefing: int | None = None) -> set[int]:
        """Return the numbers of the items in force that a filter finds as of ``now``, of one briefing or of all."""
        if briefing is not None and not query.briefing:
            query = replace(query, briefing=Choices(include=(str(briefing),)))
        plan = compose_search_plan(query.terms, self.lexicon())
        return {hit.item_id for hit in search_items(db, query, plan, today=query.as_of or beijing_day(now))}
