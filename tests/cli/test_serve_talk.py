"""``gongbao serve`` as a process: mentions, direct messages, Home, forms, and messages that never came."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import CHANNEL
from tests.cli.terminal import Terminal
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import Program
from tests.fake_slack.server import FakeSlack
from tests.fake_slack.talker import Talker

NOW = "2025-04-10T08:00"


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack that waits for a bot."""
    _ = socket_enabled
    with FakeSlack() as fake:
        yield fake


def start(fake: FakeSlack, held: Terminal, mode: str) -> Program:
    """Return the program on the samples' database, not started yet."""
    assert held.db is not None
    address = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0"}
    return Program("--mode", mode, "--db", str(held.db), "--now", NOW, folder=held.db.parent, **address)


def find_talker(fake: FakeSlack, program: Program, mode: str) -> Talker:
    """Return somebody who can reach the bot, once it is there."""
    road: Road
    if mode == "http":
        road = HttpRoad(port=int(program.wait_for(r"listening on port (\d+)")[1]))
    else:
        fake.wait_for_socket()
        road = SocketRoad(fake=fake)
    return Talker(person=Person(fake=fake, road=road))


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_talking_to_the_bot(fake: FakeSlack, held: Terminal, mode: str) -> None:
    """Each way to ask is answered where it was asked, once."""
    with start(fake, held, mode) as program:
        talker = find_talker(fake, program, mode)
        answer = talker.mention("what did MIIT issue on robots?")
        assert answer["thread_ts"]
        assert "MIIT" in render_message(answer)
        assert "Ministry of Industry" in render_message(talker.write("ministry MIIT"))
        home = talker.open_home()
        assert "Following" in render_message(home)
        form = talker.press_in(home, "Search")
        assert talker.suggest(form, "names.bodies", "工信")[0]["value"] == "MIIT"
        chosen = {"names.bodies": {"names.bodies": {"selected_options": [{"value": "MIIT"}]}}}
        shown = talker.submit(form, chosen)
        assert shown["response_action"] == "update"
        assert "issued by MIIT" in render_message(shown["view"])
        policies = talker.person.type("/policy")
        (said,) = fake.list_replies(talker.person.press(policies, "Send to me"))
        assert "to your direct messages" in said["text"]
        assert program.end() == 0
    assert "Traceback" not in "\n".join(program.lines)


def test_a_message_that_never_came_is_found(fake: FakeSlack, held: Terminal) -> None:
    """What was written to the bot while it was away is found in the direct messages at its start, and answered once."""
    with start(fake, held, "socket") as program:
        talker = find_talker(fake, program, "socket")
        talker.write("policy")
        talker.mention("policy")
        assert program.end() == 0
    lost = fake.say(talker.direct, "ministry MIIT")
    fake.say(CHANNEL, "said to others")
    with start(fake, held, "socket") as program:
        fake.wait_for_socket(count=2)
        assert "Ministry of Industry" in render_message(talker.wait_for_answer(talker.direct, lost))
        talker.bring_event({**lost, "channel": talker.direct, "channel_type": "im"})
        assert "MIIT" in render_message(talker.write("MIIT"))
        assert program.end() == 0
    assert len([post for post in fake.slack.channels[talker.direct].posts if post.get("bot_id")]) == 3
    assert len([post for post in fake.slack.channels[CHANNEL].posts if post.get("bot_id")]) == 1
