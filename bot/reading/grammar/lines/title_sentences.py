"""Sentences before the news that give the day of issue and the period, as a paragraph and no line of the title."""

from __future__ import annotations

from bot import lazy_re as re
from bot.domain.calendar.dates import find_printed_dates, parse_printed_date
from bot.reading.grammar.lines.clock import HOUR
from bot.reading.grammar.lines.furniture import is_imprint, list_sentences, reads_as_news
from bot.reading.grammar.lines.title_line import is_title_date, split_title_line

_TOLD_PERIOD = re.compile(
    r"\bthis (?:week|fortnight|month|edition|issue|letter)(?:['’]s \w+)? \((?P<bracketed>[^()]{5,60})\)"
    r"|\b(?:what (?:(?:has )?happened|(?:was|has been) (?:published|issued|decided))"
    r"|round-?up|news|developments|events|changes|covers?|covering"
    r"|(?:here|below|the following)\s(?:is|are))\b[^.;()]{0,80}?\b(?:between|from) "
    r"(?P<between>[^.;,()]{1,60}?\b(?:and|to|until) [^.;,()]{4,40})"
    r"|(?:本[周月期旬双]|上[周月])(?:[（(](?P<zh>[^（）()。]{5,40})[)）]|(?P<days>\d{1,2}月\d{1,2}日?\s*[-—–~至到]+\s*(?:\d{1,2}月)?\d{1,2}日))",
    re.IGNORECASE,
)


_LEAST = 2
_MADE_BY = re.compile(
    r"(?i:maintained|compiled|published|prepared|kept|produced|run) by (?P<name>(?:the )?[A-Z][^.;,]{2,80})\."
)


_BEHIND_YEAR = re.compile(r"(?<=\b20\d\d),\D*\Z")
_HAS_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CREDITS = re.compile(
    r"(?:put together|edited|written|compiled|collected|prepared|produced|kept|maintained) by\b", re.IGNORECASE
)
_ORDER = re.compile(r",?\s*\b(?:newest|latest|oldest|most recent)\s+(?:first|last)\b", re.IGNORECASE)
"""Says how the news of an issue are sorted."""
_OF_HOURS = re.compile(rf"all times\b[^.]{{1,60}}|(?:\w+ ){{1,4}}(?:at )?{HOUR}", re.IGNORECASE)
"""Says which clock the issue goes by, or at what hour it closed."""


def list_sentence_dates(text: str) -> tuple[str, ...]:
    """Give the title lines that a paragraph before the news makes, of which a sentence says the day of issue or period.

    The day of issue does so in the first or second; a day alone at its start dates news. None of it may tell news;
    names in such sentences ("Status: 3 May 2024. It covers ...") are no names of the issue.
    """
    sentences = tuple(_ORDER.sub("", sentence) for sentence in list_sentences(text))
    made = _MADE_BY.fullmatch(sentences[0]) if len(sentences) > 1 else None
    sentences = sentences[1:] if made else sentences
    if len(sentences) + bool(made) < _LEAST or any(map(_tells, sentences)):
        return ()
    opening = next((text.rstrip(" .") for text in sentences[:2] if is_title_date(text.rstrip(" ."))), "")
    starts = [start for start, _, _ in find_printed_dates(opening)]
    if not opening:
        return ()
    found = [split_title_line(sentence.rstrip(" .")) for sentence in sentences]
    others = [sentence for sentence in sentences if sentence.rstrip(" .") != opening]
    hours = [sentence for sentence in others if _OF_HOURS.fullmatch(sentence.rstrip(" ."))]
    of_hours = len(hours) == len(others)
    if starts and not starts[0] and not of_hours and not any(line.period_texts for line in found):
        return ()  # a day alone opens news
    told = [_BEHIND_YEAR.sub("", period) for line in found for period in line.period_texts]
    dated = any(parse_printed_date(day) for day in split_title_line(opening).issue_texts)
    if not dated and ((is_title_date(text) and not hours) or not any(map(_HAS_YEAR.search, told))):
        return ()
    periods = (f"Period: {period}" for period in told)
    house = (f"Published by {made['name']}",) if made else ()
    return (*house, *(day for line in found for day in line.issue_texts), *periods)


def find_told_period(text: str) -> str | None:
    """Give the period that a paragraph to the readers tells in passing ("This week (22–28 July): ..."), or None."""
    start, end = _find_period(text)
    return text[start:end] or None


def without_told_period(text: str) -> str:
    """Give such a paragraph without the period."""
    start, end = _find_period(text)
    return f"{text[:start]} {text[end:]}" if end else text


def _find_period(text: str) -> tuple[int, int]:
    match = _TOLD_PERIOD.search(text)
    told = match.span(next(name for name, words in match.groupdict().items() if words)) if match else (0, 0)
    return told if split_title_line(f"Period: {text[told[0] : told[1]]}").period_texts else (0, 0)


def _tells(sentence: str) -> bool:
    return reads_as_news(sentence) and not (
        is_imprint(sentence) or _CREDITS.match(sentence) or _OF_HOURS.fullmatch(sentence.rstrip(" ."))
    )
