"""Outlook: what each piece is by itself, and what comes after it, worked out once from the end to the start."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import pairwise, takewhile

from bot.reading.document import BlockKind
from bot.reading.grammar.layout.credits import find_kicker
from bot.reading.grammar.layout.day_lines import find_day_line
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_first_date,
    find_opening_weekday,
    find_tag_end,
    is_date_line,
)
from bot.reading.grammar.layout.own_labels import (
    Heads,
    as_value,
    drop_repeated_sections,
    find_listed_fields,
    find_lone_labels,
    find_own_labels,
)
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.plain_heads import (
    as_headline,
    as_topic,
    find_counted_heads,
    find_headline_levels,
    find_plain_heads,
    find_topic_lines,
)
from bot.reading.grammar.layout.sections import find_group_heads, name_siblings, name_told_sections
from bot.reading.grammar.layout.sight import (
    HEADLINE_LENGTH,
    Sight,
    drop_level_labels,
    drop_lone_numbers,
    drop_summary_of_issue,
    see_all,
)
from bot.reading.grammar.lines.furniture import is_imprint
from bot.reading.grammar.lines.headings import find_section, fold_heading, has_leaders, is_contents_heading
from bot.reading.grammar.lines.imprint import is_contact_line
from bot.reading.grammar.lines.labels import ITEM_LABELS, LabelKind, find_field_line, is_editors_note
from bot.reading.grammar.lines.reports import count_words, is_prose, is_report, tells_own_act

_MIN_REPEATS = 2
_NOTES = re.compile(r"\W*(?:end ?)?notes?\W*", re.IGNORECASE)
_MIN_HEADS = 3
_PROSE_WORDS = 12
_TITLE_HEADINGS = 2
_MIN_DAYS = 3
_TOPIC_WORDS = 4


class Follow(StrEnum):
    """What stands after a heading."""

    LABEL = "label"
    LIST = "list"
    TABLE = "table"
    HEADING = "heading"
    DATED = "dated"
    BOLD_LEAD = "bold_lead"
    PROSE = "prose"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """All pieces seen by themselves, and the look ahead from each of them."""

    pieces: tuple[Piece, ...]
    sights: tuple[Sight, ...]
    topic_lines: frozenset[int] = frozenset()
    plain_heads: frozenset[int] = frozenset()

    @cached_property
    def has_summary_labels(self) -> bool:
        """Whether any item introduces its summary with a label."""
        return any(s.label is not None and s.label.kind is LabelKind.SUMMARY for s in self.sights)

    @cached_property
    def labels_at(self) -> tuple[int | None, ...]:
        """For each piece where the first label after it stands, before the next numbered headline or section."""
        ahead: list[int | None] = []
        current: int | None = None
        for i, sight in reversed(list(enumerate(self.sights))):
            ahead.append(current)
            if sight.label is not None:
                current = i
            elif sight.structural or (sight.number is not None and sight.headline_like):
                current = None
        return tuple(reversed(ahead))

    @cached_property
    def label_before_heading(self) -> tuple[bool, ...]:
        """For each piece whether a label comes after it before any other heading."""
        ahead: list[bool] = []
        current = False
        for piece, sight in zip(reversed(self.pieces), reversed(self.sights), strict=True):
            ahead.append(current)
            if sight.label is not None and not is_editors_note(piece.raw):
                current = True
            elif sight.structural or piece.is_heading or (sight.number is not None and sight.headline_like):
                current = False
            else:
                current = current and not (piece.is_bold and sight.headline_like and not sight.dated)
        return tuple(reversed(ahead))

    @cached_property
    def story_levels(self) -> frozenset[int]:
        """The levels of the plain headings over items that have a label of theirs before any other heading."""
        return frozenset(
            piece.level
            for i, (piece, sight) in enumerate(zip(self.pieces, self.sights, strict=True))
            if piece.is_heading and not sight.structural and self.label_before_heading[i]
            if self.label_ahead(i) in ITEM_LABELS
        )

    @cached_property
    def labelled_levels(self) -> frozenset[int]:
        """The levels of which two plain headings stand right over labels of one kind."""
        over = Counter(
            (piece.level, kind)
            for i, (piece, sight) in enumerate(zip(self.pieces, self.sights, strict=True))
            if piece.is_heading and not sight.structural and sight.label is None and (kind := self.next_label(i))
        )
        return frozenset(level for (level, _), times in over.items() if times >= _MIN_REPEATS)

    @cached_property
    def listed_ahead(self) -> frozenset[int]:
        """The bullets of lists whose entries mostly come again below as headings or bold lines, from two on."""
        found: list[int] = []
        region: list[int] = []
        for i, piece in enumerate((*self.pieces, None)):
            if piece is not None and piece.kind is BlockKind.LIST_ITEM:
                region.append(i)
            elif region:
                again = [at for at in region if self.last_headed.get(fold_heading(self.pieces[at].text), at) > at]
                found.extend(again if len(again) >= _MIN_REPEATS and len(again) * 2 > len(region) else ())
                region = []
        return frozenset(found)

    @cached_property
    def listed_fields(self) -> frozenset[int]:
        """The bullets of lists that are fields of an item."""
        return find_listed_fields(self.pieces, self.sights)

    @cached_property
    def last_headed(self) -> dict[str, int]:
        """The index of the last piece set as a heading or bold line with each folded text."""
        return {
            fold_heading(piece.text): i
            for i, piece in enumerate(self.pieces)
            if (piece.is_heading or piece.is_bold) and piece.kind is not BlockKind.LIST_ITEM
        }

    @cached_property
    def dated_levels(self) -> frozenset[int]:
        """The levels of which two headings stand right over lines of a day."""
        over = Counter(
            piece.level
            for piece, after in pairwise(self.pieces)
            if piece.is_heading and after.kind is BlockKind.PARAGRAPH and find_day_line(after.text)
        )
        return frozenset(level for level, times in over.items() if times >= _MIN_REPEATS)

    @cached_property
    def last_news(self) -> int:
        """The index of the last piece that can only be news: a section, label or dated piece; -1 for none."""
        return max(
            (
                i
                for i, sight in enumerate(self.sights)
                if sight.label is not None
                or sight.section is not None
                or (sight.dated and not is_date_line(self.pieces[i].text))
                or self.pieces[i].kind is BlockKind.TABLE_ROW
            ),
            default=-1,
        )

    @cached_property
    def last_report(self) -> int:
        """The index of the last paragraph that reports something, and not of the publication; -1 for none."""
        told = (i for i in reversed(range(len(self.pieces))) if is_prose(self.pieces[i].text))
        texts = ((i, self.pieces[i].text) for i in told)
        return next((i for i, text in texts if tells_own_act(text) and not is_imprint(text)), -1)

    @cached_property
    def closing_view(self) -> int:
        """The index of the only label of the publisher's view where no news comes after it; -1 for none."""
        views = [
            i
            for i, sight in enumerate(self.sights)
            if sight.label is not None and sight.label.kind is LabelKind.COMMENT
        ]
        return self.last_news if views == [self.last_news] else -1

    @cached_property
    def last_seen(self) -> dict[str, int]:
        """The index of the last piece with each folded heading."""
        return {fold_heading(piece.text): i for i, piece in enumerate(self.pieces) if len(piece.raw) <= HEADLINE_LENGTH}

    @cached_property
    def contents(self) -> int:
        """The index of the contents' heading, or of the first line with leaders; -1 for none."""
        found = (i for i, p in enumerate(self.pieces) if len(p.raw) <= HEADLINE_LENGTH and is_contents_heading(p.text))
        return next(found, next((i for i, p in enumerate(self.pieces) if has_leaders(p.text)), -1))

    @cached_property
    def headings_at(self) -> Counter[int]:
        """How many plain headings each level has."""
        return Counter(
            p.level for p, s in zip(self.pieces, self.sights, strict=True) if p.is_heading and not s.structural
        )

    @cached_property
    def repeated_levels(self) -> frozenset[int]:
        """The levels of three plain headings or more."""
        return frozenset(level for level, times in self.headings_at.items() if times >= _MIN_HEADS)

    @cached_property
    def headings_at_all(self) -> Counter[int]:
        """How many headings each level has, those of sections and the contents too."""
        return Counter(p.level for p in self.pieces if p.is_heading)

    @cached_property
    def headline_levels(self) -> frozenset[int]:
        """The levels whose headings are mostly too long for topics."""
        return find_headline_levels(self.pieces, self.sights)

    @cached_property
    def counted_heads(self) -> frozenset[int]:
        """The indices of headings whose numbers count up from 1 at one level."""
        return find_counted_heads(self.pieces, self.sights)

    @cached_property
    def bold_heads(self) -> frozenset[int]:
        """The indices of bold lines that each stand right over a paragraph of prose, where three do or more."""
        found = [
            i
            for i, (piece, after) in enumerate(pairwise(self.pieces))
            if piece.is_bold and piece.kind is after.kind is BlockKind.PARAGRAPH and self.sights[i].headline_like
            if not self.sights[i].structural and not after.is_bold and is_prose(after.text)
        ]
        return frozenset(found if len(found) >= _MIN_HEADS else ())

    @cached_property
    def bold_headlines(self) -> frozenset[int]:
        """The bold heads where most of them are too long for topics, so that a short one is a headline too."""
        long = sum(count_words(self.pieces[i].text) > _TOPIC_WORDS for i in self.bold_heads)
        return self.bold_heads if long * 2 > len(self.bold_heads) else frozenset()

    @cached_property
    def label_level(self) -> int:
        """The highest level of headings that are labels; 0 without any."""
        return min(
            (p.level for p, s in zip(self.pieces, self.sights, strict=True) if p.is_heading and s.label is not None),
            default=0,
        )

    @cached_property
    def tells_by_day(self) -> bool:
        """Whether the text is prose without headings, lists or labels, most paragraphs of which tell a day."""
        listed = any(p.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} for p in self.pieces)
        labelled = any(s.label is not None or s.section is not None for s in self.sights)
        headed = sum(p.is_heading or p.is_bold for p in self.pieces) > _TITLE_HEADINGS
        if listed or labelled or headed:
            return False
        told = [
            piece.text
            for piece in self.pieces
            if piece.kind is BlockKind.PARAGRAPH and len(piece.text.split()) >= _PROSE_WORDS
        ]
        days = {day for text in told if (day := find_first_date(text) or find_opening_weekday(text))}
        return len(days) >= _MIN_DAYS and len(days) * 2 > len(told)

    @cached_property
    def date_headings(self) -> int:
        """How many pieces are a date alone, set like headings."""
        return sum(is_date_line(p.text) and (p.is_heading or p.is_bold) for p in self.pieces)

    def label_ahead(self, index: int) -> LabelKind | None:
        """Return the first label after a piece, before the next numbered headline or section; else None."""
        at = self.labels_at[index]
        label = self.sights[at].label if at is not None else None
        return label.kind if label else None

    def next_label(self, index: int) -> LabelKind | None:
        """Return the label of the very next piece, or None."""
        label = self.sights[index + 1].label if index + 1 < len(self.sights) else None
        return label.kind if label else None

    def heads_contacts(self, index: int) -> bool:
        """Whether a piece after the last news stands right over a line on how to reach the publisher ("Contributors").

        "Notes" there head what is no report.
        """
        below = self.pieces[index + 1 : index + 2] if index > max(self.last_news, 0) else ()
        notes = _NOTES.fullmatch(self.pieces[index].text) is not None
        told = [piece.text for piece in below if not is_date_line(piece.text)]
        return any(is_contact_line(text) or (notes and not is_report(text)) for text in told)

    def follow(self, index: int) -> Follow:
        """Say what the next piece is."""
        if index + 1 >= len(self.pieces):
            return Follow.END
        piece, sight = self.pieces[index + 1], self.sights[index + 1]
        if sight.label is not None:
            return Follow.LABEL
        if piece.kind is BlockKind.LIST_ITEM:
            return Follow.LIST
        if piece.kind is BlockKind.TABLE_ROW:
            return Follow.TABLE
        if piece.is_heading or sight.structural or (piece.is_bold and sight.headline_like and not sight.dated):
            return Follow.HEADING
        if is_date_line(piece.text) or find_kicker(piece.text) or find_field_line(piece.text):
            return Follow.PROSE
        if sight.dated:
            return Follow.DATED
        return Follow.BOLD_LEAD if find_bold_lead(piece) or find_tag_end(piece.raw) else Follow.PROSE


