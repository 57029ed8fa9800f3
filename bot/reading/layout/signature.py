"""Signatures of Chinese notices: who signed and when, wherever in the text the names and the date stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.ids import HAN

DATE = (
    r"(?:(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
SERIAL = r"(?:(?:(?:19|20)\d\d\s*年\s*)?第|[〔﹝\[]\s*(?:19|20)\d\d\s*[〕﹞\]]\s*第?)\s*\d{1,4}\s*号"
OFFICE = r"(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|司|中心|银行|政府|秘书处|秘书局|党组|总社)"
_DATE = re.compile(DATE)
_NAME = re.compile(
    r"(?P<before>.*(?:附件|清单|名单|一览表|汇总表|申报书|任务书|指引|指南|办法|方案|说明|要点|规范|细则"
    rf"|特此(?:公告|通告|通知|函复|函达)))?(?P<name>[{HAN}]{{1,240}}{OFFICE}(?:[（(][{HAN}]{{1,12}}[）)])?)"
)
"""Names that stand in one word, and what stands before them where the source's spaces are gone."""
_NEXT_OFFICE = re.compile(
    rf"(?<=办公厅)(?=[{HAN}]{{2}})|(?<=秘书局)(?=[{HAN}]{{2}})|(?<=综合司)(?=[{HAN}]{{2}})"
    rf"|(?<=[委局署行])(?=(?!办公|综合|秘书)[{HAN}]{{2,8}}部)|(?<=[部委局署院厅])(?=国家|中国|全国|最高|[{HAN}]{{2,8}}(?:总局|总署))"
    rf"|(?<=[部委局署院厅])(?<=部)(?=[{HAN}]{{2,6}}部(?![{HAN}]{{1,6}}[司处]))"
)
"""Where one name ends and the next begins, the space between them lost."""
_NOT_SIGNED = re.compile(
    r"[ \t]*(?:[前起至到止]|[—–~-]+\s*\d|之?前|以[前来]|施行|通过|第[一二三四五六七八九十\d]|\d{1,2}[:：]\d\d|来源)"
)
_ORDER = re.compile(rf"令\s*[（(]?\s*(?P<number>{SERIAL})")
_TOKEN = re.compile(r"[^\s、，]+")
_FRAGMENTS = ("委员会", "办公厅", "办公室", "总局", "秘书处", "秘书局")
"""What a line's end parts from the name that it belongs to."""
_BOUNDARIES = "。；：！？”〕】》…;:"
_LONGEST = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Names in their order, the date as printed or None, the span of the text they fill, and an order's number."""

    names: tuple[str, ...]
    date_text: str | None
    start: int
    end: int
    number: str | None = None


def find_signature(text: str, start: int = 0) -> Signature | None:
    """Return the first signature from ``start`` on: names of offices, then a date that ends the sentence.

    Names stand beside each other with spaces or commas, or on lines of their own; a date in brackets with the names
    behind it ("（2024年5月20日 港口管理局）") is one too. Linear in the text.
    """
    for match in _DATE.finditer(text, start):
        if _NOT_SIGNED.match(text, match.end()):
            continue
        low = max(start, match.start() - _LONGEST)
        names, begin = collect_names(text[low : match.start()])
        if names:
            return Signature(names=names, date_text=match[0], start=low + begin, end=match.end())
        closing = text.find("）", match.end(), match.end() + _LONGEST)
        if closing > 0 and text[max(0, match.start() - 2) : match.start()].rstrip()[-1:] == "（":
            names, _ = collect_names(text[match.end() : closing].rstrip("公布发令印 "))
            if names:
                return Signature(names=names, date_text=match[0], start=match.start() - 1, end=closing + 1)
    return None


def find_order(text: str, start: int = 0) -> Signature | None:
    """Return the head of an order from ``start`` on ("港口管理局 令 第5号"), with the date printed alone below it."""
    for match in _ORDER.finditer(text, start):
        low = max(start, match.start() - _LONGEST)
        names, begin = collect_names(text[low : match.start()])
        if names:
            below = (day[0] for day in _DATE.finditer(text, match.end()) if _stands_alone(text, day))
            day = next(below, None)
            return Signature(names=names, date_text=day, start=low + begin, end=match.end(), number=match["number"])
    return None


def collect_names(before: str) -> tuple[tuple[str, ...], int]:
    """Return the names of offices that a text ends with, in order, and where they start."""
    floor = max(before.rfind(sign) for sign in _BOUNDARIES) + 1
    names: list[str] = []
    begin, waiting = len(before), ""
    for token in reversed(list(_TOKEN.finditer(before, floor))):
        word = token[0] + waiting
        if word.startswith(_FRAGMENTS) and token.start() > floor:
            waiting = word
            continue
        waiting = ""
        match = _NAME.fullmatch(word)
        if match is None:
            break
        names[:0] = _NEXT_OFFICE.sub("、", match["name"]).split("、")
        begin = token.start() + match.start("name")
        if match["before"]:
            break
    return tuple(names), begin


def list_signing(names: str | None) -> tuple[str, ...]:
    """Return whose publication a text is by the names under it, without departments: a 司 signs for its body."""
    found: list[str] = []
    for name in (names or "").split("、"):
        is_department = name.endswith("司") and not name.endswith("公司")
        ends = [name.rfind(sign) + len(sign) for sign in ("办公厅", "委员会", *"部委局署院会") if sign in name]
        body = name[: max(ends, default=0)] if is_department else name
        found += [body] if body else []
    return tuple(dict.fromkeys(found))


def _stands_alone(text: str, date: re.Match[str]) -> bool:
    """Whether a date is no part of a sentence: space before or its line's end behind it, and no word that uses it."""
    before, after = text[max(0, date.start() - 1) : date.start()], text[date.end() : date.end() + 1]
    ends_line = after in {"", "\n"} and before not in set("于自从在至到经截")
    return (not before or before.isspace() or ends_line) and not _NOT_SIGNED.match(text, date.end())
