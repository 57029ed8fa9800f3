"""What newsletters draw instead of marking up: bullets at the start of lines, and the lines of the mailing itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4.element import Tag

from bot.reading.formats.html_source import is_wordless
from bot.reading.formats.html_survey import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.reading.document import Block, Span

_BULLET = re.compile(r"\s*[•■▪●◦‣⁃➢➤►▶▸❖◉◆◇◎\uf0b7\uf0a7]\s*|\s*[·○□][\s\u00a0]+")
_SERVICE = re.compile(
    r"\bunsubscribe\b|\b(?:view|read|open)\b.{0,30}\b(?:in|on)\s+(?:your\s+|a\s+|the\s+)?(?:web\s*)?browser\b"
    r"|\bview online\b"
    r"|\b(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription)\b|\bforward (?:it |this )?to a friend\b"
    r"|\bno longer wish to receive\b|退订|取消订阅|在浏览器中",
    re.IGNORECASE,
)
_LONGEST_SERVICE = 250
_PARAGRAPHS = frozenset({"div", "p"})
_WRAPPERS = frozenset({"article", "div", "section", "a"})


def split_bullets(spans: Sequence[Span]) -> list[tuple[bool, list[Span]]]:
    """Part a paragraph at the lines that open with a drawn bullet: pairs of "is a list item" and its spans."""
    if not any(_BULLET.match(line) for line in "".join(span.text for span in spans).split("\n")):
        return [(False, list(spans))]
    parts: list[tuple[bool, list[Span]]] = []
    for line in _split_lines(spans):
        text = "".join(span.text for span in line)
        bullet = _BULLET.match(text)
        if bullet or not parts:
            parts.append((bullet is not None, _cut_start(line, bullet.end() if bullet else 0)))
        else:
            parts[-1][1].extend([replace(line[0], text="\n"), *line] if line else [])
    return parts


def is_list_service(block: Block) -> bool:
    """Say whether a line is about the mailing (unsubscribe, view in browser) and not about its subject."""
    linked = any(span.link is not None for span in block.spans)
    return linked and len(block.text) <= _LONGEST_SERVICE and _SERVICE.search(block.text) is not None


def holds_story(item: Tag) -> bool:
    """Say whether a list's item is a story: a headline set as a heading behind words, or all link over a paragraph."""
    parts = _list_parts(item)
    inner = _list_parts(parts[0]) if len(parts) == 1 and parts[0].name in _WRAPPERS else parts
    first = next((at for at, part in enumerate(inner) if part.name in HEADINGS), 0)
    return first > 0 or (len(inner) > 1 and _is_linked(inner[0]) and inner[1].name in _PARAGRAPHS)


def _is_linked(tag: Tag) -> bool:
    """Whether an element holds nothing but one link in some words."""
    inner = _list_parts(tag) if tag.name in _PARAGRAPHS else []
    link = inner[0] if len(inner) == 1 and inner[0].name == "a" else None
    words = " ".join(link.get_text().split()) if link else ""
    return words.count(" ") > 1 and words == " ".join(tag.get_text().split())


def _list_parts(tag: Tag) -> list[Tag]:
    return [child for child in tag.children if isinstance(child, Tag) and not is_wordless(child.name)]


def _split_lines(spans: Iterable[Span]) -> list[list[Span]]:
    lines: list[list[Span]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n")):
            if number:
                lines.append([])
            if text:
                lines[-1].append(replace(span, text=text))
    return [line for line in lines if line]


def _cut_start(spans: Sequence[Span], length: int) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        cut = min(length, len(span.text))
        length -= cut
        if span.text[cut:]:
            kept.append(replace(span, text=span.text[cut:]))
    return kept
