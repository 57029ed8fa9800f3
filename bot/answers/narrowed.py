"""What narrows a list of all bodies, companies or briefings, or a briefing: the items that a filter matches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.answers.policy_lists import refuse_unknown
from bot.names.lexicon import Lexicon
from bot.query.query_format import describe_query
from bot.query.query_record import Query
from bot.query.search_plan import compose_search_plan
from bot.store.database import Database
from bot.store.search import search_items


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """The numbers of the items that a filter matches, the filter in words, and what is to be said of it."""

    items: frozenset[int]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find_within(db: Database, query: Query, lexicon: Lexicon, *, today: dt.date) -> Within | None:
    """Return what the query's words and filters match; None where it has neither."""
    refuse_unknown(query, lexicon)
    if not query.terms and not query.has_filters:
        return None
    hits = search_items(db, query, compose_search_plan(query.terms, lexicon), today=today)
    return Within(items=frozenset(hit.item_id for hit in hits), words=describe_query(query, lexicon))
