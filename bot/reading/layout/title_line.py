"""A title line taken apart: days, the number of the issue, a publisher named by a label, and names by their words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from bot.dates.date_words import ANY_MONTH
from bot.model.ids import HAN, fold
from bot.reading.layout.printed_days import PrintedDay, list_printed_days

_NUMBER = re.compile(
    r"(?:(?:\b(?:issue|no|nr|vol(?:ume)?|edition|number|calendar\sweeks?|cw|(?-i:weeks?))"
    r"|(?<![^\W\d]\s)(?:update|weeks?))\b\.?\s*[#:]?\s*|#\s?)"
    rf"\d{{1,4}}(?![\d.]*\d|[-–]\d{{1,2}}\s|\s+(?:{ANY_MONTH}))(?:\s*[/-]\s*\d{{2,4}}(?!\d|[./-]\d)|,?\s+(?:of\s+)?(?:19|20)\d\d)?"
    r"|(?<![\d/])\b\d{1,3}\s?/\s?(?:19|20)\d\d\b"
    r"|[〔\[（(]?(?:(?:19|20)\d\d\s*年?)?[〕\]）)]?\s*总?第\s*[\d一二三四五六七八九十百、和与至—-]+\s*[期周](?:合刊)?",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?<![\d.．])(?:((?:19|20)\d\d)[.．])?(\d{1,2})[.．](\d{1,2})(?:\s*[—–~～至-]+\s*(\d{1,2})[.．](\d{1,2}))?(?![\d.．])"
)
_BARE_NUMBER = re.compile(r"(?<=[^\W\d]\s)#?(?!(?:19|20)\d\d)\d{1,4}(?=\s*(?:[:：|·(]|\s[–—-]\s|\Z))")
_PARTS = re.compile(
    r"\s*[|｜·•‧;；\n]\s*|\s+(?:[–—-]{1,2}|/{1,2}|::)\s+|(?<=[a-z\d)]{2})\.\s+(?=[A-Z])"
    rf"|(?<=[{HAN}])\s+(?=[{HAN}]+[:：])|\s*(?=(?:主办|承办|协办|编印|编制|出品|主管)(?:单位|方)?\s*[:：])"
)
_MADE = r"(?:published|produced|issued|compiled|prepared|maintained|kept|provided|brought to you)"
_PUBLISHER = re.compile(
    rf"(?:(?:from|publisher|published)\s*[:：]|(?:\w+\s+){{0,3}}{_MADE}(?:\s+\w+ly)?\s+by\s*:?)\s*(?:the\s+)?(?P<name>(?-i:[A-Z]).+)"
    r"|(?:主办|编印|编制|编发|出品|出版|发布|主编|编写|来源|原创)(?:单位|机构|方)?\s*[:：]\s*(?P<zh>.+)"
    r"|by\s+(?:the\s+)?(?P<by>(?-i:[A-Z])[^,]+)|(?P<behind>[^:：，。]{4,24}?)(?:主办|编印|编制|出品|编发|(?<![汇选摘主])编)\s*",
    re.IGNORECASE,
)
_TRIM = " \t,，:：.。()（）[]【】*_#|-–—'\"“”"
_MAIL_HEADER = re.compile(r"\A\s*(?:subject|re|fwd?|主题)\s*[:：]\s*|\s*<[\w.+-]+@[\w.-]+>", re.IGNORECASE)
"""What a mail that was passed on as text has before its subject and behind names."""
_LONGEST_LINE, _LONGEST_BESIDE, _FEW = 300, 60, 16
_NUMBERED, _DATED = "\x01", "\x02"
"""What stands for the issue's number and for a day where a line is taken apart."""


