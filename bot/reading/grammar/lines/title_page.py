"""Title page: publisher, series, issue date and reporting period from the lines before the first item."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.dates.printed_dates import find_printed_dates, parse_printed_date, word_date
from bot.model.briefing import Inference
from bot.model.ids import fold
from bot.reading.document import LOGO_MARK, SENDER_MARK, SITE_MARK, TITLE_MARK, Block
from bot.reading.grammar.lines.furniture import is_greeting, is_imprint, list_sentences, reads_as_news, tells_quantity
from bot.reading.grammar.lines.headings import fold_heading
from bot.reading.grammar.lines.imprint import find_holder, find_house
from bot.reading.grammar.lines.labels import LabelKind, explains_form
from bot.reading.grammar.lines.printed_days import HOUR
from bot.reading.grammar.lines.reports import tells_own_act
from bot.reading.grammar.lines.title_line import (
    LONGEST_NAME,
    TitleLine,
    find_publisher,
    is_numbered,
    is_open,
    is_title_date,
    resolve_dates,
    split_publisher,
    split_title_line,
    take_publisher,
)
from bot.reading.grammar.lines.title_names import (
    choose_names,
    find_account,
    is_house_name,
    is_publication,
    is_series_name,
    part_han_line,
    without_legal_form,
)

# Sentences before the news that give the day of issue and the period, as a paragraph and no line of the title.

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


# Names of the parts that an alert on one document has, whoever writes it: "Background", "Key requirements".

_WHOM = r"(?:it|this|that|you|clients|members|compan(?:y|ies)|business(?:es)?|employers|investors|firms|exporters)"
_VIEW = re.compile(
    r"(?:our |initial |first )?(?:views?|take|comments?|observations?|analysis|assessment|thoughts|conclusions?"
    r"|takeaways)"
    r"|(?:our |practical |key )?(?:recommendations?|implications?|advice|considerations|tips)(?: for .{3,40})?"
    r"|(?:recommended |suggested |practical )?(?:actions?|action points|next steps)(?: for .{3,40})?"
    rf"|what (?:does )?{_WHOM} (?:means?|(?:should|must|can) do|needs? to (?:do|know))(?: (?:now|next|for .{{3,40}}))?"
    r"|(?:business |practical )?impact(?: on .{3,40})?|looking ahead|why (?:it|this) matters|so what|the bottom line"
    r"|(?:企业|合规|应对|我们的|律师)?(?:建议|提示|点评|解读|启示|观察)|对企业的影响|结语|影响分析"
)
_PART = re.compile(
    r"(?:executive )?summary|introduction|overview|at a glance|in brief|in short|key (?:facts|dates|takeaways|messages)"
    r"|(?:legal |regulatory |policy )?(?:background|context|basis|framework)(?: and (?:context|purpose))?"
    r"|scope(?: of application)?|who is (?:affected|covered|concerned)|who (?:must|needs to) (?:act|comply)|application"
    r"|(?:the )?(?:key|main|core|major|notable|new)? ?(?:requirements|provisions|points|changes|features|contents?"
    r"|obligations|elements|highlights|rules|measures|content|details|duties|facts)"
    r"|what(?:['’]s| is| has) (?:new|changed|happened|in it)|what (?:happened|it says|changes)"
    r"|the (?:news|facts|details)"
    r"|penalties|sanctions|liabilit(?:y|ies)|legal (?:consequences|liabilit(?:y|ies))|enforcement|exemptions"
    r"|definitions"
    r"|timeline|timing|(?:effective|implementation) date|transition(?:al)? (?:period|arrangements)|entry into force"
    r"|(?:政策|出台|立法|制定)?背景|(?:主要|核心|重点)?(?:内容|要点|变化|规定)|适用(?:范围|对象)|法律责任|处罚|(?:施行|生效)(?:时间|日期)|概述|摘要"
)


def find_part(heading: str) -> LabelKind | None:
    """Return what the whole of a heading names: the publisher's view (COMMENT), another part (SUMMARY), or None."""
    name = fold_heading(heading)
    if _VIEW.fullmatch(name):
        return LabelKind.COMMENT
    return LabelKind.SUMMARY if _PART.fullmatch(name) else None


