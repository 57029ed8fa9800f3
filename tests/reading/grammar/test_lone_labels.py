"""Words such as "Article" or "Date" that stand alone are labels where their item uses them so, and nowhere else."""

from __future__ import annotations

import pytest

from bot.reading.grammar.lines.labels import find_inner_label_starts, uses_labels
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Institute", "## Port Watch", "6 March 2024")
BLOCK = """\
Summary
Ports shall count their cranes and say which of them run on electricity; the second count is to come next year.
Acme comment
A rule on power is next.
Article
Notice on Cranes
Issuing bodies
MOT, NEA
Date
4 March 2024
"""


@pytest.mark.parametrize("case", [str, str.upper, str.lower])
def test_labels_alone_in_a_paragraph_are_read(case: type[str]) -> None:
    """Each label opens its part of the item, in any case, and a value in capitals or figures opens no item."""
    parts = read(
        *TITLE,
        "# 1. Cranes are counted",
        case("At a glance"),
        "Ports shall count their cranes.",
        case("Acme comment"),
        "A rule on power is next.",
        case("Article"),
        "Notice on Cranes",
        case("Issuing bodies"),
        "# MOT, NEA",
        case("Date"),
        "11 March 2024",
        "# 2. Ropes get seals",
        case("At a glance"),
        "Ropes need seals.",
        case("Article"),
        "Measures on Ropes",
        case("Date"),
        "March 2, 2024",
    ).parts
    first, second = parts.items
    assert (first.summary, first.comment) == (("Ports shall count their cranes.",), ("A rule on power is next.",))
    assert (first.article_text, first.issuer_text) == ("Notice on Cranes", "MOT, NEA")
    assert (first.date_text, second.date_text) == ("11 March 2024", "March 2, 2024")
    assert (second.headline, second.article_text) == ("Ropes get seals", "Measures on Ropes")
    assert not parts.unread


def test_chinese_labels_alone_are_read() -> None:
    """标题, 文号 and 日期 alone are labels beside each other."""
    (item,) = read(
        *TITLE,
        "# 1. 起重机",
        "摘要",
        "各港口清点起重机。",
        "标题",
        "起重机管理办法",
        "文号",
        "交水发〔2024〕9号",
        "日期",
        "2024年3月4日",
    ).parts.items
    assert (item.article_text, item.date_text) == ("起重机管理办法 交水发〔2024〕9号", "2024年3月4日")


def test_a_word_alone_without_other_labels_is_none() -> None:
    """One such word in an item, and one on the title page, are words."""
    title = read(*TITLE[:2], "Date", "6 March 2024", "# Policy news", "- 4 March: Ports count their cranes.").parts
    assert len(title.items) == 1
    (item,) = read(
        *TITLE, "# Cranes are counted", "Ports shall count their cranes.", "Article", "That is all."
    ).parts.items
    assert item.summary == ("Ports shall count their cranes.", "Article", "That is all.")
    assert item.article_text is None


def test_a_headline_after_an_empty_label_stays_one() -> None:
    """A numbered headline, or one over a summary's label, is no value of the label above it."""
    parts = read(
        *TITLE,
        "# 1. Cranes are counted",
        "At a glance",
        "Ports shall count their cranes.",
        "Date",
        "# 2. Ropes get seals",
        "At a glance",
        "Ropes need seals.",
        "Issuing body",
        "# Pots get lids",
        "At a glance",
        "Pots need lids.",
    ).parts
    assert [item.headline for item in parts.items] == ["Cranes are counted", "Ropes get seals", "Pots get lids"]


def test_labels_alone_on_lines_of_one_paragraph_part_it() -> None:
    """A paragraph with each label on a line of its own is parted at every one."""
    starts = (0, *find_inner_label_starts(BLOCK))
    assert [BLOCK[start:].split("\n", maxsplit=1)[0] for start in starts] == [
        "Summary",
        "Acme comment",
        "Article",
        "Issuing bodies",
        "Date",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ports count cranes.\nDate\nNobody knows it.",
        "Ports count cranes.\nArticle\nNobody knows it.\nArticle\nAgain.",
        "Article 5\nof the law, by a\ndate\nto be set",
        "Ports count cranes.\nPublic comment\nNobody asked for it.\nDate of birth\nof each.",
    ],
)
def test_a_line_that_may_be_a_label_needs_others(text: str) -> None:
    """One label, or the same twice, parts no paragraph of a document without labels."""
    assert find_inner_label_starts(text) == []


