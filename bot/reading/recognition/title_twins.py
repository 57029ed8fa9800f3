"""Titles printed in two languages: one mark around the Chinese, whatever parts it from the English."""

from __future__ import annotations

import re

from bot.domain.names import HAN
from bot.reading.recognition.titles import is_chinese_title, is_title_zh, list_printed_titles

_TITLE_BEHIND = re.compile(rf"(?:,\s|\s/\s|\s)(?P<zh>《[^《》]+》|[{HAN}“”、]{{4,60}}(?:（[{HAN}]+）)?)(?=[\s,.;:]|\Z)")
"""Chinese that stands behind an English title without brackets."""
_TITLE_LAST = re.compile(rf"(?P<zh>(?<=\s)[{HAN}“”、]{{4,60}})\s?[(（](?P<en>[A-Z][^()（）{HAN}]{{10,160}})[)）]")
"""A Chinese title with the English one in brackets."""


def bracket_twins(text: str) -> str:
    """Give an English sentence with brackets around the Chinese of a title, whatever parts the two languages."""
    if text.isascii() or is_chinese_title(text):
        return text
    text = _TITLE_LAST.sub(lambda twin: f"{twin['en']} ({twin['zh']})" if is_title_zh(twin["zh"]) else twin[0], text)
    for twin in reversed(list(_TITLE_BEHIND.finditer(text))):
        before = next(reversed(list_printed_titles(text[: twin.start()])), None)
        ends = before is not None and before[0] + len(before[1]) >= twin.start() - 1
        if ends and is_title_zh(twin["zh"]):
            text = f"{text[: twin.start()]} ({twin['zh']}){text[twin.end() :]}"
    return text
