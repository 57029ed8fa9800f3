"""Acts told one after the other in one running paragraph, each in a sentence with its own day, actor and document.

Decided: a sentence starts another piece of news only if it and the first one each tell a day, who acted, that a
document was issued and its title or number. A day before that of the act above, a year printed for it alone, "had",
"earlier", 此前 and what speaks of the document above ("the draft", 该办法) make it background, and so does the same
title again.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from bot.dates.printed_dates import find_printed_dates
from bot.model.text import fold_title
from bot.reading.document import BlockKind
from bot.reading.grammar.layout.lead_ins import find_told_date
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.lines.reports import names_actor, refers_back

_SENTENCE_END = re.compile(
    r"(?<!\bNo)(?<!\b[A-Z])[.!?][\"'”’)\]]*(?:\s*[(\[][^()\[\]]{1,200}[)\]]\.?)?\s+(?=[A-Z“\"\d])"
    r"|[。！？][”’」』）)]*(?:\s*[（(][^（）()]{1,200}[）)]。?)?\s*"
)
"""Ends a sentence, with sources in brackets behind it."""
_KIND = (
    r"(?:Measures|Provisions|Regulations?|Rules|Opinions|Guidelines|Guidance|Guides?|Plan|Notice|Circular|Announcement"
    r"|Catalogue|Standards?|Law|Decision|Scheme|Program(?:me)?|Outline|Order|Decree|Specifications?|Requirements"
    r"|Interpretation|Roadmap|Strategy|List)"
)
_ISSUED_EN = re.compile(
    r"\b(?:issue|release|publishe|announce|adopt|approve|promulgate|unveile?|circulate|launche|sign|revise|put out)"
    r"(?:s|d|ed)?\b[^.;:]{0,60}?(?P<title>[“\"][^“”\"]{4,200}[”\"]"
    rf"|\b(?:[A-Z][\w’'&-]*\s+(?:(?:for|of|on|the|and|to|in|from)\s+){{0,2}}){{0,12}}{_KIND}\b(?:\s+(?:for|of|on|to|in|\(|No\b\.?)[^.;,]{{0,120}})?)"
)
_ISSUED_ZH = re.compile(
    r"(?:印发|发布|公布|出台|下发|颁布|通过|批准)[^。；《]{0,30}?"
    r"(?P<title>《[^《》]{2,120}》|(?:19|20)\d\d年第\d{1,4}号|〔(?:19|20)\d\d〕\d{1,4}号)"
)
_BEFORE_THAT = re.compile(
    r"\b(?:had|earlier|previously|formerly|already|last (?:year|month|week)|follow(?:ed|s|ing)|after)\b"
    r"|此前|早前|先前|之前|曾|已于|早在|去年|上月|随后|配套",
    re.IGNORECASE,
)
_ON = re.compile(r"\A\W*(?:on\s)?[\s,，]*", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ANY_YEAR = 2000
_HALF_A_YEAR = 183
_LEAP_YEAR = 366


@dataclass(frozen=True, kw_only=True, slots=True)
class _Act:
    """The day that a sentence tells, whether with its year, and the title or number of what was issued, folded."""

    on: dt.date
    has_year: bool
    title: str


def part_acts(piece: Piece) -> tuple[Piece, ...]:
    """Return a running paragraph in parts, one for each act that it tells; anything else as it is."""
    if piece.kind is not BlockKind.PARAGRAPH:
        return (piece,)
    starts = _find_starts(piece.raw)
    return tuple(piece.cut(start, end) for start, end in zip(starts, (*starts[1:], None), strict=True))


def list_sentence_bounds(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text begin and end, the space behind each with it."""
    bounds = [0, *(stop.end() for stop in _SENTENCE_END.finditer(text))]
    return list(zip(bounds, (*bounds[1:], len(text)), strict=True))


def _find_starts(text: str) -> list[int]:
    """Return where the acts of a paragraph start, 0 first: what stands between two goes on with the one before."""
    starts, before = [0], None
    for start, end in list_sentence_bounds(text):
        act = _find_act(text[start:end])
        if start == 0 and act is None:
            break
        if act is None or (before is not None and not _is_next(act, before)):
            continue
        if before is not None:
            starts.append(start)
        before = act
    return starts


def _find_act(sentence: str) -> _Act | None:
    """Return the act that a sentence tells as news of its own; None for background and what is not all told."""
    issued = _ISSUED_ZH.search(sentence) or _ISSUED_EN.search(sentence)
    if issued is None or refers_back(sentence) or _BEFORE_THAT.search(sentence):
        return None
    told = find_told_date(sentence)
    day = find_printed_dates(told, default_year=_ANY_YEAR) if told else []
    if told is None or not day or not names_actor(_ON.sub("", sentence.replace(told, "", 1))):
        return None
    return _Act(on=day[0][2], has_year=_YEAR.search(told) is not None, title=fold_title(issued["title"]))


def _is_next(act: _Act, before: _Act) -> bool:
    """Whether an act is another than the one before it, and no earlier one, over New Year too."""
    is_same = act.title.startswith(before.title) or before.title.startswith(act.title)
    if is_same or (act.has_year and not before.has_year):
        return False
    days = (act.on - before.on).days
    return 0 <= (days if act.has_year else days % _LEAP_YEAR) < _HALF_A_YEAR
