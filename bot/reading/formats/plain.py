"""Reads plain text into blocks: paragraphs between blank lines, bullets, and the few headings that are certain."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bot.dates.date_words import WEEKDAY
from bot.model.ids import is_in_capitals
from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import (
    HAN,
    collect_words,
    is_contents_line,
    join_lines,
    normalise_spans,
    starts_small,
)
from bot.reading.formats.plain_lines import (
    ENDS,
    FIELD_HAN,
    FULL_LINE,
    MAX_LIST_HEAD,
    NAMED_DAY,
    VIEW_SIGN,
    Line,
    Width,
    count_signs,
    find_running,
    is_forced,
    measure_width,
    part_address,
    read_lines,
    set_bars_in_gaps,
    set_bullets,
    set_fields,
    set_leaders,
    set_signs,
    without_margin,
)

# Tables of a plain text: columns told by a line of dashes under the heads, as programs print them, or by bars.

_DASHES = re.compile(r"[-=]{2,}(?: +[-=]{2,})+")
_RUN = re.compile(r"[-=]+")
_BAR = re.compile(r"\s\|\s")
_LEAST_BARS = 2
_LEAST_ALIGNED = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table: the lines that it stands in, and its cells as one text with bars between them."""

    lines: tuple[Line, ...]
    text: str


def find_rows(lines: Sequence[Line]) -> dict[int, Row]:
    """Return the rows of all such tables, the heads first, by the index of the first line of each.

    A line that leaves its first column empty goes on with the row above. Where words stand across two columns it is no
    table. Lines with bars are rows from two on, one right below the other with as many; with one bar, from three
    on that have it at the same place.
    """
    found = _find_barred(lines)
    end = 1
    for at, line in enumerate(lines):
        if at >= end and _DASHES.fullmatch(line.text) and not line.after_blank:
            end = next((i for i in range(at + 1, len(lines)) if lines[i].after_blank), len(lines))
            starts = [line.indent + run.start() for run in _RUN.finditer(line.text)]
            rows = _read_rows([lines[at - 1], *lines[at + 1 : end]], starts)
            places = {id(each): i for i, each in enumerate(lines[at - 1 : end], at - 1)}
            found |= {places[id(row.lines[0])]: row for row in rows}
    return found


def _find_barred(lines: Sequence[Line]) -> dict[int, Row]:
    found: dict[int, Row] = {}
    bars = [len(_BAR.findall(line.text)) for line in lines]
    aligned = _find_aligned(lines, bars)
    for at, line in enumerate(lines):
        above = at > 1 and bars[at] == bars[at - 1] and not line.after_blank
        below = 0 < at < len(lines) - 1 and bars[at] == bars[at + 1] and not lines[at + 1].after_blank
        if (bars[at] >= _LEAST_BARS and (above or below)) or at in aligned:
            found[at] = Row(lines=(line,), text=line.text.strip("| "))
    return found


def _find_aligned(lines: Sequence[Line], bars: Sequence[int]) -> set[int]:
    """Return the lines with one bar each that stands below that of the line above, three in a row or more."""
    found: set[int] = set()
    run: list[int] = []
    for at, line in enumerate(lines):
        joined = bool(run) and not line.after_blank and line.text.find(" | ") == lines[run[-1]].text.find(" | ")
        if bars[at] == 1 and (joined or not run):
            run.append(at)
        else:
            run = [at] if bars[at] == 1 else []
        if len(run) >= _LEAST_ALIGNED:
            found.update(run[-_LEAST_ALIGNED:])
    return found


def _read_rows(lines: Sequence[Line], starts: Sequence[int]) -> list[Row]:
    rows: list[tuple[list[Line], list[str]]] = []
    for line in lines:
        cells = _cut(line, starts)
        if cells is None:
            return []
        if cells[0] or not rows:
            rows.append(([line], cells))
        else:
            rows[-1][0].append(line)
            rows[-1][1][:] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1][1], cells, strict=True)]
    return [Row(lines=tuple(held), text=" | ".join(cell or " " for cell in cells)) for held, cells in rows]


