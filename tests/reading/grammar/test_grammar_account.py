"""What no field and no item tells is listed as unread, unless it is plain furniture."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import Person
from bot.reading.grammar.lines.furniture import is_imprint, is_motto, reads_as_news
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import read

NEWS = ("## Policy news", "- 5 March: Lists are due")
ANN, PER, YE = (
    Person(name="Ann Berg", role="editor"),
    Person(name="Per Holm", role="author"),
    Person(name="Ye Xin", role="author"),
)


@pytest.mark.parametrize(
    ("note", "people"),
    [
        ("Editor: Ann Berg\nAuthors: Per Holm, Ye Xin", (ANN, PER, YE)),
        ("Editor: Ann Berg Authors: Per Holm, Ye Xin", (ANN, PER, YE)),
        ("Edited by Ann Berg. © 2026 Acme House", (ANN,)),
        ("© 2026 Acme House. Edited by Ann Berg.", (ANN,)),
        ("Editors: Ann Berg. Tel.: 1 555 0100", (ANN,)),
    ],
)
def test_people_of_one_paragraph(note: str, people: tuple[Person, ...]) -> None:
    """Each role in a paragraph gives its people, and what stands beside them is no name; before the news or after."""
    for notes in ((note, *NEWS), (*NEWS, note)):
        parts = read("# Port Watch", *notes).parts
        assert parts.people == people
        assert (len(parts.items), parts.unread) == (1, ())


def test_people_after_a_story() -> None:
    """A line of people after a story without labels is none of the story's paragraphs."""
    parts = read("# Port Watch", "## Top stories", "### Cranes", "The office lists cranes.", "Editor: Ann Berg").parts
    assert parts.people == (ANN,)
    assert [item.summary for item in parts.items] == [("The office lists cranes.",)]


@pytest.mark.parametrize(
    "notes",
    [
        ("# Port Watch", "Fees fell by 120 yuan a tonne", *NEWS),
        ("# Port Watch", "## Fees fell by 120 yuan a tonne", *NEWS),
        ("Port Watch\nFees fell by 120 yuan a tonne", *NEWS),
        ("# Port Watch", "Samples of ore: fees fell by 120 yuan a tonne", *NEWS),
        ("Fees fell by 120 yuan a tonne",),
        ("Fees fell by 120 yuan a tonne", "Ore up 3 percent", "A quiet week"),
        ("# Port Watch", "The office said that fees fell by 120 yuan a tonne, 5 March 2024", *NEWS),
        ("# Port Watch", *NEWS, "## About this brief", "The office said that fees fell by 120 yuan a tonne."),
        ("# Port Watch", *NEWS, "## Imprint", "Acme House", "1 Pier Road", "Fees fell by 120 yuan a tonne"),
        ("# Port Watch", *NEWS, "## Authors", "Ann Berg", "Fees fell by 120 yuan a tonne"),
        ("# Port Watch", *NEWS, "Authors: Ann Berg, who says that fees fell by 120 yuan a tonne"),
        ("# Port Watch", *NEWS, "Contact: the office says fees fell by 120 yuan a tonne"),
        ("# Port Watch", *NEWS, "## The office says that fees fell by 120 yuan a tonne"),
        ("# Port Watch", "Published by: Acme\nFees fell by 120 yuan a tonne", *NEWS),
    ],
)
def test_news_outside_sections_is_kept(notes: tuple[str, ...]) -> None:
    """News on the title page, among people or in the imprint is an item or unread, and names nobody."""
    parts = read(*notes).parts
    told = repr((parts.items, parts.unread))
    assert "120 yuan" in told
    assert "120 yuan" not in f"{parts.publisher} {parts.series}"
    assert all("yuan" not in person.name for person in parts.people)
    assert parts.published_on is None


def test_a_hearing_under_about_is_kept() -> None:
    """A dated sentence under a heading about the brief is unread; what speaks of the brief itself is furniture."""
    reading = read(
        "# Port Watch", *NEWS, "## About this brief", "The MOT will hold a hearing on 4 December; register now.",
        "This brief has been compiled since 3 May 2013.", "We work for our members.", "1 Pier Road, 10117 Portville",
        "For more information, write to desk@example.org or see www.example.org.", "Hearing on 4 December",
    )  # fmt: skip
    assert [p.place for p in reading.placements[3:]] == [
        Place.IMPRINT, Place.UNREAD, *[Place.IMPRINT] * 4, Place.UNREAD,
    ]  # fmt: skip


