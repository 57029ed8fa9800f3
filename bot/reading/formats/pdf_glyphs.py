"""Reads what a PDF page draws: runs of glyphs with their places and looks, small marks, rules, and link areas."""

from __future__ import annotations

import ctypes
import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from bot.reading.formats.normalise import HAN

# Asks the PDF library about many glyphs or shapes of a page in one sweep: single calls are the cost of reading it.

_STRIDE = 16


def _call(function: Any, result: Any, *arguments: Any) -> Any:  # noqa: ANN401  ctypes functions and types
    """Return a function of the library as one that takes and gives plain numbers: made for calls on every glyph."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_PLACE = ctypes.c_void_p
_INDEX = ctypes.c_void_p
"""An ``int`` in the library, handed over as a whole register: ctypes takes a third less time over such a number."""
_COUNT_CHARS = _call(pdfium.FPDFText_CountChars, ctypes.c_int, _PLACE)
_GET_TEXT = _call(pdfium.FPDFText_GetText, ctypes.c_int, _PLACE, _INDEX, ctypes.c_int, _PLACE)
_GET_UNICODE = _call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _PLACE, _INDEX)
_IS_GENERATED = _call(pdfium.FPDFText_IsGenerated, ctypes.c_int, _PLACE, _INDEX)
_GET_TEXT_OBJECT = _call(pdfium.FPDFText_GetTextObject, _PLACE, _PLACE, _INDEX)
_GET_FONT = _call(pdfium.FPDFTextObj_GetFont, _PLACE, _PLACE)
_GET_FONT_SIZE = _call(pdfium.FPDFText_GetFontSize, ctypes.c_double, _PLACE, _INDEX)
_GET_MATRIX = _call(pdfium.FPDFText_GetMatrix, None, _PLACE, _INDEX, _PLACE)
_GET_ORIGIN = _call(pdfium.FPDFText_GetCharOrigin, None, _PLACE, _INDEX, _PLACE, _PLACE)
_GET_LOOSE_BOX = _call(pdfium.FPDFText_GetLooseCharBox, None, _PLACE, _INDEX, _PLACE)
_GET_OBJECT = _call(pdfium.FPDFPage_GetObject, _PLACE, _PLACE, _INDEX)
_GET_TYPE = _call(pdfium.FPDFPageObj_GetType, ctypes.c_int, _PLACE)


def list_objects(page: PdfPage, kind: int, *, at_most: int) -> Iterator[Any]:
    """Return the handles of a page's objects of one kind, of the first ``at_most`` objects it draws."""
    place = ctypes.cast(page.raw, ctypes.c_void_p).value
    count = min(pdfium.FPDFPage_CountObjects(page), at_most)
    for drawn in map(_GET_OBJECT, repeat(place), range(count)):
        if _GET_TYPE(drawn) == kind:
            yield ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT)


class GlyphPage:
    """The glyphs of one page's text; ``places`` are their numbers in it, from 0."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401  a ctypes handle
        self._text = ctypes.cast(text, ctypes.c_void_p).value

    def read_text(self) -> str:
        """Return one character for every glyph; where the library gives halves of a pair, each half is one."""
        count = _COUNT_CHARS(self._text)
        written = bytearray(2 * (count + 1))
        units = _GET_TEXT(self._text, 0, count, ctypes.addressof(ctypes.c_char.from_buffer(written)))
        text = written[: 2 * max(units - 1, 0)].decode("utf-16-le", errors="surrogatepass")
        if len(text) == count:
            return text
        return "".join(map(chr, map(_GET_UNICODE, repeat(self._text), range(count))))

    def is_drawn(self, place: int) -> bool:
        """Say whether a glyph is the page's own, none that the library puts where it sees a gap."""
        return not _IS_GENERATED(self._text, place)

    def read_boxes(self, places: Sequence[int]) -> array[float]:
        """Return left, top, right, bottom of each glyph."""
        return self._sweep(_GET_LOOSE_BOX, places, array("f"), 4)

    def read_matrices(self, places: Sequence[int]) -> array[float]:
        """Return the six numbers of each glyph's matrix."""
        return self._sweep(_GET_MATRIX, places, array("f"), 6)

    def read_origins(self, places: Sequence[int]) -> array[float]:
        """Return x and y of each glyph's origin."""
        return self._sweep(_GET_ORIGIN, places, array("d"), 2, apart=True)

    def read_sizes(self, places: Sequence[int]) -> list[float]:
        """Return the size of each glyph's font, not yet scaled by its matrix."""
        return list(map(_GET_FONT_SIZE, repeat(self._text), places))

    def list_objects(self, places: Sequence[int]) -> list[tuple[int, int]]:
        """Return the text objects that draw these glyphs, each with the number of its first one among them.

        A glyph without an object stands alone, with 0. The glyphs of an object follow each other, so that two which
        share one share it with all between.
        """
        found: list[tuple[int, int]] = []
        last = 0
        heads = self._find_objects((*places[::_STRIDE], *places[-1:]))
        for start, (head, following) in zip(range(0, len(places), _STRIDE), pairwise(heads), strict=True):
            one = head and head == following
            drawn = (head,) if one else self._find_objects(places[start : start + _STRIDE])
            for at, own in enumerate(drawn, start):
                if own != last or not own:
                    found.append((own, at))
                last = own
        return found

    def _find_objects(self, places: Sequence[int]) -> list[int]:
        return [drawn or 0 for drawn in map(_GET_TEXT_OBJECT, repeat(self._text), places)]

    def _sweep(
        self,
        function: Callable[..., None],
        places: Sequence[int],
        found: array[float],
        width: int,
        *,
        apart: bool = False,
    ) -> array[float]:
        """Let a function write ``width`` numbers for each place into an array: to one address, or each to its own."""
        found.frombytes(bytes(found.itemsize * width * len(places)))
        start, count = found.buffer_info()
        end, step = start + count * found.itemsize, width * found.itemsize
        addresses = [range(start + at * found.itemsize, end, step) for at in range(width if apart else 1)]
        deque(map(function, repeat(self._text), places, *addresses), maxlen=0)
        return found


