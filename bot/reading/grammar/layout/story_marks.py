"""Marks of stories: the hour, the place in a count and the slug that a wire sets on lines of their own beside each.

They tell no news and head none. One alone may be anything, so that they go only together: three or more of a form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.clock import HOUR

_LONGEST = 80
_LEAST = 3
_TAIL = 16
_NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+")
"""Stands before the hour where the stories of a page are a numbered list."""
_BESIDE = re.compile(r"\s*[,;·•|｜/]\s+|\s+[–—-]\s+")
_MARK = re.compile(
    rf"(?:(?:first |last )?(?:published|posted|updated|filed|sent|modified)(?: at)?\s*:?\s+)?{HOUR}"
    r"|(?:story|item|post|entry|update|take)\s(?:no\.? ?)?\d{1,3}(?:\s?(?:of|/)\s?\d{1,3})?"
    r"|\d{1,3}\s?(?:of|/)\s?\d{1,3}"
    r"|\d{1,3}[\s-](?:min(?:ute)?s?|words?|seconds?)(?: (?:read|ago))?|\d{1,3} (?:hours?|days?) ago",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\s*(?P<number>\d{1,3})\s?/\s?(?P<all>\d{1,3})\s*")
"""Which story of how many, unless it is a day in figures ("25/03")."""
_SLUG = re.compile(r"[A-Z][A-Z0-9]*(?:[-/][A-Z0-9]+)*(?:[-/][A-Z]+/?|/)(?:\s\((?:[A-Z]+(?: \d)?(?:, )?)+\))?")
"""Words in capitals tied by strokes, by which a wire files a story ("CHINA-STEEL/EXPORTS")."""
_SIGNED = re.compile(r"[^\w\s(\[{\"'“‘《【<#]{1,5}\s*[^\W\d_][\w-]*(?: [\w-]+)?")
"""A word or two behind signs, which rates a story ("!! URGENT", "▲ High")."""
_READERS = re.compile(
    r"(?:\A|(?<=\S)[\s|·•,，]*)(?:(?:阅读|浏览|评论|点赞|转发|收藏|观看|在看)(?:量|数|次数)?\s*[:：]?\s*[\d.,]+\s*[万千kw+]*[\s|·•,，]*)+\Z"
    r"|(?:\A|(?<=\S)[\s|·•,]+)(?:[\d.,]+\s?[km]?\s(?:views?|reads?|comments?|likes?|shares?)[\s|·•,]*)+\Z",
    re.IGNORECASE,
)
"""How many have read a story, shared it or spoken of it."""
_ON_PAGE = re.compile(r"(?<=\d\d),\s(?:pp?|S|page|Seite)\.?\s?\d{1,3}(?:\s?[–-]\s?\d{1,3})?\s*\Z")
"""The page of a paper, behind the day on which a cutting stood in it."""
_OF_READERS = ("阅读", "浏览", "评论", "点赞", "view", "read", "comment", "like", "share")


def read_story_marks(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without lines that are nothing but such marks; a day among them stays.

    How many readers a story has had goes from the end of a short line.
    """
    pieces = tuple(bare for piece in pieces if (bare := _without_readers(piece)).raw.strip())
    short = [(at, piece) for at, piece in enumerate(pieces) if len(piece.raw) <= _LONGEST and _may_mark(piece)]
    days = _list_days(short)
    marks = {at: day for at, piece in short if at not in days and (day := _find_day(piece)) is not None}
    slugs = {at for at, piece in short if _SLUG.fullmatch(piece.text)}
    unlinked = (piece for _, piece in short if not any(span.link for span in piece.spans))
    signed = Counter(piece.text for piece in unlinked if _SIGNED.fullmatch(piece.text))
    rated = {at for at, piece in short if signed[piece.text]} if 1 < len(signed) * 2 <= signed.total() else set()
    gone = rated | (set(marks) if len(marks) >= _LEAST else set())
    gone |= slugs if len(slugs) >= _LEAST and any("/" in pieces[at].raw for at in slugs) else set()
    if not gone:
        return pieces
    kept = ((piece, marks.get(at, (0, 0)) if at in gone else None) for at, piece in enumerate(pieces))
    return tuple(piece.cut(*day) if day else piece for piece, day in kept if day is None or day[0] < day[1])


def _without_readers(piece: Piece) -> Piece:
    raw = piece.raw
    if len(raw) > _LONGEST or piece.is_heading or not any(map(str.isdigit, raw[-_TAIL:])):
        return piece
    counted = _READERS.search(raw) if any(map(raw.lower().__contains__, _OF_READERS)) else None
    counted = counted or (_ON_PAGE.search(raw) if ", " in raw[-_TAIL:] else None)
    return piece.cut(0, counted.start()) if counted else piece


def _list_days(lines: Sequence[tuple[int, Piece]]) -> set[int]:
    """Return the lines of two figures that are days and no counts: these have one sum and do not pass it."""
    found = {at: count for at, piece in lines if (count := _COUNT.fullmatch(piece.raw))}
    sums = {count["all"] for count in found.values()}
    passed = any(int(count["number"]) > int(count["all"]) for count in found.values())
    counts = len(sums) == 1 and not passed and not any(each.startswith("0") for each in sums)
    return set() if counts else set(found)


def _may_mark(piece: Piece) -> bool:
    return piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and "\n" not in piece.raw.strip()


def _find_day(piece: Piece) -> tuple[int, int] | None:
    """Return where the day of a line of marks stands, (0, 0) where it has none; None for any other line."""
    raw = piece.raw
    if not any(map(str.isdigit, raw)):
        return None
    number = _NUMBER.match(raw) if piece.kind is BlockKind.LIST_ITEM else None
    start = number.end() if number else 0
    bounds = [start, *(place for sign in _BESIDE.finditer(raw, start) for place in sign.span()), len(raw)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    others = [part for part in parts if not _MARK.fullmatch(raw[slice(*part)].strip())]
    if not others:
        return (0, 0)
    dated = len(others) == 1 < len(parts) and is_date_line(raw[slice(*others[0])].strip())
    return others[0] if dated else None
