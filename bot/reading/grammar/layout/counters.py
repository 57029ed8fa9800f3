"""Counters: the ways other than "1." in which headlines count up ("#1", "Story 1:", "1/5", "[1]", "a)", "01 ").

They are told by their counting: lines that open alike and close no sentence, from the first to the third at least;
two where they are set in capitals.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.model.text import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number, parse_han
from bot.reading.grammar.lines.reports import is_closed

_COUNTER = re.compile(
    r"\s*(?:(?P<word>[A-Z][a-z]{2,9})\s+)?(?P<opens>[#\[(]?)(?:(?P<figure>\d{1,3})|(?P<small>[a-z])|(?P<capital>[A-Z]))"
    r"(?:\s?(?:/|of)\s?(?P<all>\d{1,3}))?(?P<sign>\s?[.):\]|｜]|\s[–—-](?=\s))?"
    rf"(?:\s+|(?<=\d\d)(?=[{HAN}])|(?<=｜))(?:\([!*]\)\s+)?(?=[^\W\d_a-z]|[“\"‘《…]|\.\.\.)"
)
_CODE = re.compile(
    r"\s*(?P<series>[A-Z]{1,3})[-./ ]?(?P<figure>\d{1,3})(?P<sign>\s?[·•|｜:：)]|\s[–—-]|\.(?=\s)|(?=\s))\s*"
    r"(?=[^\W_a-z]|[“\"‘《])"
)
"""A letter for the part and a figure for the news in it ("A1 · ", "B-2: ")."""
_OF_YEAR = frozenset("HQ")
"""Letters of the halves and quarters of a year, and of questions."""
_CODE_ZH = re.compile(
    rf"\W*(?P<series>(?!附件|附表|方案|步骤|问题|案例|表|图)[{HAN}]{{1,4}}?)"
    r"(?:(?P<han>[一二三四五六七八九十]{1,3})|(?P<figure>\d{1,2}))(?P<sign>\s?[:：｜|])\s*(?=\w|[“\"‘《])"
)
"""A word for the part and a number for the news in it ("要闻一：", "头条2｜")."""
_HAN_SIGN = re.compile(rf"[“《]?[{HAN}]")
_PARTS_OF_ONE = frozenset(
    (
        "step",
        "phase",
        "stage",
        "article",
        "clause",
        "chapter",
        "annex",
        "appendix",
        "table",
        "figure",
        "option",
        "group",
    )
)
"""Words that count the parts of one text."""
_PART = re.compile(
    r"\W*(?:(?:part|section|chapter)[\s.·-]*(?:\d{1,2}|[ivx]{1,4}|one|two|three|four|five|six)"
    r"|第[一二三四五六七八九十\d]{1,2}(?:部分|篇|板块|单元))\W*",
    re.IGNORECASE,
)
_LEAST_PARTS, _LONGEST_PART, _LONGEST_NAME = 2, 16, 40
_LEAST, _PAIR = 3, 2
_IN_CAPITALS = re.compile(r"\s*\[\d{1,2}\]\s+[^a-z\n]{12,}(?:\n|\Z)")
"""Counts a headline in capitals, of which two show it."""
_PADDED = 2
"""Figures of a number that needs no sign behind it ("01")."""
_LONGEST = 160


def read_counters(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces that open with such counters with the number in its usual form ("1. ") in their place."""
    rows: dict[tuple[object, ...], list[tuple[int, int]]] = {}
    for at, piece in enumerate(pieces):
        counter = _find_counter(piece)
        if counter is None:
            continue
        look = (piece.kind, piece.is_bold) if _is_bare_in_han(counter) else None
        shape = (
            counter["word"],
            counter["opens"],
            counter["sign"],
            bool(counter["all"]),
            bool(counter["figure"]),
            look,
        )
        row = rows.setdefault(shape, [])
        row.extend([(at, counter.end())] if _value_of(counter) == len(row) + 1 else [])
    counted = {
        at: (number, end)
        for row in rows.values()
        if len(row) >= _LEAST or (len(row) == _PAIR and all(_IN_CAPITALS.match(pieces[at].raw) for at, _ in row))
        for number, (at, end) in enumerate(row, start=1)
    } | _list_codes(pieces)
    return tuple(_number(piece, *counted[at]) if at in counted else piece for at, piece in enumerate(pieces))


