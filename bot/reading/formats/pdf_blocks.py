"""Puts a PDF's lines together into blocks: paragraphs, list items, headings and table rows, over page breaks too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import (
    HAN,
    clean_text,
    collect_words,
    decide_join,
    is_contents_line,
    is_split,
    normalise_spans,
)
from bot.reading.formats.pdf_glyphs import Look, Run
from bot.reading.formats.pdf_lines import DASHES, Line

# How a PDF is set: its body size, its line pitch, its column edges, and what follows for two lines.

_USUAL_PITCH = 1.25
_MAX_PITCH = 2.2
_SAME_EDGE = 1.0
_SPACE = 0.3
_OUTSIDE_SHARE = 0.25
_SLACK = 0.35
_CENTRED = 0.5
_MAX_GUTTER = 2.5
_MIN_WRAPPED, _MIN_WIDTH = 3, 16.0
_CLOSING = "、。〉》」』】〕〗！），．：；？］｝”’%)\\]"
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef”’]")
_FIRST_WORD = re.compile(r"[^\s–-]+[–-]?")
_FIRST_CHARACTER = re.compile(
    rf"[（《〈「『【〔“‘(]*(?:[\u2e80-\u2fff\u3040-\u9fff][{_CLOSING}]*|[^\s\u2e80-\u9fff–-]+[–-]?[{_CLOSING}]*)"
)


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Measures of a document: size of most text, and baseline distance within a paragraph as a multiple of size."""

    body_size: float
    pitch: float


def measure(regions: Sequence[Sequence[Line]]) -> Setting:
    """Set the edges of each line's column, and measure the document."""
    _set_edges(regions)
    for region in regions:
        _narrow_edges(region)
    body = _find_body_size(regions)
    steps = [
        (above.y - below.y) / below.size
        for region in regions
        for above, below in pairwise(region)
        if above.size == below.size and not below.cells and below.bullet_x is None and not is_forced(above, below)
    ]
    close = [step for step in steps if 0.0 < step < _MAX_PITCH]
    return Setting(body_size=body, pitch=median(close) if close else _USUAL_PITCH)


def _find_body_size(regions: Sequence[Sequence[Line]]) -> float:
    """Return the size of most text; tables, which are set smaller, count where they are nearly all there is."""
    sizes: Counter[float] = Counter()
    outside: Counter[float] = Counter()
    for region in regions:
        for line in region:
            (sizes if line.cells else outside)[line.size] += len(line.run.chars)
    sizes = outside if outside.total() > _OUTSIDE_SHARE * sizes.total() else sizes + outside
    return max(sizes, key=lambda size: (sizes[size], size), default=10.0)


def is_forced(above: Line, below: Line) -> bool:
    """Say whether the line above ends earlier than it had to: the next word would have fitted on it."""
    if is_split("".join(above.run.chars[-2:])):
        return False
    free = above.right - above.x1
    if _is_centred(above, below):
        free = (above.right - above.left) - (above.x1 - above.x0)
    last = above.run.chars[-1]
    chinese = not last.isascii() and _CHINESE.match(last) is not None
    return free > _first_word_width(below, chinese=chinese) + (_SPACE + _SLACK) * above.size


def _first_word_width(line: Line, *, chinese: bool) -> float:
    """Return the width of what may not be parted at a line's start: a word; in Chinese a character with its signs."""
    match = (_FIRST_CHARACTER if chinese else _FIRST_WORD).match(line.text)
    length = len(match[0]) if match else 1
    return line.run.rights[min(length, len(line.run.chars)) - 1] - line.run.x0


def _is_centred(above: Line, below: Line) -> bool:
    middles = abs((above.x0 + above.x1) - (below.x0 + below.x1)) / 2
    return middles < _CENTRED * below.size and abs(above.x0 - below.x0) > _SAME_EDGE * below.size


