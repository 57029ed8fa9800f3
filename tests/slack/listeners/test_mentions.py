"""What people write to the bot: heard once, answered once, in its thread or beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.text import render_message
from bot.errors import NotFoundError
from bot.slack.calls.ids import is_direct
from bot.slack.in_memory.local_slack import BOT_ID, BOT_USER
from bot.slack.listeners.answering import answer_message
from bot.slack.listeners.mentions import read_question
from bot.store.inbox import Question
from tests import builders as b
from tests.slack.listeners.interaction_room import ADMIN, CHANNEL, DIRECT, TEAM, Room

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """A workspace whose answers are the samples."""
    return Room(tmp_path)


def ask_at(room: Room, age: dt.timedelta, *, text: str = "policy battery") -> Question:
    """Put a question of some age into the inbox, and give it."""
    ts = f"{(b.NOW - age).timestamp():.6f}"
    question = Question(workspace=TEAM, channel=CHANNEL, ts=ts, thread_ts=ts, user=ADMIN, text=text)
    assert room.services.inbox.hear(question, now=room.clock.now())
    return question


@pytest.mark.parametrize(
    ("text", "method", "shown"),
    [
        ("policy battery", "search", "2 results"),
        ("what did MIIT issue on batteries?", "search", "2 results"),
        ("Ministry MIIT", "get_ministry", "MIIT Ministry of Industry"),
        ("/company Huawei", "get_company", "Huawei"),
        ("briefing", "get_briefing", "B1 Harbour Notes"),
        ("P5", "get_policy", "P5 Safety rules"),
    ],
)
def test_a_mention_takes_what_a_command_takes(room: Room, text: str, method: str, shown: str) -> None:
    """A command's words without its slash, or plain words; answered in the thread of the mention."""
    room.person.mention(text)
    assert shown in room.show()
    assert room.lookup.asked[-1][0] == method
    mention, answer = room.workspace.list_posts(CHANNEL)
    assert answer["thread_ts"] == mention["ts"]
    labels = [e["text"]["text"] for block in answer["blocks"] if block["type"] == "actions" for e in block["elements"]]
    assert not {"Share", "More", "Back", "Edit"} & set(labels)


def test_a_mention_in_a_thread_is_answered_there(room: Room) -> None:
    """The thread is the one that it stands in."""
    room.person.mention("policy battery", thread_ts="5.000001")
    assert room.list_answers()[0]["thread_ts"] == "5.000001"


def test_direct_messages_need_no_mention(room: Room) -> None:
    """They are answered beside, not in a thread, and page in place."""
    room.lookup.answers["search"] = b.build_policy_list(total=30)
    room.person.write("battery")
    (answer,) = room.list_direct()
    assert "thread_ts" not in answer
    assert "/policy battery" in room.show()
    seen = room.workspace.press("More")
    assert seen.payload["replace_original"] is True
    assert "Share" not in room.show()


def test_the_rest_of_a_public_answer_is_for_one_person(room: Room) -> None:
    """An answer that all see is not turned; its next page is shown privately to whoever presses."""
    room.lookup.answers["search"] = b.build_policy_list(total=30)
    room.person.mention("policy battery")
    seen = room.workspace.press("More, only for me")
    assert seen.kind == "ephemeral"
    assert len(room.list_answers()) == 1
    assert room.lookup.asked[-1][2] == 2


def test_a_public_answer_is_edited_for_one_person(room: Room) -> None:
    """The form opens for whoever presses, and what it finds stands in its window; what all see stays as it is."""
    room.lookup.answers["search"] = replace(b.build_policy_list(), query_text="battery ministry:MIIT")
    room.person.mention("policy battery ministry:MIIT")
    before = room.list_answers()
    form = room.workspace.press("Edit, only for me")
    assert form.kind == "view"
    seen = room.workspace.submit({"words": {"words": {"value": "storage"}}})
    assert seen.kind == "view"
    assert [term.text for term in room.lookup.asked[-1][1].terms] == ["storage"]
    assert room.list_answers() == before


@pytest.mark.parametrize("text", ["", "help", "Help!", "?", "hello <@U0BOT|bot>\n"])
def test_who_says_nothing_is_helped(room: Room, text: str) -> None:
    """An empty mention and a plain request for help get the list of commands; words are searched."""
    room.person.mention(text)
    assert ("/policy" in room.show()) or room.lookup.asked


def test_thanks_are_answered_in_a_line(room: Room) -> None:
    """Nothing is looked up for them, and the channel is not told what is not held."""
    room.person.mention("thanks!")
    assert [answer["text"] for answer in room.list_answers()] == ["You are welcome."]
    assert not room.lookup.asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("policy since:nonsense", "nonsense"),
        ("ingest https://example.org/x.pdf", "Only admins of Gongbao can ingest"),
        ("digest pause", "D3"),
    ],
)
def test_what_is_refused_is_said(room: Room, text: str, said: str) -> None:
    """A question that cannot be read is answered by what to do about it."""
    room.person.mention(text)
    assert said in room.show()


def test_a_fault_of_ours_is_said_with_a_reference(room: Room) -> None:
    """The person hears that something went wrong, and nothing of what."""
    room.lookup.answers["search"] = RuntimeError("secret")
    room.person.mention("policy battery")
    assert "went wrong on our side" in room.show()
    assert "secret" not in room.show()


