"""Reads the shapes that a PDF page draws: small marks, long rules, and the straight edges of boxes and grids."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pypdfium2 import PdfPage

    from bot.reading.formats.pdf_glyphs import DrawnPage

from bot.reading.formats.pdf_boxes import Box

_MAX_OBJECTS, _MAX_SEGMENTS = 60_000, 600
_RULE_LENGTH, _RULE_HEIGHT, _MARK_SIZE = 40.0, 2.5, 12.0
_STROKE_LENGTH = 6.0
_STRAIGHT = 0.5
