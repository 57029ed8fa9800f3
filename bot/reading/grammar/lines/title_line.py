"""A title line: the names, issue dates and periods that one line of a title page holds, apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.date_words import ANY_MONTH, GERMAN_MONTH
from bot.dates.printed_dates import find_printed_dates, is_in_figures, is_period_in_figures, parse_printed_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import Inference
from bot.model.ids import HAN
from bot.reading.grammar.lines.furniture import reads_as_news
from bot.reading.grammar.lines.imprint import BEHIND_LEGAL, find_role_heading, is_name, strip_article
from bot.reading.grammar.lines.title_names import (
    HOUSE_ZH,
    is_house_name,
    is_publication,
    is_rhythm,
    is_series_name,
    part_han_line,
)

# Dates of a title page: the day of issue and the period, their years completed where none is printed.

ISSUE_NUMBER = re.compile(
    r"\s*(?:(?:issue|no\.?|nr\.?|n[°º]|vol(?:ume)?\.?|edition|number|ausgabe|num[ée]ro|(?:calendar\s+)?weeks?|cw|kw)\s*[#:]?\s*(?!(?:19|20)\d\d[-/.]\d\d?[-/.]\d)\d+(?:\s*(?:[/–-]|and|&|to)\s*\d+)*(?:\s+of\s+(?:19|20)\d\d)?"
    r"|(?:[〔\[【（(]?(?:19|20)\d\d\s*[年〕\]】）)]\s*)?总?第\s*[\d一二三四五六七八九十]+\s*期|(?:19|20)\d\d\s*年第\s*\d+\s*周|总第\s*\d+\s*期)\s*(?:[,，|·–—-]|(?<=\d)[:：](?=\s*\d)|(?:vom|du|del)\b|\Z|(?<=期\s)(?=[\d（(])"
    rf"|(?<=\d\s)(?=\d{{1,2}}\.?\s(?:of\s)?{ANY_MONTH}\b|{ANY_MONTH}\.?\s\d{{1,2}}\b))\s*",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
SPAN_AHEAD = re.compile(rf"\A\s*(\d{{1,2}}月\d{{1,2}}日\s*[—–~～至-]+\s*(?:\d{{1,2}}月)?\d{{1,2}}日)\s+(?=[{HAN}])")
"""The days of a week right before a name ("9月1日—9月7日 一周速览")."""
_JOINT_ISSUE = re.compile(r"第\s*(?:\d{1,4}\s*期?\s*[、和与至/—–~～-]\s*第?\s*)*(\d{1,4})\s*期(?:\s*合刊)?")
"""The numbers of issues that appear as one ("第44—46期合刊")."""
_COUNTED_IN_MONTH = re.compile(r"(?:(?:19|20)\d\d\s*年\s*)?(?P<month>\d{1,2})\s*月\s*第\s*(?P<count>[1-5])\s*期")
"""Counts the issues of a month, which is no period of such an issue ("2025年7月第4期")."""
_SINCE = re.compile(r"(?:\w+\s+){0,3}since\s+(?P<day>\S.*)", re.IGNORECASE)
"""A period that lasts until the day of issue."""
_MONTHS_ALONE = re.compile(r"[^\d]*(?:(?:19|20)\d\d[^\d]*){1,2}|\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月份?\s*")
"""A period without days, which gives way to one that has them."""
_WEEK_DAYS = 7
_LATE = dt.timedelta(days=10)
_BY_ISSUE = 0.9
_BY_PERIOD = 0.85
_BY_OTHERS = 0.6
_OTHER_YEARS = "the latest year of the other dates"


def drop_issue_number(text: str, *, mark: str = "", count: int = 0) -> str:
    """Return a text with a mark for the issue's number, all or the first so many times; it has a figure or 期."""
    may_hold = "期" in text or _HAS_DIGIT.search(text)
    return ISSUE_NUMBER.sub(mark, text, count=count) if may_hold else text


