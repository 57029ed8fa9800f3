"""Following by button and form, and the buttons under what is posted, through the whole program in memory."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from bot.model.subscription import Cadence, Schedule
from bot.slack.in_memory.local_slack import CHANNEL
from tests.channel_room import LATER, Room, open_room
from tests.corpus import make_briefing


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        room.ingest(make_briefing())
        yield room


def test_follow_opens_a_form_that_subscribes(room: Room) -> None:
    """Follow under an answer opens the form with what was asked, and its Save subscribes the channel."""
    assert "topic:energy" in room.command("/policy topic:energy", "Follow")
    assert "Time zone" in room.press("More options")
    said = room.submit(How_often="Every Monday", Time_of_day="08:30", Time_zone="Europe/Berlin", Quiet_days="Weekends")
    assert "summary of what's new: topic Energy · every Monday at 08:30 (Europe/Berlin), quiet: weeke" in said
    assert "This channel now gets" in room.press("Subscribe")
    rule = room.rule()
    assert (rule.filter, rule.channel) == ("topic:energy", CHANNEL)
    assert rule.schedule == Schedule(every="weekly", at=dt.time(8, 30), zone="Europe/Berlin", quiet="weekends")
    room.tick()
    assert room.posts()[0].startswith("@U0ADMIN set this up: this channel now gets a summary of what's new: topic En")


def test_a_form_says_what_is_wrong_with_it(room: Room) -> None:
    """What cannot be read or does not fit is said, and nothing is stored."""
    room.command("/policy topic:energy", "Follow", "More options")
    for typed, said in (
        ({"What": "topic:nonsense"}, "no topic"),
        ({"What": "topic:energy", "Time_zone": "Mars/Base"}, "no time zone"),
        ({"What": "colour:red", "Time_zone": "UTC"}, "not a key"),
        ({"What": "topic:energy daily"}, "holds a schedule"),
        ({"What": "topic:energy", "Quiet_hours": "20:00"}, "20:00"),
        ({"How_often": "Every day", "Time_of_day": "21:00", "Quiet_hours": "20:00-07:00"}, "lies in the quiet hours"),
    ):
        with pytest.raises(NotFoundError, match=said):
            room.submit(**typed)
    assert "follows nothing yet" in room.command("/digest")


def test_change_edits_in_the_same_form(room: Room) -> None:
    """Change shows the rule as it stands; what is saved is in force at once, and the channel gets a line."""
    room.subscribe("topic:energy remind:14,1")
    room.tick()
    assert "topic:energy" in room.command("/digest", "Change")
    assert "14 days before" in room.press("More options")
    said = room.submit(How_often="Every day", What="topic:robotics")
    assert "From now on this channel gets a summary of what's new: topic Robotics" in said
    room.tick()
    assert "changed D1: from now on" in room.posts()[-1]
    assert room.rule().cadence is Cadence.DAILY
    assert room.rule().schedule.remind == (14, 1)


def test_pause_resume_and_end_by_button(room: Room) -> None:
    """Each leaves one line in the channel."""
    room.subscribe("topic:energy")
    room.tick()
    for button, said in (("Pause", "D1 is paused"), ("Resume", "D1 is on again"), ("Unsubscribe", "End D1?")):
        assert said in room.command("/digest", button)
    assert "D1 has ended" in room.press("Unsubscribe")
    room.tick()
    lines = [post for post in room.posts() if post.startswith("@U0ADMIN ")]
    assert [line.split(".")[0] for line in lines[1:]] == [
        f"@U0ADMIN {verb} D1" for verb in ("paused", "resumed", "ended")
    ]


def test_why_these_and_what_was_left_out(room: Room) -> None:
    """Why these names the rule and what matched in each item; Left out lists the rest and why."""
    room.subscribe("grid batteries")
    room.tick()
    room.tick(LATER)
    room.look()
    why = room.press("Why these")
    assert "D1 follows “grid”, “batteries”, immediate. Set up by @U0ADMIN." in why
    assert "“grid”" in why.split("\n", 1)[1]
    room.look()
    left = room.press("Left out (2)")
    assert "Left out by D1" in left
    assert "2 items" in left
    assert "BYD says that a new cell plant runs: company news, not “grid”, “batteries” · I3" in left
    room.look()
    assert "What is wrong?: Headline 1 · P1" in room.press("Report a mistake")


def test_a_card_reminds_whoever_presses(room: Room) -> None:
    """Remind me follows the one policy in private, and says when it reminds; pressed again it is the same."""
    room.ingest(make_briefing())
    for _ in range(2):
        said = room.command("/policy P1", "Remind me")
        assert "I'll remind you 7 days before each deadline of P1, and of what changes. (D1)" in said
    rule = room.rule()
    assert (rule.filter, rule.channel) == ("policy:P1", "U0ADMIN")


def test_a_question_becomes_conditions(room: Room) -> None:
    """What a search would understand is followed and said; days counted from asking count from each digest."""
    said = room.command("/digest subscribe drafts closing this month weekly")
    assert "status: open for comment, deadlines “this month”, counted when it posts · every Monday" in said
    with pytest.raises(NotFoundError):
        room.rule()
    room.press("Subscribe")
    room.subscribe("what did MIIT issue on robots?")
    room.subscribe("everything except drafts")
    assert [room.rule(number).filter for number in (1, 2, 3)] == [
        "status:draft_for_comment due:this month",
        "robots ministry:MIIT",
        "-status:draft_for_comment,comment_closed",
    ]
    assert "Following: issued by MIIT." in room.command("/digest preview what did MIIT issue?")
    assert "All is well" in room.command("/digest status")


@pytest.mark.parametrize(
    "text",
    ["pause", "pause P3", "preview P3", "subscribe at:06:30 quiet:22:00-07:00", "subscribe to:C2", "change D1"],
)
def test_what_cannot_be_done_is_refused_with_what_to_do(room: Room, text: str) -> None:
    """In two lines, and nothing is set up."""
    said = room.command(f"/digest {text}").splitlines()
    assert said[0].startswith("⚠ ")
    assert said[1]
