"""Official notices on their own: one document with title, number (文号), issuers and date at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.dates.printed_dates import parse_printed_date
from bot.model.briefing import Section
from bot.model.ids import HAN
from bot.reading.document import SITE_MARK, BlockKind, BriefingParts, Document, ItemParts, Place, Placement
from bot.reading.layout.furniture import is_furniture_heading
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.notice_english import read_english_notice
from bot.reading.layout.notice_page import (
    NUMBER,
    NoticeRow,
    find_host,
    find_stamp,
    is_field,
    is_page_furniture,
    is_path,
    list_fields,
    list_placements,
    list_rows,
    starts_body,
    without_field,
)
from bot.reading.layout.printed_days import find_opening_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.signature import (
    OFFICE,
    SERIAL,
    Signature,
    find_order,
    find_signature,
    list_signing,
)
from bot.reading.layout.spans import is_mostly_han, join_lines, list_links

_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告"
    r"|通报|纲要|要点|清单|名单|措施|令|公示|公报|案例"
    r"|征求意见稿|解释|决议|的说明|倡议书?|声明|答记者问|答复|复函|报告|规范|要求|公布|发布|修改单)"
)
_TITLE = re.compile(
    rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?"
    rf"|.{{2,60}}?(?:公告|通告|令)\s*[（(]?\s*{SERIAL}\s*[）)]?"
    r"|[^。：:]{2,60}(?:倡议|声明|通报|公告|通告|启事)\s*[：:][^。]{2,80}"
    rf"|[{HAN}、\s]{{2,100}}?{OFFICE}(?:等[一二三四五六七八九十\d]+个?部[门委])?\s*(?:联合|共同)?"
    r"(?:印发|发布|公布|出台|开展|启动|部署|制定|修订|推出)[^。]{4,80}",
    re.DOTALL,
)
_BARE_NUMBER = re.compile(
    rf"(?P<office>[{HAN}]{{2,14}})\s*[〔﹝\[【（(]?\s*(?P<year>(?:19|20)\d\d)(?:\s*[〕﹞\]】）)]"
    rf"|\s)\s*(?:第\s*)?(?P<number>\d{{1,4}})\s*号?"
)
"""A number whose brackets or 号 the page has lost; certain under its label only."""
_PAPER = re.compile(
    rf"(?!.*关于)[{HAN}、\s]{{2,60}}?(?:{OFFICE}(?:文件|函)|公告|通告|令)(?:\s*[（(]?\s*{SERIAL}\s*[）)]?)?"
)
"""What is printed over a notice's own title or number: whose paper it is."""
_ORDERED = re.compile(r"《(?P<title>[^《》]{4,100})》\s*(?:已经?|业经|现予|经)")
"""What an order puts in force is the document, the order its wrapper."""
_ISSUERS = re.compile(rf"(?P<who>[{HAN}、\s]{{2,60}}?)(?:等[一二三四五六七八九十\d]+个?部[门委])?关于")
_OF_A_SERIES = re.compile(r"本[周月期]|[一每][周月]|[周月旬双]报|周刊|月刊|快讯|速递|速览|要闻|第\s*\d+\s*期")
_PART = re.compile(
    r"[（(]?[\d一二三四五六七八九十]{1,3}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则]"
)
_PAGE_ISSUER = ("发布机构", "发布单位", "发布机关")
_OWN_ISSUER = ("发文机关", "发文单位", "印发机关", "制定机关")
_WRITTEN = ("成文日期", "印发日期", "发文日期")
_PUT_UP = ("发布日期", "发布时间", "公布日期", "日期", "时间")
_NUMBER_FIELDS = ("发文字号", "发布文号", "文件编号", "文号", "字号")
_FRONT_ROWS, _TITLE_ROWS, _LONGEST_PART, _NEAR = 40, 4, 60, 8
_SHORTEST_TAIL, _LONGEST_NAMES, _LEAST, _ENOUGH = 8, 160, 2, 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeReading:
    """An official notice as a briefing of one item, with what became of each of its blocks."""

    parts: BriefingParts
    placements: tuple[Placement, ...]


