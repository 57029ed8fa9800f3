"""Day lines: lines of a day and a few words beside headlines ("Reuters, 7 May 2024"), told by their coming again.

Where two such stand right under lines that are headlines, or right over them, or behind what was told, each dates that
piece of news. Plain lines that they stand beside are headlines; a day alone over paragraphs heads these.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, auto
from itertools import groupby

from bot.dates.date_words import ALL_MONTHS, ANY_MONTH, MONTH, WEEKDAY
from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_dated_lead,
    is_bracketed_date,
    is_date_line,
    is_month_line,
    names_office,
)
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, TOPIC_LEVEL, is_open_line
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.imprint import is_byline, is_name
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label
from bot.reading.grammar.lines.printed_days import DATE, HOUR, ZONE
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, may_tell_in_han
from bot.reading.grammar.lines.title_names import is_house_name, is_series_name

# Stamps: lines that say when stories were put up, and by whom ("9 April 2024, 19:05 · By Ann Bow").

# Clock times: the hour behind a day on a line of its own ("4 March 2025, 0715 GMT"), or before news, tells no news.

_CLOCK_TIMES_LONGEST = 80
_CLOCK_TIMES_CLOCK = re.compile(
    rf"[\s,·•|/–—-]+(?:(?:at|um)\s)?{HOUR}"
    r"\s*\Z",
    re.IGNORECASE,
)


_STAMPS_BETWEEN = re.compile(rf",?\s+\d{{1,2}}[:.h]\d\d(?:\s?[ap]\.?m\.?)?{ZONE}?(?=\s*[·•|–—]\s)", re.IGNORECASE)
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
    clock = _STAMPS_BETWEEN.search(raw)
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

_STAMPS_DAY = re.compile(rf"\s*(?P<date>(?i:{DATE}))\s+(?=[A-Z“\"‘])(?!(?i:issue|edition|no\.)\s)")
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
    return None if piece.spans[0].bold or piece.spans[0].italic else _STAMPS_DAY.match(piece.raw)


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
_STAMPS_LONGEST = 240


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
    short = piece.kind is BlockKind.PARAGRAPH and len(raw) <= _STAMPS_LONGEST
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


_VALUED = frozenset({LabelKind.DATE, LabelKind.TERM, LabelKind.ISSUER, LabelKind.NUMBER, LabelKind.ARTICLE})
_OFTEN = 3
"""A day that dates one headline does not stand over several; one in so many that do is enough."""
_LONGEST = 120
_LONGEST_HEAD = 240
_SIGNS = ("|", "–", "—", "·", "-", "(", "[")
_MOST_WORDS = 8
_FRONT = 3
_SHORT_BODY = 6
_YEAR = r"(?:19|20)\d\d"
_FIGURE = r"(?:0?[1-9]|[12]\d|3[01])"
_IN_FIGURES = rf"{_FIGURE}(?:/{_FIGURE}/|-{_FIGURE}-)(?:{_YEAR}|\d\d)|{ANY_MONTH}-{_FIGURE}-{_YEAR}"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_MONTH_LEAD = re.compile(
    rf"(?:(?:early|mid|late)[ -])?{MONTH}(?:\s+{_YEAR})?(?=\s*:\s+\S|\s+[–—-]\s+\S)", re.IGNORECASE
)
_DAY = re.compile(rf"{_IN_FIGURES}", re.IGNORECASE)
_WORDS = rf"(?:[^.;!?。；！？\d]|\.(?=\w)|(?<!\d)\d\d(?=(?![年月日时点])[{HAN}]))"
_LINE = re.compile(
    rf"(?P<before>{_WORDS}{{0,80}}?)(?<![\w/-])(?P<date>{_IN_FIGURES}|{DATE})(?![\w/-])(?P<after>{_WORDS}{{0,80}})",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"[(（\[](?P<inner>[^()（）\[\]]{4,80})[)）\]]\s*\Z")
_BEHIND_DASH = re.compile(r"\s[–—|]\s(?P<inner>[^–—|]{4,80})\Z")
_CITED_FIGURES = re.compile(
    rf"(?:(?P<before>[^\d,;，；]{{2,60}})[,;，；]\s?)?(?!24/7)(?P<date>{_FIGURE}/{_FIGURE}|{_FIGURE}日|{_MONTH_DAY})"
    r"(?:[,;，；]\s?(?P<after>[^\d,;，；]{2,60}))?"
)
"""A day in figures without its year, which only brackets with a source's name beside it show to be one."""
_HAS_YEAR = re.compile(rf"{_YEAR}|[/-]\d\d\Z")
_SAYS_WHEN = re.compile(
    r"\s*(?:posted|published|(?:last )?updated|released|added|dated?)(?:\s+on)?\s*:?\s*\Z", re.IGNORECASE
)
_TERM = re.compile(
    r"\b(?:effective|force|effect|until|till|deadline|comments?|consultation|before|due|from|since|by|clos\w+|expir\w+)\b"
    r"|\bwill\b|\bto\b",
    re.IGNORECASE,
)
"""Words beside a day on which something else than the news happens."""
_BETWEEN = " ,，、;；|｜>·•»/–—()（）[]-*_"


