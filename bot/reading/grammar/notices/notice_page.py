"""The web page around a notice where it stands in one block with it: copied or extracted without line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from bot.model.text import HAN
from bot.reading.document import SITE_MARK, BlockKind
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.signature import DATE

_BUTTON = r"【\s*(?:打印(?:本页)?|纠错|返回(?:顶部)?|关闭(?:窗口|本页)?|收藏|分享|字体[^】]{0,9})\s*】"
_HEAD = re.compile(
    rf"[^。；]{{0,800}}?{DATE}\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?\s*来源\s*[:：]\s*[^。；【]{{2,30}}(?:{_BUTTON}\s*)+",
    re.DOTALL,
)
"""All before the text of a notice, to the buttons behind the moment it was put up and its source."""
_TAIL = re.compile(rf"(?:{_BUTTON}\s*)+\Z|关闭(?=[^。；，]{{0,120}}版权所有)")
"""The buttons at the end, or what a page closes with."""
_SIGNS = ("【", "关闭")
"""What of a button or of a page's end stands in every head and tail."""

_HOST = re.compile(
    rf"(?:主办(?:单位)?|版权所有)\s*[:：]?\s*(?P<name>[{HAN}]{{3,30}})"
    rf"|\A(?:[^_|｜]{{4,150}}?\s*[_|｜]|{SITE_MARK})\s*(?P<site>[{HAN}]{{3,30}})"
)
_SHORTEST_TAIL = 8
_OURS = re.compile(r"我[部委局办署行会院]|本[部委局办署]")


def find_host(text: str, around: Iterable[str]) -> str | None:
    """Return who a page says that it is, where its notice speaks of an office without a name ("我部"); else None."""
    if not _OURS.search(text):
        return None
    found = (match["name"] or match["site"] for part in around for match in _HOST.finditer(part))
    return next(found, None)


def split_page(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with a page's head and end cut off the paragraphs in which they stand with the notice."""
    return tuple(part for piece in pieces for part in _cut(piece))


def is_page_part(text: str) -> bool:
    """Whether a piece is nothing but the head or the end of a page."""
    return _HEAD.fullmatch(text) is not None or _TAIL.match(text) is not None


def _cut(piece: Piece) -> tuple[Piece, ...]:
    if piece.kind is BlockKind.TABLE_ROW or not any(sign in piece.raw for sign in _SIGNS):
        return (piece,)
    head, tail = _HEAD.match(piece.raw), _TAIL.search(piece.raw)
    bounds = {0, len(piece.raw), *([head.end()] if head else ()), *([tail.start()] if tail else ())}
    parts = tuple(piece.cut(a, b) for a, b in pairwise(sorted(bounds)))
    return tuple(part for part in parts if part.raw.strip())


def says_title_again(text: str, title: str) -> bool:
    """Whether a text is the title once more behind all who issue it, as below the page's own headline."""
    at = title.find("关于")
    return at >= 0 and len(title) - at >= _SHORTEST_TAIL and "".join(text.split()).endswith(title[at:])
