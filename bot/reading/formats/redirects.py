"""Takes links that lead through a counter of clicks or a filter of mail back to the address they stand for."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.reading.document import Block, Span

_MOST_WRAPPINGS = 5
_MOST_FIELDS = 100
_LONGEST_ADDRESS = 8000
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ABOUT_TEXT = "account add auth authorize intent login logout oauth2 save share sharer signin sso submit translate"
_ABOUT = frozenset(_ABOUT_TEXT.split())
"""Parts of hosts and paths of pages that are about the page whose address they hold."""


def unwrap_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every link unwrapped and the printed address kept; others are the same objects."""
    return tuple(
        replace(block, spans=tuple(map(_unwrap_span, block.spans))) if any(span.link for span in block.spans) else block
        for block in blocks
    )


def unwrap_address(address: str) -> str:
    """Return the address a redirector's link stands for, unwrapped again while it is one; others as they are."""
    for _ in range(_MOST_WRAPPINGS):
        target = _find_target(address)
        if target is None:
            break
        address = target
    return address


def _unwrap_span(span: Span) -> Span:
    target = unwrap_address(span.link) if span.link else span.link
    return span if target == span.link else replace(span, link=target, via=span.link)


def _find_target(address: str) -> str | None:
    """Return the whole address that another one holds: in a field of its query, or in a part of its path."""
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if not _ABOUT.isdisjoint({*(parts.hostname or "").split(".")[:-2], *(step.partition(".")[0] for step in steps)}):
        return None
    values = [value for _, value in fields]
    if "urldefense" in (parts.hostname or "") and steps[:1] == ["v2"]:  # writes "-3A" for "%3A", "_" for "/"
        values = [unquote(value.replace("-", "%").replace("_", "/")) for value in values]
    held = (value.strip() for value in (*values, *map(unquote, steps)))
    return next((value for value in held if value != address and _ADDRESS.match(value)), None)
