"""Headings: the names of sections, of the contents page and of the imprint."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.dates.date_words import ANY_MONTH, starts_with_dotted_day
from bot.model.briefing import Section
from bot.model.ids import HAN, fold

# Numbers before headlines and names of parts ("1.", "(2)", "三、", "IV.", "1.1", "①"), and what they count.

_NUMBER = re.compile(
    r"\s*(?:(?P<circled>[①-⑳])\s*(?=\S)|[（(]?(?P<han>[一二三四五六七八九十]{1,3}|[壹贰叁肆伍陆柒捌玖拾](?=\s?[·•、]))(?:、|[)）]、?|\s?[·•])\s*(?=\S)|(?-i:(?P<roman>[IVX]{1,5})[.)]\s+(?=[A-Z“\"‘]))|[（(](?P<bracketed>\d{1,2})[)）]\s*(?=[^\W\d])|(?-i:(?:\d{1,2}\.(?P<sub>\d{1,2})\.?|[A-Z](?:[.-](?=\d{1,2}\s)|(?=\d{1,2}[.):]))(?P<lettered>\d{1,2})[.):]?)\s+(?=[A-Z“\"‘《]|\[[A-Z]|(?=\d)"
    rf"(?i:\d{{1,2}}\.?\s{ANY_MONTH}\b)|(?![亿万千百十倍个元米吨度级折月日年])"
    rf"[{HAN}]))"
    r"|(?:(?:item|no\.?|nr\.?|#|№)\s*)?(?P<number>\d{1,2})\s*(?:[.)．、:：]\s*|/\s+(?=(?-i:[A-Z])|[“\"])|\s[–—|｜-]\s|\s+(?=(?-i:[A-Z])|[“\"‘…]))(?=\S)(?!\d(?!\d?月|(?<=\s\d)[A-Z]))"
    rf"|0(?P<padded>[1-9])\s+(?=[{HAN}]|(?-i:\d[A-Z]))(?![月日年]))",
    re.IGNORECASE,
)
_DAY_AHEAD = re.compile(rf"\s*\d{{1,2}}\s+{ANY_MONTH}(?![^\W\d_])", re.IGNORECASE)
"""A day of a month, whose figure is no number ("5 May: ...")."""
_ROMAN = {"I": 1, "V": 5, "X": 10}
_FIGURES = ("number", "sub", "lettered", "bracketed", "padded")
_HAN_FIGURES = "一二三四五六七八九"
_ON_CHEQUES = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberedText:
    """A headline's number and the offset where its words start."""

    number: int
    end: int


@lru_cache(maxsize=512)
def find_number(raw: str) -> NumberedText | None:
    """Return the number a headline starts with ("1.", "2)", "No. 3:", "三、"), or None."""
    match = _NUMBER.match(raw)
    if match is None or starts_with_dotted_day(raw) or _DAY_AHEAD.match(raw):
        return None
    if match["circled"]:
        number = int(unicodedata.numeric(match["circled"]))
    elif match["roman"]:
        number = _parse_roman(match["roman"])
    elif match["han"]:
        number = parse_han(match["han"])
    else:
        figures = next(filter(None, map(match.group, _FIGURES)))
        number = int(figures)
    return NumberedText(number=number, end=match.end())


def parse_han(digits: str) -> int:
    """Return the number that Chinese figures below a hundred are (十二: 12; as on cheques, 贰: 2)."""
    digits = digits.translate(_ON_CHEQUES)
    tens, ten, ones = digits.rpartition("十")
    high = (_HAN_FIGURES.find(tens) + 1 or 1) if ten else 0
    return 10 * high + _HAN_FIGURES.find(ones[-1:] or "_") + 1


def _parse_roman(figures: str) -> int:
    """Return the number of Roman figures (XIV: 14); whatever order they stand in gives one."""
    values = [_ROMAN[figure] for figure in figures]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


