"""The shelf of items: the open draft and the finished ones, and how each kind of piece adds to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.model.briefing import Section
from bot.model.ids import HAN, fold
from bot.reading.document import ItemParts, number_items
from bot.reading.grammar.draft_filling import (
    add_credit,
    add_named,
    cite_behind_dash,
    date_brief,
    fill_slot,
    find_opening_credit,
    opens_with_date,
    place_in_story,
    read_lead_in,
    settle_all,
    settle_draft,
)
from bot.reading.grammar.item_draft import Form, ItemDraft, draft_brief
from bot.reading.grammar.layout.cited_sources import find_lone_sources
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.layout.day_lines import find_cited_day
from bot.reading.grammar.layout.document_lines import part_title
from bot.reading.grammar.layout.headlines import find_run_in_head
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_dated_lead,
    find_dated_tail,
    find_first_date,
    find_headed_lead,
    find_tag_end,
    find_told_date,
    is_bracketed_date,
    is_date_line,
    is_dated_by_words,
    names_office,
)
from bot.reading.grammar.layout.line_forms import find_line_headline, split_tag
from bot.reading.grammar.layout.pieces import Piece, cut_spans, is_link_only, join_lines, list_links, without_bullet
from bot.reading.grammar.layout.running_acts import part_acts
from bot.reading.grammar.layout.sight import Surroundings
from bot.reading.grammar.layout.table_rows import (
    Cell,
    Column,
    TableHead,
    find_table_head,
    find_worded_head,
    goes_on_as,
    guess_columns,
    heads_facts,
    is_rule,
    names_partners,
    read_fact,
    split_cells,
    tell_titles,
)
from bot.reading.grammar.lines.day_labels import labels_deadline, labels_effect
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import Label, LabelKind, find_field_line
from bot.reading.grammar.lines.reports import count_words, is_closed, is_prose, speaks_to_reader

# How a table's cell fills a draft: by what its column holds, and by the lines of a title's cell.

_STATES = frozenset({"draft", "issued", "in force", "amended", "repealed", "withdrawn"})
"""What a sign in a table stands for."""
_FEW = 2
"""Words of a lead-in that is no headline."""
_ROW_NUMBER = re.compile(r"[A-Z]?\d{1,3}(?:\.\d{1,2})?[.)]?")
"""Counts the rows of a table ("12.", "A3")."""
_HAN_TAIL = re.compile(rf"(?<![{HAN}》”])\s*[(（][^()]*[{HAN}].*[)）]\s*\Z")


def fill_cell(draft: ItemDraft, column: Column, name: str, cell: Cell, *, has_text: bool) -> None:
    """Add a cell of a table; ``has_text`` tells that the row has a text besides its title."""
    text = " ".join(cell.text.split())
    column, name = _tell_column(draft, column, name, text)
    if column is Column.CONTACT or (column is Column.INDEX and _ROW_NUMBER.fullmatch(text)):
        return
    if column is Column.DATE:
        _fill_date(draft, name, text)
    elif column is Column.ISSUER:
        _fill_issuer(draft, name, cell)
    elif column is Column.HEADLINE:
        draft.headline = text
        draft.links.extend(list_links(cell.spans))
    elif column is Column.TITLE:
        _fill_title(draft, cell, has_text=has_text)
    elif column is Column.NUMBER:
        draft.numbers.append(text)
    elif column is Column.SOURCE or (column is Column.TEXT and is_link_only(cell.spans)):
        draft.add_sources(cell.spans)
    elif column is Column.COMMENT:
        draft.add_comment(cell.spans)
    elif column is Column.TEXT or not name:
        _fill_text(draft, cell)
    else:
        draft.terms.append(f"{name}: {text}")
        draft.links.extend(list_links(cell.spans))


def _tell_column(draft: ItemDraft, column: Column, name: str, text: str) -> tuple[Column, str]:
    """Return what a column without a head holds, and who is a firm among the news of firms."""
    if not name and text in _STATES:
        return Column.OTHER, "Status"
    if column is Column.ISSUER and draft.section is Section.CORPORATE_NEWS and fold(name) == "who":
        return Column.OTHER, "Company"
    return column, name


def _fill_date(draft: ItemDraft, name: str, text: str) -> None:
    """Add a day; where its cell tells more of it, that is a term."""
    first = None if is_date_line(text) else find_first_date(text)
    draft.date_text = first or text
    draft.terms.extend([f"{name}: {text}"] if first and name else [])


def _fill_issuer(draft: ItemDraft, name: str, cell: Cell) -> None:
    """Add the offices of a cell; where they are but partners, the office over the table is first."""
    if names_partners(name) and not draft.issuers and names_office(draft.heading_text or ""):
        draft.issuers.append(draft.heading_text or "")
    draft.add_issuer(cell.spans)


def _fill_text(draft: ItemDraft, cell: Cell) -> None:
    """Add a text; words in bold on a line before its sentences are the headline, and no subject of them."""
    told = cell.part_bold() if draft.headline is None else None
    headed = told is not None and told[1].text[:1].isupper() and len(told[0].text.split()) > _FEW
    if told and headed:
        draft.headline = " ".join(told[0].text.split())
    draft.add_summary(told[1].spans if told and headed else cell.spans, cited=True)


def _fill_title(draft: ItemDraft, cell: Cell, *, has_text: bool) -> None:
    told = None if has_text else cell.part_bold()
    title = told[0] if told else cell
    parted = part_title(title.spans)
    text = parted.first
    draft.add_article(parted.spans)
    draft.numbers.extend(parted.numbers)
    if told:
        draft.add_summary(told[1].spans, cited=True)
    if draft.headline is None and (told or has_text):
        draft.headline = _HAN_TAIL.sub("", text).strip() or text
    elif draft.headline is None:
        draft.summary.append(text)


_SHORTEST_HEADLINE = 3
_USUAL = 2
_NAMED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
"""The sections that keep their stories, and behind which other news are no top items."""
_PICTURES = re.compile(r"\A(?:[\U0001f000-\U0001faff\u2580-\u27bf※]\ufe0f?\s*)+(?=\S)")
_SET_OFF = re.compile(r"[)）\]】]\Z|\s[|–—]\s[^|–—]*\Z")
"""Ends a headline behind which brackets, a bar or a dash may set its day off."""


@dataclass(kw_only=True, slots=True)
class ItemShelf:
    """The items read so far; ``open`` is the one that the next words belong to."""

    finished: list[ItemDraft] = field(default_factory=list)
    open: ItemDraft | None = None
    head: TableHead | None = None
    behind: int = 0

    @property
    def awaits_words(self) -> bool:
        """Whether the open item has a headline and no words yet."""
        return self.open is not None and bool(self.open.headline) and not (self.open.summary or self.open.points)

    @property
    def inside_story(self) -> bool:
        """Whether the open item has a headline of its own or labels, and not yet those that end it."""
        return self.open is not None and self.open.form is Form.STORY and not self.open.is_complete

    def holds(self, day: Piece, below: tuple[Piece, ...]) -> bool:
        """Whether a day set like a heading is that of the open item, and no head of the headlines below it."""
        heads = bool(below) and below[0].is_heading and not self.awaits_words
        return self.open is not None and self.open.holds(day) and not heads

    def close(self) -> None:
        """Finish the open item."""
        draft = self.open
        if draft is not None:
            settle_draft(draft)
            self.finished.append(draft)
        self.open = None

    def take_credit(self, piece: Piece) -> None:
        """Add what stood behind the last sentence of a piece to the open item, where it was placed there."""
        draft, credit = self.open, piece.credit
        if draft is None or credit is None or draft.blocks[-1:] != [piece.source]:
            return
        issuers = () if draft.issuers else credit.issuers
        add_credit(draft, replace(credit, issuers=issuers, date_text=credit.date_text or draft.date_text or ""), ())
        draft.date_text, draft.closed = draft.date_text or None, True

    def list_parts(self) -> tuple[ItemParts, ...]:
        """Return all items by section, each with its position in it."""
        self.close()
        settle_all(self.finished)
        return number_items(draft.to_parts(order) for order, draft in enumerate(self.finished))

    def start_story(
        self,
        *,
        section: Section | None,
        headline: Piece | None,
        start: int,
        number: int | None,
        around: Surroundings | None = None,
    ) -> None:
        """Open an item with a headline of its own (or none yet); other news are top items but behind named sections.

        ``around`` gives its topic and, where its headline tells none, its day.
        """
        self.close()
        topic, day = (around.heading_text, around.date_text) if around else (None, None)
        behind = section is not Section.TOP and any(draft.section in _NAMED for draft in self.finished)
        kept = section if section in _NAMED else Section.OTHER if behind else None
        draft = ItemDraft(section=kept or Section.TOP, form=Form.STORY, number=number, heading_text=topic)
        self.open = draft
        if headline is not None:
            self.add_headline(headline, start=start)
        draft.date_text = draft.date_text or day

    def add_headline(self, piece: Piece, *, start: int) -> None:
        """Add words to the open item's headline."""
        draft = self._draft()
        spans = cut_spans(piece.spans, start)
        tag, text = split_tag(_PICTURES.sub("", join_lines("".join(span.text for span in spans)).strip(" *_~:：")))
        if tag:
            draft.add_topic(tag)
            named = find_section(tag) if draft.section not in _NAMED else None  # the heading above tells more
            draft.section = named if named in _NAMED else draft.section
        draft.headline_level = draft.headline_level or (piece.level if piece.is_heading else 0)
        lead = find_dated_lead(piece.cut(start)) if draft.date_text is None and not draft.headline else None
        if lead is not None and count_words(text[lead.start :]) > 1:
            draft.date_text, text = lead.date_text, join_lines(piece.raw[start + lead.start :]).strip(" *_~:：|")
        bracketed = draft.date_text is None and _SET_OFF.search(text) is not None
        cited = find_cited_day(text) if bracketed else None
        if cited is not None and draft.labels.isdisjoint({"date"}):
            credit = cited[1]
            text, draft.date_text = text[: cited[0]].strip(), credit.date_text
            draft.source_labels.extend(credit.sources)
        tail = find_dated_tail(text) if bracketed and cited is None else None
        if tail is not None and len(text[: tail.end]) >= _SHORTEST_HEADLINE:
            draft.date_text, text = tail.date_text, text[: tail.end].strip()
        draft.headline = " ".join(filter(None, (draft.headline, draft.take_twin(text))))
        draft.links.extend(list_links(spans))
        draft.add_block(piece.source)

    def place_label(self, piece: Piece, label: Label) -> None:
        """Add a labelled piece to the open item."""
        draft = self._draft()
        draft.add_block(piece.source)
        if label.kind is LabelKind.TERM:
            draft.add_term((read_fact(piece) or piece).spans, has_value=bool(piece.raw[label.end :].strip()))
            return
        if label.kind is LabelKind.DATE and LabelKind.DATE not in draft.labels:
            draft.date_text = None  # one that the text told
        draft.add_label(label.kind, piece.raw[: label.end])
        rest = cut_spans(piece.spans, label.end)
        if "".join(span.text for span in rest).strip():
            fill_slot(draft, rest)

    def place_credit(self, piece: Piece, label: Label) -> bool:
        """Add what a labelled line credits ("Facts: MIIT; 5 May; issued") to the open item; False where it does not."""
        rest = cut_spans(piece.spans, label.end)
        credit = find_credit("".join(span.text for span in rest)) if self.open is not None else None
        if self.open is None or credit is None:
            return False
        add_credit(self.open, credit, rest)
        self.open.add_block(piece.source)
        return True

    def repeats_label(self, piece: Piece, label: Label) -> bool:
        """Whether the open item already has a summary, or began, under a label in the same words: another starts."""
        draft, words = self.open, piece.raw[: label.end]
        again = label.kind is LabelKind.SUMMARY and draft is not None and draft.has_label(words)
        return again or (label.kind is LabelKind.ARTICLE and draft is not None and draft.opened_with(words))

    def place_term(self, piece: Piece) -> None:
        """Add a line under a label of the publisher's own to the open item."""
        add_named(self._draft(), piece)

    def place_list_item(self, piece: Piece, around: Surroundings, *, starts_news: bool) -> bool:
        """Add a bullet: a point of the open item, or an item of its own; False when it fits nowhere.

        ``starts_news`` tells that a list of dated news starts with it: no points of a story that does not announce it.
        """
        draft = self.open
        dated = find_dated_lead(without_bullet(piece)) is not None
        is_told = draft is not None and (draft.is_complete or (starts_news and not draft.expects_list))
        if draft is None or (draft.form is Form.STORY and dated and is_told):
            self.start_brief(piece, around)
            return True
        if draft.form is Form.BRIEF:
            own = (dated and draft.date_text is not None) or (draft.list_level == 0 and (dated or not draft.introduces))
            nested = piece.level > draft.list_level and not own
            if not nested:
                self.start_brief(piece, around)
                return True
            if sources := find_lone_sources(without_bullet(piece).spans):
                draft.add_sources(sources)
            else:
                draft.add_point(without_bullet(piece).spans, cited=True)
            draft.add_block(piece.source)
            return True
        return place_in_story(draft, piece, points=True)

    def place_paragraph(
        self, piece: Piece, around: Surroundings, *, is_own_news: bool | None = None, more: bool = False
    ) -> bool:
        """Add a paragraph: a part of the open item, or an item of its own; False when it fits nowhere.

        ``is_own_news`` tells by its words and those of its neighbours whether it is no part of the item before; None
        where these tell nothing. ``more`` tells that news comes after it.
        """
        draft = self.open
        if draft is not None and draft.fill_term(piece):
            return True
        told = draft is not None and draft.date_text is None and bool(draft.summary)
        if draft is not None and told and is_bracketed_date(piece.text):
            draft.date_text = piece.text.strip(" ()（）[]")
            draft.add_block(piece.source)
            return True
        fields = find_field_line(piece.text) if draft is not None else None
        if draft is not None and fields is not None:
            add_credit(draft, fields, piece.spans)
            draft.add_block(piece.source)
            return True
        lead = find_dated_lead(without_bullet(piece))
        dated = lead is not None or piece.credit is not None or is_dated_by_words(piece)
        if draft is not None and draft.form is Form.STORY:
            if not (
                dated
                and draft.is_complete
                and draft.slot in {"date", "issuer", "source", "article"}
                and draft.date_text
            ):
                return place_in_story(draft, piece, points=False) or self._add_behind(draft, piece, more=more)
        elif draft is not None and not dated and not is_own_news and not around.tells_own_day(piece.text):
            if sources := piece.spans if is_link_only(piece.spans) else find_lone_sources(piece.spans):
                draft.add_sources(sources)
                draft.add_block(piece.source)
                return True
            if (
                (is_own_news is False or not draft.closed)
                and find_bold_lead(piece) is None
                and not find_tag_end(piece.raw)
            ):
                draft.add_summary(piece.spans, cited=True)
                draft.add_block(piece.source)
                return True
        if (
            dated
            or around.is_news
            or (is_own_news and (draft is not None or (is_prose(piece.text) and is_closed(piece.text))))
            or (around.by_day and around.tells_own_day(piece.text))
            or ((find_told_date(piece.text) or "") and opens_with_date(piece))
        ):
            self.start_brief(piece, around)
            return True
        return False

    def _add_behind(self, draft: ItemDraft, piece: Piece, *, more: bool) -> bool:
        """Add what is told behind the labels that end an item: before more news, or as behind two items before it."""
        told = is_prose(piece.text) and is_closed(piece.text) and not speaks_to_reader(piece.text)
        if not (told and draft.is_complete and (more or self.behind >= _USUAL)):
            return False
        self.behind += 1
        draft.add_summary(piece.spans, cited=True)
        draft.add_block(piece.source)
        return True

    def place_row(self, piece: Piece, around: Surroundings, *, below: Piece | None = None) -> bool | None:
        """Add a table row: None when it is the table's head or a rule, True for an item, False when it fits nowhere.

        ``below`` is what follows it, by which the head of a table of figures is told.
        """
        if is_rule(piece) or heads_facts(piece, below):
            return None
        head = find_table_head(piece) or (find_worded_head(piece, below) if self.head is None else None)
        if head is not None:
            self.head = head
            self.close()
            return None
        cells = split_cells(piece)
        fact = read_fact(piece) if self.head is None else None
        if fact is not None and self.open is not None and self.open.form is Form.STORY and self.open.labels:
            self.place_term(fact)
            return True
        if self.head is not None and len(cells) <= len(self.head.columns) + 1:
            return self._place_cells(piece, cells, self.head, around)
        head = guess_columns(cells)
        if Column.DATE not in head.columns and not around.is_news:
            return False
        return self._place_cells(piece, cells, head, around)

    def leave_table(self, below: tuple[Piece, ...]) -> None:
        """Close the open table, unless rows of its length go on below, as behind a heading that parts them."""
        self.head = self.head if self.head and goes_on_as(self.head, below) else None

    def _place_cells(self, piece: Piece, cells: tuple[Cell, ...], head: TableHead, around: Surroundings) -> bool:
        self.close()
        draft = draft_brief(piece, section=around.section or Section.OTHER, heading_text=around.heading_text)
        draft.date_text = around.date_text
        draft.add_block(piece.source)
        columns = tell_titles(head.columns, cells)
        has_text = any(c is Column.TEXT and cell.text for c, cell in zip(columns, cells, strict=False))
        names = (*head.names, "") if len(cells) > len(head.names) else head.names
        columns = (*columns, Column.OTHER) if len(cells) > len(columns) else columns
        heading = around.heading_text or ""
        dates_term = labels_effect(f"{heading}:") or labels_deadline(f"{heading}:")
        for column, name, cell in zip(columns, names, cells, strict=False):
            if cell.text and column is Column.DATE and dates_term:
                draft.terms.append(f"{heading}: {cell.text}")
            elif cell.text:
                fill_cell(draft, column, name, cell, has_text=has_text)
        self.open = draft
        self.close()
        return True

    def start_brief(self, piece: Piece, around: Surroundings) -> None:
        """Open an item that is one bullet or paragraph among others; an item for each of several dated acts in it."""
        parts = part_acts(piece)
        for part in parts:
            self._start_brief(part, around if len(parts) == 1 else replace(around, date_text=None))

    def _start_brief(self, piece: Piece, around: Surroundings) -> None:
        self.close()
        draft = draft_brief(piece, section=around.section or Section.OTHER, heading_text=around.heading_text)
        bare = without_bullet(piece)
        opening = find_opening_credit(bare, of_company=draft.section is Section.CORPORATE_NEWS)
        if opening is not None:
            bare = bare.cut(opening[0])
            add_credit(draft, opening[1], ())
        headed = find_headed_lead(bare)
        lead = headed or find_dated_lead(bare)
        headline_end = 0 if lead else find_line_headline(bare)
        body = bare.cut(lead.start if lead else headline_end)
        draft.headline = headed.headline if headed else join_lines(bare.raw[:headline_end]) or None
        run_in = find_run_in_head(body) if draft.headline is None else None
        if run_in is not None:
            draft.headline, draft.heading_text = run_in.headline, draft.heading_text or run_in.headline
            body = body.cut(run_in.start)
            behind = find_dated_lead(body) if lead is None else None
            lead, body = (behind, body.cut(behind.start)) if behind else (lead, body)
        draft.links.extend(list_links(cut_spans(bare.spans, 0, headline_end)))
        if draft.heading_text is None:
            draft.heading_text = find_bold_lead(body)
        draft.date_text = lead.date_text if lead else draft.date_text
        draft.add_summary(body.spans, cited=True)
        draft.date_by_sources()
        cite_behind_dash(draft)
        read_lead_in(draft)
        date_brief(draft, body, around)
        draft.add_block(piece.source)
        self.open = draft

    def _draft(self) -> ItemDraft:
        if self.open is None:
            self.open = ItemDraft(section=Section.TOP, form=Form.STORY)
        return self.open
