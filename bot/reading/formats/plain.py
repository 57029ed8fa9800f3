"""Reads plain text into blocks: paragraphs between blank lines, bullets, and the few headings that are certain."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.model.ids import is_in_capitals
from bot.reading.document import Block, BlockKind
from bot.reading.formats.normalise import (
    HAN_SIGN,
    IS_HAN,
    Blocks,
    build_block,
    collect_words,
    is_contents_line,
    join_lines,
    place_block,
    starts_small,
)
from bot.reading.received import decode_text

ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", ".”", '."', "”", ")", "）")
_STOPS = ENDS[:-3]
_LONGEST_LIST_HEAD = 60
"""A line so short, right above a dash, heads a list; a longer one is a sentence that was wrapped before the dash."""
_LINE_END = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(kw_only=True, slots=True)
class Line:
    """A source line: its text without indent, and its number; ``after_blank`` when it starts a group."""

    text: str
    indent: int = 0
    number: int = 0
    after_blank: bool = False


def read_lines(text: str) -> list[Line]:
    """Return the lines that hold something; a form feed is a blank line."""
    found: list[Line] = []
    blank = True
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        line = raw.replace("\f", "").expandtabs(4).replace("\x00", "")
        blank = blank or "\f" in raw
        if shown := line.strip():
            found.append(Line(text=shown, indent=len(line) - len(line.lstrip()), number=number, after_blank=blank))
        blank = not shown
    return found


# Where lines were wrapped: one that ends earlier than it had to was ended on purpose.

_WIDTH_SHARE, _FULL_LINE = 0.85, 0.85
_WIDEST, _WIDER, _UNWRAPPED_WORDS = 110, 1.4, 12
"""A text with a longer line of many words was not wrapped: every end of a line in it is meant."""
_MIN_SENTENCES, _LONG_HAN, _SENTENCES_SHARE = 2, 30, 0.9
_DATED = re.compile(r"[(（](?:\D{0,12}\d{1,4}[-./年 ])?\w{1,9}[-./月 ]\w{1,9}[-./日 ]?[)）]\Z(?<=[\d日][)）])")
"""A day in brackets at the end of a line: a headline's, whose end is meant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Width:
    """How wide lines were wrapped, in signs: 0 where none follows another; of Chinese in columns, two for each sign.

    A Chinese text is unwrapped where a line is far longer than those that another follows.
    """

    words: int
    han: int
    in_columns: bool = False
    is_unwrapped: bool = False


def measure_width(lines: Sequence[Line]) -> Width:
    """Return at what length the lines were wrapped, by those that another follows."""
    following = [line for line, after in pairwise(lines) if not after.after_blank]
    lengths = sorted(len(line.text) + line.indent for line in following)
    han = [line for line in following if IS_HAN.search(line.text)]
    in_columns = len(han) * 2 > len(following)
    if _ends_sentences(following):
        return Width(words=2 * lengths[-1], han=4 * lengths[-1], in_columns=in_columns)
    usual = lengths[int(len(lengths) * _WIDTH_SHARE)] if lengths else 0
    longest = max((len(line.text) for line in lines if line.text.count(" ") >= _UNWRAPPED_WORDS), default=0)
    count = _count_columns if in_columns else len
    wrapped = max((count(line.text) + line.indent for line in han), default=0)
    longest_han = max((count(line.text) for line in lines if "。" in line.text), default=0)
    unwrapped = longest_han > _WIDER * wrapped
    words = longest if longest > min(_WIDEST, _WIDER * usual) else usual
    return Width(words=words, han=longest_han if unwrapped else wrapped, in_columns=in_columns, is_unwrapped=unwrapped)


def _ends_sentences(lines: Sequence[Line]) -> bool:
    """Say whether nearly every longer line ends a sentence, which lines that were wrapped do by chance alone."""
    texts = [line.text for line in lines]
    long = [text for text in texts if len(text) > (_LONG_HAN if IS_HAN.match(text) else _LONGEST_LIST_HEAD)]
    return len(long) >= _MIN_SENTENCES and sum(text.endswith(ENDS) for text in long) >= _SENTENCES_SHARE * len(long)


def is_forced(before: Line, line: Line, width: Width, *, is_head: bool = False) -> bool:
    """Say whether the next word (in Chinese: the next sign) would have fitted on the line before.

    Where that looks as a headline (``is_head``), it is enough that it would just have fitted.
    """
    word = line.text.split(None, 1)[0]
    if _DATED.search(before.text) and not word[:1].islower():
        return True
    length = before.indent + (_count_columns(before.text) if width.in_columns else len(before.text)) + 1
    if IS_HAN.search(line.text[:80]) and IS_HAN.search(before.text[-1:] + word[:80]):
        return length + width.in_columns < width.han * _FULL_LINE
    longest = max(width.words, width.han if IS_HAN.match(before.text[-1]) else 0)
    return length + len(word) < longest * (1 if is_head else _FULL_LINE)


