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
from tests.cli.terminal import Terminal
from tests.files.paper import NOW as CLOCK

HEADING = "Notes of your team"


def test_typed_notes_are_kept_changed_and_ended(held: Terminal) -> None:
    """On a policy, a body and a company; what is named without a text is opened with its notes."""
    assert "Saved: N1 on P19." in held.ask("/policy note P19 We answer by 20 April.")
    assert "Saved: N2 on MIIT." in held.ask("/ministry note Ministry of Industry and Information Technology: ask Li")
    assert "Saved: N3 on CATL." in held.ask("/company note CATL: our supplier")
    shown = held.ask("/policy note P19")
    assert f"{HEADING}\n\n  | We answer by 20 April.\n@U0ADMIN, 10 Apr 2025 · N1  [Edit note]" in shown
    assert "ask Li" in held.ask("/ministry 工信部")
    assert "our supplier" in held.ask("/company CATL")
    assert "Changed: N1 on P19." in held.ask("/policy note N1 We do not answer.")
    held.ask("/policy note N1 We do not.", now="2025-04-11")
    assert "| We do not.\n@U0ADMIN, 10 Apr 2025, changed 11 Apr 2025" in held.ask("/policy P19")
    assert "Deleted: N2 on MIIT." in held.ask("/policy note delete N2", "--press", "Delete")
    assert HEADING not in held.ask("/ministry MIIT")
    assert "There is no note N2." in held.ask("/policy note N2 again")
    assert "You have no policy P99." in held.ask("/policy note P99 what?")


def test_a_note_leaves_with_nothing(held: Terminal) -> None:
    """Not with what is shared, exported, mentioned or asked by a guest; nobody but members sees it."""
    held.ask("/policy note P19 Our secret view.")
    assert "secret" in held.ask("/policy P19", "--user", "U1BEN")
    assert "secret" not in held.ask("/policy P19 share:yes")
    assert "secret" not in held.ask("/policy P19", "--press", "Share")
    assert "secret" not in held.ask("@Gongbao policy P19")
    for kind in ("md", "csv"):
        assert "secret" not in held.ask(f"/policy P19 export:{kind}")
    assert "secret" not in held.export()
    assert "Saved" in held.ask("@Gongbao policy note P19 Another secret.", now="2025-04-11")
    assert "secret" not in held.ask("@Gongbao policy P19", now="2025-04-12")
    assert "somebody else's note" in held.ask("/policy note N1 mine now", "--user", "U1BEN")


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


def test_another_members_note_is_not_opened(workspace: LocalWorkspace) -> None:
    """Its author or an admin may change it; everybody else is told so."""
    workspace.command("/policy note P19 Mine.", user="U1ANN")
    workspace.command("/policy P19", user="U1BEN")
    workspace.press("Edit note")
    assert "N1 is somebody else's note." in screen(workspace)
    workspace.command("/policy P19")
    workspace.press("Edit note")
    assert "Mine." in json.dumps(workspace.screen.payload if workspace.screen else None)
