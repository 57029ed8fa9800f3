"""Words put otherwise than the index has them: Chinese text without spaces cut up, a name in two words put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.names.lexicon import Lexicon
from bot.query.wording import Wording
from bot.store.database import Database
from bot.store.search import is_in_index

_LONGEST = 24
"""A longer text is no question but a passage."""
_WIDEST = 4
_LEAST = 2
_LONGEST_NAME = 16
_LINK = "的"
"""Links two words and begins none, though an item may print it before the second."""
_LATIN = re.compile(r"[A-Za-z0-9]{2}", re.ASCII)
"""Between two of these no word in Latin letters ends: "AI" is none of "AIGC"."""


def cut_chinese(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the pieces of a text without spaces that items or our synonyms have, the longest first from the left.

    Words such as 的 and those for doing in general (实行) are left out; () where anything else is left, since that is
    asked for too. The name of a body or company that the text begins with is a piece, and whatever follows another.
    """
    named = range(min(len(text) - _LEAST, _LONGEST_NAME), _LEAST - 1, -1)
    end = next((end for end in named if lexicon.find_companies(text[:end]) or lexicon.find_bodies(text[:end])), 0)
    if end and not text.isascii() and len(text) <= _LONGEST:
        rest = text[end:].removeprefix(_LINK)
        return (text[:end], *(_cut(db, rest, wording, lexicon) or (rest,)))
    return _cut(db, text, wording, lexicon)


def _cut(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> tuple[str, ...]:
    if text.isascii() or len(text) > _LONGEST or any(c.isspace() for c in text):
        return ()
    ways: dict[int, tuple[str, ...] | None] = {len(text): ()}

    def cut_from(position: int) -> tuple[str, ...] | None:
        """Return the pieces from here on; None where something would be left."""
        if position not in ways:
            ways[position] = _take(position)
        return ways[position]

    def _take(position: int) -> tuple[str, ...] | None:
        light = next((word for word in wording.light_by_length if text.startswith(word, position)), "")
        ends = () if text[position] == _LINK else range(len(text), position + max(_LEAST, len(light) + 1) - 1, -1)
        for end in ends:
            inside = not _LATIN.fullmatch(text[end - 1 : end + 1])
            if inside and _is_known(db, text[position:end], wording, lexicon) and (rest := cut_from(end)) is not None:
                return (text[position:end], *rest)
        return cut_from(position + len(light)) if light else None

    return cut_from(0) or ()


def _is_known(db: Database, text: str, wording: Wording, lexicon: Lexicon) -> bool:
    return bool(wording.list_synonyms(text) or lexicon.find_same_or_place(text)) or is_in_index(db, text)


def join_name(texts: Sequence[str], start: int, lexicon: Lexicon) -> str | None:
    """Return the words from here on, as many as make a known name when written as one ("hua wei"); None for none."""
    for width in range(min(_WIDEST, len(texts) - start), 1, -1):
        run = texts[start : start + width]
        joined = "".join(run)
        is_plain = all(each.isascii() and each.isalpha() for each in run)
        if is_plain and (lexicon.find_bodies(joined) or lexicon.find_companies(joined)):
            return " ".join(run)
    return None