# Chinese names of sections, put together of words that say whose news stand under them ("执法动态", "公司公告").

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
_SECTION_WORDS_NEWS = (
    r"简[讯报]|动[态向]|新闻|要[闻情览]|速[递览]|快[讯报递]|[资通]讯|讯息|信息|发布|公告|聚焦|导读|汇总|梳理|盘点|跟踪|追踪|风向标?|观察|解读|解析|关注"
    r"|看点|晴雨表|视[角野点]|瞭望|窗口|一览表?|前沿|传真|播报|扫描|头条|热点|焦点|专栏|[板版]块|层面|案例|进展|出台|推出|文件|类|篇|[之]?声音|之声|之窗|风采|实践|探索|前瞻|预告|应对|提[示醒]"
)
_MORE = (
    r"国务院|国办|近期|近日|重[要点大]|最新|[本一每上]周|[本上]月|本期|今日|国家级?|中央|[本我全]市|[本我全]省|[省市]内|园区|省级|市级|内地|本港|港澳|公开(?=咨询)|我国|中国|核心|热门|主要|新|相关|和|与|及|以及"
    r"|[、·・&＆/／|｜\s-]"
)
_WORD = re.compile(
    rf"(?P<policy>{_POLICY})|(?P<company>{_COMPANY})|(?P<other>{_OTHER})|(?P<free>{_SECTION_WORDS_NEWS}|{_MORE})"
)
_SHARED = re.compile(r"[与和及、&＆/／]")
_SECTION_WORDS_SECTIONS = {"policy": Section.POLICY_NEWS, "company": Section.CORPORATE_NEWS, "other": Section.OTHER}
_VIEW = re.compile(r"(?:企业|合规|应对|律师)(?:建议|提示|提醒|点评|解读|启示|观察)")
"""Names the publisher's own view or advice below news, and no section."""
_TOPICS = frozenset({"融资", "产品", "新产品", "新品"})
"""Names that are a topic of policies too, and sections only beside another word or as a counted part."""
_LONGEST = 16


