"""Many requests at the bot, so many at once, each timed from its sending to its acknowledgement; in either mode.

As one is acknowledged the next is sent, so that the load never rests. The times are those of the sender, its own work
included.
"""

import http.client
import itertools
import json
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

from bot.clock import SystemClock
from tests.fake_slack.program import SECRET
from tests.fake_slack.requests import Body, build_http, sign
from tests.fake_slack.server import FakeSlack

PATIENCE_S = 30.0
"""How long the next one is waited for; Slack itself gives up after three seconds."""


@dataclass(frozen=True, kw_only=True)
class Shots:
    """What became of a volley: how many were sent and how many answered with something to show; milliseconds each."""

    sent: int
    answered: int
    times_ms: tuple[float, ...]

    @property
    def acked(self) -> int:
        """How many were acknowledged at all."""
        return len(self.times_ms)

    def find_percentile(self, percent: int) -> float:
        """Return the time within which so many of a hundred were acknowledged."""
        return statistics.quantiles(self.times_ms, n=100, method="inclusive")[percent - 1]


class Volley(Protocol):
    """Fires requests at a bot."""

    def fire(self, bodies: Sequence[Body], *, at_once: int) -> Shots:
        """Send all, so many at once, and give what became of them."""
        ...


class SocketVolley:
    """Fires envelopes over the newest socket of a fake Slack."""

    def __init__(self, fake: FakeSlack) -> None:
        self._fake = fake
        self._count = itertools.count(1)

    def fire(self, bodies: Sequence[Body], *, at_once: int) -> Shots:
        """Send all, so many at once, and give what became of them."""
        waiting = iter(bodies)
        began: dict[str, float] = {}
        times: list[float] = []
        answered = 0
        turn = threading.Lock()

        def send_next() -> None:
            with turn:
                body = next(waiting, None)
                if body is None:
                    return
                envelope_id = f"volley-{next(self._count)}"
                began[envelope_id] = time.perf_counter()
            self._fake.deliver(body, envelope_id=envelope_id)

        def hear(ack: Body) -> None:
            nonlocal answered
            at = began.get(ack["envelope_id"])
            if at is not None:
                times.append((time.perf_counter() - at) * 1000)
                answered += bool(ack.get("payload"))
                send_next()

        self._fake.on_ack = hear
        try:
            for _ in range(at_once):
                send_next()
            so_far = -1
            while so_far < len(times) < len(bodies):
                so_far = len(times)
                self._fake.wait_quietly(lambda: len(times) == len(bodies), at_most_s=PATIENCE_S)
        finally:
            self._fake.on_ack = None
        return Shots(sent=len(bodies), answered=answered, times_ms=tuple(times))


@dataclass(frozen=True, kw_only=True)
class HttpVolley:
    """Fires signed requests at a port of this machine, over lines that are kept open as a gateway keeps them."""

    port: int

    def fire(self, bodies: Sequence[Body], *, at_once: int) -> Shots:
        """Send all, so many at once, and give what became of them."""
        waiting = iter(bodies)
        turn = threading.Lock()
        times: list[float] = []
        answers: list[bytes] = []

        def send_all() -> None:
            line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
            try:
                while True:
                    with turn:
                        body = next(waiting, None)
                    if body is None:
                        return
                    data, content_type = build_http(body)
                    headers = {"Content-Type": content_type, **sign(SECRET, data, at=SystemClock().now())}
                    began = time.perf_counter()
                    try:
                        line.request("POST", "/slack/events", body=data, headers=headers)
                        answer = line.getresponse()
                        said = answer.read()
                    except (OSError, http.client.HTTPException):
                        line.close()
                        continue
                    if answer.status == http.client.OK:
                        times.append((time.perf_counter() - began) * 1000)
                        answers.append(said)
            finally:
                line.close()

        with ThreadPoolExecutor(at_once) as pool:
            for _ in range(at_once):
                pool.submit(send_all)
        answered = sum(1 for said in answers if said and json.loads(said))
        return Shots(sent=len(bodies), answered=answered, times_ms=tuple(times))
