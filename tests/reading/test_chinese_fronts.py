"""Front pages of Chinese bulletins: for whom they are, editors in several posts, notes over the first news."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from bot.domain.records.briefing import Person
from bot.reading.grammar.lines.imprint import list_people, list_role_starts
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

ISSUE = """{use}

# 港航政策周报

2024年第3—4期合刊（总第118期）

主办：海陵港航行业协会
编印：协会秘书处政策研究部

2024年1月31日　本期收录：1月15日至1月30日

{people}

编者按：岁末年初文件密集，本期将两期合并编发。

# 第一部分　部委动态

## 01．渡轮须每年检验

交通运输部印发《渡轮检验办法》，渡轮每年检验一次。

# 第二部分　协会通知

## 02．缆绳讲座改期

协会缆绳讲座改到二月举行。
"""


@pytest.mark.parametrize("use", ["内部资料　免费交流", "内部刊物，注意保存", "仅供内部参考", "【协会内部资料】"])
@pytest.mark.parametrize("people", ["责任编辑：方小禾\n审核：陆一舟", "主编：王一　执行编辑：方小禾"])
def test_for_whom_an_issue_is_stands_over_its_title(use: str, people: str) -> None:
    """Such a line is no title, and the editors' note over the first section is no comment of the title's."""
    briefing = read_briefing(ISSUE.format(use=use, people=people).encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == ("海陵港航行业协会", "港航政策周报")
    assert (briefing.published_on, briefing.period_start) == (dt.date(2024, 1, 31), dt.date(2024, 1, 15))
    assert [item.headline for item in briefing.items] == ["渡轮须每年检验", "缆绳讲座改期"]
    assert Person(name="方小禾", role="editor") in briefing.people


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("责任编辑：方小禾", ["责任编辑：方小禾"]),
        ("主编：王小平执行编辑：白桐", ["主编：王小平", "执行编辑：白桐"]),
        ("主编：王小平 值班编辑：白桐", ["主编：王小平 ", "值班编辑：白桐"]),
        ("主编：王小平副主编：李大山", ["主编：王小平", "副主编：李大山"]),
        ("执业证书编号：S0000525010001 研究助理：林小满", ["执业证书编号：S0000525010001 ", "研究助理：林小满"]),
    ],
)
def test_roles_of_two_words_are_one_role(line: str, parts: list[str]) -> None:
    """A role inside a line starts with all of its words."""
    starts = [0, *list_role_starts(line), len(line)]
    assert [line[start:end] for start, end in pairwise(starts)] == parts


def test_posts_in_brackets_behind_names() -> None:
    """What somebody is does not hide the name."""
    people = list_people("程以宁（合伙人）、姚砺（律师）、陆一舟(行业分析师)", role="author")
    assert [person.name for person in people] == ["程以宁", "姚砺", "陆一舟"]


LETTER = """海陵律师事务所
港航合规月报
2024年2—3月合刊  |  第27期
出刊日期：2024年4月3日

{to}
    2024年开年以来，渡轮与缆绳两条主线均有进展。本刊选取与港航企业关系密切的新规，供法务部门参考。

目    录
第一篇  新法速递 ........................ 2
第二篇  企业观察 ........................ 9

========================================
第一篇  新法速递
========================================

1. 渡轮须每年检验
交通运输部印发《渡轮检验办法》，渡轮每年检验一次。

2. 缆绳出口须许可
商务部印发《缆绳出口管理规定》，出口缆绳先取得许可。

----------------------------------------
【往期链接】2024年1月刊：浮标规则前瞻｜2023年12月刊：年度盘点

【联系我们】北京　上海    law@hailing.example    +86 10 0000 0000

【{ends}】本刊不构成海陵律师事务所就任何具体事项出具的法律意见。如需转载，请注明出处。
"""


@pytest.mark.parametrize("to", ["致客户：", "尊敬的客户：", "致各位读者："])
@pytest.mark.parametrize("ends", ["声明", "免责声明", "重要声明"])
def test_a_letter_over_the_contents_and_parts_in_brackets_at_the_end_are_no_news(to: str, ends: str) -> None:
    """The contents do not end the text, and what brackets name at the end tells of the house and its issues."""
    briefing = read_briefing(LETTER.format(to=to, ends=ends).encode(), source_name="a.txt", lexicon=LEXICON)
    assert [item.headline for item in briefing.items] == ["渡轮须每年检验", "缆绳出口须许可"]
    assert not briefing.unread


BROKERS = """证券研究报告 | 港航与产业政策 | 定期报告

2025年03月05日

# 渡轮检验加码，缆绳出口迎来新规

### ——港航政策双周报（2025.02.17-2025.03.04）

{house}

### {view}

渡轮与缆绳是主线。我们认为后续应关注船坞资金的安排。

## 1. 国家政策

### 1.1 渡轮须每年检验

交通运输部印发《渡轮检验办法》，渡轮每年检验一次。

### 1.2 缆绳出口须许可

商务部印发《缆绳出口管理规定》，出口缆绳先取得许可。

## {ends}

负责撰写本报告的分析师具有证券投资咨询执业资格，本报告清晰准确地反映了作者的研究观点。

买入：未来6个月相对沪深300指数涨幅15%以上；增持：涨幅5%-15%。
"""


@pytest.mark.parametrize(
    ("house", "view", "ends"),
    [
        ("海陵证券研究所　分析师：周砚秋", "核心观点", "分析师声明及投资评级说明"),
        ("海陵证券研究所 首席分析师：周砚秋", "投资要点", "免责声明"),
        ("海陵证券研究院｜研究员：周砚秋", "本期观点", "法律声明与风险提示"),
    ],
)
def test_a_brokers_report(house: str, view: str, ends: str) -> None:
    """What all of them bear is no name, the house stands before its analyst, and its view of the whole is no news."""
    text = BROKERS.format(house=house, view=view, ends=ends)
    briefing = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == (house[:7], "港航政策双周报")
    assert briefing.people == (Person(name="周砚秋", role="author"),)
    assert [item.headline for item in briefing.items] == ["渡轮须每年检验", "缆绳出口须许可"]
    assert not briefing.unread


@pytest.mark.parametrize(
    ("house", "name"),
    [
        ("海陵市工业和信息化局政策法规科　编", "海陵市工业和信息化局"),
        ("海陵省发展和改革委员会综合处　编", "海陵省发展和改革委员会"),
        ("海陵律师事务所  HAILING LAW OFFICES", "海陵律师事务所"),
        ("海陵研究院 Hailing Institute", "海陵研究院"),
    ],
)
def test_a_house_without_its_department_or_its_other_name(house: str, name: str) -> None:
    """An office publishes what its section edits, and a name in Latin letters behind the Chinese one is the same."""
    text = f"# 港航政策汇编\n\n{house}\n\n2024年1月15日\n\n## 政策动态\n\n- 1月5日，交通运输部印发《渡轮检验办法》。\n"
    briefing = read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == (name, "港航政策汇编")
