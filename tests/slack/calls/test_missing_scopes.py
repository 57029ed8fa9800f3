"""A scope that the app was not given: what stops then is what the doctor and the README say, and it is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.calls.identity import SCOPES
from bot.slack.in_memory.local_slack import ADMIN
from tests.empty_store import make_empty
from tests.kept_reader import KeptReader

NOW = dt.datetime(2025, 4, 3, 9, 0, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data" / "briefings" / "china-industry-monitor-2025-04.md"
ASKED = {
    "users:read": {"users.info"},
    "channels:read": {"conversations.info", "users.conversations"},
    "groups:read": {"conversations.info", "users.conversations"},
    "im:write": {"conversations.open"},
}


@pytest.fixture
def clock() -> FixedClock:
    """A clock that a test moves on."""
    return FixedClock(NOW)


@pytest.fixture
def app(tmp_path: Path, clock: FixedClock) -> Iterator[Application]:
    """The program in memory, with a briefing."""
    with bootstrap(Settings(db=make_empty(tmp_path / "g.db")), clock=clock, create=True, reader=KeptReader()) as app:
        app.services.ingest.ingest(source_name=SAMPLE.name, data=SAMPLE.read_bytes(), by=ADMIN, now=NOW)
        yield app


def take_away(app: Application, scope: str, error: str = "missing_scope") -> None:
    """Let Slack refuse what takes a scope, or refuse it with another code."""
    slack, call = app.workspace.slack, app.workspace.slack.call

    def refuse(method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        return {"ok": False, "error": error} if method in ASKED[scope] else call(method, arguments)

    slack.call = refuse  # type: ignore[method-assign]  # the workspace of this test alone


def find_row(scope: str) -> str:
    """Return the row of the set-up page of a scope."""
    lines = (ROOT / "docs" / "slack-setup.md").read_text().splitlines()
    (row,) = (line for line in lines if line.startswith(f"| `{scope}` |"))
    return row


@pytest.mark.parametrize("user", ["U1", ADMIN])
def test_without_users_read_nobody_is_answered(app: Application, user: str) -> None:
    """An admin neither; the refusal says what to add instead of to wait, and so do the tables."""
    take_away(app, "users:read")
    for _ in range(2):
        said = render_message(app.workspace.command("/policy", user=user).payload)
        assert "it can answer nobody" in said
        assert "must add the scope users:read" in said
        assert "minute" not in said
    for text in (SCOPES["users:read"], find_row("users:read")):
        assert "nobody is answered" in text
        assert "admins included" in text


def test_in_direct_messages_nothing_is_shared(app: Application) -> None:
    """No manifest asks for im:read and mpim:read, so nobody is sent for a scope: there is no Share, and why is said."""
    workspace = app.workspace
    workspace.command("/policy P2", user="U1", channel="D01")
    labels = [button.label for button in workspace.list_buttons()]
    assert "Send to me" in labels
    assert "Share" not in labels
    workspace.screen = replace(workspace.command("/policy P2", user="U1"), channel="D01")  # a button of before
    said = [render_message(workspace.press("Share").payload)]
    said.append(render_message(workspace.command("/policy P2 share:yes", user="U1", channel="D01").payload))
    for text in said:
        assert text.startswith("⚠ Slack doesn't tell this app who reads these direct messages")
        assert "scope" not in text