EVENT = {"type": "message", "channel": DIRECT, "ts": "5.000001", "user": "U0ANN", "text": "policy battery"}


@pytest.mark.parametrize(
    "change",
    [
        {"subtype": "message_changed"},
        {"bot_id": BOT_ID},
        {"bot_id": "B0OTHER"},
        {"app_id": "A0OTHER"},
        {"bot_profile": {"app_id": "A0OTHER"}},
        {"edited": {"user": "U0ANN", "ts": "6.1"}},
        {"files": [{"id": "F1"}]},
        {"user": BOT_USER},
        {"user": None},
        {"user": 7},
        {"ts": "now"},
        {"ts": None},
        {"channel": None},
        {"thread_ts": "x"},
        {"thread_ts": 5},
    ],
)
def test_what_is_no_question_is_left_alone(change: dict[str, Any]) -> None:
    """Edits, files, posts of apps, our own, and events that are not as Slack makes them."""
    assert read_question(EVENT, workspace=TEAM, bot_user=BOT_USER) is not None
    assert read_question({**EVENT, **change}, workspace=TEAM, bot_user=BOT_USER) is None


@pytest.mark.parametrize("subtype", ["thread_broadcast", "me_message"])
@pytest.mark.parametrize("kind", ["message", "app_mention"])
def test_all_ways_of_writing_are_heard(room: Room, kind: str, subtype: str) -> None:
    """A reply that is sent to the channel too, and what is written by /me, are answered as any message, once."""
    room.workspace.slack.open_direct(room.person.write("help").user)
    before = len(room.list_direct())
    place = {"channel": DIRECT, "channel_type": "im"} if kind == "message" else {"channel": CHANNEL}
    event = {**EVENT, **place, "type": kind, "subtype": subtype, "ts": f"{b.NOW.timestamp():.6f}", "user": ADMIN}
    for _ in range(2):
        room.workspace.send(room.person._build_event(event))
    assert len(room.list_direct()) + len(room.list_answers()) == before + 1
    assert room.lookup.asked[-1][0] == "search"


@pytest.mark.parametrize("channel", [CHANNEL, "G0GROUP"])
def test_what_is_said_to_others_is_not_heard(room: Room, channel: str) -> None:
    """A message in a channel that comes as such, and one of a kind we have no use for, are acknowledged, no more."""
    for event in ({**EVENT, "channel": channel}, {**EVENT, "subtype": "channel_join"}):
        body = room.person._build_event(event)
        assert room.workspace.send(body) == {}
    assert room.lookup.asked == []


def test_the_same_message_is_answered_once(room: Room) -> None:
    """However often it is brought, under whatever event id."""
    room.person.write("battery")
    (message, _) = room.workspace.list_posts(DIRECT)
    for _ in range(3):
        room.workspace.send(room.person._build_event({**message, "channel": DIRECT, "channel_type": "im"}))
    assert len(room.list_direct()) == 1


@pytest.mark.parametrize(
    ("age", "is_answered", "is_late"),
    [
        (dt.timedelta(), True, False),
        (dt.timedelta(minutes=59), True, False),
        (dt.timedelta(hours=2), True, True),
        (dt.timedelta(hours=24), False, False),
        (-dt.timedelta(days=400), True, False),
    ],
)
def test_an_old_question(room: Room, age: dt.timedelta, *, is_answered: bool, is_late: bool) -> None:
    """After an hour the answer says that it is late; after a day nobody waits for it; a clock behind is no reason."""
    question = ask_at(room, age)
    assert answer_message(question, services=room.services, client=room.workspace.client) is is_answered
    assert len(room.list_answers()) == is_answered
    assert ("Late: you asked this on" in "".join(render_message(post) for post in room.list_answers())) is is_late
    assert room.services.inbox.list_waiting(TEAM, before=b.NOW + dt.timedelta(days=1)) == []


@pytest.mark.parametrize(("reply", "waits"), [("ratelimited", True), ("is_archived", False), ("fatal_error", False)])
def test_an_answer_that_did_not_land(room: Room, reply: str, *, waits: bool) -> None:
    """One that surely was not sent waits for a later try; one that may have been is not sent again."""
    question = ask_at(room, dt.timedelta())
    room.workspace.slack.channels[CHANNEL].members.remove(BOT_USER)
    slack, call = room.workspace.slack, room.workspace.slack.call
    slack.call = lambda method, arguments: (  # type: ignore[method-assign]  # the workspace of this test alone
        {"ok": False, "error": reply} if method == "chat.postMessage" else call(method, arguments)
    )
    assert answer_message(question, services=room.services, client=room.workspace.client) is not waits
    waiting = room.services.inbox.list_waiting(TEAM, before=b.NOW + dt.timedelta(days=1))
    assert [each.ts for each in waiting] == ([question.ts] if waits else [])


def test_strangers_get_no_answer(room: Room) -> None:
    """Who may not ask is not answered, and nothing is recorded of what they wrote."""
    person = room.person.__class__(room.workspace, "X0NOBODY")
    with pytest.raises(NotFoundError):
        person.mention("policy battery")
    assert room.services.inbox.list_waiting(TEAM, before=b.NOW + dt.timedelta(days=1)) == []


def test_direct_messages_are_known_by_their_id() -> None:
    """Slack's ids of direct messages start with a D."""
    assert is_direct(DIRECT)
    assert not is_direct(CHANNEL)