class _Where(Enum):
    """Where a day line stands beside the news that it dates."""

    UNDER = auto()
    OVER = auto()
    BEHIND = auto()
    ALONE = auto()


def find_day_line(text: str, *, needs_year: bool = True) -> Credit | None:
    """Return what such a line tells, the words beside its day as a source; None where it closes a sentence or more.

    Beside words the day ``needs_year``, since a headline may name a day too.
    """
    bare = text.strip()
    if is_date_line(bare) or _DAY.fullmatch(bare):
        return Credit(issuers=(), date_text=bare.strip(" ,."))
    found = _LINE.fullmatch(bare) if len(bare) <= _LONGEST else None
    if found is None or (needs_year and not _HAS_YEAR.search(found["date"])) or _TERM.search(found["before"]):
        return None
    words = [_SAYS_WHEN.sub("", found[side]).strip(_BETWEEN) for side in ("before", "after")]
    if sum(len(part.split()) for part in words) > _MOST_WORDS:
        return None
    return Credit(issuers=(), date_text=found["date"].strip(" ,."), sources=tuple(filter(None, words)))


def find_cited_day(headline: str) -> tuple[int, Credit] | None:
    """Return where a source with its day starts in brackets at a headline's end ("(AFP, 7 May)"), and what it says."""
    tail = _BRACKETED.search(headline) or _BEHIND_DASH.search(headline)
    if tail is None:
        return None
    is_bracketed = tail.re.pattern == _BRACKETED.pattern
    start = len(headline[: tail.start()].rstrip()) if is_bracketed else tail.start()
    credit = find_day_line(tail["inner"], needs_year=False) if start else None
    figures = _CITED_FIGURES.fullmatch(tail["inner"]) if start and is_bracketed and credit is None else None
    if figures is not None:
        named = tuple(words.strip() for words in (figures["before"], figures["after"]) if words)
        credit = Credit(issuers=(), date_text=figures["date"], sources=named)
    if credit is None or not credit.sources:
        return None
    return (start, credit) if is_bracketed or all(map(names_office, credit.sources)) else None


