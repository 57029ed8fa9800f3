"""Where a headline opens another item, and where a heading stands inside the open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from tests.reading.grammar.grammar_blocks import read

if TYPE_CHECKING:
    from bot.reading.parts import ItemParts

TITLE = ("# Acme Alert", "14 March 2025")
SEALS = ("The MIIT issued rules for scales on 10 March.",)
DOCKS = ("The MOT listed docks on 11 March.",)
ROPES = ("The NDRC counted ropes on 13 March.",)
ALL_TOLD = [("Scales", SEALS, ("Buy.",)), ("Docks", DOCKS, ("Wait.",)), ("Ropes", ROPES, ())]


def _told(items: tuple[ItemParts, ...]) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    return [(item.headline, item.summary, item.comment) for item in items]


@pytest.mark.parametrize("view", ["Our view: ", "Acme comment: ", "_What it means:_ ", "**Comment:** "])
@pytest.mark.parametrize("look", ["## {}", "**{}**"])
def test_a_view_under_each_story(view: str, look: str) -> None:
    """The label that comes next is the next story's: its headline opens an item, labelled or not."""
    items = read(
        *TITLE, look.format("Scales"), *SEALS, f"{view}Buy.", look.format("Docks"), *DOCKS, f"{view}Wait.",
        look.format("Ropes"), *ROPES,
    ).parts.items  # fmt: skip
    assert sorted(_told(items)) == sorted(ALL_TOLD)


@pytest.mark.parametrize("numbers", [("1.", "2.", "3."), ("一、", "二、", "三、")])
def test_one_list_of_key_points_among_numbered_stories(numbers: tuple[str, ...]) -> None:
    """A label that only one story has is demanded of no other."""
    one, two, three = (
        f"## {number} {name}" for number, name in zip(numbers, ("Scales", "Docks", "Ropes"), strict=True)
    )
    parts = read(
        *TITLE, one, *SEALS, "Key takeaways:", "- Seals are due.", "Our view: Buy.", two, *DOCKS, "Our view: Wait.",
        three, *ROPES,
    ).parts  # fmt: skip
    assert _told(parts.items) == ALL_TOLD
    assert [item.points for item in parts.items] == [("Seals are due.",), (), ()]
    assert parts.unread == ()


def test_numbered_stories_without_a_look_of_headings() -> None:
    """A number before a short line is enough where a label of the open item comes again under it."""
    items = read(
        *TITLE, "1. Scales", *SEALS, "Key points:", "- Seals are due.", "Our view: Buy.", "2. Docks", *DOCKS,
        "Our view: Wait.",
    ).parts.items  # fmt: skip
    assert _told(items) == ALL_TOLD[:2]


def test_a_story_without_a_label_stands_with_those_that_have_one() -> None:
    """Headings of one level make stories of one section; a deeper heading over prose makes none of them."""
    sections = [item.section for item in read(
        *TITLE, "## Ropes", *ROPES, "## Scales", *SEALS, "Our view: Buy.", "## Docks", *DOCKS,
    ).parts.items]  # fmt: skip
    assert sections == [Section.TOP] * 3
    plain = read(*TITLE, "## Ropes", *ROPES, "## Docks", *DOCKS).parts.items
    assert [item.section for item in plain] == [Section.OTHER] * 2


@pytest.mark.parametrize("inner", ["### On the other hand", "#### 2024 and after", "**On the other hand**"])
def test_a_heading_before_a_label_of_the_item_stays_inside(inner: str) -> None:
    """A deeper or bold heading goes on with the item while a label is ahead that the item has not had yet."""
    items = read(
        *TITLE,
        "## Scales",
        *SEALS,
        "Our view: Buy.",
        inner,
        "Scales wait.",
        "Article: Rules for Scales",
        "Date: 10 March",
    ).parts.items
    assert [(item.headline, item.article_text) for item in items] == [("Scales", "Rules for Scales")]
    assert items[0].comment == ("Buy.", inner.strip("#* "), "Scales wait.")


