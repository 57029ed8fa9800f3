"""Words in names that say what these are of: a series or a house, in English and Chinese."""

from __future__ import annotations

import re

from bot.model.ids import fold

_SERIES_WORDS = (
    "weekly monthly daily quarterly fortnightly biweekly brief briefing briefs bulletin digest newsletter letter mail"
    " mailing memo memorandum monitor radar tracker report review roundup update alert alerts watch wire ticker log"
    " notes note news circular register calendar list schedule gauge docket dispatch journal observer outlook gazette"
    " week month quarter fortnight flash insights insight memos compass pulse barometer chronicle courier file"
    " overview ledger reader scan snapshot lookout summary"
)
_HOUSE_WORDS = (
    "institute institut centre center chamber council"
    " association federation forum foundation research"
    " consulting consultants consultancy advisory advisers"
    " advisors partners llp llc ltd limited gmbh inc bv b.v plc"
    " ag securities solicitors counsel attorneys lawyers embassy"
    " consulate mission ministry university society union bank"
    " capital newsroom newsrooms newswire observatory media"
    " house circle academy company network club trust affairs"
    " press agency delegation commission group advokatbyrå cie"
    " analytics strategies intelligence"
)
_UNIT_WORDS = "section department division office branch bureau unit practice secretariat"
_SERIES_ZH_WORDS = (
    "周报 月报 日报 早报 晚报 简报 快报 专报 导报 季报 周刊 月刊 旬刊 季刊 周讯 快讯 资讯 通讯 内参"
    " 参考 观察 要情 要闻 动态 速递 速览 汇编 评论 摘编 双周报 半月谈 清单 盘点 一览 纪要 瞭望 情报 追踪"
    " 雷达 周览 提示 月览 导读 回顾"
)
_HOUSE_ZH_WORDS = (
    "研究院 研究所 研究会 研究室 中心 协会 学会 商会 总会 联合会 促进会 基金会 委员会 贸促会 联盟 智库"
    " 事务所 交易所 公司 集团 银行 咨询 顾问 证券 大学 学院 研究部"
)
_SERIES = frozenset(_SERIES_WORDS.split())
_HOUSE = frozenset(_HOUSE_WORDS.split())
_UNITS = frozenset(_UNIT_WORDS.split()) | _HOUSE
_SERIES_ZH, _HOUSE_ZH = tuple(_SERIES_ZH_WORDS.split()), tuple(_HOUSE_ZH_WORDS.split())
_WORD = re.compile(r"[^\s,:：()]+")
_HEAD_ENDS = re.compile(r"\s(?:of|for|on|in|from|to|by|at)\s|[:：]\s?")
_LEGAL = re.compile(r",?\s(?:LLP|LLC|Ltd|Limited|GmbH|Inc|AB|AG|SE|B\.?V|PLC|plc|e\.\s?V|Pte\.? Ltd)\.?\Z")


def tell_kind(name: str) -> int:
    """Return 1 for a name that is a series' by its words, -1 for a house's, 0 where no word says."""
    if any("\u4e00" <= sign <= "\u9fff" for sign in name):
        return 1 if name.endswith(_SERIES_ZH) else -1 if any(map(name.__contains__, _HOUSE_ZH)) else 0
    for head in dict.fromkeys((_HEAD_ENDS.split(name)[0], name)):
        for word in reversed(_WORD.findall(head.lower().replace("-", ""))):
            bare = word.strip(".'’").removesuffix("'s")
            if bare in _SERIES or bare in _HOUSE:
                return 1 if bare in _SERIES else -1
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
