"""Puts a PDF's lines together into blocks: paragraphs, list items, headings and table rows, over page breaks too."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from statistics import median

from bot.reading.document import Block, BlockKind, Span
from bot.reading.formats.normalise import (
    collect_words,
    decide_join,
    is_contents_line,
    is_split,
    join_cells,
    normalise_spans,
)
from bot.reading.formats.pdf_glyphs import Run
from bot.reading.formats.pdf_lines import DASHES, Line, main_size

_HEADING_SIZE, _SAME_SIZE = 1.1, 0.06
_WIDER_PITCH, _WIDER_PITCH_BOLD, _MUCH_WIDER_PITCH = 1.18, 1.12, 1.6
_INDENT = 0.7
_MAX_HEADING, _MAX_LARGE_HEADING = 150, 300
_STOPS = (".", "!", "?", "。", "！", "？", ".”", '."', ".)")
_ENDS = (*_STOPS, ":", ";", "：", "；")
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
    setting = _measure(regions)
    paragraphs: list[_Paragraph] = []
    for line in (line for region in regions for line in region):
        glyphs = line.run.glyphs
        dash = len(glyphs) > 1 and glyphs[0].char in DASHES and bool(glyphs[1].space)
        before = paragraphs[-1] if paragraphs else None
        new = before is None or line.bullet_x is not None or _parts(before, line, setting)
        if before and not new and dash:
            new = before.last.text.endswith(_ENDS) or (before.dash and is_forced(before.last, line))
        if before is None or new:
            paragraphs.append(_Paragraph(lines=[line], dash=dash and line.bullet_x is None))
        else:
            before.lines.append(line)
    lines = (line for region in regions for line in region)
    words = collect_words(run.text for line in lines for cell in (line.cells or ((line.run,),)) for run in cell)
    blocks = (
        _build_block(paragraph, depth, words, setting)
        for paragraph, depth in zip(paragraphs, _list_depths(paragraphs), strict=True)
    )
    return tuple(block for block in blocks if block)


# How a PDF is set: its sizes, its line pitch, its column edges, and what follows for two lines.

_USUAL_PITCH, _MAX_PITCH = 1.25, 2.2
_OUTSIDE_SHARE, _SPACE, _SAME_EDGE = 0.25, 0.65, 1.0
_MIN_WRAPPED, _MIN_WIDTH = 3, 16.0
_CLOSING = "、。〉》」』】〕〗！），．：；？］｝”’%)\\]"
_CHINESE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef”’]")
_FIRST_WORD = re.compile(
    rf"[（《〈「『【“‘(]*(?:[\u2e80-\u2fff\u3040-\u9fff][{_CLOSING}]*|[^\s\u2e80-\u9fff]+[{_CLOSING}]*)"
)
"""A word, in Chinese a sign, with the signs that may not be parted from it."""


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """Measures of a document: size of most text, the larger sizes from the largest, and the step from line to line.

    The step is a multiple of the size.
    """

    body_size: float
    large_sizes: tuple[float, ...]
    pitch: float

    def is_large(self, line: Line) -> bool:
        """Whether a line is set so large that it heads others."""
        return line.size >= _HEADING_SIZE * self.body_size


def _measure(regions: Sequence[Sequence[Line]]) -> _Setting:
    """Set the edges of each line's column, and measure the document; tables count only where there is little else."""
    _set_edges(regions)
    lines = [line for region in regions for line in region]
    outside, within = ([line.run for line in lines if bool(line.cells) == is_cell] for is_cell in (False, True))
    most = outside if _count_glyphs(outside) > _OUTSIDE_SHARE * _count_glyphs(within) else outside + within
    body = main_size(most) if most else 0.0
    steps = [
        (above.y - below.y) / below.size
        for region in regions
        for above, below in pairwise(region)
        if above.size == below.size and not below.cells and below.bullet_x is None and not is_forced(above, below)
    ]
    large = sorted({round(line.size, 1) for line in lines if line.size >= _HEADING_SIZE * body}, reverse=True)
    pitch = median([step for step in steps if 0.0 < step < _MAX_PITCH] or [_USUAL_PITCH])
    return _Setting(body_size=body, large_sizes=tuple(large), pitch=pitch)


def _count_glyphs(runs: Sequence[Run]) -> int:
    return sum(len(run.glyphs) for run in runs)