def _cut(line: Line, starts: Sequence[int]) -> list[str] | None:
    text = " " * line.indent + line.text
    if any(0 < start <= len(text) and not text[start - 1].isspace() for start in starts[1:]):
        return None
    bounds = [0, *starts[1:], len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]


_SURE_BULLET = re.compile(r"(?!★.*★)([•·■▲△▪●○◦◆◇◎★‣⁃□➢➤►▶▸❖◉✅✔☑🔹🔸\uf0b7\uf0a7])\s*(.*)", re.DOTALL)
_LONE_ADDRESS = re.compile(r"<?https?://[^\s<>]+>?")
_DASH_BULLET = re.compile(r"(--|[-*+–—])\s+(\S.*)", re.DOTALL)
_SUB_NUMBER = r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-Z“\"‘《]"
_NUMBERED = re.compile(
    rf"{_SUB_NUMBER}|"
    r"\(?\d{1,3}[.)．]\s*(?:[^\W\d]|[《“【]|(?=\d{1,2}月\d))|[（(]?\d{1,2}）\s*(?=\S)|\d{1,2}、\s*(?=\S)|[①-⑳]\s*(?=\S)|[IVX]{1,5}[.)]\s+[A-Z“\"]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,2}(?:部分|板块|单元|篇)\s*(?=\S)|[（(][一二三四五六七八九十]{1,3}[）)]"
)
_TAGGED = re.compile(r"【(?:\d{1,2}月\d{1,2}日|(?!\d)[^【】]{1,24})】\s*(?=\S)|\d{1,2}[:：]\d\d\s*[|｜]")
_HAN_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、")
"""Opens a headline of a Chinese notice, which needs no empty line above it."""
_HAN_BRACKETED = re.compile(r"[（(][一二三四五六七八九十]|（\d{1,2}）")
_ALONE = re.compile(
    r"[▍▎▌]\s*[^\W\d_]|(?:当前|您(?:现在)?的?|所在)位置\s*[:：]|首\s*页\s*[>»›]"
    r"|(?:(?:发布|更新)?(?:时间|日期)\s*[:：]\s*)?(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}[:：]\d\d(?!.*。)"
    rf"|【[^【】\d]{{2,16}}】\Z|[—–=~-]+\s*(?:END|完)\s*[—–=~-]*\Z|[{HAN}]{{2,6}}[:：][^|｜。]{{2,60}}[|｜]\s*[{HAN}]{{2,6}}[:：][^。]{{2,80}}\Z"
)
"""Opens a line of its own: a section's name behind a sign, a page's path, its day and time, its end, or fields."""
_HASHED = re.compile(r"(#{1,6})\s+(?=[^\s\d#]|\d\w*[^\W\d_])(.+?)[\s#]*")
"""A heading marked as Markdown marks one, in a text that is none otherwise; "# 5" is a number."""
_DECORATED = re.compile(
    r"(?P<sign>[=*~#_+–—-])(?:(?P=sign)+|(?<=[=*~+]))\s+(?=\S*[^\W\d_])(?P<name>[^=*~#_+]{2,80}?)\s+(?P=sign)+"
)
"""A heading between signs ("== POLICY ==", "* POLICY *")."""
_LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30}:(?:\s|\Z)|[\u4e00-\u9fff]{2,8}(?:[（(][\w.]{4,12}[)）])?：")
_HANGING_LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30}(?::\s{2,}|\s+:\s+)(?=\S)")
"""A label with its value set in a column of its own: lines below that are set in go on with the value."""
_COLUMN_LABEL = re.compile(r"[A-Z][\w’'./ -]{2,30} +: +(?=\S)")
_DAY_LEAD = re.compile(
    rf"(?i:(?:{WEEKDAY}\b\.?,?\s)?(?:{NAMED_DAY}\s?[:：]|\d\d?[-/.]\d\d?(?:\s?[:：]|\s[–—-])\s"
    r"|\d\d?[-/.]\d\d?(?:[-/.]\d{2,4})?\.?\s\s+(?=\S)))"
)
_QUOTED_DAY = re.compile(rf"(>)\s+((?:{_DAY_LEAD.pattern}).*)", re.IGNORECASE)
"""A sign of quotations before a day is a bullet."""
_DAY_FIRST = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日[，,]")
_DAY_END = re.compile(rf"[(（]{NAMED_DAY}[)）]\Z", re.IGNORECASE)
_DOCUMENT_NUMBER = re.compile(
    rf"[{HAN}]{{2,14}}\s?[〔﹝\[【（(]\s?(?:19|20)\d\d\s?[〕﹞\]】）)]\s?(?:第\s?)?\d{{1,5}}\s?号"
)
"""The number of an official document, which stands on a line of its own under the title."""
_READ_ON = re.compile(
    r"\W*(?:(?:read|learn|see|view|find out) more|read (?:on|the full (?:text|article|story))"
    r"|(?:阅读|查看)(?:原文|全文|更多))\W*",
    re.IGNORECASE,
)
"""A line of a page that only leads on: what stands below it is something else."""
_RULE = re.compile(r"(?:[-=_*~–—─-╬▀-▟＝－＊～] ?){3,}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d年|\b\d\d?/\d\d?\b")
_STOPS = (".", "!", "?", ";", ",", "。", "！", "？", "；", "，")
_SENTENCE_SIGNS = "。，；、："
_MAX_HEADING, _MAX_NUMBERED = 120, 200
_DECORATED_LEVEL = 2
_MAX_CAPITALS, _TITLE_LINES = 80, 5
_MIN_LETTERS, _MIN_REPEATS = 3, 2


