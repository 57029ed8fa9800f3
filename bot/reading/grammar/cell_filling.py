"""How a table's cell fills a draft: by what its column holds, and by the lines of a title's cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.names import HAN, fold
from bot.domain.records.briefing import Section
from bot.reading.grammar.layout.lead_ins import find_first_date, is_date_line, names_office
from bot.reading.grammar.layout.pieces import is_link_only, list_links
from bot.reading.grammar.layout.table_rows import Column, names_partners
from bot.reading.grammar.layout.title_cells import part_title

if TYPE_CHECKING:
    from bot.reading.grammar.item_draft import ItemDraft
    from bot.reading.grammar.layout.table_rows import Cell

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
    """Give what a column without a head holds, and who is a firm among the news of firms."""
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
