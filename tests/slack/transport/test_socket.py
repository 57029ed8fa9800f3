"""Socket Mode: envelopes are acknowledged with their answers, and lines that fail are replaced."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import NotAllowedError
from bot.slack.calls.backoff import Backoff
from bot.slack.calls.client import build_client
from bot.slack.calls.identity import get_socket_url
from bot.slack.transport.socket import SocketMode, Timing
from tests.fake_slack.server import APP_TOKEN, WAIT_S, FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.slack.transport.desk import Payload


@pytest.fixture
def fake(socket_enabled: None) -> Iterator[FakeSlack]:
    """A Slack that waits for a bot."""
    _ = socket_enabled
    with FakeSlack() as fake:
        yield fake


class FakeReceiver:
    """Answers with what it was asked; ``gate`` holds it until it is opened."""

    def __init__(self) -> None:
        self.received: list[tuple[object, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()

    def only_asks(self, body: object) -> bool:
        """Tell that it does."""
        return isinstance(body, dict)

    def receive(self, body: object, *, key: str) -> Payload | None:
        self.received.append((body, key))
        self.entered.set()
        assert self.gate.wait(WAIT_S)
        return {"text": str(body)} if body else None


@contextmanager
def serving(fake: FakeSlack, receiver: FakeReceiver, timing: Timing | None = None) -> Iterator[threading.Event]:
    """Serve in a thread until the end of the block, or until the event that is given is set."""
    client, stop = build_client(APP_TOKEN, fake.api_url), threading.Event()
    with ThreadPoolExecutor(4) as pool:
        mode = SocketMode(
            open_url=lambda: get_socket_url(client),
            receiver=receiver,
            acting=pool,
            asking=pool,
            backoff=Backoff(first_s=0.01, longest_s=0.05),
            timing=timing or Timing(linger_s=0.2),
        )
        thread = threading.Thread(target=mode.run, args=(stop,))
        thread.start()
        try:
            yield stop
        finally:
            receiver.gate.set()
            stop.set()
            thread.join(WAIT_S)
    assert not thread.is_alive()


def test_an_answer_goes_into_the_acknowledgement(fake: FakeSlack) -> None:
    """Where Slack takes one; where not, or where there is none, the acknowledgement stands alone."""
    receiver = FakeReceiver()
    with serving(fake, receiver):
        fake.wait_for_socket()
        command = fake.deliver({"command": "/policy"})
        assert fake.get_ack(command) == {"envelope_id": command, "payload": {"text": "{'command': '/policy'}"}}
        event = fake.deliver({"event": "x"}, kind="events_api")
        assert fake.get_ack(event) == {"envelope_id": event}
        empty = fake.deliver({})
        assert fake.get_ack(empty) == {"envelope_id": empty}
    assert receiver.received[0] == ({"command": "/policy"}, f"envelope {command}")


def test_a_slow_answer_keeps_nobody_waiting(fake: FakeSlack) -> None:
    """While one is being worked on, the next is answered."""
    receiver = FakeReceiver()
    receiver.gate.clear()
    with serving(fake, receiver):
        fake.wait_for_socket()
        slow = fake.deliver({"n": 1})
        assert receiver.entered.wait(WAIT_S)
        receiver.gate.set()
        quick = fake.deliver({"n": 2})
        assert {fake.get_ack(slow)["payload"]["text"], fake.get_ack(quick)["payload"]["text"]} == {
            "{'n': 1}",
            "{'n': 2}",
        }


@pytest.mark.parametrize(
    "message", ["not json", "[" * 100_000, "[1]", "7", '{"type": "mystery"}', '{"envelope_id": 7}', '{"type": 7}']
)
def test_what_is_no_envelope_is_dropped(fake: FakeSlack, message: str) -> None:
    """The line goes on after it."""
    receiver = FakeReceiver()
    with serving(fake, receiver):
        fake.wait_for_socket()
        fake.send(message)
        assert fake.get_ack(fake.deliver({"n": 1}))["payload"]
        assert fake.opened == 1


def test_an_announced_end_is_met_with_a_new_line_first(fake: FakeSlack) -> None:
    """The old line still brings what is on its way, and is answered, while the new one is there."""
    receiver = FakeReceiver()
    with serving(fake, receiver, Timing(linger_s=WAIT_S)):
        fake.wait_for_socket()
        old = fake.sockets[0]
        fake.send({"type": "disconnect", "reason": "refresh_requested"})
        fake.wait_for_socket(count=2)
        assert fake.get_ack(fake.deliver({"n": 1}))
        fake.sockets.append(old)  # the newest is the one that is used
        assert fake.get_ack(fake.deliver({"n": 2}))
        fake.sockets.pop()
    assert [body for body, _ in receiver.received] == [{"n": 1}, {"n": 2}]


def test_a_replaced_line_is_closed_in_the_end(fake: FakeSlack) -> None:
    """Only the new one stays."""
    with serving(fake, FakeReceiver(), Timing(linger_s=0.05)):
        fake.wait_for_socket()
        fake.send({"type": "disconnect", "reason": "warning"})
        fake.wait_for_socket(count=2)
        fake.wait_until(lambda: len(fake.sockets) == 1, what="the old line is closed")


def test_a_lost_line_is_opened_again(fake: FakeSlack) -> None:
    """Closed or cut, with Slack away for a while: it comes back by itself, and a late answer goes over the new line."""
    receiver = FakeReceiver()
    with serving(fake, receiver):
        fake.wait_for_socket()
        receiver.gate.clear()
        late = fake.deliver({"n": 1})
        assert receiver.entered.wait(WAIT_S)
        fake.refusals["apps.connections.open"] = [500, {"ok": False, "error": "internal_error"}]
        fake.sockets[0].socket.shutdown(2)
        fake.wait_for_socket(count=2)
        receiver.gate.set()
        assert fake.get_ack(late)["payload"]
        assert fake.get_ack(fake.deliver({"n": 2}))


def test_too_many_sockets_are_met_with_patience(fake: FakeSlack) -> None:
    """Each refusal is waited out longer than the one before, not tried ten times a second."""
    waits: list[float] = []

    class Recording(Backoff):
        def take(self, *, at_least_s: float = 0.0) -> float:
            waits.append(super().take(at_least_s=at_least_s))
            return waits[-1]

    stop = threading.Event()
    client = build_client(APP_TOKEN, fake.api_url)
    with ThreadPoolExecutor(1) as pool:
        mode = SocketMode(
            open_url=lambda: get_socket_url(client),
            receiver=FakeReceiver(),
            acting=pool,
            asking=pool,
            backoff=Recording(first_s=0.01, draw=lambda: 1.0),
        )
        thread = threading.Thread(target=mode.run, args=(stop,))
        thread.start()
        for count in range(1, 5):
            fake.wait_for_socket(count=count)
            fake.send({"type": "disconnect", "reason": "too_many_websockets"})
        fake.wait_for_socket(count=5)
        stop.set()
        thread.join(WAIT_S)
    assert waits == [0.01, 0.02, 0.04, 0.08]


@pytest.mark.parametrize(
    "timing",
    [
        pytest.param(Timing(ping_s=60, silent_s=0.3, linger_s=0.05), id="silent"),
        pytest.param(Timing(ping_s=0.05, silent_s=60, deaf_s=0.3, linger_s=0.05), id="deaf"),
        pytest.param(Timing(ping_s=0.05, idle_s=0.3, linger_s=0.05, sound_s=0.1), id="idle"),
    ],
)
def test_a_line_that_brings_nothing_is_replaced(fake: FakeSlack, timing: Timing) -> None:
    """Silent altogether, answering nothing but pings, or merely without requests for long: a new one is opened."""
    with serving(fake, FakeReceiver(), timing):
        fake.wait_for_socket(count=2)


def test_a_stop_finishes_what_was_begun_and_takes_no_more(fake: FakeSlack) -> None:
    """What was being answered is acknowledged; what comes after the stop is not taken."""
    receiver = FakeReceiver()
    with serving(fake, receiver) as stop:
        fake.wait_for_socket()
        receiver.gate.clear()
        begun = fake.deliver({"n": 1})
        assert receiver.entered.wait(WAIT_S)
        stop.set()
        receiver.gate.set()
        assert fake.get_ack(begun)["payload"]
        fake.wait_until(lambda: not fake.sockets, what="the socket is closed")
    assert len(receiver.received) == 1


def test_what_never_ends_is_left_behind(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """A stop waits only so long."""
    receiver = FakeReceiver()
    with caplog.at_level(logging.WARNING), serving(fake, receiver, Timing(finish_s=0.05)) as stop:
        fake.wait_for_socket()
        receiver.gate.clear()
        fake.deliver({"n": 1})
        assert receiver.entered.wait(WAIT_S)
        stop.set()
        fake.wait_until(lambda: not fake.sockets, what="the socket is closed")


def test_an_answer_without_any_line_is_reported(fake: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    """When no line is left to send it over, the log says so."""
    receiver = FakeReceiver()
    with caplog.at_level(logging.WARNING), serving(fake, receiver) as stop:
        fake.wait_for_socket()
        receiver.gate.clear()
        fake.deliver({"n": 1})
        assert receiver.entered.wait(WAIT_S)
        fake.refusals["apps.connections.open"] = [500] * 9999
        fake.sockets[0].socket.shutdown(2)
        fake.wait_until(lambda: len(fake.refusals["apps.connections.open"]) < 9999, what="the next try")
        stop.set()
        receiver.gate.set()
    assert "an answer was lost" in caplog.text


def test_a_refused_token_ends_the_service(fake: FakeSlack) -> None:
    """No waiting mends it: the caller is told."""
    client = build_client("xapp-other", fake.api_url)
    with ThreadPoolExecutor(1) as pool:
        mode = SocketMode(open_url=lambda: get_socket_url(client), receiver=FakeReceiver(), acting=pool, asking=pool)
        with pytest.raises(NotAllowedError, match="SLACK_APP_TOKEN"):
            mode.run(threading.Event())


def test_a_hundred_at_once_are_all_answered(fake: FakeSlack) -> None:
    """None is left without its own answer."""
    with serving(fake, FakeReceiver()):
        fake.wait_for_socket()
        envelopes: list[Any] = [(n, fake.deliver({"n": n})) for n in range(100)]
        for n, envelope in envelopes:
            assert fake.get_ack(envelope)["payload"] == {"text": f"{{'n': {n}}}"}
