"""People with their roles, the publisher, and imprint lines as furniture."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Person
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("notes", "people"),
    [
        (("## AUTHORS", "Ann Berg\nAnalyst, Acme", "Li Wen\nHead of\nand Ports"), ["Ann Berg", "Li Wen"]),
        (("## Authors", "Ann Berg", "Senior Analyst", "Li Wen", "Editor, Acme"), ["Ann Berg", "Li Wen"]),
        (("**Authors:** Ann Berg, Analyst; Li Wen",), ["Ann Berg", "Li Wen"]),
        (("Authors: Ann Berg and Li Wen",), ["Ann Berg", "Li Wen"]),
        (("AUTHORS\nAnn Berg\nAnalyst",), ["Ann Berg"]),
        (("作者：王小明、李四",), ["王小明", "李四"]),
    ],
)
def test_people(notes: tuple[str, ...], people: list[str]) -> None:
    """Names are told from positions, one a line or in a row, after the news or before it."""
    for order in (("## Policy news", "- 5 March: One", *notes), (*notes, "## Policy news", "- 5 March: One")):
        parts = read("# Acme Institute", "## Port Watch", *order).parts
        assert parts.people == tuple(Person(name=name, role="author") for name in people)
        assert (len(parts.items), parts.unread) == (1, ())


def test_editors_and_imprint() -> None:
    """Editors have their role, and lines that only say how to reach somebody are furniture."""
    reading = read(
        "# Port Watch", "## Policy news", "- 5 March: One",
        "## EDITORS", "Ann Berg\nEditor", "## PUBLISHER", "Acme House", "1 Pier Road", "Tel.: 1 555 0100",
        "desk@example.org", "## Disclaimer", "Nothing here is advice.",
    )  # fmt: skip
    assert reading.parts.people == (Person(name="Ann Berg", role="editor"),)
    assert reading.parts.publisher == "Acme House"
    assert [p.place for p in reading.placements[5:]] == [Place.IMPRINT] * 7


@pytest.mark.parametrize(
    "line",
    [
        "海山服务中心 电话：000 如不想再收到本邮件，请回复TD退订。",
        "——编辑部电话：000 本刊仅供内部参考",
        "点击上方蓝字关注我们",
        "阅读原文",
        "欢迎订阅",
        "长按识别二维码",
        "转载请注明出处",
        "本期编辑：产业组　地址：海山路1号",
    ],
)
def test_chinese_lines_of_an_imprint(line: str) -> None:
    """How to reach the desk, and what to press, are no part of the last item."""
    reading = read("# 绳索周报", "## 政策动态", "- 3月5日：甲部发布通知。", line)
    assert [p.place for p in reading.placements][-1] is Place.IMPRINT
    assert reading.parts.items[-1].summary == ("甲部发布通知。",)


def test_a_house_with_its_form_and_place_ends_the_issue() -> None:
    """Where what follows is an imprint's; news of a house is none."""
    front = ("# Rope Watch", "3 May 2024", "## Policy news", "- 5 March: MIIT issued rules on ropes.")
    reading = read(*front, "Kestrel Research Pte Ltd, Singapore. For named recipients only.")
    assert [p.place for p in reading.placements][-1] is Place.IMPRINT
    assert reading.parts.items[-1].summary == ("MIIT issued rules on ropes.",)
    news = read(*front, "Kestrel Research Pte Ltd, Singapore. It bought a rope mill in Hull in March.")
    assert [p.place for p in news.placements][-1] is not Place.IMPRINT


@pytest.mark.parametrize("line", ["海山服务中心 电话：000", "本刊由海山服务中心编印，仅供参考。"])
def test_a_chinese_imprint_names_the_publisher(line: str) -> None:
    """The house is who can be reached, or who makes the publication; a mail's subject with its topics is not."""
    reading = read(
        "# 绳索快讯 第8期：绳索登记公布",
        "绳索快讯 第8期",
        "2024年5月3日",
        "## 【政策】",
        "- 3月5日：甲部发布通知。",
        line,
    )
    parts = reading.parts
    assert (parts.publisher, parts.series, str(parts.published_on)) == ("海山服务中心", "绳索快讯", "2024-05-03")
    assert parts.unread == ()


def test_how_a_letter_ends_is_no_part_of_the_last_news() -> None:
    """Greetings with the house and its address under them, in one paragraph behind marked news."""
    news = (">> 3 March: MIIT counts ropes.", ">> 5 March: MOF wants lists of ropes.")
    reading = read(
        "# Rope Mail", "8 March 2024", *news, "With kind regards,\nYour team at Acme\nUnsubscribe: acme.example"
    )
    assert [p.place for p in reading.placements][-1] is Place.IMPRINT
    assert "regards" not in "".join(reading.parts.items[-1].summary)


def test_editors_in_other_tongues() -> None:
    """Redaktion and rédaction head who edits."""
    for role in ("Redaktion", "Rédaction"):
        reading = read(
            "# Hafenbrief",
            "16. Juni 2025",
            "## Politik",
            "- 10. Juni: Das MIIT gab Regeln bekannt.",
            f"{role}: Anna Müller",
        )
        assert [(person.name, person.role) for person in reading.parts.people] == [("Anna Müller", "editor")]
