"""Signatures of Chinese notices: who signed and when, wherever in the text the names and the date stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.ids import HAN

DATE = (
    r"(?:(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
DAY_AHEAD = re.compile(rf"\A\s*{DATE}\s*(?=[{HAN}]+\s*[〔﹝\[【（(])")
"""A day that stands before a document's number on its line."""
_OFFICE_END = r"(?:部|委|办公厅|办公室|办|局|署|院|会|厅|司|中心|银行|政府|秘书处|党组|总社)"
_NAME = re.compile(rf"[{HAN}]{{1,240}}{_OFFICE_END}(?:[（(][{HAN}]{{1,12}}[）)])?")
_BEFORE_NAME = re.compile(
    r".*(?:附件|清单|名单|一览表|汇总表|申报书|任务书|指引|指南|办法|方案|说明|要点|规范|细则|特此(?:公告|通告|通知|函复|函达))"
)
"""What stands before a name where the source's spaces are gone."""
_OFFICE_WITHIN = re.compile(rf"(?:办公厅|秘书局|综合司)(?=[{HAN}]{{2}})")
_MINISTRY = (
    r"(?:外交|教育|科学?技术?|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|生态环境|住房和?城乡建设"
    r"|交通运输|水利|农业农村|商务|文化和旅游|应急管理)部"
)
_NEXT_OFFICE = re.compile(
    rf"(?<=[委局署行])(?={_MINISTRY})|(?<=[部委局署院厅])(?:(?=国家|中国|全国|最高)|(?=[{HAN}]{{2,8}}(?:总局|总署|海关总署))|(?<=部)(?=[{HAN}]{{2,6}}部(?![{HAN}]{{1,6}}[司处])))"
)
"""Where one name ends and the next begins, the space between them lost: a body of the centre, or a second ministry."""
_PLACE = re.compile(rf"[{HAN}]{{2,6}}?(?:省|市|自治区|县)")
_FRAGMENT = re.compile(r"(?:委员会|办公厅|办公室|总局|秘书处|秘书局)")
_DATE = re.compile(DATE)
_NOT_SIGNED = re.compile(
    r"[ \t]*(?:[前起至到止]|[—–~-]+\s*\d|之?前|以[前来]|施行|通过|第[一二三四五六七八九十\d]|\d{1,2}[:：]\d\d|来源)"
)
_USES_DAY = frozenset("于自从在至到经截")
_BOUNDARY = re.compile(r"[。；：！？”〕】》…;:]")
_BRACKETED = re.compile(
    rf"[（(]\s*(?P<date>{DATE})\s*(?P<names>[{HAN}、，\s]{{3,160}}?)\s*(?:公布|发布|令|印发)?\s*[）)]"
)
SERIAL = r"(?:(?:(?:19|20)\d\d\s*年\s*)?第|[〔﹝\[]\s*(?:19|20)\d\d\s*[〕﹞\]]\s*第?)\s*\d{1,4}\s*号"
_ORDER = re.compile(rf"令?\s*[（(]?\s*(?P<number>{SERIAL})")
_ORDER_WORD = re.compile(rf"令\s*(?=[（(]?\s*{SERIAL})")
_DEPARTMENT = re.compile(
    rf"(?P<body>[{HAN}]{{2,30}}?(?:部|委员会|委|局|署|院|会|银行|办公厅))?[{HAN}]{{2,16}}(?<!公)司"
)
"""A department (司), perhaps behind the name of the body whose it is."""
_LONGEST = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Names in their order, the date as printed, and the span of the text they stand in."""

    names: tuple[str, ...]
    date_text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """The head of an order (令): who gives it, its number as printed, and the date below it."""

    names: tuple[str, ...]
    number_text: str
    date_text: str | None


def find_signature(text: str, start: int = 0) -> Signature | None:
    """Return the first signature from ``start`` on: names of offices, then a date that ends the sentence; else None.

    Names stand beside each other with spaces or commas, or on lines of their own; a date in brackets with the names
    behind it ("（2024年5月20日 港口管理局）") is a signature too. Linear in the text.
    """
    for match in _DATE.finditer(text, start):
        if _NOT_SIGNED.match(text, match.end()):
            continue
        low = max(start, match.start() - _LONGEST)
        names, begin = _collect_names(text[low : match.start()])
        if names:
            return Signature(names=names, date_text=match[0], start=low + begin, end=match.end())
        bracketed = _BRACKETED.match(text, _open_bracket(text, match.start()))
        if bracketed:
            names, _ = _collect_names(bracketed["names"])
            if names:
                return Signature(names=names, date_text=bracketed["date"], start=bracketed.start(), end=bracketed.end())
    return None


def find_names_before(text: str, at: int) -> tuple[str, ...]:
    """Return the names of offices that stand right before an offset, in order."""
    return _collect_names(text[max(0, at - _LONGEST) : at])[0]


def list_bodies_signing(names: str) -> tuple[str, ...]:
    """Return whose publication a text is by the names under it, without departments: a 司 signs for its body."""
    bodies = (found["body"] if (found := _DEPARTMENT.fullmatch(name)) else name for name in names.split("、"))
    return tuple(dict.fromkeys(filter(None, bodies)))


def find_order(text: str, start: int = 0) -> Order | None:
    """Return the head of an order from ``start`` on ("港口管理局 令 第5号"), with the date printed below; else None."""
    for match in _ORDER_WORD.finditer(text, start):
        at = match.start()
        number = _ORDER.match(text, at)
        names, _ = _collect_names(text[max(start, at - _LONGEST) : at])
        if number is None or not names:
            continue
        below = next((d for d in _DATE.finditer(text, number.end()) if _stands_alone(text, d)), None)
        return Order(names=names, number_text=number["number"], date_text=below[0] if below else None)
    return None


def _stands_alone(text: str, date: re.Match[str]) -> bool:
    """Whether a date is no part of a sentence: space before or its line's end behind it, and no word that uses it."""
    before, after = text[max(0, date.start() - 1) : date.start()], text[date.end() : date.end() + 1]
    ends_line = after in {"", "\n"} and before not in _USES_DAY
    return (not before or before.isspace() or ends_line) and not _NOT_SIGNED.match(text, date.end())


