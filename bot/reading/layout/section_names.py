"""Names of sections: which section a heading heads, told by the words that it is made of, in English and Chinese."""

import re
from functools import lru_cache

from bot.model.briefing import Section
from bot.model.ids import HAN, fold
from bot.reading.layout.labels import tell_label


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_POLICY = _words(
    "policy policies policymakers policymaker policymaking regulator regulators regulation regulations "
    "regulatory rule rules rulebook rulemaking ministry ministries ministerial government authorities law laws "
    "legal legislation legislative lawmakers decrees directives statutes notices circulars politics enforcement "
    "official rulings agencies acts officials cabinet parliament supervision measures consultations drafts"
)
_COMPANY = _words(
    "company companies corporate corporates firm firms maker makers manufacturer manufacturers enterprise "
    "enterprises business businesses member members investor investors mergers acquisitions startup startups "
    "competitor competitors rivals customers clients boardroom factories investments corporations entrepreneurs "
    "carmakers chipmakers disputes lawsuits listings takeovers players ventures transactions suppliers producers "
    "traders exporters importers partnerships financing funding ipos deals deal dealflow"
)
_OF_COMPANIES_WITH_NEWS = _words("industry industries sector sectors")
"""Topics alone, but of companies before a word for news ("Industry news")."""
_TOP = _words("top key headline headlines spotlight focus lead cover feature must picks pick main biggest essential")
_OTHER = _words(
    "abroad noteworthy notable briefly miscellaneous other regional local provincial international global overseas "
    "finally stories noted news brief briefs developments takes reads hits short shorts"
)
_NEWS = _words(
    "news alert update updates development developments move moves brief briefs round roundup watch tracker "
    "announcements alerts wire desk dispatches stories headlines highlights items briefing corner diary pulse "
    "scene log monitor notes bulletin digest report reports"
)
_FILLER = (
    _TOP
    | _OTHER
    | _NEWS
    | _OF_COMPANIES_WITH_NEWS
    | _words(
        "a and at by for from in of on the this to with new latest more week weekly month key others market "
        "markets people china chinese industrial beijing foreign capital review what who list page around about "
        "among across selected central national pipeline action actions affairs proposed length depth full "
        "results european german british french american japanese glance summary overview snapshot recap story "
        "item changes changed happened matters matter matter s said say says did does do done is are was "
        "were has have will should must can need know it its they their you your we us our every all any some "
        "that which how why where when into out up down over under inside outside behind between through after "
        "before since until now today front line lines floor world also only or but as no so best first last two "
        "three four five six seven eight nine ten things topics issues economic technology tech innovation "
        "digital fortnight quarter day read reads editor editors choice heard seen spotted issued published "
        "adopted announced money plants projects contracts orders names takeaways bites practice proceedings "
        "council major important decided wants ruled still come save date note further recent smaller minor "
        "documents papers"
    )
)
_OUTLOOK = _words(
    "upcoming ahead events calendar diary diaries agenda dates deadlines milestones outlook coming next horizon "
    "forthcoming radar expect remember calendars"
)
_AHEAD_ENDS = ("to watch", "on the radar", "whats on", "save the date", "to come")
_AHEAD = _OUTLOOK - {"radar", "milestones"} | frozenset({"schedule"})
_ABROAD = re.compile(r"\b(?:abroad|international|overseas|world|global)\b|国际|海外|境外|国外|全球", re.IGNORECASE)
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
_SHARED_ZH = frozenset("与和及、&＆/／")
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
_NUMBERS = _words("two three four five six seven eight nine ten")
_TOP_COUNTED = _words("things stories developments takeaways topics issues")
_LONGEST, _LONGEST_ZH, _MOST_WORDS = 60, 16, 8


