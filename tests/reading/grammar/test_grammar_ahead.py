"""Sections about days to come, dates that are none of the item's, publishers' labels and columns of dates."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.headings import find_section, is_outlook
from bot.reading.grammar.lines.labels import LabelKind, find_label
from tests.reading.grammar.grammar_blocks import read

NEWS = ("# Port Watch", "## Policy news", "- 5 March: Lists are due")


@pytest.mark.parametrize(
    "name",
    [
        "Calendar", "Dates ahead", "Coming up", "What to watch", "Looking ahead", "Upcoming events", "Key dates",
        "The week ahead", "Outlook", "What's next", "5. Coming up", "Events and deadlines", "Save the date",
        "下周", "下周看点", "未来一周", "日程", "展望",
    ],
)  # fmt: skip
def test_sections_about_days_to_come(name: str) -> None:
    """Their lines are items of `other` with their own date, and their heading tells recognition what they are."""
    items = read(*NEWS, f"## {name}", "- 12 March: Seals of the MOT take effect", "20 March: A hearing").parts.items
    assert [(i.section, i.date_text) for i in items[1:]] == [(Section.OTHER, "12 March"), (Section.OTHER, "20 March")]
    assert all(is_outlook(item.heading_text) for item in items[1:])
    assert not is_outlook(items[0].heading_text)


def test_headings_and_tables_inside_such_a_section() -> None:
    """A heading, headline or table inside the section leaves its lines what they are, up to the next section."""
    items = read(
        *NEWS, "## Coming up", "### April", "- 3 April: Lists close", "### 1. Hearing",
        "The MOT will hear owners on 4 May.",
        "### Expo", "Halls open.", "| Date | Event", "| 9 May | Expo", "## Policy news", "- 6 March: Seals are due",
    ).parts.items  # fmt: skip
    assert [(i.section.value, is_outlook(i.heading_text), i.date_text) for i in items] == [
        ("policy_news", False, "5 March"),
        ("policy_news", False, "6 March"),
        ("other", True, "3 April"),
        ("other", True, "4 May"),
        ("other", True, None),
        ("other", True, "9 May"),
    ]
    assert items[2].heading_text == "Coming up – April"


def test_paragraphs_of_such_a_section() -> None:
    """Each paragraph with a day of its own is an item; one without goes on with the last."""
    notes = ("The MOT will list docks on 4 April.", "Owners may come.", "Comments on seals close on 9 April.")
    items = read(*NEWS, "## Looking ahead", *notes).parts.items[1:]
    assert [(i.date_text, i.summary) for i in items] == [("4 April", notes[:2]), ("9 April", notes[2:])]


@pytest.mark.parametrize("name", [None, "", "Developments", "Policy news", "Coming up roses"])
def test_other_headings_are_no_outlook(name: str | None) -> None:
    """Any other heading is not about days to come."""
    assert not is_outlook(name)


@pytest.mark.parametrize(
    ("text", "date_text"),
    [
        ("The office asks owners in a survey, which ends on 12 January.", None),
        ("The survey of owners, open until its end on 12 January, goes on.", None),
        ("Owners are asked. Registration closes on 12 January.", None),
        ("12 January is the deadline for owners.", None),
        ("On 12 January, the rules for cranes take effect.", None),
        ("The office had issued a list on 12 January.", None),
        ("A hearing will be held on 12 January.", None),
        ("Lists were out. They name ten docks. The list was published on 13 December 2025.", "13 December 2025"),
        ("A list is out. It names docks. It was issued by the port office on 3 May, which ended a row.", "3 May"),
        ("Docks wait. Owners wait. The old list had been issued on 3 May.", None),
        ("The office listed docks on 12 January.", "12 January"),
        ("On 12 January, the office set rules.", "12 January"),
    ],
)
def test_dates_told_in_a_sentence(text: str, date_text: str | None) -> None:
    """An undated item takes the day something was done or issued, never a deadline or what had been before."""
    assert read("# Port Watch", "## Policy news", f"- {text}").parts.items[0].date_text == date_text


@pytest.mark.parametrize(
    ("note", "date_text", "text"),
    [
        ("- 29 July. The MOT lists cranes.", "29 July", "The MOT lists cranes."),
        ("- 1 Aug. MOT lists cranes.", "1 Aug", "MOT lists cranes."),
        ("- Aug. 1: MOT lists cranes.", "Aug. 1", "MOT lists cranes."),
    ],
)
def test_full_stop_after_a_date(note: str, date_text: str, text: str) -> None:
    """A date closed by a full stop leads in as one closed by a colon does."""
    item = read("# Port Watch", "## Policy news", note).parts.items[0]
    assert (item.date_text, item.summary) == (date_text, (text,))


@pytest.mark.parametrize(
    "name",
    ["Company notes", "Business briefs", "Firms", "Industry moves", "Companies in focus", "Deals and investments"],
)
def test_names_of_corporate_sections(name: str) -> None:
    """Sections on companies are known by many names."""
    assert find_section(name) is Section.CORPORATE_NEWS


@pytest.mark.parametrize(
    "label", ["Why it matters:", "Our take:", "What it means:", "Why this matters:", "So what?", "Get smart:"]
)
@pytest.mark.parametrize(
    "notes",
    [
        ("### 1) Cranes", "Summary: Lists are due.", "{} Docks wait.", "Date: 5 March 2024"),
        ("### 1) Cranes", "Summary: Lists are due.", "- {} Docks wait.", "Date: 5 March 2024"),
        ("### Cranes", "Lists are due.", "{} Docks wait."),
        ("- 5 March: Lists are due.", "{} Docks wait."),
        ("- 5 March: Lists are due.", "  - {} Docks wait."),
    ],
)
def test_the_publishers_view(label: str, notes: tuple[str, ...]) -> None:
    """What stands under such a label is the comment of the item, numbered or not."""
    (item,) = read("# Port Watch", "## Policy news", *(note.format(label) for note in notes)).parts.items
    assert (item.summary, item.points, item.comment) == (("Lists are due.",), (), ("Docks wait.",))


def test_the_publishers_view_in_a_sentence() -> None:
    """The label is found behind a sentence's end too."""
    (item,) = read(
        "# Port Watch", "## Policy news", "- 5 March: Lists are due. Why it matters: docks wait."
    ).parts.items
    assert (item.summary, item.comment) == (("Lists are due.",), ("docks wait.",))


