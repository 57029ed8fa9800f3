"""One notice or several pieces of news: what shows that a Chinese text is an issue of many, not an official notice."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.domain.names import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead, is_date_line
from bot.reading.grammar.lines.field_lines import find_field_line
from bot.reading.grammar.lines.numbers import find_number
from bot.reading.grammar.lines.signature import DATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.reading.grammar.layout.pieces import Piece

_OF_A_SERIES = re.compile(r"本[周月期]|[一每][周月]|[周月旬双]报|周刊|月刊|快讯|速递|速览|要闻|第\s*\d+\s*期")
_SERIES_NAME = (
    rf"[\w{HAN}·（）()|｜、+&\s-]{{0,30}}?(?:[周月旬季日简快专早晚晨]报|[周月季]刊|双周刊?|半月刊|[早晚]读"
    r"|快讯|速递|速览|资讯|通讯|要闻|动态|观察|参考|追踪|跟踪|导读)"
)
_NUMBERED = r"(?:总?第?\s*[\d一二三四五六七八九十]+\s*[期号]|[#＃]?\s*(?:19|20)\d\d[\d年月日第周期./\s~～至—–-]*)"
_SERIES_LINE = re.compile(rf"\W*{_SERIES_NAME}\s*[（(【\[|｜:：·#＃—–-]*\s*{_NUMBERED}.{{0,40}}", re.DOTALL)
_SERIES_ALONE = re.compile(rf"\W*{_SERIES_NAME}\W*")
_PART = re.compile(
    rf"[（(]?[\d一二三四五六七八九十]{{1,3}}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则]|[{HAN}\s]{{2,12}}\Z"
)
"""Opens a heading within a document: a number, a chapter, an attachment; or a few signs ("Scope", "Contact")."""
_TELLS_DAY = re.compile(rf"\W*(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日[，：:]?(?=[{HAN}《“][^|｜]{{6,}})")
"""Opens a piece of news, which no part of a page before a notice's title does."""
_SIGNED = re.compile(
    rf"[{HAN}、\s]{{2,60}}(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|政府|银行|秘书处|秘书局|综合司)\s*{DATE}\s*"
)
_LEAST = 2
_LONGEST = 60


def is_of_a_series(title: str) -> bool:
    """Whether a title says that its text is an issue of many."""
    return "关于" not in title and _OF_A_SERIES.search(title) is not None


def holds_several(pieces: Sequence[Piece], title: int, body: int) -> bool:
    """Whether what might be a notice with this title and body is news under heads of their own.

    The name of a series or news of a day stands over it, or the body holds lines of fields of its own as each piece of
    news has, paragraphs that open with days and nobody who signs them, or headings set as the title is, which are no
    parts of a document.
    """
    if any(_names_series(pieces, i) or _TELLS_DAY.match(pieces[i].text) for i in range(title)):
        return True
    lines = [line for piece in pieces[title:] for line in piece.lines()]
    dated = sum(find_dated_lead(piece) is not None and not is_date_line(piece.text) for piece in pieces)
    signed = any(is_signed(above, line) or is_signed("", line) for above, line in pairwise(lines))
    if dated >= _LEAST and not signed:
        return True
    beside = (piece for piece in pieces[title + 1 :] if piece.is_heading and piece.level == pieces[title].level)
    if pieces[title].is_heading and sum(_PART.match(piece.text) is None for piece in beside) >= _LEAST:
        return True
    told = [piece for piece in pieces[body:] if piece.kind is BlockKind.PARAGRAPH]
    return sum(find_field_line(piece.text) is not None for piece in told) >= _LEAST


def is_signed(above: str, line: str) -> bool:
    """Whether a line is the day under the one who signs on the line above, or both."""
    return _SIGNED.fullmatch(f"{above}{line}") is not None


def _names_series(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a piece is the name of a series with a number or a day, or a heading that is such a name over a day."""
    text = pieces[i].text
    if len(text) > _LONGEST or find_number(text):
        return False
    if _SERIES_LINE.fullmatch(text):
        return True
    dated = i + 1 < len(pieces) and is_date_line(pieces[i + 1].text.split(" ", 1)[0])
    return (pieces[i].is_heading or dated) and _SERIES_ALONE.fullmatch(text) is not None
