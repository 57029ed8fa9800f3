"""What has been read of one item so far, field by field; a table's row gives each field as its column's head says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Link
from bot.model.ids import HAN
from bot.reading.document import Span
from bot.reading.layout.beside import Beside
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import TOLD_WITH_LABEL
from bot.reading.layout.lines import CELL, Line
from bot.reading.layout.printed_days import is_day
from bot.reading.layout.sources import list_sources, split_sources
from bot.reading.layout.spans import (
    count_words,
    cut_spans,
    is_link_only,
    is_mostly_han,
    list_links,
    raw_of,
    strip_spans,
    text_of,
)


@dataclass(kw_only=True, slots=True)
class Filling:
    """What has been read of one item; ``slot`` is the field under which the next words fall.

    ``awaits`` tells that a label has no value yet, ``slot_read`` that the item has labels at all,
    ``takes_points`` that bullets are its points.
    """

    headline: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    lead: str | None = None
    points: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    issuers: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    source_labels: list[str] = field(default_factory=list)
    slot: Field = Field.SUMMARY
    takes_points: bool = True
    awaits: bool = False
    slot_read: bool = False
    term: str = ""

    def add_paragraph(self, spans: Sequence[Span], *, is_point: bool) -> None:
        """Add a paragraph or a point to what the open slot holds."""
        if self.slot is Field.COMMENT:
            self.links.extend(list_links(spans))
            self._append(self.comment, spans)
        elif is_point and self.takes_points:
            if not self.points and self.summary:
                self.lead = self.summary[-1]
            self._append(self.points, self.take_sources(spans))
        else:
            self._append(self.summary, self.take_sources(spans))

    def join(self, spans: Sequence[Span]) -> bool:
        """Add words to the last paragraph or point, which they go on with; False where there is none."""
        texts = self.comment if self.slot is Field.COMMENT else self.points or self.summary
        if not texts:
            return False
        texts[-1] = f"{texts[-1]} {text_of(self.take_sources(spans))}"
        return True

    def take_sources(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return spans without the sources at their end, which are the item's."""
        rest, sources = split_sources(spans)
        self.links.extend((*list_links(rest), *sources))
        self.source_labels.extend(link.label for link in sources)
        return rest

    def add_sources(self, spans: Sequence[Span]) -> None:
        """Add a list of sources."""
        links = list_sources(spans)
        self.links.extend(links)
        self.source_labels.extend(link.label for link in links)

    def add_field(self, name: Field, spans: Sequence[Span], label: str) -> None:
        """Add the value of a label or a column."""
        text = text_of(strip_spans(spans))
        self.awaits, self.slot_read = not text, True
        if name in {Field.SUMMARY, Field.COMMENT}:
            self.slot = name
            if text:
                self.add_paragraph(spans, is_point=False)
            return
        self.slot = name if self.awaits else Field.SUMMARY
        self.term = label
        if self.awaits:
            return
        if name is Field.SOURCE:
            self.add_sources(spans)
            return
        self.links.extend(list_links(spans))
        lists = {Field.HEADLINE: self.headline, Field.ISSUER: self.issuers, Field.NUMBER: self.numbers}
        lists |= {Field.TITLE: self.article, Field.TOPIC: self.topics}
        if name is Field.DATE:
            self._add_day(strip_spans(spans))
        elif name in lists:
            lists[name].append((_without_links(spans) if name is Field.TITLE else "") or text)
        elif name in TOLD_WITH_LABEL or name is Field.OTHER:
            self.terms.append(_name_term(label, text))

    def _add_day(self, spans: Sequence[Span]) -> None:
        """Add a label's day, and the sentence that runs on behind it to the text."""
        raw = raw_of(spans)
        end = next((stop for _, stop, _ in find_printed_dates(raw, default_year=_ANY_YEAR)), len(raw))
        end = end if count_words(raw[end:]) > _MOST_BEHIND else len(raw)
        self.days.setdefault("label", text_of(cut_spans(spans, 0, end)))
        self._append(self.summary, strip_spans(cut_spans(spans, end)))

    def add_beside(self, beside: Beside) -> None:
        """Add what a line beside the headline tells."""
        lists = {Field.ISSUER: self.issuers, Field.TITLE: self.article, Field.NUMBER: self.numbers}
        lists |= {Field.CLOSES: self.terms, Field.TOPIC: self.topics}
        for name, values in beside.items():
            if name is Field.DATE:
                self.days.setdefault("line", values[0])
            elif name is Field.SOURCE:
                self.add_sources((Span(text=", ".join(values)),))
            else:
                lists[name].extend(values)

    @staticmethod
    def _append(texts: list[str], spans: Sequence[Span]) -> None:
        if text := text_of(spans):
            texts.append(text)


