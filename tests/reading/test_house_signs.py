"""Signs and places by which houses set parts apart: edges, questions, brackets, circled notes, days told ahead."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.reading.grammar.lines.title_line import split_title_line
from bot.reading.pipeline import read_briefing
from bot.reading.recognition.titles import parse_article
from tests.reading.formats.pdf_sheet import CHINESE, Sheet
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

LONG = "asks the owners of all of them to keep a list of these for three years."


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_what_stands_at_the_right_edge_is_a_part_of_its_own() -> None:
    """The issue's number and place beside the names, and the day of each piece of news; fields hang below headlines."""
    briefing = read(
        "ROPESIDE PARTNERS LLP                          Bern | Oslo\n"
        "China Rules Fortnight                          No. 6/2025\n"
        "----------------------------------------------------------\n"
        "Covering 16 to 31 March 2025        Released: 1 April 2025\n\n\n"
        "PART A.  RULES AND REGULATORS\n"
        "==========================================================\n\n"
        "A-1  Ropes get names\n"
        "     Instrument : Measures for the Administration of the\n"
        "                  Names of Ropes\n"
        "                  绳索名称管理办法\n"
        "     Issued by  : MIIT, MOT\n"
        "     Published  : 21 March 2025\n\n"
        f"     The ministry {LONG}\n\n"
        "A-2  Winches may go on\n"
        "     Instrument : Notice on Winches\n"
        "                  关于绞车的通知\n"
        "     Issued by  : MOT\n"
        "     Published  : 24 March 2025\n\n"
        f"     The ministry {LONG}\n\n"
        "PART B.  CORPORATE WATCH\n"
        "==========================================================\n\n"
        "B-1  BYD comes to Bern                            21 March\n"
        "     The maker of cars will put EUR 25 million into a dock\n"
        "     over five years.\n\n"
        "B-2  CATL sells cells to docks                    24 March\n"
        "     The maker of cells reported sales of EUR 7 million.\n",
        "a.txt",
    )
    assert (briefing.series, briefing.published_on) == ("China Rules Fortnight", dt.date(2025, 4, 1))
    assert briefing.publisher == "ROPESIDE PARTNERS LLP"
    told = [(item.headline, item.reported_on and item.reported_on.day) for item in briefing.items]
    assert told[0] == ("Ropes get names", 21)
    assert told[1] == ("Winches may go on", 24)
    assert [day for _, day in told[2:]] == [21, 24]
    policies = [item.policy for item in briefing.items if item.policy]
    assert [policy.title_zh for policy in policies] == ["绳索名称管理办法", "关于绞车的通知"]
    assert policies[0].title_en == "Measures for the Administration of the Names of Ropes"


def test_questions_name_fields() -> None:
    """In bold before what answers them."""
    news = "\n\n".join(
        f"## {head}\n\n**Who?** {who}\n**When?** {day} July 2025\n\nThe office {LONG}"
        for head, who, day in (
            ("Ropes get names", "Ministry of Transport", 6),
            ("Winches may go on", "MIIT, MOT", 3),
            ("Hooks move", "MOFCOM", 1),
        )
    )
    briefing = read(f"# Rope Letter\n\nAcme Institute | 10 July 2025\n\n# Policy\n\n{news}\n")
    assert [item.issuing_bodies for item in briefing.items] == [("MOT",), ("MIIT", "MOT"), ("MOFCOM",)]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [6, 3, 1]
    assert {item.text for item in briefing.items} == {f"The office {LONG}"}


def test_a_day_in_brackets_parts_a_headline_from_its_text() -> None:
    """Words of a headline, three or more, and no name before what it is about."""
    briefing = read(
        "# Rope Letter\n\nAcme Institute | 10 July 2025\n\n## Companies\n\n"
        "**Pumps for the docks** (6 July) BYD opened a plant for pumps in Bern, where 35 people work.\n\n"
        "**CATL sells more cells** (3 July) CATL sold cells to docks in Oslo for the first time in years.\n"
    )
    assert [item.headline for item in briefing.items] == ["Pumps for the docks", "CATL sells more cells"]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [6, 3]
    assert briefing.items[0].text.startswith("BYD opened")


