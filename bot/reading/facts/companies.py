"""Companies in an item: those of our list under any of their names, then unknown ones that a cue shows.

Decided: a known name wins over a cue that covers it; articles' titles, comments' headings and headlines in title case
give no unknown companies; an enumeration in which a known company stands makes companies of its other names.
"""

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.dates.date_words import ANY_MONTH, MONTH, parse_month
from bot.model.briefing import CompanyMention
from bot.model.ids import HAN, fold
from bot.names.lexicon import Lexicon
from bot.reading.facts.passages import PROSE, Name, NameKind, Passage, Place
from bot.reading.facts.places import CHINESE_CITIES, COUNTRIES, COUNTRIES_ZH, DEMONYMS, PLACES
from bot.reading.facts.references import mask_titles

_DATE = rf"(?i:\d{{1,2}}(?:st|nd|rd|th)?\.?\s{ANY_MONTH}\b|{MONTH}\.?\s\d|(?:19|20)\d\d\b)"
_MONEY = r"(?:CNY|RMB|USD|EUR|HKD|JPY|GBP|CHF|SEK|NOK|DKK|KRW)\b"
_WORD = rf"(?!{_DATE}|{_MONEY})(?:(?:[dl]['’])?[A-Z0-9À-Þ][\w&+’'-]*|[a-z][A-Z]\w+)"
_CAPITAL = r"(?:[A-ZÀ-Þ][\w&+’'-]*|[a-z][A-Z]\w+)"
NAME = (
    rf"(?<![A-Za-z0-9À-ÿ])(?:{_CAPITAL}(?:\s(?:of\s(?=China\b)|(?:&|d[aeiou]s?|von|van)\s(?=[A-ZÀ-Þ]))?{_WORD}){{0,5}})"
)
"""A run of capitalised words, as a pattern without groups of its own."""
_AND = r"(?:\s*,\s*(?:and\s|or\s)?|\s(?:and|or)\s)"
_LIST = rf"{NAME}(?:{_AND}{NAME}){{0,7}}"
ROLES = (
    r"(?:\w*makers?|manufacturers?|producers?|firms?|compan(?:y|ies)|giants?|developers?|suppliers?|start-?ups?"
    r"|operators?"
    r"|retailers?|insurers?|brands?|providers?|foundr(?:y|ies)|shipbuilders?|miners?|subsidiar(?:y|ies)|contractors?"
    r"|lenders?|airlines?|distributors?|builders?|exporters?|importers?|refiners?|utilit(?:y|ies)|breeders?|recyclers?"
    r"|growers?|farmers?|ferry lines?|software houses?|brewers?|carriers?|processors?|fitters?|repairers?|testers?"
    r"|specialists?|smelters?|enterprises?|businesses"
    r"|rivals?|competitors?|(?<!central )bank|consultancy|platforms?|group)"
)
"""What a company is, as a pattern: the trade stands before it."""
_ROLE_BEFORE = re.compile(
    rf"(?<![\w-])(?:{ROLES}(?:\sof(?:\s[a-z-]+){{1,3}})?|[Oo]ur (?:\w+ )?(?:members?|clients?|customers?)"
    rf"|(?:[Cc]ouncil|[Cc]hamber|[Cc]lub) member"
    rf"|partner),?\s(?:(?:like|such as|including|named|called)\s)?(?P<names>{_LIST}(?:\s&\s{NAME})?)"
    rf"|\b(?:{ROLES}|entities)\b[^.;:]{{0,60}}?[,(]\s?(?:such as|including|incl\.|among them)\s(?P<such>{_LIST})"
    rf"|\b{ROLES},\s(?P<counted>{NAME}{_AND}{NAME}(?:{_AND}{NAME})*)"
    rf"|^(?:Company|Companies|Firms?):\s(?P<labelled>{_LIST})"
)
_ROLE_BEHIND = re.compile(
    rf"(?P<names>(?:{NAME}\s&\s)?{NAME})(?:\s\([^()]{{1,20}}\)|\sof\s[A-Z]\w+)?(?:,|:|\s[–—→])\s"
    rf"(?:(?:[Aa]n?|[Tt]he|[Oo]ne of|[Oo]ur)\s(?:[\w’'.-]+\s){{0,7}}?(?:{ROLES}|member|client|customer)\b(?!\s(?:said"
    rf"|says)\b)|which\s(?:makes|supplies|builds|sells|produces|develops"
    r"|operates|designs)\b)"
)
_SUFFIX = re.compile(
    rf"(?P<names>{NAME}(?:,?\s(?:Co\.?,?\s?Ltd\b\.?|Corp\b\.?|Inc\b\.?|Ltd\b\.?|Limited\b|LLC|Company\sLimited)"
    r"|\s(?:AG|SE|GmbH|S\.A\.|SpA|N\.V\.|NV|PLC|plc|Corporation|Holdings?|Group|Technolog(?:y|ies)|Pharma\w*|Motors?"
    r"|Auto\w+|Semiconductors?|Electronics|Bio(?:tech|sciences|logics)|Therapeutics|Robotics|Airlines|Aviation"
    r"|Aerospace|\w*[Ee]lectronics|Photonics|Materials|Chemicals?|Steel|Mining|Petroleum|Shipbuilding|Securities"
    r"|Insurance|Networks|Software|Systems|Medical|Dynamics|Labs|Solar|Batteries|Industries|Energy|Machinery|Pumps?"
    r"|Valves?|Bearings?|Logistics)\b(?!\s[A-Z])))"
)
_SUBJECT = re.compile(
    rf"(?:^|[.;:]\s|\]\s)(?P<names>(?=\S+\s(?:and\s)?[A-ZÀ-Þ]|[A-Z]\w+(?:-[A-Z]|\ssa(?:id"
    rf"|ys)\b)){_LIST}(?:\s&\s{NAME})?)(?:\s\([^()]{{1,20}}\))?"
    rf"(?:\sof\s[A-Z]\w+|\sand\sits\s\w+\s{NAME}|,\s[^,.;]{{3,80}},)?\s(?:(?:has|have|is|was|will|also|may|must)\s)*"
    r"(?!in\b|on\b|of\b|at\b|for\b|and\b|or\b|with\b|from\b|by\b|to\b|the\b|an?\b|as\b|than\b|that\b|which\b|who\b"
    rf"|{ROLES}\b|near\b|under\b|over\b|after\b|before\b|its\b|met\b|visit|chair|spoke|urge|told\b|appointed|named"
    rf"|elected"
    r"|confirmed)[a-z]{2,}\b"
    rf"|(?:^|[.;:]\s)(?:[A-Z][a-z]+\s)?(?:[a-z-]+\s){{0,3}}?{ROLES}\s(?P<called>{NAME}(?:\s&\s{NAME})?)"
)
"""Whose news a sentence is, in news of companies: two capitalised words or more before a verb."""
_IN_LIST = re.compile(rf"{NAME}(?:{_AND}{NAME}){{1,7}}")
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*(?:\s[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*){0,5}"
_FORM_ZH = re.compile(
    rf"(?:^|[，。、；：“（(】》|｜\s]|\d日|[由与和向为对将给在]|包括|旗下|公司|企业|单位|[应造营务销发]商|客户|股东)"
    rf"(?P<names>(?!该|本公司|设立|[（(]|\d+月)(?:(?!与|和|由|商)[{HAN}（）()A-Za-z0-9]){{2,24}}?"
    r"(?:股份有限公司|有限责任公司|有限公司|集团公司))"
)
_SHORT_ZH = re.compile(
    rf"(?:^|[。；]|企业|厂商|子公司|旗下)(?P<names>(?!中国|全国|国内|多家|该|本)[{HAN}]{{2,8}}?(?:股份|集团|科技|控股"
    rf"|重工|[新材]材"
    r"|光电|精[工机铸]|[泵矿药锂铝铜纸钢]业|制药|半导体|生物|化工|机械|装备|电子|数控|动力|能源|智能|医疗"
    r"|公司))(?=\s?[|｜]"
    r"|\d{1,2}月\d{1,2}日|(?:\w{2,4}(?:工厂|基地|项目))?(?:正式|已|拟)?(?:宣布|公告|完成|推出|发布|投产|中标|签|收购"
    r"|启动|获|开工"
    r"|交付|与))"
)
"""A company by its short name, in news of companies: with the sign of its trade before what it does."""
_FOREIGN_ZH = re.compile(
    rf"(?:{'|'.join(COUNTRIES_ZH)})(?:[{HAN}]{{0,8}}(?:企业|公司|[厂船]商|厂家|船东|[车药]企|[{HAN}][商业]|巨头))?\s?"
    rf"(?P<names>{_LATIN})(?=\s?(?!认证|标准|许可|法案|规则)[{HAN}，。、])"
    rf"|(?:{'|'.join(COUNTRIES_ZH)})[{HAN}]{{0,8}}?(?:企业|公司|[厂船]商|厂家|[车药]企"
    rf"|制造商)(?P<han>[{HAN}]{{2,8}}?)(?=宣布|将|在|与|和|就|向)"
    rf"|(?<![A-Za-z] )(?P<owned>{_LATIN})\s?(?:公司|集团)"
)
_SEPARATOR = re.compile(_AND)

_LEGAL = re.compile(
    r",?\s*(?:\((?:Group|China|Holdings?)\)\s*)?(?:Co\.?,?\s?Ltd\.?|Co\.,?\s?Limited|Company Limited|Corporation"
    r"|Company|Corp\.?"
    r"|Co\.?|Inc\.?|Ltd\.?|Limited|LLC|AG|SE|GmbH|KGaA|S\.A\.|SA|S\.p\.A\.|SpA|N\.V\.|NV|B\.V\.|BV|AB|ASA?|A/S|Oy|PLC"
    r"|plc)$"
    r"|(?:股份)?(?:有限责任公司|有限公司)$|(?<=[集团数控科技械备子料])公司$"
)
_LEADING = re.compile(
    r"^(?:(?:The|A|An|Its|Both|But|And|Also|For|In|At|On|From|With|While|Only|State-owned|[A-Z][\w’']+-(?:based"
    r"|listed))\s)+"
    rf"|^[{HAN}]{{0,6}}(?:企业|单位|厂商|制造商|供应商|运营商)(?=[{HAN}]{{4,}})"
)
_NOT_NAMES_TEXT = (
    "AI EV EVs NEV NEVs ICT IT GDP IPO CEO CFO R&D SME SMEs SOE SOEs IP VAT OEM OEMs PV LNG GPU GPUs CPU LLM "
    "IoT FDI UN WTO IMF NATO ASEAN BRICS G20 APEC ESG API UAV WeChat Weibo Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday Spring Summer Autumn Winter The This That These Those It They We He She There What "
    "Which Who When Where How Why Some Many Several Most All Both Each Such No Not More Less New Two Three "
    "Four Five Six Seven Eight Nine Ten First Second Third Last Next Officials Analysts Experts Investors "
    "Companies Firms Regulators Authorities Government Local Central Global International National Domestic "
    "Foreign Demand Sales Exports Imports Production Shares Revenue Profits Prices Customs Article Section "
    "Annex Party Congress Company Group Bank Industry Market Meanwhile However Also According Since Under With "
    "From For And But Or If As At By In On Of To Our Its Their Despite Following Although Because While After "
    "Before During Until Including Member Members Client Clients Customer Customers Comment CNY RMB USD EUR"
)
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_MAY_END = frozenset({"International", "Global", "Bank", "Group", "Industry"})
"""Words that are no name alone and may end one."""
_OF_OTHERS = re.compile(
    r"\b(?:University|Institute|College|School|Academy|Minist(?:ry|ries|er)|Commission|Administration|Bureau"
    r"|Department|Office"
    r"|Authority|Agency|Association|Federation|Alliance|Union|Chamber|Council|Committee|Court|Party|Province|City"
    r"|County"
    r"|District|Expo|Forum|Summit|Conference|Congress|Exhibition|Fair|Law|Act|Plan|Program(?:me)?|Project|Initiative"
    r"|Measures|Regulations?|Rules|Guidelines|Opinions|Standards?|Day|Week|Times|Daily|News|Journal|Nations|Agreement"
    r"|Zone|Port|Airport|River|Strait|Road|Street|Exchange|Index|Cent(?:er|re)|Laboratory|Hospital|State|Republic"
    r"|President|Secretary|Premier|Chairman|Director|Professor|Prize|Park|Bay|Base|Development|Policy|Strategy"
    r"|Vehicles?"
    r"|Framework)\b"
)
"""Words of what is no company: offices, places, events, papers, laws."""
_PLACE_NAMES = frozenset({"China", *COUNTRIES, *CHINESE_CITIES, *PLACES})
_NATIONALITIES = frozenset({*DEMONYMS, "US", "U.S.", "UK"})
_LONGEST_NAME = 60
_FEW_WORDS, _LONG_WORD = 4, 4
_MOST_CAPITALS = 0.6


def list_cued_names(text: str, *, about_companies: bool) -> Iterator[tuple[int, int, str]]:
    """Return (start, end, name) for every name that a cue marks; subjects count only in news about companies."""
    masked = mask_titles(text)
    for cue in (_ROLE_BEHIND, _SUFFIX, _ROLE_BEFORE, *((_SUBJECT,) if about_companies else ())):
        for match in cue.finditer(masked):
            start, end = match.span(match.lastgroup or 0)
            yield from _split_list(text, start, end) if cue is not _SUFFIX else ((start, end, text[start:end]),)
    for cue in (_FORM_ZH, _FOREIGN_ZH, *((_SHORT_ZH,) if about_companies else ())):
        for match in cue.finditer(masked) if not masked.isascii() else ():
            yield (*match.span(match.lastgroup or 0), match[match.lastgroup or 0])


def _split_list(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Return the names of a list between two offsets."""
    position = start
    for separator in (*_SEPARATOR.finditer(text, start, end), None):
        at = separator.start() if separator else end
        if position < at:
            yield position, at, text[position:at]
        position = separator.end() if separator else end


def tidy_company(name: str) -> str:
    """Return a company's name without article, possessive, nationality in front and legal suffix."""
    plain = _drop_possessive(_LEADING.sub("", name.strip(" ,.;:")).strip())
    words = plain.split()
    while len(words) > 1 and (
        words[0] in _NATIONALITIES or words[0].removesuffix("'s").removesuffix("’s") in COUNTRIES
    ):
        words = words[1:]
    plain = " ".join(words)
    while (shorter := _LEGAL.sub("", plain).rstrip(" ,")) not in {plain, ""}:
        plain = shorter
    return _drop_possessive(plain)


def _drop_possessive(name: str) -> str:
    return name.removesuffix("s").rstrip("'’") if name.endswith(("'s", "’s")) else name


def may_be_company(name: str) -> bool:
    """Return whether this tidied name can be a company's: no place, month, office, event, paper or law."""
    words = name.split()
    if not words or parse_month(words[0]) or len(name) > _LONGEST_NAME or len(name) == 1 or _OF_OTHERS.search(name):
        return False
    if name in _PLACE_NAMES or all(
        word in _PLACE_NAMES or word in _NOT_NAMES or word.removesuffix("s") in _NATIONALITIES for word in words
    ):
        return False
    may_end = _MAY_END if len(words) > 1 else frozenset[str]()
    return words[0] not in _NOT_NAMES and words[-1] not in _NOT_NAMES - may_end


def is_title_case(text: str) -> bool:
    """Return whether most longer words are capitalised, so that capitals mark no names."""
    words = [word for word in text.replace("-", " ").split() if len(word) >= _LONG_WORD and word[0].isalpha()]
    words = [word for word in words if word.isascii()]
    return len(words) >= _FEW_WORDS and sum(word[0].isupper() for word in words) > len(words) * _MOST_CAPITALS


_ARTICLES = frozenset({"the", "a", "an", "this", "each", "every"})

# Companies whose names are words too ("Meta", "Shell"): whether a text means the company.

_SHOWN_BEHIND = re.compile(
    r"['’]s?\s|[-‐](?:led|made|owned|backed|built|based|developed|designed)\b|,?\s(?:Inc|Corp|Co|Ltd|AG|SE|plc"
    r"|Holdings?|Group)\b"
    rf"|,\s(?:an?|the|one of|which)\s(?:[\w’'-]+\s){{0,7}}?(?:{ROLES})\b|\s\([A-Z]{{2,6}}\s?:"
    r"|\s(?:has|have|had|is|was|will|said|says|plans|shares|won|built|cut|sold|bought|began|put|took|shut|lost|wants"
    r"|opens|makes|runs|\w{2,}[^e\W]ed)\b(?!\s(?:by|in|on|for|with)\b)"
)


def decide_words(passages: tuple[Passage, ...], lexicon: Lexicon) -> tuple[Passage, ...]:
    """Return the passages of an item with the names that are mere words there taken for names of nothing.

    A company that is meant once is meant wherever its name stands in the item.
    """
    named = [(passage, name) for passage in passages for name in passage.names_of(NameKind.COMPANY)]
    words = {name.id: {word.casefold() for word in lexicon.company_by_id[name.id].words} for _, name in named}
    meant = {
        name.id
        for passage, name in named
        if passage.text[name.start : name.end].casefold() not in words[name.id] or _is_meant(passage, name)
    }
    if all(name.id in meant for _, name in named):
        return passages
    return tuple(
        replace(
            passage,
            names=tuple(
                replace(name, kind=NameKind.OTHER, id="")
                if name.kind is NameKind.COMPANY and name.id not in meant
                else name
                for name in passage.names
            ),
        )
        for passage in passages
    )


def _is_meant(passage: Passage, name: Name) -> bool:
    """Return whether what stands behind a name, or a capital that only a name has there, shows the company."""
    text, written = passage.text, passage.text[name.start : name.end]
    before = text[: name.start].split()
    last = before[-1] if before else ""
    follows = last[:1].isupper() and not (parse_month(last) or last in DEMONYMS)
    if text[: name.start].endswith(("-", "‐")) or last.lower() in _ARTICLES or follows:
        return False
    if _SHOWN_BEHIND.match(text, name.end):
        return True
    opens = name.start == 0
    telling = not text.isupper() and (written.isupper() or not (opens or is_title_case(text)))
    return telling and not text.startswith(("-", "‐"), name.end) and (" " in written or written not in PLACES)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    start: int
    end: int
    name: str
    company_id: str | None


def list_companies(
    passages: tuple[Passage, ...], *, lexicon: Lexicon, about_companies: bool
) -> tuple[CompanyMention, ...]:
    """Return the companies named in headline, summary, points and comment in order, each once with its first sentence.

    ``about_companies`` tells that the item is corporate news, where an unknown subject is taken for a company.
    """
    found: dict[str, CompanyMention] = {}
    for passage in passages:
        if passage.place in PROSE:
            for hit in _read_passage(passage, lexicon=lexicon, about_companies=about_companies):
                mention = CompanyMention(name=hit.name, company_id=hit.company_id, quote=passage.text)
                found.setdefault(hit.company_id or fold(hit.name), mention)
    short = {part for mention in found.values() if mention.company_id is None for part in _list_short(mention.name)}
    return tuple(mention for mention in found.values() if mention.company_id or mention.name not in short)


def _list_short(name: str) -> Iterator[str]:
    """Return what short forms an unknown name may have: its first words, and all behind its beginning."""
    yield from (name[:at] for at, sign in enumerate(name) if sign == " ")
    yield from (name[at:] for at in range(1, len(name)))


def _read_passage(passage: Passage, *, lexicon: Lexicon, about_companies: bool) -> list[_Found]:
    hits = [
        _Found(start=name.start, end=name.end, name=lexicon.company_by_id[name.id].name, company_id=name.id)
        for name in passage.names_of(NameKind.COMPANY)
    ]
    others = [name for name in passage.names if name.kind is not NameKind.OTHER]
    for start, end, wording in _list_candidates(passage, about_companies=about_companies, known=tuple(hits)):
        if _is_taken((*hits, *others), start, end) or _explains(passage.text, start):
            continue
        name = tidy_company(wording)
        if may_be_company(name) and not (name.isupper() and passage.text.endswith(" the ", 0, start)):  # "the DSL"
            known = lexicon.find_companies(name)
            hit = _Found(
                start=start, end=end, name=known[0].name if known else name, company_id=known[0].id if known else None
            )
            insort(hits, hit, key=attrgetter("start"))
    return hits


def _list_candidates(
    passage: Passage, *, about_companies: bool, known: tuple[_Found, ...]
) -> Iterator[tuple[int, int, str]]:
    if passage.place is Place.HEADLINE and is_title_case(passage.text):
        return
    yield from list_cued_names(passage.text, about_companies=about_companies)
    for match in _IN_LIST.finditer(mask_titles(passage.text)) if known else ():
        names = tuple(_split_list(passage.text, *match.span()))
        if any(_is_taken(known, start, end) for start, end, _ in names):
            yield from names


def _explains(text: str, start: int) -> bool:
    """Return whether a name in Chinese stands in brackets behind another tongue's."""
    before = text[:start].rstrip("(（ ")
    return text[start - 1 : start] in {"(", "（"} and before[-1:].isascii() and not text[start].isascii()


def _is_taken(spans: Iterable[_Found | Name], start: int, end: int) -> bool:
    """Return whether one of these spans shares a character with this one."""
    return any(span.start < end and start < span.end for span in spans)
