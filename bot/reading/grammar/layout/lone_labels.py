"""Lone labels: words such as "Article" or "Date" that are labels only where their item uses them as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_link_only
from bot.reading.grammar.lines.labels import Label, LabelKind, find_label

_VALUED = frozenset({LabelKind.ARTICLE, LabelKind.ISSUER, LabelKind.DATE, LabelKind.NUMBER, LabelKind.TERM})
"""Labels with a short value, which may look like a heading ("NEA, NDRC")."""
_LONE = _VALUED | {LabelKind.SOURCE}
_STATUS_WORDS, _LONGEST_STATUS = 6, 120
"""Words of a status, without the days it tells, and its signs."""
_ANY_YEAR = 2000
_STATUS = re.compile(r"\bstatus\b|状态", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")


@dataclass(frozen=True, kw_only=True, slots=True)
class Heads:
    """What may head an item or several: the indexes of numbered headlines, and of sections and the like."""

    numbered: frozenset[int]
    structural: frozenset[int]


def find_lone_labels(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads
) -> tuple[dict[int, Label], frozenset[int]]:
    """Return the paragraphs that are labels since their item has other ``labels`` too, and the values under any.

    What stands under a label alone on its line is its value, even if it is set like a heading. A term over a day
    ("Effective date") is a label without others too, "Status" over a few words is one beside another.
    """
    maybe = {i: label for i in range(len(pieces)) if i not in labels and (label := _find_lone(i, pieces))}
    maybe = {i: label for i, label in maybe.items() if not _states_how(i, pieces, maybe)}
    values = frozenset(i for i in range(1, len(pieces)) if _is_value(i, pieces, labels | maybe, heads))
    found: dict[int, Label] = {}
    for item in _split_items(pieces, labels | maybe, heads, values):
        kinds = [label.kind for i in item if (label := labels.get(i) or maybe.get(i))]
        lone = [i for i in item if i in maybe and i + 1 in item and i + 1 not in labels]
        terms = {i for i in lone if maybe[i].kind is LabelKind.TERM}
        if len(kinds) > 1:
            found |= {i: maybe[i] for i in lone if i in terms or len(set(kinds)) > 1}
        found |= {i: maybe[i] for i in terms if is_date_line(pieces[i + 1].text)}
    return found, frozenset(i for i in values if i - 1 in labels or i - 1 in found)


def as_value(piece: Piece) -> Piece:
    """Return a label's value as words, where it is set like a heading."""
    if not piece.is_heading:
        return piece
    return replace(piece, source=replace(piece.source, kind=BlockKind.PARAGRAPH, level=0))


def _find_lone(i: int, pieces: tuple[Piece, ...]) -> Label | None:
    """Return the label that a whole paragraph may be; a link leads on and labels nothing."""
    piece = pieces[i]
    may_label = piece.kind is BlockKind.PARAGRAPH and not is_link_only(piece.spans)
    label = find_label(piece.raw) if may_label else None
    if label is None or label.kind not in _LONE or label.end != len(piece.raw):
        return None
    if label.kind is LabelKind.TERM and not (i + 1 < len(pieces) and _may_be_term(piece, pieces[i + 1])):
        return None
    return label


def _states_how(i: int, pieces: tuple[Piece, ...], labels: dict[int, Label]) -> bool:
    """Whether a word that may be a label is the status that the label above it asks for ("Issued", "Effective")."""
    above = labels.get(i - 1)
    return above is not None and above.kind is LabelKind.TERM and _STATUS.search(pieces[i - 1].text) is not None


def _may_be_term(label: Piece, value: Piece) -> bool:
    """Whether the value of a term's label stands below it: a day, or a few words of a status that are no sentence."""
    if is_date_line(value.text):
        return True
    if _STATUS.search(label.text) is None or value.text.endswith(_SENTENCE_ENDS) or len(value.text) > _LONGEST_STATUS:
        return False
    days = find_printed_dates(value.text, default_year=_ANY_YEAR)
    words = len(value.text.split()) - sum(len(value.text[start:end].split()) for start, end, _ in days)
    return words <= _STATUS_WORDS


def _is_value(i: int, pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads) -> bool:
    """Whether a piece stands right under a label that has no value on its own line, and may be it."""
    label, head, piece = labels.get(i - 1), pieces[i - 1], pieces[i]
    if label is None or label.kind not in _VALUED or head.raw[label.end :].strip():
        return False
    numbered = i in heads.numbered and not is_date_line(piece.text)
    named = i in heads.structural and (label.kind is not LabelKind.TERM or piece.is_heading)  # 征求意见 is a status too
    if i in labels or named or numbered:
        return False
    if label.kind is LabelKind.TERM and not _may_be_term(head, piece):
        return False
    follows = labels.get(i + 1)
    headline = follows is not None and follows.kind is LabelKind.SUMMARY
    return not headline and not (piece.is_heading and head.is_heading and piece.level < head.level)


def _split_items(
    pieces: tuple[Piece, ...], labels: dict[int, Label], heads: Heads, values: frozenset[int]
) -> Iterator[range]:
    """Return the ranges of pieces between what can head an item or several."""
    start = 0
    for i, piece in enumerate(pieces):
        headed = (piece.is_heading and i not in labels) or i in heads.numbered
        if (headed or i in heads.structural) and i not in values:
            yield range(start, i)
            start = i + 1
    yield range(start, len(pieces))
