"""A text cut into parts: names, dates, kinds of document, phrases of the table, and the words between them.

English and Chinese are cut alike: at each place the longest thing that is known begins a part.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.model.ids import HAN
from bot.names.lexicon import Lexicon
from bot.query.keys import Key, find_value
from bot.query.query import make_term, strip_word
from bot.query.query_record import OR, Term
from bot.query.question_dates import find_dates
from bot.query.search_plan import find_meant
from bot.query.tokens import HAS_HAN, find_figures
from bot.query.wording import Phrase, Wording, stands_apart

_BARRIER = "\ufffc"
"""Stands for what is quoted or excluded: nothing goes on over it."""
_WORD = re.compile(rf"[^\s{_BARRIER}{HAN}]+")
_BETWEEN = re.compile(rf"{_BARRIER}|[{HAN}]+|{_WORD.pattern}")
_RUN = re.compile(rf"[{HAN}A-Za-z0-9]*[{HAN}][{HAN}A-Za-z0-9]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_NAME, _LONGEST_HAN_NAME = 8, 24
_DENIED = frozenset({"draft", "deadline", "effect"})
"""What a short negation in Chinese may stand before; else it is part of a word, as 未 is of 未来."""
_COUNTED = re.compile(rf"[{HAN}]{{0,2}}(?![{HAN}])")
"""What a figure counts in Chinese: 元, 美元, 台."""
_NO_PHRASE = Phrase()


@dataclass(slots=True)
class Part:
    """A stretch of a text and what is known of it: marks, a filter, names, a date, a kind of document; else a word.

    ``is_taken`` says that a rule has used it: it is no word to search for. ``is_apart`` keeps a figure inside Chinese
    text a word of its own.
    """

    text: str
    start: int
    end: int
    phrase: Phrase = _NO_PHRASE
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    kind: str = ""
    is_date: bool = False
    quoted: Term | None = None
    is_taken: bool = False
    is_apart: bool = False

    def has(self, *marks: str) -> bool:
        """Return whether the part bears one of these marks and no rule has taken it yet."""
        return not self.is_taken and not self.phrase.marks.isdisjoint(marks)

    @property
    def is_name(self) -> bool:
        """Whether the part names a body or a company."""
        return bool(self.bodies or self.companies)

    @property
    def is_word(self) -> bool:
        """Whether nothing is known of the part: it is searched for."""
        known = self.phrase.marks or self.phrase.means or self.is_name or self.is_date or self.kind or self.quoted
        return not known

    @property
    def is_several(self) -> bool:
        """Whether the part speaks of more than one thing, which Chinese does not tell apart."""
        return self.text[-1:] in "sS" or not self.text.isascii()

    def join(self, other: Part) -> None:
        """Add what else is known of the same stretch."""
        meant = self.phrase if self.phrase.means else other.phrase
        self.phrase = Phrase(self.phrase.marks | other.phrase.marks, meant.means, meant.denied, meant.of_document)
        self.bodies, self.companies = self.bodies or other.bodies, self.companies or other.companies
        self.kind, self.is_date = self.kind or other.kind, self.is_date or other.is_date


def cut_terms(terms: Sequence[Term], wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    """Return the parts of the terms in order.

    Raises BadQueryError for a date that can be read in two ways.
    """
    text = " ".join(_BARRIER if term.phrase or term.excluded else term.text for term in terms)
    quoted = iter([term for term in terms if term.phrase or term.excluded])
    parts: list[Part] = []
    place = 0
    for found in (*_choose(_find_all(text, wording, lexicon, today)), Part("", len(text), len(text))):
        for match in _BETWEEN.finditer(text, place, found.start):
            is_quoted = match[0] == _BARRIER
            parts.append(Part(match[0], *match.span(), quoted=next(quoted) if is_quoted else None))
        parts += [found] if found.text else []
        place = found.end
    return parts


def spell(parts: Sequence[Part]) -> str:
    """Return the parts as they stood in the text."""
    gaps = ("" if one.end == other.start else " " for one, other in pairwise(parts))
    return parts[0].text + "".join(f"{gap}{part.text}" for gap, part in zip(gaps, parts[1:], strict=True))


def list_terms(parts: Iterable[Part], terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return these parts of a text as words to search for; what stands together in the text stays one word."""
    runs: list[list[Part]] = []
    for part in parts:
        last = runs[-1][-1] if runs else None
        goes_on = last and last.end == part.start and not (last.quoted or part.quoted or last.is_apart or part.is_apart)
        if goes_on and not (part.has("or") or (last and last.has("or"))):
            runs[-1].append(part)
        else:
            runs.append([part])
    typed = {term.text: term for term in terms if not (term.phrase or term.excluded)}
    words: list[Term] = []
    for run in runs:
        if run[0].quoted or run[0].has("or"):
            words.append(run[0].quoted or Term(text=OR))
        else:
            found = map(strip_word, "".join(part.text for part in run).split())
            words += [typed.get(word) or make_term(word) for word in found if word]
    sides = zip((Term(text=OR), *words), words, (*words[1:], Term(text=OR)), strict=False)
    return tuple(word for before, word, behind in sides if word.text != OR or OR not in {before.text, behind.text})


