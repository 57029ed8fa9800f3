"""Lines beside a headline that say in parts who acted, when and on what ("NDRC | 8 January 2025"; "Chips · 5 May")."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import HAN
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import TOLD_WITH_LABEL, find_label
from bot.reading.layout.printed_days import find_closing_day, find_opening_day, is_day

_PARTS = re.compile(
    rf"\s*[|｜·•;；]\s*|\s+(?:[–—→-]|--)\s+|(?<=[日号])\s+(?=[{HAN}])|(?<=[{HAN}])\s+(?=(?:19|20)\d\d|\d{{1,2}}月)"
)
_OFFICE_NAMES = re.compile(
    rf"(?:(?:the|of|for|on|and|with|jointly|other|its|\d+|(?:six|seven|eight|nine|ten|eleven|twelve|two|three"
    rf"|four|five)|others?|departments|bodies"
    rf"|agencies|ministries|authorities|&|[A-Z][\w.&’'()/-]*)[\s,]*)+|[{HAN}、\s（）\d]+",
)
"""Nothing but words of offices' names, in either language."""
_OFFICE = re.compile(
    r"\b(?:Ministry|Ministries|Commission|Administration|Council|Office|Bureau|Committee|Congress|Court|Bank"
    r"|Authority"
    r"|Agency|Department\sof|(?:People[’']s|Municipal|Provincial|City)\sGovernment"
    r"|[A-Z]{2,7}(?<!PDF)(?<!US)(?<!EU))\b"
    rf"|(?:[部委局会办署厅]|(?<!研究)院|政府|国务院|人民银行|央行|海关|交易所"
    rf"|(?<!公)司)(?:等?[{HAN}\d]{{0,3}}个?(?:部门|部委|单位|机构))?(?![{HAN}])"
)
_SHOUTED = re.compile(r"[A-Z]{2} (?!AND )[A-Z]{2}")
"""Words in capitals beside each other: a headline, no abbreviations."""
_NUMBER = re.compile(
    rf"[{HAN}、\s]{{1,40}}[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*(?:第\s?)?\d{{1,5}}\s*号"
    rf"|[{HAN}、\s]{{2,60}}(?:公告|令)\s*(?:(?:19|20)\d\d年)?\s*第\s?\d{{1,5}}\s?号"
    r"|(?:[A-Z][\w ]{1,40} )?(?:Decree|Order|Announcement|Notice) No\. ?\d{1,5}(?: of (?:19"
    r"|20)\d\d)?(?:\s*[（(][^()（）]{2,30}[)）])?"
)
_TERM = re.compile(
    r"(?:(?:draft|open|final|issued)[,:;]?\s+)?(?:for\s)?(?:public\s)?(?:effective|in force|enters? into"
    r"|takes? effect|applies|comments?"
    r"|applications?|open (?:for|until)|(?:under )?consultation|deadline|closes|until)\b"
    r"|.*(?:施行|实施|生效|执行|意见|反馈|申报|报名|受理|截止)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"《[^《》]{{4,}}》|[{HAN}（）()“”、\d—-]{{4,80}}(?:法|办法|条例|规定|规则|细则|通知|公告|意见|决定|方案"
    rf"|计划|规划|纲要|指南|指引|目录|清单|标准|措施)(?:[（(][^（）()]{{1,24}}[）)])?\Z"
    rf"|[A-Z][^.。:|]{{5,}}[(（][^()（）]*[{HAN}]{{3}}.*[)）]"
    r"|[A-Z][\w’'-]+(?: [\w’'(),–-]+){1,24}?(?<! )(?: on | for | of )?.*\b(?:Law|Measures|Rules|Provisions"
    r"|Regulations?|Catalogue|Plan|Opinions|Notice"
    r"|Guidelines?|Decision|Standards?|List|Outline|Requirements|Announcement)\b[^.:|]{0,80}\Z"
)
_HAPPENED = re.compile(
    r"(?:issued|published|released|adopted|passed|promulgated|announced|approved|dated?|signed)(?:\s(?:on|by"
    r"|of))?[\s:]+",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_TOPIC, _LONGEST_TOPIC_ZH, _LONGEST_TERM, _TOPIC_WORDS, _OFFICE_WORDS = 240, 48, 8, 80, 5, 40
_ANY_YEAR = 2000


@dataclass(kw_only=True, slots=True)
class Beside:
    """What such a line tells: offices, the day, terms with their label, numbers, topics and sources, as printed."""

    issuers: list[str] = field(default_factory=list)
    date_text: str | None = None
    terms: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


@lru_cache(maxsize=2048)
def names_office(text: str) -> bool:
    """Whether a short text names an authority, by a word for one or an abbreviation in capitals."""
    return len(text) <= _LONGEST and _OFFICE.search(text) is not None


def parse_beside(text: str) -> Beside | None:
    """Return what a line tells in parts of the headline beside it; None where a part is none, or nothing is told.

    It tells a day with an office, a number, a topic or a term beside it, or has labels of two fields. An office alone
    or a day alone is no such line.
    """
    bare = text.strip(" *_\n")
    bare = bare[1:-1] if bare[:1] in "([（【" and bare[-1:] in ")]）】" else bare
    if len(bare) > _LONGEST or bare.endswith(("。", "!", "?", "！", "？")):
        return None
    told = Beside()
    parts = _part(bare)
    other = [part for part in parts if not _tell(part, told)]
    if len(parts) < 2 or other or len(told.titles) > 1:  # noqa: PLR2004
        return None
    dated = told.date_text or any(find_printed_dates(term, default_year=_ANY_YEAR) for term in told.terms)
    beside = told.issuers or told.numbers or told.topics or told.terms or told.sources or told.titles
    return told if (dated and beside) or (told.issuers and told.numbers) else None


def is_title(text: str) -> bool:
    """Whether words are the title of a document: a kind of document at the end, or a Chinese twin in brackets."""
    return _TITLE.match(text.strip(" *_.")) is not None


def _part(text: str) -> list[str]:
    """Return the parts of a line: at its signs, and at the comma between an office and a day."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    if len(parts) > 1:
        return parts
    closing, opening = find_closing_day(text), find_opening_day(text)
    if closing is not None and is_office(text[: closing.start].strip()):
        return [text[: closing.start], closing.text]
    if opening is not None and is_office(text[opening.end :].strip()):
        return [opening.text, text[opening.end :]]
    return parts


def _tell(part: str, told: Beside) -> bool:
    """Add what a part tells; False where it is no part of such a line."""
    label = find_label(part)
    if label is not None and label.end < len(part):
        return _tell_labelled(label.field, part, part[label.end :].strip(), told)
    bare = _HAPPENED.sub("", part, count=1).strip(" ,.")
    if is_day(bare, in_figures=True):
        told.date_text = told.date_text or bare
        return True
    if len(part) <= _LONGEST_TERM and _TERM.match(part) and find_printed_dates(part, default_year=_ANY_YEAR):
        told.terms.append(part)
    elif _NUMBER.fullmatch(part):
        told.numbers.append(part)
    elif is_office(bare):
        told.issuers.append(bare)
    elif is_title(part):
        told.titles.append(part)
    elif _is_topic(part):
        told.topics += [] if part.startswith(("周", "星期")) else [part]
    else:
        return False
    return True


def _tell_labelled(name: Field, part: str, value: str, told: Beside) -> bool:
    lists = {Field.ISSUER: told.issuers, Field.NUMBER: told.numbers, Field.TITLE: told.titles, Field.TOPIC: told.topics}
    if name is Field.DATE:
        told.date_text = told.date_text or value
    elif name is Field.SOURCE:
        told.sources += [part.strip() for part in value.replace("，", ",").replace("、", ",").split(",")]
    elif name in TOLD_WITH_LABEL:
        told.terms.append(part)
    elif name in lists:
        lists[name].append(value)
    return name in {Field.DATE, Field.SOURCE, *TOLD_WITH_LABEL, *lists}


def is_office(part: str) -> bool:
    """Whether a part is nothing but names of offices."""
    fits = _SHOUTED.search(part) is None and names_office(part) and _OFFICE_NAMES.fullmatch(part) is not None
    return fits and len(part.split()) <= _OFFICE_WORDS and not find_printed_dates(part, default_year=_ANY_YEAR)


def _is_topic(part: str) -> bool:
    """Whether a part is a few words that name a topic, as a tag does."""
    longest = _LONGEST_TOPIC if part.isascii() else _LONGEST_TOPIC_ZH
    short = len(part) <= longest and len(part.split()) <= _TOPIC_WORDS and (part[:1].isupper() or not part.isascii())
    return short and not any(char.isdigit() or char in ".:：。，" for char in part)
