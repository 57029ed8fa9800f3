"""Whether a running bot does its work, for a supervisor: seen from inside, and by its heartbeat from outside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.store.heartbeats import Heartbeat, list_heartbeats, write_heartbeat
from bot.store.outbox import find_stop

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.database import Store

BEAT_EVERY = dt.timedelta(seconds=30)
"""How often a heartbeat is written."""
SILENT_AFTER = dt.timedelta(seconds=120)
"""How old a heartbeat may be before the bot counts as not running."""


def list_problems(store: Store, *, workspace: str) -> tuple[str, ...]:
    """Give what a person must mend, a sentence each; nothing when all is well."""
    try:
        with store.read() as db:
            stop = find_stop(db, workspace)
    except StoreError as error:
        return (str(error),)
    return () if stop is None else (f"Sending is stopped: Slack said {stop}. Check the bot's token.",)


class Heart:
    """Writes the heartbeat of one workspace; ``check`` gives what else a person must mend at the moment."""

    def __init__(self, store: Store, *, workspace: str, mode: str, check: Callable[[], tuple[str, ...]]) -> None:
        self._store = store
        self._workspace = workspace
        self._mode = mode
        self._check = check
        self._last: dt.datetime | None = None

    def beat(self, now: dt.datetime) -> None:
        """Write a heartbeat, unless the last one is fresh; raises a StoreError when it cannot be written."""
        if self._last is not None and dt.timedelta() <= now - self._last < BEAT_EVERY:
            return
        beat = Heartbeat(workspace=self._workspace, at=now, mode=self._mode, problems=self._check())
        with self._store.write() as db:
            write_heartbeat(db, beat)
        self._last = now


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    """How the bots served from one file are: ``lines`` say it for each, ``well`` whether all are."""

    well: bool
    lines: tuple[str, ...]


def read_health(store: Store, *, now: dt.datetime) -> Health:
    """Say of each workspace whether its bot ticks and what it asks a person to mend; not well when none serves."""
    with store.read() as db:
        beats = list_heartbeats(db)
    if not beats:
        return Health(well=False, lines=("No bot has served from this database yet. Start one: gongbao serve.",))
    silent = [not -SILENT_AFTER <= now - beat.at <= SILENT_AFTER for beat in beats]
    lines = [_describe(beat, is_silent=is_silent, now=now) for beat, is_silent in zip(beats, silent, strict=True)]
    return Health(well=not any(silent) and not any(beat.problems for beat in beats), lines=tuple(lines))


def _describe(beat: Heartbeat, *, is_silent: bool, now: dt.datetime) -> str:
    where = f"{beat.workspace} ({beat.mode} mode)"
    if is_silent:
        return f"{where}: no heartbeat since {beat.at:%Y-%m-%d %H:%M:%S} UTC. Start it again: gongbao serve."
    if beat.problems:
        return f"{where}: {' '.join(beat.problems)}"
    return f"{where}: well, {max(0, int((now - beat.at).total_seconds()))} s ago"
