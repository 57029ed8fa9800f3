"""``demo`` and ``console`` without a terminal: a tour that ends, and a transcript of what is piped in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal


@pytest.fixture
def tour(terminal: Terminal) -> str:
    return terminal.run("demo").stdout


def test_the_demo_is_a_short_tour(tour: str, place: Path) -> None:
    """What a channel gets, a list, a policy, a ministry, a company, what is not there, what to do next; no traces."""
    for part in (
        "== What a channel gets ten minutes later ==\n\nChina policy: 15 new, 3 deadlines",
        "27 Apr",
        "== One policy: /policy P19 ==",
        "MIIT",
        "CATL 宁德时代",
        "Tesla isn't mentioned in your briefings.",
        "gongbao ingest YOUR-BRIEFING.pdf",
    ):
        assert part in tour
    assert tour.count("\n") <= 120
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
    typed = "/company CATL\n2\nposts\n/digest subscribe topic:ai\n1\nposts\n99\n"
    shown = held.run("console", "--now", "2025-04-10", typed=typed).stdout
    assert shown.startswith("Gongbao, here in the terminal.")
    assert "gongbao> /company CATL\nCATL 宁德时代: 2 stories\n" in shown
    assert re.search(r"^\[1\] [^\[]*I42  \[2\] [^\[]*I9  \[3\] ", shown, re.MULTILINE)  # named by what each opens
    assert "gongbao> 2\nBattery maker CATL and Didi" in shown
    assert "gongbao> posts\nNothing is posted yet.\n" in shown
    assert "#general (C0LOCAL)" in shown
    assert "There is no button “99” here." in shown
    assert shown.endswith("gongbao> \n")
