"""The settings that connect to Slack: from the environment, .env or files, and refused by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import DEFAULT_API_URL, SettingsError, SlackSettings, read_slack_settings

if TYPE_CHECKING:
    from pathlib import Path

BOT, APP, SECRET = "xoxb-1", "xapp-1", "0123456789abcdef"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}


def read(environment: dict[str, str], folder: Path, mode: str = "socket") -> SlackSettings:
    """Read them in an environment of its own."""
    return read_slack_settings(mode, environment=environment, folder=folder)


def test_each_mode_wants_its_own(tmp_path: Path) -> None:
    """A socket wants the app's token, HTTP the secret; the rest has defaults."""
    assert read(SOCKET, tmp_path) == SlackSettings(mode="socket", bot_token=BOT, app_token=APP)
    found = read(HTTP, tmp_path, "http")
    assert found == SlackSettings(mode="http", bot_token=BOT, signing_secret=SECRET)
    assert (found.api_url, found.host, found.port) == (DEFAULT_API_URL, "127.0.0.1", 3000)
    assert found.secrets == (BOT, SECRET)
    assert not any(secret in repr(found) for secret in (BOT, SECRET))


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """Its white space around does not count; .env may name the file."""
    (tmp_path / "bot").write_text(f"  {BOT}\n")
    (tmp_path / "app").write_text(APP)
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN_FILE={tmp_path / 'bot'}\n")
    assert read({"SLACK_APP_TOKEN_FILE": str(tmp_path / "app")}, tmp_path).secrets == (BOT, APP)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN is not set. Copy it from your Slack app"),
        ({"SLACK_APP_TOKEN": " "}, "SLACK_APP_TOKEN is not set. Copy it from your Slack app"),
        ({"SLACK_BOT_TOKEN_FILE": "x"}, "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set."),
        ({"SLACK_BOT_TOKEN": "", "SLACK_BOT_TOKEN_FILE": "nowhere/x"}, "SLACK_BOT_TOKEN_FILE names nowhere/x"),
        ({"SLACK_BOT_TOKEN": APP}, "SLACK_BOT_TOKEN is another kind of token (xapp-…). It starts with xoxb-"),
        ({"SLACK_APP_TOKEN": BOT}, "SLACK_APP_TOKEN is another kind of token (xoxb-…). It starts with xapp-"),
        ({"SLACK_APP_TOKEN": "xapp-1 x"}, "SLACK_APP_TOKEN holds signs that no such secret has."),
        ({"SLACK_APP_TOKEN": "xapp-é"}, "SLACK_APP_TOKEN holds signs that no such secret has."),
        ({"SLACK_API_URL": "slack.com"}, "SLACK_API_URL is no web address."),
        ({"SLACK_API_URL": "file:///etc"}, "SLACK_API_URL is no web address."),
        ({"SLACK_API_URL": "http://x:y/"}, "SLACK_API_URL is no web address."),
        ({"SLACK_API_URL": "http://x/\n"}, "SLACK_API_URL is no web address."),
        ({"GONGBAO_PORT": "65536"}, "GONGBAO_PORT is “65536”. Set it to a number up to 65535."),
        ({"GONGBAO_PORT": "-1"}, "GONGBAO_PORT is “-1”."),
        ({"GONGBAO_PORT": "９"}, "GONGBAO_PORT is “９”."),
        ({"GONGBAO_PORT": "9" * 5000}, "GONGBAO_PORT is “9"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Status 2, one line, and the value of a secret is never in it."""
    with pytest.raises(SettingsError) as caught:
        read({**SOCKET, **changed}, tmp_path)
    assert str(caught.value).startswith(said)
    assert caught.value.exit_status == 2
    assert not any(secret in str(caught.value) for secret in (BOT, APP))


def test_an_address_of_ones_own(tmp_path: Path) -> None:
    """An emulator's address gets its slash, and host and port are taken as they are."""
    found = read(
        {**SOCKET, "SLACK_API_URL": "http://127.0.0.1:99/api", "GONGBAO_HOST": "::1", "GONGBAO_PORT": "0"}, tmp_path
    )
    assert (found.api_url, found.host, found.port) == ("http://127.0.0.1:99/api/", "::1", 0)