@lru_cache(maxsize=4_096)
def find_worded_section(name: str) -> Section | None:
    """Return the section whose words alone make up a Chinese name, or None.

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
    return _SECTION_WORDS_SECTIONS[told]


_SECTION_WORDS_HINTS = (
    (Section.POLICY_NEWS, re.compile(_POLICY)),
    (Section.CORPORATE_NEWS, re.compile(r"企业|公司|个股|[车药央民外房芯]企|厂商|商业|投融资|并购|资本圈|产业链")),
    (None, re.compile(r"日[历程]|预告|截止|下[周月期]")),
)


def find_hinted_section_zh(name: str) -> tuple[Section, int] | None:
    """Return the section of which words in a Chinese name tell, whatever else stands beside, and how long these are.

    None where both or none do.
    """
    told = [(section, found) for section, words in _SECTION_WORDS_HINTS if (found := words.search(name))]
    if len(told) != 1 or told[0][0] is None or len(name) > _LONGEST:
        return None
    return told[0][0], len(told[0][1][0])


_NEWS = (
    r"(?:news|news in brief|updates?|developments?|moves?|briefs?|in brief|round ?up|watch|tracker"
    r"|announcements?|alerts?|flash(?:es)?|wire|desk|dispatches|stories|headlines"
    r"|highlights?|items|items in brief|measures|changes|actions"
    r"|briefing|corner|diary|pulse|scene|log|monitor|documents|papers"
    r"|notes?|bulletin|digest|report)"
)
_BEFORE = (
    r"(?:(?:china|chinese|other|noteworthy|key|national|central|selected|latest|more|smaller|minor"
    r"|further|recent|new|this week'?s|weekly)"
    r"\s+)?"
)
_POLICY_WORDS = r"(?:policy|policies|regulatory|regulations?|legislati(?:ve|on)|legal|government|rules|laws?)"
_COMPANY_WORDS = r"(?:corporate|company|companies|business(?:es)?|industry|enterprises?|firms?|sector)"
_OF_TIME = r"\s+(?:of|in|this)\s+(?:the\s+)?(?:week|fortnight|month|quarter)"
_AND = r"(?:\s+(?:and|/)\s+\w+)?"
_BEFORE_ZH = (
    r"(?:(?:近期|重要|最新|本周|本月|本期|国家|中央|国内|宏观|重点|产业|行业|核心|地方|各地|区域|省市)[与和及、]?){0,2}"
)
_NEWS_ZH = (
    r"(?:简讯|简报|动态|动向|新闻|要闻|速递|速览|快讯|快报|快递|资讯|信息|发布"
    r"|聚焦|导读|汇总|梳理|盘点|跟踪|追踪|风向)"
)
_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (
        Section.POLICY_NEWS,
        re.compile(
            r"(?:economic|macroeconomic|industrial|technology|tech|innovation|digital)\s(?:policy|policies|regulations?)|"
            r"what\s+(?:the\s+)?(?:beijing|government|ministr(?:y|ies)|regulators?|authorities|lawmakers"
            r"|state council)\s(?:did|decided|published|issued|said|ruled|wants)|"
            r"from\s+(?:beijing|the\s+capital)|(?:policy|government)\s+and\s+administration|"
            r"(?:new\s+)?(?:laws?|legislation|regulations?|policy|measures|rules)(?:\s+and\s+(?:regulations?|rules|measures|policy))?"
            r"(?:\s+(?:published|issued|adopted|released|announced))?|"
            rf"{_BEFORE}{_POLICY_WORDS}{_AND}\s+{_NEWS}|policy|policies|regulations?"
            r"|policy and regulation|regulatory affairs"
            r"|politik|regulierung|gesetzgebung|recht(?: und regulierung)?|politiques?"
            r"|(?:neues |nachrichten )?aus (?:den ministerien|der (?:politik|gesetzgebung)|peking)|textes officiels"
            r"|(?:neue )?(?:gesetze|vorschriften|regeln)(?: und (?:vorhaben|verordnungen|regeln|entwürfe))?"
            r"|r[ée]glementations?|política|regulación"
            rf"|{_BEFORE_ZH}(?:政策|法规|监管|立法|部委|政务)(?:[与和及、/·]?(?:政策|法规|监管|规划))?{_NEWS_ZH}?"
            rf"|(?:国家|中央)(?:层面)?{_NEWS_ZH}|(?:国家|中央)层面"
            r"|(?:公开)?(?:征求意见|意见征集|征集意见)(?:稿|中|动态|项目)?|(?:重要|部委|最新|本周|本月)?新规(?:动态|速递|速览|发布)?"
        ),
    ),
    (
        Section.CORPORATE_NEWS,
        re.compile(
            rf"{_BEFORE}{_COMPANY_WORDS}{_AND}\s+{_NEWS}|corporate|companies|business|corporates|firms|enterprises|company"
            r"|what\s+(?:our\s+|the\s+)?(?:companies|firms|business(?:es)?|members|industry|investors)\s(?:did|said|announced)"
            r"|(?:the\s+)?corporate sector|unternehmen(?:snachrichten)?|firmen|entreprises|soci[ée]t[ée]s|empresas"
            r"|(?:neues |nachrichten )?aus (?:den (?:unternehmen|betrieben|firmen)|der wirtschaft)"
            r"|vie des (?:entreprises|affaires)|du côté des entreprises"
            r"|(?:(?:from|on)\s+the\s+)?(?:shop|factory)\s+floor|deal\s?(?:flow|book|making)|names\s+in\s+the\s+news"
            r"|(?:money|plants|factories|projects|contracts|orders)\s+and\s+(?:deals|plants|contracts|orders|investments?)"
            r"|(?:deals|investments?)(?:\s+and\s+(?:deals|investments?))?"
            r"|(?:foreign\s+|chinese\s+)?(?:companies|firms|business(?:es)?)\s+in\s+(?:the news|focus|china|brief)"
            rf"|{_BEFORE_ZH}(?:(?:企业|公司|产业|行业|商业|项目|投融资|市场主体)(?:[与和及、/·]?(?:企业|公司|产业|项目|市场|投资))?{_NEWS_ZH}|企业|公司|(?:企业|公司)[与和及、/·](?:项目|产业|市场)"
            rf"|会员(?:企业|单位)?{_NEWS_ZH}|(?:企业|会员|公司)(?:之声|之窗|之家|风采|天地|园地))"
        ),
    ),
    (
        Section.TOP,
        re.compile(
            r"das wichtigste(?: (?:vorab|zuerst|in kürze|auf einen blick))?|l['’]essentiel|à la une|"
            r"(?:(?:the\s+)?(?:two|three|four|five|six|seven|\d)\s+(?:things|stories|developments|takeaways)(?:\s+(?:to\s+(?:know|watch|note)|this\s+(?:week|month)|that\s+matter(?:ed)?))?)|"
            r"(?:the\s+)?(?:big|main|key|lead)\s+(?:two|three|four|five|six|seven)|"
            r"(?:[\w&|.'-]+\s+){0,4}top\s+(?:\d+|three|four|five|six|seven|eight|nine|ten|stories|story|items?|news|issues"
            r"|policies|topics)|(?:lead|main|cover|feature)\s+(?:stories|story|items?|topics)|in focus|in depth|top"
            r"|(?:key|main|major)\s+(?:developments|documents|policies)|(?:本期|本周|本月|今日|一周|每周|每日|近期)?(?:要闻|要情|要事|大事|头条|热点|焦点|重磅(?:消息|政策)?)(?:速[递览]|快[讯递报]|聚焦|汇总)?"
            r"|(?:重点|特别|热点|本[期周月])(?:关注|聚焦|重点)|(?:本[期周月])?重[点大磅](?:新规|政策|法规|文件)(?:解读|详解|点评|解析)"
            r"|(?:the\s+)?top lines?|headlines?|(?:the\s+)?big\s+story|(?:in the |under the )?spotlight"
            r"|must[- ](?:reads?|knows?)|(?:what you )?need to know"
            r"|(?:our|(?:the\s)?editors?['’]?s?)\s+(?:top\s+)?(?:picks?|choice)"
            rf"|(?:the\s+)?(?:main|most important)\s+(?:news|events?|changes)(?:{_OF_TIME})?"
            rf"|(?:what\s+matter(?:s|ed)(?:\s+most)?|(?:in\s+)?focus|deep[- ]dive){_OF_TIME}"
            r"|(?:story|item|policy|topic)\s+of\s+the\s+(?:day|week|fortnight|month|quarter)"
        ),
    ),
    (
        Section.OTHER,
        re.compile(
            r"noteworthy|also noteworthy|(?:(?:other|more) )?stories(?: to (?:watch|note|follow)| in brief)?"
            r"|(?:other|more|short|further|brief)\s+news|news|in brief|news in brief"
            r"|briefly(?:\s+(?:noted|put|told))?"
            r"|(?:quick|short)\s+(?:takes|reads|hits|notes)|also\s+(?:noted|in the news|this (?:week|month))"
            r"|(?:local|regional|provincial|international|global|overseas)\s+(?:news|updates?|developments?)"
            r"|in other news|other(?:\s+(?:items|developments|updates|matters))?|miscellaneous|and finally"
            r"|also worth (?:noting|knowing|a look)"
            r"|(?:key |main |recent )?developments"
            rf"|其他|其它|其他动态|简讯|(?:地方|各地|区域|国内|国际|海外|国外|境外|全球|市场){_NEWS_ZH}"
        ),
    ),
)
_SHORT_NEWS = re.compile(
    r"(?:also |other |more |further |short |brief )?news(?: in brief)?|(?:also )?in (?:brief|short)"
    r"|briefly(?: noted)?|also(?: (?:noted|published|issued))?"
    r"|(?:quick|short) (?:takes|reads|hits|notes)|in other news|简讯|短讯|其[他它](?:动态)?",
    re.IGNORECASE,
)
"""Heads the shorter news of a section, or of the whole issue."""
_FILLER_TEXT = (
    "a and at by for from in of on the this to with new news brief briefs latest more other week month key corner "
    "watch update updates digest round up roundup our others market markets industry deals moves people china chinese "
    "industrial beijing foreign global capital review reports what who list page "
    "around about among across noteworthy notable selected central national radar pipeline action actions affairs "
    "proposed length depth full "
    "announcements results bites european german british french dutch swiss nordic american japanese "
    "short shorts glance nutshell summary overview snapshot recap highlights headlines stories story items events "
    "developments changes changed happened matters matter said say says did does do doing done is are was were be "
    "has have had will should must can need needs know it its they their them you your we us every all any some "
    "that which how why where when into out up down over under inside outside behind beyond within between through "
    "after before since until now today front side line lines floor world scene desk wire log tracker monitor "
    "bulletin notes note facts numbers further also only or but as if not no yes so too very most best first last "
    "proceedings procedures wrap wraps practice "
    "two three four five six seven eight ten s paper papers noted noticed saw seen spotted read heard watched followed"
)
_FILLER = frozenset(_FILLER_TEXT.split())
_POLICY_NAMES_TEXT = (
    "drafts policy policies policymakers regulator regulators regulation regulations regulatory rule rules rulebook "
    "rulemaking ministry ministries ministerial government authorities law laws legal legislation legislative "
    "lawmakers lawmaking decrees decree directives statutes rulemakers notices circulars politics enforcement "
    "official rulings agencies acts officials cabinet parliament policymaking supervision supervisors policymaker "
    "measures consultations"
)
_POLICY_NAMES = frozenset(_POLICY_NAMES_TEXT.split())
_COMPANY_NAMES_TEXT = (
    "company companies corporate corporates firm firms maker makers manufacturer manufacturers enterprise "
    "enterprises business businesses member members investor investors mergers acquisitions startup startups "
    "start ups competitor competitors rivals customers clients boardroom boardrooms "
    "factories investments corporations entrepreneurs carmakers chipmakers disputes lawsuits listings takeovers "
    "players ventures transactions suppliers producers traders exporters importers partnerships financing funding ipos"
)
_COMPANY_NAMES = frozenset(_COMPANY_NAMES_TEXT.split())
_MOST_NAME_WORDS = 6
_MOST_LISTED_WORDS, _LISTED = 9, 3
_AHEAD = r"(?:upcoming|key|important|forthcoming|coming|future)"
_OUTLOOK = re.compile(
    rf"(?:{_AHEAD}\s+)?(?:events|dates|deadlines|milestones)(?:\s+(?:and|/|&)\s+(?:events|dates|deadlines|milestones))?"
    r"(?:\s+(?:ahead|to (?:watch|note|remember)|for (?:your|the) (?:diary|diaries|calendar)|in brief))?"
    rf"|(?:{_AHEAD}\s+|policy\s+|event\s+|events\s+)?(?:calendar|diary|agenda)(?:\s+of events)?"
    r"|looking (?:ahead|forward)|(?:the\s+)?outlook|upcoming|coming (?:up|soon)"
    r"|(?:what'?s|what is) (?:next|ahead|coming(?: up)?)"
    r"|(?:what|who|things) to (?:watch|expect|look out for)(?: (?:for|next|this|in)\b.{0,30})?"
    r"|(?:still |yet )?to come|what'?s on"
    r"|(?:(?:dates )?for )?(?:your|the|our) (?:diary|diaries|calendars?)|in the diary|dates to note"
    r"|(?:in|on|from) (?:your|our) (?:diary|diaries|calendars?)"
    r"|to watch|next (?:week|month|steps)"
    r"|(?:the\s+)?(?:week|weeks|month|months|quarter|year|days) ahead|ahead|on the (?:horizon|agenda|radar|calendar)"
    r"|(?:diary|calendar) dates|save the date|mark your (?:calendars?|diary)"
    r"|(?:下[周月期]|未来[一两]?[周月]|近期|今明(?:两天)?|[今明]日|明后?[天日]|后续|[本下]月)(?:重[要点大])?(?:看点|关注|预告|日程|展望|安排|提示|提醒|日历|事项|节点)|下[周月]|未来[一两]?[周月]"
    r"|(?:重要|关键)(?:日期|时点|期限)(?:提[醒示]|一览|表)?|截止(?:日期|时间|期限)(?:提[醒示]|一览|表)|(?:到期|截止|时间)提[醒示]"
    r"|termine(?: und fristen)?|fristen|veranstaltungen|ausblick"
    r"|(?:\w{2}[与和])?日程(?:预告|安排)?|前瞻|展望|(?:本周|近期)?(?:重要)?(?:日程|日历|时间节点)|\w{2,4}日历|值得关注|后续关注|(?:近期|会员)?活动(?:预告|安排|信息|讯息)?|(?:会议|会务|会展|展会|培训)(?:预告|安排|信息|讯息|通知)"
)
_CONTENTS = re.compile(
    r"(?:table of )?contents|(?:what[’']?s )?inside(?: this (?:issue|edition|briefing|week|month))?|on these pages"
    r"|in this (?:issue|edition|briefing|newsletter|bulletin|digest|letter|report|update)|inhalt(?:sverzeichnis)?|index"
    r"|目录|目錄|目次|本期(?:目录|要目|导读|看点|内容|提要)|内容提要|导读|(?:新闻|资讯)(?:速览|导视|导读)"
)
_CONTENTS_LINE = re.compile(
    r"\W*(?:(?:inside|in) this (?:issue|edition|mail|letter|briefing|newsletter|week|month)|contents"
    r"|(?:this|the) (?:week|fortnight|month) in (?:brief|short)|本期(?:要目|看点|导读|内容))\s*[:：]\s*\S",
    re.IGNORECASE,
)
"""Opens a line that tells what an issue holds ("In this issue: ropes, winches")."""
_TELLS_MORE = re.compile(r"\d|[A-Z]{3}|《")
_PART_NUMBER = re.compile(r"(?<![^\s·•|,;:])\d{1,2}[.)]?\s(?=[^\W\d_])")
"""Counts a part in a list of them ("1 Policy · 2 Companies")."""
_FURNITURE = re.compile(
    r"imprint|impressum|contacts?(?: us| details| information)?|about(?: us)?|about (?:this|the|our) .{2,60}"
    r"|(?:get in|keep in|stay in) touch(?: with us)?|(?:reach|speak to|talk to) (?:us|our team)"
    r"|disclaimer|(?:important )?disclosures?|"
    r"legal (?:notice|disclaimer|information)|copyright(?: notice)?|subscri(?:be|ption)s?|unsubscribe|"
    r"(?:note|notes) (?:on|to) .{2,60}|(?:small|fine) print|colophon|credits|acknowledge?ments"
    r"|never miss .{2,40}|sign up (?:for|to) .{2,40}|newsletter(?: sign-?up)?"
    r"|(?:get|receive) .{2,40} (?:in|by|to) (?:your )?(?:inbox|mailbox|e-?mail)"
    r"|methodology|abbreviations|glossary|further information"
    r"|(?:similar|related|recommended|popular) (?:articles?|posts?|stories|reading|reports|publications|content|links)"
    r"|you (?:may|might) also (?:like|be interested in)|most (?:read|popular)"
    r"|(?:[一二三四五六七八九十]{1,3}、)?(?:风险提示|(?:分析师|投资评级|评级|重要|郑重|特别|法律|版权|免责)(?:声明|说明)(?:[与及和、](?:投资|股票|行业)?(?:评级|风险|法律|免责)(?:声明|说明|提示))?)|联系我们|联系方式|关于(?:我们|本[刊报])|(?:往期|相关|延伸|更多)(?:精彩)?(?:推荐|回顾|阅读|文章|新闻|报道|链接|稿件|资讯)"
)
_HAN_WORDS = re.compile(rf"[{HAN}]+")
_LETTER = re.compile(r"[A-Z][.)]\s+(?=[A-Z])")
"""Counts the parts of a document, its sections among them ("C. Deals")."""
_LEADER = r"(?:(?:\.\s?){4,}|…{3,}|(?:·\s?){4,}|_{5,}|[.…·]{3,}(?=\s*\d{1,3}(?:\s|$)))"
_LEADERS = re.compile(_LEADER)
_SIGNS_IN_A_ROW = re.compile(r"[.…·_]\s?[.…·_]")
_ENTRY_END = re.compile(rf"(?:{_LEADER}|\n)\s*(?:\d{{1,3}}(?=\s|$))?")
_PAGE_AT_END = re.compile(r"(?:\s|\t|\.)\d{1,3}\s*$")
_FIGURE = re.compile(rf"\A\s*\d{{1,2}}\s+(?=[{HAN}])")
"""Counts a heading without any sign ("1　某办法施行")."""
_TRIM = " \t\n:：*_#-–—|·•【】［］"
_HAN = re.compile(f"[{HAN}]")
_TWO_TONGUES = re.compile(
    rf"(?P<one>[^{HAN}]{{3,}}?)[\s/|·–-]+(?P<other>[{HAN}]+)|(?P<han>[{HAN}]+)[\s/|·–-]+(?P<latin>[^{HAN}]{{3,}})"
)
"""A heading in both languages ("New rules 新规")."""
_OWN_NAME = re.compile(
    r"\A(?!(?:to|for|from|cc|re|subject|attn|attention)\b)[^\W\d]+(?: [^\W\d]+){0,2}\s?[:：|｜]\s?(?=\S)"
)
"""Stands before a plain name of a section in the publisher's own words ("BOARDROOM: COMPANY NEWS")."""
_IN_BRIEF = re.compile(
    r"(?:(?:news )?in brief|briefly|(?:other |short )?news|also|more)\s?(?:[:：]|[–—-](?=\s))\s?(?=\w)"
)
"""Opens a section's name that tells of what the short news are ("In brief: companies")."""
_BRIEF_WORDS = ("brief", "news", "also", "more")
_SIGN = re.compile(r"\s*[^\w\s(（《“\"'‘【\[]+\s*(?=\w)")
_PART_ZH = re.compile(
    r"\A\s*(?:第[一二三四五六七八九十\d]{1,3}(?:部分|篇|编|板块|单元)|PART\s?\.?\s?\d{1,2})[\s:：、|｜.]*(?=\S)",
    re.IGNORECASE,
)
"""Counts the parts of an issue before their names ("第一部分 政策信息")."""
_A_SOURCE = re.compile(r"(?:company|corporate) (?:statement|announcement|filing|(?:press )?release|disclosure)")
"""One text of a company's, as it is cited below news."""
_LONGEST_NAME = 60
OUTLOOK_MARK = " – "
"""Stands between the name of a section about days to come and a heading inside it."""