@dataclass(kw_only=True)
class _Group:
    """Lines that make one block; ``depth`` is the list depth, 0 outside lists."""

    lines: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    depth: int = 0
    after_blank: bool = True
    is_row: bool = False


def read_plain_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text, in order, with lines (and pages where form feeds part them) from 1."""
    return read_plain(text)[0]


def read_plain(text: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return a plain text's blocks, and as furniture the running lines of its pages where form feeds part them."""
    lines = read_lines(text)
    running = find_running(lines)
    kept = set_bullets(set_fields(set_leaders([line for line in lines if line.number not in running])))
    kept = set_signs(set_bars_in_gaps(kept))
    words = collect_words(line.text for line in kept)
    groups = tuple(_group_lines(kept, measure_width(kept)))
    blocks = tuple(
        block for at, group in enumerate(groups) if (block := _build_block(groups, at, words)) or group is None
    )
    furniture = tuple(
        Block(kind=BlockKind.PARAGRAPH, spans=spans, page=line.page, last_page=line.page, line=line.number)
        for line in lines
        if line.number in running and (spans := normalise_spans([Span(text=line.text)]))
    )
    return blocks, furniture


def _group_lines(lines: Sequence[Line], width: Width) -> Iterator[_Group]:
    group = _Group()
    indents: list[int] = []
    waiting = False
    listing = _marks_lists(lines)
    rows = find_rows(lines)
    tabled = frozenset(line.number for row in rows.values() for line in row.lines)
    for at, line in enumerate(lines):
        if at in rows:
            yield group
            group = _Group(lines=[*rows[at].lines], texts=[rows[at].text], after_blank=line.after_blank, is_row=True)
        if line.number in tabled or (at - 1 in rows and _RULE.fullmatch(line.text.replace(" ", ""))):
            continue
        _part_lone_line(group, line, width)
        bullet = _read_bullet(line, group, starts=line.after_blank or not group.lines, listing=listing)
        if bullet == "":
            waiting = True
            continue
        if bullet is not None or waiting:
            yield group
            while indents and indents[-1] > line.indent:
                indents.pop()
            if not indents or indents[-1] < line.indent:
                indents.append(line.indent)
            group = _Group(lines=[line], texts=[line.text if bullet is None else bullet], depth=len(indents))
        elif _starts_block(line, group, width) or _goes_on_title(line, group, width, first=lines[0]):
            yield group
            if line.after_blank and line.indent <= min(indents, default=0):
                indents = []
            group = _Group(lines=[line], texts=[line.text], after_blank=line.after_blank)
        else:
            _continue_group(group, line, width)
        waiting = False
    yield group


