"""Conditions that a question sets for documents, or denies: final, binding, a draft, with a deadline, not yet in force.

"Which rules are not binding?" is for kinds of document that do not bind; "is this binding?" only asks, and the answer
tells it of each document.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from bot.dates.date_words import parse_number
from bot.model.briefing import PolicyStatus
from bot.model.deadlines import DateRange
from bot.model.ids import fold
from bot.model.policy import BINDING_KINDS, FINAL_STATUSES, GUIDING_KINDS
from bot.names.lexicon import Lexicon
from bot.query.query_record import COMMENT_CLOSED, find_value, is_kind
from bot.query.query_scan import Key, Term
from bot.query.question_dates import Lift, find_days, match_han_date, may_hold_date
from bot.query.question_names import LONGEST_NAME, find_named
from bot.query.wording import Wording

# How many are asked for: "the latest 3 policies", "top 5", 最新三条. A number before a unit of time is a date.

_MOST = 100
_FIRST = frozenset({"top", "last"})
"""Words that ask for so many where a number follows them."""
_ARTICLES = frozenset({"the", "our"})
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNIT = re.compile(r"(?:hour|day|week|month|quarter|year|percent|%|times)s?\Z", re.IGNORECASE)
_HAN = re.compile(
    r"(?P<newest>最新|最近)的?(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,2})(?:条|项|份|篇|个(?!月|季|星期|周|工作日))的?"
)


def begins_with_count(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text begins by asking for so many: "top 5 policies", "last three notices", 最新三条."""
    if terms and not terms[0].phrase and _HAN.match(terms[0].text):
        return True
    found = _find_count(terms, wording)
    return found is not None and all(fold(term.text) in _ARTICLES for term in terms[: found[0]])


def take_count(terms: Sequence[Term], wording: Wording) -> tuple[tuple[Term, ...], int | None]:
    """Return the terms of a question without the number of answers that it asks for, and that number; None for none."""
    for place, term in enumerate(terms):
        match = None if term.phrase or term.excluded else _HAN.search(term.text)
        if match:
            rest = f"{term.text[: match.start()]}{match['newest']}{term.text[match.end() :]}"
            count = match["count"].replace("两", "二")
            return (*terms[:place], Term(text=rest), *terms[place + 1 :]), parse_number(count)
    found = _find_count(terms, wording)
    if found is None:
        return tuple(terms), None
    start, end, count = found
    return (*terms[:start], *terms[end:]), count


def _find_count(terms: Sequence[Term], wording: Wording) -> tuple[int, int, int] | None:
    """Return where "top 5" stands, or the 3 of "latest 3" and "3 latest", and the number."""
    words = ["" if term.phrase or term.excluded else fold(term.text) for term in terms]
    for place, word in enumerate(words):
        count = read_count(word)
        after = [*words[place + 1 : place + 3], ""]
        if count is None or _UNIT.match(after[0]):
            continue
        before = words[place - 1] if place else ""
        if before in _FIRST:
            return place - 1, place + 1, count
        if before in wording.newest or wording.newest.intersection(after):
            return place, place + 1, count
    return None


def read_count(word: str) -> int | None:
    """Return the number from 1 to 100 that a word is, in figures or in letters; None for another."""
    if word in _WORDS:
        return _WORDS.index(word) + 1
    count = int(word) if word.isdecimal() and word.isascii() and len(word) <= len(str(_MOST)) else 0
    return count if 0 < count <= _MOST else None


