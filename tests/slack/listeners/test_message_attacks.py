"""Messages that would change something and are not from whom they seem, or not to be obeyed: none has an effect."""

from pathlib import Path
from typing import Any

import pytest

from bot.slack.actions import MORE, Ask, format_ask
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM
from tests.access_room import OPENED, PERSONS, AccessRoom
from tests.room import NOW
from tests.slack.listeners.interaction_room import Office
from tests.slack.test_licences_on_surfaces import GUEST, MEMBER, PARTNER, Surfaces
from tests.slack.test_licences_on_surfaces import NOW as SURFACES_NOW

CHANGING = (
    "ingest undo B1",
    "policy list save us = topic:robotics",
    "digest pause D1",
    "policy robots export:md",
)
OF_MEMBERS = frozenset(CHANGING) - {"ingest undo B1", "digest pause D1"}
"""What members do by a message wherever they write; a rule that an admin looks after is none of theirs."""
TABLES = ("named_lists", "subscriptions", "posts", "answers")


@pytest.mark.no_cover
@pytest.mark.parametrize("user", [GUEST, PARTNER, MEMBER])
@pytest.mark.parametrize("channel", [CHANNEL, OPENED, "D1"])
@pytest.mark.parametrize("text", CHANGING)
def test_who_may_only_read_changes_nothing_by_a_message(tmp_path: Path, user: str, channel: str, text: str) -> None:
    """Guests where guests may read, and partners in a channel that is open to them; members do, where they may."""
    room = Surfaces(tmp_path)
    with room.app:
        room.ask("/digest subscribe topic:energy", "Subscribe", user=ADMIN)
        place = {"type": "message", "channel_type": "im"} if channel == "D1" else {"type": "app_mention"}
        event = {**place, "channel": channel, "ts": f"{SURFACES_NOW.timestamp():.6f}", "user": user}
        before = count(room.app.store)
        send(room.workspace, {**event, "text": f"<@{BOT_USER}> {text}"})
        changed = count(room.app.store) != before or bool(room.workspace.slack.uploads)
        assert changed is (user == MEMBER and text in OF_MEMBERS)


def send(workspace: LocalWorkspace, event: dict[str, Any]) -> None:
    """Bring an event as Slack does."""
    grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event, "authorizations": [grant]}
    workspace.send(body)


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
        {"bot_id": "B0OTHER"},
        {"app_id": "A0OTHER"},
        {"bot_profile": {"app_id": "A0OTHER"}},
        {"user": "USLACKBOT"},
        {"edited": {"user": ADMIN, "ts": "2.0"}},
        {"subtype": "bot_message"},
        {"subtype": "message_changed"},
    ],
    ids=str,
)
@pytest.mark.parametrize("text", CHANGING[:3])
def test_what_a_person_did_not_write_now_is_not_obeyed(office: Office, mark: dict[str, Any], text: str) -> None:
    """Posts of apps in anybody's name, Slackbot's reminders, workflows, and edits: no effect and no answer."""
    office.workspace.slack.open_direct(ADMIN)
    before = count(office.app.store)
    for place in ({"type": "message", "channel": f"D{ADMIN[1:]}"}, {"type": "app_mention", "channel": CHANNEL}):
        office.send({**place, "user": ADMIN, "ts": f"{NOW.timestamp():.6f}", "text": text, **mark})
    assert count(office.app.store) == before
    assert [post for each in (CHANNEL, f"D{ADMIN[1:]}") for post in office.workspace.list_posts(each)] == []


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
def test_what_somebody_passes_on_is_no_command(office: Office, text: str, extra: dict[str, Any]) -> None:
    """What is forwarded, quoted or told is words at most."""
    office.workspace.slack.open_direct(ADMIN)
    ts = f"{NOW.timestamp():.6f}"
    before = count(office.app.store)
    office.send({"type": "message", "channel": f"D{ADMIN[1:]}", "user": ADMIN, "ts": ts, "text": text, **extra})
    assert count(office.app.store) == before


def test_a_reply_that_is_sent_to_the_channel_too_has_one_effect(office: Office) -> None:
    """Slack tells of it twice: as the mention, and as a broadcast; the catch-up finds it once more."""
    office.workspace.slack.open_channel(CHANNEL)
    event = {"user": ADMIN, "channel": CHANNEL, "ts": f"{NOW.timestamp():.6f}", "thread_ts": "5.000001"}
    event |= {"text": f"<@{BOT_USER}> policy list save us = topic:robotics"}
    office.send({**event, "type": "app_mention"})
    office.send({**event, "type": "message", "subtype": "thread_broadcast"})
    office.send({**event, "type": "app_mention"})
    assert office.count("named_lists") == 1
    (shown,) = office.workspace.slack.ephemerals
    assert shown["user"] == ADMIN
    assert office.workspace.list_posts(CHANNEL) == []


@pytest.mark.parametrize(("person", "turns"), [("member", True), ("guest", False), ("external, opened", False)])
def test_only_who_may_share_turns_what_a_channel_sees(tmp_path: Path, person: str, *, turns: bool) -> None:
    """Others get the page for themselves: a channel's message is not theirs to change."""
    with AccessRoom(tmp_path, guests_read=True) as room:
        user = PERSONS[person][0]
        address = "https://local/response/turned"
        room.workspace._reply_to[address] = (user, OPENED)
        pressed = {"type": "button", "action_id": MORE, "block_id": "b", "action_ts": "1.1"}
        pressed["value"] = format_ask(Ask(command="policy", text=""))
        room.send(
            {
                "type": "block_actions",
                "team": {"id": TEAM},
                "user": {"id": user, "team_id": "T9" if "external" in person else TEAM},
                "channel": {"id": OPENED},
                "container": {"type": "message", "channel_id": OPENED, "is_ephemeral": False},
                "response_url": address,
                "actions": [pressed],
            }
        )
        screen = room.workspace.screen
        assert screen is not None
        assert screen.payload["replace_original"] is turns