@lru_cache(maxsize=512)
def find_section(text: str) -> Section | None:
    """Get the section that a heading names, when the whole of it is such a name, perhaps behind a sign ("▍", "●")."""
    for name in _list_names(text):
        if _A_SOURCE.fullmatch(name):
            return None
        found = next((section for section, pattern in _SECTIONS if pattern.fullmatch(name)), None)
        if found is not None:
            return found
        if _OUTLOOK.fullmatch(name):
            return Section.OTHER
        if (worded := _section_of_words(name) if name.isascii() else find_worded_section(name)) is not None:
            return None if text.rstrip().endswith(".") else worded  # "For members only."
    return None


def is_short_news(name: str) -> bool:
    """Whether a heading only says that news is short or more of the same: inside a section it is of that."""
    return _SHORT_NEWS.fullmatch(name) is not None


def _list_names(text: str) -> tuple[str, ...]:
    """Return what a heading may say as a whole: its words, those behind its number, and either of its two tongues."""
    sign = _SIGN.match(text)
    text, is_part = _PART_ZH.subn("", text[sign.end() :] if sign else text, count=1)
    number = find_number(text)
    whole = _bare(text)
    both = None if whole.isascii() else _TWO_TONGUES.fullmatch(whole)
    parts = filter(None, both.groups()) if both else (*whole.split(" / ")[:2], _OWN_NAME.sub("", whole, count=1))
    letter = None if number else _LETTER.search(text)
    counted = _bare(text[number.end :]) if number else ""
    counted = _bare(text[: letter.start()].rstrip() + text[letter.end() :]) if letter else counted
    behind = _IN_BRIEF.sub("", whole, count=1) if any(map(whole.__contains__, _BRIEF_WORDS)) else ""
    news = f"{whole}动态" if is_part else ""  # "PART 02 融资" is news of that
    names = dict.fromkeys((whole, counted, behind, news, *parts))
    return tuple(name for name in names if name and len(name) <= _LONGEST_NAME)


