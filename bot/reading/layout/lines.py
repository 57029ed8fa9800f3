"""Lines: what a document is read as, one printed line after another, with what can be seen of each by itself."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from bot.model.ids import fold
from bot.reading.document import Block, BlockKind, Span
from bot.reading.layout import furniture
from bot.reading.layout.beside import find_beside, is_office, is_title, parse_beside
from bot.reading.layout.frame import ends_news, list_credited
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import Label, find_label, list_labels, tell_columns, tell_label
from bot.reading.layout.line_signs import (
    FEW,
    HEAD,
    LONG,
    SHORT,
    SHORT_TEXT,
    find_day_behind_tag,
    find_lead,
    find_opening,
    find_start,
    goes_on,
    has_day_in_brackets,
    is_sentence,
    tells_act,
)
from bot.reading.layout.printed_days import find_closing_day, find_opening_day, find_told_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.sources import is_generic_label
from bot.reading.layout.spans import count_words, cut_spans, is_link_only, join_lines, raw_of, text_of
from bot.reading.layout.title_line import is_title_date

CELL = "|"
"""Between the cells of a row."""
_LONGEST = 2_000
"""Characters of a line in which its words are counted."""
_MOST_REPEATED = 200
_ENDS = '.!?。！？:：;；…)）]】"”'
_PAIR = 2
_MID_SENTENCE = ("on", "by", "from", "until", "since", "of", "and", "or", "the", "to", "in", "before", "after")
_GOES_ON_BELOW = (",", "，", "、", "-", *(f" {word}" for word in _MID_SENTENCE))
"""How a printed line ends whose sentence goes on in the next one."""
_AROUND_NAME = " :：*_#【】[]|｜·•-–—▍▎■◆●"
_AROUND_LABEL = " 【】[]:："
_ARROWS = ("-> ", "→ ", "» ", ">> ")
"""Before a label that stands at the end of what it speaks of."""


class Line:
    """One printed line or paragraph of a block with what is seen of it; offsets count in ``raw``.

    ``at`` is its place among the lines, ``level`` the level of a heading or the depth of a bullet among those of the
    document, from 1. ``number`` is what it is counted with, in letters or Chinese figures where ``is_lettered``,
    ``start`` where its words begin behind it, ``lead_end`` where the bold words end that open it (0 for none).
    ``opening`` is the day it opens with, behind a tag where ``tag_end`` is above 0; ``is_day`` tells that it is nothing
    else, ``is_beside`` that it says who acted and when as lines beside headlines do, ``beside`` what a headline says so
    from ``beside_at`` on. ``dated`` tells that it has the day of what it tells, ``acts`` that its first sentence tells
    what somebody did, ``is_prose`` that it is a sentence rather than a line, ``heads`` that it is set as one that may
    head others.
    ``continues`` tells that it goes on in the middle of a sentence of the line before, as a page or a column ended.
    ``is_value`` tells that it stands under a label alone on the line above.
    ``cells`` are those of a row, ``columns`` and ``column_names`` what the head of its table names, ``is_head`` tells
    that it is that head; ``tag_heads`` that the tag which opens it is a headline.
    """

    at = 0
    look = ""
    continues = is_value = is_head = tag_heads = False
    cells: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    column_names: tuple[str, ...] = ()
    label: Label | None = None

    def __init__(
        self,
        number: int,
        block: Block,
        level: int,
        spans: tuple[Span, ...],
        known: Mapping[str, Field],
        *,
        in_figures: bool,
    ) -> None:
        self.block, self.kind, self.level, self.spans = number, block.kind, level, spans
        self.is_bullet, self.is_row = self.kind is BlockKind.LIST_ITEM, self.kind is BlockKind.TABLE_ROW
        self.raw = raw_of(spans)
        self.text = text = join_lines(self.raw)
        self.words = count_words(text[:_LONGEST])
        self.start, self.number = find_start(self.raw)
        self.bare = join_lines(self.raw[self.start :])
        self.is_lettered = self.number is not None and not any("0" <= sign <= "9" for sign in self.raw[: self.start])
        self.lead_end, self.is_bold = find_lead(spans, self.raw)
        self.is_prose = is_sentence(text_of(_drop_closing_links(spans)), self.words, is_bullet=self.is_bullet)
        self.heads = self.kind is BlockKind.HEADING or (self.kind is BlockKind.PARAGRAPH and not self.is_prose)
        names = self.words < SHORT and not self.is_prose and bool(self.bare) and not is_link_only(spans)
        is_known = names and fold(text.strip(_AROUND_LABEL)) in known
        self.section = tell_section(self.bare) if names and not is_known else None
        self.goes_on = goes_on(text if self.number is None else self.bare)
        self.is_furniture = not self.is_row and (
            furniture.is_furniture(text)
            or furniture.has(text, "salutes")
            or (self.words < SHORT and (furniture.has(text, "greets") or any(list_credited(text))))
        )
        self.is_about_issue = self.kind is BlockKind.PARAGRAPH and furniture.speaks_of_issue(text)
        self.is_contents = furniture.is_contents_line(text) or text.count("..") > _PAIR
        is_short = not (self.is_prose or self.is_row)
        self.beside_at, self.beside = find_beside(self.raw, self.lead_end) if is_short else (0, None)
        if self.beside_at and self.lead_end == self.beside_at:
            self.lead_end, self.is_bold = 0, True
        self._read_words(known, in_figures=in_figures)

    def _read_words(self, labels: Mapping[str, Field], *, in_figures: bool) -> None:
        """See what its words tell: a day, an act, a label, or what belongs to the issue."""
        raw, text, start = self.raw, self.text, self.start
        self.tag_end, self.opening = 0, None
        if not self.is_row:
            begin = start if self.number is not None else 0
            self.opening = find_opening(raw, begin, self.lead_end, in_figures=in_figures)
        if self.opening is None and self.is_prose and not self.is_row:
            self.tag_end, self.opening = find_day_behind_tag(raw, start, self.lead_end, in_figures=in_figures)
        self.label = self._find_label(labels) if self.opening is None else None
        self.is_day = self.words < SHORT and not self.is_row and is_day(self.bare, in_figures=in_figures)
        self.dated = (
            self.is_day
            or self.opening is not None
            or find_closing_day(raw[-HEAD:]) is not None
            or has_day_in_brackets(text, in_figures=in_figures)
            or find_told_day(text[:HEAD]) is not None
        )
        head = text[self.tag_end :] if self.number is None else join_lines(raw[max(start, self.tag_end) :][:HEAD])
        self.acts = tells_act(head[:HEAD])
        is_line = not self.is_prose and self.words < LONG and self.label is None
        is_headline = self.is_bold and self.beside_at > 0
        self.is_beside = is_line and not (self.is_row or is_headline) and parse_beside(text) is not None
        is_titled = is_line and self.section is None and self.number is None and not is_headline
        self.is_title_date = is_titled and is_title_date(text)
        told = join_lines(raw[self.opening.end :]) if self.opening and not self.tag_end else text
        self.is_aside = not self.is_row and furniture.is_aside(told)
        self.ends_news = self.section is None and self.label is None and self.words < FEW and ends_news(text)

    def _find_label(self, labels: Mapping[str, Field]) -> Label | None:
        if self.is_row or self.section is not None or furniture.is_contents_heading(self.text):
            return None
        if is_link_only(self.spans) and is_generic_label(self.text):
            return Label(field=Field.SOURCE, words=self.text, end=0)
        label = find_label(self.raw, labels)
        if label is None and not self.is_prose and self.words < FEW:
            label = tell_label(self.text, labels)
        if label is None and self.lead_end:
            label = tell_label(self.raw[self.start : self.lead_end].strip(" .:：。\n"), labels)
            label = label and replace(label, end=self.lead_end)
        return label

    @property
    def is_news(self) -> bool:
        """Whether it tells by itself what somebody did, and when."""
        return self.dated and (self.acts or self.is_prose)

    @property
    def waits(self) -> bool:
        """Whether it is a label without a value."""
        return self.label is not None and self.label.end >= len(self.raw.rstrip())

    @property
    def name(self) -> str:
        """The words of a heading as a layout names it: without number, signs and colon."""
        return (self.bare or self.text).strip(_AROUND_NAME).casefold()


def list_lines(blocks: Sequence[Block], labels: Mapping[str, Field], *, in_figures: bool = False) -> list[Line]:
    """Return the lines of all blocks, in order; ``labels`` are the publisher's own, ``in_figures`` the form of days."""
    listed = dict.fromkeys((block.level, block.mark) for block in blocks if block.kind is BlockKind.LIST_ITEM)
    depths = sorted(listed, key=lambda each: (each[0], not each[1]))
    lines: list[Line] = []
    known = {**labels, **_find_repeated(blocks, labels)}
    for number, block in enumerate(blocks):
        level = block.level if block.kind is BlockKind.HEADING else 0
        if block.kind is BlockKind.LIST_ITEM:
            level = depths.index((block.level, block.mark)) + 1
        for spans in split_block(block, labels):
            line = Line(number, block, level, spans, known, in_figures=in_figures)
            line.at = len(lines)
            line.continues = bool(lines) and _continues(lines[-1], line)
            line.is_value = bool(lines) and lines[-1].waits and line.label is None and not (line.is_row or line.section)
            lines.append(line)
    _drop_lone_labels(lines)
    _read_tables(lines, labels)
    return lines


