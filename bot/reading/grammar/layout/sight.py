"""Sight: one piece seen by itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.model.briefing import Section
from bot.model.ids import is_in_capitals
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import (
    find_dated_lead,
    find_first_date,
    find_opening_weekday,
    find_told_date,
    is_dated_by_words,
)
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.table_rows import find_table_head, split_cells
from bot.reading.grammar.lines.headings import (
    OUTLOOK_MARK,
    NumberedText,
    find_number,
    find_section,
    has_leaders,
    is_contents_heading,
    is_contents_line,
    is_furniture_heading,
)
from bot.reading.grammar.lines.imprint import find_role_heading
from bot.reading.grammar.lines.labels import (
    ITEM_LABELS,
    Label,
    LabelKind,
    find_bold_label,
    find_field_line,
    find_issuer_line,
    find_label,
)
from bot.reading.grammar.lines.reports import is_closed
from bot.reading.grammar.lines.title_line import is_title_date, tells_period
from bot.reading.grammar.lines.title_page import list_sentence_dates

# Surroundings: where the walk through a document stands, which tells what a paragraph there is.


@dataclass(kw_only=True, slots=True)
class Surroundings:
    """Where the walk stands: section, topic heading and the date that heads a day's news.

    ``by_paragraph`` tells that each paragraph under the topic heading is a piece of news of its own, ``by_day`` that
    each paragraph of the text is that prints a day or opens with a weekday; ``outlook_text`` is the section's name
    where it is about days to come; ``part_text`` is the highest topic heading where no section is named, of the level
    ``part_level``; ``group_level`` is the level of bullets that head deeper ones, 0 without any, and
    ``section_above`` the section in which such a list stands.
    """

    section: Section | None = None
    heading_text: str | None = None
    date_text: str | None = None
    by_paragraph: bool = False
    by_day: bool = False
    outlook_text: str | None = None
    part_text: str | None = None
    part_level: int = 0
    group_level: int = 0
    section_above: Section | None = None

    def __post_init__(self) -> None:
        self.section_above = self.section
        self.name_topic(self.heading_text)

    def enter_group(self, name: str, level: int) -> bool:
        """Go under a bullet that heads deeper ones; whether its words name a section, which then holds for these."""
        named = find_section(name)
        self.group_level, self.section = level, named or self.section_above
        self.name_topic(None if named else name)
        return named is not None

    def name_topic(self, heading_text: str | None, *, level: int = 0) -> None:
        """Set the topic heading; in a section about days to come the section's name stands before it."""
        if heading_text and self.section is None and (self.part_text is None or level <= self.part_level):
            self.part_text, self.part_level = heading_text, level
        parts = [part for part in (self.outlook_text, heading_text) if part]
        self.heading_text = OUTLOOK_MARK.join(parts) or None

    def tells_own_day(self, text: str) -> bool:
        """Whether a paragraph here starts a piece of news by telling a day of its own."""
        if self.by_day and find_opening_weekday(text):
            return True
        if self.outlook_text or self.by_day:
            return find_first_date(text) is not None
        return self.by_paragraph and find_told_date(text) is not None

    @property
    def is_news(self) -> bool:
        """Whether an undated paragraph here is a piece of news."""
        return self.section is not None or self.heading_text is not None or self.date_text is not None


