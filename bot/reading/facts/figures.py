"""Figures: quantities with their unit, both as printed, and the sentence they stand in.

Decided: numbers in digits; spelled ones only with money or percent. No figure are dates, years, numbers of articles,
lists and documents, and numbers inside names (C919, Level 3, 5G). The unit is the money or the measure, else the noun
phrase that follows, up to four words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Figure
from bot.model.ids import HAN
from bot.reading.facts.passages import PROSE, Passage, Place, Sentence, WordLed
from bot.reading.facts.references import list_reference_spans

# The unit after a number: money, a measure, or the noun phrase that says what is counted.

MEASURE = (
    r"percentage points?|percent|per cent|%|％|‰|yuan|renminbi|RMB|CNY|USD|(?:US |Hong Kong )?dollars|euros|pounds"
    r"|yen|won"
    r"|(?:tera|giga|mega|kilo)?(?:watt(?:s|-hours?)?|bits?|bytes?|hertz|joules)|[TGMk]W(?:h|p)?|Wh|m?Ah|[TGMk]Hz|[TGMK]bps"
    r"|[TGMK]bit/s|[TGMK]B|EFLOPS|PFLOPS|TOPS"
    r"|(?:metric )?(?:tons?|tonnes?)(?: of (?:standard coal|coal equivalent|CO2(?: equivalent)?|carbon dioxide))?"
    r"|kg|km/h|km|kilomet(?:er|re)s?|(?:square|cubic) (?:kilo)?met(?:er|re)s?|met(?:er|re)s?|miles|hectares|mu|nm"
    r"|nanomet(?:er|re)s?|microns?|mm|cm|inch(?:es)?|f(?:oo|ee)t|barrels|lit(?:er|re)s|volts|kV|amp(?:ere)?s|degrees|°C|hours|minutes"
    r"|seconds|days|weeks|months|years|year-olds?"
)
"""Money and measures, as a pattern."""
_MEASURED = re.compile(
    rf"(?:\s|-)?(?P<unit>(?:{MEASURE})(?:/\w+|\s(?:per|an?)\s(?!(?:year|month|week|day|quarter)\b)(?:\w+)(?:\sof\s\w+)?|(?:\sof)?(?=\W|$)(?<!of))?)"
    rf"(?![A-Za-z0-9])",
)
_ONE_MEASURE = re.compile(r"(?:tera|giga|mega|kilo)?(?:watt|bit|byte|hertz)")
_MEASURE_ZH = (
    r"个百分点|个(?:\dG)?["
    + HAN
    + r"+]{0,14}|亿?元人民币|人民币|亿?[美欧日港韩澳加新]元|(?:挪威|瑞典|丹麦)克朗|瑞士法郎|英镑|港币|卢布|卢比"
    r"|泰铢|林吉特|元|%|％|倍|万?吨标准?煤|千克标准?煤|千克|公斤|万?吨"
    r"|万?千瓦时?|吉瓦时?|兆瓦时?|瓦时"
    r"|平方米|平方公里|立方米|公里|千米|毫米|厘米|英寸|米|公顷|亩|赫兹|纳米|小时|分钟|标准?箱|转(?=/)|层|股(?![份东权价市票指])"
    r"|[家项座台辆种类批名份处所套件户艘架颗枚款支部只株头片条座款孔根组对剂例宗瓶盒栋幢册张篇桶箱](?:["
    + HAN
    + r"]{0,12}(?:“["
    + HAN
    + r"]{2,8}”["
    + HAN
    + r"]{0,6})?)|人次?|字(?![符母段节号])|P(?![A-Za-z0-9])"
)
_PER_ZH = (
    "千克|公斤|吨|秒|分钟?|小?时|天|日|年|平方米|立方米|米|件|台|辆|户|人|股|次|千瓦时|(?:kg|km|min|h|s)(?![A-Za-z])"
)
_MEASURED_ZH = re.compile(rf"\s?(?P<unit>(?:{_MEASURE_ZH})(?:/(?:{_PER_ZH}))?)")
_CUT_ZH = re.compile(
    r"[的和与及等以在为于并或是由对将至到已]|立项|存在|左右|以上|以下|之间|目标|推广|开展|建设|部署|实施|完成|实现|达到|组成|入选|通过|参加|可(?![再燃降视穿编控回循]|用性)|须"
    r"|征[求集]|[纳列进加]入|入围|获[得批准颁]|接受|涉及|包括|成为|参与|适用|享受|支持|提升|推动|促进|放假|待岗|下岗|上岗|内(?![存容部河贸地衣饰燃蒙])|提出|缩减|增加|增至|减[至到为]|压减|压降|压缩[至到为]|表示|精简|未经|予以?|合并|减少|降低|上升|下降|扩大|调整|签约|签署|投产|开工|订单|交付|出口|进口|制定|制?修订"
)
_NOT_COUNTED_ZH = re.compile(
    r"\s?(?:类(?:创新药|新药|医疗器械)|[年月日号届点时章节]|个(?:工作|自然|交易)日|(?:小时|分钟|天|周)[之以]?内|个?部[门委]|分(?!钟)|款(?!车|产品|手机|新|游戏|应用|软件|机型|[A-Z])|条(?:规定|、))"
)
_CLASSIFIERS_TEXT = (
    "pieces types sets kinds items batches categories groups units rounds series pairs copies forms areas sorts"
)
_CLASSIFIERS = frozenset(_CLASSIFIERS_TEXT.split())
_WORD = re.compile(r"\s?([A-Za-z0-9À-ÿ“”\"][\w’'+/&“”\"À-ÿ.-]*)")
_STOP_TEXT = (
    "a an the of in on at by for to from with without within into onto over under per as than that which who "
    "whose where when while and or but nor so yet if is are was were be been being has have had do does did will "
    "would can could may might shall should must not no it its they their this these those he she we you about "
    "after before since until through throughout across among amongst between during against towards toward "
    "along around near via versus vs both such including include includes according worldwide nationwide "
    "year-on-year year-over-year yoy more less up down out off each every also already only compared "
    "respectively annually each total altogether combined so-called because due despite although though whether "
    "then thus therefore said says announced issued released joined took take takes came come comes went go goes "
    "made make makes began begin rose fell grew worth valued priced become became still now again soon today "
    "yesterday tomorrow instead here there last next this whereas besides p.m a.m pm am"
)
_STOP = frozenset(_STOP_TEXT.split())
_ADJUNCTS = frozenset(
    {"gas", "sales", "goods", "sports", "services", "systems", "communications", "operations", "chips"}
)
"""Words in s that stand before a noun in the singular too."""
_PLURALS = frozenset({"people", "men", "women", "children", "staff", "aircraft", "personnel", "cattle", "sheep"})
_ADVERBS = frozenset({"overseas", "always", "plus", "afterwards", "perhaps", "upwards", "onwards", "besides", "thus"})
"""Words in s that are no nouns."""
_NO_LAST = frozenset({"of", "such"})
"""Words that end no unit ("100 such", but "100 such ports")."""
_TIMES = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})
_COUNTS_ON = re.compile(r"\s(?:of|after|from|following|before|prior\sto)\s(?!(?:19|20)?\d)")
_LATEST = re.compile(r"\b(?:last|past|next|previous|following|coming)\s\Z", re.IGNORECASE)
_MOST_WORDS = 4
_AND_ALSO = re.compile(
    r"\s(?:and|or)\s(?!\w+(?:ed|ing|ly)\b)[a-z-]+\s(?:[a-z-]+\s)?(?!has\b|was\b|is\b|as\b)[a-z]{3,}s\b"
)
"""The second of two words that stand before what is counted ("national and industry standards")."""
_OF_ITS = re.compile(r"\sof\s(?:its|their|the|these|those)(?=\s[a-z])")
_OTHER_BODIES = re.compile(r"other (?:\w+ )?(?:bodies|departments|ministries|agencies|authorities|regulators|offices)")
"""Who else issues something; nobody counts them for their number."""
_LONG_NUMBER_WORD = re.compile(r"\d+(?:[.,]\d+)*$")


def find_unit(text: str, position: int) -> tuple[str, bool]:
    """Return the unit that follows a number ending here, as printed, and whether it is money or a measure.

    An empty unit when nothing follows that is counted.
    """
    measured = _MEASURED.match(text, position)
    if measured and not _counts_things(text, position, measured):
        return measured["unit"].strip(), True
    if _NOT_COUNTED_ZH.match(text, position):
        return "", False
    chinese = _MEASURED_ZH.match(text, position)
    if chinese:
        return _CUT_ZH.split(chinese["unit"])[0], True
    if position < len(text) and not text[position].isspace():
        return "", False
    return _read_noun_phrase(text, position), False


def _counts_things(text: str, position: int, measured: re.Match[str]) -> bool:
    """Return whether a measure in one word only says which things are counted ("4,000 megawatt chargers")."""
    after = _WORD.match(text, measured.end()) if text.startswith(" ", position) else None
    singular = _ONE_MEASURE.fullmatch(measured["unit"]) is not None
    return singular and after is not None and after[1].islower() and after[1] not in _STOP and _is_plural(after[1])


def counts_on(text: str, start: int, unit: str, end: int) -> bool:
    """Get whether a number of days or years between two offsets only says when, counted from something or from now."""
    if unit not in _TIMES:
        return False
    behind = text.find(unit, end) + len(unit)
    return bool(_COUNTS_ON.match(text, behind) or _LATEST.search(text, max(0, start - 12), start))


def _read_noun_phrase(text: str, position: int) -> str:
    words: list[str] = []
    owned = _OF_ITS.match(text, position)
    position = owned.end() if owned else position
    limit = _MOST_WORDS
    while len(words) < limit:
        if words and (both := _AND_ALSO.match(text, position)) and not _is_plural(words[-1]):
            words += both[0].split()
            position = both.end()
            break
        match = _WORD.match(text, position)
        if match is None or not _goes_on(words, match[1]):
            break
        position = match.end()
        word = match[1].rstrip(".")
        words.append(word.removesuffix("'s").removesuffix("’s"))
        if word != match[1] or words[-1] != word:
            break
        if len(words) == 1 and word.lower() in _CLASSIFIERS and text.startswith(" of ", position):
            words.append("of")
            position += len(" of")
    while words and words[-1] in _NO_LAST:
        words.pop()
    return "" if words == ["others"] or _OTHER_BODIES.fullmatch(" ".join(words)) else " ".join(words).rstrip('“"')


def _goes_on(words: list[str], word: str) -> bool:
    bare = word.lower().rstrip(".")
    if not words and bare == "such":
        return True
    if bare in _STOP or _LONG_NUMBER_WORD.match(bare):
        return False
    if not words or words[-1] == "of" or not _is_plural(words[-1]):
        return True
    return bare == "of" or (bare.endswith("s") and bare not in _ADVERBS)


def _is_plural(word: str) -> bool:
    """Return whether a word ends what is counted: behind it a noun is a plural too ("goods trains"), a verb none."""
    plural = word.endswith("s") and not word.endswith(("ss", "us", "ics")) and word not in _ADJUNCTS
    return plural or word in _PLURALS


_NUMBER = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_SCALE_WORD = (
    r"(?:hundred |tens of )?(?:thousand|million|billion|trillion)|(?:THOUSAND|[MB]ILLION|TRILLION)\b"
    r"|bn|mn|tn|m(?=\b)|[十百千]?[万亿]+"
)
_MONEY = (
    r"CNY|RMB|USD|EUR|GBP|JPY|KRW|HKD|SGD|CHF|SEK|NOK|DKK|AUD|CAD|NZD|INR|BRL|THB|MYR|VND|IDR|TWD"
    r"|PLN|CZK|HUF|ISK|RUB|TRY|ZAR|SAR|AED|PHP|MXN|CLP|KZT|CNH|MOP"
    r"|US\$|HK\$|\$|€|£|¥|￥|yuan|人民币|美元"
)
_FIGURE = re.compile(
    rf"(?<![\w.,/〔\[-])(?:(?P<money>(?=[A-Z$€£¥￥y人美])(?:{_MONEY}))\s?)?(?P<value>(?!(?:19|20)\d\d\s[-–—]\s){_NUMBER}(?:\s?[-–—~～]\s?{_NUMBER})?(?:\s?"
    rf"(?:{_SCALE_WORD}))?(?:[多余][万亿]*(?=[{HAN}]))?)(?![\d])"
    rf"|(?<=[{HAN}])(?P<zh>{_NUMBER}(?:[十百千]?[万亿]+(?=[-–—~～至]))?(?:[-–—~～至]{_NUMBER})?(?:\s?[十百千]?[万亿]+)?(?:[多余][万亿]*(?=[{HAN}]))?)(?![\d])"
    r"|(?<!\w)(?P<fused>(?:CNY|RMB|USD|EUR|US\$|HK\$))(?P<rest>" + _NUMBER + rf"(?:\s?(?:{_SCALE_WORD}))?)(?!\d)",
)
_SPELLED = WordLed(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy"
    " eighty ninety half",
    r"\b(?P<value>(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety|half a)"
    r"(?:\s(?:hundred|thousand|million|billion|trillion))?)\s(?P<unit>percent|per cent|percentage points?|yuan"
    r"|renminbi|RMB|dollars|euros)\b",
    re.IGNORECASE,
)
_COUNTED_THINGS = WordLed(
    "article art section chapter clause annex appendix item no number level phase stage step page table tier class"
    " grade version volume paragraph decree order announcement document route line batch",
    r"\b(?:articles?|arts?\.|sections?|chapters?|clauses?|annex(?:es)?|appendix|items?|nos?\.|numbers?|levels?"
    r"|phases?|stages?|steps?|pages?|tables?"
    r"|tier|class|grade|version|volume|chapter|paragraphs?|decree|order|announcement|document|route|line|batch)\s"
    r"\d+(?:\.\d+)*(?:\s?(?:,|and|or|to|[-–—&])\s?(?:and\s)?\d+)*(?![\w,.]*\d)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<!from )(?<![\w.,])(?P<value>{_NUMBER} to {_NUMBER})\s?(?P<unit>percent(?:age points?)?|per cent|%)(?!\w)"
)
"""A share between two numbers ("by 4 to 6 percent"); "from 4 to 6" are two shares."""
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–—~/]\s?(?:(?:19|20)?\d\d))?")
_ORDINAL_ZH = re.compile(r"第\s*$|章\s*$")
_OUTLINE = re.compile(
    r"^\s*(?:\(?\d{1,2}[.)、]\s|[（(]\d{1,2}[）)]"
    rf"|\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}\.?\s(?=[A-Z“\"《])(?!(?i:{MEASURE}|million|billion|trillion)\b))"
)
_DIGIT = re.compile(r"\d")
_HALVES = re.compile(r"50\s?[-–/:]\s?50(?!\d)")
_CLOCK = re.compile(r"\d(?<!\d\d)\d?:\d\d(?!\d)")
_OR_MORE = re.compile(r"\sor\s(?:more|so)(?=\s[a-z])")
_NAME_BEFORE = re.compile(rf"(?:^|[\s(“\"{HAN}，、《])([A-Z][\w’'-]*)\s$")
_OPENERS_TEXT = (
    "About Over Some Around Nearly Almost Roughly Approximately More Less At By In Of The With To From Up Only "
    "Just All Another Exactly Under Below Above For And Or But Its Their These Those Last Next Currently Total "
    "Establish Build Create Train Support Add Select Cultivate Develop Launch Deploy Reach Achieve Set Install "
    "Form Promote Complete Introduce Open Name Publish Define Specify Issue Cover Invest Raise Cut Reduce "
    "Increase"
)
_OPENERS = frozenset(_OPENERS_TEXT.split())


def list_figures(passages: Iterable[Passage]) -> tuple[Figure, ...]:
    """Return the quantities of headline, summary, points and comment in order, each once per sentence.

    What a headline only says ahead of the text counts there.
    """
    told = [
        (passage.place, figure)
        for passage in passages
        if passage.place in PROSE
        for sentence in passage.sentences
        for figure in _read_sentence(sentence)
    ]
    again = {(figure.value, figure.unit) for place, figure in told if place is not Place.HEADLINE}
    kept = (one for place, one in told if place is not Place.HEADLINE or (one.value, one.unit) not in again)
    return tuple(dict.fromkeys(kept))


def _read_sentence(sentence: Sentence) -> Iterator[Figure]:
    text = sentence.text
    if not _DIGIT.search(text) and not _SPELLED.search(text):
        return
    masked = _mask(text)
    ranges = list(_RANGE.finditer(masked)) if " to " in masked else []
    for found in ranges:
        masked = f"{masked[: found.start()]}{'·' * len(found[0])}{masked[found.end() :]}"
    hits = [(match.start(), *_read_match(masked, match)) for match in _FIGURE.finditer(masked)]
    hits += [(match.start(), match["value"], match["unit"]) for match in _SPELLED.finditer(masked)]
    hits += [(found.start(), found["value"], found["unit"]) for found in ranges]
    for _, value, unit in sorted(hits):
        if unit:
            yield Figure(value=value, unit=unit, quote=text)


def _mask(text: str) -> str:
    """Blank numbers that count nothing: dates, references to articles, names of documents, outline numbers."""
    spans = [(start, end) for start, end, _ in find_printed_dates(text, default_year=2000)]
    spans += [
        match.span() for pattern in (_COUNTED_THINGS, _OUTLINE, _CLOCK, _HALVES) for match in pattern.finditer(text)
    ]
    spans += list_reference_spans(text)
    chars = list(text) if spans else []
    for start, end in spans:
        chars[start:end] = "·" * (end - start)
    return "".join(chars) if spans else text


def _read_match(text: str, match: re.Match[str]) -> tuple[str, str]:
    """Return value and unit as printed; an empty unit where this number is no figure."""
    value = (match["value"] or match["zh"] or match["rest"]).strip()
    money = match["money"] or match["fused"]
    if money:
        return value, money
    end = more.end() if (more := _OR_MORE.match(text, match.end())) else match.end()
    unit, measured = find_unit(text, end)
    if measured and counts_on(text, match.start(), unit, end):
        return value, ""
    if not unit or _is_year(value, unit, measured=measured) or _ORDINAL_ZH.search(text, 0, match.start()):
        return value, ""
    if unit.startswith("个月") and text[: match.start()].rstrip().endswith("前"):  # the months of the year up to now
        return value, ""
    if not measured and value.isdigit() and _follows_name(text, match.start()):
        return value, ""
    return value, unit


def _is_year(value: str, unit: str, *, measured: bool) -> bool:
    return bool(_YEAR.fullmatch(value)) and (not measured or unit.startswith("年"))


def _follows_name(text: str, start: int) -> bool:
    """Return whether the word before is a name within a sentence, so that the number belongs to it (Boeing 737)."""
    found = _NAME_BEFORE.search(text, 0, start)
    return found is not None and found[1] not in _OPENERS
