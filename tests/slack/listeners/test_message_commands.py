"""Commands in mentions and direct messages: what a slash command takes, for whom it takes it, once, and in private."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.access.gatekeeper import DENIED
from bot.cli.text import render_message
from bot.errors import NotFoundError
from bot.slack.calls.identity import Identity
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM, SlackRefusal
from bot.slack.transport.catching import build_catch_up
from bot.slack.transport.deliveries import Deliveries
from bot.store.inbox import Question
from tests.access_room import PERSONS, AccessRoom
from tests.room import NOW
from tests.slack.listeners.interaction_room import Office

MEMBER = "U1MEMBER"
DIRECT = f"D{ADMIN[1:]}"


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
def test_a_message_takes_what_a_slash_command_takes(office: Office, text: str, shown: str, *, direct: bool) -> None:
    """The answer is for the asker alone: in their direct messages, or shown to nobody else in the channel."""
    screen = office.say(text, direct=direct)
    assert screen.kind == ("in_channel" if direct else "ephemeral")
    assert shown.casefold() in render_message(screen.payload).casefold()
    assert not [post for post in office.workspace.list_posts(CHANNEL) if post.get("bot_id")]


def test_what_cannot_be_undone_is_done_by_a_second_word(office: Office) -> None:
    """The answer asks, and its button does it, for who may alone."""
    assert "Undo B1?" in office.write("ingest undo B1", direct=True)
    screen = office.workspace.screen
    assert screen is not None
    office.workspace.show(replace(screen, user=MEMBER))
    assert "Only admins" in render_message(office.workspace.press("Undo").payload)
    office.workspace.show(screen)
    assert "B1 was undone" in render_message(office.workspace.press("Undo").payload)


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
        team = "T0OTHER" if person == "another workspace's" else TEAM
        event = {"type": "app_mention", "channel": channel, "ts": "1700000000.000100", "text": text}
        event |= {"type": "message", "channel_type": "im"} if channel == "D1" else {}
        event["ts"] = f"{room.app.services.clock.now().timestamp():.6f}"
        event |= {"user": user} if user else {}
        grant = {"enterprise_id": None, "team_id": team, "user_id": BOT_USER, "is_bot": True}
        body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event, "authorizations": [grant]}
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


def test_a_message_brought_again_or_edited_has_one_effect(office: Office) -> None:
    """Known by where it stands: a replay, the same as another event, and its edit change nothing more."""
    ts, text = f"{NOW.timestamp():.6f}", "policy list save us = topic:robotics"
    event = {"type": "message", "channel": DIRECT, "channel_type": "im", "user": ADMIN, "ts": ts, "text": text}
    office.workspace.slack.open_direct(ADMIN)
    for _ in range(3):
        office.send(event)
    office.send({**event, "edited": {"user": ADMIN, "ts": "2.0"}, "text": f"{text} and more"})
    office.send({**event, "subtype": "message_changed", "message": {**event, "text": f"{text} and more"}})
    assert office.count("named_lists") == 1
    answers = [post for post in office.workspace.list_posts(DIRECT) if post.get("bot_id")]
    assert len(answers) == 1


def test_what_was_done_is_not_done_again_for_its_answer(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    """Slack does not take the answer now: the list is there, and no later try saves it again."""
    office.workspace.slack.open_direct(ADMIN)
    real = office.workspace.slack.add_post

    def refuse(*_: Any) -> Any:
        raise SlackRefusal("ratelimited")

    office.workspace.slack.add_post = refuse  # type: ignore[assignment, method-assign]  # Slack is busy
    with pytest.raises(NotFoundError):
        office.write("policy list save us = topic:robotics", direct=True)
    office.workspace.slack.add_post = real  # type: ignore[method-assign]
    assert office.count("named_lists") == 1
    assert office.app.services.inbox.list_questions(TEAM, "heard", due_by=NOW + dt.timedelta(days=1)) == []
    assert "an answer did not arrive" in caplog.text


def test_a_message_that_waited_is_answered_as_the_command_too(office: Office) -> None:
    """One that was heard, but not answered before the program ended, is taken up by the catch-up, and once."""
    direct = office.workspace.slack.open_direct(ADMIN).id
    ts = f"{NOW.timestamp():.6f}"
    question = Question(workspace=TEAM, channel=direct, ts=ts, thread_ts=None, user=ADMIN, text="ingest hold B1")
    office.app.services.inbox.hear(question, now=NOW)
    office.clock.at += dt.timedelta(minutes=10)
    app = office.workspace._app
    assert app is not None
    services = office.app.services
    identity = Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)
    app.use(Deliveries(office.app.store, clock=office.clock))
    client = office.workspace.client
    catch_up = build_catch_up(app, services, identity, client=client, reader=client)
    catch_up.step(office.clock.at)
    catch_up.step(office.clock.at + dt.timedelta(minutes=10))
    answers = [str(post["text"]) for post in office.workspace.list_posts(direct) if post.get("bot_id")]
    assert len(answers) == 1
    assert answers[0].startswith("Read: Institute Watch, 2 items")


def test_a_message_in_the_name_of_another_is_no_question(office: Office) -> None:
    """The person of an event is who its authenticated envelope names."""
    event = {
        "type": "message",
        "channel": DIRECT,
        "channel_type": "im",
        "user": ADMIN,
        "ts": "5.0",
        "text": "ingest list",
    }
    grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    office.workspace.slack.open_direct(ADMIN)
    office.workspace.send(
        {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": "Ev1",
            "user": MEMBER,
            "event": event,
            "authorizations": [grant],
        }
    )
    assert office.workspace.list_posts(DIRECT) == []