def _section_of_words(name: str) -> Section | None:
    """Return the section whose words alone make up an ASCII name ("Rules and regulators", "Makers and markets")."""
    words = re.findall(r"[a-z]+", name)
    told = [word for word in words if word not in _FILLER]
    most = _MOST_NAME_WORDS if len(told) < _LISTED else _MOST_LISTED_WORDS
    if not words or len(words) > most or words[0] == "to" or re.search(r"[^a-z&/,' -]", name):
        return None  # "To all members" addresses them
    if told and all(word in _POLICY_NAMES for word in told):
        return Section.POLICY_NEWS
    return Section.CORPORATE_NEWS if told and all(word in _COMPANY_NAMES for word in told) else None


def is_plain_word(word: str) -> bool:
    """Whether a word in small letters is one that names of sections are made of, and no name of its own."""
    return word in _FILLER or word in _POLICY_NAMES or word in _COMPANY_NAMES


_POLICY_HINTS_TEXT = (
    "policy policies regulation regulations regulatory rules rulebook laws politik recht gesetze gesetzgebung"
    " ministerien verordnungen vorschriften politique politiques lois réglementation législation"
)
_POLICY_HINTS = frozenset(_POLICY_HINTS_TEXT.split())
_COMPANY_HINTS = (_COMPANY_NAMES - {"members", "member"}) | {"unternehmen", "firmen", "entreprises", "empresas"}
_NO_HINTS_TEXT = "calendar dates diary deadlines ahead ministry administration commission council"
_NO_HINTS = frozenset(_NO_HINTS_TEXT.split())
_HINTS = ((Section.POLICY_NEWS, _POLICY_HINTS), (Section.CORPORATE_NEWS, _COMPANY_HINTS), (None, _NO_HINTS))
_SMALL_WORDS = frozenset({"und", "aus", "den", "der", "die", "das", "von", "im", "et", "des", "les", "du", "de", "la"})


