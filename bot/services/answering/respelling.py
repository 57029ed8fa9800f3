"""Words of a question in another spelling: replaced by what was meant, or read as pinyin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.queries.pinyin import list_splits, reads_as_pinyin, split_pinyin, syllable_token
from bot.domain.queries.search_text import Alternatives

if TYPE_CHECKING:
    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Term
    from bot.services.answering.word_weights import Weight


def replace_terms(terms: list[Term], text: str, spelling: str) -> list[Term]:
    """Give the terms with the words of this text, where they first stand in a row, as those of the spelling."""
    width = len(text.split())
    for start in range(len(terms) - width + 1):
        run = terms[start : start + width]
        if " ".join(term.text for term in run) == text:
            words = [replace(run[0], text=word) for word in spelling.split()]
            return [*terms[:start], *words, *terms[start + width :]]
    return terms


def read_pinyin(
    wanted: list[Alternatives], texts: list[str], weights: list[Weight], notes: list[str], *, lexicon: Lexicon
) -> None:
    """Read runs of words as pinyin where no item has one of them; a name that is known is no part of one.

    ``gongxinbu shuju anquan`` is a ministry, and two words.
    """
    start = 0
    while start < len(texts):
        end = start
        while end < len(texts) and _goes_on(texts[end], weights[end], lexicon):
            end += 1
        run = " ".join(texts[start:end])
        if end > start and reads_as_pinyin(run) and any(not weight.items for weight in weights[start:end]):
            phrases = (" ".join(map(syllable_token, way)) for way in list_splits(run))
            notes.append(f"“{run}” was read as pinyin.")
            wanted[start:end] = [Alternatives(wordings=tuple((phrase,) for phrase in phrases))]
            weights[start:end] = [replace(weights[start], text=run, items=1)]
            texts[start:end] = [run]
        start = max(end, start + 1)


def _goes_on(text: str, weight: Weight, lexicon: Lexicon) -> bool:
    """Say whether a text of words may be part of a run of pinyin: all are of syllables, and no known name is held."""
    is_pinyin = text.isascii() and all(split_pinyin(word) for word in text.split())
    return is_pinyin and not (weight.items and (lexicon.find_bodies(text) or lexicon.find_companies(text)))
