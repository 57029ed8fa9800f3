"""Composes an issue of a publisher's habits, and tells what stands in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.composed_zh.habits import Habits, name_sections
from tests.composed_zh.rendering import Part, Parts, render
from tests.composed_zh.sentences import ABROAD, AHEAD, COMPANIES, LOCAL, POLICIES, Told

_HOUSES = ("北岬产业信息中心", "沧浪研究院", "渭川机电行业协会", "云麓咨询", "东篱律师事务所", "棠溪商会")
_SERIES = ("产业周报", "机电周讯", "先进制造观察", "政企早报", "科技产业简报", "一周汇览", "工业动态周刊", "产经速递")
_SOURCES = ("新华社", "第一财经", "部门网站", "公司公告", "证券时报", "财联社")
_COMMENTS = (
    "对我们的会员影响有限，可以先观望。",
    "我们认为，细则出台前不必急于调整。",
    "建议有关单位尽早核对自己的产品。",
    "这与去年的思路一致，只是力度更大。",
)
_NOTES = ("本期内容不多，但都值得细读。", "这一周消息密集，我们择要整理如下。")
_WEEKDAYS = "一二三四五六日"
_HAN = "一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ANY = frozenset({"top", "other"})
_SENTENCES = frozenset({"dated", "behind", "sourced", "table", "day line"})
"""Forms of items without a headline."""
_COMMENTED = 0.7
_INLINE = frozenset({"3月5日", "2025年3月5日", "5日"})
"""Dates that open a sentence ("3月5日，..."); the others stand before or behind it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What a reader should find of one item; ``sections`` are those that are right."""

    sections: frozenset[str]
    headline: str | None
    text: str
    day: dt.date
    points: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """A document and what stands in it, by section in their order."""

    habits: Habits
    name: str
    data: bytes
    series: str
    published_on: dt.date
    items: tuple[Wanted, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Inside:
    """The words of one item, as its publisher prints them."""

    shown: str
    lead: str
    sentence: str
    source: str
    number: str
    bullet: bool
    cited: str


@dataclass(kw_only=True)
class _Writer:
    """Writes one issue down, part by part."""

    chance: random.Random
    habits: Habits
    issued: dt.date
    parts: Parts = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, text: str, *, number: int = 0, bullet: bool = False) -> None:
        """Add a part."""
        self.parts.append(Part(kind=kind, text=text, number=number, bullet=bullet))

    def show(self, day: dt.date) -> str:
        """Return a day as this publisher prints it."""
        return {
            "3月5日": f"{day.month}月{day.day}日",
            "03-05": f"{day:%m-%d}",
            "2025年3月5日": f"{day.year}年{day.month}月{day.day}日",
            "5日": f"{day.day}日",
            "2025-03-05": f"{day:%Y-%m-%d}",
            "2025.3.5": f"{day.year}.{day.month}.{day.day}",
        }[self.habits.date]

    def mark_item(self) -> str:
        """Return the number before an item, which is counted."""
        self.count += 1
        at = self.count
        return {
            "none": "",
            "●": "",
            "1.": f"{at}. ",
            "run on": f"{at}. ",
            "1、": f"{at}、",
            "（一）": f"（{_count_han(at)}）",
            "（1）": f"（{at}）",
            "①": _CIRCLED[at - 1],
        }[self.habits.item_mark]

    def write_title(self, series: str, house: str, number: int, start: dt.date) -> None:
        """Write the title page."""
        day = f"{self.issued.year}年{self.issued.month}月{self.issued.day}日"
        issue = f"第{number}期（总第{number + 210}期）"
        self.add("title", series)
        lines: tuple[str, ...]
        match self.habits.title:
            case "stacked":
                lines = (issue, day, house)
            case "one line":
                lines = (f"{house} | {day} | 第{number}期",)
            case "with issue":
                lines = (f"{self.issued.year}年第{number}期", f"主办：{house}", f"出刊日期：{day}")
            case _:
                end = self.issued - dt.timedelta(days=1)
                period = f"{start.year}年{start.month}月{start.day}日—{end.month}月{end.day}日"
                lines = (f"第{number}期", f"（{period}）", f"{house}  {day}")
        for line in lines:
            self.add("line", line)

    def write_item(self, told: Told, day: dt.date, sections: frozenset[str], *, dated: bool = True) -> None:
        """Write one item in the publisher's form, and note what it says."""
        form = self.habits.form if dated or self.habits.form in {"tagged", "points"} else "headed"
        sentence = f"{told.actor}{told.act}。{told.more}"
        source = self.chance.choice(_SOURCES)
        inside = _Inside(
            shown=self.show(day),
            lead=self.lead_with(day) if dated else "",
            sentence=sentence,
            source=source,
            number=self.mark_item(),
            bullet=self.habits.item_mark == "●",
            cited={"（来源：）": f"（来源：{source}）", "（）": f"（{source}）"}.get(self.habits.source, ""),
        )
        if form in _SENTENCES:
            self.write_sentence(form, inside)
        else:
            self.write_story(form, inside, told)
        if form not in {"table", "day line"}:
            self.write_comment()
        self.wanted.append(
            Wanted(
                sections=sections,
                headline=None if form in _SENTENCES else told.headline,
                text=sentence,
                day=day,
                points=told.points if form == "points" else (),
            )
        )

    def lead_with(self, day: dt.date) -> str:
        """Return a day as it opens a sentence."""
        return f"{self.show(day)}，" if self.habits.date in _INLINE else f"{self.show(day)} "

    def write_sentence(self, form: str, inside: _Inside) -> None:
        """Write an item that is one sentence or two, without a headline."""
        text = {
            "dated": f"{inside.number}{inside.lead}{inside.sentence}{inside.cited}",
            "behind": f"{inside.number}{inside.sentence}（{inside.shown}）",
            "sourced": f"{inside.number}{inside.sentence}（来源：{inside.source}，{inside.shown}）",
            "table": f"{inside.shown}|{inside.sentence}|{inside.source}",
            "day line": f"{inside.shown}：{inside.sentence}",
        }[form]
        kind = {"table": "row", "day line": "para"}.get(form, "bullet" if inside.bullet else "para")
        self.add(kind, text)

    def write_story(self, form: str, inside: _Inside, told: Told) -> None:
        """Write an item with its headline."""
        if form == "tagged":
            text = f"{inside.number}【{told.headline}】{inside.lead}{inside.sentence}{inside.cited}"
            self.add("bullet" if inside.bullet else "para", text)
        else:
            behind = f"（{inside.shown}）" if form == "day head" else ""
            lead = "" if form == "day head" else inside.lead
            self.add("head", f"{inside.number}{told.headline}{behind}", bullet=inside.bullet)
            first, rest = f"{lead}{told.actor}{told.act}。", told.more
            if self.habits.body == "two":
                self.add("para", first)
            self.add("para", f"{rest if self.habits.body == 'two' else first + rest}{inside.cited}")
        for point in told.points if form == "points" else ():
            self.add("point", f"{point}；")
        if self.habits.source == "来源：":
            self.add("para", f"来源：{inside.source}")

    def write_comment(self) -> None:
        """Write the publisher's comment under most items, where it has any."""
        if self.habits.comment != "none" and self.chance.random() < _COMMENTED:
            self.add("para", f"{self.habits.comment}{self.chance.choice(_COMMENTS)}")