_DAYS_AHEAD = re.compile(
    r"\b(?:calendars?|diary|diarise|dates|deadlines|agenda|schedule|ahead|upcoming|coming|next)\b"
    r"|日[历程]|预告|前瞻|日期",
    re.IGNORECASE,
)


def tells_days_ahead(text: str) -> bool:
    """Whether a heading's words, whatever others stand beside, say that it is about days to come."""
    return len(text) <= _LONGEST_NAME and _DAYS_AHEAD.search(text) is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """The section of which a heading's words tell, and whether half of what it says does."""

    section: Section
    is_clear: bool


@lru_cache(maxsize=512)
def find_hint(text: str) -> Hint | None:
    """Get the section of which a heading's words tell, whatever other words stand beside; None where both or none."""
    for name in _list_names(text):
        if name.isascii() or not _HAN.search(name):
            words = [word for word in re.findall(r"[^\W\d_]+", name) if word not in _FILLER | _SMALL_WORDS]
            told = [(section, len(names.intersection(words))) for section, names in _HINTS if names & set(words)]
            if len(told) == 1 and told[0][0] is not None:
                return Hint(section=told[0][0], is_clear=told[0][1] * 2 >= len(words))
        elif (hinted := find_hinted_section_zh(name)) is not None:
            section, length = hinted
            return Hint(section=section, is_clear=length * 2 >= len(name))
    return None