def find_font(drawn: int) -> int:
    """Return the handle of a text object's font, 0 where it has none."""
    return _GET_FONT(drawn) or 0


# Reads the shapes that a PDF page draws: their areas, and the straight lines of boxes and grids.

Edges = tuple[float, float, float, float]  # left, bottom, right, top, in points of the page
_MAX_OBJECTS, _MAX_SEGMENTS, _MAX_LINES = 60_000, 600, 6_000
_LARGE, _THIN = 12.0, 2.5
_STRAIGHT = 0.5


def read_paths(page: PdfPage) -> Iterator[tuple[Edges, list[Edges]]]:
    """Return each shape's area and, where it is large both ways, the level and upright lines that it is made of."""
    edges = [ctypes.c_float() for _ in range(4)]
    places = [ctypes.byref(edge) for edge in edges]
    lines = 0
    for drawn in list_objects(page, pdfium.FPDF_PAGEOBJ_PATH, at_most=_MAX_OBJECTS):
        if pdfium.FPDFPageObj_GetBounds(drawn, *places):
            area = (edges[0].value, edges[1].value, edges[2].value, edges[3].value)
            width, height = area[2] - area[0], area[3] - area[1]
            large = max(width, height) > _LARGE and min(width, height) > _THIN and lines < _MAX_LINES
            straight = list(_read_lines(drawn)) if large else []
            lines += len(straight)
            yield area, straight


def _read_lines(drawn: Any) -> Iterator[Edges]:  # noqa: ANN401  a ctypes handle
    """Return the straight lines of one shape that run along the page's edges."""
    count = pdfium.FPDFPath_CountSegments(drawn)
    matrix = pdfium.FS_MATRIX()
    if not 1 < count <= _MAX_SEGMENTS or not pdfium.FPDFPageObj_GetMatrix(drawn, matrix):
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        place = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            yield from _cut_outline(outline)
            outline = []
        outline.append(place)
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield from _cut_outline([*outline, outline[0]])
            outline = [outline[0]]
    yield from _cut_outline(outline)


def _cut_outline(outline: list[tuple[float, float]]) -> Iterator[Edges]:
    for (x0, y0), (x1, y1) in pairwise(outline):
        if abs(x0 - x1) <= _STRAIGHT or abs(y0 - y1) <= _STRAIGHT:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


# Tells the gap that a typesetter leaves between Chinese and figures or Latin letters from a space that is printed.

_HAN = re.compile(f"[{HAN}]")
_GAP_IN_LATIN, _GAP_IN_CHINESE = 0.22, 0.36
"""The widest gap that is no space, in widths of the Chinese character beside it: setters leave a quarter, stretched to
fill a line; in a page of another writing a space that the file draws may show as a gap of a quarter too."""


