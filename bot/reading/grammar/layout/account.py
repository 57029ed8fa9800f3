"""The account: what counts as placed without being told in an item must stand in a field or be plain furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import fold
from bot.reading.document import BriefingParts, Place
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.furniture import (
    addresses_issue,
    is_end_sign,
    is_greeting,
    is_imprint,
    is_motto,
    list_sentences,
    mostly_addresses_issue,
    reads_as_news,
    tells_beyond_issue,
    tells_quantity,
)
from bot.reading.grammar.lines.headings import find_number
from bot.reading.grammar.lines.imprint import find_place_end, is_credit
from bot.reading.grammar.lines.labels import explains_form, is_editors_note
from bot.reading.grammar.lines.reports import is_closed, is_salutation
from bot.reading.grammar.lines.title_line import split_title_line, tells_period
from bot.reading.grammar.lines.title_page import greets_readers, list_sentence_dates, list_told_lines, tells_own_period

_MARKS = re.compile(r"[^\w%]+")
_SENT = re.compile(
    r"\b(?:published|issued|released|sent(?:\s+(?:out|to\s+(?:\w+\s+){0,2}[a-z]+))?|closed|completed|dated)\s+(?:on\s+)?(?:\w+day,?\s+)?\Z",
    re.IGNORECASE,
)
_ANY_YEAR = 2000
_FRONT_NUMBERS = re.compile(
    r"\b(?:issue|no|nr|vol(?:ume)?|edition|number|week|cw|kw)\b\.?\s*[#:]?\s*\d+(?:\s*[/-]\s*\d+)*", re.IGNORECASE
)

_SUBJECT = re.compile(r"\s*[:：]\s*[^.\n]{2,120}\Z")
_SUBJECT_ZH = re.compile(r"\s*(?:(?:19|20)\d\d\s*年?)?\s*(?:总?第\s*)?\d{1,4}\s*期\s*[:：|｜—–-]+[^。]{2,80}")
"""What stands behind a series' name in a mail's subject: its number, and the topics that its news tell."""
_HAPPENED = re.compile(r"\b(?:it|they|he|she|who)\s+\w+(?<!\bis)(?<!\bare)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
"""Tells what somebody did, or a year, where a sentence goes on with one named before."""

_PRICE = re.compile(
    r"\b(?:cover |newsstand )?price\s?:?\s?\S{0,6}\d[\d.,]*|(?:定价|售价|零售价)\s*[:：]\s*\S{0,3}\d[\d.]*元?",
    re.IGNORECASE,
)
"""What an issue costs, on its title page."""


def settle_places(
    pieces: Sequence[Piece], places: Sequence[Place], parts: BriefingParts, *, has_title: bool
) -> tuple[Place, ...]:
    """Return each piece's place, ``UNREAD`` for those whose words would otherwise be told nowhere.

    ``has_title`` tells that the document has a title page with news after it.
    """
    fields = sorted(filter(None, (parts.publisher, parts.series, *(p.name for p in parts.people))), key=len)[::-1]
    topics = {item.heading_text for item in parts.items if item.heading_text}
    topics |= {item.date_text for item in parts.items if item.date_text}
    headlines = {fold(item.headline) for item in parts.items if item.headline}
    kept: list[Place] = []
    above = ""
    for piece, placed in zip(pieces, places, strict=True):
        told, place = True, placed
        if place in {Place.UNREAD, Place.TITLE_PAGE} and fold(piece.text) in headlines:
            place = Place.TITLE_PAGE
        elif place is Place.TITLE_PAGE:
            told = _is_title_told(piece, fields, has_title=has_title)
        elif place is Place.PEOPLE:
            rest = _without(piece.raw, fields)
            told = is_motto(rest) or is_imprint(rest) or is_credit(piece.raw) or bool(list_told_lines(piece.text))
        elif place is Place.NOTE:
            told = (
                is_imprint(_without(piece.raw, fields))
                or greets_readers(piece.text)
                or bool(list_told_lines(piece.text))
                or tells_own_period(piece.text)
            )
            told = told or (is_salutation(above) and _opens_letter(piece.text)) or is_editors_note(piece.raw)
            told = told or explains_form(piece.text)
        elif place is Place.IMPRINT:
            told = is_imprint(_without(piece.raw, fields)) or is_imprint(piece.text[find_place_end(piece.text) :])
            told = told or is_end_sign(piece.text) or addresses_issue(piece.text) or _is_of_house(piece.raw, fields)
            told = told or mostly_addresses_issue(piece.text)
        elif place is Place.UNREAD and Place.ITEM not in kept and explains_form(piece.text):
            place = Place.NOTE  # behind the contents
        elif place is Place.TOPIC_HEADING:
            number = find_number(piece.raw)
            words = piece.raw[number.end :] if number else piece.text
            told = is_motto(piece.text) or any(_holds(topic, words) for topic in topics)
        above = piece.text
        kept.append(place if told else Place.UNREAD)
    return tuple(kept)


def _is_of_house(raw: str, fields: Sequence[str]) -> bool:
    """Whether a paragraph at the end names the house or the series in all it tells to have happened, and no amount."""
    told = [sentence for sentence in list_sentences(raw) if tells_beyond_issue(sentence) and _HAPPENED.search(sentence)]
    named = _without(raw, fields) != raw and all(_without(sentence, fields) != sentence for sentence in told)
    return named and not tells_quantity(raw)


def _opens_letter(text: str) -> bool:
    """Whether a paragraph below a salutation tells no day, and no news but what its sentences say to the readers."""
    plain = all(is_greeting(sentence) or not reads_as_news(sentence) for sentence in list_sentences(text))
    return plain and not find_printed_dates(text, default_year=_ANY_YEAR)


def _is_title_told(piece: Piece, fields: Sequence[str], *, has_title: bool) -> bool:
    """Whether the words of a title page's piece stand in its fields, or are a short line beside a real title."""
    told_days = list_sentence_dates(piece.text) or list_told_lines(piece.text)
    if (told_days and not tells_quantity(piece.text)) or tells_period(piece.text):
        return True
    rest = _without(piece.raw, fields)
    if piece.is_heading and rest != piece.raw and (_SUBJECT_ZH.fullmatch(rest.lstrip("\n")) or _SUBJECT.match(rest)):
        return True
    for start, end, _ in reversed(find_printed_dates(rest, default_year=_ANY_YEAR)):
        rest = f"{_SENT.sub('', rest[:start])} 0 {rest[end:]}"
    folded = {fold(name) for name in fields}
    split = [(line, split_title_line(line)) for line in piece.lines()]
    names = [name for _, found in split for name in found.names]
    dated = all(found.issue_texts for _, found in split)  # and nothing else that is a name
    bare = (line for line, found in split if not (found.names or found.issue_texts))
    left = (sentence for part in rest.split("\n") for sentence in list_sentences(part) if is_closed(sentence))
    told = all(fold(name) in folded for name in names) and not any(map(reads_as_news, (*bare, *left)))
    if not is_motto(_FRONT_NUMBERS.sub("\n", rest)):
        return told and (bool(names) or dated) and not tells_quantity(_PRICE.sub("", rest))
    return has_title or told


def _holds(topic: str, text: str) -> bool:
    return fold(_MARKS.sub(" ", text)).strip() in fold(_MARKS.sub(" ", topic))


def _without(text: str, fields: Sequence[str]) -> str:
    """Return a text without the words of these fields."""
    for words in fields:
        text = re.sub(re.escape(words), "\n", text, flags=re.IGNORECASE)
    return text