def _set_edges(regions: Sequence[Sequence[Line]]) -> None:
    """Return each line its column's edges: to the next column, or to the edge that most of the document reaches."""
    edge = _common_edge(regions)
    for at, region in enumerate(regions):
        left, right = min(line.start for line in region), max(line.x1 for line in region)
        near = [other for other in regions[max(at - 2, 0) : at + 4] if other[0].page == region[0].page]
        beside = [other[0].start for other in near if _stands_beside(other, region) and other[0].start > right]
        free = min(beside) - _MAX_GUTTER * region[0].size if beside else edge
        for line in region:
            line.region, line.left, line.right = at, left, max(right, free)


def _narrow_edges(region: Sequence[Line]) -> None:
    """Set a nearer right edge where several lines wrap at one: a quotation, a box, a column beside white space."""
    start = 0
    for at in range(1, len(region) + 1):
        if at < len(region) and _wraps_like(region[at - 1], region[at]):
            continue
        group = region[start:at]
        start = at
        edge = max(line.x1 for line in group)
        narrow = edge - group[0].left < _MIN_WIDTH * group[0].size
        if len(group) < _MIN_WRAPPED or narrow or edge >= group[0].right - _MAX_GUTTER * group[0].size:
            continue
        wide = [line.right for line in group]
        for line in group:
            line.right = edge
        if any(is_forced(above, below) for above, below in pairwise(group)):
            for line, right in zip(group, wide, strict=True):
                line.right = right


def _wraps_like(above: Line, below: Line) -> bool:
    step = (above.y - below.y) / below.size
    return (
        below.bullet_x is None
        and above.size == below.size
        and 0 < step < _USUAL_PITCH * _USUAL_PITCH
        and abs(above.x0 - below.x0) < _SAME_EDGE * below.size
    )


def _stands_beside(region: Sequence[Line], other: Sequence[Line]) -> bool:
    return region[0].y > other[-1].y and other[0].y > region[-1].y


def _common_edge(regions: Sequence[Sequence[Line]]) -> float:
    """Return the rightmost edge that two lines or more reach."""
    text = [line.x1 for region in regions for line in region if not line.cells]
    ends = sorted(text or (line.x1 for region in regions for line in region), reverse=True)
    size = regions[0][0].size if regions else 0.0
    return next((end for end, after in pairwise(ends) if end - after <= size), ends[0] if ends else 0.0)


_HEADING_SIZE = 1.1
_SAME_SIZE, _OTHER_SIZE = 0.06, 0.02
_WIDER_PITCH, _WIDER_PITCH_BOLD, _MUCH_WIDER_PITCH = 1.18, 1.12, 1.6
_INDENT = 0.7
_NARROW = 20
_MAX_HEADING, _MAX_LARGE_HEADING = 150, 300
_ENDS = (".", "!", "?", ":", ";", "。", "！", "？", "：", "；", ".”", '."', ".)")
_STOPS = (".", "!", "?", "。", "！", "？", ".”", '."', ".)")
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s*[^\W\d]|[一二三四五六七八九十]{1,3}、")
_LABEL = re.compile(r"[A-Z][\w’' /]{1,24}:(?:\s|\Z)|[\u4e00-\u9fff]{2,8}：")


@dataclass(kw_only=True)
class _Paragraph:
    """Lines that make one block."""

    lines: list[Line] = field(default_factory=list)
    dash: bool = False

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def is_item(self) -> bool:
        return self.dash or self.lines[0].bullet_x is not None


def build_blocks(regions: Sequence[Sequence[Line]]) -> tuple[Block, ...]:
    """Return the blocks of a document's lines, which come in reading order, column by column."""
    setting = measure(regions)
    paragraphs: list[_Paragraph] = []
    for region in regions:
        for paragraph in _group_lines(region, setting, paragraphs[-1] if paragraphs else None):
            if not paragraphs or paragraph is not paragraphs[-1]:
                paragraphs.append(paragraph)
    words = collect_words(text for region in regions for line in region for text in _texts_of(line))
    levels = _rank_sizes(paragraphs, setting)
    depths = _list_depths(paragraphs)
    return tuple(
        block
        for paragraph, depth in zip(paragraphs, depths, strict=True)
        if (block := _build_block(paragraph, depth, words, levels, setting))
    )


