"""A text cut into pieces: names, dates, kinds of document, phrases of the table, and the words between them.

English and Chinese are cut alike: at each place the longest thing that is known begins a piece.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.model.ids import HAN
from bot.names.lexicon import Lexicon
from bot.query.dates_in_text import FoundDate, list_dates
from bot.query.phrases import Mark, Phrase, PhraseTable, stands_apart
from bot.query.query_record import find_value
from bot.query.query_scan import Key, Term, make_term, strip_word

_BARRIER = "\ufffc"
"""Stands for what is quoted or excluded: nothing goes on over it."""
_WORD = re.compile(rf"[^\s{_BARRIER}{HAN}]+")
_RUN = re.compile(rf"[{HAN}A-Za-z0-9]*[{HAN}][{HAN}A-Za-z0-9]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_NAME, _LONGEST_HAN_NAME = 8, 24
_CAPITALS_ONLY = frozenset({"MOST", "SAFE", "MOT", "MEM", "AIR"})
"""Names that are English words too: meant only in capitals."""
_DENIED = frozenset({Mark.DRAFT, Mark.CALL, Mark.DEADLINE, Mark.CLOSING, Mark.EFFECT})
"""What a short negation in Chinese may stand before; else it is part of a word, as 未 is of 未来."""


@dataclass(slots=True)
class Piece:
    """A stretch of a text and what is known of it: marks, a filter, names, a date, a kind of document; else a word.

    ``term`` is the place of the term in which it begins; ``is_used`` says that a rule has taken it.
    """

    text: str
    term: int
    start: int = 0
    end: int = 0
    marks: frozenset[Mark] = frozenset()
    phrase: Phrase | None = None
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    kind: str = ""
    date: FoundDate | None = None
    quoted: Term | None = None
    is_used: bool = field(default=False)

    def has(self, *marks: Mark) -> bool:
        """Return whether the piece bears one of these marks and no rule has taken it yet."""
        return not self.is_used and not self.marks.isdisjoint(marks)

    @property
    def is_name(self) -> bool:
        """Whether the piece names a body or a company."""
        return bool(self.bodies or self.companies)

    @property
    def filter(self) -> str:
        """The filter that the phrase means, in the command language; "" for none."""
        return self.phrase.means if self.phrase is not None else ""

    @property
    def is_word(self) -> bool:
        """Whether nothing is known of the piece: it is searched for."""
        return not (self.marks or self.filter or self.is_name or self.date or self.kind or self.quoted)


def cut_terms(
    terms: Sequence[Term], table: PhraseTable, lexicon: Lexicon, today: dt.date, *, is_phrase: Callable[[str], bool]
) -> list[Piece]:
    """Return the pieces of the terms in order; what ``is_phrase`` knows of several words is one.

    Raises BadQueryError for a date that can be read in two ways.
    """
    starts, text = [], ""
    for term in terms:
        starts.append(len(text))
        text += (_BARRIER if term.phrase or term.excluded else term.text) + " "
    pieces: list[Piece] = []
    place = 0
    for found in _choose(_find_all(text.rstrip(), table, lexicon, today, is_phrase)):
        pieces += _cut_words(text, place, found.start)
        pieces.append(found)
        place = found.end
    pieces += _cut_words(text, place, len(text))
    for piece in pieces:
        piece.term = sum(start <= piece.start for start in starts) - 1
        if piece.text == _BARRIER:
            piece.quoted = terms[piece.term]
    return pieces


def _cut_words(text: str, start: int, end: int) -> Iterator[Piece]:
    for match in re.finditer(rf"{_BARRIER}|[{HAN}]+|{_WORD.pattern}", text[start:end]):
        yield Piece(match[0], 0, start + match.start(), start + match.end())


def _choose(found: list[Piece]) -> Iterator[Piece]:
    """Yield the longest piece at each place, what is known of the same stretch as one; a kept word is only a word."""
    found.sort(key=lambda piece: (piece.start, -piece.end))
    place = 0
    for number, piece in enumerate(found):
        if piece.start < place:
            continue
        for other in found[number + 1 :]:
            if (other.start, other.end) != (piece.start, piece.end):
                break
            piece.marks |= other.marks
            piece.phrase = piece.phrase or other.phrase
            piece.bodies, piece.companies = piece.bodies or other.bodies, piece.companies or other.companies
            piece.kind, piece.date = piece.kind or other.kind, piece.date or other.date
        place = piece.end
        if Mark.KEPT in piece.marks:
            piece.marks, piece.phrase = frozenset(), None
        yield piece


def _find_all(
    text: str, table: PhraseTable, lexicon: Lexicon, today: dt.date, is_phrase: Callable[[str], bool]
) -> list[Piece]:
    is_shouted = _is_shouted(text)
    found = [
        Piece(text[start:end], 0, start, end, marks=phrase.marks, phrase=phrase)
        for start, end, phrase in table.find(text)
        if is_shouted or not _is_abbreviation(text[start:end])
    ]
    found += [Piece(date.text, 0, date.start, date.end, date=date) for date in list_dates(text, today)]
    words = list(_WORD.finditer(text))
    for start in range(len(words)):
        for end in range(min(len(words), start + _LONGEST_NAME), start, -1):
            found += _find_english(
                text[words[start].start() : words[end - 1].end()], words[start].start(), lexicon, is_phrase
            )
    for run in _RUN.finditer(text):
        found += _find_chinese(text, run.start(), run.end(), lexicon)
    begins = {piece.start for piece in found if piece.filter or piece.is_name or piece.marks & _DENIED}
    return [piece for piece in found if piece.text.isascii() or Mark.NOT not in piece.marks or piece.end in begins]


def _is_shouted(text: str) -> bool:
    words = [word for word in text.split() if word.isascii() and word.isalpha()]
    return len(words) > 2 and all(word.isupper() for word in words)  # noqa: PLR2004  two may be names


def _is_abbreviation(said: str) -> bool:
    """Say whether a word of the table stands in capitals, where it may be a name: US, IT."""
    return len(said) > 1 and said.isascii() and said.isalpha() and said.isupper() and said not in {"OR", "AND"}


def _find_english(said: str, start: int, lexicon: Lexicon, is_phrase: Callable[[str], bool]) -> Iterator[Piece]:
    for typed in dict.fromkeys((said, _POSSESSIVE.sub("", said))):
        bodies = tuple(
            body.id for body in lexicon.find_bodies(typed) if typed.isupper() or typed.upper() not in _CAPITALS_ONLY
        )
        companies = () if bodies else tuple(company.id for company in lexicon.find_companies(typed))
        if bodies or companies:
            yield Piece(said, 0, start, start + len(said), bodies=bodies, companies=companies)
            return
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if kind and kind != "other":
        yield Piece(said, 0, start, start + len(said), kind=kind)
    elif " " in said and (lexicon.find_same(said) or lexicon.find_topics(said) or is_phrase(said)):
        yield Piece(said, 0, start, start + len(said))


def _find_chinese(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Piece]:
    for place in range(start, end):
        for stop in range(min(end, place + _LONGEST_HAN_NAME), place + 1, -1):
            said = text[place:stop]
            if said.isascii() or not stands_apart(text, place, stop):
                continue
            bodies = tuple(body.id for body in lexicon.find_bodies(said))
            companies = () if bodies else tuple(company.id for company in lexicon.find_companies(said))
            if bodies or companies:
                yield Piece(said, 0, place, stop, bodies=bodies, companies=companies)
            elif (kind := find_value(Key.TYPE, said)) and kind != "other":
                yield Piece(said, 0, place, stop, kind=kind)
            elif lexicon.find_same(said):
                yield Piece(said, 0, place, stop)


_CLOSE = r"(?:[以之]外|外(?![国商资贸汇交籍企部]))"
_AROUND = re.compile(
    r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])(?P<what>.{1,40}?)" + rf"(?:{_CLOSE}|除外)的?"
    r"|(?<!\S)(?P<ahead>\S{1,40}?)除外"
)
_BETWEEN = re.compile(r"[、，,和与及或\s]|以及")


def cut_exceptions(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms with what Chinese words leave out as excluded ones: 除新能源外, 锑除外."""
    said = " ".join(term.text for term in terms)
    match = _AROUND.search(said) if not any(term.phrase or term.excluded for term in terms) else None
    if match is None:
        return terms
    names = map(strip_word, _BETWEEN.split(match["what"] or match["ahead"]))
    around = map(strip_word, f"{said[: match.start()]} {said[match.end() :]}".split())
    return (*(make_term(word) for word in around if word), *(Term(text=name, excluded=True) for name in names if name))
