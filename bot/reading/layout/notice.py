"""Official notices on their own: one document with title, number (文号), issuers and a day at its end.

First the signs of a ministry's page and of a signature, then the fields in their order, and what no notice is.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, groupby
from typing import NamedTuple

from bot.dates.printed_dates import parse_printed_date
from bot.model.briefing import Section
from bot.model.ids import HAN
from bot.reading.document import Block, BlockKind, BriefingParts, Document, ItemParts, Place, Placement, Span
from bot.reading.layout.beside import is_office
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label
from bot.reading.layout.printed_days import find_opening_day, is_day
from bot.reading.layout.section_names import tell_section
from bot.reading.layout.spans import find_bounds, is_mostly_han, join_lines, list_links, raw_of, split_spans, text_of

NoticeReading = tuple[BriefingParts, tuple[Placement, ...]]
"""A notice as a briefing of one item, with what became of each of its blocks."""

_DATE = (
    r"(?:(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
_SERIAL = r"(?:(?:(?:19|20)\d\d\s*年\s*)?第|[〔﹝\[]\s*(?:19|20)\d\d\s*[〕﹞\]]\s*第?)\s*\d{1,4}\s*号"
_OFFICE = r"(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|司|中心|银行|政府|秘书处|秘书局|党组|总社)"

# The page around a notice.

_FIELDS = {
    "issuer": "发文机关 发文单位 印发机关 制定机关 发布机构 发布单位 发布机关",
    "day": "成文日期 印发日期 发文日期 发布日期 发布时间 公布日期 日期 时间",
    "number": "发文字号 发布文号 文件编号 文号 字号",
    "page": "实施日期 索引号 主题分类 公文种类 分类 标题 名称 有效性 来源 体裁 主题词",
}
"""The names of the fields of a page's table by what they hold, the surest first."""
_NAMES = "|".join(r"\s*".join(name) for names in _FIELDS.values() for name in names.split())
_FIELD = re.compile(
    rf"(?:(?<=[\s|])|\A)【?\s*(?P<name>{_NAMES}|(?!各|有关|现|特)[{HAN}]{{2,6}}(?=\s*[:：]\s*\Z))"
    r"\s*(?:】\s*[:：|]?|[:：]|(?=\s\|\s))[\s|]*"
)
_BUTTON = r"【\s*(?:打印(?:本页)?|纠错|返回(?:顶部)?|关闭(?:窗口|本页)?|收藏|分享|字体[^】]{0,9})\s*】"
_HEAD = re.compile(
    rf"[^。；]{{0,800}}?{_DATE}\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?\s*来源\s*[:：]\s*[^。；【]{{2,30}}(?:{_BUTTON}\s*)+",
    re.DOTALL,
)
"""A page's head in one line with the text, to the buttons behind the moment it was put up and its source."""
_TAIL = re.compile(rf"(?:{_BUTTON}\s*)+\Z|关闭(?=[^。；，]{{0,120}}版权所有)")
_NAVIGATION = re.compile(
    r"\s*(?:当前位置|下载地址\s*[:：]|首\s*页\s*(?:[>》]|\Z)|您(?:现在)?的?位置|分享到|字号|打印本页|关闭窗口|上一篇|下一篇|扫一扫|责任编辑"
    r"|来源\s*[:：]|浏览次数|【?(?:打印】?|返回顶部|关闭窗口)|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|版权所有|网站(?:地图|声明)"
    r"|网站标识码|京ICP备|ICP备|备案号|技术支持\s*[:：])"
)
_STAMPED = re.compile(rf"(?P<date>{_DATE}|(?:19|20)\d\d-\d\d?-\d\d?)\s*(?:\d{{1,2}}[:：]\d\d|来源)")
"""The day on which a page says that it was put up ("2024年6月3日 09:00 来源：")."""
_LONGEST_FURNITURE, _LONGEST_TAIL = 160, 4_000


class _Row(NamedTuple):
    """A printed line of a block."""

    block: int
    source: Block
    spans: tuple[Span, ...]
    text: str


