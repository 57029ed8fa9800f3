"""Document fields: what the parts of a line between signs tell of a document: day, offices, title, number, state."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.reading.grammar.layout.credits import Part, is_credit_number, tell_part
from bot.reading.grammar.layout.lead_ins import find_first_date
from bot.reading.grammar.layout.pieces import is_link_only, is_mostly_han
from bot.reading.grammar.layout.status_signs import find_state
from bot.reading.grammar.layout.title_cells import names_document
from bot.reading.grammar.lines.labels import find_label

if TYPE_CHECKING:
    from bot.reading.grammar.layout.pieces import Piece

Fields = list[tuple[str, int, int]]
"""The label of each field, "" for a value that has its own, and the offsets of its value."""
_LEAST_PARTS = 3
_TONGUES = 2
_STATE_WORDS = 3
_SHORTEST = 6
"""Signs of a title in Chinese; fewer name but a kind of document."""
_SIGN = re.compile(r"\s*[|｜]\s*|\s+(?:[·•]|//?)\s+")
_NAMES = {Part.DATE: "Date: ", Part.ISSUER: "Issued by: ", Part.NUMBER: "Number: ", Part.TERM: "Status: "}


def list_signed(piece: Piece) -> Fields | None:
    """Give the fields of parts between signs: a day, and one title at most beside offices, numbers and links.

    The title may stand in both tongues, and the day be that of a term. None for a line that is no such one.
    """
    raw = piece.raw
    edges = [(0, 0), *(sign.span() for sign in _SIGN.finditer(raw)), (len(raw.rstrip()), len(raw))]
    bounds = [(start, end) for (_, start), (end, _) in pairwise(edges) if raw[start:end].strip()]
    fields: Fields = []
    for start, end in bounds if len(bounds) >= _LEAST_PARTS and not find_label(raw) else ():
        label, words = _tell_label(raw[start:end])
        if label == "Title: " and is_link_only(piece.cut(start, end).spans):
            label = "Source: "
        if label == "Title: " and _tells_state(words) and any(one == label for one, *_ in fields):
            label = "Status: "
        if label is not None:
            fields.append((label, start + raw[start:end].rfind(words), end))
    names = [label for label, *_ in fields]
    titles = [raw[start:end] for label, start, end in fields if label == "Title: "]
    dated = names.count("Date: ") == 1 or (not names.count("Date: ") and _dates_term(raw, fields))
    one = dated and (len(titles) <= 1 or _are_twins(titles))
    return fields if one else None


def _tells_state(words: str) -> bool:
    """Whether a few small words stand behind a title ("under way")."""
    return words.islower() and len(words.split()) <= _STATE_WORDS


def _dates_term(raw: str, fields: Fields) -> bool:
    return any(label in {"", "Status: "} and find_first_date(raw[start:end]) for label, start, end in fields)


def _are_twins(titles: list[str]) -> bool:
    """Whether two titles are one in both tongues."""
    return len(titles) == _TONGUES and is_mostly_han(titles[0]) is not is_mostly_han(titles[1])


def _tell_label(words: str) -> tuple[str | None, str]:
    """Give the label of a part between signs, None for one that tells nothing, and its value."""
    bare = words.strip(" *_")
    if find_state(bare) is not None and len(bare.split()) <= _STATE_WORDS:
        return _NAMES[Part.TERM], words
    if find_label(words):
        return "", words
    titled = len(bare) >= _SHORTEST and is_mostly_han(bare) and names_document(bare) and not is_credit_number(bare)
    told = None if titled else tell_part(bare)
    if told is None:
        return "Title: ", words
    named = told[0] in {Part.DATE, Part.ISSUER}  # without the words before that say so
    return _NAMES.get(told[0], "") if told[1] else None, told[1] if named else words
