"""Reads plain text into blocks: paragraphs between blank lines, bullets, and the few headings that are certain."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

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
    r"|第[一二三四五六七八九十]{1,2}(?:部分|板块|单元|篇)\s*(?=\S)|(?P<bracket>[（(\[][一二三四五六七八九十\d]{1,3}[）)\]])"
)
_DECORATED = re.compile(
    r"#{1,6}\s+(?=[^\s\d#])(?P<marked>.+?)[\s#]*|(?P<sign>[=*~#_+–—-])(?:(?P=sign)+|(?<=[=*~+]))\s+(?=\S*[^\W\d_])(?P<name>[^=*~#_+]{2,80}?)\s+(?P=sign)+"
)
"""A heading between signs ("== POLICY ==", "* POLICY *"), or marked as in Markdown in a text that is none otherwise."""
LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30}:(?:\s|\Z)|[\u4e00-\u9fff]{2,8}(?:[（(][\w.]{4,12}[)）])?：")
_SENTENCES = re.compile(r"\w{3}[.!?] [A-Z]\w* [a-z]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d年|\b\d\d?/\d\d?\b")
_RULE = re.compile(r"(?:[-=_*~–—─-╬▀-▟＝－＊～] ?){3,}")
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
    is_row: bool = False

    @property
    def after_blank(self) -> bool:
        """Whether a blank line stands above it."""
        return self.lines[0].after_blank

    @property
    def is_headline(self) -> bool:
        """Whether it is one numbered line without an end: a headline right above its text."""
        text = self.texts[0]
        alone = len(self.lines) == 1 and not self.depth and len(text) <= _MAX_NUMBERED
        told = "。" in text or text.rstrip("?？").endswith(_STOPS) or _SENTENCES.search(text) is not None
        return alone and _NUMBERED.match(text) is not None and not told


def read_plain_file(data: bytes, *, source_name: str) -> Blocks:
    """Return the blocks of a text file; it has no furniture."""
    return read_plain_blocks(decode_text(data, source_name=source_name)), ()


def read_plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order, with lines from 1."""
    lines = read_lines(text)
    words = collect_words(line.text for line in lines)
    groups = list(_group_lines(lines, measure_width(lines)))
    blocks = (_build_block(group, after, words) for group, after in zip(groups, [*groups[1:], None], strict=False))
    return tuple(filter(None, blocks))


def _group_lines(lines: Sequence[Line], width: Width) -> Iterator[_Group]:
    group = _Group()
    indents: list[int] = []
    waiting = False
    listing = sum(_DASH_BULLET.fullmatch(line.text) is not None for line in lines) >= _MIN_REPEATS
    rows = find_rows(lines)
    for line in lines:
        is_row = line.number in rows
        bullet = None if is_row else _read_bullet(line, group, listing=listing)
        if bullet == "":  # its text stands in the next line
            waiting = True
            continue
        starts = is_row or bullet is not None or waiting or _starts_block(line, group, width)
        if starts and group.lines:
            yield group
        if is_row:
            group = _Group(lines=[line], texts=[line.text.strip("| ")], is_row=True)
        elif bullet is not None or waiting:
            indents = [indent for indent in indents if indent < line.indent] + [line.indent]
            mark = line.text[0] if _SURE_BULLET.match(line.text) else ""
            group = _Group(lines=[line], texts=[line.text if bullet is None else bullet], depth=len(indents), mark=mark)
        elif starts:
            if line.after_blank and line.indent <= min(indents, default=0):
                indents = []
            group = _Group(lines=[line], texts=[line.text])
        else:
            forced = is_forced(group.lines[-1], line, width) and (not group.depth or width.is_unwrapped)
            hangs = group.depth > 0 and line.indent > group.lines[0].indent
            group.texts.append(f"\n{line.text}" if forced and not hangs and not starts_small(line.text) else line.text)
            group.lines.append(line)
        waiting = False
    if group.lines:
        yield group


def _read_bullet(line: Line, group: _Group, *, listing: bool) -> str | None:
    """Return the text after a bullet (empty where the bullet stands alone), or None without one.

    ``listing`` says that the text marks its lists with dashes or stars.
    """
    if _stands_alone(line.text):
        return None
    if match := _SURE_BULLET.fullmatch(line.text):
        return match[2]
    match = _DASH_BULLET.fullmatch(line.text)
    if match is None or (match[1] == ">" and not line.after_blank):
        return None
    if line.after_blank or not group.lines or group.depth:
        return match[2]
    heads = len(group.lines) == 1 and group.after_blank and len(group.texts[0]) <= MAX_LIST_HEAD
    sure = (listing and (heads or match[1] in "*+")) or group.texts[-1].endswith(ENDS)
    return match[2] if sure or _RULE.fullmatch(group.texts[-1]) else None