def read_notice(document: Document) -> NoticeReading | None:
    """Read a document as one official notice; None for anything else."""
    if not is_mostly_han("".join(block.text for block in document.blocks[:_FRONT_ROWS])[:_ENOUGH]):
        english = read_english_notice(document)
        return NoticeReading(parts=english[0], placements=english[1]) if english else None
    rows = tuple(row for at, block in enumerate(document.blocks) for row in list_rows(at, block))
    title = _find_title(rows)
    if title is None or (_OF_A_SERIES.search(rows[title].text) and "关于" not in rows[title].text):
        return None
    body = next((at for at in range(title + 1, len(rows)) if starts_body(rows, at)), len(rows))
    if body == len(rows) or _holds_several(rows, title, body):
        return None
    return _Notice(document, rows, title, body).read()


def _find_title(rows: Sequence[NoticeRow]) -> int | None:
    """Return the row with the notice's title: one that ends in a kind of document, and is not whose paper it is."""
    fits = [
        at
        for at, row in enumerate(rows[:_FRONT_ROWS])
        if _TITLE.fullmatch(_bare_title(row.text)) and not _is_around(row.text)
    ]
    fits = [at for at in fits if rows[at].is_heading] or fits
    body = next((at for first in fits[:1] for at in range(first + 1, len(rows)) if starts_body(rows, at)), 0)
    own = (at for at in fits if at < body and not _PAPER.fullmatch(rows[at].text))
    return next(own, next(iter(fits), None))


def _is_around(text: str) -> bool:
    """Whether a line is a part's heading, a field or the path of the page, and no title."""
    return bool(_PART.match(text)) or is_field(text) or is_path(text)


def _find_title_start(rows: Sequence[NoticeRow], title: int) -> int:
    """Return where a title begins that stands on several lines, its issuer and 关于 on the first of them."""
    for at in range(title, max(-1, title - _TITLE_ROWS), -1):
        if at < title and is_field(rows[at].text):
            break
        whole = "".join(row.text for row in rows[at : title + 1])
        if _ISSUERS.match(whole):
            return at
    return title


def _bare_title(text: str) -> str:
    """Return a title without its number before it, its label, or marks around the whole of it."""
    bare = without_field(text).strip()
    number = NUMBER.match(bare)
    bare = bare[number.end() :].strip() if number and len(bare) - number.end() > _SHORTEST_TAIL else bare
    return bare[1:-1] if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1 else bare


def _holds_several(rows: Sequence[NoticeRow], title: int, body: int) -> bool:
    """Whether what might be a notice is news: sections, labels, headings as the title's, or paragraphs with days."""
    dated = [row for row in rows if find_opening_day(row.text) and not is_day(row.text)]
    if len(dated) >= _LEAST and not find_signature("\n".join(row.text for row in rows)):
        return True
    labels = [find_label(row.text) for row in rows[body:]]
    named = [label for label in labels if label and label.field in {Field.COMMENT, Field.ISSUER} and label.is_strong]
    heads = [row for row in rows if row.is_heading]
    beside = [row for row in heads if row.source.level == rows[title].source.level and row is not rows[title]]
    same = rows[title].is_heading and sum(not _PART.match(row.text) for row in beside) >= _LEAST
    sections = {tell_section(row.text) for row in (*heads, *rows[:title]) if not is_path(row.text)}
    early = any(_OF_A_SERIES.search(row.text) and len(row.text) <= _LONGEST_PART for row in rows[:title])
    return bool(named) or same or early or bool(sections & {Section.POLICY_NEWS, Section.CORPORATE_NEWS, Section.TOP})


