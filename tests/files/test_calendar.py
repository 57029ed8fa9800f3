"""The calendar of deadlines: whole days, and events that a later export moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from icalendar import Calendar

from bot.files.files import write_ics
from bot.files.paper import PaperDeadline
from tests.files.paper import DRAFT, NOW, SOURCE, build_paper


def test_a_deadline_is_a_whole_day_with_its_source() -> None:
    """The event says what closes, whose policy it is, and where it stands."""
    data = write_ics(build_paper(), now=NOW)
    (event,) = Calendar.from_ical(data).events
    assert (dt.date(2024, 4, 1), dt.date(2024, 4, 2)) == (event.DTSTART, event.DTEND)
    assert str(event["summary"]) == "comments close: P5 Measures for Robots (Draft)"
    for part in ("机器人管理办法", "MIIT, MOT", "item 1, p. 5", "no link", "As of 2024-03-07"):
        assert part in str(event["description"])
    assert max(map(len, data.splitlines())) <= 75


def test_an_event_keeps_its_uid() -> None:
    """Another day, title or moment of export is the same event; another workspace, policy or kind is not."""

    def uid(row: object = DRAFT, *, team: str = "T1") -> str:
        (event,) = Calendar.from_ical(write_ics(build_paper(row, team=team), now=NOW)).events  # type: ignore[arg-type]
        return str(event["uid"])

    moved = replace(DRAFT, title="Other", days=(replace(DRAFT.days[0], on=dt.date(2024, 5, 1)),))
    assert uid(moved) == uid() == "p5-comments_close@t1.gongbao"
    takes_effect = PaperDeadline(on=dt.date(2024, 6, 1), kind="takes_effect", words="takes effect", source=SOURCE)
    others = {uid(team="T2"), uid(replace(DRAFT, id="P6")), uid(replace(DRAFT, days=(takes_effect,)))}
    assert len(others) == 3
    assert uid() not in others
    assert uid(team="") == "p5-comments_close@local.gongbao"


def test_several_days_of_one_kind_are_several_events() -> None:
    """The last keeps the UID that a policy's only day has, the others have their own, each with its own sentence."""
    early = replace(DRAFT.days[0], on=dt.date(2024, 3, 20), is_main=False, quote="Associations by 20 March.")
    calendar = Calendar.from_ical(write_ics(build_paper(replace(DRAFT, days=(early, *DRAFT.days))), now=NOW))
    said = {str(event["uid"]): str(event["description"]) for event in calendar.events}
    assert set(said) == {"p5-comments_close-2024-03-20@t1.gongbao", "p5-comments_close@t1.gongbao"}
    assert "“Associations by 20 March.”" in said["p5-comments_close-2024-03-20@t1.gongbao"]


def test_two_reports_of_one_deadline_are_one_event() -> None:
    """A policy that two items report has its deadline once."""
    calendar = Calendar.from_ical(write_ics(build_paper(DRAFT, replace(DRAFT, item_id="I9")), now=NOW))
    assert len(calendar.events) == 1


@pytest.mark.parametrize("hostile", ["x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a;b,c:d\\n", "\x00\x0b", "公" * 300])
def test_no_text_adds_an_event_or_a_property(hostile: str) -> None:
    """Breaks, signs and long lines of a document stay text of the one event."""
    row = replace(DRAFT, title=hostile, title_zh=hostile, source=replace(DRAFT.source, name=hostile))
    data = write_ics(build_paper(row, title=hostile), now=NOW)
    (event,) = Calendar.from_ical(data).events
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP", "CATEGORIES"}
    assert data.count(b"BEGIN:VEVENT") == 1 or data.count(b"\nBEGIN:VEVENT") == 1