def _continues(above: Line, line: Line) -> bool:
    if line.kind is not BlockKind.PARAGRAPH or above.is_row or above.kind is BlockKind.HEADING:
        return False
    broken = above.words > FEW // 2 - 1 and above.label is None and above.raw.rstrip()[-1:] not in _ENDS
    return broken and line.text[:1].islower() and line.text[:1].isascii()


def _find_repeated(blocks: Sequence[Block], labels: Mapping[str, Field]) -> dict[str, Field]:
    """Return the short lines that come again and would be labels before a colon, with their fields."""
    parts = [part.strip() for block in blocks for part in raw_of(block.spans).split("\n") if len(part) < SHORT_TEXT]
    texts = {fold(text): text for text in parts if count_words(text) < FEW // 2 and text.replace(" ", "").isalpha()}
    counts = Counter(map(fold, parts))
    often = [words for words in texts if counts[words] > _PAIR]
    found = ((words, find_label(f"{texts[words]}: ", labels)) for words in often[:_MOST_REPEATED])
    return {words: label.field for words, label in found if label is not None}


def _drop_lone_labels(lines: Sequence[Line]) -> None:
    """Drop the labels that are headings of their own, unless they come again, or head the text or a comment."""
    counts = Counter(line.label.field for line in lines if line.label and line.waits)
    for line in lines:
        if line.label is None or line.label.is_strong or line.label.field in {Field.SUMMARY, Field.COMMENT}:
            continue
        if (line.kind is BlockKind.HEADING or line.waits) and counts[line.label.field] == 1:
            line.label = None


def split_block(block: Block, labels: Mapping[str, Field]) -> Iterator[tuple[Span, ...]]:
    """Yield the spans of the lines of a block: at its line breaks, and at each of several labels in a line."""
    raw = raw_of(block.spans)
    cuts = {0, len(raw)}
    if block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and "\n" in raw:
        cuts.update(_list_breaks(raw, block, labels))
    if block.kind is not BlockKind.TABLE_ROW:
        starts = [start for start, _ in list_labels(raw, labels)]
        if len(starts) > 1 or (starts and "\n" in raw):
            cuts.update(starts)
        cuts.update(raw.rfind(" ", 0, start - 1) for start in starts if raw[:start].endswith(_ARROWS))
    for start, end in pairwise(sorted(cuts)):
        if raw[start:end].strip(" \n\t|·"):
            yield cut_spans(block.spans, start, end)


def _list_breaks(raw: str, block: Block, labels: Mapping[str, Field]) -> Iterator[int]:
    at = -1
    while (at := raw.find("\n", at + 1)) >= 0:
        before, after = raw[:at].rstrip(), raw[at + 1 :].lstrip()
        if not after or after[0].islower() or before.endswith(_GOES_ON_BELOW):
            continue
        line = after.split("\n", 1)[0]
        opens = after.startswith(("--", "—", "©")) or find_label(line, labels) or find_opening_day(line)
        if block.kind is BlockKind.PARAGRAPH or opens:
            yield at + 1


def _drop_closing_links(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return spans without the links behind the last sentence; all of them where nothing but links is there."""
    kept = list(spans)
    while kept and (kept[-1].link is not None or not any(map(str.isalnum, kept[-1].text))):
        kept.pop()
    end = kept[-1].text.rstrip() if kept else ""
    return tuple(kept) if len(end) > 1 and end[-1] in ".!?。！？" else spans


def _read_tables(lines: Sequence[Line], labels: Mapping[str, Field]) -> None:
    """Read the rows of tables by the heads of their columns, and by what stands in these."""
    columns: tuple[Field, ...] = ()
    names: tuple[str, ...] = ()
    for is_row, group in groupby(lines, key=lambda line: line.is_row):
        table = list(group) if is_row else []
        for line in table:
            line.cells = tuple(cell.strip() for cell in line.raw.split(CELL))
        if table and len(table[0].cells) != len(columns):
            columns, names = (), ()
        for at, line in enumerate(table):
            found = tell_columns(line.cells, labels)
            line.is_head = found is not None and (at == 0 or found == columns)
            if line.is_head:
                columns = _settle_columns(found or (), [row.cells for row in table[at + 1 :]])
                names = line.cells
            pair = find_label(f"{line.cells[0]}: ", labels) if len(line.cells) == _PAIR and not columns else None
            if pair is not None:
                line.label = replace(pair, end=line.raw.index(CELL) + 1)
                continue
            has_day = Field.DATE in columns or any(is_day(cell) for cell in line.cells if len(cell) < SHORT_TEXT)
            line.dated = has_day and not line.is_head
            line.columns, line.column_names = columns, names


def _settle_columns(columns: tuple[Field, ...], rows: Sequence[Sequence[str]]) -> tuple[Field, ...]:
    """Return the columns with those that no list knows by what most of their cells are: days, offices, or titles."""
    settled = list(columns)
    offices = ((Field.ISSUER, is_office),) if Field.TITLE in columns else ()
    for at, field in enumerate(columns):
        cells = [row[at] for row in rows if len(row) == len(columns) and row[at]]
        for told, is_so in ((Field.DATE, is_day), (Field.TITLE, is_title), *offices):
            if field is Field.OTHER and told not in settled and sum(map(is_so, cells)) * 2 > len(cells):
                settled[at] = told
    return tuple(settled)
