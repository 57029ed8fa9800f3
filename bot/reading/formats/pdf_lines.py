"""Puts a PDF page's runs together into rows: bullets drawn or printed, numbers, cells beside each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from statistics import median

from bot.reading.formats.pdf_glyphs import Box, DrawnPage, Look, Run

BULLETS = frozenset("•·■▪●○◦‣⁃□➢►✓✔❖◆◇▶∙⦁⚫-–—*")
DASHES = frozenset("-–—*")
_LETTER_BULLETS = frozenset("onvlqØ§ü�")
_SAME_ROW, _RAISED_ROW, _TOUCH = 0.4, 0.5, 0.02
_JOIN_GAP = 1.2
_BULLET_GAP = 4.0
_BULLET_MIN_GAP, _DASH_MIN_GAP = 0.2, 0.5
_MARK_LOW, _MARK_HIGH = -0.15, 0.85
_MARK_MIN, _MARK_MAX = 0.12, 0.8
_SQUARE = 1.7
_SPACE_GAP, _SURE_SPACE_GAP = 0.08, 0.2
_RAISED_SIZE, _RAISED = 0.82, 0.12
_SMALLER, _RAISED_MOST, _BESIDE, _LONGEST_MARK = 0.95, 0.6, 0.25, 6
_MARK_STARTS = frozenset("0123456789[(*†")
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
    _text: str | None = field(default=None, repr=False, compare=False)

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
        return self.run.x0 if self.bullet_x is None else self.bullet_x

    @property
    def text(self) -> str:
        """The characters with their spaces; put together once, a line's run does not change."""
        if self._text is None:
            self._text = run_text(self.run)
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


def run_text(run: Run) -> str:
    """Return a run's characters with its spaces."""
    return "".join([f" {char}" if space else char for char, space in zip(run.chars, run.spaces, strict=True)])


def read_rows(page: DrawnPage) -> list[Row]:
    """Return the rows of a page from the top, their pieces from the left."""
    groups = _group_by_baseline(page.runs)
    _attach_marks(groups, page.marks)
    return [_build_row(page.number, runs) for runs in groups]


def join_runs(runs: Sequence[Run]) -> Run:
    """Return one run for several that stand beside each other, spaces where the gap asks for one; one may be given."""
    if len(runs) == 1 and runs[0].look is not None:
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
    return (
        whole if all(before <= after + whole.size for before, after in pairwise(whole.lefts)) else _sort_glyphs(whole)
    )


def _sort_glyphs(run: Run) -> Run:
    """Return the run with its glyphs from left to right, where the file draws some of them later."""
    order = sorted(range(len(run.chars)), key=lambda at: run.lefts[at])
    sorted_run = Run(y=run.y, size=run.size)
    for place, at in enumerate(order):
        before = order[place - 1] if place else None
        gap = run.lefts[at] - run.rights[before] if before is not None else 0.0
        sorted_run.chars.append(run.chars[at])
        sorted_run.lefts.append(run.lefts[at])
        sorted_run.rights.append(run.rights[at])
        sorted_run.looks.append(run.looks[at])
        sorted_run.spaces.append(run.spaces[at] if before == at - 1 else gap > _SURE_SPACE_GAP * run.size)
        sorted_run.links.append(run.links[at])
    return sorted_run


def main_size(runs: Iterable[Run]) -> float:
    """Return the size in which most of the glyphs are set."""
    counts: dict[float, int] = {}
    for run in runs:
        if (look := run.look) is not None:
            counts[look.size] = counts.get(look.size, 0) + len(run.looks)
            continue
        looks = {id(look): look for look in run.looks}
        for key, count in Counter(map(id, run.looks)).items():
            size = looks[key].size
            counts[size] = counts.get(size, 0) + count
    return max(counts, key=lambda size: (counts[size], size))