def compose(chance: random.Random, habits: Habits) -> Composed:
    """Return an issue of six to fourteen items."""
    issued = dt.date(2025, chance.randrange(1, 13), chance.randrange(15, 27))
    start = issued - dt.timedelta(days=7)
    days = sorted(start + dt.timedelta(days=chance.randrange(7)) for _ in range(16))
    house, series = chance.choice(_HOUSES), chance.choice(_SERIES)
    writer = _Writer(chance=chance, habits=habits, issued=issued)
    writer.write_title(series, house, chance.randrange(2, 48), start)
    policies = chance.sample(POLICIES, chance.randrange(3, 8))
    companies = chance.sample(COMPANIES, chance.randrange(3, 7))
    groups = _group(chance, habits, policies, companies, days)
    if habits.top != "none":
        taken = {told.headline for _, _, news in groups for told, _ in news}
        rest = [told for told in (*POLICIES, *COMPANIES) if told.headline not in taken]
        news = list(zip(chance.sample(rest, 2), sorted(chance.sample(days, 2)), strict=True))
        groups.insert(0, (habits.top, frozenset({"top"}), news))
    names = [name for name, _, _ in groups if name]
    if habits.ahead != "none":
        names.append(habits.ahead)
    _write_front(writer, names)
    for at, (name, sections, news) in enumerate(groups):
        if name:
            writer.add("section", name, number=at + 1)
        writer.count = writer.count if habits.item_mark == "run on" else 0
        if habits.form == "table":
            writer.add("row head", "日期|内容|来源")
        for told, day in news:
            writer.write_item(told, day, sections, dated=habits.sections != "days" or name == habits.top)
    if habits.ahead != "none":
        _write_ahead(writer, len(groups) + 1)
    if habits.foot in {"免责声明", "both"}:
        writer.add("foot", "免责声明：本刊内容根据公开信息整理，仅供参考，不构成任何投资建议。")
    if habits.foot in {"退订", "both"}:
        writer.add("foot", f"本邮件由{house}发送，如需退订请回复“退订”。")
    name, data = render(writer.parts, habits, subject=series, house=house, sent=issued)
    return Composed(habits=habits, name=name, data=data, series=series, published_on=issued, items=tuple(writer.wanted))


