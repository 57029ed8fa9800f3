"""Lines beside a headline that say in parts who acted, when and on what ("NDRC | 8 January 2025"; "Chips · 5 May")."""

import re
from collections import defaultdict
from collections.abc import Callable
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
    r"(?!.*[A-Z]{2} (?!AND )[A-Z]{2})(?:(?:the|of|for|on|and|with|jointly|other|its|\d+|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve|others?|departments|bodies|agencies|ministries|authorities|&"
    rf"|[A-Z][\w.&’'()/-]*+)[\s,]*+)+|[{HAN}、\s（）\d]+"
)
"""Nothing but words of offices' names, in either language, and no headline in capitals."""
_OFFICE = re.compile(
    r"\b(?:Ministry|Ministries|Commission|Administration|Council|Office|Bureau|Committee|Congress|Court|Bank"
    r"|Authority|Agency|Department\sof|(?:People[’']s|Municipal|Provincial|City)\sGovernment"
    r"|[A-Z]{2,7}(?<!PDF)(?<!US)(?<!EU))\b"
    rf"|(?:[部委局会办署厅]|(?<!研究)院|政府|国务院|人民银行|央行|海关|交易所|(?<!公)司)(?:等?[{HAN}\d]{{0,3}}个?(?:部门|部委|单位|机构))?(?![{HAN}])"
)
_NUMBER = re.compile(
    rf"[{HAN}、\s]{{1,40}}[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]\s*(?:第\s?)?\d{{1,5}}\s*号"
    rf"|[{HAN}、\s]{{2,60}}(?:公告|令)\s*(?:(?:19|20)\d\d年)?\s*第\s?\d{{1,5}}\s?号"
    r"|(?:[A-Z][\w ]{1,40} )?(?:Decree|Order|Announcement|Notice) No\. ?\d{1,5}(?: of (?:19|20)\d\d)?"
    r"(?:\s*[（(][^()（）]{2,30}[)）])?"
)
_TERM = re.compile(
    r"(?:(?:draft|open|final|issued)[,:;]?\s+)?(?:for\s)?(?:public\s)?(?:effective|in force|enters? into|takes? effect"
    r"|applies|comments?|applications?|open (?:for|until)|(?:under )?consultation|deadline|closes|until)\b"
    r"|.*(?:施行|实施|生效|执行|意见|反馈|申报|报名|受理|截止)",
    re.IGNORECASE,
)
_TITLE = re.compile(
    rf"《[^《》]{{4,}}》|[{HAN}（）()“”、\d—-]{{4,80}}(?:法|办法|条例|规定|规则|细则|通知|公告|意见|决定|方案"
    rf"|计划|规划|纲要|指南|指引|目录|清单|标准|措施)(?:[（(][^（）()]{{1,24}}[）)])?\Z"
    rf"|[A-Z][^.。:|]{{5,}}[(（][^()（）]*[{HAN}]{{3}}.*[)）]"
    r"|[A-Z][\w’'-]+(?: [\w’'(),–-]+){1,24}?(?<! )(?: on | for | of )?.*\b(?:Law|Measures|Rules|Provisions"
    r"|Regulations?|Catalogue|Plan|Opinions|Notice|Guidelines?|Decision|Standards?|List|Outline|Requirements|Announcement)\b[^.:|]{0,80}\Z"
)
_HAPPENED = re.compile(
    r"(?:issued|published|released|adopted|passed|promulgated|announced|approved|dated?|signed)(?:\s(?:on|by|of))?[\s:]+",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_TOPIC, _LONGEST_TOPIC_ZH, _LONGEST_TERM, _TOPIC_WORDS = 240, 48, 8, 80, 5
_ANY_YEAR = 2000
_AROUND = " \n|｜·•:：–—-()（）"
_TOLD = frozenset({Field.DATE, Field.CLOSES, Field.NUMBER, Field.ISSUER, Field.TITLE, Field.TOPIC, Field.SOURCE})

Beside = defaultdict[Field, list[str]]
"""What such a line tells, as printed: terms, each with its label, are all under ``Field.CLOSES``."""


@lru_cache(maxsize=2048)
def names_office(text: str) -> bool:
    """Whether a short text names an authority, by a word for one or an abbreviation in capitals."""
    return len(text) <= _LONGEST and _OFFICE.search(text) is not None


def is_office(part: str) -> bool:
    """Whether a part is nothing but names of offices."""
    named = names_office(part) and _OFFICE_NAMES.fullmatch(part) is not None
    return named and not find_printed_dates(part, default_year=_ANY_YEAR)


def is_title(text: str) -> bool:
    """Whether words are the title of a document: a kind of document at the end, or a Chinese twin in brackets."""
    return _TITLE.match(text.strip(" *_.")) is not None


def parse_beside(text: str) -> Beside | None:
    """Return what a line tells in parts of the headline beside it; None where a part is none, or nothing is told.

    It tells a day with an office, a number, a topic or a term beside it; neither alone is such a line.
    """
    bare = text.strip(" *_\n")
    told = Beside(list)
    for part in _part(bare) if len(bare) <= _LONGEST and not is_day(bare) else ():
        label = find_label(part)
        if label is not None and label.end < len(part):
            field = Field.CLOSES if label.field in TOLD_WITH_LABEL else label.field
            value = part if field is Field.CLOSES else part[label.end :].strip()
        else:
            value = _HAPPENED.sub("", part, count=1).strip(" ,.")
            field = _find_field(value)
        if field not in _TOLD:
            return None
        told[field].append(value)
    return told if Field.DATE in told and len(told) > 1 else None


def find_beside(raw: str, lead_end: int) -> tuple[int, Beside | None]:
    """Return where a headline tells so at its end, behind its bold words or in brackets, and what; else 0 and None."""
    bare = raw.rstrip()
    bracket = max(bare.rfind("("), bare.rfind("（")) if bare.endswith((")", "）")) else 0
    found = ((at, parse_beside(raw[at:].strip(_AROUND))) for at in (lead_end, bracket) if at > 0)
    return next((each for each in found if each[1] is not None), (0, None))


def _find_field(part: str) -> Field:
    """Return what a part without a label is; a topic is a few words as a tag has them."""
    longest = _LONGEST_TOPIC if part.isascii() else _LONGEST_TOPIC_ZH
    is_topic = len(part) <= longest and len(part.split()) <= _TOPIC_WORDS and not part[:1].islower()
    tells: dict[Field, Callable[[], object]] = {
        Field.DATE: lambda: is_day(part, in_figures=True),
        Field.CLOSES: lambda: (
            len(part) <= _LONGEST_TERM and _TERM.match(part) and find_printed_dates(part, default_year=_ANY_YEAR)
        ),
        Field.NUMBER: lambda: _NUMBER.fullmatch(part),
        Field.ISSUER: lambda: is_office(part),
        Field.TITLE: lambda: is_title(part),
        Field.TOPIC: lambda: is_topic and not any(char.isdigit() or char in ".:：。，" for char in part),
    }
    return next((field for field, told in tells.items() if told()), Field.OTHER)


def _part(text: str) -> list[str]:
    """Return the parts of a line: at its signs, and at the comma between an office and a day."""
    parts = [part for part in _PARTS.split(text) if part.strip()]
    closing, opening = find_closing_day(text), find_opening_day(text)
    if len(parts) == 1 and closing is not None and is_office(text[: closing.start].strip()):
        return [text[: closing.start], closing.text]
    if len(parts) == 1 and opening is not None and is_office(text[opening.end :].strip()):
        return [opening.text, text[opening.end :]]
    return parts