def _list_rows(blocks: Sequence[Block]) -> Iterator[_Row]:
    """Yield the lines of blocks, a page's head and end cut off the text that they share a line with."""
    for at, block in enumerate(blocks):
        raw = raw_of(block.spans)
        cuts = {len(raw)}
        if block.kind is not BlockKind.TABLE_ROW:
            head, tail = _HEAD.match(raw), _TAIL.search(raw, max(0, len(raw) - _LONGEST_TAIL))
            cuts |= {*([head.end()] if head else []), *([tail.start()] if tail else [])}
            cuts |= {place + 1 for place, sign in enumerate(raw) if sign == "\n"}
        for spans in split_spans(block.spans, sorted(cuts)):
            if text := text_of(spans):
                yield _Row(block=at, source=block, spans=spans, text=text)


def _is_path(text: str) -> bool:
    """Whether a line is the path of a page ("首页 > 通知公告")."""
    steps = "。" not in text and any(sign in f" {text} " for sign in (" > ", " » ", " › "))
    return steps or _NAVIGATION.match(text) is not None


def _starts_body(rows: Sequence[_Row], at: int) -> bool:
    """Whether the text of a notice starts here: with a sentence, or the line that says to whom it goes."""
    text, above = rows[at].text, rows[at - 1].text
    fields = list(_FIELD.finditer(above))
    waits = bool(fields) and not above[fields[-1].end() :].strip(" |")  # for the value of the field that ends the line
    if waits or _NAVIGATION.match(text) or _FIELD.search(text) or _HEAD.fullmatch(text):
        return False
    return rows[at].source.kind is BlockKind.LIST_ITEM or "。" in text or text.endswith(("：", ":"))


def _list_fields(rows: Sequence[_Row]) -> tuple[dict[str, str], set[int]]:
    """Return the values of the page's table by their names, and the rows that hold nothing else."""
    values: dict[str, str] = {}
    page: set[int] = set()
    for at, row in enumerate(rows):
        found = list(_FIELD.finditer(row.text))
        ends = [field.start() for field in found[1:]] + [len(row.text)]
        for field, end in zip(found, ends, strict=False):
            value = row.text[field.end() : end].strip(" |")
            waits = not value and at + 1 < len(rows)
            values.setdefault("".join(field["name"].split()), rows[at + 1].text if waits else value)
            page |= {at, at + 1} if waits else {at}
    return values, page


# Who signs, and when.

