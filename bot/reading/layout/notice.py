"""Official notices on their own: one document with title, number (文号), issuers and date at its end."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from bot.dates.printed_dates import parse_printed_date
from bot.model.briefing import Section
from bot.model.ids import HAN
from bot.reading.document import SITE_MARK, BlockKind, BriefingParts, Document, ItemParts, Place, Placement
from bot.reading.layout.beside import is_office
from bot.reading.layout.furniture import is_furniture_heading
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.notice_page import (
    NUMBER,
    OFFICE,
    SERIAL,
    NoticeRow,
    cut_field,
    find_order,
    find_signature,
    find_stamp,
    is_field,
    is_page_furniture,
    is_path,
    list_fields,
    list_rows,
    list_signing,
    starts_body,
)
from bot.reading.layout.printed_days import find_closing_day, find_opening_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.spans import is_mostly_han, join_lines, list_links

NoticeReading = tuple[BriefingParts, tuple[Placement, ...]]
"""A notice as a briefing of one item, with what became of each of its blocks."""

_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告|通报|纲要|要点|清单|名单"
    r"|措施|令|公示|公报|案例|征求意见稿|解释|决议|的说明|倡议书?|声明|答记者问|答复|复函|报告|规范|要求|公布|发布|修改单)"
)
_TITLE = re.compile(
    rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?"
    rf"|.{{2,60}}?(?:公告|通告|令)\s*[（(]?\s*{SERIAL}\s*[）)]?|[^。：:]{{2,60}}(?:倡议|声明|通报|公告|通告|启事)\s*[：:][^。]{{2,80}}"
    rf"|[{HAN}、\s]{{2,100}}?{OFFICE}(?:等[一二三四五六七八九十\d]+个?部[门委])?\s*(?:联合|共同)?"
    r"(?:印发|发布|公布|出台|开展|启动|部署|制定|修订|推出)[^。]{4,80}",
    re.DOTALL,
)
_BARE_NUMBER = re.compile(
    rf"([{HAN}]{{2,14}})\s*[〔﹝\[【（(]?\s*((?:19|20)\d\d)(?:\s*[〕﹞\]】）)]|\s)\s*(?:第\s*)?(\d{{1,4}})\s*号?"
)
"""A number whose brackets or 号 the page has lost; certain under its label only."""
_PAPER = re.compile(
    rf"(?!.*关于)[{HAN}、\s]{{2,60}}?(?:{OFFICE}(?:文件|函)|公告|通告|令)(?:\s*[（(]?\s*{SERIAL}\s*[）)]?)?"
)
"""What is printed over a notice's own title or number: whose paper it is."""
_ORDERED = re.compile(r"《(?P<title>[^《》]{4,100})》\s*(?:已经?|业经|现予|经)")
"""What an order puts in force is the document, the order its wrapper."""
_ISSUERS = re.compile(rf"([{HAN}、\s]{{2,60}}?)(?:等[一二三四五六七八九十\d]+个?部[门委])?关于")
_OF_A_SERIES = re.compile(r"本[周月期]|[一每][周月]|[周月旬双]报|周刊|月刊|快讯|速递|速览|要闻|第\s*\d+\s*期")
_PART = re.compile(
    r"[（(]?[\d一二三四五六七八九十]{1,3}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则]"
)
_ISSUER_FIELDS = ("发文机关", "发文单位", "印发机关", "制定机关")
_HOST_FIELDS = ("发布机构", "发布单位", "发布机关")
_DATE_FIELDS = ("成文日期", "印发日期", "发文日期", "发布日期", "发布时间", "公布日期", "日期", "时间")
_NUMBER_FIELDS = ("发文字号", "发布文号", "文件编号", "文号", "字号")
_FRONT_ROWS, _TITLE_ROWS, _LONGEST_PART, _NEAR = 40, 4, 60, 8
_SHORTEST_TAIL, _LEAST, _ENOUGH = 8, 2, 20_000


def read_notice(document: Document) -> NoticeReading | None:
    """Read a document as one official notice; None for anything else."""
    if not is_mostly_han("".join(block.text for block in document.blocks[:_FRONT_ROWS])[:_ENOUGH]):
        return _read_english(document)
    rows = [row for at, block in enumerate(document.blocks) for row in list_rows(at, block)]
    title = _find_title(rows)
    if title is None or (_OF_A_SERIES.search(rows[title].text) and "关于" not in rows[title].text):
        return None
    body = _find_body(rows, title)
    if body == len(rows) or _holds_several(rows, title, body):
        return None
    return _Notice(document, rows, title, body).read()


def _find_body(rows: Sequence[NoticeRow], title: int) -> int:
    return next((at for at in range(title + 1, len(rows)) if starts_body(rows, at)), len(rows))


