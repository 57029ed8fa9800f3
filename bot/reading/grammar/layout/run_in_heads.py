"""Run-in heads: headlines in bold on the line of their text ("**Batteries travel.** The ministry ...")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.text import HAN
from bot.reading.grammar.layout.lead_ins import find_bold_lead, is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.actors_han import names_office_han
from bot.reading.grammar.lines.date_pattern import DATE
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.reports import is_closed, is_prose, may_tell_in_han

_ENDS = re.compile(
    rf"[\s*_]*(?:(?P<sign>[.。!！?？:：])|(?<=[\s*_])(?P<dash>[–—-])(?=[\s*_])|(?P<wide>——)|(?<=\s)(?P<gap>(?=[“《{HAN}]))"
    rf"|[\s*_]+(?=(?P<day>[(（](?i:{DATE})[)）]\s+)))[\s*_]*"
)
_STOPS = frozenset(".。!！?？")
_PLAIN_WORD = re.compile(r"(?<=\s)(?!(?:of|and|for|the|in|on|to|at|by|with)\b)[a-z][\w'’-]+")
"""A word in small letters, which no name but a sentence's headline has behind its first."""
_LEAST_HAN = 5
_LEAST_WORDS = 3
"""Words of a headline before a day in brackets; fewer name what the news is about."""
_COMPANY_ENDS = re.compile(r"(?:公司|集团|股份|控股)\Z")
_STARTS = re.compile(rf"[\s\"“‘'(（《【]*[A-Z0-9{HAN}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class RunInHead:
    """A headline, and the offset in the piece's ``raw`` at which its text starts."""

    headline: str
    start: int


def find_run_in_head(piece: Piece) -> RunInHead | None:
    """Return the bold headline that a sign parts from the sentences behind it on its line; None where it is their part.

    A full stop parts any words, and so does a day in brackets, which then opens the text; a colon, a dash or a wide
    space those of a headline, while names before them tell who acts.
    """
    words = (find_bold_lead(piece) or "").rstrip("。.!！?？:： ")
    if not words or is_date_line(words) or find_label(piece.raw):
        return None
    ends = _ENDS.match(piece.raw, piece.raw.find(words) + len(words))
    rest = piece.raw[ends.end() :] if ends else ""
    if ends is None or not _STARTS.match(rest) or not (is_prose(rest) or is_closed(rest) or may_tell_in_han(rest)):
        return None
    if ends["day"] and words.isascii() and len(words.split()) < _LEAST_WORDS:
        return None
    sign = "." if ends["day"] else ends["sign"] or ends[0]
    if ends["gap"] is not None and (names_office_han(words) or _COMPANY_ENDS.search(words)):
        return None
    if sign not in _STOPS and not _is_headline(words):
        return None
    shown = words + sign if sign in "!！?？" else words
    return RunInHead(headline=" ".join(shown.split()), start=ends.end())


def _is_headline(words: str) -> bool:
    han = sum(1 for sign in words if re.match(f"[{HAN}]", sign))
    return han >= _LEAST_HAN if han else _PLAIN_WORD.search(words) is not None