_DAY = re.compile(_DATE)
_NAME = re.compile(
    r"(?:.*(?:附件|清单|名单|一览表|汇总表|申报书|任务书|指引|指南|办法|方案|说明|要点|规范|细则"
    rf"|特此(?:公告|通告|通知|函复|函达)))?(?P<name>[{HAN}]{{1,240}}{_OFFICE}(?:[（(][{HAN}]{{1,12}}[）)])?)"
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
_ORDER = re.compile(rf"令\s*[（(]?\s*(?P<number>{_SERIAL})")
_FRAGMENTS = ("委员会", "办公厅", "办公室", "总局", "秘书处", "秘书局")
"""What a line's end parts from the name that it belongs to."""
_BOUNDARIES = "。；：！？”〕】》…;:"
_LONGEST = 400


class _Signature(NamedTuple):
    """Names in their order, the day as printed or None, the span of the text they fill, and an order's number."""

    names: tuple[str, ...]
    day: str | None
    start: int
    end: int
    number: str | None = None


def _find_signature(text: str, start: int = 0) -> _Signature | None:
    """Return the first signature from ``start`` on: names of offices, then a day that ends the sentence.

    Names stand beside each other with spaces or commas, or on lines of their own; a day in brackets with the names
    behind it ("（2024年5月20日 港口管理局）") is one too. Linear in the text.
    """
    for day in _DAY.finditer(text, start):
        if _NOT_SIGNED.match(text, day.end()):
            continue
        names, begin = _collect_names(text, start, day.start())
        end = day.end()
        before = text[max(start, day.start() - _LONGEST) : day.start()].rstrip()
        if not names and before.endswith("（"):
            begin, end = day.start() - 1, text.find("）", day.end(), day.end() + _LONGEST) + 1
            bracketed = text[day.end() : max(0, end - 1)].rstrip("公布发令印 ")
            names, _ = _collect_names(bracketed, 0, len(bracketed))
        if names:
            return _Signature(names=names, day=day[0], start=begin, end=end)
    return None


def _find_order(text: str, start: int) -> _Signature | None:
    """Return the head of an order from ``start`` on ("港口管理局 令 第5号"), with the day printed alone below it."""
    for order in _ORDER.finditer(text, start):
        names, begin = _collect_names(text, start, order.start())
        if names:
            below = (day for day in _DAY.finditer(text, order.end()) if not text[day.start() - 1].strip())
            day = next((day[0] for day in below if not _NOT_SIGNED.match(text, day.end())), None)
            return _Signature(names=names, day=day, start=begin, end=order.end(), number=order["number"])
    return None


def _collect_names(text: str, start: int, end: int) -> tuple[tuple[str, ...], int]:
    """Return the names of offices that stand right before ``end``, in order, and where they start."""
    start = max(start, end - _LONGEST)
    start = max(start, *(text.rfind(sign, start, end) + 1 for sign in _BOUNDARIES))
    names: list[str] = []
    at = begin = end
    waiting = ""
    for token in reversed(text[start:end].replace("、", " ").replace("，", " ").split()):
        at = text.rindex(token, start, at)
        word, waiting = token + waiting, ""
        match = _NAME.fullmatch(word)
        if word.startswith(_FRAGMENTS):
            waiting = word
        elif match is None:
            break
        else:
            names[:0] = _NEXT_OFFICE.sub("、", match["name"]).split("、")
            begin = at + match.start("name")
    return tuple(names), begin


def _name_publisher(issuers: str | None) -> str | None:
    """Return whose publication a text is by the names under it, without departments: a 司 signs for its body."""
    found: list[str] = []
    for name in (issuers or "").split("、"):
        ends = [name.rfind(sign) + len(sign) for sign in ("办公厅", "委员会", *"部委局署院会") if sign in name]
        found.append(name[: max(ends, default=0)] if name.endswith("司") and not name.endswith("公司") else name)
    return "、".join(dict.fromkeys(filter(None, found))) or None


# The notice.

_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告|通报|纲要|要点|清单|名单"
    r"|措施|令|公示|公报|案例|征求意见稿|解释|决议|的说明|倡议书?|声明|答记者问|答复|复函|报告|规范|要求|公布|发布|修改单)"
)
_TITLE = re.compile(
    rf"(?![（(]?[\d一二三四五六七八九十]{{1,3}}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则])(?:"
    rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?"
    rf"|.{{2,60}}?(?:公告|通告|令)\s*[（(]?\s*{_SERIAL}\s*[）)]?|[^。：:]{{2,60}}(?:倡议|声明|通报|公告|通告|启事)\s*[：:][^。]{{2,80}}"
    rf"|[{HAN}、\s]{{2,100}}?{_OFFICE}(?:等[一二三四五六七八九十\d]+个?部[门委])?\s*(?:联合|共同)?"
    r"(?:印发|发布|公布|出台|开展|启动|部署|制定|修订|推出)[^。]{4,80})",
    re.DOTALL,
)
_NUMBER = re.compile(
    rf"[{HAN}]{{2,14}}\s*[〔﹝\[【（(]\s*(?:19|20)\d\d\s*[〕﹞\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*号"
    rf"|(?:[{HAN}]{{2,30}}(?:令|公告)\s*)?(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号"
)
_BARE_NUMBER = re.compile(
    rf"([{HAN}]{{2,14}})\s*[〔﹝\[【（(]?\s*((?:19|20)\d\d)(?:\s*[〕﹞\]】）)]|\s)\s*(?:第\s*)?(\d{{1,4}})\s*号?"
)
"""A number whose brackets or 号 the page has lost; certain under its label only."""
_PAPER = re.compile(
    rf"(?!.*关于)[{HAN}、\s]{{2,60}}?(?:{_OFFICE}(?:文件|函)|公告|通告|令)(?:\s*[（(]?\s*{_SERIAL}\s*[）)]?)?"
)
"""What is printed over a notice's own title or number: whose paper it is."""
_ORDERED = re.compile(r"《(?P<title>[^《》]{4,100})》\s*(?:已经?|业经|现予|经)")
"""What an order puts in force is the document, the order its wrapper."""
_ISSUERS = re.compile(rf"([{HAN}、\s]{{2,60}}?)(?:等[一二三四五六七八九十\d]+个?部[门委])?关于")
_OF_A_SERIES = re.compile(r"本[周月期]|[一每][周月]|[周月旬双]报|周刊|月刊|快讯|速递|速览|要闻|第\s*\d+\s*期")
_ENGLISH_TITLE = re.compile(
    r"(?!.*[.?!]\Z)(?:\S+ ){0,12}(?:Announcement|Notice|Circular|Decision|Order|Decree|Measures|Provisions|Regulations"
    r"|Opinions|Guidelines|Rules|Catalogue|Reply|Communiqué)\s(?:of|on|for|by|No\.?|to|from|concerning|regarding)\b.{9,}"
)
_FRONT_ROWS, _TITLE_ROWS, _LONGEST_PART, _MOST_ENGLISH = 40, 4, 60, 400
_SHORTEST_TAIL, _LEAST, _ENOUGH = 8, 2, 20_000