def test_labels_set_like_headlines_tell_nothing_by_their_level() -> None:
    """Where labels are headings of the headline's level, an inner heading of that level stays inside."""
    items = read(
        *TITLE, "## 1. Scales", "## At a glance", *SEALS, "## Our view", "Buy.", "## On the other hand", "Wait.",
        "## Article", "Rules for Scales", "## Date", "10 March",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.comment) for item in items] == [("Scales", ("Buy.", "On the other hand", "Wait."))]


CHIPS = (
    "### Chips", "**Fund places bets.** The MOF put RMB 93 billion into a fund on 27 December.",
    "**Maker sued.** A court in Ningbo heard the case on 28 December.",
)  # fmt: skip
CARS = (
    "### Cars", "**Honda to merge.** The two signed a memorandum on 23 December.",
    "**New standard.** SAMR approved a standard for cars.",
)  # fmt: skip


@pytest.mark.parametrize("label", ["Comment", "Our take", "Acme commentary"])
@pytest.mark.parametrize("look", ["### {}|{}", "## {}|{}", "#### {}|{}", "**{}**|{}", "{}: {}", "**{}:** {}"])
def test_a_closing_view_is_on_no_single_item(look: str, label: str) -> None:
    """The topics before it stay topics, and the view is an item of its own, of section other."""
    items = read(*TITLE, *CHIPS, *CARS, *look.format(label, "So we think.").split("|")).parts.items
    assert [(item.heading_text, item.headline, item.comment) for item in items] == [
        ("Chips", "Fund places bets", ()),
        ("Chips", "Maker sued", ()),
        ("Cars", "Honda to merge", ()),
        ("Cars", "New standard", ()),
        (None, label, ("So we think.",)),
    ]
    assert {item.section for item in items} == {Section.OTHER}


def test_a_closing_view_after_bullets() -> None:
    """After the last bullet of several sections it is on none of them."""
    news = (
        "## Policy news",
        "- 5 March: The MIIT listed docks.",
        "## Company news",
        "- CATL built a dock.",
        "- Anker sold it.",
    )
    last = read(*TITLE, *news, "Comment: We wait.").parts.items[-1]
    assert (last.section, last.headline, last.comment, last.summary) == (Section.OTHER, "Comment", ("We wait.",), ())


@pytest.mark.parametrize(
    "ending",
    [
        ("- Anker sold docks.", "Why it matters: We wait."),
        ("- Anker sold docks.", "What this means: We wait."),
        ("- Anker sold docks.", "Comment: We wait.", "- 9 March: BYD built a dock."),
        ("Comment: So do we.", "- Anker sold docks.", "Comment: We wait."),
    ],
)
def test_a_view_on_one_item_stays_with_it(ending: tuple[str, ...]) -> None:
    """Views that refer to "it", are several, or have news after them are on the item above."""
    news = ("## Policy news", "- 5 March: The MIIT listed docks.", "- 6 March: The MOT named ports.")
    items = read(*TITLE, *news, *ending).parts.items
    commented = [item.summary for item in items if "We wait." in item.comment]
    assert commented == [("Anker sold docks.",)]


def test_bold_leads_of_one_story_make_no_topic_of_its_headline() -> None:
    """Paragraphs with bold lead-ins that tell no acts are parts of the story to which the view below belongs."""
    items = read(
        *TITLE, "## Scales get seals", "**What it says.** Scales must have seals from May.",
        "**Who must act.** Sellers with more than ten scales.", "**How much.** Fines of up to RMB 100,000.",
        "Our view: Buy.",
        "## Docks get numbers", "**What it says.** Docks have numbers.", "Our view: Wait.",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.comment) for item in items] == [
        ("Scales get seals", ("Buy.",)),
        ("Docks get numbers", ("Wait.",)),
    ]


def test_a_headline_on_two_lines_is_one() -> None:
    """A second heading before any word of the item goes on with its headline."""
    items = read(*TITLE, "## 1. Scales get", "## seals", f"At a glance: {SEALS[0]}", "Our view: Buy.").parts.items
    assert [item.headline for item in items] == ["Scales get seals"]


