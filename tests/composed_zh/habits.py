"""Habits: what a publisher of briefings chooses once for all its issues, each choice made apart from the others."""

from __future__ import annotations

import random
from dataclasses import dataclass, fields

CHOICES: dict[str, tuple[str, ...]] = {
    "format": ("txt", "gb18030", "md", "html", "mail"),
    "title": ("stacked", "one line", "with issue", "periods"),
    "sections": ("known", "composed", "composed", "odd", "topics", "ministries", "days", "none"),
    "section_mark": ("一、", "plain", "【】", "第一部分", "■", "drawn"),
    "item_mark": ("none", "1.", "1、", "run on", "（一）", "（1）", "●", "①"),
    "form": ("headed", "tagged", "dated", "behind", "sourced", "table", "points", "day head", "day line"),
    "look": ("heading", "bold", "tight"),
    "date": ("3月5日", "03-05", "2025年3月5日", "5日", "2025-03-05", "2025.3.5"),
    "source": ("none", "（来源：）", "（）", "来源：", "none"),
    "body": ("one", "one", "two"),
    "third": ("none", "none", "国际视野", "海外动态", "地方动态", "各地速递"),
    "comment": ("none", "none", "点评：", "解读：", "【简评】", "小编点评："),
    "top": ("none", "none", "要闻", "本周要闻", "头条"),
    "ahead": ("none", "none", "下周关注", "日程预告", "近期日程"),
    "contents": ("none", "none", "目录", "本期导读"),
    "note": ("none", "none", "编者按", "greeting"),
    "foot": ("none", "免责声明", "退订", "both"),
}
"""Each habit with its choices; one that stands twice is chosen twice as often."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """One choice of each kind."""

    format: str
    title: str
    sections: str
    section_mark: str
    item_mark: str
    form: str
    look: str
    date: str
    source: str
    body: str
    third: str
    comment: str
    top: str
    ahead: str
    contents: str
    note: str
    foot: str

    def list_choices(self) -> tuple[tuple[str, str], ...]:
        """Return each habit's name with what was chosen."""
        return tuple((each.name, getattr(self, each.name)) for each in fields(self))


def list_plain(each: int) -> list[Habits | None]:
    """Return so many of a plain publisher's habits with each other choice of one kind, in each format."""
    plain = {name: choices[0] for name, choices in CHOICES.items()}
    return [
        Habits(**{**plain, "format": CHOICES["format"][at % len(CHOICES["format"])], name: choice})
        for name, choices in CHOICES.items()
        for choice in dict.fromkeys(choices)
        for at in range(each)
        if not (choice == "drawn" and at % len(CHOICES["format"]) in {2, 3})
        if not (choice == "table" and at % len(CHOICES["format"]) not in {2, 3})
    ]


def choose_habits(chance: random.Random) -> Habits:
    """Choose at random; what cannot stand together is settled in favour of the form."""
    chosen = {name: chance.choice(choices) for name, choices in CHOICES.items()}
    for given, settled in _SETTLED:
        if all(chosen[name] in choices for name, choices in given.items()):
            chosen |= settled
    return Habits(**chosen)


_SETTLED: tuple[tuple[dict[str, set[str]], dict[str, str]], ...] = (
    ({"form": {"table"}, "format": {"txt", "gb18030", "mail"}}, {"form": "headed"}),
    ({"section_mark": {"drawn"}, "format": {"md", "html"}}, {"section_mark": "一、"}),
    ({"form": {"table", "day line"}}, {"item_mark": "none", "comment": "none"}),
    ({"sections": {"days"}, "form": {"table", "day head", "day line", "behind", "sourced"}}, {"form": "headed"}),
    ({"sections": {"none"}, "section_mark": {"drawn"}}, {"section_mark": "plain"}),
    ({"section_mark": {"【】"}, "form": {"tagged"}}, {"section_mark": "一、"}),
    ({"form": {"tagged"}, "item_mark": {"none"}, "comment": {"【简评】"}}, {"comment": "点评："}),
    ({"section_mark": {"一、"}, "item_mark": {"（一）"}, "sections": {"none"}}, {"item_mark": "1."}),
    ({"date": {"5日"}}, {"title": "periods"}),
    ({"sections": {"days"}, "section_mark": {"一、", "第一部分", "drawn"}}, {"section_mark": "plain"}),
    ({"sections": {"days"}}, {"contents": "none"}),
    ({"section_mark": {"■"}, "item_mark": {"●"}}, {"item_mark": "none"}),
)
"""What is set where such choices come together, one after the other."""
_POLICY_WORDS = (
    *("政策", "部委", "监管", "法规", "新规", "规则", "国务院", "中央部门", "宏观", "立法", "主管部门", "官方", "制度"),
    *("各部委", "监管层", "规章", "国家部委", "行政监管", "政府", "法治", "政令", "决策层"),
)
_COMPANY_WORDS = (
    *("企业", "公司", "车企", "药企", "厂商", "资本", "投融资", "上市公司", "头部企业", "龙头", "市场主体", "商界"),
    *("产业链", "并购", "外企", "民企", "厂家", "工厂", "品牌", "创投", "独角兽", "同业", "会员", "芯片公司", "制造商"),
)
_BEHIND = (
    *("动态", "动向", "速递", "观察", "快讯", "风向", "脉搏", "一览", "圈", "场", "台", "看板", "雷达", "资讯", "扫描"),
    *("聚焦", "之窗", "播报", "手记", "在线", "行动", "前哨", "周记", "之声", "视点", "传真", "跟踪", "追踪", "简报"),
    *("新闻", "进展", "要览", "瞭望", "风云", "纵览", "日志", "那些事", "说", "面", "线"),
)
_AHEAD = ("", "", "", "本周", "最新", "重点", "近期", "一周")
_KNOWN = (("政策动态", "企业动态"), ("政策", "企业"), ("政策法规", "公司新闻"), ("监管动态", "行业动态"))
_ODD = (
    ("令出有据", "生意经"),
    ("风从上来", "水往低处"),
    ("京城来信", "车间回音"),
    ("上情", "下情"),
    ("一锤定音", "各显神通"),
    ("落笔成规", "闻风而动"),
    ("红头", "订单"),
    ("看得见的手", "看不见的手"),
)


def name_sections(chance: random.Random, habits: Habits) -> tuple[str, str]:
    """Return the names of the part of the authorities' news and of that of the companies'."""
    if habits.sections == "known":
        return chance.choice(_KNOWN)
    if habits.sections == "odd":
        return chance.choice(_ODD)
    behind = chance.sample(_BEHIND, 2)
    ahead = chance.choice(_AHEAD)
    return (
        f"{ahead}{chance.choice(_POLICY_WORDS)}{behind[0]}",
        f"{ahead}{chance.choice(_COMPANY_WORDS)}{behind[chance.choice((0, 1))]}",
    )