_Group = tuple[str, frozenset[str], list[tuple["Told", dt.date]]]


def _group(
    chance: random.Random, habits: Habits, policies: list[Told], companies: list[Told], days: list[dt.date]
) -> list[_Group]:
    """Return the parts of the issue: their names, sections and news with days."""

    def dated(news: Iterable[Told]) -> list[tuple[Told, dt.date]]:
        listed = list(news)
        return list(zip(listed, sorted(chance.sample(days, len(listed))), strict=True))

    both = [*policies, *companies]
    match habits.sections:
        case "none":
            return [("", _ANY, dated(both))]
        case "topics":
            topics = list(dict.fromkeys(told.topic for told in both))
            return [(topic, _ANY, dated(t for t in both if t.topic == topic)) for topic in topics]
        case "ministries":
            houses = list(dict.fromkeys(told.ministry for told in POLICIES))
            several = [h for h in houses if sum(told.ministry == h for told in POLICIES) > 1]
            chosen = chance.sample(several, 3)
            found = [
                (h, _ANY | {"policy_news"}, dated([told for told in POLICIES if told.ministry == h][:3]))
                for h in chosen
            ]
            return [*found, ("企业动态", frozenset({"corporate_news"}), dated(companies))]
        case "days":
            chance.shuffle(both)
            told_on = sorted({*chance.sample(sorted(set(days)), min(3, len(set(days))))})
            share = -(-len(both) // len(told_on))
            return [
                (
                    f"{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}",
                    _ANY,
                    [(told, day) for told in both[at * share : (at + 1) * share]],
                )
                for at, day in enumerate(told_on)
                if both[at * share : (at + 1) * share]
            ]
        case _:
            first, second = name_sections(chance, habits)
            found = [
                (first, frozenset({"policy_news"}), dated(policies)),
                (second, frozenset({"corporate_news"}), dated(companies)),
            ]
            if habits.third != "none":
                pool = ABROAD if habits.third in {"国际视野", "海外动态"} else LOCAL
                found.append((habits.third, frozenset({"other"}), dated(chance.sample(pool, 3))))
            return found


def _write_front(writer: _Writer, names: list[str]) -> None:
    """Write what stands before the news: a note to the readers, and the contents."""
    if writer.habits.note == "编者按":
        writer.add("para", f"编者按：{writer.chance.choice(_NOTES)}")
    elif writer.habits.note == "greeting":
        writer.add("para", "各位读者：现将本周要点整理如下，供参阅。")
    if writer.habits.contents != "none" and len(names) > 1:
        writer.add("contents", writer.habits.contents)
        for at, name in enumerate(names, 1):
            writer.add("entry", name, number=at)


def _write_ahead(writer: _Writer, number: int) -> None:
    """Write the days to come."""
    writer.add("section", writer.habits.ahead, number=number)
    for at, text in enumerate(writer.chance.sample(AHEAD, 3)):
        day = writer.issued + dt.timedelta(days=at + 1)
        shown = f"{day.month}月{day.day}日"
        writer.add("bullet", f"{shown}：{text}")
        writer.wanted.append(Wanted(sections=frozenset({"other"}), headline=None, text=text, day=day))


def _count_han(number: int) -> str:
    """Return a number under twenty in Chinese."""
    return _HAN[number - 1] if number <= len(_HAN) else f"十{_HAN[number - len(_HAN) - 1]}"
