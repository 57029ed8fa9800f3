"""What has been read of one item so far, field by field; a table's row gives each field as its column's head says."""

import re
from collections import defaultdict
from collections.abc import Sequence

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Link
from bot.model.ids import HAN
from bot.reading.document import Span
from bot.reading.layout.beside import Beside
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import TOLD_WITH_LABEL
from bot.reading.layout.layouts import DatePlace
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

_FEW, _MOST_BEHIND, _ANY_YEAR = 6, 4, 2000
_NOTHING = frozenset({"", "-", "–", "—", "/", "n/a", "none", "无", "tbd", "nil"})
_TWIN = re.compile(
    rf"\s*[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[{HAN}](?:[^()（）]|[(（][^()（）]*[)）])*[)）]\s*\Z"
)
"""The Chinese title in brackets behind an English one."""
_AROUND_HEADLINE = " \t\n▪■►▶●◆|｜·•*_#:：▍▎"


class Filling:
    """What has been read of one item: ``texts`` by field, ``days`` by the place where they stand, and its links.

    ``slot`` is the field under which the next words fall; ``awaits`` tells that its label, ``term``, has no value yet,
    ``has_labels`` that the item has labels at all, ``takes_points`` that bullets are its points.
    """

    def __init__(self, *, takes_points: bool) -> None:
        self.texts: defaultdict[Field, list[str]] = defaultdict(list)
        self.summary, self.points = self.texts[Field.SUMMARY], self.texts[Field.POINTS]
        self.headline = self.texts[Field.HEADLINE]
        self.days: dict[DatePlace, str] = {}
        self.links: list[Link] = []
        self.source_labels: list[str] = []
        self.lead: str | None = None
        self.slot, self.term = Field.SUMMARY, ""
        self.takes_points = takes_points
        self.awaits = self.has_labels = False

    def add_headline(self, spans: Sequence[Span]) -> None:
        """Add a headline, with its links but such as have no address and its own words."""
        text = strip_headline(text_of(spans))
        self.links += [link for link in list_links(spans) if link.label != text or link.url]
        self._append(Field.HEADLINE, text)

    def add_paragraph(self, spans: Sequence[Span], *, is_point: bool = False) -> None:
        """Add a paragraph or a point to what the open slot holds."""
        if self.slot is Field.COMMENT:
            self.links += list_links(spans)
            self._append(Field.COMMENT, text_of(spans))
        elif self.takes_points and (is_point or self.slot is Field.POINTS):
            if not self.points and self.summary:
                self.lead = self.summary[-1]
            self._append(Field.POINTS, self._take_sources(spans))
        else:
            self._append(Field.SUMMARY, self._take_sources(spans))

    def join(self, spans: Sequence[Span]) -> bool:
        """Add words to the last paragraph or point, which they go on with; False where there is none."""
        texts = self.texts[Field.COMMENT] if self.slot is Field.COMMENT else self.points or self.summary
        if texts:
            texts[-1] = f"{texts[-1]} {self._take_sources(spans)}"
        return bool(texts)

    def _take_sources(self, spans: Sequence[Span]) -> str:
        """Return the words of spans without the sources at their end, which are the item's."""
        rest, sources = split_sources(spans)
        self.links += (*list_links(rest), *sources)
        self.source_labels += [link.label for link in sources]
        return text_of(rest)

    def add_sources(self, spans: Sequence[Span]) -> None:
        """Add a list of sources."""
        links = list_sources(spans)
        self.links += links
        self.source_labels += [link.label for link in links]

    def add_field(self, name: Field, spans: Sequence[Span], label: str = "") -> None:
        """Add the value of a label or a column."""
        text = text_of(strip_spans(spans))
        self.awaits, self.has_labels, self.term = not text, True, label
        is_slot = name in {Field.SUMMARY, Field.POINTS, Field.COMMENT}
        self.slot = name if is_slot or self.awaits else Field.SUMMARY
        if self.awaits:
            return
        if is_slot:
            self.add_paragraph(spans)
        elif name is Field.SOURCE:
            self.add_sources(spans)
        else:
            self.links += list_links(spans)
            if name is Field.DATE and any(map(str.isdigit, text)):
                self._add_day(strip_spans(spans))
            elif name is Field.TITLE:
                bare = text_of(strip_spans(split_sources(spans)[0]))  # without links that only say that they are one
                self._append(name, bare or text)
            elif name in TOLD_WITH_LABEL or name in {Field.OTHER, Field.DATE}:
                words = label.strip(" :：【】")
                self._append(Field.OTHER, f"{words}{': ' if words.isascii() else '：'}{text}")
            else:
                self._append(name, text)

    def _add_day(self, spans: Sequence[Span]) -> None:
        """Add a label's day, and the sentence that runs on behind it to the text."""
        raw = raw_of(spans)
        end = next((stop for _, stop, _ in find_printed_dates(raw, default_year=_ANY_YEAR)), len(raw))
        end = end if count_words(raw[end:]) > _MOST_BEHIND else len(raw)
        self.days.setdefault(DatePlace.LABEL, text_of(cut_spans(spans, 0, end)))
        self._append(Field.SUMMARY, text_of(strip_spans(cut_spans(spans, end))))

    def add_beside(self, beside: Beside) -> None:
        """Add what a line beside the headline tells."""
        for name, values in beside.items():
            if name is Field.DATE:
                self.days.setdefault(DatePlace.UNDER, values[0])
            elif name is Field.SOURCE:
                self.add_sources((Span(text=", ".join(values)),))
            else:
                self.texts[Field.OTHER if name is Field.CLOSES else name] += values

    def _append(self, name: Field, text: str) -> None:
        self.texts[name] += [text] if text else []


