"""Chinese names of sections, put together of words that say whose news stand under them ("执法动态", "公司公告")."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.domain.records.briefing import Section

_POLICY = (
    r"政策|法[规律令]|规章|新[规法政]|立法|监管|执法|司法|合规|部[委门]|政务|宏观(?:经济|政策)?(?!经济|数据|指标)|规范性文件|高层(?:决策|声音)?|征求意见稿?"
    r"|(?:公开)?(?:征求|征集)意见|咨询(?:文件)?|意见征[集求]|(?:草案|意见)征询|(?:即将|近期|正式|已经?|[本下次上当]月起?)(?:实施|施行|生效)|已(?:经)?(?:发布|公布|出台|印发)|(?<=[家央院办市省区级])文件"
)
_COMPANY = (
    r"(?:上市|外资|会员|龙头|重点)?(?:企业家?|公司)|个股|客户|同业|[外民央国车台港侨]企|产业链?|行业|商业|会员|市场主体"
    r"|投?融资|投资并购|并购|项目|新?产品|新品"
)
_OTHER = (
    r"地方|各地|自贸(?:港|区|试验区)|[省区]市|区域|国际|海外|[境国]外|全球|国内外?|市场|其[他它]"
    r"|(?:宏观|经济|行业|产销|统计|市场)?(?:数据|指标|运行|行情|价格)|产销|统计"
)
_NEWS = (
    r"简[讯报]|动[态向]|新闻|要[闻情览]|速[递览]|快[讯报递]|[资通]讯|讯息|信息|发布|公告|聚焦|导读|汇总|梳理|盘点|跟踪|追踪|风向标?|观察|解读|解析|关注"
    r"|看点|晴雨表|视[角野点]|瞭望|窗口|一览表?|前沿|传真|播报|扫描|头条|热点|焦点|专栏|[板版]块|层面|案例|进展|出台|推出|文件|类|篇|[之]?声音|之声|之窗|风采|实践|探索|前瞻|预告|应对|提[示醒]"
)
_MORE = (
    r"国务院|国办|近期|近日|重[要点大]|最新|[本一每上]周|[本上]月|本期|今日|国家级?|中央|[本我全]市|[本我全]省|[省市]内|园区|省级|市级|内地|本港|港澳|公开(?=咨询)|我国|中国|核心|热门|主要|新|相关|和|与|及|以及"
    r"|[、·・&＆/／|｜\s-]"
)
_WORD = re.compile(rf"(?P<policy>{_POLICY})|(?P<company>{_COMPANY})|(?P<other>{_OTHER})|(?P<free>{_NEWS}|{_MORE})")
_SHARED = re.compile(r"[与和及、&＆/／]")
_SECTIONS = {"policy": Section.POLICY_NEWS, "company": Section.CORPORATE_NEWS, "other": Section.OTHER}
_VIEW = re.compile(r"(?:企业|合规|应对|律师)(?:建议|提示|提醒|点评|解读|启示|观察)")
"""Names the publisher's own view or advice below news, and no section."""
_TOPICS = frozenset({"融资", "产品", "新产品", "新品"})
"""Names that are a topic of policies too, and sections only beside another word or as a counted part."""
_LONGEST = 16


@lru_cache(maxsize=4_096)
def find_worded_section(name: str) -> Section | None:
    """Give the section whose words alone make up a Chinese name, or None.

    Of several kinds of words the last says what the news are ("行业监管", "产业政策", "国际政策"), but where a sign
    joins them the part is of both and nobody's.
    """
    if _VIEW.fullmatch(name) or name in _TOPICS:
        return None
    kinds: list[str] = []
    at = 0
    while at < len(name):
        word = _WORD.match(name, at) if len(name) <= _LONGEST else None
        if word is None:
            return None
        at = word.end()
        if word.lastgroup and word.lastgroup != "free":
            kinds.append(word.lastgroup)
    if not kinds or (len(set(kinds)) > 1 and _SHARED.search(name)):
        return None
    told = kinds[-1] if "policy" not in kinds else "policy"
    return _SECTIONS[told]


_HINTS = (
    (Section.POLICY_NEWS, re.compile(_POLICY)),
    (Section.CORPORATE_NEWS, re.compile(r"企业|公司|个股|[车药央民外房芯]企|厂商|商业|投融资|并购|资本圈|产业链")),
    (None, re.compile(r"日[历程]|预告|截止|下[周月期]")),
)


def find_hinted_section_zh(name: str) -> tuple[Section, int] | None:
    """Give the section of which words in a Chinese name tell, whatever else stands beside, and how long these are.

    None where both or none do.
    """
    told = [(section, found) for section, words in _HINTS if (found := words.search(name))]
    if len(told) != 1 or told[0][0] is None or len(name) > _LONGEST:
        return None
    return told[0][0], len(told[0][1][0])
