"""The walker: lines and a layout give the items, the headings over them, and what stands outside."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.model.briefing import Section
from bot.reading.document import BlockKind
from bot.reading.layout.label_names import Field
from bot.reading.layout.layouts import Layout
from bot.reading.layout.lines import Line

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


@dataclass(kw_only=True, slots=True, eq=False)
class Segment:
    """An item as the lines it has; ``group`` and ``part`` are the headings, ``day`` the day that it stands under.

    ``counter`` is the number alone on the line over it, ``level`` the depth of the bullet that opens it.
    """

    headline: Line | None = None
    body: list[Line] = field(default_factory=list)
    section: Section | None = None
    group: Line | None = None
    part: Line | None = None
    day: Line | None = None
    counter: Line | None = None
    level: int = 0

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.headline or self.body[0]

    @property
    def lines(self) -> list[Line]:
        """All its lines in order."""
        return [*filter(None, (self.counter, self.headline)), *self.body]

    @property
    def is_view(self) -> bool:
        """Whether it is the publisher's view under a heading of its own."""
        return bool(self.headline and self.headline.label and self.headline.label.field is Field.COMMENT)

    def has_words(self) -> bool:
        """Whether it has more than a day and labels without a value."""
        told = (line for line in self.body if not line.is_day)
        return self.headline is not None or any(
            line.label is None or (line.label.field is not Field.DATE and not line.waits) for line in told
        )


@dataclass(kw_only=True, slots=True)
class Segments:
    """A document in items: ``groups`` are the headings over items, ``heads`` those of tables, ``outside`` all else.

    ``title`` is the end of what surely is the title page, ``start`` and ``end`` bound the news.
    """

    lines: Sequence[Line]
    items: list[Segment]
    groups: list[Line]
    heads: list[Line]
    outside: list[Line]
    title: int
    start: int
    end: int


def list_roles(layout: Layout) -> dict[str, Role]:
    """Return what each look is that the layout names; others are text."""
    roles = dict.fromkeys(layout.group, Role.GROUP)
    roles |= dict.fromkeys(layout.headline, Role.HEADLINE)
    return roles | dict.fromkeys(layout.item, Role.ITEM)


def walk(lines: Sequence[Line], roles: Mapping[str, Role], *, start: int, end: int, title: int = 0) -> Segments:
    """Return the document in items, as a layout's roles have it; ``start`` and ``end`` bound the news."""
    walker = _Walker(lines, roles, {line.look for line in lines[start:end] if line.section is not None})
    for line in lines[start:end]:
        walker.place(line)
    items = [item for item in walker.items if item.has_words()]
    taken = {line.at for item in items for line in item.lines}
    taken.update(line.at for line in (*walker.groups, *walker.heads))
    return Segments(
        lines=lines,
        items=items,
        groups=walker.groups,
        heads=walker.heads,
        outside=[line for line in lines if line.at not in taken],
        title=title,
        start=start,
        end=end,
    )