class Name(NamedTuple):
    """What may name a house or a series: before the issue's number, as a heading, or with a day on its line."""

    text: str
    is_numbered: bool = False
    is_heading: bool = False
    beside_day: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TitleLine:
    """One line of a title page; ``years`` are those of the issue's number, ``beside`` counts the signs of other words.

    ``opens_news`` tells that words follow right behind a day with which the line opens.
    """

    names: Sequence[Name] = ()
    days: Sequence[PrintedDay] = ()
    publisher: str | None = None
    is_numbered: bool = False
    years: Sequence[int] = ()
    beside: int = 0
    opens_news: bool = False


@lru_cache(maxsize=4096)
def parse_title_line(line: str) -> TitleLine:
    """Return what a line of a title page holds; one that is too long for a title is one name."""
    if len(line) > _LONGEST_LINE:
        return TitleLine(names=[Name(line)])
    rest = _DOTTED.sub(_write_dotted, _MAIL_HEADER.sub("", line))
    figures = ["".join(sign if sign.isdigit() else " " for sign in each[0]) for each in _NUMBER.finditer(rest)]
    years = [int(figure) for figure in " ".join(figures).split() if figure[:-2] in {"19", "20"}]
    rest = _NUMBER.sub(f" {_NUMBERED} ", rest)
    printed = list_printed_days(rest)
    for days in reversed(printed):
        rest = f"{rest[: days.start]} {_DATED} {rest[days.end :]}"
    rest = _BARE_NUMBER.sub(_NUMBERED, rest)
    names, publisher = _list_names(rest)
    opening, dated, behind = rest.partition(_DATED)
    return TitleLine(
        names=names,
        days=printed,
        publisher=publisher,
        is_numbered=_NUMBERED in rest,
        years=years[:1],
        beside=0 if publisher else _weigh(rest),
        opens_news=bool(dated) and not opening.strip() and _weigh(_PARTS.split(behind)[0]) > _FEW,
    )


def is_title_date(text: str) -> bool:
    """Whether a line gives the issue's day, number or period and hardly anything else."""
    line = parse_title_line(text)
    told = line.opens_news or line.beside > _LONGEST_BESIDE or text.endswith(("。", "!", "?"))
    return bool(line.days or line.is_numbered) and not told


def _write_dotted(match: re.Match[str]) -> str:
    """Return a day or span in figures with dots, the month first, with the signs of a Chinese date."""
    year, month, day, last_month, last_day = match.groups()
    start = f"{year}年{month}月{day}日" if year else f"{month}月{day}日"
    return f"{start}—{last_month}月{last_day}日" if last_month else start if year else match[0]


def _weigh(text: str) -> int:
    """Count the signs of a text, those of Chinese twice."""
    return sum(1 if sign.isascii() else 2 for sign in text if sign.isalnum())


def _list_names(rest: str) -> tuple[list[Name], str | None]:
    """Return the names between the signs and marks of a line, and the publisher that a label names."""
    names: list[Name] = []
    publisher = None
    for part in _PARTS.split(rest):
        marked = part.replace(_NUMBERED, f"\n{_NUMBERED}\n").replace(_DATED, f"\n{_DATED}\n")
        bits = [bit for bit in marked.split("\n") if bit.strip()]
        for bit, after in zip(bits, [*bits[1:], ""], strict=False):
            text = bit.strip(_TRIM)
            if "(" in text and ")" not in text:  # the number stood in these brackets
                text = text.partition("(")[0].strip(_TRIM)
            labelled = _PUBLISHER.fullmatch(bit.strip())
            if labelled and not (labelled["by"] and tell_kind(labelled["by"]) >= 0):
                name = next(filter(None, labelled.groups()))
                publisher = publisher or name.strip(_TRIM).removesuffix(" on").strip(_TRIM)
            elif text[1:] and (len(bits) == 1 or not bit.lstrip().startswith((":", "：", ",", "，"))):
                beside_day = _NUMBERED in rest or _DATED in rest
                names.append(Name(text=text, is_numbered=after == _NUMBERED, beside_day=beside_day))
    return names, publisher


# Words in names that say what these are of: a series or a house.

