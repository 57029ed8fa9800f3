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
