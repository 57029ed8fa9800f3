"""Which body a name in the text means: clashes, provincial and foreign namesakes, and the order of appearance."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import ahocorasick_rs

from bot.names.lexicon import Body, Lexicon
from bot.names.local_bodies import RANKS, RULE, LocalBodies, LocalBody, Place, Rank
from bot.reading.facts.passages import Mention, Name, NameFinder, NameKind, Passage, WordLed, is_han, lower

# Names of countries, provinces and cities: they tell a foreign or provincial body, and are no companies.

_COUNTRIES_TEXT = (
    "United States|US|U.S.|USA|America|United Kingdom|UK|U.K.|Britain|European Union|EU|Europe|Germany|France|"
    "Italy|Spain|Portugal|Netherlands|Belgium|Luxembourg|Switzerland|Austria|Poland|Hungary|Czech Republic|"
    "Czechia|Slovakia|Romania|Bulgaria|Greece|Serbia|Ukraine|Russia|Belarus|Sweden|Norway|Finland|Denmark|"
    "Ireland|Iceland|Lithuania|Latvia|Estonia|Turkey|Türkiye|Israel|Iran|Iraq|Saudi Arabia|United Arab Emirates|"
    "UAE|Qatar|Kuwait|Egypt|Morocco|Algeria|Nigeria|Kenya|Ethiopia|South Africa|Ghana|Congo|Zambia|Zimbabwe|"
    "India|Pakistan|Bangladesh|Sri Lanka|Nepal|Myanmar|Thailand|Vietnam|Viet Nam|Laos|Cambodia|Malaysia|"
    "Singapore|Indonesia|Philippines|Japan|South Korea|Korea|North Korea|Mongolia|Kazakhstan|Uzbekistan|"
    "Kyrgyzstan|Australia|New Zealand|Canada|Mexico|Brazil|Argentina|Chile|Peru|Colombia|Venezuela|Bolivia|Cuba|"
    "Greenland|Panama|Washington|Brussels|Tokyo|Seoul|London|Berlin|Paris|Moscow|Delhi|New Delhi|Hanoi"
)
COUNTRIES = tuple(_COUNTRIES_TEXT.split("|"))
_DEMONYMS_TEXT = (
    "American|British|European|German|French|Italian|Spanish|Portuguese|Dutch|Belgian|Swiss|Austrian|Polish|"
    "Hungarian|Czech|Slovak|Romanian|Bulgarian|Greek|Serbian|Ukrainian|Russian|Belarusian|Swedish|Norwegian|"
    "Finnish|Danish|Irish|Lithuanian|Turkish|Israeli|Iranian|Iraqi|Saudi|Emirati|Egyptian|Moroccan|Nigerian|"
    "Kenyan|South African|Indian|Pakistani|Thai|Vietnamese|Malaysian|Singaporean|Indonesian|Philippine|Filipino|"
    "Japanese|South Korean|Korean|Mongolian|Kazakh|Uzbek|Australian|Canadian|Mexican|Brazilian|Argentine|Chilean|"
    "Peruvian|Taiwanese|Western|Asian|African|Swabian|Bavarian|Saxon|Franconian|Welsh|Scottish|Flemish|Walloon|Catalan|"
    "Basque|Breton|Scandinavian|Californian|Texan"
)
DEMONYMS = tuple(_DEMONYMS_TEXT.split("|"))
_PROVINCES_TEXT = (
    "Beijing|Tianjin|Shanghai|Chongqing|Hebei|Shanxi|Inner Mongolia|Liaoning|Jilin|Heilongjiang|Jiangsu|Zhejiang|"
    "Anhui|Fujian|Jiangxi|Shandong|Henan|Hubei|Hunan|Guangdong|Guangxi|Hainan|Sichuan|Guizhou|Yunnan|Tibet|"
    "Xizang|Shaanxi|Gansu|Qinghai|Ningxia|Xinjiang|Hong Kong|Macao|Macau|Taiwan"
)
PROVINCES = tuple(_PROVINCES_TEXT.split("|"))
_CITIES_TEXT = (
    "Shenzhen|Guangzhou|Hangzhou|Nanjing|Suzhou|Wuxi|Changzhou|Ningbo|Hefei|Wuhan|Changsha|Zhengzhou|Chengdu|"
    "Xi'an|Xian|Qingdao|Jinan|Dalian|Shenyang|Harbin|Changchun|Xiamen|Fuzhou|Kunming|Guiyang|Nanning|Taiyuan|"
    "Shijiazhuang|Lanzhou|Urumqi|Hohhot|Baotou|Foshan|Dongguan|Zhuhai|Wenzhou|Nantong|Xuzhou|Yantai|Weifang|"
    "Luoyang|Ganzhou|Zhuzhou|Mianyang|Haikou|Sanya|Lhasa|Xining|Yinchuan|Nanchang|Wuhu|Shaoxing|Jiaxing|Quanzhou|"
    "Taizhou|Zhangjiakou|Xiong'an|Xiongan|Pudong|Lingang|Taipei"
)
_CITIES_ABROAD_TEXT = (
    "Abu Dhabi|Dubai|Riyadh|New York|San Francisco|Silicon Valley|Davos|Geneva|Munich|Frankfurt|Hamburg|Los Angeles"
)
CITIES_ABROAD = tuple(_CITIES_ABROAD_TEXT.split("|"))
CITIES = (*_CITIES_TEXT.split("|"), *CITIES_ABROAD)
_MORE_CITIES_TEXT = (
    "Anqing|Anshan|Anshun|Anyang|Baise|Baoding|Baoji|Baoshan|Bayannur|Beihai|Bengbu|Benxi|Bijie|Binzhou|Bozhou|"
    "Cangzhou|Chaozhou|Changde|Changzhi|Chaoyang|Chengde|Chenzhou|Chifeng|Chizhou|Chongzuo|Chuzhou|Dandong|"
    "Daqing|Datong|Dazhou|Deyang|Dezhou|Dongying|Ezhou|Fangchenggang|Fushun|Fuxin|Fuyang|Guang'an|Guangyuan|"
    "Guigang|Guilin|Handan|Hanzhong|Hebi|Hechi|Hegang|Heihe|Hengshui|Hengyang|Heyuan|Heze|Hezhou|Huai'an|Huaibei|"
    "Huaihua|Huainan|Huanggang|Huangshan|Huangshi|Huizhou|Huludao|Huzhou|Jiamusi|Ji'an|Jiangmen|Jiaozuo|Jieyang|"
    "Jinchang|Jincheng|Jingdezhen|Jingmen|Jingzhou|Jinhua|Jining|Jinzhong|Jinzhou|Jiujiang|Jiuquan|Jixi|Kaifeng|"
    "Karamay|Kashgar|Kunshan|Laibin|Leshan|Lianyungang|Liaocheng|Liaoyang|Lijiang|Linfen|Linyi|Lishui|Liupanshui|"
    "Liuzhou|Longyan|Loudi|Lu'an|Luohe|Luzhou|Lvliang|Ma'anshan|Maoming|Meishan|Meizhou|Mudanjiang|Nanchong|"
    "Nanping|Nanyang|Neijiang|Ningde|Ordos|Panjin|Panzhihua|Pingdingshan|Pingxiang|Pu'er|Putian|Puyang|Qingyuan|"
    "Qinhuangdao|Qinzhou|Qiqihar|Qitaihe|Qujing|Quzhou|Rizhao|Sanmenxia|Sanming|Shangqiu|Shangrao|Shantou|"
    "Shanwei|Shaoguan|Shaoyang|Shiyan|Shizuishan|Shuozhou|Siping|Songyuan|Suining|Suizhou|Suqian|Tai'an|Taicang|"
    "Tangshan|Tianshui|Tieling|Tongchuan|Tongliao|Tongling|Tongren|Turpan|Ulanqab|Weihai|Weinan|Wuhai|Wuwei|"
    "Wuzhong|Wuzhou|Xiangtan|Xiangyang|Xianning|Xianyang|Xiaogan|Xingtai|Xinxiang|Xinyang|Xinyu|Xinzhou|"
    "Xuancheng|Xuchang|Ya'an|Yan'an|Yancheng|Yangjiang|Yangquan|Yangzhou|Yibin|Yichang|Yichun|Yingkou|Yingtan|"
    "Yiwu|Yiyang|Yongzhou|Yueyang|Yulin|Yuncheng|Yunfu|Yuxi|Zaozhuang|Zhangjiagang|Zhangjiajie|Zhangye|Zhangzhou|"
    "Zhanjiang|Zhaoqing|Zhaotong|Zhenjiang|Zhongshan|Zhoukou|Zhoushan|Zhumadian|Zibo|Zigong|Ziyang|Zunyi"
)
CHINESE_CITIES = (*_CITIES_TEXT.split("|"), *_MORE_CITIES_TEXT.split("|"))
"""The cities of China that news of plants and investments names."""
_PROVINCES_ZH_TEXT = (
    "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|深圳|"
    "广州|杭州|南京|苏州|宁波|合肥|武汉|长沙|郑州|成都|西安|青岛|济南|大连|沈阳|厦门"
)
PROVINCES_ZH = tuple(_PROVINCES_ZH_TEXT.split("|"))
_CITIES_ZH_TEXT = (
    "无锡|常州|南通|扬州|镇江|泰州|徐州|盐城|连云港|淮安|宿迁|昆山|太仓|江阴|宜兴|张家港|常熟|嘉兴|湖州|绍兴|金华|台州|"
    "温州|衢州|丽水|义乌|慈溪|余姚|诸暨|温岭|乐清|瑞安|舟山|芜湖|马鞍山|滁州|蚌埠|安庆|铜陵|泉州|漳州|福州|莆田|晋江|"
    "赣州|九江|南昌|宜春|上饶|烟台|潍坊|淄博|威海|临沂|济宁|德州|滨州|东营|洛阳|新乡|许昌|南阳|襄阳|宜昌|荆州|黄石|"
    "株洲|湘潭|衡阳|岳阳|常德|佛山|东莞|珠海|中山|惠州|江门|肇庆|汕头|湛江|柳州|桂林|南宁|海口|绵阳|德阳|宜宾|泸州|"
    "遵义|贵阳|昆明|宝鸡|咸阳|兰州|西宁|银川|包头|太原|大同|石家庄|唐山|保定|廊坊|邯郸|秦皇岛|鞍山|长春|哈尔滨|大庆"
)
CITIES_ZH = tuple(_CITIES_ZH_TEXT.split("|"))
"""More cities by the names of which companies begin."""
_COUNTRIES_ZH_TEXT = (
    "美国|英国|德国|法国|日本|韩国|朝鲜|俄罗斯|印度|越南|泰国|马来西亚|新加坡|印尼|印度尼西亚|菲律宾|澳大利亚|加拿大|墨西哥|巴西|意大利|西班牙|荷兰|瑞士|瑞典|欧盟|乌克兰|土耳其|以色列|沙特|"
    "伊朗|哈萨克斯坦|巴基斯坦|爱尔兰|葡萄牙|挪威|丹麦|芬兰|匈牙利|波兰|捷克|奥地利|比利时|希腊|罗马尼亚|塞尔维亚|斯洛伐克"
    "|斯洛文尼亚|克罗地亚|保加利亚|爱沙尼亚|立陶宛|拉脱维亚|冰岛|卢森堡|智利|阿根廷|秘鲁|哥伦比亚|南非|埃及|摩洛哥|阿联酋|卡塔尔|新西兰|老挝|柬埔寨|缅甸"
    "|孟加拉国|孟加拉|斯里兰卡|蒙古国|阿曼|乌兹别克斯坦"
)
COUNTRIES_ZH = tuple(_COUNTRIES_ZH_TEXT.split("|"))
CHINA = ("China", "Chinese", "PRC", "P.R.C.", "Mainland", "Sino")

PLACES = frozenset((*COUNTRIES, *DEMONYMS, *PROVINCES, *CITIES, *CHINA))
"""Every English name of a place or of its people."""


# Names of bodies of provinces and cities in running text: a place, then the field of an office and its rank.

_LONGEST_PLACE = 8
_RELATIVE = re.compile(r"(?:^|[、，。；：:（(《“\s和与及会同由向])(?P<level>省|市|自治区)$")
_LEVEL = r"(?:['’]s)?(?:\s(?:Provincial|Municipal|Province|City|Municipality|Autonomous\sRegion)(?:['’]s)?)?"
_HALL = r"(?:办公厅|办公室)?"
_RANK_SIGNS: dict[str, Rank] = {sign: rank for rank in RANKS for sign in (rank.name_zh, *rank.names_zh)}
_RANK_WORDS: dict[str, Rank] = {word: rank for rank in RANKS for word in (rank.name_en, *rank.names_en)}
_CENTRE = re.compile(r"Beijing(?:['’]s)?\s")


def _local_names_any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class _Grammar:
    zh: WordLed
    full: re.Pattern[str]
    before: WordLed
    behind: WordLed


@lru_cache(maxsize=4)
def _build_grammar(local: LocalBodies) -> _Grammar:
    fields_zh = _local_names_any_of(name for field in local.fields for name in field.all_zh)
    spelled = [name for field in local.fields for name in field.all_en]
    fields_en = _local_names_any_of((*spelled, *(name.replace(" and ", " & ") for name in spelled)))
    places = _local_names_any_of(place.name_en.replace("'", "’") for place in local.places).replace("’", "['’]?")
    ranks = _local_names_any_of(_RANK_WORDS)
    of = rf"(?P<of_rank>{ranks})\s(?:of|for)\s(?:the\s)?(?P<of_field>{fields_en})"
    office = rf"{of}|(?P<field>{fields_en})\s(?P<rank>{ranks})|(?P<rule>People['’]s\sGovernment)"
    ruled = r"(?:['’]s)?(?P<level>\s(?:[Pp]rovincial|[Mm]unicipal))\s(?P<ruled>[Gg]overnment)"
    return _Grammar(
        zh=WordLed(
            " ".join({name[:2] for field in local.fields for name in field.all_zh} | {"人民政府", "政府"}),
            rf"(?:(?P<field>{fields_zh})(?P<rank>委员会|委(?![员托派任])|厅|局(?![面部势限])|办公室|办(?![法理公事学案])){_HALL}"
            rf"|(?P<rule>人民政府|政府){_HALL})",
        ),
        full=re.compile(_local_names_any_of(place.name_zh for place in local.places)),
        before=WordLed(
            " ".join({place.name_en.split()[0].split("'")[0].lower() for place in local.places}),
            rf"(?<!\w)(?P<place>{places})(?:{_LEVEL}\s(?:{office})|{ruled})\b",
        ),
        behind=WordLed(
            " ".join((*_RANK_WORDS, "people")).lower(),
            rf"(?<!\w)(?:{of}|People['’]s\sGovernment)\sof\s(?:the\s)?(?P<place>{places})\b(?!\sand\s)"
            r"(?:\s(?:Province|Municipality|City)\b)?",
        ),
    )


def list_local_names(texts: Iterable[str], local: LocalBodies) -> list[tuple[Name, ...]]:
    """Return the local bodies that each of an item's texts names, in their order and without overlaps."""
    held = tuple(texts)
    grammar = _build_grammar(local)
    stated = [
        local.place_by_name[found[0]] for text in held if not text.isascii() for found in grammar.full.finditer(text)
    ]
    last: list[Place] = []
    return [tuple(_read_zh(text, local, last, stated)) + tuple(_read_en(text, local)) for text in held]