def _find_title(rows: Sequence[NoticeRow]) -> int | None:
    """Return the row with the notice's title: one that ends in a kind of document, and is not whose paper it is."""
    fits = [at for at, row in enumerate(rows[:_FRONT_ROWS]) if _may_be_title(row.text)]
    fits = [at for at in fits if rows[at].is_heading] or fits
    body = _find_body(rows, fits[0]) if fits else 0
    own = (at for at in fits if at < body < len(rows) and not _PAPER.fullmatch(rows[at].text))
    return next(own, next(iter(fits), None))


def _may_be_title(text: str) -> bool:
    is_around = _PART.match(text) or is_field(text) or is_path(text)
    return not is_around and _TITLE.fullmatch(_bare_title(text)) is not None


def _find_title_start(rows: Sequence[NoticeRow], title: int) -> int:
    """Return where a title begins that stands on several lines, its issuer and 关于 on the first of them."""
    for at in range(title, max(-1, title - _TITLE_ROWS), -1):
        if at < title and is_field(rows[at].text):
            break
        if _ISSUERS.match("".join(row.text for row in rows[at : title + 1])):
            return at
    return title


def _bare_title(text: str) -> str:
    """Return a title without its number before it, its label, or marks around the whole of it."""
    bare = cut_field(text).strip()
    number = NUMBER.match(bare)
    bare = bare[number.end() :].strip() if number and len(bare) - number.end() > _SHORTEST_TAIL else bare
    return bare[1:-1] if bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1 else bare


def _holds_several(rows: Sequence[NoticeRow], title: int, body: int) -> bool:
    """Whether what might be a notice is news: sections, labels, headings as the title's, or paragraphs with days."""
    dated = [row for row in rows if find_opening_day(row.text) and not is_day(row.text)]
    if len(dated) >= _LEAST and not find_signature("\n".join(row.text for row in rows)):
        return True
    labels = [find_label(row.text) for row in rows[body:]]
    named = any(label and label.field in {Field.COMMENT, Field.ISSUER} and label.is_strong for label in labels)
    heads = [row for row in rows if row.is_heading]
    beside = [row for row in heads if row.source.level == rows[title].source.level and row is not rows[title]]
    same = rows[title].is_heading and sum(not _PART.match(row.text) for row in beside) >= _LEAST
    early = any(_OF_A_SERIES.search(row.text) and len(row.text) <= _LONGEST_PART for row in rows[:title])
    sections = {tell_section(row.text) for row in (*heads, *rows[:title]) if not is_path(row.text)}
    return named or same or early or bool(sections & {Section.POLICY_NEWS, Section.CORPORATE_NEWS, Section.TOP})


def _start_item(title: str, sign: str, issuers: str | None, day: str | None) -> ItemParts:
    return ItemParts(
        section=Section.TOP,
        position=1,
        headline=title,
        article_text=f"{title}{sign}",
        issuer_text=issuers,
        date_text=day,
        is_official=True,
    )


def _compose(
    document: Document,
    rows: Sequence[NoticeRow],
    places: Sequence[Place],
    told: Collection[int],
    item: ItemParts,
    publisher: str | None,
) -> NoticeReading:
    """Return a notice of these rows, ``told`` those of its text; bullets are points until what is attached.

    ``item`` has the headline, the title with its number, the issuers and the day.
    """
    summary: list[str] = []
    points: list[str] = []
    attached = False
    for _, group in groupby(sorted(told), key=lambda at: rows[at].block):
        own = [rows[at] for at in group]
        text = join_lines("\n".join(row.text for row in own))
        attached = attached or text.startswith("附")
        (points if own[0].source.kind is BlockKind.LIST_ITEM and not attached else summary).append(text)
    blocks = [rows[at].source for at, place in enumerate(places) if place is Place.ITEM]
    pages = [page for block in blocks for page in (block.page, block.last_page or block.page) if page is not None]
    lines = [line for block in blocks for line in (block.line, block.last_line or block.line) if line is not None]
    item = replace(
        item,
        summary=tuple(summary),
        points=tuple(points),
        links=tuple(link for at in told for link in list_links(rows[at].spans)),
        pages=(min(pages), max(pages)) if pages else None,
        lines=(min(lines), max(lines)) if lines else None,
    )
    found = parse_printed_date(item.date_text) if item.date_text else None
    on = found[0] if found else None
    parts = BriefingParts(publisher=publisher, title=item.headline, published_on=on, items=(item,))
    placed = [Placement(block=row.block, place=place, text=row.text) for row, place in zip(rows, places, strict=True)]
    blank = set(range(len(document.blocks))) - {row.block for row in rows}
    placed += [Placement(block=at, place=Place.BLANK, text="") for at in blank]
    return parts, tuple(sorted(placed, key=lambda placement: placement.block))


