"""Puts a PDF page's runs together into rows: bullets drawn or printed, numbers, cells beside each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.reading.formats.pdf_glyphs import Box, DrawnPage, Look, Run

BULLETS = frozenset("•·■▪●○◦‣⁃□➢►✓✔❖◆◇▶∙⦁⚫-–—*")
DASHES = frozenset("-–—*")
_LETTER_BULLETS = frozenset("onvlqØ§ü�")
"""Letters that fonts of signs show as bullets, and some programs write in fonts of letters."""
_SAME_ROW, _RAISED_ROW, _RAISED_SIZE, _RAISED = 0.4, 0.5, 0.82, 0.12
_JOIN_GAP, _BULLET_GAP = 1.2, 4.0
_BULLET_MIN_GAP, _DASH_MIN_GAP = 0.2, 0.5
_MARK_LOW, _MARK_HIGH, _MARK_MIN, _MARK_MAX, _SQUARE = -0.15, 0.85, 0.12, 0.8, 1.7
_SPACE_GAP, _SURE_SPACE_GAP = 0.08, 0.2
_ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]")
_RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(kw_only=True, slots=True)
class Line:
    """A stretch of one baseline that reads as one: ``x0`` is where its text starts, after its bullet at ``bullet_x``.

    ``left`` and ``right`` are the edges of the column it stands in, ``region`` numbers the columns of the document.
    ``cells`` holds the lines of each cell where it is a table's row, none for an empty cell; ``run`` is then all of it.
    """

    page: int
    y: float
    size: float
    run: Run
    bullet_x: float | None = None
    left: float = 0.0
    right: float = 0.0
    region: int = 0
    cells: tuple[tuple[Run, ...], ...] = ()
    _text: str = field(default="", repr=False, compare=False)

    @property
    def x0(self) -> float:
        """Left edge of the text."""
        return self.run.lefts[0]

    @property
    def x1(self) -> float:
        """Right edge of the text."""
        return self.run.rights[-1]

    @property
    def start(self) -> float:
        """Left edge, the bullet included."""
        return self.x0 if self.bullet_x is None else self.bullet_x

    @property
    def text(self) -> str:
        """The characters with their spaces; put together once, a line's run does not change."""
        self._text = self._text or self.run.text
        return self._text

    @property
    def bold(self) -> bool:
        """Whether all letters are bold."""
        return all(look.bold for look, char in zip(self.run.looks, self.run.chars, strict=True) if char.isalnum())

    @property
    def starts_bold(self) -> bool:
        """Whether the first letter is bold."""
        return self.run.looks[0].bold


@dataclass(kw_only=True, slots=True)
class Row:
    """All that stands on one baseline of a page, from left to right, parted at wide gaps."""

    y: float
    size: float
    pieces: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The row's text with single spaces between its pieces."""
        return " ".join(piece.text for piece in self.pieces)


def read_rows(page: DrawnPage) -> list[Row]:
    """Return the rows of a page from the top, their pieces from the left."""
    groups = _group_by_baseline(page.runs)
    _attach_marks(groups, page.marks)
    return [_build_row(page.number, runs) for runs in groups]


def join_runs(runs: Sequence[Run]) -> Run:
    """Return one run for several that stand beside each other, spaces where the gap asks for one; one may be given."""
    if len(runs) == 1:
        runs[0].spaces[0] = False
        return runs[0]
    whole = Run(y=runs[0].y, size=main_size(runs))
    for run in runs:
        gap = run.x0 - whole.x1 if whole.chars else 0.0
        whole.chars += run.chars
        whole.lefts += run.lefts
        whole.rights += run.rights
        whole.looks += run.looks
        whole.spaces += [gap > _SPACE_GAP * run.size or run.spaces[0], *run.spaces[1:]]
        whole.links += run.links
    whole.spaces[0] = False
    if all(before <= after + whole.size for before, after in pairwise(whole.lefts)):
        return whole
    order = sorted(range(len(whole.chars)), key=lambda at: whole.lefts[at])  # the file draws some glyphs later
    gaps = [whole.lefts[at] - whole.rights[before] for before, at in pairwise(order)]
    moved = [
        whole.spaces[at] if at == before + 1 else gap > _SURE_SPACE_GAP * whole.size
        for (before, at), gap in zip(pairwise(order), gaps, strict=True)
    ]
    return Run(
        y=whole.y,
        size=whole.size,
        chars=[whole.chars[at] for at in order],
        lefts=[whole.lefts[at] for at in order],
        rights=[whole.rights[at] for at in order],
        looks=[whole.looks[at] for at in order],
        spaces=[False, *moved],
        links=[whole.links[at] for at in order],
    )


