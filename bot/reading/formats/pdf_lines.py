"""Puts a PDF page's runs together into rows with their bullets, and rows into columns, one read after the other."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, takewhile
from statistics import median

from bot.reading.formats.pdf_glyphs import Box, DrawnPage, Glyph, Run

DASHES = frozenset("-–—*")
_BULLETS = frozenset("•·■▪●○◦‣⁃□➢►✓✔❖◆◇▶∙⦁⚫") | DASHES
_LETTER_BULLETS = frozenset("onvlqØ§ü\ufffd")
"""Letters that fonts of signs show as bullets, and some programs write in fonts of letters."""
_SAME_ROW = 0.45
_JOIN_GAP, _BULLET_GAP = 1.2, 4.0
_BULLET_MIN_GAP, _DASH_MIN_GAP = 0.2, 0.5
_MARK_LOW, _MARK_HIGH, _MARK_MIN, _MARK_MAX, _SQUARE = -0.15, 0.85, 0.12, 0.8, 1.7
_SPACE_GAP, _SURE_SPACE_GAP = 0.08, 0.2
_LONGEST_NUMBER = 5


@dataclass(kw_only=True)
class Line:
    """A stretch of one baseline that reads as one: ``x0`` is where its text starts, after its bullet at ``bullet_x``.

    ``left`` and ``right`` are the edges of the column it stands in, ``region`` numbers the columns of the document.
    ``cells`` holds the lines of each cell where it is a table's row, none for an empty cell; ``run`` is then all of it.
    """

    page: int
    y: float
    run: Run
    bullet_x: float | None = None
    left: float = 0.0
    right: float = 0.0
    region: int = 0
    cells: tuple[tuple[Run, ...], ...] = ()

    @property
    def x0(self) -> float:
        """Left edge of the text."""
        return self.run.x0

    @cached_property
    def x1(self) -> float:
        """Right edge of the text."""
        return max(glyph.x1 for glyph in self.run.glyphs) if self.cells else self.run.x1

    @property
    def start(self) -> float:
        """Left edge, the bullet included."""
        return self.x0 if self.bullet_x is None else self.bullet_x

    @cached_property
    def size(self) -> float:
        """The size of most letters."""
        return main_size([self.run])

    @cached_property
    def text(self) -> str:
        """The characters with their spaces."""
        return self.run.text

    @property
    def starts_bold(self) -> bool:
        """Whether the first letter is bold."""
        return self.run.glyphs[0].look.bold


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
        return runs[0]
    glyphs: list[Glyph] = []
    for run in runs:
        gap = run.x0 - glyphs[-1].x1 if glyphs else 0.0
        run.glyphs[0].space = gap > _SPACE_GAP * run.size or run.glyphs[0].space
        glyphs += run.glyphs
    size = main_size(runs)
    if any(before.x0 > after.x0 + size for before, after in pairwise(glyphs)):  # the file draws some glyphs later
        glyphs.sort(key=lambda glyph: glyph.x0)
        for before, after in pairwise(glyphs):
            after.space = after.space or after.x0 - before.x1 > _SURE_SPACE_GAP * size
    return Run(y=runs[0].y, size=size, glyphs=glyphs)


def main_size(runs: Iterable[Run]) -> float:
    """Return the size in which most of the glyphs are set."""
    counts = Counter(glyph.look.size for run in runs for glyph in run.glyphs)
    return max(counts, key=lambda size: (counts[size], size))


def _group_by_baseline(runs: Sequence[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    top: Run | None = None
    for run in sorted(runs, key=lambda run: -run.y):
        if top and top.y - run.y <= _SAME_ROW * max(top.size, run.size):
            groups[-1].append(run)
            top = max(top, run, key=lambda one: len(one.glyphs) * one.size)
        else:
            groups.append([run])
            top = run
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
            run = next((one for one in group if one.x0 >= mark.x1), None)
            if run is None or not _MARK_MIN * run.size <= max(width, height) <= _MARK_MAX * run.size:
                continue
            high = ((mark.y0 + mark.y1) / 2 - run.y) / run.size
            near = _BULLET_MIN_GAP * run.size <= run.x0 - mark.x1 <= _BULLET_GAP * run.size
            free = all(one.x1 < mark.x0 - _BULLET_GAP * run.size for one in group if one.x0 < mark.x0)
            if near and free and _MARK_LOW <= high <= _MARK_HIGH:
                sign = Glyph(char="•", x0=mark.x0, x1=mark.x1, y=run.y, look=run.glyphs[0].look)
                group.insert(group.index(run), Run(y=run.y, size=run.size, glyphs=[sign]))
                break


def _build_row(page: int, runs: Sequence[Run]) -> Row:
    size = main_size(runs)
    row = Row(y=max(runs, key=lambda run: len(run.glyphs) * run.size).y, size=size)
    for bullet_x, group in _part(runs, size):
        own = max(group, key=lambda run: len(run.glyphs) * run.size)
        row.pieces.append(Line(page=page, y=own.y, run=join_runs(group), bullet_x=bullet_x))
    return row


def _part(runs: Sequence[Run], size: float) -> Iterator[tuple[float | None, list[Run]]]:
    """Part a row's runs at wide gaps; a bullet or number goes with what follows it."""
    group: list[Run] = []
    bullet_x: float | None = None
    queue = list(reversed(runs))
    while queue:
        run = queue.pop()
        first = group[0].glyphs if len(group) == 1 else []
        numbered = 1 < len(first) <= _LONGEST_NUMBER and first[-1].char in ".)" and first[-2].char.isalnum()
        if group and run.x0 - group[-1].x1 > (_BULLET_GAP if numbered else _JOIN_GAP) * size:
            yield bullet_x, group
            group, bullet_x = [], None
        if not group and bullet_x is None and _opens_with_bullet(run, queue[-1] if queue else None):
            bullet_x = run.x0
            queue += [run.cut(1)] if len(run.glyphs) > 1 else []
            continue
        group.append(run)
    if group:
        yield bullet_x, group


