"""Stamps: lines that say when stories were put up, and by whom ("9 April 2024, 19:05 · By Ann Bow").

Where two such stand, each is the day alone, and who wrote the story a line of its own, if that is more than a desk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.dates.date_words import ALL_MONTHS, WEEKDAY
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.imprint import is_byline, is_name
from bot.reading.grammar.lines.printed_days import DATE, HOUR, ZONE
from bot.reading.grammar.lines.title_names import is_house_name

# Clock times: the hour behind a day on a line of its own ("4 March 2025, 0715 GMT"), or before news, tells no news.

_CLOCK_TIMES_LONGEST = 80
_CLOCK_TIMES_CLOCK = re.compile(
    rf"[\s,·•|/–—-]+(?:(?:at|um)\s)?{HOUR}"
    r"\s*\Z",
    re.IGNORECASE,
)


_BETWEEN = re.compile(rf",?\s+\d{{1,2}}[:.h]\d\d(?:\s?[ap]\.?m\.?)?{ZONE}?(?=\s*[·•|–—]\s)", re.IGNORECASE)
_LEAD = re.compile(
    rf"\s*(?:[01]?\d|2[0-3])[:h][0-5]\d(?:\s?[ap]\.?m\.?)?{ZONE}?(?:\s*[,:·|–—-])?\s+(?=[^\W\d_]|[“\"‘《])"
)
_NO_DAY = re.compile(
    r"\s*[(（\[](?:undated|no date(?: given)?|n\.d\.|date unknown|日期不详|未注明日期)[)）\]]\s*(?:[–—:：-]\s*)?(?=\S)",
    re.IGNORECASE,
)
_BRACKETS = ("(", "（", "[")
_CLOCK_TIMES_LEAST = 3


def read_clock_times(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return lines of a day and an hour without the hour, and the pieces of which three or more open with one.

    What opens with words that there is no day goes without these.
    """
    pieces = tuple(_without_clock(piece) for piece in pieces)
    leads = {
        at: lead.end() for at, piece in enumerate(pieces) if (lead := _LEAD.match(piece.raw[:_CLOCK_TIMES_LONGEST]))
    }
    if len(leads) < _CLOCK_TIMES_LEAST:
        return pieces
    return tuple(piece.cut(leads[at]) if at in leads else piece for at, piece in enumerate(pieces))


def _without_clock(piece: Piece) -> Piece:
    raw = piece.raw
    undated = _NO_DAY.match(raw) if piece.kind is not BlockKind.HEADING and raw.lstrip()[:1] in _BRACKETS else None
    if undated is not None:
        return piece.cut(undated.end())
    if piece.kind is not BlockKind.PARAGRAPH or len(raw) > _CLOCK_TIMES_LONGEST or not any(map(str.isdecimal, raw)):
        return piece
    clock = _CLOCK_TIMES_CLOCK.search(raw)
    if clock is not None and is_date_line(raw[: clock.start()].strip()):
        return piece.cut(0, clock.start())
    clock = _BETWEEN.search(raw)
    if clock is None or not is_date_line(raw[: clock.start()].strip()):
        return piece
    return replace(piece, spans=(*piece.cut(0, clock.start()).spans, *piece.cut(clock.end()).spans))


# Marks of stories: the hour, the place in a count and the slug that a wire sets on lines of their own beside each.

_STORY_MARKS_LONGEST = 80
_STORY_MARKS_LEAST = 3
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
    short = [
        (at, piece) for at, piece in enumerate(pieces) if len(piece.raw) <= _STORY_MARKS_LONGEST and _may_mark(piece)
    ]
    days = _list_days(short)
    marks = {at: day for at, piece in short if at not in days and (day := _find_day(piece)) is not None}
    slugs = {at for at, piece in short if _SLUG.fullmatch(piece.text)}
    unlinked = (piece for _, piece in short if not any(span.link for span in piece.spans))
    signed = Counter(piece.text for piece in unlinked if _SIGNED.fullmatch(piece.text))
    rated = {at for at, piece in short if signed[piece.text]} if 1 < len(signed) * 2 <= signed.total() else set()
    gone = rated | (set(marks) if len(marks) >= _STORY_MARKS_LEAST else set())
    gone |= slugs if len(slugs) >= _STORY_MARKS_LEAST and any("/" in pieces[at].raw for at in slugs) else set()
    if not gone:
        return pieces
    kept = ((piece, marks.get(at, (0, 0)) if at in gone else None) for at, piece in enumerate(pieces))
    return tuple(piece.cut(*day) if day else piece for piece, day in kept if day is None or day[0] < day[1])


def _without_readers(piece: Piece) -> Piece:
    raw = piece.raw
    if len(raw) > _STORY_MARKS_LONGEST or piece.is_heading or not any(map(str.isdigit, raw[-_TAIL:])):
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


# Days in a column of their own: lines that each open with a day and, behind a space alone, what is on it.

