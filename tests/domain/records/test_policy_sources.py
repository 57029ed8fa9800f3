"""Each fact of a policy is led back to the item that gives it, and what others say stands beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.domain.records.briefing import Deadline, DeadlineKind, Item
from bot.domain.records.policy_identity import compose_policy
from bot.domain.records.policy_sources import DATE, ISSUERS, STATUS, find_givers, list_days, list_differences
from bot.domain.records.timeline import EventKind, list_events
from tests.builders import build_item

COMMENTS, APPLICATIONS, EFFECT = DeadlineKind


def closing(*days: tuple[DeadlineKind, int]) -> tuple[Deadline, ...]:
    return tuple(Deadline(on=dt.date(2024, 4, day), kind=kind, quote=f"by {day} April") for kind, day in days)


def report(day: int | None, *days: tuple[DeadlineKind, int], **changes: object) -> Item:
    on = dt.date(2024, 3, day) if day else None
    return replace(build_item(reported_on=on, deadlines=closing(*days)), **changes)  # type: ignore[arg-type]


def test_every_day_of_a_kind_counts_and_the_latest_report_decides() -> None:
    """A source may print several days of one kind; what an earlier report says instead is a difference."""
    reports = [("I1", report(1, (COMMENTS, 10))), ("I2", report(5, (COMMENTS, 20), (COMMENTS, 12), (APPLICATIONS, 2)))]
    policy = compose_policy("P1", reports)
    days = list_days(policy, reports)
    assert [(day.on.day, day.kind, day.item_id, day.quote, day.is_main) for day in days] == [
        (2, APPLICATIONS, "I2", "by 2 April", True),
        (12, COMMENTS, "I2", "by 12 April", False),
        (20, COMMENTS, "I2", "by 20 April", True),
    ]
    assert {day.is_official for day in days} == {False}
    (date, comments) = sorted(list_differences(policy, reports), key=lambda each: each.fact, reverse=True)
    assert (date.fact, date.item_id, date.on) == (DATE, "I2", dt.date(2024, 3, 5))
    assert (comments.fact, comments.item_id, comments.on) == ("comments_close", "I1", dt.date(2024, 4, 10))


def test_a_notice_decides_what_it_prints_and_reports_what_it_does_not() -> None:
    """Official days are cited to the notice, others stay as reported; other issuers are told with who names them."""
    notice = report(1, (EFFECT, 30), is_official=True, issuing_bodies=("MIIT", "NEA", "MOT"))
    reports = [("I1", report(3, (EFFECT, 29), (COMMENTS, 10))), ("I2", notice)]
    policy = compose_policy("P1", reports)
    assert [(day.on.day, day.item_id, day.is_official) for day in list_days(policy, reports)] == [
        (10, "I1", False),
        (30, "I2", True),
    ]
    assert find_givers(policy, reports, "I1") == {DATE: "I2", ISSUERS: "I2", STATUS: "I2"}
    said = {(each.fact, each.item_id): each for each in list_differences(policy, reports)}
    assert set(said) == {(DATE, "I1"), (ISSUERS, "I1"), ("takes_effect", "I1")}
    assert said[ISSUERS, "I1"].issuing_bodies == ("MIIT", "NEA")
    events = [(each.on, each.kind, each.item_id, each.is_official) for each in list_events(policy, reports)]
    assert events == [
        (dt.date(2024, 3, 1), EventKind.ISSUED, "I2", True),
        (dt.date(2024, 3, 3), EventKind.ISSUED, "I1", False),
        (dt.date(2024, 4, 10), EventKind.COMMENTS_CLOSE, "I1", False),
        (dt.date(2024, 4, 29), EventKind.TAKES_EFFECT, "I1", False),
        (dt.date(2024, 4, 30), EventKind.TAKES_EFFECT, "I2", True),
    ]