def _open_bracket(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isspace():
        at -= 1
    return at - 1 if at > 0 and text[at - 1] in "（(" else at


def _collect_names(before: str) -> tuple[tuple[str, ...], int]:
    """Return the names of offices that the text ends with, in order, and where they start."""
    breaks = [match.end() for match in _BOUNDARY.finditer(before)]
    at = breaks[-1] if breaks else 0
    names: list[str] = []
    begin = len(before)
    lines: list[tuple[int, str]] = []
    for line in before[at:].split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    for offset, line in reversed(lines):
        if not line.strip():
            continue
        found, start, whole = _read_line(line)
        names[:0] = found
        begin = offset + start if found else begin
        if not whole:
            break
    return tuple(names), begin


def _read_line(line: str) -> tuple[list[str], int, bool]:
    """Return the names a line ends with, where they start in it, and whether the whole line is names."""
    tokens = [(m.start(), m[0]) for m in re.finditer(r"[^ \t\r\f\v\u00a0\u3000、，]+", line)]
    names: list[str] = []
    start = len(line)
    waiting = ""
    for offset, token in reversed(tokens):
        word = token + waiting
        if _FRAGMENT.match(word) and offset > 0:
            waiting = word
            continue
        waiting = ""
        junk = _BEFORE_NAME.match(word)
        own = word[junk.end() :] if junk else word
        if _NAME.fullmatch(own) is None:
            return names, start, False
        names[:0] = _part_names(own)
        start = offset + len(word) - len(own)
        if junk:
            return names, start, False
    return names, start, not waiting


def _part_names(names: str) -> list[str]:
    """Return the names that stand in one word; one of the same place as the first is another office, no part of it."""
    place = _PLACE.match(names)
    parted = _NEXT_OFFICE.sub("、", _OFFICE_WITHIN.sub("\\g<0>、", names))
    if place:
        parted = re.sub(rf"(?<=[部委局署院厅室会])(?={place[0]})", "、", parted)
    return parted.split("、")
