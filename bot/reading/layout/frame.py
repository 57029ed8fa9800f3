"""The frame of a briefing: who wrote and edited it, and all else that stands outside its items, as named furniture."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.model.briefing import Person
from bot.model.ids import HAN, fold
from bot.reading.document import Block, BlockKind, Document, Place
from bot.reading.layout.furniture import (
    COUNTER,
    is_aside,
    is_contents_heading,
    is_contents_line,
    is_furniture,
    is_furniture_heading,
    is_greeting,
    is_navigation,
    is_topic,
    names_body,
    reports,
    speaks_of_issue,
)
from bot.reading.layout.title_line import is_title_date, parse_title_line
from bot.reading.layout.title_page import Frame, TitlePage

_POST = r"(?:(?:managing|chief|copy|series|executive|deputy|assistant|lead|senior|contributing|responsible|guest)\s+)?"
_BY = r"\b(?:edited|reviewed|checked)\s+by"
_WRITTEN = r"\b(?:(?:written|compiled|drafted|prepared|collated|put\s+together|reported)\s+by)"
_EDITOR = (
    rf"\b{_POST}editors?(?:-in-chief|\s+in\s+chief)?|\beditorial\s+(?:team|staff|board)"
    r"|(?:责任|执行|本期|值班)?编辑|(?:副|执行)?主编|责编|编审"
)
_AUTHOR = (
    rf"\b{_POST}(?:authors?|writers?|contributors?|analysts?)"
    r"|(?:本期)?(?:作者(?:简介|介绍)?|撰稿人?|撰文|执笔人?|采写|分析师|研究员)"
)
_CREDIT = re.compile(
    rf"(?:(?:(?P<editor>{_EDITOR})|(?P<author>{_AUTHOR}))(?:\(s\))?\s*[:：｜|]"
    rf"|(?:(?P<edited>{_BY})|(?P<written>{_WRITTEN}))\s*:?\s(?=(?-i:[A-Z{HAN}])))\s*",
    re.IGNORECASE,
)
_ROLE_ALONE = re.compile(
    rf"\W*{COUNTER}(?:(?P<editor>{_EDITOR}|{_BY})|(?P<author>{_AUTHOR}|{_WRITTEN}))(?:\(s\))?\W*", re.IGNORECASE
)
_BYLINE = re.compile(r"\s*(?:by|BY|By)\s+(?=[A-Z])")
_NAMES_END = re.compile(
    r"(?:(?<=[^\W\d]{3})(?<!Prof)|(?<=\)))[.。](?=\s|\Z)|[|｜·•©\n]|\s(?:tel|phone|e-?mail)\b|电话|邮箱|地址|联系",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*[,;，；、/]\s*(?:and\s)?|\s+(?:and|&)\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs)\.?\s+)?[^\W\d_a-z][\w'’.-]*(?:\s+(?:von|van|de|der|den|da|di|le|la|bin|al|del|[^\W\d_a-z][\w'’.-]*)){1,4}"
)
_HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}(?:·[{HAN}]{{1,6}})?")
_IN_BRACKETS = re.compile(r"\s*[(（]([^()（）]{2,40})[)）]")
_NO_NAME_TEXT = (
    "analyst editor editors director head manager fellow researcher research communications officer lead associate"
    " assistant president chair professor economist consultant intern senior junior institute office liaison"
    " secretariat centre center university department team council expert advisor adviser coordinator correspondent"
    " chief vice deputy partner policy studies industry affairs staff desk sample group firm llp newsroom ltd inc"
    " chamber association federation forum embassy counsel china company street road avenue tower house section"
    " ministry news media advisory consulting author authors"
)
_NO_NAME = frozenset(_NO_NAME_TEXT.split())
_SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊陆郝孔白崔康毛邱秦史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文"
    "祝施骆闫倪翟殷詹申耿兰焦俞左柳甘包符舒阮柯纪梅童凌裴霍涂苗翁冉靳鲍喻祁蒲滕饶牟艾穆卓缪芦褚娄窦戚岑费卜晏瞿佟"
    "臧闵邬卞栾刁寇甄虞佘邝温盛边荣辛沙",
    *("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "皇甫", "慕容"),
)
_GROUPS = ("组", "部", "室", "社", "队", "处", "科", "员", "人")
_LONGEST_LINE, _LONGEST_ROW, _MOST_WORDS, _THREE, _MOST_JOINED = 400, 160, 14, 3, 15


def is_name(text: str) -> bool:
    """Whether a text reads as a person's name, and not as a post, a house or an address."""
    name = text.strip(" .")
    if _HAN_NAME.fullmatch(name):
        return not name.endswith(_GROUPS)
    return _NAME.fullmatch(name) is not None and not name.isupper() and _NO_NAME.isdisjoint(name.lower().split())


def tell_role(text: str) -> str | None:
    """Return the role that a heading, a cell or a line names alone ("AUTHORS", 编辑), or None."""
    alone = _ROLE_ALONE.fullmatch(text) if len(text) <= _LONGEST_LINE else None
    return None if alone is None else "editor" if alone["editor"] else "author"


