"""Lines: what a document is read as, one printed line after another, with what can be seen of each by itself."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from bot.model.briefing import Section
from bot.model.ids import fold
from bot.reading.document import Block, BlockKind, Span
from bot.reading.layout.beside import is_office, is_title, parse_beside
from bot.reading.layout.frame import ends_news, list_credited
from bot.reading.layout.furniture import (
    has,
    is_aside,
    is_contents_heading,
    is_contents_line,
    is_furniture,
    speaks_of_issue,
)
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
from bot.reading.layout.printed_days import PrintedDay, find_closing_day, find_opening_day, find_told_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.sources import is_generic_label
from bot.reading.layout.spans import count_words, cut_spans, is_link_only, join_lines, raw_of, text_of
from bot.reading.layout.title_line import is_title_date

CELL = " | "
_LONGEST = 2_000
"""Characters of a line in which its words are counted."""
_MOST_REPEATED = 200
_ENDS = '.!?。！？:：;；…)）]】"”'
_PAIR = 2
_MID_SENTENCE = ("on", "by", "from", "until", "since", "of", "and", "or", "the", "to", "in", "before", "after")
_GOES_ON_BELOW = (",", "，", "、", "-", *(f" {word}" for word in _MID_SENTENCE))
"""How a printed line ends whose sentence goes on in the next one."""
_AROUND_LABEL = " 【】[]:："
_ARROWS = ("-> ", "→ ", "» ", ">> ")
"""Before a label that stands at the end of what it speaks of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One printed line or paragraph of a block with what is seen of it; offsets count in ``raw``.

    ``level`` is the level of a heading or the depth of a bullet among those of the document, from 1. ``number`` is what
    it is counted with, in letters or Chinese figures where ``is_lettered``, ``start`` where its words begin behind it,
    ``lead_end`` where the bold words end that open it (0 for none). ``opening`` is the day it opens with, behind a tag
    where ``tag_end`` is above 0; ``is_day`` tells that it is nothing else, ``is_beside`` that it says who acted and
    when as lines beside headlines do. ``dated`` tells that it has the day of what it tells, ``acts`` that its first
    sentence tells what somebody did, ``goes_on`` that it opens as what goes on with another, ``is_prose`` that it is
    a sentence rather than a line; the six after ``section`` what of a briefing outside the items it may be.
    ``continues`` tells that it goes on in the middle of a sentence of the line before, as a page or a column ended.
    ``is_value`` tells that it stands under a label alone on the line above.
    ``cells`` are those of a row, ``columns`` and ``column_names`` what the head of its table names, ``is_head`` tells
    that it is that head; ``tag_heads`` that the tag which opens it is a headline.
    """

    block: int
    kind: BlockKind
    level: int
    spans: tuple[Span, ...]
    raw: str
    text: str
    words: int
    number: int | None
    is_lettered: bool
    start: int
    lead_end: int
    is_bold: bool
    is_prose: bool
    label: Label | None
    tag_end: int
    opening: PrintedDay | None
    is_day: bool
    is_beside: bool
    dated: bool
    acts: bool
    goes_on: bool
    section: Section | None
    is_furniture: bool
    is_aside: bool
    is_about_issue: bool
    is_contents: bool
    is_title_date: bool
    ends_news: bool
    continues: bool = False
    is_value: bool = False
    look: str = ""
    cells: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()
    column_names: tuple[str, ...] = ()
    is_head: bool = False
    tag_heads: bool = False

    @property
    def heads(self) -> bool:
        """Whether it is set as a line that may head others: a heading, or a short line."""
        return self.kind is BlockKind.HEADING or (self.kind is BlockKind.PARAGRAPH and not self.is_prose)

    @property
    def is_bullet(self) -> bool:
        """Whether it is an item of a list."""
        return self.kind is BlockKind.LIST_ITEM

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.kind is BlockKind.TABLE_ROW

    @property
    def is_news(self) -> bool:
        """Whether it tells by itself what somebody did, and when."""
        return self.dated and (self.acts or self.is_prose)


def list_lines(blocks: Sequence[Block], labels: Mapping[str, Field], *, in_figures: bool = False) -> list[Line]:
    """Return the lines of all blocks, in order; ``labels`` are the publisher's own, ``in_figures`` the form of days."""
    depths = _list_depths(blocks)
    lines: list[Line] = []
    known = {**labels, **_find_repeated(blocks, labels)}
    for number, block in enumerate(blocks):
        level = block.level if block.kind is BlockKind.HEADING else 0
        if block.kind is BlockKind.LIST_ITEM:
            level = depths.index((block.level, block.mark)) + 1
        for spans in split_block(block, labels):
            line = _look_at(number, block.kind, level, spans, known, in_figures=in_figures)
            above = lines[-1] if lines else None
            lines.append(replace(line, continues=_continues(above, line), is_value=_is_value(above, line)))
    return _read_tables(_drop_lone_labels(lines), labels)


