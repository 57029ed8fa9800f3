"""Commands in mentions and direct messages: what a slash command takes, for whom it takes it, once, and in private."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from bot.access.gatekeeper import DENIED
from bot.cli.text import render_message
from bot.errors import NotFoundError
from bot.slack.in_memory.local import IDENTITY
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM, SlackRefusal
from bot.slack.transport.catching import CatchUp
from bot.slack.transport.deliveries import Deliveries
from bot.store.intake import Question
from tests.access_room import ELSEWHERE, PERSONS, AccessRoom
from tests.channel_room import DIRECT, Room
from tests.fake_slack.history import HISTORY
from tests.fake_slack.requests import build_event
from tests.room import NOW


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ingest list", "1 ingest, newest first"),
        ("/ingest review", "Nimbus Gears"),
        ("ingest hold B1", "Institute Watch"),
        ("ingest undo B1", "Undo B1?"),
        ("ingest", "Press the button to open the form"),
        ("ingest nonsense", "/ingest can't do"),
        ("policy list save us = topic:robotics", "us"),
        ("digest subscribe topic:robotics", "would get"),
        ("digest status", "All is well"),
    ],
)
def test_a_message_takes_what_a_slash_command_takes(office: Room, text: str, shown: str, *, direct: bool) -> None:
    """The answer is for the asker alone: in their direct messages, or shown to nobody else in the channel."""
    screen = office.workspace.write(text) if direct else office.workspace.mention(text)
    assert screen.kind == ("in_channel" if direct else "ephemeral")
    assert shown.casefold() in render_message(screen.payload).casefold()
    assert office.answers() == []


def test_what_cannot_be_undone_is_done_by_a_second_word(office: Room) -> None:
    """The answer asks, and its button does it, for who may alone."""
    assert "Undo B1?" in office.write("ingest undo B1")
    screen = office.workspace.screen
    assert screen is not None
    office.show(to="U1MEMBER")
    assert "Only admins" in office.press("Undo")
    office.workspace.show(screen)
    assert "B1 was undone" in office.press("Undo")


@pytest.mark.no_cover
@pytest.mark.parametrize("person", PERSONS)
@pytest.mark.parametrize("channel", [CHANNEL, "D1"])
@pytest.mark.parametrize("text", ["<@U0BOT> ingest list", "policy list save us = robots"])
def test_nobody_reaches_by_message_what_their_command_would_not(
    tmp_path: Path, person: str, channel: str, text: str
) -> None:
    """Everybody but members, and of ``ingest`` but admins, is refused with a row, or named nobody at all."""
    with AccessRoom(tmp_path) as room:
        user = PERSONS[person][0]
        event = {"type": "app_mention", "channel": channel, "text": text, **({"user": user} if user else {})}
        event |= {"type": "message", "channel_type": "im"} if channel == "D1" else {}
        event["ts"] = f"{room.app.services.clock.now().timestamp():.6f}"
        body = build_event(event, event_id="Ev1")
        if person == "another workspace's":
            body["team_id"] = body["authorizations"][0]["team_id"] = ELSEWHERE
        before = len(room.list_rows())
        room.send(body)
        rows = room.list_rows()[before:]
        denied = [row for row in rows if row.action == DENIED]
        allowed = {"admin"} if "ingest" in text else {"admin", "member"}
        if person in {"nobody", "app"}:
            assert rows == []
        else:
            assert bool(denied) is (person not in allowed)
            assert all(row.actor == user for row in denied)
        with room.app.store.read() as db:
            held = db.execute("SELECT count(*) FROM named_lists").fetchone()[0]
        assert held == (1 if "save" in text and person in allowed else 0)


def test_what_was_done_is_not_done_again_for_its_answer(office: Room, caplog: pytest.LogCaptureFixture) -> None:
    """Slack does not take the answer now: the list is there, and no later try saves it again."""
    office.workspace.slack.open_direct(ADMIN)
    real = office.workspace.slack.add_post

    def refuse(*_: Any) -> Any:
        raise SlackRefusal("ratelimited")

    office.workspace.slack.add_post = refuse  # type: ignore[assignment, method-assign]  # Slack is busy
    with pytest.raises(NotFoundError):
        office.write("policy list save us = topic:robotics")
    office.workspace.slack.add_post = real  # type: ignore[method-assign]
    assert office.count("named_lists") == 1
    assert office.app.services.inbox.list_questions(TEAM, "heard", due_by=NOW + dt.timedelta(days=1)) == []
    assert "an answer did not arrive" in caplog.text


def test_a_message_that_waited_is_answered_as_the_command_too(office: Room) -> None:
    """One that was heard and not answered, and one that never came while the bot was off: each once, and no app's."""
    slack, held = office.workspace.slack, office.workspace.slack.open_direct(ADMIN)
    slack.methods |= HISTORY
    ts, lost = f"{NOW.timestamp():.6f}", f"{NOW.timestamp() + 9:.6f}"
    question = Question(workspace=TEAM, channel=DIRECT, ts=ts, thread_ts=None, user=ADMIN, text="ingest hold B1")
    office.app.services.inbox.hear(question, now=NOW)
    for user, mark in ((ADMIN, {}), ("U2", {"bot_id": "B2"})):
        held.posts.append({"type": "message", "user": user, "text": "ingest list", "ts": lost, **mark})
    office.workspace.app.use(Deliveries(office.app.store, clock=office.clock))
    for _ in range(2):
        office.clock.at += dt.timedelta(minutes=10)
        CatchUp(office.workspace.app, office.app.services, IDENTITY, office.workspace.client).step(office.clock.at)
    first, second = (str(answer["text"]) for answer in office.answers(DIRECT) if answer["user"] == BOT_USER)
    assert (first[:22], second[:9]) == ("Read: Institute Watch,", "1 ingest,")
