"""The item under construction: the walker adds wording to it, and it becomes ItemParts once it is complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.briefing import Link, Section
from bot.model.ids import fold
from bot.reading.document import Block, BlockKind, ItemParts, Span
from bot.reading.grammar.layout.cited_sources import (
    CitedText,
    is_generic_label,
    list_addresses,
    list_cited,
    plain_links,
    split_cited_sources,
    text_of,
    without_link_words,
)
from bot.reading.grammar.layout.day_lines import find_cited_day, find_day_line
from bot.reading.grammar.layout.document_lines import join_titles, names_document, part_tongues
from bot.reading.grammar.layout.lead_ins import (
    find_closing_date,
    find_dated_tail,
    find_told_date,
    is_date_line,
    opens_with_day,
)
from bot.reading.grammar.layout.pieces import Piece, is_mostly_han, list_links
from bot.reading.grammar.lines.labels import LabelKind
from bot.reading.grammar.lines.printed_days import is_bare_day

_LAST_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])(?=.)")
_LIST_OF_DAYS = re.compile(
    r"\b(?:time ?lines?|chronolog(?:y|ies)|milestones|(?:key|important) dates|schedules?|time ?tables?|calendar|history"
    r"|next steps|road ?map)\b|时间[表线轴]|大事记|日程|进程",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    rf"\b(?:following|follows|below|these (?:steps|dates|events|days|rulings))\b|如下|以下|{_LIST_OF_DAYS.pattern}",
    re.IGNORECASE,
)
"""Words of a last sentence that announce a list of days."""

_TERM_SIGNS = "▷▹▶►◇◆○●▪■• "
_NAMED_IN_BRACKETS = re.compile(r"^\s*【(?P<name>[^【】\n]{2,10})】[\s:：]*")
_CLAUSE = 300
_DAY_AHEAD = re.compile(
    r"\b(?:will|would|until|till|before|due|by|starts?|ends?|closes?|opens?)\b[^.;]*\b\w+day\s?\([^()]*\)\W*\Z",
    re.IGNORECASE,
)
"""Ends in a weekday to come with its date in brackets, which does not date the item as one in brackets else does."""
_COUNTS = re.compile(r"\d|号")
_SOURCED = re.compile(r"[(（\[]\s*(?:sources?|来源)\s*[:：][^()（）]{2,160}[)）\]]\W*\Z", re.IGNORECASE)
"""Ends with the news' sources, though a view stands before them."""
"""What every document number has, and nothing that stands there for want of one ("无", "—")."""
_LATIN = re.compile(r"[A-Za-z]")
_CODE = re.compile(r"[A-Z]{1,5}[-–/ ]?\d{1,4}|#?\d{1,4}")
"""What a house counts its records with ("DP-01")."""
_YEARS_COUNT = re.compile(r"(?:19|20)\d\d\s*年第\s*\d{1,4}\s*号")
_OPENING = frozenset("(（[【")
_CLOSING = frozenset(")）]】")
_ON_WEEKDAY = re.compile(r"\b(?:on|last) (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b(?!,? \d)")
_SOURCE_WORD = re.compile(r"\A(?:sources?|via|来源)\s*[:：]\s*", re.IGNORECASE)
_LABEL_ENDS = " \t\n:：*_|.-–—"


class Form(StrEnum):
    """How an item is set: with labels or a headline of its own, or as one bullet, paragraph or row among others."""

    STORY = "story"
    BRIEF = "brief"


