"""An item as passages: each paragraph with its place, its sentences and the known names in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from operator import attrgetter

from bot.reading.document import ItemParts
from bot.reading.facts.known_names import NameKind
from bot.reading.facts.sentences import Sentence, split_sentences


class Place(StrEnum):
    """Where in an item a paragraph stands, in the order in which names count as appearing."""

    HEADING = "heading"
    HEADLINE = "headline"
    SUMMARY = "summary"
    POINT = "point"
    COMMENT = "comment"
    ARTICLE = "article"
    ISSUER = "issuer"


NEWS = frozenset({Place.HEADLINE, Place.SUMMARY, Place.POINT})
"""What the briefing reports, without what it thinks of it."""
PROSE = NEWS | {Place.COMMENT}
_LONGEST_PASSAGE, _RECOGNISED = 5_000, 10_000
"""Characters of the longest passage, and about how many of one paragraph are looked at at all."""
_DATELINE = re.compile(
    r"[A-Z][\w'’. ]{1,30}?,\s(?:\w+day,?\s)?(?:\d{1,2}\s[A-Z]\w+"
    r"|[A-Z]\w+\.?\s\d{1,2})[^.;]{0,30}?\s?[-–—:]\s+"
)
"""Place and day with which a wire's story begins ("BEIJING, Jan 14 (Wire) - ")."""


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
        first = bisect_left(self.names, sentence.start, key=attrgetter("start"))
        last = bisect_left(self.names, sentence.end, lo=first, key=attrgetter("start"))
        return tuple(name for name in self.names[first:last] if name.kind is kind and name.end <= sentence.end)


def build_passages(parts: ItemParts) -> tuple[Passage, ...]:
    """Return the paragraphs of an item with their sentences, names not yet found; source labels are left out.

    A paragraph longer than anybody writes is several passages: what is recognised looks from each name and day to the
    others of its passage, so that the time for one grows faster than its length. What stands behind its beginning is
    kept in the item and not looked at.
    """
    lead = (parts.lead,) if parts.lead and parts.lead not in parts.summary else ()
    paragraphs: tuple[tuple[Place, Sequence[str | None]], ...] = (
        (Place.HEADING, (parts.heading_text,)),
        (Place.HEADLINE, (parts.headline,)),
        (Place.SUMMARY, (*parts.summary, *lead)),
        (Place.POINT, parts.points),
        (Place.COMMENT, parts.comment),
        (Place.ARTICLE, (parts.article_text,)),
        (Place.ISSUER, (parts.issuer_text,)),
    )
    return tuple(
        Passage(place=place, text=text, sentences=split_sentences(text))
        for place, texts in paragraphs
        for whole in texts
        for text in _part(whole or "")
        if text.strip()
    )


def open_behind_dateline(passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Return an item's passages, the first sentence of its summary without a dateline: it begins with who acts."""
    at = next((at for at, passage in enumerate(passages) if passage.place is Place.SUMMARY), -1)
    line = _DATELINE.match(passages[at].text) if at >= 0 else None
    bodies = passages[at].names_of(NameKind.BODY) if line else ()
    if line is None or (bodies and bodies[0].start < line.end()):
        return passages
    first, *rest = passages[at].sentences
    if line.end() >= first.end:
        return passages
    bare = replace(first, start=line.end(), text=passages[at].text[line.end() : first.end])
    return (*passages[:at], replace(passages[at], sentences=(bare, *rest)), *passages[at + 1 :])


def _part(text: str) -> Iterator[str]:
    """Return a paragraph's beginning in parts, cut behind a sentence or else at a space where there is one."""
    start = 0
    text = text[: _RECOGNISED + _LONGEST_PASSAGE]
    while len(text) - start > _LONGEST_PASSAGE and start < _RECOGNISED:
        stops = split_sentences(text[start : start + _LONGEST_PASSAGE])[:-1]
        space = text.rfind(" ", start + 1, start + _LONGEST_PASSAGE)
        end = start + stops[-1].end if stops else space if space > start else start + _LONGEST_PASSAGE
        yield text[start:end]
        start = end
    yield text[start:] if start else text