_BESIDE_HOUSE = re.compile(r"\s+(?:[|–—·»-]|--)\s+(?=\S)")
_FROM = re.compile(r"\W*From\b", re.IGNORECASE)
_DESK = re.compile(r"\b(?:desk|team|department|unit|practice|division|affairs)\b", re.IGNORECASE)
_COLON = re.compile(r"[:：]")
_SOURCE = re.compile(r"来源\s*[:：]")
_AUTHORED = "原创："
"""Before an account, and perhaps the author's name before that."""
_ISSUE_YEAR = re.compile(r"((?:19|20)\d\d)\s*年\s*(?:\d{1,2}\s*月\s*)?第\s*[\d一二三四五]+\s*[期周]")

_COUNTED = re.compile(r"(?:letter|bulletin|circular|mailing|memo)\s\d{1,4}", re.IGNORECASE)
"""Counts the issue by what it is."""
_MAIL_FROM = re.compile(r"\s*From:\s*[\"“]?(?P<name>[^\"”<>]{2,60}?)[\"”]?\s*<[^<>\s]+@[^<>\s]+>\s*")


@dataclass(frozen=True, kw_only=True, slots=True)
class TitlePage:
    """What the title page says; the period's last day is included.

    ``inferred`` are dates completed with a year, ``unread`` those in figures that may be two days.
    """

    publisher: str | None = None
    series: str | None = None
    title: str | None = None
    published_on: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    inferred: tuple[Inference, ...] = ()
    unread: tuple[str, ...] = ()


def list_title_lines(furniture: Iterable[Block]) -> tuple[str, ...]:
    """Return the lines of a title page that shows none: what a page's title says before its topics, and whose it is."""
    title = next((block.text for block in furniture if block.text.startswith(TITLE_MARK)), "").removeprefix(TITLE_MARK)
    parts = _BESIDE_HOUSE.split(title)
    name = _COLON.split(parts[0], maxsplit=1)[0]
    house = parts[-1] if len(parts) > 1 and len(parts[-1]) <= LONGEST_NAME else ""
    return (name, *((f"Published by: {house}",) if house else ())) if name and is_title_date(name) else ()


