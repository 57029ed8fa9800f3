"""The words of questions and the other names of things, as they travel with the program (``data/reference/``).

Each phrase of ``question_words.toml`` has marks, which say what it does in a question, or the filter that it means.
One automaton finds them all, in English where words begin and end, in Chinese anywhere.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import ahocorasick_rs
import msgspec

from bot.model.ids import list_forms
from bot.names.reference import read_reference

QUESTIONS_FILE, SYNONYMS_FILE = "question_words.toml", "synonyms.toml"
_LATIN_WORD = re.compile("[A-Za-z]+")


class Parts(NamedTuple):
    """What goes by these ``names`` is also found by those of its ``parts``, and not the other way round."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Synonyms:
    """Sets of names that find each other: ``sets`` name one thing, no wider or narrower, ``related`` much the same."""

    sets: tuple[tuple[str, ...], ...] = ()
    related: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Parts, ...] = ()

    def list_equal(self, text: str) -> tuple[str, ...]:
        """Return the other names of the same thing, in either number; () for a word that has none."""
        return self._list_others(text, self._equal)

    def list_all(self, text: str) -> tuple[str, ...]:
        """Return these, then the names of the parts of a thing, then what means much the same."""
        return tuple(dict.fromkeys((*self.list_equal(text), *self._list_others(text, self._related))))

    def _list_others(self, text: str, held: dict[str, dict[str, None]]) -> tuple[str, ...]:
        forms, latin = {*list_forms(text)}, None if text.isascii() else _LATIN_WORD.search(text)
        names = self._related.get(latin[0].casefold(), ()) if latin else ()  # 生成式AI is 生成式人工智能
        spelled = (_LATIN_WORD.sub(name, text, count=1) for name in names if not name.isascii())
        others = dict.fromkeys(other for form in (*list_forms(text), *spelled) for other in held.get(form, ()))
        return tuple(other for other in others if forms.isdisjoint(list_forms(other)))

    @cached_property
    def _equal(self) -> dict[str, dict[str, None]]:
        return _index((group, group) for group in self.sets)

    @cached_property
    def _related(self) -> dict[str, dict[str, None]]:
        wholes = ((whole.names, (*whole.names, *whole.parts)) for whole in self.parts)
        return _index((*wholes, *((group, group) for group in sorted(self.related, key=len))))


def _index(groups: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> dict[str, dict[str, None]]:
    """Return the names of the groups by each form of a name, in order."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for names, others in groups:
        for form in {form for name in names for form in list_forms(name)}:
            found[form] |= dict.fromkeys(others)
    return found


class Phrase(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a phrase does in a question: its marks, or the filter that it ``means``; nothing of either for other text.

    ``denied`` is what it means behind a "not", where that is more than its exclusion. What is ``of_document`` describes
    a document, and is only asked where the question is about one.
    """

    means: str = ""
    said: tuple[str, ...] = ()
    denied: str = ""
    of_document: bool = False
    marks: frozenset[str] = frozenset()


class Table(msgspec.Struct, forbid_unknown_fields=True):
    """The file as it is: words by mark, filters with what is said for them, and words of little weight.

    ``marks`` find their words anywhere in a text; a mark of ``whole`` is for a part that is such a word and no more.
    """

    marks: dict[str, tuple[str, ...]] = {}
    whole: dict[str, frozenset[str]] = {}
    filter: tuple[Phrase, ...] = ()
    light: tuple[str, ...] = ()


_LIGHT = frozenset({"plain", "opener", "asking", "issuing", "goal"})
_GLUED = "[A-Za-z0-9][-‑]?[A-Za-z0-9]"
_NUMBER = "{n}"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SIGNS = (*"一二三四五六七八九十", *(f"十{sign}" for sign in "一二三四五六七八九"))
_NUMBERS = {str(number): number for number in range(1, 101)} | {"两": 2}
_NUMBERS |= {word: number for words in (_WORDS, _SIGNS) for number, word in enumerate(words, 1)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Wording:
    """The phrases of questions in English and Chinese, and other names of the same things."""

    synonyms: Synonyms = field(default_factory=Synonyms)
    table: Table = field(default_factory=Table)

    @cached_property
    def phrases(self) -> dict[str, Phrase]:
        """The phrases by their normal form; a filter stands before marks of the same phrase."""
        marks: defaultdict[str, set[str]] = defaultdict(set)
        names = (name for group in (*self.synonyms.sets, *self.synonyms.related) for name in group)
        drafts = self.table.marks.get("draft", ())
        kept = {name for name in names if not name.isascii()}.difference(drafts)  # else no words of a question
        for mark, words in (("kept", kept), *self.table.marks.items()):
            for text in words:
                marks[normalise(text)].add(mark)
        found = {text: Phrase(marks=frozenset(of_text)) for text, of_text in marks.items()}
        return found | dict(expanded for each in self.table.filter for expanded in _expand(each))

    @cached_property
    def light(self) -> frozenset[str]:
        """Words that hardly say what is asked for, in their normal form: for doing in general, and those that ask."""
        asking = {said for said, phrase in self.phrases.items() if phrase.marks & _LIGHT and "kept" not in phrase.marks}
        return frozenset(asking.union(map(normalise, self.table.light)))

    @cached_property
    def light_chinese(self) -> tuple[str, ...]:
        """Those in Chinese, the longest first."""
        return tuple(sorted((word for word in self.light if not word.isascii()), key=len, reverse=True))

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(list(self.phrases))

    def find_phrases(self, text: str) -> Iterator[tuple[int, int, Phrase]]:
        """Yield each phrase that stands in a text, with where it begins and ends; they may lie over one another."""
        plain = normalise(text)
        for _, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            if stands_apart(plain, start, end):
                yield start, end, self.phrases[plain[start:end]]


def normalise(text: str) -> str:
    """Return a text of the same length in which its phrases are looked for: small letters, plain apostrophes."""
    lowered = "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
    return lowered.replace("’", "'").replace("‘", "'")


def stands_apart(text: str, start: int, end: int) -> bool:
    """Return whether no Latin word or figure goes on over either end of a stretch, with or without a hyphen."""
    is_glued = re.search(f"{_GLUED}$", text[max(0, start - 2) : start + 1]) or re.match(_GLUED, text[end - 1 : end + 2])
    return not is_glued


def _expand(phrase: Phrase) -> Iterator[tuple[str, Phrase]]:
    """Yield what is said for a filter and what it means, with each number in the place of ``{n}``."""
    for said in phrase.said:
        for word, number in _NUMBERS.items() if _NUMBER in said else (("", 0),):
            is_alone = phrase.means.startswith("joint") and number == 1
            if (word.isascii() or not said.isascii()) and not is_alone:
                means = phrase.means.replace(_NUMBER, str(number))
                yield normalise(said.replace(_NUMBER, word)), msgspec.structs.replace(phrase, means=means)


def load_wording(folder: Path) -> Wording:
    """Return the words in the files of this folder; raises StoreError, naming the file, for a mistake in one."""
    return Wording(
        synonyms=read_reference(folder / SYNONYMS_FILE, Synonyms), table=read_reference(folder / QUESTIONS_FILE, Table)
    )
