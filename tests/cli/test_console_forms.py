"""The console beyond commands: mentions, direct messages, Home, and forms filled in line by line."""

from __future__ import annotations

import pytest

from tests.cli.terminal import Terminal

NOW = ("--now", "2025-04-10")


def run_lines(held: Terminal, *lines: str) -> str:
    """Return what the console prints for these lines."""
    return held.run("console", *NOW, typed="\n".join(lines) + "\n").stdout


def test_a_form_is_filled_in_and_submitted(held: Terminal) -> None:
    """From Home: a field is found by how its label starts, a name by part of it; the form becomes the answer."""
    out = run_lines(held, "home", "Search", "Words = data", "issued = 工信", "Kind = plan", "submit", "Cite")
    for shown in (
        "Following",
        "[ Search policies ]",
        "Words: data",
        "Issued by: MIIT",
        "Kind of document: plan",
        "for “data” · issued by MIIT",
        "as of 10 Apr 2025",
    ):
        assert shown in out


def test_a_form_keeps_what_it_held(held: Terminal) -> None:
    """Edit opens it filled in; what is not touched stays, and a field can be emptied."""
    out = run_lines(held, "/policy data ministry:MIIT topic:data_security", "Refine", "Topics =", "submit")
    assert "for “data” · issued by MIIT  [Refine]\n" in out


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("submit",), "There is no form on the screen. Open one with a button first."),
        (("home", "Search", "Colour = red"), "There is no field “Colour” here. Fields: Words, Issued by"),
        (("home", "Search", "Issued by = zzz"), "“zzz” is not offered here."),
        (("home", "Search", "Dates = never", "submit"), "The form was refused"),
        (("home", "submit"), "There is no form on the screen"),
    ],
)
def test_what_cannot_be_filled_in_is_said(held: Terminal, lines: tuple[str, ...], said: str) -> None:
    """In one line that says what there is."""
    assert said in run_lines(held, *lines)