def _opens_with_bullet(run: Run, following: Run | None) -> bool:
    """Say whether a run opens with a bullet, or is one where text follows."""
    own = run.glyphs[0]
    after = run.glyphs[1] if len(run.glyphs) > 1 else following.glyphs[0] if following else None
    symbol = own.look.symbol or "\ue000" <= own.char <= "\uf8ff"
    if after is None or not (own.char in _BULLETS or symbol or own.char in _LETTER_BULLETS):
        return False
    gap, other = after.x0 - own.x1, after.look.font != own.look.font
    least = _DASH_MIN_GAP if own.char in DASHES else _BULLET_MIN_GAP
    apart = least * run.size <= gap <= _BULLET_GAP * run.size or (symbol and other)
    return apart and (own.char not in _LETTER_BULLETS or symbol or other)


# The reading order of a page: columns beside each other are read one after the other.

_GUTTER, _WIDE_GUTTER = 0.9, 2.0
_MIN_SIDE_LINES, _SURE_SIDE_LINES, _MIN_SIDE_SHARE = 2, 3, 0.06
_PARTED, _PARTED_LARGE = 2.6, 1.5
_MAX_DEPTH = 4
_Span = tuple[float, float]
"""A stretch of a page's width, from left to right."""


def order_rows(rows: Sequence[Row], *, depth: int = 0) -> list[list[Line]]:
    """Return the lines in reading order, as regions: what stands in one column or over the full width."""
    regions: list[list[Line]] = [[]]
    pieces = [piece for row in rows for piece in row.pieces]
    width = (min((piece.start for piece in pieces), default=0.0), max((piece.x1 for piece in pieces), default=0.0))
    usual = median(row.size for row in rows) if rows else 0.0
    # A gutter can only lie where something begins to the right of another piece's end.
    beside = bool(pieces) and max(piece.start for piece in pieces) - min(piece.x1 for piece in pieces)
    depth = depth if beside >= _GUTTER * usual else _MAX_DEPTH
    at = 0
    while at < len(rows):
        table = list(takewhile(lambda line: line.cells, (row.pieces[0] for row in rows[at:])))
        if table:
            regions += [table, []]
            at += len(table)
            continue
        end, gutter = _find_columns(rows, at, width, usual) if depth < _MAX_DEPTH else (at, None)
        if gutter is None:
            regions[-1].append(_whole_line(rows[at]))
            at += 1
            continue
        band = rows[at:end]
        above = _count_above(band, gutter)
        regions[-1] += [_whole_line(row) for row in band[:above]]
        regions += [region for side in _split(band[above:], gutter) for region in order_rows(side, depth=depth + 1)]
        regions.append([])
        at = end
    return [region for region in regions if region]


