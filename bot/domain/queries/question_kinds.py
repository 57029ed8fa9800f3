"""Kinds of document that a question asks for: "which notices ...", 哪些通知; and texts that only list what is wanted.

Such a text is made of a kind of document, known names and a date: "MIIT drafts", "State Council 2024", 2025年公告.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from bot.domain.names import fold
from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_scan import Term
from bot.domain.queries.query_values import find_value, is_kind
from bot.domain.queries.question_conditions import ANY_DRAFT, DRAFTS
from bot.domain.queries.question_dates import find_days, match_han_date, may_hold_date
from bot.domain.queries.question_names import LONGEST_NAME, find_named

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.question_lift import Lift
    from bot.domain.queries.wording import Wording

_PLURAL = frozenset("sS")
_ALL = frozenset({"all", "every", "only"})
_LINKS = frozenset({"by", "and", "of", "the"})
_LEADING = frozenset({"in", "from", "on", "during"})
_LONGEST_LIST = 12
_LONGEST_HAN_NAME = 24
_YEAR = re.compile(r"(?<![\d-])(?:19|20)\d\d(?![\d-])")
_HAN_YEAR = re.compile(rf"{_YEAR.pattern}(?!年)")
_HAN_LINKS = frozenset("的和与及、")
_IN = Term(text="in")
_KINDS_ASKED = 6
"""A kind of document is meant where it stands among so many first words of a question."""


class Listing(NamedTuple):
    """The terms of a text that only lists what is wanted, and whether they name a kind of document."""

    terms: tuple[Term, ...]
    is_of_kind: bool


def read_list(terms: tuple[Term, ...], lexicon: Lexicon, today: dt.date) -> Listing | None:
    """Give the terms of a text that only lists what is wanted: a kind of document or drafts, known names, a date.

    "MIIT drafts" does, so do "State Council 2024" and 2025年公告. A year that stands by itself is given as dates are
    written ("in 2024", 2024年). None for any other text. Raises BadQueryError for a date that can be read two ways.
    """
    if any(term.phrase or term.excluded for term in terms) or len(terms) > _LONGEST_LIST:
        return None
    is_dated = any(_YEAR.search(term.text) for term in terms)
    if not is_dated and not any(term.text[-1:] in _PLURAL or term.text in DRAFTS for term in terms):
        return None
    words = [word for term in terms for word in _part(term.text, lexicon) if fold(word) not in _ALL]
    rest = _drop_kinds(words)
    is_of_kind = len(rest) < len(words)
    left, is_named = _drop_names(rest, lexicon, with_companies=is_dated)
    left = [word for place, word in enumerate(left) if place or fold(word) not in _LEADING]
    said = " ".join(left)
    if not said:
        return Listing(terms, is_of_kind) if is_of_kind and (is_named or len(words) < len(terms)) else None
    if not (is_of_kind or is_named):
        return None
    if _YEAR.fullmatch(said):
        return Listing(tuple(_write_year(terms)), is_of_kind)
    is_date = may_hold_date(said) and find_days(said, today) is not None
    return Listing(terms, is_of_kind) if is_date else None


def _write_year(terms: tuple[Term, ...]) -> Iterator[Term]:
    for before, term in zip((None, *terms), terms, strict=False):
        if _YEAR.fullmatch(term.text) and (before is None or fold(before.text) not in _LEADING):
            yield _IN
        yield term if term.text.isascii() else Term(text=_HAN_YEAR.sub(r"\g<0>年", term.text))


def _part(text: str, lexicon: Lexicon) -> list[str]:
    """Give a text in Chinese as the names, dates and kinds of document that it is made of, where it is of nothing else.

    Any other text is given as it is.
    """
    parts: list[str] = []
    place = 0
    while not text.isascii() and place < len(text):
        date = match_han_date(text, place) or ((year := _YEAR.match(text, place)) and year[0])
        ends = range(min(len(text), place + _LONGEST_HAN_NAME), place, -1)
        known = (text[place:end] for end in ends)
        part = date or next((each for each in known if _is_part(each, lexicon)), None)
        if part is None:
            return [text]
        parts += [part] if part not in _HAN_LINKS else []
        place += len(part)
    return parts or [text]


def _is_part(text: str, lexicon: Lexicon) -> bool:
    return text in _HAN_LINKS | DRAFTS or is_kind(text) or (len(text) > 1 and any(find_named(text, lexicon)))


def _drop_kinds(words: Sequence[str]) -> list[str]:
    """Give the words without those for several drafts or documents of a kind: "notices", "action plans", 公告."""
    left: list[str] = []
    for word in words:
        said = fold(word)
        pair = fold(f"{left[-1]} {said}") if left else ""
        if said.endswith("s") and pair and is_kind(pair):
            left.pop()
        elif said not in DRAFTS and not ((said.endswith("s") or not said.isascii()) and is_kind(said)):
            left.append(word)
    return left


def _drop_names(words: list[str], lexicon: Lexicon, *, with_companies: bool) -> tuple[list[str], bool]:
    """Give the words without the names of bodies, or companies too, and what links them; and whether there are any."""
    left: list[str] = []
    place = 0
    is_named = False
    while place < len(words):
        ends = range(min(len(words), place + LONGEST_NAME), place, -1)
        found = ((end, find_named(" ".join(words[place:end]), lexicon)) for end in ends)
        end = next((end for end, (bodies, firms) in found if bodies or (with_companies and firms)), None)
        if end is None and fold(words[place]) not in _LINKS:
            left.append(words[place])
        is_named = is_named or end is not None
        place = end or place + 1
    return left, is_named


def lift_kinds(lift: Lift, wording: Wording, *, is_list: bool) -> None:
    """Take a kind of document that the question asks for at its beginning ("which notices ..."), or a Chinese end.

    In a text that only lists what is wanted (``is_list``) it may stand anywhere.
    """
    end = max((place for place, term in enumerate(lift.words) if term), default=-1)
    last = lift.text(end, end + 1) if end >= 0 else None
    kind = find_value(Key.TYPE, last) if last and not last.isascii() else None
    if kind:
        lift.types.append(kind)
        lift.take(end, end + 1)
        return
    begins = is_list or bool(lift.words and lift.words[0] and fold(lift.words[0].text) in DRAFTS)
    for start in range(0 if begins else 1, min(_KINDS_ASKED, len(lift.words))):
        if not is_list and any(
            term is not None and fold(term.text) not in wording.openers | wording.fillers for term in lift.words[:start]
        ):
            return
        for width in (2, 1):
            text = lift.text(start, start + width) if start + width <= len(lift.words) else None
            if text and _take_kind(lift, text, wording):
                lift.take(start, start + width)
                return


def _take_kind(lift: Lift, text: str, wording: Wording) -> bool:
    """Take this kind of document, or drafts where no status is asked for; False for another text."""
    said = fold(text)
    if said in DRAFTS and not lift.status:
        lift.status += ANY_DRAFT
        return True
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if kind and said not in wording.fillers:
        lift.types.append(kind)
        return True
    return False
