"""Names of sections: which section a heading heads, told by the words that it is made of, in English and Chinese."""

import re
from functools import lru_cache

from bot.model.briefing import Section
from bot.model.ids import HAN, fold
from bot.reading.layout.labels import tell_label

_WORDS = {
    "policy": (
        "policy policies policymakers policymaking regulator regulators regulation regulations regulatory rule"
        " rules ministry ministries government authorities law laws legal legislation legislative lawmakers"
        " decrees directives notices circulars politics enforcement official rulings agencies acts supervision"
        " measures consultations drafts policymaker rulebook rulemaking ministerial statutes officials cabinet"
        " parliament"
    ),
    "company": (
        "company companies corporate corporates firm firms makers manufacturers enterprise enterprises business"
        " businesses member members investor investors mergers acquisitions startups competitors customers clients"
        " investments disputes lawsuits listings takeovers ventures suppliers exporters importers partnerships"
        " financing funding deals maker manufacturer startup competitor rivals boardroom factories corporations"
        " entrepreneurs carmakers chipmakers players transactions producers traders ipos deal dealflow"
    ),
    "top": ("top key headline headlines spotlight focus lead cover feature must picks pick main biggest essential"),
    "other": (
        "abroad noteworthy notable briefly miscellaneous other regional local provincial international global"
        " overseas noted news brief briefs developments reads short shorts stories finally takes hits"
    ),
    "news": (
        "news alert update updates development developments move moves brief briefs round roundup watch tracker"
        " alerts wire desk dispatches stories headlines highlights items briefing corner diary monitor notes"
        " bulletin digest report reports announcements scene log pulse"
    ),
    "industry": "industry industries sector sectors",
    "outlook": (
        "upcoming ahead events calendar diary agenda dates deadlines outlook coming next horizon forthcoming"
        " schedule diaries milestones remember calendars expect"
    ),
    "plain": (
        "a and at by for from in of on the this to with new latest more week weekly month key others market"
        " markets people china chinese industrial beijing foreign capital review what who list page around about"
        " among across selected central national action actions affairs proposed depth full european german"
        " british french american japanese glance summary overview snapshot recap story changes changed happened"
        " matters s said say says did do is are was have has will can need know it they their you your we us our"
        " every all any some that which how why where when into out up down over under inside outside behind"
        " between after before since until now today front line also only or but as no best first last two three"
        " four five six seven eight nine ten things topics issues economic technology tech innovation digital"
        " fortnight quarter day editor editors choice seen issued published adopted announced projects takeaways"
        " practice council major important decided still come save date note further recent minor documents radar"
        " pipeline length results item matter does done were should must its floor world so lines plants money"
        " contracts orders names bites proceedings papers heard spotted read reads wants ruled smaller"
    ),
}
"""What English names of sections are made of: "industry" is of companies before a word for news only."""
_SETS = {kind: frozenset(words.split()) for kind, words in _WORDS.items()}
_KNOWN = frozenset().union(*_SETS.values())
_AHEAD_ENDS = ("to watch", "on the radar", "whats on", "save the date", "to come")
_ABROAD = ("abroad", "international", "overseas", "world", "global", "国际", "海外", "境外", "国外", "全球")
_WORD_ZH = re.compile(
    r"(?P<policy>政策|法[规律令]|规章|新[规法政]|立法|监管|执法|司法|合规|部[委门]|政务|宏观(?:经济"
    r"|政策)?(?!经济|数据|指标)|规范性文件|高层(?:决策|声音)?"
    r"|(?:公开)?(?:征求|征集)意见稿?|意见征[集求]|咨询(?:文件)?|(?:即将|近期|正式|已经?|[本下]月起?)(?:实施"
    r"|施行|生效)|已(?:经)?(?:发布|公布|出台|印发)"
    r"|(?:国家|中央)(?:层面|级)?|(?<=[家央院办市省区级])文件)"
    r"|(?P<company>(?:上市|外资|会员|龙头|重点)?(?:企业家?|公司)|个股|客户|同业|[外民央国车台港侨]企|产业链?"
    r"|行业|商业|会员|市场主体|投?融资|投资并购|并购|项目|新?产品|新品)"
    r"|(?P<other>地方|各地|自贸(?:港|区|试验区)|[省区]市|区域|国际|海外|[境国]外|全球|国内外?|市场|其[他它]"
    r"|简[讯报]|短讯"
    r"|(?:宏观|经济|行业|产销|统计|市场)?(?:数据|指标|运行|行情|价格)|产销|统计)"
    r"|(?P<top>要[闻情事]|大事|头条|热点|焦点|重磅|重点(?=关注|聚焦)|特别(?=关注))"
    r"|(?P<free>动[态向]|新闻|要览|速[递览]|快[讯报递]|[资通]讯|讯息|信息|发布|公告|聚焦|导读|汇总|梳理|盘点"
    r"|跟踪|追踪|风向标?|观察|解读|解析|关注"
    r"|看点|视[角野点]|瞭望|窗口|一览表?|前沿|传真|播报|扫描|专栏|[板版]块|层面|案例|进展|出台|推出|文件|消息"
    r"|类|篇|之?声音|之[声窗家]|风采|天地|园地|实践|探索|前瞻|预告|应对|提[示醒]"
    r"|国务院|国办|近期|近日|重[要点大]|最新|[本一每上]周|[本上]月|本期|今日|国家级?|中央|[本我全][市省]"
    r"|[省市]内|园区|省级|市级|内地|我国|中国|核心|热门|主要|新|相关|与|及|和|[、·・&＆/／|｜\s-])"
)
_OUTLOOK_ZH = re.compile(
    r"(?:下[周月期]|未来[一两]?[周月]|近期|今明|[今明]日|后续|[本下]月|本周|会员|政策|行业|合规|数据|重要"
    r"|关键|[与和及])*"
    r"(?:看点|预告|日程|展望|前瞻|日[历程]|时间节点|截止(?:日期|时间|期限)|(?:到期|截止|时间)?提[醒示]"
    r"|(?<=[周月期明])关注|下[周月]|值得关注|后续关注|日期|期限|活动|会议)"
    r"(?:预告|安排|提[醒示]|一览表?|信息|通知|关注)*"
)
_NUMBER = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十]{1,3}[、.)）]|第[一二三四五六七八九十\d]{1,3}(?:部分|篇|编|板块|单元)"
    r"|part\s?\.?\s?\d{1,2}|\d{1,2}\s*[.)、．:：]?(?=\s|[^\W\d])"
    r"|[A-Z][.)]\s|[IVX]{1,4}[.)]\s)[\s:：、|｜.]*",
    re.IGNORECASE,
)
_TONGUES = re.compile(rf"(?<=[A-Za-z)])[\s/|·–-]*(?=[{HAN}])|(?<=[{HAN}])[\s/|·–-]*(?=[A-Za-z])")
_TRIM = " \t\n:：*_#-–—|·•【】［］[]▍▌●■◆►▶.…"
_BEFORE_COLON = 3
_LONGEST, _LONGEST_ZH, _MOST_WORDS = 60, 16, 8