def _read_zh(text: str, local: LocalBodies, last: list[Place], stated: list[Place]) -> Iterator[Name]:
    """Return the Chinese names; ``last`` holds the place last named before, and is kept up."""
    for match in _build_grammar(local).zh.finditer(text):
        at = match.start()
        lengths = range(min(_LONGEST_PLACE, at), 1, -1)
        place = next((found for n in lengths if (found := local.place_by_name.get(text[at - n : at]))), None)
        if place is not None:
            start = at - next(n for n in lengths if text[at - n : at] in local.place_by_name)
        else:
            relative = _RELATIVE.search(text, max(0, at - 5), at)
            place = _find_meant(relative["level"], [*last, *stated], local) if relative else None
            start = relative.start("level") if relative else at
        if place is None:
            continue
        last[:] = [place]
        rank = RULE if match["rule"] else _RANK_SIGNS[match["rank"]]
        field = local.find_field(match["field"]) if match["field"] else None
        yield Name(start=start, end=match.end(), kind=NameKind.BODY, id=LocalBody(place, field, rank).id)


def _find_meant(level: str, near: list[Place], local: LocalBodies) -> Place | None:
    """Return the place of an office of this level, by the places named near it, the nearest first."""
    for place in near:
        if level == "市" and place.name_zh.endswith("市"):
            return place
        province = local.place_by_name.get(place.province.casefold()) if place.province else place
        if level != "市" and province and province.name_zh.endswith(level):
            return province
    return None