_TITLE_ENDS = re.compile(rf"[{HAN}][)）]+\Z")
"""Ends a line with a title in both languages: no sentence goes on with a capital behind it."""


def _texts_of(line: Line) -> Sequence[str]:
    """Return a line's text, or those of the lines in a table row's cells."""
    return [run.text for cell in line.cells for run in cell] if line.cells else (line.text,)


def _group_lines(region: Sequence[Line], setting: Setting, before: _Paragraph | None) -> Iterator[_Paragraph]:
    """Group a region's lines; its first ones may go on with the paragraph before."""
    paragraph = before
    for line in region:
        dash = _starts_with_dash(line)
        new = paragraph is None or line.bullet_x is not None or _parts(paragraph, line, setting)
        if not new and dash and paragraph is not None:
            new = (paragraph.dash and is_forced(paragraph.last, line)) or paragraph.last.text.endswith(_ENDS)
        if paragraph is None or new:
            paragraph = _Paragraph(lines=[line], dash=dash and line.bullet_x is None)
        else:
            paragraph.lines.append(line)
        yield paragraph


def _starts_with_dash(line: Line) -> bool:
    run = line.run
    return len(run.chars) > 1 and run.chars[0] in DASHES and run.spaces[1]


def _parts(paragraph: _Paragraph, line: Line, setting: Setting) -> bool:
    """Say whether a line starts a block of its own after this paragraph's last line."""
    above = paragraph.last
    if above.cells or line.cells or is_contents_line(above.text):
        return True
    if abs(line.size - above.size) > _SAME_SIZE * max(line.size, above.size):
        return True
    if line.region != above.region and not _stands_below(above, line):
        return _starts_anew(paragraph, line, setting)
    forced = is_forced(above, line)
    step = (above.y - line.y) / (setting.pitch * line.size)
    if step <= 0 or step > _MUCH_WIDER_PITCH:
        return True
    closed = above.text.endswith(_STOPS) or _TITLE_ENDS.search(above.text) is not None
    if step > _WIDER_PITCH and (forced or closed or line.starts_bold):
        return True
    if line.bold != above.bold and (forced or (above.bold and (_is_narrow(above) or _is_set_apart(above, line, step)))):
        return True
    if _NUMBERED.match(line.text) and (forced or above.text.endswith(_ENDS)):
        return True
    if forced and (above.text.endswith(_ENDS) or _LABEL.match(line.text)) and not _is_large(line, setting):
        return True
    return _is_indented_anew(paragraph, line, forced=forced)


def _is_narrow(line: Line) -> bool:
    """Say whether a line ends early in a column so narrow that words seldom tell whether it had to."""
    return line.right - line.left < _NARROW * line.size and line.right - line.x1 > line.size


def _is_set_apart(above: Line, line: Line, step: float) -> bool:
    """Say whether a bold line's own size, the white space below it, or a new sentence parts it from a plain line."""
    if line.starts_bold:
        return False
    if above.text[-1:].isalnum() and line.text[:1].isupper():
        return True
    return step > _WIDER_PITCH_BOLD or abs(line.size - above.size) > _OTHER_SIZE * line.size


def _stands_below(above: Line, line: Line) -> bool:
    """Say whether a line goes on straight below another, where columns begin beside them."""
    return (
        line.page == above.page
        and 0 < above.y - line.y < _MUCH_WIDER_PITCH * above.size * 2
        and abs(line.left - above.left) < _INDENT * line.size
    )


def _is_indented_anew(paragraph: _Paragraph, line: Line, *, forced: bool) -> bool:
    """Say whether a line's left edge shows that it does not go on with the paragraph."""
    first, tolerance = paragraph.lines[0], _INDENT * line.size
    if first.bullet_x is not None:
        return line.x0 < first.bullet_x - tolerance or (
            abs(line.x0 - first.x0) > tolerance and (forced or abs(line.x0 - first.bullet_x) > tolerance)
        )
    if line.x0 > paragraph.last.x0 + tolerance:
        return len(paragraph.lines) > 1 or paragraph.last.text.endswith(_STOPS)
    return False


