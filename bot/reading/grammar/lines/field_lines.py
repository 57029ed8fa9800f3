"""Lines of fields beside a Chinese headline: when and by whom it was put up ("时间：5月6日 | 单位：商务部")."""

from __future__ import annotations

from dataclasses import dataclass

from bot import lazy_re as re
from bot.domain.calendar.dates import find_printed_dates
from bot.reading.grammar.lines.date_pattern import DATE

_WHEN = r"(?:(?:发布|发文|印发|成文|公布|颁布|更新|生成|制作)?(?:日期|时间))"
_WHO = r"(?:(?:发布|发文|印发|制定|颁布|公布|归口|牵头)?(?:单位|机关|机构|部门|主体))"
_TERM = (
    r"(?:(?:生效|施行|实施|执行)(?:日期|时间)?|(?:意见|反馈|征求|申报)*截止(?:日期|时间)?"
    r"|(?:意见)?(?:反馈|申报)(?:期限|时限))"
)
_NUMBER = r"(?:文号|发文字号|公告号)"
_SOURCE = r"(?:(?:信息|文章|消息|资料|稿件)?来源|出处)"
_ASIDE = r"(?:编辑|责任编辑|责编|作者|记者|整理|浏览(?:次数|量)?|阅读(?:次数|量)?)"
_NAME = (
    rf"(?:(?P<term>{_TERM})|(?P<when>{_WHEN})|(?P<who>{_WHO})"
    rf"|(?P<number>{_NUMBER})|(?P<source>{_SOURCE})|(?P<aside>{_ASIDE}))"
)
_FIELD = re.compile(rf"[\s【\[]*{_NAME}\s*[】\]]?\s*[:：]\s*(?P<value>.*)", re.DOTALL)
_ANY_NAME = re.sub(r"\?P<\w+>", "?:", _NAME)
_PART = re.compile(
    rf"\s*[|｜·•;；]\s*|\s+(?=[【\[]?{_ANY_NAME}\s*[】\]]?\s*[:：])"
    r"|(?<=[^\W_])(?<!意见)(?<!反馈)(?<!征求)(?<!申报)(?=(?:(?:发布|发文|印发|颁布|公布|成文|生效|施行|实施|更新)(?:日期|时间|单位|机构|机关|部门)"
    r"|(?:意见|反馈|申报)*截止(?:日期|时间)|(?:信息|文章)来源|浏览(?:次数|量)|文号|发文字号)[:：])"
    r"|(?<=[^\W_])(?<![布发文新成作效行施止])(?=(?:日期|时间)[:：]\s*(?:19|20)\d\d)"
)
"""Where fields part: at a sign, at a space, or before a name so long that it is no end of a value."""
_DAY = re.compile(rf"\W*(?P<date>{DATE})(?:\s+\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?\W*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
_ANY_YEAR = 2000
_LONGEST = 240
_LONGEST_ASIDE = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """What a line under a headline credits: issuers, the date, terms of effect or comment, numbers, topics, sources.

    ``is_of_fields`` tells that the line names what it gives ("发布时间：...").
    """

    issuers: tuple[str, ...]
    date_text: str
    terms: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    is_of_fields: bool = False


def find_field_line(text: str) -> Credit | None:
    """Give what a line of fields tells of the headline beside it; None for a line that is more, or tells no day.

    It opens with the name of a field; what follows are fields, a day, and words as short as a link's ("原文"). One
    field alone is a label.
    """
    if len(text) > _LONGEST or _FIELD.match(text) is None:
        return None
    days: list[str] = []
    terms: list[str] = []
    issuers: list[str] = []
    numbers: list[str] = []
    sources: list[str] = []
    parts = [part for part in map(str.strip, _PART.split(text)) if part]
    for part in parts if len(parts) > 1 else ():
        field = _FIELD.fullmatch(part)
        value = (field["value"] if field else part).strip(" *_，,")
        day = _DAY.fullmatch(value)
        if field and field["term"] and find_printed_dates(value, default_year=_ANY_YEAR):
            terms.append(part)
        elif day is not None:
            days.append(" ".join(day["date"].split()))
        elif field is None:
            if len(part) > _LONGEST_ASIDE or "。" in part:
                return None
        elif "。" in value or (field["when"] and not _CLOCK.fullmatch(value)):
            return None
        elif value and not field["when"]:
            kept = issuers if field["who"] else numbers if field["number"] else sources if field["source"] else []
            kept.append(value)
    if not days:
        return None
    return Credit(
        issuers=tuple(issuers),
        date_text=days[0],
        terms=tuple(terms),
        numbers=tuple(numbers),
        sources=tuple(sources),
        is_of_fields=True,
    )
