"""Lines of a day and a few words beside headlines, and whom or what else such lines name."""

from __future__ import annotations

import pytest

from bot.reading.grammar.layout.day_lines import find_cited_day, find_day_line, read_day_lines
from bot.reading.grammar.layout.piece_cuts import split_pieces
from bot.reading.grammar.lines.imprint import is_byline
from bot.reading.grammar.lines.placement import Place
from tests.reading.grammar.grammar_blocks import document, read

CRANES = "The Ministry of Transport lets nine ports lift heavier boxes with their cranes from next year on."
ROPES = "Customs officers in Ningbo seized a load of ropes that bore the marks of another maker in April."
SCALES = "A second list of scales is before the public now, with a month in which all may comment on it."
TITLES = ["Heavier boxes at nine ports", "Ropes seized in Ningbo", "More scales on a second list"]


def _dated(*notes: str) -> list[tuple[str | None, str | None]]:
    return [(item.headline, item.date_text) for item in read(*notes).parts.items]


@pytest.mark.parametrize(
    ("line", "date", "sources"),
    [
        ("Harbour Post, 7 May 2024", "7 May 2024", ("Harbour Post",)),
        ("2024-05-07 > All ports", "2024-05-07", ("All ports",)),
        ("7/5/24 Ann Bow The Harbour Post", "7/5/24", ("Ann Bow The Harbour Post",)),
        ("Posted on May 7, 2024 Categories Ports, Ships", "May 7, 2024", ("Categories Ports, Ships",)),
        ("May-07-2024", "May-07-2024", ()),
        ("7 May", "7 May", ()),
    ],
)
def test_a_day_line_gives_its_day_and_what_stands_beside_it(line: str, date: str, sources: tuple[str, ...]) -> None:
    """Words before or after the day name where it was printed."""
    found = find_day_line(line)
    assert found is not None
    assert (found.date_text, found.sources) == (date, sources)


@pytest.mark.parametrize(
    "line",
    [
        "Ports meet on 7 May",
        "In force from 7 May 2024",
        "Comments until 7 May 2024",
        "The port was opened on 7 May 2024 by the minister and by two of his deputies",
        "Opened. 7 May 2024",
        "Harbour Post",
    ],
)
def test_other_lines_are_no_day_lines(line: str) -> None:
    """Nor is a headline with a day but no year, a term, a sentence or a name alone."""
    assert find_day_line(line) is None


@pytest.mark.parametrize("mark", ["", "### "])
def test_days_under_headlines_date_them(mark: str) -> None:
    """Plain lines over them are headlines; what else is on the line is the item's source."""
    items = read(
        "Rope Letter",
        f"{mark}{TITLES[0]}",
        "Harbour Post, 7 May 2024",
        CRANES,
        f"{mark}{TITLES[1]}",
        "Ship Daily, 9 May 2024",
        ROPES,
    ).parts.items
    assert [(item.headline, item.date_text, item.source_labels) for item in items] == [
        (TITLES[0], "7 May 2024", ("Harbour Post",)),
        (TITLES[1], "9 May 2024", ("Ship Daily",)),
    ]


@pytest.mark.parametrize("mark", ["", "### "])
def test_days_over_headlines_date_what_is_below(mark: str) -> None:
    """The first day stands over news too, where more than two do."""
    parts = ("7 May 2024", TITLES[0], CRANES), ("8 May 2024", TITLES[1], ROPES), ("9 May 2024", TITLES[2], SCALES)
    notes = (note for day, title, text in parts for note in (day, f"{mark}{title}", text))
    assert _dated("# Rope Letter", *notes) == [(title, day) for day, title, _ in parts]


def test_days_behind_the_news_date_what_is_above() -> None:
    """The first headline has none over it, and the last day closes the text."""
    notes = (f"## {TITLES[0]}", CRANES, "28 May 2024", f"## {TITLES[1]}", ROPES, "21 May 2024")
    assert _dated("# Rope Letter", *notes, f"## {TITLES[2]}", SCALES, "14 May 2024") == [
        (TITLES[0], "28 May 2024"),
        (TITLES[1], "21 May 2024"),
        (TITLES[2], "14 May 2024"),
    ]


def test_days_over_paragraphs_head_these() -> None:
    """Each paragraph without a headline is an item of its day."""
    notes = ("Acme Centre", "Statements", "15 May 2024", CRANES, "7 May 2024", ROPES, "2 May 2024", SCALES)
    assert _dated(*notes) == [(None, "15 May 2024"), (None, "7 May 2024"), (None, "2 May 2024")]


def test_the_day_of_a_title_page_is_none() -> None:
    """One right under the name is the issue's, one under a label its value."""
    reading = read("# Rope Letter", "3 May 2024", f"## {TITLES[0]}", CRANES, f"## {TITLES[1]}", "2 May 2024", ROPES)
    assert reading.parts.published_on is not None
    assert [item.date_text for item in reading.parts.items] == [None, "2 May 2024"]
    pieces = split_pieces(
        document("Date", "7 May 2024", "1. Ropes", ROPES, "Date", "8 May 2024", "2. More", CRANES).blocks
    )
    assert read_day_lines(pieces) == pieces


