"""Pieces: what the grammar places one at a time; a block, or a part of a block that starts a label of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bot.dates.date_words import starts_with_dotted_day
from bot.model.briefing import Link
from bot.model.ids import HAN
from bot.reading.document import Block, BlockKind, Span
from bot.reading.grammar.lines.labels import Credit

_SPACES = re.compile(r"[ \t\n]+")
_HAN_BREAK = re.compile(rf"(?<=[{HAN}，。；：、）》」])\n(?=[{HAN}（《「])")
_NOTE_NUMBER = re.compile(r"(?<=\S)\s*\[\d{1,3}\]\Z")
_BRACKETS = "()[]（）［］【】〔〕 \t\n"
_LETTER = re.compile(r"[^\W_]")
_HAN_SIGN = re.compile(rf"[{HAN}]")
_OTHER_SCHEME = re.compile(r"(?!(?:https?|mailto):)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HEADLINE_LENGTH = 200
_BULLET = re.compile(r"[\s▪•■►▶●○◆·*‣–—-]+(?=\S)")
_AHEAD = re.compile(r"\s*(?:\d{1,2}[:：]\d\d\s*[|｜]|[一二三四五六七八九十]{1,3}、)\s*(?=\S)")
"""The time at which a piece of news came, as lists of a day's news print it ("08:31 | ..."), or its Chinese number."""
_FACTS_END = re.compile(r"[\s·•|｜;]*\Z")
_LIST_NUMBER = re.compile(r"\s*(?:\d{1,3}[.)]|[(（]\d{1,3}[)）])\s+(?=\S)")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A block or a part of one; ``block`` is its index in the document, ``spans`` its own part of the spans.

    ``credit`` is what stood behind its last sentence about who acted and when.
    """

    block: int
    source: Block
    spans: tuple[Span, ...]
    credit: Credit | None = None

    @cached_property
    def raw(self) -> str:
        """The text as the block has it, with line breaks, unstripped; offsets count in this."""
        return "".join([span.text for span in self.spans])

    @cached_property
    def text(self) -> str:
        """The text on one line."""
        return join_lines(self.raw)

    @cached_property
    def kind(self) -> BlockKind:
        """The kind of the block it belongs to."""
        return self.source.kind

    @property
    def level(self) -> int:
        """The level of the block it belongs to."""
        return self.source.level

    @property
    def starts_block(self) -> bool:
        """Whether it is the block from its start."""
        return self.spans[:1] == self.source.spans[:1]

    @cached_property
    def is_heading(self) -> bool:
        """Whether it is set as a heading."""
        return self.kind is BlockKind.HEADING

    @cached_property
    def is_bold(self) -> bool:
        """Whether all its words are bold, and short enough to be a heading."""
        words = [span for span in self.spans if span.text.strip()]
        return bool(words) and all(span.bold for span in words) and len(self.raw) <= _HEADLINE_LENGTH

    def cut(self, start: int, end: int | None = None) -> Piece:
        """Get the part between two offsets in ``raw``; what stood behind the last sentence goes with the last part."""
        credit = self.credit if end is None else None
        return Piece(block=self.block, source=self.source, spans=cut_spans(self.spans, start, end), credit=credit)

    def in_bold(self, end: int) -> Piece:
        """Return the piece without the sign that parts it from the next, its words up to here bold."""
        stop = _FACTS_END.search(self.raw)
        rest = cut_spans(self.spans, end, stop.start() if stop else None)
        return replace(self, spans=(*((Span(text=self.raw[:end], bold=True),) if end else ()), *rest))

    def headed(self, words: str) -> Piece:
        """Return the piece with words before it, not bold: the label or number that its place says it has."""
        return replace(self, spans=(Span(text=words), *self.spans))

    def as_block(self, kind: BlockKind, level: int) -> Piece:
        """Return the piece as part of a block of another kind and level."""
        return replace(self, source=replace(self.source, kind=kind, level=level))

    def lines(self) -> tuple[str, ...]:
        """Return its printed lines that have text."""
        return tuple(line.strip() for line in self.raw.split("\n") if line.strip())


def join_lines(text: str) -> str:
    """Return text on one line: line breaks become a space, none between Chinese characters."""
    if "\n" in text or "\t" in text or "  " in text:
        text = _SPACES.sub(" ", _HAN_BREAK.sub("", text))
    return text.strip()


def cut_spans(spans: Sequence[Span], start: int, end: int | None = None) -> tuple[Span, ...]:
    """Return the spans between two offsets of their joined text; ``end`` None means to the end."""
    kept: list[Span] = []
    at = 0
    for span in spans:
        low = max(start - at, 0)
        high = len(span.text) if end is None else min(end - at, len(span.text))
        if low < high:
            kept.append(span if (low, high) == (0, len(span.text)) else span.with_text(span.text[low:high]))
        at += len(span.text)
    return tuple(kept)


def list_links(spans: Iterable[Span]) -> tuple[Link, ...]:
    """Get the links in order; neighbouring spans of one address are one link, labels have no brackets around them."""
    merged: list[Span] = []
    open_link = False
    for span in spans:
        if span.link is None:
            open_link = False
        elif open_link and merged[-1].link == span.link:
            merged[-1] = replace(merged[-1], text=merged[-1].text + span.text)
        else:
            merged.append(span)
            open_link = True
    return tuple(
        Link(label=clean_label(span.text), url=clean_url(span.link or ""), via=span.via)
        for span in merged
        if _LETTER.search(span.text) or span.link
    )


def clean_label(text: str) -> str:
    """Return a link's label without the brackets that stand around the whole of it, and a note's number behind it."""
    label = _NOTE_NUMBER.sub("", join_lines(text))
    while label and label[0] in _BRACKETS and label[-1] in _BRACKETS and len(label) > 1:
        label = label[1:-1].strip()
    if label.count("(") != label.count(")") or label.count("（") != label.count("）"):
        label = label.strip(_BRACKETS)
    return label


def clean_url(address: str) -> str | None:
    """Return a usable address, or None for an empty one, a place on the same page, or one of no page and no mailbox."""
    url = address.strip()
    return None if not url or url.startswith("#") or _OTHER_SCHEME.match(url) else url


def is_link_only(spans: Iterable[Span]) -> bool:
    """Whether there are links and all letters belong to them."""
    kept = tuple(spans)
    linked = any(span.link is not None for span in kept)
    return linked and all(span.link is not None or not _LETTER.search(span.text) for span in kept)


def is_mostly_han(text: str) -> bool:
    """Whether more than half of the letters are Chinese characters."""
    letters = len(_LETTER.findall(text))
    return len(_HAN_SIGN.findall(text)) * 2 > letters


def without_bullet(piece: Piece) -> Piece:
    """Return a piece without the sign or the list's number that it starts with."""
    number = _LIST_NUMBER.match(piece.raw) if piece.kind is BlockKind.LIST_ITEM else None
    if number is not None and not starts_with_dotted_day(piece.raw):
        return piece.cut(number.end())
    match = _BULLET.match(piece.raw) or _AHEAD.match(piece.raw)
    return piece.cut(match.end()) if match and piece.raw[: match.end()].strip("*- ") != "-" else piece
