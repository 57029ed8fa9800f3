"""A terminal on an empty place, and one on a database that holds the samples."""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app as parts
from bot.operations import doctor
from tests.cli.terminal import FORTNIGHT, MONITOR, QUARTER, Terminal
from tests.kept_reader import SharedReader


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty working directory, no settings of ours in the environment, and the log as it was afterwards.

    Commands that run in this process share one process that reads.
    """
    for each in (parts, doctor):
        monkeypatch.setattr(each, "ChildReader", SharedReader)
    for name in os.environ:
        if name.startswith("GONGBAO_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield tmp_path
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal whose database does not exist yet."""
    return Terminal(db=tmp_path / "new" / "g.db")


@pytest.fixture(scope="session")
def samples_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the three samples as B1 (Q1 2024), B2 (September 2024) and B3 (March 2025)."""
    held = Terminal(db=tmp_path_factory.mktemp("samples") / "g.db")
    held.run("ingest", str(QUARTER), str(FORTNIGHT), str(MONITOR), "--now", "2025-04-02")
    assert held.db is not None
    return held.db


@pytest.fixture
def held(tmp_path: Path, samples_db: Path) -> Terminal:
    """A terminal on a copy of the samples' database."""
    shutil.copy(samples_db, tmp_path / "held.db")
    return Terminal(db=tmp_path / "held.db")
