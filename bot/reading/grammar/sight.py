"""Sight: one piece seen by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.domain.records.briefing import Section
    from bot.reading.grammar.headings import NumberedText
    from bot.reading.grammar.labels import Label


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What a piece is by itself: its label, number and section, and whether it is set or dated like news."""

    label: Label | None
    number: NumberedText | None
    section: Section | None
    headline_like: bool
    dated: bool
    structural: bool
