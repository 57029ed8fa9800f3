"""The doctor's questions to Slack: each finding says how it is, and what to do about what is wrong."""

import datetime as dt
from email.utils import format_datetime
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.operations.doctor import Finding, Level
from bot.slack.calls.doctor import SCOPES, examine_slack
from tests.slack.calls.fake_client import FakeClient

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)
WHO = {"ok": True, "team_id": "T1", "team": "Chamber", "bot_id": "B1", "user_id": "U9"}
ALL = ",".join(SCOPES)


def look(
    answers: dict[str, Any],
    *,
    scopes: str = ALL,
    date: str | None = None,
    channels: tuple[str, ...] = (),
    admins: tuple[str, ...] = (),
) -> dict[str, list[Finding]]:
    """Examine a Slack with these answers; give the findings by what they are about."""
    bot = FakeClient(by_method={"auth.test": WHO} | answers, headers={"X-OAuth-Scopes": scopes, "Date": date or ""})
    found: dict[str, list[Finding]] = {}
    clock = FixedClock(NOW)
    for finding in examine_slack(bot=bot, app=None, clock=clock, list_channels=lambda _: channels, admins=admins):
        found.setdefault(finding.about, []).append(finding)
    return found


@pytest.mark.parametrize("scope", SCOPES)
def test_each_missing_scope_says_what_stops(scope: str) -> None:
    """A warning for each, since some are left out on purpose."""
    rest = ", ".join(held for held in SCOPES if held != scope)
    (finding,) = look({}, scopes=rest)["scopes"]
    assert finding.level is Level.WARNING
    assert finding.text == f"{scope} is missing. {SCOPES[scope]}"


@pytest.mark.parametrize(
    ("seconds", "level"), [(-29, Level.OK), (30, Level.WARNING), (-239, Level.WARNING), (240, Level.PROBLEM)]
)
def test_clocks_that_differ(seconds: int, level: Level) -> None:
    """Half a minute is worth knowing; near the five minutes of signed requests it must be mended."""
    found = look({}, date=format_datetime(NOW + dt.timedelta(seconds=seconds), usegmt=True))
    assert found["clock"][0].level is level


def test_channels_that_follow_and_lack_the_bot() -> None:
    """Each is a problem with the line to type; direct messages need no membership."""
    joined = {"ok": True, "channels": [{"id": "C2"}]}
    findings = look({"users.conversations": joined}, channels=("C1", "C2", "D7"))["channels"]
    assert [(finding.level, "C1" in finding.text) for finding in findings] == [(Level.PROBLEM, True)]
    assert "channels" not in look({}, channels=("D7",))


def test_admins_are_looked_up() -> None:
    """One whom Slack does not know is a problem, one who is no full member a warning; the others are fine."""
    people: list[Any] = [
        {"ok": True, "user": {"id": "U1", "team_id": "T1"}},
        {"ok": False, "error": "user_not_found"},
        {"ok": True, "user": {"id": "U3", "team_id": "T1", "deleted": True}},
        {"ok": True, "user": {"id": "U4", "team_id": "T1", "is_restricted": True}},
    ]
    found = look({"users.info": people}, admins=("U1", "U2", "U3", "U4"))["admins"]
    assert [(each.level, each.text.split()[0 if each.level is Level.WARNING else 3]) for each in found] == [
        (Level.PROBLEM, "U2"),
        (Level.WARNING, "U3"),
        (Level.WARNING, "U4"),
    ]
    assert all(each.hint for each in found)
