"""Official notices on their own: one document with title, number (文号), issuers and date at its end."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import accumulate, groupby

from bot.dates.printed_dates import parse_printed_date
from bot.model.briefing import Section
from bot.model.ids import HAN
from bot.reading.document import BlockKind, BriefingParts, Document, ItemParts, Place, Placement
from bot.reading.layout.beside import is_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.notice_page import (
    NUMBER,
    OFFICE,
    SERIAL,
    NoticeRow,
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
from bot.reading.layout.printed_days import find_opening_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.spans import find_bounds, is_mostly_han, join_lines, list_links

NoticeReading = tuple[BriefingParts, tuple[Placement, ...]]
"""A notice as a briefing of one item, with what became of each of its blocks."""

_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告|通报|纲要|要点|清单|名单"
    r"|措施|令|公示|公报|案例|征求意见稿|解释|决议|的说明|倡议书?|声明|答记者问|答复|复函|报告|规范|要求|公布|发布|修改单)"
)
_TITLE = re.compile(
    rf"(?![（(]?[\d一二三四五六七八九十]{{1,3}}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则])(?:"
    rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?"
    rf"|.{{2,60}}?(?:公告|通告|令)\s*[（(]?\s*{SERIAL}\s*[）)]?|[^。：:]{{2,60}}(?:倡议|声明|通报|公告|通告|启事)\s*[：:][^。]{{2,80}}"
    rf"|[{HAN}、\s]{{2,100}}?{OFFICE}(?:等[一二三四五六七八九十\d]+个?部[门委])?\s*(?:联合|共同)?"
    r"(?:印发|发布|公布|出台|开展|启动|部署|制定|修订|推出)[^。]{4,80})",
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
_ISSUER_FIELDS = ("发文机关", "发文单位", "印发机关", "制定机关", "发布机构", "发布单位", "发布机关")
_DATE_FIELDS = ("成文日期", "印发日期", "发文日期", "发布日期", "发布时间", "公布日期", "日期", "时间")
_NUMBER_FIELDS = ("发文字号", "发布文号", "文件编号", "文号", "字号")
_FRONT_ROWS, _TITLE_ROWS, _LONGEST_PART = 40, 4, 60
_SHORTEST_TAIL, _LEAST, _ENOUGH = 8, 2, 20_000


def read_notice(document: Document) -> NoticeReading | None:
    """Read a document as one official notice; None for anything else."""
    rows = [row for at, block in enumerate(document.blocks) for row in list_rows(at, block)]
    if not is_mostly_han("".join(row.text for row in rows[:_FRONT_ROWS])[:_ENOUGH]):
        return _read_english(document, rows)
    fits = [at for at, row in enumerate(rows[:_FRONT_ROWS]) if _may_be_title(row.text)]
    fits = [at for at in fits if rows[at].is_heading] or fits
    first = next(iter(fits), len(rows))
    body = next((at for at in range(first + 1, len(rows)) if starts_body(rows, at)), len(rows))
    if body == len(rows):
        return None
    title = next((at for at in fits if at < body and not _PAPER.fullmatch(rows[at].text)), first)
    is_issue = _OF_A_SERIES.search(rows[title].text) and "关于" not in rows[title].text
    if is_issue or _holds_several(rows, title, body):
        return None
    return _Notice(document, rows, title, body).read()


def _may_be_title(text: str) -> bool:
    return not (is_field(text) or is_path(text)) and _TITLE.fullmatch(text) is not None


def _holds_several(rows: Sequence[NoticeRow], title: int, body: int) -> bool:
    """Whether what might be a notice is news: paragraphs with days, an item's labels, an issue's name, sections."""
    dated = [row for row in rows if find_opening_day(row.text) and not is_day(row.text)]
    if len(dated) >= _LEAST and not find_signature("\n".join(row.text for row in rows)):
        return True
    labels = [label for row in rows[body:] if (label := find_label(row.text)) and label.is_strong]
    if any(label.field in {Field.COMMENT, Field.ISSUER} for label in labels):
        return True
    if any(_OF_A_SERIES.search(row.text) and len(row.text) <= _LONGEST_PART for row in rows[:title]):
        return True
    heads = [row.text for at, row in enumerate(rows) if (at < title or row.is_heading) and not is_path(row.text)]
    return not {tell_section(text) for text in heads} <= {None, Section.OTHER}


class _Notice:
    """The rows of a notice with its title and the start of its text, and what can be read of it."""

    def __init__(self, document: Document, rows: Sequence[NoticeRow], title: int, body: int) -> None:
        self.document, self.rows, self.title, self.body = document, rows, title, body
        above = range(title, max(-1, title - _TITLE_ROWS), -1)
        joined = ((at, "".join(row.text for row in rows[at : title + 1])) for at in above)
        self.begun = next((at for at, text in joined if _ISSUERS.match(text)), title)
        self.heading = "".join(row.text for row in rows[self.begun : title + 1])
        self.starts = list(accumulate((len(row.text) + 1 for row in rows), initial=0))
        self.text = "\n".join(row.text for row in rows)
        self.fields, self.page = list_fields(rows, body)
        path = next((at for at in range(title + 1, body) if is_path(rows[at].text)), body)
        if path < max(self.page, default=0):  # the steps of the page's path, each on its line
            self.page |= set(range(path, min(at for at in self.page if at > path)))
        self.order = find_order(self.text, self.starts[title])
        self.signature = find_signature(self.text, self.starts[title + 1])

    def read(self) -> NoticeReading:
        """Return the notice's item with its place in the document."""
        rows = self.rows
        number_rows, number = self._find_number()
        day_rows, day = self._find_date()
        own = {*number_rows, *day_rows, *range(self.begun, self.title + 1)}
        places = [Place.ITEM if at in own or not self._is_of_page(at) else Place.NAVIGATION for at in range(len(rows))]
        told = [at for at, place in enumerate(places) if place is Place.ITEM and at not in own]
        english = [at for at in told if self.title < at < self.body and rows[at].text.isascii()]
        told = [at for at in told if at not in english]
        title = self.heading
        if _PAPER.fullmatch(title) and (ordered := _ORDERED.search(self.text, self.starts[self.title])):
            title = ordered["title"]
        sign = f" ({rows[english[0]].text})" if english else ""
        if number is not None and number not in title:
            sign += f" {number}"
        issuers = self._find_issuers()
        item = ItemParts(section=Section.TOP, position=1, headline=title, issuer_text=issuers, date_text=day)
        return _build(self.document, rows, places, told, replace(item, article_text=f"{title}{sign}"))

    def _is_of_page(self, at: int) -> bool:
        """Whether a row is of the page around the notice."""
        text = self.rows[at].text
        if at < self.begun or at in self.page or is_page_furniture(text):
            return True
        again = self.heading in text or (len(text) >= _SHORTEST_TAIL and text in self.heading)
        return at < self.body and bool(again or is_path(text) or find_stamp(text) or text in {">", "»"})

    def _find_field(self, names: Sequence[str]) -> str:
        return next((self.fields[name] for name in names if name in self.fields), "")

    def _find_number(self) -> tuple[Collection[int], str | None]:
        """Return the number that stands alone, in the title, under its label or in an order's head, and its rows."""
        for at, row in enumerate(self.rows[: self.body + 1]):
            match = NUMBER.search(row.text)
            if match and at not in self.page and len(match[0]) * 2 >= len(row.text):
                above = self.rows[at - 1].text if at else ""
                if not match["number"][:1].isalpha() and _PAPER.fullmatch(above):
                    return {at - 1, at}, f"{above}{match['number']}"
                return {at}, match["number"]
        labelled = self._find_field(_NUMBER_FIELDS)
        again = self.text.split(self.rows[self.title].text)[2:]  # once more above the text, its number right behind it
        beside = (NUMBER.match(text[:_LONGEST_PART].lstrip()) for text in again)
        match = NUMBER.search(labelled) or next(filter(None, beside), None)
        if match is None and (bare := _BARE_NUMBER.fullmatch(labelled)):
            return (), f"{bare[1]}〔{bare[2]}〕{bare[3]}号"
        of_order = f"{self.order.names[0]}令{self.order.number}" if self.order else None
        return (), match["number"] if match else of_order

    def _find_date(self) -> tuple[Collection[int], str | None]:
        """Return the date of the order, the signature, a label or the page's head, with its rows."""
        if self.order and self.order.date_text:
            return (), self.order.date_text
        if signed := self.signature:
            inside = (at for at in range(self.title + 1, len(self.rows)) if self.starts[at] >= signed.start)
            return {at for at in inside if self.starts[at + 1] - 1 <= signed.end}, signed.date_text
        stamps = (find_stamp(row.text) for row in self.rows[: self.body + 1])
        labelled = self._find_field(_DATE_FIELDS).split(" ")[0]
        return (), labelled or next(filter(None, stamps), None)

    def _find_issuers(self) -> str | None:
        """Return who signs, who gives the order, whom the title or a label names."""
        if signed := self.signature or self.order:
            return "、".join(signed.names)
        who = _ISSUERS.match(self.heading)
        names = who[1] if who else self._find_field(_ISSUER_FIELDS)
        return "、".join(names.replace("、", " ").replace("|", " ").split()) or None