def _starts_anew(paragraph: _Paragraph, line: Line, setting: Setting) -> bool:
    """Say whether the first line of a column or page starts a block, rather than going on with the one before."""
    above, first, tolerance = paragraph.last, paragraph.lines[0], _INDENT * line.size
    if line.page == above.page and line.left <= above.left + tolerance and line.y < above.y:
        return True
    if above.text.endswith((";", "；")) and line.text[:1].islower():
        return False
    if is_forced(above, line) or _is_large(line, setting) or _NUMBERED.match(line.text):
        return True
    stopped = above.text.endswith(_STOPS)
    if above.text.endswith(_ENDS) and not stopped:
        return True
    if _TITLE_ENDS.search(above.text) and line.text[:1].isupper():
        return True
    if line.starts_bold and (not above.run.looks[-1].bold or stopped):
        return True
    if stopped and (line.run.looks[0].italic or _LABEL.match(line.text)):
        return True
    if not stopped and line.text[:1].islower():
        return False
    indent = line.x0 - line.left
    own_left = first.x0 if paragraph.is_item or len(paragraph.lines) == 1 else paragraph.lines[1].x0
    return abs(indent - (own_left - first.left)) > tolerance and not _is_only_item_text(paragraph, line)


def _is_only_item_text(paragraph: _Paragraph, line: Line) -> bool:
    """Say whether a page holds list text only, so that its left edge is the items' text and not the margin."""
    return paragraph.is_item and abs(line.x0 - paragraph.lines[0].x0) <= _INDENT * line.size


def _is_large(line: Line, setting: Setting) -> bool:
    return line.size >= _HEADING_SIZE * setting.body_size


def _list_depths(paragraphs: Sequence[_Paragraph]) -> list[int]:
    """Return each list item its depth by where its bullet stands among its neighbours, 0 for other paragraphs."""
    depths: list[int] = []
    places: list[float] = []
    for paragraph in paragraphs:
        if not paragraph.is_item:
            places = []
            depths.append(0)
            continue
        line = paragraph.lines[0]
        place, tolerance = line.start, _INDENT * line.size
        while places and place < places[-1] - tolerance:
            places.pop()
        if not places or place > places[-1] + tolerance:
            places.append(place)
        depths.append(len(places))
    return depths


def _rank_sizes(paragraphs: Sequence[_Paragraph], setting: Setting) -> list[float]:
    """Return the sizes of large paragraphs, from the largest: the first is level 1."""
    sizes = {round(paragraph.lines[0].size, 1) for paragraph in paragraphs if _is_large(paragraph.lines[0], setting)}
    return sorted(sizes, reverse=True)


def _build_block(
    paragraph: _Paragraph, depth: int, words: Collection[str], levels: Sequence[float], setting: Setting
) -> Block | None:
    first, last = paragraph.lines[0], paragraph.last
    if first.cells:
        spans = normalise_spans(_row_spans(first.cells, words))
    else:
        spans = normalise_spans(_join_lines(paragraph, words, setting))
    if not spans:
        return None
    kind, level = BlockKind.PARAGRAPH, 0
    if first.cells:
        kind = BlockKind.TABLE_ROW
    elif depth:
        kind, level = BlockKind.LIST_ITEM, depth
    else:
        level = _decide_heading(paragraph, "".join(span.text for span in spans), levels, setting)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
    return Block(kind=kind, level=level, spans=spans, page=first.page, last_page=last.page)


