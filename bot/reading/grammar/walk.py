"""The walk through a document: each piece is placed once, in order, by the first rule that knows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from bot.model.briefing import Person, Section
from bot.model.ids import is_in_capitals
from bot.reading.document import BlockKind, Mode, Place
from bot.reading.grammar.draft_filling import mark_part
from bot.reading.grammar.foot import ContentsList, ends_letter, find_foot
from bot.reading.grammar.front_page import FrontPage
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.item_shelf import ItemShelf
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_closing_date,
    find_dated_lead,
    find_told_date,
    is_date_line,
)
from bot.reading.grammar.layout.piece_cuts import opens_with_name
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, list_own_fields
from bot.reading.grammar.layout.sight import Sight, Surroundings
from bot.reading.grammar.lines.furniture import is_advertisement, is_end_sign, is_motto
from bot.reading.grammar.lines.headings import (
    has_leaders,
    is_contents_heading,
    is_contents_line,
    is_furniture_heading,
    is_outlook,
    is_short_news,
)
from bot.reading.grammar.lines.imprint import (
    RoleHeading,
    find_byline,
    find_holder,
    find_role_heading,
    is_byline,
    is_contact_line,
    is_credit,
    is_signature,
    list_credited,
    list_people,
    list_signed,
    strip_article,
)
from bot.reading.grammar.lines.labels import ITEM_LABELS, Label, LabelKind, is_editors_note
from bot.reading.grammar.lines.reports import is_closed, names_actor
from bot.reading.grammar.news_ahead import (
    StoryStarts,
    find_dated_news,
    find_led_news,
    find_own_news,
    find_told_news,
    heads_one_story,
    heads_told_news,
    is_lone_news,
)
from bot.reading.grammar.outlook import Outlook
from bot.reading.grammar.prose import Prose

# Label owners: whose a label is: the open item's, a bullet's own words, or that of all the news before it.

_LEAST_BEFORE_CLOSING = 2
_TERM_WORDS = 4
_FIELD_WORDS = 12
_OF_ONE_ITEM = frozenset({"it", "this"})
_OF_BULLETS = frozenset({LabelKind.SUMMARY, LabelKind.COMMENT, LabelKind.SOURCE, LabelKind.NUMBER})


@dataclass(frozen=True, kw_only=True, slots=True)
class LabelOwners:
    """What an outlook tells of each labelled piece beside the item that is open before it."""

    outlook: Outlook
    own_fields: frozenset[int]
    """Lines with fields of the publisher's own among those with labels."""

    def is_inner_bullet(self, i: int, label: Label, draft: ItemDraft | None) -> bool:
        """Whether a label opens one of the points of the open item's summary ("Contents: ...")."""
        piece = self.outlook.pieces[i]
        return (
            piece.kind is BlockKind.LIST_ITEM
            and piece.starts_block
            and i not in self.outlook.listed_fields
            and draft is not None
            and draft.slot == LabelKind.SUMMARY
            and label.kind in _OF_BULLETS
            and bool(draft.summary or draft.points)
            and not label.is_own_view
            and not (label.kind is LabelKind.COMMENT and draft.form is Form.BRIEF)
            and not (label.kind is LabelKind.SOURCE and is_link_only(piece.cut(label.end).spans))
        )

    def is_term(self, i: int, piece: Piece, draft: ItemDraft | None) -> bool:
        """Whether a part of an open item with labels opens with a label of the publisher's own: bold, or in a list."""
        if draft is None or draft.form is not Form.STORY:
            return False
        if piece.kind is BlockKind.LIST_ITEM:
            known = draft.labels or draft.headline
            return bool(known) and i in self.outlook.listed_fields and opens_with_name(piece.raw)
        if not (draft.labels or self._is_field(piece, draft)):
            return False
        if piece.kind is not BlockKind.PARAGRAPH:
            return False
        if i in self.own_fields or (opens_with_name(piece.raw) and self._stands_between_labels(i)):
            return True
        lead = find_bold_lead(piece) or ""
        return 0 < len(lead.split()) <= _TERM_WORDS and piece.raw.strip()[: len(lead) + 1].endswith((":", "："))

    @staticmethod
    def _is_field(piece: Piece, draft: ItemDraft) -> bool:
        """Whether a piece under a headline and its text is a few words behind a bold label and its colon."""
        few = len(piece.text.split()) <= _FIELD_WORDS and not is_closed(piece.text)
        return few and bool(draft.headline and draft.summary) and opens_with_name(piece.raw)

    def _stands_between_labels(self, i: int) -> bool:
        """Whether a short line stands right between two that labels with a colon open, as a field among fields does."""
        beside = (self.outlook.sights[at].label for at in (i - 1, i + 1) if 0 < at < len(self.outlook.sights))
        short = len(self.outlook.pieces[i].text.split()) <= _FIELD_WORDS
        return short and [label is not None and label.colon for label in beside] == [True, True]

    def heads_headline(self, i: int, label: Label) -> bool:
        """Whether a label on no item has no words below it but another heading ("What's new" over the headlines)."""
        below = self.outlook.pieces[i + 1 : i + 2]
        headed = bool(below) and below[0].is_heading and self.outlook.sights[i + 1].label is None
        alone = not self.outlook.pieces[i].raw[label.end :].strip()
        return label.kind is LabelKind.SUMMARY and headed and alone

    def is_on_no_item(self, i: int, label: Label, draft: ItemDraft | None, *, after: int) -> bool:
        """Whether a view is on all the news before it: under a heading of its own, or the one view, at the very end.

        Words such as "why it matters" or "what this means" are on the item above. ``after`` is the count of finished
        items.
        """
        piece = self.outlook.pieces[i]
        if label.kind is not LabelKind.COMMENT or (draft is not None and draft.form is not Form.BRIEF):
            return False
        refers = not _OF_ONE_ITEM.isdisjoint(piece.raw[: label.end].lower().split())
        if piece.is_heading or self.outlook.closing_view != i or not piece.starts_block or refers:
            return piece.is_heading
        depth = draft.list_level if draft is not None and piece.kind is BlockKind.LIST_ITEM else piece.level
        return piece.level < depth if piece.level != depth else after >= _LEAST_BEFORE_CLOSING