def _group_by_baseline(runs: Sequence[Run]) -> list[list[Run]]:
    groups: list[list[Run]] = []
    _settle_raised(runs)
    for run in sorted(runs, key=lambda run: -run.y):
        last = groups[-1] if groups else []
        top = max(last, key=lambda one: len(one.chars) * one.size, default=None)
        if top and (
            (top.y - run.y <= _reach(top, run) and not _is_below_one(run, last))
            or last[-1].y - run.y <= _SAME_ROW * min(last[-1].size, run.size)
        ):
            last.append(run)
        else:
            groups.append([run])
    for group in groups:
        group.sort(key=lambda run: run.x0)
    return groups


def _settle_raised(runs: Sequence[Run]) -> None:
    """Set small marks that touch a text's end and stand high on its line, their digits written as raised."""
    size = main_size(runs) if runs else 0.0
    for mark in runs:
        if mark.size >= _SMALLER * size or len(mark.chars) > _LONGEST_MARK or mark.chars[0] not in _MARK_STARTS:
            continue
        for base in runs:
            high = mark.y - base.y
            if (
                base.size > mark.size
                and _RAISED * base.size < high <= _RAISED_MOST * base.size
                and abs(mark.x0 - base.x1) <= _BESIDE * base.size
            ):
                mark.y = base.y
                mark.chars[:] = [char.translate(_RAISED_DIGITS) for char in mark.chars]
                break


def _reach(upper: Run, lower: Run) -> float:
    """Return how far below one run another may stand on the same baseline: small ones are raised a little more."""
    share = _RAISED_ROW if upper.size < _RAISED_SIZE * lower.size else _SAME_ROW
    return share * max(upper.size, lower.size)


def _is_below_one(run: Run, group: Sequence[Run]) -> bool:
    """Say whether a run stands under one of a group, as two lines do beside one heading in large letters."""
    return any(
        one.y - run.y > _reach(one, run) and min(one.x1, run.x1) - max(one.x0, run.x0) > _TOUCH * run.size
        for one in group
    )


def _attach_marks(groups: Sequence[list[Run]], marks: Sequence[Box]) -> None:
    """Put small square shapes that stand before a row's first text there as bullets."""
    for mark in marks:
        width, height = mark.x1 - mark.x0, mark.y1 - mark.y0
        if max(width, height) > _SQUARE * min(width, height):
            continue
        middle = (mark.y0 + mark.y1) / 2
        for group in groups:
            run = min((one for one in group if one.x0 >= mark.x1), key=lambda one: one.x0, default=None)
            if run is None or not _MARK_MIN * run.size <= max(width, height) <= _MARK_MAX * run.size:
                continue
            high = (middle - run.y) / run.size
            near = _BULLET_MIN_GAP * run.size <= run.x0 - mark.x1 <= _BULLET_GAP * run.size
            free = all(one.x1 < mark.x0 - _BULLET_GAP * run.size for one in group if one.x0 < mark.x0)
            if near and free and _MARK_LOW <= high <= _MARK_HIGH:
                look = run.looks[0]
                group.append(_bullet_run(mark, run.y, look))
                group.sort(key=lambda one: one.x0)
                break


def _bullet_run(mark: Box, y: float, look: Look) -> Run:
    return Run(
        y=y, size=look.size, chars=["•"], lefts=[mark.x0], rights=[mark.x1], looks=[look], spaces=[False], links=[None]
    )


def _build_row(page: int, runs: Sequence[Run]) -> Row:
    size = main_size(runs)
    base = max(runs, key=lambda run: len(run.chars) * run.size).y
    row = Row(y=base, size=size)
    for bullet_x, group in _part(runs, size):
        own = max(group, key=lambda run: len(run.chars) * run.size).y
        _raise_digits(group, own)
        whole = join_runs(group)
        row.pieces.append(Line(page=page, y=own, size=whole.size, run=whole, bullet_x=bullet_x))
    return row


def _raise_digits(group: Sequence[Run], base: float) -> None:
    """Write the digits as raised that are set small and high beside the text that they stand in."""
    size = main_size(group)
    for run in group:
        if run.size < _RAISED_SIZE * size and run.y > base + _RAISED * size:
            run.chars[:] = [char.translate(_RAISED_DIGITS) for char in run.chars]


