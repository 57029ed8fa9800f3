"""What stands outside the items: who publishes, the series, its days, people, and a place for every line."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.reading.document import Block, BlockKind, Document, Place, Span
from bot.reading.layout.frame import Outside, Zone, read_frame
from bot.reading.layout.title_page import Frame


def read(
    *lines: str, zone: Zone = Zone.AHEAD, furniture: tuple[str, ...] = (), sent_on: dt.date | None = None
) -> Frame:
    """Return the frame of lines of a text; those that open with # are headings."""
    document = Document(
        source_name="issue.md",
        media_type="text/markdown",
        sha256="",
        blocks=tuple(map(_make_block, lines)),
        furniture=tuple(map(_make_block, furniture)),
        sent_on=sent_on,
    )
    outside = [Outside(block=at, zone=zone) for at in range(len(lines))]
    return read_frame(document, outside, item_dates=("12 May", "13 May 2025"))


def _make_block(line: str) -> Block:
    kind = BlockKind.HEADING if line.startswith("# ") else BlockKind.PARAGRAPH
    return Block(kind=kind, spans=(Span(text=line.removeprefix("# ")),), level=int(kind is BlockKind.HEADING))


@pytest.mark.parametrize(
    ("lines", "publisher", "series"),
    [
        (("# Delta Chamber", "# Policy Bulletin No. 7", "14 May 2025"), "Delta Chamber", "Policy Bulletin"),
        (("# Delta Research: China Rules Weekly",), "Delta Research", "China Rules Weekly"),
        (
            ("# Client Note: Chips in China", "Marlow Quay LLP | 4 May 2025"),
            "Marlow Quay LLP",
            "Client Note: Chips in China",
        ),
        (("# Orrinwatch No. 31", "Published by Kelda Marsh on 3 May 2025"), "Kelda Marsh", "Orrinwatch"),
        (
            ("From: Lane Research <a@lane.example>", "Subject: China Desk Notes | 2 May 2025"),
            "Lane Research",
            "China Desk Notes",
        ),
        (("中海证券 | 宏观周报 | 2025年5月12日",), "中海证券", "宏观周报"),
        (("# 产业政策周报", "沅江机电行业协会秘书处编 2025年5月22日"), "沅江机电行业协会", "产业政策周报"),
        (("# Notes on Ports", "No. 3 | 5 May 2025"), None, "Notes on Ports"),
    ],
)
def test_publisher_and_series(lines: tuple[str, ...], publisher: str | None, series: str | None) -> None:
    """Labels, words for houses and for publications, and the number of the issue tell the two apart."""
    frame = read(*lines)
    assert (frame.publisher, frame.series) == (publisher, series)


@pytest.mark.parametrize(
    ("imprint", "publisher"),
    [
        ("China Wire is written and sent by Calloway Newsrooms, Dublin.", "Calloway Newsrooms"),
        ("You get this mail as a member of the Baltic Chamber.", "Baltic Chamber"),
        ("© 2025 Liaodong Trade Letters. All rights reserved.", "Liaodong Trade Letters"),
        ("本刊由扬子咨询编印，仅供参考。", "扬子咨询"),
    ],
)
def test_publisher_of_the_imprint(imprint: str, publisher: str) -> None:
    """A page that names nobody is of the house that its imprint tells."""
    assert read("# China Wire", "5 May 2025", imprint).publisher == publisher


@pytest.mark.parametrize(
    ("lines", "published_on", "period"),
    [
        (("# Delta Weekly", "Week of 5–11 May 2025"), None, ("2025-05-05", "2025-05-11")),
        (("# Delta Weekly", "No. 3 | 12 May 2025 | 5 to 11 May"), "2025-05-12", ("2025-05-05", "2025-05-11")),
        (
            ("# Delta Weekly", "JANUARY 7, 2025 (REPORTING PERIOD: DECEMBER 18 - JANUARY 3)"),
            "2025-01-07",
            ("2024-12-18", "2025-01-03"),
        ),
        (
            ("# Delta Update", "Last updated: 14 May 2025. Changes since 15 April 2025."),
            "2025-05-14",
            ("2025-04-15", "2025-05-14"),
        ),
        (
            ("# Delta Letter", "14 May 2025", "Dear readers, this is what happened from 3 to 9 May."),
            "2025-05-14",
            ("2025-05-03", "2025-05-09"),
        ),
        (("# 港湾周报", "2025年5月16日 第20期（5月9日—5月15日）"), "2025-05-16", ("2025-05-09", "2025-05-15")),
        (("# What changed in May 2025", "3 June 2025"), "2025-06-03", None),
        (("# Delta Monthly", "May 2025", "Published 3 June 2025"), "2025-06-03", ("2025-05-01", "2025-05-31")),
    ],
)
def test_days(lines: tuple[str, ...], published_on: str | None, period: tuple[str, str] | None) -> None:
    """The day of issue and the days that it covers, a missing year completed."""
    frame = read(*lines)
    start, end = (str(day) if day else None for day in (frame.period_start, frame.period_end))
    assert str(frame.published_on or "") == (published_on or "")
    assert (start, end) == (period or (None, None))


