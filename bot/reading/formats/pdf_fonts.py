"""The font that stands in for Chinese, Japanese and Korean ones that a PDF names and doesn't hold.

PDFium looks for such a font on the machine. Where it has none, a character has no width, and text of a single one, such
as 号 behind a figure, is left out. Here every character of theirs is a square, so that a file is read alike on every
machine. Other fonts are those that PDFium brings along.
"""

import ctypes
import struct
from typing import Any

import pypdfium2.raw as pdfium

_CHARSETS = frozenset({128, 129, 134, 136})
"""Japanese, Korean, simplified and traditional Chinese, as Windows numbers the signs of a font."""
_EM, _ASCENT, _DESCENT = 1000, 880, -120
_SPACE, _LAST_SIGN = 0x20, 0x10FFFF


def build_square_font() -> bytes:
    """Return a TrueType font with one glyph, a square, for every sign (OpenType 1.9: cmap format 13)."""
    corners = struct.pack(">4h4h", 0, _EM, 0, -_EM, _DESCENT, 0, _EM, 0)
    square = struct.pack(">5hHH4B", 1, 0, _DESCENT, _EM, _ASCENT, 3, 0, 1, 1, 1, 1) + corners
    tables = {
        b"cmap": struct.pack(">HHHHIHHIIIIII", 0, 1, 3, 10, 12, 13, 0, 28, 0, 1, _SPACE, _LAST_SIGN, 1),
        b"glyf": square,
        b"head": struct.pack(
            ">4I2H2q4h2H3h", 1 << 16, 1 << 16, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, _DESCENT, _EM, _ASCENT, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">I3hH11hH", 1 << 16, _ASCENT, _DESCENT, 0, _EM, 0, 0, _EM, 1, *[0] * 7, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">3I", 0, 0, len(square)),
        b"maxp": struct.pack(">I14H", 1 << 16, 2, 4, 1, 0, 0, 1, *[0] * 8),
    }
    listed, data, start = b"", b"", 12 + 16 * len(tables)
    for tag, table in tables.items():
        listed += struct.pack(">4s3I", tag, 0, start + len(data), len(table))
        data += table + bytes(-len(table) % 4)
    return struct.pack(">I4H", 1 << 16, len(tables), 64, 2, 16 * len(tables) - 64) + listed + data


def use_square_font() -> pdfium.FPDF_SYSFONTINFO:
    """Let PDFium ask us for fonts in the place of the machine; return what must be kept for as long as it reads."""
    font = build_square_font()

    def find_font(_info: Any, _weight: int, _italic: int, charset: int, *_more: Any) -> int | None:  # noqa: ANN401  ctypes
        return 1 if charset in _CHARSETS else None

    def copy_font(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:  # noqa: ANN401  ctypes
        if table:  # it asks for a table of its own first, which only collections of fonts have
            return 0
        if size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    calls = {"MapFont": find_font, "GetFontData": copy_font}
    kinds = dict(pdfium.FPDF_SYSFONTINFO._fields_[1:])
    info = pdfium.FPDF_SYSFONTINFO(1, *(kind(calls.get(name, lambda *_: 0)) for name, kind in kinds.items()))
    pdfium.FPDF_SetSystemFontInfo(info)
    return info