def test_a_motto_is_a_note() -> None:
    """A short line without news beside a real title is the title page's; without news in the file it is unread."""
    motto = "Ships, cranes and papers"
    assert read("# Port Watch", "## Acme Institute", motto, *NEWS).parts.unread == ()
    assert read("# Port Watch", "Three texts, with our reading.", *NEWS).parts.unread == ()
    (unread,) = read("# Port Watch", "## Acme Institute", motto).parts.unread
    assert unread.text == motto


@pytest.mark.parametrize(
    ("text", "news"),
    [
        ("Fees fell", True),
        ("Ore up 3 percent", True),
        ("The office issues new rules", True),
        ("Prices dropped", True),
        ("The bank may step in", True),
        ("关税下调", True),
        ("Published by Acme every Monday", False),
        ("May 2024", False),
        ("Policy issues and plans", False),
        ("United Ports", False),
        ("Issue 14, March 2024", False),
    ],
)
def test_reads_as_news(text: str, *, news: bool) -> None:
    """A verb of news or a quantity tells news; dates, issue numbers and words about the making do not."""
    assert reads_as_news(text) is news
    assert is_motto(text) is not news


@pytest.mark.parametrize(
    ("text", "imprint"),
    [
        ("© 2024 Acme. All rights reserved.", True),
        ("Nothing here is advice. Views are those of the authors.", True),
        ("You are receiving this because you subscribed.", True),
        ("仅供参考。", True),
        ("注：本汇编仅供参考。", True),
        ("注：本表含三个港口。", False),
        ("The office is in Portville. Fees fell on 3 March.", False),
        ("市场监管总局公布办法。", False),
        ("word " * 40, False),
    ],
)
def test_is_imprint(text: str, *, imprint: bool) -> None:
    """An imprint's sentences say how to reach somebody, whose the rights are or what the publication is."""
    assert is_imprint(text) is imprint


@pytest.mark.parametrize(
    ("lines", "publisher", "series", "published", "period"),
    [
        (
            (
                "# Port Watch",
                "June 2024 edition, published 12 July 2024. Covers developments between 1 June and 30 June 2024.",
            ),
            None, "Port Watch", dt.date(2024, 7, 12), (dt.date(2024, 6, 1), dt.date(2024, 6, 30)),
        ),
        (("# Port Watch", "June 2024 edition"), None, "Port Watch", None, (dt.date(2024, 6, 1), dt.date(2024, 6, 30))),
        (
            ("# Port Watch", "Summer edition, published 12 July 2024"),
            None, "Port Watch", dt.date(2024, 7, 12), None,
        ),
        (
            ("PORT POLICY WEEKLY No. 2024/31 Friday, 2 August 2024\nWeek of 27 July - 2 August 2024",),
            None, "PORT POLICY WEEKLY", dt.date(2024, 8, 2), (dt.date(2024, 7, 27), dt.date(2024, 8, 2)),
        ),
        (("# Port Watch, Issue 7", "Friday 2 August 2024"), None, "Port Watch", dt.date(2024, 8, 2), None),
        (
            ("# Port Watch", "Published by the Nordic Chamber of Ports", "2 August 2024"),
            "Nordic Chamber of Ports", "Port Watch", dt.date(2024, 8, 2), None,
        ),
        (
            ("# Port Watch", "2 August 2024", "© the Nordic Chamber of Ports"),
            "Nordic Chamber of Ports", "Port Watch", dt.date(2024, 8, 2), None,
        ),
        (
            ("# Port Watch", "Publisher: The Port Group", "2 August 2024"),
            "The Port Group", "Port Watch", dt.date(2024, 8, 2), None,
        ),
    ],
)  # fmt: skip
def test_front_matter(
    lines: tuple[str, ...],
    publisher: str | None,
    series: str,
    published: dt.date | None,
    period: tuple[dt.date, dt.date] | None,
) -> None:
    """Sentences of dates, weekdays, issue numbers and articles are no part of the publisher's and series' names."""
    parts = read(*lines, "## Policy news", "- Lists are due").parts
    assert (parts.publisher, parts.series, parts.published_on) == (publisher, series, published)
    assert (parts.period_start, parts.period_end) == (period or (None, None))
    assert parts.unread == ()