@pytest.mark.parametrize(
    ("day", "published_on", "unread"),
    [("2025-05-14", "2025-05-14", ()), ("26/03/2025", "2025-03-26", ()), ("04/05/2025", "", ("04/05/2025",))],
)
def test_day_in_figures_alone(day: str, published_on: str, unread: tuple[str, ...]) -> None:
    """A day in figures is the issue's, and is left open where nobody can tell day and month apart."""
    frame = read("# Delta Weekly", day)
    assert (str(frame.published_on or ""), frame.unread) == (published_on, unread)


def test_day_of_the_mail() -> None:
    """Where none is printed the day on which the mail was sent stands for it, as an inference."""
    frame = read("# Delta Letter", sent_on=dt.date(2025, 5, 14))
    assert frame.published_on == dt.date(2025, 5, 14)
    assert [each.field for each in frame.inferred] == ["published_on"]


@pytest.mark.parametrize(
    ("lines", "people"),
    [
        (("AUTHORS", "Ann Berg\nAnalyst, Delta", "EDITORS", "Tom van Dyck"), "Ann Berg author, Tom van Dyck editor"),
        (
            ("Authors | Editors", "Ann Berg, Li Wen | Tom van Dyck"),
            "Ann Berg author, Li Wen author, Tom van Dyck editor",
        ),
        (("Analyst | Coverage | Telephone", "H. Sandvik | Cars | +45 00 10 20"), "H. Sandvik author"),
        (("Written by Ann Berg; edited by Tom van Dyck.",), "Ann Berg author, Tom van Dyck editor"),
        (("Compiled by Ann Berg (editor). No warranty.",), "Ann Berg editor"),
        (("Editors: Ruth Ash (Shanghai), Gao Ning (Beijing)",), "Ruth Ash editor, Gao Ning editor"),
        (("主编：郑怀远编辑：苏以安何牧云",), "郑怀远 editor, 苏以安 editor, 何牧云 editor"),
        (("编辑 李四 王五", "电话：0731-0000"), "李四 editor, 王五 editor"),
        (("Editor: China Desk", "Authors: the Delta team", "编辑｜绿岸观察编辑部"), ""),
    ],
)
def test_people(lines: tuple[str, ...], people: str) -> None:
    """People stand in lines, columns, boxes and tables; desks and teams are none."""
    frame = read(*lines, zone=Zone.BEHIND)
    assert ", ".join(f"{person.name} {person.role}" for person in frame.people) == people


@pytest.mark.parametrize(
    ("line", "zone", "place"),
    [
        ("Contents", Zone.AHEAD, Place.CONTENTS),
        ("Policy news ..... 4", Zone.AHEAD, Place.CONTENTS),
        ("Dear members,", Zone.AHEAD, Place.NOTE),
        ("Skip to content", Zone.AHEAD, Place.NAVIGATION),
        ("MIIT wants makers to take back every battery that they sold, it said.", Zone.AHEAD, Place.UNREAD),
        ("Output of chips fell by 5% and the plants closed for a week or so.", Zone.AHEAD, Place.UNREAD),
        ("This tracker is a sample and no legal advice.", Zone.BEHIND, Place.IMPRINT),
        ("Unsubscribe: news@delta.example", Zone.BETWEEN, Place.IMPRINT),
        ("Event: Our breakfast on 27 May is open to members.", Zone.BETWEEN, Place.IMPRINT),
        ("MIIT issued measures on cranes.", Zone.BEHIND, Place.UNREAD),
        ("The cut lasts one year.", Zone.BETWEEN, Place.UNREAD),
        ("4. Health care", Zone.BETWEEN, Place.TOPIC_HEADING),
        ("太行工程机械裁撤北美销售子公司", Zone.BETWEEN, Place.UNREAD),
        ("— END —", Zone.BEHIND, Place.IMPRINT),
        ("***", Zone.BEHIND, Place.BLANK),
    ],
)
def test_places(line: str, zone: Zone, place: Place) -> None:
    """What tells news is unread; the rest has the name of the furniture that it is."""
    assert read(line, zone=zone).places == (place,)
