"""What frames the news: front pages, headings in two languages, groups in bold, rows under headings, and imprints."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

NEWS = "- 5 March 2024: MIIT issued the Measures for Ropes.\n"


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


@pytest.mark.parametrize(
    "line",
    [
        "Covering developments from 1 March to 9 March 2024",
        "Week 10 (1–9 March 2024). Sent to clients on Monday, 11 March 2024.",
        "Reporting period: 1 March to 9 March 2024\n\nStatus as of 11 March 2024",
    ],
)
def test_the_front_page_tells_the_period(line: str) -> None:
    """However the sentence puts it, with a weekday before the day of issue too."""
    briefing = read(f"# Rope Policy Tracker\n\n## Acme Rope Institute\n\n{line}\n\n## Policy news\n\n{NEWS}")
    assert (briefing.series, briefing.publisher) == ("Rope Policy Tracker", "Acme Rope Institute")
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 3, 1), dt.date(2024, 3, 9))
    assert briefing.published_on in {None, dt.date(2024, 3, 11)}
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS]


def test_the_page_prints_the_house_in_full() -> None:
    """Where the imprint leaves away what the house is for, its name is that of the front page."""
    briefing = read(
        f"# Rope Letter\n\nAcme Institute for Ropes\n\n9 March 2024\n\n{NEWS}\n---\n\n© Acme Institute 2024"
    )
    assert briefing.publisher == "Acme Institute for Ropes"


@pytest.mark.parametrize(
    "foot",
    [
        "Acme Ropes advises mills on hemp. The letter draws on public sources and comes without warranty.",
        "Impressum: Acme Ropes, Seilerstrasse 4. Alle Angaben ohne Gewähr.",
        "The desk does not answer for translations. This log is a sample.",
        "本汇编根据公开资料整理，仅供参考。",
    ],
)
def test_an_imprint_behind_a_list_belongs_to_no_item(foot: str) -> None:
    """A paragraph at the end that speaks of the issue itself is none of the last bullet's."""
    briefing = read(f"# Rope Letter\n\nAcme Ropes\n\n9 March 2024\n\n## Policy news\n\n{NEWS}\n{foot}\n")
    assert [item.text for item in briefing.items] == ["MIIT issued the Measures for Ropes."]


def test_sections_have_names_in_two_languages() -> None:
    """A slash between spaces parts them; a measure that is published is policy."""
    briefing = read(
        "# Rundbrief\n\n9 March 2024\n\n## Recht und Politik / Law and policy\n\n"
        f"{NEWS}\n## Unternehmen / Companies\n\n- 6 March 2024: Sany sold a crane.\n\n"
        "## Measures published\n\n- 7 March 2024: MOT issued the Rules for Docks.\n"
    )
    assert sorted(item.section for item in briefing.items) == ["corporate_news", "policy_news", "policy_news"]


def test_names_in_bold_stand_over_their_bullets() -> None:
    """One report with its day is enough to tell them from a bullet with points."""
    briefing = read(
        "# Rope Log\n\n9 March 2024\n\n## Policy news\n\n- **Ropes**\n"
        "  - On 5 March, MIIT and two other ministries named nine mills.\n"
        "  - Their draft on hemp is due on 8 March.\n- **Docks**\n  - MOT closed a dock on 6 March.\n"
    )
    assert [item.text.split()[0] for item in briefing.items] == ["On", "Their", "MOT"]


def test_a_heading_parts_the_rows_of_one_table() -> None:
    """Rows under it go on with the table's head; a title in bold stands before what the row tells of it."""
    briefing = read(
        "<h1>Rope Tracker</h1><p>9 March 2024</p><h2>Policy news</h2><table>"
        "<tr><th>Ref.</th><th>Date</th><th>Issued by</th><th>Measure</th></tr>"
        "<tr><td>A1</td><td>5 March 2024</td><td>MIIT</td><td>"
        "<b>Measures for Ropes</b> Every rope gets a name.</td></tr>"
        "<tr><td colspan='4'><b>Docks</b></td></tr>"
        "<tr><td>B1</td><td>6 March 2024</td><td>MOT</td><td>"
        "<b>Rules for Docks</b> No dock may be wet.</td></tr></table>",
        "a.html",
    )
    assert [item.headline for item in briefing.items] == ["Measures for Ropes", "Rules for Docks"]
    assert [item.text for item in briefing.items] == ["Every rope gets a name.", "No dock may be wet."]
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MOT",)]


