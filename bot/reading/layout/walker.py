"""The walker: lines and a layout give the items, the headings over them, and what stands outside."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.briefing import Section
from bot.reading.document import BlockKind
from bot.reading.layout.label_names import Field
from bot.reading.layout.layouts import Layout
from bot.reading.layout.lines import Line
from bot.reading.layout.spans import join_lines

_AROUND_NAME = " :：*_#【】[]|｜·•-–—▍▎■◆●"
_NAMED = re.compile(r"(?<![.!?] )[A-Z]|\d")
"""A name or a number inside a sentence."""
_LINE_LEVEL = 7
"""Rank of lines that are no headings among the levels of headings."""
_NO_ITEM = frozenset({Field.COMMENT, Field.CONTACT, Field.OTHER, Field.INDEX, Field.SOURCE})
"""Labels that open no item by themselves."""


class Role(StrEnum):
    """What lines of one look are in a layout."""

    GROUP = "group"
    HEADLINE = "headline"
    ITEM = "item"
    TEXT = "text"


@dataclass(kw_only=True, slots=True)
class Segment:
    """An item as the lines it has, by index; ``group`` and ``part`` are the headings it stands under."""

    headline: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    section: Section | None = None
    group: int | None = None
    part: int | None = None
    day: int | None = None
    counter: int | None = None
    level: int = 0

    @property
    def first(self) -> int:
        """Its first line."""
        return (self.headline or self.body)[0]

    @property
    def lines(self) -> list[int]:
        """All its lines in order."""
        return ([] if self.counter is None else [self.counter]) + self.headline + self.body


@dataclass(kw_only=True, slots=True)
class Segments:
    """A document in items: ``groups`` are the headings over items, ``heads`` those of tables, ``outside`` all else.

    ``title`` is the end of what surely is the title page, ``start`` and ``end`` bound the news.
    """

    items: list[Segment] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    title: int = 0
    start: int = 0
    end: int = 0


def list_roles(layout: Layout) -> dict[str, Role]:
    """Return what each look is that the layout names; others are text."""
    roles = dict.fromkeys(layout.group, Role.GROUP)
    roles |= dict.fromkeys(layout.headline, Role.HEADLINE)
    return roles | dict.fromkeys(layout.item, Role.ITEM)


def walk(
    lines: Sequence[Line],
    roles: Mapping[str, Role],
    *,
    start: int,
    end: int,
    title: int = 0,
) -> Segments:
    """Return the document in items, as a layout's roles have it; ``start`` and ``end`` bound the news."""
    named = frozenset(line.look for line in lines[start:end] if line.section is not None)
    walker = _Walker(lines=lines, roles=roles, section_looks=named)
    walker.segments.outside.extend(range(start))
    walker.segments.title, walker.segments.start, walker.segments.end = title, start, end
    for at in range(start, end):
        walker.place(at)
    walker.segments.outside.extend(range(end, len(lines)))
    empty = [item for item in walker.segments.items if not _has_words(lines, item)]
    walker.segments.items = [item for item in walker.segments.items if item not in empty]
    taken = {at for item in walker.segments.items for at in item.lines}
    left = set(range(start, end)) - taken - set(walker.segments.groups) - set(walker.segments.heads)
    walker.segments.outside = sorted(left.union(walker.segments.outside))
    return walker.segments


def _has_words(lines: Sequence[Line], item: Segment) -> bool:
    """Whether an item has more than a day and labels without a value."""
    if item.headline:
        return True
    told = (lines[at] for at in item.body if not lines[at].is_day)
    return any(
        line.label is None or (line.label.field is not Field.DATE and line.label.end < len(line.raw.rstrip()))
        for line in told
    )