class _Notice:
    """The rows of a notice with its title and the start of its text, and what can be read of it."""

    def __init__(self, document: Document, rows: Sequence[NoticeRow], title: int, body: int) -> None:
        self.document, self.rows, self.title, self.body = document, rows, title, body
        self.begun = _find_title_start(rows, title)
        self.starts = list(accumulate((len(row.text) + 1 for row in rows), initial=0))
        self.text = "\n".join(row.text for row in rows)
        self.fields, self.page = list_fields(rows, body)
        path = next((at for at in range(title + 1, body) if is_path(rows[at].text)), None)
        if path is not None and max(self.page, default=0) > path:  # the steps of the page's path, each on its line
            self.page |= set(range(path, min(at for at in self.page if at > path)))
        self.end = next((at for at in range(body, len(rows)) if is_furniture_heading(rows[at].text)), len(rows))
        self.order = find_order(self.text, self.starts[title])
        self.signature = find_signature(self.text, self.starts[title + 1])

    def read(self) -> NoticeReading:
        """Return the notice's item with its place in the document."""
        rows = self.rows
        title = self._find_ordered() or "".join(_bare_title(row.text) for row in rows[self.begun : self.title + 1])
        number_rows, number = self._find_number()
        day_rows, day = self._find_date()
        own = {*number_rows, *day_rows, *range(self.begun, self.title + 1)}
        places = [self._place(at, own) for at in range(len(rows))]
        told = [at for at, place in enumerate(places) if place is Place.ITEM and at not in own]
        english = [at for at in told if self.title < at < self.body and rows[at].text.isascii()]
        sign = f" ({rows[english[0]].text})" if english else ""
        if number is not None and number not in title:
            sign += f" {'公告' if number[:1].isdigit() else ''}{number}"
        issuers = self._find_issuers()
        framed = (block.text for block in self.document.furniture)
        site = next((text.removeprefix(SITE_MARK) for text in framed if text.startswith(SITE_MARK)), None)
        return _compose(
            self.document,
            rows,
            places,
            [at for at in told if at not in english],
            _start_item(title, sign, issuers, day),
            "、".join(list_signing(issuers)) or site,
        )

    def _place(self, at: int, own: set[int]) -> Place:
        """Return what a row is: of the item, or of the page around it."""
        text = self.rows[at].text
        if at in own:
            return Place.ITEM
        if at < self.begun or at in self.page or at >= self.end or is_page_furniture(text):
            return Place.NAVIGATION
        title = _bare_title(self.rows[self.title].text)
        tail = title[title.find("关于") :]
        again = text.startswith(title) or (len(tail) >= _SHORTEST_TAIL and text.endswith(tail))
        again = again or (len(text) >= _SHORTEST_TAIL and text in title)
        between = at < self.body and (again or is_path(text) or find_stamp(text) or text in {">", "»"})
        return Place.NAVIGATION if between else Place.ITEM

    def _find_number(self) -> tuple[Collection[int], str | None]:
        """Return the number that stands alone, in the title, under its label or in an order's head, and its rows."""
        for at, row in enumerate(self.rows[: self.body + 1]):
            match = NUMBER.search(row.text)
            if match and at != self.title and at not in self.page and len(match[0]) * 2 >= len(row.text):
                above = self.rows[at - 1].text if at else ""
                if not match["number"][:1].isalpha() and _PAPER.fullmatch(above):
                    return {at - 1, at}, f"{above}{match['number']}"
                return {at}, match["number"]
        labelled = next((self.fields[name] for name in _NUMBER_FIELDS if name in self.fields), "")
        again = self.text.split(self.rows[self.title].text)[2:]  # once more above the text, its number right behind it
        beside = (NUMBER.match(text[:_LONGEST_PART].lstrip()) for text in again)
        match = NUMBER.search(labelled) or next(filter(None, beside), None)
        if match is None and (bare := _BARE_NUMBER.fullmatch(labelled)):
            return (), f"{bare[1]}〔{bare[2]}〕{bare[3]}号"
        of_order = f"{self.order.names[0]}令{self.order.number}" if self.order else None
        return (), match["number"] if match else of_order

    def _find_date(self) -> tuple[Collection[int], str | None]:
        """Return the date of the order, the signature, beside the number, at the end, a label or the page's head."""
        if self.order and self.order.date_text:
            return (), self.order.date_text
        if signed := self.signature:
            bounds = ((at, self.starts[at], self.starts[at + 1] - 1) for at in range(self.title + 1, len(self.rows)))
            return {at for at, start, end in bounds if start >= signed.start and end <= signed.end}, signed.date_text
        for at in range(self.title + 1, min(self.body, self.title + _NEAR)):
            if at not in self.page and is_day(self.rows[at].text):
                return {at}, self.rows[at].text.strip("（）() ")
        values = (self.fields.get(name, "") for name in _DATE_FIELDS)
        labelled = next((value.split(" ")[0] for value in values if any(map(str.isdigit, value))), None)
        stamps = (find_stamp(row.text) for row in self.rows[: self.body + 1])
        return (), labelled or next(filter(None, stamps), None)

    def _find_issuers(self) -> str | None:
        """Return who signs, who gives the order, whom a label or the title names, or who has it attached."""
        signed = self.signature or self.order
        if signed is not None:
            return "、".join(signed.names)
        labelled = next((self.fields[name] for name in _ISSUER_FIELDS if name in self.fields), "")
        who = _ISSUERS.match("".join(row.text for row in self.rows[self.begun : self.title + 1]))
        host = next((self.fields[name] for name in _HOST_FIELDS if name in self.fields), "")
        names = (labelled if "等" not in labelled else "") or (who[1] if who else host)
        return "、".join(names.replace("、", " ").replace("|", " ").split()) or None

    def _find_ordered(self) -> str | None:
        """Return the title of what an order puts in force, where the page's own title is the order's alone."""
        title = self.rows[self.title].text
        is_order = _PAPER.fullmatch(title) is not None
        ordered = _ORDERED.search(self.text, self.starts[self.title]) if is_order or self.order else None
        return ordered["title"] if ordered and (is_order or ordered["title"] in title) else None


