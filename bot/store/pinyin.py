"""Chinese text as pinyin for the index: one token a character, the reading that the word around it asks for.

The tokens stand in a column of their own and look like nothing that a text prints (``bot.domain.queries.pinyin``).
"""

from __future__ import annotations

import re

from bot.domain.names import HAN
from bot.domain.queries.pinyin import syllable_token

_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 4000
"""Characters of one item that are read as pinyin; more is no longer a briefing."""


def index_pinyin(text: str) -> str:
    """Give the tokens of every run of Han characters, in order; "" for a text without any."""
    runs = _RUN.findall(text[:_LONGEST])
    if not runs:
        return ""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  its tables take longer to load than an answer

    tokens: list[str] = []
    for run in dict.fromkeys(runs):
        tokens += [syllable_token(reading) for reading in lazy_pinyin(run, errors="ignore", v_to_u=False)]
    return " ".join(tokens)