def _read_en(text: str, local: LocalBodies) -> Iterator[Name]:
    grammar = _build_grammar(local)
    found = sorted(
        (match for led in (grammar.before, grammar.behind) for match in led.finditer(text)), key=lambda m: m.start()
    )
    end = 0
    for match in found:
        held = match.groupdict()
        place = local.place_by_name.get(match["place"].replace("’", "").replace("'", "").casefold())
        is_centre = _CENTRE.match(match[0]) and "'s" in match[0].replace("’", "'") and "unicipal" not in match[0]
        if place is None or match.start() < end or is_centre:
            continue
        name, word = held["of_field"] or held.get("field"), held["of_rank"] or held.get("rank")
        field = local.find_field(name) if name else None
        rank = _RANK_WORDS[word] if word else RULE
        end = match.end()
        yield Name(start=match.start(), end=end, kind=NameKind.BODY, id=LocalBody(place, field, rank).id)


# Short names that mean a body only where they stand in a list with one ("MOFCOM and customs") or head a text.

_SHORTEST = 6
_GOES_ON = (
    r"(?=\s*[,;:(]|\s(?:and|or|as well as|together|jointly|have|has|had|will|said|say|put|set|want|cut"
    r"|raise|lower"
    r"|issue|publish|release|announce|impose|extend|slap|ban|order|tell|place|plan|[a-z]+ed)\b)"
)
_ACTS = (
    r"(?=\s(?:has|have|had|will|yesterday|today|on\s\w+day|issued|published|released|approved|adopted|passed|unveiled"
    r"|announced|stops|suspends|bans|bars|lifts|resumes|halts|opens|issues|publishes|releases|orders|lowers|raises|cuts|extends|promulgated|signed|amended|gave|cleared|endorsed)\b)"
)

