"""Lines beside the news: names and a day on a line of their own over, under or behind each headline with its text.

Where most headlines of an issue have one in the same place ("MOFCOM, 5 May" over each; "3 June / Reuters" behind each)
the lines go, and the text has what they say as its credit: offices are those who acted, papers the source, other names
what it is about.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from bot.model.ids import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.cited_sources import is_generic_label, is_source_name
from bot.reading.grammar.layout.credits import Part, date_terms, tell_part
from bot.reading.grammar.layout.line_forms import split_tag
from bot.reading.grammar.layout.pieces import Piece, clean_label, is_link_only, list_links
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, as_headline, is_open_line
from bot.reading.grammar.layout.skeleton import is_opening
from bot.reading.grammar.lines.furniture import is_imprint
from bot.reading.grammar.lines.headings import find_section, is_contents_heading, is_furniture_heading
from bot.reading.grammar.lines.imprint import find_holder, is_byline
from bot.reading.grammar.lines.labels import Credit, LabelKind, find_label
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, may_tell_in_han

# Eyebrows: a few plain words right over each headline that name its topic ("Export controls", "Companies").

_WORDS = re.compile(r"[^\W\d_][\w&/’'-]*(?: (?:[\w&/’'-]+)){0,3}")
_SLUG = re.compile(
    r"(?:\(?\d{1,3}[.):]?\s+)?"
    r"(?P<words>[A-Z][A-Z0-9&.]*(?:[ -][A-Z0-9&.]+){0,3}(?:/[A-Z0-9&.]+(?:[ -][A-Z0-9&.]+){0,3})+"
    r"|[A-Z][A-Z0-9]+(?:-[A-Z0-9]+)+)(?:\s\((?:UPDATE|LEAD|CORRECTED)[\w .-]*\))?"
)
_EYEBROWS_DAY = re.compile(rf"\s(?P<day>(?i:{DATE}))\Z")
_LONGEST_HEAD = 200
_EYEBROWS_LONGEST = 30
_LEAST = 3
_DIFFERENT = 2


def read_eyebrows(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return headings with the words that stand over them as their tags, where most of a level have such.

    A day behind such words goes behind the headline, in brackets as others are.
    """
    pieces = _head_below_slugs(pieces)
    over = {
        at + 1: piece.text.strip()
        for at, (piece, after) in enumerate(pairwise(pieces))
        if _stands_over(piece, after) and not (at and _is_lone_label(pieces[at - 1]))
    }
    over = _without_sources(pieces, over)
    levels = Counter(pieces[at].level for at in over)
    all_of = Counter(piece.level for piece in pieces if piece.is_heading)
    words = {level: {over[at] for at in over if pieces[at].level == level} for level in levels}
    kept = {
        level
        for level, count in levels.items()
        if count >= _LEAST and count * 3 >= all_of[level] * 2 and len(words[level]) >= _DIFFERENT
    }
    heads = {at: tag for at, tag in (_list_alike(pieces) | over).items() if pieces[at].level in kept} if kept else {}
    tags = {at - 1 for at in heads}
    return tuple(_tag(piece, heads[at]) if at in heads else piece for at, piece in enumerate(pieces) if at not in tags)


def _tag(piece: Piece, words: str) -> Piece:
    day = _EYEBROWS_DAY.search(words)
    behind = (Span(text=f" ({day['day']})"),) if day else ()
    return replace(piece, spans=(Span(text=f"[{_EYEBROWS_DAY.sub('', words)}] "), *piece.spans, *behind))


def _list_alike(pieces: tuple[Piece, ...]) -> dict[int, str]:
    """Get the words over headings that alone could be a source's too ("公告"), which others beside show to be tags."""
    return {
        at + 1: piece.text.strip()
        for at, (piece, after) in enumerate(pairwise(pieces))
        if _is_plain_over(piece, after) and is_source_name(piece.text.strip()) and not is_link_only(piece.spans)
    }