def _decide_heading(paragraph: _Paragraph, text: str, levels: Sequence[float], setting: Setting) -> int:
    """Return the level of a heading, or 0: larger than the body, bold, or numbered and italic, and no sentence."""
    line = paragraph.lines[0]
    if is_contents_line(text) or not any(char.isalpha() for char in text):
        return 0
    if _is_large(line, setting):
        sentence = len(text) > _MAX_HEADING and text.endswith(_STOPS)
        return 0 if sentence or len(text) > _MAX_LARGE_HEADING else levels.index(round(line.size, 1)) + 1
    strong = all(one.bold for one in paragraph.lines) or (
        bool(_NUMBERED.match(text)) and all(look.italic for one in paragraph.lines for look in one.run.looks)
    )
    small = line.size < setting.body_size * (1 - _SAME_SIZE)
    if not strong or small or len(text) > _MAX_HEADING or text.endswith(_ENDS) or "\n" in text:
        return 0
    return 0 if _LABEL.match(text) and not _NUMBERED.match(text) else len(levels) + 1


def _join_lines(paragraph: _Paragraph, words: Collection[str], setting: Setting) -> list[Span]:
    """Return the paragraph's spans, its lines joined; a line ended early on purpose keeps its break."""
    whole: list[Span] = []
    for number, line in enumerate(paragraph.lines):
        spans = _line_spans(line.run, line.text)
        if number == 0 and paragraph.dash:
            spans[0] = replace(spans[0], text=spans[0].text[1:].lstrip())
        if not whole:
            whole = spans
            continue
        above = paragraph.lines[number - 1]
        kept = above.region == line.region and is_forced(above, line) and not _is_large(line, setting)
        if kept and not paragraph.is_item:
            whole += [Span(text="\n"), *spans]
            continue
        _append_line(whole, line.text, spans, words)
    return whole


def _append_line(whole: list[Span], text: str, spans: Sequence[Span], words: Collection[str]) -> None:
    """Put a line's spans after those of the lines above it, a split word mended."""
    tail = "".join(span.text for span in whole[-4:])[-80:]
    before, _, between = decide_join(tail, text, words)
    if len(before) < len(tail.rstrip()):
        whole[-1] = replace(whole[-1], text=whole[-1].text[:-1])
    joined = between and (whole[-1] if whole[-1].link == spans[0].link else Span(text=""))
    whole += [Span(text=between, bold=joined.bold, italic=joined.italic, link=joined.link)] if joined else []
    whole += spans


def _row_spans(cells: Sequence[Sequence[Run]], words: Collection[str]) -> list[Span]:
    """Return a table row's spans: its cells, each joined from its lines, empty ones too."""
    row: list[Span] = []
    for number, cell in enumerate(cells):
        whole: list[Span] = []
        for run in cell:
            text = run.text
            if whole:
                _append_line(whole, text, _line_spans(run, text), words)
            else:
                whole = _line_spans(run, text)
        row += [Span(text=" | "), *whole] if number else whole or [Span(text=" ")]
    return row


def _line_spans(run: Run, text: str) -> list[Span]:
    """Return a run's glyphs, its text, as spans of one look and link; a space between two looks is plain."""
    look, link = run.looks[0], run.links[0]
    if run.looks.count(look) == len(run.looks) and run.links.count(link) == len(run.links):
        return [_as_span([text], look, link)] if clean_text(text) else []
    spans: list[Span] = []
    pieces: list[str] = []
    for char, space, here, address in zip(run.chars, run.spaces, run.looks, run.links, strict=True):
        if (here is not look and (here.bold, here.italic) != (look.bold, look.italic)) or address != link:
            spans.append(Span(text=clean_text("".join(pieces)), bold=look.bold, italic=look.italic, link=link))
            pieces = []
            if space:
                spans.append(Span(text=" "))
            pieces.append(char)
            look, link = here, address
            continue
        pieces.append(f" {char}" if space else char)
    spans.append(_as_span(pieces, look, link))
    return [span for span in spans if span.text]


def _as_span(pieces: list[str], look: Look, link: str | None) -> Span:
    text = clean_text("".join(pieces))
    return Span(text=text, bold=look.bold, italic=look.italic, link=link)
