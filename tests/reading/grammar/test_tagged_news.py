"""Paragraphs that each open with a tag are pieces of news, with no heading between them."""

from __future__ import annotations

import pytest

from bot.reading.grammar.layout.tagged_news import strip_tag
from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Rope Letter", "3 May 2024")
TOLD = (
    "On 29 April, MIIT named forty makers of ropes that may sell to ports abroad.",
    "On 30 April, the Ministry of Transport closed two old winches at the port of Dalian.",
    "Kestrel Cranes said that its second yard would open in the summer.",
)
HAN = (
    "4月29日，工业和信息化部公布四十家可以向国外港口销售缆绳的企业。",
    "4月30日，交通运输部关闭大连港的两台旧绞车，年底以前换成新的。",
    "海潮起重机公司宣布第二座船厂将在夏天投产。",
)


@pytest.mark.parametrize(
    ("told", "tags"),
    [
        (TOLD, ("[Ropes] ", "[Ports] ", "[Companies] ")),
        (TOLD, ("MIIT | ", "Ports | ", "Companies | ")),
        (HAN, ("[缆绳] ", "[港口] ", "[企业] ")),
        (HAN, ("［缆绳］", "［港口］", "［企业］")),
        (HAN, ("【缆绳】", "【港口】", "【企业】")),
        (HAN, ("工信部｜", "交通运输部｜", "海潮起重机｜")),
    ],
)
def test_each_tagged_paragraph_is_an_item_with_the_day_that_it_tells(
    told: tuple[str, ...], tags: tuple[str, ...]
) -> None:
    """The tag stays in the text, and the day behind it is found."""
    items = read(*FRONT, *(tag + text for tag, text in zip(tags, told, strict=True))).parts.items
    assert [item.summary for item in items] == [(tag + text,) for tag, text in zip(tags, told, strict=True)]
    assert [item.date_text is not None for item in items] == [True, True, False]


@pytest.mark.parametrize("sign", [".", ":"])
def test_bold_words_are_tags_where_each_comes_once_and_most_report(sign: str) -> None:
    """Without a heading, and though only one tells its day; a full stop makes headlines of them."""
    names = ("Ropes", "Ports", "Companies")
    leads = tuple(f"**{lead}{sign}** " for lead in names)
    told = (TOLD[0], TOLD[1].removeprefix("On 30 April, ").capitalize(), TOLD[2])
    items = read(*FRONT, *(lead + text for lead, text in zip(leads, told, strict=True))).parts.items
    whole = [f"{lead.replace('*', '')}{text}" for lead, text in zip(leads, told, strict=True)]
    shown = (
        [(name, text) for name, text in zip(names, told, strict=True)] if sign == "." else [(None, t) for t in whole]
    )
    assert [(item.headline, item.summary[0]) for item in items] == shown


def test_bold_words_over_views_are_no_tags() -> None:
    """Nobody acts in them."""
    views = ("**Ropes.** They are dear.", "**Ports.** They stay as full as ever.", "**Ships.** They wait for days.")
    assert len(read(*FRONT, *views).parts.items) < len(views)


def test_what_stands_between_tagged_paragraphs_goes_on_with_the_one_before() -> None:
    """A closed paragraph without a tag is more of the same news."""
    more = "The list holds makers from six provinces, and each of them has two years to test its ropes again."
    items = read(*FRONT, f"[Ropes] {TOLD[0]}", more, f"[Ports] {TOLD[1]}", f"[Companies] {TOLD[2]}").parts.items
    assert [item.summary for item in items] == [
        (f"[Ropes] {TOLD[0]}", more),
        (f"[Ports] {TOLD[1]}",),
        (f"[Companies] {TOLD[2]}",),
    ]


def test_one_tagged_paragraph_under_each_headline_is_its_text() -> None:
    """Such a tag says where the story comes from; the headlines are those of the items."""
    stories = [part for n, text in enumerate(TOLD) for part in (f"## Ropes and winches, part {n}", f"[Dalian] {text}")]
    items = read(*FRONT, *stories).parts.items
    assert [item.headline for item in items] == [f"Ropes and winches, part {n}" for n in range(3)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[Ports] Winches go on.", "Winches go on."),
        ("工信部｜绞车继续使用。", "绞车继续使用。"),
        ("【港口】绞车继续使用。", "绞车继续使用。"),
        ("Winches go on. Ports | ropes.", "Winches go on. Ports | ropes."),
        ("[1] Winches go on.", "[1] Winches go on."),
    ],
)
def test_a_tag_is_a_few_words_before_the_sentence(text: str, told: str) -> None:
    """Neither the number of a note nor what stands behind a sentence is one."""
    assert strip_tag(text) == told