def _marks_lists(lines: Sequence[Line]) -> bool:
    """Say whether a text marks its lists with dashes or stars: several lines in it begin with one."""
    return sum(_DASH_BULLET.fullmatch(line.text) is not None for line in lines) >= _MIN_REPEATS


def _read_bullet(line: Line, group: _Group, *, starts: bool, listing: bool) -> str | None:
    """Return the text after a bullet (empty where the bullet stands alone), or None without one.

    ``starts`` says that the line begins a block anyway, ``listing`` that the text marks its lists so.
    """
    if _RULE.fullmatch(line.text) or _ALONE.match(line.text) or _DECORATED.fullmatch(line.text):
        return None
    match = _SURE_BULLET.fullmatch(line.text) or _QUOTED_DAY.fullmatch(line.text)
    if match:
        return match[2]
    match = _DASH_BULLET.fullmatch(line.text)
    if match is None:
        return None
    heads = len(group.lines) == 1 and group.after_blank and len(group.texts[0]) <= MAX_LIST_HEAD
    sure = (
        starts
        or group.depth > 0
        or bool(group.texts and _RULE.fullmatch(group.texts[-1]))
        or (listing and (heads or match[1] in "*+"))
    )
    return match[2] if sure or (group.texts and group.texts[-1].endswith(ENDS)) else None


def _starts_block(line: Line, group: _Group, width: Width) -> bool:
    if not group.lines or group.is_row or _find_mark(line.text) or _find_mark(group.texts[-1]):
        return True
    last = group.texts[-1]
    if line.after_blank:
        across = line.page != group.lines[-1].page
        return not (across and last[-1].isalpha() and starts_small(line.text))
    over = len(group.lines) == 1 and group.after_blank and group.lines[0].indent < line.indent
    set_in = width.opening and line.indent == width.opening and not group.depth and (over or last.endswith(ENDS))
    set_in = set_in or (group.depth > 1 and line.is_aside and line.indent <= group.lines[0].indent)
    set_in = set_in or line.text.startswith(VIEW_SIGN) != last.startswith(VIEW_SIGN)
    set_in = set_in and not _is_in_column(group, line)
    set_in = set_in or (over and _heads_fields(group, line))
    if set_in or is_contents_line(last) or _is_capital_title(group, line) or _READ_ON.fullmatch(last):
        return True
    day = _DAY_LEAD.match(line.text) and (_DAY_LEAD.match(group.texts[0]) or is_in_capitals(last))
    alike = day or any(form.match(line.text) and form.match(last) for form in (_LABEL, _TAGGED))
    alike = alike or all(map(_HANGING_LABEL.match, (line.text, group.texts[0]))) or _leaves_for_label(line, group)
    if alike or any(map(_DOCUMENT_NUMBER.fullmatch, (line.text, last))):
        return True
    if _hangs(group, line) and not _NUMBERED.match(line.text):
        return False
    forced = is_forced(group.lines[-1], line, width) or _is_dated_title(group)
    forced = forced or (_heads_text(group) and count_signs(last, width) < width.unwrapped * FULL_LINE)
    headed = forced and (group.after_blank or _HAN_NUMBER.match(group.texts[0])) and not starts_small(line.text)
    if _DAY_FIRST.match(line.text) and (_heads_text(group) or _is_before_news(group)):
        return True
    if _heads_text(group) and headed:
        return True
    labelled = FIELD_HAN.match(line.text) or (
        _NUMBERED.match(group.texts[0]) and (_LABEL.match(line.text) or _TAGGED.match(line.text))
    )
    if labelled or (group.depth and forced and line.indent <= group.lines[0].indent):
        return True
    if _NUMBERED.match(line.text) or _TAGGED.match(line.text):
        return forced or last.endswith(ENDS)
    return forced and (last.endswith(ENDS[:-3]) or bool(_LABEL.match(line.text)) or bool(_LABEL.match(last)))


