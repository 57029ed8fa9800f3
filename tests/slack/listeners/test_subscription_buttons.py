"""Following by button and form, and the buttons under what is posted, through the whole program in memory."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from bot.domain.posts.quiet import Quiet
from bot.domain.posts.schedule import Cadence, Schedule
from bot.errors import BadQueryError, NotFoundError
from bot.slack.in_memory.local_slack import CHANNEL
from bot.slack.messages.subscription_form import FormSubject, build_form, read_form, read_subject
from bot.store.audit import list_audit
from tests.channel_room import LATER, NOW, Room, open_room
from tests.corpus import ITEMS, make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


FOLLOW = "Follow this search…"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def test_follow_opens_a_form_that_subscribes(room: Room) -> None:
    """Follow under an answer opens the form with what was asked, and its Save subscribes the channel."""
    room.ingest(make_briefing())
    room.command("/policy topic:energy")
    assert "topic:energy" in room.press(FOLLOW)
    said = room.submit(How_often="Every Monday", Time_of_day="08:30", Time_zone="Europe/Berlin", Quiet_days="Weekends")
    assert "D1 is set up: topic Energy, every Monday at 08:30 (Europe/Berlin), quiet: weekends" in said
    rule = room.rule()
    assert (rule.filter, rule.channel) == ("topic:energy", CHANNEL)
    assert rule.schedule == Schedule(
        cadence=Cadence.WEEKLY, days=(0,), at=dt.time(8, 30), zone="Europe/Berlin", quiet=Quiet(weekends=True)
    )
    room.tick()
    assert room.posts()[0].startswith("@U0ADMIN set up D1: every Monday at 08:30")


def test_a_summary_is_promised_where_one_comes(room: Room) -> None:
    """What a rule leaves out as its channel had it is in no promise; what the answer announces is what is posted."""

    def subscribe(text: str) -> tuple[str, list[str]]:
        before = len(room.posts())
        said = room.command(f"/digest subscribe {text}")
        for _ in range(3):
            room.tick(room.clock.at + dt.timedelta(minutes=1))
        notice, *summaries = room.posts()[before:]
        assert "It starts with what matches in the latest briefing and this channel has not had" in notice
        return said, summaries

    room.ingest(make_briefing())
    room.tick(LATER)
    said, summaries = subscribe("topic:robotics")
    assert "1 of 3 items match. A summary of it follows." in said
    assert len(summaries) == 2  # with its thread
    said, summaries = subscribe("topic:robotics every:daily")
    assert "1 of 3 items match; left out: left to D1 1. So no summary of it is posted." in said
    assert summaries == []
    said, summaries = subscribe("every:daily")
    assert "3 of 3 items match; left out: left to D1 1. A summary of the rest follows." in said
    assert "Left out 1: left to D1 1" in summaries[0]


def test_a_preview_leaves_out_what_another_rule_of_the_channel_brought(room: Room) -> None:
    """What D1 posted at 08:00 is in no preview of D2 at 09:00, which says so; reminders are counted beside."""
    room.command("/digest subscribe topic:energy every:daily at:08:00 tz:UTC remind:none")
    room.command("/digest subscribe company:BYD every:daily at:09:00 tz:UTC")
    room.tick()
    room.tick(NOW + dt.timedelta(minutes=1))
    room.ingest(make_briefing())
    for hours in (4, 5, 30):
        room.tick(NOW + dt.timedelta(hours=hours, minutes=1))
    said = room.command("/digest preview D2")
    assert "no post, what matches is left out: 1 item that D1 brought" in said
    assert "would bring this" not in said
    own = room.command("/digest preview D1")
    assert "1 post with" in own
    assert "Besides" not in own
    assert "No reminders of deadlines in that time." in room.command("/digest preview topic:robotics daily at 09:00")
    room.tick(dt.datetime(2024, 3, 14, 9, 1, tzinfo=dt.UTC))
    said = room.command("/digest preview topic:energy every:daily at:08:30 remind:14,7")
    assert "Besides 2 reminders of deadlines, about 0.2 a week." in said


def test_a_form_says_which_field_is_wrong(room: Room) -> None:
    """A filter or a zone that cannot be read is named beside its field, and nothing is stored."""
    room.ingest(make_briefing())
    room.command("/policy topic:energy")
    room.press(FOLLOW)
    with pytest.raises(NotFoundError, match=r"'filter': .*no topic"):
        room.submit(What_to_follow="topic:nonsense")
    with pytest.raises(NotFoundError, match=r"'other_zone': .*no time zone"):
        room.submit(Another_zone="Mars/Base")
    with pytest.raises(NotFoundError, match=r"'filter': .*not a key"):
        room.submit(What_to_follow="colour:red")
    for schedule, said in (("topic:energy daily", "holds a schedule"), ("weekly report", "a schedule or a word")):
        with pytest.raises(NotFoundError, match=rf"'filter': .*{said}"):
            room.submit(What_to_follow=schedule)
    with pytest.raises(NotFoundError, match=r"'quiet_to': 'Quiet hours have two ends"):
        room.submit(Quiet_from="20:00")
    with pytest.raises(NotFoundError, match=r"'quiet_from': 'Quiet hours have two ends"):
        room.submit(Quiet_until="07:00")
    with pytest.raises(NotFoundError, match=r"'at': '21:00 lies in the quiet hours"):
        room.submit(How_often="Every day", Time_of_day="21:00", Quiet_from="20:00", Quiet_until="07:00")
    assert "follows nothing yet" in room.command("/digest")


def test_change_edits_in_the_same_form(room: Room) -> None:
    """Change shows the rule as it stands; what is saved is in force once its line has landed in the channel."""
    room.ingest(make_briefing())
    room.command("/digest subscribe topic:energy remind:14,1")
    room.tick()
    room.command("/digest")
    assert "14 days before" in room.press("Change")
    said = room.submit(How_often="Every day", What_to_follow="topic:robotics")
    assert "D1 will change: topic Robotics and humanoids, every day at 09:00 (UTC)" in said or "D1 will change" in said
    assert room.rule().cadence is Cadence.IMMEDIATE
    assert "about to become" in room.command("/digest")
    room.tick()
    assert "changed D1: from now on" in room.posts()[-1]
    assert room.rule().cadence is Cadence.DAILY
    assert room.rule().schedule.remind == (14, 1)


def test_pause_resume_and_end_by_button(room: Room) -> None:
    """Each leaves one line in the channel."""
    room.ingest(make_briefing())
    room.command("/digest subscribe topic:energy")
    room.tick()
    room.command("/digest")
    assert "D1 is paused" in room.press("Pause")
    room.command("/digest")
    assert "D1 goes on" in room.press("Resume")
    room.command("/digest")
    assert "D1 has ended" in room.press("End")
    room.tick()
    lines = [post for post in room.posts() if post.startswith("@U0ADMIN ")]
    assert [line.split(".")[0] for line in lines[1:]] == [
        f"@U0ADMIN {verb} D1" for verb in ("paused", "resumed", "ended")
    ]


def test_why_these_and_what_was_left_out(room: Room) -> None:
    """Why these? names the rule and what matched in each item; See them privately lists the rest and why."""
    room.ingest(make_briefing())
    room.command("/digest subscribe grid batteries")
    room.tick()
    room.tick(LATER)
    room.look()
    why = room.press("Why these?")
    assert "Rule D1: “grid”, “batteries”, immediate; set up by @U0ADMIN." in why
    assert "“grid”" in why.split("\n", 1)[1]
    room.look()
    left = room.press("See them privately")
    assert "Left out by D1" in left
    assert "2 items" in left
    assert "service robots" in left or "Headline 2" in left
    assert "BYD says that a new cell plant runs." in left


def test_the_posts_of_a_rule_that_has_ended_are_explained_still(room: Room) -> None:
    """Why these? and what was left out are told of what stands; what would change the rule says that it has ended."""
    room.ingest(make_briefing())
    room.command("/digest subscribe grid batteries weekly at 09:00 tz:UTC")
    room.tick()
    room.tick(LATER)
    room.command("/digest unsubscribe D1")
    room.tick(LATER + dt.timedelta(minutes=5))
    room.look()
    why = room.press("Why these?")
    assert "set up by @U0ADMIN. It has ended." in why
    assert "/digest preview" not in why
    room.look()
    assert "2 items" in room.press("See them privately")
    for button in ("Pause", "Change"):
        room.look()
        said = room.press(button)
        assert "D1 has ended: it posts no more." in said
        assert "/digest subscribe grid batteries every:weekly at:09:00 tz:UTC makes it anew." in said


def test_a_slot_of_several_briefings_is_explained_too(room: Room) -> None:
    """The buttons of a weekly digest speak of all the briefings that it was made of."""
    room.ingest(make_briefing())
    room.command("/digest subscribe topic:robotics weekly at 09:00")
    room.tick()
    room.tick(LATER)
    for day in (6, 7):
        number = make_policy_item(2, f"Robots get a register, {day}.", topic="robotics")
        room.ingest(make_briefing(dt.date(2024, 3, day), sha256=str(day), items=(ITEMS[0], number)))
    room.tick(dt.datetime(2024, 3, 11, 9, 0, tzinfo=dt.UTC))
    room.look()
    assert room.press("Why these?").count("topic Robotics") >= 2
    room.look()
    left = room.press("See them privately")
    assert "5 items" in left
    assert "Already had: summary B1v1 · 1" in left


def test_what_came_while_it_was_paused_was_not_left_out_by_a_digest(room: Room) -> None:
    """As many are listed as the digest says."""
    room.command("/digest subscribe topic:robotics weekly at 09:00 tz:UTC")
    room.tick()
    room.tick(LATER)
    room.command("/digest pause D1")
    for day in (6, 7):
        number = make_policy_item(2, f"Robots get a register, {day}.", topic="robotics")
        room.ingest(make_briefing(dt.date(2024, 3, day), sha256=str(day), items=(ITEMS[0], number)))
        room.command("/digest resume D1")
        room.tick(room.clock.at + dt.timedelta(minutes=20))
    room.tick(dt.datetime(2024, 3, 11, 9, 0, 30, tzinfo=dt.UTC))
    assert "Left out 1: other topics 1" in room.summaries()[-1]
    room.look()
    assert "1 item\n" in room.press("See them privately")


def test_nothing_left_out_and_posts_not_on_record(room: Room) -> None:
    """A digest that left nothing out has no such button; a post that is not ours is refused in a line."""
    room.ingest(make_briefing())
    room.command("/digest subscribe")
    room.tick()
    room.tick(LATER)
    room.look()
    with pytest.raises(NotFoundError, match="no button"):
        room.press("See them privately")
    screen = room.app.workspace.look()
    payload = {**room.app.workspace.list_posts()[1], "ts": "1.000001"}
    room.app.workspace.show(type(screen)(kind="in_channel", payload=payload, channel=CHANNEL, user=screen.user))
    assert "not on record" in room.press("Why these?")


def test_a_reminder_is_taken_on_by_button(room: Room) -> None:
    """Take it on changes the reminder and later digests, and is audited; Not for us takes it back."""
    room.ingest(make_briefing())
    room.command("/digest subscribe deadlines daily")
    room.tick()
    room.tick(dt.datetime(2024, 3, 13, 9, 0, tzinfo=dt.UTC))
    room.look("7 days left: comment on Headline 1")
    assert "Taken on by @U0ADMIN, 13 Mar 2024" in room.press("Take it on")
    room.tick()
    assert any("Taken on by @U0ADMIN" in post for post in room.posts())
    room.tick(dt.datetime(2024, 3, 14, 9, 0, tzinfo=dt.UTC))
    assert "taken on by @U0ADMIN" in room.summaries()[-1]
    assert "taken on by @U0ADMIN" in room.command("/digest status")
    room.look("7 days left")
    assert "Not for us, said @U0ADMIN" in room.press("Not for us")
    with room.app.store.read() as db:
        rows = [row.action for row in list_audit(db, "P1")]
    assert rows == ["deadline taken", "deadline declined"]


def test_a_stale_reminder_button(room: Room) -> None:
    """A button of a reminder that this place never got is refused in a line."""
    room.ingest(make_briefing())
    room.command("/digest subscribe")
    room.tick()
    screen = room.app.workspace.look()
    for value, said in (("P9|comments_close|2024-03-20", "not on record here"), ("x", "older version")):
        element: dict[str, Any] = {"type": "button", "action_id": "deadline.take", "value": value}
        element |= {"text": {"type": "plain_text", "text": "Take it on"}}
        payload: dict[str, Any] = {"text": "", "blocks": [{"type": "actions", "elements": [element]}]}
        room.app.workspace.show(type(screen)(kind="in_channel", payload=payload, channel=CHANNEL, user=screen.user))
        assert said in room.press("Take it on")


def test_a_button_of_a_policy_that_was_merged(room: Room) -> None:
    """A reminder that was posted before its policy was merged into another is answered as the other's."""
    closing = make_policy_item(2, "The ministry opens rules on cells for comment.", closes_on=dt.date(2024, 3, 20))
    room.ingest(make_briefing(items=(make_policy_item(1, "The ministry sets out a scheme for robots."), closing)))
    room.command("/digest subscribe")
    room.tick()
    room.tick(dt.datetime(2024, 3, 13, 9, 0, tzinfo=dt.UTC))
    room.command("/ingest merge P1 P2")
    room.look("7 days left: comment on Headline 2 (P2)")
    said = room.press("Not for us")
    assert said.startswith("7 days left: comment on Headline 2 (P1)")
    assert "Not for us, said @U0ADMIN" in said


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(),
        Schedule(cadence=Cadence.WEEKLY, days=(0, 3), at=dt.time(7), zone="Africa/Nairobi", remind=(14, 7, 1)),
        Schedule(cadence=Cadence.MONTHLY, quiet=Quiet(start=dt.time(20), end=dt.time(7), holidays=True), remind=()),
        Schedule(cadence=Cadence.DAILY, quiet=Quiet(weekends=True)),
    ],
)
def test_a_form_reads_back_as_it_was_filled(schedule: Schedule) -> None:
    """What the form shows of a rule is what it reads when nothing is touched."""
    form = build_form(FormSubject(rule="D3", channel="C1"), filter_text="topic:ai", schedule=schedule, to_me=False)
    names = {"initial_option": "selected_option", "initial_options": "selected_options", "initial_value": "value"}
    names |= {"initial_time": "selected_time"}
    values = {
        block["block_id"]: {
            block["block_id"]: {names[key]: held for key, held in block["element"].items() if key in names}
        }
        for block in form["blocks"]
        if block["type"] == "input"
    }
    view = {"private_metadata": form["private_metadata"], "state": {"values": values}}
    assert read_subject(view) == FormSubject(rule="D3", channel="C1")
    filled = read_form(view)
    assert filled.filter == "topic:ai"
    quiet = {"": "", "weekends": " quiet:weekends"}
    if schedule == Schedule():
        assert filled.schedule == "every:immediate tz:UTC remind:7"
    if schedule.cadence is Cadence.WEEKLY:
        assert filled.schedule == "every:mon,thu at:07:00 tz:Africa/Nairobi remind:14,7,1"
    if schedule.cadence is Cadence.MONTHLY:
        assert filled.schedule == "every:monthly at:09:00 tz:UTC quiet:20:00-07:00,holidays remind:none"
    if schedule.cadence is Cadence.DAILY:
        assert filled.schedule == f"every:daily at:09:00 tz:UTC{quiet['weekends']} remind:7"


@pytest.mark.parametrize("private", ["", "[", "{}", '["D3"]', "[3, 4]"])
def test_a_form_of_an_older_version(private: str) -> None:
    """A window whose subject cannot be read is refused; one without the field for reminders leaves them alone."""
    with pytest.raises(BadQueryError, match="older version"):
        read_subject({"private_metadata": private})
    assert "remind" not in read_form({"state": {"values": {}}}).schedule