def strip_headline(text: str) -> str:
    """Return a headline without the signs around it."""
    return text.strip(_AROUND_HEADLINE)


# Rows of tables: each cell is the field that its column's head names.


def read_row(filling: Filling, line: Line) -> None:
    """Read a row into an item that is this row."""
    at = 0
    for column, (part, name) in enumerate(zip(line.raw.split(CELL), _settle_fields(line), strict=False)):
        spans = cut_spans(line.spans, at, at + len(part))
        at += len(part) + len(CELL)
        label = line.column_names[column] if column < len(line.column_names) else ""
        if text_of(spans).casefold() in _NOTHING:
            continue
        if name in {Field.INDEX, Field.CONTACT}:
            filling.links += list_links(spans)
        elif name is Field.OTHER and not label:
            filling.add_paragraph(spans)
        elif name is Field.HEADLINE:
            filling.add_headline(spans)
        elif name is Field.TITLE:
            _read_title(filling, spans)
        else:
            more = name is Field.SUMMARY and filling.summary and label
            filling.add_field(Field.OTHER if more else name, spans, label)
    filling.awaits = False
    _settle_title(filling)


def _settle_fields(line: Line) -> tuple[Field, ...]:
    """Return the fields of a row's cells; where none is the text, a view or the longest headline is."""
    fields = list(line.columns or [Field.DATE if is_day(cell) else Field.OTHER for cell in line.cells])
    cells = range(min(len(fields), len(line.cells)))
    heads = [at for at in cells if fields[at] is Field.HEADLINE]
    texts: list[int] = []
    if Field.SUMMARY not in fields and len(heads) > 1:
        texts = [max(heads, key=lambda at: len(line.cells[at]))]
    elif Field.SUMMARY not in fields and Field.COMMENT in fields:
        texts = [at for at, name in enumerate(fields) if name is Field.COMMENT]
    elif Field.SUMMARY not in fields and Field.TITLE in fields:
        told = (at for at in cells if line.cells[at].endswith((".", "。", "!", "?")))
        texts = [at for at in told if fields[at] is Field.OTHER and count_words(line.cells[at]) > _FEW][:1]
    return tuple(Field.SUMMARY if at in texts else name for at, name in enumerate(fields))


def _read_title(filling: Filling, spans: Sequence[Span]) -> None:
    """Read the cell of a document's title, with the text on the lines below it."""
    end = raw_of(spans).find("\n")
    rest = cut_spans(spans, end) if end > 0 else ()
    filling.add_field(Field.TITLE, cut_spans(spans, 0, end) if rest else spans)
    if is_link_only(rest):
        filling.add_sources(rest)
    elif rest:
        filling.add_paragraph(rest)


def _settle_title(filling: Filling) -> None:
    """Take the title for the headline over a summary, else for the summary where there is no headline."""
    title = next(iter(filling.texts[Field.TITLE]), "")
    if filling.summary:
        if title and not filling.headline:
            bare = _TWIN.sub("", title)
            filling.headline.append(title if is_mostly_han(bare) else bare)
    elif title and not filling.headline:
        filling.summary.append(title)
