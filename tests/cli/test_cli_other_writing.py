"""What is no briefing, given to ``gongbao ingest``: asked about in a terminal, else refused unless told to keep it."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.terminal import FORTNIGHT, Terminal

INVOICE = """Invoice 2024-117

Halden & Sons, 14 Quay Street

Date: 3 May 2024

4 boxes of paper, A4    EUR 48.00
2 toner cartridges      EUR 131.60

Total                   EUR 179.60

Please pay within 30 days to the account below.
"""
ESSAY = """# On waiting

There is a kind of patience that nobody teaches. It is learned at bus stops and in corridors, and it looks like doing
nothing at all.

People who are good at it do not count the minutes. They look at shoes, at clouds, at the way a door is hung.

I have come to think that it is less a virtue than a craft, and that it can be lost like any other when it is not used.
"""
WRITINGS = {"invoice.txt": INVOICE, "essay.md": ESSAY}


@pytest.fixture(params=sorted(WRITINGS))
def writing(place: Path, request: pytest.FixtureRequest) -> str:
    """A file that is no briefing."""
    (place / request.param).write_text(WRITINGS[request.param])
    return str(request.param)


def test_without_a_terminal_it_is_refused_unless_told_to_keep_it(terminal: Terminal, writing: str) -> None:
    """One line says what to do; nothing is stored before."""
    said = terminal.refuse("ingest", writing)
    assert said == f"{writing} doesn't look like a briefing. gongbao ingest --keep {writing} stores it anyway."
    refused = json.loads(terminal.run("ingest", writing, "--json", status=1).stdout)
    assert refused == {"source_name": writing, "kept": False, "why": "not_a_briefing"}
    assert terminal.load("export")["briefings"] == []
    assert "Undo: gongbao undo B1" in terminal.run("ingest", writing, "--keep").stdout
    assert "was read before: nothing changed" in terminal.run("ingest", writing).stdout


def test_in_a_terminal_it_is_asked_about(terminal: Terminal, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The status tells whether anything was left."""
    (place / "essay.md").write_text(ESSAY)
    shown = terminal.run("ingest", "essay.md", str(FORTNIGHT), status=1)
    assert "1 read, 0 unchanged, 1 refused" in shown.stderr
    there = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True), exit=sys.exit)
    monkeypatch.setattr("bot.cli.ingest.sys", there)
    asked = terminal.run("ingest", "essay.md", typed="n\n", status=1)
    assert "essay.md doesn't look like a briefing. Keep it? [y/N]:" in asked.stderr
    assert len(terminal.load("export")["briefings"]) == 1
    terminal.run("ingest", "essay.md", typed="y\n")
    assert len(terminal.load("export")["briefings"]) == 2
