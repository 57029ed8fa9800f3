"""Day lines: lines of a day and a few words beside headlines ("Reuters, 7 May 2024"), told by their coming again.

Where two such stand right under lines that are headlines, or right over them, or behind what was told, each dates that
piece of news. Plain lines that they stand beside are headlines; a day alone over paragraphs heads these.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum, auto

from bot.dates.date_words import ANY_MONTH, MONTH
from bot.model.ids import HAN
from bot.reading.document import BlockKind
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
from bot.reading.grammar.lines.imprint import is_byline
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, may_tell_in_han
from bot.reading.grammar.lines.title_names import is_series_name

_VALUED = frozenset({LabelKind.DATE, LabelKind.TERM, LabelKind.ISSUER, LabelKind.NUMBER, LabelKind.ARTICLE})
_LEAST = 2
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
        _as_paragraph(piece)
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
        return tuple(_as_heading(piece, level=TOPIC_LEVEL) if at in days else piece for at, piece in enumerate(pieces))
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


def _as_paragraph(piece: Piece) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.PARAGRAPH, level=0))


def _as_heading(piece: Piece, *, level: int = HEADLINE_LEVEL) -> Piece:
    return replace(piece, source=replace(piece.source, kind=BlockKind.HEADING, level=level))