@lru_cache(maxsize=512)
def is_outlook(heading_text: str | None) -> bool:
    """Whether an item's heading names, or starts with the name of, a section about days to come ("Coming up")."""
    names = _list_names((heading_text or "").split(OUTLOOK_MARK, maxsplit=1)[0])
    return any(_OUTLOOK.fullmatch(name) is not None for name in names)


def is_contents_heading(text: str) -> bool:
    """Whether the whole text names a table of contents."""
    return len(text) <= 2 * _LONGEST_NAME and _CONTENTS.fullmatch(_bare(text)) is not None


def is_contents_line(text: str) -> bool:
    """Whether a text is one line that lists what the issue holds behind words that say so: no body, day or amount."""
    told = _CONTENTS_LINE.match(text) if len(text) <= 4 * _LONGEST_NAME else None
    return told is not None and _TELLS_MORE.search(_PART_NUMBER.sub("", text)) is None


def is_furniture_heading(text: str) -> bool:
    """Whether the whole text heads an imprint, a contact note or another part that reports nothing."""
    if len(text) > 2 * _LONGEST_NAME:
        return False
    number = find_number(text)
    bare = _bare(text[number.end :] if number else text)
    halves = () if bare.isascii() else (" ".join(_HAN_WORDS.sub(" ", bare).split()), "".join(_HAN_WORDS.findall(bare)))
    return any(_FURNITURE.fullmatch(half) is not None for half in (bare, *(halves if all(halves) else ())))


