"""The frame of a briefing: all that stands outside its items, as fields, people and named furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model.ids import fold
from bot.reading.document import Block, BlockKind, Document, Place
from bot.reading.layout.furniture import (
    is_aside,
    is_contents_heading,
    is_contents_line,
    is_furniture,
    is_furniture_heading,
    is_greeting,
    is_navigation,
    is_topic,
    names_body,
    reports,
    speaks_of_issue,
)
from bot.reading.layout.people import Credits, list_credited, tell_role
from bot.reading.layout.title_line import is_title_date, list_printed_days, parse_title_line
from bot.reading.layout.title_page import Frame, TitlePage

_MOST_TITLE_WORDS, _MOST_TITLE_LINES, _LONGEST_TITLE = 14, 40, 200
_LONGEST_ENTRY, _LONGEST_TOLD = 160, 4_000
_STOPS = (".", "。", "!", "！", "?", "？", ":", "：")


class Zone(StrEnum):
    """Where a line outside the items stands: before the first, between two, or behind the last."""

    AHEAD = "ahead"
    BETWEEN = "between"
    BEHIND = "behind"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """A block that no item has, or with ``text`` the lines of one of which items have the others."""

    block: int
    zone: Zone
    text: str | None = None


def ends_news(text: str) -> bool:
    """Whether a line is one behind which nothing but people and imprint follow ("AUTHORS", "Imprint", 版权声明)."""
    return is_furniture_heading(text) or tell_role(text) is not None


def read_frame(
    document: Document,
    outside: Sequence[Outside],
    *,
    item_dates: Sequence[str] = (),
    day_first: bool | None = None,
    headlines: Sequence[str] = (),
) -> Frame:
    """Read what stands outside the items; each line gets a place, UNREAD where it tells news or nothing known.

    ``item_dates`` are the dates printed with the items, ``headlines`` their headlines and the headings over them.
    """
    reader = _FrameReader(
        page=TitlePage(
            framed=tuple(block.text for block in document.furniture),
            dates=item_dates,
            sent_on=document.sent_on,
            day_first=day_first,
            is_feed=document.media_type.endswith(("rss+xml", "atom+xml", "/xml")),
        ),
        headlines=frozenset(map(fold, headlines)),
    )
    blocks = document.blocks
    places = [reader.place(blocks[each.block], each, blocks[each.block - 1 : each.block]) for each in outside]
    for text in reader.page.list_running():
        reader.credits.add(list_credited(text))
    frame = reader.page.read()
    own = tuple(fold(name) for name in (frame.publisher, frame.series) if name)
    for at, each in enumerate(outside):
        text = blocks[each.block].text if each.text is None else each.text
        behind = places[at] is Place.UNREAD and each.zone is Zone.BEHIND
        if behind and fold(text).startswith(own) and not reports(text):
            places[at] = Place.IMPRINT
    return replace(frame, people=tuple(reader.credits.people.values()), places=tuple(places))


@dataclass(kw_only=True, slots=True)
class _FrameReader:
    """Places the lines outside the items one by one, and collects what they tell of the issue."""

    page: TitlePage
    headlines: frozenset[str]
    credits: Credits = field(default_factory=lambda: Credits(people={}))
    in_contents: bool = False
    in_imprint: bool = False
    has_imprint: bool = False
    has_note: bool = False
    lines: int = 0

    def place(self, block: Block, each: Outside, above: Sequence[Block]) -> Place:
        """Return the place of one line or block, and take in what it tells; ``above`` is the block above."""
        raw = block.text if each.text is None else each.text
        text = " ".join(raw.split())
        dated = each.zone is Zone.AHEAD and parse_title_line(text).days  # perhaps in figures alone
        if not (dated or any(map(str.isalpha, text))):
            return Place.BLANK
        if is_navigation(text):
            return Place.NAVIGATION
        if each.zone is Zone.AHEAD:
            return self._place_ahead(block, raw, text)
        place = self._place_behind(block, raw, text, between=each.zone is Zone.BETWEEN)
        if place is not Place.UNREAD:
            return place
        if each.zone is Zone.BETWEEN and is_topic(text):
            return Place.TOPIC_HEADING  # no item stands under it
        return Place.NOTE if any(map(_is_heading, above)) and _introduces(text) else place

    def _place_ahead(self, block: Block, raw: str, text: str) -> Place:
        if is_contents_heading(text.replace("：", ":").partition(":")[0]):
            self.in_contents = text.endswith((":", "：")) or is_contents_heading(text)
            return Place.CONTENTS
        self.in_contents = self._is_entry(block, text)
        if self.in_contents or is_contents_line(text):
            return Place.CONTENTS
        credited = self._take_credits(raw)
        if is_title_date(text) or (not credited and self._is_title(block, text)):
            for line in raw.split("\n"):
                self.lines += 1
                self.page.add_line(line, is_heading=block.kind is BlockKind.HEADING)
            return Place.TITLE_PAGE
        self.page.ahead.append(raw[:_LONGEST_TOLD])
        if credited:
            return Place.PEOPLE
        if is_furniture(text) or is_aside(text):
            return Place.IMPRINT
        goes_on = self.has_note and text[:1].islower()
        self.has_note = True
        return Place.NOTE if goes_on or not (reports(text) or names_body(text)) else Place.UNREAD

    def _is_entry(self, block: Block, text: str) -> bool:
        """Whether a line is an entry of the contents: below their heading, or a headline ahead of the items."""
        if block.kind is not BlockKind.HEADING and self.lines and fold(text) in self.headlines:
            return True
        short = len(text) <= _LONGEST_ENTRY and not parse_title_line(text).days
        return self.in_contents and short and not (text.endswith(_STOPS) and block.kind is BlockKind.PARAGRAPH)

    def _is_title(self, block: Block, text: str) -> bool:
        if len(text) > _LONGEST_TITLE or self.lines >= _MOST_TITLE_LINES:
            return False
        if parse_title_line(text).publisher:
            return True
        if is_furniture(text):
            return False
        short = len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith(_STOPS) and not is_greeting(text)
        return block.kind is BlockKind.HEADING or (short and not (self.has_note and reports(text)))

    def _take_credits(self, raw: str) -> bool:
        taken = [self.credits.take(line) for line in raw.split("\n")]
        return any(taken)

    def _place_behind(self, block: Block, raw: str, text: str, *, between: bool) -> Place:
        if is_furniture_heading(text):
            self.in_imprint = not between
            self.credits.role = None
            return Place.IMPRINT
        if self._take_credits(raw):
            self.page.behind.append(raw[:_LONGEST_TOLD])
            return Place.PEOPLE
        own = is_aside(text) or is_furniture(text) or (not between and speaks_of_issue(text))
        short = len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith(_STOPS)
        if own or ((self.in_imprint or (self.has_imprint and short)) and not reports(text)):
            self.has_imprint = not between
            self.page.behind.append(raw[:_LONGEST_TOLD])
            return Place.IMPRINT
        self.in_imprint = self.in_imprint and block.kind is not BlockKind.HEADING
        return Place.UNREAD


def _is_heading(block: Block) -> bool:
    """Whether a block is a heading, or a short line set as one."""
    few = len(block.text.split()) <= _MOST_TITLE_WORDS // 2 and not block.text.endswith(_STOPS)
    plain = few and not any(map(str.isdigit, block.text))
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PARAGRAPH and plain)


def _introduces(text: str) -> bool:
    """Whether a sentence or two right below a heading only lead to what stands there: they name and report nothing."""
    few = len(text) <= _LONGEST_TITLE and text.endswith(_STOPS)
    return few and not (names_body(text) or reports(text) or list_printed_days(text))