def find_part_counters(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the indices of lines that only count a part ("PART 02") right over its name, where two do at least."""
    short = (at for at, piece in enumerate(pieces[:-1]) if len(piece.raw) <= _LONGEST_PART)
    found = [at for at in short if _PART.fullmatch(pieces[at].text) and _names_part(pieces[at + 1])]
    return frozenset(found if len(found) >= _LEAST_PARTS else ())


def _names_part(piece: Piece) -> bool:
    named = piece.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH} and len(piece.raw) <= _LONGEST_NAME
    return named and not is_closed(piece.text)


def _list_codes(pieces: tuple[Piece, ...]) -> dict[int, tuple[int, int]]:
    """Get where lines open with the codes of their parts, each series counting from 1, the figures and their ends."""
    rows: dict[str, list[tuple[int, int]]] = {}
    for at, piece in enumerate(pieces):
        code = _find_code(piece.raw) if piece.kind is not BlockKind.TABLE_ROW else None
        if code is None or not _may_count(code):
            continue
        row = rows.setdefault(code["series"], [])
        count = int(code["figure"] or 0) or parse_han(code["han"])
        row.extend([(at, code.end())] if count == len(row) + 1 else [])
    if sum(map(len, rows.values())) < _LEAST:
        return {}
    return {at: (number, end) for row in rows.values() for number, (at, end) in enumerate(row, start=1)}


def _may_count(code: re.Match[str]) -> bool:
    """Return whether a code opens a headline or, with a sign behind it, a piece of news; quarters open neither."""
    head = code.string[code.end() :].partition("\n")[0]
    told = is_closed(head) or len(head) > _LONGEST
    return not told or (bool(code["sign"].strip()) and code["series"] not in _OF_YEAR)


def _find_code(raw: str) -> re.Match[str] | None:
    return _CODE.match(raw) if raw[:1].isascii() else _CODE_ZH.match(raw)


def _find_counter(piece: Piece) -> re.Match[str] | None:
    """Return the counter that a headline may open with; None for numbers in their usual form."""
    usual = find_number(piece.raw) is not None and not piece.raw.lstrip().startswith("#")
    if piece.kind is BlockKind.TABLE_ROW or usual or find_label(piece.raw):
        return None
    counter = _COUNTER.match(piece.raw)
    if counter is None or (counter["word"] or "").lower() in _PARTS_OF_ONE:
        return None
    sign = (counter["sign"] or "").strip()
    bare = not (counter["word"] or counter["opens"] or counter["all"])
    padded = counter["figure"] is not None and len(counter["figure"]) == _PADDED
    in_han = _is_bare_in_han(counter) and (piece.is_heading or piece.is_bold)
    if bare and not (padded or in_han or (sign and (sign in "|｜" or not counter["figure"]))):
        return None
    head = piece.raw[counter.end() :].partition("\n")[0]
    return None if is_closed(head) or len(head) > _LONGEST else counter


def _is_bare_in_han(counter: re.Match[str]) -> bool:
    """Whether a figure stands before Chinese words with a space alone between ("1　某办法施行")."""
    return (
        counter.string[counter.start() : counter.end()].strip().isdigit()
        and _HAN_SIGN.match(counter.string, counter.end()) is not None
    )


def _value_of(counter: re.Match[str]) -> int:
    letter = counter["small"] or counter["capital"]
    return ord(letter.lower()) - ord("a") + 1 if letter else int(counter["figure"])


def _number(piece: Piece, number: int, end: int) -> Piece:
    rest = piece.cut(end)
    return replace(rest, spans=(Span(text=f"{number}. ", bold=rest.spans[0].bold), *rest.spans))
