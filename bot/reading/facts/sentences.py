"""Sentences of a paragraph, in either language, as exact pieces of its text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.model.ids import HAN

_STOP = re.compile(
    rf"(?:[.!?…]+[\"”’)\]]*(?=\s|$)|[.!?][\"”’)\]]*(?=[{HAN}])|[。！？；]+[”’」』）)]*"
    r"|\n+)(?=(?P<after>\s*[\"'“‘(\[]*\S*))"
)
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[“\"'])([\w.&'’-]*)$")
_INNER_TEXT = "i.e e.g cf vs approx mr mrs ms dr prof gov sen gen st mt al fig art arts para sec resp incl esp"
_INNER = frozenset(_INNER_TEXT.split())
"""Abbreviations that end no sentence."""
_BEFORE_NUMBER_TEXT = "no nos art arts vol pp p ch sec para fig jan feb mar apr jun jul aug sep sept oct nov dec"
_BEFORE_NUMBER = frozenset(_BEFORE_NUMBER_TEXT.split())
"""Abbreviations that end no sentence before a figure."""
_MAYBE_LAST_TEXT = "etc co ltd corp inc bros s.a n.v u.s u.k u.n e.u a.m p.m ph.d plc llc"
_MAYBE_LAST = frozenset(_MAYBE_LAST_TEXT.split())
"""Abbreviations that end a sentence only where the next word opens one."""
_STARTERS_TEXT = (
    "a an the this that these those it its they their he she we in on at by as but and however meanwhile for from to"
    " under with according after before if when while companies china beijing separately"
)
_STARTERS = frozenset(_STARTERS_TEXT.split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence and where it stands in its paragraph (half-open, in characters); ``text`` is that very piece."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph in order; everything but the white space between them is in one of them."""
    found: list[Sentence] = []
    start = 0
    for stop in _STOP.finditer(text):
        end = stop.end()
        if _ends_sentence(text[max(start, stop.start() - 24) : stop.start()], stop):
            _append(found, text, start, end)
            start = end
    _append(found, text, start, len(text))
    return tuple(found)


def blank(text: str, spans: Iterable[tuple[int, int]], *, sign: str = "·") -> str:
    """Return the text with one sign for each character of these pieces."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = sign * (end - start)
    return "".join(chars)


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(start=begin, end=begin + len(kept), text=kept))


def _ends_sentence(before: str, stop: re.Match[str]) -> bool:
    after = stop["after"].strip().lstrip("\"'“‘([")
    if stop[0][0] in "。！？；\n" or not after:
        return True
    if after[0].islower() and after.islower():
        return False
    return not stop[0].startswith(".") or _full_stop_ends(before, after)


def _full_stop_ends(before: str, after: str) -> bool:
    found = _WORD_BEFORE.search(before)
    word = found[1].lower() if found else ""
    if word in _INNER or (len(word) == 1 and word.isalpha()):
        return False
    if word in _BEFORE_NUMBER and after[0] in "0123456789[〔":
        return False
    if word in _MAYBE_LAST:
        return after.lower().strip(",;:") in _STARTERS or not after[0].isascii()
    return True