@lru_cache(maxsize=2048)
def tell_section(heading: str) -> Section | None:
    """Return the section that a heading names, where all its words are ones that such names are made of."""
    if len(heading) > _LONGEST or heading.rstrip().endswith(("。", "!", "?")):
        return None
    for name in _list_names(heading):
        parts = {_tell(part.strip()) for part in (name, *name.split(" / ")[:2])} - {None}
        if len(parts) == 1:
            return parts.pop()
    return None


def _tell(name: str) -> Section | None:
    return _tell_english(name) if name.isascii() else _tell_chinese(name)


@lru_cache(maxsize=2048)
def is_outlook(heading: str) -> bool:
    """Whether a heading tells that the days under it lie ahead ("Coming up", "Dates for your diary", 下周预告)."""
    if len(heading) > _LONGEST:
        return False
    for name in _list_names(heading):
        words = _list_words(name)
        ahead = bool(_AHEAD.intersection(words)) or name.endswith(_AHEAD_ENDS)
        if name.isascii() and ahead and all(word in _FILLER or word in _OUTLOOK or word in _POLICY for word in words):
            return True
        if not name.isascii() and _OUTLOOK_ZH.fullmatch(name):
            return True
    return False


def is_of_abroad(heading: str) -> bool:
    """Return whether a section's name tells that its news are of other countries."""
    return tell_section(heading) is Section.OTHER and _ABROAD.search(heading) is not None


def _list_names(heading: str) -> list[str]:
    """Return what a heading may say: the whole of it, the words behind its number, and either of its two tongues."""
    whole = heading.strip(_TRIM)
    number = _NUMBER.match(whole)
    counted = whole[number.end() :].strip(_TRIM) if number else whole
    names = [counted] if counted else [whole]
    parts = [part for part in _TONGUES.split(counted) if part.strip(_TRIM)] if not counted.isascii() else []
    names += parts if len(parts) > 1 else []
    own, colon, named = counted.partition(":")
    if (
        colon
        and max(len(own.split()), len(named.split())) <= _BEFORE_COLON
        and own.casefold() not in {"to", "from", "by"}
    ):
        names += [] if tell_label(own) else [named]
    return [fold(name.strip(_TRIM)).strip(_TRIM) for name in names]


def _list_words(name: str) -> list[str]:
    return "".join(char if char.isascii() and char.isalpha() else " " for char in name).split()


def _tell_english(name: str) -> Section | None:
    if is_outlook(name):
        return Section.OTHER
    words = _list_words(name)
    known = frozenset(words)
    fits = bool(words) and len(words) <= _MOST_WORDS and known <= _FILLER | _POLICY | _COMPANY
    if not fits or words[0] in {"to", "for"} or "...." in name:
        return None
    policy = bool(known & _POLICY)
    company = bool(known & _COMPANY)
    counted = any(map(str.isdigit, name)) or bool(known & _NUMBERS)
    if policy or company:
        both = policy and company
        return None if both or any(map(str.isdigit, name)) else _SECTIONS[policy]
    if known & _OF_COMPANIES_WITH_NEWS:
        return Section.CORPORATE_NEWS if known & _NEWS else None
    if (known & _TOP and "takeaways" not in known) or (counted and known & _TOP_COUNTED) or "need to know" in name:
        return Section.TOP
    return Section.OTHER if known & _OTHER and not counted else None


_SECTIONS = {True: Section.POLICY_NEWS, False: Section.CORPORATE_NEWS}


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
        kinds.append(word.lastgroup or "free")
    told = [kind for kind in kinds if kind != "free"]
    if not told:
        return None
    named = {kind for kind in told if kind != "top"}
    if {"policy", "company"} <= named and _SHARED_ZH.intersection(bare):
        return None
    if "policy" in named and bare[:1] == "重" and bare.endswith(("解读", "解析", "详解")):
        return Section.TOP
    if "policy" in named:
        return Section.POLICY_NEWS
    if named:
        last = [kind for kind in told if kind != "top"][-1]
        return Section.CORPORATE_NEWS if last == "company" else Section.OTHER
    return Section.TOP