# Heading levels: on which levels the headings of the open section and the open topic stand, and what ends them.


@dataclass(kw_only=True, slots=True)
class HeadingLevels:
    """The levels of the section's and the topic's heading, 0 where none is open or it is set as plain text."""

    section: int = 0
    counted_section: int = 0
    topic: int = 0
    _in_capitals: bool = False

    def enter_section(self, piece: Piece, *, counted: bool) -> None:
        """Take a heading that opens a section, with or without a number."""
        self.section = piece.level if piece.is_heading else 0
        self.counted_section = self.section if counted else 0
        self._in_capitals = not piece.is_heading and is_in_capitals(piece.text)

    def leave_section(self, piece: Piece, *, headline: bool) -> bool:
        """Say whether a heading stands as high as that of the section, which then has ended; a headline never does."""
        as_high = piece.is_heading and not headline and piece.level <= self.section
        alike = self._in_capitals and is_in_capitals(piece.text) and piece.level != HEADLINE_LEVEL
        left = as_high or alike
        self.section = 0 if left else self.section
        return left

    def is_inside(self, piece: Piece) -> bool:
        """Whether a heading stands below that of the open section."""
        return piece.is_heading and 0 < self.section < piece.level

    def ends_topic(self, piece: Piece) -> bool:
        """Whether a heading stands as high as that of the open topic, or higher."""
        return piece.is_heading and self.topic > 0 and piece.level <= self.topic


# Table notes: what stands behind a table of news and tells no act and no day, and the row whose words it takes up.

_WORD = re.compile(r"[a-z]{5,}|[\u4e00-\u9fff]{2}")
_STEM = 6


def take_table_note(shelf: ItemShelf, piece: Piece, around: Surroundings) -> bool | None:
    """Add such a paragraph to its row as the house's comment: whether it has one; None for what is no such note."""
    rows = _list_rows(shelf, around)
    if not rows or names_actor(piece.text) or find_told_date(piece.text) or find_dated_lead(piece):
        return None
    row = _find_taken_up(piece.text, rows)
    if row is not None:
        row.add_comment(piece.spans)
        row.add_block(piece.source)
    return row is not None


def _list_rows(shelf: ItemShelf, around: Surroundings) -> tuple[ItemDraft, ...]:
    """Return the rows under the heading that the walk is under, where nothing but them and their notes came."""
    if shelf.open is not None:
        return ()
    heading = around.heading_text
    above = takewhile(lambda draft: draft.is_row and draft.heading_text == heading, reversed(shelf.finished))
    return tuple(above)


