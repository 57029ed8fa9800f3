"""Days as a line of news prints them: the patterns of a date, bare days, hours and datelines."""

from __future__ import annotations

import re

from bot.dates.date_words import ANY_MONTH, GERMAN_MONTH, MONTH, WEEKDAY
from bot.model.ids import HAN

# The pattern of a date as newsletters print it, for the places where one dates a piece of news.

_MONTH = rf"{MONTH}\.?"
_ANY_MONTH = rf"(?:{ANY_MONTH}(?![^\W\d_])\.?)"
_GERMAN_MONTH = rf"(?:{GERMAN_MONTH}(?![^\W\d_])\.?)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°)?(?!\d)"
_DOTTED_DAY = r"(?:0?[1-9]|[12]\d|3[01])\."
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = rf"(?:{WEEKDAY}\.?,?\s+(?:den\s+)?)?"
_DASH = r"\s*(?:-|–|—|~|至|to|and|und|bis|&)\s*"
DATE = (
    rf"(?:{_WEEKDAY}(?:{_MONTH}\s+{_DAY}(?:{_DASH}(?:{_MONTH}\s+)?{_DAY})?(?:,?\s+{_YEAR})?"
    rf"|{_DAY}(?:{_DASH}{_DAY})?(?:\s+(?:of|de|di))?\s+{_ANY_MONTH}(?:{_DASH}{_DAY}\s+{_ANY_MONTH})?"
    rf"(?:,?\s+(?:del?\s+)?{_YEAR})?"
    rf"|{_DOTTED_DAY}(?:{_DASH}{_DOTTED_DAY})?\s?{_GERMAN_MONTH}(?:{_DASH}{_DOTTED_DAY}\s?{_GERMAN_MONTH})?"
    rf"(?:,?\s+{_YEAR})?)"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])\.\s?(?:0?[1-9]|1[0-2])\.\s?{_YEAR}(?!\d)"
    rf"|(?:{_YEAR}\s*年\s*)?\d{{1,2}}\s*月\s*\d{{1,2}}\s*[日号](?:{_DASH}(?:\d{{1,2}}月)?\d{{1,2}}[日号])?)"
)
"""A day, or a few in a row, in any tongue that newsletters mix, for a pattern that ignores case."""
WEEKDAY_BEHIND = (
    rf"(?:\s*[(（](?:{WEEKDAY}\.?|(?:周|星期)[一二三四五六日天])[)）])?"
    r"(?:(?<=[日号])\s*(?:周|星期)[一二三四五六日天])?"
    r"(?:(?<=日)(?:晚间?|上午|下午|凌晨|早间|傍晚|盘后))?"
)
"""What may follow a day: its weekday in brackets, the time of day in Chinese ("9月1日晚")."""


# Bare days: days in Chinese without month or year ("5日"), and months and days in figures ("03-05", "03/05").

_OPEN = r"[\s*_\[(（【▪•·■►]*"
_CLOSE = r"[*_\])）】]*"
_BARE_DAYS_DAY = r"(?:0?[1-9]|[12]\d|3[01])日"
_MONTH_DAY = r"(?:0[1-9]|1[0-2])[-/](?:0[1-9]|[12]\d|3[01])"
_PART = r"(?:晚间?|上午|下午)?"
_START = re.compile(
    rf"{_OPEN}(?P<date>{_BARE_DAYS_DAY}(?={_PART}{_CLOSE}\s*[，,:：|｜])|{_MONTH_DAY}(?=\s+[{HAN}《“]))"
    rf"{_PART}{_CLOSE}\s*[，,:：|｜]?\s*{_CLOSE}(?=\S)"
)
_TAIL = re.compile(rf"\s*[(（]\s*(?P<date>{_BARE_DAYS_DAY})\s*[)）][。.]?\s*\Z")
_WHOLE = re.compile(rf"{_BARE_DAYS_DAY}|{_MONTH_DAY}")
_LENGTH = 8
"""Signs at a text's start or end within which such a day shows itself."""


def match_bare_day(raw: str) -> re.Match[str] | None:
    """Return the bare day that a text opens with ("5日，商务部..."), or None."""
    opening = raw[:_LENGTH]
    return _START.match(raw) if "日" in opening or "-" in opening or "/" in opening else None


def find_bare_tail(raw: str) -> re.Match[str] | None:
    """Return the bare day in brackets that a text ends with, or None."""
    return _TAIL.search(raw) if "日" in raw[-_LENGTH:] else None


def is_bare_day(text: str) -> bool:
    """Whether the whole text is a bare day."""
    return _WHOLE.fullmatch(text.strip()) is not None


# The pattern of an hour of the day, as stamps of news and lines of an issue print it.

ZONE = r"(?:\s?\(?(?:GMT(?:[+-]\d{1,2})?|UTC|CES?T|BST|CST|E[SD]?T|P[SD]?T|HKT|SGT|JST|IST|hrs|Beijing time|Uhr)\b\)?)"
HOUR = rf"(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?{ZONE}?|\d{{4}}{ZONE}|\d{{1,2}}\s?[ap]\.?m\.?{ZONE}?)"
"""Four figures are one only with their zone."""


# Datelines ("BEIJING, Jan 14 —", 北京1月14日电) and other days of the news that a first sentence prints.

