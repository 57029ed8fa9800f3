"""Figures: quantities with their unit, both as printed, and the sentence they stand in.

Decided: numbers in digits; spelled ones only with money or percent. No figure are dates, years, numbers of articles,
lists and documents, and numbers inside names (C919, Level 3, 5G). The unit is the money or the measure, else the noun
phrase that follows, up to four words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.dates import find_printed_dates
from bot.domain.names import HAN
from bot.domain.records.briefing import Figure
from bot.reading.recognition.passages import PROSE, Place
from bot.reading.recognition.references import list_reference_spans
from bot.reading.recognition.units import MEASURE, counts_on, find_unit
from bot.reading.recognition.word_led import WordLed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading.recognition.passages import Passage
    from bot.reading.recognition.sentences import Sentence

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
    """Give the quantities of headline, summary, points and comment in order, each once per sentence.

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
    """Give value and unit as printed; an empty unit where this number is no figure."""
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
    """Tell whether the word before is a name within a sentence, so that the number belongs to it (Boeing 737)."""
    found = _NAME_BEFORE.search(text, 0, start)
    return found is not None and found[1] not in _OPENERS
