"""Messages that would change something and are not from whom they seem, or not to be obeyed: none has an effect."""

from pathlib import Path
from typing import Any

import pytest

from bot.slack.actions import MORE, Ask, format_ask
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, REPLIES
from tests.access_room import OPENED, PERSONS, AccessRoom
from tests.channel_room import DIRECT, Room
from tests.fake_slack.requests import build_event, build_press
from tests.room import NOW
from tests.slack import test_licences_on_surfaces as surfaces

CHANGING = ("ingest undo B1", "policy list save us = topic:robotics", "digest pause D1", "policy robots export:md")
OF_MEMBERS = frozenset(CHANGING) - {"ingest undo B1", "digest pause D1"}
"""What members do by a message wherever they write; a rule that an admin looks after is none of theirs."""
TABLES = ("named_lists", "subscriptions", "posts", "answers")
TS = f"{NOW.timestamp():.6f}"
TO_BOT = {"type": "message", "channel": DIRECT, "channel_type": "im", "user": ADMIN, "ts": TS}
MENTION = {"type": "app_mention", "channel": CHANNEL, "user": ADMIN, "ts": TS}


@pytest.mark.no_cover
@pytest.mark.parametrize("user", [surfaces.GUEST, surfaces.PARTNER, surfaces.MEMBER])
@pytest.mark.parametrize("channel", [CHANNEL, OPENED, "D1"])
@pytest.mark.parametrize("text", CHANGING)
def test_who_may_only_read_changes_nothing_by_a_message(tmp_path: Path, user: str, channel: str, text: str) -> None:
    """Guests where guests may read, and partners in a channel that is open to them; members do, where they may."""
    room = surfaces.Surfaces(tmp_path)
    with room.app:
        room.ask("/digest subscribe topic:energy", "Subscribe", user=ADMIN)
        place = TO_BOT if channel == "D1" else MENTION
        said = {"channel": channel, "ts": f"{surfaces.NOW.timestamp():.6f}", "user": user}
        before = count(room.app.store)
        room.workspace.send(build_event({**place, **said, "text": f"<@{BOT_USER}> {text}"}, event_id="Ev1"))
        changed = count(room.app.store) != before or bool(room.workspace.slack.uploads)
        assert changed is (user == surfaces.MEMBER and text in OF_MEMBERS)


def count(store: Any) -> list[int]:
    """Return how many rows there are of what a message may make or change."""
    with store.read() as db:
        active = db.execute("SELECT count(*) FROM briefings WHERE active").fetchone()[0]
        paused = db.execute("SELECT count(*) FROM subscriptions WHERE state = 'paused'").fetchone()[0]
        return [active, paused, *(len(list(db.table(table).rows)) for table in TABLES)]


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "mark",
    [
        *({"bot_id": "B0OTHER"}, {"app_id": "A0OTHER"}, {"bot_profile": {"app_id": "A0OTHER"}}),
        *({"user": "USLACKBOT"}, {"edited": {"user": ADMIN, "ts": "2.0"}}),
        *({"subtype": "bot_message"}, {"subtype": "message_changed"}),
    ],
    ids=str,
)
@pytest.mark.parametrize("text", CHANGING[:3])
def test_what_a_person_did_not_write_now_is_not_obeyed(office: Room, mark: dict[str, Any], text: str) -> None:
    """Posts of apps in anybody's name, Slackbot's reminders, workflows, and edits: no effect and no answer."""
    office.workspace.slack.open_direct(ADMIN)
    before = count(office.app.store)
    for place in (TO_BOT, MENTION):
        office.send({**place, "text": text, **mark})
    assert count(office.app.store) == before
    assert [post for each in (CHANNEL, DIRECT) for post in office.posts(channel=each)] == []


def test_a_message_in_the_name_of_another_is_no_question(office: Room) -> None:
    """The person of an event is who its authenticated envelope names."""
    office.workspace.slack.open_direct(ADMIN)
    office.workspace.send({**build_event({**TO_BOT, "text": "ingest list"}, event_id="Ev1"), "user": "U1MEMBER"})
    assert office.posts(channel=DIRECT) == []


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("", {"attachments": [{"is_share": True, "text": "ingest undo B1"}]}),
        ("look", {"attachments": [{"is_msg_unfurl": True, "text": "ingest undo B1"}]}),
        ("&gt; ingest undo B1", {}),
        ("they wrote: ingest undo B1", {}),
        ("", {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "ingest undo B1"}}]}),
    ],
    ids=["forwarded", "quoted message", "quoted", "told", "blocks alone"],
)
def test_what_somebody_passes_on_is_no_command(office: Room, text: str, extra: dict[str, Any]) -> None:
    """What is forwarded, quoted or told is words at most."""
    office.workspace.slack.open_direct(ADMIN)
    before = count(office.app.store)
    office.send({**TO_BOT, "text": text, **extra})
    assert count(office.app.store) == before


SAVE = "policy list save us = topic:robotics"


@pytest.mark.parametrize(
    ("place", "again"),
    [
        (
            {**MENTION, "thread_ts": "5.000001", "text": f"<@{BOT_USER}> {SAVE}"},
            ({"type": "message", "subtype": "thread_broadcast"}, {}),
        ),
        (
            {**TO_BOT, "text": SAVE},
            (
                *({}, {}, {"edited": {"user": ADMIN, "ts": "2.0"}, "text": f"{SAVE} and more"}),
                {"subtype": "message_changed", "message": {**TO_BOT, "text": f"{SAVE} and more"}},
            ),
        ),
    ],
    ids=["sent to the channel too", "brought again and edited"],
)
def test_what_comes_more_than_once_has_one_effect(office: Room, place: Any, again: Any) -> None:
    """Known by where it stands: a replay, the same as another event, a broadcast of a reply, and an edit."""
    office.workspace.slack.open_direct(ADMIN)
    office.workspace.slack.open_channel(CHANNEL)
    for change in ({}, *again):
        office.send({**place, **change})
    assert office.count("named_lists") == 1
    assert len(office.answers(DIRECT)) + len(office.workspace.slack.ephemerals) == 1
    assert office.posts() == []


@pytest.mark.parametrize("person", ["member", "guest", "external, opened"])
def test_nobody_turns_what_a_channel_sees(tmp_path: Path, person: str) -> None:
    """Whoever presses gets the page for themselves: a channel's message is not theirs to change."""
    with AccessRoom(tmp_path, guests_read=True) as room:
        user, facts = PERSONS[person]
        pressed = {"type": "button", "action_id": MORE, "value": format_ask(Ask(command="policy", text=""))}
        body = build_press(pressed, response_url=f"{REPLIES}{user}/{OPENED}", user=user, channel=OPENED)
        body["user"]["team_id"] = facts.get("team_id", body["user"]["team_id"])
        body["container"]["is_ephemeral"] = False
        room.send(body)
        screen = room.workspace.screen
        assert screen is not None
        assert screen.payload["replace_original"] is False
