"""What looks like a briefing is one: enough of it is dated, acts, or names bodies and companies."""

import datetime as dt

import pytest

from bot.model.briefing import (
    Briefing,
    CompanyMention,
    Item,
    PolicyStatus,
    ReportedPolicy,
    Section,
    looks_like_briefing,
)

DAY = dt.date(2024, 3, 5)
POLICY = ReportedPolicy(
    title_en="Measures for Harbours",
    title_zh=None,
    document_number=None,
    document_type=None,
    nature=None,
    status=PolicyStatus.ISSUED,
)
MAKER = CompanyMention(name="Harrow Consulting", company_id=None, quote="Bill to: Harrow Consulting GmbH")


def build(*items: dict[str, object]) -> Briefing:
    """Return a briefing with these items."""
    return Briefing(
        publisher=None,
        series=None,
        title=None,
        published_on=None,
        period_start=None,
        period_end=None,
        people=(),
        items=tuple(
            Item(section=Section.OTHER, position=n, headline=None, text="Text.", **each)  # type: ignore[arg-type]
            for n, each in enumerate(items, start=1)
        ),
        unread=(),
        source_name="a.txt",
        media_type="text/plain",
        sha256="0",
    )


@pytest.mark.parametrize(
    ("items", "is_one"),
    [
        ((), False),
        (({},) * 5, False),
        (({"reported_on": DAY, "companies": (MAKER,)},), False),
        (({"policy": POLICY},), False),
        (({"reported_on": DAY}, *({},) * 3), False),
        (({"reported_on": DAY},) * 3, True),
        (({"bodies": ("MIIT",)}, *({},) * 20), False),
        (({"policy": POLICY, "reported_on": DAY},), True),
        (({"is_official": True},), True),
        (({"bodies": ("MIIT",)}, {"bodies": ("NDRC",)}, {}), True),
        (({"reported_on": DAY, "companies": (MAKER,)},) * 2, True),
    ],
)
def test_what_is_dated_and_acts_is_a_briefing(items: tuple[dict[str, object], ...], is_one: bool) -> None:
    """An invoice, a readme or a recipe has one date, or one firm, and nothing that acts."""
    assert looks_like_briefing(build(*items)) is is_one
