"""Spans of a block: their words on one line, parts of them, and the links in them."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from bot.model.briefing import Link
from bot.model.ids import HAN, IS_HAN
from bot.reading.document import Span

_HAN_BREAK = re.compile(rf"(?<=[{HAN}，。；：、）》」])\n(?=[{HAN}（《「])")
_BRACKETS = "()[]（）［］【】〔〕 \t\n"
_AROUND = " \t\n|｜·•;；,，:：→–—"
_SCHEMES = frozenset({"http", "https", "mailto"})


def raw_of(spans: Iterable[Span]) -> str:
    """Return the words of spans as the block has them; offsets count in these."""
    return "".join([span.text for span in spans])


def text_of(spans: Iterable[Span]) -> str:
    """Return the words of spans on one line."""
    return join_lines(raw_of(spans))


def join_lines(text: str) -> str:
    """Return text on one line: line breaks become a space, none between Chinese characters."""
    return " ".join((_HAN_BREAK.sub("", text) if "\n" in text else text).split())


def cut_spans(spans: Sequence[Span], start: int, end: int | None = None) -> tuple[Span, ...]:
    """Return the spans between two offsets of their joined text; ``end`` None means to the end."""
    last = sum([len(span.text) for span in spans]) if end is None else end
    return split_spans(spans, (start, last))[1]


def split_spans(spans: Sequence[Span], cuts: Iterable[int]) -> list[tuple[Span, ...]]:
    """Return the parts of spans up to each of these offsets of their joined text, in order; linear in both."""
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
        parts.append(tuple(span for span in kept if span.text))
    return parts


def strip_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans without the blanks and the parting signs at either end."""
    raw = raw_of(spans)
    start = len(raw) - len(raw.lstrip(_AROUND))
    return cut_spans(spans, start, max(start, len(raw.rstrip(_AROUND))))


def list_links(spans: Iterable[Span]) -> tuple[Link, ...]:
    """Return the links in order; neighbouring spans of one address are one link, labels without brackets."""
    found: list[Link] = []
    for address, group in groupby(spans, key=attrgetter("link")):
        run = list(group)
        label = raw_of(run)
        if address or (address is not None and has_letter(label)):
            found.append(Link(label=clean_label(label), url=_clean_url(address), via=run[0].via))
    return tuple(found)


def clean_label(text: str) -> str:
    """Return a link's label without the brackets that stand around the whole of it."""
    label = join_lines(text)
    while len(label) > 1 and label[0] in _BRACKETS and label[-1] in _BRACKETS:
        label = label[1:-1].strip()
    if label.count("(") != label.count(")") or label.count("（") != label.count("）"):
        label = label.strip(_BRACKETS)
    return label


def _clean_url(address: str) -> str | None:
    """Return a usable address, or None for an empty one, a place on the same page, or one of no page and no mailbox."""
    url = address.strip()
    scheme, colon, behind = url.partition(":")
    is_other = bool(colon) and scheme.isalpha() and scheme.lower() not in _SCHEMES and not behind[:1].isdigit()
    return None if not url or url.startswith("#") or is_other else url


def is_link_only(spans: Sequence[Span]) -> bool:
    """Whether there are links and all letters belong to them."""
    plain = [span for span in spans if span.link is None]
    return len(plain) < len(spans) and not has_letter(raw_of(plain))


def has_letter(text: str) -> bool:
    """Whether a text has a letter or a figure."""
    return any(map(str.isalnum, text))


def is_mostly_han(text: str) -> bool:
    """Whether more than half of the letters are Chinese characters."""
    return len(IS_HAN.findall(text)) * 2 > sum(map(str.isalnum, text))


def count_words(text: str) -> int:
    """Return the words of a text; two Chinese signs count as one."""
    if text.isascii():
        return len(text.split())
    han = len(IS_HAN.findall(text))
    return len(IS_HAN.sub(" ", text).split()) + han // 2


def find_bounds(places: Iterable[int | None]) -> tuple[int, int] | None:
    """Return the first and the last of pages or lines; None where the format has none."""
    known = [place for place in places if place is not None]
    return (min(known), max(known)) if known else None