def _find_taken_up(text: str, rows: Sequence[ItemDraft]) -> ItemDraft | None:
    """Return the row with most of a note's words that no other row has; None where no row or several have as many."""
    words = _list_stems(text)
    told = [_list_stems(" ".join((*row.article, row.headline or "", *row.summary))) for row in rows]
    own = [len({word for word in words & stems if sum(word in each for each in told) == 1}) for stems in told]
    most = max(own)
    return rows[own.index(most)] if most and own.count(most) == 1 else None


def _list_stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.lower()))


_LINE_WORDS, _ROLE_LENGTH, _PLAIN_LEVEL = 12, 480, 9


@dataclass(kw_only=True)
class Walk:
    """One walk over an outlook; ``run`` gives each piece's place, the rest is what was found."""

    outlook: Outlook
    prose: Prose = field(default_factory=Prose)
    shelf: ItemShelf = field(default_factory=ItemShelf)
    around: Surroundings = field(default_factory=Surroundings)
    mode: Mode = Mode.FRONT
    role: str = "author"
    people: dict[Person, None] = field(default_factory=dict)
    imprint_names: list[str] = field(default_factory=list)
    _levels: HeadingLevels = field(default_factory=HeadingLevels)
    _back: Mode = Mode.FRONT

    def __post_init__(self) -> None:
        self.front = FrontPage(outlook=self.outlook)
        self.starts = StoryStarts(outlook=self.outlook, front=self.front)
        self.contents = ContentsList(outlook=self.outlook)
        self.owners = LabelOwners(outlook=self.outlook, own_fields=list_own_fields(self.outlook.pieces))
        self.dated_news = find_dated_news(self.outlook)
        self.told_news = find_told_news(self.outlook)
        self.own_news = find_own_news(self.outlook)
        self.led_news = find_led_news(self.outlook, self.own_news)
        self.foot = find_foot(self.outlook)
        self.around.by_day = self.outlook.tells_by_day

    def run(self) -> tuple[Place, ...]:
        """Place all pieces."""
        places: list[Place] = []
        for i, piece in enumerate(self.outlook.pieces):
            places.append(self._place(i))
            self.shelf.take_credit(piece)
            mark_part(self.shelf.finished, self.shelf.open, self.around.part_text)
        return tuple(places)

    def _place(self, i: int) -> Place:
        piece, sight = self.outlook.pieces[i], self.outlook.sights[i]
        return (
            self._place_back_matter(i, piece, sight)
            or self._place_prose(i, piece)
            or self._place_contents(i, piece, sight)
            or self._place_section(i, piece, sight)
            or self._place_role_lines(i, piece, sight)
            or self._place_label(i, piece, sight)
            or self._place_term(i, piece)
            or self._place_headline(i, piece, sight)
            or self._place_by_kind(i, piece, sight)
        )

    def _place_prose(self, i: int, piece: Piece) -> Place | None:
        place = self.prose.place(i, piece, self.shelf) or self.led_news.place(i, piece, self.shelf)
        self.mode = Mode.BODY if place else self.mode
        return place

    def _place_back_matter(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        """Place headings of people, publisher and imprint, and contact lines."""
        text, raw = piece.text, piece.raw
        ends = i > self.outlook.last_news
        role = find_role_heading(raw) if len(raw) <= _ROLE_LENGTH else None
        if role is not None and self._may_head_people(piece, role, ends=ends):
            return self._enter_role(piece, role.role, role.end)
        named = self.mode is not Mode.FRONT and ends and self.front.closes_with_name(i, piece)
        closes = named or (ends and (is_signature(raw) or is_end_sign(text)))
        is_set = piece.is_heading or piece.is_bold or is_in_capitals(text)
        names = (is_set or (ends and self.mode is not Mode.FRONT)) and is_furniture_heading(text)
        headed = sight.label is None and (names or (is_set and self.outlook.heads_contacts(i)))
        if closes or headed:
            self.imprint_names.extend(list_signed(raw) if is_signature(raw) else ())
            self._leave_for(Mode.IMPRINT)
            return Place.IMPRINT
        if i >= self.foot or is_advertisement(raw) or (ends and ends_letter(self.outlook.pieces, i)):
            return Place.IMPRINT
        if sight.dated or sight.label is not None or not is_contact_line(text) or is_date_line(text):
            return None
        if piece.kind is BlockKind.LIST_ITEM and self.mode is not Mode.IMPRINT:
            return None
        if text.lower().startswith(("http", "www", "<http")) and self.shelf.open is not None and self.mode is Mode.BODY:
            return None
        return Place.IMPRINT if i or find_holder(text) or not piece.is_heading else None

    def _may_head_people(self, piece: Piece, role: RoleHeading, *, ends: bool) -> bool:
        rest = piece.raw[role.end :]
        headed = piece.is_heading or piece.is_bold or is_in_capitals(piece.text)
        headed = headed or (self.mode is not Mode.PEOPLE and (not rest.strip() or "\n" in piece.raw))
        closes = ends and (role.role == "publisher" or (piece.is_heading and not rest.strip()))
        inside = self.shelf.inside_story and not closes and not (is_motto(rest) and list_people(rest, role=self.role))
        return (headed or bool(rest.strip())) and not inside and piece.kind in {BlockKind.HEADING, BlockKind.PARAGRAPH}

    def _enter_role(self, piece: Piece, role: str, end: int) -> Place:
        rest = piece.raw[end:]
        if role == "publisher":
            if self.mode is Mode.FRONT and self.front.take_dated(piece):
                return Place.TITLE_PAGE
            if rest.strip():
                self.imprint_names.append(strip_article(rest.strip().split("\n")[0]))
            if not (rest.strip() and self.mode is Mode.FRONT):
                self._leave_for(Mode.IMPRINT if rest.strip() else Mode.PUBLISHER)
            return Place.IMPRINT
        if self.mode is Mode.FRONT and rest.strip():
            self.front.add_beside(piece)
        self.role = role
        self.people.update(dict.fromkeys(list_people(rest, role=role)))
        if not (rest.strip() and self.mode in {Mode.FRONT, Mode.BODY}):
            self._leave_for(Mode.PEOPLE)
        return Place.PEOPLE

    def _leave_for(self, mode: Mode) -> None:
        if self.mode in {Mode.FRONT, Mode.BODY}:
            self._back = self.mode
        self.shelf.close()
        self.mode = mode

    def _place_contents(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        text = piece.text
        early = self.mode in {Mode.FRONT, Mode.CONTENTS} or not (self.shelf.open or self.shelf.finished)
        if sight.label is None and early and is_contents_heading(text):
            self.mode = Mode.CONTENTS
            return Place.CONTENTS
        if early and is_contents_line(text):
            return Place.CONTENTS
        listed = i in self.outlook.listed_ahead and not self.shelf.open
        listed = listed or (has_leaders(text) and sight.label is None)
        if listed or (self.mode is Mode.CONTENTS and self.contents.holds(i, piece, sight)):
            self.contents.add(text)
            self.mode = Mode.CONTENTS if self.mode is Mode.FRONT else self.mode
            return Place.CONTENTS
        self.mode = self.contents.leave(piece) if self.mode is Mode.CONTENTS else self.mode
        return None

    def _place_section(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        own = i in self.own_news.sections
        if sight.section is None and not own:
            return None
        if not own and self.mode is Mode.FRONT and (self.front.names_series(i, piece) or self.front.repeats(piece)):
            self.front.add(piece)
            return Place.TITLE_PAGE
        self.shelf.close()
        self.shelf.head = None
        self.mode = Mode.BODY
        name = " ".join(piece.text.split()).strip(" :：*_#")
        ahead = name if is_outlook(name) else None
        inside = self._levels.is_inside(piece) and is_short_news(name)
        section = self.around.section if inside else sight.section
        self.around = Surroundings(section=section, outlook_text=ahead, heading_text=name if own else None)
        if inside:  # "In brief" below the longer news of a section
            return Place.TOPIC_HEADING
        self._levels.enter_section(piece, counted=sight.number is not None)
        return Place.TOPIC_HEADING if own else Place.SECTION_HEADING

    def _place_role_lines(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        """Place lines under the headings of people, publisher and imprint."""
        if self.mode not in {Mode.PEOPLE, Mode.PUBLISHER, Mode.IMPRINT}:
            return None
        news_follows = i <= self.outlook.last_news
        starts_item = self.starts.opens(i, self.shelf.open, mode=self.mode)
        listed = piece.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} and self.mode is not Mode.PEOPLE
        told = news_follows and (piece.is_heading or sight.dated or listed)
        fronted = self.mode is Mode.PEOPLE and self._back is Mode.FRONT and news_follows
        if sight.label is not None or starts_item or told or (fronted and len(piece.text.split()) > 2 * _LINE_WORDS):
            self.mode = self._back
            return None
        if self.mode is Mode.PEOPLE:
            self.people.update(dict.fromkeys(list_people(piece.raw, role=self.role)))
            return Place.PEOPLE
        if self.mode is Mode.PUBLISHER:
            self.imprint_names.append(strip_article(piece.lines()[0]))
            self.mode = Mode.IMPRINT
        return Place.IMPRINT

    def _place_label(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        label = sight.label
        if label is None:
            return None
        if (draft := self.shelf.open) is None and is_editors_note(piece.raw):
            self.front.take_told_period(piece)
            return Place.NOTE
        on_no_item = self.owners.is_on_no_item(i, label, draft, after=len(self.shelf.finished))
        inner = self.owners.is_inner_bullet(i, label, draft) and not on_no_item
        of_brief = label.kind is LabelKind.TERM and draft is not None and draft.form is Form.BRIEF
        if of_brief and piece.kind is BlockKind.LIST_ITEM and not piece.starts_block:
            self.shelf.place_term(piece)
            return Place.ITEM
        if inner or of_brief or (draft is None and self.owners.heads_headline(i, label)):
            return None
        if label.kind is LabelKind.SUMMARY and self.shelf.place_credit(piece, label):
            return Place.ITEM
        if draft is None and label.kind not in ITEM_LABELS:
            if self.mode is Mode.FRONT:
                self.front.add(piece)
                return Place.TITLE_PAGE
            return None
        other = draft is not None and draft.form is Form.BRIEF and label.kind is LabelKind.SUMMARY
        if on_no_item or draft is None or other or self.shelf.repeats_label(piece, label):
            self.mode = Mode.BODY
            section, headline = (None, piece.cut(0, label.end)) if on_no_item else (self.around.section, None)
            self.shelf.start_story(section=section, headline=headline, start=0, number=None)
            if on_no_item and self.shelf.open is not None:
                self.shelf.open.section = Section.OTHER
        self.shelf.place_label(piece, label)
        return Place.ITEM

    def _place_term(self, i: int, piece: Piece) -> Place | None:
        """Place a part of an open item with labels that starts with a label of the publisher's own."""
        if not self.owners.is_term(i, piece, self.shelf.open):
            return None
        self.shelf.place_term(piece)
        return Place.ITEM

    def _place_headline(self, i: int, piece: Piece, sight: Sight) -> Place | None:
        """Place a headline that opens an item, or the second line of one."""
        if self.starts.opens(i, self.shelf.open, mode=self.mode):
            self.mode = Mode.BODY
            start, number = (sight.number.end, sight.number.number) if sight.number else (0, None)
            section = self.around.section
            self.shelf.start_story(section=section, headline=piece, start=start, number=number, around=self.around)
            return Place.ITEM
        if self.starts.continues(i, self.shelf.open):
            self.shelf.add_headline(piece, start=0)
            return Place.ITEM
        return None

    def _place_by_kind(self, i: int, piece: Piece, sight: Sight) -> Place:
        if self.mode is Mode.FRONT and (front := self._place_front(i, piece)) is not None:
            return front
        if piece.kind is BlockKind.TABLE_ROW:
            return self._place_row(i, piece)
        self.shelf.leave_table(self.outlook.pieces[i + 1 : i + 2])
        date_line = is_date_line(piece.text) and self.mode is not Mode.FRONT and (piece.is_heading or piece.is_bold)
        if date_line and not self.shelf.holds(piece, self.outlook.pieces[i + 1 : i + 2]):
            self.shelf.close()
            self.around.date_text = piece.text.strip(" :：■◆●▍▎▌◎")
            return Place.TOPIC_HEADING
        if piece.is_heading or (
            piece.is_bold and sight.headline_like and not sight.dated and piece.kind is BlockKind.PARAGRAPH
        ):
            return self._place_heading(i, piece, sight)
        if piece.kind is BlockKind.LIST_ITEM:
            return self._place_bullet(i, piece)
        if self.front.repeats(piece):
            return Place.NAVIGATION
        if self.shelf.awaits_words and is_byline(piece.text):
            self.people.update(dict.fromkeys(find_byline(piece.raw)))
            return Place.PEOPLE
        if (noted := take_table_note(self.shelf, piece, self.around)) is not None:
            return Place.ITEM if noted else Place.NOTE
        placed = self.shelf.place_paragraph(
            piece, self.around, is_own_news=self.own_news.tell(i), more=i < self.outlook.last_news
        )
        self.mode = Mode.BODY if placed else self.mode
        return Place.ITEM if placed else Place.UNREAD

    def _place_bullet(self, i: int, piece: Piece) -> Place:
        if self.starts.heads_group(i, self.shelf.open, again=self.around.group_level == piece.level):
            self.shelf.close()
            self.mode = Mode.BODY
            named = self.around.enter_group(piece.text.strip(" :："), piece.level)
            return Place.SECTION_HEADING if named else Place.TOPIC_HEADING
        if i in self.told_news and self.shelf.open is not None and self.shelf.open.form is Form.BRIEF:
            self.shelf.close()
        placed = self.shelf.place_list_item(piece, self.around, starts_news=i in self.dated_news)
        self.mode = Mode.BODY if placed else self.mode
        return Place.ITEM if placed else Place.UNREAD

    def _place_row(self, i: int, piece: Piece) -> Place:
        below = self.outlook.pieces[i + 1] if i + 1 < len(self.outlook.pieces) else None
        placed = self.shelf.place_row(piece, self.around, below=below)
        self.mode = Mode.BODY if self.mode is Mode.FRONT else self.mode
        return Place.TABLE_HEAD if placed is None else Place.ITEM if placed else Place.UNREAD

    def _place_front(self, i: int, piece: Piece) -> Place | None:
        """Place a piece of the title page: a heading, date or short line; None when the front ends here."""
        credited = list_credited(piece.raw) if is_credit(piece.raw) else ()
        if not credited and self.front.take_listed(piece):
            return Place.TITLE_PAGE
        tail = find_closing_date(piece.raw)
        people = (*find_byline(piece.raw[: tail.end] if tail else piece.raw), *credited)
        alone = credited or piece.kind not in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}
        if people and alone and (not piece.is_heading or self.front.lines):
            self.people.update(dict.fromkeys(people))
            self.front.add_beside(piece)
            return Place.PEOPLE
        if self.front.takes_date(piece) and piece.kind is not BlockKind.TABLE_ROW and not self.front.heads_stories(i):
            self.front.add(piece)
            return Place.TITLE_PAGE
        if piece.kind in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW} or self.outlook.sights[i].dated:
            self.mode = Mode.BODY
            return None
        if self.front.is_navigation(i, piece):
            return Place.NAVIGATION
        if piece.is_heading or piece.is_bold:
            if not self.front.takes_heading(i, piece, self.outlook.follow(i)):
                self.mode = Mode.BODY
                return None
            self.front.add(piece)
            return Place.TITLE_PAGE
        if self.front.take_told_period(piece) or self.front.take_told_lines(piece) or self.front.is_note(piece):
            return Place.NOTE
        if self.front.takes_line(piece):
            self.front.add(piece)
            return Place.TITLE_PAGE
        return Place.NAVIGATION if self.front.is_badge(i, piece) or self.front.is_standfirst(i) else None

    def _place_heading(self, i: int, piece: Piece, sight: Sight) -> Place:
        """Place another heading: a topic over several items, a story's headline, or a heading inside a story."""
        if self.starts.stays_inside(i, self.shelf.open):
            return Place.ITEM if self.shelf.place_paragraph(piece, self.around) else Place.UNREAD
        start, number = (sight.number.end, sight.number.number) if sight.number else (0, None)
        if is_lone_news(self.outlook, i):
            self.shelf.start_brief(piece.cut(start), self.around)
            return Place.ITEM
        self.shelf.close()
        if self._levels.ends_topic(piece):
            self.around.name_topic(None)
        again, self._levels.topic = piece.is_heading and piece.level == self._levels.topic, 0
        headline = i in self.outlook.plain_heads and piece.level == HEADLINE_LEVEL
        counted = sight.number is not None
        self.around.by_paragraph = not (counted or headline) and heads_told_news(self.outlook, i, again=again)
        if self._levels.leave_section(piece, headline=headline):
            self.around = Surroundings()
        lists = self.around.by_paragraph or self.starts.heads_list(i, counted_level=self._levels.counted_section)
        if (i in self.own_news.fields and not headline) or (lists and not heads_one_story(self.outlook, i)):
            self.around.name_topic(piece.raw[start:].strip(" :：*_#\n") or None, level=piece.level or _PLAIN_LEVEL)
            self._levels.topic = piece.level if self.around.by_paragraph else 0
            return Place.TOPIC_HEADING
        section, of_topic = self.around.section, not counted or bool(self.around.outlook_text)
        around = self.around if of_topic else replace(self.around, heading_text=None)
        self.shelf.start_story(section=section, headline=piece, start=start, number=number, around=around)
        opened = self.shelf.open
        if opened is not None and of_topic and opened.section is Section.TOP:
            opened.section = section or (Section.TOP if self.starts.is_set_like_stories(piece) else Section.OTHER)
        return Place.ITEM
