"""The frame of a briefing: who wrote and edited it, and all else that stands outside its items, as named furniture."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model.briefing import Person
from bot.model.ids import HAN, fold
from bot.reading.document import Block, BlockKind, BriefingParts, Document, Place
from bot.reading.layout.furniture import (
    COUNTER,
    has,
    is_aside,
    is_contents_heading,
    is_contents_line,
    is_furniture,
    is_furniture_heading,
    reports,
    speaks_of_issue,
)
from bot.reading.layout.title_line import is_title_date, parse_title_line
from bot.reading.layout.title_page import TitlePage

_POST = r"(?:(?:managing|chief|copy|series|executive|deputy|lead|senior|contributing|responsible)\s+)?"
_BY = r"\b(?:edited|reviewed|checked)\s+by"
_WRITTEN = r"\b(?:written|compiled|drafted|prepared|collated|put\s+together|reported)\s+by"
_EDITOR = (
    rf"\b{_POST}editors?(?:-in-chief|\s+in\s+chief)?|\beditorial\s+(?:team|staff|board)"
    r"|(?:责任|执行|本期|值班)?编辑|(?:副|执行)?主编|责编|编审"
)
_AUTHOR = (
    rf"\b{_POST}(?:authors?|writers?|contributors?|analysts?)"
    r"|(?:本期)?(?:作者(?:简介|介绍)?|撰稿人?|撰文|执笔人?|采写|分析师|研究员)"
)
_WHO = rf"(?:(?P<editor>{_EDITOR}|{_BY})|{_AUTHOR}|{_WRITTEN})(?:\(s\))?"
_CREDIT = re.compile(
    rf"(?:{_WHO}(?:\s*[:：｜|]|(?<=by)\s*:?\s(?=(?-i:[A-Z{HAN}])))|\A\s*by\s(?=(?-i:\s*[A-Z])))\s*", re.IGNORECASE
)
_ROLE_ALONE = re.compile(rf"\W*{COUNTER}{_WHO}\W*", re.IGNORECASE)
_NAMES_END = re.compile(
    r"(?:(?<=[^\W\d]{3})(?<!Prof)|(?<=\)))[.。](?=\s|\Z)|[|｜·•©\n]|\s(?:tel|phone|e-?mail)\b|电话|邮箱|地址|联系",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(rf"\s*[,;，；、/]\s*(?:and\s)?|\s+(?:and|&)\s+|(?<=[{HAN}])\s+(?=[{HAN}])")
_NAME = re.compile(
    rf"(?P<han>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})?)|(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+)?[^\W\d_a-z][\w'’.-]*"
    r"(?:\s+(?:von|van|de|der|den|da|di|le|la|bin|al|del|[^\W\d_a-z][\w'’.-]*)){1,4}"
)
_POSTS = (
    "analyst editor editors director head manager fellow researcher research communications officer lead associate "
    "assistant president chair professor economist consultant intern senior junior institute office secretariat "
    "centre center university department team council expert advisor adviser coordinator correspondent chief vice "
    "deputy partner policy studies industry affairs staff desk group firm llp newsroom ltd inc chamber association "
    "federation forum embassy counsel china company street road avenue tower house section ministry news media "
    "advisory consulting"
)
_NO_NAME = frozenset(_POSTS.split())
_SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
    "祝施骆闫倪翟殷詹申耿兰焦俞左柳甘包符舒阮柯纪梅童凌裴霍涂苗翁冉靳鲍喻祁蒲滕饶牟艾穆卓缪芦褚娄窦戚岑费卜晏瞿佟"
    "臧闵邬卞栾刁寇甄虞佘邝温盛边荣辛沙",
    *("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "慕容"),
)
_GROUPS = ("组", "部", "室", "社", "队", "处", "科", "员", "人")
_LONGEST_LINE, _LONGEST_ROW, _MOST_WORDS, _THREE, _MOST_JOINED = 400, 160, 14, 3, 15
_MOST_TITLE_WORDS, _MOST_TITLE_LINES, _LONGEST_TITLE, _LONGEST_TOLD = 14, 40, 200, 4_000
_STOPS = (".", "。", "!", "！", "?", "？", ":", "：")


def is_name(text: str) -> bool:
    """Whether a text reads as a person's name, and not as a post, a house or an address."""
    name = text.strip(" .")
    match = _NAME.fullmatch(name)
    if match is None or match["han"]:
        return match is not None and not name.endswith(_GROUPS)
    return _NO_NAME.isdisjoint(name.lower().split())


