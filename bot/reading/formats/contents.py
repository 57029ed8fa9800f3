"""What a line of a table of contents looks like: words, leaders, and a page number."""

from __future__ import annotations

import re

_CONTENTS_LINE = re.compile(r"(?:[.…·⋯_]{3,}|(?:[.…·] ){3,}[.…·]?|….*?\.)[ \t\u00a0]*(?:\d{1,4}|[ivxl]{1,6})\s*\Z")
_ROMAN = frozenset("ivxl")


def is_contents_line(text: str) -> bool:
    """Say whether a line ends with leaders and a page number, as in a table of contents."""
    last = text.rstrip()[-1:]
    return (last.isdigit() or last in _ROMAN) and bool(_CONTENTS_LINE.search(text[-200:]))
