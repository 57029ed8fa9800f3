"""Reads what a PDF page draws: runs of glyphs with their places and looks, small marks, rules, and link areas."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from bot.reading.formats.normalise import IS_HAN

UNKNOWN = "\ufffd"
_SPACES = frozenset(map(chr, (9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F)))
_HYPHENS = frozenset("\x02\ufffe")
_GAP_IN_LATIN, _GAP_IN_CHINESE = 0.22, 0.36
"""The widest gap between Chinese and other letters that is no space, in widths of the Chinese character beside it:
setters leave a quarter, stretched to fill a line; elsewhere a space that the file draws may show as such a gap too."""
_FLAG_ITALIC, _FLAG_FORCE_BOLD, _BOLD_WEIGHT = 1 << 6, 1 << 18, 600
_NAME_BYTES = 256
_SAME_BASELINE, _BACKWARDS, _WIDE_GAP = 0.35, 0.3, 1.2
_NO_SPACE, _SEEN_SPACE, _DRAWN_SPACE = 0, 1, 2
_LEAST_GAPS = (0.3, 0.08, 0.03)
"""The least gap, in sizes, of a space that nobody drew, that the library sees, and that the file draws."""
_MIN_SIZE = 0.5
_RULE_HEIGHT, _MARK_SIZE, _STROKE_LENGTH, _LARGE = 2.5, 12.0, 6.0, 12.0
_MAX_OBJECTS, _MAX_STROKES = 60_000, 6_000


class Look(NamedTuple):
    """How a glyph looks: ``size`` in points as shown, ``font`` tells fonts apart, ``symbol`` is a font of signs."""

    size: float
    font: int = 0
    bold: bool = False
    italic: bool = False
    symbol: bool = False


@dataclass(kw_only=True, slots=True)
class Glyph:
    """A character between its left and right edge on the baseline ``y``; ``link`` is None outside one.

    ``space`` tells whether a space stands before it, ``turn`` the quarter turns against the clock in which its text
    runs. Coordinates are points from the bottom left, turned so that the text runs to the right.
    """

    char: str
    x0: float
    x1: float
    y: float
    look: Look
    turn: int = 0
    space: int = _NO_SPACE
    link: str | None = None


@dataclass(kw_only=True, slots=True)
class Run:
    """Glyphs that follow each other on one baseline ``y`` without a wide gap."""

    y: float
    size: float
    glyphs: list[Glyph] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.glyphs[-1].x1

    @property
    def text(self) -> str:
        """The characters with the spaces between them."""
        return "".join([f" {glyph.char}" if glyph.space else glyph.char for glyph in self.glyphs]).lstrip(" ")

    @property
    def bold(self) -> bool:
        """Whether all letters are bold."""
        return all(glyph.look.bold for glyph in self.glyphs if glyph.char.isalnum())

    def cut(self, low: int, high: int | None = None) -> Run:
        """Return the run of the glyphs between two places."""
        return Run(y=self.y, size=self.size, glyphs=self.glyphs[low:high])


class Box(NamedTuple):
    """An area: left, bottom, right, top; ``link`` its address when it is a link's."""

    x0: float
    y0: float
    x1: float
    y1: float
    link: str | None = None

    def turn(self, quarters: int) -> Box:
        """Return the area as it lies when the page is turned so that text of this direction runs to the right."""
        box = self
        for _ in range(quarters):
            box = Box(box.y0, -box.x1, box.y1, -box.x0, box.link)
        return box


@dataclass(kw_only=True, slots=True)
class DrawnPage:
    """One page as drawn. ``frame`` is the page's own area in the coordinates of its runs.

    ``turned`` holds text that runs in another direction than most, in the order drawn; ``strokes`` are thin level
    lines, the upper and lower edges of boxes too.
    """

    number: int
    frame: Box
    runs: list[Run]
    turned: list[Run]
    marks: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)


