"""The layout of a briefing in Slack: confirmed from its report, or changed in the form that shows what it reads."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from tests.harrow_lane import write_letter
from tests.kept_reader import KeptReader

NOW = dt.datetime(2024, 5, 10, 9, tzinfo=dt.UTC)


@dataclass
class Desk:
    """The program around the workspace in memory, with one issue that was read."""

    app: Application

    def read(self, day: int) -> None:
        self.app.services.ingest.ingest(source_name=f"{day}.md", data=write_letter(day), by="U1", now=NOW)

    def ask(self, command: str, *presses: str) -> str:
        self.app.workspace.command(command)
        for press in presses:
            self.app.workspace.press(press)
        return self.show()

    def show(self) -> str:
        assert self.app.workspace.screen is not None
        return render_message(self.app.workspace.screen.payload)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(db=tmp_path / "g.db")
    with bootstrap(settings, clock=FixedClock(NOW), create=True, reader=KeptReader()) as app:
        desk = Desk(app)
        desk.read(6)
        yield desk


def test_a_press_confirms_the_layout_of_a_series(desk: Desk) -> None:
    """The report of a first issue asks, with two items as read; a later issue's does not."""
    shown = desk.ask("/ingest show B1")
    assert "Is the layout right? Nobody has confirmed it for this series yet.\n" in shown
    assert "\nFirst item: policy · 2 May 2024 · MIIT: MIIT drafts rules for drones  [Check layout]" in shown
    assert "[Looks right] [⋮ Something is off · Undo]" in shown
    done = desk.ask("/ingest show B1", "Looks right")
    assert done.startswith("Confirmed: Harrow Lane Policy Letter is read with this layout from now on.\n")
    assert "Is the layout right?" not in done
    desk.read(13)
    assert "Is the layout right?" not in desk.ask("/ingest show B2")
    assert desk.app.services.layouts.show(2).used.is_kept


def test_the_form_shows_the_items_anew_and_keeps_what_is_chosen(desk: Desk) -> None:
    """What it would read is shown before; kept, the briefing is read again and the window says what changed."""
    opened = desk.ask("/ingest show B1", "Something is off")
    assert opened.startswith(
        "[ Layout ]\nAn item starts at these lines, its headlines: a heading of level 3 (3): MIIT drafts"
    )
    assert "3 items as read\n" in opened
    desk.app.workspace.press("Try it")
    assert "3 items as read\n" in desk.show()
    form = desk.app.workspace
    form.fill("An item starts", "")
    form.fill("These are items", "a paragraph that opens with a date")
    form.fill("These are headings", "a heading of level 3")
    form.fill("Where the date", "line under")
    form.fill("What each heading heads", "Policy Letter = top")
    form.submit()
    assert desk.show().startswith("[ Layout ]\nB1 was read again: 3 items. Later issues use this layout too.\n")
    assert "changed: The MIIT published draft rules for the makers of drones." in desk.show()
    kept = desk.app.services.layouts.list()[0].toml
    assert 'item = ["dated paragraph"]' in kept
    assert 'date = "line under"' in kept
    assert '"Policy Letter" = "top"' in kept