def close_gaps(
    page: GlyphPage,
    places: Sequence[int],
    chars: Sequence[str],
    spaces: list[bool],
    lefts: Sequence[float],
    rights: Sequence[float],
) -> None:
    """Take back in place the ``spaces`` before glyphs that stand for such a gap; the sequences run in parallel."""
    han = len(_HAN.findall("".join(chars)))
    if not han:
        return
    widest = _GAP_IN_CHINESE if 2 * han > sum(map(str.isalpha, chars)) else _GAP_IN_LATIN
    for at in [at for at, space in enumerate(spaces) if space and at]:
        before, after = bool(_HAN.match(chars[at - 1])), bool(_HAN.match(chars[at]))
        beside, own = (at - 1, at) if before else (at, at - 1)
        if before == after or not chars[own].isalnum() or page.is_drawn(places[at] - 1):
            continue
        if lefts[at] - rights[at - 1] <= widest * (rights[beside] - lefts[beside]):
            spaces[at] = False


_SPACES = frozenset(map(chr, (9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F)))
_HYPHENS = frozenset("\x02\ufffe")
UNKNOWN = "\ufffd"
_LAST_CONTROL, _HIGH, _LOW, _AFTER_LOW = "\x1f", "\ud800", "\udc00", "\ue000"
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_SYMBOL_NAMES = ("symbol", "wingdings", "dingbats", "webdings")
_FLAG_ITALIC, _FLAG_FORCE_BOLD = 1 << 6, 1 << 18
_NAME_BYTES = 256
_BOLD_WEIGHT = 600
_SAME_BASELINE = 0.35
_BACKWARDS = 0.3
_WIDE_GAP = 1.2
_SPACE_GAP, _SURE_SPACE_GAP = 0.08, 0.3
_RULE_LENGTH, _RULE_HEIGHT, _MARK_SIZE, _STROKE_LENGTH = 40.0, 2.5, 12.0, 6.0
_MIN_SIZE = 0.5


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Look:
    """How a glyph looks, one for each look of a document (compared by identity).

    ``size`` in points as shown; ``symbol`` fonts hold signs; ``font`` tells fonts apart.
    """

    size: float
    font: int
    bold: bool
    italic: bool
    symbol: bool


_NO_LOOK = Look(size=1.0, font=0, bold=False, italic=False, symbol=False)


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
    def look(self) -> Look | None:
        """The look of all its glyphs; None where it has several."""
        first = self.looks[0]
        return first if self.looks.count(first) == len(self.looks) else None

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.lefts[0]

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.rights[-1]


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """An area: left, bottom, right, top; ``link`` its address when it is a link's."""

    x0: float
    y0: float
    x1: float
    y1: float
    link: str | None = None


@dataclass(kw_only=True, slots=True)
class DrawnPage:
    """One page as drawn. ``frame`` is the page's own area in the coordinates of its runs.

    ``turned`` holds text that runs in another direction than most, in the order drawn; ``strokes`` all thin straight
    lines, edges of boxes too, ``rules`` only long level ones drawn by themselves.
    """

    number: int
    frame: Box
    runs: list[Run]
    turned: list[Run] = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    strokes: list[Box] = field(default_factory=list)

    @property
    def unknown(self) -> int:
        """The number of glyphs that the file gives no character for."""
        return sum(run.chars.count(UNKNOWN) for run in (*self.runs, *self.turned))


class Stretch(NamedTuple):
    """Glyphs drawn one after the other in one look, direction and baseline; the sequences run in parallel.

    ``spaces`` says whether white space stands before a glyph; ``turn`` counts quarter turns against the clock.
    """

    look: Look
    turn: int
    base: float
    chars: Sequence[str]
    lefts: Sequence[float]
    rights: Sequence[float]
    spaces: Sequence[bool]