def test_a_headline_may_cite_its_source_and_day() -> None:
    """In brackets at its end."""
    found = find_cited_day(f"{TITLES[0]} (Harbour Post, May 7)")
    assert found is not None
    assert (found[0], found[1].date_text, found[1].sources) == (len(TITLES[0]), "May 7", ("Harbour Post",))
    assert find_cited_day(f"{TITLES[0]} (Draft for Comment)") is None
    assert find_cited_day("(Harbour Post, May 7)") is None
    items = read("Rope Letter", f"{TITLES[0]} (Ship Daily, May 7)\n{CRANES}", f"{TITLES[1]} (Sea Post, May 9)\n{ROPES}")
    assert [(item.headline, item.date_text, item.source_labels) for item in items.parts.items] == [
        (TITLES[0], "May 7", ("Ship Daily",)),
        (TITLES[1], "May 9", ("Sea Post",)),
    ]


def test_a_byline_under_a_headline_is_no_headline() -> None:
    """People are kept, houses are named furniture."""
    notes = (
        f"### {TITLES[0]}",
        "May 7th, 2024",
        "By our staff",
        CRANES,
        f"### {TITLES[1]}",
        "May 9th, 2024",
        "By Ann Bow",
    )
    reading = read("# Rope Letter", "Acme Centre", *notes, ROPES)
    assert [(item.headline, len(item.summary)) for item in reading.parts.items] == [(TITLES[0], 1), (TITLES[1], 1)]
    assert [person.name for person in reading.parts.people] == ["Ann Bow"]
    assert [at.text for at in reading.placements if at.place is Place.PEOPLE] == ["By our staff", "By Ann Bow"]
    assert is_byline("By our staff")
    assert not is_byline("By the end of May, ports shall have counted all their cranes.")


def test_a_source_dates_what_nothing_else_does() -> None:
    """The day behind it is the item's."""
    notes = (f"### 1. {TITLES[0]}", CRANES, "Source: SAMR (2024-05-07)", f"### 2. {TITLES[1]}", ROPES)
    assert [date for _, date in _dated("# Rope Letter", *notes)] == ["2024-05-07", None]


def test_a_whole_date_in_figures_leads_in_a_paragraph() -> None:
    """Under headlines too long for topics it dates each story; where to read on closes the paragraph."""
    titles = [f"{title} and in many other places" for title in TITLES]
    notes = (titles[0], f"25-06-2019 {CRANES}", titles[1], f"24-06-2019 {ROPES.rstrip('.')} … Continued")
    assert _dated("Rope Letter", *notes) == [(titles[0], "25 June 2019"), (titles[1], "24 June 2019")]


def test_bold_words_and_a_day_are_a_dated_headline() -> None:
    """Where two such stand on lines of their own."""
    notes = ("## Ports", f"**{TITLES[0]}** | 7 May 2024", CRANES, "## Ropes", f"**{TITLES[1]}** | 9 May 2024", ROPES)
    assert _dated("# Rope Letter", "12 May 2024", *notes) == [(TITLES[0], "7 May 2024"), (TITLES[1], "9 May 2024")]


def test_the_first_headline_below_a_day_may_be_long() -> None:
    """A long line that closes nothing, over a paragraph, is a headline and no text: the day above it is its own."""
    long = "Ministry of Transport and nine ports agree on how to count the boxes that cranes lift"
    notes = ["Port Notes", "2024-05-07 > All ports", long, CRANES, "2024-05-06 > Ningbo", TITLES[1], ROPES]
    notes += ["2024-05-03 > All ports", TITLES[2], SCALES]
    assert _dated(*notes) == [(long, "2024-05-07"), (TITLES[1], "2024-05-06"), (TITLES[2], "2024-05-03")]


def test_a_line_that_only_leads_on_opens_no_news() -> None:
    """Among short paragraphs that open with a name it is a part of the one above."""
    notes = ["# Port Notes", "## Policy news", "Ningbo counts boxes.", "Read more", "Dalian counts ropes.", "Read more"]
    assert [item.summary[0] for item in read(*notes).parts.items] == ["Ningbo counts boxes.", "Dalian counts ropes."]


@pytest.mark.parametrize(
    ("led", "told"),
    [
        ("6月{day}日 {title}", "交通运输部要求渡轮每年检验一次，旧船须先进坞。"),
        ("6月{day}日｜{title}", "交通运输部要求渡轮每年检验一次，旧船须先进坞。"),
        ("6月{day}日 · {title}", "交通运输部要求渡轮每年检验一次，旧船须先进坞。"),
        ("【6月{day}日】{title}", "交通运输部要求渡轮每年检验一次，旧船须先进坞。"),
        ("**6月{day}日 {title}**", "交通运输部要求渡轮每年检验一次，旧船须先进坞。"),
        ("{day} June: {title}", CRANES),
        ("June {day} – {title}", CRANES),
    ],
)
def test_a_line_that_opens_with_a_day_is_a_headline_over_what_it_heads(led: str, told: str) -> None:
    """It closes no sentence, and the paragraph right below it does, which no day opens."""
    titles = ["渡轮须每年进坞检验", "缆绳出口须先许可", "浮标编号有新标准"] if "月" in led else TITLES
    lines = [led.format(day=12 + at, title=title) for at, title in enumerate(titles)]
    found = _dated("# 港区双周刊", "2024年7月8日", "## 政策", *(part for line in lines for part in (line, told)))
    assert [headline for headline, _ in found] == titles
    assert all(date for _, date in found)


def test_a_line_that_opens_with_a_day_over_another_is_news_of_its_own() -> None:
    """A list of days closes no sentences either, and heads nothing."""
    lines = ["6月12日 渡轮须每年进坞检验", "6月13日 缆绳出口须先许可", "6月14日 浮标编号有新标准"]
    assert [headline for headline, _ in _dated("# 港区双周刊", "2024年7月8日", "## 近期活动", *lines)] == [None] * 3
