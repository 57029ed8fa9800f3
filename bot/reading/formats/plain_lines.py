"""The lines of a plain text, and which of them run along the edges of its pages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import lazy_re as re

if TYPE_CHECKING:
    from collections.abc import Sequence

_MASKED = re.compile(r"\d+")
_MIN_REPEATS = 2
_MIN_PAGES_SHARE = 0.4


@dataclass(kw_only=True)
class Line:
    """A source line: its text without indent, its number and page; ``after_blank`` when it starts a group."""

    text: str
    indent: int
    number: int
    page: int | None
    after_blank: bool = False


def read_lines(text: str) -> list[Line]:
    """Give the lines that hold something."""
    found: list[Line] = []
    paged = "\f" in text.rstrip("\f\r\n ")
    page, blank = 1, True
    for number, raw in enumerate(re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text), start=1):
        page += raw.count("\f")
        line = raw.replace("\f", "").expandtabs(4).replace("\x00", "")
        shown = line.strip()
        if shown:
            indent = len(line) - len(line.lstrip())
            found.append(
                Line(text=shown, indent=indent, number=number, page=page if paged else None, after_blank=blank)
            )
        blank = not shown
    return found


def find_running(lines: Sequence[Line]) -> frozenset[int]:
    """Give the numbers of lines that stand at the edges of many pages, digits aside."""
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None:
            by_page.setdefault(line.page, []).append(line)
    edges = [
        line for page in by_page.values() for line in {id(edge): edge for edge in (*page[:2], *page[-2:])}.values()
    ]
    seen = Counter((line.page, _MASKED.sub("#", line.text)) for line in edges)
    pages = Counter(masked for _, masked in seen)
    enough = max(_MIN_REPEATS, _MIN_PAGES_SHARE * len(by_page))
    return frozenset(line.number for line in edges if pages[_MASKED.sub("#", line.text)] >= enough)