class _Walker:
    """Places line after line: in the open item, over the items to come, or nowhere."""

    def __init__(self, lines: Sequence[Line], roles: Mapping[str, Role], section_looks: Collection[str]) -> None:
        self.lines, self.roles, self.section_looks = lines, roles, section_looks
        self.items: list[Segment] = []
        self.groups: list[Line] = []
        self.heads: list[Line] = []
        self.open: Segment | None = None
        self.is_closed = False
        self.section: Section | None = None
        self.section_rank, self.section_look = 0, ""
        self.group: Line | None = None
        self.part: Line | None = None
        self.day: Line | None = None
        self.counter: Line | None = None
        self.over: Line | None = None

    def place(self, line: Line) -> None:
        """Place a line: in the open item, as a heading over items, as the start of an item, or outside."""
        opened = self.open
        if line.ends_news and (line.heads or not line.is_prose):
            opened, self.is_closed = None, True
        last = opened and (opened.body[-1] if opened.body else opened.headline)
        if line.is_head:
            self.heads.append(line)
        elif line.is_aside:
            pass
        elif line.look == "counter":
            opened, self.counter = None, line
        elif opened and last and last.at == line.at - 1 and self._goes_with(line, last, opened):
            opened.body.append(line)
        elif self._stands_over(line, opened):
            opened, self.over = None, line
        else:
            self.open = opened
            self._place_by_role(line)
            return
        self.open = opened

    def _goes_with(self, line: Line, last: Line, opened: Segment) -> bool:
        """Whether a line goes on with the sentence of the line before, or is the value of a label alone there."""
        is_value = bool(opened.body) and last.waits and line.label is None and not line.is_row and line.section is None
        return line.continues or is_value

    def _stands_over(self, line: Line, opened: Segment | None) -> bool:
        """Whether a short line with a day stands right over a headline, and under none: the day is the next item's."""
        role = self.roles.get(line.look)
        if not line.dated or line.is_prose or line.label is not None or line.is_bullet or line.is_row:
            return False
        if not line.is_beside and (line.kind is BlockKind.HEADING or role is Role.GROUP):
            return False
        if role is Role.HEADLINE and not (line.is_day or line.is_beside):
            return False
        if line.at + 1 >= len(self.lines) or (
            opened and not any(each.is_prose or each.is_bullet for each in opened.body)
        ):
            return False
        after = self.lines[line.at + 1]
        return self._find_role(after) is Role.HEADLINE and not after.is_day and after.section is None

    def _place_by_role(self, line: Line) -> None:
        role = Role.GROUP if line.section else self._find_role(line)
        is_of_groups = role is not Role.HEADLINE and (role is Role.GROUP or line.look in self.section_looks)
        is_counted = line.number is not None
        heads = (is_of_groups and (line.kind is BlockKind.HEADING or is_counted)) or (
            is_counted and rank_of(line) < self.section_rank
        )
        if self.is_closed and role is Role.TEXT and line.label is None:
            return
        if heads and line.label and line.label.field is Field.COMMENT:  # the publisher's view of them all
            if rank_of(line) <= self.section_rank:
                self.section = self.group = self.part = None
            self._open_item(line, is_headline=True)
        elif line.label is not None and not line.section and self._place_label(line):
            return
        elif line.is_day:
            self._place_day(line, role)
        elif role is Role.GROUP:
            self._enter_group(line)
        elif role is Role.HEADLINE:
            self._open_item(line, is_headline=True)
        elif role is Role.ITEM:
            self._place_item(line)
        else:
            self._place_text(line)

    def _named_role(self, line: Line) -> Role:
        return Role.TEXT if line.is_beside else self.roles.get(line.look, Role.TEXT)

    def _find_role(self, line: Line) -> Role:
        """Return what a line is in the layout; set as a headline it heads others where such follow, and not text."""
        role = self._named_role(line)
        if role is Role.HEADLINE and line.is_bullet and line.look in self.section_looks:
            return Role.GROUP
        after = next((each for each in self.lines[line.at + 1 : line.at + 3] if not each.is_head), None)
        if after is None or not (line.heads or (line.is_bullet and role is Role.HEADLINE)):
            return role
        item = self._named_role(after)
        if role is Role.TEXT and line.look in self.section_looks and item is Role.HEADLINE:
            return Role.GROUP
        if item is Role.ITEM and after.is_bullet and after.opening is not None:
            return Role.GROUP
        if role is not Role.HEADLINE:
            return role
        if line.is_title_date and not line.is_day and not line.acts:
            return Role.GROUP
        if _is_intro(after) and line.at + 2 < len(self.lines):
            return self._find_role_by_second(line, self.lines[line.at + 2])
        counts_on = line.look == after.look and line.number is not None
        below = item is Role.HEADLINE and rank_of(after) >= rank_of(line) and not (after.is_day or counts_on)
        if below and after.label is None:
            return Role.GROUP
        listed = item is Role.ITEM and (after.is_bullet or after.is_row) and after.label is None
        return Role.GROUP if listed and not line.is_bullet else role

    def _find_role_by_second(self, line: Line, second: Line) -> Role:
        """Return what a line set as a headline is, by the line behind the introduction below it."""
        item = self._named_role(second)
        deeper = rank_of(second) > rank_of(line) or second.look == line.look == "bullet head 1"
        listed = item is Role.ITEM and not second.heads and not line.is_bullet
        heads = (item is Role.HEADLINE and deeper) or listed
        return Role.GROUP if heads and second.label is None else Role.HEADLINE

    def _place_label(self, line: Line) -> bool:
        """Place a line with a label in the open item, or as the start of one; False where its look tells more."""
        opened, label = self.open, line.label
        if label is None:
            return False
        first = opened.first.label if opened and not opened.headline else None
        again = first is not None and first.words.casefold() == label.words.casefold()
        if opened is None or again:
            if label.field not in _NO_ITEM:
                self._open_item(line, is_headline=False)
                return True
            if opened is None:
                return False
        role = self.roles.get(line.look)
        if label.field is Field.OTHER and role is Role.ITEM and not opened.headline:
            return False
        if line.kind is BlockKind.HEADING and role in {Role.GROUP, Role.HEADLINE} and not label.is_strong:
            return False
        opened.body.append(line)
        return True

    def _place_day(self, line: Line, role: Role) -> None:
        listed = line.is_bullet and role is not Role.TEXT
        if role is Role.GROUP or listed or line.kind is BlockKind.HEADING or (self.open is None and line.heads):
            self.open, self.day = None, line
            self.groups.append(line)
            if self.section is not None and rank_of(line) <= self.section_rank:
                self.section = self.group = None
        elif self.open is not None:
            self.open.body.append(line)

    def _enter_group(self, line: Line) -> None:
        self.open = self.day = None
        self.groups.append(line)
        rank = rank_of(line)
        # short lines under a section's name in another look than it are topics in it
        alike = line.kind is BlockKind.HEADING or line.look in {self.section_look, *self.section_looks}
        is_over = self.section is None or rank < self.section_rank or (rank == self.section_rank and alike)
        if line.section is not None:
            self.part = None
        elif is_over and (self.section is not None or self.part is None or rank <= rank_of(self.part)):
            self.part = line
        if line.section is not None or is_over:
            self.section, self.section_rank, self.section_look = line.section, rank, line.look
        self.group = line if line.section in {None, Section.OTHER} else None

    def _open_item(self, line: Line, *, is_headline: bool) -> None:
        self.is_closed = False
        self.open = Segment(
            headline=line if is_headline else None,
            body=[*([] if is_headline else [line]), *filter(None, [self.over])],
            section=self.section,
            group=self.group,
            part=self.part,
            day=self.day,
            counter=self.counter if self.counter and self.counter.at == line.at - 1 else None,
            level=line.level if line.is_bullet else 0,
        )
        self.over = None
        self.items.append(self.open)

    def _place_item(self, line: Line) -> None:
        opened = self.open
        introduces = opened is None and self._is_under_group(line) and _is_intro(line)
        if introduces and self._starts_item(line.at + 1):
            return
        if opened is not None and self._is_inside(line, opened):
            opened.body.append(line)
        else:
            self._open_item(line, is_headline=False)

    def _is_under_group(self, line: Line) -> bool:
        return bool(self.groups) and self.groups[-1].at == line.at - 1

    def _starts_item(self, at: int) -> bool:
        """Whether an item of its own starts at a line."""
        if at >= len(self.lines) or self.lines[at].is_furniture:
            return False
        return self.roles.get(self.lines[at].look) in {Role.ITEM, Role.HEADLINE}

    def _is_inside(self, line: Line, opened: Segment) -> bool:
        """Whether a block that could be an item stands inside the open one."""
        if opened.headline:
            return not line.is_bullet or line.level > opened.level
        if not line.is_bullet:
            return False
        return line.level > opened.level if opened.level else not line.dated and not opened.first.is_row

    def _place_text(self, line: Line) -> None:
        opened = self.open
        under_day = opened is None and self.day is not None and self.day.at == line.at - 1 and not line.is_furniture
        if under_day or self._is_day_ahead(line) or self._is_alone(line):
            self._open_item(line, is_headline=False)
        elif opened is None or line.is_contents or (line.is_furniture and not opened.headline):
            return
        elif opened.level and not opened.headline and not line.is_bullet and not self._is_amid_list(line, opened.level):
            self.open = None
        else:
            opened.body.append(line)

    def _is_alone(self, line: Line) -> bool:
        """Whether a paragraph is all that stands under a section's name, and tells news."""
        if self.open is not None or self.section is None or not self._is_under_group(line):
            return False
        tells = line.kind is BlockKind.PARAGRAPH and line.is_prose and line.acts and not line.is_about_issue
        return tells and not _is_intro(line) and not self._starts_item(line.at + 1)

    def _is_day_ahead(self, line: Line) -> bool:
        """Whether a short line that opens with a day stands under a section's name or another such line."""
        if line.opening is None or line.is_prose or line.is_day or line.is_bullet or self.section is None:
            return False
        return self.open is None or (not self.open.headline and self.open.first.opening is not None)

    def _is_amid_list(self, line: Line, level: int) -> bool:
        """Whether a paragraph stands inside a list, as bullets of the same depth follow before any heading."""
        for after in self.lines[line.at + 1 : line.at + 4]:
            if after.is_bullet and after.level <= level:
                return True
            if after.kind is BlockKind.HEADING or self.roles.get(after.look) is Role.GROUP:
                return False
        return False


def _is_intro(line: Line) -> bool:
    """Whether a paragraph may introduce what follows: it tells no day and names nobody."""
    if line.kind is not BlockKind.PARAGRAPH or not line.is_prose or line.dated:
        return False
    if line.text.isascii():
        return _NAMED.search(line.text[1:]) is None
    return (line.goes_on or not line.acts) and not any(map(str.isdigit, line.text))


def rank_of(line: Line) -> int:
    """Return how high a heading stands, from 1."""
    return line.level if line.kind is BlockKind.HEADING else _LINE_LEVEL
