"""News set off otherwise: credits under headlines, days behind them, tags, labels with a dash, lettered sections."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.lines.headings import find_section
from bot.reading.grammar.lines.labels import LabelKind, find_bold_label
from tests.reading.grammar.grammar_blocks import read

FRONT = ("# Acme Institute", "## Rope Letter", "3 May 2024")


@pytest.mark.parametrize(("open_", "close"), [("**", "**"), ("", "")])
def test_a_headline_over_a_credit_is_a_storys(open_: str, close: str) -> None:
    """A line of day and issuers belongs to the headline above, however short, and is no news under a topic."""
    items = read(
        *FRONT,
        "**GOVERNMENT**",
        f"{open_}Ropes get labels{close}",
        "May 1 | MOFCOM, SAMR",
        "Every rope has to name its maker, and whoever sells one keeps a list.",
        f"{open_}Winches without papers{close}",
        "May 2 | MOFCOM",
        "Ports that use old winches may go on until the summer of next year.",
    ).parts.items
    assert [(item.issuer_text, item.date_text) for item in items] == [("MOFCOM, SAMR", "May 1"), ("MOFCOM", "May 2")]
    assert not any("MOFCOM" in text for item in items for text in item.summary)


def test_a_short_heading_over_dated_news_stays_a_topic() -> None:
    """Two pieces that each open with their day are items of their own."""
    items = read(
        *FRONT, "## Policy news", "### Ropes", "1 May: MIIT issued rules on ropes.", "2 May: SAMR fined a rope maker."
    ).parts.items
    assert [(item.heading_text, item.date_text) for item in items] == [("Ropes", "1 May"), ("Ropes", "2 May")]


def test_lines_of_one_paragraph_may_be_headline_credit_and_text() -> None:
    """In plain texts the three stand below each other; a lone paragraph of such lines stays whole."""
    ropes = "Ropes get labels\nSAMR | 2 May\nEvery rope needs a label, and whoever sells one keeps a list."
    winches = "Winches\nMOT | 1 May\nA pilot starts in Dalian, where old winches may go on for a year."
    items = read("# Acme Letter", "Acme Group, 3 May 2024", ropes, winches).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Ropes get labels", "SAMR", "2 May"),
        ("Winches", "MOT", "1 May"),
    ]
    assert items[0].summary == ("Every rope needs a label, and whoever sells one keeps a list.",)
    assert "SAMR" in " ".join(read("# Acme Letter", "3 May 2024", ropes).parts.items[0].summary)


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Ropes get labels (1 May)", ("Ropes get labels", "1 May")),
        ("绳索须贴标签（5月1日）", ("绳索须贴标签", "5月1日")),
        ("Ropes get labels (until 1 May)", ("Ropes get labels (until 1 May)", None)),
        ("Ropes get labels (in Wuxi)", ("Ropes get labels (in Wuxi)", None)),
    ],
)
def test_a_day_in_brackets_behind_a_headline_dates_it(headline: str, expected: tuple[str, str | None]) -> None:
    """The day is no part of the headline; a term or a place in brackets stays."""
    item = read(*FRONT, "## Policy news", f"### {headline}", "MIIT wants every rope to name its maker.").parts.items[0]
    assert (item.headline, item.date_text) == expected


def test_tagged_paragraphs_under_a_bold_line_are_items() -> None:
    """A line over paragraphs with tags heads them, and the imprint with the series' name ends the last."""
    items = read(
        "绳索周报",
        "第3期 2024年5月3日",
        "**政策动态**",
        "【工信部】5月1日，工信部发布绳索办法。",
        "**沿海见闻**",
        "【宁波】5月2日，宁波港更换缆绳。",
        "【厦门】5月2日，厦门港停用旧绞车。",
        "《绳索周报》仅供内部参考。",
    ).parts.items
    assert [item.date_text for item in items] == ["5月1日", "5月2日", "5月2日"]
    assert [item.heading_text for item in items[1:]] == ["沿海见闻", "沿海见闻"]
    assert items[-1].summary == ("【厦门】5月2日，厦门港停用旧绞车。",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Published –", LabelKind.DATE),
        ("Issued by —", LabelKind.ISSUER),
        ("The gist –", LabelKind.SUMMARY),
        ("Published - weekly", None),
        ("Document-", None),
    ],
)
def test_a_dash_may_close_a_bold_label(text: str, kind: LabelKind | None) -> None:
    """A dash that stands apart ends a label as a colon does."""
    assert find_bold_label(text) is kind


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("C. Deals", Section.CORPORATE_NEWS),
        ("B) Policy", Section.POLICY_NEWS),
        ("地方动态", Section.OTHER),
        ("海外要闻", Section.OTHER),
        ("News from members and competitors", Section.CORPORATE_NEWS),
        ("News from members and ports", None),
        ("A. P. Moller", None),
        ("地方政府", None),
    ],
)
def test_sections_may_be_lettered_or_of_places_or_rivals(text: str, section: Section | None) -> None:
    """A letter counts the parts; Chinese weeklies name places, circulars the others of the trade."""
    assert find_section(text) is section


