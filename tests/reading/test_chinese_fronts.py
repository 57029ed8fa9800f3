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
