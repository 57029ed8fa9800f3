"""Sentences before the news that give the day of issue and the period, as a paragraph and no line of the title."""

from __future__ import annotations

import re

from bot.dates.printed_dates import find_printed_dates, parse_printed_date
from bot.reading.grammar.lines.clock import HOUR
from bot.reading.grammar.lines.furniture import is_greeting, is_imprint, list_sentences, reads_as_news, tells_quantity
from bot.reading.grammar.lines.legends import explains_form
from bot.reading.grammar.lines.reports import tells_own_act
from bot.reading.grammar.lines.title_line import TitleLine, is_title_date, split_title_line
from bot.reading.grammar.lines.title_names import is_house_name, is_series_name

_DAYS_ZH = r"(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日\s*(?:[-—–~～]+|至|到)\s*(?:(?:19|20)\d\d年)?(?:\d{1,2}月)?\d{1,2}日"
_TOLD_PERIOD = re.compile(
    r"\bthis (?:week|fortnight|month|edition|issue|letter)(?:['’]s \w+)? \((?P<bracketed>[^()]{5,60})\)"
    r"|\b(?:what [^.;()\d]{2,60}?\s(?:did|decided|issued|published|adopted)(?= between| from)"
    r"|what (?:(?:has )?happened|(?:was|has been) (?:published|issued|decided))"
    r"|(?:sum(?:s|med)?|round(?:s|ed)?|wrap(?:s|ped)?)\sup|summari[sz]es?|looks?\s(?:back|at)|collects?|gathers?|recaps?"
    r"|round-?up|news|developments|events|changes|covers?|covering"
    r"|(?:noted|published|issued|released|adopted|recorded)(?= between)"
    r"|(?:here|below|the following)\s(?:is|are))\b[^.;()]{0,80}?\b(?:between|from) "
    r"(?P<between>[^.;,()]{1,60}?\b(?:and|to|until) [^.;,()]{4,40})"
    r"|\b(?:what|news|developments|events|changes|noted|happened)\b[^.;()\d]{0,60}?"
    r"\bin (?P<half>(?:the )?(?:first|second) half of \w+(?: (?:19|20)\d\d)?)"
    r"|(?P<since>\bsince (?:our|the) last "
    r"(?:issue|edition|letter|column|note|number|update|bulletin|digest|mail|memo) (?:of|on|from) [^.;,()]{4,30})"
    rf"|(?:收录|梳理|整理|汇总|摘编|选取|涵盖|覆盖|盘点)了?(?P<collected>{_DAYS_ZH})"
    rf"|(?:回[看顾望]|速览|一览|了解|看看|梳理|带来|送上)[^。；\d]{{0,8}}(?P<looked>{_DAYS_ZH})"
    r"(?=的|[^。；\d]{0,8}(?:要闻|大事|动态|新闻|资讯))"
    rf"|(?P<excerpted>{_DAYS_ZH})(?=[^。；]{{0,40}}(?:摘编|汇编|整理|梳理|汇总|收录)[^。；]{{0,4}}如下)"
    rf"|(?P<noted>{_DAYS_ZH})(?=[^。；\d]{{0,8}}(?:值得|重要|主要|重点|热点)[^。；\d]{{0,12}}(?:政策|新规|新闻|资讯|动态|消息))"
    r"|(?:本[周月期旬双]|上[周月])(?:[（(](?P<zh>[^（）()。]{5,40})[)）]|(?P<days>\d{1,2}月\d{1,2}日?\s*[-—–~至到]+\s*(?:\d{1,2}月)?\d{1,2}日))",
    re.IGNORECASE,
)
_BAR = re.compile(r"\s+[|·]\s+")
_LEAST = 2
_ANY_YEAR = 2000
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
_PUBLICATION = (
    r"(?:tracker|brief(?:ing)?|newsletter|bulletin|digest|report|update|issue|edition|monitor|list|register|overview"
    r"|page|note|review|log|round-?up|letter|file|docket|table|watch|survey|compilation|version|document)"
)
_ABOUT_ISSUE = re.compile(
    rf"\W*(?:(?:this|our|the (?:present|current))\s(?:[\w-]+\s){{0,4}}?{_PUBLICATION}s?\b"
    r"|(?:it|this|we|entries|items)\s"
    r"(?:(?:is|are|was|were|has|have)\s(?:been\s)?)?(?:last\s)?(?:published|updated|issued|sent|compiled|closed|revised"
    r"|covers?|lists?|looks?|tracks?|reports?|summari[sz]es?)\b|(?:out|sent|posted)\s(?:out\s)?on\b|(?:last\s|next\s)?(?:published|updated?|issued|released"
    r"|compiled|data|status|version|edition|cut-?off|as of|change)\b|issue\s(?:no\.?\s)?\d+\b|welcome to\b"
    r"|(?:all\s)?(?:documents|acts|texts|developments|entries)\s(?:dated|published|issued|adopted|between|from|of)\b)",
    re.IGNORECASE,
)
"""Opens a sentence on the issue itself."""
_RANGE_TOLD = re.compile(
    r"\b(?:from|between|dated|period(?: of)?|covers?|covering|week(?:s)? of|weeks? to)\s+"
    r"(?P<days>[^.;]{6,60}?(?=,?\s(?:and|but)\s(?:was|is|were|has|it|we|the)\b|\s(?:is|are|was|were)\b)"
    r"|[^.;]{6,60})",
    re.IGNORECASE,
)
_HOUSE = r"(?P<name>[A-Z][\w&’'-]*(?:\s(?:[A-Z][\w&’'-]*|of|for|and|&)){0,6}\s[A-Z][\w&’'-]*)"
_HOUSE_OR_SHORT = rf"(?P<name>{_HOUSE[len('(?P<name>') : -1]}|[A-Z]{{3,8}})(?=[\s,.]|\Z)(?!\s(?:and\s)?[A-Z])"
_WHOSE = re.compile(rf"\b(?:of|by|from)\s(?:the\s)?{_HOUSE}")
_MADE_BY_HOUSE = re.compile(
    rf"\b(?:published|compiled|produced|maintained|kept|issued|prepared|run|edited)\s(?:\w+\s){{0,3}}?by\s(?:the\s)?{_HOUSE_OR_SHORT}"
)
_NAME_RUN = re.compile(r"(?<![\w’'])[A-Z][\w&-]*(?:\s(?:on\s)?[A-Z][\w&-]*){1,5}(?![’'])")
_OPENS_WITH_HOUSE = re.compile(
    rf"(?:The\s)?{_HOUSE}(?=,|\.|['’]s\s|\s(?:follows|tracks|lists|watches|monitors|collects|reports|publishes|summari[sz]es)\b)"
)
_KEPT_BY = re.compile(
    r"(?:The\s)?(?P<name>[A-Z][\w&’'-]*(?:\s(?:on\s)?[A-Z][\w&-]*){1,5})\s(?:is|has\sbeen)\s"
    r"(?:published|compiled|produced|maintained|kept|issued|prepared|run|edited|written|put\stogether)\s(?:\w+\s){0,3}?(?:by|at)\s"
)
"""Opens a sentence on who makes the series that it names."""
_OF_ISSUE = re.compile(
    r"what\s(?:[^.;()\d]{2,60}?\s)?(?:did|decided|issued|published|adopted|happened|changed)\s(?=between|from)"
    r"|(?:this|the|our)\s(?:\w+\s){0,2}?(?:issue|edition|digest|letter|brief(?:ing)?|bulletin|report|newsletter|tracker"
    r"|update|review|round-?up|note|list|register|monitor|docket|log|ledger)\s"
    r"(?:covers?|brings|sums\sup|reports|lists|tracks|follows|records|collects)\b"
    r"|\W*(?:导读|导语|编者按|编者的话|卷首语|写在前面)\s*[:：]"
    r"|(?:[^。！\d]{0,10}(?:读者|会员|朋友|同仁)[^。！\d]{0,8}[。！，]\s*)?本[期周月刊](?:[“《][^”》]{2,20}[”》])?[^。，\d]{0,6}?(?:梳理|汇总|收录|整理|盘点|回顾|摘编|收集)"
    r"|(?:every|each)\s(?:week|fortnight|month|morning|evening|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b[^.;:]{0,60}?\s"
    r"(?:sums?\sup|rounds?\sup|wraps?\sup|summari[sz]es?|looks?\s(?:back|at)|brings?|collects?|gathers?|recaps?)\b",
    re.IGNORECASE,
)
"""Opens a sentence on what an issue holds."""


