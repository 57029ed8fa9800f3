"""What the documents promise is what the program has."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bot.cli.main import cli
from bot.domain.queries.query_keys import Key
from bot.slack.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
CONTEXT = click.Context(cli)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", cli.list_commands(CONTEXT))
def test_every_command_of_the_command_line_is_in_the_readme(name: str) -> None:
    """A command that the README does not name does not exist for a stranger; each has a help text."""
    assert f"`gongbao {name}" in README
    command = cli.get_command(CONTEXT, name)
    assert command is not None
    assert command.help


@pytest.mark.parametrize("name", cli.list_commands(CONTEXT))
def test_every_subcommand_of_the_command_line_is_in_the_readme(name: str) -> None:
    """The rows of a group name all that is in it."""
    rows = "".join(line for line in README.splitlines() if line.startswith(f"| `gongbao {name} "))
    group = cli.get_command(CONTEXT, name)
    inside = group.list_commands(CONTEXT) if isinstance(group, click.Group) else []
    assert not [each for each in inside if not re.search(rf"(?<![\w-]){each}(?![\w-])", rows)]


@pytest.mark.parametrize("name", re.findall(r"^\| `gongbao (\w+)", README, re.MULTILINE))
def test_the_readme_names_no_command_that_is_not_there(name: str) -> None:
    """Every row of the README's table is a command."""
    assert name in cli.list_commands(CONTEXT)


def test_every_slash_command_and_subcommand_is_in_the_readme() -> None:
    """The README's table has each command with its subcommands."""
    for command in COMMANDS:
        row = next(line for line in README.splitlines() if line.startswith(f"| `/{command.name}` |"))
        for subcommand in command.subcommands:
            name = subcommand.usage.split()[0]
            if name.isalpha() and not name[0].isupper() and name in command.names:
                assert re.search(rf"`{name}\b", row), (command.name, name)


@pytest.mark.parametrize("key", list(Key))
def test_every_key_is_in_the_readme(key: Key) -> None:
    """The README explains each key, or says that it is refused for now."""
    assert f"`{key}:" in README


@pytest.mark.parametrize("name", re.findall(r'"(GONGBAO_[A-Z_]+)"', (ROOT / "bot" / "config.py").read_text()))
def test_every_setting_is_in_the_readme(name: str) -> None:
    """The README's table has each setting."""
    assert f"| `{name}` |" in README


@pytest.mark.parametrize("text", [README, CONTRIBUTING, (ROOT / "data" / "README.md").read_text(encoding="utf-8")])
def test_named_targets_and_files_exist(text: str) -> None:
    """Every make target and every path of the project that a document names is there."""
    for target in re.findall(r"`make ([a-z][a-z-]+)", text):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE), target
    for path in re.findall(r"`((?:bot|tests|data)/[\w./-]+)`", text):
        assert (ROOT / path).exists() or "*" in path or path.endswith(".db"), path


def test_the_changelog_has_a_place_for_what_comes() -> None:
    """Changes not yet released stand under their own heading, first."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(.+?)\]", changelog, re.MULTILINE)[0] == "Unreleased"
