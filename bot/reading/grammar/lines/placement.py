"""Placement: where each piece of a document went, so that nothing is lost silently."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """What became of a piece: part of an item, of the briefing's own fields, named furniture, or unread."""

    ITEM = "item"
    TITLE_PAGE = "title page"
    PEOPLE = "people"
    CONTENTS = "contents"
    SECTION_HEADING = "section heading"
    TOPIC_HEADING = "topic heading"
    TABLE_HEAD = "table head"
    IMPRINT = "imprint"
    NAVIGATION = "navigation"
    NOTE = "note on the publication"
    BLANK = "blank"
    UNREAD = "unread"


@dataclass(frozen=True, kw_only=True, slots=True)
class Placement:
    """Where one piece of a block went; ``block`` is the block's index, ``text`` the piece's words."""

    block: int
    place: Place
    text: str


class Mode(StrEnum):
    """The part of the document the walk is in."""

    FRONT = "front"
    CONTENTS = "contents"
    BODY = "body"
    PEOPLE = "people"
    PUBLISHER = "publisher"
    IMPRINT = "imprint"