def list_sentence_dates(text: str) -> tuple[str, ...]:
    """Get the title lines that a paragraph before the news makes, of which a sentence says the day of issue or period.

    The day of issue does so in the first or second; a day alone at its start dates news. None of it may tell news;
    names in such sentences ("Status: 3 May 2024. It covers ...") are no names of the issue.
    """
    sentences = tuple(_ORDER.sub("", sentence) for sentence in list_sentences(text))
    kept = _KEPT_BY.match(text)
    if kept and is_series_name(kept["name"]) and (lines := list_told_lines(text)):
        return lines
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
    name = made["name"] if made else next(filter(None, map(_find_house, sentences)), None)
    house = (f"Published by {name}",) if name else ()
    return (*house, *(day for line in found for day in line.issue_texts), *periods)


def list_told_lines(text: str) -> tuple[str, ...]:
    """Return the title lines that a paragraph on the issue makes ("This tracker covers 1 to 13 May 2025. It was ...").

    Each of its sentences with a day is about the issue or reads like a line of the title; the house that they name
    publishes it.
    """
    sentences = [sentence.rstrip(" .") for sentence in list_sentences(_BAR.sub("\n", text))]
    lines: list[str] = []
    for sentence in sentences:
        told = split_title_line(sentence)
        kept = _KEPT_BY.match(sentence)
        about = _ABOUT_ISSUE.match(sentence) is not None or bool(kept and is_series_name(kept["name"]))
        own = about or _OPENS_WITH_HOUSE.match(sentence) is not None or is_imprint(sentence)
        if not own and reads_as_news(sentence) and (tells_quantity(sentence) or tells_own_act(sentence)):
            return ()
        if not (told.issue_texts or told.period_texts):
            if not about and find_printed_dates(sentence, default_year=_ANY_YEAR):
                return ()
            continue
        if not about and not _tells_whole_day(told):
            return ()
        ranged = _RANGE_TOLD.search(sentence)
        period = split_title_line(f"Period: {ranged['days']}").period_texts if ranged else ()
        issued = [day for day in told.issue_texts if not (ranged and day in ranged["days"])]
        lines += [*(issued if period else ()), *(f"Period: {days}" for days in period or told.period_texts)] or issued
    house = next(filter(None, map(_find_house, sentences)), None) if lines else None
    series = next(filter(None, map(_find_series, sentences)), None) if lines else None
    return (*((series,) if series else ()), *((f"Published by {house}",) if house else ()), *lines)


