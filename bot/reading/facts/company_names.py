"""What an unknown company's name looks like, and which capitalised names are none."""

from __future__ import annotations

import re

from bot.dates.date_words import ANY_MONTH, MONTH
from bot.model.ids import HAN
from bot.reading.facts.bodies import (
    CHINESE_CITIES,
    CITIES_ZH,
    COUNTRIES,
    COUNTRIES_ZH,
    DEMONYMS,
    PLACES,
    PROVINCES_ZH,
)

# What shows that a name in Chinese news is a company's: its form, its trade, what it does and with whom.

IN_LIST_ZH = re.compile(
    rf"(?P<names>[{HAN}A-Za-z]{{2,8}}(?:、[{HAN}A-Za-z]{{2,8}}){{1,9}})等(?:多家|\d+家)?[{HAN}]{{0,6}}?(?:企业|公司|厂商|巨头|品牌|车企)"
)
WITH_FORM_ZH = re.compile(
    rf"(?:^|[，。、；：“（(】》\s]|\d日|由|与|和|向|为|对|将|给|在|以及|包括|旗下|子公司|企业|公司|单位|[应造营务销]商|开发商|客户|股东)(?:确定|决定|同意|批准|拟)?(?:[由与向对将给在]|认定|授予)?"
    rf"(?P<names>(?!该|本公司|设立|[（(]|(?:我会)?会员|(?:\d{{4}}年)?\d\d?月)(?:(?!与|(?<!自)由|(?:[应造营务销]|开发)商)[{HAN}（）()A-Za-z0-9]){{2,24}}?"
    rf"(?<!存量)(?<!新设)(?<!现有)(?:股份有限公司"
    rf"|有限责任公司|有限公司|集团公司))"
)
_ACTS_ZH = (
    r"(?:[，,]?(?:近日|日前|今日)?(?:正式|成功|共同|联合|再次|首次|已)*(?:宣布|公告|披露|完成|推出|发布|投产|中标|签署|签订|收购|启动|获得?|计划|拟"
    rf"|开工|交付|上线|成立|收到|冲刺|递表|因涉嫌|与[^，。；]{{2,30}}?(?:签|订立|达成|合作|成立|携手|联手)|向[^，。；]{{2,12}}?(?:递表|递交|提交|申请|交付|供[货应]|采购|订购)|在[{HAN}]{{2,12}}(?:的|建|投|设|开)))"
)
_TRADES_ZH = (
    r"(?:航天|芯片|机器人|半导体|人工智能|新能源|电池|汽车|生物|医[药疗]|软件|驾驶|无人机|光伏|储能|氢能|材料|物流|传感器|雷达|模型"
    r"|量子|聚变|飞行)"
)
"""The trade of a company that is told right before its name ("商业航天公司…")."""
MAKES_ZH = (
    r"[磁型钢铝铜特靶膜板]材|新材|光电|精工|精机|微电子|锂业|铝业|铜业|矿业|纸业|药业|制药|半导体|生物|[泵阀钢乳酒船]业"
)
PLACED_ZH = (
    r"(?:化工|精密|阀门|轴承|电缆|电气|缆索|机床|船舶|物流|化纤|纺织|塑胶|模具|传动|减速器|光学|传感"
    r"|新材|科技|电子|材料|机械|装备|智能|食品|医疗|生物)"
)
"""Ends the name of a company that is long enough to have its place first."""
_GENERIC_ZH = (
    r"(?:高端|新型|智能|智慧|工程|通用|农业|重型|现代|绿色|新能|能源|传统|节能|商用|民用|先进|数字|电力|船用|海洋|矿山|化工|机床|人工|工业|特种"
    r"|生物|医疗|化学|创新|战略|国产|半导体|新|低空|轨道|航空|航天|车用|汽车|环保|物流|科技|医药|消费|精密|大型|小型|微型|服务)"
)
_PLACE_ZH = "|".join((*PROVINCES_ZH, *CITIES_ZH))
_OF_LISTED_ZH = (
    r"(?:[的已正将及和近在拟与数名]|高管|并购|股东|监管|治理|信息|业绩|再融资"
    r"|质量|重组|市值|年报|年度|回购|分红|董事|独立|控股股东)"
)
"""What listed companies have, behind the word."""
_ENDS_ZH = (
    r"(?:医疗|科技|能源|电子|钢铁|汽车|生物|制药|医药|重工|半导体|材料|资本|物流|海控|化工|航空|电气|智能"
    r"|软件|食品|特材|新材|智造|精密)"
)
ZH_SHORT = re.compile(
    rf"旗下(?:的|子公司|公司|企业|品牌)?(?P<owned>(?!子公司|公司|企业|品牌)[{HAN}A-Za-z0-9]{{2,8}}?(?<![月日]))(?=(?:品牌)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{_ACTS_ZH}|与)"
    rf"|(?:^|[。；]\s?)(?P<first>(?!中国|全国|我国|国内|多家|该|本|国产|创新|合成|现代|第三代)(?:(?!与)[{HAN}]){{2,6}}(?:股份|集团|科技|控股|重工|{MAKES_ZH}))(?=(?:\d{{1,2}}月\d{{1,2}}日)?(?:、[^，。；、]{{2,10}}){{0,5}}?{_ACTS_ZH}|[:：])"
    rf"|(?:^|[。；]\s?)(?P<funded>(?![该本其某两多])[{HAN}]{{3,6}}?)(?<!公司)(?<!企业)(?<!项目)(?<!团队)(?<!厂)(?<!商)(?=(?:获得?|完成)[^，。；]{{0,14}}融资)"
    rf"|(?:^|[。；]\s?|^(?:受|因|由于)[^，。；]{{2,24}}，|企业|厂商|龙头)(?P<placed>(?:{_PLACE_ZH})(?:(?!与|的|企业|公司|{_GENERIC_ZH})[{HAN}]){{2,4}}{PLACED_ZH})"
    rf"(?={_ACTS_ZH}|年产|[:：]|自?\d{{1,2}}月\d{{1,2}}日)"
    rf"|(?:上市|挂牌|[AHB]股|[主科创][创业]?板|北交所|新三板)公司(?P<quoted>(?!{_OF_LISTED_ZH})(?:[{HAN}]{{2,8}}?(?=[:：（(])|[{HAN}]{{2,6}}?(?:股份|集团|控股|材|{MAKES_ZH}|{_ENDS_ZH})(?={_ACTS_ZH}|披露|称|发公告)))"
    rf"|(?:^|[，。；]\s?)(?P<group>(?![该本其某两多])[{HAN}]{{3,14}}集团)(?=旗下|下属|所属|子公司)"
    rf"|子公司(?P<sub>(?![的已正将及和近在拟与])[{HAN}]{{4,8}}?)(?=取得|获|中标|收[到购]|签|拟|与|完成|成功)"
    rf"|{_TRADES_ZH}[{HAN}]{{0,4}}?(?:公司|企业|厂商|独角兽)(?P<traded>(?!的|[已正将及和近在拟与])[{HAN}]{{3,6}}?)(?={_ACTS_ZH})"
    rf"|(?:企业|车企|药企|厂[商家]|制造商|[运开供][营发应]商|巨头|独角兽)(?P<dated>(?![的该已将及与和在于家们])[{HAN}]{{3,10}}?)"
    r"(?<![会人部局单表方])(?=\d{1,2}月\d{1,2}日(?![起前至到]))"
    rf"|[与和同](?:{'|'.join(COUNTRIES_ZH)})?(?P<partner>(?!该|本|其|多|各)[{HAN}]{{2,6}}?(?:股份|集团|科技|控股|重工|{MAKES_ZH}))(?=签|达成|合作|共同|合资|成立|携手|组建|联合)"
    rf"|[与和同](?:{'|'.join(COUNTRIES_ZH)})?(?P<foreign>(?!该|本|其|这|子|总|分|母|多)[{HAN}]{{2,8}}公司)(?=签|达成|合作|成立|共同|就|的)"
)
"""Short names in Chinese: of what a group owns, of whose news it is, of a company from abroad at a company's side."""
OWNED_ZH = re.compile(rf"(?:旗下|子公司)(?:的)?(?P<names>[{HAN}]{{2,4}}?{_ENDS_ZH})(?!公司|集团|股份|有限)")
"""What a group owns, by the ending of its name."""
FOREIGN_ZH = re.compile(
    rf"(?:{'|'.join(COUNTRIES_ZH)})[{HAN}]{{0,8}}?(?:企业|公司|厂商|厂家|巨头|车企(?!业)|药企(?!业)|船东|船企|[开制供运服经]\w商|制造商|供应商|初创)"
    rf"(?P<role>(?!之|签|达成|合作|成立|宣布|开|投|将|与|和|在|的|就|等)[{HAN}]{{2,8}}?)(?=[等在与和将签拟就的为至向从，。、；（(\d]|宣布|达成|合作|共同|联合|开工|投产|成立|终止|解散|携手|整合|出资|收购)"
)
"""A company from abroad, told by its country and its trade: "瑞士传感器厂商阿尔维耶"."""
INVESTS_ZH = re.compile(
    rf"由(?P<names>[{HAN}]{{3,8}})(?:独家|联合)?(?:领投|投资(?![{HAN}]{{0,2}}(?:基金|集团|公司|控股|管理))|跟投)"
    rf"|由(?P<leading>[{HAN}]{{3,12}}?)(?=(?:[与和、][{HAN}]{{3,12}}?){{1,3}}(?:联合|共同)?(?:领投|跟投))"
    rf"|(?<=[与和、])(?P<beside>(?![{HAN}]*[与和])[{HAN}]{{3,12}}?)(?:联合|共同)(?:领投|跟投)"
    rf"|(?:领投|跟投|投资)(?:方|人|机构)(?:为|是|包括)(?P<led>[{HAN}]{{3,10}}?)(?=[，。；、和与等及]|\Z)"
    rf"|[，；](?:[新老原]?股东)?(?P<joining>(?!由|[新老原]?股东)[{HAN}]{{3,8}}?)(?:独家|联合|持续|继续)?(?:领投|跟投)"
    rf"|(?:收购|入股|增持|减持|出售|转让)(?:所持)?(?:{'|'.join(COUNTRIES_ZH)})?(?P<bought>(?!所持|[一两三四五多\d]家)[{HAN}]{{2,8}}?)"
    r"(?:品牌|业务)?(?:剩余|全部|部分|约|的)*(?:\d+(?:\.\d+)?\s?[%％])?的?(?:股权|股份)"
)
"""Who puts money into a round, and of whom shares are bought."""
BAR_ZH = re.compile(
    rf"^(?:\d{{1,2}}[.、\s]\s*)?(?P<names>(?!{_GENERIC_ZH}+{_ENDS_ZH}|{_GENERIC_ZH}+(?:机械|动力|装备|机器人))"
    rf"[{HAN}]{{2,4}}(?:{_ENDS_ZH}|股份|集团|控股|机械|动力|精工|精机|装备|机器人|光电|船舶|锂业|铝业|铜业|矿业|纸业|药业|阀门|轴承))\s*[|｜]"
    rf"[^|｜。]*?(?:投产|下线|中标|[签续]约|签|合资|合作|建厂|收购|并购|上市|获|交付|开工|推出|发布|扩产|增资|融资|募资|业绩|营收|出海|量产|宣布|关闭|停产|裁员|新[品厂车])"
)
"""Whose news a headline tells before a bar, where what is told behind it is a company's doing."""
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*(?:\s[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*){0,5}"
LATIN_ZH = re.compile(
    rf"(?<![A-Za-z] )(?P<names>{_LATIN})\s?(?:公司|集团)"
    rf"|(?:{'|'.join(COUNTRIES_ZH)})(?:[{HAN}]{{0,8}}(?:企业|公司|[厂船]商|船东|车企|药企|[{HAN}][商业]|巨头))?\s?(?P<foreign>{_LATIN})(?=\s?(?!认证|标准|许可|法案|规则)[{HAN}，。、])"
)
PAIR_ZH = re.compile(
    rf"(?:^|[，。、；：“\s]|[与和由向对给]|收购|旗下|子公司|{'|'.join(COUNTRIES_ZH)})"
    rf"(?P<whole>[{HAN}]{{2,10}}(?<!技术)(?<!系统)(?<!模型)(?<!协议)(?<!标准)(?<!平台)(?<!电池)(?<!工艺)(?<!机制)(?<!大学)"
    rf"(?<!智能)(?<!协会)(?<!组织)[（(](?P<names>{_LATIN})[）)])"
)
"""A Chinese name with its own in Latin letters behind it: a company from abroad, in news about companies."""
PARTNER_ZH = re.compile(
    rf"[与和同向]\s?(?P<names>{_LATIN})(?=\s?(?:签|达成|合作|共同|合资|成立|携手|组建|供[货应]|交付))"
)
"""As whose partner somebody acts, the name in Latin letters alone."""
TICKER_ZH = re.compile(
    rf"(?:^|[，。、；：“】\s]|[与和由向对]|公司|企业|厂商|龙头)(?P<names>(?!{_OF_LISTED_ZH})(?:(?!(?:公司|企业|厂商|龙头)[{HAN}])[{HAN}A-Za-z]){{2,8}})"
    rf"[（(](?:(?:(?:股票|证券)(?:代码)?[:：]?\s?)?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{{4,6}}(?:\.(?:SH|SZ|SS|BJ|HK))?"
    rf"|(?:股票|证券)简称[:：]?\s?[{HAN}A-Za-z-]{{2,8}}(?:[，,；;、]\s?[^()（）]{{2,20}})?)[)）]"
)
"""A company by the number under which its shares are traded."""
NUMBER_IN_BRACKETS = re.compile(
    r"[（(](?:(?:股票|证券)简称|(?:(?:股票|证券)(?:代码)?[:：]?\s?)?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{4})"
)


_DATE = rf"(?i:\d{{1,2}}(?:st|nd|rd|th)?\.?\s{ANY_MONTH}\b|{MONTH}\.?\s\d|(?:19|20)\d\d\b)"
"""A date's beginning, with which no name goes on."""
_MONEY = r"(?:CNY|RMB|USD|EUR|HKD|JPY|GBP|CHF|SEK|NOK|DKK|KRW)\b"
_WORD = rf"(?!{_DATE}|{_MONEY}|A/S\b)(?:(?:[dl]['’])?[A-Z0-9À-Þ][\w&+’'-]*(?:\.[a-z]{{2,3}}\b)?|[a-z][A-Z]\w+)"
_CAPITAL = r"(?:[A-ZÀ-Þ][\w&+’'-]*(?:\.(?:com|ai|io)\b)?|[a-z][A-Z]\w+|(?<!\d)\d++[A-Z]\w*)"
_JOINS = (
    r"(?:(?:d[ui]|de la|des?|von|van der?|della?)\s(?=[A-ZÀ-Þ])"
    rf"|(?:of|&|and)\s(?=China\b|{_CAPITAL}\s(?:Co|Corp|Ltd|Inc|Group)\b))"
)
NAME = rf"(?:{_CAPITAL}(?:\s{_JOINS}?{_WORD}){{0,5}})"
"""A run of capitalised words, as a pattern without groups of its own."""

AND_MORE = re.compile(rf"\s&\s{NAME}")
"""Goes on with a name that a cue breaks off ("Alvarez & Marsal")."""
_PLACE_AHEAD = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Ff]rom|[Aa]round|[Bb]eyond)\s(?:the\s)?\Z")
_PLACE_INSIDE = re.compile(r"(?:In|At|Near|Outside|From|Around)\s")
_BEHIND_PLACE = re.compile(r",\s(?!and\b|or\b)")
"""A place with which a sentence begins is no part of the names behind it ("near Erfurt, CATL and BYD")."""
_BASED = re.compile(r"^(?:[A-Z]\w+\s){0,2}[A-Z]\w+-based\s")
"""Says where a company is, before its name."""
_LEGAL = re.compile(
    r",?\s*(?:\((?:Group|China|Holdings?|Beijing|Shanghai|Shenzhen)\)\s*)?(?:Co\.?,?\s?Ltd\.?|Co\.,?\s?Limited"
    r"|Company Limited|Corporation Limited|Corporation|Company|Corp\.?|Co\.?|Inc\.?"
    r"|Ltd\.?|Limited|LLC|L\.L\.C\.|AG|SE|GmbH|KGaA|S\.A\.|SA|S\.p\.A\.|SpA|N\.V\.|NV|B\.V\.|BV|AB|ASA|Oyj|PLC|plc"
    r"|KK|Pty|SAS)$"
)
_LEGAL_ZH = re.compile(
    r"(?:集团|[（(]集团[）)])?(?:股份)?(?:有限责任公司|有限公司|集团公司)$|集团$"
    r"|(?<=制药|药业|医药|科技|电子|材料|能源|机械|装备|智能|生物|医疗|光电|化工|汽车)股份$"
)
_ROLE_ZH = re.compile(
    rf"^[{HAN}]{{0,10}}(?:单位|设备商|制造商|供应商|运营商|服务商|开发商|厂商|厂家|(?:龙头|会员|园区|生产|制造|科技|研发|入园|驻园|落户|上市|民营|外资|合资|本地|当地|重点|骨干|成员|理事|链主|头部|初创)企业|^(?:生产|研发|主营|专注|专注于|经营|从事|总?部?位于)[{HAN}、]{{1,20}}的)(?=[{HAN}]{{4,}})"
)
"""What a company is, right before its Chinese name."""
_LEADING = re.compile(
    r"^(?:(?:The|A|An|Its|Both|But|And|Also|For|In|At|On|From|With|While|Meanwhile|However|Separately|Earlier|When"
    r"|As|By|After|Since|Until|State-owned"
    r"|Leading|Local|Domestic|Major|Fellow|Rival|Shares|Former|Startup|Start-up|Automaker|Carmaker|Chipmaker|Tech"
    r"|Internet|[A-Z][\w’']+-(?:based|making|listed|backed|owned|controlled|led))\s)+"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_NOT_NAMES_TEXT = (
    "AI EV EVs NEV NEVs ICT IT 5G 6G GDP IPO CEO CFO CTO R&D SME SMEs SOE SOEs IP VAT OEM OEMs B2B PV LNG GPU "
    "GPUs CPU CPUs LLM LLMs IoT FDI CIIE Q1 Q2 Q3 Q4 H1 H2 UN WTO IMF NATO ASEAN BRICS G20 G7 APEC COVID ESG API "
    "APIs UAV UAVs AV AVs HSR WeChat Weibo January February March April May June July August September October "
    "November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Winter The "
    "This That These Those It They We He She There Here What Which Who When Where How Why Some Many Several Most "
    "All Both Each Such No Not Yes More Less New Two Three Four Five Six Seven Eight Nine Ten First Second Third "
    "Last Next Internal External Sources Officials Analysts Experts Investors Companies Firms Regulators "
    "Authorities Government Local Central Global International National Domestic Foreign Demand Sales Exports "
    "Imports Production Shares Revenue Profits Prices Customs Level Article Section Annex Party Communist "
    "Congress Politburo Company Group Bank Industry Market Meanwhile However Separately Earlier Also According "
    "Since Under With From For And But Or If As At By In On Of To Our Its Their Despite Following Although "
    "CNY RMB USD EUR HKD JPY GBP CHF SEK NOK DKK KRW "
    "Because While After Before During Until Including Member Members Client Clients Customer Customers Reader Readers"
)
_ENDS_TOO = frozenset({"International", "Global"})
"""No names, but the last words of some."""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_OF_NAMES = frozenset({"Bank", "Group", "Industry"})
"""Words that are no name alone and may end one."""
_WORD_OF_OTHERS = re.compile(
    r"\b(?:University|Institutes?|Institution|College|School|Academy|Ministry|Ministries|Commission|Administration"
    r"|Bureau|Department|Office|Authority|Agency"
    r"|Association|Federation|Alliance|Union|Chamber|Council|Committee|Court|Party|Province|City|County|District"
    r"|Region|Expo|Forum|Summit|Conference|Congress"
    r"|Exhibition|Fair|Airshow|Show|Law|Act|Plan|Programme|Program|Project|Initiative|Measures|Regulations?|Rules"
    r"|Guidelines|Opinions|Standards?|Day|Week"
    r"|Festival|Year|Post|Times|Daily|News|Journal|Weekly|Gazette|Magazine|Nations|Organi[sz]ation|Treaty"
    r"|Agreement|Zone|Port|Airport|River|Sea|Strait|Road|Belt"
    r"|Street|Exchange|Index|Center|Centre|Laboratory|Hospital|Museum|Government|State|Republic|Kingdom|Minister"
    r"|President|Secretary|Premier|Chairman|Director"
    r"|Professor|General(?!\s[A-Z]\w+\s[A-Z])|Fund for|Prize|Award|Olympics|Games|Valley|Park|Bay|Island|Hub"
    r"|Village|Campus|Base"
    r"|Station|Declaration|Development|Innovation|Security"
    r"|Policy|Strategy|Reform|Economy|Internet|Intelligence|Vehicles?|Framework|Charter|Alphabet of)\b"
)
_NEVER_ALONE = re.compile(r"^(?:[A-Z]|\d+[A-Za-z]{0,2}|[A-Z]{1,3}\d{1,3})$")
_LONGEST_NAME = 60
_MOST_CAPITALS = 0.6
_FEW_WORDS = 4
_PLACE_NAMES = frozenset({"China", *COUNTRIES, *CHINESE_CITIES, *PLACES})
_NATIONALITIES = frozenset(DEMONYMS) | {"US", "U.S.", "UK"}


def tidy_company(name: str) -> str:
    """Return a company's name without article, possessive, nationality in front and legal suffix."""
    plain = _LEADING.sub("", name.strip(" ,.;:")).strip()
    plain = _POSSESSIVE.sub("", plain)
    plain = _ROLE_ZH.sub("", _BASED.sub("", plain))
    words = plain.split()
    while len(words) > 1 and (words[0] in _NATIONALITIES or _is_place(words[0])):
        words = words[1:]
    plain = " ".join(words)
    while (shorter := _LEGAL.sub("", plain).rstrip(" ,")) != plain and shorter and " " + shorter != plain:
        plain = shorter
    return _POSSESSIVE.sub("", _LEGAL_ZH.sub("", plain) or plain)


def _is_place(word: str) -> bool:
    """Return whether a word says whose the name behind it is ("China's", "Wuxi's")."""
    return word.endswith(("'s", "’s")) and word[:-2] in _PLACE_NAMES


def may_be_company(name: str) -> bool:
    """Return whether this tidied name can be a company's: no place, month, office, event, paper or law."""
    words = name.split()
    if not words or len(name) > _LONGEST_NAME or _NEVER_ALONE.match(name):
        return False
    if (
        name in PLACES
        or name.removesuffix("s") in _NATIONALITIES
        or all(word in PLACES or word in _NOT_NAMES for word in words)
    ):
        return False
    last = words[-1] in _NOT_NAMES - _ENDS_TOO - (_OF_NAMES if len(words) > 1 else frozenset())
    return not (words[0] in _NOT_NAMES or last or _WORD_OF_OTHERS.search(name))


def is_title_case(text: str) -> bool:
    """Return whether most longer words are capitalised, so that capitals mark no names."""
    words = re.findall(r"[A-Za-z]{4,}", text)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _FEW_WORDS and capitals > len(words) * _MOST_CAPITALS


def begins_with_place(text: str, start: int, end: int) -> bool:
    """Return whether the first of some names is a place with which the sentence begins."""
    ahead = _PLACE_AHEAD.search(text, 0, start) or _PLACE_INSIDE.match(text, start, end)
    return ahead is not None and _BEHIND_PLACE.match(text, end) is not None