@dataclass(kw_only=True, slots=True)
class ItemDraft:
    """What has been read of one item so far; ``slot`` is the label under which the next words fall."""

    section: Section
    form: Form
    number: int | None = None
    headline: str | None = None
    headline_level: int = 0
    summary: list[str] = field(default_factory=list)
    lead: str | None = None
    points: list[str] = field(default_factory=list)
    comment: list[str] = field(default_factory=list)
    article: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    awaits_term: bool = False
    worded_labels: set[str] = field(default_factory=set)
    first_words: str | None = None
    issuers: list[str] = field(default_factory=list)
    date_text: str | None = None
    heading_text: str | None = None
    part_text: str | None = None
    links: list[Link] = field(default_factory=list)
    source_labels: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    slot: str = "summary"
    labels: set[str] = field(default_factory=set)
    list_level: int = 0
    closed: bool = False
    by_document: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether the labels that end an item have been read, with what stands under the last."""
        told = self.summary or self.points or self.comment or self.article
        return bool(told) and bool(self.labels & {"issuer", "date"}) and not self.awaits_value

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return any(block.kind is BlockKind.TABLE_ROW for block in self.blocks)

    @property
    def awaits_value(self) -> bool:
        """Whether the last label read is that of the issuers or the date, with nothing under it yet."""
        return (self.slot == "issuer" and not self.issuers) or (self.slot == "date" and self.date_text is None)

    @property
    def introduces(self) -> bool:
        """Whether a paragraph item ends in words that a list must follow, or already has its list."""
        return bool(self.points) or (bool(self.summary) and self.summary[-1].endswith((":", "：")))

    @property
    def expects_list(self) -> bool:
        """Whether a list that follows is the item's: its words announce one, it has one, or it has no words yet."""
        if self.points or not (self.summary or self.comment):
            return True
        last = (*self.summary, *self.comment)[-1]
        announced = last.rstrip().endswith((":", "：")) or _ANNOUNCED.search(_LAST_SENTENCE.split(last.strip())[-1])
        return bool(announced) or _LIST_OF_DAYS.search(self.headline or "") is not None

    def add_label(self, kind: LabelKind, words: str) -> None:
        """Note a label: the next words fall under it."""
        self.slot = kind.value
        self.awaits_term = False
        self.labels.add(kind.value)
        self.first_words = self.first_words or _fold_label(words)
        self.worded_labels.add(_fold_label(words))

    def add_topic(self, words: str) -> None:
        """Add what a line beside the headline, or its tag, says that it is about."""
        self.heading_text = f"{self.heading_text} | {words}" if self.heading_text else words

    def has_label(self, words: str) -> bool:
        """Whether the item has a label in the same words."""
        return _fold_label(words) in self.worded_labels

    def opened_with(self, words: str) -> bool:
        """Whether the item has no headline and its first label is in the same words, as that of each record is."""
        return not self.headline and self.first_words == _fold_label(words)

    def add_block(self, block: Block) -> None:
        """Count a block as one of the item's."""
        if not self.blocks or self.blocks[-1] is not block:
            self.blocks.append(block)

    def add_summary(self, spans: Sequence[Span], *, cited: bool) -> None:
        """Add a paragraph to the summary; with ``cited`` the sources at its end are taken out of it."""
        rest = self._take_sources(spans) if cited else tuple(spans)
        if not cited:
            self.links.extend(list_links(spans))
        text = text_of(rest)
        if text:
            self.summary.append(text)

    def add_point(self, spans: Sequence[Span], *, cited: bool) -> None:
        """Add a bullet under the summary."""
        if not self.points and self.summary:
            self.lead = self.summary[-1]
        rest = self._take_sources(spans) if cited else tuple(spans)
        if not cited:
            self.links.extend(list_links(spans))
        text = text_of(rest)
        if text:
            self.points.append(text)

    def add_comment(self, spans: Sequence[Span]) -> None:
        """Add a paragraph to the publisher's comment; a link that says only that leaves no words."""
        if _SOURCED.search(text_of(spans)[-_CLAUSE:]):
            cited = split_cited_sources(spans)
            spans = cited.spans
            self.links.extend(cited.links)
            self.source_labels.extend(cited.labels)
        self.links.extend(list_links(spans))
        leads_on = len(spans) > 1 and spans[-1].link is not None and is_generic_label(spans[-1].text)
        if text := text_of(spans[:-1] if leads_on else spans):
            self.comment.append(text)

    def add_term(self, spans: Sequence[Span], *, has_value: bool = True) -> None:
        """Add a labelled line that no other part holds ("Effective date: ..."), its label kept, after the summary.

        Without a value on it the next line's is awaited.
        """
        self.links.extend(list_links(spans))
        if text := _NAMED_IN_BRACKETS.sub(r"\g<name>：", text_of(spans).lstrip(_TERM_SIGNS), count=1):
            self.terms.append(text)
            self.awaits_term = not has_value

    def fill_term(self, piece: Piece) -> bool:
        """Join a piece to the term that awaits its value; False where none does."""
        if not self.awaits_term:
            return False
        self.awaits_term = False
        self.links.extend(list_links(piece.spans))
        label = self.terms[-1].rstrip(" :：|")
        self.terms[-1] = f"{label}{': ' if label.isascii() else '：'}{text_of(piece.spans)}"
        self.add_block(piece.source)
        return True

    def add_article(self, spans: Sequence[Span]) -> None:
        """Add words to the article's title; a link that says only that, or an address, leaves no words."""
        links = list_links(spans) or plain_links(spans)
        known = {link.url for link in links}
        self.links.extend((*links, *(link for link in list_addresses(spans) if link.url not in known)))
        text = without_link_words(spans)
        if text:
            self.article.append(text)

    def take_twin(self, headline: str) -> str:
        """Take a document's Chinese title that stands beside its English one in a headline, and give the latter."""
        twins = part_tongues(headline)
        if twins is None or not names_document(twins[1]):
            return headline
        self.article.append(f"{twins[0]} ({twins[1]})")
        return twins[0]

    def add_issuer(self, spans: Sequence[Span]) -> None:
        """Add words to the issuing bodies."""
        self.links.extend(list_links(spans))
        if text := text_of(spans):
            self.issuers.append(text)

    def add_sources(self, spans: Sequence[Span]) -> None:
        """Add a list of sources."""
        cited = list_cited(spans)
        self.links.extend(cited)
        self.source_labels.extend(link.label for link in cited)
        self.closed = True

    def holds(self, heading: Piece) -> bool:
        """Whether a heading stands inside the story, set no higher than its headline."""
        level = self.headline_level or heading.level + bool(self.headline)
        inside = self.form is Form.STORY and not self.is_complete
        return inside and not (heading.is_heading and heading.level < level)

    def date_by_sources(self) -> None:
        """Take a day that stands alone among the sources for the item's, where it has none."""
        dates = [label for label in self.source_labels if is_date_line(label) or is_bare_day(label)]
        if dates:
            self.date_text = self.date_text or dates[0]
            self.source_labels = [label for label in self.source_labels if label not in dates]
            self.links = [link for link in self.links if link.label not in dates or link.url is not None]

    def take_day_behind(self) -> None:
        """Take the day that closes what is told, with few words in brackets or on a line of its own, for the item's."""
        self.date_by_sources()
        told = self.points or self.summary
        if not told:
            return
        last = _SOURCE_WORD.sub("", told[-1].strip(" ()（）[]*_"))
        needs_year = told[-1][:1] not in _OPENING
        alone = find_day_line(last, needs_year=needs_year) if len(self.points) + len(self.summary) > 1 else None
        alone = None if alone and needs_year and not alone.sources else alone  # perhaps that of what follows
        cited = None if alone else find_cited_day(told[-1])
        tail = None if alone or cited or told[-1].rstrip(" .。")[-1:] not in _CLOSING else find_dated_tail(told[-1])
        credit = alone or (cited[1] if cited else None)
        day = credit.date_text if credit else tail.date_text if tail else None
        if day is None or (self.date_text or self._find_told_date() or day) != day:
            return
        if alone:
            told.pop()
        else:
            told[-1] = told[-1][: cited[0] if cited else tail.end if tail else None].rstrip()
        self.source_labels.extend(credit.sources if credit else ())
        if alone and not needs_year:  # in brackets, where only a source stands beside a day
            self.links.extend(Link(label=source, url=None) for source in alone.sources)
        self.date_text = day

    def find_day_of_source(self) -> str | None:
        """Return the day that stands behind a source's name ("MIIT, 5 March"), or None."""
        tails = (find_closing_date(label) for label in self.source_labels)
        return next((tail.date_text for tail in tails if tail), None)

    def _take_sources(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        cited = split_cited_sources(spans)
        end = text_of(spans)[-_CLAUSE:]
        is_ahead = "day" in end.lower() and _DAY_AHEAD.search(end)
        opens = self.form is Form.BRIEF and not self.summary and not is_ahead
        if not opens and cited.labels and all(link.url is None and is_date_line(link.label) for link in cited.links):
            cited = CitedText(spans=tuple(spans), labels=(), links=())
        self.links.extend(list_links(cited.spans))
        self.links.extend(cited.links)
        self.source_labels.extend(cited.labels)
        self.closed = self.closed or bool(cited.labels)
        return cited.spans

    def _find_told_date(self) -> str | None:
        """Return the day on which the item's own words say that it happened, where nothing else dates it."""
        by_weekday = any(_ON_WEEKDAY.search(text) for text in self.summary[:1])
        told = (find_told_date(text) for text in (*self.summary[:1], *(() if by_weekday else self.points[:1])))
        opened = (find_told_date(text) for text in self.summary[1:2] if self.headline and self._goes_on(text))
        return next(filter(None, (*told, *opened)), None)

    def _goes_on(self, text: str) -> bool:
        """Whether a second paragraph dates the item: it opens with the day, or tells the first in another language."""
        return opens_with_day(text) or is_mostly_han(text) is not is_mostly_han(self.summary[0])

    def to_parts(self, order: int) -> ItemParts:
        """Return the finished item, the first of its section; ``order`` tells where it comes in the document."""
        article = join_titles(self.article)
        added = [
            number
            for number in (self.numbers if article else map(_name_series, self.numbers))
            if number not in article and _COUNTS.search(number) and not _CODE.fullmatch(number)
        ]
        for number in added:
            sign = ", " if article and (number.isascii() or _LATIN.match(number)) else " "
            article = f"{article}{sign}{number}".strip()
        pages = [page for b in self.blocks if b.page is not None for page in (b.page, b.last_page or b.page)]
        lines = [line for b in self.blocks if b.line is not None for line in (b.line, b.last_line or b.line)]
        date_text = self.date_text or self._find_told_date() or self.find_day_of_source()
        return ItemParts(
            section=self.section,
            position=1,
            order=order,
            headline=self.headline,
            summary=(*self.summary, *self.terms),
            lead=self.lead,
            points=tuple(self.points),
            comment=tuple(self.comment),
            article_text=article or None,
            issuer_text=", ".join(part.rstrip(" ,;") for part in self.issuers) or None,
            date_text=date_text,
            by_document=self.by_document and date_text is None,
            heading_text=self.heading_text,
            part_text=self.part_text or None,
            links=tuple(self.links),
            source_labels=tuple(self.source_labels),
            pages=(min(pages), max(pages)) if pages else None,
            lines=(min(lines), max(lines)) if lines else None,
        )


def _name_series(number: str) -> str:
    """Return a number that is a year's count alone as the announcement's that it is ("2025年第9号")."""
    return f"公告{number}" if _YEARS_COUNT.fullmatch(number) else number


def draft_brief(piece: Piece, *, section: Section, heading_text: str | None) -> ItemDraft:
    """Return the draft of an item that is one bullet, paragraph or row among others."""
    draft = ItemDraft(section=section, form=Form.BRIEF, heading_text=heading_text)
    draft.list_level = piece.level if piece.kind is BlockKind.LIST_ITEM else 0
    return draft


def _fold_label(words: str) -> str:
    return fold(words).strip(_LABEL_ENDS)
