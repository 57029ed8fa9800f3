"""Targets: goals set for a year, not every year that is mentioned.

Decided: a year is a goal's when it stands after "by" or 到 with no past told, with a word of goals ("targets for
2025"), or is a year to come with a word of aim ("in 2030 ... shall"), and is not over at the item's date. Points under
a line that introduces them ("Targets for 2025 include:") are one target each. Years inside the names of documents and
in ranges say nothing, nor does the comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model.briefing import Target
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.references import list_reference_spans
from bot.reading.facts.sentences import split_sentences

_BY = re.compile(
    r"\b(?:by|before)\s(?:(?:the\s)?(?:year\s)?(?:end\s(?:of\s)?|close\sof\s|middle\sof\s|late\s|mid-?\s?"
    r"|year[- ]end\s)?)?"
    r"(?P<year>20[2-9]\d)\b(?![-–/]\d)",
    re.IGNORECASE,
)
_GOAL = re.compile(
    r"\b(?:targets?|goals?|objectives?|aims at)\b(?:[^.;:]|\.\d){0,80}?\b(?:for|in"
    r"|of)\s(?:the\syear\s)?(?P<year>20[2-9]\d)\b(?![-–/]\d)"
    r"|(?<![-–/(\d])(?P<own>20[2-9]\d)\s(?:[\w-]+\s){0,4}?(?:targets?|goals?|objectives?)\b",
    re.IGNORECASE,
)
"""A year with a word of goals; what lies between may hold a figure with a point."""
_AHEAD = re.compile(r"\b(?:in|until|through|from)\s(?P<year>20[2-9]\d)\b(?![-–/]\d)", re.IGNORECASE)
_AIM = re.compile(
    r"\b(?:shall|should|must|will|would|(?:is|are|ha(?:s|ve))\sto|aims?|targets?|goals?|plans?\sto|expect\w*)\b",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"\b(?:start|open|begin|launch|production|operation|deliver|list)\w*\b[^.;:]{0,40}\Z", re.IGNORECASE
)
"""What only takes place in the year behind it."""
_ZH = re.compile(
    r"(?:(?<![年月日延长期续行迟])[到至]|力争|争取|确保|目标)\s*(?P<year>20[2-9]\d)\s*年(?!\s*\d{1,2}\s*月)"
    r"|(?P<before>20[2-9]\d)年(?:底|末)?(?:之?前|以前|，?(?:力争|争取|目标))"
    r"|(?:提出|要求|明确)[，,]?(?P<set>20[2-9]\d)年(?!\d)"
)
_ZH_NEXT = re.compile(r"(?<=[；，])[到至]?(?P<year>20[2-9]\d)年(?:底|末)?(?!\d{1,2}月)")
"""The next stage of a goal in the same sentence ("到2025年…；2030年…")."""
_PAST = re.compile(
    r"\b(?:was|were|ha[ds]\s\w+ed|(?<!have )reached|stood|totall?ed|amounted|grew|rose|fell|exceeded"
    r"|already)\b(?!\sto\b)"
)
_INTRODUCES = re.compile(r"[:：]\s*\Z|\b(?:includ\w+|as follows|the following|such as)\b|包括|如下|以下", re.IGNORECASE)
_RANGE = re.compile(r"20\d\d\s*(?:年\s*)?[-–—/至到]\s*20\d\d")
_YEAR = re.compile(r"20[2-9]\d")
_CLAUSE = re.compile(r"[;；:。]")


def list_targets(passages: Sequence[Passage], *, lead: str | None, year: int | None) -> tuple[Target, ...]:
    """Return an item's goals in order, one a year and sentence; ``lead`` introduces the points, ``year`` is its own."""
    led = _list_years_of_lead(lead, year=year)
    found: dict[tuple[int, str], Target] = {}
    for passage in passages:
        if passage.place in NEWS:
            for target in _read_passage(passage, lead=lead, led=led, year=year):
                found.setdefault((target.year, target.quote), target)
    return tuple(found.values())


def list_goal_years(sentence: str, *, year: int | None) -> tuple[int, ...]:
    """Return the years for which this sentence sets a goal, in order; ``year`` is that of the news, or None."""
    if not _YEAR.search(sentence):
        return ()
    masked = _mask(sentence)
    hits = sorted((start, goal) for start, goal in _list_hits(masked, year=year) if year is None or goal >= year)
    return tuple(dict.fromkeys(goal for _, goal in hits))


def _read_passage(passage: Passage, *, lead: str | None, led: tuple[int, ...], year: int | None) -> Iterator[Target]:
    if passage.place is Place.POINT and led:
        yield from (Target(year=goal, quote=passage.text) for goal in led)
    is_lead = bool(led) and passage.text == lead
    goals: tuple[int, ...] = ()
    for sentence in passage.sentences[:-1] if is_lead else passage.sentences:
        text = f"到{sentence.text}" if goals and sentence.text.startswith("20") else sentence.text
        goals = list_goal_years(text, year=year)
        for goal in goals:
            if not (passage.place is Place.POINT and goal in led):
                yield Target(year=goal, quote=sentence.text)
        goals = goals if sentence.text.endswith("；") else ()


def _list_years_of_lead(lead: str | None, *, year: int | None) -> tuple[int, ...]:
    """Return the goal years of the lead's last sentence, where its words introduce the points."""
    sentences = split_sentences(lead or "")
    if not sentences or not _INTRODUCES.search(sentences[-1].text):
        return ()
    return list_goal_years(sentences[-1].text, year=year)


def _mask(sentence: str) -> str:
    """Blank what holds years that are no goals: names of documents and ranges of years."""
    chars = list(sentence)
    for start, end in (*list_reference_spans(sentence), *(match.span() for match in _RANGE.finditer(sentence))):
        chars[start:end] = "·" * (end - start)
    return "".join(chars)


def _list_hits(text: str, *, year: int | None) -> Iterator[tuple[int, int]]:
    for match in _BY.finditer(text):
        if not _is_past(text, match.start()):
            yield match.start(), int(match["year"])
    for match in _GOAL.finditer(text):
        yield match.start(), int(match["year"] or match["own"])
    for match in _AHEAD.finditer(text):
        goal = int(match["year"])
        binds = (year is None or goal > year) and _AIM.search(text)
        if binds and not (_is_past(text, match.start()) or _STARTS.search(text, 0, match.start())):
            yield match.start(), goal
    reached = [(match.start(), int(match["year"] or match["before"] or match["set"])) for match in _ZH.finditer(text)]
    yield from reached
    if reached:
        later = ((match.start(), int(match["year"])) for match in _ZH_NEXT.finditer(text))
        yield from ((start, goal) for start, goal in later if goal > reached[-1][1])


def _is_past(text: str, end: int) -> bool:
    """Return whether the clause before this place tells something as past, with no aim behind it."""
    clause = _CLAUSE.split(text[:end])[-1]
    past = [match.end() for match in _PAST.finditer(clause)]
    return bool(past) and _AIM.search(clause, past[-1]) is None
