"""Surroundings: where the walk through a document stands, which tells what a paragraph there is."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.briefing import Section
from bot.reading.grammar.layout.lead_ins import find_first_date, find_opening_weekday, find_told_date
from bot.reading.grammar.lines.headings import OUTLOOK_MARK, find_section


@dataclass(kw_only=True, slots=True)
class Surroundings:
    """Where the walk stands: section, topic heading and the date that heads a day's news.

    ``by_paragraph`` tells that each paragraph under the topic heading is a piece of news of its own, ``by_day`` that
    each paragraph of the text is that prints a day or opens with a weekday; ``outlook_text`` is the section's name
    where it is about days to come; ``part_text`` is the highest topic heading where no section is named, of the level
    ``part_level``; ``group_level`` is the level of bullets that head deeper ones, 0 without any, and
    ``section_above`` the section in which such a list stands.
    """

    section: Section | None = None
    heading_text: str | None = None
    date_text: str | None = None
    by_paragraph: bool = False
    by_day: bool = False
    outlook_text: str | None = None
    part_text: str | None = None
    part_level: int = 0
    group_level: int = 0
    section_above: Section | None = None

    def __post_init__(self) -> None:
        self.section_above = self.section
        self.name_topic(self.heading_text)

    def enter_group(self, name: str, level: int) -> bool:
        """Go under a bullet that heads deeper ones; whether its words name a section, which then holds for these."""
        named = find_section(name)
        self.group_level, self.section = level, named or self.section_above
        self.name_topic(None if named else name)
        return named is not None

    def name_topic(self, heading_text: str | None, *, level: int = 0) -> None:
        """Set the topic heading; in a section about days to come the section's name stands before it."""
        if heading_text and self.section is None and (self.part_text is None or level <= self.part_level):
            self.part_text, self.part_level = heading_text, level
        parts = [part for part in (self.outlook_text, heading_text) if part]
        self.heading_text = OUTLOOK_MARK.join(parts) or None

    def tells_own_day(self, text: str) -> bool:
        """Whether a paragraph here starts a piece of news by telling a day of its own."""
        if self.by_day and find_opening_weekday(text):
            return True
        if self.outlook_text or self.by_day:
            return find_first_date(text) is not None
        return self.by_paragraph and find_told_date(text) is not None

    @property
    def is_news(self) -> bool:
        """Whether an undated paragraph here is a piece of news."""
        return self.section is not None or self.heading_text is not None or self.date_text is not None