def read_day_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Get the pieces with headlines beside such lines as headings, the lines behind these or as the heads they are."""
    pieces = _read_months(pieces)
    pieces = tuple(
        piece.as_block(BlockKind.PARAGRAPH, 0)
        if piece.kind is BlockKind.LIST_ITEM and is_date_line(piece.text) and (after.is_heading or is_open_line(after))
        else piece
        for piece, after in zip(pieces, (*pieces[1:], *pieces[-1:]), strict=True)
    )
    pieces = _read_dated_heads(tuple(part for piece in pieces for part in _part_last_line(piece)))
    lines = {at: where for at, piece in enumerate(pieces) if _is_day_line(piece) and (where := _see(pieces, at))}
    under = frozenset(at for at, where in lines.items() if where is _Where.UNDER)
    over = frozenset(at for at, where in lines.items() if where is _Where.OVER)
    days = _find_days(pieces, [at for at in sorted(lines) if is_date_line(pieces[at].text)])
    if days:
        return tuple(
            piece.as_block(BlockKind.HEADING, TOPIC_LEVEL) if at in days else piece for at, piece in enumerate(pieces)
        )
    alone = frozenset(at for at, where in lines.items() if where is not _Where.OVER and is_date_line(pieces[at].text))
    if len(under) >= _LEAST and len(under) >= len(over):
        heads = {at - 1 for at in under}
        return tuple(_as_headline(piece) if at in heads else piece for at, piece in enumerate(pieces))
    fronted = bool(over) and not any(_is_told(pieces, at) or find_section(pieces[at].text) for at in range(min(over)))
    behind = over - {min(over)} if fronted else over
    if len(behind) >= _LEAST:
        return _date_behind(pieces, behind) if _close_news(pieces, behind) else _move_behind(pieces, over)
    if len(alone) >= _LEAST:
        return tuple(_as_headline(piece) if at in alone else piece for at, piece in enumerate(pieces))
    return pieces


def _find_days(pieces: tuple[Piece, ...], lines: list[int]) -> frozenset[int]:
    """Return the lines of a day alone where many stand over several headlines each, as heads of their days."""
    ends = [*lines[1:], len(pieces)][: len(lines)]
    heads = [
        sum(_may_head(pieces[at]) and _is_told(pieces, at + 1) for at in range(line + 1, end))
        for line, end in zip(lines, ends, strict=True)
    ]
    over = [line for line, count in zip(lines, heads, strict=True) if count]
    several = sum(count >= _LEAST for count in heads)
    return frozenset(over if len(over) >= _LEAST and several * _OFTEN >= len(over) else ())


def _read_months(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return paragraphs that open with a month ("March: ...") as bullets it is set before, lines of one as headings.

    Two such stand at least. A month is no day, so it dates nothing.
    """
    plain = {at: piece for at, piece in enumerate(pieces) if piece.kind is BlockKind.PARAGRAPH and not piece.is_bold}
    led = {at: month.end() for at, piece in plain.items() if (month := _MONTH_LEAD.match(piece.raw))}
    alone = {at for at, piece in plain.items() if is_month_line(piece.text) and _is_told(pieces, at + 1)}
    found = list(pieces)
    for at, end in led.items() if len(led) >= _LEAST else ():
        bullet = replace(pieces[at].source, kind=BlockKind.LIST_ITEM, level=1)
        found[at] = replace(pieces[at].in_bold(end), source=bullet)
    for at in alone if len(alone) >= _LEAST else ():
        found[at] = _as_heading(pieces[at])
    return tuple(found)