def read_notice(document: Document) -> NoticeReading | None:
    """Read a document as one official notice; None for anything else."""
    rows = list(_list_rows(document.blocks))
    if not is_mostly_han("".join(row.text for row in rows[:_FRONT_ROWS])[:_ENOUGH]):
        return _read_english(document, rows)
    fits = [at for at, row in enumerate(rows[:_FRONT_ROWS]) if _TITLE.fullmatch(row.text)]
    fits = [at for at in fits if not (_FIELD.match(rows[at].text) or _is_path(rows[at].text))]
    fits = [at for at in fits if rows[at].source.kind is BlockKind.HEADING] or fits
    bodies = (at for at in range(fits[0] + 1, len(rows)) if _starts_body(rows, at)) if fits else iter(())
    if (body := next(bodies, None)) is None:
        return None
    title = next((at for at in fits if at < body and not _PAPER.fullmatch(rows[at].text)), fits[0])
    is_issue = _OF_A_SERIES.search(rows[title].text) and "关于" not in rows[title].text
    return None if is_issue or _holds_several(rows, title, body) else _Notice(document, rows, title, body).read()


def _holds_several(rows: Sequence[_Row], title: int, body: int) -> bool:
    """Whether what might be a notice is news: paragraphs with days, an item's labels, an issue's name, sections."""
    dated = [row for row in rows if find_opening_day(row.text) and not is_day(row.text)]
    if len(dated) >= _LEAST and not _find_signature("\n".join(row.text for row in rows)):
        return True
    labels = [label for row in rows[body:] if (label := find_label(row.text))]
    labelled = any(label.field in {Field.COMMENT, Field.ISSUER} and label.is_strong for label in labels)
    labelled |= sum(label.field is Field.COMMENT for label in labels) >= _LEAST
    named = any(_OF_A_SERIES.search(row.text) and len(row.text) <= _LONGEST_PART for row in rows[:title])
    heads = [row.text for at, row in enumerate(rows) if at < title or row.source.kind is BlockKind.HEADING]
    sections = {tell_section(text) for text in heads if not _is_path(text)}
    days = sum(row.source.kind is BlockKind.HEADING and is_day(row.text) for row in rows) >= _LEAST
    return labelled or named or days or not sections <= {None, Section.OTHER}


