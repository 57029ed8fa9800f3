"""Figures: quantities with their unit, both as printed, and the sentence they stand in.

Decided: numbers in digits. No figure are dates, years, numbers of articles, lists and documents, and numbers inside
names (C919, Level 3, 5G). The unit is the money or the measure, else the noun phrase that follows, up to four words.
The figures of a comment are the publisher's own, and none of the news.
"""

import re
from collections.abc import Iterable, Iterator

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Figure
from bot.model.ids import HAN
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.references import list_reference_spans
from bot.reading.facts.sentences import blank

_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_SCALE = r"(?:hundred |tens of )?(?:thousand|million|billion|trillion)\b|bn\b|mn\b|m\b|[十百千]?[万亿]+"
_MONEY = r"CNY|RMB|USD|EUR|GBP|JPY|KRW|HKD|SGD|CHF|SEK|NOK|DKK|AUD|CAD|INR|TWD|US\$|HK\$|\$|€|£|¥|￥|yuan|人民币|美元"
_FIGURE = re.compile(
    rf"(?<![\w.,/〔\[-])(?:(?P<money>{_MONEY})\s?)?(?P<value>(?!(?:19"
    rf"|20)\d\d\s[-–—]\s){_NUMBER}(?:\s?[-–—~～]\s?{_NUMBER})?"
    rf"(?:\s?(?:{_SCALE}))?(?:[多余][万亿]*(?=[{HAN}]))?)(?!\d)"
    rf"|(?<=[{HAN}])(?P<zh>{_NUMBER}(?:[十百千]?[万亿]+(?=[-–—~～至]))?(?:[-–—~～至]{_NUMBER})?(?:\s?[十百千]?[万亿]+)?"
    rf"(?:[多余][万亿]*(?=[{HAN}]))?)(?!\d)"
)
_MEASURE = re.compile(
    r"(?:\s|-)?(?P<unit>(?:percent(?:age points?)?|per cent|%|％|‰|yuan|renminbi|RMB|(?:US |Hong Kong )?dollars|euros"
    r"|pounds|yen|won"
    r"|(?:tera|giga|mega|kilo)?(?:watts?(?!\s[a-z]+s\b)|watt-hours?|bits?|bytes?|hertz)|[TGMk]W(?:h|p)?|Wh|m?Ah"
    r"|[TGMk]Hz|[TGM]bps|[TGMK]B"
    r"|[EP]FLOPS|TOPS|(?:metric )?(?:tons?|tonnes?)(?: of (?:standard coal|coal equivalent|CO2(?: equivalent)?"
    r"|carbon dioxide))?"
    r"|kg|km/h|km|(?:square |cubic )?(?:kilo|nano)?met(?:er|re)s?|miles|hectares|mu|nm|microns?|mm|cm|inch(?:es)?"
    r"|barrels"
    r"|lit(?:er|re)s|volts|kV|degrees|°C|hours|minutes|seconds|days|weeks|months|years)"
    r"(?:/\w+|\s(?:per|an?)\s(?!(?:year|month|week|day|quarter)\b)\w+(?:\sof\s\w+)?)?)(?![A-Za-z0-9])"
)
_MEASURE_ZH = re.compile(
    rf"\s?(?P<unit>(?:个百分点|个月|个(?!部|工作日|交易日)[{HAN}]{{0,14}}|亿?元人民币|人民币|亿?[美欧日港韩澳加新]元"
    rf"|[{HAN}]{{2}}克朗"
    rf"|英镑|元|%|％|倍|万?吨标准?煤|千克|公斤|万?吨"
    r"|万?千瓦时?|吉瓦时?|兆瓦时?|瓦时|(?:平方|立方|毫|厘|纳|千)?米|平方公里|公里|公顷|亩|赫兹|小时|分钟|标准?箱"
    r"|转(?=/)|层"
    r"|股(?![份东权价市票指])|P(?![A-Za-z0-9])|人次?|字(?![符母段节号])"
    rf"|[家项座台辆种类批名份处所套件户艘架颗枚款支部只头片条孔根组对例瓶栋幢册张篇桶剂宗][{HAN}“”]{{0,14}})"
    r"(?:/(?:千克|公斤|吨|千瓦时|平方米|立方米|[{HAN}]|kg|km|min|h|s))?)".replace("{HAN}", HAN)
)
_CUT_ZH = re.compile(
    r"[的和与及等以在为于并或由将至到已须]|左右|以[上下内]|之间|目标|推[广动]|开展|建设|实施|完成|实现|达|组成"
    r"|入[选围]|通过|参加"
    r"|征[求集]|[纳列进加]入|获|接受|涉及|包括|成为|适用|享受|支持|提[升出]|放假|缩减|增[加至]|减|压[减降缩]|表示"
    r"|发布|合并|降低|[上下]升|扩大"
    r"|调整|签约|投产|开工|交付|[出进]口|制定|制?修订|可(?![再燃降])|内(?![存容部河])"
)
"""Where what is counted ends and what becomes of it begins."""
_COUNTED = re.compile(
    r"\b(?:articles?|sections?|chapters?|annex|appendix|items?|nos?\.|no|numbers?|levels?|phases?|stages?|tables?"
    r"|tier|class"
    r"|grade|version|volume|decree|order|announcement|document|route|line|batch)\s\d+(?:\.\d+)*(?:\s?(?:,|and|or|to"
    r"|[-–—])\s?\d+)*"
    r"(?![\w,.]*\d)|^\s*\(?\d{1,2}(?:\.\d{1,2})*[.)、]?\s(?-i:(?=[A-Z“\"《]))|\d?\d:\d\d|第\s*\d+"
    r"|前\d{1,2}个月|\b(?:last|past|next)\s\d+",
    re.IGNORECASE,
)
"""Numbers that count nothing: of parts of documents and lists, hours of the clock, times up to now."""
_WORD = re.compile(r"\s?([A-Za-z0-9À-ÿ“”\"][\w’'+/&“”\"À-ÿ.-]*)")
_STOP_TEXT = (
    "a an the of in on at by for to from with without within into onto over under per as than that which who "
    "whose where when while and or but nor so yet if is are was were be been being has have had do does did "
    "will would can could may might shall should must not no it its they their this these those he she we you "
    "about after before since until through throughout across among during against towards along around near "
    "via versus both such including worldwide nationwide year-on-year more less up down out off each every "
    "also already only compared respectively annually total altogether because due despite although though "
    "whether then thus said says announced issued released joined took take takes came come comes went go goes "
    "made make makes began begin rose fell grew worth valued priced became now again soon today yesterday "
    "tomorrow instead here there last next a.m p.m am pm"
)
_STOP = frozenset(_STOP_TEXT.split())
_PLURALS = frozenset({"people", "men", "women", "children", "staff", "aircraft", "personnel", "cattle", "sheep"})
_MOST_WORDS = 4
_NEAR = 60
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–—~/]\s?(?:(?:19|20)?\d\d))?")


