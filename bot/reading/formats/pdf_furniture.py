"""Tells running headers, footers and page numbers from what a PDF page says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.reading.formats.pdf_glyphs import DrawnPage
    from bot.reading.formats.pdf_lines import Row

_OUTER_SHARE, _INNER_SHARE = 0.1, 0.16
_MIN_REPEATS = 2
_PAGES_SHARE, _MOST_SHARE = 0.4, 0.6
_SAME_HEIGHT = 4.0
_SHORTEST_TITLE = 8
_SMALL, _APART = 0.9, 2.5
_NEIGHBOURS, _EVEN = 3, 0.9
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"[-–—|•\s]*(?:page|seite|p\.|第)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*(?:(?:of|/|von|页\s*共)\s*\d{1,4})?\s*页?[-–—|•\s]*",
    re.IGNORECASE,
)


def find_furniture(pages: Sequence[tuple[DrawnPage, Sequence[Row]]]) -> frozenset[int]:
    """Give the ``id()`` of each row that is a running header, footer or page number.

    It stands in the outer tenth of its page, and either the same text (digits aside) stands at the same height on many
    pages, or it is a bare page number, or (not on the first page) it opens with the document's title, set largest on
    the first page, or is set small and far from the text. The first and the last row of a page may stand further in,
    where most pages have the same there.
    """
    body = find_body_size([row for _, rows in pages for row in rows])
    heights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    outer = [(page, row, distance) for page, rows in pages for row, distance in _outer_rows(page, rows)]
    for page, row, distance in outer:
        heights[_mask(row.text)].append((page.number, distance))
    by_page = {page.number: rows for page, rows in pages}
    enough = max(_MIN_REPEATS, _PAGES_SHARE * len(pages))
    title = _find_title(pages[0][1]) if pages else ""
    inner = [(page, row, distance) for page, rows in pages for row, distance in _inner_rows(page, rows)]
    further: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for page, row, distance in inner:
        further[_mask(row.text)].append((page.number, distance))
    most = max(_MIN_REPEATS, _MOST_SHARE * len(pages))
    repeated = (id(row) for _, row, distance in inner if _count_alike(further[_mask(row.text)], distance) >= most)
    return frozenset(repeated) | frozenset(
        id(row)
        for page, row, distance in outer
        if _PAGE_NUMBER.fullmatch(row.text)
        or _count_alike(heights[_mask(row.text)], distance) >= enough
        or (page.number > 1 and title and row in _ends(by_page[page.number]) and _mask(row.text).startswith(title))
        or (page.number > 1 and row.size <= _SMALL * body and _is_apart(row, by_page[page.number], body))
    )


def find_body_size(rows: Sequence[Row]) -> float:
    """Give the size in which most of a document's letters are set."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[row.size] += len(row.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


def _find_title(rows: Sequence[Row]) -> str:
    """Give the masked text of the row set largest on a first page; none where it is short or many are as large."""
    size = max((row.size for row in rows), default=0.0)
    largest = [row for row in rows if row.size == size]
    title = _mask(largest[0].text) if len(largest) == 1 else ""
    return title if len(title) >= _SHORTEST_TITLE else ""


def _ends(rows: Sequence[Row]) -> tuple[Row, Row]:
    return rows[0], rows[-1]


def _is_apart(row: Row, rows: Sequence[Row], body: float) -> bool:
    """Say whether wide white space parts an outermost row from its neighbour, and no row of a size from the next too.

    The rows of a table may stand as far from each other.
    """
    at = next(index for index, other in enumerate(rows) if other is row)
    if at not in {0, len(rows) - 1} or len(rows) == 1:
        return False
    inwards = rows if at == 0 else rows[::-1]
    gaps = [abs(above.y - below.y) for above, below in pairwise(inwards[:_NEIGHBOURS])]
    evenly = len(gaps) > 1 and inwards[1].size == row.size and gaps[1] >= _EVEN * gaps[0]
    return gaps[0] >= _APART * body and not evenly


def _mask(text: str) -> str:
    return _DIGITS.sub("#", " ".join(text.split())).casefold()


def _outer_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Give the rows near the page's upper and lower edge with their distance: from the top, or below zero."""
    height = page.frame.y1 - page.frame.y0
    for row in rows:
        above, below = page.frame.y1 - row.y - row.size / 2, row.y + row.size / 2 - page.frame.y0
        if min(above, below) <= _OUTER_SHARE * height:
            yield row, above if above < below else -below


def _inner_rows(page: DrawnPage, rows: Sequence[Row]) -> Iterator[tuple[Row, float]]:
    """Give the first and the last row of a page that stand further from its edge than headers and footers mostly do."""
    height = page.frame.y1 - page.frame.y0
    for row, sign in ((rows[0], 1), (rows[-1], -1)) if len(rows) > 1 else ():
        middle = row.y + row.size / 2
        distance = page.frame.y1 - middle if sign > 0 else middle - page.frame.y0
        if _OUTER_SHARE * height < distance <= _INNER_SHARE * height:
            yield row, sign * distance


def _count_alike(found: Sequence[tuple[int, float]], distance: float) -> int:
    return len({number for number, other in found if abs(other - distance) <= _SAME_HEIGHT})