class _Notice:
    """The rows of a notice with its title and the start of its text, and what can be read of it."""

    def __init__(self, document: Document, rows: Sequence[_Row], title: int, body: int) -> None:
        self.document, self.rows, self.title, self.body = document, rows, title, body
        above = range(title, max(-1, title - _TITLE_ROWS), -1)
        joined = ((at, "".join(row.text for row in rows[at : title + 1])) for at in above)
        self.begun = next((at for at, text in joined if _ISSUERS.match(text)), title)
        self.heading = "".join(row.text for row in rows[self.begun : title + 1])
        self.starts = list(accumulate((len(row.text) + 1 for row in rows), initial=0))
        self.text = "\n".join(row.text for row in rows)
        self.fields, self.page = _list_fields(rows[:body])
        path = next((at for at in range(title + 1, body) if _is_path(rows[at].text)), body)
        if path < max(self.page, default=0):  # the steps of the page's path, each on its line
            self.page |= set(range(path, min(at for at in self.page if at > path)))
        self.order = _find_order(self.text, self.starts[title])
        self.signature = _find_signature(self.text, self.starts[title + 1])

    def read(self) -> NoticeReading:
        """Return the notice's item with its place in the document."""
        rows, title = self.rows, self.heading
        number_rows, number = self._find_number()
        day_rows, day = self._find_day()
        own = {*number_rows, *day_rows, *range(self.begun, self.title + 1)}
        places = [Place.ITEM if at in own or not self._is_of_page(at) else Place.NAVIGATION for at in range(len(rows))]
        told = [at for at, place in enumerate(places) if place is Place.ITEM and at not in own]
        english = [at for at in told if self.title < at < self.body and rows[at].text.isascii()]
        if _PAPER.fullmatch(title) and (ordered := _ORDERED.search(self.text, self.starts[self.title])):
            title = ordered["title"]
        signs = [f"({rows[at].text})" for at in english[:1]]
        if number and number not in title:
            signs.append(number)
        return _build(
            self.document,
            rows,
            places,
            [at for at in told if at not in english],
            ItemParts(
                section=Section.TOP,
                position=1,
                headline=title,
                issuer_text=self._find_issuers(),
                date_text=day,
                article_text=" ".join((title, *signs)),
            ),
        )

    def _is_of_page(self, at: int) -> bool:
        """Whether a row is of the page around the notice: wherever it stands, or by what it is before the text."""
        text = self.rows[at].text
        whole = _HEAD.fullmatch(text) or _TAIL.match(text)
        if at < self.begun or at in self.page or whole or (_NAVIGATION.match(text) and len(text) <= _LONGEST_FURNITURE):
            return True
        again = self.heading in text or (len(text) >= _SHORTEST_TAIL and text in self.heading)
        return at < self.body and bool(again or _is_path(text) or _STAMPED.search(text) or text in {">", "»"})

    def _find_field(self, what: str) -> str:
        return next((self.fields[name] for name in _FIELDS[what].split() if name in self.fields), "")

    def _find_number(self) -> tuple[Collection[int], str | None]:
        """Return the number that stands alone, in the title, under its label or in an order's head, and its rows."""
        for at, row in enumerate(self.rows[: self.body + 1]):
            match = _NUMBER.search(row.text)
            if match and at not in self.page and len(match[0]) * 2 >= len(row.text):
                above = self.rows[at - 1].text if at else ""
                of_paper = not match[0][:1].isalpha() and _PAPER.fullmatch(above)
                return ({at - 1, at}, above + match[0]) if of_paper else ({at}, match[0])
        labelled = self._find_field("number")
        again = self.text.split(self.rows[self.title].text)[2:]  # once more above the text, its number right behind it
        beside = (_NUMBER.match(text[:_LONGEST_PART].lstrip()) for text in again)
        if match := _NUMBER.search(labelled) or next(filter(None, beside), None):
            return (), match[0]
        if bare := _BARE_NUMBER.fullmatch(labelled):
            return (), f"{bare[1]}〔{bare[2]}〕{bare[3]}号"
        return (), f"{self.order.names[0]}令{self.order.number}" if self.order else None

    def _find_day(self) -> tuple[Collection[int], str | None]:
        """Return the day of the order, the signature, a label or the page's head, with its rows."""
        if self.order and self.order.day:
            return (), self.order.day
        if signed := self.signature:
            inside = (at for at in range(self.title + 1, len(self.rows)) if self.starts[at] >= signed.start)
            return {at for at in inside if self.starts[at + 1] - 1 <= signed.end}, signed.day
        stamps = filter(None, (_STAMPED.search(row.text) for row in self.rows[: self.body + 1]))
        return (), self._find_field("day").split(" ")[0] or next((stamp["date"] for stamp in stamps), None)

    def _find_issuers(self) -> str | None:
        """Return who signs, who gives the order, whom the title or a label names."""
        if signed := self.signature or self.order:
            return "、".join(signed.names)
        who = _ISSUERS.match(self.heading)
        names = who[1] if who else self._find_field("issuer")
        return "、".join(names.replace("、", " ").replace("|", " ").split()) or None


def _read_english(document: Document, rows: Sequence[_Row]) -> NoticeReading | None:
    """Read a notice as ministries translate them: a title, the text, who signs on lines of their own, the day."""
    title = next((at for at, row in enumerate(rows[:_TITLE_ROWS]) if _ENGLISH_TITLE.fullmatch(row.text)), None)
    if title is None or len(rows) > _MOST_ENGLISH or not is_day(rows[-1].text):
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
    document: Document, rows: Sequence[_Row], places: Sequence[Place], told: Sequence[int], item: ItemParts
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
    parts = BriefingParts(
        publisher=_name_publisher(item.issuer_text),
        title=item.headline,
        published_on=found[0] if found else None,
        items=(item,),
    )
    placed = [Placement(block=row.block, place=place, text=row.text) for row, place in zip(rows, places, strict=True)]
    blank = set(range(len(document.blocks))) - {row.block for row in rows}
    placed += [Placement(block=at, place=Place.BLANK, text="") for at in blank]
    return parts, tuple(sorted(placed, key=lambda placement: placement.block))