def tell_role(text: str) -> str | None:
    """Return the role that a heading, a cell or a line names alone ("AUTHORS", 编辑), or None."""
    alone = _ROLE_ALONE.fullmatch(text) if len(text) <= _LONGEST_LINE else None
    return None if alone is None else "editor" if alone["editor"] else "author"


def list_credited(line: str) -> Iterator[Person]:
    """Yield the people whom a line credits in words ("Edited by A and B", 编辑：甲, "From: A", "A (editor)")."""
    marks = list(_CREDIT.finditer(line)) if len(line) <= _LONGEST_LINE else []
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    for mark, end in zip(marks, ends, strict=False):
        role = "editor" if mark["editor"] else "author"
        yield from list_names(_NAMES_END.split(line[mark.end() : end])[0], role)
    if line[: len("from:")].casefold() == "from:":
        yield from list_names(line[len("from:") : _LONGEST_ROW], "author")
    name, _, bracket = line[:_LONGEST_ROW].rstrip(")） ").replace("（", "(").rpartition("(")
    if not marks and name and (behind := tell_role(bracket)):
        yield from list_names(name, behind)


def list_names(text: str, role: str) -> Iterator[Person]:
    """Yield the people that a text opens with, their posts behind or under them; a role in brackets is their own."""
    for at, group in enumerate(_SEPARATOR.split(text.strip())):
        name, _, bracket = group.replace("（", "(").replace("）", ")").partition("(")
        name = " ".join(name.strip(" .;,:：*_").split())
        own = tell_role(bracket.rstrip(") ")) or role
        if len(name) > _THREE and (joined := _split_joined(name)):
            yield from (Person(name=each, role=own) for each in joined)
        elif is_name(name) and (name.isascii() or at or name[0] < "\u3400" or name.startswith(_SURNAMES)):
            yield Person(name=name, role=own)
        elif at == 0:
            break


def _split_joined(run: str) -> tuple[str, ...]:
    """Return the Chinese names of two or three signs, each with a surname first, that a run without blanks is."""
    if len(run) > _MOST_JOINED or not run.startswith(_SURNAMES):
        return ()
    for length in (_THREE, _THREE - 1):
        rest = _split_joined(run[length:])
        if len(run) == length or rest:
            return (run[:length], *rest)
    return ()


class Zone(StrEnum):
    """Where a line outside the items stands: before the first, between two, or behind the last."""

    AHEAD = "ahead"
    BETWEEN = "between"
    BEHIND = "behind"


@dataclass(frozen=True, kw_only=True, slots=True)
class Outside:
    """A block that no item has, or with ``text`` the lines of one of which items have the others."""

    block: int
    zone: Zone
    text: str | None = None


def ends_news(text: str) -> bool:
    """Whether a line is one behind which nothing but people and imprint follow ("AUTHORS", "Imprint", 版权声明)."""
    return is_furniture_heading(text) or tell_role(text) is not None


def read_frame(
    document: Document, outside: Sequence[Outside], *, item_dates: Sequence[str] = (), day_first: bool | None = None
) -> tuple[BriefingParts, list[Place]]:
    """Read what stands outside the items; each line gets a place, UNREAD where it tells news or nothing known."""
    page = TitlePage(document=document, dates=item_dates, day_first=day_first)
    reader = _Reader(page=page)
    places = [reader.place(document.blocks, each) for each in outside]
    reader.add(person for text in page.list_running() for person in list_credited(text))
    parts = page.read()
    own = tuple(fold(name) for name in (parts.publisher, parts.series) if name)
    for at, each in enumerate(outside):
        text = each.text or document.blocks[each.block].text
        if places[at] is Place.UNREAD and each.zone is Zone.BEHIND and fold(text).startswith(own) and not reports(text):
            places[at] = Place.IMPRINT
    return replace(parts, people=tuple(reader.people.values())), places