_ENGLISH_TITLE = re.compile(
    r"(?!.*[.?!]\Z)(?:\S+ ){0,12}(?:Announcement|Notice|Circular|Decision|Order|Decree|Measures|Provisions|Regulations"
    r"|Opinions|Guidelines|Rules|Catalogue|Reply|Communiqué)\s(?:of|on|for|by|No\.?|to|from|concerning|regarding)\b.{9,}"
)
_ENGLISH_ROWS = 400


def _read_english(document: Document, rows: Sequence[NoticeRow]) -> NoticeReading | None:
    """Read a notice as ministries translate them: a title, the text, who signs on lines of their own, the day."""
    title = next((at for at, row in enumerate(rows[:_TITLE_ROWS]) if _ENGLISH_TITLE.fullmatch(row.text)), None)
    if title is None or len(rows) > _ENGLISH_ROWS or not is_day(rows[-1].text):
        return None
    start = len(rows) - 1
    while start > title + 1 and is_office(rows[start - 1].text):
        start -= 1
    told = range(title + 1, start)
    of_news = any(find_opening_day(rows[at].text) or find_label(rows[at].text) for at in told)
    if start == len(rows) - 1 or of_news:
        return None
    places = [Place.NAVIGATION if at < title else Place.ITEM for at in range(len(rows))]
    names, text = ", ".join(row.text for row in rows[start:-1]), rows[title].text
    item = ItemParts(section=Section.TOP, position=1, headline=text, issuer_text=names, date_text=rows[-1].text)
    return _build(document, rows, places, told, replace(item, article_text=text))


