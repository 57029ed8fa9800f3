"""A text cut into parts, each with marks that say what is known of it, and patterns over these marks.

English and Chinese are cut alike: at each place the longest thing that is known begins a part.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from bot.model.ids import HAN
from bot.names.lexicon import Lexicon
from bot.query.keys import Key, find_value
from bot.query.query import make_term, strip_word
from bot.query.query_record import OR, Term
from bot.query.question_dates import find_dates
from bot.query.search_plan import find_meant
from bot.query.tokens import HAS_HAN, find_figures
from bot.query.wording import Phrase, Wording

_BARRIER = "\ufffc"
"""Stands for what is quoted or excluded: nothing goes on over it."""
_WORD = re.compile(rf"[^\s{_BARRIER}{HAN}]+")
_BETWEEN = re.compile(rf"{_BARRIER}|[{HAN}]+|{_WORD.pattern}")
_RUN = re.compile(rf"[{HAN}A-Za-z0-9]*[{HAN}][{HAN}A-Za-z0-9]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_NAME, _LONGEST_HAN_NAME = 8, 24
_DENIABLE = frozenset({"filter", "name", "draft", "deadline", "effect"})
"""What a short negation in Chinese may stand before; else it is part of a word, as 未 is of 未来."""
_COUNTED = re.compile(rf"[{HAN}]{{0,2}}(?![{HAN}])")
"""What a figure counts in Chinese: 元, 美元, 台."""
_NO_PHRASE = Phrase()


@dataclass(slots=True)
class Part:
    """A stretch of a text; beside those of the table it bears these ``marks``.

    ``filter``; ``name`` with ``body`` or ``company``; ``date``; ``kind`` for one of document, and ``type`` where it is
    nothing else; ``quoted``; ``word`` where nothing is known; ``apart`` for a figure inside Chinese text; ``han``,
    ``long`` for Chinese or several words, ``several`` where it may be plural.
    """

    text: str
    start: int
    end: int
    marks: set[str] = field(default_factory=set)
    phrase: Phrase = _NO_PHRASE
    ids: tuple[str, ...] = ()
    quoted: Term | None = None

    def has(self, *marks: str) -> bool:
        """Return whether the part bears one of these marks; one that a rule has taken bears none."""
        return not self.marks.isdisjoint(marks)

    def complete(self, wording: Wording) -> None:
        """Add the marks that follow from the text and from the others."""
        if "kept" in self.marks:
            self.marks, self.phrase = self.marks & {"name", "body", "company", "date", "kind", "kept"}, _NO_PHRASE
        is_han = not self.text.isascii()
        known = {
            "type": "kind" in self.marks and not self.phrase.marks,
            "word": not self.marks - {"kept", "apart"},
            "han": is_han,
            "long": is_han or " " in self.text,
            "several": is_han or self.text[-1:] in "sS",
            "possessive": "name" in self.marks and _POSSESSIVE.search(self.text),
            "limit": "limit:" in self.phrase.means,
            **{mark: self.text.casefold() in words for mark, words in wording.table.whole.items()},
        }
        self.marks |= {mark for mark, is_so in known.items() if is_so}


def cut_terms(terms: Sequence[Term], wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    """Return the parts of the terms in order; raises BadQueryError for a date that can be read in two ways."""
    text = " ".join(_BARRIER if term.phrase or term.excluded else term.text for term in terms)
    quoted = iter([term for term in terms if term.phrase or term.excluded])
    known = sorted(_find_known(text, wording, lexicon, today), key=lambda part: (part.start, -part.end))
    parts: list[Part] = []
    place = 0
    for found in (*known, Part("", len(text), len(text))):
        if found.start >= place:
            parts += (Part(match[0], *match.span()) for match in _BETWEEN.finditer(text, place, found.start))
            parts += [found] if found.text else []
            place = found.end
    for part in parts:
        if part.text == _BARRIER:
            part.quoted, part.marks = next(quoted), {"quoted"}
        else:
            part.complete(wording)
    return parts


def _find_known(text: str, wording: Wording, lexicon: Lexicon, today: dt.date) -> list[Part]:
    """Return each stretch of a text of which anything is known; they may lie over one another."""
    parts: dict[tuple[int, int], Part] = {}

    def know(start: int, end: int, *marks: str) -> Part:
        part = parts.setdefault((start, end), Part(text[start:end], start, end))
        part.marks.update(marks)
        return part

    for start, end, phrase in wording.find_phrases(text):
        said = text[start:end]
        may_be_name = len(said) > 1 and said.isascii() and said.isupper()  # US, IT
        if not may_be_name or said in {"OR", "AND"}:
            know(start, end, *phrase.marks, *(("filter",) if phrase.means else ())).phrase = phrase
    for start, end in find_dates(text, today):
        know(start, end, "date")
    for start, end in _list_stretches(text):
        if known := _recognise(text[start:end], wording, lexicon):
            know(start, end, *known[0]).ids = known[1]
    for start, end, _ in find_figures(text):  # right behind Chinese words, with what they count: 罚款 | 4.41亿元
        counted = _COUNTED.match(text, end)
        if counted and HAS_HAN.match(text[max(0, start - 1) : start]):
            know(start, counted.end(), "apart")
    deniable = {part.start for part in parts.values() if part.marks & _DENIABLE}
    return [part for part in parts.values() if part.text.isascii() or "not" not in part.marks or part.end in deniable]


def _recognise(said: str, wording: Wording, lexicon: Lexicon) -> tuple[set[str], tuple[str, ...]] | None:
    """Return the marks of a stretch with the ids of whom it names or its kind of document; no marks for a thing."""
    for typed in dict.fromkeys((said, _POSSESSIVE.sub("", said))):
        if bodies := find_meant(typed, lexicon):
            return {"name", "body"}, tuple(body.id for body in bodies)
        if companies := lexicon.find_companies(typed):
            return {"name", "company"}, tuple(company.id for company in companies)
    kind = find_value(Key.TYPE, said.replace(" ", "_"))
    if kind and kind != "other":
        return {"kind"}, (kind,)
    is_thing = lexicon.find_same(said) or lexicon.find_topics(said) or wording.synonyms.list_all(said)
    return (set(), ()) if is_thing else None


def _list_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names may begin and end: runs of words, and pieces of Chinese."""
    words = list(_WORD.finditer(text))
    for at, first in enumerate(words):
        for last in words[at : at + _LONGEST_NAME]:
            yield first.start(), last.end()
    for run in _RUN.finditer(text):
        for start in range(*run.span()):
            for end in range(start + 2, min(run.end(), start + _LONGEST_HAN_NAME) + 1):
                if not text[start:end].isascii():
                    yield start, end


