"""A sender as a process of its own over a real network, which dies by SIGKILL at a step that is named.

    python -m tests.faults.victim DATABASE API_URL [STEP NUMBER]

Its time runs sixty times as fast, so that the two minutes before a look take two seconds. It ends when nothing waits.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.post import PostState
from bot.services.delivery import Delivery
from bot.services.pace import Pace
from bot.slack.client import build_client
from bot.slack.local_slack import BOT_ID
from bot.slack.poster import SlackPoster
from bot.store.outbox import list_posts
from tests.fake_slack.chaos import Hooks
from tests.fake_slack.server import BOT_TOKEN
from tests.faults.rig import open_steps
from tests.posting import TEAM, FakeRenderer

SPEED = 60.0
_LONGEST_S = 60.0
_WAITING = (PostState.PENDING, PostState.RETRY, PostState.SENDING, PostState.AMBIGUOUS)


class DeadlyHooks(Hooks):
    """Steps at one of which the process dies as if the machine had lost its power."""

    def __init__(self, name: str | None, number: int) -> None:
        super().__init__()
        self._name = name
        self._left = number

    def step(self, name: str) -> None:
        if name == self._name:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


class SteppingPoster(SlackPoster):
    """A poster that passes a step around each post."""

    hooks: Hooks

    def post(self, **given: object) -> object:  # type: ignore[override]  # handed on as it came
        self.hooks.step("before the post")
        outcome = super().post(**given)  # type: ignore[arg-type]  # the same
        self.hooks.step("after the post")
        return outcome


def main(path: str, api_url: str, step: str | None = None, number: str = "1") -> None:
    """Send what is due until nothing waits."""
    hooks = DeadlyHooks(step, int(number))
    store = open_steps(Path(path), hooks, wait_s=5.0)
    poster = SteppingPoster(build_client(BOT_TOKEN, api_url), bot_id=BOT_ID)
    poster.hooks = hooks
    began, start = time.monotonic(), SystemClock().now()
    pace = Pace(elapsed=lambda: (time.monotonic() - began) * SPEED, budget_s=60.0)
    delivery = Delivery(store, poster, FakeRenderer(), workspace=TEAM, admins=("U9",), pace=pace)  # type: ignore[arg-type]  # its post
    while time.monotonic() - began < _LONGEST_S:
        delivery.tick(start + (SystemClock().now() - start) * SPEED)
        with store.read() as db:
            if not list_posts(db, states=_WAITING):
                return
        time.sleep(0.02)
    sys.exit("something still waits")


if __name__ == "__main__":
    main(*sys.argv[1:])