def is_lettered(raw: str) -> bool:
    """Whether a heading begins with the letter of a part of its document ("C. Deals")."""
    return _LETTER.match(raw.lstrip()) is not None


def has_leaders(text: str) -> bool:
    """Whether the text has a row of dots as between a heading and its page number."""
    leaders = _LEADERS.search(text) if _SIGNS_IN_A_ROW.search(text) else None
    return leaders is not None and any(map(str.isalpha, text[: leaders.start()]))


def ends_with_page(text: str) -> bool:
    """Whether the text ends in a number that can be a page's."""
    return _PAGE_AT_END.search(text) is not None


def list_contents_entries(text: str) -> tuple[str, ...]:
    """Return the folded headings a contents line or paragraph lists, without leaders and page numbers."""
    bare = text if has_leaders(text) else _PAGE_AT_END.sub("", text)
    return tuple(entry for part in _ENTRY_END.split(bare) if (entry := fold_heading(part)))


def fold_heading(text: str) -> str:
    """Return the form in which a heading equals its entry in the contents: without its number, case and signs."""
    found = find_number(text)
    return _bare(text[found.end :] if found else _FIGURE.sub("", text, count=1))


@lru_cache(maxsize=512)
def _bare(text: str) -> str:
    return fold(text.strip(_TRIM)).strip(_TRIM)
