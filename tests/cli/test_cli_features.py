"""Examples of the help, notes, named lists and files, through the whole app on the samples."""

import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.commands import COMMANDS, Command, build_help_text
from bot.slack.in_memory.local import LocalWorkspace
from tests.cli.terminal import NOW, Terminal

_NO_ANSWER = ("⚠", "mentioned in your briefings", "No result", "Nothing open", "as a search word", "No named list")
_ANSWER = re.compile(
    r"Gongbao Samples|From \d+ briefings|^(Subscribe\?|Saved|Done\.|Preview)|on its way|to review", re.MULTILINE
)


@pytest.fixture
def workspace(held: Terminal) -> Iterator[LocalWorkspace]:
    assert held.db is not None
    clock = FixedClock(dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC))
    with bootstrap(Settings(db=held.db), clock=clock, create=False) as app:
        yield app.workspace


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_example_has_a_real_answer(workspace: LocalWorkspace, command: Command) -> None:
    """As typed by an admin at the date of the newest sample: a statement with its source, or what was done."""
    assert "⚠" not in render_message(workspace.command(f"/{command.name}").payload)
    assert command.summary in render_message(workspace.command(f"/{command.name} help").payload)
    for example in command.examples:
        shown = render_message(workspace.command(f"/{command.name} {example}").payload)
        assert not [said for said in _NO_ANSWER if said in shown], (example, shown)
        assert _ANSWER.search(shown), (example, shown)
        assert f"`/{command.name} {example}`" in build_help_text(command.name)


def test_a_note_leaves_with_nothing(workspace: LocalWorkspace, held: Terminal) -> None:
    """Not with what is shared, exported or mentioned; members see it, in private, and only its author changes it."""
    workspace.command("/policy P19", user="U1ANN")
    workspace.press("Add a note")
    saved = workspace.submit({"note_text": {"note_text": {"value": "Our secret view."}}})
    assert "N1 on P19." in render_message(saved.payload)
    seen = render_message(workspace.command("/policy P19", user="U1BEN").payload)
    assert "Notes of your team\n\n  | Our secret view.\n@U1ANN, " in seen
    assert "N1 is somebody else's note." in render_message(workspace.press("Edit note").payload)
    assert "secret" not in render_message(workspace.command("/policy P19 share:yes").payload)
    workspace.command("/policy P19")
    assert "secret" not in render_message(workspace.press("Share").payload)
    for typed in ("@Gongbao policy P19", "/policy P19 export:md", "/policy P19 export:csv"):
        assert "secret" not in held.ask(typed)
    assert "secret" not in held.export()


def test_a_list_is_saved_used_and_ended(held: Terminal) -> None:
    """What is saved is shown with how it is used, found by, followed, and gone when it is deleted."""
    saved = held.ask('/policy list save us = topic:robotics company:CATL "low-altitude"')
    assert "us · this channel's · L1" in saved
    assert "Any of: “low-altitude” · about the company CATL · topic Robotics" in saved
    assert "3 results · on the list us" in held.ask("/policy list:us sort:date")
    assert held.ask("/policy list show us", "--press", "Search") == held.ask("/policy list:L1")
    assert "D1" in held.ask("/digest subscribe list:us", "--press", "Subscribe")
    assert "followed by D1" in held.ask("/policy list delete us", "--press", "Delete")
    held.ask("/digest unsubscribe D1", "--press", "Unsubscribe")
    assert "Deleted: us" in held.ask("/policy list delete us", "--press", "Delete")
    assert "There is no named list “us” here." in held.ask("/policy list:us")


def test_ones_own_list_is_nobody_elses(held: Terminal) -> None:
    """With to:me it follows the person into every channel; other people and the channel do not see it."""
    assert "mine · your own · L1" in held.ask("/policy list save mine = topic:ai to:me")
    assert "on the list mine" in held.ask("/policy list:mine", "--channel", "C0OTHER")
    for typed in ("/policy list:mine", "/policy list:L1"):
        assert "There is no named list" in held.ask(typed, "--user", "U0BEN")
    for shown in (
        held.ask("@Gongbao policy list"),
        held.ask("/policy list show mine", "--press", "Search", "--press", "Share"),
        held.ask("/policy list:mine share:yes"),
    ):
        assert "on the list mine" not in shown
        assert "mine (L1)" not in shown


@pytest.mark.parametrize(
    ("command", "name", "part"),
    [
        ("/policy data security export:csv", "data-security-2025-04-10.csv", "as reported,Implementation"),
        ("/policy due export:ics", "deadlines-from-today-2025-04-10", "UID:p19-comments_close@t0local.gongbao"),
        ("/policy P19 export:md", "p19-cybersecurity-law", "## Publisher's comments (opinion)"),
        ("/ministry NDRC export:md", "ndrc-national", "# NDRC National Development"),
        ("/company CATL export:csv", "catl-in-the-news", "company's claim, unverified"),
        ("/briefing B3 export:csv", "gongbao-samples", "P18,I"),
        ("/policy P19 export:docx", "p19-cybersecurity-law", "a Word document"),
    ],
)
def test_every_answer_with_rows_is_exported(held: Terminal, command: str, name: str, part: str) -> None:
    """The answer says where the file goes, and the terminal shows what is in it."""
    shown = held.ask(command)
    assert f"gongbao-{name}" in shown
    assert part in shown


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/policy zebra export:csv", "There is nothing here to export"),
        ("/company export:csv", "A list of names is not exported."),
        ("/company CATL export:ics", "the calendar would be empty"),
        ("/policy export:xls", "“export:xls” isn't possible."),
    ],
)
def test_what_cannot_be_exported_is_said(held: Terminal, command: str, said: str) -> None:
    """One line, and no file."""
    shown = held.ask(command)
    assert said in shown
    assert "is on its way" not in shown


def test_a_file_is_for_the_asker_alone(held: Terminal) -> None:
    """It arrives in their direct messages, with share:yes too, and leaves an audit row; no channel sees it."""
    payload = json.loads(held.run("ask", "/policy share:yes export:csv", "--now", NOW, "--json").stdout)
    assert payload["response_type"] == "ephemeral"
    assert "exported" in held.run("audit").stdout
