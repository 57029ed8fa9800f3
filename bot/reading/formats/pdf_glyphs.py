"""Reads what a PDF page draws: runs of glyphs with their places and looks, small marks, rules, and link areas."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from bot.reading.formats.normalise import HAN

UNKNOWN = "\ufffd"
_SPACES = frozenset(map(chr, (9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F)))
_HYPHENS = frozenset("\x02\ufffe")
_HAN = re.compile(f"[{HAN}]")
_GAP_IN_LATIN, _GAP_IN_CHINESE = 0.22, 0.36
"""The widest gap between Chinese and other letters that is no space, in widths of the Chinese character beside it:
setters leave a quarter, stretched to fill a line; elsewhere a space that the file draws may show as such a gap too."""
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_SYMBOL_NAMES = ("symbol", "wingdings", "dingbats", "webdings")
_FLAG_ITALIC, _FLAG_FORCE_BOLD, _BOLD_WEIGHT = 1 << 6, 1 << 18, 600
_NAME_BYTES = 256
_SAME_BASELINE, _BACKWARDS, _WIDE_GAP = 0.35, 0.3, 1.2
_DRAWN_GAP, _SPACE_GAP, _SURE_SPACE_GAP = 0.03, 0.08, 0.3
"""The least gap, in sizes, of a space that the file draws, that the library sees, and that neither has."""
_MIN_SIZE = 0.5
_RULE_HEIGHT, _MARK_SIZE, _STROKE_LENGTH, _LARGE = 2.5, 12.0, 6.0, 12.0
_MAX_OBJECTS, _MAX_STROKES = 60_000, 6_000


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Look:
    """How a glyph looks, one for each look of a page: ``size`` in points as shown, ``font`` tells fonts apart."""

    size: float
    font: int = 0
    bold: bool = False
    italic: bool = False
    symbol: bool = False


@dataclass(kw_only=True, slots=True)
class Run:
    """Glyphs that follow each other on one baseline ``y`` without a wide gap.

    The lists run in parallel: character, left and right edge, look, whether a space stands before, link (None outside
    one). Coordinates are points from the bottom left, turned so that the text runs to the right.
    """

    y: float
    size: float
    chars: list[str] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    links: list[str | None] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.lefts[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.rights[-1]

    @property
    def text(self) -> str:
        """The characters with their spaces."""
        return "".join([f" {char}" if space else char for char, space in zip(self.chars, self.spaces, strict=True)])

    def cut(self, low: int, high: int | None = None) -> Run:
        """Return the run of the glyphs between two places."""
        part = slice(low, high)
        return Run(
            y=self.y,
            size=self.size,
            chars=self.chars[part],
            lefts=self.lefts[part],
            rights=self.rights[part],
            looks=self.looks[part],
            spaces=[False, *self.spaces[part][1:]],
            links=self.links[part],
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
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
            box = Box(x0=box.y0, y0=-box.x1, x1=box.y1, y1=-box.x0, link=box.link)
        return box


@dataclass(kw_only=True, slots=True)
class DrawnPage:
    """One page as drawn. ``frame`` is the page's own area in the coordinates of its runs.

    ``turned`` holds text that runs in another direction than most, in the order drawn; ``strokes`` are thin straight
    lines, edges of boxes too.
    """

    number: int
    frame: Box
    runs: list[Run]
    turned: list[Run]
    marks: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class _Glyph:
    char: str
    box: Box
    base: float
    look: Look
    turn: int
    space: bool
    drawn_space: bool


class PageReader:
    """Reads the pages of one open document."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._fonts: dict[int, dict[str, bool]] = {}
        self._looks: dict[tuple[int, float], Look] = {}

    def read(self, number: int) -> DrawnPage:
        """Read the page of this number, from 1; everything opened is closed again."""
        self._fonts.clear()  # a closed page's fonts leave their addresses to others
        self._looks.clear()
        page = self._document[number - 1]
        try:
            text = page.get_textpage()
            try:
                by_turn = _build_runs(_close_gaps(list(self._read_glyphs(text.raw))))
            finally:
                text.close()
            turn = max(by_turn, key=lambda key: sum(len(run.chars) for run in by_turn[key]), default=0)
            left, bottom, right, top = page.get_bbox()
            drawn = DrawnPage(
                number=number,
                frame=Box(x0=left, y0=bottom, x1=right, y1=top).turn(turn),
                runs=by_turn.pop(turn, []),
                turned=[run for runs in by_turn.values() for run in runs],
            )
            for area in _read_shapes(page):
                _sort_shape(area.turn(turn), drawn)
            _mark_links(drawn.runs, [box.turn(turn) for box in _read_links(self._document, page)])
            return drawn
        finally:
            page.close()

    def _read_glyphs(self, text: Any) -> Iterator[_Glyph]:  # noqa: ANN401  a ctypes handle
        """Return the glyphs in the order drawn, halves of a pair as one; an object of text has one look."""
        area, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        last, look, turn, high = None, Look(size=1.0), 0, ""
        space = drawn_space = False
        for index in range(pdfium.FPDFText_CountChars(text)):
            char = chr(pdfium.FPDFText_GetUnicode(text, index))
            if char in _SPACES:
                space = True
                drawn_space = drawn_space or not pdfium.FPDFText_IsGenerated(text, index)
                continue
            if "\ud800" <= char < "\udc00":
                high = char
                continue
            drawn = ctypes.cast(pdfium.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value
            if drawn != last or drawn is None:
                last = drawn
                look, turn = self._find_look(text, index, drawn)
            pdfium.FPDFText_GetLooseCharBox(text, index, area)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            box = Box(x0=area.left, y0=area.bottom, x1=max(area.left, area.right), y1=area.top).turn(turn)
            base = y.value if not turn else Box(x0=x.value, y0=y.value, x1=x.value, y1=y.value).turn(turn).y0
            shown = _read_char(char, high)
            yield _Glyph(char=shown, box=box, base=base, look=look, turn=turn, space=space, drawn_space=drawn_space)
            space = drawn_space = False

    def _find_look(self, text: Any, index: int, drawn: int | None) -> tuple[Look, int]:  # noqa: ANN401  ctypes
        """Return the look of a glyph, and the quarter turns against the clock in which its text runs."""
        matrix = pdfium.FS_MATRIX()
        if drawn is None or not pdfium.FPDFText_GetMatrix(text, index, matrix):
            return Look(size=1.0), 0
        turn = 2 if matrix.a < 0 else 0
        if abs(matrix.b) > abs(matrix.a):
            turn = 1 if matrix.b > 0 else 3
        scale = float(matrix.c * matrix.c + matrix.d * matrix.d) ** 0.5
        size = round(max(pdfium.FPDFText_GetFontSize(text, index) * scale, _MIN_SIZE), 2)
        font = pdfium.FPDFTextObj_GetFont(ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT))
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key not in self._fonts:
            self._fonts[key] = _read_font(font) if key else {}
        if (key, size) not in self._looks:
            self._looks[key, size] = Look(size=size, font=key, **self._fonts[key])
        return self._looks[key, size], turn


