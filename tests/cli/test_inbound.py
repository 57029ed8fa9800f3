"""What comes in to the program as a process, in short: ``make inbound`` does the same at length."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import inbound

pytestmark = pytest.mark.usefixtures("socket_enabled")
SHORT = inbound.Load(items=200, lines=40, documents=2, commands=100, channels=2)


@pytest.mark.no_cover
def test_every_command_is_answered(tmp_path: Path) -> None:
    """Fifty at once over sockets, beside ingests and first posts."""
    said: list[str] = []
    assert inbound.print_load(tmp_path, "socket", say=said.append, load=SHORT) == 0
    assert "100 sent, 100 acked, 0 unacked, 100 answered" in said[0]


@pytest.mark.no_cover
def test_every_delivery_has_one_effect(tmp_path: Path) -> None:
    """Each four times over HTTP, again after a restart, and a lost one; ``test_serve`` does it over sockets."""
    said: list[str] = []
    assert inbound.print_replays(tmp_path, "http", say=said.append) == 0
    assert [line.endswith("1 at the end: met") for line in said] == [True] * 5


def test_forged_requests_are_refused_and_a_replay_has_one_effect(tmp_path: Path) -> None:
    """Whatever is odd, old or forged is not heard, too much is not read, and nothing leaves a traceback."""
    said: list[str] = []
    assert inbound.print_signatures(tmp_path, say=said.append) == 0
    assert said[-1].endswith("effects of the replay: 1; tracebacks: none")


def test_evil_files_and_addresses_reach_nothing(tmp_path: Path) -> None:
    """Each file ends in a report or a refusal, nothing outside the data folder changes, and no address is dialled."""
    said: list[str] = []
    assert inbound.print_files(tmp_path, say=said.append) == 0
    assert inbound.print_addresses(say=said.append) == 0
    assert said[1].endswith("changed outside the data folder: 0")
    assert "0 taken, 0 dialled" in said[2]


def test_no_secret_stands_where_it_may_not(tmp_path: Path) -> None:
    """A day at the level debug leaves none in log, database, backup, arguments, or the reader's environment."""
    said: list[str] = []
    assert inbound.print_secrets(tmp_path, "http", say=said.append) == 0
    assert len(said) == 5
    assert " 0 bytes" not in said[0]
