"""The table of what people say in a question: each phrase with its marks, or with the filter that it means.

The table is ``data/reference/question_words.toml``. Phrases are found by one automaton, in English where words begin
and end, in Chinese anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import ahocorasick_rs
import msgspec


class Mark(StrEnum):
    """What a phrase does in a question; the table says what each is for."""

    PLAIN = "plain"
    OPENER = "opener"
    ASKING = "asking"
    ISSUING = "issuing"
    NEWEST = "newest"
    EVERYTHING = "everything"
    GOAL = "goal"
    DEADLINE = "deadline"
    CLOSING = "closing"
    CLOSED = "closed"
    EFFECT = "effect"
    EFFECTIVE = "effective"
    AHEAD = "ahead"
    PAST = "past"
    MOMENT = "moment"
    DRAFT = "draft"
    CALL = "call"
    COMMENTS = "comments"
    NOT = "not"
    EXCEPT = "except"
    EXCEPTED = "excepted"
    NOT_YET = "not_yet"
    JOINT = "joint"
    ALONE = "alone"
    OURS = "ours"
    MINISTRIES = "ministries"
    COMPANIES = "companies"
    AFFECTED = "affected"
    COUNT = "count"
    BRIEFING = "briefing"
    BRIEFINGS = "briefings"
    LATEST = "latest"
    PREVIOUS = "previous"
    SAYING = "saying"
    VIEW = "view"
    COMPARE = "compare"
    SUCCESSION = "succession"
    CARD = "card"
    TIMELINE = "timeline"
    OR = "or"
    AND = "and"
    KEPT = "kept"


class _Filter(msgspec.Struct, forbid_unknown_fields=True):
    means: str
    said: tuple[str, ...]
    denied: str = ""
    of_document: bool = False


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """The file as it is: words by mark, filters with what is said for them, and words of little weight."""

    marks: dict[Mark, tuple[str, ...]]
    filter: tuple[_Filter, ...]
    light: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the table: its marks, and what filter it ``means``, or means where it is ``denied``.

    What is ``of_document`` describes a document, and is only asked where the question is about one.
    """

    text: str
    marks: frozenset[Mark] = frozenset()
    means: str = ""
    denied: str = ""
    of_document: bool = False


_LIGHT = frozenset({Mark.PLAIN, Mark.OPENER, Mark.ASKING, Mark.ISSUING, Mark.GOAL})
_NUMBER_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_HAN_DIGITS = "一二三四五六七八九"
_HYPHENS = ("-", "‑")
_NUMBER, _MOST = "{n}", 100


def _list_numbers() -> dict[str, int]:
    numbers = {str(number): number for number in range(1, _MOST + 1)}
    numbers |= {word: number for number, word in enumerate(_NUMBER_WORDS, 1)} | {"两": 2, "十": 10}
    numbers |= {digit: number for number, digit in enumerate(_HAN_DIGITS, 1)}
    return numbers | {f"十{digit}": number for number, digit in enumerate(_HAN_DIGITS, 11)}


def normalise(text: str) -> str:
    """Return a text of the same length in which its phrases are looked for: small letters, plain apostrophes."""
    lowered = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    return lowered.replace("’", "'").replace("‘", "'")


def stands_apart(text: str, start: int, end: int) -> bool:
    """Return whether no Latin word or figure goes on over either end of a stretch, with or without a hyphen."""
    before, behind = text[max(0, start - 2) : start], text[end : end + 2]
    first, last = text[start : start + 1], text[end - 1 : end]
    return not (_is_latin(first) and _goes_on(before[::-1])) and not (_is_latin(last) and _goes_on(behind))


def _goes_on(signs: str) -> bool:
    """Say whether a word goes on with these signs, the nearest first: "x", "-x"."""
    return _is_latin(signs[:1]) or (signs[:1] in _HYPHENS and _is_latin(signs[1:]))


def _is_latin(sign: str) -> bool:
    return sign.isalnum() and sign.isascii()


@dataclass(frozen=True, eq=False)
class PhraseTable:
    """All phrases, and where they stand in a text."""

    table: Table = field(default_factory=lambda: Table(marks={}, filter=()))
    words: tuple[str, ...] = ()
    """Chinese words that are known elsewhere, and are none of a question whatever they hold."""

    @cached_property
    def phrases(self) -> dict[str, Phrase]:
        """The phrases by their normal form; a filter stands before marks of the same phrase."""
        marks: defaultdict[str, set[Mark]] = defaultdict(set)
        for word in self.words:
            marks[normalise(word)].add(Mark.KEPT)
        for mark, said in self.table.marks.items():
            for text in said:
                marks[normalise(text)].add(mark)
        found = {text: Phrase(text, frozenset(of_text)) for text, of_text in marks.items()}
        for each in self.table.filter:
            for wording, means in _expand(each):
                found[normalise(wording)] = Phrase(wording, frozenset(), means, each.denied, each.of_document)
        return found

    @cached_property
    def light(self) -> frozenset[str]:
        """Words that hardly say what is asked for, in their normal form: for doing in general, and those that ask."""
        asking = (
            text for text, phrase in self.phrases.items() if phrase.marks & _LIGHT and Mark.KEPT not in phrase.marks
        )
        return frozenset(map(normalise, self.table.light)).union(asking)

    @cached_property
    def light_chinese(self) -> tuple[str, ...]:
        """Those in Chinese, the longest first."""
        return tuple(sorted((word for word in self.light if not word.isascii()), key=len, reverse=True))

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(list(self.phrases))

    @cached_property
    def _listed(self) -> tuple[Phrase, ...]:
        return tuple(self.phrases.values())

    def find(self, text: str) -> Iterator[tuple[int, int, Phrase]]:
        """Yield each phrase that stands in a text, with where it begins and ends; they may lie over one another."""
        plain = normalise(text)
        for number, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            if stands_apart(plain, start, end):
                yield start, end, self._listed[number]


def _expand(each: _Filter) -> Iterator[tuple[str, str]]:
    for said in each.said:
        if _NUMBER not in said:
            yield said, each.means
            continue
        for word, number in _list_numbers().items():
            fits = word.isascii() or not said.isascii()
            if fits and not (each.means.startswith("joint") and number == 1):
                yield said.replace(_NUMBER, word), each.means.replace(_NUMBER, str(number))