_AT_HOME = rf"(?![^.;]*\s(?:in|of)\s(?:{'|'.join(map(re.escape, COUNTRIES))})\b)"
"""No country stands behind the name, whose office it would be."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Forms:
    ids: dict[str, str]
    all: ahocorasick_rs.AhoCorasick
    behind: re.Pattern[str]
    before: re.Pattern[str]
    opening: re.Pattern[str]


@lru_cache(maxsize=4)
def _list_forms(lexicon: Lexicon) -> _Forms:
    ids = {
        form.lower(): body.id
        for body in lexicon.bodies
        for form in body.asked
        if form.isascii() and len(form) >= _SHORTEST
    }
    names = "|".join(re.escape(form) for form in sorted(ids, key=len, reverse=True))
    return _Forms(
        ids=ids,
        all=ahocorasick_rs.AhoCorasick(list(ids)),
        behind=re.compile(
            rf"(?:\s?,\s(?:and\s|or\s)?|\s(?:and|or|&|with)\s)(?:the\s)?(?P<name>{names}){_GOES_ON}{_AT_HOME}",
            re.IGNORECASE,
        ),
        before=re.compile(
            rf"(?:\A|[.;:]\s|,\s|\b(?:the|by|from|of)\s)(?P<name>{names})(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s)(?:the\s)?\Z",
            re.IGNORECASE,
        ),
        opening=re.compile(rf"(?:China['’]s\s)?(?P<name>{names}){_ACTS}{_AT_HOME}", re.IGNORECASE),
    )


_ASKED_NAMES_WINDOW = 60


def add_asked_names(text: str, names: tuple[Name, ...], lexicon: Lexicon) -> tuple[Name, ...]:
    """Return the names of a text with those that only a list or their act shows to be a body, in their order."""
    forms = _list_forms(lexicon)
    if not forms.all.find_matches_as_indexes(lower(text)):
        return names
    found: list[Name] = []
    opening = forms.opening.match(text)
    if opening:
        found.append(_name(opening, forms))
    for name in names:
        if name.kind is not NameKind.BODY:
            continue
        beside = forms.before.search(text, max(0, name.start - _ASKED_NAMES_WINDOW), name.start)
        found += [_name(beside, forms)] if beside else []
        behind = forms.behind.match(text, name.end)
        found += [_name(behind, forms)] if behind else []
    starts = [name.start for name in names]
    ahead = ((each, bisect_left(starts, each.end)) for each in found)
    apart = {each.start: each for each, at in ahead if at == 0 or names[at - 1].end <= each.start}
    return tuple(sorted((*names, *apart.values()), key=lambda name: name.start)) if apart else names


def _name(match: re.Match[str], forms: _Forms) -> Name:
    return Name(
        start=match.start("name"), end=match.end("name"), kind=NameKind.BODY, id=forms.ids[match["name"].lower()]
    )


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_LOCAL = _any_of((*(name for name in PROVINCES if name != "Beijing"), *CITIES))
_ABROAD = _any_of((*COUNTRIES, *DEMONYMS))
_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:{_ABROAD}|{_LOCAL})(?:['’]s?)?(?:\s+(?:Province|City|Municipality|Autonomous Region)(?:['’]s)?)?"
    r"|\b(?:[Pp]rovincial|[Mm]unicipal|[Pp]refectural|[Cc]ounty|[Dd]istrict|[Ll]ocal)(?:-level)?)\s+(?:the\s+)?$"
)
_AFTER = re.compile(
    r"\s*(?:\([^()]{1,20}\)\s*)?(?:of\s+(?:the\s+)?(?:(?:[A-Z]\w+\s+)?(?:Republic|Kingdom|Federation|Government"
    r"|Union)\s+of\s+"
    rf"(?:the\s+)?)?|\()(?:{_ABROAD}|{_LOCAL}|Beijing\s+(?:City|Municipality))\b"
)
_LONGER_NAME = re.compile(
    r"\s*(?:,|\band|&)\s+(?:Industry|Industries|Trade|Econom\w+|Energy|Infrastructure|Communications|Planning"
    r"|Investment"
    r"|Labou?r|Supply|Forestry|Digital)\b(?!\s+(?:Ministry|and\s+Information))"
)
_BEFORE_ZH = re.compile(rf"(?:{_any_of((*PROVINCES_ZH, *COUNTRIES_ZH))}|省|[^城]市|自治区|[州县区]|各地|地方|各级)$")
_LOCAL_OFFICE = re.compile(
    rf"(?:{_any_of(PROVINCES_ZH)}|(?=\w{{2,8}}?[省市县区州盟旗]))\w{{0,24}}(?:政府|厅|局|委|委员会|办公室|会议?)"
)
_WINDOW = 48
_BEFORE_ABROAD = re.compile(rf"(?:(?<![\w-])(?:{_ABROAD})(?:['’]s?)?\s+(?:the\s+)?|(?:{_any_of(COUNTRIES_ZH)}))$")
_BEFORE_CHINA = re.compile(rf"(?:(?<![\w-])(?:{_any_of(CHINA)})(?:['’]s?)?\s+(?:the\s+)?|中国|我国)$")
_OF_CHINA = re.compile(r"\b(?:China|Chinese|People['’]s)\b")
_SHORT_FOR = re.compile(r"\s?[(（](?:the\s)?[“\"]")
"""Opens what a text calls a body from then on ("General Administration of Customs (“GAC”)")."""
_YEAR = re.compile(r"(?:19|20)\d\d(?<!\d\d{4})(?!\d)")
_OLD_BODY = re.compile(
    r"\b(?:the|former(?:ly)?|then|old|defunct|abolished|predecessors?|replac\w+|succe\w+|merg\w+|absorb\w+|by)"
    r"(?:\W+\w+)?\W+\Z|[原前]\Z",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\s*[,(]?\s*(?:(?:the|a)\s+(?:former|old|then)|(?:the\s+)?regulator|(?:which|that|it)?\s*(?:was|were|had\s+been|has\s+been)\s"
    r"(?:\w+\s)?(?:merged|abolished|dissolved|absorbed|replaced|renamed|scrapped|folded)|(?:became|ceased)\b)"
    r"|\s+(?:rules?|regulations?|decrees?|orders?|measures)\b"
)
_OFFICES_OF = re.compile(
    r"\bgeneral\s+(?P<many>offices)?(?:office)?\s+of\s+(?:both\s+)?(?:the\s+)?"
    r"(?:(?P<party>(?:communist\s+)?party)\s+and\s+(?:of\s+)?(?:the\s+)?)?$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\s*(?:\([^()]{1,20}\)\s*)?(?:,|and|,\s*and|&)\s+(?:(?:of\s+)?the\s+)?")


def decide_names(
    passages: tuple[Passage, ...], *, finder: NameFinder, lexicon: Lexicon, year: int | None = None
) -> tuple[Passage, ...]:
    """Return the passages with their known names; a foreign or provincial namesake counts as a name of no body.

    ``year`` is that of the news: the abbreviation of a body that was gone by then may be a company's.
    """
    mentions = [finder.find_mentions(passage.text) for passage in passages]
    chooser = _Chooser(lexicon, " ".join(passage.text for passage in passages), mentions, year)
    texts = [passage.text for passage in passages]
    local = list_local_names(texts, lexicon.local) if lexicon.local else [()] * len(texts)
    return tuple(
        replace(
            passage,
            names=add_asked_names(passage.text, _join_names(chooser.decide_all(passage.text, found), offices), lexicon),
        )
        for passage, found, offices in zip(passages, mentions, local, strict=True)
    )


def _join_names(names: tuple[Name, ...], offices: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return the names in their order; what stands within the name of a local office is a part of it."""
    if not offices:
        return names
    apart = (name for name in names if all(name.end <= office.start or office.end <= name.start for office in offices))
    return tuple(sorted((*apart, *offices), key=lambda name: name.start))


