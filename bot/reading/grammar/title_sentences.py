"""Sentences before the news that give the day of issue and the period, as a paragraph and no line of the title."""

from __future__ import annotations

from bot.domain.calendar.dates import find_printed_dates, parse_printed_date
from bot.reading.grammar.furniture import is_imprint, list_sentences, reads_as_news
from bot.reading.grammar.title_page import is_title_date, split_title_dates


def list_sentence_dates(text: str) -> tuple[str, ...]:
    """Give the title lines that a paragraph before the news makes, of which the first sentence says the day of issue.

    None of it may tell news; names in such sentences ("Status: 3 May 2024. It covers ...") are no names of the issue.
    """
    sentences = list_sentences(text)
    opening = sentences[0].rstrip(" .") if len(sentences) > 1 else ""
    printed = find_printed_dates(opening)
    if not printed or not printed[0][0] or not is_title_date(opening) or any(map(_tells, sentences)):
        return ()
    found = [split_title_dates(sentence.rstrip(" .")) for sentence in sentences]
    if not any(parse_printed_date(day) for day in found[0][0]):
        return ()
    periods = (f"Period: {period}" for _, periods in found for period in periods)
    return (*(day for days, _ in found for day in days), *periods)


def _tells(sentence: str) -> bool:
    return reads_as_news(sentence) and not is_imprint(sentence)
