from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.briefing import Briefing
from bot.domain.series import briefing_identity, briefing_name, series_key

ISSUE = Briefing(
    publisher="Institute",
    series="Monthly Watch",
    title="Institute Monthly Watch",
    published_on=dt.date(2024, 3, 6),
    period_start=dt.date(2024, 2, 1),
    period_end=dt.date(2024, 2, 29),
    people=(),
    items=(),
    unread=(),
    source_name="issue.md",
    media_type="text/markdown",
    sha256="aa",
)


def test_another_file_of_an_issue_has_the_same_identity() -> None:
    """File name, format and hash do not tell issues apart; the date does."""
    pdf = replace(ISSUE, source_name="issue.pdf", media_type="application/pdf", sha256="bb", publisher="INSTITUTE")
    assert briefing_identity(pdf) == briefing_identity(ISSUE)
    assert briefing_identity(replace(ISSUE, published_on=dt.date(2024, 4, 6))) != briefing_identity(ISSUE)
    assert series_key(pdf) == series_key(ISSUE)


def test_what_identifies_an_issue_without_a_date() -> None:
    """The end of the period stands in for the date, then the title, and only then the bytes."""
    undated = replace(ISSUE, published_on=None)
    assert briefing_identity(undated).endswith("to 2024-02-29")
    titled = replace(undated, period_end=None)
    assert briefing_identity(titled) == briefing_identity(replace(titled, sha256="cc"))
    bare = replace(titled, title=None, publisher=None, series=None)
    assert briefing_identity(bare) != briefing_identity(replace(bare, sha256="cc"))


@pytest.mark.parametrize(
    ("publisher", "series", "title", "expected"),
    [
        ("Institute", "Monthly Watch", None, "Institute Monthly Watch"),
        ("Institute", "Institute Watch", None, "Institute Watch"),
        (None, None, "A Title", "A Title"),
        (None, None, None, "issue.md"),
        (None, "Watch", None, "Watch"),
    ],
)
def test_a_briefing_has_a_short_name(
    publisher: str | None, series: str | None, title: str | None, expected: str
) -> None:
    """Citations name publisher and series once each, else the title, else the file."""
    assert briefing_name(replace(ISSUE, publisher=publisher, series=series, title=title)) == expected
