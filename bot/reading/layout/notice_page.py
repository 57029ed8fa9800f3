"""A ministry's page around a notice, and the signature in its text: who signed, and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.model.ids import HAN
from bot.reading.document import Block, BlockKind, Span
from bot.reading.layout.spans import raw_of, split_spans, text_of

DATE = (
    r"(?:(?:19|20)\d{2}|[〇○零一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
)
SERIAL = r"(?:(?:(?:19|20)\d\d\s*年\s*)?第|[〔﹝\[]\s*(?:19|20)\d\d\s*[〕﹞\]]\s*第?)\s*\d{1,4}\s*号"
OFFICE = r"(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|司|中心|银行|政府|秘书处|秘书局|党组|总社)"

# Signatures.

_DATE = re.compile(DATE)
_NAME = re.compile(
    r"(?:.*(?:附件|清单|名单|一览表|汇总表|申报书|任务书|指引|指南|办法|方案|说明|要点|规范|细则"
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
        names, begin = _collect_names(text[low : match.start()])
        begin, end = low + begin, match.end()
        if not names and text[low : match.start()].rstrip()[-1:] == "（":
            begin, end = match.start() - 1, text.find("）", match.end(), match.end() + _LONGEST) + 1
            names, _ = _collect_names(text[match.end() : max(0, end - 1)].rstrip("公布发令印 "))
        if names:
            return Signature(names=names, date_text=match[0], start=begin, end=end)
    return None


def find_order(text: str, start: int = 0) -> Signature | None:
    """Return the head of an order from ``start`` on ("港口管理局 令 第5号"), with the date printed alone below it."""
    for match in _ORDER.finditer(text, start):
        low = max(start, match.start() - _LONGEST)
        names, begin = _collect_names(text[low : match.start()])
        if names:
            below = (day for day in _DATE.finditer(text, match.end()) if not text[day.start() - 1].strip())
            day = next((day[0] for day in below if not _NOT_SIGNED.match(text, day.end())), None)
            return Signature(names=names, date_text=day, start=low + begin, end=match.end(), number=match["number"])
    return None


def _collect_names(before: str) -> tuple[tuple[str, ...], int]:
    """Return the names of offices that a text ends with, in order, and where they start."""
    begun = max(before.rfind(sign) for sign in _BOUNDARIES) + 1
    names: list[str] = []
    at = begin = len(before)
    waiting = ""
    for token in reversed(before[begun:].translate({ord(sign): " " for sign in "、，"}).split()):
        at = before.rindex(token, begun, at)
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


def list_signing(names: str | None) -> tuple[str, ...]:
    """Return whose publication a text is by the names under it, without departments: a 司 signs for its body."""
    found: list[str] = []
    for name in (names or "").split("、"):
        ends = [name.rfind(sign) + len(sign) for sign in ("办公厅", "委员会", *"部委局署院会") if sign in name]
        found.append(name[: max(ends, default=0)] if name.endswith("司") and not name.endswith("公司") else name)
    return tuple(dict.fromkeys(filter(None, found)))


# Lines of a ministry's page.

NUMBER = re.compile(
    rf"(?P<number>[{HAN}]{{2,14}}\s*[〔﹝\[【（(]\s*(?:19|20)\d\d\s*[〕﹞\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*号"
    rf"|(?:[{HAN}]{{2,30}}(?:令|公告)\s*)?(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)"
)
_FIELD = re.compile(
    r"(?:(?<=[\s|])|\A)【?\s*(?P<name>发文机关|发文单位|发布机构|发布单位|发布机关|印发机关|制定机关|发文字号"
    r"|发布文号|文件编号|发文日期|实施日期|文\s*号"
    r"|成文日期|发布(?:日期|时间)|印发日期|公布日期|日期|时间|索\s*引\s*号|主题分类|公文种类|分\s*类|标\s*题"
    r"|名\s*称|有\s*效\s*性|来\s*源|字\s*号|体\s*裁|主\s*题\s*词"
    rf"|(?!各|有关|现|特)[{HAN}]{{2,6}}(?=\s*[:：]\s*\Z))"
    r"\s*(?:】\s*[:：|]?|[:：]|(?=\s\|\s))[\s|]*"
)
_BUTTON = r"【\s*(?:打印(?:本页)?|纠错|返回(?:顶部)?|关闭(?:窗口|本页)?|收藏|分享|字体[^】]{0,9})\s*】"
_HEAD = re.compile(
    rf"[^。；]{{0,800}}?{DATE}\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?\s*来源\s*[:：]\s*[^。；【]{{2,30}}(?:{_BUTTON}\s*)+",
    re.DOTALL,
)
"""A page's head in one line with the text, to the buttons behind the moment it was put up and its source."""
_TAIL = re.compile(rf"(?:{_BUTTON}\s*)+\Z|关闭(?=[^。；，]{{0,120}}版权所有)")
_NAVIGATION = re.compile(
    r"\s*(?:当前位置|下载地址\s*[:：]|首\s*页\s*(?:[>》]|\Z)|您(?:现在)?的?位置|分享到|字号|打印本页|关闭窗口"
    r"|上一篇|下一篇|扫一扫|责任编辑|来源\s*[:：]|浏览次数"
    r"|【?(?:打印】?|返回顶部|关闭窗口)|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|版权所有|网站(?:地图"
    r"|声明)|网站标识码|京ICP备|ICP备|备案号|技术支持\s*[:：])"
)
_STAMPED = re.compile(rf"(?P<date>{DATE}|(?:19|20)\d\d-\d\d?-\d\d?)\s*(?:\d{{1,2}}[:：]\d\d|来源)")
_LONGEST_FURNITURE, _LONGEST_TAIL = 160, 4_000


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeRow:
    """A printed line of a block."""

    block: int
    source: Block
    spans: tuple[Span, ...]
    text: str

    @property
    def is_heading(self) -> bool:
        """Whether its block is a heading."""
        return self.source.kind is BlockKind.HEADING