def read_page(document: PdfDocument, number: int) -> DrawnPage:
    """Read the page of this number, from 1."""
    with closing(document[number - 1]) as page:  # closes its text too
        by_turn = _build_runs(_close_gaps(list(_read_glyphs(page.get_textpage()))))
        turn = max(by_turn, key=lambda key: sum(len(run.glyphs) for run in by_turn[key]), default=0)
        drawn = DrawnPage(
            number=number,
            frame=Box(*page.get_bbox()).turn(turn),
            runs=by_turn.pop(turn, []),
            turned=[run for runs in by_turn.values() for run in runs],
        )
        for area in _read_shapes(page):
            _sort_shape(area.turn(turn), drawn)
        for area in _read_links(document, page):
            _mark_link(drawn.runs, area.turn(turn))
        return drawn


def _read_glyphs(text: Any) -> Iterator[Glyph]:  # noqa: ANN401  a ctypes handle
    """Return the glyphs in the order drawn, halves of a pair as one; an object of text has one look."""
    area, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    looks: dict[tuple[int, float], Look] = {}
    last, look, turn, high, space = None, Look(1.0), 0, "", _NO_SPACE
    for index in range(pdfium.FPDFText_CountChars(text)):
        char = chr(pdfium.FPDFText_GetUnicode(text, index))
        if char in _SPACES:
            space = max(space, _SEEN_SPACE if pdfium.FPDFText_IsGenerated(text, index) else _DRAWN_SPACE)
            continue
        if "\ud800" <= char < "\udc00":
            high = char
            continue
        drawn = ctypes.cast(pdfium.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
        if drawn != last or drawn is None:
            last = drawn
            look, turn = _find_look(text, index, drawn, looks)
        pdfium.FPDFText_GetLooseCharBox(text, index, area)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        box = Box(area.left, area.bottom, max(area.left, area.right), area.top).turn(turn)
        base = Box(x.value, y.value, x.value, y.value).turn(turn).y0
        if "\udc00" <= char < "\ue000":
            char = (high + char).encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
        shown = "-" if char in _HYPHENS else UNKNOWN if char == "\0" else char
        yield Glyph(char=shown, x0=box.x0, x1=box.x1, y=base, look=look, turn=turn, space=space)
        space = _NO_SPACE


def _find_look(text: Any, index: int, drawn: int | None, looks: dict[tuple[int, float], Look]) -> tuple[Look, int]:  # noqa: ANN401  ctypes
    """Return the look of a glyph, and its turn; ``looks`` keeps those of the page by font and size."""
    matrix = pdfium.FS_MATRIX()
    if drawn is None or not pdfium.FPDFText_GetMatrix(text, index, matrix):
        return Look(1.0), 0
    turn = 2 if matrix.a < 0 else 0
    if abs(matrix.b) > abs(matrix.a):
        turn = 1 if matrix.b > 0 else 3
    scale = float(matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
    size = round(max(pdfium.FPDFText_GetFontSize(text, index) * scale, _MIN_SIZE), 2)
    font = pdfium.FPDFTextObj_GetFont(ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT))
    key = ctypes.cast(font, ctypes.c_void_p).value or 0
    if (key, size) not in looks:
        looks[key, size] = _read_look(font, key, size) if key else Look(size)
    return looks[key, size], turn


def _read_look(font: Any, key: int, size: float) -> Look:  # noqa: ANN401  a ctypes handle
    """Return a font's look, from its name first, its flags and weight second."""
    buffer, angle = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES)
    name, flags = buffer.value.decode("utf-8", errors="replace").lower(), max(pdfium.FPDFFont_GetFlags(font), 0)
    slanted = pdfium.FPDFFont_GetItalicAngle(font, angle) and angle.value != 0
    italic = "italic" in name or "oblique" in name or bool(flags & _FLAG_ITALIC) or bool(slanted)
    heavy = bool(flags & _FLAG_FORCE_BOLD) or (not italic and pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT)
    bold = heavy or any(part in name for part in ("bold", "black", "heavy", "demi"))
    return Look(size, key, bold, italic, any(part in name for part in ("symbol", "dings")))


