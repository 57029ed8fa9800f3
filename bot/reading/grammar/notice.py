"""Official notices in Chinese: one document, one policy, with title, number (文号), issuers and date at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.dates import parse_printed_date
from bot.domain.names import HAN
from bot.reading.document import BlockKind
from bot.reading.grammar.lead_ins import find_dated_lead, is_date_line
from bot.reading.grammar.pieces import is_mostly_han

if TYPE_CHECKING:
    from bot.reading.grammar.pieces import Piece

_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告|通报|纲要"
    r"|要点|清单|措施|令|公示|征求意见稿|的说明|倡议|声明|答记者问|报告|规范|要求|公布|发布)"
)
_TITLE = re.compile(rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?", re.DOTALL)
_NUMBER = re.compile(
    rf"(?P<number>[{HAN}]{{2,14}}\s*[〔﹝\[【（(]\s*(?:19|20)\d\d\s*[〕﹞\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*号|(?:[{HAN}]{{2,12}}(?:令|公告)\s*)?(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)"
)
_ISSUER_LABEL = re.compile(r"\s*(?:发布|发文|印发|制定)(?:机构|单位|机关|部门)\s*[:：]\s*(?P<value>.+)")
_DATE_LABEL = re.compile(r"\s*(?:发布|印发|成文|发文)?(?:日期|时间)\s*[:：]\s*(?P<value>.+)")
_NAVIGATION = re.compile(
    r"\s*(?:当前位置|首\s*页\s*[>》]|您(?:现在)?的?位置|分享到|字号|打印本页|关闭窗口|上一篇|下一篇|扫一扫|责任编辑|来源\s*[:：]|浏览次数|【?打印】?|索\s*引\s*号|主题分类)"
)
_BODY_NAME = re.compile(
    rf"[{HAN}\s、]{{2,120}}(?:部|委|委员会|办公厅|办公室|局|署|院|总局|会|厅|司|中心|银行|法院|检察院|联合会|政府)(?:\s|、|\Z)"
)
_TITLE_ISSUERS = re.compile(rf"(?P<who>[{HAN}、\s]{{2,60}}?)(?:等[一二三四五六七八九十\d]+(?:个)?部[门委])?关于")
_STANDING_DATE = re.compile(
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日"
)
_STAMPED = re.compile(rf"(?P<date>{_STANDING_DATE.pattern})\s*(?:\d{{1,2}}[:：]\d\d|来源)")
_FRONT_PIECES = 15
_SHORTEST_BODY = 1
_SIGNATURE_LENGTH = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Where a notice's parts stand: indexes of pieces, and the wording found."""

    title: int
    title_text: str
    number_text: str | None
    number: int | None
    issuers: tuple[int, ...]
    issuer_text: str | None
    date: int | None
    date_text: str | None
    navigation: frozenset[int]


def find_notice(pieces: tuple[Piece, ...], *, is_briefing: bool) -> Notice | None:
    """Read the pieces as one notice: Chinese, with a title that names a kind of document; None for anything else."""
    if is_briefing or not pieces or not is_mostly_han("".join(piece.raw for piece in pieces)):
        return None
    if sum(find_dated_lead(p) is not None and not is_date_line(p.text) for p in pieces) > 1:
        return None
    if any(piece.kind is BlockKind.TABLE_ROW for piece in pieces[:_FRONT_PIECES]):
        return None
    title = _find_title(pieces)
    if title is None or len(pieces) <= title + _SHORTEST_BODY:
        return None
    number, number_text = _find_number(pieces, title)
    date, date_text = _find_date(pieces, title)
    issuers, issuer_text = _find_issuers(pieces, title, date)
    title_text = pieces[title].text
    return Notice(
        title=title,
        title_text=title_text,
        number=number,
        number_text=number_text,
        issuers=issuers,
        issuer_text=issuer_text,
        date=date,
        date_text=date_text,
        navigation=frozenset(i for i, p in enumerate(pieces) if i != title and _NAVIGATION.match(p.text)),
    )


def _find_title(pieces: tuple[Piece, ...]) -> int | None:
    front = range(min(_FRONT_PIECES, len(pieces)))
    fits = [i for i in front if is_mostly_han(pieces[i].text) and _TITLE.fullmatch(pieces[i].text.strip())]
    headed = [i for i in fits if pieces[i].is_heading or pieces[i].is_bold]
    return next(iter(headed or fits), None)


def _find_number(pieces: tuple[Piece, ...], title: int) -> tuple[int | None, str | None]:
    for i in range(min(len(pieces), title + 8)):
        text = pieces[i].text
        match = _NUMBER.search(text)
        if match and i != title and len(match[0]) * 2 >= len(text.strip()):
            return i, match["number"]
    for piece in pieces[title + 1 : title + 4]:
        start = piece.text.rfind(pieces[title].text)
        match = _NUMBER.match(piece.text[start + len(pieces[title].text) :].lstrip()) if start >= 0 else None
        if match:
            return None, match["number"]
    return None, None


def _find_date(pieces: tuple[Piece, ...], title: int) -> tuple[int | None, str | None]:
    """Give the date under the text, else the one a label or the page's head gives."""
    for i in range(len(pieces) - 1, title, -1):
        lines = pieces[i].lines()
        if lines and is_date_line(lines[-1]) and parse_printed_date(lines[-1]):
            return i, lines[-1].strip("（）() ")
        closing = _STANDING_DATE.search(lines[-1]) if lines else None
        if (
            closing
            and closing.end() == len(lines[-1])
            and len(lines[-1]) <= _SIGNATURE_LENGTH
            and _BODY_NAME.match(lines[-1])
        ):
            return i, closing[0]
    for i, piece in enumerate(pieces[: title + 6]):
        match = _DATE_LABEL.match(piece.text)
        if match:
            return i, match["value"].strip()
        stamped = _STAMPED.search(piece.text)
        if stamped:
            return i, stamped["date"]
        found = _STANDING_DATE.search(piece.text)
        if found and i != title and len(piece.text) <= _SIGNATURE_LENGTH // 2:
            return i, found[0]
    return None, None


def _find_issuers(pieces: tuple[Piece, ...], title: int, date: int | None) -> tuple[tuple[int, ...], str | None]:
    """Give the signatures above the date, else a label's value, else who the title names."""
    for i, piece in enumerate(pieces[: title + 8]):
        match = _ISSUER_LABEL.match(piece.text)
        if match:
            return (i,), match["value"].strip()
    signed: list[int] = []
    names: list[str] = []
    if date is not None and date > title + 1:
        own = " ".join(pieces[date].lines()[:-1]) or _STANDING_DATE.sub("", pieces[date].text).strip()
        if own and _BODY_NAME.match(own):
            names.insert(0, own)
        for i in range(date - 1, title, -1):
            text = pieces[i].text
            if len(text) > _SIGNATURE_LENGTH or not _BODY_NAME.fullmatch(text + " ") or text.endswith(("：", "。")):
                break
            signed.insert(0, i)
            names.insert(0, text)
    if names:
        return tuple(signed), "、".join("、".join(re.split(r"[\s、]+", name.strip())) for name in names)
    who = _TITLE_ISSUERS.match(pieces[title].text)
    return (), "、".join(re.split(r"[\s、]+", who["who"].strip())) if who else None