@lru_cache(maxsize=2048)
def tell_section(heading: str) -> Section | None:
    """Return the section that a heading names, where all its words are ones that such names are made of."""
    for name in _list_names(heading) if len(heading) <= _LONGEST else ():
        tell = _tell_english if name.isascii() else _tell_chinese
        parts = {tell(part.strip()) for part in (name, *name.split(" / ")[:2])} - {None}
        if len(parts) == 1:
            return parts.pop()
    return None


def is_of_abroad(heading: str) -> bool:
    """Whether a section's name tells that its news are of other countries."""
    named = heading.lower()
    return tell_section(heading) is Section.OTHER and any(word in named for word in _ABROAD)


def _list_names(heading: str) -> list[str]:
    """Return what a heading may say: the whole of it, the words behind its number, and either of its two tongues."""
    whole = heading.strip(_TRIM)
    counted = _NUMBER.sub("", whole, count=1).strip(_TRIM) or whole
    parts = [part for part in _TONGUES.split(counted) if part.strip(_TRIM)]
    names = [counted, *(parts if len(parts) > 1 else ())]
    own, colon, named = counted.partition(":")
    if colon and max(len(own.split()), len(named.split())) <= _BEFORE_COLON and not tell_label(own):
        names.append(named)
    return [fold(name.strip(_TRIM)).strip(_TRIM) for name in names]


def _tell_english(name: str) -> Section | None:
    words = "".join(char if char.isalpha() else " " for char in name).split()
    if not words or len(words) > _MOST_WORDS or words[0] == "to" or not _KNOWN.issuperset(words):
        return None
    has = {kind: not known.isdisjoint(words) for kind, known in _SETS.items()}
    counted = any(map(str.isdigit, name))
    if (has["outlook"] or name.endswith(_AHEAD_ENDS)) and not has["company"]:
        return Section.OTHER
    if has["policy"] or has["company"]:
        told = Section.POLICY_NEWS if has["policy"] else Section.CORPORATE_NEWS
        return None if counted or (has["policy"] and has["company"]) else told
    if has["industry"]:
        return Section.CORPORATE_NEWS if has["news"] else None
    if has["top"] and "takeaways" not in words:
        return Section.TOP
    return Section.OTHER if has["other"] and not counted else None


def _tell_chinese(name: str) -> Section | None:
    bare = name.replace(" ", "")
    if _OUTLOOK_ZH.fullmatch(bare):
        return Section.OTHER
    kinds: list[str] = []
    at = 0
    while at < len(bare):
        word = _WORD_ZH.match(bare, at) if len(bare) <= _LONGEST_ZH else None
        if word is None:
            return None
        at = word.end()
        kinds += [word.lastgroup] if word.lastgroup and word.lastgroup != "free" else []
    named = [kind for kind in kinds if kind != "top"]
    if "policy" in named:
        return Section.TOP if bare.startswith("重") and bare.endswith(("解读", "解析", "详解")) else Section.POLICY_NEWS
    if named:
        return Section.CORPORATE_NEWS if named[-1] == "company" else Section.OTHER
    return Section.TOP if kinds else None