class _Notice:
    """The rows of a notice with its title and the start of its text, and what can be read of it."""

    def __init__(self, document: Document, rows: tuple[NoticeRow, ...], title: int, body: int) -> None:
        self._document, self._rows, self._title, self._body = document, rows, title, body
        self._begun = _find_title_start(rows, title)
        self._starts = [0]
        for row in rows:
            self._starts.append(self._starts[-1] + len(row.text) + 1)
        self._text = "\n".join(row.text for row in rows)
        self._fields, self._page = list_fields(rows, body)
        path = next((at for at in range(title + 1, body) if is_path(rows[at].text)), None)
        if path is not None and max(self._page, default=0) > path:  # the steps of the page's path, each on its line
            self._page |= set(range(path, min(at for at in self._page if at > path)))
        ends = (at for at in range(body, len(rows)) if is_furniture_heading(rows[at].text))
        self._end = next(ends, len(rows))
        self._order = find_order(self._text, self._starts[title])
        self._signature = find_signature(self._text, self._starts[title + 1])

    def read(self) -> NoticeReading:
        """Return the notice's item with its place in the document."""
        title = self._find_ordered() or "".join(
            _bare_title(row.text) for row in self._rows[self._begun : self._title + 1]
        )
        number_rows, number = self._find_number()
        day_rows, date_text = self._find_date()
        issuers = self._find_issuers()
        own = number_rows | day_rows | set(range(self._begun, self._title + 1))
        places = [self._place(at, own) for at in range(len(self._rows))]
        item = self._build_item(places, own, title, number)
        around = [row.text for row, place in zip(self._rows, places, strict=True) if place is Place.NAVIGATION]
        framed = [block.text for block in self._document.furniture]
        signing = "、".join(list_signing(issuers))
        host = None if signing else find_host("\n".join((*item.summary, *item.points)), [*around, *framed])
        found = parse_printed_date(date_text) if date_text else None
        site = next((text.removeprefix(SITE_MARK) for text in framed if text.startswith(SITE_MARK)), None)
        return NoticeReading(
            parts=BriefingParts(
                publisher=signing or site,
                title=title,
                published_on=found[0] if found else None,
                items=(replace(item, issuer_text=issuers, date_text=date_text, host_text=host),),
            ),
            placements=list_placements(self._document, self._rows, places),
        )

    def _build_item(self, places: Sequence[Place], own: set[int], title: str, number: str | None) -> ItemParts:
        """Return the item: the paragraphs outside its own fields, bullets as points until what is attached."""
        kept = [at for at, place in enumerate(places) if place is Place.ITEM and at not in own]
        english = [at for at in kept if self._title < at < self._body and self._rows[at].text.isascii()]
        summary: list[str] = []
        points: list[str] = []
        attached = False
        for _, group in groupby((at for at in kept if at not in english), key=lambda at: self._rows[at].block):
            rows = [self._rows[at] for at in group]
            text = join_lines("\n".join(row.text for row in rows))
            attached = attached or text.startswith("附")
            is_point = rows[0].source.kind is BlockKind.LIST_ITEM and not attached
            (points if is_point else summary).append(text)
        twin = f" ({self._rows[english[0]].text})" if english else ""
        sign = "" if number is None or number in title else f" {_name_series(number)}"
        blocks = [self._rows[at].source for at, place in enumerate(places) if place is Place.ITEM]
        pages = [page for block in blocks for page in (block.page, block.last_page or block.page) if page is not None]
        lines = [line for block in blocks for line in (block.line, block.last_line or block.line) if line is not None]
        return ItemParts(
            section=Section.TOP,
            position=1,
            headline=title,
            summary=tuple(summary),
            points=tuple(points),
            article_text=f"{title}{twin}{sign}",
            is_official=True,
            links=tuple(link for at in kept for link in list_links(self._rows[at].spans)),
            pages=(min(pages), max(pages)) if pages else None,
            lines=(min(lines), max(lines)) if lines else None,
        )

    def _place(self, at: int, own: set[int]) -> Place:
        """Return what a row is: of the item, or of the page around it."""
        text = self._rows[at].text
        if at in own:
            return Place.ITEM
        if at < self._begun or at in self._page or at >= self._end or is_page_furniture(text):
            return Place.NAVIGATION
        title = _bare_title(self._rows[self._title].text)
        tail = title[title.find("关于") :]
        again = text.startswith(title) or (len(tail) >= _SHORTEST_TAIL and text.endswith(tail))
        again = again or (len(text) >= _SHORTEST_TAIL and text in title)
        between = at < self._body and (again or is_path(text) or find_stamp(text) or text in {">", "»"})
        return Place.NAVIGATION if between else Place.ITEM

    def _find_number(self) -> tuple[set[int], str | None]:
        """Return the number that stands alone, in the title, under its label or in an order's head, and its rows."""
        near = range(min(len(self._rows), self._body + 1))
        for at in near:
            match = NUMBER.search(self._rows[at].text)
            if match and at != self._title and at not in self._page and len(match[0]) * 2 >= len(self._rows[at].text):
                above = self._rows[at - 1].text if at else ""
                if not match["number"][:1].isalpha() and _PAPER.fullmatch(above):
                    return {at - 1, at}, f"{above}{match['number']}"
                return {at}, match["number"]
        title = self._rows[self._title].text
        labelled = next((self._fields[name] for name in _NUMBER_FIELDS if name in self._fields), "")
        match, bare = NUMBER.search(labelled), _BARE_NUMBER.fullmatch(labelled)
        if match is not None:
            return set(), match["number"]
        if bare is not None:
            return set(), f"{bare['office']}〔{bare['year']}〕{bare['number']}号"
        again = self._text.split(title)[2:]  # the title once more above the text, its number right behind it
        match = next(filter(None, (NUMBER.match(text[:_LONGEST_PART].lstrip()) for text in again)), None)
        if match is not None:
            return set(), match["number"]
        return set(), f"{self._order.names[0]}令{self._order.number}" if self._order else None

    def _find_date(self) -> tuple[set[int], str | None]:
        """Return the date of the order, the signature, beside the number, at the end, a label or the page's head."""
        if self._order and self._order.date_text:
            return set(), self._order.date_text
        if self._signature:
            return self._rows_within(self._signature), self._signature.date_text
        for at in range(self._title + 1, min(self._body, self._title + _NEAR)):
            if at not in self._page and is_day(self._rows[at].text):
                return {at}, self._rows[at].text.strip("（）() ")
        for name in (*_WRITTEN, *_PUT_UP):
            if name in self._fields and any(map(str.isdigit, self._fields[name])):
                return set(), self._fields[name].split(" ")[0]
        return set(), next(filter(None, (find_stamp(row.text) for row in self._rows[: self._body + 1])), None)

    def _find_issuers(self) -> str | None:
        """Return who signs, who gives the order, whom a label or the title names, or who has it attached."""
        signed = self._signature or self._order
        if signed is not None:
            return "、".join(signed.names)
        labelled = next((self._fields[name] for name in _OWN_ISSUER if name in self._fields), "")
        if labelled and "等" not in labelled:
            return _write_names(labelled)
        whole = "".join(row.text for row in self._rows[self._begun : self._title + 1])
        who = _ISSUERS.match(whole)
        if who is not None:
            return _write_names(who["who"])
        labelled = next((self._fields[name] for name in _PAGE_ISSUER if name in self._fields), "")
        return _write_names(labelled) if labelled else None

    def _find_ordered(self) -> str | None:
        """Return the title of what an order puts in force, where the page's own title is the order's alone."""
        title = self._rows[self._title].text
        is_order = _PAPER.fullmatch(title) is not None
        ordered = _ORDERED.search(self._text, self._starts[self._title]) if is_order or self._order else None
        return ordered["title"] if ordered and (is_order or ordered["title"] in title) else None

    def _rows_within(self, signature: Signature) -> set[int]:
        """Return the rows that hold nothing but a signature."""
        rows = range(self._title + 1, len(self._rows))
        ends = {at: self._starts[at] + len(self._rows[at].text) for at in rows}
        return {at for at in rows if self._starts[at] >= signature.start and ends[at] <= signature.end}


def _write_names(names: str) -> str:
    return "、".join(part for part in names.replace("、", " ").replace("|", " ").split() if part)


def _name_series(number: str) -> str:
    """Return a number that is a year's count alone as the announcement's that it is ("2025年第9号")."""
    return number if not number[:1].isdigit() else f"公告{number}"
