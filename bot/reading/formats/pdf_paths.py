"""Reads the shapes that a PDF page draws: their areas, and the straight lines of boxes and grids."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from bot.reading.formats.pdf_calls import list_objects

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfPage

Edges = tuple[float, float, float, float]  # left, bottom, right, top, in points of the page
_MAX_OBJECTS, _MAX_SEGMENTS, _MAX_LINES = 60_000, 600, 6_000
_LARGE, _THIN = 12.0, 2.5
_STRAIGHT = 0.5


def read_paths(page: PdfPage) -> Iterator[tuple[Edges, list[Edges]]]:
    """Give each shape's area and, where it is large both ways, the level and upright lines that it is made of."""
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
    """Give the straight lines of one shape that run along the page's edges."""
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
