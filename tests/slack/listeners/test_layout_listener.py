"""The layout of a briefing in Slack: confirmed from its report, or changed in the form that shows what it reads."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from tests.channel_room import Room, open_room
from tests.harrow_lane import write_letter
from tests.kept_reader import KeptReader

NOW = dt.datetime(2024, 5, 10, 9, tzinfo=dt.UTC)


def read(desk: Room, day: int) -> None:
    desk.app.services.ingest.ingest(source_name=f"{day}.md", data=write_letter(day), by="U1", now=NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Room]:
    """One issue was read."""
    with open_room(tmp_path, now=NOW, reads=KeptReader()) as desk:
        read(desk, 6)
        yield desk


def test_a_press_confirms_the_layout_of_a_series(desk: Room) -> None:
    """The report of a first issue asks, with two items as read; a later issue's does not."""
    shown = desk.command("/ingest show B1")
    assert "Is the layout right? Nobody has confirmed it for this series yet.\n" in shown
    assert "\nFirst item: policy · 2 May 2024 · MIIT: MIIT drafts rules for drones  [Check layout]" in shown
    assert "[Looks right] [⋮ Something is off · Undo]" in shown
    done = desk.press("Looks right")
    assert done.startswith("Confirmed: Harrow Lane Policy Letter is read with this layout from now on.\n")
    assert "Is the layout right?" not in done
    read(desk, 13)
    assert "Is the layout right?" not in desk.command("/ingest show B2")
    assert desk.app.services.layouts.show(2).used.is_kept


def test_the_form_shows_the_items_and_keeps_what_is_chosen(desk: Room) -> None:
    """Kept, the briefing is read again and the window says what changed; what cannot be read is said in the form."""
    opened = desk.command("/ingest show B1", "Something is off")
    assert opened.startswith(
        "[ Layout ]\nAn item starts at these lines, its headlines: a heading of level 3 (3): MIIT drafts"
    )
    assert "3 items as read\n" in opened
    with pytest.raises(NotFoundError, match="I can't read “Policy Letter”"):
        desk.submit(**{"What each heading heads": "Policy Letter"})
    form = {"An item starts": "", "These are items": "a paragraph that opens with a date"}
    form |= {"These are headings": "a heading of level 3", "Where the date": "line under"}
    desk.submit(**form, **{"What each heading heads": "Policy Letter = top"})
    assert desk.show().startswith("[ Layout ]\nB1 was read again: 3 items. Later issues use this layout too.\n")
    assert "changed: The MIIT published draft rules for the makers of drones." in desk.show()
    kept = desk.app.services.layouts.list()[0].toml
    for line in ('item = ["dated paragraph"]', 'date = "line under"', '"Policy Letter" = "top"'):
        assert line in kept