class PageReader:
    """Reads the pages of one open document; fonts are looked at once a page, since a closed one's address is free."""

    def __init__(self, document: PdfDocument) -> None:
        self._document = document
        self._fonts: dict[int, tuple[bool, bool, bool]] = {}
        self._looks: dict[tuple[int, float], Look] = {}
        self._name = ctypes.create_string_buffer(_NAME_BYTES)

    def read(self, number: int) -> DrawnPage:
        """Read the page of this number, from 1; everything opened is closed again."""
        self._fonts.clear()
        self._looks.clear()
        page = self._document[number - 1]
        try:
            text = page.get_textpage()
            try:
                by_turn = build_runs(self._read_stretches(GlyphPage(text.raw)))
            finally:
                text.close()
            turn = max(by_turn, key=lambda key: sum(len(run.chars) for run in by_turn[key]), default=0)
            left, bottom, right, top = page.get_bbox()
            frame = _turn_box(Box(x0=left, y0=bottom, x1=right, y1=top), turn)
            drawn = DrawnPage(number=number, frame=frame, runs=by_turn.pop(turn, []))
            drawn.turned = [run for runs in by_turn.values() for run in runs]
            for area, lines in read_paths(page):
                _sort_path(_turn_edges(area, turn), drawn)
                for line in lines:
                    _sort_stroke(_turn_edges(line, turn), drawn)
            _mark_links(drawn.runs, [_turn_box(box, turn) for box in _read_links(self._document, page)])
            return drawn
        finally:
            page.close()

    def _read_stretches(self, page: GlyphPage) -> Iterator[Stretch]:
        """Return the glyphs in the order drawn, by the text objects that draw them: an object has one baseline."""
        text = page.read_text()
        places = [place for place, char in enumerate(text) if char not in _SPACES]
        chars = [text[place] for place in places]
        spaces = [place - before > 1 for before, place in pairwise((-1, *places))]
        boxes = page.read_boxes(places)
        lefts, rights = boxes[0::4].tolist(), boxes[2::4].tolist()
        close_gaps(page, places, chars, spaces, lefts, rights)
        objects = page.list_objects(places)
        firsts = [places[at] for _, at in objects]
        matrices, sizes, origins = page.read_matrices(firsts), page.read_sizes(firsts), page.read_origins(firsts)
        look, turn = _NO_LOOK, 0
        ends = [*(at for _, at in objects), len(places)][1:]
        for number, ((drawn, start), end) in enumerate(zip(objects, ends, strict=True)):
            if drawn:
                a, b, c, d = matrices[6 * number : 6 * number + 4]
                turn = _read_turn(a, b)
                look = self._find_look(find_font(drawn), sizes[number] * (c * c + d * d) ** 0.5)
            if turn:
                for at in range(start, end):
                    left, top, right, bottom = boxes[4 * at : 4 * at + 4]
                    area = _turn_box(Box(x0=left, y0=bottom, x1=right, y1=top), turn)
                    x, y = page.read_origins(places[at : at + 1])
                    base = _turn_box(Box(x0=x, y0=y, x1=x, y1=y), turn).y0
                    yield Stretch(look, turn, base, chars[at], (area.x0,), (area.x1,), (spaces[at],))
                continue
            own = slice(start, end)
            yield Stretch(look, turn, origins[2 * number + 1], chars[own], lefts[own], rights[own], spaces[own])

    def _find_look(self, font: int, size: float) -> Look:
        size = round(max(size, _MIN_SIZE), 2)
        look = self._looks.get((font, size))
        if look is None:
            if font not in self._fonts:
                handle = ctypes.cast(font, pdfium.FPDF_FONT)
                self._fonts[font] = self._read_font(handle) if font else (False, False, False)
            bold, italic, symbol = self._fonts[font]
            look = self._looks[font, size] = Look(size=size, font=font, bold=bold, italic=italic, symbol=symbol)
        return look

    def _read_font(self, font: Any) -> tuple[bool, bool, bool]:  # noqa: ANN401  a ctypes handle
        """Say whether a font is bold, italic, a font of signs: from its name first, its flags and weight second."""
        length = pdfium.FPDFFont_GetBaseFontName(font, self._name, _NAME_BYTES)
        name = self._name.raw[: max(min(length, _NAME_BYTES) - 1, 0)].decode("utf-8", errors="replace").lower()
        flags = max(pdfium.FPDFFont_GetFlags(font), 0)
        named_bold = any(part in name for part in _BOLD_NAMES)
        upright = ctypes.c_int()
        slanted = pdfium.FPDFFont_GetItalicAngle(font, ctypes.byref(upright)) and upright.value != 0
        italic = any(part in name for part in _ITALIC_NAMES) or bool(flags & _FLAG_ITALIC) or bool(slanted)
        heavy = bool(flags & _FLAG_FORCE_BOLD) or (not italic and pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT)
        return named_bold or heavy, italic, any(part in name for part in _SYMBOL_NAMES)


