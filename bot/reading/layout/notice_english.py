"""Official notices in English, as ministries' pages translate them: a title, the text, who signs and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dates.printed_dates import parse_printed_date
from bot.model.briefing import Section
from bot.reading.document import BlockKind, BriefingParts, Document, ItemParts, Place, Placement
from bot.reading.layout.beside import is_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.notice_page import NoticeRow, list_placements, list_rows
from bot.reading.layout.printed_days import find_closing_day, find_opening_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.spans import list_links

_TITLE = re.compile(
    r"(?!.*[.?!]\Z)(?:.{0,160}?\b)?(?:Announcement|Notice|Circular|Decision|Order|Decree|Measures|Provisions"
    r"|Regulations"
    r"|Opinions|Guidelines|Rules|Catalogue|Reply|Communiqué)\b(?:\s(?:of|on|for|by|No\.?|to|from|concerning"
    r"|regarding)\b.*|\s?\(.*)?"
)
_NUMBER = re.compile(
    r"(?:[A-Z][\w’']*\s){0,8}(?:Announcement|Order|Decree|Notice|Circular)\sNo\.?\s?\d{1,4}(?:\s(?:of\s|\()(?:19|20)\d\d\)?)?"
)
_FRONT, _BACK, _MOST_ROWS, _LEAST = 4, 10, 400, 2
_TITLE_WORDS = range(4, 70)


def read_english_notice(document: Document) -> tuple[BriefingParts, tuple[Placement, ...]] | None:
    """Return an official notice in English as a briefing of one item with its places; None for anything else."""
    if len(document.blocks) > _MOST_ROWS:
        return None
    rows = [row for at, block in enumerate(document.blocks) for row in list_rows(at, block)]
    title = next((at for at, row in enumerate(rows[:_FRONT]) if _is_title(row)), None)
    signed = _find_signature(rows) if title is not None and len(rows) <= _MOST_ROWS else None
    if title is None or signed is None or signed[0] <= title + 1 or _holds_news(rows[title + 1 : signed[0]]):
        return None
    start, end, names, day = signed
    number_row = next((at for at in range(start) if at != title and _NUMBER.fullmatch(rows[at].text)), None)
    issuers = ", ".join(names)
    own = {title, number_row, *range(start, end)}
    told = [row for at, row in enumerate(rows) if at > title and at not in own]
    found = parse_printed_date(day)
    heading = rows[title].text
    sign = "" if number_row is None else f", {rows[number_row].text}"
    item = ItemParts(
        section=Section.TOP,
        position=1,
        headline=heading,
        summary=tuple(row.text for row in told if row.source.kind is not BlockKind.LIST_ITEM),
        points=tuple(row.text for row in told if row.source.kind is BlockKind.LIST_ITEM),
        article_text=f"{heading}{sign}",
        issuer_text=issuers,
        date_text=day,
        is_official=True,
        links=tuple(link for row in told for link in list_links(row.spans)),
    )
    parts = BriefingParts(publisher=issuers, title=heading, published_on=found[0] if found else None, items=(item,))
    places = [Place.NAVIGATION if at < title else Place.ITEM for at in range(len(rows))]
    return parts, list_placements(document, rows, places)


def _is_title(row: NoticeRow) -> bool:
    words = len(row.text.split())
    return (
        row.source.kind is not BlockKind.LIST_ITEM and words in _TITLE_WORDS and _TITLE.fullmatch(row.text) is not None
    )


def _find_signature(rows: Sequence[NoticeRow]) -> tuple[int, int, list[str], str] | None:
    """Return where offices and a day stand at the end on lines of their own, from line to line, and their wording."""
    for at in range(len(rows) - 1, max(0, len(rows) - _BACK), -1):
        text = rows[at].text
        closing = find_closing_day(text)
        if closing is not None and is_office(text[: closing.start]):
            return at, at + 1, [text[: closing.start].strip(" ,")], closing.text
        if is_day(text) and parse_printed_date(text):
            first = at
            while first and is_office(rows[first - 1].text):
                first -= 1
            if first < at:
                return first, at + 1, [row.text.strip(" ,") for row in rows[first:at]], text
    return None


def _holds_news(rows: Sequence[NoticeRow]) -> bool:
    """Whether the rows are an issue of news: sections, comments, or several lines that open with days."""
    dated = sum(find_opening_day(row.text) is not None for row in rows)
    labels = [find_label(row.text) for row in rows]
    own = any(label is not None and label.field in {Field.COMMENT, Field.ISSUER} for label in labels)
    return dated >= _LEAST or own or any(tell_section(row.text) for row in rows if row.is_heading)
