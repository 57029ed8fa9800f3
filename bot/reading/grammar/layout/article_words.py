"""What an article's line says apart from its links: the title's words, and the links that stand behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.briefing import Link
from bot.reading.document import Span
from bot.reading.grammar.layout.cited_sources import is_generic_label, list_cited
from bot.reading.grammar.layout.pieces import clean_label, join_lines

_URL = r"(?:https?://|www\.)[^\s<>()（）\[\]，。；、》]*[^\s<>()（）\[\]，。；、》.,;:]"
_ADDRESS = re.compile(rf"[(（\[<]\s*({_URL})\s*[)）\]>]|({_URL})", re.IGNORECASE)

_OPENING = frozenset("(（[【")
_CLOSING = frozenset(")）]】")
_SOURCE_WORDS, _DASHED_WORDS, _LINK_WORDS = 2, 6, 4
_BESIDE_LINKS = re.compile(r"\s*[/|;,·]\s*(?:[A-Z][a-z]+(?:\s[a-z]+)?\s*:\s*)?")
"""What parts two links to sources, a label of the second's own perhaps."""
_DASHED = re.compile(r"\S\s+[–—|-]\Z")


def text_of(spans: Sequence[Span]) -> str:
    """Return the words of spans on one line."""
    return join_lines("".join(span.text for span in spans)).strip(" \t")


def plain_links(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the link that a copy without marks shows as "(Link)" at the end."""
    text = text_of(spans)
    if text.endswith((")", "）", "]")):
        start = max(text.rfind("("), text.rfind("（"), text.rfind("["))
        if start >= 0 and is_generic_label(clean_label(text[start:])):
            return list_cited(_split_from(spans, text[start:]))
    return list_cited(tuple(spans)) if is_generic_label(clean_label(text)) else ()


def list_addresses(spans: Sequence[Span]) -> tuple[Link, ...]:
    """Return the addresses printed among the words, which no mark makes links."""
    printed = [match[1] or match[2] for span in spans if span.link is None for match in _ADDRESS.finditer(span.text)]
    return tuple(Link(label=url, url=url) for url in dict.fromkeys(printed))


def _split_from(spans: Sequence[Span], tail: str) -> tuple[Span, ...]:
    """Return the spans' look with only these last words."""
    return (type(spans[-1])(text=tail),)


def _is_source(spans: Sequence[Span], at: int) -> bool:
    """Whether a link says where the document stands: a few words alone in brackets behind others, or behind a dash."""
    before = "".join(span.text for span in spans[:at]).rstrip()
    closes = any(span.text.lstrip()[:1] in _CLOSING for span in spans[at + 1 : at + 2])
    alone = before[-1:] in _OPENING and len(before) > 1 and closes
    label = spans[at].text
    if _DASHED.search(before) and not any(span.text.strip() for span in spans[at + 1 :]):
        return len(label.split()) <= _DASHED_WORDS
    return alone and label.isascii() and len(label.split()) <= _SOURCE_WORDS


def without_link_words(spans: Sequence[Span]) -> str:
    """Return the words of a title without links that say only that, or where the document stands."""
    if _lists_sources(spans):
        return ""
    kept = "".join(
        ""
        if span.link is not None and (is_generic_label(clean_label(span.text)) or _is_source(spans, at))
        else _ADDRESS.sub(" ", span.text)
        for at, span in enumerate(spans)
    )
    text = join_lines(kept)
    while True:
        start = max(text.rfind("("), text.rfind("（"), text.rfind("["))
        inner = clean_label(text[start:]) if start >= 0 and text.endswith((")", "）", "]")) else None
        if inner is None or (inner and not is_generic_label(inner) and any(c.isalnum() for c in inner)):
            break
        text = text[:start].rstrip()
    return "" if is_generic_label(text) else text.strip(" ,;|–—")


def _lists_sources(spans: Sequence[Span]) -> bool:
    """Whether several links of few words stand beside each other ("[Ministry website] / Press: [Port News]")."""
    labels = [clean_label(span.text) for span in spans if span.link]
    beside = "".join(span.text for span in spans if not span.link)
    few = all(len(label.split()) <= _LINK_WORDS and label.isascii() for label in labels)
    return len(labels) > 1 and few and _BESIDE_LINKS.fullmatch(beside) is not None