_SERIES = (
    "weekly monthly daily quarterly fortnightly biweekly brief briefing briefs bulletin digest newsletter letter "
    "mail mailing memo memorandum monitor radar tracker report review roundup update alert alerts watch wire "
    "ticker log notes note news circular register calendar list schedule gauge docket dispatch journal observer "
    "outlook gazette week month quarter fortnight flash insights insight memos compass pulse barometer chronicle "
    "courier file overview ledger reader scan snapshot lookout summary"
)
_HOUSE = (
    "institute institut centre center chamber council association federation forum foundation research consulting "
    "consultants consultancy advisory advisers advisors partners llp llc ltd limited gmbh inc bv b.v plc ag "
    "securities solicitors counsel attorneys lawyers embassy consulate mission ministry university society union "
    "bank capital newsroom newsrooms newswire observatory media house circle academy company network club trust "
    "affairs press agency delegation commission group advokatbyrå cie analytics strategies intelligence"
)
_KINDS = dict.fromkeys(_HOUSE.split(), -1) | dict.fromkeys(_SERIES.split(), 1)
_UNITS = frozenset(("section department division office branch bureau unit practice secretariat " + _HOUSE).split())
_SERIES_ZH_WORDS = (
    "周报 月报 日报 早报 晚报 简报 快报 专报 导报 季报 周刊 月刊 旬刊 季刊 周讯 快讯 资讯 通讯 内参 参考 观察 要情 "
    "要闻 动态 速递 速览 汇编 评论 摘编 双周报 半月谈 清单 盘点 一览 纪要 瞭望 情报 追踪 雷达 周览 提示 月览 导读 回顾"
)
_HOUSE_ZH_WORDS = (
    "研究院 研究所 研究会 研究室 中心 协会 学会 商会 总会 联合会 促进会 基金会 委员会 贸促会 联盟 智库 事务所 "
    "交易所 公司 集团 银行 咨询 顾问 证券 大学 学院 研究部"
)
_SERIES_ZH, _HOUSE_ZH = tuple(_SERIES_ZH_WORDS.split()), tuple(_HOUSE_ZH_WORDS.split())
_HEAD_ENDS = re.compile(r"\s(?:of|for|on|in|from|to|by|at)\s|[:：]\s?")
_LEGAL = re.compile(r",?\s(?:LLP|LLC|Ltd|Limited|GmbH|Inc|AB|AG|SE|B\.?V|PLC|plc|e\.\s?V|Pte\.? Ltd)\.?\Z")


def tell_kind(name: str) -> int:
    """Return 1 for a name that is a series' by its words, -1 for a house's, 0 where no word says."""
    if any("\u4e00" <= sign <= "\u9fff" for sign in name):
        return 1 if name.endswith(_SERIES_ZH) else -1 if any(map(name.__contains__, _HOUSE_ZH)) else 0
    for head in dict.fromkeys((_HEAD_ENDS.split(name)[0], name)):
        words = (word.strip(".,:'’()").removesuffix("'s") for word in head.lower().replace("-", "").split())
        if kinds := [_KINDS[word] for word in words if word in _KINDS]:
            return kinds[-1]
    return 0


def strip_house(name: str) -> str:
    """Return a house's name without an article, the town behind a comma, or a department in Chinese."""
    name = name.strip().removeprefix("the ").removeprefix("The ")
    bare, comma, tail = name.partition(",")
    of_house = not _UNITS.isdisjoint(tail.lower().split()) or _LEGAL.search(f", {tail.strip()}")
    if comma and (_LEGAL.search(bare) or not of_house):
        name = bare
    ends = [at + len(suffix) for suffix in _HOUSE_ZH if (at := name.rfind(suffix)) > 1]
    return name[: max(ends)] if ends else name


def fold_house(name: str) -> str:
    """Return the form in which a house is the same with and without its legal form, article and town."""
    return fold(_LEGAL.sub("", strip_house(name)))