def test_a_document_with_labels_has_them_inside_its_paragraphs() -> None:
    """Where labels of two kinds open blocks, one alone on a line is one."""
    assert uses_labels(("Ports", "Summary", "Date: 4 March"))
    assert not uses_labels(("Summary", "Summary", "Dates are open"))
    text = "Ports count cranes.\nAcme comment\nFine."
    assert find_inner_label_starts(text) == []
    assert find_inner_label_starts(text, is_labelled=True) == [len("Ports count cranes.\n")]
    assert find_inner_label_starts("Ports count cranes.\nPublic comment\nFine.", is_labelled=True) == []


def test_every_line_goes_somewhere() -> None:
    """Labels and values belong to their item."""
    reading = read(
        *TITLE, "# 1. Cranes", "Summary", "Ports count.", "Article", "Notice on Cranes", "Date", "4 March 2024"
    )
    assert [p.place for p in reading.placements[3:]] == [Place.ITEM] * 7


STORY = ("# 1. Cranes are counted", "At a glance", "Ports shall count their cranes.", "Issuing body", "MOT")
TERMS = [
    (("Effective date", "1 May 2024"), "Effective date: 1 May 2024"),
    (("Deadline", "20 April 2024"), "Deadline: 20 April 2024"),
    (("Comment deadline:", "April 20, 2024"), "Comment deadline: April 20, 2024"),
    (("DEADLINE FOR COMMENTS", "# 20 April 2024"), "DEADLINE FOR COMMENTS: 20 April 2024"),
    (("In force from", "1 May 2024"), "In force from: 1 May 2024"),
    (("Status", "Draft for comment"), "Status: Draft for comment"),
    (("Status", "Issued, takes effect on 1 May 2024"), "Status: Issued, takes effect on 1 May 2024"),
    (("Status", "Draft, comments until April 20, 2024"), "Status: Draft, comments until April 20, 2024"),
    (("Status", "Issued"), "Status: Issued"),
    (("Current status", "In force"), "Current status: In force"),
    (("截止日期", "2024年4月20日"), "截止日期：2024年4月20日"),
    (("施行日期", "2024年5月1日"), "施行日期：2024年5月1日"),
    (("状态", "征求意见"), "状态：征求意见"),
]


TERMS_OF_DAYS = [case for case in TERMS if "tatus" not in case[1] and "状态" not in case[1]]


@pytest.mark.parametrize(("lines", "term"), TERMS)
def test_a_term_alone_over_its_value_is_joined_to_it(lines: tuple[str, ...], term: str) -> None:
    """The label of a day or status and the line below it are one line of the item; what follows goes on as before."""
    after = ("Date", "4 March 2024", "# 2. Ropes", "At a glance", "Ropes need seals.")
    parts = read(*TITLE, *STORY, *lines, *after).parts
    assert [item.summary for item in parts.items] == [
        ("Ports shall count their cranes.", term),
        ("Ropes need seals.",),
    ]
    assert parts.items[0].date_text == "4 March 2024"
    assert not parts.unread


@pytest.mark.parametrize(("lines", "term"), TERMS_OF_DAYS)
def test_a_term_over_a_day_needs_no_other_label(lines: tuple[str, ...], term: str) -> None:
    """A label of a term alone over a day alone is one in a plain story too."""
    (item,) = read(*TITLE, "# Cranes are counted", "Ports shall count their cranes.", *lines).parts.items
    assert item.summary == ("Ports shall count their cranes.", term)


@pytest.mark.parametrize(
    "lines",
    [
        ("Status", "That word is all that counts in ports."),
        ("Deadline", "Ports miss it, and nobody knows who will pay for the cranes"),
        ("Deadlines matter", "20 ports say so."),
        ("Effective", "Cranes save time."),
        ("状态", "港口的起重机数量还不清楚。"),
    ],
)
def test_a_term_alone_over_other_words_is_a_word(lines: tuple[str, ...]) -> None:
    """A sentence below it is no value."""
    (item,) = read(*TITLE, "# 1. Cranes are counted", "At a glance", "Ports count.", *lines).parts.items
    assert item.summary == ("Ports count.", *lines)


def test_a_status_without_other_labels_is_a_word() -> None:
    """A plain story may use the word by itself."""
    (item,) = read(*TITLE, "# Cranes are counted", "Ports count.", "Status", "Draft for comment").parts.items
    assert item.summary == ("Ports count.", "Status", "Draft for comment")


def test_a_term_with_its_value_beside_it_in_a_table_is_the_items() -> None:
    """A row of two cells under a story is a label and its value."""
    (item,) = read(*TITLE, *STORY, "| Status | Draft for comment", "| Comment deadline | 20 April 2024").parts.items
    assert item.summary == (
        "Ports shall count their cranes.",
        "Status: Draft for comment",
        "Comment deadline: 20 April 2024",
    )
