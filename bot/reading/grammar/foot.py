"""The foot: what an issue ends with once its news is over, and whose name stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.reading.document import BlockKind, Mode, Place
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.sight import Sight
from bot.reading.grammar.lines.furniture import (
    addresses_issue,
    disclaims,
    is_imprint,
    is_motto,
    leads_to_own_pages,
    list_sentences,
    mostly_addresses_issue,
    opens_with_makers,
    speaks_of_itself,
    tells_quantity,
)
from bot.reading.grammar.lines.headings import ends_with_page, fold_heading, has_leaders, list_contents_entries
from bot.reading.grammar.lines.imprint import (
    find_addressed,
    find_holder,
    find_opening_house,
    find_place_end,
    find_role_heading,
    is_contact_line,
    is_name,
    strip_article,
)
from bot.reading.grammar.lines.reports import is_closed, is_report, is_sign_off
from bot.reading.grammar.lines.title_line import is_title_date, split_title_line
from bot.reading.grammar.lines.title_names import is_house_name, is_series_name
from bot.reading.grammar.outlook import Outlook

# The contents list: which pieces belong to it, by leaders, page numbers, and the headings that come again later.

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


_SHORTEST_NAME = 4
_FRONT = 4
_LONGEST_LINE = 160
_ABOUT = "about "
"""Opens the heading of what a house says of itself, which is not its name."""
_OF_HOUSES = re.compile(
    r"\W+(?:is|are|was|has|publishe[sd]|tracks|monitors|follows|compiles|covers|supports|advises|provides|offers|runs)\b"
)
"""What a house says of itself at the end of its issue."""
_ENDS = re.compile(r"\W*(?:the )?ends?(?: of (?:the |this )?[\w./ -]{2,40})?\W*", re.IGNORECASE)
"""Says of an issue that it ends."""
_ASKS = re.compile(
    r"\bto (?:change|update|correct) your\b|\bchange of address\b|\b(?:please )?write to\b", re.IGNORECASE
)
_LISTS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})
_NAMES_ITS_HOUSE = frozenset({Place.IMPRINT, Place.NOTE, Place.PEOPLE})


def find_foot(outlook: Outlook) -> int:
    """Return the index of the line that names or reaches the publisher or disclaims, where nothing but imprint follows.

    A house's name right above that line belongs to it; behind a list, one that speaks of the issue itself ends it.
    The number of pieces where an issue has no such end.
    """
    foot = at = len(outlook.pieces)
    names = _list_front_names(outlook)
    for piece in reversed(outlook.pieces):
        at -= 1
        if _ENDS.fullmatch(piece.text):
            foot = at
            continue
        if foot == len(outlook.pieces) and is_link_only(piece.spans) and piece.kind is BlockKind.PARAGRAPH:
            continue  # where else the house's pages lead
        housed = _opens_with_house(piece.text, ends=at + 1 == len(outlook.pieces))
        own = addresses_issue(piece.text) or mostly_addresses_issue(piece.text)
        told = (at <= outlook.last_news and not own) or piece.kind is not BlockKind.PARAGRAPH
        own = own or (at >= _FRONT and _names_issue(piece.text, names))
        if told or not (housed or own or is_contact_line(piece.text) or is_imprint(piece.raw)):
            break
        above = outlook.pieces[at - 1]
        listed = above.kind in _LISTS or find_role_heading(above.raw[:_LONGEST_LINE]) is not None
        named = foot == at + 1 and _is_house_alone(piece)
        closes = housed or is_contact_line(piece.text) or opens_with_makers(piece.text) or disclaims(piece.text)
        asks = "@" in piece.text and _ASKS.search(piece.text) is not None and is_imprint(piece.raw)
        closes = closes or (listed and (asks or speaks_of_itself(piece.text)))
        own = own or any(map(addresses_issue, list_sentences(piece.text)))
        closes = closes or (own and not speaks_of_itself(piece.text))
        foot = at if named or closes else foot
    return _over_links(outlook, foot)


def _over_links(outlook: Outlook, foot: int) -> int:
    """Return the foot with the lines of links right above it from the first that leads to the house's own pages on."""
    start = foot
    while start - 1 > max(outlook.last_news, 0) and is_link_only(outlook.pieces[start - 1].spans):
        start -= 1
    own = (at for at in range(start, foot) if leads_to_own_pages(outlook.pieces[at].text))
    return next(own, foot) if foot < len(outlook.pieces) else foot


def ends_letter(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a piece is the end of a letter, or names who signs right below that."""
    piece, above = pieces[at], pieces[max(at - 1, 0)]
    ends = is_sign_off(piece.text) and ("\n" in piece.raw or not is_closed(piece.text))
    return ends or (is_sign_off(above.text) and is_name(piece.lines()[0]))


def _list_front_names(outlook: Outlook) -> frozenset[str]:
    """Return the names of a series or a house that the first lines print."""
    lines = (line for piece in outlook.pieces[:_FRONT] if len(piece.raw) <= _LONGEST_LINE for line in piece.lines())
    names = (name for line in lines for name in split_title_line(line).names)
    return frozenset(name for name in names if " " in name and (is_house_name(name) or is_series_name(name)))


def _names_issue(text: str, names: frozenset[str]) -> bool:
    """Whether a paragraph opens with the series itself, or with the house and what it does, and tells no amount."""
    opening = text.lstrip(" *_").removeprefix("The ")
    named = [name for name in names if opening.startswith(name)]
    told = any(not is_house_name(name) or _OF_HOUSES.match(opening, len(name)) for name in named)
    return told and not tells_quantity(text)


def list_holders(pieces: Sequence[Piece], places: Sequence[Place]) -> Iterator[str]:
    """Return whom the pieces of the imprint and the notes to readers name, those who say it in words first.

    Names that stand alone count in the imprint: below a letter it is the person's office that does.
    """
    framed = [piece for piece, place in zip(pieces, places, strict=True) if place in _NAMES_ITS_HOUSE]
    yield from filter(None, (find_holder(piece.text) for piece in framed))
    stands = [piece for piece in framed if piece.kind is not BlockKind.LIST_ITEM]
    yield from filter(None, (find_addressed(piece.raw) for piece in stands))
    imprint = (piece for piece, place in zip(pieces, places, strict=True) if place is Place.IMPRINT)
    for piece in imprint:
        yield from filter(None, (find_opening_house(piece.text),))
        names = split_title_line(piece.text).names[:1] if _is_house_alone(piece) else ()
        yield from (
            strip_article(name) for name in names if len(name) >= _SHORTEST_NAME and not name.lower().startswith(_ABOUT)
        )


def _opens_with_house(text: str, *, ends: bool) -> bool:
    """Whether a text is a house with its place, and behind them nothing but what an imprint says.

    What ``ends`` the whole document may say anything else that reports nothing.
    """
    rest = text[find_place_end(text) :]
    return find_opening_house(text) is not None and (is_imprint(rest) or (ends and not is_report(rest)))


def _is_house_alone(piece: Piece) -> bool:
    said = is_sign_off(piece.text) or is_closed(piece.text) or "@" in piece.text or ": " in piece.text
    is_source = piece.text.startswith(("(", "（"))
    return is_house_name(piece.text) and is_motto(piece.text) and not (said or is_source)