def test_what_the_makers_say_goes_on_with_the_news() -> None:
    """Under a topic each paragraph with its own day is news; "we" behind it speaks of the one before."""
    briefing = read(
        "# Rope Review\n\nMarch 2024\n\n### Ropes\n\nOn 5 March, MIIT issued the Measures for Ropes.\n\n"
        "In our experience, the name causes more trouble than the number.\n\n"
        "MOT published rules for docks on 6 March.\n\n"
        "### Mills\n\nOn 7 March, MIIT closed a mill.\n\nWe had warned of this.\n"
    )
    assert [item.headline for item in briefing.items] == [None, None, None]
    assert [item.text.split("\n")[0][:12] for item in briefing.items] == [
        "On 5 March, ",
        "MOT publishe",
        "On 7 March, ",
    ]
    assert "more trouble" in briefing.items[0].text


def test_a_wide_space_parts_the_day_from_the_news() -> None:
    """In Chinese, where no other sign does; days with a word of their own keep it."""
    briefing = read(
        "绳索周报\n\n2024年3月9日\n\n【企业动态】\n\n● 3月5日　三一重工交付起重机。\n● 3月6日　徐工集团开工建厂。\n",
        "a.txt",
    )
    assert [item.text for item in briefing.items] == ["三一重工交付起重机。", "徐工集团开工建厂。"]
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 3, 5), dt.date(2024, 3, 6)]
    held = read("# 绳索周报\n\n2024年3月9日\n\n3月5日 起施行的《绳索管理办法》由工业和信息化部印发。\n")
    assert "3月5日起施行" in held.items[0].text


@pytest.mark.parametrize(
    ("printed", "en", "zh"),
    [
        ("Measures for Ropes (绳索管理办法), MIIT website", "Measures for Ropes", "绳索管理办法"),
        ("Measures for Ropes (绳索管理办法, 国务院令第785号)", "Measures for Ropes", "绳索管理办法"),
        ("Measures for Ropes (绳索管理办法), Announcement No. 31 [2024]", "Measures for Ropes", "绳索管理办法"),
    ],
)
def test_a_title_ends_before_its_number_and_its_site(printed: str, en: str, zh: str) -> None:
    """What stands behind the brackets, or last inside them, is none of the title."""
    briefing = read(
        "# Rope Letter\n\n9 March 2024\n\n"
        f"## 1. Ropes get names\n\n**Summary:** MIIT wants names.\n\n**Document:** {printed}\n"
    )
    policy = briefing.items[0].policy
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == (en, zh)


def test_companies_by_what_they_do() -> None:
    """By their trade, by what they make, and by where they are."""
    briefing = read(
        "# Rope Letter\n\n9 March 2024\n\n## Corporate news\n\n"
        "- 5 March: The Norwegian salmon farmer Brattvik Laks opened an office.\n"
        "- 6 March: Kolding Elektra, which makes winches, opened a mill in Wuxi.\n"
    )
    assert [[company.name for company in item.companies] for item in briefing.items] == [
        ["Brattvik Laks"],
        ["Kolding Elektra"],
    ]


def test_a_letter_in_german_reads_by_its_signs_and_fields() -> None:
    """Sections, headlines behind "»" right above their text, fields and days in figures, of companies too."""
    text = (
        "Kreis Seile e. V.\nSeilbrief\nHamburg, den 9. März 2024\n\nDAS WICHTIGSTE VORAB\n\n"
        "» Seile: Wer muss sich melden?\nDas MIIT hat Regeln für Hersteller von Seilen veröffentlicht.\n"
        "Federführend: MIIT | Stand: 05.03.2024 | Quelle: MIIT\n\nUnsere Lesart: Das trifft auch kleine Häuser.\n\n"
        "AUS DEN MINISTERIEN: GESETZE UND VORHABEN\n\n» 5G an Bord\nDas MOT plant Netze für Lastkähne.\n"
        "Federführend: MOT | Stand: 04.03.2024 | Quelle: MOT\n\n» Anker bekommen Zeichen\n"
        "Das MOT nannte Häfen, in denen Anker Zeichen tragen.\nFederführend: MOT | Stand: 06.03.2024 | Quelle: MOT\n\n"
        "AUS DEN UNTERNEHMEN\n\n- 7.3. BYD baut in Ungarn ein Werk.\n- 6.3. CATL liefert Zellen an BMW.\n"
    )
    items = read(text, "a.txt").items
    heads = ["Seile: Wer muss sich melden?", "5G an Bord", "Anker bekommen Zeichen", None, None]
    assert [item.headline for item in items] == heads
    sections = [Section.TOP, *[Section.POLICY_NEWS] * 2, *[Section.CORPORATE_NEWS] * 2]
    assert [item.section for item in items] == sections
    assert [str(item.reported_on) for item in items] == [f"2024-03-0{day}" for day in (5, 4, 6, 7, 6)]
    assert items[0].comment == "Das trifft auch kleine Häuser."