def _count_columns(text: str) -> int:
    """Return how wide a text is: two columns for a Chinese sign, one for any other."""
    return len(text) if text.isascii() else len(text) + len(HAN_SIGN.findall(text))


# Blocks.

_SURE_BULLET = re.compile(r"([•·■▲△▪●○◦◆◇◎★‣⁃□➢➤►▶▸❖◉✅✔☑🔹🔸\uf0b7\uf0a7])\s*(.*)", re.DOTALL)
_DASH_BULLET = re.compile(r"(--|[-*+–—>])\s+(\S.*)", re.DOTALL)
_NUMBERED = re.compile(
    r"(?P<sub>\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z“\"‘《])|(?P<figure>\(?\d{1,3}[.)．、）]\s*(?:[^\W\d]|[《“【]))"
    r"|[①-⑳]|[IVX]{1,5}[.)]\s+[A-Z“\"]|[一二三四五六七八九十]{1,3}、"
    r"|第[一二三四五六七八九十]{1,2}(?:部分|板块|单元|篇)\s*(?=\S)|(?P<bracket>[（(\[][一二三四五六七八九十\d]{1,3}[）)\]])"
)
_LEVELS = {"sub": 4, "figure": 3, "bracket": 3}
"""Figures count what stands under Chinese numbers and names, two of them parts."""
_DECORATED = re.compile(
    r"#{1,6}\s+(?=[^\s\d#])(?P<marked>.+?)[\s#]*|(?P<sign>[=*~#_+–—-])(?:(?P=sign)+|(?<=[=*~+]))\s+(?=\S*[^\W\d_])(?P<name>[^=*~#_+]{2,80}?)\s+(?P=sign)+"
)
"""A heading between signs ("== POLICY ==", "* POLICY *"), or marked as in Markdown in a text that is none otherwise."""
LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30}:(?:\s|\Z)|[\u4e00-\u9fff]{2,8}(?:[（(][\w.]{4,12}[)）])?：")
_SENTENCES = re.compile(r"\w{3}[.!?] [A-Z]\w* [a-z]")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d年|\b\d\d?/\d\d?\b")
_RULE = re.compile(r"(?:[-=_*~–—─-╬▀-▟＝－＊～] ?){3,}")
_MAX_HEADING, _MAX_NUMBERED, _MAX_CAPITALS = 120, 200, 80
_SECTION_LEVEL = 2
_MIN_LETTERS, _MIN_REPEATS = 3, 2


@dataclass(kw_only=True)
class _Group:
    """Lines that make one block; ``depth`` is the list depth, 0 outside lists."""

    lines: list[Line]
    texts: list[str]
    depth: int = 0
    mark: str = ""
    is_row: bool = False

    @property
    def is_first_line(self) -> bool:
        """Whether it is one line below a blank one."""
        return len(self.lines) == 1 and self.lines[0].after_blank

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
    found: list[Block] = []
    groups = _group_lines(lines, measure_width(lines))
    for group, after in zip(groups, [*groups[1:], None], strict=False):
        marked = None if group.depth else _DECORATED.fullmatch(group.texts[0])
        kind, level = (BlockKind.LIST_ITEM, group.depth) if group.depth else (BlockKind.PARAGRAPH, 0)
        said = (marked["name"] or marked["marked"]) if marked else join_lines(group.texts, words)
        for block in () if _RULE.fullmatch(group.texts[0]) else build_block(kind, said):
            if group.is_row:
                kind = BlockKind.TABLE_ROW
            elif not group.depth:
                level = _SECTION_LEVEL if marked else _decide_heading(group, block.text, after)
                kind = BlockKind.HEADING if level else kind
            told = Block(kind=kind, level=level, mark=group.mark, spans=block.spans)
            found.append(place_block(told, group.lines[0].number, group.lines[-1].number))
    return tuple(found)


def _group_lines(lines: Sequence[Line], width: Width) -> list[_Group]:
    groups: list[_Group] = []
    indents: list[int] = []
    waiting = False
    listing = sum(_DASH_BULLET.fullmatch(line.text) is not None for line in lines) >= _MIN_REPEATS
    rows = _find_rows(lines)
    for line in lines:
        group = groups[-1] if groups else None
        is_row = line.number in rows
        bullet = None if is_row else _read_bullet(line, group, listing=listing)
        if bullet == "":  # its text stands in the next line
            waiting = True
            continue
        is_listed, waiting = waiting or bullet is not None, False
        if group is not None and not is_row and not is_listed and not _starts_block(line, group, width):
            forced = is_forced(group.lines[-1], line, width) and (not group.depth or width.is_unwrapped)
            hangs = group.depth > 0 and line.indent > group.lines[0].indent
            group.texts.append(f"\n{line.text}" if forced and not hangs and not starts_small(line.text) else line.text)
            group.lines.append(line)
            continue
        first, *others = line.text.split("  ") if _is_record(line.text) else (line.text,)
        texts = [
            line.text.strip("| ") if is_row else bullet or first,
            *(f"\n{each.strip()}" for each in others if each.strip()),
        ]
        new = _Group(lines=[line], texts=texts, is_row=is_row)
        if is_listed and not is_row:
            indents = [indent for indent in indents if indent < line.indent] + [line.indent]
            new.depth, new.mark = len(indents), line.text[0] if _SURE_BULLET.match(line.text) else ""
        elif not is_row and line.after_blank and line.indent <= min(indents, default=0):
            indents = []
        groups.append(new)
    return groups