HEADLINE_LENGTH = 200
"""Characters of the longest line that may be a headline."""
_SENTENCE_ENDS = (".", "。", ";", "；", ":", "：")
_BRACKETS = ("）", ")")
_BEHIND_SENTENCE = "。（"
"""Opens a source or a day behind a sentence in Chinese."""
_LABEL_CELLS = 2
_MIN_REPEATS = 2
_MIN_LISTED = 3
_MOST_ABOVE = 4
_PROSE_WORDS = 12
_BARE_NUMBER = re.compile(r"\s*\d{1,2}\s+[^\W\d_“\"‘]")
_NO_COLON = frozenset({LabelKind.SUMMARY, LabelKind.COMMENT, LabelKind.ISSUER})
_LABEL_SIGN = re.compile(r"\s*[–—-]\s+(?=\S)")
"""Parts a label in bold from its value ("**Status** – in force")."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sight:
    """What a piece is by itself: its label, number and section, and whether it is set or dated like news."""

    label: Label | None
    number: NumberedText | None
    section: Section | None
    headline_like: bool
    dated: bool
    structural: bool


def see(piece: Piece) -> Sight:
    """Return what a piece is by itself."""
    raw, text = piece.raw, piece.text
    short = len(text) <= HEADLINE_LENGTH
    set_off = piece.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}
    section = find_section(text) if set_off and short else None
    label = _find_label(piece)
    if label is not None and section is not None and piece.is_heading:
        label = None
    if label is not None:
        section = None
    headed = piece.is_heading or piece.is_bold
    numbered = find_number(raw) if short and label is None and piece.kind is not BlockKind.TABLE_ROW else None
    set_off = set_off or (numbered is not None and piece.kind is BlockKind.LIST_ITEM)
    headed = headed or (numbered is not None and piece.cut(numbered.end).is_bold)
    closed = piece.credit is not None or text.endswith(_SENTENCE_ENDS)
    closed = closed or (text.endswith(_BRACKETS) and _BEHIND_SENTENCE in text)
    headline_like = short and set_off and (headed or not closed) and label is None
    role = find_role_heading(raw) if set_off and short else None
    return Sight(
        label=label,
        number=numbered,
        section=section,
        headline_like=headline_like,
        dated=piece.credit is not None or find_dated_lead(piece) is not None or is_dated_by_words(piece),
        structural=section is not None
        or (role is not None and (headed or is_in_capitals(text)))
        or (short and set_off and (is_contents_heading(text) or (headed and is_furniture_heading(text))))
        or has_leaders(text),
    )


def see_all(pieces: tuple[Piece, ...]) -> tuple[Sight, ...]:
    """Return what each piece is by itself; a link behind news is its source whatever it says ("公司公告").

    So it is where other links stand behind news that no section is called like.
    """
    sights = tuple(map(see, pieces))
    behind = [at for at in range(1, len(pieces)) if _is_link(pieces[at]) and pieces[at - 1].kind is BlockKind.PARAGRAPH]
    behind = [at for at in behind if is_closed(pieces[at - 1].text)]
    sources = sum(sights[at].section is None for at in behind)
    named = {at for at in behind if sights[at].section is not None} if sources * 2 > len(behind) else set()
    return tuple(
        replace(sight, section=None, structural=False) if at in named else sight for at, sight in enumerate(sights)
    )


def _is_link(piece: Piece) -> bool:
    plain = piece.kind is BlockKind.PARAGRAPH and not piece.is_bold and len(piece.spans) == 1
    return plain and (piece.spans[0].link or "").startswith("http")


def _find_label(piece: Piece) -> Label | None:
    raw = piece.raw
    if piece.kind is BlockKind.PARAGRAPH and (find_field_line(piece.text) or tells_period(piece.text)):
        return None
    label = find_label(raw)
    if piece.kind is BlockKind.TABLE_ROW and (len(split_cells(piece)) != _LABEL_CELLS or find_table_head(piece)):
        return None
    if label is not None:
        alone = not label.colon and not raw[label.end :].strip()
        if not alone or piece.is_heading or piece.is_bold or label.kind in _NO_COLON:
            return label
        return None
    issuer = find_issuer_line(raw) if piece.kind is BlockKind.PARAGRAPH else None
    if issuer is not None:
        return issuer
    bold = ""
    for span in piece.spans:
        if not span.bold:
            break
        bold += span.text
    kind = find_bold_label(bold) if bold else None
    sign = _LABEL_SIGN.match(raw, len(bold)) if kind else None
    return Label(kind=kind, end=sign.end() if sign else len(bold), colon=False) if kind else None


def drop_lone_numbers(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights of headlines without numbers that no sign sets off and that count from none ("24 points")."""
    bare = {
        i: sight.number.number
        for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True))
        if sight.number is not None and (piece.is_heading or piece.is_bold) and _BARE_NUMBER.match(piece.raw)
    }
    counted = {0, *bare.values()}
    lone = {i for i, number in bare.items() if number - 1 not in counted}
    return tuple(replace(sight, number=None) if i in lone else sight for i, sight in enumerate(sights))


def drop_level_labels(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights without the label of a summary that is the only one of its level, or over deeper headings.

    A section over the only title is none. Nor is what opens the document the label of a view, though the name of the
    issue may read like one (产业快评).
    """
    sights = _drop_badge(pieces, sights)
    headings = [(p.level, s.label) for p, s in zip(pieces, sights, strict=True) if p.is_heading]
    plain = Counter(level for level, label in headings if label is None)
    labelled = Counter(level for level, label in headings if label is not None)
    return tuple(
        replace(sight, label=None, headline_like=True)
        if piece.is_heading
        and sight.label is not None
        and (
            (at == 0 and sight.label.kind is LabelKind.COMMENT and not sight.label.colon)
            or (
                sight.label.kind is LabelKind.SUMMARY
                and labelled[piece.level] == 1
                and (plain[piece.level] >= _MIN_REPEATS or _heads_deeper(pieces, at))
            )
        )
        else sight
        for at, (piece, sight) in enumerate(zip(pieces, sights, strict=True))
    )


def _drop_badge(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights without a section that stands over the only title: it says where in a site the page is."""
    titles = [at for at, piece in enumerate(pieces) if piece.is_heading and piece.level == 1]
    at = titles[0] - 1 if len(titles) == 1 else -1
    if not 0 <= at < _MOST_ABOVE or pieces[at].is_heading or sights[at].section is None:
        return sights
    return (*sights[:at], replace(sights[at], section=None, structural=False), *sights[at + 1 :])


def _heads_deeper(pieces: tuple[Piece, ...], at: int) -> bool:
    """Whether the next piece is a heading set deeper: what stands over headlines is no label of one."""
    below = pieces[at + 1 : at + 2]
    return bool(below) and below[0].is_heading and below[0].level > pieces[at].level


def drop_summary_of_issue(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights without the one label of an issue, where it sums this up before its first section or list.

    One of several is none where it lists the sections below it. Nor is it a label over the day or the period of the
    issue ("In Brief" over "May in ropes, 1-31 May 2024").
    """
    labelled = [i for i, sight in enumerate(sights[:-1]) if sight.label is not None and sight.label.kind in ITEM_LABELS]
    first = labelled[0] if labelled else 0
    ahead = bool(labelled) and is_contents_line(pieces[first].text) and not any(s.section for s in sights[:first])
    at = first if ahead or len(labelled) == 1 else len(sights)
    below = sights[at + 1 : at + 2]
    listed = tuple(takewhile(lambda piece: piece.kind is BlockKind.LIST_ITEM, pieces[at + 1 :]))
    told = len(listed) >= _MIN_LISTED and all(len(piece.text.split()) >= _PROSE_WORDS for piece in listed[:-1])
    label = sights[at].label if below else None
    if label is None or label.kind is not LabelKind.SUMMARY:
        return sights
    value = pieces[at].raw[label.end :].strip()
    dated = not value and (is_title_date(pieces[at + 1].text) or bool(list_sentence_dates(pieces[at + 1].text)))
    sums_up = value and (below[0].section is not None or told)
    return (*sights[:at], replace(sights[at], label=None), *sights[at + 1 :]) if dated or sums_up else sights