def _build(
    document: Document,
    rows: Sequence[NoticeRow],
    places: Sequence[Place],
    told: Sequence[int],
    item: ItemParts,
) -> NoticeReading:
    """Return a notice of these rows, ``told`` those of its text; bullets are points until what is attached."""
    summary: list[str] = []
    points: list[str] = []
    attached = False
    for _, group in groupby(told, key=lambda at: rows[at].block):
        own = [rows[at] for at in group]
        text = join_lines("\n".join(row.text for row in own))
        attached = attached or text.startswith("附")
        (points if own[0].source.kind is BlockKind.LIST_ITEM and not attached else summary).append(text)
    blocks = [rows[at].source for at, place in enumerate(places) if place is Place.ITEM]
    item = replace(
        item,
        summary=tuple(summary),
        points=tuple(points),
        is_official=True,
        links=tuple(link for at in told for link in list_links(rows[at].spans)),
        pages=find_bounds(page for block in blocks for page in (block.page, block.last_page)),
        lines=find_bounds(line for block in blocks for line in (block.line, block.last_line)),
    )
    found = parse_printed_date(item.date_text) if item.date_text else None
    on, publisher = found[0] if found else None, "、".join(list_signing(item.issuer_text)) or None
    parts = BriefingParts(publisher=publisher, title=item.headline, published_on=on, items=(item,))
    placed = [Placement(block=row.block, place=place, text=row.text) for row, place in zip(rows, places, strict=True)]
    blank = set(range(len(document.blocks))) - {row.block for row in rows}
    placed += [Placement(block=at, place=Place.BLANK, text="") for at in blank]
    return parts, tuple(sorted(placed, key=lambda placement: placement.block))
