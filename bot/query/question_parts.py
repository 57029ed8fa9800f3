"""A text cut into parts: names, dates, kinds of document, phrases of the table, and the words between them.

English and Chinese are cut alike: at each place the longest thing that is known begins a part.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
_EXCEPTION = re.compile(
    r"(?<![免解清消扣删拆去根废排驱])除(?:了|去|开)?(?![尘湿草虫夕名外])(?P<what>.{1,40}?)"
    r"(?:(?:[以之]外|外(?![国商资贸汇交籍企部]))|除外)的?|(?<!\S)(?P<ahead>\S{1,40}?)除外"
)
"""What Chinese puts around what is left out: 除新能源外, 锑除外."""
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
        phrase = self.phrase
        return not (phrase.marks or phrase.means or self.is_name or self.is_date or self.kind or self.quoted)

    @property
    def is_several(self) -> bool:
        """Whether the part speaks of more than one thing, which Chinese does not tell apart."""
        return self.text[-1:] in "sS" or not self.text.isascii()


def cut_terms(terms: Sequence[Term], wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    """Return the parts of the terms in order.

    Raises BadQueryError for a date that can be read in two ways.
    """
    text = " ".join(_BARRIER if term.phrase or term.excluded else term.text for term in terms)
    text = _EXCEPTION.sub(lambda match: f" 不包括{match['what'] or match['ahead']} ", text)
    quoted = iter([term for term in terms if term.phrase or term.excluded])
    known = sorted(_find_known(text, wording, lexicon, today), key=lambda part: (part.start, -part.end))
    parts: list[Part] = []
    place = 0
    for found in (*known, Part("", len(text), len(text))):
        if found.start >= place:
            parts += (
                Part(match[0], *match.span(), quoted=next(quoted) if match[0] == _BARRIER else None)
                for match in _BETWEEN.finditer(text, place, found.start)
            )
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
        if last and last.end == part.start and not (last.is_apart or part.is_apart):
            runs[-1].append(part)
        else:
            runs.append([part])
    typed = {term.text: term for term in terms if not (term.phrase or term.excluded)}
    words: list[Term] = []
    for run in runs:
        if run[0].quoted:
            words.append(run[0].quoted)
        elif run[0].has("or"):
            words += [Term(text=OR)] if words and words[-1].text != OR else []
        else:
            found = map(strip_word, "".join(part.text for part in run).split())
            words += [typed.get(word) or make_term(word) for word in found if word]
    return tuple(words[:-1] if words and words[-1].text == OR else words)


def _find_known(text: str, wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    """Return each stretch of a text of which anything is known; they may lie over one another."""
    parts: dict[tuple[int, int], Part] = {}

    def know(start: int, end: int) -> Part:
        return parts.setdefault((start, end), Part(text[start:end], start, end))

    words = list(_WORD.finditer(text))
    is_shouted = len(words) > 2 and text.isupper()  # noqa: PLR2004  two may be names
    for start, end, phrase in wording.find_phrases(text):
        said = text[start:end]
        may_be_name = len(said) > 1 and said.isascii() and said.isalpha() and said.isupper()  # US, IT
        if is_shouted or not may_be_name or said in {"OR", "AND"}:
            know(start, end).phrase = phrase
    for start, end in find_dates(text, today):
        know(start, end).is_date = True
    for start, end in _list_stretches(text, words):
        known = _recognise(text[start:end], wording, lexicon)
        if known is not None:
            part = know(start, end)
            part.bodies, part.companies, part.kind = known
    for start, end, _ in find_figures(text):  # right behind Chinese words, with what they count: 罚款 | 4.41亿元
        counted = _COUNTED.match(text, end)
        if counted and HAS_HAN.match(text[max(0, start - 1) : start]):
            know(start, counted.end()).is_apart = True
    deniable = {part.start for part in parts.values() if part.phrase.means or part.is_name or part.has(*_DENIED)}
    said_parts = [part for part in parts.values() if part.text.isascii() or _stands_as_said(text, part, deniable)]
    for part in said_parts:
        part.phrase = _NO_PHRASE if part.has("kept") else part.phrase
    return said_parts


def _stands_as_said(text: str, part: Part, deniable: set[int]) -> bool:
    """Say whether a short Chinese word is one: a negation before what can be denied, an "and" between two words."""
    if part.has("not"):
        return part.end in deniable
    return not part.has("and") or bool(text[: part.start].strip() and text[part.end :].strip())


def _list_stretches(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield where names may begin and end: runs of words, and pieces of Chinese."""
    for at, first in enumerate(words):
        for last in words[at : at + _LONGEST_NAME]:
            yield first.start(), last.end()
    for run in _RUN.finditer(text):
        for start in range(*run.span()):
            for end in range(start + 2, min(run.end(), start + _LONGEST_HAN_NAME) + 1):
                if not text[start:end].isascii() and stands_apart(text, start, end):
                    yield start, end


def _recognise(said: str, wording: Wording, lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Return the bodies, the companies or the kind of document that a stretch names; nothing of these for a thing."""
    for typed in dict.fromkeys((said, _POSSESSIVE.sub("", said))):
        if bodies := find_meant(typed, lexicon):
            return tuple(body.id for body in bodies), (), ""
        if companies := lexicon.find_companies(typed):
            return (), tuple(company.id for company in companies), ""
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if kind and kind != "other":
        return (), (), kind
    is_long = " " in said or not said.isascii()
    is_thing = is_long and (lexicon.find_same(said) or lexicon.find_topics(said) or wording.synonyms.list_all(said))
    return ((), (), "") if is_thing else None