def _part(runs: Sequence[Run], size: float) -> Iterator[tuple[float | None, list[Run]]]:
    """Part a row's runs at wide gaps; a bullet or number goes with what follows it."""
    group: list[Run] = []
    bullet_x: float | None = None
    queue = list(runs)
    while queue:
        run = queue.pop(0)
        gap = run.x0 - group[-1].x1 if group else 0.0
        if group and gap > (_BULLET_GAP if len(group) == 1 and _is_number(group[0]) else _JOIN_GAP) * size:
            yield bullet_x, group
            group, bullet_x = [], None
        if not group and bullet_x is None:
            rest = _take_bullet(run, queue[0] if queue else None)
            if rest is not None:
                bullet_x = run.x0
                queue[:0] = [rest] if rest.chars else []
                continue
        group.append(run)
    if group:
        yield bullet_x, group


def _is_number(run: Run) -> bool:
    return bool(_ENUMERATOR.fullmatch("".join(run.chars)))


def _take_bullet(run: Run, following: Run | None) -> Run | None:
    """Return what is left of a run after its bullet (perhaps nothing, when text follows), or None without a bullet."""
    sign = run.chars[0]
    symbol = run.looks[0].symbol or "\ue000" <= sign <= "\uf8ff"
    if sign not in BULLETS and not symbol and sign not in _LETTER_BULLETS:
        return None
    if len(run.chars) > 1:
        gap, rest = run.lefts[1] - run.rights[0], _tail(run)
        other = run.looks[1].font != run.looks[0].font
    elif following is not None:
        gap, rest = following.x0 - run.rights[0], Run(y=run.y, size=run.size)
        other = following.looks[0].font != run.looks[0].font
    else:
        return None
    least = _DASH_MIN_GAP if sign in DASHES else _BULLET_MIN_GAP
    if not least * run.size <= gap <= _BULLET_GAP * run.size and not (symbol and other):
        return None
    if sign in _LETTER_BULLETS and not symbol and not other:
        return None
    return rest


def _tail(run: Run) -> Run:
    return Run(
        y=run.y,
        size=run.size,
        chars=run.chars[1:],
        lefts=run.lefts[1:],
        rights=run.rights[1:],
        looks=run.looks[1:],
        spaces=[False, *run.spaces[2:]],
        links=run.links[1:],
    )


# Finds the reading order of a PDF page: columns beside each other, and tables row by row.

_GUTTER = 0.9
_MIN_SIDE_LINES, _SURE_SIDE_LINES = 2, 3
_WIDE_GUTTER = 2.0
_MIN_SIDE_SHARE = 0.06
_FULL_SHARE = 0.6
_ALIGNED_SHARE = 0.6
_PARTED, _PARTED_LARGE = 2.6, 1.5
_MIN_RULES = 2
_MAX_DEPTH = 4
_LONG, _SAME_GAP = 8, 12.0
"""Lines of a column's part, and points by which white space in two of them may differ."""


def order_rows(rows: Sequence[Row], rules: Sequence[Box], *, depth: int = 0) -> list[list[Line]]:
    """Return the lines in reading order, as regions: what stands in one column or over the full width."""
    regions: list[list[Line]] = []
    plain: list[Line] = []
    pieces = [piece for row in rows for piece in row.pieces]
    width = (min((piece.start for piece in pieces), default=0.0), max((piece.x1 for piece in pieces), default=0.0))
    depth = depth if _may_have_columns(rows, pieces) else _MAX_DEPTH
    usual = median(row.size for row in rows) if rows else 0.0
    at = 0
    while at < len(rows):
        table = list(takewhile(lambda line: line.cells, (_whole_line(row) for row in rows[at:])))
        if table:
            regions += [plain, table] if plain else [table]
            plain = []
            at += len(table)
            continue
        end, gutter = _find_columns(rows, at, width, usual) if depth < _MAX_DEPTH else (at, None)
        if gutter is None:
            plain.append(_whole_line(rows[at]))
            at += 1
            continue
        end = _follow_column(rows, at, end, gutter)
        band = rows[at:end]
        above = _count_above(band, gutter)
        plain += [_whole_line(row) for row in band[:above]]
        band = band[above:]
        if plain:
            regions.append(plain)
            plain = []
        if _is_table(band, gutter, rules):
            regions.append([_table_line(row) for row in band])
        else:
            sides = _split(band, gutter)
            regions += [region for side in sides for region in order_rows(side, rules, depth=depth + 1)]
        at = end
    if plain:
        regions.append(plain)
    return regions