def _set_edges(regions: Sequence[Sequence[Line]]) -> None:
    """Set each line's column's edges: its own where another stands beside it, else those of most of the document."""
    lines = [line for region in regions for line in region]
    ends = sorted([line.x1 for line in lines if not line.cells] or [line.x1 for line in lines], reverse=True)
    size = lines[0].size if lines else 0.0
    edge = next((end for end, after in pairwise(ends) if end - after <= size), ends[0] if ends else 0.0)
    for at, region in enumerate(regions):
        left, right = min(line.start for line in region), max(line.x1 for line in region)
        near = [other for other in regions[max(at - 2, 0) : at + 4] if other[0].page == region[0].page]
        is_column = any(
            other[0].y > region[-1].y and region[0].y > other[-1].y and other[0].start > right for other in near
        )
        for line in region:
            line.region, line.left, line.right = at, left, right if is_column else max(right, edge)
        _narrow_edges(region)


def _narrow_edges(region: Sequence[Line]) -> None:
    """Set a nearer right edge where several lines wrap at one: a quotation, a box, a column beside white space."""
    start = 0
    for at in range(1, len(region) + 1):
        if at < len(region) and _wraps_like(region[at - 1], region[at]):
            continue
        group, start = region[start:at], at
        wide, edge = group[0].right, max(line.x1 for line in group)
        if len(group) < _MIN_WRAPPED or edge - group[0].left < _MIN_WIDTH * group[0].size:
            continue
        for line in group:
            line.right = edge
        if any(is_forced(above, below) for above, below in pairwise(group)):
            for line in group:
                line.right = wide


def _wraps_like(above: Line, below: Line) -> bool:
    """Say whether two lines may be of one paragraph."""
    step = (above.y - below.y) / below.size
    alike = above.size == below.size and abs(above.x0 - below.x0) < _SAME_EDGE * below.size
    return alike and below.bullet_x is None and 0 < step < _USUAL_PITCH * _USUAL_PITCH


def is_forced(above: Line, below: Line) -> bool:
    """Say whether the line above ends earlier than it had to: the next word, in Chinese the next sign, would fit."""
    if is_split(above.text[-2:]):
        return False
    match = _FIRST_WORD.match(below.text) if _CHINESE.match(above.text[-1]) else None
    length = min(len(match[0] if match else below.text.split(None, 1)[0]), len(below.run.glyphs))
    return above.right - above.x1 > below.run.glyphs[length - 1].x1 - below.x0 + _SPACE * above.size


def _parts(paragraph: _Paragraph, line: Line, setting: _Setting) -> bool:
    """Say whether a line starts a block of its own after this paragraph's last line."""
    above, first, tolerance = paragraph.last, paragraph.lines[0], _INDENT * line.size
    if above.cells or line.cells or is_contents_line(above.text):
        return True
    if abs(line.size - above.size) > _SAME_SIZE * max(line.size, above.size):
        return True
    forced, ended = is_forced(above, line), above.text.endswith(_ENDS)
    numbered, strong = _NUMBERED.match(line.text) is not None, line.starts_bold and not above.run.glyphs[-1].look.bold
    below = line.page == above.page and 0 < above.y - line.y < 2 * _MUCH_WIDER_PITCH * above.size
    if line.region != above.region and not (below and abs(line.left - above.left) < tolerance):
        hangs = paragraph.is_item and abs(line.x0 - line.left - first.x0 + first.left) <= tolerance
        goes_on = hangs or (line.text[:1].islower() and not above.text.endswith(_STOPS))
        return forced or numbered or strong or setting.is_large(line) or (ended and not goes_on)
    step = (above.y - line.y) / (setting.pitch * line.size)
    if step <= 0 or step > _MUCH_WIDER_PITCH:
        return True
    if step > _WIDER_PITCH and (forced or above.text.endswith(_STOPS) or line.starts_bold):
        return True
    heads = above.run.bold and not line.starts_bold and (line.text[:1].isupper() or step > _WIDER_PITCH_BOLD)
    if line.run.bold != above.run.bold and (forced or heads):
        return True
    if (numbered and (forced or ended)) or (forced and not setting.is_large(line) and ended):
        return True
    if forced and _LABEL.match(line.text) and not setting.is_large(line):
        return True
    if first.bullet_x is not None:
        return line.x0 < first.bullet_x - tolerance or (forced and abs(line.x0 - first.x0) > tolerance)
    return line.x0 > above.x0 + tolerance and above.text.endswith(_STOPS)