def _without_sources(pieces: tuple[Piece, ...], over: dict[int, str]) -> dict[int, str]:
    """Return the eyebrows without links that close the story above: none stands over the first headline of a level."""
    first = {pieces[at].level: at for at in reversed(range(1, len(pieces))) if pieces[at].is_heading}
    tags = {level for level, at in first.items() if is_link_only(pieces[at - 1].spans)}
    return {
        at: words for at, words in over.items() if pieces[at].level in tags or not is_link_only(pieces[at - 1].spans)
    }


def _head_below_slugs(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the lines between a wire's slug ("03 CHINA-CHIPS/FEES") and its story as headlines, the slug their tag."""
    slugs = {
        at + 1: slug["words"]
        for at, piece in enumerate(pieces[:-2])
        if (slug := _SLUG.fullmatch(piece.raw.strip()))
        and len(pieces[at + 1].raw) <= _LONGEST_HEAD
        and not is_closed(pieces[at + 1].text)
        and is_closed(pieces[at + 2].text)
    }
    if len(slugs) < _LEAST:
        return pieces
    return tuple(
        as_headline(replace(piece, spans=(Span(text=f"[{slugs[at]}] "), *piece.spans))) if at in slugs else piece
        for at, piece in enumerate(pieces)
        if at + 1 not in slugs
    )


def _is_lone_label(piece: Piece) -> bool:
    """Whether a piece is a label with nothing behind it, and no link: the next line is its value."""
    may_be = piece.kind is not BlockKind.LIST_ITEM and not is_link_only(piece.spans)
    label = find_label(piece.raw) if may_be else None
    return label is not None and not piece.raw[label.end :].strip()


def _is_plain_over(piece: Piece, after: Piece) -> bool:
    text = _EYEBROWS_DAY.sub("", piece.text.strip())
    plain = (
        piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and after.is_heading and len(text) <= _EYEBROWS_LONGEST
    )
    return plain and _WORDS.fullmatch(text) is not None and split_tag(after.text)[0] is None


def _stands_over(piece: Piece, after: Piece) -> bool:
    text = _EYEBROWS_DAY.sub("", piece.text.strip())
    if not _is_plain_over(piece, after):
        return False
    named = is_generic_label(clean_label(text)) or is_source_name(text) or is_byline(text) or is_contents_heading(text)
    return not (named or find_label(piece.raw))


_DAY = re.compile(rf"(?i:{DATE})")
_NAME_WORD = rf"(?:[A-Z&][\w.&’'-]*|of|and|the|for|on|[{HAN}、]{{2,9}})"
_NAMES = re.compile(rf"{_NAME_WORD}(?:,?\s{_NAME_WORD}){{0,11}}")
_HOUR = re.compile(
    r"(?<![\d.])\d{1,2}[:.]\d\d(?!\.?\d)(?:\s?(?:[ap]\.?m\.?|GMT|UTC|CET|CEST|BST|EST|EDT|HKT|BJT|CST))?,?",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\A\W*(?:published|posted|updated|released|issued|added)(?: (?:on|by))?\s*:?\s+|\b(?:by|via|on)(?=\s+[A-Z\d])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s(?:[|·•/–—-]|--)\s|\s?[|｜·•]\s?")
_DATED = re.compile(rf"\s*(?i:{DATE})\.?\s?[:：]\s*\S")
"""Opens an entry of a list of days, whatever it names."""
_MOST_WORDS = 12
_TELLS = re.compile(r"\b(?!with\b|from\b|jointly\b)[a-z]{4,}\b")
"""A word that no office's name has, with another one beside."""
_MORE = re.compile(r"\b(?:\w+ ){0,2}(?:others|departments|ministries|bodies|agencies|authorities)\b")
"""How many act beside those named ("five other departments")."""
_GOES_ON = re.compile(r"[a-z)][.!?] [A-Z]|[a-z]{3,} [a-z]{2,} [a-z]{2,}.*[.!?]\s*\Z")
"""Has a second sentence, or words in a row that no names are."""
_STATE = re.compile(rf"(?P<state>(?i:in force|in effect|effective))(?: since| from)?[:,·|]?\s(?P<day>(?i:{DATE}))")
_BRACKETED = re.compile(r"\s*[(（\[【](?P<line>[^()（）\[\]【】\n]{3,120})[)）\]】]\s+(?=\S)")
"""A line of names in brackets before the text."""
_BRACKETED_NUMBER = re.compile(r"\s*\[\d{1,3}\]\s+(?:\([!*]\)\s+)?(?=\S)")
_PICTURE = re.compile(r"[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]+\s*")
"""A sign before what it stands for (a calendar before the day, a house before the office)."""
_STOPS = ("。", "！", "？", "!", "?")
_SHORT_DAY_ZH = re.compile(
    rf"(?:\A|(?<=[{HAN}\s·，｜|（(/]))(?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?![-/.]?\d)"
)
"""A month and a day in figures behind an office in Chinese."""
_PUT_UP = r"(?:(?:发布|发文|成文|更新)?(?:日期|时间)\s*[:：]\s*)?"
_SAID = (
    r"(?:(?P<source>(?:信息|文章|内容|消息|资料|稿件|新闻)?来源|出处)|(?:发布|发文)(?:单位|机构|机关|部门))\s*[:：]\s*"
)
_ON = r"(?P<day>[\d年月日./-]{3,11})"
_SOURCED = (
    re.compile(
        rf"{_SAID}(?P<who>[^:：\s|｜，,·]{{2,30}}?)"
        rf"(?:[\s|｜，,·]+|(?=(?:发布|发文|成文|更新)(?:日期|时间))){_PUT_UP}{_ON}"
    ),
    re.compile(rf"{_PUT_UP}{_ON}[\s|｜，,·]*{_SAID}(?P<who>[^:：\s|｜，,·]{{2,30}})"),
)
"""Lines of two fields, a name and a day ("来源：交通运输部　3月4日", "3月4日　来源：交通运输部")."""
_SIGNS = " \t\n|·•/,，、;:–—-()（）[]*_"
_COLON = re.compile(r"[:：]")
_LONGEST = 120
_SHARE = 0.6
_OPENING = 2
"""How far over its first headline a section's name may stand, a sentence between them."""
_Look = tuple[BlockKind, int, bool]
"""Kind and level of a block, and whether it is bold."""


class _Kind(Enum):
    """What a piece may be in the pattern of the news."""

    LINE = auto()
    HEAD = auto()
    TEXT = auto()
    OTHER = auto()


class _Where(Enum):
    """Where such lines stand; of places with as many, the first: a front page's date stands over the first headline."""

    UNDER = auto()
    BEHIND = auto()
    OVER = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class _News:
    """A headline, the first and the last piece of its text, and the line beside it."""

    head: int
    first: int
    last: int
    line: int


def read_beside_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without such lines, their headlines as headings, their texts with the credit.

    Where authors stand between headlines and texts nothing is done: people are read there, and the days with them.
    """
    openings = {at: line for at, piece in enumerate(pieces) if (line := _find_first_line(piece))}
    if len(openings) < _LEAST:
        return _read_lines(pieces) or pieces
    parted = tuple(
        part
        for at, piece in enumerate(pieces)
        for part in ((piece,) if at not in openings else _part_line(piece, *openings[at]))
    )
    return _read_lines(parted) or tuple(
        part
        for at, piece in enumerate(pieces)
        for part in ((piece,) if at not in openings else _credit_opening(piece, *openings[at]))
    )


def _read_lines(pieces: tuple[Piece, ...]) -> tuple[Piece, ...] | None:
    lines = {at: line for at, piece in enumerate(pieces) if (line := find_beside_line(piece))}
    if len(lines) < _LEAST or any(is_byline(pieces[at + 1].text) for at in lines if at + 1 < len(pieces)):
        return None
    kinds = [_Kind.LINE if at in lines else _see_kind(piece) for at, piece in enumerate(pieces)]
    for at in _list_short_texts(pieces, kinds):
        kinds[at] = _Kind.TEXT if at > 1 and pieces[at - 2].is_heading and lines[at - 1].issuers else kinds[at]
    cited = {at for at, piece in enumerate(pieces) if at not in lines and _cites(piece)}
    headed = sum(_find_text(kinds, at) is not None for at, kind in enumerate(kinds) if kind is _Kind.HEAD)
    where = max(_Where, key=lambda place: len(_list_news(kinds, place, cited)))
    found = _list_news(kinds, where, cited)
    if len(found) < _LEAST or len(found) < headed * _SHARE:
        return None
    looks = {_look_of(pieces[news.head]) for news in found}
    for at in _list_like(pieces, kinds, looks) if where is _Where.UNDER else ():
        lines[at], kinds[at] = _read_parts(pieces[at]), _Kind.LINE
    for at, state in _list_states(pieces, kinds, looks) if where is _Where.OVER else ():
        lines[at], kinds[at] = Credit(issuers=(), date_text=state["day"], topics=(state["state"],)), _Kind.LINE
    for at in _list_short_texts(pieces, kinds) if where is _Where.UNDER else ():
        kinds[at] = _Kind.TEXT
    found = _list_news(kinds, where, cited)
    among = range(max(found[0].head - _OPENING, 0), found[-1].head + 1)
    heads = {at for at in among if kinds[at] is _Kind.HEAD and _look_of(pieces[at]) in looks}
    of_news = {news.head for news in found}
    opened = {at for at in of_news if is_opening(pieces[at - 1])}
    linked = {at for at in heads if is_link_only(pieces[at].spans) and not pieces[at].is_heading}
    over = {at for at in heads - of_news - linked if at + 1 in of_news or at + 2 in opened}
    heads = {at for at in heads if kinds[at + 1 : at + 2] != [_Kind.HEAD]}
    heads = {at for at in heads - over if at in of_news or (at >= found[0].head and at not in linked)}
    told = {news.last: news for news in found}
    gone = {news.line for news in found}
    return tuple(
        piece.as_block(BlockKind.HEADING, HEADLINE_LEVEL - (at in over))
        if at in heads | over
        else _with_credit(piece, pieces[told[at].line], lines[told[at].line])
        if at in told
        else piece
        for at, piece in enumerate(pieces)
        if at not in gone
    )


def _part_line(piece: Piece, start: int, end: int, text: int) -> tuple[Piece, Piece]:
    return piece.cut(start, end), piece.cut(text)


def _credit_opening(piece: Piece, start: int, end: int, text: int) -> tuple[Piece, ...]:
    """Return a paragraph with the credit of the brackets that open it in their place; any other line stays apart."""
    line, told = _part_line(piece, start, end, text)
    credit = find_beside_line(line) if start else None
    return (_with_credit(told, line, credit),) if credit else (line, told)


def _find_first_line(piece: Piece) -> tuple[int, int, int] | None:
    """Return where such a line at a paragraph's start begins and ends, and where its text does begin; or None."""
    if piece.kind is not BlockKind.PARAGRAPH or not (is_closed(piece.text) or is_prose(piece.text)):
        return None
    bracket = _BRACKETED.match(piece.raw)
    end = piece.raw.find("\n", 0, _LONGEST)
    start, end, text = (*bracket.span("line"), bracket.end()) if bracket else (0, end, end + 1)
    found = find_beside_line(piece.cut(start, end)) if end > 0 else None
    return (start, end, text) if found and found.date_text else None


def _with_credit(text: Piece, line: Piece, credit: Credit) -> Piece:
    """Return the last piece of a text with the credit, and the links of its line behind it in brackets."""
    links = [span for span in line.spans if span.link is not None and span.link not in {s.link for s in text.spans}]
    cited = [part for span in links for part in (Span(text=" ("), span, Span(text=")"))]
    return replace(text, spans=(*text.spans, *cited), credit=credit)


def _may_stand_alone(piece: Piece) -> bool:
    """Whether a piece is a paragraph, or an item of a list: a page may set each piece of news in one."""
    return piece.kind is BlockKind.PARAGRAPH or (piece.kind is BlockKind.LIST_ITEM and piece.level == 1)


def _list_like(pieces: tuple[Piece, ...], kinds: list[_Kind], looks: set[_Look]) -> Iterator[int]:
    """Return the short lines between a headline and its text of words that no other has ("MIIT | call for views")."""
    for head, kind in enumerate(kinds[:-2]):
        below = pieces[head + 1]
        like = kind is _Kind.HEAD and _look_of(pieces[head]) in looks and kinds[head + 1] is not _Kind.LINE
        plain = like and below.kind is BlockKind.PARAGRAPH and not below.is_bold and is_open_line(below)
        if plain and kinds[head + 2] is _Kind.TEXT and not (find_label(below.raw) or _DATED.match(below.raw)):
            yield head + 1


def _list_states(
    pieces: tuple[Piece, ...], kinds: list[_Kind], looks: set[_Look]
) -> Iterator[tuple[int, re.Match[str]]]:
    """Return the lines over a headline that read like a term and are, where others have a day, its state and day."""
    for at, piece in enumerate(pieces[:-1]):
        over = kinds[at + 1] is _Kind.HEAD and _look_of(pieces[at + 1]) in looks and kinds[at] is not _Kind.LINE
        state = _STATE.fullmatch(piece.text) if over and piece.kind is BlockKind.PARAGRAPH else None
        if state:
            yield at, state


def _list_short_texts(pieces: tuple[Piece, ...], kinds: list[_Kind]) -> Iterator[int]:
    """Return the paragraphs that close right below such a line, and are text however short."""
    for at, kind in enumerate(kinds[:-1], start=1):
        told = kind is _Kind.LINE and kinds[at] is _Kind.OTHER and pieces[at].kind is BlockKind.PARAGRAPH
        if told and is_closed(pieces[at].text) and not find_label(pieces[at].raw):
            yield at


def find_beside_line(piece: Piece) -> Credit | None:
    """Return what a line says that is nothing but names, a day and what else credits hold; None for any other.

    Without a day it names offices or papers alone.
    """
    if not _may_stand_alone(piece) or len(piece.raw) > _LONGEST:
        return None
    if sourced := _read_sourced(piece):
        return sourced
    if "\n" in piece.raw.strip():
        return None
    if is_closed(piece.text) and (piece.text.endswith(_STOPS) or _GOES_ON.search(piece.text)):
        return None
    told = [(tell_part(part), part) for part in _split(piece.text)]
    if any(what and what[0] is Part.ISSUER and _is_told(part) for what, part in told):
        return None
    names = [part for what, part in told if what is None]
    if not all(_NAMES.fullmatch(name) and count_words(name) <= _MOST_WORDS for name in names) or find_label(piece.raw):
        return None
    days = sum(what is not None and what[0] is Part.DATE for what, _ in told)
    if not days and (piece.is_heading or piece.is_bold):
        return None  # the name of a section
    whose = all(
        what[0] is Part.ISSUER and _NAMES.fullmatch(part) if what else is_source_name(part) for what, part in told
    )
    return _read_parts(piece) if days == 1 or (not days and told and whose and not list_links(piece.spans)) else None


def _is_told(part: str) -> bool:
    """Whether words that name an office are a sentence of what it did ("The State Council shortened the list")."""
    return len(_TELLS.findall(_MORE.sub("", part))) > 1


def _read_sourced(line: Piece) -> Credit | None:
    """Return what a line of two fields in Chinese says, a name and a day; None for any other."""
    raw = line.raw.strip()
    fields = next(filter(None, (form.fullmatch(raw) for form in _SOURCED)), None) if _COLON.search(raw) else None
    day = _spell_day(fields["day"]) if fields else ""
    if fields is None or not _DAY.fullmatch(day):
        return None
    named = tuple(filter(None, fields["who"].split("、")))
    credit = Credit(issuers=() if fields["source"] else named, date_text=day)
    return replace(credit, sources=named, is_of_fields=True) if fields["source"] else credit


def _read_parts(line: Piece) -> Credit:
    """Return what the parts of a line say; its links say nothing of who acted."""
    plain = "".join(span.text for span in line.spans if span.link is None)
    told = [(tell_part(part), part) for part in _split(" ".join(plain.split()))]
    found: dict[Part, list[str]] = {}
    for what, _ in told:
        if what is not None:
            found.setdefault(what[0], []).append(what[1])
    names = [part for what, part in told if what is None]
    sources = tuple(filter(is_source_name, names))
    day = found.get(Part.DATE, [""])[0].strip(" ,.")
    return Credit(
        issuers=tuple(found.get(Part.ISSUER, ())),
        date_text=day,
        terms=date_terms(found.get(Part.TERM, ()), day),
        numbers=tuple(found.get(Part.NUMBER, ())),
        topics=tuple(name for name in names if name not in sources),
        sources=sources,
        is_of_fields=not found.get(Part.ISSUER),
    )


def _split(text: str) -> Iterator[str]:
    """Return the parts between signs, a day apart from the names that a comma, a word or nothing parts from it."""
    bare = _HOUR.sub(" ", _SAYS.sub("", text)).strip(_SIGNS)
    if not bare.isascii():
        bare = _spell_day(_PICTURE.sub("", bare))
    for part in _BETWEEN.split(bare):
        day = _DAY.search(part) if any(map(str.isdigit, part)) and tell_part(part) is None else None
        pieces = (part[: day.start()], day[0], part[day.end() :]) if day else (part,)
        yield from filter(None, (each.strip(_SIGNS) for each in pieces))


def _spell_day(text: str) -> str:
    """Return a text with a month and a day in figures ("03-04") in words."""
    return _SHORT_DAY_ZH.sub(lambda day: f" {int(day['month'])}月{int(day['day'])}日", text).strip()


def _see_kind(piece: Piece) -> _Kind:
    if number := _BRACKETED_NUMBER.match(piece.raw):
        piece = piece.cut(number.end())
    short = len(piece.raw) <= _LONGEST_HEAD
    if find_label(piece.raw) or (short and (find_section(piece.text) or is_furniture_heading(piece.text))):
        return _Kind.OTHER
    if piece.is_heading or piece.is_bold:
        return _Kind.HEAD if short else _Kind.OTHER
    if piece.kind is BlockKind.LIST_ITEM and piece.level == 1 and not is_closed(piece.text):
        return _Kind.HEAD if short else _Kind.OTHER
    if piece.kind is not BlockKind.PARAGRAPH:
        return _Kind.OTHER
    if is_closed(piece.text) and (is_prose(piece.text) or may_tell_in_han(piece.text)):
        return _Kind.OTHER if find_holder(piece.text) and is_imprint(piece.raw) else _Kind.TEXT
    return _Kind.HEAD if is_open_line(piece) else _Kind.OTHER


def _find_text(kinds: list[_Kind], head: int) -> int | None:
    """Return where the text of a headline starts, behind a line or not; None where none stands below."""
    for at in range(head + 1, min(head + 3, len(kinds))):
        if kinds[at] is _Kind.TEXT:
            return at
        if kinds[at] is not _Kind.LINE:
            return None
    return None


def _cites(piece: Piece) -> bool:
    """Whether a paragraph is nothing but links to what was told, or names its sources."""
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.raw) > _LONGEST_HEAD:
        return False
    label = find_label(piece.raw)
    return label.kind is LabelKind.SOURCE if label else is_link_only(piece.spans)


def _find_behind(kinds: list[_Kind], last: int, cited: set[int]) -> int:
    """Return where a line behind a text stands: below the sources too, where no other text goes on below it."""
    at = last + 1
    while at in cited:
        at += 1
    goes_on = kinds[at + 1 : at + 2] == [_Kind.TEXT]
    return last + 1 if goes_on else at


def _list_news(kinds: list[_Kind], where: _Where, cited: set[int]) -> list[_News]:
    """Return the news that have a line in this place."""
    found: list[_News] = []
    for head, kind in enumerate(kinds):
        first = _find_text(kinds, head) if kind is _Kind.HEAD else None
        if first is None:
            continue
        last = first
        while last + 1 < len(kinds) and kinds[last + 1] is _Kind.TEXT:
            last += 1
        behind = _find_behind(kinds, last, cited)
        line = {_Where.OVER: head - 1, _Where.UNDER: head + 1, _Where.BEHIND: behind}[where]
        if 0 <= line < len(kinds) and kinds[line] is _Kind.LINE:
            found.append(_News(head=head, first=first, last=last, line=line))
    return found


def _look_of(piece: Piece) -> _Look:
    return piece.kind, piece.level, piece.is_bold
