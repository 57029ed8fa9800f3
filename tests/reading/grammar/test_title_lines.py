"""Lines of title pages: who publishes on which day, numbers, and periods beside names."""

from __future__ import annotations

import pytest

from bot.reading.document import TITLE_MARK
from bot.reading.grammar.lines.title_page import list_title_lines, parse_title_page
from tests.reading.grammar.grammar_blocks import read


def test_the_subject_line_of_a_pasted_mail_is_its_title() -> None:
    """Without the word that names it."""
    parts = read("Subject: Rope Letter", "3 May 2024", "- 2 May: MIIT issued rules on ropes.").parts
    assert (parts.series, str(parts.published_on)) == ("Rope Letter", "2024-05-03")


@pytest.mark.parametrize(
    ("lines", "publisher", "series", "day"),
    [
        (("Rope Radar", "Published by Kestrel Labs on 2 October 2023"), "Kestrel Labs", "Rope Radar", "2023-10-02"),
        (("Rope Radar", "Published on 2 October 2023 by Kestrel Labs"), "Kestrel Labs", "Rope Radar", "2023-10-02"),
        (("Rope Radar", "Issued 3 May 2024 by the Acme Group"), "Acme Group", "Rope Radar", "2024-05-03"),
        (("Rope Radar", "Published weekly by Acme, 3 May 2024"), "Acme", "Rope Radar", "2024-05-03"),
        (("Rope Radar | Published by Acme on May 3, 2024",), "Acme", "Rope Radar", "2024-05-03"),
        (("绳索周报 第3期", "发布：海山咨询 2024年5月3日"), "海山咨询", "绳索周报", "2024-05-03"),
        (("绳索周报", "2024年5月3日", "海山研究中心编"), "海山研究中心", "绳索周报", "2024-05-03"),
        (("Dragonfly No. 9", "Kestrel Labs, 2 October 2023"), "Kestrel Labs", "Dragonfly", "2023-10-02"),
        (("Kestrel Labs", "Dragonfly No. 9, 2 October 2023"), "Kestrel Labs", "Dragonfly", "2023-10-02"),
        (("Acme Institute No. 4", "Dragonfly, 3 May 2024"), "Acme Institute", "Dragonfly", "2024-05-03"),
        (("China Weekly", "Kestrel No. 4", "3 May 2024"), "Kestrel", "China Weekly", "2024-05-03"),
        (("Observatorio Asia – Boletín", "Cámara Hispana, 28 de febrero de 2025"), "Cámara Hispana",
         "Observatorio Asia", "2025-02-28"),
        (("Rundbrief 4", "Handelskammer Elbe", "3. Mai 2024"), "Handelskammer Elbe", "Rundbrief 4", "2024-05-03"),
        (("Ropes – Acme Weekly 12", "Acme Weekly", "6 May 2022"), "Ropes", "Acme Weekly", "2022-05-06"),
        (("Rope Bulletin", "Federation of Rope Makers, Hull", "6 May 2022"), "Federation of Rope Makers",
         "Rope Bulletin", "2022-05-06"),
        (("Members' Mail, week 37: ports and a fair", "Acme Chamber", "6 May 2022"), "Acme Chamber",
         "Members' Mail", "2022-05-06"),
        (("Acme Institute", "Rope Letter 12", "6 May 2022"), "Acme Institute", "Rope Letter 12", "2022-05-06"),
        (("News from China, 6 May 2022",), None, "News from China", "2022-05-06"),
        (("Acme Group", "Ships and ports", "Rope Round-up No. 9 (3–9 May)"), "Acme Group", "Rope Round-up", "None"),
        (("Acme Group", "Ships and ports", "Rope Newsletter", "3 May 2024"), "Acme Group", "Rope Newsletter",
         "2024-05-03"),
        (("Kestrelcham", "Press Releases and Statements", "3 May 2024"), "Kestrelcham",
         "Press Releases and Statements", "2024-05-03"),
        (("Rope Letter", "Updated: May 3,2024 2:39 PM"), None, "Rope Letter", "2024-05-03"),
        (("Rope Letter", "Updated: May 3, 2024 2:39 PM rope.example"), None, "Rope Letter", "2024-05-03"),
        (("Rope Letter", "By Ann Bow on May 3, 2024"), None, "Rope Letter", "2024-05-03"),
        (("Rope Letter", "Prepared by Osprey Chambers for clients - 3 May 2024"), "Osprey Chambers", "Rope Letter",
         "2024-05-03"),
        (("From the Kestrel Chamber's Hull office", "Rope Letter", "3 May 2024"), "Kestrel Chamber", "Rope Letter",
         "2024-05-03"),
        (("Acme Institute: The Rope Gauge", "3 May 2024"), "Acme Institute", "The Rope Gauge", "2024-05-03"),
        (("The Lantern", "A fortnightly note on ropes", "3 May 2024"), None, "The Lantern", "2024-05-03"),
        (("Rope Letter", "By Kestrel Labs Group Office on May 3, 2024"), "Kestrel Labs Group Office", "Rope Letter",
         "2024-05-03"),
        (("News of the yards, 6 May 2022",), None, "News of the yards", "2022-05-06"),
        (("China Weekly / Issue 3 / 5 May 2024",), None, "China Weekly", "2024-05-05"),
        (("Acme Institute / China Weekly", "5 May 2024"), None, "Acme Institute / China Weekly", "2024-05-05"),
    ],
)  # fmt: skip
def test_publisher_series_and_day(lines: tuple[str, ...], publisher: str | None, series: str, day: str) -> None:
    """A name is given without the day, number and words beside it, and the series is the one with a number."""
    page = parse_title_page(lines)
    assert (page.publisher, page.series, str(page.published_on)) == (publisher, series, day)