def resolve_dates(
    issue: list[str],
    period: list[str],
    running: tuple[str, ...],
    dates: tuple[str, ...],
    *,
    day_first: bool | None,
) -> tuple[dt.date | None, tuple[dt.date, dt.date] | None, tuple[Inference, ...]]:
    """Return the day of issue, the period and what was inferred of them, from the texts that print them.

    ``running`` are the running headers, ``dates`` those of the items: they give the year where none is printed.
    """
    period = [text for text in period if not _MONTHS_ALONE.fullmatch(text)] or period
    published_on = next((found[0] for text in issue if (found := parse_printed_date(text)) and not found[1]), None)
    if published_on:  # then a week's number is that of the issue
        period = [text for text in period if not ISSUE_NUMBER.match(text)]
    span = next((days for text in period if (days := parse_printed_period(text, day_first=day_first))), None)
    if span and (days := parse_printed_period(period[0], default_year=span[1].year, day_first=day_first)):
        span = days if abs(days[1] - span[1]).days <= _WEEK_DAYS else span  # the days beside a week's number
    if span and span[0] == span[1] and not issue:  # the day of issue, printed in two languages
        return span[0], None, ()
    span = span or _find_until_issue(period, published_on)
    fallback = _fallback_year(running, dates)
    inferred: list[Inference] = []
    if published_on is None and issue:
        near = (span[1], span[1] + dt.timedelta(days=60)) if span else None
        guessed = parse_printed_date(issue[0], period=near, default_year=fallback)
        published_on = guessed[0] if guessed else None
        if published_on:
            sure, ground = (_BY_PERIOD, "the first such day after the period") if span else (_BY_OTHERS, _OTHER_YEARS)
            inferred.append(_infer("published_on", published_on.isoformat(), sure, ground, issue[0]))
    if published_on is None:
        published_on = next((day for text in running for _, _, day in find_printed_dates(text)), None)
    if span is None and period:
        span = _place_period(period[0], published_on, fallback)
        if span:
            sure, ground = (_BY_ISSUE, "by the date of issue") if published_on else (_BY_OTHERS, _OTHER_YEARS)
            inferred.append(_infer("period", f"{span[0]} to {span[1]}", sure, ground, period[0]))
    return published_on, span, tuple(inferred)


def drop_counted_month(line: str) -> str:
    """Return a title line without month and number of an issue that is one of several in its month, or is several."""
    line = _JOINT_ISSUE.sub(r"第\1期", line)
    return _COUNTED_IN_MONTH.sub(lambda of: of[0] if int(of["month"]) == int(of["count"]) else " | ", line)