def _tells_whole_day(told: TitleLine) -> bool:
    return all(_HAS_YEAR.search(days) for days in (*told.issue_texts, *told.period_texts))


def _find_house(sentence: str) -> str | None:
    opens = _OPENS_WITH_HOUSE.match(sentence)
    named = ([opens] if opens else []) + list(_WHOSE.finditer(sentence))
    made = _MADE_BY_HOUSE.search(sentence)
    return next((match["name"] for match in named if is_house_name(match["name"])), made["name"] if made else None)


def _find_series(sentence: str) -> str | None:
    """Return the first name in capitals that is a series' ("Welcome to the Rope Tracker of ...")."""
    kept = _KEPT_BY.match(sentence)
    if kept and is_series_name(kept["name"]):
        return kept["name"]
    return next((run[0] for run in _NAME_RUN.finditer(sentence) if is_series_name(run[0])), None)


def find_told_period(text: str) -> str | None:
    """Return the period that a paragraph to the readers tells in passing ("This week (22–28 July): ..."), or None."""
    start, end = _find_period(text)
    return text[start:end] or None


def list_told_days(text: str) -> tuple[str, ...]:
    """Get the days of issue that sentences on the issue itself tell with their year ("It was sent on 3 May 2024.")."""
    own = (sentence.rstrip(" .") for sentence in list_sentences(text) if _ABOUT_ISSUE.match(sentence))
    told = (line for line in map(split_title_line, own) if line.issue_texts and not line.period_texts)
    return tuple(day for line in told if _tells_whole_day(line) for day in line.issue_texts)


def tells_own_period(text: str) -> bool:
    """Get whether a text says of which days the issue is ("Every Sunday we sum up what happened from 3 to 9 May")."""
    return _OF_ISSUE.match(text) is not None and find_told_period(text) is not None


def greets_readers(text: str) -> bool:
    """Return whether a paragraph only greets its readers, the period that it tells in passing left aside."""
    start, end = _find_period(text)
    return is_greeting(f"{text[:start]} {text[end:]}" if end else text)


def _find_period(text: str) -> tuple[int, int]:
    match = _TOLD_PERIOD.search(text)
    told = match.span(next(name for name, words in match.groupdict().items() if words)) if match else (0, 0)
    return told if split_title_line(f"Period: {text[told[0] : told[1]]}").period_texts else (0, 0)


def _tells(sentence: str) -> bool:
    own = is_imprint(sentence) or _CREDITS.match(sentence) or explains_form(sentence)
    return reads_as_news(sentence) and not (own or _OF_HOURS.fullmatch(sentence.rstrip(" .")))
