"""Reads plain text into blocks: paragraphs between blank lines, bullets, and the few headings that are certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from bot.dates.date_words import ANY_MONTH
from bot.model.ids import is_in_capitals
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import (
    Blocks,
    collect_words,
    is_contents_line,
    join_lines,
    normalise_spans,
    starts_small,
)
from bot.reading.formats.plain_lines import (
    ENDS,
    MAX_LIST_HEAD,
    Line,
    Width,
    find_rows,
    find_running,
    is_forced,
    measure_width,
    read_lines,
)
from bot.reading.received import decode_text

_SURE_BULLET = re.compile(r"([•·■▲△▪●○◦◆◇◎★‣⁃□➢➤►▶▸❖◉✅✔☑🔹🔸\uf0b7\uf0a7])\s*(.*)", re.DOTALL)
_DASH_BULLET = re.compile(r"(--|[-*+–—>])\s+(\S.*)", re.DOTALL)
_NUMBERED = re.compile(
    r"(?P<sub>\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z“\"‘《])|(?P<figure>\(?\d{1,3}[.)．、）]\s*(?:[^\W\d]|[《“【]))"
    r"|[①-⑳]|[IVX]{1,5}[.)]\s+[A-Z“\"]|(?P<han>[一二三四五六七八九十]{1,3}、)"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|板块|单元|篇)\s*(?=\S)|(?P<bracket>[（(][一二三四五六七八九十\d]{1,3}[）)])"
)
_DECORATED = re.compile(
    r"#{1,6}\s+(?=[^\s\d#])(?P<marked>.+?)[\s#]*|(?P<sign>[=*~#_+–—-])(?:(?P=sign)+|(?<=[=*~+]))\s+(?=\S*[^\W\d_])(?P<name>[^=*~#_+]{2,80}?)\s+(?P=sign)+"
)
"""A heading between signs ("== POLICY ==", "* POLICY *"), or marked as in Markdown in a text that is none otherwise."""
LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30}:(?:\s|\Z)|[\u4e00-\u9fff]{2,8}(?:[（(][\w.]{4,12}[)）])?：")
_DAYS = r"\d{1,2}(?:\s?[-–]\s?\d{1,2})?"
_DAY_LEAD = re.compile(
    rf"(?:{_DAYS}\s{ANY_MONTH}\.?|{ANY_MONTH}\.?\s{_DAYS}|\d{{1,2}}月\d{{1,2}}日|\d\d?[-/.]\d\d?)(?:\s?[:：]|\s)",
    re.IGNORECASE,
)
"""Opens a line that another such line above it parts from it: a list of days."""
_RULE = re.compile(r"(?:[-=_*~–—─-╬▀-▟＝－＊～] ?){3,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d年|\b\d\d?/\d\d?\b")
_STOPS = ENDS[:-3]
_MAX_HEADING, _MAX_NUMBERED, _MAX_CAPITALS = 120, 200, 80
_SECTION_LEVEL, _ITEM_LEVEL = 2, 3
_MIN_LETTERS, _MIN_REPEATS = 3, 2


@dataclass(kw_only=True)
class _Group:
    """Lines that make one block; ``depth`` is the list depth, 0 outside lists."""

    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    depth: int = 0
    mark: str = ""
    after_blank: bool = True
    is_row: bool = False

    @property
    def is_headline(self) -> bool:
        """Whether it is one numbered line without an end: a headline right above its text."""
        text = self.texts[0]
        alone = len(self.lines) == 1 and not self.depth and len(text) <= _MAX_NUMBERED
        return alone and _NUMBERED.match(text) is not None and not ("。" in text or text.rstrip("?？").endswith(_STOPS))


def read_plain_file(data: bytes, *, source_name: str) -> Blocks:
    """Return the blocks of a text file and its furniture, as ``read_plain`` does."""
    return read_plain(decode_text(data, source_name=source_name))


def read_plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order, with lines (and pages where form feeds part them) from 1."""
    return read_plain(text)[0]


