"""Heading levels: on which levels the headings of the open section and the open topic stand, and what ends them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.text import is_in_capitals
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.topic_lines import HEADLINE_LEVEL


@dataclass(kw_only=True, slots=True)
class HeadingLevels:
    """The levels of the section's and the topic's heading, 0 where none is open or it is set as plain text."""

    section: int = 0
    counted_section: int = 0
    topic: int = 0
    _in_capitals: bool = False

    def enter_section(self, piece: Piece, *, counted: bool) -> None:
        """Take a heading that opens a section, with or without a number."""
        self.section = piece.level if piece.is_heading else 0
        self.counted_section = self.section if counted else 0
        self._in_capitals = not piece.is_heading and is_in_capitals(piece.text)

    def leave_section(self, piece: Piece, *, headline: bool) -> bool:
        """Say whether a heading stands as high as that of the section, which then has ended; a headline never does."""
        as_high = piece.is_heading and not headline and piece.level <= self.section
        alike = self._in_capitals and is_in_capitals(piece.text) and piece.level != HEADLINE_LEVEL
        left = as_high or alike
        self.section = 0 if left else self.section
        return left

    def is_inside(self, piece: Piece) -> bool:
        """Whether a heading stands below that of the open section."""
        return piece.is_heading and 0 < self.section < piece.level

    def ends_topic(self, piece: Piece) -> bool:
        """Whether a heading stands as high as that of the open topic, or higher."""
        return piece.is_heading and self.topic > 0 and piece.level <= self.topic
