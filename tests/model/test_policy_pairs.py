"""How likely two reports are about one document."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.model.briefing import PolicyStatus, ReportedPolicy
from bot.model.review import LIKELY, rate_pair
from tests.builders import build_item

DAY = dt.date(2024, 5, 24)
BARE = ReportedPolicy(
    title_en=None,
    title_zh=None,
    document_number=None,
    document_type=None,
    nature=None,
    status=PolicyStatus.ISSUED,
)
ONE = build_item(
    headline=None,
    text="NDRC issued guidelines on a management system for the carbon footprint of products such as steel and cement.",
    reported_on=DAY,
    policy=BARE,
    issuing_bodies=("NDRC",),
    topics=("carbon",),
)
OTHER = build_item(
    headline="Footprints of products get measured",
    text="Five bodies put out guidelines to measure the carbon footprint of steel and other products.",
    reported_on=DAY + dt.timedelta(days=1),
    policy=BARE,
    issuing_bodies=("NDRC", "MIIT"),
    topics=("carbon",),
)


def _rate(**changes: Any) -> float:
    return rate_pair(ONE, replace(OTHER, **changes))


def test_two_reports_in_much_the_same_words_are_likely_one() -> None:
    """Common words, issuer, topic and near days add up, whichever comes first."""
    assert LIKELY <= _rate() < 1
    assert _rate() == rate_pair(OTHER, ONE)
    assert _rate(issuing_bodies=(), topics=()) < _rate()
