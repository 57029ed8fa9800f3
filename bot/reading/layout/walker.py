"""The walker: lines and a layout give the items, the headings over them, and what stands outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model.briefing import Section
from bot.reading.document import BlockKind
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import Label
from bot.reading.layout.layouts import Layout
from bot.reading.layout.lines import Line
from bot.reading.layout.spans import join_lines

_AROUND_NAME = " :：*_#【】[]|｜·•-–—▍▎■◆●"
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
    for at in range(start, end):
        walker.place(at)
    found = walker.segments
    taken = {*found.groups, *found.heads, *(at for item in found.items for at in item.lines)}
    return replace(found, outside=sorted(set(range(len(lines))) - taken), title=title, start=start, end=end)


@dataclass(kw_only=True, slots=True)
class _Walker:
    """Where the walk is: the open item, and the headings, the section and the day that the next one stands under."""

    lines: Sequence[Line]
    roles: Mapping[str, Role]
    section_looks: frozenset[str]
    segments: Segments = field(default_factory=Segments)
    open: Segment | None = None
    group: int | None = None
    part: int | None = None
    day: int | None = None
    section: Section | None = None
    section_rank: int = 0
    section_look: str = ""
    over: int | None = None
    counter: int | None = None

    def place(self, at: int) -> None:
        """Place a line: in the open item, as a heading over items, as the start of an item, or nowhere."""
        line = self.lines[at]
        if line.is_head:
            self.segments.heads.append(at)
        elif line.is_aside:
            return
        elif line.look == "counter":
            self.open, self.counter = None, at
        elif self.open is not None and self.open.lines[-1] == at - 1 and (line.is_value or line.continues):
            self.open.body.append(at)
        elif self._stands_over(at):
            self.open, self.over = None, at
        else:
            self._place_by_role(at)

    def _place_by_role(self, at: int) -> None:
        line, label = self.lines[at], self.lines[at].label
        role = Role.GROUP if line.section else self._find_role(at)
        if role is Role.GROUP and line.kind is BlockKind.HEADING and label and label.field is Field.COMMENT:
            self._open_item(at, headline=True)  # the publisher's view of them all
        elif label and not line.section and self._may_label(line, label, role):
            self._place_label(at, label)
        elif line.is_day and (role is Role.GROUP or line.kind is BlockKind.HEADING or (not self.open and line.heads)):
            self.open, self.day = None, at
            self.segments.groups.append(at)
        elif line.is_day:
            self._place_inside(at)
        elif role is Role.GROUP:
            self._enter_group(at)
        elif role is Role.HEADLINE:
            self._open_item(at, headline=True)
        elif self._is_item(at, role):
            self._open_item(at)
        else:
            self._place_inside(at)

    def _place_inside(self, at: int) -> None:
        """Place a line in the open item; a paragraph behind the last item of a list is in none of them."""
        opened, line = self.open, self.lines[at]
        goes_on = opened and any(each.is_bullet and each.level <= opened.level for each in self.lines[at + 1 : at + 4])
        if opened and opened.level and not (opened.headline or line.is_bullet or line.is_day or goes_on):
            self.open = None
        elif opened:
            opened.body.append(at)

    def _stands_over(self, at: int) -> bool:
        """Whether a short line with a day stands right over a headline, and under none: the day is the next item's."""
        line, opened = self.lines[at], self.open
        if not line.dated or line.is_prose or line.label or line.is_bullet or line.is_row:
            return False
        if not line.is_beside and (line.kind is BlockKind.HEADING or self.roles.get(line.look) is Role.GROUP):
            return False
        told = opened is None or any(self.lines[each].is_prose or self.lines[each].is_bullet for each in opened.body)
        return told and at + 1 < len(self.lines) and self._find_role(at + 1) is Role.HEADLINE

    def _find_role(self, at: int) -> Role:
        """Return what a line is in the layout; set as a headline it heads others where such follow, and not text."""
        line, after = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        role = Role.TEXT if line.is_beside else self.roles.get(line.look, Role.TEXT)
        if after is None or not line.heads:
            return role
        below = Role.TEXT if after.is_beside else self.roles.get(after.look, Role.TEXT)
        if below is Role.ITEM and after.is_bullet and after.opening is not None:
            return Role.GROUP
        if role is not Role.HEADLINE or after.label is not None:
            return role
        over = below is Role.HEADLINE and rank_of(after) >= rank_of(line) and not after.is_day
        listed = below is Role.ITEM and (after.is_bullet or after.is_row)
        return Role.GROUP if over or listed else role

    def _may_label(self, line: Line, label: Label, role: Role) -> bool:
        """Whether a label counts here: an uncertain one that is set as a heading may be a heading."""
        if self.open is None:
            return label.field not in _NO_ITEM
        return label.is_strong or line.kind is not BlockKind.HEADING or role not in {Role.GROUP, Role.HEADLINE}

    def _place_label(self, at: int, label: Label) -> None:
        """Place a labelled line in the open item; the label that an item began with begins the next."""
        opened = self.open
        first = self.lines[opened.body[0]].label if opened and opened.body and not opened.headline else None
        if opened is None or (first is not None and first.words.casefold() == label.words.casefold()):
            self._open_item(at)
        else:
            opened.body.append(at)

    def _enter_group(self, at: int) -> None:
        line = self.lines[at]
        self.open = self.day = None
        self.segments.groups.append(at)
        rank = rank_of(line)
        # short lines under a section's name in another look than it are topics in it
        alike = line.kind is BlockKind.HEADING or line.look in {self.section_look, *self.section_looks}
        if line.section is not None:
            self.section, self.section_rank, self.section_look, self.part = line.section, rank, line.look, None
        elif self.section is None or rank < self.section_rank or (rank == self.section_rank and alike):
            if self.part is None or rank <= rank_of(self.lines[self.part]):
                self.part = at
            self.section, self.section_rank, self.section_look = None, rank, line.look
        self.group = at if line.section in {None, Section.OTHER} else None

    def _open_item(self, at: int, *, headline: bool = False) -> None:
        line = self.lines[at]
        self.open = Segment(
            headline=[at] if headline else [],
            body=[] if headline else [at],
            section=self.section,
            group=self.group,
            part=self.part,
            day=self.day,
            counter=self.counter if self.counter == at - 1 else None,
            level=line.level if line.is_bullet else 0,
        )
        if self.over is not None:
            self.open.body.append(self.over)
            self.over = None
        self.segments.items.append(self.open)

    def _is_item(self, at: int, role: Role) -> bool:
        """Whether a block is an item by itself, rather than a part of the open one or of none."""
        line, opened = self.lines[at], self.open
        is_day_ahead = line.opening and self.section is not None and not (line.is_prose or line.is_bullet)
        if is_day_ahead and (opened is None or (not opened.headline and self.lines[opened.first].opening)):
            return True  # a short line with its day, under a section's name or another such line
        if opened is None:
            return role is Role.ITEM or self.day == at - 1 or self._is_alone(at)
        deeper = line.is_bullet and line.level > opened.level
        if opened.headline or opened.level or not line.is_bullet:
            inside = deeper or (bool(opened.headline) and not line.is_bullet)
        else:
            inside = not line.dated
        return role is Role.ITEM and not inside

    def _is_alone(self, at: int) -> bool:
        """Whether a paragraph is all that stands under a section's name, and tells news."""
        line, below = self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else None
        is_first = self.section is not None and self.segments.groups[-1:] == [at - 1]
        tells = line.kind is BlockKind.PARAGRAPH and line.acts and line.is_prose
        introduces = below and not below.is_furniture and self.roles.get(below.look) in {Role.ITEM, Role.HEADLINE}
        return is_first and tells and not introduces


def name_of(line: Line) -> str:
    """Return the words of a heading as a layout names it: without number, signs and colon."""
    words = join_lines(line.raw[line.start :]) or line.text
    return words.strip(_AROUND_NAME).casefold()


def rank_of(line: Line) -> int:
    """Return how high a heading stands, from 1."""
    return line.level if line.kind is BlockKind.HEADING else _LINE_LEVEL