def _may_have_columns(rows: Sequence[Row], pieces: Sequence[Line]) -> bool:
    """Say whether anything begins so far to the right of another piece's end that a gutter can lie between."""
    least = _GUTTER * min((row.size for row in rows), default=0.0)
    return bool(pieces) and max(piece.start for piece in pieces) - min(piece.x1 for piece in pieces) >= least


def _whole_line(row: Row) -> Line:
    """Return a row that belongs to no columns as one line."""
    if len(row.pieces) == 1:
        return row.pieces[0]
    first = row.pieces[0]
    whole = join_runs([piece.run for piece in row.pieces])
    return Line(page=first.page, y=first.y, size=whole.size, run=whole, bullet_x=first.bullet_x)


def _table_line(row: Row) -> Line:
    line = _whole_line(row)
    line.cells = line.cells or tuple((piece.run,) for piece in row.pieces)
    return line


def _find_columns(
    rows: Sequence[Row], start: int, width: tuple[float, float], usual: float
) -> tuple[int, tuple[float, float] | None]:
    """Find the longest band of rows from ``start`` that one gutter parts; the gutter is None when there is none.

    ``usual`` is the size of most rows: a large title above columns asks for no wider gutter.
    """
    size = min(rows[start].size, usual)
    free = [width]
    best: tuple[int, tuple[float, float] | None] = (start, None)
    for end in range(start, len(rows)):
        if best[1] is not None and _is_parted(rows, end) and not _run_on(rows, start, end, best[1]):
            break
        for piece in rows[end].pieces:
            free = _cut(free, piece.start, piece.x1, _GUTTER * size)
        if not free:
            break
        inner = [(low, high) for low, high in free if low > width[0] and high < width[1]]  # text on both sides
        gutter = _choose(rows[start : end + 1], inner, width[1] - width[0]) if inner else None
        if gutter is not None:
            best = (end + 1, gutter)
    return best


def _follow_column(rows: Sequence[Row], start: int, end: int, gutter: tuple[float, float]) -> int:
    """Get the end of a band with what is left of its longer column, down to white space over a row that spans both."""
    column = [piece for row in rows[start:end] for piece in row.pieces if piece.x1 <= gutter[0]]
    within = takewhile(lambda row: all(piece.x1 < gutter[1] for piece in row.pieces), rows[end:])
    last = end + sum(1 for _ in within)
    rest = [piece for row in rows[end:last] for piece in row.pieces]
    if not rest or not column or (last < len(rows) and not _is_parted(rows, last)):
        return end
    left, right = min(piece.start for piece in column), max(piece.x1 for piece in column)
    fills = any(piece.x1 - left >= _FULL_SHARE * (right - left) for piece in rest)
    return last if fills else end


def _count_above(band: Sequence[Row], gutter: tuple[float, float]) -> int:
    """Count a band's first rows that stand above its columns, with white space between."""
    first = next(at for at, row in enumerate(band) if any(piece.start >= gutter[1] for piece in row.pieces))
    return next((at for at in range(first, 0, -1) if _is_parted(band, at)), 0)


def _is_parted(rows: Sequence[Row], at: int) -> bool:
    """Say whether white space over the full width stands above a row."""
    sizes = sorted((rows[at].size, rows[at - 1].size))
    return rows[at - 1].y - rows[at].y > max(_PARTED * sizes[0], _PARTED_LARGE * sizes[1])


def _run_on(rows: Sequence[Row], start: int, end: int, gutter: tuple[float, float]) -> bool:
    """Say whether two columns go on below white space that only happens to stand in both of them.

    So it does where one of them has such space elsewhere too; in a grid of boxes it stands in both each time.
    """
    within = takewhile(
        lambda row: all(piece.x1 <= gutter[0] or piece.start >= gutter[1] for piece in row.pieces), rows[end:]
    )
    stop = end + sum(1 for _ in within)
    sides = _split(rows[start:stop], gutter)
    above = [sum(row.y > rows[end].y for row in side) for side in sides]
    if any(min(count, len(side) - count) < _LONG for count, side in zip(above, sides, strict=True)):
        return False
    gaps = [[side[at].y for at in range(1, len(side)) if _is_parted(side, at)] for side in sides]
    shared = sum(any(abs(y - other) <= _SAME_GAP for other in gaps[1]) for y in gaps[0])
    return shared < max(map(len, gaps))


