"""An item as passages: each paragraph with its place, its sentences and the known names in it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from bot.dates.date_words import is_day_stop
from bot.model.ids import HAN
from bot.reading.document import ItemParts
from bot.reading.grammar.lines.printed_days import find_dateline_end
from bot.reading.recognition.mentions import NameKind

# Sentences of a paragraph, in either language, as exact pieces of its text.

_STOP = re.compile(
    r"[.!?…。！？；\n](?:(?<=[.!?…])[.!?…]*[\"'”’)\]]*(?=\s|$)|(?<=[.!?])[\"”’)\]]*(?=["
    + HAN
    + r"])|(?<=[。！？；])[。！？；”’」』）)]*|(?<=\n)\n*)"
)
"""Begins with one sign, so that a text is looked through for these signs alone."""
_WORD_BEFORE = re.compile(r"(?:^|[\s(\[“\"'])([\w.&'’-]*)$")
_NEXT = re.compile(r"[\s\"'“‘(\[]*(\S*)")
_NUMBER = re.compile(r"[\d\[〔]")
_IN_SHORT_DAY = re.compile(r"\d\.\s(?:0?[1-9]|1[0-2])\.(?!\d)")
"""Inside of "26. 1.", a day and its month."""
_HAN = re.compile(f"[{HAN}]")

_INNER_TEXT = "i.e e.g cf vs approx mr mrs ms dr prof gov sen gen st mt al fig art arts para sec resp incl esp"
_INNER = frozenset(_INNER_TEXT.split())
_BEFORE_NUMBER_TEXT = (
    "no nos art arts vol pp p ch sec para fig jan feb mar apr jun jul aug sep sept oct nov dec "
    "mär mrz okt dez janv févr avr juil déc"
)
_BEFORE_NUMBER = frozenset(_BEFORE_NUMBER_TEXT.split())
_MAYBE_LAST_TEXT = "etc co ltd corp inc bros s.a n.v u.s u.k u.n e.u a.m p.m ph.d plc llc"
_MAYBE_LAST = frozenset(_MAYBE_LAST_TEXT.split())
_STARTERS_TEXT = (
    "a an the this that these those it its they their he she we in on at by as but and however meanwhile for "
    "from to under with according after before if when while companies china beijing separately"
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
        if _ends_sentence(text, start, stop):
            _append(found, text, start, stop.end())
            start = stop.end()
    _append(found, text, start, len(text))
    return tuple(found)


def _append(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        begin = start + len(piece) - len(piece.lstrip())
        found.append(Sentence(start=begin, end=begin + len(kept), text=kept))


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    mark = stop[0]
    if mark[0] in "。！？；\n":
        return True
    following = _NEXT.match(text, stop.end())
    after = following[1] if following else ""
    if not after:
        return True
    if after[0].islower() and after.islower():
        return False
    if is_day_stop(text, stop.start()) or _IN_SHORT_DAY.match(text, max(0, stop.start() - 1)):
        return False
    return not mark.startswith(".") or _full_stop_ends(text[max(start, stop.start() - 24) : stop.start()], after)


def _full_stop_ends(before: str, after: str) -> bool:
    found = _WORD_BEFORE.search(before)
    word = found[1].lower() if found else ""
    if word in _INNER or (len(word) == 1 and word.isalpha()):
        return False
    if word in _BEFORE_NUMBER and _NUMBER.match(after):
        return False
    if word in _MAYBE_LAST:
        return after.lower().strip(",;:") in _STARTERS or bool(_HAN.match(after))
    return True


class Place(StrEnum):
    """Where in an item a paragraph stands, in the order in which names count as appearing."""

    HEADING = "heading"
    HEADLINE = "headline"
    SUMMARY = "summary"
    POINT = "point"
    COMMENT = "comment"
    ARTICLE = "article"
    ISSUER = "issuer"
    HOST = "host"


NEWS = frozenset({Place.HEADLINE, Place.SUMMARY, Place.POINT})
"""What the briefing reports, without what it thinks of it."""
LONGEST_PASSAGE = 5_000
"""Characters of the longest passage."""
PROSE = NEWS | {Place.COMMENT}


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A known name as decided in its context: ``id`` of the body or company, empty for any other name."""

    start: int
    end: int
    kind: NameKind
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One paragraph of an item; ``names`` in order, without overlaps."""

    place: Place
    text: str
    sentences: tuple[Sentence, ...]
    names: tuple[Name, ...] = ()

    def sentence_at(self, offset: int) -> Sentence:
        """Return the sentence that holds this character, or the one before it."""
        place = bisect_right(self.sentences, offset, key=attrgetter("start"))
        return self.sentences[max(place - 1, 0)]

    def names_of(self, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of one kind in order."""
        return tuple(name for name in self.names if name.kind is kind)

    def names_within(self, sentence: Sentence, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of one kind that stand wholly inside a sentence, in order."""
        if not self.names:
            return ()
        first = bisect_left(self.names, sentence.start, key=attrgetter("start"))
        last = bisect_left(self.names, sentence.end, lo=first, key=attrgetter("start"))
        return tuple(name for name in self.names[first:last] if name.kind is kind and name.end <= sentence.end)


def build_passages(parts: ItemParts) -> tuple[Passage, ...]:
    """Return the paragraphs of an item with their sentences, names not yet found; source labels are left out.

    A paragraph longer than anybody writes is several passages: what is recognised looks from each name and day to the
    others of its passage, so that the time for one grows faster than its length.
    """
    lead = (parts.lead,) if parts.lead and parts.lead not in parts.summary else ()
    paragraphs = (
        (Place.HEADING, (parts.heading_text or "",)),
        (Place.HEADLINE, (parts.headline or "",)),
        (Place.SUMMARY, (*parts.summary, *lead)),
        (Place.POINT, parts.points),
        (Place.COMMENT, parts.comment),
        (Place.ARTICLE, (parts.article_text or "",)),
        (Place.ISSUER, (parts.issuer_text or "",)),
        (Place.HOST, (parts.host_text or "",)),
    )
    return tuple(
        Passage(place=place, text=text, sentences=split_sentences(text))
        for place, texts in paragraphs
        for whole in texts
        for text in _part(whole)
        if text.strip()
    )


def open_behind_datelines(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return an item's passages, the first sentence of its summary without a dateline: it begins with who acts.

    A body before the day is no place, so that the names must be found.
    """
    at = next((at for at, passage in enumerate(passages) if passage.place is Place.SUMMARY), None)
    first = passages[at] if at is not None else None
    if at is None or first is None or not first.sentences:
        return passages
    end, opening = find_dateline_end(first.text), first.sentences[0]
    named = any(name.start < end for name in first.names_of(NameKind.BODY)) if end else True
    if named or not opening.start < end < opening.end:
        return passages
    bare = replace(opening, start=end, text=first.text[end : opening.end])
    return (*passages[:at], replace(first, sentences=(bare, *first.sentences[1:])), *passages[at + 1 :])


def _part(text: str) -> Iterator[str]:
    """Return a paragraph in parts of bounded length, cut behind a sentence or else at a space where there is one."""
    start = 0
    while len(text) - start > LONGEST_PASSAGE:
        stops = [*split_sentences(text[start : start + LONGEST_PASSAGE])][:-1]
        end = start + (stops[-1].end if stops else LONGEST_PASSAGE)
        space = text.rfind(" ", start + 1, end)
        end = end if stops or space < 0 else space
        yield text[start:end]
        start = end
    yield text[start:] if start else text