def look_over(pieces: tuple[Piece, ...], *, heads: frozenset[int] = frozenset()) -> Outlook:
    """See each piece by itself; ``heads`` are no titles, since they were found to be headlines by what repeats."""
    plain = find_plain_heads(pieces)
    pieces = tuple(as_headline(piece) if i in plain else piece for i, piece in enumerate(pieces))
    heads |= plain
    sights = drop_repeated_sections(pieces, drop_lone_numbers(pieces, see_all(pieces)))
    pieces, sights = _name_lone_labels(pieces, sights)
    sights = drop_summary_of_issue(pieces, _name_sections(pieces, drop_level_labels(pieces, sights)))
    sights = name_siblings(pieces, sights)
    topics = find_topic_lines(pieces, sights)
    groups = find_group_heads(pieces, sights) - {at for at in heads if sights[at].number is not None}
    above = [
        piece.level for i, piece in enumerate(pieces) if piece.is_heading and i not in topics and sights[i].section
    ]
    pieces = tuple(
        as_topic(piece, above=max(above, default=0)) if i in topics else piece for i, piece in enumerate(pieces)
    )
    sights = name_told_sections(pieces, sights)
    labels = find_own_labels(pieces, sights)
    if labels:
        sights = tuple(
            replace(sight, label=labels[i], number=None, headline_like=False, section=None, structural=False)
            if i in labels
            else sight
            for i, sight in enumerate(sights)
        )
    return Outlook(pieces=pieces, sights=sights, topic_lines=topics | groups, plain_heads=heads)


