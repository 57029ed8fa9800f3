"""The first look at a command's text: quoted stretches, words, and where each key's value lies.

Full-width signs and digits are read as their ASCII twins. Double quotes of any kind, 「」『』 and 《》 group anywhere;
single quotes only at the start of a word, so that an apostrophe is part of it. An open quote closes at the end.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.domain.queries.query_keys import ATTACHED_KEYS, Key, build_foreign_key_error, build_unknown_key_error, find_key

DASHES = "-‐‑‒–—―−﹣"
_DOUBLE = '"“”„‟«»'
_CORNERS = {"「": "」", "『": "』", "《": "》", "〈": "〉"}
_SINGLE_OPEN = "'‘‚‹"
_SINGLE_CLOSE = "'’‘›‹"
QUOTES = frozenset(_DOUBLE + _SINGLE_OPEN + _SINGLE_CLOSE + "".join(_CORNERS) + "".join(_CORNERS.values()))
"""Every sign that may open or close a quoted stretch."""
_OPENING = re.compile(f"[{re.escape(_DOUBLE + ''.join(_CORNERS) + _SINGLE_OPEN)}]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_KEY = re.compile(r"([A-Za-z]+):")
_TRUE_KEY_GAP = re.compile(rf"[\w{re.escape(_DOUBLE)}{''.join(_CORNERS)}{re.escape(_SINGLE_OPEN)}]")
_COMMAS = ",，、"
_COMMA = re.compile(rf"(?<!\d)[{_COMMAS}]|[{_COMMAS}](?!\d)")
_LEFT = re.compile(rf"^[\s,;:.!?…，。、；：！？·'‘’‚‹›」』》〉{re.escape(DASHES)}]+")
_RIGHT = re.compile(rf"[\s,;:.!?…，。、；：！？·{re.escape(DASHES)}]+$")
_PAIRS = {"(": ")", "[": "]", "{": "}", "【": "】", "（": "）"}
_SPACES = re.compile(r"\s+")
_EXCLUDING = re.compile(rf"(?<=\s)[{re.escape(DASHES)}]+(?=\S)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A word or phrase to search for, or to exclude."""

    text: str
    phrase: bool = False
    excluded: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """A quoted stretch from ``start`` to ``end`` (excluded, with its quotes) and what stands inside."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyMark:
    """A key at ``start`` (its dash included), its value from ``end`` on; ``key`` None for an unknown true key."""

    start: int
    end: int
    name: str
    key: Key | None
    excluded: bool


def fold_input(text: str) -> str:
    """Give the text with ASCII signs for full-width ones, without invisible signs, and with plain spaces only."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_fold_sign(sign) for sign in text.translate(_WIDE))


def _fold_sign(sign: str) -> str:
    if sign.isprintable():
        return sign
    return "" if unicodedata.category(sign) == "Cf" else " "


def clean_phrase(text: str) -> str:
    """Give what stands inside quotes as one line without quotes, "" when nothing of it could be searched."""
    plain = _SPACES.sub(" ", "".join(" " if c in _DOUBLE else c for c in text)).strip()
    return plain if any(c.isalnum() for c in plain) else ""


