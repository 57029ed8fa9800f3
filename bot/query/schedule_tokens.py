"""The words among which a schedule may stand, each told apart from what is quoted or belongs to a key's value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.names.lexicon import Lexicon
from bot.query.query_keys import Key, find_key
from bot.query.query_scan import NAME_KEYS, find_name_ids, find_quotes

KEY = re.compile(r"[-‐‑–—]*([A-Za-z]+):(\S?)")
"""How a key stands before its value; the second group is where the value begins."""
EDGE = ".;!?"
"""Signs at the end of a word that are none of it."""
_TOKEN = re.compile(r"[^\s,，、]+")
_LONGEST_NAME = 12


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text: ``word`` folded where it may be part of a schedule, else ""; ``raw`` as it stands.

    ``in_name`` where it may also go on with the value of a key for names.
    """

    start: int
    end: int
    word: str
    raw: str
    in_name: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it may be part of a schedule."""
        return bool(self.word)


def list_tokens(text: str, lexicon: Lexicon) -> list[Token]:
    """Return the words of a text in order; quoted ones, keys and what is surely a key's value are not plain."""
    quotes = find_quotes(text)
    found: list[Token] = []
    closed_until = 0
    key: Key | None = None
    for match in _TOKEN.finditer(text):
        start, end, raw = match.start(), match.end(), match[0]
        named = None if any(quoted.start <= start < quoted.end for quoted in quotes) else KEY.match(raw)
        if named and (named[2] or find_key(named[1])):
            key = find_key(named[1])
            closed_until = max(end, _find_value_end(text, start + named.end(1) + 1, key, lexicon))
            if not named[2]:
                following = _TOKEN.search(text, end)
                closed_until = max(closed_until, following.end() if following else end)
        is_quoted = any(quoted.start < end and start < quoted.end for quoted in quotes)
        goes_on = bool(found) and not found[-1].is_plain and _joins(text[found[-1].end : start], key)
        if not goes_on and any(quoted.start == start for quoted in quotes):
            key = None  # a phrase of its own
        if is_quoted or start < closed_until or goes_on:
            found.append(Token(start, end, "", raw))
        else:
            found.append(Token(start, end, raw.casefold().rstrip(EDGE), raw.rstrip(EDGE), key in NAME_KEYS))
    return found


def _joins(between: str, key: Key | None) -> bool:
    """Say whether what stands between two words joins the second to the values of a key: ``a,b``; ``mon, thu``."""
    signs = between.strip()
    return bool(signs) and key is not None and (signs == between or key is Key.EVERY)


def _find_value_end(text: str, start: int, key: Key | None, lexicon: Lexicon) -> int:
    """Return where the longest known name ends that stands as a key's value from ``start`` on; ``start`` for none."""
    if key not in NAME_KEYS:
        return start
    words = list(_TOKEN.finditer(text, start))[:_LONGEST_NAME]
    ends = (word.end() for word in reversed(words))
    return next((end for end in ends if find_name_ids(key, text[start:end].strip(), lexicon)), start)