# Notices in English, as ministries' pages translate them: a title, the text, who signs and when.

_ENGLISH_TITLE = re.compile(
    r"(?!.*[.?!]\Z)(?:.{0,160}?\b)?(?:Announcement|Notice|Circular|Decision|Order|Decree|Measures|Provisions|Regulations"
    r"|Opinions|Guidelines|Rules|Catalogue|Reply|Communiqué)\b(?:\s(?:of|on|for|by|No\.?|to|from|concerning|regarding)\b.*"
    r"|\s?\(.*)?"
)
_ENGLISH_NUMBER = re.compile(
    r"(?:[A-Z][\w’']*\s){0,8}(?:Announcement|Order|Decree|Notice|Circular)\sNo\.?\s?\d{1,4}(?:\s(?:of\s|\()(?:19|20)\d\d\)?)?"
)
_ENGLISH_FRONT, _ENGLISH_ROWS = 4, 400
_TITLE_WORDS = range(4, 70)


def _read_english(document: Document) -> NoticeReading | None:
    if len(document.blocks) > _ENGLISH_ROWS:
        return None
    rows = [row for at, block in enumerate(document.blocks) for row in list_rows(at, block)]
    fits = (at for at, row in enumerate(rows[:_ENGLISH_FRONT]) if _ENGLISH_TITLE.fullmatch(row.text))
    title = next((at for at in fits if len(rows[at].text.split()) in _TITLE_WORDS), None)
    start, day = _find_english_signature(rows)
    told = rows[(title or 0) + 1 : start]
    labels = [find_label(row.text) for row in told]
    is_news = any(label is not None and label.field in {Field.COMMENT, Field.ISSUER} for label in labels)
    is_news = is_news or any(tell_section(row.text) for row in told if row.is_heading)
    dated = sum(find_opening_day(row.text) is not None for row in told)
    if title is None or day is None or not told or is_news or dated >= _LEAST:
        return None
    number = next((at for at, row in enumerate(rows[:start]) if at != title and _ENGLISH_NUMBER.fullmatch(row.text)), 0)
    signed = [row.text.removesuffix(day).strip(" ,") for row in rows[start:]]
    names = ", ".join(text for text in signed if is_office(text))
    return _compose(
        document,
        rows,
        [Place.NAVIGATION if at < title else Place.ITEM for at in range(len(rows))],
        [at for at in range(title + 1, start) if at != number],
        _start_item(rows[title].text, f", {rows[number].text}" if number else "", names, day),
        names,
    )


def _find_english_signature(rows: Sequence[NoticeRow]) -> tuple[int, str | None]:
    """Return where offices stand on lines of their own at the end, and the day beside or below them."""
    last = rows[-1].text if rows else ""
    closing = find_closing_day(last)
    if closing is not None and is_office(last[: closing.start]):
        return len(rows) - 1, closing.text
    start = len(rows) - 1
    while start > 0 and is_office(rows[start - 1].text):
        start -= 1
    is_signed = start < len(rows) - 1 and is_day(last) and parse_printed_date(last) is not None
    return (start, last) if is_signed else (len(rows), None)
