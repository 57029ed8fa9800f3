"""Lists in few words: lines with bars, records of fields, titles of documents, notes at the foot of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.reading.formats.markdown_notes import move_notes
from bot.reading.formats.plain_lines import read_lines
from bot.reading.formats.plain_tables import find_rows
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def test_lines_with_bars_are_rows() -> None:
    """Without heads their cells are told by what is in them: who, what, when, and where it stands."""
    briefing = read(
        "Rope flash, 12 September 2025\n\n"
        "MIIT | Notice on the names of ropes, 10th batch | 9 Sep | https://ropes.example/1\n"
        "MOT + 3 | Measures for the Reporting of Broken Ropes | issued 11 Sep, in force 1 Nov | https://ropes.example/3\n"
        "MOFCOM | Anti-dumping probe into winches from the US | 13 Sep | https://ropes.example/4\n",
        "a.txt",
    )
    assert [item.issuing_bodies for item in briefing.items] == [("MIIT",), ("MOT",), ("MOFCOM",)]
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [9, 11, 13]
    assert [str(deadline.on) for deadline in briefing.items[1].deadlines] == ["2025-11-01"]
    assert [link.url for item in briefing.items for link in item.links] == [
        "https://ropes.example/1",
        "https://ropes.example/3",
        "https://ropes.example/4",
    ]
    assert briefing.unread == ()


def test_one_line_with_bars_is_no_row() -> None:
    """A credit under a headline stays one, and so do lines with a bar or two that differ."""
    for text in (
        "Ropes\nMIIT | 4 March 2024 | ropes\nEvery rope.",
        "Ropes\nMIIT | ropes\nMOT | winches",
        "A\na | b | c\nd | e",
    ):
        assert find_rows(read_lines(text)) == {}


def test_a_record_s_own_fields_are_its_words() -> None:
    """Between labels that are known a short line with a colon is a field too."""
    record = (
        "Policy: {} on the Names of Ropes\nLevel: Central\nIssuer: MIIT, MOT\nDate: 22 January 2026\nSector: ropes\n"
        "Status: in force\nSummary: By 2030, half of the ropes shall have names.\n\n"
    )
    briefing = read(
        f"ROPE TRACKER\nUpdate of 3 February 2026\n\n{record.format('Opinions')}{record.format('Rules')}", "a.txt"
    )
    assert len(briefing.items) == 2
    assert all("Sector: ropes" in item.text for item in briefing.items)
    assert briefing.unread == ()


@pytest.mark.parametrize(
    ("title", "issuers"),
    [
        ("工业和信息化部办公厅关于开展起重机试点项目申报工作的通知", ("MIIT",)),
        ("工业和信息化部 交通运输部关于印发《起重机封条管理办法》的通知（工信部装〔2025〕9号）", ("MIIT", "MOT")),
        ("工业和信息化部、交通运输部关于公开征求《起重机封条管理办法（征求意见稿）》意见的公告", ("MIIT", "MOT")),
    ],
)
def test_a_title_in_a_list_names_its_issuers(title: str, issuers: tuple[str, ...]) -> None:
    """Also where the source's space between them is lost."""
    (item,) = read(f"# 政策清单\n\n2025年7月20日\n\n## 政策动态\n\n- {title} 2025-07-18\n").items
    assert item.issuing_bodies == issuers


def test_headlines_of_two_words_above_their_text() -> None:
    """Where two lines or more stand so above longer ones, they are headlines."""
    briefing = read(
        "Rope Society\nNewsletter Ropes, issue 5/2024 of 15 March 2024\n\nPOLICY\n\n"
        "Duties suspended\n"
        "The Ministry of Commerce suspended on 14 March its extra duties on US ropes for as long as 90 days.\n\n"
        "New rules for winches\n"
        "MIIT published on 11 March a draft of safety requirements for winches. Comments may be sent until"
        " 27 April 2024, and those of makers abroad as well.\n",
        "a.txt",
    )
    assert [item.headline for item in briefing.items] == ["Duties suspended", "New rules for winches"]
    assert briefing.series == "Newsletter Ropes"


def test_notes_are_the_sources_of_what_cites_them() -> None:
    """They stand behind the paragraph, and so are no news of their own; a house's section is no house."""
    briefing = read(
        "**Rope Notes**\n*China section, week ending 8 March 2024*\n\n## Ropes\n\n"
        "On 4 March, MIIT published measures on ropes.[^1] They are\nlong.\n\n## Winches\n\n"
        "- Hubwerk Cranes builds a winch, it said on 5 March.[^2]\n- Seilmann Cells builds two (6 March).\n\n"
        "[^1]: MIIT notice, 4 March 2024, https://ropes.example/1\n[^2]: Reuters, 5 March 2024\n"
    )
    assert [[link.label for link in item.links] for item in briefing.items] == [
        ["MIIT notice", "https://ropes.example/1"],
        ["Reuters"],
        [],
    ]
    assert "long." in briefing.items[0].text
    assert (briefing.publisher, briefing.series) == (None, "Rope Notes")
    assert briefing.unread == ()


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("One.[^a]\n\n[^a]: Daily", "One. (Daily)\n\n"),
        ("One[^a] and\ntwo.[^b]\n\n[^a]: A.\n[^b]: B.", "One and\ntwo. (A; B)\n\n\n"),
        ("One.[^a]\n- Two.[^a]\n\n[^a]: A", "One. (A)\n- Two. (A)\n\n"),
        ("One.[^c]\n\n[^a]: A", "One.[^c]\n\n[^a]: A"),
        ("One.\n\n[^a]: A", "One.\n\n[^a]: A"),
        (f"One.[^a]\n\n[^a]: {'A' * 400}", f"One.[^a]\n\n[^a]: {'A' * 400}"),
    ],
)
def test_lines_keep_their_numbers_when_notes_move(text: str, moved: str) -> None:
    """What nothing cites, what has no note and what is long stays where it is."""
    assert move_notes(text) == moved