@dataclass(kw_only=True, slots=True)
class _Walker:
    lines: Sequence[Line]
    roles: Mapping[str, Role]
    segments: Segments = field(default_factory=Segments)
    section_looks: frozenset[str] = frozenset()
    open: Segment | None = None
    group: int | None = None
    part: int | None = None
    day: int | None = None
    section: Section | None = None
    section_rank: int = 0
    section_look: str = ""
    over: int | None = None
    counter: int | None = None
    is_closed: bool = False

    def place(self, at: int) -> None:
        """Place a line: in the open item, as a heading over items, as the start of an item, or outside."""
        line = self.lines[at]
        if line.ends_news and (line.heads or not line.is_prose):
            self.open, self.is_closed = None, True
        if line.is_head:
            self.segments.heads.append(at)
        elif line.is_aside:
            self.segments.outside.append(at)
        elif line.look == "counter":
            self.open = None
            self.counter = at
        elif self.open is not None and (self._is_awaited(at) or (line.continues and self.open.lines[-1] == at - 1)):
            self.open.body.append(at)
        elif self._stands_over(at):
            self.open = None
            self.over = at
        else:
            self._place_by_role(at)

    def _place_by_role(self, at: int) -> None:
        line = self.lines[at]
        section = line.section
        role = Role.GROUP if section else self._find_role(at)
        if self.is_closed and role is Role.TEXT and line.label is None:
            self.segments.outside.append(at)
        elif role is Role.GROUP and line.kind is BlockKind.HEADING and line.label and line.label.field is Field.COMMENT:
            self._open_item(at, headline=True)  # the publisher's view of them all
        elif line.label is not None and not section and self._place_label(at):
            return
        elif line.is_day:
            self._place_day(at, role)
        elif role is Role.GROUP:
            self._enter_group(at, section)
        elif role is Role.HEADLINE:
            self._open_item(at, headline=True)
        elif role is Role.ITEM:
            self._place_item(at)
        else:
            self._place_text(at)

    def _is_awaited(self, at: int) -> bool:
        """Whether a line is the value of the label that stands alone on the line before, in the open item."""
        line, opened = self.lines[at], self.open
        if opened is None or not opened.body or opened.body[-1] != at - 1 or line.label is not None or line.is_row:
            return False
        label = self.lines[at - 1].label
        return label is not None and label.end >= len(self.lines[at - 1].raw.rstrip()) and line.section is None

    def _stands_over(self, at: int) -> bool:
        """Whether a short line with a day stands right over a headline, and under none: the day is the next item's."""
        line, opened = self.lines[at], self.open
        if not line.dated or line.is_prose or line.label is not None or line.is_bullet or line.is_row:
            return False
        if not line.is_beside and (line.kind is BlockKind.HEADING or self.roles.get(line.look) is Role.GROUP):
            return False
        told = opened is None or any(self.lines[each].is_prose or self.lines[each].is_bullet for each in opened.body)
        if at + 1 >= len(self.lines) or not told:
            return False
        if self.roles.get(line.look) is Role.HEADLINE and not (line.is_day or line.is_beside):
            return False
        after = self.lines[at + 1]
        return self._find_role(at + 1) is Role.HEADLINE and not after.is_day and after.section is None

    def _find_role(self, at: int) -> Role:
        """Return what a line is in the layout; set as a headline it heads others where such follow, and not text."""
        line = self.lines[at]
        role = Role.TEXT if line.is_beside else self.roles.get(line.look, Role.TEXT)
        if role is Role.HEADLINE and line.is_bullet and line.look in self.section_looks:
            return Role.GROUP
        after = next((line for line in self.lines[at + 1 : at + 3] if not line.is_head), None)
        if after is None or not (line.heads or (line.is_bullet and role is Role.HEADLINE)):
            return role
        item = Role.TEXT if after.is_beside else self.roles.get(after.look, Role.TEXT)
        if item is Role.ITEM and after.is_bullet and after.opening is not None:
            return Role.GROUP
        if role is not Role.HEADLINE:
            return role
        if line.is_title_date and not line.is_day and not line.acts:
            return Role.GROUP
        if self._is_intro(after) and at + 2 < len(self.lines):
            return self._find_role_by_second(line, self.lines[at + 2])
        if item is Role.HEADLINE and rank_of(after) >= rank_of(line) and not after.is_day and after.label is None:
            return Role.GROUP
        listed = item is Role.ITEM and (after.is_bullet or after.is_row) and after.label is None
        return Role.GROUP if listed and not line.is_bullet else role

    def _find_role_by_second(self, line: Line, second: Line) -> Role:
        """Return what a line set as a headline is, by the line behind the introduction below it."""
        item = self.roles.get(second.look, Role.TEXT)
        if second.label is not None or second.is_beside:
            return Role.HEADLINE
        heads = item is Role.HEADLINE and (
            rank_of(second) > rank_of(line) or second.look == line.look == "bullet head 1"
        )
        listed = item is Role.ITEM and not second.heads and not line.is_bullet
        return Role.GROUP if heads or listed else Role.HEADLINE

    def _is_intro(self, line: Line) -> bool:
        """Whether a paragraph may introduce what follows: it tells no day and names nobody."""
        if line.kind is not BlockKind.PARAGRAPH or not line.is_prose or line.dated:
            return False
        if line.text.isascii():
            return _NAMED.search(line.text[1:]) is None
        return (line.goes_on or not line.acts) and not any(map(str.isdigit, line.text))

    def _place_label(self, at: int) -> bool:
        line, opened = self.lines[at], self.open
        label = line.label
        if label is None:
            return False
        if opened is not None and not opened.headline and opened.body:
            first = self.lines[opened.body[0]].label
            if first is not None and first.words.casefold() == label.words.casefold() and label.field not in _NO_ITEM:
                self._open_item(at, headline=False)
                return True
        if opened is not None and (opened.headline or opened.body):
            if label.field is Field.OTHER and self.roles.get(line.look) is Role.ITEM and not opened.headline:
                return False
            heads = line.kind is BlockKind.HEADING and self.roles.get(line.look) in {Role.GROUP, Role.HEADLINE}
            if heads and not label.is_strong:
                return False
            opened.body.append(at)
            return True
        if label.field in _NO_ITEM:
            return False
        self._open_item(at, headline=False)
        return True

    def _place_day(self, at: int, role: Role) -> None:
        line, opened = self.lines[at], self.open
        under = opened is not None and opened.headline and not opened.body and line.kind is not BlockKind.HEADING
        if opened is not None and under and role is not Role.GROUP:
            opened.body.append(at)
        elif role is Role.GROUP or line.kind is BlockKind.HEADING or (opened is None and line.heads):
            self.open = None
            self.day = at
            self.segments.groups.append(at)
            if self.section is not None and rank_of(line) <= self.section_rank:
                self.section = self.group = None
        elif opened is not None:
            opened.body.append(at)
        else:
            self.segments.outside.append(at)

    def _enter_group(self, at: int, section: Section | None) -> None:
        line = self.lines[at]
        self.open = None
        self.segments.groups.append(at)
        rank = rank_of(line)
        # short lines under a section's name in another look than it are topics in it
        alike = line.kind is BlockKind.HEADING or line.look in {self.section_look, *self.section_looks}
        if section is not None:
            self.section, self.section_rank, self.section_look, self.part = section, rank, line.look, None
        elif self.section is None or rank < self.section_rank or (rank == self.section_rank and alike):
            if self.section is not None or self.part is None or rank <= rank_of(self.lines[self.part]):
                self.part = at
            self.section, self.section_rank, self.section_look = None, rank, line.look
        self.group = at if section in {None, Section.OTHER} else None
        self.day = None

    def _open_item(self, at: int, *, headline: bool) -> None:
        self.open = None
        self.is_closed = False
        line = self.lines[at]
        self.open = Segment(
            section=self.section,
            group=self.group,
            part=self.part,
            day=self.day,
            counter=self.counter if self.counter == at - 1 else None,
            level=line.level if line.is_bullet else 0,
        )
        (self.open.headline if headline else self.open.body).append(at)
        if self.over is not None:
            self.open.body.append(self.over)
            self.over = None
        self.segments.items.append(self.open)

    def _place_item(self, at: int) -> None:
        line, opened = self.lines[at], self.open
        introduces = opened is None and self.segments.groups[-1:] == [at - 1] and self._is_intro(line)
        if introduces and self._has_items(at + 1):
            self.segments.outside.append(at)
        elif opened is not None and self._is_point(line, opened):
            opened.body.append(at)
        else:
            self._open_item(at, headline=False)

    def _has_items(self, at: int) -> bool:
        """Whether an item of its own starts at a line."""
        if at >= len(self.lines) or self.lines[at].is_furniture:
            return False
        return self.roles.get(self.lines[at].look) in {Role.ITEM, Role.HEADLINE}

    def _is_point(self, line: Line, opened: Segment) -> bool:
        """Whether a block that could be an item stands inside the open one."""
        if opened.headline:
            return not line.is_bullet or line.level > opened.level
        if not line.is_bullet:
            return False
        is_row = self.lines[opened.first].is_row
        return line.level > opened.level if opened.level else not line.dated and not is_row

    def _place_text(self, at: int) -> None:
        line, opened = self.lines[at], self.open
        alone = opened is None and self.day == at - 1 and not line.is_furniture
        if self._is_day_ahead(at) or alone or self._is_alone(at):
            self._open_item(at, headline=False)
        elif opened is None or line.is_contents or (line.is_furniture and not opened.headline):
            self.segments.outside.append(at)
        elif opened.level and not opened.headline and not line.is_bullet and not self._goes_on(at, opened.level):
            self.open = None
            self.segments.outside.append(at)
        else:
            opened.body.append(at)

    def _is_alone(self, at: int) -> bool:
        """Whether a paragraph is all that stands under a section's name, and tells news."""
        line = self.lines[at]
        if self.open is not None or self.section is None or self.segments.groups[-1:] != [at - 1]:
            return False
        tells = line.kind is BlockKind.PARAGRAPH and line.is_prose and line.acts and not line.is_about_issue
        return tells and not self._is_intro(line) and not self._has_items(at + 1)

    def _is_day_ahead(self, at: int) -> bool:
        """Whether a short line that opens with a day stands under a section's name or another such line."""
        line, opened = self.lines[at], self.open
        if line.opening is None or line.is_prose or line.is_day or line.is_bullet or self.section is None:
            return False
        return opened is None or (not opened.headline and self.lines[opened.first].opening is not None)

    def _goes_on(self, at: int, level: int) -> bool:
        """Whether a paragraph stands inside a list, as bullets of the same depth follow before any heading."""
        for line in self.lines[at + 1 : at + 4]:
            if line.is_bullet and line.level <= level:
                return True
            if line.kind is BlockKind.HEADING or self.roles.get(line.look) is Role.GROUP:
                return False
        return False


def name_of(line: Line) -> str:
    """Return the words of a heading as a layout names it: without number, signs and colon."""
    words = join_lines(line.raw[line.start :]) or line.text
    return words.strip(_AROUND_NAME).casefold()


def rank_of(line: Line) -> int:
    """Return how high a heading stands, from 1."""
    return line.level if line.kind is BlockKind.HEADING else _LINE_LEVEL
