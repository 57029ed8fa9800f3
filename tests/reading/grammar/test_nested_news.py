"""Bullets that head deeper ones: sections and topics set as a list."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from tests.reading.grammar.grammar_blocks import read

TITLE = ("# Acme Report", "14 March 2025")
RULES = "The MIIT issued rules for scales on 9 March."
LIST = "MOFCOM published a list of ropes."


def test_short_bullets_over_bullets_that_tell_news() -> None:
    """Each deeper bullet is an item, with its own points; a name of a section makes it one, any other a topic."""
    items = read(
        *TITLE, "- Industrial policy", f"  - {RULES}", "    - They apply to shops.", f"  - {LIST}",
        "- **Companies**", "  - **BYD** opened a plant.", "- Personnel", "  - Ann Bow was appointed head of a port.",
        "- Comment: Ropes will cost more.",
    ).parts.items  # fmt: skip
    assert [(i.section, i.position, i.heading_text, i.summary, i.points, i.comment) for i in items] == [
        (Section.POLICY_NEWS, 1, None, (RULES,), ("They apply to shops.",), ()),
        (Section.POLICY_NEWS, 2, None, (LIST,), (), ()),
        (Section.CORPORATE_NEWS, 1, "BYD", ("BYD opened a plant.",), (), ()),
        (Section.OTHER, 1, "Personnel", ("Ann Bow was appointed head of a port.",), (), ()),
        (Section.OTHER, 2, None, (), (), ("Ropes will cost more.",)),
    ]
    assert items[-1].headline == "Comment"


def test_a_title_above_such_a_list_is_no_headline() -> None:
    """A label at the end of the list does not make one story of all of it."""
    parts = read(
        "# Acme House",
        "## Port Report, 1–31 March 2025",
        "- Policy",
        f"  - {RULES}",
        f"  - {LIST}",
        "- Comment: We wait.",
    ).parts
    assert (parts.publisher, parts.series) == ("Acme House", "Port Report")
    assert [(item.section, item.headline) for item in parts.items] == [
        (Section.POLICY_NEWS, None), (Section.POLICY_NEWS, None), (Section.OTHER, "Comment"),
    ]  # fmt: skip


def test_topics_inside_a_section_stay_in_it() -> None:
    """A bullet that names no section heads news of the section in which the list stands."""
    items = read(
        *TITLE,
        "## Policy news",
        "- Scales",
        f"  - {RULES}",
        "- Ropes",
        f"  - {LIST}",
        "- Docks",
        "  - The MOT listed docks.",
    ).parts.items
    assert [(item.section, item.heading_text) for item in items] == [
        (Section.POLICY_NEWS, "Scales"), (Section.POLICY_NEWS, "Ropes"), (Section.POLICY_NEWS, "Docks"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "bullets",
    [
        (f"- {RULES}", "  - CATL makes scales.", "  - BYD sold one on 9 March."),
        ("- Rules for scales", "  - Shops need seals.", "  - Fines of up to RMB 100,000 from 1 May."),
        ("- Rules for scales.", f"  - {RULES}", f"  - {LIST}"),
        ("- Rules for scales", "  - It applies from 1 May.", "  - They cover shops."),
        ("- Rules for scales", "  - The MIIT issued them.", "  - MOFCOM lists ropes."),
        ("- What the MIIT asks of those who sell scales", f"  - {RULES}", f"  - {LIST}"),
    ],
)
def test_bullets_with_points_stay_one_item(bullets: tuple[str, ...]) -> None:
    """What tells news itself, ends as a sentence, is longer, or has points without acts or days is no heading."""
    items = read(*TITLE, "## Policy news", *bullets).parts.items
    assert [len(item.points) for item in items] == [2]


def test_short_points_of_an_item_head_nothing() -> None:
    """Inside an item, a few words over deeper bullets are its points."""
    items = read(
        *TITLE, "## Policy news", f"- {RULES}", "  - Dates", "    - The MIIT lists shops on 1 May."
    ).parts.items
    assert [(item.summary, item.points) for item in items] == [((RULES,), ("Dates", "The MIIT lists shops on 1 May."))]


@pytest.mark.parametrize("number", ["Ministry of Transport Announcement No. 6 of 2025: ropes", "港发〔2025〕6号"])
def test_a_list_under_a_document_with_its_number_is_what_that_says(number: str) -> None:
    """One item, where no bullet opens with a day of its own."""
    (item,) = read(*TITLE, f"## {number}", "- Ropes need a mark.", "- Shops keep a book of them.").parts.items
    assert (item.headline, item.points) == (number, ("Ropes need a mark.", "Shops keep a book of them."))


def test_days_in_a_line_of_facts_may_be_parted_by_full_stops() -> None:
    """Each has its own label."""
    facts = "Date of issue: 6 May 2024. Effective date: 1 July 2024."
    notes = ("## Rules for ropes", "Ropes need a mark from their maker, and shops have to keep a book of them.", facts)
    more = ("## Rules for scales", "Scales need a second mark, which shops buy from their maker before the summer.")
    item, _ = read("# Acme Report", "14 May 2024", *notes, *more).parts.items
    assert item.date_text == "6 May 2024"
    assert "Effective date: 1 July 2024" in " ".join((*item.summary, *item.points))