def _starts_block(line: Line, group: _Group, width: Width) -> bool:
    if not group.lines or group.is_row or _stands_alone(line.text) or _stands_alone(group.texts[-1]):
        return True
    last, above = group.texts[-1], group.lines[-1]
    if line.after_blank or is_contents_line(last) or (line.text[:1] == last[:1] == "【"):
        return True
    labelled = LABEL.match(line.text) is not None
    if labelled and (LABEL.match(last.lstrip("\n")) or not (line.text[0].isascii() or last.endswith(("，", "、")))):
        return True
    alone = len(group.lines) == 1 and group.after_blank and not group.depth
    if alone and is_in_capitals(last) and not is_in_capitals(line.text) and not starts_small(line.text):
        return True
    numbered, ended = _NUMBERED.match(line.text) is not None, last.endswith(ENDS)
    if line.indent > group.lines[0].indent and group.depth and not numbered:
        return False
    bare = len(group.lines) == 1 and bool(group.mark) and not ended
    forced = is_forced(above, line, width, is_head=(bare or group.is_headline) and not starts_small(line.text))
    if forced and group.depth and line.indent <= group.lines[0].indent:
        return True
    if forced and group.is_headline and not starts_small(line.text):
        return True
    if numbered or line.text[0] == "【" or (line.indent > above.indent and not group.depth):
        return forced or ended
    return forced and (last.endswith(_STOPS) or labelled or LABEL.match(last) is not None)


def _stands_alone(text: str) -> bool:
    """Say whether a line is a rule across the page or a marked heading."""
    return _RULE.fullmatch(text) is not None or _DECORATED.fullmatch(text) is not None


def _build_block(group: _Group, after: _Group | None, words: Collection[str]) -> Block | None:
    if _RULE.fullmatch(group.texts[0]):
        return None
    marked = None if group.depth else _DECORATED.fullmatch(group.texts[0])
    text = (marked["name"] or marked["marked"]) if marked else join_lines(group.texts, words)
    spans = normalise_spans([Span(text=text)])
    if not spans:
        return None
    kind, level = (BlockKind.LIST_ITEM, group.depth) if group.depth else (BlockKind.PARAGRAPH, 0)
    if group.is_row:
        kind = BlockKind.TABLE_ROW
    elif marked:
        kind, level = BlockKind.HEADING, _SECTION_LEVEL
    elif not group.depth and len(group.lines) == 1 and (found := _decide_heading(group, spans[0].text, after)):
        kind, level = BlockKind.HEADING, found
    first, last = group.lines[0].number, group.lines[-1].number
    return Block(kind=kind, level=level, mark=group.mark, spans=spans, line=first, last_line=last)


def _decide_heading(group: _Group, text: str, after: _Group | None) -> int:
    """Return the level of a heading that is certain, else 0: underlined, numbered, in capitals, or above a list."""
    below = after.texts[0] if after is not None and not after.after_blank else ""
    if below and _RULE.fullmatch(below):
        return 1 if below[0] == "=" else _SECTION_LEVEL
    numbered = _NUMBERED.match(text)
    listed = after is not None and after.depth > 0
    if below and not listed and group.is_headline:
        return 0 if _NUMBERED.match(below) else _level_of(text)
    in_capitals = is_in_capitals(text)
    bare = text.rstrip(":：") if in_capitals else text
    is_sentence = "。" in text or bare.endswith(_STOPS) or (". (" in text and not text.endswith(")."))
    too_long = len(text) > (_MAX_NUMBERED if numbered else _MAX_HEADING)
    if too_long or is_sentence or (below and not listed) or not group.after_blank or is_contents_line(text):
        return 0
    letters = sum(map(str.isalpha, text))
    if in_capitals and letters >= _MIN_LETTERS and len(text) <= _MAX_CAPITALS and not _YEAR.search(text):
        return 1
    return _level_of(text) if numbered or (listed and not LABEL.match(text)) else 0


def _level_of(heading: str) -> int:
    """Return the level of a heading: figures count what stands under Chinese numbers and names, two of them parts."""
    number = _NUMBERED.match(heading)
    if number and number["sub"]:
        return _ITEM_LEVEL + 1
    return _ITEM_LEVEL if number and (number["figure"] or number["bracket"]) else _SECTION_LEVEL
