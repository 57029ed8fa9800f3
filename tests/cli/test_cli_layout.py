"""``gongbao layout`` as an admin uses it: look, try another layout, keep it, and read the next issue with it."""

import tomllib
from pathlib import Path

import pytest

from tests.cli.terminal import MONITOR, Terminal
from tests.harrow_lane import write_letter


@pytest.fixture
def letters(place: Path) -> tuple[str, str]:
    """Two issues of one series."""
    for number, day in ((1, 6), (2, 13)):
        (place / f"{number}.md").write_bytes(write_letter(day))
    return "1.md", "2.md"


def test_what_is_shown_is_a_layout_that_can_be_given_back(terminal: Terminal) -> None:
    """All but the layout stands in comments, for a file without a database as for a briefing."""
    shown = terminal.run("layout", "show", str(MONITOR)).stdout
    assert shown.startswith("# Not stored  Gongbao Samples China Industry Monitor: read with the layout found in it\n")
    assert "numbered heading 3" in tomllib.loads(shown)["headline"]
    assert "#   1  top · 14 Mar 2025 · CAC, MIIT, MPS, NRTA · 3 points · comment\n" in shown
    assert "#      Label it: AI-made content must say so from September\n" in shown
    assert terminal.db is not None
    assert not terminal.db.exists()
    terminal.run("ingest", str(MONITOR))
    assert tomllib.loads(terminal.run("layout", "show", "b1").stdout) == tomllib.loads(shown)
    assert terminal.load("layout", "show", "B1", "--json")["doubt"] == "new"


def test_a_layout_is_confirmed_once(terminal: Terminal, letters: tuple[str, str]) -> None:
    """The first issue asks, the second doesn't."""
    first, second = letters
    report = terminal.run("ingest", first).stdout
    assert "An item starts at a heading of level 3, its headline." in terminal.run("layout", "show", "B1").stdout
    assert "Is the layout right? " in report
    assert "Layout: gongbao layout confirm B1, or gongbao layout show B1\n" in report
    assert terminal.run("layout", "list").stderr.startswith("No layout is kept yet.")
    said = terminal.run("layout", "confirm", "B1").stdout
    assert said == "Confirmed: Harrow Lane Policy Letter is read with this layout from now on.\n"
    assert "layout" not in terminal.run("ingest", second).stdout
    assert "read with the layout given or kept for its series" in terminal.run("layout", "show", "B2").stdout
    kept = terminal.run("layout", "list", "--json")
    assert '"briefing_id": 1' in kept.stdout
    assert terminal.run("layout", "list").stdout.startswith("Harrow Lane Policy Letter: kept with B1 on ")


def test_another_layout_is_tried_and_set(terminal: Terminal, letters: tuple[str, str], place: Path) -> None:
    """Tried it changes nothing; set it reads the briefing again and says what changed."""
    first, second = letters
    (place / "bare.toml").write_text('title_page = 3\ngroup = ["heading 3"]\nitem = ["dated paragraph"]\n')
    terminal.run("ingest", first)
    before = terminal.export()
    for what in ("B1", first):
        assert "#      MIIT drafts" not in terminal.run("layout", "show", what, "--with", "bare.toml").stdout
    assert terminal.export() == before
    done = terminal.run("layout", "set", "B1", "bare.toml").stdout
    assert "was read again: 3 items. Later issues use this layout too." in done
    assert "changed: The MIIT published draft rules for the makers of drones. (headline" in done
    terminal.run("ingest", second)
    items = terminal.load("export", "--briefing", "B2")["briefings"][0]["items"]
    assert [item["headline"] for item in items] == [None, None, None]
    assert terminal.load("layout", "set", "B1", "bare.toml", "--json")["effects"]["changes"] == []
    terminal.run("undo", "B1")
    terminal.run("undo", "B1")
    terminal.run("undo", "B2")
    assert terminal.export() == before