def read_plain(text: str) -> Blocks:
    """Return a plain text's blocks, and as furniture the running lines of its pages where form feeds part them."""
    lines = read_lines(text)
    running = find_running(lines)
    kept = [line for line in lines if line.number not in running]
    words = collect_words(line.text for line in kept)
    groups = [group for group in _group_lines(kept, measure_width(kept)) if group.lines]
    blocks = [_build_block(group, after, words) for group, after in zip(groups, [*groups[1:], None], strict=False)]
    furniture = (
        Block(kind=BlockKind.PARAGRAPH, spans=spans, page=line.page, last_page=line.page, line=line.number)
        for line in lines
        if line.number in running and (spans := normalise_spans([Span(text=line.text)]))
    )
    return tuple(filter(None, blocks)), tuple(furniture)


def _group_lines(lines: Sequence[Line], width: Width) -> Iterator[_Group]:
    group = _Group()
    indents: list[int] = []
    waiting = False
    dashed = [(match[1], line) for line in lines if (match := _DASH_BULLET.fullmatch(line.text))]
    quoted = [line for sign, line in dashed if sign == ">"]
    is_list = len(quoted) >= _MIN_REPEATS and all(line.after_blank for line in quoted)
    quotes = frozenset[int]() if is_list else frozenset(line.number for line in quoted)
    rows = find_rows(lines)
    for line in lines:
        if line.number in rows:
            yield group
            text = line.text.strip("| ")
            group = _Group(lines=[line], texts=[text], after_blank=line.after_blank, is_row=True)
            continue
        listing = len(dashed) >= _MIN_REPEATS
        bullet = None if line.number in quotes else _read_bullet(line, group, listing=listing)
        if bullet == "":
            waiting = True
        elif bullet is not None or waiting:
            yield group
            while indents and indents[-1] > line.indent:
                indents.pop()
            if not indents or indents[-1] < line.indent:
                indents.append(line.indent)
            group = _Group(
                lines=[line],
                texts=[line.text if bullet is None else bullet],
                depth=len(indents),
                mark=line.text[0] if _SURE_BULLET.match(line.text) else "",
            )
            waiting = False
        elif _starts_block(line, group, width):
            yield group
            if line.after_blank and line.indent <= min(indents, default=0):
                indents = []
            group = _Group(lines=[line], texts=[line.text], after_blank=line.after_blank)
        else:
            forced = is_forced(group.lines[-1], line, width) and (not group.depth or width.is_unwrapped)
            hangs = group.depth > 0 and line.indent > group.lines[0].indent
            group.texts.append(f"\n{line.text}" if forced and not hangs and not starts_small(line.text) else line.text)
            group.lines.append(line)
    yield group


def _read_bullet(line: Line, group: _Group, *, listing: bool) -> str | None:
    """Return the text after a bullet (empty where the bullet stands alone), or None without one.

    ``listing`` says that the text marks its lists with dashes or stars.
    """
    if _stands_alone(line.text):
        return None
    match = _SURE_BULLET.fullmatch(line.text)
    if match:
        return match[2]
    match = _DASH_BULLET.fullmatch(line.text)
    if match is None:
        return None
    heads = len(group.lines) == 1 and group.after_blank and len(group.texts[0]) <= MAX_LIST_HEAD
    sure = line.after_blank or not group.lines or group.depth > 0 or (listing and (heads or match[1] in "*+"))
    return match[2] if sure or group.texts[-1].endswith(ENDS) or _RULE.fullmatch(group.texts[-1]) else None


