"""The console: lines in, what a person would see out."""

from __future__ import annotations

import io
from typing import Any

import pytest
from slack_bolt import BoltResponse

from bot.access.roles import Need
from bot.cli.ask import HELP, Typist, run_console
from bot.clock import FixedClock
from bot.slack import blocks as b
from bot.slack.app import build_app
from bot.slack.gate import Listener
from bot.slack.in_memory.local import LocalWorkspace
from bot.slack.incoming import Incoming
from bot.slack.services import Services
from tests.builders import NOW


@pytest.fixture
def workspace() -> LocalWorkspace:
    """A workspace whose one command answers with two buttons."""
    local = LocalWorkspace(FixedClock(NOW))

    def ask(typed: Incoming) -> BoltResponse:
        row = b.actions(b.button("Share", "share"), b.button("Plain", "plain"))
        return typed.ack(text="x", blocks=[b.section(f"asked {typed.body['text']}"), row])

    def share(pressed: Incoming) -> None:
        pressed.respond({"text": "shared", "response_type": "in_channel"})

    lookup: Any = None
    app = build_app(
        services=Services(lookup=lookup, clock=FixedClock(NOW)),
        client=local.client,
        authorize=local.authorize,
        respond_factory=local.build_responder,
        executor=local.executor,
        listeners=(
            Listener("command:ask", Need.READ, ask),
            Listener("action:share", Need.READ, later=share),
            Listener("action:plain", Need.READ),
        ),
    )
    local.attach(app)
    return local


@pytest.mark.parametrize("line", ["1", "Share", "share"])
def test_buttons_are_pressed_by_number_or_label(workspace: LocalWorkspace, line: str) -> None:
    """A number is the button's place, a word its label."""
    assert Typist(workspace).answer_line("/ask storage").endswith("[Share] [Plain]\n\n[1] Share  [2] Plain")
    assert Typist(workspace).answer_line(line) == "shared"
    assert Typist(workspace).answer_line("posts") == "#general (C0LOCAL)\nshared"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("help", HELP),
        ("?", HELP),
        ("posts", "Nothing is posted yet."),
        ("look", "Nothing is posted in C0LOCAL."),
        ("9", "There is no button “9” here."),
    ],
)
def test_each_line_has_an_answer(workspace: LocalWorkspace, line: str, shown: str) -> None:
    """A line that cannot be done is one line of text."""
    assert Typist(workspace).answer_line(line).startswith(shown)


@pytest.mark.parametrize(("typed", "turns"), [("/ask a\n\n1\nquit\n/ask b\n", 2), ("/ask a\n", 1), ("", 0), ("Q", 0)])
def test_the_loop_ends_with_quit_or_the_input(workspace: LocalWorkspace, typed: str, turns: int) -> None:
    """Empty lines are passed over; what follows quit is not read; ``after`` runs once a line."""
    output = io.StringIO()
    ran: list[int] = []
    run_console(workspace, input=io.StringIO(typed), output=output, after=lambda: ran.append(1))
    assert len(ran) == turns
    assert ("asked a" in output.getvalue()) is (turns > 0)
    assert "asked b" not in output.getvalue()