def test_names_in_pointed_brackets_are_sources() -> None:
    """A line of its own below the news of a mail in plain text; headlines behind a sign stay in their section."""
    news = "".join(
        f">> {head}\n   {day} Sept. / {who}\n\nThe office {LONG}\n   <{source}>\n\n"
        for head, day, who, source in (
            ("ROPES GET NAMES", 8, "Ministry of Transport", "MOT notice; Xinhua"),
            ("WINCHES MAY GO ON", 9, "MIIT", "Reuters"),
            ("HOOKS MOVE", 15, "MOFCOM", "Caixin"),
        )
    )
    calendar = (
        "FROM OUR CALENDAR\n.............\n\n   14 Oct.    Comments close on ropes\n   5 Nov.     Rope fair, Bern\n"
    )
    briefing = read(
        "ROPE DESK BULLETIN 09/24\nSeptember 2024 -- sent 2 October 2024\n\n"
        f"POLICY NEWS\n.............\n\n{news}{calendar}",
        "a.txt",
    )
    assert briefing.series == "ROPE DESK BULLETIN"
    policy = [item for item in briefing.items if item.policy]
    assert [item.headline for item in policy] == ["ROPES GET NAMES", "WINCHES MAY GO ON", "HOOKS MOVE"]
    assert [link.label for link in policy[0].links] == ["MOT notice", "Xinhua"]
    assert [item.text for item in briefing.items[3:]] == ["Comments close on ropes", "Rope fair, Bern"]


def test_circled_numbers_call_notes_below_other_small_print() -> None:
    """Each note stands behind what calls it."""
    sheet = Sheet()
    body = "绳索管理部门要求各地于年内完成全部绳索的名称登记并按月报送"
    for at, number in enumerate("①②"):
        sheet.text(70, 740 - 40 * at, f"{body}。 {number}", font=CHINESE, size=11)
    sheet.text(70, 200, "报送：各理事单位", font=CHINESE, size=9)
    for at, note in enumerate(("① 绳索日报", "② 港口时报")):
        sheet.text(70, 120 - 12 * at, note, font=CHINESE, size=8)
    texts = [block.text for block in sheet.read()[0]]
    assert texts[:2] == [f"{body}。 (绳索日报)", f"{body}。 (港口时报)"]


@pytest.mark.parametrize(
    "told",
    [
        "What moved the rope trade in the week of 1-5 July 2025, in twelve short pieces.",
        "Two busy weeks for ropes (24 June to 5 July).",
    ],
)
def test_the_one_span_of_days_told_before_the_news_is_the_period(told: str) -> None:
    """It is inferred, with the words that tell it; two spans tell nothing."""
    front = "# Rope Letter\n\nAcme Institute | 7 July 2025\n\n{}\n\n## Policy\n\n- **3 July** MIIT issued rope rules.\n"
    briefing = read(front.format(told))
    assert briefing.period_end == dt.date(2025, 7, 5)
    assert briefing.period_start in {dt.date(2025, 7, 1), dt.date(2025, 6, 24)}
    inferred = {found.field: found for found in briefing.inferred}
    assert inferred["period"].value == f"{briefing.period_start} to {briefing.period_end}"
    assert read(front.format(f"{told} The last letter was about 3 to 9 June.")).period_start is None


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_a_space_between_two_clauses_of_a_title_stays(name: str) -> None:
    """As official titles have one; behind an office and between few signs it is the typesetter's."""
    title = "关于深化绳索价格市场化改革 促进港口高质量发展的通知"
    text = f"2 May: 交通运输部 工业和信息化部印发《{title}》，绳 索可以定价。"
    page = f"<h1>Rope Letter</h1><p>10 May 2025</p><h2>Policy</h2><ul><li>{text}</li></ul>"
    plain = (
        f"Rope Letter\n\n10 May 2025\n\nPolicy\n\n• {text}\n"
        if name == "a.txt"
        else f"# Rope Letter\n\n10 May 2025\n\n## Policy\n\n- {text}\n"
    )
    (item,) = read(page if name == "a.html" else plain, name).items
    assert item.policy
    assert item.policy.title_zh == title
    assert "绳索可以定价" in item.text


