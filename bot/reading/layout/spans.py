"""Spans of a block: their words on one line, parts of them, and the links in them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.model.briefing import Link
from bot.model.ids import HAN
from bot.reading.document import Span

_SPACES = re.compile(r"[ \t\n]+")
_HAN_BREAK = re.compile(rf"(?<=[{HAN}，。；：、）》」])\n(?=[{HAN}（《「])")
_HAN_SIGN = re.compile(rf"[{HAN}]")
_BRACKETS = "()[]（）［］【】〔〕 \t\n"
_AROUND = " \t\n|｜·•;；,，:：→–—"
_SCHEMES = frozenset({"http", "https", "mailto"})
_SIGNS_A_WORD = 2


def raw_of(spans: Iterable[Span]) -> str:
    """Return the words of spans as the block has them; offsets count in these."""
    return "".join([span.text for span in spans])


def text_of(spans: Iterable[Span]) -> str:
    """Return the words of spans on one line."""
    return join_lines(raw_of(spans))


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


def split_spans(spans: Sequence[Span], cuts: Sequence[int]) -> list[tuple[Span, ...]]:
    """Return the parts of spans between offsets of their joined text, in order; linear in both."""
    parts: list[tuple[Span, ...]] = []
    begin, left = 0, list(reversed(spans))
    for end in cuts:
        kept: list[Span] = []
        while left and begin < end:
            span = left.pop()
            if begin + len(span.text) > end:
                left.append(span.with_text(span.text[end - begin :]))
                span = span.with_text(span.text[: end - begin])
            kept.append(span)
            begin += len(span.text)
        if kept:
            parts.append(tuple(kept))
    return parts


def strip_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans without the blanks and the parting signs at either end."""
    raw = raw_of(spans)
    start = len(raw) - len(raw.lstrip(_AROUND))
    return cut_spans(spans, start, max(start, len(raw.rstrip(_AROUND))))


def list_links(spans: Iterable[Span]) -> tuple[Link, ...]:
    """Return the links in order; neighbouring spans of one address are one link, labels without brackets."""
    merged: list[Span] = []
    is_open = False
    for span in spans:
        if span.link is not None and is_open and merged[-1].link == span.link:
            merged[-1] = replace(merged[-1], text=merged[-1].text + span.text)
        elif span.link is not None:
            merged.append(span)
        is_open = span.link is not None
    return tuple(
        Link(label=clean_label(span.text), url=clean_url(span.link or ""), via=span.via)
        for span in merged
        if has_letter(span.text) or span.link
    )


def clean_label(text: str) -> str:
    """Return a link's label without the brackets that stand around the whole of it."""
    label = join_lines(text)
    while len(label) > 1 and label[0] in _BRACKETS and label[-1] in _BRACKETS:
        label = label[1:-1].strip()
    if label.count("(") != label.count(")") or label.count("（") != label.count("）"):
        label = label.strip(_BRACKETS)
    return label


def clean_url(address: str) -> str | None:
    """Return a usable address, or None for an empty one, a place on the same page, or one of no page and no mailbox."""
    url = address.strip()
    scheme, colon, behind = url.partition(":")
    is_other = bool(colon) and scheme.isalpha() and scheme.lower() not in _SCHEMES and not behind[:1].isdigit()
    return None if not url or url.startswith("#") or is_other else url


def is_link_only(spans: Iterable[Span]) -> bool:
    """Whether there are links and all letters belong to them."""
    kept = tuple(spans)
    linked = any(span.link is not None for span in kept)
    return linked and all(span.link is not None or not has_letter(span.text) for span in kept)


def has_letter(text: str) -> bool:
    """Whether a text has a letter or a figure."""
    return any(map(str.isalnum, text))


def is_mostly_han(text: str) -> bool:
    """Whether more than half of the letters are Chinese characters."""
    return len(_HAN_SIGN.findall(text)) * 2 > sum(map(str.isalnum, text))


def count_words(text: str) -> int:
    """Return the words of a text; two Chinese signs count as one."""
    if text.isascii():
        return len(text.split())
    han = len(_HAN_SIGN.findall(text))
    return len(_HAN_SIGN.sub(" ", text).split()) + han // _SIGNS_A_WORD


def find_bounds(places: Iterable[int | None]) -> tuple[int, int] | None:
    """Return the first and the last of pages or lines; None where the format has none."""
    known = [place for place in places if place is not None]
    return (min(known), max(known)) if known else None
