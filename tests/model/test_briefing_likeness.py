"""What looks like a briefing is one: enough of it is dated, acts, or names bodies and companies."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.model.briefing import CompanyMention, Item, PolicyStatus, Section, looks_like_briefing
from tests.room import ISSUE
from tests.room import POLICY as DRAFT

DAY = dt.date(2024, 3, 5)
POLICY = replace(DRAFT, status=PolicyStatus.ISSUED)
MAKER = CompanyMention(name="Harrow Consulting", company_id=None, quote="Bill to: Harrow Consulting GmbH")


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
    said = [Item(section=Section.OTHER, position=1, headline=None, text="Text.", **each) for each in items]  # type: ignore[arg-type]
    assert looks_like_briefing(replace(ISSUE, items=tuple(said))) is is_one