def _leaves_for_label(line: Line, group: _Group) -> bool:
    """Say whether a line with a label is set out before the bullet above it, or its value has a column of its own."""
    if group.depth and line.indent < group.lines[0].indent:
        return _LABEL.match(line.text) is not None
    return group.texts[-1].endswith(ENDS) and _HANGING_LABEL.match(line.text) is not None


def _heads_fields(group: _Group, line: Line) -> bool:
    """Say whether a line stands over a label whose colon is set in a column of its own ("Issued by  : MIIT")."""
    return _COLUMN_LABEL.match(line.text) is not None and _COLUMN_LABEL.match(group.texts[0]) is None


def _hangs(group: _Group, line: Line) -> bool:
    """Say whether a line is set in below a bullet, or below a label whose value has a column of its own."""
    return line.indent > group.lines[0].indent and bool(group.depth or _HANGING_LABEL.match(group.texts[0]))


def _is_in_column(group: _Group, line: Line) -> bool:
    """Say whether a line stands right below the value of a label, which has a column of its own."""
    label = _HANGING_LABEL.match(group.texts[0])
    return label is not None and line.indent == group.lines[0].indent + label.end()


def _find_mark(text: str) -> re.Match[str] | None:
    """Return the match of a line that stands alone, a rule or a marked heading, or None."""
    return _RULE.fullmatch(text) or _HASHED.fullmatch(text) or _DECORATED.fullmatch(text) or _ALONE.match(text)


def _level_of_mark(mark: re.Match[str]) -> int:
    """Return the level of a marked heading: as many as Markdown's signs in front, or that of a section."""
    return len(mark[1]) if mark.re.pattern == _HASHED.pattern else _DECORATED_LEVEL


def _heads_text(group: _Group) -> bool:
    """Say whether a group is one numbered line without an end: a headline right above its text."""
    text = group.texts[0]
    alone = len(group.lines) == 1 and not group.depth and len(text) <= _MAX_NUMBERED
    return alone and _NUMBERED.match(text) is not None and not ("。" in text or text.rstrip("?？").endswith(ENDS[:-3]))


def _is_dated_title(group: _Group) -> bool:
    """Say whether a group is one numbered line that closes with its day in brackets."""
    return (
        len(group.lines) == 1 and _NUMBERED.match(group.texts[0]) is not None and bool(_DAY_END.search(group.texts[0]))
    )


def _is_before_news(group: _Group) -> bool:
    """Say whether a line that opens with a day begins news: behind other such news, or behind a line of names."""
    if len(group.lines) == 1 and not any(sign in group.texts[0] for sign in _SENTENCE_SIGNS):
        return True
    return _DAY_FIRST.match(group.texts[0]) is not None and group.texts[-1].endswith("。")


def _is_capital_title(group: _Group, line: Line) -> bool:
    """Say whether the line before is a title in capitals on its own, and this one is none."""
    alone = len(group.lines) == 1 and group.after_blank and not group.depth
    last = group.texts[-1]
    return (
        alone
        and is_in_capitals(last)
        and len(last) <= _MAX_CAPITALS
        and len(last.split()) > 1
        and not line.text.isupper()
    )


def _goes_on_title(line: Line, group: _Group, width: Width, *, first: Line) -> bool:
    """Say whether a line is another one of the short lines with which a text begins: name, house, date."""
    opens = group.lines[-1].number - first.number < _TITLE_LINES and not (line.after_blank or group.depth)
    short = all(len(" ".join(text.split())) <= MAX_LIST_HEAD for text in (first.text, group.texts[-1]))
    return opens and short and not _NUMBERED.match(group.texts[0]) and is_forced(group.lines[-1], line, width)


def _part_lone_line(group: _Group, line: Line, width: Width) -> None:
    """Part the group's last line from a sentence's end before it where it is a few words that go on nowhere."""
    if len(group.lines) < _MIN_REPEATS or not is_forced(group.lines[-1], line, width):
        return
    if group.depth and group.lines[-1].indent > group.lines[0].indent:
        return
    before, last = group.texts[-2:]
    if len(last) <= MAX_LIST_HEAD and before.endswith(ENDS) and not last.startswith("\n") and not last.endswith(_STOPS):
        group.texts[-1] = f"\n{last}"