def _list_depths(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """Return the levels of list items with their marks, outermost first, at one level as they come."""
    found = dict.fromkeys((block.level, block.mark) for block in blocks if block.kind is BlockKind.LIST_ITEM)
    return sorted(found, key=lambda each: (each[0], not each[1]))


def _continues(above: Line | None, line: Line) -> bool:
    if above is None or line.kind is not BlockKind.PARAGRAPH or above.is_row or above.kind is BlockKind.HEADING:
        return False
    broken = above.words > FEW // 2 - 1 and above.label is None and above.raw.rstrip()[-1:] not in _ENDS
    return broken and line.text[:1].islower() and line.text[:1].isascii()


def _is_value(above: Line | None, line: Line) -> bool:
    """Whether a line stands under a label that is alone on its line."""
    waits = above is not None and above.label is not None and above.label.end >= len(above.raw.rstrip())
    return waits and line.label is None and not (line.kind is BlockKind.TABLE_ROW or line.section)


def _find_repeated(blocks: Sequence[Block], labels: Mapping[str, Field]) -> dict[str, Field]:
    """Return the short lines that come again and would be labels before a colon, with their fields."""
    parts = [part.strip() for block in blocks for part in raw_of(block.spans).split("\n") if len(part) < SHORT_TEXT]
    texts = {fold(text): text for text in parts if count_words(text) < FEW // 2 and text.replace(" ", "").isalpha()}
    counts = Counter(map(fold, parts))
    often = [words for words in texts if counts[words] > _PAIR]
    found = ((words, find_label(f"{texts[words]}: ", labels)) for words in often[:_MOST_REPEATED])
    return {words: label.field for words, label in found if label is not None}


def _drop_lone_labels(lines: list[Line]) -> list[Line]:
    """Return the lines without the labels that are headings of their own, unless they come again or head a comment."""
    counts = Counter(line.label.field for line in lines if line.label and line.label.end >= len(line.raw.rstrip()))
    return [
        replace(line, label=None)
        if line.label is not None
        and (line.kind is BlockKind.HEADING or line.label.end >= len(line.raw.rstrip()))
        and counts[line.label.field] == 1
        and not line.label.is_strong
        and line.label.field not in {Field.SUMMARY, Field.COMMENT}
        else line
        for line in lines
    ]


def split_block(block: Block, labels: Mapping[str, Field]) -> Iterator[tuple[Span, ...]]:
    """Yield the spans of the lines of a block: at its line breaks, and at each of several labels in a line."""
    raw = raw_of(block.spans)
    cuts = {0, len(raw)}
    if block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and "\n" in raw:
        cuts.update(_list_breaks(raw, block, labels))
    if block.kind is not BlockKind.TABLE_ROW:
        found = list_labels(raw, labels)
        if len(found) > 1 or (found and "\n" in raw):
            cuts.update(start for start, _ in found)
        cuts.update(raw.rfind(" ", 0, start - 1) for start, _ in found if raw[:start].endswith(_ARROWS))
    bounds = sorted(cuts)
    for start, end in pairwise(bounds):
        spans = cut_spans(block.spans, start, end)
        if raw[start:end].strip(" \n\t|·"):
            yield spans


def _list_breaks(raw: str, block: Block, labels: Mapping[str, Field]) -> Iterator[int]:
    at = -1
    while (at := raw.find("\n", at + 1)) >= 0:
        before, after = raw[:at].rstrip(), raw[at + 1 :].lstrip()
        if not after or after[0].islower() or before.endswith(_GOES_ON_BELOW):
            continue
        line = after.split("\n", 1)[0]
        if (
            block.kind is BlockKind.PARAGRAPH
            or after.startswith(("--", "—", "©"))
            or find_label(line, labels)
            or find_opening_day(line)
        ):
            yield at + 1


def _look_at(
    block: int, kind: BlockKind, level: int, spans: tuple[Span, ...], labels: Mapping[str, Field], *, in_figures: bool
) -> Line:
    raw, text = raw_of(spans), text_of(spans)
    start, number = find_start(raw)
    lead_end, is_bold = find_lead(spans, raw)
    words = count_words(text[:_LONGEST])
    told = text_of(_drop_closing_links(spans))
    is_prose = is_sentence(told, words, is_bullet=kind is BlockKind.LIST_ITEM)
    is_row = kind is BlockKind.TABLE_ROW
    names = words < SHORT and not is_prose and start < len(raw) and not is_link_only(spans)
    section = (
        tell_section(join_lines(raw[start:]))
        if names and fold(join_lines(raw).strip(_AROUND_LABEL)) not in labels
        else None
    )
    may_label = not is_row and section is None and not is_contents_heading(text)
    label = find_label(raw, labels) if may_label else None
    if may_label and is_link_only(spans) and is_generic_label(text):
        label = Label(field=Field.SOURCE, words=text, end=0)
    if label is None and may_label and not is_prose and words < FEW:
        label = tell_label(text, labels)
    if label is None and lead_end and (label := tell_label(raw[start:lead_end].strip(" .:：。\n"), labels)) is not None:
        label = replace(label, end=lead_end)
    opening = None if is_row else find_opening(raw, start if number is not None else 0, lead_end, in_figures=in_figures)
    tag_end = 0
    if opening is None and not is_row and is_prose:
        tag_end, opening = find_day_behind_tag(raw, start, lead_end, in_figures=in_figures)
    label = label if opening is None else None
    whole_day = words < SHORT and not is_row and is_day(join_lines(raw[start:]), in_figures=in_figures)
    head = text[:HEAD]
    dated = whole_day or opening is not None or find_closing_day(raw[-HEAD:]) is not None
    dated = dated or has_day_in_brackets(text, in_figures=in_figures) or find_told_day(head) is not None
    acts = tells_act(head[tag_end:] if number is None else join_lines(raw[max(start, tag_end) :][:HEAD]))
    titled = words < LONG and label is None and section is None and number is None and not is_prose
    return Line(
        block=block,
        kind=kind,
        level=level,
        spans=spans,
        raw=raw,
        text=text,
        words=words,
        number=number,
        is_lettered=number is not None and not any(sign.isascii() and sign.isdigit() for sign in raw[:start]),
        start=start,
        lead_end=lead_end,
        is_bold=is_bold,
        is_prose=is_prose,
        label=label,
        tag_end=tag_end,
        opening=opening,
        is_day=whole_day,
        is_beside=not is_row and not is_prose and words < LONG and label is None and parse_beside(text) is not None,
        dated=dated,
        acts=acts,
        goes_on=goes_on(text if number is None else join_lines(raw[start:])),
        section=section,
        is_furniture=not is_row
        and (
            is_furniture(text)
            or has(text, "salutes")
            or (words < SHORT and (has(text, "greets") or any(list_credited(text))))
        ),
        is_aside=not is_row and is_aside(join_lines(raw[opening.end :]) if opening and not tag_end else text),
        is_about_issue=kind is BlockKind.PARAGRAPH and speaks_of_issue(text),
        is_contents=is_contents_line(text) or text.count("..") > _PAIR,
        is_title_date=titled and is_title_date(text),
        ends_news=section is None and label is None and words < FEW and ends_news(text),
    )


def _drop_closing_links(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return spans without the links behind the last sentence; all of them where nothing but links is there."""
    kept = list(spans)
    while kept and (kept[-1].link is not None or not any(map(str.isalnum, kept[-1].text))):
        kept.pop()
    return (
        tuple(kept)
        if kept and len(kept[-1].text.rstrip()) > 1 and kept[-1].text.rstrip()[-1:] in ".!?。！？"
        else spans
    )


def _read_tables(lines: list[Line], labels: Mapping[str, Field]) -> list[Line]:
    """Return the lines with the rows of tables read by the heads of their columns, and by what stands in these."""
    read: list[Line] = []
    columns: tuple[Field, ...] = ()
    names: tuple[str, ...] = ()
    for is_row, group in groupby(lines, key=lambda line: line.is_row):
        table = list(group)
        if not is_row:
            read += table
            continue
        cells = [tuple(cell.strip() for cell in line.raw.split(CELL.strip(" "))) for line in table]
        if len(cells[0]) != len(columns):
            columns, names = (), ()
        for at, (line, own) in enumerate(zip(table, cells, strict=True)):
            found = tell_columns(own, labels)
            if is_head := found is not None and (at == 0 or found == columns):
                columns, names = _settle_columns(found or (), cells[at + 1 :]), own
            pair = find_label(f"{own[0]}: ", labels) if len(own) == _PAIR and not columns else None
            if pair is not None:
                read.append(replace(line, cells=own, label=replace(pair, end=line.raw.index(CELL.strip()) + 1)))
                continue
            dated = Field.DATE in columns or any(is_day(cell) for cell in own if len(cell) < SHORT_TEXT)
            row = replace(line, dated=dated and not is_head, cells=own, columns=columns, column_names=names)
            read.append(replace(row, is_head=is_head, label=None))
    return read


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