def parse_title_page(
    lines: tuple[str, ...],
    *,
    imprint: tuple[str, ...] = (),
    running: tuple[str, ...] = (),
    dates: tuple[str, ...] = (),
    day_first: bool | None = None,
) -> TitlePage:
    """Read the title page's lines, in order, headings first where they are the larger.

    ``imprint`` are the publisher's names of the imprint, ``running`` the running headers and footers, ``dates`` the
    dates printed with the items: they give the year where the title page has none. ``day_first`` tells the order of
    day and month in figures.
    """
    names: list[str] = []
    numbered: list[str] = []
    issue: list[str] = []
    period: list[str] = []
    behind: list[str] = []
    publisher: str | None = None
    authored: str | None = None
    has_site = any(text.startswith(SITE_MARK) for text in running)
    sender = next((text.removeprefix(SENDER_MARK) for text in running if text.startswith(SENDER_MARK)), None)
    for line in lines:
        if mailed := _MAIL_FROM.fullmatch(line):  # a mail that was pasted as text
            sender = sender or mailed["name"]
            continue
        is_credit = has_site and _SOURCE.search(line) is not None  # a reprint's source is not who puts it up
        dated = bool(names and (issue or period))
        labelled, rest = take_publisher(line)
        if labelled and names and _FROM.match(line):  # an office of the house above
            office = None if _DESK.search(labelled) else labelled
            labelled = next((name for name in names if without_legal_form(name) != name), office)
        authored = authored or (labelled if labelled and part_han_line(line).startswith(_AUTHORED) else None)
        publisher = split_publisher(labelled, issue) if labelled and not is_credit else publisher
        found = split_title_line(rest)
        named = next(filter(None, map(find_publisher, found.names)), None)
        publisher = split_publisher(named, []) if named and not is_credit else publisher
        names.extend(name for name in found.names if name not in names and not _is_other(name))
        behind.extend(found.names if dated else ())
        numbered.extend(found.names if len(found.names) == 1 and is_numbered(rest) else ())
        issue.extend(found.issue_texts)
        period.extend(found.period_texts)
    period = period or [days for text in running for days in split_title_line(text).period_texts]
    issue = [word_date(text, day_first=day_first, period=None) or text for text in issue]
    dates += tuple(f"{year}年1月1日" for line in lines for year in _ISSUE_YEAR.findall(line))
    published_on, span, inferred = resolve_dates(issue, period, running, dates, day_first=day_first)
    site = next((text.removeprefix(SITE_MARK) for text in running if text.startswith(SITE_MARK)), "")
    is_series = is_series_name(site) and any(map(_HEADS_ISSUE.match, names))
    framing = tuple(text for text in running if not (is_series and text.startswith(SITE_MARK)))
    told = (*_list_framed(framing), *imprint, *_list_logos(running))
    publisher = find_account(authored or publisher, told, authored=authored is not None)
    house, series = choose_names(
        names, labelled=publisher, imprint=told, sender=sender, numbered=numbered, behind=behind
    )
    series = site if series and (fold(series) == fold(site) or (is_series and _HEADS_ISSUE.match(series))) else series
    house = _as_told(house, told) if house and house.isupper() and house not in names else house
    house = _as_shown(house, names) if house else None
    title = series if house is None or series is None or fold(house) in fold(series) else f"{house} {series}"
    return TitlePage(
        publisher=house,
        series=series,
        title=title or house,
        published_on=published_on,
        period_start=span[0] if span else None,
        period_end=span[1] if span else None,
        inferred=inferred,
        unread=tuple(text for text in (*issue, *period) if is_open(text, day_first=day_first)),
    )


_HEADS_ISSUE = re.compile(r"[^:：\d]{0,40}(?:#|№|\b(?:no|nr|issue|vol)\.?)\s?\d{1,4}\s?[:：|–—]\s*\S", re.IGNORECASE)
"""Opens the headline of an issue, its number before its topics ("Tracker #41: Ropes get names")."""


def _as_told(house: str, told: Iterable[str]) -> str:
    """Return a house's name in capitals, as a logo beside the text has it, as its rights and the like print it."""
    bare = (without_legal_form(name) for name in told)
    return next((name for name in bare if fold(name) == fold(house) and not name.isupper()), house)


def _as_shown(house: str, names: Iterable[str]) -> str:
    """Return a house's name without the legal form that its imprint has, where the title page prints it so."""
    bare = without_legal_form(house)
    return next((name for name in names if bare != house and fold(name) == fold(bare)), house)


def _is_other(name: str) -> bool:
    """Whether words between signs are neither a house nor a series: who publishes in other words, or a part's name."""
    return find_publisher(name) is not None or find_part(name) is not None or _COUNTED.fullmatch(name) is not None


def _list_framed(running: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names in running headers and footers, that of the site first."""
    site_first = sorted(running, key=lambda text: not text.startswith(SITE_MARK))
    framed = (find_holder(text) or find_house(text) or _find_beside_day(text) for text in site_first)
    return tuple(filter(None, framed))


def _find_beside_day(text: str) -> str | None:
    """Return the house that a running line names beside the day of the issue ("Acme Research | 3 May 2024")."""
    found = split_title_line(text) if any(map(str.isdigit, text)) else None
    houses = found.names if found is not None and found.issue_texts else ()
    return next((name for name in houses if is_house_name(name) and not is_publication(name)), None)


def _list_logos(running: tuple[str, ...]) -> tuple[str, ...]:
    """Return the house that the words for a page's first picture name."""
    logos = (text.removeprefix(LOGO_MARK) for text in running if text.startswith(LOGO_MARK))
    return tuple(logo for logo in logos if is_house_name(logo) and not is_publication(logo))
