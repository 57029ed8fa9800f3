"""Whether a running bot does its work, for a supervisor: seen from inside, and by its heartbeat from outside."""

import datetime as dt
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial

import msgspec

from bot.clock import Clock
from bot.digests.delivery import DeliveryReport
from bot.errors import StoreError
from bot.store.database import Store
from bot.store.memos import Memo, MemoKind, find_memo, list_memos, put_memo, remove_memo

log = logging.getLogger(__name__)

BEAT_EVERY = dt.timedelta(seconds=30)
"""How often a heartbeat is written where nothing changes."""
SILENT_AFTER = dt.timedelta(seconds=120)
"""How old a heartbeat may be before the bot counts as not running."""
WAITING = "Slack cannot be reached yet; it is tried again until it answers."


def list_problems(store: Store, *, workspace: str) -> tuple[str, ...]:
    """Return what a person must mend, a sentence each; nothing when all is well."""
    try:
        with store.read() as db:
            stop = find_memo(db, MemoKind.STOPPED, workspace)
    except StoreError as error:
        return (str(error),)
    return () if stop is None else (f"Sending is stopped: Slack said {stop.record}. Check the bot's token.",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heartbeat:
    """When the bot of a workspace last went through a tick (``at``), in which mode, and what a person must mend.

    ``workspace`` is "" while Slack has not said yet which one it is.
    """

    workspace: str
    at: dt.datetime
    mode: str
    problems: tuple[str, ...]


class SendingWatch:
    """Remembers how the scheduler's ticks go; ``elapsed`` gives seconds that only ever grow, whatever the clock says.

    Two processes that serve from one file send in turns, tick by tick, and both are well. One is not when it got no
    turn for ``SILENT_AFTER``, which is longer than a tick can take. A tick that failed is told at once.
    """

    def __init__(self, *, elapsed: Callable[[], float]) -> None:
        self._elapsed = elapsed
        self._good_s = self._ticked_s = elapsed()
        self._why = DeliveryReport()

    def note(self, report: DeliveryReport) -> None:
        """Take what a tick did."""
        self._ticked_s = self._elapsed()
        self._why = report
        if not report.blocked:
            self._good_s = self._ticked_s

    def list_problems(self) -> tuple[str, ...]:
        """Return what keeps posts from being sent, in one sentence with the age of the last good tick; else nothing."""
        why, now_s = self._why, self._elapsed()
        silent_s, idle_s = now_s - self._ticked_s, now_s - self._good_s
        if silent_s > SILENT_AFTER.total_seconds():
            return (f"Nothing is sent: the scheduler has not finished a tick for {silent_s:,.0f} s. Start it again.",)
        if why.blocked and (why.failed or idle_s > SILENT_AFTER.total_seconds()):
            return (f"Nothing has been sent from here for {idle_s:,.0f} s. {why.blocked}",)
        return ()


class Heart:
    """Writes the heartbeat of one workspace; ``check`` gives what else a person must mend at the moment.

    ``workspace`` is "" for a bot that waits for Slack to say which one it serves.
    """

    def __init__(self, store: Store, *, workspace: str, mode: str, check: Callable[[], tuple[str, ...]]) -> None:
        self._store = store
        self._workspace = workspace
        self._mode = mode
        self._check = check
        self._last: Heartbeat | None = None

    def beat(self, now: dt.datetime) -> None:
        """Write a heartbeat, unless the last one is fresh and says what is so; raises a StoreError when it cannot."""
        problems = self._check()
        last = self._last
        if last is not None and last.problems == problems and dt.timedelta() <= now - last.at < BEAT_EVERY:
            return
        beat = Heartbeat(workspace=self._workspace, at=now, mode=self._mode, problems=problems)
        with self._store.write() as db:
            record = msgspec.json.encode(beat).decode()
            put_memo(db, Memo(kind=MemoKind.BEAT, subject=self._workspace, at=now, record=record))
        self._last = beat

    def end(self) -> None:
        """Take the heartbeat away; raises a StoreError when it cannot be written."""
        with self._store.write() as db:
            remove_memo(db, MemoKind.BEAT, self._workspace)

    def wait(self, seconds: float, *, clock: Clock, wait: Callable[[float], bool]) -> bool:
        """Wait and go on beating, as ``wait`` does in one go: True when it is time to stop."""
        while seconds > 0:
            with suppress(StoreError):  # nobody sees that we wait, and we wait all the same
                self.beat(clock.now())
            step = min(seconds, BEAT_EVERY.total_seconds())
            if wait(step):
                return True
            seconds -= step
        return False


@contextmanager
def beat_waiting(
    store: Store, *, mode: str, clock: Clock, wait: Callable[[float], bool]
) -> Iterator[Callable[[float], bool]]:
    """Let the heartbeat of a bot that waits for Slack be seen until the end; what it yields waits as ``wait`` does."""
    heart = Heart(store, workspace="", mode=mode, check=lambda: (WAITING,))
    try:
        yield partial(heart.wait, clock=clock, wait=wait)
    finally:
        heart.end()


def tell_supervisor(address: str, message: str) -> None:
    """Send systemd one message, as sd_notify(3) does, to the socket at ``address`` (a path, or ``@`` and a name).

    "" has nobody to tell. A supervisor that does not listen is logged: the bot goes on without it.
    """
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(f"\0{address[1:]}" if address.startswith("@") else address)
            channel.sendall(message.encode())
    except OSError as error:
        log.warning("the supervisor at NOTIFY_SOCKET does not listen: %s", error.strerror or error)


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the bots served from one file are: ``lines`` say it for each, ``well`` whether all are."""

    well: bool
    lines: tuple[str, ...]


def read_health(store: Store, *, now: dt.datetime) -> Health:
    """Say of each workspace whether its bot ticks and what it asks a person to mend; not well when none serves."""
    with store.read() as db:
        beats = [msgspec.json.decode(memo.record, type=Heartbeat) for memo in list_memos(db, MemoKind.BEAT).values()]
    if not beats:
        return Health(well=False, lines=("No bot has served from this database yet. Start one: gongbao serve.",))
    silent = [not -SILENT_AFTER <= now - beat.at <= SILENT_AFTER for beat in beats]
    is_starting = any(not beat.workspace and not late for beat, late in zip(beats, silent, strict=True))
    lines = [
        _describe(beat, is_silent=is_silent, is_starting=is_starting, now=now)
        for beat, is_silent in zip(beats, silent, strict=True)
    ]
    return Health(well=not any(silent) and not any(beat.problems for beat in beats), lines=tuple(lines))


def _describe(beat: Heartbeat, *, is_silent: bool, is_starting: bool, now: dt.datetime) -> str:
    where = f"{beat.workspace or 'A bot that is starting'} ({beat.mode} mode)"
    if is_silent:
        again = "" if is_starting else " Start it again: gongbao serve."
        return f"{where}: no heartbeat since {beat.at:%Y-%m-%d %H:%M:%S} UTC.{again}"
    if beat.problems:
        return f"{where}: {' '.join(beat.problems)}"
    return f"{where}: well, {max(0, int((now - beat.at).total_seconds()))} s ago"