def _whole_line(row: Row) -> Line:
    """Return a row that belongs to no columns as one line."""
    first = row.pieces[0]
    if len(row.pieces) == 1:
        return first
    run = join_runs([piece.run for piece in row.pieces])
    return Line(page=first.page, y=first.y, run=run, bullet_x=first.bullet_x)


def _find_columns(rows: Sequence[Row], start: int, width: _Span, usual: float) -> tuple[int, _Span | None]:
    """Find the longest band of rows from ``start`` that one gutter parts; the gutter is None when there is none.

    ``usual`` is the size of most rows: a large title above columns asks for no wider gutter.
    """
    least = _GUTTER * min(rows[start].size, usual)
    free = [width]
    best: tuple[int, _Span | None] = (start, None)
    for end in range(start, len(rows)):
        for piece in rows[end].pieces:
            free = _cut(free, piece.start, piece.x1, least)
        if not free:
            break
        inner = [(low, high) for low, high in free if low > width[0] and high < width[1]]  # text on both sides
        gutter = _choose(rows[start : end + 1], inner, width[1] - width[0]) if inner else None
        if gutter is not None:
            best = (end + 1, gutter)
    return best


def _count_above(band: Sequence[Row], gutter: _Span) -> int:
    """Count a band's first rows that stand above its columns, with white space between.

    One part of theirs may stand further right than the column begins, as a day at the edge of the page does.
    """
    starts = [[piece.start for piece in row.pieces if piece.start >= gutter[1]] for row in band]
    left = min(start for row in starts for start in row) + band[0].size
    first = next(at for at, row in enumerate(starts) if any(start <= left for start in row))
    return next((at for at in range(first, 0, -1) if _is_parted(band, at)), 0)


def _is_parted(rows: Sequence[Row], at: int) -> bool:
    """Say whether white space over the full width stands above a row."""
    sizes = sorted((rows[at].size, rows[at - 1].size))
    return rows[at - 1].y - rows[at].y > max(_PARTED * sizes[0], _PARTED_LARGE * sizes[1])


def _cut(free: Sequence[_Span], left: float, right: float, least: float) -> list[_Span]:
    """Take a covered stretch out of the free ones; what is narrower than ``least`` is no gutter."""
    found: list[_Span] = []
    for low, high in free:
        found += [(low, min(high, left)), (max(low, right), high)] if left < high and right > low else [(low, high)]
    return [(low, high) for low, high in found if high - low >= least]


def _choose(band: Sequence[Row], free: Sequence[_Span], width: float) -> _Span | None:
    """Choose the widest free stretch with enough text on both sides, which share most of their height."""
    good: list[_Span] = []
    for low, high in free:
        left = [piece for row in band for piece in row.pieces if piece.x1 <= low]
        right = [piece for row in band for piece in row.pieces if piece.start >= high]
        least = _MIN_SIDE_LINES if high - low >= _WIDE_GUTTER * band[0].size else _SURE_SIDE_LINES
        if min(len(left), len(right)) < least:
            continue
        wide = all(
            max(piece.x1 for piece in side) - min(piece.start for piece in side) >= _MIN_SIDE_SHARE * width
            for side in (left, right)
        )
        common = min(left[0].y, right[0].y) - max(left[-1].y, right[-1].y)
        if wide and common >= min(left[0].y - left[-1].y, right[0].y - right[-1].y) / 2:
            good.append((low, high))
    return max(good, key=lambda stretch: stretch[1] - stretch[0], default=None)


def _split(band: Sequence[Row], gutter: _Span) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in band:
        for is_right, side in enumerate(sides):
            pieces = [piece for piece in row.pieces if (piece.start >= gutter[1]) == bool(is_right)]
            if pieces:
                side.append(Row(y=row.y, size=max(piece.size for piece in pieces), pieces=pieces))
    return sides
