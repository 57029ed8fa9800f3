"""What the lines of a title page name, each looked at once however many ask."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.names import fold
from bot.reading.grammar.lines.title_line import is_title_date, split_title_line

_SHORT_NAME = 4


@dataclass(kw_only=True, slots=True)
class TitleLines:
    """What a title page's lines name, and whether one of them is a date."""

    seen: int = 0
    places: dict[str, int] = field(default_factory=dict)
    """Each name of some length in small letters, and its place among them."""
    folded: set[str] = field(default_factory=set)
    lengths: set[int] = field(default_factory=set)
    dated: bool = False

    def look_at(self, lines: list[str]) -> TitleLines:
        """Take in the lines that came since the last time; give this."""
        for line in lines[self.seen :]:
            found = split_title_line(line).names
            self.folded |= {fold(name) for name in found}
            self.dated = self.dated or is_title_date(line)
            for name in found:
                if len(name) >= _SHORT_NAME:
                    self.places.setdefault(name.lower(), len(self.places))
                    self.lengths.add(len(name))
        self.seen = len(lines)
        return self

    def list_opening(self, text: str) -> list[str]:
        """Give the names with which a text opens, in capitals or not, in the order of the lines."""
        openings = {text[:length].lower() for length in self.lengths}
        return sorted(filter(self.places.__contains__, openings), key=self.places.__getitem__)