# Parts as text again.


def spell(parts: Sequence[Part]) -> str:
    """Return the parts as they stood in the text."""
    gaps = [" " if one.end < other.start else "" for one, other in pairwise(parts)]
    return "".join(part.text + gap for part, gap in zip(parts, [*gaps, ""], strict=False))


def list_terms(parts: Sequence[Part]) -> tuple[Term, ...]:
    """Return these parts of a text as words to search for; what stands together in the text stays one word."""
    words: list[Term] = []
    texts = (f" {OR} " if part.has("or") else f" {part.text} " if part.has("apart") else part.text for part in parts)
    quoted = iter([part.quoted for part in parts if part.quoted])
    for text in spell([replace(part, text=text) for part, text in zip(parts, texts, strict=True)]).split():
        word = next(quoted) if text == _BARRIER else Term(text=OR) if text == OR else make_term(strip_word(text))
        words += [word] if word.text else []
    return tuple(words)


# Shapes: patterns whose signs are parts.

_SIGN = re.compile(r"[!a-z_]+(?:[|&][!a-z_]+)*|\.")


@cache
def _compile(shape: str) -> re.Pattern[str]:
    def write(sign: re.Match[str]) -> str:
        asked = [] if sign[0] == "." else sign[0].split("&")
        tests = (f"(?{'!' if each[0] == '!' else '='}[^>]*,(?:{each.lstrip('!')}),)" for each in asked)
        return f"(?:<{''.join(tests)}[^>]*>)"

    return re.compile(_SIGN.sub(write, shape).replace(" ", ""))


def find_shapes(parts: Sequence[Part], shape: str) -> Iterator[list[Sequence[Part]]]:
    """Yield the parts of each stretch that has a shape, and those of each of its groups.

    A shape is a pattern of parts: ``a|b`` is one with either mark, ``a&b`` with both, ``!a`` without it, ``.`` any.
    """
    text = "".join(f"<,{','.join(part.marks)},>" for part in parts)
    for match in _compile(shape).finditer(text):
        yield [parts[text.count("<", 0, max(0, start)) : text.count("<", 0, max(0, end))] for start, end in match.regs]
