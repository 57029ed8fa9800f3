"""``console`` and ``demo`` without a terminal: a transcript of what is piped in, and a tour that ends."""

from pathlib import Path

import pytest

from bot.cli.ask import HELP
from tests.cli.terminal import Terminal


def run_lines(held: Terminal, *lines: str) -> str:
    """Return what the console prints for these lines."""
    return held.run("console", "--now", "2025-04-10", typed="\n".join(lines)).stdout


def test_a_piped_console_reads_as_a_session(held: Terminal) -> None:
    """Each line stands after the prompt, its answer below, buttons numbered; what follows quit is not read."""
    typed = ("/company CATL", "2", "", "posts", "/digest subscribe topic:ai", "Subscribe", "posts", "99", "Q", "help")
    shown = run_lines(held, *typed)
    assert shown.startswith("Gongbao, here in the terminal.")
    assert "gongbao> /company CATL\nCATL 宁德时代: 2 stories\n" in shown
    assert "\n[1] Open I42  [2] Open I9  [3] " in shown
    assert "gongbao> 2\nBattery maker CATL and Didi" in shown
    assert "gongbao> posts\nNothing is posted yet.\n" in shown
    assert "#general (C0LOCAL)" in shown
    assert "There is no button “99” here." in shown
    assert shown.endswith("gongbao> ")
    assert run_lines(held, "help", "?").count(HELP) == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("home",), "China's industrial policy, from your briefings"),
        (("home", "Search"), "[ Search policies ]"),
        (
            ("home", "Search", "Words = data", "issued = 工信", "Kind = plan", "submit"),
            "1 result for “data” · issued by MIIT · kind of document: plan",
        ),
        (
            ("/policy data ministry:MIIT topic:data_security", "Refine", "Topics =", "submit"),
            "“data” · issued by MIIT  ",
        ),
        (
            ("/policy P19", "Report a mistake", "submit"),
            "Say in a few words what is wrong. Fill it in and submit again.",
        ),
        (("/policy P19", "Report a mistake", "How = the date", "submit"), "we'll tell you the outcome"),
        (("submit",), "There is no form on the screen. Open one with a button first."),
        (("home", "Search", "Colour = red"), "There is no field “Colour” here. Fields: Words, Dates, Issued by"),
        (("home", "Search", "Issued by = zzz"), "“zzz” is not offered here."),
        (("/policy colour:red",), "“colour:” is not a key."),
        (("@Gongbao which drafts are open?",), "Comment by Sun 27 Apr"),
    ],
)
def test_each_line_has_an_answer(held: Terminal, lines: tuple[str, ...], said: str) -> None:
    """A line that cannot be done is one line of text that says what there is."""
    assert said in run_lines(held, *lines)


def test_the_demo_is_a_short_tour(terminal: Terminal, place: Path) -> None:
    """What a channel gets, a list, a policy, a ministry, a company, what is not there, what to do next; no traces."""
    tour = terminal.run("demo").stdout
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