ANY_DRAFT = (PolicyStatus.DRAFT_FOR_COMMENT.value, COMMENT_CLOSED)
"""The statuses of a draft, open or closed."""
DRAFTS = frozenset({"drafts", "草案", "草稿", "意见稿", "征求意见稿"})
"""What several drafts are asked for with."""
DRAFT_WORDS = DRAFTS | {"draft"}
_ONE_DRAFT = DRAFT_WORDS - {"drafts"}
_ASKS_OF_ONE = frozenset(
    {
        *("is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "can", "could", "will", "would"),
        *("should", "when", "who", "why", "how", "where", "compare", "difference", "differences"),
    }
)
"""First words of a question about something that is named: what it is to be is asked, and sets no condition."""
_OF_ALL = frozenset({"there", "any"})
_BETWEEN = frozenset({"a", "an", "the", "any", "yet", "printed", "stated", "legally", "among", "been"})
"""Words that may stand between a denial and what it denies."""
_MOST_BETWEEN = 2
_LONGEST = 3
_LONGEST_DENIAL = 4
_REACH = 3
_DENYING = re.compile(r"(?:non|un)[- ]?(?=\w)")
_OF = "的"
_LONGEST_STRING = 6
"""Up to so many characters without 的 a text in Chinese is a string that is looked for as it is."""


class _Kind(Enum):
    DRAFT = "draft"
    FINAL = "final"
    BINDING = "binding"
    DEADLINE = "deadline"
    FORCE = "force"


class _Found(NamedTuple):
    """A word for a condition with what denies it: places from the denial to behind the word."""

    kind: _Kind
    start: int
    end: int
    is_denied: bool
    denial: str = ""


def states_condition(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text that is put as no question sets a condition: "rules that are not binding", 没有截止日期的."""
    words = [None if term.phrase or term.excluded else term for term in terms]
    found = [each for place in _list_places(words, wording) if (each := _find(words, place, wording)) is not None]
    return (
        any(each.is_denied for each in found)
        or any(each.kind in {_Kind.FINAL, _Kind.BINDING} and _is_of_documents(words, each, wording) for each in found)
        or any(_says_in_chinese(term.text, wording) for term in words if term and not term.text.isascii())
    )


def lift_conditions(lift: Lift, wording: Wording, today: dt.date) -> None:
    """Take the conditions out of a question; what is asked of one document, or of its draft too, is dropped."""
    if not _list_places(lift.words, wording):
        return
    of_several = is_for_several(lift.words)
    of_draft = any(term and fold(term.text) in DRAFT_WORDS for term in lift.words)
    place = 0
    while place < len(lift.words):
        found = _find(lift.words, place, wording)
        place += 1
        if found is None:
            continue
        if found.kind in {_Kind.DRAFT, _Kind.DEADLINE, _Kind.FORCE}:
            _lift_denied(lift, found, wording, today)
        else:
            lift.take(found.start, found.end)
            if found.kind is _Kind.BINDING and of_several:
                _lift_binding(lift, is_denied=found.is_denied)
            elif found.kind is _Kind.FINAL and of_draft and not found.is_denied:
                lift.drop_words(_ONE_DRAFT)
            elif found.kind is _Kind.FINAL and of_several:
                lift.status += ANY_DRAFT if found.is_denied else [each.value for each in FINAL_STATUSES]
    for kind in (lift.status, lift.types, lift.types_out, lift.status_out):
        kind[:] = dict.fromkeys(kind)


def _lift_denied(lift: Lift, found: _Found, wording: Wording, today: dt.date) -> None:
    """Take what is only a condition where it is denied."""
    if not found.is_denied:
        return
    if found.kind is _Kind.DRAFT:
        lift.status_out += ANY_DRAFT
    elif found.kind is _Kind.DEADLINE:
        lift.without_due = True
    elif found.denial in wording.not_yet:
        lift.effect = DateRange(start=today + dt.timedelta(days=1))
    else:
        return
    lift.take(found.start, found.end)


def _lift_binding(lift: Lift, *, is_denied: bool) -> None:
    if is_denied:
        lift.types += [kind.value for kind in GUIDING_KINDS]
        lift.notes.append("Drafts of any kind do not bind either; ask for drafts to see all of them.")
        return
    lift.types += [kind.value for kind in BINDING_KINDS]
    lift.status_out += ANY_DRAFT


def is_for_several(words: Sequence[Term | None]) -> bool:
    """Say whether a question is for all that meets a condition, and not whether one document does ("is X final?")."""
    said = [fold(term.text) if term else "" for term in words[:2]]
    return not said or said[0] not in _ASKS_OF_ONE or said[-1] in _OF_ALL


def _find(words: Sequence[Term | None], place: int, wording: Wording) -> _Found | None:
    """Return the longest word for a condition that begins here, with the denial before it."""
    for width in range(min(_LONGEST, len(words) - place), 0, -1):
        run = words[place : place + width]
        if any(term is None or term.phrase or term.excluded for term in run):
            continue
        said = fold(" ".join(term.text for term in run if term))
        bare = _DENYING.sub("", said, count=1)
        kind = _find_kind(said, wording)
        own = None if kind or bare == said else _find_kind(bare, wording)
        if own in {_Kind.FINAL, _Kind.BINDING}:
            return _Found(own, place, place + width, is_denied=True)
        if kind:
            denied, denial = _find_denial(words, place, wording)
            return _Found(kind, place - denied, place + width, is_denied=denied > 0, denial=denial)
    return None


def _list_places(words: Sequence[Term | None], wording: Wording) -> list[int]:
    """Return where a word for a condition may begin: before the last word of one."""
    lasts = _list_last_words(wording)
    said = [_DENYING.sub("", fold(term.text)).rpartition(" ")[2] if term else "" for term in words]
    ends = [place for place, word in enumerate(said) if word in lasts]
    return sorted({place - back for place in ends for back in range(_LONGEST) if place >= back})


@lru_cache(maxsize=8)
def _list_last_words(wording: Wording) -> frozenset[str]:
    return frozenset(word.rpartition(" ")[2] for word in _list_kinds(wording))


def _find_kind(said: str, wording: Wording) -> _Kind | None:
    return _list_kinds(wording).get(said)


@lru_cache(maxsize=8)
def _list_kinds(wording: Wording) -> dict[str, _Kind]:
    """Return the words for each condition; of a word for two the first counts."""
    named = (
        (_Kind.FORCE, wording.effects | wording.in_force),
        (_Kind.DEADLINE, wording.closing_days),
        (_Kind.BINDING, wording.binding),
        (_Kind.FINAL, wording.final),
        (_Kind.DRAFT, DRAFT_WORDS),
    )
    return {word: kind for kind, words in named for word in words}


def _find_denial(words: Sequence[Term | None], place: int, wording: Wording) -> tuple[int, str]:
    """Return how many words right before this place deny what stands there, past an article, and the denial."""
    for skipped in range(_MOST_BETWEEN + 1):
        end = place - skipped
        if skipped and (end < 0 or (between := words[end]) is None or fold(between.text) not in _BETWEEN):
            break
        for width in range(min(_LONGEST_DENIAL, end), 0, -1):
            run = words[end - width : end]
            said = fold(" ".join(term.text for term in run if term))
            if all(run) and said in wording.denials:
                return skipped + width, said
    return 0, ""


def _is_of_documents(words: Sequence[Term | None], found: _Found, wording: Wording) -> bool:
    """Say whether documents are named behind the word for a condition, a word or two between: "final AI rules"."""
    behind = [fold(term.text) for term in words[found.end : found.end + _REACH] if term]
    return any(said in wording.documents or (said.endswith("s") and is_kind(said)) for said in behind)


def _says_in_chinese(text: str, wording: Wording) -> bool:
    if len(text) <= _LONGEST_STRING and _OF not in text:
        return False
    return any(text.startswith(wording.denied_in_chinese, place) for place in range(len(text)))


# Kinds of document that a question asks for: "which notices ...", 哪些通知; and texts that only list what is wanted.

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
    """Return the terms of a text that only lists what is wanted: a kind of document or drafts, known names, a date.

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
    """Get a text in Chinese as the names, dates and kinds of document that it is made of, where it is of nothing else.

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
    """Return the words without those for several drafts or documents of a kind: "notices", "action plans", 公告."""
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
    """Get the words without the names of bodies, or companies too, and what links them; and whether there are any."""
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
