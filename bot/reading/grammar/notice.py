"""Official notices in Chinese: one document, one policy, with title, number (文号), issuers and days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.dates.printed_dates import parse_printed_date
from bot.model.ids import HAN
from bot.reading.document import SITE_MARK, BlockKind
from bot.reading.grammar.layout.lead_ins import find_dated_lead, is_date_line
from bot.reading.grammar.layout.pieces import Piece, is_mostly_han, join_lines
from bot.reading.grammar.lines.headings import find_number, is_furniture_heading
from bot.reading.grammar.lines.labels import find_field_line
from bot.reading.grammar.lines.signature import DATE, DAY_AHEAD, SERIAL, find_names_before, find_order, find_signature

# The web page around a notice where it stands in one block with it: copied or extracted without line breaks.

_BUTTON = r"【\s*(?:打印(?:本页)?|纠错|返回(?:顶部)?|关闭(?:窗口|本页)?|收藏|分享|字体[^】]{0,9})\s*】"
_HEAD = re.compile(
    rf"[^。；]{{0,800}}?{DATE}\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?\s*来源\s*[:：]\s*[^。；【]{{2,30}}(?:{_BUTTON}\s*)+",
    re.DOTALL,
)
"""All before the text of a notice, to the buttons behind the moment it was put up and its source."""
_TAIL = re.compile(rf"(?:{_BUTTON}\s*)+\Z|关闭(?=[^。；，]{{0,120}}版权所有)")
"""The buttons at the end, or what a page closes with."""
_SIGNS = ("【", "关闭")
"""What of a button or of a page's end stands in every head and tail."""

_HOST = re.compile(
    rf"(?:主办(?:单位)?|版权所有)\s*[:：]?\s*(?P<name>[{HAN}]{{3,30}})"
    rf"|\A(?:[^_|｜]{{4,150}}?\s*[_|｜]|{SITE_MARK})\s*(?P<site>[{HAN}]{{3,30}})"
)
_SHORTEST_TAIL = 8
_OURS = re.compile(r"我[部委局办署行会院]|本[部委局办署]")


def find_host(text: str, around: Iterable[str]) -> str | None:
    """Return who a page says that it is, where its notice speaks of an office without a name ("我部"); else None."""
    if not _OURS.search(text):
        return None
    found = (match["name"] or match["site"] for part in around for match in _HOST.finditer(part))
    return next(found, None)