@dataclass(kw_only=True, slots=True)
class Credits:
    """What the lines read so far credit, and the role or the columns of roles that are open."""

    people: dict[str, Person]
    role: str | None = None
    columns: tuple[str | None, ...] = ()

    def take(self, line: str) -> bool:
        """Take one line or row in, and tell whether it is about people."""
        if role := tell_role(line):
            self.role, self.columns = role, ()
            return True
        cells = line.split(" | ") if " | " in line else line[: _LONGEST_ROW + 1].split(", ")
        if len(line) <= _LONGEST_ROW and self._take_cells(cells):
            return True
        short = len(line.split()) <= _MOST_WORDS
        if self.add(list_credited(line)) or (short and _CREDIT.match(line)):
            self.role = None
            return True
        if self.role is None or not short:
            self.role, self.columns = None, ()
            return False
        words = line.lower().replace(",", " ").split()
        return self.add(list_names(line, self.role)) or not _NO_NAME.isdisjoint(words)  # a post under a name

    def _take_cells(self, cells: Sequence[str]) -> bool:
        """Take a row in which cells name roles: heads of columns, each before its people, or one behind a name."""
        roles = tuple(map(tell_role, cells))
        if not any(roles):
            rows = zip(cells, self.columns, strict=True) if len(cells) == len(self.columns) else ()
            return self.add(person for cell, role in rows if role for person in list_names(cell, role))
        if is_name(cells[0]):
            return self.add(list_names(cells[0], next(filter(None, roles))))
        if not any(map(is_name, cells)):
            self.columns, self.role = roles, None
            return True
        role = None
        for cell, named in zip(cells, roles, strict=True):
            role = named or role
            self.add(list_names(cell, role) if role and not named else ())
        return True

    def add(self, people: Iterable[Person]) -> bool:
        """Add people who are not there yet, and tell whether there are any at all."""
        found = list(people)
        for person in found:
            self.people.setdefault(fold(person.name), person)
        return bool(found)


def list_credited(line: str) -> Iterator[Person]:
    """Yield the people whom a line credits in words ("Edited by A and B", 编辑：甲, "By A", "A (editor)")."""
    if len(line) > _LONGEST_LINE:
        return
    marks = list(_CREDIT.finditer(line))
    ends = [mark.start() for mark in marks[1:]] + [len(line)]
    for mark, end in zip(marks, ends, strict=False):
        role = "editor" if mark["editor"] or mark["edited"] else "author"
        yield from list_names(_NAMES_END.split(line[mark.end() : end])[0], role)
    byline = None if marks else _BYLINE.match(line)
    if byline:
        yield from list_names(_NAMES_END.split(line[byline.end() :])[0], "author")
    bracket = None if marks or byline else _IN_BRACKETS.search(line)
    behind = tell_role(bracket[1]) if bracket and bracket.end() == len(line) else None
    if behind:
        yield from list_names(line, behind)
    opening, _, names = line.partition(" ")
    role_alone = tell_role(opening)
    if role_alone and _split_joined(names.replace(" ", "")):
        yield from list_names(names, role_alone)


def list_names(text: str, role: str) -> tuple[Person, ...]:
    """Return the people that a text opens with, their posts behind or under them; a role in brackets is their own."""
    found: list[Person] = []
    for at, group in enumerate(_SEPARATOR.split(text.strip())):
        bracket = _IN_BRACKETS.search(group)
        own = (tell_role(bracket[1]) if bracket else None) or role
        name = _IN_BRACKETS.sub("", group).strip(" .;,:：*_")
        han = _HAN_NAME.fullmatch(name) is not None
        joined = _split_joined(name) if len(name) > _THREE else ()
        if joined:
            found.extend(Person(name=each, role=own) for each in joined)
        elif is_name(name) and (not han or at or name.startswith(_SURNAMES)):
            found.append(Person(name=" ".join(name.split()), role=own))
        elif at == 0:
            break
    return tuple(found)


def _split_joined(run: str) -> tuple[str, ...]:
    """Return the Chinese names of two or three signs, each with a surname first, that a run without blanks is."""
    if len(run) > _MOST_JOINED or not run.startswith(_SURNAMES) or not _HAN_NAME.fullmatch(run[:_THREE]):
        return ()
    for length in (_THREE, _THREE - 1):
        rest = _split_joined(run[length:])
        if len(run) == length or rest:
            return (run[:length], *rest)
    return ()


# The frame.

