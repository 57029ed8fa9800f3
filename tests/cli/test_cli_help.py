"""The table of commands, the help of each, and calls that are wrong."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli.main import cli
from tests.cli.terminal import Terminal


def walk(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Return every command with its path."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from walk(command, (*path, name))


ALL = dict(walk(cli))


def test_all_commands_are_there() -> None:
    """The commands of the contract are there, and those of groups."""
    contract = "demo ingest ask search console export serve digest review undo layout feed licence posts health audit"
    contract += " ingests merge split admin doctor backup restore"
    assert set(contract.split()) <= set(cli.commands)
    inner = {" ".join(path) for path in ALL if len(path) > 1}
    wanted = {"digest": "preview run ledger", "posts": "held send skip", "layout": "show list confirm set"}
    wanted |= {"admin": "grant revoke list allow-channel refuse-channel", "feed": "add list remove"}
    assert {f"{group} {name}" for group, names in wanted.items() for name in names.split()} <= inner


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_is_explained(terminal: Terminal, path: tuple[str, ...]) -> None:
    """The help says what the command does, and each option what it is for."""
    shown = terminal.run(*path, "--help").stdout
    assert shown.startswith(f"Usage: gongbao {' '.join(path)} ")
    command = ALL[path]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith((".", "]")), parameter.name
            assert parameter.opts[0] in shown
    if not isinstance(command, click.Group):
        assert any("--db" in parameter.opts for parameter in command.params)
        assert f"\n  Example: gongbao {' '.join(path)}" in shown


def test_the_help_lists_the_commands(terminal: Terminal) -> None:
    """In four sections, each command with its line."""
    shown = terminal.run("--help").stdout
    assert re.findall(r"^(\w+):$", shown, re.MULTILINE) == ["Options", "Read", "Ask", "Slack", "Operate"]
    for name, command in cli.commands.items():
        assert re.search(rf"^  {name} +{re.escape(command.get_short_help_str(100)[:50])}", shown, re.MULTILINE), name
    assert terminal.run("-h").stdout == shown


@pytest.mark.parametrize("args", [(), ("digest",)])
def test_a_group_alone_shows_its_help(terminal: Terminal, args: tuple[str, ...]) -> None:
    """On standard error, since nothing was done; status 2."""
    result = terminal.run(*args, status=2)
    assert result.stdout == ""
    assert "preview" in result.stderr if args else "Operate:" in result.stderr


@pytest.mark.parametrize(
    ("args", "line"),
    [
        (("nosuch",), "No such command 'nosuch'."),
        (("--bogus",), "No such option '--bogus'."),
        (("ask", "/policy", "--usr", "U1"), "No such option '--usr'. Did you mean '--user'?"),
        (("digest", "nosuch"), "No such command 'nosuch'."),
        (("ask",), "Missing argument 'COMMAND'."),
        (("ask", "a", "b"), "Got unexpected extra argument (b)"),
        (("ingest",), "Missing argument 'PATH_OR_URL...'."),
        (("export", "--briefing"), "Option '--briefing' requires an argument."),
        (
            ("ask", "/policy", "--now", "yesterday"),
            "“yesterday” is no date or time. Write 2023-12-10",
        ),
        (("ask", "/policy", "--now", ""), "“” is no date or time."),
        (("ask", "/policy", "--now", "2023-02-30"), "“2023-02-30” is no date or time."),
        (("ask", "/policy", "--now", "0001-01-01"), "“0001-01-01” is no date or time."),
        (
            ("ask", "/policy", "--now", "9999-12-31T23:59-10:00"),
            "is no date or time. Write 2023-12-10",
        ),
    ],
)
def test_a_wrong_call_is_explained(held: Terminal, args: tuple[str, ...], line: str) -> None:
    """It names what was wrong; status 2."""
    result = held.run(*args, status=2)
    assert line in result.stderr.partition("Error: ")[2]
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("call", "status", "said"),
    [
        ("layout show nothing.md", 1, "nothing.md cannot be used: No such file or directory. "),
        ("layout show B9", 1, "You have no briefing B9. "),
        ("layout confirm P1", 2, "“P1” is not an id of this kind. "),
        ("layout set B1 wrong.toml", 2, "A layout has no `itme`. "),
        ("layout set B1 empty.toml", 2, "This layout finds no item. "),
        ("review R99 yes", 1, "There is no R99 in the review list. "),
        ("review P3 yes", 2, "“P3” is not an id of this kind. Write R and a number"),
        ("review R1 maybe", 2, "I can't decide “maybe”. "),
        ("review --briefing B9", 1, "You have no briefing B9. "),
        ("merge P1 P1", 2, "P1 and P1 are one policy already. "),
        ("split I99", 1, "There is no I99. "),
        ("export --briefing B9", 1, "You have no briefing B9. "),
        ("undo B0", 2, "“undo” needs an id, and nothing else. Example: gongbao undo B3"),
        ("digest preview D9", 1, "There is no subscription D9 in this channel. "),
        ("digest preview colour:red", 2, "“colour:” is not a key. "),
        ("search since:2023-02-31", 2, "since: “2023-02-31” is not a date"),
        ("ask /company --press Nope", 1, "There is no button “Nope” here. Buttons: "),
        ("feed add http://a.example/f.xml", 2, ""),
        ("feed remove F9", 1, ""),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(
    held: Terminal, place: Path, call: str, status: int, said: str
) -> None:
    """The line names the thing and says what to do."""
    (place / "wrong.toml").write_text('itme = ["row"]')
    (place / "empty.toml").write_text("title_page = 5000")
    assert held.refuse(*shlex.split(call), status=status).startswith(said)
