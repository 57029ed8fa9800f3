"""An item as passages: each sentence with its place and the known names in it, found once for all facts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.reading.document import ItemParts
from bot.reading.facts.sentences import split_sentences


class Place(StrEnum):
    """Where in an item a sentence stands, in the order in which names count as appearing."""

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
BODY = "\ue000"
"""Stands for the name of a body, so that patterns see who does what."""
Doubt = tuple[float, str]
"""How sure something is that was inferred, and why it is no more."""
_LOOKED_AT, _LONGEST = 15_000, 5_000
"""Characters of a paragraph, and of one sentence, that are looked at: the time for one grows faster than its length."""


class NameKind(StrEnum):
    """What a known name names."""

    BODY = "body"
    COMPANY = "company"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A known name as decided in its context: ``id`` of the body or company, empty for any other name."""

    start: int
    end: int
    kind: NameKind
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """One sentence of an item; ``names`` in order, without overlaps.

    ``paragraph`` is the whole that it stands in, or the beginning of one longer than anybody writes; ``opens`` tells
    its first sentence, and ``signed`` is its text with one sign for each body.
    """

    place: Place
    text: str
    paragraph: str
    opens: bool = True
    names: tuple[Name, ...] = ()
    signed: str = ""

    def names_of(self, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of one kind in order."""
        return tuple(name for name in self.names if name.kind is kind)


def build_passages(parts: ItemParts) -> tuple[Passage, ...]:
    """Return the sentences of an item, names not yet found; source labels are left out.

    What stands behind the beginning of a paragraph longer than anybody writes is kept in the item and not looked at.
    """
    lead = (parts.lead,) if parts.lead and parts.lead not in parts.summary else ()
    paragraphs = {
        Place.HEADING: (parts.heading_text,),
        Place.HEADLINE: (parts.headline,),
        Place.SUMMARY: (*parts.summary, *lead),
        Place.POINT: parts.points,
        Place.COMMENT: parts.comment,
        Place.ARTICLE: (parts.article_text,),
        Place.ISSUER: (parts.issuer_text,),
    }
    return tuple(
        Passage(place=place, text=text, paragraph=whole[:_LOOKED_AT], opens=at == 0)
        for place, texts in paragraphs.items()
        for whole in filter(None, texts)
        for at, text in enumerate(_part(whole))
    )


def list_in(passages: Iterable[Passage], *places: Place) -> list[Passage]:
    """Return the sentences that stand in these places, in the order of the places."""
    held = tuple(passages)
    return [passage for place in places for passage in held if passage.place is place]


def list_bodies(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the ids of the bodies named, in the order of their first appearance."""
    return tuple(dict.fromkeys(name.id for passage in passages for name in passage.names_of(NameKind.BODY)))


def _part(text: str) -> Iterator[str]:
    for sentence in split_sentences(text[:_LOOKED_AT]):
        yield from (sentence.text[at : at + _LONGEST] for at in range(0, len(sentence.text), _LONGEST))
