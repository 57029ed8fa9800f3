"""What stands outside the items: who publishes, the series, its days, people, and a place for every line."""

import datetime as dt

import pytest

from bot.reading.document import Block, BlockKind, BriefingParts, Document, Span
from bot.reading.layout.frame import Outside, Zone, read_frame


def read(
    *lines: str, zone: Zone = Zone.AHEAD, furniture: tuple[str, ...] = (), sent_on: dt.date | None = None
) -> BriefingParts:
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
    return read_frame(document, outside, item_dates=("12 May", "13 May 2025"))[0]


def _make_block(line: str) -> Block:
    kind = BlockKind.HEADING if line.startswith("# ") else BlockKind.PARAGRAPH
    return Block(kind=kind, spans=(Span(text=line.removeprefix("# ")),), level=int(kind is BlockKind.HEADING))


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
    assert (str(frame.published_on or ""), tuple(each.text for each in frame.unread)) == (published_on, unread)


def test_day_of_the_mail() -> None:
    """Where none is printed the day on which the mail was sent stands for it, as an inference."""
    frame = read("# Delta Letter", sent_on=dt.date(2025, 5, 14))
    assert frame.published_on == dt.date(2025, 5, 14)
    assert [each.field for each in frame.inferred] == ["published_on"]