def _name_lone_labels(
    pieces: tuple[Piece, ...], sights: tuple[Sight, ...]
) -> tuple[tuple[Piece, ...], tuple[Sight, ...]]:
    """Return pieces and sights with words alone as the labels, and what stands under labels as the values, they are."""
    heads = Heads(
        numbered=frozenset(i for i, s in enumerate(sights) if s.number is not None and s.headline_like),
        structural=frozenset(i for i, s in enumerate(sights) if s.structural),
    )
    labels = {i: sight.label for i, sight in enumerate(sights) if sight.label is not None}
    found, values = find_lone_labels(pieces, labels, heads)
    kept = tuple(as_value(piece) if i in values else piece for i, piece in enumerate(pieces))
    return kept, tuple(
        replace(
            sight, label=found.get(i, sight.label), number=None, headline_like=False, section=None, structural=False
        )
        if i in found or i in values
        else sight
        for i, sight in enumerate(sights)
    )


def _name_sections(pieces: tuple[Piece, ...], sights: tuple[Sight, ...]) -> tuple[Sight, ...]:
    """Return the sights with labels that stand alone over dated bullets as the sections they name ("In brief")."""
    named = list(sights)
    for i, (piece, sight) in enumerate(zip(pieces, sights, strict=True)):
        label = sight.label
        if label is None or label.kind is not LabelKind.SUMMARY or piece.raw[label.end :].strip():
            continue
        section = find_section(piece.text) if piece.kind is not BlockKind.LIST_ITEM else None
        bullets = takewhile(lambda at: pieces[at].kind is BlockKind.LIST_ITEM, range(i + 1, len(pieces)))
        dated = [sights[at].dated for at in bullets]
        if section is not None and dated and sum(dated) * 2 >= len(dated):
            named[i] = replace(sight, label=None, section=section, structural=True)
    return tuple(named)
