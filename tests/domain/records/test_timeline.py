"""The dated events of a policy."""

from __future__ import annotations

import datetime as dt

from bot.domain.records.timeline import EventKind, list_events
from tests.builders import build_policy


def test_events_stand_by_day() -> None:
    """What has no date is none; events of one day keep an order of their own."""
    day = dt.date(2024, 3, 1)
    policy = build_policy(
        issued_on=day, comments_close_on=None, applications_close_on=dt.date(2024, 2, 1), effective_on=day
    )
    assert [(each.on, each.kind) for each in list_events(policy, ())] == [
        (dt.date(2024, 2, 1), EventKind.APPLICATIONS_CLOSE),
        (day, EventKind.ISSUED),
        (day, EventKind.TAKES_EFFECT),
    ]
    assert list_events(build_policy(issued_on=None, comments_close_on=None), ()) == []
