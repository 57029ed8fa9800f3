"""A scope that the app was not given: what stops then is what the doctor and the README say, and it is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.in_memory.local_slack import ADMIN
from tests.empty_store import make_empty
from tests.kept_reader import KeptReader

NOW = dt.datetime(2025, 4, 3, 9, 0, tzinfo=dt.UTC)
ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data" / "briefings" / "china-industry-monitor-2025-04.md"


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