def main_size(runs: Iterable[Run]) -> float:
    """Return the size in which most of the glyphs are set."""
    counts: Counter[float] = Counter()
    for run in runs:
        counts.update([look.size for look in run.looks])
    return max(counts, key=lambda size: (counts[size], size))


def _group_by_baseline(runs: Sequence[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    tops: list[Run] = []
    for run in sorted(runs, key=lambda run: -run.y):
        top = tops[-1] if tops else None
        share = _RAISED_ROW if top and top.size < _RAISED_SIZE * run.size else _SAME_ROW
        last = groups[-1][-1] if groups else run
        near = top is not None and top.y - run.y <= share * max(top.size, run.size)
        if top and (near or last.y - run.y <= _SAME_ROW * min(last.size, run.size)):
            groups[-1].append(run)
            tops[-1] = max(top, run, key=lambda one: len(one.chars) * one.size)
        else:
            groups.append([run])
            tops.append(run)
    for group in groups:
        group.sort(key=lambda run: run.x0)
    return groups


def _attach_marks(groups: Sequence[list[Run]], marks: Sequence[Box]) -> None:
    """Put small square shapes that stand before a row's first text there as bullets."""
    for mark in marks:
        width, height = mark.x1 - mark.x0, mark.y1 - mark.y0
        if max(width, height) > _SQUARE * min(width, height):
            continue
        for group in groups:
            run = min((one for one in group if one.x0 >= mark.x1), key=lambda one: one.x0, default=None)
            if run is None or not _MARK_MIN * run.size <= max(width, height) <= _MARK_MAX * run.size:
                continue
            high = ((mark.y0 + mark.y1) / 2 - run.y) / run.size
            near = _BULLET_MIN_GAP * run.size <= run.x0 - mark.x1 <= _BULLET_GAP * run.size
            free = all(one.x1 < mark.x0 - _BULLET_GAP * run.size for one in group if one.x0 < mark.x0)
            if near and free and _MARK_LOW <= high <= _MARK_HIGH:
                group.append(build_sign("•", run.y, mark.x0, mark.x1, run.looks[0]))
                group.sort(key=lambda one: one.x0)
                break


def build_sign(sign: str, y: float, left: float, right: float, look: Look) -> Run:
    """Return a run of one sign."""
    return Run(
        y=y, size=look.size, chars=[sign], lefts=[left], rights=[right], looks=[look], spaces=[False], links=[None]
    )


def _build_row(page: int, runs: Sequence[Run]) -> Row:
    size = main_size(runs)
    base = max(runs, key=lambda run: len(run.chars) * run.size).y
    row = Row(y=base, size=size)
    for bullet_x, group in _part(runs, size):
        own, main = max(group, key=lambda run: len(run.chars) * run.size).y, main_size(group)
        for run in group:
            if run.size < _RAISED_SIZE * main and run.y > own + _RAISED * main:
                run.chars[:] = [char.translate(_RAISED_DIGITS) for char in run.chars]
        whole = join_runs(group)
        row.pieces.append(Line(page=page, y=own, size=main_size([whole]), run=whole, bullet_x=bullet_x))
    return row


def _part(runs: Sequence[Run], size: float) -> Iterator[tuple[float | None, list[Run]]]:
    """Part a row's runs at wide gaps; a bullet or number goes with what follows it."""
    group: list[Run] = []
    bullet_x: float | None = None
    queue = list(reversed(runs))
    while queue:
        run = queue.pop()
        numbered = len(group) == 1 and _ENUMERATOR.fullmatch("".join(group[0].chars)) is not None
        if group and run.x0 - group[-1].x1 > (_BULLET_GAP if numbered else _JOIN_GAP) * size:
            yield bullet_x, group
            group, bullet_x = [], None
        if not group and bullet_x is None and _opens_with_bullet(run, queue[-1] if queue else None):
            bullet_x = run.x0
            queue += [run.cut(1)] if len(run.chars) > 1 else []
            continue
        group.append(run)
    if group:
        yield bullet_x, group


def _opens_with_bullet(run: Run, following: Run | None) -> bool:
    """Say whether a run opens with a bullet, or is one where text follows."""
    sign, own = run.chars[0], run.looks[0]
    symbol = own.symbol or "\ue000" <= sign <= "\uf8ff"
    if sign not in BULLETS and not symbol and sign not in _LETTER_BULLETS:
        return False
    if len(run.chars) > 1:
        gap, other = run.lefts[1] - run.rights[0], run.looks[1].font != own.font
    elif following is not None:
        gap, other = following.x0 - run.rights[0], following.looks[0].font != own.font
    else:
        return False
    least = _DASH_MIN_GAP if sign in DASHES else _BULLET_MIN_GAP
    apart = least * run.size <= gap <= _BULLET_GAP * run.size or (symbol and other)
    return apart and (sign not in _LETTER_BULLETS or symbol or other)