@pytest.mark.parametrize(
    ("lines", "publisher", "series", "period"),
    [
        (("Rope Weekly | 23–29 December 2024 / Issue 51",), None, "Rope Weekly", ("2024-12-23", "2024-12-29")),
        (("绳索周报 第3期 / 2024年5月1日—7日",), None, "绳索周报", ("2024-05-01", "2024-05-07")),
        (("Week 12, 2024 / Rope Radar",), None, "Rope Radar", ("2024-03-18", "2024-03-24")),
        (("Rope Letter", "25 October / 28 November 2023"), None, "Rope Letter", ("2023-10-25", "2023-11-28")),
        (("Lund & Partners — Rope Monthly, March 2026",), "Lund & Partners", "Rope Monthly",
         ("2026-03-01", "2026-03-31")),
        (("Lund & Co – Rope Notes: 1 – 7 May 2024",), "Lund & Co", "Rope Notes", ("2024-05-01", "2024-05-07")),
        (("Lund – Rope Radar, 25 Oct – 28 Nov 2023",), "Lund", "Rope Radar", ("2023-10-25", "2023-11-28")),
        (("Rope Weekly, March – April 2026",), None, "Rope Weekly", ("2026-03-01", "2026-04-30")),
        (("China – a month: April 2024",), None, "China – a month", ("2024-04-01", "2024-04-30")),
        (("News from the ministries: 1–7 May 2024",), None, "News from the ministries", ("2024-05-01", "2024-05-07")),
        (("Rope Letter", "News from 3 to 9 May 2024"), None, "Rope Letter", ("2024-05-03", "2024-05-09")),
        (("Rope Letter", "News of May 2024"), None, "Rope Letter", ("2024-05-01", "2024-05-31")),
        (("Rope Letter", "News from the week of 3 May 2024"), None, "Rope Letter", ("2024-05-03", "2024-05-09")),
    ],
)  # fmt: skip
def test_a_period_beside_names(
    lines: tuple[str, ...], publisher: str | None, series: str, period: tuple[str, str]
) -> None:
    """A period is told from the names and number beside it, whatever sign parts them."""
    page = parse_title_page(lines)
    assert (page.publisher, page.series) == (publisher, series)
    assert (str(page.period_start), str(page.period_end)) == period


def test_a_line_of_publisher_and_day_dates_the_bullets() -> None:
    """The year of the bullets follows from the day of the line that names the publisher."""
    for line in ("Published by Kestrel Labs on 2 October 2023", "Published on 2 October 2023 by Kestrel Labs"):
        parts = read("# Dragonfly No. 9", line, "# Policy news", "- 11 September: MOF cut a tax.").parts
        assert (parts.publisher, parts.series, str(parts.published_on)) == ("Kestrel Labs", "Dragonfly", "2023-10-02")
    named = read("# Dragonfly", "Published by Kestrel Labs", "# Policy news", "- 11 September: MOF cut a tax.").parts
    assert (named.publisher, named.published_on) == ("Kestrel Labs", None)


@pytest.mark.parametrize(
    "line", ["Week of 4–10 March 2024 | sent on 11 March 2024", "4–10 March 2024, published on 11 March 2024"]
)
def test_a_line_of_period_and_sending_is_read(line: str) -> None:
    """That it was sent is no news, and nothing of the line is left unread."""
    parts = read("# Rope Weekly", line, "# Policy news", "- 5 March: MIIT issued rules on ropes.").parts
    days = (parts.published_on, parts.period_start, parts.period_end)
    assert tuple(map(str, days)) == ("2024-03-11", "2024-03-04", "2024-03-10")
    assert not parts.unread