@pytest.mark.parametrize(
    ("column", "title", "cell", "term"),
    [
        ("Deadline", "Draft rules", "5 July 2024", ("Deadline: 5 July 2024",)),
        ("Deadline", "Call to apply for docks", "5 July", ("Deadline: 5 July",)),
        ("Apply by", "Docks", "5 July", ("Apply by: 5 July",)),
        ("Effective", "Rules", "5 July 2024", ("Effective: 5 July 2024",)),
        ("Deadline", "Rules", "end of summer", ("Deadline: end of summer",)),
        ("Region", "Rules", "North", ("Region: North",)),
        ("Deadline", "Rules", "-", ()),
        ("Deadline", "Rules", "–", ()),
        ("Region", "Rules", "n/a", ()),
        ("Region", "Rules", "无", ()),
    ],
)
def test_columns_of_dates(column: str, title: str, cell: str, term: tuple[str, ...]) -> None:
    """A cell is kept as printed, under its heading as printed; an empty one says nothing."""
    row = f"| 5 June 2024 | MOT | {title} | {cell}"
    item = read("# Port Watch", "## Policy news", f"| Date | Issuer | Measure | {column}", row).parts.items[0]
    assert item.summary == (title, *term)
    assert item.date_text == "5 June 2024"


@pytest.mark.parametrize(
    "text", ["What happened? Lists are due.", "Public comment: lists are due.", "Date – 5 March", "Cranes: lists"]
)
def test_no_label(text: str) -> None:
    """A question that is no view, a comment asked of the public, and a date after a dash are no labels."""
    assert find_label(text) is None


def test_a_label_after_a_dash() -> None:
    """A dash closes the labels of text."""
    label = find_label("Our take – docks wait")
    assert label is not None
    assert (label.kind, label.colon, label.is_own_view) == (LabelKind.COMMENT, False, True)


@pytest.mark.parametrize(
    ("heads", "row", "article", "summary"),
    [
        ("Date | Issuer | Draft", "5 June 2024 | MOT | Draft rules", "Draft rules", ("Draft rules",)),
        (
            "Date | Issuer | Document | Draft",
            "5 June 2024 | MOT | Dock rules | yes",
            "Dock rules",
            ("Dock rules", "Draft: yes"),
        ),
    ],
)
def test_a_column_of_drafts(heads: str, row: str, article: str, summary: tuple[str, ...]) -> None:
    """It holds the titles, unless another column does."""
    (item,) = read("# Port Watch", "## Policy news", f"| {heads}", f"| {row}").parts.items
    assert (item.article_text, item.summary) == (article, summary)
