"""Plain run-in heads: a few words and a full stop that open most pieces of a list ("Clean air. The ministry ...").

Plain text has no bold letters for them. Words without a verb tell that a list is set so; each piece of it that opens
with a short sentence then has its headline there, and is given as if that were bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.model.text import HAN
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.layout.lead_ins import is_date_line
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.reports import count_words, leans_on_before, names_actor

_HEAD = re.compile(
    r"\s*(?P<words>[\"“‘'(]?[A-Z0-9][^.!?。！？:：;；\n]{1,70}?(?:\.\d[^.!?。！？:：;；\n]{0,50})?)"
    r"(?P<sign>[.?!])[\"”’']?\s+(?=[A-Z0-9\"“‘'(])"
    rf"|\s*(?P<han>[{HAN}A-Za-z0-9“”《》（）、·\s-]{{2,12}})[。？！]\s*(?=[{HAN}A-Z0-9《“])",
)
_SHORT_FORM = re.compile(
    r"(?:\b(?:[A-Z]|Co|Corp|Inc|Ltd|Nos?|Mr|Mrs|Ms|Dr|Prof|St|Art|Arts|Sec|Vol|vs|approx|est|ca|etc"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|bn|mn|tn))\Z"
)
"""Ends with a full stop that ends no sentence."""
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|shall|should|do|does|did)\b"
)
_SIGNS = (". ", ".\n", "? ", "?\n", "! ", "。", "？", "！")
_MOST_WORDS = 9
_LEAST = 3
_REACH = 90


def read_plain_run_ins(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces of such lists with their headlines in bold; a list ends with a heading."""
    marked: dict[int, Piece] = {}
    seen = 0
    for run in _list_runs(pieces):
        heads = {at: head for at in run if (head := _find_head(pieces[at]))}
        sure = {at for at, head in heads.items() if not _tells(_words_of(head))}
        if len(sure) * 2 > len(run):
            seen += len(sure)
            marked.update((at, _in_bold(pieces[at], head)) for at, head in heads.items() if at in sure or _leads(head))
    return tuple(marked.get(at, piece) for at, piece in enumerate(pieces)) if seen >= _LEAST else pieces


def _list_runs(pieces: tuple[Piece, ...]) -> Iterator[list[int]]:
    """Return the indices of bullets and of paragraphs with numbers that stand under one heading."""
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.is_heading or piece.kind is BlockKind.TABLE_ROW:
            yield run
            run = []
        elif piece.kind is BlockKind.LIST_ITEM or (piece.kind is BlockKind.PARAGRAPH and find_number(piece.raw)):
            run.append(at)
    yield run


def _find_head(piece: Piece) -> re.Match[str] | None:
    """Return the short sentence that a piece opens with behind its number, where more is told behind it."""
    number = find_number(piece.raw)
    start = number.end if number else 0
    if not any(map(piece.raw[start : start + _REACH].__contains__, _SIGNS)) or _is_set(piece, start):
        return None
    head = _HEAD.match(piece.raw, start)
    words = _words_of(head) if head else ""
    if head is None or _SHORT_FORM.search(words) or count_words(words) > _MOST_WORDS:
        return None
    if words.endswith((")", "）")):
        return None  # "Labels in draft (NMPA)." is a sentence in few words
    return None if is_date_line(words) or find_label(piece.raw[start:]) else head


def _is_set(piece: Piece, start: int) -> bool:
    """Whether the look of its first words tells already what they are."""
    first = next((span for span in piece.cut(start).spans if span.text.strip()), None)
    return first is None or first.bold or first.italic or first.link is not None


def _words_of(head: re.Match[str]) -> str:
    return head["words"] or head["han"]


def _tells(words: str) -> bool:
    """Whether words are a sentence on what somebody does."""
    return _VERB.search(words) is not None or names_actor(words)


def _leads(head: re.Match[str]) -> bool:
    """Whether what stands behind a sentence does not go on with it."""
    return not leans_on_before(head.string[head.end() :])


def _in_bold(piece: Piece, head: re.Match[str]) -> Piece:
    start = len(head[0]) - len(head[0].lstrip()) + head.start()
    end = head.start() + len(head[0].rstrip())
    bold = Span(text=piece.raw[start:end], bold=True)
    return replace(piece, spans=(*piece.cut(0, start).spans, bold, *piece.cut(end).spans))
