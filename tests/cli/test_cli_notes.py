"""Notes of the team through the whole app, on the samples."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import NotFoundError
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.in_memory.local_slack import ADMIN
from tests.cli.terminal import Terminal
from tests.files.paper import NOW as CLOCK

HEADING = "Notes of your team"


@pytest.fixture
def workspace(held: Terminal) -> Iterator[LocalWorkspace]:
    assert held.db is not None
    with bootstrap(Settings(db=held.db), clock=FixedClock(CLOCK), create=False) as app:
        yield app.workspace


def screen(workspace: LocalWorkspace) -> str:
    assert workspace.screen is not None
    return render_message(workspace.screen.payload)


def submit(workspace: LocalWorkspace, text: str) -> str:
    workspace.submit({"note_text": {"note_text": {"value": text}}})
    return screen(workspace)


def test_the_button_opens_a_form(workspace: LocalWorkspace) -> None:
    """A new note from a card, the same form to change it, and a button in it to delete it."""
    workspace.command("/company CATL")
    workspace.press("Add a note")
    assert "CATL" in screen(workspace)
    assert "Saved: N1 on CATL." in submit(workspace, "Our supplier.")
    workspace.command("/company CATL")
    assert "Our supplier." in screen(workspace)
    workspace.press("Edit note")
    assert workspace.screen is not None
    assert json.dumps(workspace.screen.payload).count("Our supplier.") == 1
    with pytest.raises(NotFoundError, match="The note is empty"):
        submit(workspace, "  ")
    assert "Changed: N1 on CATL." in submit(workspace, "Not any more.")
    workspace.command("/company CATL")
    workspace.press("Edit note")
    workspace.press("Delete")
    assert "Deleted: N1 on CATL." in screen(workspace)
    workspace.command("/company CATL")
    assert HEADING not in screen(workspace)


def add(workspace: LocalWorkspace, text: str, *, user: str = ADMIN) -> None:
    """Write a note on a policy as somebody would."""
    workspace.command("/policy P19", user=user)
    workspace.press("Add a note")
    assert "Saved: N1 on P19." in submit(workspace, text)


def test_a_note_leaves_with_nothing(workspace: LocalWorkspace, held: Terminal) -> None:
    """Not with what is shared, exported or mentioned; members see it, in private."""
    add(workspace, "Our secret view.")
    workspace.command("/policy P19", user="U1BEN")
    assert f"{HEADING}\n\n  | Our secret view.\n@U0ADMIN, " in screen(workspace)
    workspace.command("/policy P19 share:yes")
    assert "secret" not in screen(workspace)
    workspace.command("/policy P19")
    workspace.press("Share")
    assert "secret" not in screen(workspace)
    assert "secret" not in held.ask("@Gongbao policy P19")
    for kind in ("md", "csv"):
        assert "secret" not in held.ask(f"/policy P19 export:{kind}")
    assert "secret" not in held.export()


def test_another_members_note_is_not_opened(workspace: LocalWorkspace) -> None:
    """Its author or an admin may change it; everybody else is told so."""
    add(workspace, "Mine.", user="U1ANN")
    workspace.command("/policy P19", user="U1BEN")
    workspace.press("Edit note")
    assert "N1 is somebody else's note." in screen(workspace)
    workspace.command("/policy P19")
    workspace.press("Edit note")
    assert "Mine." in json.dumps(workspace.screen.payload if workspace.screen else None)
