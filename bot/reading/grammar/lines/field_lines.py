"""Lines of fields beside a Chinese headline: when and by whom it was put up ("时间：5月6日 | 单位：商务部")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dates.printed_dates import find_printed_dates
from bot.model.text import HAN
from bot.reading.grammar.lines.date_pattern import DATE

_WHEN = (
    r"(?:(?:发布|发文|印发|成文|公布|颁布|更新|生成|制作)?(?:日期|时间)"
    r"|(?:发布|印发|公布|颁布|成文|通过)(?=\s*[】\]]?\s*[:：]\s*(?:(?:19|20)\d\d|\d{1,2}月)))"
)
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
_SERIAL = (
    rf"[{HAN}]{{2,16}}(?:[〔\[（(](?:19|20)\d\d[〕\]）)]\s?(?:第\s?)?"
    r"|(?:令|公告|通告)\s?(?:(?:19|20)\d\d年)?\s?第\s?)\d{1,4}\s?号"
)
"""A document's number, which needs no name before it."""
_IS_SERIAL = re.compile(_SERIAL)
_PART = re.compile(
    rf"\s*[|｜·•;；]\s*|\s+(?=[【\[]?(?:{_ANY_NAME}|[{HAN}]{{2,8}})\s*[】\]]?\s*[:：])|\s+(?={_SERIAL})"
    rf"|(?<=\d日)(?=[{HAN}]{{2,8}}[:：])"
    r"|(?<=[^\W_])(?<!意见)(?<!反馈)(?<!征求)(?<!申报)(?=(?:(?:发布|发文|印发|颁布|公布|成文|生效|施行|实施|更新)(?:日期|时间|单位|机构|机关|部门)"
    r"|(?:意见|反馈|申报)*截止(?:日期|时间)|(?:信息|文章)来源|浏览(?:次数|量)|文号|发文字号)[:：])"
    r"|(?<=[^\W_])(?<![布发文新成作效行施止])(?=(?:日期|时间)[:：]\s*(?:19|20)\d\d)"
)
"""Where fields part: at a sign, at a space before a name or a document's number, or before a name behind a day.

So do names so long that they are no end of a value.
"""
_DAY = re.compile(rf"\W*(?P<date>{DATE})(?:\s+\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?\W*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
_ANY_YEAR = 2000
_LONGEST = 240
_LONGEST_ASIDE = 24
_KEPT = ("when", "who", "term", "number", "source", "aside")


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """What a line under a headline credits: issuers, the date, terms of effect or comment, numbers, titles, sources.

    ``topics`` are its other words, and ``is_of_fields`` tells that the line names what it gives ("发布时间：...").
    """

    issuers: tuple[str, ...]
    date_text: str
    terms: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    is_of_fields: bool = False


def find_field_line(text: str) -> Credit | None:
    """Return what a line of fields tells of the headline beside it; None for a line that is more, or tells no day.

    It opens with the name of a field; what follows are fields, a day, and words as short as a link's ("原文"). One
    field alone is a label.
    """
    if len(text) > _LONGEST or _FIELD.match(text) is None:
        return None
    kept: dict[str, list[str]] = {name: [] for name in _KEPT}
    parts = [part for part in map(str.strip, _PART.split(text)) if part]
    for part in parts if len(parts) > 1 else ():
        told = _tell_part(part)
        if told is None:
            return None
        kept[told[0]].append(told[1])
    if not kept["when"]:
        return None
    return Credit(
        issuers=tuple(kept["who"]),
        date_text=kept["when"][0],
        terms=tuple(kept["term"]),
        numbers=tuple(kept["number"]),
        sources=tuple(kept["source"]),
        is_of_fields=True,
    )


def _tell_part(part: str) -> tuple[str, str] | None:
    """Return what kind of field a part of a line is, and its value; None where it is no part of such a line."""
    field = _FIELD.fullmatch(part)
    value = (field["value"] if field else part).strip(" *_，,")
    day = _DAY.fullmatch(value)
    if field and field["term"] and find_printed_dates(value, default_year=_ANY_YEAR):
        return "term", part
    if day is not None:
        return "when", " ".join(day["date"].split())
    if field is None:
        fits = len(part) <= _LONGEST_ASIDE and "。" not in part
        return ("number" if _IS_SERIAL.fullmatch(part) else "aside", part) if fits else None
    if "。" in value or (field["when"] and not _CLOCK.fullmatch(value)):
        return None
    named = next((name for name in ("who", "number", "source") if field[name]), "aside")
    return named if value else "aside", value