def _choose(found: list[Part]) -> Iterator[Part]:
    """Yield the longest part at each place, what is known of the same stretch as one; a kept word is only a word."""
    found.sort(key=lambda part: (part.start, -part.end))
    place = 0
    for (start, end), same in groupby(found, key=lambda part: (part.start, part.end)):
        if start < place:
            continue
        part, *others = same
        for other in others:
            part.join(other)
        place = end
        part.phrase = _NO_PHRASE if "kept" in part.phrase.marks else part.phrase
        yield part


def _find_all(text: str, wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    words = list(_WORD.finditer(text))
    is_shouted = len(words) > 2 and text.isupper()  # noqa: PLR2004  two may be names
    found = [
        Part(text[start:end], start, end, phrase=phrase)
        for start, end, phrase in wording.find_phrases(text)
        if is_shouted or not _is_abbreviation(text[start:end])
    ]
    found += [Part(text[start:end], start, end, is_date=True) for start, end in find_dates(text, today)]
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            found += _recognise(text, words[start].start(), words[end - 1].end(), wording, lexicon)
    for run in _RUN.finditer(text):
        for start in range(*run.span()):
            for end in range(min(run.end(), start + _LONGEST_HAN_NAME), start + 1, -1):
                if not text[start:end].isascii() and stands_apart(text, start, end):
                    found += _recognise(text, start, end, wording, lexicon)
    for start, end, _ in find_figures(text):  # right behind Chinese words, with what they count: 罚款 | 4.41亿元
        counted = _COUNTED.match(text, end)
        if counted and HAS_HAN.match(text[max(0, start - 1) : start]):
            found.append(Part(text[start : counted.end()], start, counted.end(), is_apart=True))
    begins = {part.start for part in found if part.phrase.means or part.is_name or part.phrase.marks & _DENIED}
    return [part for part in found if _stands_as_said(text, part, begins)]


def _stands_as_said(text: str, part: Part, begins: set[int]) -> bool:
    """Say whether a short Chinese word is one: a negation before what can be denied, an "and" between two words."""
    if part.text.isascii():
        return True
    if part.has("not"):
        return part.end in begins
    return not part.has("and") or bool(text[: part.start].strip() and text[part.end :].strip())


def _is_abbreviation(said: str) -> bool:
    """Say whether a word of the table stands in capitals, where it may be a name: US, IT."""
    return len(said) > 1 and said.isascii() and said.isalpha() and said.isupper() and said not in {"OR", "AND"}


def _recognise(text: str, start: int, end: int, wording: Wording, lexicon: Lexicon) -> Iterator[Part]:
    """Yield what a stretch of a text is the name of: a body, a company, a kind of document, or one known thing."""
    said = text[start:end]
    for typed in dict.fromkeys((said, _POSSESSIVE.sub("", said))):
        bodies = tuple(body.id for body in find_meant(typed, lexicon))
        companies = () if bodies else tuple(company.id for company in lexicon.find_companies(typed))
        if bodies or companies:
            yield Part(said, start, end, bodies=bodies, companies=companies)
            return
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    is_thing = lexicon.find_same(said) or lexicon.find_topics(said) or wording.synonyms.list_all(said)
    if kind and kind != "other":
        yield Part(said, start, end, kind=kind)
    elif (" " in said or not said.isascii()) and is_thing:
        yield Part(said, start, end)


_CLOSE = r"(?:[以之]外|外(?![国商资贸汇交籍企部]))"
_AROUND = re.compile(
    r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])(?P<what>.{1,40}?)" + rf"(?:{_CLOSE}|除外)的?"
    r"|(?<!\S)(?P<ahead>\S{1,40}?)除外"
)
_LISTED = re.compile(r"[、，,和与及或\s]|以及")


def cut_exceptions(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms with what Chinese words leave out as excluded ones: 除新能源外, 锑除外."""
    said = " ".join(term.text for term in terms)
    match = _AROUND.search(said) if not any(term.phrase or term.excluded for term in terms) else None
    if match is None:
        return terms
    names = map(strip_word, _LISTED.split(match["what"] or match["ahead"]))
    around = map(strip_word, f"{said[: match.start()]} {said[match.end() :]}".split())
    return (*(make_term(word) for word in around if word), *(Term(text=name, excluded=True) for name in names if name))