def _read_dated_heads(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return paragraphs of bold words and a day behind a sign ("**Ropes get names** | 3 May") as headings, if two are.

    So are lines that open with a day, close no sentence and stand over a paragraph that does.
    """
    heads = {at for at, piece in enumerate(pieces) if _is_dated_head(piece) or _is_led_head(pieces, at)}
    if len(heads) < _LEAST:
        return pieces
    return tuple(_as_heading(piece) if at in heads else piece for at, piece in enumerate(pieces))


def _is_dated_head(piece: Piece) -> bool:
    if piece.is_bold and piece.kind is BlockKind.PARAGRAPH and "\n" not in piece.raw.strip():
        opening = find_dated_lead(piece)
        return opening is not None and count_words(piece.raw[opening.start :]) >= _LEAST
    lead = find_bold_lead(piece) if piece.kind is BlockKind.PARAGRAPH and len(piece.raw) <= _LONGEST_HEAD else None
    rest = piece.text.partition(lead)[2] if lead else ""
    return rest[:1] == " " and rest.strip()[:1] in _SIGNS and is_date_line(rest.strip(" |–—·-()[]"))


def _is_led_head(pieces: tuple[Piece, ...], at: int) -> bool:
    piece, below = pieces[at], pieces[at + 1 : at + 2]
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.raw) > _LONGEST or not below or is_closed(piece.text):
        return False
    opening = find_dated_lead(piece) if "\n" not in piece.raw.strip() else None
    if opening is None or count_words(piece.raw[opening.start :]) < _LEAST or find_label(piece.raw[opening.start :]):
        return False
    told = _is_told(pieces, at + 1) and is_closed(below[0].text) and find_dated_lead(below[0]) is None
    return told and find_credit(piece.text) is None


def _is_day_line(piece: Piece) -> bool:
    if piece.kind is not BlockKind.PARAGRAPH or piece.is_bold or "\n" in piece.raw.strip() or find_label(piece.raw):
        return False
    if is_bracketed_date(piece.text):
        return False
    lead = find_dated_lead(piece)
    if lead and piece.raw[: lead.start].rstrip().endswith((":", "：")) and piece.raw[lead.start :].strip():
        return False
    return find_day_line(piece.text) is not None and not find_credit(piece.text) and not find_kicker(piece.text)


def _see(pieces: tuple[Piece, ...], at: int) -> _Where | None:
    """Say where a day line stands; None for one of the title page, or beside nothing that can be news."""
    below = _skip_byline(pieces, at + 1)
    above = pieces[at - 1] if at else None
    label = find_label(above.raw) if above is not None else None
    if above is not None and label and label.kind in _VALUED and not above.raw[label.end :].strip():
        return None
    heads = below < len(pieces) and _may_head(pieces[below]) and _is_told(pieces, _skip_fields(pieces, below + 1))
    if above is not None and _may_head(above) and _is_told(pieces, below) and not heads:
        titles = at < _FRONT and not above.is_heading and is_series_name(above.text)
        return None if titles or (at == 1 and above.level == 1) else _Where.UNDER
    if heads:
        cites = pieces[at].text.startswith(("(", "[", "（")) and _is_told(pieces, at - 1)  # brackets close news
        return None if cites else _Where.OVER
    return _Where.ALONE if _is_told(pieces, below) else None


def _skip_byline(pieces: tuple[Piece, ...], at: int) -> int:
    return at + 1 if at < len(pieces) and is_byline(pieces[at].text) else at


def _skip_fields(pieces: tuple[Piece, ...], at: int) -> int:
    """Return the index behind a byline and fields of a line each ("Issuer: NDRC")."""
    at = _skip_byline(pieces, at)
    while at < len(pieces) and (label := find_label(pieces[at].raw)) and label.colon and label.kind in _VALUED:
        at += 1
    return at


def _may_head(piece: Piece) -> bool:
    if piece.is_heading or piece.is_bold:
        return find_section(piece.text) is None and not find_label(piece.raw)
    if not is_open_line(piece) or find_label(piece.raw) or find_section(piece.text) or is_byline(piece.text):
        return False
    return not find_day_line(piece.text)


def _is_told(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether a paragraph of prose stands here, or a short one that closes: in Chinese, or below a heading."""
    piece = pieces[at] if at < len(pieces) else None
    if piece is None or piece.kind is not BlockKind.PARAGRAPH or piece.is_bold:
        return False
    if is_prose(piece.text):
        return True
    short = may_tell_in_han(piece.text) or (at and pieces[at - 1].is_heading and count_words(piece.text) >= _SHORT_BODY)
    return bool(short) and is_closed(piece.text) and find_label(piece.raw) is None


def _close_news(pieces: tuple[Piece, ...], lines: frozenset[int]) -> bool:
    """Whether the day lines stand behind the news: the first has a headline of its own above, the last ends it all."""
    first = min(lines)
    headed = any(_may_head(pieces[at]) and _is_told(pieces, at + 1) for at in range(max(first - 4, 0), first))
    last = next((at for at in range(len(pieces) - 1, first, -1) if _is_day_line(pieces[at])), first)
    return headed and last not in lines and not any(_is_told(pieces, at) for at in range(last + 1, len(pieces)))


def _date_behind(pieces: tuple[Piece, ...], lines: frozenset[int]) -> tuple[Piece, ...]:
    """Return the lines as labelled days of the news above them."""
    last = max(at for at, piece in enumerate(pieces) if _is_day_line(piece))
    days = {at for at in (*lines, last) if is_date_line(pieces[at].text)}
    return tuple(piece.headed("Date: ") if at in days else piece for at, piece in enumerate(pieces))


def _part_last_line(piece: Piece) -> tuple[Piece, ...]:
    """Return a paragraph's last line apart where it is a day line behind words that close."""
    told, _, last = piece.raw.rstrip().rpartition("\n")
    parted = piece.kind is BlockKind.PARAGRAPH and is_closed(told) and find_day_line(last.strip(_BETWEEN)) is not None
    return (piece.cut(0, len(told)), piece.cut(len(told))) if parted else (piece,)


def _move_behind(pieces: tuple[Piece, ...], lines: frozenset[int]) -> tuple[Piece, ...]:
    moved = list(pieces)
    for at in sorted(lines):
        moved[at], moved[at + 1] = _as_headline(pieces[at + 1]), pieces[at]
    return tuple(moved)


def _as_headline(piece: Piece) -> Piece:
    return piece if piece.is_heading or piece.is_bold else _as_heading(piece)


def _as_heading(piece: Piece) -> Piece:
    return piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL)