def _starts_block(line: Line, group: _Group, width: Width) -> bool:
    if not group.lines or group.is_row or _stands_alone(line.text) or _stands_alone(group.texts[-1]):
        return True
    last, above = group.texts[-1], group.lines[-1]
    if line.after_blank:
        return not (line.page != above.page and last[-1].isalpha() and starts_small(line.text))
    if not line.text[0].isascii() and LABEL.match(line.text) and not last.endswith(("，", "、")):
        return True
    alike = LABEL.match(line.text) and LABEL.match(last.lstrip("\n"))
    if (
        alike
        or (line.text[:1] == last[:1] == "【")
        or is_contents_line(last)
        or (_DAY_LEAD.match(line.text) and _DAY_LEAD.match(group.texts[0]))
    ):
        return True
    alone = len(group.lines) == 1 and group.after_blank and not group.depth
    if alone and is_in_capitals(last) and not is_in_capitals(line.text) and not starts_small(line.text):
        return True
    numbered, ended = _NUMBERED.match(line.text) is not None, last.endswith(ENDS)
    if line.indent > group.lines[0].indent and group.depth and not numbered:
        return False
    forced = is_forced(above, line, width)
    if group.depth and forced and line.indent <= group.lines[0].indent:
        return True
    if forced and group.is_headline and not starts_small(line.text):
        return True
    if numbered or line.text[0] == "【" or (line.indent > above.indent and not group.depth):
        return forced or ended
    return forced and (last.endswith(_STOPS) or bool(LABEL.match(line.text)) or bool(LABEL.match(last)))


def _stands_alone(text: str) -> bool:
    """Say whether a line is a rule across the page or a marked heading."""
    return _RULE.fullmatch(text) is not None or _DECORATED.fullmatch(text) is not None


def _build_block(group: _Group, after: _Group | None, words: Collection[str]) -> Block | None:
    if _RULE.fullmatch(group.texts[0]):
        return None
    marked = None if group.depth else _DECORATED.fullmatch(group.texts[0])
    spans = normalise_spans(
        [Span(text=(marked["name"] or marked["marked"]) if marked else join_lines(group.texts, words))]
    )
    if not spans:
        return None
    kind, level = (BlockKind.LIST_ITEM, group.depth) if group.depth else (BlockKind.PARAGRAPH, 0)
    if group.is_row:
        kind = BlockKind.TABLE_ROW
    elif marked:
        kind, level = BlockKind.HEADING, _SECTION_LEVEL
    elif not group.depth and len(group.lines) == 1 and (found := _decide_heading(group, spans[0].text, after)):
        kind, level = BlockKind.HEADING, found
    begin, end = group.lines[0], group.lines[-1]
    return Block(
        kind=kind,
        level=level,
        mark=group.mark,
        spans=spans,
        page=begin.page,
        last_page=end.page,
        line=begin.number,
        last_line=end.number,
    )


def _decide_heading(group: _Group, text: str, after: _Group | None) -> int:
    """Return the level of a heading that is certain, else 0: underlined, numbered, in capitals, or above a list."""
    below = after.texts[0] if after is not None and not after.after_blank else ""
    if after is not None and below and _RULE.fullmatch(below):
        return 1 if below[0] == "=" else _SECTION_LEVEL
    numbered = _NUMBERED.match(text)
    if below and after is not None and not after.depth and group.is_headline:
        return 0 if _NUMBERED.match(below) else _level_of(text)
    bare = text.rstrip(":：") if is_in_capitals(text) else text
    is_sentence = "。" in text or bare.endswith(_STOPS) or (". (" in text and not text.endswith(")."))
    too_long = len(text) > (_MAX_NUMBERED if numbered else _MAX_HEADING)
    alone = not below or (after is not None and after.depth > 0)
    if too_long or is_sentence or not alone or not group.after_blank or is_contents_line(text):
        return 0
    letters = sum(map(str.isalpha, text))
    if is_in_capitals(text) and letters >= _MIN_LETTERS and len(text) <= _MAX_CAPITALS and not _YEAR.search(text):
        return 1
    listed = after is not None and after.depth > 0 and not LABEL.match(text)
    return _level_of(text) if numbered or listed else 0


def _level_of(heading: str) -> int:
    """Return the level of a heading: figures count what stands under Chinese numbers and names, two of them parts."""
    number = _NUMBERED.match(heading)
    if number and number["sub"]:
        return _ITEM_LEVEL + 1
    return _ITEM_LEVEL if number and (number["figure"] or number["bracket"]) else _SECTION_LEVEL