_FIGURES = r"(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:19|20)\d\d"
_PLACE = rf"(?:(?!{DATE})[A-Z][\w’'.-]+(?:\s(?!{DATE})[A-Z][\w’'.-]+)?)"
_WIRE = r"(?:\s?\([^()\d]{2,40}\))?"
_DATELINE = re.compile(
    rf"\W*{_PLACE}(?:,\s{_PLACE})?{_WIRE}(?:,\s|\s?\()(?P<date>(?i:{DATE})|{_FIGURES})\)?"
    rf"{_WIRE}\s?(?:[—–:]|--?)\s(?=\S)"
)
_PLACE_ALONE = re.compile(rf"[A-Z]{{3,}}(?:[ /-][A-Z]+){{0,2}}{_WIRE}\s?(?:[—–]|--?)\s(?=[A-Z“\"])")
"""A place in capitals without the day."""
_NO_PLACE = re.compile(
    r"\W*(?:deadlines?|comments?|effective|until|from|due|closing|open|by|applications?|consultation|in force"
    r"|status)\b",
    re.IGNORECASE,
)
_BESIDE_WORD = re.compile(
    rf"\b(?:yesterday|today|this\smorning|(?:on|last|this)\s\w+day)\s?[,(]\s?(?P<date>{DATE})", re.IGNORECASE
)
_IN_NOTICE = re.compile(
    r"\b(?:in|by|through|via)\s(?:an?|its)\s(?:\w+\s){0,2}(?:notice|circular|statement|announcement|document|order|decree"
    r"|letter|communiqu[eé])\s(?:(?:dated|of|issued|published|released)\s(?:on\s)?)"
    rf"(?P<date>{DATE})",
    re.IGNORECASE,
)
_OF_ELSE = re.compile(
    r"\b(?:will|would|until|till|before|since|due|deadline|scheduled|planned|next|expir\w*|closes?|ends?|starts?|begins?"
    r"|take effect|from|by (?:this|last|yesterday|today))\b|将|拟|截至|截止",
    re.IGNORECASE,
)
"""What stands before a day on which no news was told."""
_DATE_ZH = r"(?P<date>(?:(?:19|20)\d\d\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号])"
_ACT_ZH = (
    r"(?:发布|印发|公布|出台|宣布|通报|下发|公开|批复|公告|表示|介绍|举行|举办|召开|签署|签订|续签|达成|发函|征求|启动|下达|批准"
    r"|通过|审议|部署|开展|约谈|处罚|投产|开工|获批|收购|推出|披露|成立|上线|交付|完成"
    r"|恢复|修订|更新|调整|上调|下调|取消|暂停|延长|公示|认定|启用|开通|就[^，。；]{2,50}?征[求集])"
)
_DATELINE_ZH = re.compile(rf"[{HAN}]{{0,12}}{_DATE_ZH}[电讯](?=[\s，,：:（(]|[{HAN}])")
_BESIDE_WORD_ZH = re.compile(rf"(?:近日|日前|昨日|昨天|今日|今天)\s*[（(]\s*{_DATE_ZH}\s*[)）]")
_ACTS_ZH = re.compile(
    rf"(?<![将拟前自至截以（(年\d])(?:(?<!将)(?<!拟)(?<!定)(?:于|在))?{_DATE_ZH}\s*"
    rf"(?:，|,)?(?:联合[{HAN}、]{{0,16}}?|在[{HAN}A-Za-z]{{2,14}}?|正式|对外|共同|向社会|又)?{_ACT_ZH}"
    r"(?:(?!的)|(?=的(?:通知|公告|通报|文件|消息)中))"
)
_LEAD_ZH = re.compile(
    r"(?![^:：]*(?:截止|日期|时间|期限|生效|施行|实施|报名|申报))"
    rf"[{HAN}A-Za-z0-9·（）()、 ]{{2,20}}[:：]\s*{_DATE_ZH}(?!\s*(?:起|前|[以之]前|止|[至到—-]))"
)
"""A name and a colon before the day: "宁德时代：1月15日签订……"."""
_REACH_ZH = 16
_TO_COME_ZH = re.compile(
    r"(?:曾|此前|原先|最初|首次|将|拟|计划|预计|定|要求|须|应|落实|执行|根据|依据|按照)[^，。；]{0,8}\Z"
)


def find_dateline(sentence: str) -> str | None:
    """Get the day that a first sentence prints in a dateline, beside "today" and the like, or of its notice or act."""
    for pattern in (_DATELINE, _DATELINE_ZH, _LEAD_ZH):
        match = pattern.match(sentence)
        if match and not _NO_PLACE.match(sentence):
            return match["date"]
    for pattern in (_BESIDE_WORD, _IN_NOTICE, _BESIDE_WORD_ZH):
        match = pattern.search(sentence)
        if match and not _OF_ELSE.search(sentence, 0, match.start("date")):
            return match["date"]
    acts = (match for match in _ACTS_ZH.finditer(sentence) if not _is_of_else_zh(sentence, match.start()))
    return next((match["date"] for match in acts), None)


def find_dateline_end(text: str) -> int:
    """Return the offset behind place, day and wire that a text opens with ("BEIJING, Jan 14 (Wire) - "), or 0."""
    if not text[:1].isupper():
        return 0
    match = _DATELINE.match(text) or _PLACE_ALONE.match(text)
    return match.end() if match and not _NO_PLACE.match(text) else 0


def _is_of_else_zh(sentence: str, start: int) -> bool:
    return _TO_COME_ZH.search(sentence, max(0, start - _REACH_ZH), start) is not None