def split_page(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with a page's head and end cut off the paragraphs in which they stand with the notice."""
    return tuple(part for piece in pieces for part in _cut(piece))


def is_page_part(text: str) -> bool:
    """Whether a piece is nothing but the head or the end of a page."""
    return _HEAD.fullmatch(text) is not None or _TAIL.match(text) is not None


def _cut(piece: Piece) -> tuple[Piece, ...]:
    if piece.kind is BlockKind.TABLE_ROW or not any(sign in piece.raw for sign in _SIGNS):
        return (piece,)
    head, tail = _HEAD.match(piece.raw), _TAIL.search(piece.raw)
    bounds = {0, len(piece.raw), *([head.end()] if head else ()), *([tail.start()] if tail else ())}
    parts = tuple(piece.cut(a, b) for a, b in pairwise(sorted(bounds)))
    return tuple(part for part in parts if part.raw.strip())


def says_title_again(text: str, title: str) -> bool:
    """Whether a text is the title once more behind all who issue it, as below the page's own headline."""
    at = title.find("关于")
    return at >= 0 and len(title) - at >= _SHORTEST_TAIL and "".join(text.split()).endswith(title[at:])


# Official notices in Chinese: one document, one policy, with title, number (文号), issuers and date at its end.

# One notice or several pieces of news: what shows that a Chinese text is an issue of many, not an official notice.

_OF_A_SERIES = re.compile(r"本[周月期]|[一每][周月]|[周月旬双]报|周刊|月刊|快讯|速递|速览|要闻|第\s*\d+\s*期")
_SERIES_NAME = (
    rf"[\w{HAN}·（）()|｜、+&\s-]{{0,30}}?(?:[周月旬季日简快专早晚晨]报|[周月季]刊|双周刊?|半月刊|[早晚]读"
    r"|快讯|速递|速览|资讯|通讯|要闻|动态|观察|参考|追踪|跟踪|导读)"
)
_NUMBERED = r"(?:总?第?\s*[\d一二三四五六七八九十]+\s*[期号]|[#＃]?\s*(?:19|20)\d\d[\d年月日第周期./\s~～至—–-]*)"
_SERIES_LINE = re.compile(rf"\W*{_SERIES_NAME}\s*[（(【\[|｜:：·#＃—–-]*\s*{_NUMBERED}.{{0,40}}", re.DOTALL)
_SERIES_ALONE = re.compile(rf"\W*{_SERIES_NAME}\W*")
_PART = re.compile(
    rf"[（(]?[\d一二三四五六七八九十]{{1,3}}\s*[、.．）)]|第\s*[\d一二三四五六七八九十]+\s*[章节条部]|附\s*[件录表则]|[{HAN}\s]{{2,12}}\Z"
)
"""Opens a heading within a document: a number, a chapter, an attachment; or a few signs ("Scope", "Contact")."""
_TELLS_DAY = re.compile(rf"\W*(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日[，：:]?(?=[{HAN}《“][^|｜]{{6,}})")
"""Opens a piece of news, which no part of a page before a notice's title does."""
_SIGNED = re.compile(
    rf"[{HAN}、\s]{{2,60}}(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|政府|银行|秘书处|秘书局|综合司)\s*{DATE}\s*"
)
_LEAST = 2
_LONGEST = 60


def is_of_a_series(title: str) -> bool:
    """Whether a title says that its text is an issue of many."""
    return "关于" not in title and _OF_A_SERIES.search(title) is not None


def holds_several(pieces: Sequence[Piece], title: int, body: int) -> bool:
    """Whether what might be a notice with this title and body is news under heads of their own.

    The name of a series or news of a day stands over it, or the body holds lines of fields of its own as each piece of
    news has, paragraphs that open with days and nobody who signs them, or headings set as the title is, which are no
    parts of a document.
    """
    if any(_names_series(pieces, i) or _TELLS_DAY.match(pieces[i].text) for i in range(title)):
        return True
    lines = [line for piece in pieces[title:] for line in piece.lines()]
    dated = sum(find_dated_lead(piece) is not None and not is_date_line(piece.text) for piece in pieces)
    signed = any(is_signed(above, line) or is_signed("", line) for above, line in pairwise(lines))
    if dated >= _LEAST and not signed:
        return True
    beside = (piece for piece in pieces[title + 1 :] if piece.is_heading and piece.level == pieces[title].level)
    if pieces[title].is_heading and sum(_PART.match(piece.text) is None for piece in beside) >= _LEAST:
        return True
    told = [piece for piece in pieces[body:] if piece.kind is BlockKind.PARAGRAPH]
    return sum(find_field_line(piece.text) is not None for piece in told) >= _LEAST


def is_signed(above: str, line: str) -> bool:
    """Whether a line is the day under the one who signs on the line above, or both."""
    return _SIGNED.fullmatch(f"{above}{line}") is not None


def _names_series(pieces: Sequence[Piece], i: int) -> bool:
    """Whether a piece is the name of a series with a number or a day, or a heading that is such a name over a day."""
    text = pieces[i].text
    if len(text) > _LONGEST or find_number(text):
        return False
    if _SERIES_LINE.fullmatch(text):
        return True
    dated = i + 1 < len(pieces) and is_date_line(pieces[i + 1].text.split(" ", 1)[0])
    return (pieces[i].is_heading or dated) and _SERIES_ALONE.fullmatch(text) is not None


_KIND = (
    r"(?:通知|公告|意见|办法|规定|条例|函|方案|计划|规划|指南|指引|目录|标准|决定|批复|解读|细则|规则|通告|通报|纲要"
    r"|要点|清单|名单|措施|令|公示|公报|案例|征求意见稿|解释|决议|的说明|倡议|声明|答记者问|答复|复函|报告|规范|要求|公布|发布|修改单|倡议书)"
)
_OFFICE = r"(?:部|委|委员会|办公厅|办公室|办|局|署|院|会|厅|政府|银行|秘书处|秘书局|综合司)"
_TITLE = re.compile(
    rf".{{2,150}}?{_KIND}\s*[》”]?(?:\s*[（(〔\[][^）)〕\]]{{1,30}}[）)〕\]])*\s*[》”]?"
    rf"|.{{2,60}}?(?:公告|通告|令)\s*[（(]?\s*{SERIAL}\s*[）)]?"
    r"|[^。：:]{2,60}(?:倡议|声明|通报|公告|通告|启事)\s*[：:][^。]{2,80}"
    rf"|[{HAN}、\s]{{2,100}}?{_OFFICE}(?:等[一二三四五六七八九十\d]+(?:个)?部[门委])?\s*(?:联合|共同)?"
    r"(?:印发|发布|公布|出台|开展|启动|部署|制定|修订|推出)[^。]{4,80}",
    re.DOTALL,
)
_ENGLISH = re.compile(r"[A-Z][^\W\d_]*(?:[ ,'’“”\"()/–-]+[\w’&]+){3,39}[)”\"]?")
"""The title once more in English, on a line of its own without a sentence's end."""
_NUMBER = re.compile(
    rf"(?P<number>[{HAN}]{{2,14}}\s*[〔﹝\[【（(]\s*(?:19|20)\d\d\s*[〕﹞\]】）)]\s*(?:第\s*)?\d{{1,4}}\s*号|(?:[{HAN}]{{2,30}}(?:令|公告)\s*)?(?:19|20)\d\d\s*年\s*第\s*\d{{1,4}}\s*号)"
)
_BARE_NUMBER = re.compile(
    rf"(?P<office>[{HAN}]{{2,14}})\s*[〔﹝\[【（(]?\s*(?P<year>(?:19|20)\d\d)(?:\s*[〕﹞\]】）)]|\s)\s*(?:第\s*)?(?P<number>\d{{1,4}})\s*号?"
)
"""A number whose brackets or 号 the page has lost; certain under its label only."""
_NUMBER_AHEAD = re.compile(
    rf"\s*(?P<number>[{HAN}]{{2,14}}\s*[〔﹝\[【]\s*(?:19|20)\d\d\s*[〕﹞\]】]\s*\d{{1,4}}\s*号)\s*(?=[各有为根按依现经])"
)
"""A number that a lost line break joins to the text below it."""
_NOTICE_HEAD = re.compile(rf"(?!.*关于)[{HAN}、\s]{{2,60}}?(?:公告|通告|令)")
"""The line above a number that says whose it is."""
_RED_HEAD = re.compile(rf"[{HAN}、\s]{{2,60}}?{_OFFICE}(?:文件|函|公告|通告|令)")
"""What is printed over a notice's own title: whose paper it is."""
_ATTACHED = re.compile(r"附\s*(?:件|录|表)\s*\d{0,2}\s*[:：.、]")
_ATTACHMENTS = re.compile(r"附\s*件(?:下载|列表|清单)?\s*[:：]?")
_TITLE_FIELD = re.compile(r"标\s*题\s*[:：]\s*")
_NUMBER_FIRST = re.compile(rf"{_NUMBER.pattern}\s*(?=[{HAN}《])")
_LABEL_NAMES = (
    r"(?:发文机关|发文单位|发布机构|发布单位|发布机关|发文字号|发布文号|文件编号|发文日期|实施日期|文\s*号|成文日期|发布(?:日期|时间)|印发日期|索\s*引\s*号|主题分类|公文种类|分\s*类|标\s*题|名\s*称"
    r"|有\s*效\s*性|来\s*源|字\s*号|体\s*裁|主\s*题\s*词)"
)
_ISSUER_LABEL = re.compile(
    rf"(?:发文|印发|制定)(?:机构|单位|机关|部门)[\s|]*[:：][\s|]*(?P<value>[^:：]{{2,200}}?)[\s|]*(?={_LABEL_NAMES}[\s|]*[:：]|\n|\Z)"
)
_PAGE_ISSUER_LABEL = re.compile(
    rf"发布(?:机构|单位|机关|部门)[\s|]*[:：][\s|]*(?P<value>[^:：]{{2,200}}?)[\s|]*(?={_LABEL_NAMES}[\s|]*[:：]|\n|\Z)"
)
_DATE_VALUE = r"(?P<value>(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
_WRITTEN_LABEL = re.compile(rf"(?:成文|印发|发文)(?:日期|时间)[\s|]*[:：][\s|]*{_DATE_VALUE}")
_DATE_LABEL = re.compile(rf"(?:\A|[\s|])(?:发布|公布|开始)?(?:日期|时间)[\s|]*[:：][\s|]*{_DATE_VALUE}")
_NUMBER_LABEL = re.compile(
    rf"(?:发文字号|发布文号|文件编号|文\s*号)[\s|]*[:：][\s|]*(?P<value>[^:：]{{4,60}}?)[\s|]*(?={_LABEL_NAMES}[\s|]*[:：]|\n|\Z)"
)
_NAVIGATION = re.compile(
    r"\s*(?:当前位置|下载地址\s*[:：]|(?:发布)?时间\s*[:：]\s*(?:19|20)\d\d-\d\d?-\d\d?\s+\d\d?:\d\d(?::\d\d)?\s*来源\s*[:：]|首\s*页\s*[>》]|您(?:现在)?的?位置|分享到|字号|打印本页|关闭窗口|上一篇|下一篇|扫一扫|责任编辑|来源\s*[:：]|浏览次数|【?打印】?|索\s*引\s*号|主题分类"
    r"|【?返回顶部|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|版权所有|网站(?:地图|声明)|网站标识码|京ICP备|ICP备|备案号|技术支持\s*[:：])"
)
_PAGE_FIELD = re.compile(rf"[\s|]*(?:{_LABEL_NAMES}[\s|]*[:：]|【\s*{_LABEL_NAMES}\s*】[\s|]*[:：]?)")
_BRACKETED_FIELD = re.compile(rf"【\s*(?={_LABEL_NAMES})(?P<name>[^【】]{{2,8}})】")
_CELL_FIELD = re.compile(rf"(?<![^\s|]){_LABEL_NAMES}(?=\s*\|\s*[^|\s])")
_FIELD_AT_END = re.compile(rf"{_LABEL_NAMES}[\s|]*[:：][\s|]*\Z")
_CRUMBS = re.compile(r"[^。；，]*\s[>»›]\s[^。；，]*|[>»›]")
_TITLE_ISSUERS = re.compile(rf"(?P<who>[{HAN}、\s]{{2,60}}?)(?:等[一二三四五六七八九十\d]+(?:个)?部[门委])?关于")
_ORDER_TITLE = re.compile(rf"[{HAN}、\s]{{2,60}}?令(?:\s*[（(]?\s*{SERIAL}\s*[）)]?)?")
_ORDERED = re.compile(r"《(?P<title>[^《》]{4,100})》\s*(?:已经?|业经|现予|经)")
"""What an order puts in force is the document, the order its wrapper."""
_TITLE_TAIL = re.compile(r"\s*[（(][^（）()]*[）)]\s*\Z")
_STAMPED = re.compile(rf"(?P<date>{DATE})\s*(?:\d{{1,2}}[:：]\d\d|来源)")
_STANDING_DATE = re.compile(DATE)
_TITLE_PART = re.compile(rf"[{HAN}\w、“”《》（）()—－-]+")
_TITLE_END = re.compile(r"[》”]?\s*的\s*(?:通知|公告|通告|决定|批复|函|意见)")
_LONGEST_PART, _LONGEST_HEAD_DATE = 60, 100
_PATH = re.compile(r"\s*首\s*页\s*(?:[>》]|\Z)")
_FRONT_PIECES, _TITLE_LINES = 15, 4
_FRONT_SIGNS, _NUMBER_LINES = 1500, 8
_SHORTEST_BODY, _LONGEST_NAVIGATION = 1, 160


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice's parts as wording; ``own`` are the pieces that hold only them, ``navigation`` those of the web page."""

    title: int
    title_text: str
    english_text: str | None
    number_text: str | None
    issuer_text: str | None
    date_text: str | None
    own: frozenset[int]
    navigation: frozenset[int]


def find_notice(pieces: tuple[Piece, ...], *, is_briefing: bool) -> Notice | None:
    """Read the pieces as one notice: Chinese, with a title that names a kind of document; None for anything else."""
    if is_briefing or not pieces or not is_mostly_han("".join(piece.raw for piece in pieces)):
        return None
    front = pieces[: _find_end(pieces[:_FRONT_PIECES])]
    if any(piece.kind is BlockKind.TABLE_ROW and not _PAGE_FIELD.match(piece.text) for piece in front):
        return None
    title = _find_title(pieces)
    if title is None or is_of_a_series(pieces[title].text) or len(pieces) <= title + _SHORTEST_BODY:
        return None
    body = next((i for i in range(title + 1, len(pieces)) if _starts_body(pieces[i])), title + 1)
    if holds_several(pieces, title, body):
        return None
    page = _Page(pieces, title)
    begun = _find_title_start(pieces, title)
    number, number_text = page.find_number()
    own, date_text = page.find_date()
    english = next((i for i in range(title + 1, body) if _ENGLISH.fullmatch(pieces[i].text)), None)
    printed = [i for i in range(title + 1, body) if _NUMBER.fullmatch(pieces[i].text.strip())]
    navigation = {i for i in range(len(pieces)) if _is_navigation(pieces, i, title, body)} | _list_path(pieces, title)
    more = next((i for i in range(body, len(pieces)) if is_furniture_heading(pieces[i].text)), len(pieces))
    return Notice(
        title=title,
        title_text=page.find_ordered()
        or ("".join(piece.text for piece in pieces[begun:title]) + _title_text(pieces[title])),
        english_text=pieces[english].text if english else None,
        number_text=number_text or (pieces[printed[0]].text if printed else None),
        issuer_text=page.find_issuers(),
        date_text=date_text,
        own=frozenset({*range(begun, title + 1), *own, *number, *printed, english or title}),
        navigation=frozenset((navigation | set(range(more, len(pieces)))) - own - set(range(begun, title + 1))),
    )


def _find_end(front: tuple[Piece, ...]) -> int:
    """Return where a notice's own text ends: at the heading of its attachments, or at the day under who signs."""
    for i, piece in enumerate(front):
        if (i > 1 and is_signed(front[i - 1].text, piece.text)) or _ATTACHMENTS.fullmatch(piece.text):
            return i
    return len(front)


def split_notice_head(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces without a page in them, and the first that holds title, number and text cut between these.

    Its leading lines must be a title, and the line below them a number or the line that says to whom the notice goes.
    """
    pieces = tuple(part for piece in split_page(pieces) for part in _split_number_ahead(piece))
    for i, piece in enumerate(pieces[:_FRONT_PIECES]):
        bounds = _list_head_bounds(piece)
        if bounds:
            parts = (piece.cut(a, b) for a, b in pairwise((0, *bounds, len(piece.raw))))
            return (*pieces[:i], *(part for part in parts if part.raw.strip()), *pieces[i + 1 :])
    return pieces


def _split_number_ahead(piece: Piece) -> tuple[Piece, ...]:
    number = _NUMBER_AHEAD.match(piece.raw)
    return (piece.cut(0, number.end()), piece.cut(number.end())) if number else (piece,)


def _list_head_bounds(piece: Piece) -> tuple[int, ...]:
    """Return the offsets where number and text begin below a title, or none."""
    raw = piece.raw
    ends = [match.end() for match in re.finditer(r"\n+", raw.rstrip())][:_TITLE_LINES]
    if not ends or piece.kind is BlockKind.TABLE_ROW or _TITLE.fullmatch(piece.text):
        return ()
    for end in ends:
        title = join_lines(raw[:end])
        rest = raw[end:].lstrip("\n")
        below = rest.split("\n", 1)[0].strip()
        number = _NUMBER.fullmatch(below)
        whole = title.count("《") == title.count("》") and is_mostly_han(title) and _TITLE.fullmatch(title)
        if whole and (number or below.endswith(("：", ":"))):
            start = len(raw) - len(rest)
            return (start, start + len(rest.split("\n", 1)[0])) if number else (start,)
    return ()


def _title_text(piece: Piece) -> str:
    """Return a title without the page's path that stands on the lines below it."""
    lines = piece.lines()
    kept = next((at for at, line in enumerate(lines) if at and _PATH.match(line)), len(lines))
    title = _TITLE_FIELD.sub("", join_lines("\n".join(lines[:kept])), count=1)
    number = _NUMBER_FIRST.match(title)
    bare = title[number.end() :] if number else title
    wrapped = bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1
    bare = bare[1:-1] if wrapped else bare
    return bare if _TITLE.fullmatch(bare) else title


def _starts_body(piece: Piece) -> bool:
    """Whether the text of a notice starts here: with a sentence, or the line that says to whom it goes."""
    text = piece.text
    if _NAVIGATION.match(text) or any(_PAGE_FIELD.match(line) for line in piece.lines()):
        return False
    if _FIELD_AT_END.search(text) or is_page_part(text):
        return False
    return piece.kind is BlockKind.LIST_ITEM or "。" in text or text.endswith(("：", ":"))


def _is_navigation(pieces: tuple[Piece, ...], i: int, title: int, body: int) -> bool:
    """Whether a piece is a part of the web page around the notice, or a field of the page's table or its value."""
    piece = pieces[i]
    if i != title and is_page_part(piece.text):
        return True
    if len(piece.text) > _LONGEST_NAVIGATION:
        return False
    if i < title or _NAVIGATION.match(piece.text):
        return True
    if i >= body:
        return False
    before = pieces[i - 1].lines() or ("",)
    return (
        any(_PAGE_FIELD.match(line) for line in piece.lines())
        or _FIELD_AT_END.search(before[-1]) is not None
        or _CRUMBS.fullmatch(piece.text) is not None
        or _STAMPED.search(piece.text) is not None
        or piece.text.startswith(_title_text(pieces[title]))
        or says_title_again(piece.text, _title_text(pieces[title]))
    )


def _list_path(pieces: tuple[Piece, ...], title: int) -> set[int]:
    """Return the pieces of the page's path that stand alone between its start ("首页") and the fields of its table."""
    near = range(title + 1, min(len(pieces), title + _FRONT_PIECES))
    start = next((i for i in near if _PATH.match(pieces[i].text)), None)
    end = next((i for i in near if _PAGE_FIELD.match(pieces[i].text)), None)
    return set() if start is None or end is None else set(range(start, end))


def _find_title_start(pieces: tuple[Piece, ...], title: int) -> int:
    """Return where a title begins that stands in several paragraphs, its issuer and 关于 in the first of them."""
    at = title
    while at and title - at < _TITLE_LINES - 1 and "关于" not in pieces[at].text:
        at -= 1
        if len(pieces[at].text) > _LONGEST_PART or not _TITLE_PART.fullmatch(pieces[at].text):
            return title
    opens = at < title and _TITLE_ISSUERS.match(pieces[at].text) is not None
    return at if opens and _TITLE.fullmatch("".join(piece.text for piece in pieces[at : title + 1])) else title


def _find_title(pieces: tuple[Piece, ...]) -> int | None:
    front = range(min(_FRONT_PIECES, len(pieces)))
    fits = [
        i
        for i in front
        if pieces[i].kind is not BlockKind.LIST_ITEM and is_mostly_han(pieces[i].text)
        if _TITLE.fullmatch(pieces[i].text.strip())
        if not (_ATTACHED.match(pieces[i].text) or find_number(pieces[i].raw) or _CRUMBS.fullmatch(pieces[i].text))
    ]
    headed = [i for i in fits if pieces[i].is_heading or pieces[i].is_bold] or fits
    body = next((i for i in headed[:1] for i in range(i + 1, len(pieces)) if _starts_body(pieces[i])), 0)
    own = [i for i in headed if i < body and not _RED_HEAD.fullmatch(pieces[i].text)]
    title = next(iter(own or headed), None)
    after = title + 1 if title is not None else len(pieces)
    goes_on = after < len(pieces) and _TITLE_END.fullmatch(pieces[after].text) is not None
    return after if goes_on and _find_title_start(pieces, after) < after else title


class _Page:
    """A notice's pieces as one text with their places, and what stands in it."""

    def __init__(self, pieces: tuple[Piece, ...], title: int) -> None:
        self._pieces = pieces
        self._title = title
        self._starts: list[int] = []
        at = 0
        for piece in pieces:
            self._starts.append(at)
            at += len(piece.raw) + 1
        self._text = "\n".join(piece.raw for piece in pieces)
        front = self._text[: self._starts[title] + len(pieces[title].raw) + _FRONT_SIGNS]
        self._front = _BRACKETED_FIELD.sub(lambda field: f" {field[0][1:-1]}：", _CELL_FIELD.sub(r"\g<0>：", front))
        body = self._starts[title] + len(pieces[title].raw)
        self._order = find_order(self._text, self._starts[title])
        self._signature = find_signature(self._text, body)

    def find_number(self) -> tuple[frozenset[int], str | None]:
        """Return the number that stands alone, under its label, in the title or in an order's head, and its pieces.

        The line above it ("商务部公告") says whose number it is, where it stands alone.
        """
        pieces, title = self._pieces, self._title
        for i in range(min(len(pieces), title + _NUMBER_LINES)):
            text = DAY_AHEAD.sub("", pieces[i].text)
            match = _NUMBER.search(text)
            if match and i != title and len(match[0]) * 2 >= len(text.strip()):
                if i and not match["number"][:1].isalpha() and _NOTICE_HEAD.fullmatch(pieces[i - 1].text):
                    return frozenset({i - 1, i}), f"{pieces[i - 1].text}{match['number']}"
                return frozenset({i}), match["number"]
        ahead = _NUMBER_FIRST.match(pieces[title].text)
        if ahead and _title_text(pieces[title]) != pieces[title].text:
            return frozenset(), ahead["number"]
        for piece in pieces[title + 1 : title + 4]:
            start = piece.text.rfind(pieces[title].text)
            match = _NUMBER.match(piece.text[start + len(pieces[title].text) :].lstrip()) if start >= 0 else None
            if match:
                return frozenset(), match["number"]
        labelled = _NUMBER_LABEL.search(self._front)
        if labelled and (match := _NUMBER.search(labelled["value"])):
            return frozenset(), match["number"]
        bare = _BARE_NUMBER.fullmatch(labelled["value"].strip()) if labelled else None
        if bare:
            return frozenset(), f"{bare['office']}〔{bare['year']}〕{bare['number']}号"
        if self._order:
            return frozenset(), f"{self._order.names[0]}令{self._order.number_text}"
        return frozenset(), None

    def find_date(self) -> tuple[frozenset[int], str | None]:
        """Return the date of the signature, the order, a label or the page's head, and the pieces it fills wholly."""
        if self._order and self._order.date_text:
            return frozenset(), self._order.date_text
        if self._signature:
            return self._pieces_within(self._signature.start, self._signature.end), self._signature.date_text
        for i in range(self._title + 1, min(len(self._pieces), self._title + _NUMBER_LINES)):
            text = self._pieces[i].text
            dated, rest = _STANDING_DATE.search(text), _STANDING_DATE.sub("", text, count=1).strip()
            near = i < self._title + _TITLE_LINES and not rest
            if dated and (near or _NUMBER.fullmatch(rest)):
                return frozenset({i}), dated[0]  # beside the number
        for i in range(len(self._pieces) - 1, self._title, -1):
            lines = self._pieces[i].lines()
            above = (*self._pieces[i - 1].lines(), *lines[:-1])[-1:]
            labelled = any(_FIELD_AT_END.search(line) for line in above)
            if lines and not labelled and is_date_line(lines[-1]) and parse_printed_date(lines[-1]):
                return frozenset({i} if is_date_line(self._pieces[i].text) else ()), lines[-1].strip("（）() ")
        for label in (_WRITTEN_LABEL, _DATE_LABEL):
            match = label.search(self._front)
            if match:
                return self._pieces_within(match.start("value"), match.end("value")), match["value"].strip()
        return frozenset(), self._find_head_date()

    def _find_head_date(self) -> str | None:
        for i, piece in enumerate(self._pieces[: self._title + 6]):
            stamped = _STAMPED.search(piece.text)
            if stamped:
                return stamped["date"]
            found = _STANDING_DATE.search(piece.text)
            if found and i != self._title and len(piece.text) <= _LONGEST_HEAD_DATE:
                return found[0]
        return None

    def find_issuers(self) -> str | None:
        """Return who signs, who gives the order, whom a label names, or the title."""
        if self._signature or self._order:
            return "、".join((self._signature or self._order).names)  # type: ignore[union-attr] # one of them is there
        labelled = _ISSUER_LABEL.search(self._front)
        if labelled and "等" not in labelled["value"]:
            return _write_names(labelled["value"])
        who = _TITLE_ISSUERS.match(self._pieces[self._title].text)
        if who:
            return _write_names(who["who"])
        named = self._find_whole_title()
        if named:
            return "、".join(named)
        labelled = _PAGE_ISSUER_LABEL.search(self._front)
        return _write_names(labelled["value"]) if labelled else None

    def find_ordered(self) -> str | None:
        """Return the title of what an order puts in force, where the page's own title is the order's alone."""
        title = self._pieces[self._title].text
        titled = _ORDER_TITLE.fullmatch(title)
        ordered = _ORDERED.search(self._text, self._starts[self._title]) if titled or self._order else None
        if ordered and (titled or ordered["title"] in title):
            return ordered["title"]
        near = self._pieces[self._title + 1 : self._title + _TITLE_LINES]
        below = (piece for piece in near if titled or (piece.is_heading and _NOTICE_HEAD.fullmatch(title)))
        own = (piece.text for piece in below if _TITLE.fullmatch(piece.text) and not _ORDER_TITLE.fullmatch(piece.text))
        return next(own, None)

    def _find_whole_title(self) -> tuple[str, ...]:
        """Return who stands before a title that begins with 关于 where the text prints it whole, as its attachment."""
        title = _TITLE_TAIL.sub("", _title_text(self._pieces[self._title]))
        places = re.finditer(re.escape(title), self._text) if title.startswith("关于") else ()
        return next((names for at in places if (names := find_names_before(self._text, at.start()))), ())

    def _pieces_within(self, start: int, end: int) -> frozenset[int]:
        """Return the pieces that hold nothing but what stands between two offsets."""
        return frozenset(
            i
            for i, piece in enumerate(self._pieces)
            if i != self._title and self._starts[i] >= start and self._starts[i] + len(piece.raw.rstrip()) <= end
        )


def _write_names(names: str) -> str:
    return "、".join(part for part in re.split(r"[\s、|]+", names.strip()) if part)


# The province whose government a notice's number names by its one sign (鄂政发: Hubei).

_PROVINCES_TEXT = (
    "京北京市 津天津市 沪上海市 渝重庆市 冀河北省 晋山西省 辽辽宁省 吉吉林省 黑黑龙江省 苏江苏省 浙浙江省 皖安徽省 "
    "闽福建省 赣江西省 鲁山东省 豫河南省 鄂湖北省 湘湖南省 粤广东省 琼海南省 川四川省 贵贵州省 黔贵州省 云云南省 "
    "滇云南省 陕陕西省 甘甘肃省 青青海省 桂广西壮族自治区 蒙内蒙古自治区 宁宁夏回族自治区 新新疆维吾尔自治区 "
    "藏西藏自治区"
)
_PROVINCES = {text[0]: text[1:] for text in _PROVINCES_TEXT.split()}
_OF_GOVERNMENT = re.compile(r"\s*(?P<sign>[^\W\d_])政(?:办)?(?:发|函|规|字|办发|办函)?")
_NAMELESS = re.compile(r"(?:省|市|自治区)?人民政府(?:办公厅)?")


def complete_government(issuer: str | None, number: str | None) -> str | None:
    """Return a government that its own paper calls without its place with that of its number; None for any other."""
    sign = _OF_GOVERNMENT.match(number or "")
    place = _PROVINCES.get(sign["sign"]) if sign else None
    if issuer is None or place is None or not _NAMELESS.fullmatch(issuer):
        return None
    return f"{place}{issuer[issuer.index('人民政府') :]}"