_MOST_TITLE_WORDS, _MOST_TITLE_LINES, _LONGEST_TITLE = 14, 40, 200
_LONGEST_ENTRY, _LONGEST_TOLD = 160, 4_000
_STOPS = (".", "。", "!", "！", "?", "？", ":", "：")


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
    document: Document,
    outside: Sequence[Outside],
    *,
    item_dates: Sequence[str] = (),
    day_first: bool | None = None,
    headlines: Sequence[str] = (),
) -> Frame:
    """Read what stands outside the items; each line gets a place, UNREAD where it tells news or nothing known.

    ``item_dates`` are the dates printed with the items, ``headlines`` their headlines and the headings over them.
    """
    reader = _FrameReader(
        page=TitlePage(
            framed=tuple(block.text for block in document.furniture),
            dates=item_dates,
            sent_on=document.sent_on,
            day_first=day_first,
            is_feed=document.media_type.endswith(("rss+xml", "atom+xml", "/xml")),
        ),
        headlines=frozenset(map(fold, headlines)),
    )
    blocks = document.blocks
    places = [reader.place(blocks[each.block], each, blocks[each.block - 1 : each.block]) for each in outside]
    for text in reader.page.list_running():
        reader.credits.add(list_credited(text))
    frame = reader.page.read()
    own = tuple(fold(name) for name in (frame.publisher, frame.series) if name)
    for at, each in enumerate(outside):
        text = blocks[each.block].text if each.text is None else each.text
        behind = places[at] is Place.UNREAD and each.zone is Zone.BEHIND
        if behind and fold(text).startswith(own) and not reports(text):
            places[at] = Place.IMPRINT
    return replace(frame, people=tuple(reader.credits.people.values()), places=tuple(places))


@dataclass(kw_only=True, slots=True)
class _FrameReader:
    """Places the lines outside the items one by one, and collects what they tell of the issue."""

    page: TitlePage
    headlines: frozenset[str]
    credits: Credits = field(default_factory=lambda: Credits(people={}))
    in_contents: bool = False
    in_imprint: bool = False
    has_imprint: bool = False
    has_note: bool = False
    lines: int = 0

    def place(self, block: Block, each: Outside, above: Sequence[Block]) -> Place:
        """Return the place of one line or block, and take in what it tells; ``above`` is the block above."""
        raw = block.text if each.text is None else each.text
        text = " ".join(raw.split())
        dated = each.zone is Zone.AHEAD and parse_title_line(text).days  # perhaps in figures alone
        if not (dated or any(map(str.isalpha, text))):
            return Place.BLANK
        if is_navigation(text):
            return Place.NAVIGATION
        if each.zone is Zone.AHEAD:
            return self._place_ahead(block, raw, text)
        place = self._place_behind(block, raw, text, between=each.zone is Zone.BETWEEN)
        if place is not Place.UNREAD:
            return place
        if each.zone is Zone.BETWEEN and is_topic(text):
            return Place.TOPIC_HEADING  # no item stands under it
        introduces = text.endswith(_STOPS) and not (names_body(text) or reports(text))
        return Place.NOTE if introduces and any(one.kind is BlockKind.HEADING for one in above) else place

    def _place_ahead(self, block: Block, raw: str, text: str) -> Place:
        if is_contents_heading(text.replace("：", ":").partition(":")[0]):
            self.in_contents = text.endswith((":", "：")) or is_contents_heading(text)
            return Place.CONTENTS
        self.in_contents = self._is_entry(block, text)
        if self.in_contents or is_contents_line(text):
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
        if is_furniture(text) or is_aside(text):
            return Place.IMPRINT
        goes_on = self.has_note and text[:1].islower()
        self.has_note = True
        return Place.NOTE if goes_on or not (reports(text) or names_body(text)) else Place.UNREAD

    def _is_entry(self, block: Block, text: str) -> bool:
        """Whether a line is an entry of the contents: below their heading, or a headline ahead of the items."""
        if block.kind is not BlockKind.HEADING and self.lines and fold(text) in self.headlines:
            return True
        short = len(text) <= _LONGEST_ENTRY and not parse_title_line(text).days
        return self.in_contents and short and not (text.endswith(_STOPS) and block.kind is BlockKind.PARAGRAPH)

    def _is_title(self, block: Block, text: str) -> bool:
        if len(text) > _LONGEST_TITLE or self.lines >= _MOST_TITLE_LINES:
            return False
        if parse_title_line(text).publisher:
            return True
        if is_furniture(text):
            return False
        short = len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith(_STOPS) and not is_greeting(text)
        return block.kind is BlockKind.HEADING or (short and not (self.has_note and reports(text)))

    def _take_credits(self, raw: str) -> bool:
        taken = [self.credits.take(line) for line in raw.split("\n")]
        return any(taken)

    def _place_behind(self, block: Block, raw: str, text: str, *, between: bool) -> Place:
        if is_furniture_heading(text):
            self.in_imprint = not between
            self.credits.role = None
            return Place.IMPRINT
        if self._take_credits(raw):
            self.page.behind.append(raw[:_LONGEST_TOLD])
            return Place.PEOPLE
        own = is_aside(text) or is_furniture(text) or (not between and speaks_of_issue(text))
        short = len(text.split()) <= _MOST_TITLE_WORDS and not text.endswith(_STOPS)
        if own or ((self.in_imprint or (self.has_imprint and short)) and not reports(text)):
            self.has_imprint = not between
            self.page.behind.append(raw[:_LONGEST_TOLD])
            return Place.IMPRINT
        self.in_imprint = self.in_imprint and block.kind is not BlockKind.HEADING
        return Place.UNREAD
