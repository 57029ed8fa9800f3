"""Footnotes of any format: the source that a note names, and how it stands behind the paragraph that cites it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.reading.document import Block, Span

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""Signs that call notes: raised figures, and in Chinese circled ones."""
MARK = re.compile(rf"\[?(?P<number>\d{{1,3}}|[{RAISED}]{{1,3}})(?:[.)\]]\s*|\s+|(?=[^\W\d_]))(?=\S)")
"""The number with which a note begins."""
LONGEST_NOTE = 300
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)]")
_TRIM = " ,;:.–—-"
_LONGEST_LABEL = 120


def read_note(spans: Sequence[Span]) -> list[Span]:
    """Return what a note says, without its number; a source and its address are one link."""
    text = "".join(span.text for span in spans)
    mark = MARK.match(text)
    kept = list(_cut(spans, mark.end() if mark else 0))
    text = "".join(span.text for span in kept)
    address = _ADDRESS.search(text)
    links = [span.link for span in kept if span.link]
    url = links[0] if links else address[0] if address else None
    label = (_ADDRESS.sub("", text) if address else text).strip(_TRIM)
    if url and len(set(links)) <= 1 and len(label) <= _LONGEST_LABEL:
        return [Span(text=label or url, link=url)]
    return kept


def put_behind(block: Block, spans: Sequence[Span], notes: Iterable[Sequence[Span]]) -> Block:
    """Return a block with these spans, and its notes in brackets behind them."""
    told = [*spans, Span(text=" (")]
    for at, note in enumerate(notes):
        told += [Span(text="; "), *note] if at else note
    return replace(block, spans=(*told, Span(text=")")))


def _cut(spans: Sequence[Span], length: int) -> Iterator[Span]:
    for span in spans:
        kept = span.text[length:]
        length = max(length - len(span.text), 0)
        if kept:
            yield replace(span, text=kept)