def list_rows(at: int, block: Block) -> Iterator[NoticeRow]:
    """Yield the lines of a block, a page's head and end cut off the text that they share a line with."""
    raw = raw_of(block.spans)
    cuts = {0, len(raw)}
    if block.kind is not BlockKind.TABLE_ROW:
        head, tail = _HEAD.match(raw), _TAIL.search(raw, max(0, len(raw) - _LONGEST_TAIL))
        cuts |= ({head.end()} if head else set()) | ({tail.start()} if tail else set())
        cuts |= {place + 1 for place, sign in enumerate(raw) if sign == "\n"}
    for spans in split_spans(block.spans, sorted(cuts)):
        if text := text_of(spans):
            yield NoticeRow(block=at, source=block, spans=spans, text=text)


def is_field(text: str) -> bool:
    """Whether a line starts with a field of the page's table."""
    return _FIELD.match(text) is not None


def is_page_furniture(text: str) -> bool:
    """Whether a line belongs to the page wherever it stands: buttons, who runs the page, its whole head or end."""
    short = len(text) <= _LONGEST_FURNITURE and _NAVIGATION.match(text) is not None
    return short or _HEAD.fullmatch(text) is not None or _TAIL.match(text) is not None


def is_path(text: str) -> bool:
    """Whether a line is the path of a page ("首页 > 通知公告")."""
    steps = "。" not in text and any(sign in f" {text} " for sign in (" > ", " » ", " › "))
    return steps or _NAVIGATION.match(text) is not None


def starts_body(rows: Sequence[NoticeRow], at: int) -> bool:
    """Whether the text of a notice starts here: with a sentence, or the line that says to whom it goes."""
    text, above = rows[at].text, rows[at - 1].text
    fields = list(_FIELD.finditer(above))
    waits = bool(fields) and not above[fields[-1].end() :].strip(" |")  # for the value of the field that ends the line
    if waits or _NAVIGATION.match(text) or _FIELD.search(text) or _HEAD.fullmatch(text):
        return False
    return rows[at].source.kind is BlockKind.LIST_ITEM or "。" in text or text.endswith(("：", ":"))


def find_stamp(text: str) -> str | None:
    """Return the day on which a page says that it was put up ("2024年6月3日 09:00 来源：")."""
    stamp = _STAMPED.search(text)
    return stamp["date"] if stamp else None


def list_fields(rows: Sequence[NoticeRow], body: int) -> tuple[dict[str, str], set[int]]:
    """Return the values of the page's table before the text by their names, and the rows that hold nothing else."""
    values: dict[str, str] = {}
    page: set[int] = set()
    for at, row in enumerate(rows[:body]):
        found = list(_FIELD.finditer(row.text))
        for number, field in enumerate(found, start=1):
            end = found[number].start() if number < len(found) else len(row.text)
            value = row.text[field.end() : end].strip(" |")
            waits = not value and at + 1 < body
            values.setdefault("".join(field["name"].split()), rows[at + 1].text if waits else value)
            page |= {at, at + 1} if waits else {at}
    return values, page
