"""Attacks on the program as a process: forgeries, evil files, and secrets where none may stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.attacks import print_addresses, print_files, print_secrets, print_signatures

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("socket_enabled")


def test_forged_requests_are_401_and_a_replay_has_one_effect(tmp_path: Path) -> None:
    """Whatever is odd, old or forged is not heard, too much is not read, and nothing leaves a traceback."""
    said: list[str] = []
    assert print_signatures(tmp_path, say=said.append) == 0
    assert said[-1].endswith("effects of the replay: 1; tracebacks: 0")
    assert sum("401" in line for line in said) == 7


def test_evil_files_change_nothing_outside_the_data_folder(tmp_path: Path) -> None:
    """Each ends in a report or in a line that says why it was not read."""
    said: list[str] = []
    assert print_files(tmp_path, say=said.append) == 0
    assert said[-1].endswith("changed outside the data folder: 0")


def test_no_hostile_address_is_dialled() -> None:
    """Not even through a resolver that says one thing first and another then."""
    said: list[str] = []
    assert print_addresses(say=said.append) == 0
    assert "0 taken, 0 dialled" in said[0]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_no_secret_stands_where_it_may_not(tmp_path: Path, mode: str) -> None:
    """A day at the level debug leaves none in log, database, backup, arguments, or the reader's environment."""
    said: list[str] = []
    assert print_secrets(tmp_path, mode, say=said.append) == 0
    assert len(said) == 5
    assert " 0 bytes" not in said[0]
