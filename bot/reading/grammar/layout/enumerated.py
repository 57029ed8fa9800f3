"""Lists that are no lists of points: of news, and of stories under bullets or numbers that are headlines.

Paragraphs that each open with a number and a date or bold words, or tell who did what, are a list of news whose numbers
are its bullets; where half of a run is so, whole sentences are. List items with numbers that close no sentence and each
stand over a paragraph that does are headlines.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from bot.dates.date_words import parse_number, starts_with_dotted_day
from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.day_lines import find_cited_day
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_dated_lead,
    find_dated_tail,
    find_tag_end,
    find_told_date,
)
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.headings import find_number, parse_han
from bot.reading.grammar.lines.labels import LabelKind, find_label
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, may_tell_in_han, tells_own_act

# Counters: the ways other than "1." in which headlines count up ("#1", "Story 1:", "1/5", "[1]", "a)", "01 ").

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
_COUNTERS_LEAST, _PAIR = 3, 2
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
        row.extend([(at, counter.end())] if _counters_value_of(counter) == len(row) + 1 else [])
    counted = {
        at: (number, end)
        for row in rows.values()
        if len(row) >= _COUNTERS_LEAST
        or (len(row) == _PAIR and all(_IN_CAPITALS.match(pieces[at].raw) for at, _ in row))
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
    if sum(map(len, rows.values())) < _COUNTERS_LEAST:
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


def _counters_value_of(counter: re.Match[str]) -> int:
    letter = counter["small"] or counter["capital"]
    return ord(letter.lower()) - ord("a") + 1 if letter else int(counter["figure"])


def _number(piece: Piece, number: int, end: int) -> Piece:
    rest = piece.cut(end)
    return replace(rest, spans=(Span(text=f"{number}. ", bold=rest.spans[0].bold), *rest.spans))


_NUMBER = re.compile(r"\s*[（(]?(?P<number>\d{1,3})(?:[.．、)）](?!\d{1,2}[.．]?\s)|\s[|｜]|/(?=\s))\s*(?=\S)")
"""What counts a piece of news; the figure of a part and that of what stands in it ("1.2 ") are no such number."""
_CIRCLED = re.compile(r"\s*(?P<number>[①-⑳])\s*(?=\S)")
_HAN_NUMBER = re.compile(r"\s*[（(]?(?P<number>[一二三四五六七八九十]{1,3})[)）、]\s*(?=\S)")
"""Such numbers count the parts of notices too, so that only a day makes news of what they open."""
_LEAD = re.compile(r"\A(?:[\w’'-]+ ){0,3}[\w’'-]+\.\s+(?=[A-Z])")
"""A few words that lead in a piece of news ("Machines. MIIT opened ...")."""
_NAMED_ZH = re.compile(
    rf"(?:[{HAN}]{{2,12}}、){{0,8}}[{HAN}]{{2,14}}(?:[部委局署厅]|等[{HAN}\d]{{1,3}}部门)[：:](?!\s*\Z)"
)
"""Who acted, before a colon ("国家统计局：8月…")."""
_GOES_ON = ("；", ";")
"""Ends one of several parts of a sentence, each on a line of its own."""
_PARTS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_OF_ONE = frozenset({LabelKind.COMMENT, LabelKind.SOURCE})
_LEAST = 2
_HEADLINE_LENGTH = 200
_HEADLINE_LEVEL = 3
_TITLE_WORDS = 3


def read_enumerated(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with runs of such paragraphs as list items without their numbers.

    They count up from 1, or go on after a heading with the number after that of the run or headline before. Where such
    a run stands, the only piece of news under another heading is one too.
    """
    found = list(pieces)
    run: list[tuple[int, Piece]] = []
    alone: list[tuple[int, Piece]] = []
    listed = False
    first = 1
    for at, piece in enumerate((*pieces, None)):
        bare = _without_number(piece, first + len(run)) if piece else None
        if bare is not None:
            run.append((at, bare))
            continue
        again = _without_number(piece, 1) if piece else None
        if run and piece and not again and _goes_on(piece):
            continue
        told = sum(_tells_news(pieces[place], item) for place, item in run)
        if run and first == 1 and _asks_for_points(pieces[run[0][0] - 1 : run[0][0]]):
            for place, item in run:
                found[place] = item
        elif told * 2 >= len(run) and (told >= _LEAST or (first > 1 and told)):
            for place, item in run:
                found[place] = item
            first += len(run)
            listed = True
        elif told and first == 1:
            alone += run
            first += len(run)
        first = 1 if again else _count_on(pieces[at : at + 2], first)
        run = [(at, again)] if again else []
    for place, item in alone if listed else ():
        found[place] = item
    return tuple(found)


def _count_on(pair: tuple[Piece, ...], first: int) -> int:
    """Return the number that may come next below a piece: after a heading's own, unless the count goes on below it."""
    counted = _NUMBER.match(pair[0].raw) if pair and pair[0].is_heading else None
    goes_on = counted is not None and any(_cut_number(below, first) for below in pair[1:])
    return first if counted is None or goes_on else int(counted["number"]) + 1


