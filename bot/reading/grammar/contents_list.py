"""The contents list: which pieces belong to it, by leaders, page numbers, and the headings that come again later."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.headings import ends_with_page, fold_heading, has_leaders, list_contents_entries
from bot.reading.grammar.lines.placement import Mode
from bot.reading.grammar.lines.reports import is_closed
from bot.reading.grammar.lines.title_line import is_title_date
from bot.reading.grammar.outlook import Outlook

_LONGEST_ENTRY = 160
_COUNT_BEHIND = re.compile(
    r"\s*(?:[（(]\s*(?:共\s*)?\d{1,3}\s*[条项则篇]\s*[)）]|[:：]\s*\d{1,3}(?:\s*[–—~～-]\s*\d{1,3})?)\s*\Z"
)

_COLON = re.compile(r"\s*[:：]\s*(?=\S)")


@dataclass(kw_only=True, slots=True)
class ContentsList:
    """The entries read so far."""

    outlook: Outlook
    entries: set[str] = field(default_factory=set)
    has_leaders: bool = False

    def add(self, text: str) -> None:
        """Count a line or paragraph as entries."""
        self.has_leaders = self.has_leaders or has_leaders(text)
        self.entries.update(list_contents_entries(text))

    def holds(self, i: int, piece: Piece, sight: Sight) -> bool:
        """Return whether a piece after the contents' heading is another entry, and not yet the text."""
        folded = fold_heading(piece.text)
        again = self.outlook.last_seen.get(folded, i) > i
        is_day = again and not piece.is_heading and is_date_line(piece.text)
        if sight.label is not None or (sight.dated and not is_day) or folded in self.entries:
            return False
        if piece.kind is BlockKind.LIST_ITEM:
            return self.outlook.next_label(i) is None and len(piece.text) <= _LONGEST_ENTRY
        if len(piece.text) > _LONGEST_ENTRY:
            return ends_with_page(piece.text) or not self.entries
        if sight.number is not None and self.outlook.labels_at[i] is None and self.outlook.has_summary_labels:
            return True
        if piece.is_heading and self.has_leaders:
            return False
        again = again or (
            piece.kind is BlockKind.TABLE_ROW and any(self._comes_again(i, c) for c in piece.text.split(" | "))
        )
        listed = ends_with_page(piece.text) or again or self._lists_parts(i, piece)
        return listed or self._heads_rows(i, piece) or self._names_topics(i, piece)

    def leave(self, piece: Piece) -> Mode:
        """Return where the walk is behind the list: in the news, or on the title page where it tells day or period."""
        return Mode.FRONT if is_title_date(piece.text) and not piece.is_heading else Mode.BODY

    def _names_topics(self, i: int, piece: Piece) -> bool:
        """Get whether the first line names what is in the issue, right above its first part, its day or its period."""
        if self.entries or piece.is_heading or is_closed(piece.text) or i + 1 >= len(self.outlook.pieces):
            return False
        return self.outlook.sights[i + 1].section is not None or is_title_date(self.outlook.pieces[i + 1].text)

    def _lists_parts(self, i: int, piece: Piece) -> bool:
        """Return whether each line names a part of the issue, perhaps with its news behind a colon.

        A line on how many pieces of news one has ("一、政策（6条）") or which ("Companies: 9–12") does too.
        """
        lines = [_COUNT_BEHIND.sub("", line) for line in piece.lines()]
        later = (self._comes_again(i, line) or self._comes_again(i, _COLON.split(line)[0]) for line in lines)
        return bool(lines) and all(
            again or line != shown for again, line, shown in zip(later, lines, piece.lines(), strict=True)
        )

    def _heads_rows(self, i: int, piece: Piece) -> bool:
        """Return whether a row names the columns of entries with their pages ("No. | Document | Page")."""
        below = self.outlook.pieces[i + 1 : i + 2] if piece.kind is BlockKind.TABLE_ROW and not self.entries else ()
        return any(row.kind is BlockKind.TABLE_ROW and ends_with_page(row.text) for row in below)

    def _comes_again(self, i: int, name: str) -> bool:
        return self.outlook.last_seen.get(fold_heading(name), i) > i