def _list_depths(paragraphs: Sequence[_Paragraph]) -> Iterator[int]:
    """Return each list item's depth by where its bullet stands among its neighbours, 0 for other paragraphs."""
    places: list[float] = []
    for paragraph in paragraphs:
        if not paragraph.is_item:
            places = []
            yield 0
            continue
        place, tolerance = paragraph.lines[0].start, _INDENT * paragraph.lines[0].size
        while places and place < places[-1] - tolerance:
            places.pop()
        if not places or place > places[-1] + tolerance:
            places.append(place)
        yield len(places)


def _build_block(paragraph: _Paragraph, depth: int, words: Collection[str], setting: _Setting) -> Block | None:
    first = paragraph.lines[0]
    cells = (_join_runs(cell, words) for cell in first.cells)
    spans = normalise_spans(join_cells(cells) if first.cells else _join_lines(paragraph, words, setting))
    if not spans:
        return None
    kind, level = BlockKind.PARAGRAPH, 0
    if first.cells:
        kind = BlockKind.TABLE_ROW
    elif depth:
        kind, level = BlockKind.LIST_ITEM, depth
    elif found := _decide_heading(paragraph, "".join(span.text for span in spans), setting):
        kind, level = BlockKind.HEADING, found
    return Block(kind=kind, level=level, spans=spans, page=first.page, last_page=paragraph.last.page)


def _decide_heading(paragraph: _Paragraph, text: str, setting: _Setting) -> int:
    """Return the level of a heading, or 0: larger than the body, bold, or numbered and italic, and no sentence."""
    line = paragraph.lines[0]
    if is_contents_line(text) or not any(char.isalpha() for char in text):
        return 0
    if setting.is_large(line):
        sentence = len(text) > _MAX_HEADING and text.endswith(_STOPS)
        return 0 if sentence or len(text) > _MAX_LARGE_HEADING else setting.large_sizes.index(round(line.size, 1)) + 1
    numbered = _NUMBERED.match(text) is not None
    italic = all(glyph.look.italic for one in paragraph.lines for glyph in one.run.glyphs)
    strong = all(one.run.bold for one in paragraph.lines) or (numbered and italic)
    small = line.size < setting.body_size * (1 - _SAME_SIZE)
    if not strong or small or len(text) > _MAX_HEADING or text.endswith(_ENDS) or "\n" in text:
        return 0
    return 0 if _LABEL.match(text) and not numbered else len(setting.large_sizes) + 1


def _join_lines(paragraph: _Paragraph, words: Collection[str], setting: _Setting) -> list[Span]:
    """Return the paragraph's spans, its lines joined; a line ended early on purpose keeps its break."""
    whole: list[Span] = []
    for above, line in zip([None, *paragraph.lines], paragraph.lines, strict=False):
        if above is None and paragraph.dash:
            whole = _list_spans(line.run.cut(1))
        elif above and not paragraph.is_item and above.region == line.region and not setting.is_large(line):
            _append_line(whole, line.run, words, kept=is_forced(above, line))
        else:
            _append_line(whole, line.run, words)
    return whole


def _append_line(whole: list[Span], run: Run, words: Collection[str], *, kept: bool = False) -> None:
    """Put a line's spans after those of the lines above it, a split word mended, or a break between."""
    spans = _list_spans(run)
    if whole and spans and kept:
        whole.append(Span(text="\n"))
    elif whole and spans:
        tail = "".join(span.text for span in whole[-4:])[-80:]
        before, _, between = decide_join(tail, run.text, words)
        if len(before) < len(tail.rstrip()):
            whole[-1] = whole[-1].with_text(whole[-1].text[:-1])
        joined = whole[-1] if whole[-1].link == spans[0].link else Span(text="")
        whole += [joined.with_text(between)] if between else []
    whole += spans


def _join_runs(runs: Sequence[Run], words: Collection[str]) -> list[Span]:
    """Return the spans of a table's cell, joined from its lines."""
    whole: list[Span] = []
    for run in runs:
        _append_line(whole, run, words)
    return whole


def _list_spans(run: Run) -> list[Span]:
    """Return a run's glyphs as spans of one look and link; a space between two looks is plain."""
    spans: list[Span] = []
    for look, group in groupby(run.glyphs, key=lambda glyph: (glyph.look.bold, glyph.look.italic, glyph.link)):
        glyphs = list(group)
        spans += [Span(text=" ")] if spans and glyphs[0].space else []
        text = Run(y=run.y, size=run.size, glyphs=glyphs).text
        spans.append(Span(text=text, bold=look[0], italic=look[1], link=look[2]))
    return spans