def _read_char(char: str, high: str) -> str:
    """Return the character that one of the library's is; ``high`` is the first half when it is the second of a pair."""
    if "\udc00" <= char < "\ue000":
        return (high + char).encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
    return "-" if char in _HYPHENS else UNKNOWN if char == "\0" else char


def _read_font(font: Any) -> dict[str, bool]:  # noqa: ANN401  a ctypes handle
    """Say whether a font is bold, italic, a font of signs: from its name first, its flags and weight second."""
    buffer = ctypes.create_string_buffer(_NAME_BYTES)
    length = pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_BYTES)
    name = buffer.raw[: max(min(length, _NAME_BYTES) - 1, 0)].decode("utf-8", errors="replace").lower()
    flags, angle = max(pdfium.FPDFFont_GetFlags(font), 0), ctypes.c_int()
    slanted = pdfium.FPDFFont_GetItalicAngle(font, angle) and angle.value != 0
    italic = any(part in name for part in _ITALIC_NAMES) or bool(flags & _FLAG_ITALIC) or bool(slanted)
    heavy = bool(flags & _FLAG_FORCE_BOLD) or (not italic and pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT)
    return {
        "bold": heavy or any(part in name for part in _BOLD_NAMES),
        "italic": italic,
        "symbol": any(part in name for part in _SYMBOL_NAMES),
    }