def read_counted_points(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with the points of stories as list items: short paragraphs that count from 1 below their text.

    Two runs of them stand at least, each beginning anew and closing no sentence, as no headlines do one upon the other.
    """
    runs: list[list[tuple[int, Piece]]] = []
    for at, piece in enumerate(pieces):
        run = runs[-1] if runs and runs[-1][-1][0] == at - 1 else []
        bare = _cut_number(piece, len(run) + 1) if not is_closed(piece.text) else None
        if bare is not None and run:
            run.append((at, bare))
        elif bare is not None and at and pieces[at - 1].kind is BlockKind.PARAGRAPH and is_closed(pieces[at - 1].text):
            runs.append([(at, bare)])
    several = [run for run in runs if len(run) >= _LEAST]
    points = {at: bare for run in several for at, bare in run} if len(several) >= _LEAST else {}
    return tuple(points.get(at, piece) for at, piece in enumerate(pieces))


def _asks_for_points(above: tuple[Piece, ...]) -> bool:
    """Whether the piece right above a run is the label of a summary, with nothing behind it ("主要内容：")."""
    label = find_label(above[0].raw) if above else None
    return label is not None and label.kind is LabelKind.SUMMARY and label.end >= len(above[0].raw.rstrip())


def _tells_news(piece: Piece, item: Piece) -> bool:
    """Whether what stands behind a paragraph's number is news; behind one in Chinese only a day tells that."""
    return _is_dated(item, item.text) if _HAN_NUMBER.match(piece.raw) else _is_news(item)


def _goes_on(piece: Piece) -> bool:
    """Whether a paragraph between two with numbers goes on with the first of them, or has a label of its item."""
    if piece.kind in _PARTS and (label := find_label(piece.raw)) and label.kind in _OF_ONE:
        return True
    return piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and is_prose(piece.text) and is_closed(piece.text)


def read_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with bullets that each head a paragraph as headings, where two such stand."""
    heads = _list_loose_bullets(pieces) | _list_bullets_in_han(pieces)
    if len(heads) < _LEAST:
        return pieces
    return tuple(_as_headline(piece) if at in heads else piece for at, piece in enumerate(pieces))


def _list_loose_bullets(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the bullets of lists in which each stands over a paragraph that closes, and most are no sentences."""
    heads: list[int] = []
    region: list[int] = []
    for at, piece in enumerate((*pieces, None)):
        if piece is not None and piece.kind is BlockKind.LIST_ITEM:
            region.append(at)
        elif piece is None or piece.kind is not BlockKind.PARAGRAPH or piece.is_bold:
            if region and region[0] and pieces[region[0] - 1].text.endswith((":", "：")):
                region = []  # a list that is announced
            titles = [bullet for bullet in region if _heads_paragraph(pieces, bullet)]
            loose = all(_is_told(pieces, bullet) and _may_be_title(pieces[bullet]) for bullet in region)
            heads.extend(region if loose and len(titles) * 2 > len(region) else ())
            region = []
    return frozenset(heads)


def _list_bullets_in_han(pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Return the bullets in Chinese that close nothing, where each may tell something and stands over a paragraph."""
    bullets = [at for at, piece in enumerate(pieces) if piece.kind is BlockKind.LIST_ITEM and not find_label(piece.raw)]
    loose = [at for at in bullets if not (is_closed(pieces[at].text) or pieces[at].text.endswith(_GOES_ON))]
    loose = [at for at in loose if not find_dated_lead(pieces[at])]
    heads = [at for at in loose if may_tell_in_han(pieces[at].text) and _is_told(pieces, at)]
    return frozenset(heads if len(heads) == len(loose) else ())


def _is_told(pieces: tuple[Piece, ...], at: int) -> bool:
    after = pieces[at + 1 : at + 2]
    return bool(after) and after[0].kind is BlockKind.PARAGRAPH and is_closed(after[0].text)


def _may_be_title(piece: Piece) -> bool:
    short = len(piece.text) <= _HEADLINE_LENGTH and count_words(piece.text) >= _TITLE_WORDS
    return short and not starts_with_dotted_day(piece.raw) and not find_label(piece.raw) and not find_dated_lead(piece)


def _heads_paragraph(pieces: tuple[Piece, ...], at: int) -> bool:
    piece = pieces[at]
    return piece.level == 1 and (not is_closed(piece.text) or _is_bold_behind_number(piece))


def _is_bold_behind_number(piece: Piece) -> bool:
    number = _NUMBER.match(piece.raw)
    return (piece.cut(number.end()) if number else piece).is_bold


def _as_headline(piece: Piece) -> Piece:
    return piece.as_block(BlockKind.HEADING, _HEADLINE_LEVEL)


def _without_number(piece: Piece, wanted: int) -> Piece | None:
    """Return the paragraph as a list item if it starts with this number and is such news or closes, else None."""
    item = _cut_number(piece, wanted)
    if item is None:
        return None
    return item if is_closed(item.text) or item.text.endswith(_GOES_ON) or _is_news(item) else None


def _cut_number(piece: Piece, wanted: int) -> Piece | None:
    """Return a paragraph that starts with this number as a list item without it, else None."""
    if piece.kind is not BlockKind.PARAGRAPH or starts_with_dotted_day(piece.raw):
        return None
    match = _NUMBER.match(piece.raw) or _HAN_NUMBER.match(piece.raw) or _CIRCLED.match(piece.raw)
    if match is None or _value_of(match["number"]) != wanted:
        return None
    bare = piece.cut(match.end())
    return replace(bare, source=replace(piece.source, kind=BlockKind.LIST_ITEM, level=1, spans=bare.spans))


def _value_of(number: str) -> int | None:
    """Return the value of a number in figures, in Chinese or in a circle."""
    return int(unicodedata.numeric(number)) if "①" <= number <= "⑳" else parse_number(number)


def _is_dated(item: Piece, told: str) -> bool:
    return bool(find_dated_lead(item) or find_told_date(told) or find_dated_tail(told) or find_cited_day(told))


def _is_news(item: Piece) -> bool:
    told = _LEAD.sub("", item.text)
    if find_bold_lead(item) or find_tag_end(item.raw) or _is_dated(item, told):
        return True
    return is_closed(told) and (tells_own_act(told) or _NAMED_ZH.match(told) is not None)
