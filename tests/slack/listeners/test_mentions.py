"""What people write to the bot: heard once, answered once, in its thread or beside it."""

import datetime as dt

import pytest

from bot.access.roles import Role, Viewer
from bot.slack.gate import Incoming
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import BOT_USER, TEAM
from bot.slack.listeners.events import answer_message
from bot.store.intake import Question
from tests import builders as b
from tests.slack.listeners.interaction_room import ADMIN, CHANNEL, Room


def answer(room: Room, age: dt.timedelta = dt.timedelta()) -> bool:
    """Put a question of some age into the inbox, and answer it."""
    ts = f"{(b.NOW - age).timestamp():.6f}"
    question = Question(workspace=TEAM, channel=CHANNEL, ts=ts, thread_ts=ts, user=ADMIN, text="policy battery")
    assert room.services.inbox.hear(question, now=room.clock.now())
    viewer = Viewer(workspace=TEAM, channel=CHANNEL, user=ADMIN, role=Role.MEMBER)
    return answer_message(question, Incoming(services=room.services, viewer=viewer, client=room.workspace.client))


def count_waiting(room: Room) -> int:
    return len(room.services.inbox.list_questions(TEAM, "heard", due_by=b.NOW + dt.timedelta(days=1)))


@pytest.mark.parametrize(
    ("text", "method", "shown"),
    [
        ("policy battery", "search", "2 results"),
        ("what did MIIT issue on batteries?", "search", "2 results"),
        ("Ministry MIIT", "ministry", "MIIT, Ministry of Industry"),
        ("/company Huawei", "company", "Huawei"),
        ("briefing", "briefing", "Harbour Notes\n5 Mar 2024"),
        ("P5", "get_policy", "Storage makers get a draft rulebook"),
    ],
)
def test_a_mention_takes_what_a_command_takes(room: Room, text: str, method: str, shown: str) -> None:
    """A command's words without its slash, or plain words; answered in the thread of the mention."""
    room.workspace.mention(text)
    assert shown in room.show()
    assert room.lookup.asked[-1][0] == method
    mention, answer = room.workspace.list_posts(CHANNEL)
    assert answer["thread_ts"] == mention["ts"]
    labels = [each["text"]["text"] for each in find_buttons(answer)]
    assert not {"Share", "More", "Back", "Refine"} & set(labels)


def test_direct_messages_need_no_mention(room: Room) -> None:
    """They are answered beside, not in a thread, and page in place."""
    room.lookup.answers["search"] = b.build_policy_list(total=30)
    room.workspace.write("battery")
    (answer,) = room.list_direct()
    assert "thread_ts" not in answer
    assert "/policy battery" in room.show()
    seen = room.workspace.press("More")
    assert seen.payload["replace_original"] is True
    assert "Share" not in room.show()


@pytest.mark.parametrize(("hours", "is_answered"), [(0, True), (23, True), (24, False), (-9600, True)])
def test_an_old_question(room: Room, hours: int, *, is_answered: bool) -> None:
    """After a day nobody waits for the answer; a clock behind is no reason."""
    assert answer(room, dt.timedelta(hours=hours)) is is_answered
    assert len(room.list_answers()) == is_answered
    assert count_waiting(room) == 0


@pytest.mark.parametrize(("reply", "waits"), [("ratelimited", True), ("is_archived", False), ("fatal_error", False)])
def test_an_answer_that_did_not_land(room: Room, reply: str, *, waits: bool) -> None:
    """One that surely was not sent waits for a later try; one that may have been is not sent again."""
    slack, call = room.workspace.slack, room.workspace.slack.call
    slack.open_channel(CHANNEL).members.remove(BOT_USER)
    slack.call = lambda method, arguments: (  # type: ignore[method-assign]  # the workspace of this test alone
        {"ok": False, "error": reply} if method == "chat.postMessage" else call(method, arguments)
    )
    assert answer(room) is not waits
    assert count_waiting(room) == waits