def list_bodies(passages: Iterable[Passage]) -> tuple[str, ...]:
    """Return the ids of the bodies named, in the order of their first appearance."""
    return tuple(dict.fromkeys(name.id for passage in passages for name in passage.names_of(NameKind.BODY)))


def list_namesakes(passages: Iterable[Passage], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Return the names of companies called only by the abbreviation of a body that is gone, each with that one."""
    printed: dict[str, set[str]] = {}
    for passage in passages:
        for name in passage.names:
            if name.kind is NameKind.COMPANY:
                printed.setdefault(name.id, set()).add(passage.text[name.start : name.end])
    called = ((lexicon.company_by_id[id_].name, *words) for id_, words in printed.items() if len(words) == 1)
    bodies = lexicon.body_by_id
    return tuple((name, word) for name, word in called if word in bodies and bodies[word].until)


@lru_cache(maxsize=4)
def _list_offices(lexicon: Lexicon) -> dict[str, str]:
    """Return each body's general office, where we hold it, by their ids."""
    return {
        body.parent: body.id for body in lexicon.bodies if body.parent and body.name_en.startswith("General Office of")
    }


class _Chooser:
    """Decides the names of one item, whose whole text and mentions are the context."""

    def __init__(self, lexicon: Lexicon, text: str, mentions: list[tuple[Mention, ...]], year: int | None) -> None:
        self._lexicon = lexicon
        self._text = text.lower()
        self._context: dict[str, int] = {}
        self._year = year
        self._abroad: set[str] = set()
        self._short: dict[str, str] = {}
        self._told_years = {int(found) for found in _YEAR.findall(text)}
        self._spelled = {
            id_ for found in mentions for mention in found if not mention.abbreviated for id_ in mention.bodies
        }
        self._offices = _list_offices(lexicon)
        offices = (
            id_ for parent, id_ in self._offices.items() if "Central Committee" in lexicon.body_by_id[parent].name_en
        )
        self._party_office = next(offices, None)
        self._companies = tuple(
            dict.fromkeys(id_ for found in mentions for mention in found for id_ in mention.companies)
        )

    def decide_all(self, text: str, mentions: tuple[Mention, ...]) -> tuple[Name, ...]:
        """Return what the mentions mean; "the general offices of A and B" are the offices, where we hold them."""
        names: list[Name] = []
        in_offices = False
        end = 0
        for mention in mentions:
            name = self._decide_beside(text, mention, names[-1] if names else None)
            opening = _OFFICES_OF.search(text, max(0, mention.start - _WINDOW), mention.start)
            listed = in_offices and _LISTED.fullmatch(text, end, mention.start) is not None
            in_offices = listed or (opening is not None and opening["many"] is not None)
            if opening and opening["party"] and self._party_office:
                stop = opening.end("party")
                names.append(Name(start=opening.start(), end=stop, kind=NameKind.BODY, id=self._party_office))
            if (opening or listed) and name.id in self._offices:
                start = opening.start() if opening and not opening["party"] else name.start
                name = replace(name, id=self._offices[name.id], start=start)
            if names and _is_apposed(text, names[-1], name):
                name = replace(name, start=names.pop().start)
            names.append(name)
            end = mention.end
        return tuple(names)

    def _decide_beside(self, text: str, mention: Mention, before: Name | None) -> Name:
        """Get what a mention means; in quotes and brackets right behind a body it is short for that one from then on.

        A ministry spelled out of which a namesake abroad was told is that one, but where China's is named.
        """
        printed = text[mention.start : mention.end]
        is_name = before is not None and before.kind is NameKind.BODY and not mention.bodies
        if before and is_name and _SHORT_FOR.fullmatch(text, before.end, mention.start):
            self._short[printed] = before.id
        if printed in self._short:
            return Name(start=mention.start, end=mention.end, kind=NameKind.BODY, id=self._short[printed])
        if mention.bodies and not mention.abbreviated:
            ahead = text[max(0, mention.start - _WINDOW) : mention.start]
            if _BEFORE_ABROAD.search(ahead):
                self._abroad.update(mention.bodies)
            elif self._abroad.intersection(mention.bodies) and not (
                _BEFORE_CHINA.search(ahead) or _OF_CHINA.search(printed)
            ):
                return Name(start=mention.start, end=mention.end, kind=NameKind.OTHER, id="")
        return self.decide(text, mention)

    def decide(self, text: str, mention: Mention) -> Name:
        """Return the one thing that this mention means."""
        kind, id_ = self._choose(text, mention)
        return Name(start=mention.start, end=mention.end, kind=kind, id=id_)

    def _choose(self, text: str, mention: Mention) -> tuple[NameKind, str]:
        if mention.bodies:
            if not is_central(text, mention.start, mention.end):
                return NameKind.OTHER, ""
            body = self._choose_body(mention.bodies)
            company = self._find_namesake(body, text, mention)
            return (NameKind.COMPANY, company) if company else (NameKind.BODY, body.id)
        if mention.companies:
            return NameKind.COMPANY, mention.companies[0]
        return NameKind.OTHER, ""

    def _choose_body(self, ids: tuple[str, ...]) -> Body:
        bodies = [self._lexicon.body_by_id[id_] for id_ in ids]
        return max(bodies, key=self._count_context)  # the first one of equals

    def _count_context(self, body: Body) -> int:
        if body.id not in self._context:
            self._context[body.id] = sum(word.lower() in self._text for word in body.context)
        return self._context[body.id]

    def _find_namesake(self, body: Body, text: str, mention: Mention) -> str | None:
        """Return the company meant by the abbreviation of a body that is gone, or by a name that both carry."""
        if self._count_context(body) or not (body.until or mention.companies):
            return None
        if mention.companies:
            return mention.companies[0] if body.until else None
        if not mention.abbreviated:
            return None
        first_word = f"{text[mention.start : mention.end]} "
        starts = [id_ for id_ in self._companies if self._lexicon.company_by_id[id_].name.startswith(first_word)]
        if not starts and self._is_over(body, text, mention):
            named = [company.id for company in self._lexicon.companies if company.name.startswith(first_word)]
            starts = named if len(named) == 1 else []
        return starts[0] if starts else None

    def _is_over(self, body: Body, text: str, mention: Mention) -> bool:
        """Return whether a body was gone before the year of the news, and nothing in the text speaks of that body."""
        if self._year is None or body.until is None or body.id in self._spelled:
            return False
        last = int(body.until[:4])
        speaks = _OLD_BODY.search(text, max(0, mention.start - _WINDOW), mention.start) or _ENDED.match(
            text, mention.end
        )
        return last < self._year and not speaks and all(year > last for year in self._told_years)


def _is_apposed(text: str, before: Name, name: Name) -> bool:
    """Return whether a body's name stands right behind what it is called otherwise ("the drug regulator NMPA")."""
    same = before.kind is NameKind.BODY and (before.kind, before.id) == (name.kind, name.id)
    return same and not text[before.end : name.start].strip()


def is_local_office(name: str) -> bool:
    """Return whether a Chinese name is that of an office of a province, city or county, which no list of ours holds."""
    return _LOCAL_OFFICE.fullmatch(name) is not None


def is_central(text: str, start: int, end: int) -> bool:
    """Return whether the words around this name leave it a body of China's centre (not a province's, not abroad)."""
    before = text[max(0, start - _WINDOW) : start]
    if is_han(text[start]):
        return _BEFORE_ZH.search(before) is None
    if _BEFORE.search(before) and not before.rstrip().endswith(CHINA):
        return False
    after = text[end : end + _WINDOW]
    return _AFTER.match(after) is None and _LONGER_NAME.match(after) is None
