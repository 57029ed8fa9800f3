"""Many requests at the bot, so many at once, each timed from its sending to its acknowledgement.

As one is acknowledged the next is sent, so that the load never rests. The times are those of the sender, its own work
included.
"""

import http.client
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.fake_slack.person import Road
from tests.fake_slack.requests import Body


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


def fire(road: Road, bodies: Sequence[Body], *, at_once: int) -> Shots:
    """Bring all these commands, so many at once, and give what became of them."""

    def shoot(body: Body) -> tuple[float, bool] | None:
        began = time.perf_counter()
        try:
            payload = road.bring(body, kind="slash_commands")
        except (AssertionError, OSError, http.client.HTTPException):  # refused, or not acknowledged at all
            return None
        return (time.perf_counter() - began) * 1000, bool(payload)

    with ThreadPoolExecutor(at_once) as pool:
        acked = [each for each in pool.map(shoot, bodies) if each]
    times = tuple(took for took, _ in acked)
    return Shots(sent=len(bodies), answered=sum(is_answer for _, is_answer in acked), times_ms=times)
