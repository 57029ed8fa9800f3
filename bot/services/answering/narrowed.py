"""What narrows a list of all bodies, companies or briefings, or a briefing: the items that a filter matches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.queries.query import describe_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.services.answering.policy_lists import refuse_unknown
from bot.store.search import search_items

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class Within:
    """The numbers of the items that a filter matches, the filter in words, and what is to be said of it."""

    items: frozenset[int]
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()


def find_within(db: Database, query: Query, lexicon: Lexicon, *, today: dt.date) -> Within | None:
    """Give what the query's words and filters match; None where it has neither."""
    refuse_unknown(query, lexicon)
    if not query.terms and not query.has_filters:
        return None
    hits = search_items(db, query, compose_search_plan(query.terms, lexicon), today=today)
    return Within(items=frozenset(hit.item_id for hit in hits), words=describe_query(query, lexicon))