_DAY = re.compile(rf"\s*(?P<date>(?i:{DATE}))\s+(?=[A-Z“\"‘])(?!(?i:issue|edition|no\.)\s)")
_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_LEAST = 2


def read_day_columns(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of such columns with their days in italics."""
    days = {at: day for at, piece in enumerate(pieces) if (day := _day_columns_find_day(piece))}
    runs = [[at for _, at in run] for _, run in groupby(enumerate(days), lambda pair: pair[1] - pair[0])]
    kept = {at for run in runs if len(run) >= _LEAST for at in run}
    return tuple(_set_off(piece, days[at]) if at in kept else piece for at, piece in enumerate(pieces))


def _day_columns_find_day(piece: Piece) -> re.Match[str] | None:
    opening = piece.raw.lstrip()[:3].lower()
    if piece.kind not in _KINDS or not (opening[:1].isdigit() or opening in ALL_MONTHS):
        return None
    return None if piece.spans[0].bold or piece.spans[0].italic else _DAY.match(piece.raw)


def _set_off(piece: Piece, day: re.Match[str]) -> Piece:
    return replace(piece, spans=(Span(text=day["date"], italic=True), *piece.cut(day.end("date")).spans))


_CLOCK = (
    r"(?:\s*[,|·•]|\s+(?:at|um|à))?\s+\d{1,2}[:h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s+\(?(?:[A-Z]{3,4}|GMT[+-]\d+|Uhr)\)?)?"
)
_WHEN = rf"(?:(?:published|posted|updated)(?:\s+on)?\s*:?\s+)?(?:{WEEKDAY}\.?,?\s+)?(?P<day>{DATE})(?P<clock>{_CLOCK})?"
_DESK = r"(?:agencies|(?:news)?wires?|(?:\w+ ){0,2}(?:desk|staff|bureau))"
"""Names no person."""
_CORRECTED = r"(?:\.\s+(?:corrected|clarified|amended|updated)\b.{0,200}|\.)?"
"""What was wrong in the story before."""
_STAMP = re.compile(
    rf"\s*{_WHEN}(?:\s+[|·•–—-]\s+(?P<by>by\s.{{2,60}}|{_DESK}))?{_CORRECTED}\s*\Z", re.IGNORECASE | re.DOTALL
)
_BY_FIRST = re.compile(
    rf"\s*(?:by|von|par)\s+(?P<by>(?-i:[A-Z]|our\b|the\b).{{1,60}}?)(?:\s+[|·•–—-]|,|\s+(?:on|am|le))\s+{_WHEN}\s*\Z",
    re.IGNORECASE,
)
_BY_WORDS = ("by ", "von", "par")
_IS_DESK = re.compile(_DESK, re.IGNORECASE)
_NAME_FIRST = re.compile(
    rf"\s*(?P<by>(?-i:[A-Z])[\w.'’-]*(?:\s(?-i:[A-Z])[\w.'’-]+){{1,3}})\s+[|·•–—-]\s+{_WHEN}"
    r"\s+[|·•–—-]\s+\d{1,2}[\s-]min(?:ute)?s?(?:\s+read)?\s*\Z",
    re.IGNORECASE,
)
"""A person's name before the day and how long the story takes to read; without that it may be a paper's."""
_BY = "By "
_LONGEST = 240


def read_stamps(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with such lines as days, and bylines behind them as pieces of their own."""
    found = {at: stamp for at, piece in enumerate(pieces) if (stamp := _find_stamp(piece))}
    if len(found) < _LEAST:
        return pieces
    read: list[Piece] = []
    for at, piece in enumerate(pieces):
        stamp = found.get(at)
        if stamp is None:
            read.append(piece)
            continue
        read.append(piece.cut(*stamp.span("day")))
        is_desk = stamp["by"] is not None and _IS_DESK.fullmatch(stamp["by"]) is not None
        author = piece.cut(*stamp.span("by")) if stamp["by"] and not is_desk else None
        named = author is not None and not is_byline(author.text)
        read.extend([author.headed(_BY) if named else author] if author else [])
    return tuple(read)


def _find_stamp(piece: Piece) -> re.Match[str] | None:
    raw = piece.raw
    short = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _LONGEST
    if not (short and any(map(str.isdigit, raw))):
        return None
    stamp = _STAMP.match(raw)
    if stamp is not None and (stamp["clock"] or _is_author(stamp["by"] or "")):
        return stamp
    signed = _BY_FIRST.match(raw) if raw.lstrip()[:3].lower() in _BY_WORDS else None
    if signed is not None:
        return signed
    named = _NAME_FIRST.match(raw) if "min" in raw else None
    return named if named and is_name(named["by"]) and not is_house_name(named["by"]) else None


def _is_author(text: str) -> bool:
    return _IS_DESK.fullmatch(text) is not None or is_byline(text)
