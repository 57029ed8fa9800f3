"""Commands made up at random: each has an answer with text, and none fails."""

from __future__ import annotations

import datetime as dt
import logging
import os
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from tests.made_up_commands import make_command, make_noise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.bootstrap import Application

FUZZED = int(os.environ.get("FUZZED", "2000"))
"""How many made-up texts are tried; ``make hostile`` tries many more."""


@pytest.fixture
def app(tmp_path: Path, samples_db: Path) -> Iterator[Application]:
    shutil.copy(samples_db, tmp_path / "random.db")
    settings = Settings(db=tmp_path / "random.db")
    clock = FixedClock(dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC))
    with bootstrap(settings, clock=clock, create=False) as opened:
        yield opened


@pytest.mark.no_cover
@pytest.mark.parametrize(("make", "count"), [(make_command, 100), (make_noise, FUZZED)])
def test_every_command_has_an_answer(
    app: Application, caplog: pytest.LogCaptureFixture, make: Callable[[random.Random], str], count: int
) -> None:
    """Whatever is typed, there is a payload with text that can be shown, and nothing failed on our side."""
    chance = random.Random(count)  # noqa: S311  the same commands in every run
    for number in range(count):
        command = make(chance)
        with caplog.at_level(logging.ERROR):
            screen = app.workspace.command(command)
        assert screen.payload.get("type") == "modal" or screen.payload["text"].strip(), command
        assert render_message(screen.payload).strip(), command
        assert not caplog.records, command
        if number % 50 == 0:
            assert not app.scheduler.tick(app.clock.now()).lines
