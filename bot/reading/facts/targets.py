"""Targets: goals set for a year, not every year that is mentioned.

Decided: a year is a goal's when it stands after "by" or 到, with a word of goals ("targets for 2025"), or is a year to
come with a word of aim ("in 2030 ... shall"), and is not over at the item's date. Points under a line that introduces
them ("Targets for 2025 include:") are one target each. Years inside the names of documents say nothing, nor does the
comment.
"""

import re
from collections.abc import Sequence

from bot.model.briefing import Target
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.references import mask_titles

_BY = re.compile(  # by the end of 2030, 到2030年
    r"\b(?:by|before)\s(?:(?:the\s)?(?:year\s)?(?:end\s(?:of\s)?|close\sof\s|middle\sof\s|late\s|mid-?\s?"
    r"|year[- ]end\s)?)?"
    r"(?P<year>20[2-9]\d)\b(?![-–/]\d)"
    r"|(?:(?<![年月日延长期续行迟限])[到至]|力争|争取|确保|目标)\s*(?P<until>20[2-9]\d)\s*年(?!\s*\d{1,2}\s*月)"
    r"|(?P<before>20[2-9]\d)年(?:底|末)?(?:之?前|以前|，?(?:力争|争取|目标))"
    r"|(?:提出|要求|明确)[，,]?(?P<set>20[2-9]\d)年(?!\d)|(?P<own>20[2-9]\d)年[^，。；]{0,24}目标为",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:targets?|goals?|objectives?|aims at)\b(?:[^.;:]|\.\d){0,80}?\b(?:for|in"
    r"|of)\s(?:the\syear\s)?(?P<year>20[2-9]\d)\b(?![-–/]\d)"
    r"|(?<![-–/(\d])(?P<own>20[2-9]\d)\s(?:[\w-]+\s){0,4}?(?:targets?|goals?|objectives?)\b"
    r"|\A(?P<head>20[2-9]\d)[:：]\s",
    re.IGNORECASE,
)
"""A year with a word of goals; what lies between may hold a figure with a point."""
_AHEAD = re.compile(
    r"\b(?<!start\s)(?<!begin\s)(?<!open\s)(?:in|until|through|from)\s(?P<year>20[2-9]\d)\b(?![-–/]\d)", re.IGNORECASE
)
_THIS_YEAR = re.compile(r"\bto\s[a-z]+\b(?:[^.;]|\.\d){0,80}?\d(?:[^.;]|\.\d){0,80}?\bthis\syear\b")
"""A figure that something has to come to in the news's own year."""
_AIM = re.compile(
    r"\b(?:shall|should|must|will|would|(?:is|are|ha(?:s|ve))\sto|aims?|targets?|goals?|plans?\sto|expect\w*)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"[:：]\s*\Z|\b(?:includ\w+|as follows|the following|such as)\b|包括|如下|以下", re.IGNORECASE)


def list_targets(passages: Sequence[Passage], *, lead: str | None, year: int | None) -> tuple[Target, ...]:
    """Return an item's goals in order, one a year and sentence; ``lead`` introduces the points, ``year`` is its own."""
    news = [passage for passage in passages if passage.place in NEWS]
    last = next((passage for passage in reversed(news) if passage.paragraph == lead), None)
    led = _list_years(last.text, year) if last and _INTRODUCES.search(last.text) else []
    found: dict[tuple[int, str], None] = {}
    for passage in news:
        of_lead = led if passage.place is Place.POINT else []
        told = [] if led and passage is last else _list_years(passage.text, year)
        found |= dict.fromkeys((goal, passage.paragraph) for goal in of_lead)
        found |= dict.fromkeys((goal, passage.text) for goal in told if goal not in of_lead)
    return tuple(Target(year=goal, quote=quote) for goal, quote in found)


def _list_years(sentence: str, year: int | None) -> list[int]:
    """Return the years for which a sentence sets a goal, in order, none before ``year``, which is that of the news."""
    if "20" not in sentence and "this year" not in sentence:
        return []
    text = mask_titles(sentence)
    hits = [(match.start(), int(match[match.lastgroup or 0])) for each in (_BY, _GOAL) for match in each.finditer(text)]
    ahead = _AHEAD.finditer(text) if _AIM.search(text) else ()
    hits += [(match.start(), int(match["year"])) for match in ahead if year is None or int(match["year"]) > year]
    if year is not None and (this_year := _THIS_YEAR.search(text)):
        hits.append((this_year.end(), year))
    return list(dict.fromkeys(goal for _, goal in sorted(hits) if year is None or goal >= year))