@pytest.mark.parametrize(
    ("line", "date", "number"),
    [
        ("工信部函〔2024〕7号　　2024年5月1日", "2024年5月1日", "工信部函〔2024〕7号"),
        ("2024年5月1日", "2024年5月1日", None),
    ],
)
def test_number_and_day_below_a_title_in_two_tongues_are_its_own(
    line: str, date: str | None, number: str | None
) -> None:
    """A line of them stands behind the title's translation; a sentence that names both is news."""
    item = read(
        *FRONT[:1],
        "## 通知公告",
        "### 关于绳索标签的通知",
        "Notice on Labels for Ropes",
        line,
        "各港口请更换旧缆绳。",
        "### 关于绞车的通知",
        "各港口请停用旧绞车。",
    ).parts.items[0]
    assert (item.date_text, item.article_text) == (date, number)


@pytest.mark.parametrize("text", ["工信部函〔2024〕7号自2024年5月1日起施行。", "工信部函〔2024〕7号", "2024年5月1日"])
def test_a_number_or_a_day_alone_is_no_credit(text: str) -> None:
    """A sentence that names both is news, and one of them says too little."""
    assert find_credit(text) is None


def test_a_ministry_may_be_the_publisher() -> None:
    """The name of an office is a house's, in either language."""
    page = read("# 通知公告", "海洋部", "2024年5月1日", "## 政策动态", "- 5月1日：海洋部发布绳索办法。").parts
    assert (page.publisher, page.series) == ("海洋部", "通知公告")
    page = read("# Notices", "Ministry of Ropes", "1 May 2024", "## Policy news", "- 1 May: MIIT issued rules.").parts
    assert (page.publisher, page.series) == ("Ministry of Ropes", "Notices")


def test_a_figure_that_opens_one_bold_headline_is_no_number_of_it() -> None:
    """Where none counts up to it ("7 ministries issue ...")."""
    cranes = "The Ministry of Transport lets nine ports lift heavier boxes with their cranes from next year on."
    ropes = "Every rope has to bear the name of its maker, and whoever sells one keeps a list of the buyers."
    notes = ("**Cranes at nine ports**", cranes, "**7 Ministries: the rules for ropes are out**", ropes)
    items = read("# Port Letter", "5 May 2024", *notes).parts.items
    assert [(item.section, item.headline) for item in items] == [
        (Section.OTHER, "Cranes at nine ports"),
        (Section.OTHER, "7 Ministries: the rules for ropes are out"),
    ]


@pytest.mark.parametrize("note", ["Effective December 1, 2025", "Deadline: 5 May", "In force", "Valid until 5 May"])
def test_a_note_on_a_term_in_brackets_is_no_source(note: str) -> None:
    """It stays in the text, where its day is read."""
    (item,) = read("# Port Letter", "## Policy news", f"- 5 May: Customs counts cranes. ({note})").parts.items
    assert item.summary == (f"Customs counts cranes. ({note})",)
    assert item.links == ()


def test_a_title_and_its_credit_may_share_a_paragraph() -> None:
    """Its text is the next paragraph; a sentence on the second line is no credit."""
    credit = "MIIT | Order No. {0} (工信部令第{0}号) | adopted {0} June 2025 | effective 1 July 2025"
    first = f"**Rules on Ropes** 绳索规则\n{credit.format(7)}"
    other = f"**Rules on Winches** 绞车规则\n{credit.format(9)}"
    told = "Every rope has to name its maker, and whoever sells one keeps a list."
    more = "Every winch has to stand on a list by the summer, and ports that use an old one pay."
    items = read(*FRONT, "### New rules", first, told, other, more).parts.items
    assert [(item.headline, item.issuer_text, item.date_text) for item in items] == [
        ("Rules on Ropes", "MIIT", "7 June 2025"),
        ("Rules on Winches", "MIIT", "9 June 2025"),
    ]
    assert [item.summary[0] for item in items] == [told, more]


def test_lines_of_a_paragraph_that_each_have_number_and_day_are_news() -> None:
    """As where a page sets them without a space between them."""
    lines = "1. 3月4日，工信部公布绳索办法。\n2. 3月5日，财政部印发锡税规定。"
    items = read("# 产经内参", "2023年第8期 2023年4月1日", "## 政策观察", lines).parts.items
    assert [item.date_text for item in items] == ["3月4日", "3月5日"]