def build_runs(stretches: Iterable[Stretch]) -> dict[int, list[Run]]:
    """Put glyphs that follow each other into runs, by direction (0 to the right, then quarter turns)."""
    found: dict[int, list[Run]] = {}
    run, run_turn, end, begin = Run(y=0.0, size=0.0), -1, 0.0, 0.0
    chars, lefts, rights, looks, spaces = run.chars, run.lefts, run.rights, run.looks, run.spaces
    high = ""
    for look, turn, base, *glyphs in stretches:
        size = look.size
        wide, backwards, gap_of_space, sure_gap = (
            share * size for share in (_WIDE_GAP, _BACKWARDS, _SPACE_GAP, _SURE_SPACE_GAP)
        )
        goes_on = turn == run_turn and (base == run.y or abs(base - run.y) <= _SAME_BASELINE * max(size, run.size))
        for char, left, right, space in zip(*glyphs, strict=True):
            shown = char
            if not _LAST_CONTROL < char < _HIGH:
                if _HIGH <= char < _LOW:  # the first half of a pair
                    high = char
                    continue
                shown = _read_char(char, high)
            gap = left - end
            if not goes_on or gap >= wide or left < begin - backwards:  # a ligature's letters share one place
                looks += [look] * (len(chars) - len(looks))
                run, run_turn, gap, goes_on = Run(y=base, size=size), turn, 0.0, True
                found.setdefault(turn, []).append(run)
                chars, lefts, rights, looks, spaces = run.chars, run.lefts, run.rights, run.looks, run.spaces
            begin, end = left, right if right > left else left  # noqa: FURB136  max() costs more, on every glyph
            chars.append(shown)
            lefts.append(left)
            rights.append(end)
            spaces.append(gap > (gap_of_space if space else sure_gap))
        looks += [look] * (len(chars) - len(looks))
    for runs in found.values():
        for run in runs:
            run.links = [None] * len(run.chars)
    return found


def _read_char(char: str, high: str) -> str:
    """Return the character that one of the library's is; ``high`` is the first half when it is the second of a pair."""
    if char in _HYPHENS:
        return "-"
    if _LOW <= char < _AFTER_LOW:
        return (high + char).encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
    return UNKNOWN if char == "\0" else char


def _read_turn(a: float, b: float) -> int:
    """Return the quarter turns (0 to 3, against the clock) of a matrix in which the text runs."""
    if abs(b) > abs(a):
        return 1 if b > 0 else 3
    return 2 if a < 0 else 0


def _turn_box(box: Box, turn: int) -> Box:
    """Return the area as it lies when the page is turned so that text of this direction runs to the right."""
    if turn == 1:
        return Box(x0=box.y0, y0=-box.x1, x1=box.y1, y1=-box.x0, link=box.link)
    if turn == 2:  # noqa: PLR2004  two quarters
        return Box(x0=-box.x1, y0=-box.y1, x1=-box.x0, y1=-box.y0, link=box.link)
    if turn == 3:  # noqa: PLR2004  three quarters
        return Box(x0=-box.y1, y0=box.x0, x1=-box.y0, y1=box.x1, link=box.link)
    return box


def _turn_edges(edges: Edges, turn: int) -> Box:
    return _turn_box(Box(x0=edges[0], y0=edges[1], x1=edges[2], y1=edges[3]), turn)


def _sort_path(box: Box, drawn: DrawnPage) -> None:
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if width >= _RULE_LENGTH and height <= _RULE_HEIGHT:
        drawn.rules.append(box)
    elif 0 < width <= _MARK_SIZE and 0 < height <= _MARK_SIZE:
        drawn.marks.append(box)
    _sort_stroke(box, drawn)


def _sort_stroke(box: Box, drawn: DrawnPage) -> None:
    short, long = sorted((box.x1 - box.x0, box.y1 - box.y0))
    if long >= _STROKE_LENGTH and short <= _RULE_HEIGHT:
        drawn.strokes.append(box)


def _read_links(document: PdfDocument, page: PdfPage) -> Iterator[Box]:
    """Return the areas of links, edges put in order; ``#`` where a link has no address outside the document."""
    position, link, area = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    quad = pdfium.FS_QUADPOINTSF()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        address = _read_address(document, link)
        quads = max(pdfium.FPDFLink_CountQuadPoints(link), 0)
        for index in range(quads):
            if pdfium.FPDFLink_GetQuadPoints(link, index, ctypes.byref(quad)):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Box(x0=min(xs), y0=min(ys), x1=max(xs), y1=max(ys), link=address)
        if not quads and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(area)):
            left, right = sorted((area.left, area.right))
            bottom, top = sorted((area.bottom, area.top))
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
    """Return each glyph whose middle lies in a link's area that link."""
    for area in areas:
        for run in runs:
            if area.y0 <= run.y + 0.3 * run.size <= area.y1 and run.x0 < area.x1 and run.x1 > area.x0:
                for index, (left, right) in enumerate(zip(run.lefts, run.rights, strict=True)):
                    if area.x0 <= (left + right) / 2 <= area.x1:
                        run.links[index] = area.link
