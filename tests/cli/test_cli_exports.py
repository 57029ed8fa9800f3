"""``export:`` through the whole app, on the samples: who gets the file, and how the terminal shows it."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from bot.app import bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from tests.cli.terminal import NOW, Terminal

CLOCK = dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC)


def test_a_table_is_printed(held: Terminal) -> None:
    """The answer says where the file goes, and the terminal shows what is in it."""
    shown = held.ask("/policy data security export:csv")
    assert "gongbao-data-security-2025-04-10.csv is on its way to your direct messages with Gongbao: 4 rows." in shown
    assert "as reported,Implementation Plan for Improving Data Security" in shown


@pytest.mark.parametrize(
    ("command", "name", "part"),
    [
        ("/policy due export:ics", "deadlines-from-today-2025-04-10", "UID:p19-comments_close@t0local.gongbao"),
        ("/policy P19 export:md", "p19-cybersecurity-law", "## Publisher's comments (opinion)"),
        ("/ministry NDRC export:md", "ndrc-national", "# NDRC National Development"),
        ("/company CATL export:csv", "catl-in-the-news", "company's claim, unverified"),
        ("/briefing B3 export:csv", "gongbao-samples", "P18,I"),
        ("/policy I1 export:md", "i1-", "# I1 "),
    ],
)
def test_every_answer_with_rows_is_exported(held: Terminal, command: str, name: str, part: str) -> None:
    """Policies, a body, a company, a briefing, an item."""
    shown = held.ask(command)
    assert f"gongbao-{name}" in shown
    assert part in shown


def test_a_word_document_is_saved(held: Terminal, tmp_path: Path) -> None:
    """It is named, and kept where the person says."""
    assert "a Word document, not shown here. Add --save FOLDER" in held.ask("/policy export:docx")
    shown = held.ask("/policy export:docx", "--save", str(tmp_path / "out"))
    (file,) = (tmp_path / "out").iterdir()
    assert f"Saved: {file}" in shown
    assert docx.Document(io.BytesIO(file.read_bytes())).paragraphs[1].text == "As of 10 Apr 2025 (Beijing)"
    (tmp_path / "taken").write_text("a file")
    refused = held.run("ask", "/policy export:md", "--now", NOW, "--save", str(tmp_path / "taken" / "x"), status=1)
    assert "cannot be written" in refused.stderr


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/policy zebra export:csv", "There is nothing here to export"),
        ("/company export:csv", "A list of names is not exported."),
        ("/company CATL export:ics", "the calendar would be empty"),
        ("/policy export:xls", "is no value of export:"),
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
    assert "is on its way" in held.ask("@Gongbao policy data security export:csv")


def test_a_file_that_did_not_go_is_told(held: Terminal) -> None:
    """The acknowledgement has gone by then: the person is told beside it, and no audit row says that it was sent."""
    assert held.db is not None
    with bootstrap(Settings(db=held.db), clock=FixedClock(CLOCK), create=False) as app:
        slack, call = app.workspace.slack, app.workspace.slack.call

        def refuse(called: str, arguments: dict[str, Any]) -> dict[str, Any]:
            return (
                {"ok": False, "error": "missing_scope"} if called == "conversations.open" else call(called, arguments)
            )

        slack.call = refuse  # type: ignore[assignment, method-assign]  # the workspace of this test alone
        screen = app.workspace.command("/policy P19 export:md")
        assert "did not open your direct messages" in render_message(screen.payload)
        assert slack.uploads == []
    assert "exported" not in held.run("audit").stdout
