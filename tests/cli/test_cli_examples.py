"""The examples that help shows: each of them works on the samples, in the order shown."""

from __future__ import annotations

import re

import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.commands import COMMANDS, Command, build_help_text
from tests.cli.terminal import Terminal
from tests.files.paper import NOW as _EARLIER

NOW = _EARLIER.replace(year=2025, month=4, day=10)
_NO_ANSWER = (
    "⚠",
    "mentioned in your briefings",
    "No result",
    "Nothing open",
    "was read as a search word",
    "Nothing to",
    "No named list",
)
_ANSWER = re.compile(r"Gongbao Samples|From \d+ briefings|^Saved|^Done\.|^Subscribe\?|^Preview|on its way|to review", re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_has_a_real_answer(held: Terminal, command: Command) -> None:
    """As typed by an admin at the date of the newest sample: a statement with its source, or what was done."""
    assert held.db is not None
    with bootstrap(Settings(db=held.db), clock=FixedClock(NOW), create=False) as app:
        for example in command.examples:
            screen = app.workspace.command(f"/{command.name} {example}")
            shown = render_message(screen.payload)
            assert not [said for said in _NO_ANSWER if said in shown], (example, shown)
            assert _ANSWER.search(shown), (example, shown)
            assert f"`/{command.name} {example}`" in build_help_text(command.name)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_bare_command_has_a_real_answer(held: Terminal, command: Command) -> None:
    """Each does the most useful thing; the help of each is its own."""
    assert held.db is not None
    with bootstrap(Settings(db=held.db), clock=FixedClock(NOW), create=False) as app:
        shown = render_message(app.workspace.command(f"/{command.name}").payload)
        assert "⚠" not in shown
        assert command.summary in render_message(app.workspace.command(f"/{command.name} help").payload)