def _find_rows(lines: Sequence[Line]) -> set[int]:
    """Return the numbers of lines that are rows of a table: as many bars as in a line above or below.

    A single bar has to stand at the same place in both.
    """
    found: set[int] = set()
    for line, after in pairwise(lines):
        bars, beside = (each.text.count(" | ") for each in (line, after))
        if bars and bars == beside and (bars > 1 or line.text.find(" | ") == after.text.find(" | ")):
            found |= {line.number, after.number}
    return found


def _read_bullet(line: Line, group: _Group | None, *, listing: bool) -> str | None:
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
    if line.after_blank or group is None or group.depth:
        return match[2]
    heads = group.is_first_line and len(group.texts[0]) <= _LONGEST_LIST_HEAD
    sure = (listing and (heads or match[1] in "*+")) or group.texts[-1].endswith(ENDS)
    return match[2] if sure or _RULE.fullmatch(group.texts[-1]) else None


def _starts_block(line: Line, group: _Group, width: Width) -> bool:
    text, last, above = line.text, group.texts[-1], group.lines[-1]
    if group.is_row or _stands_alone(text) or _stands_alone(last) or line.after_blank or is_contents_line(last):
        return True
    if _is_record(text) or _is_record(above.text):
        return True
    goes_on, labelled = starts_small(text), LABEL.match(text) is not None
    fields = labelled and (LABEL.match(last.lstrip("\n")) or not (text[0].isascii() or last.endswith(("，", "、"))))
    capitals = group.is_first_line and not group.depth and is_in_capitals(last) and not is_in_capitals(text)
    if fields or text[:1] == last[:1] == "【" or (capitals and not goes_on):
        return True
    numbered, ended, deeper = _NUMBERED.match(text), last.endswith(ENDS), line.indent > group.lines[0].indent
    if deeper and group.depth and not numbered:
        return False
    bare = len(group.lines) == 1 and bool(group.mark) and not ended
    forced = is_forced(above, line, width, is_head=(bare or group.is_headline) and not goes_on)
    if forced and ((group.depth and not deeper) or (group.is_headline and not goes_on)):
        return True
    if numbered and _count(numbered) == _count(_NUMBERED.match(group.texts[0])) + 1 > 1:
        return True
    if numbered or text[0] == "【" or (line.indent > above.indent and not group.depth):
        return forced or ended
    return forced and (last.endswith(_STOPS) or labelled or LABEL.match(last) is not None)


def _is_record(text: str) -> bool:
    """Say whether a line has several labels with their values, set apart by blanks."""
    return sum(LABEL.match(part.strip()) is not None for part in text.split("  ")) > 1


def _count(numbered: re.Match[str] | None) -> int:
    """Return the number in brackets that opens a line ("[2] 4 March - MIIT"); -1 for another or none."""
    number = ((numbered and numbered["bracket"]) or "")[1:-1]
    return int(number) if number.isdecimal() else -1


def _stands_alone(text: str) -> bool:
    """Say whether a line is a rule across the page or a marked heading."""
    return _RULE.fullmatch(text) is not None or _DECORATED.fullmatch(text) is not None


def _decide_heading(group: _Group, text: str, after: _Group | None) -> int:
    """Return the level of a heading that is certain, else 0: underlined, numbered, in capitals, or above a list."""
    if len(group.lines) > 1:
        return 0
    below = after.texts[0] if after is not None and not after.lines[0].after_blank else ""
    if below and _RULE.fullmatch(below):
        return 1 if below[0] == "=" else _SECTION_LEVEL
    numbered, listed = _NUMBERED.match(text), after is not None and after.depth > 0
    level = _LEVELS.get(numbered.lastgroup or "", _SECTION_LEVEL) if numbered else _SECTION_LEVEL
    if below and not listed and group.is_headline:
        return 0 if _NUMBERED.match(below) else level
    in_capitals = is_in_capitals(text)
    bare = text.rstrip(":：") if in_capitals else text
    is_sentence = "。" in text or bare.endswith(_STOPS) or (". (" in text and not text.endswith(")."))
    too_long = len(text) > (_MAX_NUMBERED if numbered else _MAX_HEADING)
    if too_long or is_sentence or (below and not listed) or not group.is_first_line or is_contents_line(text):
        return 0
    letters = sum(map(str.isalpha, text))
    if in_capitals and letters >= _MIN_LETTERS and len(text) <= _MAX_CAPITALS and not _YEAR.search(text):
        return 1
    return level if numbered or (listed and not LABEL.match(text)) else 0
