"""The sender as a process of its own, which dies by SIGKILL at a step that is named: that is all the proofs need of it.

Slack and the time stand in the process that started it. A step lies before, inside and after each write of the store,
and around each call of Slack; the store's are named after the method that writes.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing as mp
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from bot.digests.delivery import Delivery
from bot.digests.outbox import Digests
from bot.digests.pace import DeliveryReport, Pace
from bot.scheduler import Scheduler
from bot.slack.calls.poster import SlackPoster
from bot.slack.in_memory.local_slack import BOT_ID, Payload
from bot.store.database import Database, Store, open_store
from tests.corpus import TopicMatcher
from tests.fake_slack.chaos import ChaosSlack, Ended, Times
from tests.fake_slack.chaos_client import ChaosClient
from tests.posting import TEAM, FakeRenderer

HOLD = dt.timedelta(minutes=10)
_WAIT_S = 5.0
_ROOM = 4096
Database(memory=True).close()
"""The first database of a process looks for plugins, which takes longer than all the rest of a start."""
_WRITES = {"_send_one": "claim", "_tick_alone": "interrupted"}
"""The steps of the protocol, by the method that writes; the others are called as the method is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """What a sender is started with: it dies at its ``kill_at``-th step, its disk is full from the ``full_at``-th on.

    With ``decides`` it decides slots too.
    """

    path: str
    decides: bool = False
    parts: int = 1
    kill_at: int | None = None
    full_at: int | None = None


class Sender:
    """A running sender, seen from outside: ``died_at`` is the step at which it was killed."""

    def __init__(self, task: Task, slack: ChaosSlack) -> None:
        self._slack = slack
        context = mp.get_context("forkserver")
        context.set_forkserver_preload(["tests.faults.sender"])
        self._pipe, far = context.Pipe()
        self._process = context.Process(target=run_sender, args=(task, far), daemon=True)
        self._process.start()
        far.close()
        self.died_at: str | None = None

    def tick(self) -> DeliveryReport | None:
        """Let it do one tick, serving what it asks of Slack meanwhile; None when it died."""
        return self._ask("tick")

    def start(self) -> None:
        """Let it begin as after a new connection: a token that was refused is tried again."""
        self._ask("start")

    def restart(self) -> None:
        """Let it forget everything that stands in no file, as a new process of the same number would."""
        self._ask("restart")

    def fill_disk(self, *, full: bool) -> None:
        """Let every write to a file fail from now on, or none any more."""
        self._ask("full" if full else "free")

    def arm(self, steps: int) -> None:
        """Let it die after so many steps from now on."""
        self._ask("arm", steps)

    def kill(self) -> None:
        """End it by SIGKILL, whatever it does."""
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def _ask(self, order: str, number: int = 0) -> DeliveryReport | None:
        times = self._slack.times
        self._pipe.send((order, number, times.passed_s, times.wrong_by))
        while True:
            try:
                kind, told = self._pipe.recv()
            except (EOFError, ConnectionResetError):
                self._process.join()
                assert self._process.exitcode == -signal.SIGKILL, self._process.exitcode
                self.died_at = self.died_at or "nowhere"
                return None
            if kind == "call":
                with self._slack.lock:
                    answer = (self._slack.serve(*told), times.passed_s)
                self._pipe.send(answer)
            elif kind == "dies":
                self.died_at = told
            else:
                report: DeliveryReport | None = told
                return report


class _Steps:
    """Counts the steps of this process and ends it at one of them as a loss of power would."""

    def __init__(self, pipe: Connection, task: Task) -> None:
        self._pipe = pipe
        self._kill_at = task.kill_at
        self._full_at = task.full_at
        self._passed = 0

    def arm(self, steps: int) -> None:
        self._kill_at = self._passed + steps

    def step(self, name: str) -> None:
        if self._passed == self._kill_at:
            self._pipe.send(("dies", name))
            os.kill(os.getpid(), signal.SIGKILL)
        if self._passed == self._full_at:
            fill_disk(full=True)
        self._passed += 1


def fill_disk(*, full: bool) -> None:
    """Let the system refuse every write of this process beyond a page of a file, as a disk does that is full."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM if full else most, most))


class _StepStore(Store):
    steps: _Steps

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Database]:
        caller = sys._getframe(2).f_code.co_name
        name = _WRITES.get(caller, caller.lstrip("_").replace("_", " "))
        self.steps.step(f"before {name}")
        with super().write(keep=keep) as db:
            yield db
            self.steps.step(f"inside {name}")
        self.steps.step(f"after {name}")


class _Nothing(Digests):
    """Decides nothing, and needs nothing for it."""

    def __init__(self) -> None:
        pass

    def enqueue_due(self, *, now: dt.datetime) -> int:
        _ = now
        return 0


class _Worker:
    """What the process does: everything but the line and the steps is made anew by ``restart``."""

    def __init__(self, task: Task, pipe: Connection) -> None:
        self._task = task
        self._pipe = pipe
        self.steps = _Steps(pipe, task)
        self.times = Times()
        self.restart()

    def restart(self) -> None:
        path = Path(self._task.path)
        open_store(path, create=False).close()
        store = _StepStore(path, wait_s=_WAIT_S)
        store.steps = self.steps
        renderer = FakeRenderer(parts=self._task.parts)
        poster = SlackPoster(ChaosClient(self._serve, self.steps), bot_id=BOT_ID)
        pace = Pace(elapsed=self.times.elapsed)
        self.delivery = Delivery(store, poster, renderer, workspace=TEAM, admins=("U9",), pace=pace)
        digests = Digests(store, TopicMatcher(), renderer, hold=HOLD) if self._task.decides else _Nothing()
        self._scheduler = Scheduler(digests=digests, delivery=self.delivery)

    def tick(self) -> DeliveryReport:
        return self._scheduler.tick(self.times.now())

    def _serve(self, method: str, arguments: Payload) -> Ended:
        self._pipe.send(("call", (method, arguments)))
        ended: Ended
        ended, self.times.passed_s = self._pipe.recv()
        return ended


def run_sender(task: Task, pipe: Connection) -> None:
    """Do as the process is told, until the line to who started it ends."""
    worker = _Worker(task, pipe)
    while True:
        try:
            order, number, worker.times.passed_s, worker.times.wrong_by = pipe.recv()
        except EOFError:
            return
        told = None
        match order:
            case "tick":
                told = worker.tick()
            case "restart":
                worker.restart()
            case "arm":
                worker.steps.arm(number)
            case "full" | "free":
                fill_disk(full=order == "full")
            case _:
                worker.delivery.start()
        pipe.send(("done", told))
