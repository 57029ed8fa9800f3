"""Chinese text as pinyin for the index: one token a character, the reading that the word around it asks for.

The tokens stand in a column of their own and look like nothing that a text prints (``bot.domain.queries.pinyin``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.names import HAN
from bot.domain.queries.pinyin import syllable_token

_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 4000
"""Characters of one item that are read as pinyin; more is no longer a briefing."""
_KEPT = 16_384
"""So many words are kept as they are read: briefings use the same ones again and again."""


def index_pinyin(text: str) -> str:
    """Give the tokens of every run of Han characters, in order; "" for a text without any."""
    runs = _RUN.findall(text[:_LONGEST])
    if not runs:
        return ""
    from pypinyin.seg.simpleseg import seg  # noqa: PLC0415  its tables take longer to load than an answer

    return " ".join([token for run in dict.fromkeys(runs) for word in seg(run) for token in _read_word(word)])


@lru_cache(maxsize=_KEPT)
def _read_word(word: str) -> tuple[str, ...]:
    """Give the tokens of a word as it is cut out of a run: how it is read depends on nothing around it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  the same

    return tuple(syllable_token(reading) for reading in lazy_pinyin(word, errors="ignore", v_to_u=False))
