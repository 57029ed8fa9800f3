"""Letters of chambers: lettered sections, paragraphs numbered on through them, headlines without bold letters."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.headings import find_section
from tests.reading.grammar.grammar_blocks import read

HEAD = ("Rope Chamber", "Letter from the Quay No. 3/2024", "4 May 2024")


def test_numbers_go_on_below_lettered_headings() -> None:
    """The heading's own letter does not begin a new count, in English or Chinese."""
    items = read(
        *HEAD,
        "## A. LAWS AND DRAFTS",
        "1. MIIT issued rules for ropes on 2 May.",
        "2. SAMR published a draft on nets on 3 May.",
        "3. The NDRC cut the price of hemp on 3 May.",
        "## B. MEMBERS AND RIVALS",
        "4. Sany opened a yard on 1 May.",
        "5. Our member Quay Hemp moved to Ningbo on 30 April.",
        "## C. IN YOUR DIARY",
        "- 6 May: Day of nets.",
    ).parts.items[:-1]
    assert [(item.section, item.position) for item in items] == [
        (Section.POLICY_NEWS, 1),
        (Section.POLICY_NEWS, 2),
        (Section.POLICY_NEWS, 3),
        (Section.CORPORATE_NEWS, 1),
        (Section.CORPORATE_NEWS, 2),
    ]
    told = read(
        "绳索通讯", "2024年5月4日",
        "## 一、政策", "1. 5月2日，工信部印发绳索规则。", "2. 5月3日，商务部发布公告。",
        "3. 5月3日，海关总署公布数据。",
        "## 二、企业", "4. 5月1日，三一重工开设船厂。", "5. 4月30日，某企业迁往宁波。",
    ).parts.items  # fmt: skip
    assert [(item.section, item.position) for item in told] == [(item.section, item.position) for item in items]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("A. LAWS, RULES AND CONSULTATIONS", Section.POLICY_NEWS),
        ("II. New Rules and Consultations", Section.POLICY_NEWS),
        ("B) Companies, members and others", Section.CORPORATE_NEWS),
        ("C. IN YOUR DIARY", Section.OTHER),
        ("On your calendar", Section.OTHER),
        ("Your calendar", Section.OTHER),
        ("To all members", None),
        ("For members only.", None),
    ],
)
def test_sections_of_letters(text: str, section: Section | None) -> None:
    """Whom a letter addresses, and sentences, are none."""
    assert find_section(text) is section


def _read_headlines(*notes: str) -> list[str | None]:
    return [item.headline for item in read(*HEAD, "## Policy news", *notes).parts.items]


@pytest.mark.parametrize("number", ["{}. ", "({}) ", "{}) ", "- "])
def test_words_without_a_verb_and_a_stop_are_headlines(number: str) -> None:
    """Where most numbered paragraphs, or bullets, open so; a short sentence among them is one too."""
    told = (
        "Ropes of hemp. MIIT issued rules for ropes on 2 May.",
        "Who tests nets? SAMR published a draft on nets on 3 May.",
        "Customs in figures. The General Administration of Customs counted ropes by weight on 1 May.",
        "Ports pay less. The State Council cut the dues of ports on 29 April.",
    )
    heads = _read_headlines(*(number.format(at) + text for at, text in enumerate(told, start=1)))
    assert heads == ["Ropes of hemp", "Who tests nets?", "Customs in figures", "Ports pay less"]


def test_words_in_chinese_and_a_stop_are_headlines() -> None:
    """The same in Chinese, before or behind the day."""
    heads = _read_headlines(
        "1．绳索规则。5月2日，工信部印发绳索管理办法。",
        "2．渔网草案。市场监管总局5月3日就渔网规则公开征求意见。",
        "3．港口收费新规。国务院4月29日公布港口收费条例。",
    )
    assert heads == ["绳索规则", "渔网草案", "港口收费新规"]


def test_sentences_and_short_forms_are_no_headlines() -> None:
    """What acts, is shortened or stands alone among paragraphs without such words opens the text."""
    assert not any(
        _read_headlines(
            "1. BYD Co. Ltd. cut prices on 2 May.",
            "2. MOFCOM answered. It gave no reason on 3 May.",
            "3. The U.S. Commerce Department and MOFCOM met on 1 May.",
            "4. Ropes of hemp. MIIT issued rules for ropes on 2 May.",
        )
    )
    points = read(
        *HEAD,
        "## Policy news",
        "- MIIT issued rules for ropes on 2 May. They cover hemp.",
        "  - Scope. The rules apply to makers.",
        "- SAMR drafted some for nets on 3 May. They are short.",
    )
    assert [len(item.points) for item in points.parts.items] == [1, 0]  # fmt: skip


def test_days_in_a_column_date_what_stands_behind_them() -> None:
    """With a year or without, in a paragraph's lines or in bullets."""
    for lines, days in (
        (["6 May 2024 Breakfast on ropes\n9 May 2024 Day of nets"], ["6 May 2024", "9 May 2024"]),
        (["- 6 May Breakfast on ropes", "- May 9 Day of nets"], ["6 May", "May 9"]),
    ):
        items = read(*HEAD, "## In your diary", *lines).parts.items
        assert [item.summary for item in items] == [("Breakfast on ropes",), ("Day of nets",)]
        assert [item.date_text for item in items] == days


def test_the_first_of_its_kind_is_no_earlier_day() -> None:
    """ "Its first crane" tells of the crane, "first shown on" of the day."""
    items = read(*HEAD, "## Company news", "1. Sany showed its first crane in Beijing on 2 May.",
                 "2. XCMG's first digger left the yard on 1 May.").parts.items  # fmt: skip
    assert [item.date_text for item in items] == ["2 May", "1 May"]


@pytest.mark.parametrize(
    "post", ["Head of the desk\nEditor of this letter", "Secretary General, editor of this circular"]
)
def test_who_signs_as_editor_edited(post: str) -> None:
    """The post alone makes nobody an editor."""
    end = ("Yours faithfully,", f"Ann Bow\n{post}")
    people = read(*HEAD, "## Policy news", "- 2 May: MIIT issued rules for ropes.", *end).parts.people
    assert [(person.name, person.role) for person in people] == [("Ann Bow", "editor")]