def _continue_group(group: _Group, line: Line, width: Width) -> None:
    parted = is_forced(group.lines[-1], line, width) and (not group.depth or width.unwrapped)
    if parted and not starts_small(line.text) and not _hangs(group, line):
        group.texts.append(f"\n{line.text}")
    else:
        group.texts.append(line.text)
    group.lines.append(line)


def _build_block(groups: Sequence[_Group], at: int, words: Collection[str]) -> Block | None:
    group = groups[at]
    if not group.lines or _RULE.fullmatch(group.texts[0]):
        return None
    marked = None if group.depth else _HASHED.fullmatch(group.texts[0]) or _DECORATED.fullmatch(group.texts[0])
    linked = 2 if len(group.texts) > _MIN_REPEATS and _heads_address(group) else 0
    texts, closing = part_address(group.texts[linked:])
    told = [Span(text=marked[2] if marked else join_lines(without_margin(texts), words) if texts else ""), *closing]
    if linked:
        told = [Span(text=group.texts[0], link=group.texts[1].strip("<>")), Span(text="\n"), *told]
    spans = normalise_spans(told)
    if not spans:
        return None
    kind, level = (BlockKind.LIST_ITEM, group.depth) if group.depth else (BlockKind.PARAGRAPH, 0)
    if group.is_row:
        kind = BlockKind.TABLE_ROW
    elif not group.depth and len(group.lines) == 1:
        level = (
            _level_of_mark(marked)
            if marked
            else _decide_heading(group, spans[0].text, groups[at + 1] if at + 1 < len(groups) else None)
        )
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
    begin, end = group.lines[0], group.lines[-1]
    return Block(
        kind=kind,
        level=level,
        spans=spans,
        page=begin.page,
        last_page=end.page,
        line=begin.number,
        last_line=end.number,
    )


def _heads_address(group: _Group) -> bool:
    """Whether a group begins with a headline over a line that is nothing but the address it leads to."""
    plain = not (group.depth or group.is_row or group.texts[0].endswith(ENDS))
    return plain and _LONE_ADDRESS.fullmatch(group.texts[1]) is not None


def _decide_heading(group: _Group, text: str, following: _Group | None) -> int:
    """Return the level of a heading that is certain, else 0."""
    if following and following.texts and _RULE.fullmatch(following.texts[0]) and not following.after_blank:
        return 1 if following.texts[0][0] == "=" else 2
    if following is not None and not following.after_blank and not following.depth and _heads_text(group):
        return 0 if _NUMBERED.match(following.texts[0]) else _level_of(text)
    longest = _MAX_NUMBERED if _NUMBERED.match(text) else _MAX_HEADING
    bare = text.rstrip(":：") if is_in_capitals(text) else text
    if (
        len(text) > longest
        or "。" in text
        or bare.endswith(ENDS[:-3])
        or is_contents_line(text)
        or (". (" in text and not text.endswith(")."))
        or not group.after_blank
    ):
        return 0
    alone = following is None or not following.lines or following.after_blank or following.depth > 0
    letters = sum(char.isalpha() for char in text)
    capitals = (
        is_in_capitals(text) and letters >= _MIN_LETTERS and len(text) <= _MAX_CAPITALS and not _YEAR.search(text)
    )
    if alone and capitals:
        return 1
    labelled = _LABEL.match(text) and not _NUMBERED.match(text)
    listed = following is not None and following.depth > 0
    return _level_of(text) if alone and not labelled and (listed or _NUMBERED.match(text)) else 0


def _level_of(heading: str) -> int:
    """Get the level of a heading: figures count what stands under Chinese numbers and names, two of them its parts."""
    if re.match(_SUB_NUMBER, heading):
        return 4
    return 3 if heading[0].isdigit() or _HAN_BRACKETED.match(heading) else 2
