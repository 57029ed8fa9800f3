"""Records of documents in Chinese collections: fields in columns, notes on the collection, contents in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

WORDS = ("文件名称", "发布机关", "文    号", "发布日期", "内容提要", "律师点评")
RECORDS = (
    "渡轮须年检 《渡轮检验办法》 交通运输部 交水发〔2025〕7号 2025.04.02 办法要求渡轮每年检验一次。 船东宜早约船坞。",
    "缆绳限出口 《缆绳出口管理规定》 商务部 商贸发〔2025〕9号 2025.04.08 规定要求出口缆绳先取得许可。 许可约需一月。",
    "浮标有标准 《浮标标准化指南》 工业和信息化部 工信部〔2025〕3号 2025.04.11 指南统一浮标的编号方式。 旧编号仍可用。",
)


def read(text: str, name: str = "a.txt") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def list_records(mark: str, gap: str, margin: str = "  ") -> str:
    lines = ["某某律师事务所", "监管月报", "2025年4月  |  第9期", "", "第一篇  新法速递", ""]
    for at, record in enumerate(RECORDS, start=1):
        headline, *values = record.split()
        lines.append(f"{mark.format(at)}{headline}")
        lines.extend(f"{margin}{word}{gap}{value}" for word, value in zip(WORDS, values, strict=True))
        lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("mark", "gap", "margin"),
    [
        ("★1.{}  ", "  ", "  "),
        ("● {}、", "　　", ""),
        ("■ ", "：", "    "),
        ("【{}】", "    ", "    "),
        ("1.{} ", "  ", "  "),
        ("", "  ", ""),
    ],
)
def test_fields_in_columns_below_headlines(mark: str, gap: str, margin: str) -> None:
    """A gap behind a field's word is its colon, and a bulleted line over fields is the headline over them."""
    briefing = read(list_records(mark, gap, margin))
    assert [item.headline for item in briefing.items] == [record.split()[0] for record in RECORDS]
    first = briefing.items[0]
    assert (str(first.reported_on), first.text) == ("2025-04-02", "办法要求渡轮每年检验一次。")
    assert first.policy is not None
    assert (first.policy.title_zh, first.policy.document_number) == ("渡轮检验办法", "交水发〔2025〕7号")
    assert first.comment == "船东宜早约船坞。"
    assert not briefing.unread


def test_rows_of_a_table_are_no_records() -> None:
    """A word that comes again row below row is a cell, as of offices beside what they issued."""
    rows = ["商务部    《缆绳办法》", "商务部    《浮标办法》", "商务部    《渡轮办法》", "海关总署    《船坞办法》"]
    briefing = read("\n".join(["某某周报", "2025年4月7日", "", *rows]))
    assert all("商务部：" not in item.text for item in briefing.items)


COLLECTION = """# 港航政策文件汇编

**（2024年5月）**

二〇二四年六月三日

## {notes}

一、本汇编按月收录与港航有关的政策文件，供各科室学习。

二、收录时间以2024年5月31日为准。

## 目　录

| 序号 | 文件 | 页码 |
| --- | --- | --- |
| 一 | 国务院文件 | 1 |
| 二 | 部委文件 | 4 |

## 一、国务院文件

### （一）国务院关于渡轮的意见

> **发文机关**：国务院
> **成文日期**：2024年5月6日

意见要求渡轮每年检验一次。

## 二、部委文件

### （一）关于缆绳的通知

> **发文机关**：交通运输部
> **成文日期**：2024年5月9日

通知要求更换旧缆绳。
"""


@pytest.mark.parametrize("notes", ["编写说明", "编辑说明", "凡例", "收录说明", "体例说明"])
def test_notes_and_contents_of_a_collection_are_no_news(notes: str) -> None:
    """What a collection says of how it was made, and a table of its parts with their pages, are no records."""
    briefing = read(COLLECTION.format(notes=notes), "a.md")
    assert [(item.section, item.headline) for item in briefing.items] == [
        (Section.POLICY_NEWS, "国务院关于渡轮的意见"),
        (Section.POLICY_NEWS, "关于缆绳的通知"),
    ]
    assert not briefing.unread


@pytest.mark.parametrize(
    ("caption", "behind"),
    [
        ("表1：本期主要地方政策梳理", "图2：滚装船运力走势"),
        ("图表 1：地方政策一览", "图表 2：运力走势"),
        ("Table 1: Rules of the provinces", "Figure 2. Ships by port"),
    ],
)
def test_captions_are_no_news(caption: str, behind: str) -> None:
    """What stands over a table or under a picture names it, and its rows are the news."""
    rows = "| 日期 | 发布主体 | 政策名称 | 主要内容 |\n| --- | --- | --- | --- |\n"
    rows += "| 03-28 | 商务部 | 渡轮行动计划（2025-2027年） | 到2027年建成10座船坞。 |\n"
    rows += "| 03-30 | 交通运输部 | 缆绳行动计划（2025-2027年） | 到2027年培育企业10家。 |\n"
    text = f"# 港航周报\n\n2025年4月3日\n\n## 政策动态\n\n{caption}\n\n{rows}\n\n{behind}\n"
    briefing = read(text, "a.md")
    assert [item.headline for item in briefing.items] == ["渡轮行动计划（2025-2027年）", "缆绳行动计划（2025-2027年）"]
    assert not briefing.unread