def _close_gaps(glyphs: list[_Glyph]) -> list[_Glyph]:
    """Take back the spaces that are but the gap a typesetter leaves between Chinese and figures or Latin letters."""
    is_han = [_HAN.match(glyph.char) is not None for glyph in glyphs]
    in_chinese = 2 * sum(is_han) > sum(glyph.char.isalpha() for glyph in glyphs)
    widest = _GAP_IN_CHINESE if in_chinese else _GAP_IN_LATIN
    for at in range(1, len(glyphs)):
        glyph, before = glyphs[at], glyphs[at - 1]
        if not glyph.space or glyph.drawn_space or is_han[at] == is_han[at - 1]:
            continue
        han, other = (before, glyph) if is_han[at - 1] else (glyph, before)
        if other.char.isalnum() and glyph.box.x0 - before.box.x1 <= widest * (han.box.x1 - han.box.x0):
            glyph.space = False
    return glyphs


def _build_runs(glyphs: Iterable[_Glyph]) -> dict[int, list[Run]]:
    """Put glyphs that follow each other into runs, by direction (0 to the right, then quarter turns)."""
    found: dict[int, list[Run]] = {}
    run, turn = Run(y=0.0, size=0.0), -1
    for glyph in glyphs:
        left, right, size = glyph.box.x0, glyph.box.x1, glyph.look.size
        beside = turn == glyph.turn and abs(glyph.base - run.y) <= _SAME_BASELINE * max(size, run.size)
        gap = left - run.x1 if beside else 0.0
        if not beside or gap >= _WIDE_GAP * size or left < run.lefts[-1] - _BACKWARDS * size:
            run, turn, gap = Run(y=glyph.base, size=size), glyph.turn, 0.0
            found.setdefault(turn, []).append(run)
        run.chars.append(glyph.char)
        run.lefts.append(left)
        run.rights.append(right)
        run.looks.append(glyph.look)
        least = _DRAWN_GAP if glyph.drawn_space else _SPACE_GAP if glyph.space else _SURE_SPACE_GAP
        run.spaces.append(gap > least * size)
        run.links.append(None)
    return found


def _read_shapes(page: PdfPage) -> Iterator[Box]:
    """Return the area of each shape that a page draws."""
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        is_path = pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_PATH
        if is_path and pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            yield Box(x0=edges[0].value, y0=edges[1].value, x1=edges[2].value, y1=edges[3].value)


def _sort_shape(box: Box, drawn: DrawnPage) -> None:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if 0 < width <= _MARK_SIZE and 0 < height <= _MARK_SIZE:
        drawn.marks.append(box)
    if max(width, height) >= _STROKE_LENGTH and min(width, height) <= _RULE_HEIGHT:
        drawn.strokes.append(box)
    elif min(width, height) > _LARGE and len(drawn.strokes) < _MAX_STROKES:
        drawn.strokes += [Box(x0=x, y0=box.y0, x1=x, y1=box.y1) for x in (box.x0, box.x1)]
        drawn.strokes += [Box(x0=box.x0, y0=y, x1=box.x1, y1=y) for y in (box.y0, box.y1)]


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
                yield Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys), link=address)
        if not quads and pdfium.FPDFLink_GetAnnotRect(link, area):
            (left, right), (bottom, top) = sorted((area.left, area.right)), sorted((area.bottom, area.top))
            yield Box(x0=left, y0=bottom, x1=right, y1=top, link=address)


def _read_address(document: PdfDocument, link: Any) -> str:  # noqa: ANN401  a ctypes handle
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return "#"
    length = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 1))
    pdfium.FPDFAction_GetURIPath(document, action, buffer, length)
    return buffer.raw[: max(length - 1, 0)].decode("utf-8", errors="replace") or "#"


def _mark_links(runs: list[Run], areas: list[Box]) -> None:
    """Mark each glyph whose middle lies in a link's area with that link."""
    for area in areas:
        for run in runs:
            if area.y0 <= run.y + 0.3 * run.size <= area.y1 and run.x0 < area.x1 and run.x1 > area.x0:
                for index, (left, right) in enumerate(zip(run.lefts, run.rights, strict=True)):
                    if area.x0 <= (left + right) / 2 <= area.x1:
                        run.links[index] = area.link