def _find_until_issue(period: list[str], published_on: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """Return the period from a day that is printed ("since 16 December") until the day of issue."""
    since = next((match for text in period if (match := _SINCE.match(text))), None)
    if since is None or published_on is None:
        return None
    days = (
        day
        for year in (published_on.year, published_on.year - 1)
        for *_, day in find_printed_dates(since["day"], default_year=year)[:1]
    )
    return next(((day, published_on) for day in days if day < published_on), None)


def is_open(text: str, *, day_first: bool | None) -> bool:
    """Whether day and month of a date or period in figures are anyone's guess."""
    if is_period_in_figures(text):
        return parse_printed_period(text, day_first=day_first) is None
    return is_in_figures(text) and parse_printed_date(text, default_year=2000) is None


def _infer(name: str, value: str, confidence: float, ground: str, quote: str) -> Inference:
    return Inference(
        field=name, value=value, confidence=confidence, reason=f"no year is printed; {ground}", quote=quote
    )


def _place_period(text: str, published_on: dt.date | None, fallback: int | None) -> tuple[dt.date, dt.date] | None:
    year = published_on.year if published_on else fallback
    if year is None:
        return None
    span = parse_printed_period(text, default_year=year)
    if span and published_on and span[1] > published_on + _LATE:
        return parse_printed_period(text, default_year=year - 1) or span
    return span


def _fallback_year(running: tuple[str, ...], dates: tuple[str, ...]) -> int | None:
    for texts in (running, dates):
        years = [day.year for text in texts for _, _, day in find_printed_dates(text)]
        if years:
            return max(years)
    return None


# What a title line says before and behind its name: a mail's list, an issue's topics, dots that lead to a value.

_LIST_TAG = re.compile(r"^\s*\[(?P<tag>[^\W\d_][^\[\]]{2,40})\]\s*(?=\S)")
"""The name of a list before a mail's subject ("[China notes] Two weeks to 5 May")."""
_SUBJECT = re.compile(
    r"^\s*(?:(?:Subject|Betreff):\s)?(?P<name>[^\W\d_]\w*-\w+|[^\W\d_]\S*(?:\s[^\s\d:(]+){1,6}?)\s"
    r"(?:(?:issue|week|edition|ausgabe|kw|cw)\s|n[or]\.?\s?|[#(])?(?!20\d\d\b)\d{1,4}(?:\s?/\s?(?:20)?\d\d)?\)?\s*(?:[:：]|\s[–—-]\s)\s*(?=[^\W\d_])[^\d\n]+$",
    re.IGNORECASE,
)
"""A mail's subject that tells the issue's number and topics behind the name ("Acme Letter 88: ports and ships")."""
_SERIES_AHEAD = re.compile(
    r"^\s*(?P<name>(?:[^\W\d_][^\s:]*\s){1,5}(?:weekly|monthly|daily|newsletter|digest|letter|bulletin)):\s+(?=[^\W\d_])[^\d:|\n]{4,120}$",
    re.IGNORECASE,
)
"""A title that tells what the issue is about behind the series' name ("Acme Weekly: ports and ships")."""
_LEADERS = re.compile(r"(?<=\w)\s*\.{3,}\s*(?=\S)|(?<=\w)\s*…{2,}\s*(?=\S)")
"""Dots between what a line names and its value ("Edition ........ 5 May 2024")."""


def drop_topics(line: str) -> str:
    """Return a title line without the topics of the issue behind its name; a list's name and a value stand apart."""
    line = _LEADERS.sub(": ", line) if "..." in line or "……" in line else line
    return _SUBJECT.sub(r"\g<name>", _SERIES_AHEAD.sub(r"\g<name>", _LIST_TAG.sub(r"\g<tag> | ", line)))


_PERIOD = re.compile(
    r"[(（\[]?\s*(?:(?:reporting|review)\s+(?:period|window)|period\s+covered|period|covering(?:\s+(?:the\s+period|developments|events|news))?|coverage|covers(?:\s+(?:the\s+period|developments|events|news))?|look(?:s|ing)?\s+back\s+(?:on|at|over|to)|time\s*frame|window"
    r"|(?:entries|items|changes|updates|news|developments|events|fortnight|weeks?|days|month)(?=\s+since\s)|(?:developments|events|what\s+happened)\s+(?:from|between)"
    rf"|(?:developments|events|policies|documents|measures|items|entries|acts|rules|laws|texts)\s+(?:of|issued|published|released|dated)(?:\s+(?:in|from|between))?(?=\s+(?:\d|{ANY_MONTH}\b))"
    rf"|(?:entries|items|changes|updates|news|developments|events|policies|documents|measures|acts|notices)\s+(?:for|from|in)(?=\s+(?:\d{{1,2}}\s|{ANY_MONTH}\b))|news\s+(?:from|of)"
    r"|berichtszeitraum|zeitraum|(?:报告|发布|日期|统计|监测|收录|覆盖|信息|资讯|内容|政策|时间|本[期周刊])*(?:期间|区间|时段|周期|范围|报告期|覆盖(?:时间)?|收录(?:时间)?))\s*[:：]?\s*(?:from\s+|of\s+|between\s+)?(?P<period>[^()（）\]]+?)\s*[)）\]]?\s*"
    rf"(?:\.(?!\s?(?:\d|bis\b|und\b|[–-]|{GERMAN_MONTH}\b))|[;|·•]|\Z)",
    re.IGNORECASE,
)
_NEWS_OF_PLACE = re.compile(
    rf"news\s+(?:from|of)\s+(?!\d|(?:the\s+)?(?:calendar\s+|last\s+|past\s+)?(?:week|month|quarter|period)\b|Q\d|{ANY_MONTH}\b)",
    re.IGNORECASE,
)
"""Such news is of a place or a thing, and the date beside it is no period's."""
_COVERS_ZH = re.compile(
    r"\s*(?:(?:编者按|编者注|导语|前言|说明)\s*[:：]\s*)?(?:本期|本周|本周?[刊报]|以下)[^。，]{0,6}?(?:梳理|汇总|收录|整理|覆盖|盘点|回顾|选取|选编|摘编|收集|关注|聚焦)了?\s*(?P<period>\d[\d年月日号./\s—–~～至到-]+?)\s*(?:的|期间|[内间与]|发布|，|。|\Z)[^。]*。?\s*"
)
"""A sentence that says what the issue covers, and nothing else ("本期梳理4月5日至11日的政策")."""
_CLOCK_BEHIND = re.compile(rf"(?<=[日\d])\s+\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?(?:\s+[{HAN}]{{2,3}})?\s*\Z")
"""The time of day, and the place, at which a page was put up."""
_CLOCK = re.compile(
    r"(?<=\d)(?:\s*,|\s+at)?\s+(?:\d{1,2}:\d\d(?::\d\d)?|\d{4}(?= [A-Z]{3}\b))(?:\s*[ap]\.?m\b\.?)?"
    r"(?:\s+\(?(?:[A-Z]{3,4}|(?:GMT)?[+-]\d+)\)?(?=\s|\Z))?",
    re.IGNORECASE,
)
_PAGE = re.compile(
    r"(?<=\S)[\s|·–-]+(?:page|seite|p[áa]gina|sida|side)\s*\d{1,3}(?:\s*(?:of|von|de|/)\s*\d{1,3})?\s*\Z", re.IGNORECASE
)
"""The page that a running header tells."""
_OF_ISSUE = re.compile(r"\s+(?:issue|edition|number)\Z", re.IGNORECASE)
_FOR_WHOM = re.compile(r"\s+for\s+(?:(?:its|our|the|internal)\s+)?(?:client|member|subscriber|reader|use)s?\b(?s:.*)\Z")
_BY_HOUSE = re.compile(r"\s*(?:[Ww]ritten\s+)?[Bb]y\s+(?P<name>[A-Z][^|]{2,78}?)(?:\s+on)?\s*\Z")
_WEEK = re.compile(
    r"(?:calendar\s+)?week\s+(?:of|from|beginning|commencing|starting|ending|ended|to)\s+"
    r"(?P<week>\d{1,2}(?:\s\w+)?\s?[–-]\s?\d{1,2}\s[^|;·•()（）]{3,12}?(?:19|20)\d\d(?=\s[–—]\s)|[^|;·•()（）]+)",
    re.IGNORECASE,
)
_ISSUE_DATE = re.compile(
    r"\s*(?:(?:edition|issue|number)\s+of(?:\s+the)?|(?:edition|issue)(?=\s*:\s*\d)|date(?:\s+of\s+(?:issue|publication))?|issue\s+date|issued(?:\s+on)?|published(?:\s+on)?|publication\s+date|(?:status\s+)?as\s+(?:of|at)|(?:state\s+of\s+play|cut-?off(?:\s+date)?|editorial\s+(?:close|deadline))(?=\s*[:：]|\s+\d)|(?:(?:last\s+)?updated|compiled|prepared|finali[sz]ed|sent|completed|closed)(?:\s+on)?"
    r"|(?:发布|导出|出版|印发|编印|编制|编发|发刊|制作|更新|整理|统计截止|截稿)(?:日期|时间)|出刊日期?|日期)\s*[:：]?\s*",
    re.IGNORECASE,
)
_PUBLISHED_ON = re.compile(
    r"\b(?:published|issued|released|sent(?:\s+(?:out|to\s+(?:\w+\s+){0,2}[a-z]+))?|out|dated|closed|completed|erstellt|erschienen)"
    r"\s*(?:on|am|:)?\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?$",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?P<period>(?:[A-Z][a-z]+\.?\s+)?(?:19|20)\d\d|[A-Z][a-z]+)\s+(?:edition|issue|number)\b\s*(?:[,;|·–—-]|\Z)\s*"
)
_MONTHS = re.compile(rf"{ANY_MONTH}(?:\s(?:19|20)\d\d)?\s+[–—-]\s+{ANY_MONTH}\s(?:19|20)\d\d", re.IGNORECASE)
"""Months alone on a line, a dash between spaces parting them ("April – June 2024")."""
_TWO_MONTHS = re.compile(rf"{ANY_MONTH}\s?(?:[-–/&]|and)\s?{ANY_MONTH}", re.IGNORECASE)
_MONTH_BEHIND = re.compile(
    rf"(?P<name>[^\d|:]{{8,}}?)\s(?:(?:in|for|of)\s)?(?P<period>{ANY_MONTH}(?:\s?(?:[-–/&]|and)\s?{ANY_MONTH})?\s(?:19|20)\d\d)",
    re.IGNORECASE,
)
"""A series' name with the month of the issue behind it, no sign between ("Port Law Monthly Update May 2024")."""
_LAST_NUMBER = re.compile(
    r"[\s,;|/·(（–—-]+(?:(?:19|20)\d\d年?\s*)?(?:issue|no\.?|nr\.?|vol(?:ume)?\.?|edition|number|#|第)\s*[#:]?\s*\d+(?:\s*[/-]\s*\d+)*\s*(?:期\s*)?[)）]?\Z"
    r"|\s+\(?(?:\d{1,3}\s*/\s*(?:(?:19|20)\d\d|[0-4]\d)|(?:19|20)\d\d\s*/\s*\d{1,3})\)?\Z"
    rf"|(?<=[{HAN}])\s*(?:20\d\d)?(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\b(?:issue|ausgabe|num[ée]ro|no\.?|nr\.?|vol(?:ume)?\.?|edition|number)\s*[#:]?|#)\s*\d+|第\s*\d+\s*期|\s[–—]\s\d{1,3}\Z",
    re.IGNORECASE,
)
_LAST_WEEKDAY = re.compile(
    r"(?:\A|[\s,;(|]+)(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:星期|周)[一二三四五六日天])[\s,]*\Z",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+(?:[|·•]|::|//)\s+|\s*[|｜]\s*")
_DASHED = re.compile(r"\s+(?:[–—-]|--)\s+")
_DASHED_NAMES = re.compile(r"\s+(?:[–—-]|--)\s+(?![a-z])")
_BEFORE_PERIOD = re.compile(r"\s*[:：,，]\s*|\s+[–—-]\s+")
_COLON = re.compile(r"[:：]")
_NAME_BEFORE = re.compile(r"[^\d]{4,}")
_PUBLISHER = re.compile(
    r"\s*(?:from\s*:|from\s+the\s+(?:[\w&-]+\s+){0,3}(?:team|desk|office|practice|group|editors|staff)\s+(?:at|of)\s+(?:the\s+)?(?=(?-i:[A-Z]))|(?-i:from\s+the\s+(?=[A-Z][\w&'’.-]*\s+(?:[\w&'’.-]+\s+){0,4}(?:Institute|Centre|Center|Chamber|Council|Association|Foundation|Federation|University|Embassy|Ministry|Academy|Society|Forum|Office)\b))|(?:published|compiled|produced|edited|prepared)\s+by\s+the\b|(?:published|compiled|produced|prepared)\s+by\s+(?=(?-i:[A-Z]))|published\s+(?:\w+ly\s+)?by\s*[:：]?|(?:published|issued|sent|produced|compiled)\s+(?!on\b)(?:[^\W\d]+\s+){1,4}by\s+(?:the\s+)?(?=(?-i:[A-Z]))|an?\s+(?:\w+\s+){0,2}(?:briefing|newsletter|bulletin|digest|update|service|publication|tracker|project|initiative|programme?|product|review|letter|report)\s+(?:by|from|of)\s+(?:the\s+)?(?=(?-i:[A-Z]))|(?:publisher|原创|来源|出版(?:方|单位)?|发布(?:机构|单位|方)?|主办(?:方|单位)?|(?:编制|编印|编发|出品)(?:方|单位)?|(?:主编|编辑|编写)单位|版权所有)\s*[:：]"
    rf"|(?:整理|汇编|编译|编纂|监测|统计)(?:单位|机构|方)?\s*[:：](?=\s*[{HAN}（）()]{{2,30}}?{HOUSE_ZH}(?:[{HAN}]{{2,6}}部)?(?:\s|\Z)))\s*(?P<name>\S.*)",
    re.IGNORECASE,
)
_SERVICE_OF = re.compile(
    r"\s*An?\s(?P<name>[A-Z][\w&’'.-]*(?:\s(?:[A-Z&][\w&’'.-]*|and|of|for))*)\s"
    r"(?:service|publication|newsletter|briefing|product|digest|bulletin)(?:\s(?:for|on|about)\s.*)?"
)
"""Says whose a publication is ("An Acme service for ship owners")."""
_BY_WHOM = re.compile(r"\s*,?\s*by\s+(?=\S)", re.IGNORECASE)
_ON = re.compile(r"[\s,]+on\s*\Z", re.IGNORECASE)
_ADDRESSED = re.compile(
    r"(?:circulation|distribution|classification|recipients?|licensed\s+to|sources?|to|for|(?:主管|承办|协办|合办|指导|供稿|整理|汇编|审核|校对|签发|发行)(?:单位|方|人)?|密级|字号|阅读量?|浏览量?|总?期[数号]|印数)\s*[:：]",
    re.IGNORECASE,
)
"""Says who gets the issue, or who has another part in it than to publish it."""
_HANDLING = re.compile(
    r"(?:[\s,，、]*(?:内部(?:参考|资料|刊物|交流|文件|发行|传阅)|(?:注意|妥善)保[存管]|(?:不得|请勿|严禁)(?:外传|转载|翻印)|免费(?:交流|赠阅|发放)"
    r"|(?:仅供|供)[^，。]{0,8}(?:参考|参阅|使用)|(?:非|限)公开|[机秘绝]密|特急|会员专[享属刊]|证券研究报告|(?:定期|深度|点评|专题)报告))+[★☆*！!\s]*|(?:strictly\s+)?(?:confidential|private|internal)(?:\s+use)?(?:\s+only)?|(?:for\s+)?(?:members?|subscribers?|clients?|internal\s+use)(?:[’'])?\s+only|not\s+for\s+(?:circulation|publication|distribution|quotation)"
    r"|\d{1,2}[\s-]min(?:ute)?s?(?:\s+read)?|paid|free|share|listen|premium|report(?:ed|ing)\sfrom\s.+"
    r"|(?:view|read|open|see)\s+(?:(?:it|this(?:\s+\w+)?)\s+)?(?:online|in\s+(?:your\s+|the\s+)?browser)|web\s+version"
    r"|(?:[A-Z][\w-]+\s){1,2}(?:section|pages?|edition|supplement)|price\s*:.{1,20}|subscribe",
    re.IGNORECASE,
)
"""Says how the issue is to be handled, as no name does."""
_BYLINE = re.compile(r"[Bb]y\s+(?:the|our|[A-Z])")
_BRACKETED = re.compile(r"[(（\[](?P<inner>[^()（）\[\]]+)[)）\]]")
_PLACES_TEXT = (
    "amsterdam antwerp barcelona basel beijing berlin bern bologna bonn bremen brussels chengdu cologne "
    "copenhagen dalian dresden dublin düsseldorf essen frankfurt geneva genève genf gothenburg graz guangzhou "
    "hamburg hannover hanoi helsinki kiel köln leipzig lille lisbon london luxembourg lyon madrid marseille "
    "milan milano munich münchen nanjing nuremberg nürnberg oslo ottawa paris prague rome roma rotterdam seoul "
    "shanghai shenzhen singapore stockholm stuttgart suzhou sydney taipei tokyo torino toulouse turin valencia "
    "vienna warsaw washington wien zurich zürich 北京 上海 广州 深圳 香港"
)
_PLACES = frozenset(_PLACES_TEXT.split())
"""Where letters are dated ("Berlin, 5 May 2024"): a place alone beside the date is nobody's name."""
_PLACE = re.compile(r"\s+(?!(?:Inc|Ltd|Limited|Beijing|China)\b)[A-Z][a-zà-ÿ]{2,14}")
"""A word that is a place behind a house's name."""
_ONE_WORD = re.compile(r"[A-Z][a-zà-ÿ]{2,14}")
_SHORT_YEAR = re.compile(r"(?<![\w/.-])(\d{1,2})([/.])(\d{1,2})\2([0-4]\d)(?![\w/.-])")
_SHORT_DASHED = re.compile(rf"(?<![\w-])(\d{{1,2}})-({ANY_MONTH})-([0-4]\d)(?![\w-])", re.IGNORECASE)
_DOTTED_DAYS = re.compile(
    rf"(\A\s*|[{HAN}][^\d]*)(\d{{1,2}})[.．](\d{{1,2}})\s*[—–~～至-]+\s*(\d{{1,2}})[.．](\d{{1,2}})(?![\d.])"
)
"""A week as Chinese titles print it, the month first ("一周速览（10.19—10.25）")."""
_ISSUE_BRACKET = re.compile(r"[（(]\s*((?:19|20)\d\d\s*年[^，,（）()]{0,8}?)\s*[，,、\s]\s*(总?第\s*\d+\s*期)\s*[）)]")
_TOTAL = re.compile(r"[（(]\s*(总第\s*\d+\s*期)\s*[）)]")
_YEAR_OF_ISSUE = re.compile(r"((?:19|20)\d\d)\s*年\s*(第\s*\d+\s*[期周])[\s|总第\d期]*([（(]?)(?=\d{1,2}月\d{1,2}日)")
"""The year beside the number of an issue whose days have none ("2025年第10期 5月12日—5月18日")."""
_TAGGED = re.compile(r"^\s*【([^【】]{2,20})】\s*(?=\S)")
_DOTTED_ISO = re.compile(r"(?<![\d.])((?:19|20)\d\d)[.．](\d{1,2})[.．](\d{1,2})(?![\d.])")
_DOTTED_SPAN = re.compile(
    r"(?<![\d.])((?:19|20)\d\d)[.．](\d{1,2})[.．](\d{1,2})\s*[—–~～至-]+\s*(\d{1,2})[.．](\d{1,2})(?![\d.])"
)
_LEANS = re.compile(r"\s(?:in|for|of|on|to|from|at|the|this|during)\Z|,\s(?:the\s)?(?:\w+ half|early|late)\Z")
"""What a name ends with where its week or day stood behind it ("What Beijing did in")."""
_ISSUE_OF_MONTH = re.compile(r"(?<=月)刊\Z")
"""Number and month of an issue in one bracket ("（2025年4月刊，总第37期）")."""
_TRIM = " \t\n,;:|/·•–—-()（）[]*_#＃"
_LONGEST_LINE, LONGEST_NAME = 300, 60
"""Signs of a title line, and of a name that stands beside a date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TitleLine:
    """What a title line holds: its names without dates and numbers, and the dates as printed."""

    names: tuple[str, ...]
    issue_texts: tuple[str, ...] = ()
    period_texts: tuple[str, ...] = ()


@lru_cache(maxsize=16_384)
def split_title_line(line: str) -> TitleLine:
    """Return the names of a title line, and its printed dates apart; the same line is asked for by many."""
    if len(line) > _LONGEST_LINE:
        return TitleLine(names=(line,))
    if _MONTHS.fullmatch(line.strip()):
        return TitleLine(names=(), period_texts=(line.strip(),))
    covers = _COVERS_ZH.fullmatch(line)
    if covers and _whole_period(covers["period"]):
        return TitleLine(names=(), period_texts=(covers["period"],))
    line = _PAGE.sub("", line) if line[-1:].isdigit() else line
    line = drop_counted_month(line) if "期" in line else line
    line = _CLOCK.sub("", _CLOCK_BEHIND.sub("", part_han_line(line)))
    line = _LAST_WEEKDAY.sub("", line) if any(map(str.isdigit, line)) else line
    line = _YEAR_OF_ISSUE.sub(r"\2 | \3\1年", _TOTAL.sub(r" | \1 | ", line))
    line = _TAGGED.sub(r"\1 | ", part_han_line(line))
    period: list[str] = []
    line = drop_topics(line)
    line = _DOTTED_ISO.sub(r"\1年\2月\3日", _DOTTED_SPAN.sub(r"\1年\2月\3日—\4月\5日", line))
    line = _SHORT_DASHED.sub(r"\1 \2 20\3", line)
    rest = _DOTTED_DAYS.sub(r"\1\2月\3日—\4月\5日", _SHORT_YEAR.sub(r"\1\2\3\g<2>20\4", line))
    rest = SPAN_AHEAD.sub(r"\1 | ", rest)
    for pattern, group in ((_PERIOD, "period"), (_WEEK, "week")):
        match = pattern.search(rest) if any(map(str.isdigit, rest)) else None
        told = match is not None and any(map(str.isdigit, match[group])) and not _NEWS_OF_PLACE.match(match[0].strip())
        if match and told and (_whole_period(match[group]) or not reads_as_news(match[group])):
            period.append(match[group] if group == "period" else match[0])
            rest = f"{rest[: match.start()]} | {rest[match.end() :]}"
    rest = _ISSUE_BRACKET.sub(lambda m: f" | {_ISSUE_OF_MONTH.sub('', m[1])} | {m[2]} | ", rest)
    bracketed = next((m for m in _BRACKETED.finditer(rest) if _whole_period(m["inner"])), None)
    if bracketed:
        period.append(bracketed["inner"])
        rest = f"{rest[: bracketed.start()]} | {rest[bracketed.end() :]}"
    issue: list[str] = []
    names: list[str] = []
    rest = _take_published_on(rest, issue)
    edition = _EDITION.match(rest.lstrip())
    if edition:
        rest = rest.lstrip()[edition.end() :]
        if _whole_period(edition["period"]):
            period.append(edition["period"])
    month = _MONTH_BEHIND.fullmatch(rest.strip())
    if month and is_series_name(month["name"]):
        period.append(month["period"])
        rest = month["name"]
    name, rest = _split_named_period(rest.strip())
    names.extend(part.strip(_TRIM) for half in _PARTS.split(name) if half for part in _DASHED_NAMES.split(half))
    _sort_parts(rest, names=names, issue=issue, period=period)
    return TitleLine(names=tuple(names), issue_texts=tuple(issue), period_texts=tuple(period))


@lru_cache(maxsize=512)
def is_title_date(text: str) -> bool:
    """Whether a line gives an issue date, an issue number or a reporting period and hardly anything else."""
    line = split_title_line(text)
    number = ISSUE_NUMBER.match(_TOTAL.sub("", text)) or drop_counted_month(text) != text
    dated = bool(line.issue_texts or line.period_texts or number)
    return dated and len(" ".join(n for n in line.names if not (find_publisher(n) or is_rhythm(n)))) <= LONGEST_NAME


def tells_period(text: str) -> bool:
    """Whether a whole text is a sentence that says what the issue covers."""
    return _COVERS_ZH.fullmatch(text) is not None


def is_numbered(line: str) -> bool:
    """Whether a title line has the number of an issue."""
    return _NUMBERED.search(line) is not None


def take_publisher(line: str) -> tuple[str | None, str]:
    """Return the publisher that one part of a title line names by a label, or None, and the line without that part."""
    parts = _PARTS.split(part_han_line(line))
    labelled = next((part for part in parts if find_publisher(part) is not None), None)
    if labelled is None:
        return None, line
    return find_publisher(labelled), " | ".join(part for part in parts if part != labelled)


def find_publisher(part: str) -> str | None:
    """Return the publisher, with what stands behind it, that a part of a title line names by a label; else None."""
    match = _PUBLISHER.match(part) or _SERVICE_OF.fullmatch(part)
    return match["name"] if match else None


def split_publisher(text: str, issue: list[str]) -> str:
    """Return the publisher's name without the day that may stand after it ("Acme on 2 May 2024"), which is added."""
    for start, end, _ in find_printed_dates(text, default_year=2000):
        if not text[end:].strip(f"{_TRIM}."):
            issue.append(text[start:end])
            text = _ON.sub("", text[:start])
            break
    return strip_article(_FOR_WHOM.sub("", text.strip(_TRIM)))


def _split_named_period(line: str) -> tuple[str, str]:
    """Get name and period of a title line that a sign parts in these ("News, 1–31 May"; "May 2024, News"); else none.

    Before the period there may be the number of the issue.
    """
    if not _ISSUE_DATE.match(line):
        for sign in _BEFORE_PERIOD.finditer(line):
            before, behind = line[: sign.start()], line[sign.end() :]
            name = drop_issue_number(before).strip(_TRIM)
            if _NAME_BEFORE.fullmatch(name) and not _COLON.search(behind) and _whole_period(behind):
                return name, behind
            opens = "," in sign[0] and _NAME_BEFORE.fullmatch(behind) and not _COLON.search(behind)
            if opens and _whole_period(drop_issue_number(before)):
                return behind, before
    return "", line


def _take_published_on(line: str, issue: list[str]) -> str:
    """Take the day out of a title line that says when the issue was published, words and all."""
    for start, end, _ in find_printed_dates(line, default_year=2000):
        said = _PUBLISHED_ON.search(line[:start])
        by = _BY_WHOM.match(line, end)
        if said and (by or line[: said.start()].strip(_TRIM)):
            issue.append(line[start:end])
            after = f"Published by {line[by.end() :]}" if by else line[end:].lstrip(" .")
            return f"{line[: said.start()].rstrip()} | {after}"
    return line


def _sort_parts(line: str, *, names: list[str], issue: list[str], period: list[str]) -> None:
    """Add the parts of a title line to its names, issue dates and periods."""
    parts = _list_parts(line)
    placed = sum(part.strip(_TRIM).lower() in _PLACES for part in parts) > 1  # then every town is
    for raw_part in parts:
        if ISSUE_NUMBER.match(raw_part) and _whole_period(raw_part):  # "Week 12, 2024" is both
            period.append(raw_part.strip(_TRIM))
            continue
        part = drop_issue_number(raw_part, mark=", ", count=2).strip(_TRIM)
        bare = _ISSUE_DATE.sub("", part, count=1).strip(_TRIM) if any(c.isdigit() for c in part) else part
        bare = bare if parse_printed_date(bare, default_year=2000) else _OF_ISSUE.sub("", bare)
        if not part:
            continue
        if _ISSUE_DATE.match(part) and (beside := _split_first_date(bare)):
            issue.append(beside[0])
            part = bare = beside[1]
        if parse_printed_date(bare, default_year=2000) or is_in_figures(bare):
            issue.append(bare)
        elif _whole_period(bare) or is_period_in_figures(bare) or _TWO_MONTHS.fullmatch(bare):
            period.append(bare)
        else:
            name, date_text = _split_trailing_date(part)
            issue.extend([date_text] if date_text else [])
            name = "" if name.lower() in _PLACES else _without_place(_without_number(_LEANS.sub("", name)))
            name = name.rpartition("(")[0].strip(_TRIM) if name.count("(") > name.count(")") else name
            name = month["name"] if is_house_name(name) and (month := _MONTH_BEHIND.fullmatch(name)) else name
            name = house["name"] if (house := _BY_HOUSE.fullmatch(name)) and not is_name(house["name"]) else name
            told = _ADDRESSED.match(name) or _HANDLING.fullmatch(name) or _BYLINE.match(name) or _names_people(name)
            if name and not name[0].islower() and not told and not (placed and _ONE_WORD.fullmatch(name)):
                names.append(name)


def _split_first_date(text: str) -> tuple[str, str] | None:
    """Return the day that a text opens with, and what stands behind it; None without either."""
    found = find_printed_dates(text)[:1]
    rest = text[found[0][1] :].strip(_TRIM) if found and found[0][0] == 0 else ""
    return (text[: found[0][1]], rest) if rest else None


def _names_people(name: str) -> bool:
    """Whether a part says who wrote or edited the issue ("Authors: ...")."""
    role = find_role_heading(name)
    return role is not None and role.role != "publisher"


def _without_number(name: str) -> str:
    """Return a name without the weekday and the issue's number that stand after it."""
    bare = _LAST_NUMBER.sub("", _LAST_WEEKDAY.sub("", name).strip(_TRIM)).strip(_TRIM)
    return bare if re.search(r"[^\W\d_]", bare) else ""


def _without_place(name: str) -> str:
    """Get a name without what stands behind a comma: a place ("Acme Institute, Bern"), or all behind a legal form."""
    legal = BEHIND_LEGAL.search(name) if "," in name else None
    if legal and not is_publication(legal[0]):
        return name[: legal.end("form")]
    bare, comma, place = name.rpartition(",")
    known = place.strip().lower() in _PLACES or (_PLACE.fullmatch(place) and is_house_name(bare))
    return bare.strip(_TRIM) if comma and known else name


def _list_parts(line: str) -> list[str]:
    """Return the parts of a title line; a dash parts names, but not the two ends of a period."""
    parts: list[str] = []
    for part in (side for parted in _PARTS.split(line) for side in _split_slashes(parted)):
        bare = drop_issue_number(part, count=1)
        parts.extend((bare,) if _whole_period(bare) or is_period_in_figures(bare.strip(_TRIM)) else _DASHED.split(part))
    return parts


def _split_slashes(part: str) -> list[str]:
    """Return what slashes part, where one side is a date or number ("1–7 May 2024 / Issue 18"); a name may have one."""
    sides = part.split(" / ")
    dated = any(
        ISSUE_NUMBER.fullmatch(side)
        or _whole_period(side)
        or parse_printed_date(drop_issue_number(side, count=1).strip(_TRIM), default_year=2000)
        for side in sides
    )
    return sides if dated and not _whole_period(part) else [part]


@lru_cache(maxsize=512)
def _whole_period(text: str) -> bool:
    return any(map(str.isdigit, text)) and parse_printed_period(text.strip(_TRIM), default_year=2000) is not None


def _split_trailing_date(part: str) -> tuple[str, str | None]:
    found = find_printed_dates(part)
    if len(found) == 1:
        start, end, _ = found[0]
        if not part[end:].strip(_TRIM) or not part[:start].strip(_TRIM):
            name = (part[:start] + part[end:]).strip(_TRIM)
            return ("" if _ISSUE_DATE.fullmatch(name + " ") else name), part[start:end]
    return part, None