def _cut(free: Sequence[tuple[float, float]], left: float, right: float, least: float) -> list[tuple[float, float]]:
    """Take a covered stretch out of the free ones; what is narrower than ``least`` is no gutter."""
    found: list[tuple[float, float]] = []
    for low, high in free:
        found += [(low, min(high, left)), (max(low, right), high)] if left < high and right > low else [(low, high)]
    return [(low, high) for low, high in found if high - low >= least]


def _choose(band: Sequence[Row], free: Sequence[tuple[float, float]], width: float) -> tuple[float, float] | None:
    """Choose the widest free stretch with enough text on both sides."""
    good: list[tuple[float, float]] = []
    for low, high in free:
        sides = (
            [p for r in band for p in r.pieces if p.x1 <= low],
            [p for r in band for p in r.pieces if p.start >= high],
        )
        least = _MIN_SIDE_LINES if high - low >= _WIDE_GUTTER * band[0].size else _SURE_SIDE_LINES
        if all(
            len(side) >= least and max(p.x1 for p in side) - min(p.start for p in side) >= _MIN_SIDE_SHARE * width
            for side in sides
        ) and _stand_beside(*sides):
            good.append((low, high))
    return max(good, key=lambda stretch: stretch[1] - stretch[0], default=None)


def _stand_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Say whether the two sides share most of their height, so that neither is simply above the other."""
    top, bottom = min(left[0].y, right[0].y), max(left[-1].y, right[-1].y)
    height = min(left[0].y - left[-1].y, right[0].y - right[-1].y)
    return top - bottom >= height / 2


def _split(band: Sequence[Row], gutter: tuple[float, float]) -> tuple[list[Row], list[Row]]:
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in band:
        for side, pieces in (
            (sides[0], [piece for piece in row.pieces if piece.start < gutter[1]]),
            (sides[1], [piece for piece in row.pieces if piece.start >= gutter[1]]),
        ):
            if pieces:
                side.append(Row(y=row.y, size=max(piece.size for piece in pieces), pieces=pieces))
    return sides


def _is_table(band: Sequence[Row], gutter: tuple[float, float], rules: Sequence[Box]) -> bool:
    """Say whether a band is a table, to be read row by row, rather than columns of text."""
    left, right = _split(band, gutter)
    aligned = sum(len(row.pieces) > 1 for row in band) / max(len(left), len(right))
    if aligned < _ALIGNED_SHARE:
        return False
    top, bottom = band[0].y + band[0].size, band[-1].y - band[-1].size
    ruled = {
        round(rule.y0) for rule in rules if bottom <= rule.y0 <= top and rule.x0 < gutter[0] and rule.x1 > gutter[1]
    }
    if len(ruled) >= _MIN_RULES:
        return True
    if all(_fills(side) for side in (left, right)):
        return False
    labels = sum(row.pieces[0].bold or row.text.endswith((":", "：")) for row in left) / len(left)
    answers = sum(row.pieces[0].bold for row in right) / len(right)
    numbers = sum(_is_figure(row.text) for row in right) / len(right)
    return numbers >= _ALIGNED_SHARE or (labels >= _ALIGNED_SHARE and answers < _ALIGNED_SHARE)


def _fills(side: Sequence[Row]) -> bool:
    """Say whether most lines of a column reach well across it, as running text does."""
    pieces = [row.pieces[0] for row in side]
    left, right = min(piece.start for piece in pieces), max(piece.x1 for piece in pieces)
    return median(piece.x1 - left for piece in pieces) >= _FULL_SHARE * (right - left)


def _is_figure(text: str) -> bool:
    return sum(char.isdigit() for char in text) * 2 >= len(text.replace(" ", ""))
