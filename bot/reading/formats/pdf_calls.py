"""Asks the PDF library about many glyphs or shapes of a page in one sweep: single calls are the cost of reading it."""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

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