def _name_term(label: str, value: str) -> str:
    label = label.strip(" :：【】")
    return f"{label}{': ' if label.isascii() else '：'}{value}"


def _without_links(spans: Sequence[Span]) -> str:
    """Return the words of spans without links that only say that they are one."""
    return text_of(strip_spans(split_sources(spans)[0]))


# Rows of tables: each cell is the field that its column's head names.

_FEW, _MOST_BEHIND, _ANY_YEAR = 6, 4, 2000
_NOTHING = frozenset({"", "-", "–", "—", "/", "n/a", "none", "无", "tbd", "nil"})
_TWIN = re.compile(
    rf"\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[{HAN}](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\s*\Z"
)
"""The Chinese title in brackets behind an English one."""


def read_row(filling: Filling, line: Line, *, is_whole: bool) -> None:
    """Read a row into an item that is this row, or add it to the text of another item."""
    if not is_whole:
        filling.links.extend(list_links(line.spans))
        filling.summary.append(line.text)
        return
    fields = _settle_fields(line)
    for at, (spans, name) in enumerate(zip(_list_cells(line), fields, strict=False)):
        text = text_of(spans)
        if text.casefold() in _NOTHING:
            continue
        label = line.column_names[at] if at < len(line.column_names) else ""
        if name in {Field.INDEX, Field.CONTACT}:
            filling.links.extend(list_links(spans))
        elif name is Field.OTHER and not label:
            filling.add_paragraph(spans, is_point=False)
        elif name is Field.HEADLINE:
            filling.links.extend(link for link in list_links(spans) if link.label != text or link.url)
            filling.headline.append(text)
        elif name is Field.TITLE:
            _read_title(filling, spans)
        elif name is Field.SUMMARY and filling.summary and label:
            filling.add_field(Field.OTHER, spans, label)
        else:
            filling.add_field(name, spans, label)
    filling.awaits = False
    _settle_title(filling)


def _settle_fields(line: Line) -> tuple[Field, ...]:
    """Return the fields of a row's cells; where none is the text, a view or the longest headline is."""
    fields = line.columns or tuple(Field.DATE if is_day(cell) else Field.OTHER for cell in line.cells)
    heads = [at for at, name in enumerate(fields[: len(line.cells)]) if name is Field.HEADLINE]
    if Field.SUMMARY not in fields and len(heads) > 1:
        longest = max(heads, key=lambda at: len(line.cells[at]))
        return tuple(Field.SUMMARY if at == longest else name for at, name in enumerate(fields))
    if Field.SUMMARY not in fields and Field.COMMENT in fields:
        return tuple(Field.SUMMARY if field is Field.COMMENT else field for field in fields)
    if Field.SUMMARY not in fields and Field.TITLE in fields:
        ends = (".", "。", "!", "?")
        told = [at for at, cell in enumerate(line.cells) if cell.endswith(ends) and count_words(cell) > _FEW]
        told = [at for at in told if fields[at : at + 1] == (Field.OTHER,)]
        return tuple(Field.SUMMARY if at in told[:1] else name for at, name in enumerate(fields))
    return fields


def _read_title(filling: Filling, spans: Sequence[Span]) -> None:
    """Read the cell of a document's title, with the text on the lines below it."""
    raw = raw_of(spans)
    end = raw.find("\n")
    rest = cut_spans(spans, end) if end > 0 else ()
    filling.add_field(Field.TITLE, cut_spans(spans, 0, end) if rest else spans, "")
    if is_link_only(rest):
        filling.add_sources(rest)
    elif rest:
        filling.add_paragraph(rest, is_point=False)


def _settle_title(filling: Filling) -> None:
    """Return the title as the headline over a summary, else as the summary itself."""
    title = filling.article[0] if filling.article else ""
    if filling.summary:
        if title and not filling.headline:
            bare = _TWIN.sub("", title)
            filling.headline.append(title if is_mostly_han(bare) else bare)
    elif filling.headline:
        filling.summary.extend(filling.headline)
        filling.headline.clear()
    elif title:
        filling.summary.append(title)


def _list_cells(line: Line) -> list[tuple[Span, ...]]:
    cells, at = [], 0
    sign = CELL.strip()
    for part in line.raw.split(sign):
        cells.append(cut_spans(line.spans, at, at + len(part)))
        at += len(part) + len(sign)
    return cells