@pytest.mark.parametrize(
    ("line", "series", "start", "end"),
    [
        ("Policy News from China – November 2025", "Policy News from China", "2025-11-01", "2025-11-30"),
        ("Rope Update – July & August 2023 Issue", "Rope Update", "2023-07-01", "2023-08-31"),
    ],
)
def test_a_period_beside_the_series_name(line: str, series: str, start: str, end: str) -> None:
    """Also as that of an issue, and where the name says of which place the news is."""
    page = parse_title_page((line,))
    assert (page.series, str(page.period_start), str(page.period_end)) == (series, start, end)


def test_a_title_that_the_page_does_not_show_is_its_title_page() -> None:
    """What stands before its topics gives series and day, what stands last whose page it is."""
    title = f"{TITLE_MARK}Rope Briefing 3 May 2024: more ropes | longer boats - Kestrel Labs"
    parts = read("## Ropes", "Customs seized a load of ropes in Ningbo on 2 May.", furniture=(title,)).parts
    assert (parts.publisher, parts.series, str(parts.published_on)) == ("Kestrel Labs", "Rope Briefing", "2024-05-03")
    assert parse_title_page(list_title_lines(())).series is None


def test_a_title_that_reads_like_a_section_stands_over_the_day_of_issue() -> None:
    """It opens the document."""
    notes = ("LEGAL NEWS", "Prepared by Osprey Chambers for clients - 3 May 2024", "# I. RULES", "## (1) Ropes")
    told = "SAMR issued rules on ropes on 2 May.", "# II. CASES", "## (2) Boats", "A court fined a boat maker on 1 May."
    parts = read(*notes, *told).parts
    assert (parts.publisher, parts.series, len(parts.items)) == ("Osprey Chambers", "LEGAL NEWS", 2)


def test_a_day_beside_an_author_is_that_of_the_issue() -> None:
    """Whatever sign parts them."""
    parts = read("# Rope Letter", "By Mara Quill • May 3, 2024 • 6 min read", "## Ropes", "SAMR issued rules.").parts
    assert (str(parts.published_on), [person.name for person in parts.people]) == ("2024-05-03", ["Mara Quill"])


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Week 41: 6 to 12 October 2025 (sent on 13 October 2025)", ("2025-10-06", "2025-10-12", "2025-10-13")),
        ("6 to 12 October 2025, sent to all readers on 13 October 2025", ("2025-10-06", "2025-10-12", "2025-10-13")),
    ],
)
def test_the_week_beside_its_number_or_the_day_of_sending(line: str, period: tuple[str, ...]) -> None:
    """Words to whom it was sent are no name."""
    page = parse_title_page(("Rope Letter", line))
    assert (page.series, page.publisher) == ("Rope Letter", None)
    assert (str(page.period_start), str(page.period_end), str(page.published_on)) == period


@pytest.mark.parametrize(
    ("line", "series", "period"),
    [
        ("Port Law Monthly Update May 2024", "Port Law Monthly Update", ("2024-05-01", "2024-05-31")),
        ("Port Laws and Rules Update in May 2024", "Port Laws and Rules Update", ("2024-05-01", "2024-05-31")),
        ("Port Update April and May 2024", "Port Update", ("2024-04-01", "2024-05-31")),
    ],
)
def test_a_month_right_behind_a_series_is_the_period(line: str, series: str, period: tuple[str, str]) -> None:
    """No sign need stand between."""
    page = parse_title_page((line,))
    assert (page.series, (str(page.period_start), str(page.period_end))) == (series, period)


@pytest.mark.parametrize(
    "line", ["Entries for 1 May 2024 to 8 June 2024", "Updates from 1 May to 8 June 2024", "Policies in May 2024"]
)
def test_what_the_entries_are_for_is_the_period(line: str) -> None:
    """In days or months."""
    page = parse_title_page(("Rope Letter", line))
    assert (page.series, str(page.period_start)) == ("Rope Letter", "2024-05-01")
    assert str(page.period_end) == ("2024-06-08" if "June" in line else "2024-05-31")


@pytest.mark.parametrize("line", ["April – June 2024", "April 2024 — June 2024", "April-June 2024"])
def test_months_alone_are_the_period_whatever_parts_them(line: str) -> None:
    """The first of them is nobody's name."""
    page = parse_title_page(("Port Summary", line))
    assert (page.publisher, page.series) == (None, "Port Summary")
    assert (str(page.period_start), str(page.period_end)) == ("2024-04-01", "2024-06-30")


def test_two_months_of_an_issue_are_its_period_by_the_day_of_issue() -> None:
    """And no publisher's name."""
    page = parse_title_page(("Port Law Bimonthly - July & August Issue", "12 September 2024"))
    assert page.publisher is None
    assert (str(page.period_start), str(page.period_end)) == ("2024-07-01", "2024-08-31")
