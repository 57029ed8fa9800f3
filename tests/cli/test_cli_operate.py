"""Looking after a bot from the terminal: what the doctor finds of Slack, health for a supervisor, rotating backups."""

import datetime as dt
from pathlib import Path

import pytest

from bot.operations.health import Heart
from bot.store.database import open_store
from tests.cli.terminal import Terminal
from tests.fake_slack.server import APP_TOKEN, BOT_TOKEN, FakeSlack


def test_the_doctor_looks_at_slack(held: Terminal, monkeypatch: pytest.MonkeyPatch, socket_enabled: None) -> None:
    """Without tokens it says how to set them; with them it asks Slack, and a refused one is a problem."""
    _ = socket_enabled
    assert "No token is set." in held.run("doctor").stdout
    with FakeSlack() as fake:
        monkeypatch.setenv("SLACK_API_URL", fake.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", BOT_TOKEN)
        monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
        shown = held.run("doctor").stdout
        assert "app token: opens sockets" in shown
        assert BOT_TOKEN not in shown
        monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-another")
        shown = held.run("doctor", status=1).stdout
        assert "PROBLEM  app token: Slack refuses SLACK_APP_TOKEN" in shown
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xapp-wrong")
        assert "SLACK_BOT_TOKEN is another kind of token" in held.run("doctor", status=1).stdout


def test_health_for_a_supervisor(held: Terminal) -> None:
    """The status is 0 while the bot beats, 1 before it ever served and once it is silent."""
    assert "No bot has served" in held.run("health", status=1).stdout
    assert held.db is not None
    store = open_store(held.db, create=False)
    Heart(store, workspace="T1", mode="socket", check=lambda: ()).beat(dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC))
    store.close()
    assert "T1 (socket mode): well, 0 s ago" in held.run("health", "--now", "2025-04-10").stdout
    assert "no heartbeat since" in held.run("health", "--now", "2025-04-11", status=1).stdout


def test_backups_that_rotate(held: Terminal, tmp_path: Path) -> None:
    """With --keep the place is a folder; the line says how many older ones went."""
    for day in ("01", "02", "03"):
        said = held.run("backup", str(tmp_path), "--keep", "2", "--now", f"2025-04-{day}T00:00:00").stdout
    assert said.endswith("checked. Removed 1 older.\n")
    assert len(list(tmp_path.glob("gongbao-*.db"))) == 2
