"""What an unknown company's name looks like, and which capitalised names are none."""

from __future__ import annotations

import re

from bot.dates.date_words import ANY_MONTH, MONTH
from bot.model.text import HAN
from bot.reading.recognition.geography import CHINESE_CITIES, COUNTRIES, DEMONYMS, PLACES

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
