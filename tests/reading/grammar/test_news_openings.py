"""How pieces of news open: weekdays behind the day, headlines that are sentences, bylines of houses and people."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.lines.imprint import find_byline
from bot.reading.grammar.lines.reports import leans_on_before
from bot.reading.grammar.parse import parse_parts
from tests.reading.grammar.grammar_blocks import read


@pytest.mark.parametrize(
    ("lead", "day"),
    [("Feb 3 (Tue) – ", "Feb 3"), ("3 February (Tuesday): ", "3 February"), ("2月3日（周二）：", "2月3日")],
)
def test_a_weekday_in_brackets_belongs_to_the_day_that_leads(lead: str, day: str) -> None:
    """Neither is part of the news."""
    items = read("# Rope News", "10 February 2026", f"- {lead}MIIT issued rules on ropes.", "- 5 Feb – MOF pays.").parts
    assert [(item.date_text, item.summary[0]) for item in items.items][:1] == [(day, "MIIT issued rules on ropes.")]


ZH = (
    "港口周报\n2026年1月19日\n\n【部委动态】\n"
    "1、工信部发布吊机规定。1月13日，工信部公布《吊机检查规定》，自3月1日起施行。\n"
    "2、海关调整缆绳检验。1月14日，海关总署发布公告，缆绳不再逐批检验。\n"
)


def test_the_sentence_before_the_day_is_the_headline_of_numbered_news_in_chinese() -> None:
    """What the section says holds for both."""
    items = parse_parts(read_document(ZH.encode(), source_name="a.txt")).items
    assert [(item.section, item.headline, item.date_text) for item in items] == [
        (Section.POLICY_NEWS, "工信部发布吊机规定", "1月13日"),
        (Section.POLICY_NEWS, "海关调整缆绳检验", "1月14日"),
    ]
    assert items[0].summary == ("工信部公布《吊机检查规定》，自3月1日起施行。",)


def test_local_news_with_headlines_is_no_top_item_behind_named_sections() -> None:
    """Where the first section says no more than that it is news, its stories are the top ones."""
    local = "\n【地方动态】\n3、福建支持吊机。1月16日，福建省商务厅印发《吊机办法》。\n"
    items = parse_parts(read_document((ZH + local).encode(), source_name="a.txt")).items
    assert [item.section for item in items] == [Section.POLICY_NEWS, Section.POLICY_NEWS, Section.OTHER]
    first = parse_parts(read_document(ZH.replace("部委", "地方").encode(), source_name="a.txt")).items
    assert [item.section for item in first] == [Section.TOP, Section.TOP]


def test_one_such_sentence_among_others_is_no_headline() -> None:
    """Most numbered pieces open so, or none has a headline."""
    more = "3、工信部发布缆绳清单，列入12家企业。\n4、交通运输部印发浮标通知。\n5、财政部公布渡轮税率。\n"
    items = parse_parts(read_document((ZH + more).encode(), source_name="a.txt")).items
    assert [item.headline for item in items] == [None] * 5


def test_a_status_may_stand_before_the_term_in_a_credit() -> None:
    """As in "Draft, comments until 7 March"."""
    credit = find_credit("NEA · 5 February 2026 · Draft, comments until 7 March 2026")
    assert credit is not None
    assert credit.terms == ("Draft, comments until 7 March 2026",)


@pytest.mark.parametrize(
    ("closing", "label", "day"),
    [
        (" – Reuters, 11 Feb", "Reuters", "11 Feb"),
        (" — company release, 11 Feb", "company release", "11 Feb"),
        (" – Caixin", "Caixin", None),
        (" - MIIT notice", "MIIT notice", None),
    ],
)
def test_a_source_may_stand_behind_a_dash(closing: str, label: str, day: str | None) -> None:
    """With its day or without; it is no part of the text."""
    item = read("# Rope Letter", "12 February 2026", "## Company news", f"- Kestrel sells ropes{closing}").parts.items[
        0
    ]
    assert (item.summary, [link.label for link in item.links], item.date_text) == (
        ("Kestrel sells ropes",),
        [label],
        day,
    )


@pytest.mark.parametrize("closing", [" – to ports, 11 Feb", " – its best year", " – Kestrel Cranes"])
def test_other_words_behind_a_dash_stay(closing: str) -> None:
    """What names no source is told."""
    item = read("# Rope Letter", "12 February 2026", "## Company news", f"- Kestrel sells ropes{closing}").parts.items[
        0
    ]
    assert item.links == ()
    assert " – " in item.summary[0]


def test_a_house_writes_under_its_name_and_is_no_person() -> None:
    """Its words tell; a person's name stays one."""
    assert find_byline("by Saltmarsh Advisory · 12 February 2026") == ()
    assert [person.name for person in find_byline("By Jana Kolb · 12 February 2026")] == ["Jana Kolb"]


def test_a_byline_in_plain_text_names_its_author() -> None:
    """Below the title, on a line of its own."""
    text = "Harbour Watch\n\n10 March 2026\n\nBy Jana Kolb\n\n- 3 March: MIIT issued rules on cranes.\n"
    parts = parse_parts(read_document(text.encode(), source_name="a.txt"))
    assert ([person.name for person in parts.people], parts.series) == (["Jana Kolb"], "Harbour Watch")


def test_a_draft_named_by_its_title_is_none_told_of_before() -> None:
    """With its title it is news; without one it is the document above."""
    assert not leans_on_before("On 6 March CAC released the draft Guidelines for Valve Data.")
    assert leans_on_before("On 6 March CAC explained the draft in detail.")