def test_issuers_in_capitals_under_their_label_are_no_heading() -> None:
    """What stands under a label alone on its line is its value, however it is set; the next headline opens an item."""
    items = read(
        *TITLE, "## 1. Scales", "AT A GLANCE", *SEALS, "ISSUING BODIES", "# MIIT, SAMR", "# DATE", "12 March 2025",
        "## 2. Docks", "AT A GLANCE", *DOCKS, "ISSUING BODIES", "**MOT**", "**DATE**", "**13 March 2025**",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Scales", "MIIT, SAMR", "12 March 2025"),
        ("Docks", "MOT", "13 March 2025"),
    ]


def test_the_first_line_of_numbered_bullets_is_a_headline() -> None:
    """Two bullets with a line over a longer sentence are stories under their section, dated by what they tell."""
    parts = read(
        "# 绳索周报",
        "## 政策动态",
        "- 1. 甲部印发绳索管理规定\n3月2日，甲部印发规定，要求登记全部绳索。",
        "- 2. 乙部清查全国各地码头\n3月3日，乙部清查各地码头，结果月底公布。",
    ).parts
    assert [(item.section, item.headline, item.date_text) for item in parts.items] == [
        (Section.POLICY_NEWS, "甲部印发绳索管理规定", "3月2日"),
        (Section.POLICY_NEWS, "乙部清查全国各地码头", "3月3日"),
    ]


WECHAT = ("# 一周政策", "海山研究院 2024年3月9日 08:30 江苏", "本期梳理3月1日至3月7日的政策与企业动向，共2条。")


def test_numbers_on_lines_of_their_own_count_headlines() -> None:
    """Short lines below "01", "02" head stories; the page's clock and its way of counting are no news."""
    parts = read(
        *WECHAT,
        "01",
        "**甲部管起绳索**",
        "3月2日，甲部印发规定。",
        "02",
        "**乙部清查码头**",
        "3月3日，乙部清查码头。",
        "— END —",
        "编辑｜海山编辑部",
    ).parts
    assert [(item.section, item.headline, item.date_text, item.summary) for item in parts.items] == [
        (Section.TOP, "甲部管起绳索", "3月2日", ("甲部印发规定。",)),
        (Section.TOP, "乙部清查码头", "3月3日", ("乙部清查码头。",)),
    ]
    assert (parts.publisher, str(parts.published_on)) == ("海山研究院", "2024-03-09")
    assert (str(parts.period_start), str(parts.period_end), parts.unread) == ("2024-03-01", "2024-03-07", ())


def test_numbers_that_do_not_count_up_head_nothing() -> None:
    """A page's number stands alone too."""
    parts = read(
        *WECHAT,
        "## 政策动态",
        "7",
        "**甲部管起绳索**",
        "3月2日，甲部印发规定。",
        "9",
        "**乙部**",
        "3月3日，乙部清查码头。",
    ).parts
    assert [item.headline for item in parts.items] == [None, None]


def test_a_chinese_title_below_an_english_headline_is_its_article() -> None:
    """Bilingual briefs print the title in bold on the next line, then labels and days that dots part."""
    parts = read(
        "# Rope Brief",
        "## New rules 新规",
        "### Ropes need seals",
        "**绳索封签管理规定**",
        "Issued by: MIIT, MOT · 3 May 2024 · In force: 1 July 2024",
        "Makers shall seal their ropes.",
        "### Docks are listed",
        "**全国码头目录（2024年版）**",
        "Issued by: MOT · 6 May 2024 · Order No. 4",
        "The list has 90 docks · and 5 piers.",
    ).parts
    assert [(item.section, item.headline, item.article_text, item.issuer_text) for item in parts.items] == [
        (Section.POLICY_NEWS, "Ropes need seals", "绳索封签管理规定", "MIIT, MOT"),
        (Section.POLICY_NEWS, "Docks are listed", "全国码头目录（2024年版）", "MOT"),
    ]
    assert parts.items[0].date_text == "3 May 2024"
    assert parts.items[0].summary == ("Makers shall seal their ropes.", "In force: 1 July 2024")
    assert parts.items[1].summary[-1] == "The list has 90 docks · and 5 piers."
