"""``gongbao serve`` as a process against a Slack of our own, in both modes."""

import signal
import sqlite3
from contextlib import closing

import pytest

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import BOT_USER, CHANNEL
from tests.cli.terminal import Terminal
from tests.fake_slack.person import HttpRoad, Person, Road, SocketRoad
from tests.fake_slack.program import SECRET, Program
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, FakeSlack

NOW = "2025-04-10T08:00"


def start(fake: FakeSlack, held: Terminal, mode: str, *, now: str = NOW, **settings: str) -> Program:
    """Return the program on the samples' database, not started yet."""
    assert held.db is not None
    address = {"SLACK_API_URL": fake.api_url, "GONGBAO_PORT": "0"}
    return Program("--mode", mode, "--db", str(held.db), "--now", now, folder=held.db.parent, **{**address, **settings})


def find_road(fake: FakeSlack, program: Program, mode: str) -> Road:
    """Return the way to the bot, once it is there."""
    if mode == "http":
        return HttpRoad(port=int(program.wait_for(r"listening on port (\d+)")[1]))
    fake.wait_for_socket()
    return SocketRoad(fake=fake)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_day_in_a_workspace(fake: FakeSlack, held: Terminal, mode: str) -> None:
    """Commands are answered in their ack, buttons page, open and share, a channel is told and gets its summary once."""
    with start(fake, held, mode) as program:
        person = Person(fake=fake, road=find_road(fake, program, mode))
        for command, shown in (
            ("/ministry MIIT", "Ministry of Industry"),
            ("/company", "in the news"),
            ("/briefing", "China Industry Monitor"),
            ("/policy help", "Examples"),
            ("/digest", "subscri"),
            ("/nothing", "is not a command here"),
        ):
            answer = person.type(command)
            assert answer["response_type"] == "ephemeral"
            assert shown in render_message(answer)
        policies = person.type("/policy")
        (page,) = fake.list_replies(person.press(policies, "More"))
        assert page["replace_original"] is True
        assert page["blocks"] != policies["blocks"]
        address = person.press(policies, "Share")
        (shared,) = fake.list_posts(count=1)
        assert "Shared by" in render_message(shared)
        fake.slack.channels[CHANNEL].members.remove(BOT_USER)
        (left_to_slack,) = fake.list_replies(person.press(policies, "Share"))
        assert left_to_slack["response_type"] == "in_channel"
        assert fake.replies[address.removeprefix(fake.address)] == []
        fake.slack.channels[CHANNEL].members.append(BOT_USER)
        person.press(person.type("/policy P3"), "Full text")
        fake.wait_until(lambda: bool(fake.slack.views), what="a window")
        offered = person.type("/digest subscribe")
        assert "This channel would get" in render_message(offered)
        person.press(offered, "Subscribe")
        fake.list_posts(count=3)
        assert program.end() == 0
    _, notice, summary = fake.list_posts(count=3)
    assert notice["metadata"]["event_payload"]["key"] != summary["metadata"]["event_payload"]["key"]
    assert "China Industry Monitor" in render_message(summary)
    assert program.lines[-1].endswith("stopped")
    said = "\n".join(program.lines)
    assert "Traceback" not in said
    for secret in (BOT_TOKEN, APP_TOKEN, SECRET, "canary", "/response/"):
        assert secret not in said
    assert held.db is not None
    with closing(sqlite3.connect(held.db)) as db:
        assert "canary" not in "\n".join(db.iterdump())


def test_a_start_while_slack_is_away(fake: FakeSlack, held: Terminal) -> None:
    """It waits for Slack, as long as Slack asks, goes on when it is back, and takes Ctrl-C for a stop too."""
    fake.refusals["auth.test"] = [503, {"ok": False, "error": "ratelimited"}]
    fake.refusals["apps.connections.open"] = [502]
    with start(fake, held, "socket") as program:
        program.wait_for("Slack cannot be reached .*Next try in")
        fake.wait_for_socket()
        assert Person(fake=fake, road=SocketRoad(fake=fake)).type("/briefing")["text"]
        assert program.end(signal.SIGINT) == 0
    assert "Traceback" not in "\n".join(program.lines)


@pytest.mark.parametrize(
    ("method", "said"),
    [("auth.test", "SLACK_BOT_TOKEN for auth.test"), ("apps.connections.open", "SLACK_APP_TOKEN for apps.connections")],
)
def test_a_token_that_slack_refuses(fake: FakeSlack, held: Terminal, method: str, said: str) -> None:
    """A token that will never do ends the program with one line that names its setting."""
    fake.refusals[method] = [{"ok": False, "error": "invalid_auth"}]
    with start(fake, held, "socket") as program:
        assert program.wait() == 1
    assert program.lines[-1].startswith(f"gongbao: Slack refuses {said}")
    assert "Traceback" not in "\n".join(program.lines)


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_talking_to_the_bot(fake: FakeSlack, held: Terminal, mode: str) -> None:
    """Each way to ask is answered where it was asked, once."""
    with start(fake, held, mode) as program:
        talker = Person(fake=fake, road=find_road(fake, program, mode))
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
        policies = talker.type("/policy")
        (said,) = fake.list_replies(talker.press(policies, "Send to me"))
        assert "to your direct messages" in said["text"]
        assert program.end() == 0
    assert "Traceback" not in "\n".join(program.lines)


def test_a_message_that_never_came_is_found(fake: FakeSlack, held: Terminal) -> None:
    """What was written to the bot while it was away is found in the direct messages at its start, and answered once."""
    with start(fake, held, "socket") as program:
        talker = Person(fake=fake, road=find_road(fake, program, "socket"))
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