def list_figures(passages: Iterable[Passage]) -> tuple[Figure, ...]:
    """Return the quantities of headline, summary and points in order, each once per sentence.

    What a headline only says ahead of the text counts there.
    """
    told = [(each.place, figure) for each in passages if each.place in NEWS for figure in _read_sentence(each.text)]
    again = {(figure.value, figure.unit) for place, figure in told if place is not Place.HEADLINE}
    kept = (one for place, one in told if place is not Place.HEADLINE or (one.value, one.unit) not in again)
    return tuple(dict.fromkeys(kept))


def _read_sentence(text: str) -> Iterator[Figure]:
    spans = [(start, end) for start, end, _ in find_printed_dates(text, default_year=2000)]
    spans += [*list_reference_spans(text), *(match.span() for match in _COUNTED.finditer(text))]
    masked = blank(text, spans)
    for match in _FIGURE.finditer(masked):
        value = (match["value"] or match["zh"]).strip()
        unit = match["money"] or _find_unit(masked, match, value)
        for end in value.split("至") if unit else ():
            yield Figure(value=end, unit=unit, quote=text)


def _find_unit(text: str, number: re.Match[str], value: str) -> str:
    """Return the unit that follows a number, as printed; empty where nothing is counted."""
    end = number.end()
    if measure := _MEASURE.match(text, end):
        return measure["unit"]
    if chinese := _MEASURE_ZH.match(text, end):
        return _CUT_ZH.split(chinese["unit"])[0]
    before = text[max(0, number.start() - _NEAR) : number.start()]
    if _YEAR.fullmatch(value) or text[end : end + 1].strip() or _follows_name(before):
        return ""
    return _read_noun_phrase(text, end)


def _read_noun_phrase(text: str, position: int) -> str:
    words: list[str] = []
    while len(words) < _MOST_WORDS and (match := _WORD.match(text, position)) and _goes_on(words, match[1]):
        position = match.end()
        bare = match[1].rstrip(".").removesuffix("'s").removesuffix("’s")
        words.append(bare)
        if bare != match[1]:
            break
    while words and words[-1] == "of":
        words.pop()
    return "" if words[:1] in (["other"], ["others"]) else " ".join(words).rstrip('“"')


def _goes_on(words: list[str], word: str) -> bool:
    """Return whether a word still belongs to what is counted: behind a plural only another one or "of" does."""
    bare = word.lower().rstrip(".")
    if bare == "of":
        return bool(words) and _is_plural(words[-1])
    if bare in _STOP or bare.replace(",", "").replace(".", "").isdigit():
        return False
    return not words or words[-1] == "of" or not _is_plural(words[-1]) or bare.endswith("s")


def _follows_name(before: str) -> bool:
    """Return whether the word before is a name within a sentence, to which the number belongs (Boeing 737)."""
    words = before.split()
    return len(words) > 1 and words[-1][:1].isupper() and before.endswith(" ") and words[-2][-1] not in ".:!?"


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (word.endswith("s") and not word.endswith(("ss", "us", "ics")))