class Scanner:
    """Walks over a command's text once; the caller takes what stands at ``position`` and moves it on."""

    def __init__(self, text: str, keys: frozenset[Key]) -> None:
        self.text = text
        self.keys = keys
        self.position = 0
        self._quotes = {quoted.start: quoted for quoted in find_quotes(text)}
        self._starts = sorted(self._quotes)
        self._marks: dict[int, KeyMark] = {}
        for mark in self._find_marks():
            self._marks.setdefault(mark.start, mark)
        self._bounds = sorted({*self._starts, *self._marks, *self._find_excluded()})

    @property
    def at_end(self) -> bool:
        """Whether everything has been taken."""
        return self.position >= len(self.text)

    @property
    def stands_at_key(self) -> bool:
        """Whether a key stands here."""
        return self.position in self._marks

    def skip(self, signs: str = "") -> None:
        """Move on over spaces and these signs."""
        text, at = self.text, self.position
        while at < len(text) and (text[at].isspace() or text[at] in signs):
            at += 1
        self.position = at

    def take_comma(self) -> bool:
        """Move on over spaces and one comma, and tell whether there was one before another value."""
        at = self.position
        self.skip()
        if not self.at_end and self.text[self.position] in _COMMAS:
            self.skip(_COMMAS)
            if not self.at_end and self.position not in self._marks:
                return True
        self.position = at
        return False

    def take_dashes(self) -> bool:
        """Move on over dashes, and tell whether they exclude what follows; alone they are punctuation."""
        at = self.position
        while not self.at_end and self.text[self.position] in DASHES:
            self.position += 1
        return at < self.position and not self.at_end and not self.text[self.position].isspace()

    def take_key(self) -> KeyMark | None:
        """Take the key that stands here, if one does; raises QueryTextError for one that cannot be used."""
        mark = self._marks.get(self.position)
        if mark is None:
            return None
        if mark.key is None:
            raise build_unknown_key_error(mark.name, self.keys)
        if mark.key not in self.keys:
            raise build_foreign_key_error(mark.key)
        self.position = mark.end
        return mark

    def take_quoted(self) -> str | None:
        """Take the quoted stretch that starts here; None where none does."""
        quoted = self._quotes.get(self.position)
        if quoted is None:
            return None
        self.position = quoted.end
        return clean_phrase(quoted.text)

    def peek_plain(self) -> str:
        """Give the text from here to the next quote, key or excluded word."""
        return self.text[self.position : self._bound_after(self.position)]

    def take_word(self) -> Term | None:
        """Take the word that stands here, without the punctuation around it; None where nothing is left of it."""
        raw = self.text[self.position : self._next_quote(self.position)]
        cut = _SPACES.search(raw)
        raw = raw[: cut.start()] if cut else raw
        comma = _COMMA.search(raw)
        raw = raw[: comma.start()] if comma else raw
        self.position += max(len(raw), 1)
        word = _strip_word(raw)
        if not any(c.isalnum() for c in word):
            return None
        return Term(text=word, phrase=word != raw and _KEY.match(word) is not None)

    def _next_quote(self, position: int) -> int:
        return next((start for start in self._starts if start >= position), len(self.text))

    def _bound_after(self, position: int) -> int:
        return next((bound for bound in self._bounds if bound > position), len(self.text))

    def _find_marks(self) -> list[KeyMark]:
        marks = []
        for match in _KEY.finditer(self.text):
            start = match.start()
            while start > 0 and self.text[start - 1] in DASHES:
                start -= 1
            if self._is_inside_quote(start) or not self._is_word_start(start):
                continue
            key = find_key(match[1])
            if key in ATTACHED_KEYS and not _TRUE_KEY_GAP.match(self.text, match.end()):
                continue
            if key is not None or _TRUE_KEY_GAP.match(self.text, match.end()):
                excluded = start < match.start()
                marks.append(KeyMark(start=start, end=match.end(), name=match[1], key=key, excluded=excluded))
        return marks

    def _find_excluded(self) -> list[int]:
        found = _EXCLUDING.finditer(self.text)
        return [match.start() for match in found if not self._is_inside_quote(match.start())]

    def _is_word_start(self, position: int) -> bool:
        if position == 0 or self.text[position - 1].isspace() or self.text[position - 1] in _COMMAS:
            return True
        return any(quoted.end == position for quoted in self._quotes.values())

    def _is_inside_quote(self, position: int) -> bool:
        return any(quoted.start <= position < quoted.end for quoted in self._quotes.values())


def find_quotes(text: str) -> tuple[Quoted, ...]:
    """Give the quoted stretches, in order."""
    found: list[Quoted] = []
    position = 0
    while opening := _OPENING.search(text, position):
        start = opening.start()
        end = _find_closing(text, start)
        if end is None:
            position = start + 1
            continue
        found.append(Quoted(start=start, end=min(end + 1, len(text)), text=text[start + 1 : end]))
        position = end + 1
    return tuple(found)


def _find_closing(text: str, start: int) -> int | None:
    sign = text[start]
    if sign in _DOUBLE:
        return next((i for i in range(start + 1, len(text)) if text[i] in _DOUBLE), len(text))
    if sign in _CORNERS:
        end = text.find(_CORNERS[sign], start + 1)
        return end if end >= 0 else len(text)
    if sign in _SINGLE_OPEN and _opens_word(text, start):
        closings = (
            i for i in range(start + 1, len(text)) if text[i] in _SINGLE_CLOSE and not text[i + 1 : i + 2].isalnum()
        )
        return next(closings, len(text))
    return None


def _opens_word(text: str, start: int) -> bool:
    before = text[:start].rstrip(DASHES)
    return not before or before[-1].isspace() or (before[-1] in f":({_COMMAS}" and len(before) == start)


def _strip_word(raw: str) -> str:
    word, before = raw, None
    while word != before:
        before = word
        word = _RIGHT.sub("", _LEFT.sub("", word))
        if word[:1] in _PAIRS and _PAIRS[word[0]] not in word[:-1]:
            word = word[1:-1] if word[-1] == _PAIRS[word[0]] else word[1:]
        elif word[-1:] in _PAIRS.values() and not any(sign in word for sign in _PAIRS):
            word = word[:-1]
    return word
