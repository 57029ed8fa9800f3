"""Socket Mode: envelopes are acknowledged with their answers, and lines that fail are replaced, with patience."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult

from bot.slack.calls.client import build_client
from bot.slack.in_memory.local_slack import BOT_ID, BOT_USER, TEAM
from bot.slack.transport.socket import SocketMode, Timing
from tests.fake_slack.requests import build_command, build_event
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, WAIT_S, FakeSlack

GRANTED = AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=BOT_TOKEN, bot_id=BOT_ID, bot_user_id=BOT_USER)


class Bot:
    """A Bolt app that answers a command with its own text; ``gate`` holds it until it is opened."""

    def __init__(self, fake: FakeSlack, *, timing: Timing | None = None) -> None:
        self.fake = fake
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.failures: list[int] = []
        self.app = App(
            client=build_client(BOT_TOKEN, fake.api_url),
            authorize=lambda: GRANTED,
            process_before_response=True,
            request_verification_enabled=False,
        )
        self.app.command("/policy")(self._answer)
        self.app.event("app_mention")(lambda ack: ack())
        self.mode = SocketMode(
            self.app,
            build_client(APP_TOKEN, fake.api_url),
            wait_after=self._note_failure,
            timing=timing or Timing(linger_s=0.2, sound_s=0.0),
        )

    def _note_failure(self, failures: int) -> float:
        self.failures.append(failures)
        return 0.02

    def _answer(self, ack: Ack, body: dict[str, Any]) -> None:
        self.asked.append(body["text"])
        self.entered.set()
        assert self.gate.wait(WAIT_S)
        ack(text=body["text"])

    def wait_for_line(self, count: int) -> None:
        """Wait until so many lines have been opened in all."""
        if count:
            self.fake.wait_for_socket(count=count)
            assert self.fake.wait_quietly(lambda: self.mode.list_problems() == (), at_most_s=WAIT_S)

    @contextmanager
    def serving(self, *, lines: int = 1) -> Iterator[threading.Event]:
        """Serve, with so many lines opened, in a thread until the end of the block or until the event is set."""
        stop = threading.Event()
        thread = threading.Thread(target=self.mode.run, args=(stop,))
        thread.start()
        try:
            self.wait_for_line(lines)
            yield stop
        finally:
            self.gate.set()
            stop.set()
            thread.join(WAIT_S)
        assert not thread.is_alive()


def ask(fake: FakeSlack, text: str = "P1") -> str:
    """Ask over the newest socket, and give the answer of the acknowledgement."""
    return str(fake.get_ack(fake.deliver(build_command(f"/policy {text}")))["payload"]["text"])


def test_an_answer_goes_into_the_acknowledgement(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """An event is acknowledged alone; so is what is malformed, which reaches no listener."""
    bot = Bot(fake)
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": "x"}
    with bot.serving():
        assert ask(fake, "P5") == "P5"
        heard = fake.deliver(build_event(event, event_id="Ev1"), kind="events_api")
        assert fake.get_ack(heard) == {"envelope_id": heard}
        for broken in ({**build_command("/policy"), "command": ["/policy"]}, {"event": "x"}, {"authorizations": [1]}):
            envelope = fake.deliver(broken)
            assert fake.get_ack(envelope) == {"envelope_id": envelope}
        for message in ("not json", "[1]", '{"type": "mystery"}', '{"envelope_id": 7}', '{"a": ', '{"a":' * 2000):
            fake.send(message)
        assert ask(fake, "P6") == "P6"
        assert fake.opened == 1
    assert bot.asked == ["P5", "P6"]
    assert [record for record in caplog.records if record.exc_info] == []


def test_a_slow_answer_keeps_nobody_waiting(fake: FakeSlack) -> None:
    """A hundred at once, one of them slow: each gets its own answer."""
    bot = Bot(fake)
    bot.gate.clear()
    with bot.serving():
        slow = fake.deliver(build_command("/policy slow"))
        assert bot.entered.wait(WAIT_S)
        bot.gate.set()
        envelopes = [(f"P{n}", fake.deliver(build_command(f"/policy P{n}"))) for n in range(100)]
        for text, envelope in [*envelopes, ("slow", slow)]:
            assert fake.get_ack(envelope)["payload"]["text"] == text


@pytest.mark.parametrize(
    "timing",
    [
        pytest.param(Timing(ping_s=60, silent_s=0.6, linger_s=0.05, sound_s=0.1), id="silent"),
        pytest.param(Timing(ping_s=0.1, silent_s=60, deaf_s=0.8, linger_s=0.05, sound_s=0.1), id="pongs and no event"),
    ],
)
def test_a_line_that_brings_nothing_is_replaced(fake: FakeSlack, timing: Timing) -> None:
    """Silent altogether, or answering pings and bringing nothing: a new line is opened, and serves."""
    bot = Bot(fake, timing=timing)
    with bot.serving():
        bot.wait_for_line(2)
        assert ask(fake) == "P1"


def test_an_announced_end_is_met_with_a_new_line_first(fake: FakeSlack) -> None:
    """The old line still brings what is on its way, and is answered, while the new one is there; then it is closed."""
    bot = Bot(fake, timing=Timing(linger_s=2.0, sound_s=0.0))
    with bot.serving():
        old = fake.sockets[0]
        fake.send({"type": "disconnect", "reason": "refresh_requested"})
        bot.wait_for_line(2)
        assert ask(fake, "P1") == "P1"
        fake.sockets.append(old)  # the newest is the one that is used
        assert ask(fake, "P2") == "P2"
        fake.sockets.pop()
        fake.wait_until(lambda: len(fake.sockets) == 1, what="the old line is closed")
        assert ask(fake, "P3") == "P3"
    assert bot.failures == []


def test_a_lost_line_is_opened_again(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """Cut, with Slack away for a while: health and log say what is lost meanwhile, and it comes back by itself."""
    bot = Bot(fake)
    with bot.serving():
        bot.gate.clear()
        fake.deliver(build_command("/policy late"))
        assert bot.entered.wait(WAIT_S)
        fake.refusals["apps.connections.open"] = [500, {"ok": False, "error": "internal_error"}]
        fake.sockets[0].socket.shutdown(2)
        assert fake.wait_quietly(lambda: bot.mode.list_problems() != (), at_most_s=WAIT_S)
        bot.gate.set()
        assert fake.wait_quietly(lambda: "an answer was lost" in caplog.text, at_most_s=WAIT_S)
        bot.wait_for_line(2)
        assert ask(fake) == "P1"
        assert bot.mode.list_problems() == ()
    assert [record for record in caplog.records if record.exc_info] == []


def test_slack_away_at_the_start_is_waited_for(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """Refused, without an address, and with one where nobody greets: tried again after a wait that grows."""
    fake.refusals["apps.connections.open"] = [503, {"ok": True}, {"ok": True, "url": "ws://127.0.0.1:9/"}]
    bot = Bot(fake)
    with bot.serving():
        assert ask(fake) == "P1"
    assert bot.failures == [1, 2, 3]
    said = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert len([line for line in said if line.startswith("Slack cannot be reached")]) == len(said) == 3


@pytest.mark.parametrize("greets", [True, False])
def test_too_many_sockets_are_met_with_patience(fake: FakeSlack, *, greets: bool) -> None:
    """Each refusal, after a greeting or in its place, is waited out longer, not tried ten times a second."""
    fake.greets = greets
    bot = Bot(fake, timing=Timing(linger_s=0.0))
    with bot.serving(lines=0):
        for count in range(1, 4):
            fake.wait_for_socket(count=count)
            fake.send({"type": "disconnect", "reason": "too_many_websockets"})
        fake.wait_for_socket(count=4)
    assert bot.failures[:3] == [1, 2, 3]


def test_a_stop_finishes_what_was_begun_and_takes_no_more(fake: FakeSlack) -> None:
    """What was being answered is acknowledged; what comes after the stop is not taken."""
    bot = Bot(fake)
    with bot.serving() as stop:
        bot.gate.clear()
        begun = fake.deliver(build_command("/policy P1"))
        assert bot.entered.wait(WAIT_S)
        stop.set()
        time.sleep(0.3)
        late = fake.deliver(build_command("/policy P2"))
        bot.gate.set()
        assert fake.get_ack(begun)["payload"] == {"text": "P1"}
        fake.wait_until(lambda: not fake.sockets, what="the socket is closed")
    assert bot.asked == ["P1"]
    assert fake.acks[late] == []
