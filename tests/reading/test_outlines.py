"""Lines ordered by decimal numbers are headings of their depth; paragraphs behind a sign that close news are views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.briefing import Section
from bot.reading.formats.source import read_document
from bot.reading.grammar.parse import parse_parts

if TYPE_CHECKING:
    from bot.reading.parts import BriefingParts

POLICY, COMPANIES = Section.POLICY_NEWS, Section.CORPORATE_NEWS
LETTER = """\
MARLOW ROPE LETTER
12 June 2024

1   GOVERNMENT
--------------

1.1 EXPORTS

    1.1.1 STEEL ROPES NEED LICENCES
          From 1 July exporters of steel ropes need a licence of
          MOFCOM for each of their customers.
          [MOFCOM, 5 June]

          >> Dealers should check the weight of every rope that
          >> they hold now.

1.2 STANDARDS

    1.2.1 Rules for electric winches
          SAC published three standards for electric winches. They
          apply to ports.
          [Xinhua, 6 June]

2   BUSINESS
------------

2.1 WHO BUYS WINCHES?

    2.1.1 SEILBAU LEAVES
          Seilbau sold its share in a venture in Tianjin.
          [Caixin, 7 June]

          >> More makers will follow this year.
"""


def read(text: str) -> BriefingParts:
    """Read a plain text."""
    return parse_parts(read_document(text.encode(), source_name="a.txt"))


def test_the_depth_of_a_number_is_the_level_of_its_line() -> None:
    """The deepest lines are headlines, those above topics and sections; a question is a heading too."""
    items = read(LETTER).items
    assert [(item.section, item.heading_text, item.headline, item.date_text) for item in items] == [
        (POLICY, "EXPORTS", "STEEL ROPES NEED LICENCES", "5 June"),
        (POLICY, "STANDARDS", "Rules for electric winches", "6 June"),
        (COMPANIES, "WHO BUYS WINCHES?", "SEILBAU LEAVES", "7 June"),
    ]
    assert items[1].summary == ("SAC published three standards for electric winches. They apply to ports.",)


def test_a_sign_before_what_closes_news_sets_off_the_view() -> None:
    """The sign stands at the margin of each line and belongs to no words."""
    assert [item.comment for item in read(LETTER).items] == [
        ("Dealers should check the weight of every rope that they hold now.",),
        (),
        ("More makers will follow this year.",),
    ]


def test_a_view_may_stand_right_below_the_news() -> None:
    """No empty line is needed above its sign."""
    close = LETTER.replace("\n\n          >>", "\n          >>")
    assert read(close).items[0].comment == ("Dealers should check the weight of every rope that they hold now.",)


def test_an_outline_without_empty_lines() -> None:
    """What stands below a numbered line is its text; a day on the title page counts nothing."""
    text = (
        "SABLE REED MEMO\n1 May to 2 June 2024\n\n1 RULES\n\n1.1 Ports\n1.1.1 A plan for cranes\n"
        "MIIT set out a plan for cranes on 28 May, and nine of ten cranes\nin ports are to be electric soon.\n"
        "Source: MIIT\n1.1.2 Dues halved\nThe Ministry of Transport halves the dues of small boats in all\n"
        "ports of the country.\n\n2 COMPANIES\n\n2.1 Cranes\n2.1.1 Seilbau sells to Hamburg\n"
        "Seilbau sold 12 cranes to Hamburg on 27 May.\nSource: Rope List\n"
    )
    parts = read(text)
    assert (str(parts.period_start), str(parts.period_end)) == ("2024-05-01", "2024-06-02")
    assert [(item.section, item.heading_text, item.headline) for item in parts.items] == [
        (POLICY, "Ports", "A plan for cranes"),
        (POLICY, "Ports", "Dues halved"),
        (COMPANIES, "Cranes", "Seilbau sells to Hamburg"),
    ]


def test_letters_count_parts_and_brackets_close_news() -> None:
    """A source with its day in brackets on a line of its own is that of the news above, however long the day is."""
    text = (
        "THE ROPE OBSERVER\nPublished by Sable Reed LLP\n3 June 2024\n\nA. NEW RULES\n------------\n\n"
        "A.1 Cranes go electric\n    MIIT set out a plan for cranes. By 2027, nine of ten cranes in\n"
        "    ports are to be electric.\n    (MIIT, 28 May 2024)\n\n"
        "A.2 Small boats pay less\n    The Ministry of Transport halves the dues of small boats in all\n"
        "    ports of the country.\n    (MOT, 29 May 2024)\n\nB. COMPANIES\n------------\n\n"
        "B.1 Seilbau sells to Hamburg\n    Seilbau sold 12 cranes to a terminal in Hamburg for a sum that it\n"
        "    does not tell.\n    (company filing)\n"
    )
    assert [(item.section, item.headline, item.date_text) for item in read(text).items] == [
        (POLICY, "Cranes go electric", "28 May 2024"),
        (POLICY, "Small boats pay less", "29 May 2024"),
        (COMPANIES, "Seilbau sells to Hamburg", None),
    ]


def test_a_sign_before_each_of_several_paragraphs_is_a_bullet() -> None:
    """Paragraphs behind signs right below each other are news, and no views."""
    text = LETTER.replace("          >> they hold now.\n", "\n          >> They may ask MOFCOM for help.\n")
    assert [item.comment for item in read(text).items] == [(), (), ()]


def test_numbers_that_do_not_follow_are_no_outline() -> None:
    """Amounts and numbers of clauses at the start of lines say nothing about levels."""
    text = LETTER.replace("1.1.1 ", "").replace("1.2.1 ", "4.7.2 ").replace("1.2 ", "3.9 ").replace("2.1.1 ", "")
    assert "EXPORTS" not in [item.heading_text for item in read(text).items]
