"""``demo`` and ``console`` without a terminal: a tour that ends, and a transcript of what is piped in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def tour(terminal: Terminal) -> str:
    return terminal.run("demo").stdout


def test_the_demo_shows_every_kind_of_answer_and_a_summary(tour: str, place: Path) -> None:
    """Policies, a policy, a ministry, a company, a briefing, Chinese, what is not held, and a post; nothing stays."""
    for part in (
        "Open for comment until 27 Apr 2025 (25 days left, Beijing)",
        "gongbao> /policy P1\n",
        "gongxinbu",
        "CATL 宁德时代",
        "unread 0",
        "数据安全",
        "Tesla isn't mentioned in your briefings.",
        "== Posted to the channel, ten minutes after the newest briefing was read ==",
        "Comment by Sun 27 Apr",
    ):
        assert part in tour
    assert list(place.iterdir()) == []


def test_the_demo_keeps_its_database_where_one_is_named(terminal: Terminal, place: Path) -> None:
    """--db names a new file, which holds the samples afterwards; a file that exists is refused and left alone."""
    terminal.run("demo", "--no-console", "--db", str(place / "kept.db"))
    assert [b["id"] for b in terminal.load("export", "--db", str(place / "kept.db"))["briefings"]] == ["B1", "B2", "B3"]
    (place / "other").write_text("mine")
    assert "other exists already." in terminal.refuse("demo", "--db", "other")
    assert (place / "other").read_text() == "mine"


def test_a_piped_console_reads_as_a_session(held: Terminal) -> None:
    """Each line stands after the prompt, its answer below, buttons numbered; the end of the input ends it."""
    typed = "/policy I1\n1\n/company CATL\nposts\n/digest subscribe topic:ai\nposts\n99\n"
    shown = held.run("console", "--now", "2025-04-10", typed=typed).stdout
    assert shown.startswith("Gongbao, here in the terminal.")
    assert "gongbao> /company CATL\nCATL 宁德时代: 2 stories\n" in shown
    assert "[1] Open  [2] Open#2  [3] Follow  [4] Share  [5] Cite  [6] Report a mistake  [7] Add a note" in shown
    assert "gongbao> 1\n[ Source ]\n" in shown
    assert "gongbao> posts\nNothing is posted yet.\n" in shown
    assert "#general (C0LOCAL)" in shown
    assert "There is no button “99” here." in shown
    assert shown.endswith("gongbao> \n")