def _close_gaps(glyphs: list[Glyph]) -> list[Glyph]:
    """Take back the spaces that are but the gap a typesetter leaves between Chinese and figures or Latin letters."""
    is_han = [IS_HAN.match(glyph.char) is not None for glyph in glyphs]
    in_chinese = 2 * sum(is_han) > sum(glyph.char.isalpha() for glyph in glyphs)
    widest = _GAP_IN_CHINESE if in_chinese else _GAP_IN_LATIN
    for at in range(1, len(glyphs)):
        glyph, before = glyphs[at], glyphs[at - 1]
        if glyph.space == _SEEN_SPACE and is_han[at] != is_han[at - 1]:
            han, other = (before, glyph) if is_han[at - 1] else (glyph, before)
            if other.char.isalnum() and glyph.x0 - before.x1 <= widest * (han.x1 - han.x0):
                glyph.space = _NO_SPACE
    return glyphs


def _build_runs(glyphs: Iterable[Glyph]) -> dict[int, list[Run]]:
    """Put glyphs that follow each other into runs, by direction (0 to the right, then quarter turns)."""
    found: dict[int, list[Run]] = {}
    run, turn = Run(y=0.0, size=0.0), -1
    for glyph in glyphs:
        size = glyph.look.size
        beside = turn == glyph.turn and abs(glyph.y - run.y) <= _SAME_BASELINE * max(size, run.size)
        gap = glyph.x0 - run.x1 if beside else 0.0
        if not beside or gap >= _WIDE_GAP * size or glyph.x0 < run.glyphs[-1].x0 - _BACKWARDS * size:
            run, turn, gap = Run(y=glyph.y, size=size), glyph.turn, 0.0
            found.setdefault(turn, []).append(run)
        glyph.space = gap > _LEAST_GAPS[glyph.space] * size
        run.glyphs.append(glyph)
    return found


def _read_shapes(page: PdfPage) -> Iterator[Box]:
    """Return the area of each shape that a page draws."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        is_path = pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH
        if is_path and pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            yield Box(edges[0].value, edges[1].value, edges[2].value, edges[3].value)


def _sort_shape(box: Box, drawn: DrawnPage) -> None:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if 0 < width <= _MARK_SIZE and 0 < height <= _MARK_SIZE:
        drawn.marks.append(box)
    if width >= max(_STROKE_LENGTH, height) and height <= _RULE_HEIGHT:
        drawn.strokes.append(box)
    elif min(width, height) > _LARGE and len(drawn.strokes) < _MAX_STROKES:
        drawn.strokes += [Box(box.x0, y, box.x1, y) for y in (box.y0, box.y1)]


def _read_links(document: PdfDocument, page: PdfPage) -> Iterator[Box]:
    """Return the areas of links, edges put in order; ``#`` where a link has no address outside the document."""
    position, link, area = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    quad = pdfium.FS_QUADPOINTSF()
    while pdfium.FPDFLink_Enumerate(page, position, link):
        address = _read_address(document, link)
        quads = max(pdfium.FPDFLink_CountQuadPoints(link), 0)
        for index in range(quads):
            if pdfium.FPDFLink_GetQuadPoints(link, index, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Box(min(xs), min(ys), max(xs), max(ys), address)
        if not quads and pdfium.FPDFLink_GetAnnotRect(link, area):
            (left, right), (bottom, top) = sorted((area.left, area.right)), sorted((area.bottom, area.top))
            yield Box(left, bottom, right, top, address)


def _read_address(document: PdfDocument, link: Any) -> str:  # noqa: ANN401  a ctypes handle
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return "#"
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.value.decode("utf-8", errors="replace") or "#"


def _mark_link(runs: list[Run], area: Box) -> None:
    """Mark each glyph whose middle lies in a link's area with that link."""
    for run in runs:
        if area.y0 <= run.y + 0.3 * run.size <= area.y1 and run.x0 < area.x1 and run.x1 > area.x0:
            for glyph in run.glyphs:
                if area.x0 <= (glyph.x0 + glyph.x1) / 2 <= area.x1:
                    glyph.link = area.link