def test_titles_stand_beside_their_twin_in_more_forms() -> None:
    """Behind a comma, and with figures and a letter before the first Chinese sign."""
    found = parse_article("Norms for the Rope Industry (2024 Edition), 绳索行业规范条件（2024年本）")
    assert (found.en, found.zh) == ("Norms for the Rope Industry (2024 Edition)", "绳索行业规范条件（2024年本）")
    for text in (
        "5G应用升级方案 — Upgrade Plan for Applications of 5G",
        "Upgrade Plan for Applications of 5G - 5G应用升级方案",
    ):
        found = parse_article(text)
        assert (found.en, found.zh) == ("Upgrade Plan for Applications of 5G", "5G应用升级方案")


def test_a_label_before_titles_in_both_tongues_is_none_of_them() -> None:
    """Below the text, where a title without a label would be known by its twin."""
    news = "\n\n".join(
        f"### {head}\n\nThe office {LONG}\n\n**Title:** *{en}* / {zh}"
        for head, en, zh in (
            ("Ropes get names", "Measures for the Names of Ropes", "绳索名称管理办法"),
            ("Winches may go on", "Norms for the Winch Industry", "绞车行业规范条件"),
        )
    )
    briefing = read(f"# Rope Letter\n\nAcme Institute | 10 July 2025\n\n## Policy\n\n{news}\n")
    assert [item.policy and item.policy.title_en for item in briefing.items] == [
        "Measures for the Names of Ropes",
        "Norms for the Winch Industry",
    ]


def test_titles_right_above_the_text_are_the_documents() -> None:
    """Below a headline and its line of office and day, in either order of tongues."""
    news = "\n\n".join(
        f"### 27.{at} {head}\n\n{who} · {day}.11.2024\n\n> {zh} — {en}\n\nThe office {LONG}"
        for at, head, who, day, zh, en in (
            (1, "Ropes get names", "MOT", 15, "绳索名称管理办法", "Measures for the Names of Ropes"),
            (2, "Winches may go on", "MIIT", 20, "绞车行业规范条件", "Norms for the Winch Industry"),
            (3, "Hooks move", "MOFCOM", 25, "关于吊钩出口的公告", "Announcement on the Export of Hooks"),
        )
    )
    briefing = read(
        '---\ntitle: "Rope Monitor"\ndate: 2024-12-01\npublisher: Acme Institute\n'
        'editors: ["Ann Bow", "Jo Mast"]\n---\n\n'
        f"# Rope Monitor\n\n## I. Acts and documents {{#i}}\n\n{news}\n"
    )
    assert [item.headline for item in briefing.items] == ["Ropes get names", "Winches may go on", "Hooks move"]
    assert [item.policy and item.policy.title_zh for item in briefing.items] == [
        "绳索名称管理办法",
        "绞车行业规范条件",
        "关于吊钩出口的公告",
    ]
    assert {item.text for item in briefing.items} == {f"The office {LONG}"}
    assert [(person.name, person.role) for person in briefing.people] == [("Ann Bow", "editor"), ("Jo Mast", "editor")]
    assert briefing.series == "Rope Monitor"


def test_short_texts_below_offices_and_days_are_news_of_their_headlines() -> None:
    """However few words they have."""
    news = "\n\n".join(
        f"### {head}\n\n{who} | {day} May 2024\n\n{who} issued {what} rules."
        for head, who, day, what in (
            ("Ropes get names", "MIIT", 3, "rope"),
            ("Docks get names", "MOT", 4, "dock"),
            ("Hooks move", "MOFCOM", 5, "hook"),
        )
    )
    briefing = read(f"# Rope News\n\nAcme Institute | 10 May 2024\n\n## Policy\n\n{news}\n")
    assert [item.headline for item in briefing.items] == ["Ropes get names", "Docks get names", "Hooks move"]
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MOT",), ("MOFCOM",)]


@pytest.mark.parametrize(
    ("line", "series"),
    [
        ("China-Rundbrief Nr. 11/2024: Energie, Gallium", "China-Rundbrief"),
        ("Rope Watch Issue 12/2024: Docks and hooks", "Rope Watch"),
        ("Subject: Rope Flash 22/2024: hooks", "Rope Flash"),
        ("Rope memo, second half of June 2024", "Rope memo"),
    ],
)
def test_a_series_stands_before_its_number_and_topics(line: str, series: str) -> None:
    """These are no part of its name."""
    assert split_title_line(line).names == (series,)