@dataclass(kw_only=True, slots=True)
class _Reader:
    """Places the lines outside the items one by one, and collects what they tell of the issue.

    ``roles`` are those under which names stand next: one, or one a column.
    """

    page: TitlePage
    people: dict[str, Person] = field(default_factory=dict)
    roles: tuple[str | None, ...] = ()
    in_contents: bool = False
    in_imprint: bool = False
    has_imprint: bool = False
    lines: int = 0

    def place(self, blocks: Sequence[Block], each: Outside) -> Place:
        """Return the place of one line or block, and take in what it tells."""
        block = blocks[each.block]
        raw = each.text or block.text
        text = " ".join(raw.split())
        if not any(map(str.isalnum, text)):
            return Place.BLANK
        if has(text, "navigates"):
            return Place.NAVIGATION
        if each.zone is Zone.AHEAD:
            return self._place_ahead(block, raw, text)
        place = self._place_behind(block, raw, text, between=each.zone is Zone.BETWEEN)
        if place is not Place.UNREAD:
            self.page.behind.append(raw[:_LONGEST_TOLD])
        under = each.block and blocks[each.block - 1].kind is BlockKind.HEADING
        introduces = place is Place.UNREAD and under and text.endswith(_STOPS) and not reports(text)
        return Place.NOTE if introduces else place

    def _place_ahead(self, block: Block, raw: str, text: str) -> Place:
        heads = is_contents_heading(text.replace("：", ":").partition(":")[0])
        listed = heads or is_contents_line(text) or (self.in_contents and not text.endswith(_STOPS))
        self.in_contents = is_contents_heading(text) if heads else self.in_contents and listed
        if listed:
            return Place.CONTENTS
        credited = self._take_credits(raw)
        if is_title_date(text) or (not credited and self._is_title(block, text)):
            for line in raw.split("\n"):
                self.lines += 1
                self.page.add_line(line, is_heading=block.kind is BlockKind.HEADING)
            return Place.TITLE_PAGE
        self.page.ahead.append(raw[:_LONGEST_TOLD])
        if credited:
            return Place.PEOPLE
        if is_furniture(text):
            return Place.IMPRINT
        goes_on = text[:1].islower()
        return Place.UNREAD if reports(text) and not goes_on else Place.NOTE

    def _is_title(self, block: Block, text: str) -> bool:
        if self.lines >= _MOST_TITLE_LINES or len(text) > _LONGEST_TITLE:
            return False
        short = len(text.split()) <= _MOST_TITLE_WORDS and not (text.endswith(_STOPS) or has(text, "greets"))
        of_title = block.kind is BlockKind.HEADING or (short and not is_furniture(text))
        return of_title or parse_title_line(text).publisher is not None

    def _place_behind(self, block: Block, raw: str, text: str, *, between: bool) -> Place:
        if is_furniture_heading(text):
            self.in_imprint = not between
            self.roles = ()
            return Place.IMPRINT
        if self._take_credits(raw):
            self.has_imprint = self.has_imprint or not between
            return Place.PEOPLE
        own = is_aside(text) or is_furniture(text) or (not between and speaks_of_issue(text))
        short = len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith(_STOPS)
        if own or ((self.in_imprint or (self.has_imprint and short)) and not reports(text)):
            self.has_imprint = not between
            return Place.IMPRINT
        self.in_imprint = self.in_imprint and block.kind is not BlockKind.HEADING
        return Place.UNREAD

    def _take_credits(self, raw: str) -> bool:
        """Take in whom lines or rows name, and tell whether any is about people."""
        return sum([self._take(line) for line in raw.split("\n")]) > 0

    def _take(self, line: str) -> bool:
        cells = line[:_LONGEST_ROW].split(" | " if " | " in line else ", ")
        roles = tuple(map(tell_role, cells))
        named = [is_name(cell) for cell in cells]
        if any(roles) and not any(named):
            self.roles = roles
            return True
        if any(roles) and named[0]:
            return self.add(list_names(cells[0], next(filter(None, roles))))
        if len(cells) == len(self.roles) > 1:
            columns = zip(cells, self.roles, strict=True)
            return self.add(each for cell, role in columns if role for each in list_names(cell, role))
        is_short = len(line.split()) <= _MOST_WORDS
        if self.add(list_credited(line)) or (is_short and _CREDIT.match(line)):
            self.roles = ()
            return True
        self.roles = self.roles if is_short and len(self.roles) == 1 else ()
        post = not _NO_NAME.isdisjoint(line.lower().replace(",", " ").split())  # under a name
        return any(role is not None and (self.add(list_names(line, role)) or post) for role in self.roles)

    def add(self, people: Iterable[Person]) -> bool:
        """Add people who are not there yet, and tell whether there are any at all."""
        found = list(people)
        for person in found:
            self.people.setdefault(fold(person.name), person)
        return bool(found)
