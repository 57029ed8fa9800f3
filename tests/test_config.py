"""Settings: where they come from, what goes before what, and which values are refused."""

from pathlib import Path

import pytest

from bot.config import (
    DEFAULT_API_URL,
    SETTINGS,
    Settings,
    SettingsError,
    SlackSettings,
    find_slack_mode,
    read_settings,
    read_slack_settings,
)

BOT, APP, SECRET = "xoxb-1", "xapp-1", "0123456789abcdef"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SECRET}


def test_the_file_of_the_working_directory_is_read_below_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable of the environment wins over the same one in .env; the others are taken from there."""
    monkeypatch.chdir(tmp_path)
    for name, *_ in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    (tmp_path / ".env").write_text("# ours\nGONGBAO_DB=file.db\nGONGBAO_TZ='Asia/Shanghai'\nGONGBAO_LOG=json\nBARE\n")
    monkeypatch.setenv("GONGBAO_DB", "env.db")
    assert read_settings() == Settings(db=Path("env.db"), time_zone="Asia/Shanghai", log_format="json")


@pytest.mark.parametrize(
    ("values", "settings"),
    [
        ({}, Settings(db=Path("data") / "gongbao.db")),
        ({name: "" for name, *_ in SETTINGS}, Settings()),
        ({"GONGBAO_PINYIN": "off", "GONGBAO_SEMANTIC": "on"}, Settings(pinyin=False)),
        ({"GONGBAO_SEMANTIC": "off"}, Settings(semantic=False)),
        ({"GONGBAO_ADMINS": " U1 ,U2,, "}, Settings(admins=frozenset({"U1", "U2"}))),
        ({"GONGBAO_ADMINS": ","}, Settings()),
        ({"GONGBAO_LOG_LEVEL": " DEBUG"}, Settings(log_level="debug")),
        ({"GONGBAO_COMMAND_PREFIX": "cn-2_"}, Settings(command_prefix="cn-2_")),
        ({"GONGBAO_GUESTS": "read", "GONGBAO_WATCH": "in"}, Settings(guests_read=True, watch=Path("in"))),
    ],
)
def test_values_are_read(tmp_path: Path, values: dict[str, str], settings: Settings) -> None:
    """A variable that is set to nothing is as good as unset."""
    assert read_settings(values, folder=tmp_path) == settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("GONGBAO_COMMAND_PREFIX", value) for value in ("CN-", "a b", "x" * 21)),
        *(("GONGBAO_LOG", "loud"), ("GONGBAO_LOG_LEVEL", "loud"), ("GONGBAO_GUESTS", "all")),
        *(("GONGBAO_PINYIN", "yes"), ("GONGBAO_SEMANTIC", "0")),
    ],
)
def test_a_bad_value_is_refused_by_name(tmp_path: Path, name: str, value: str) -> None:
    """The error names variable and value, says what to write, and is a wrong call."""
    with pytest.raises(SettingsError, match=f"{name} is “{value}”") as refused:
        read_settings({name: value}, folder=tmp_path)
    assert refused.value.hint
    assert refused.value.exit_status == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    """The line names the file; a folder of that name is not read at all."""
    (tmp_path / ".env").write_bytes(b"GONGBAO_DB=\xff\xfe\n")
    with pytest.raises(SettingsError, match="cannot be read as settings"):
        read_settings({}, folder=tmp_path)
    (tmp_path / ".env").unlink()
    (tmp_path / ".env").mkdir()
    assert read_settings({}, folder=tmp_path) == Settings()


def test_each_mode_wants_its_own(tmp_path: Path) -> None:
    """A socket wants the app's token, HTTP the secret; the rest has defaults, and no secret is printed."""
    found = read_slack_settings("socket", environment=SOCKET, folder=tmp_path)
    assert found == SlackSettings(mode="socket", bot_token=BOT, app_token=APP)
    found = read_slack_settings("http", environment=HTTP, folder=tmp_path)
    assert found == SlackSettings(mode="http", bot_token=BOT, signing_secret=SECRET)
    assert (found.api_url, found.host, found.port) == (DEFAULT_API_URL, "127.0.0.1", 3000)
    assert found.secrets == (BOT, SECRET)
    assert not any(secret in repr(found) for secret in (BOT, SECRET))


@pytest.mark.parametrize(
    ("values", "mode"),
    [
        *(({}, None), (SOCKET, "socket"), (HTTP, "http"), ({**SOCKET, **HTTP}, "socket")),
        *(({"SLACK_BOT_TOKEN": BOT}, "socket"), ({"SLACK_SIGNING_SECRET_FILE": "x"}, "http")),
    ],
)
def test_the_mode_is_that_of_the_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], mode: str | None
) -> None:
    """Socket Mode goes before HTTP; a bot's token alone is on its way to a socket."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("\n".join(f"{name}={value}" for name, value in values.items()))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.delenv(name, raising=False)
    assert find_slack_mode() == mode


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """Its white space around does not count; .env may name the file."""
    (tmp_path / "bot").write_text(f"  {BOT}\n")
    (tmp_path / "app").write_text(APP)
    (tmp_path / ".env").write_text(f"SLACK_BOT_TOKEN_FILE={tmp_path / 'bot'}\n")
    own = {"SLACK_APP_TOKEN_FILE": str(tmp_path / "app")}
    assert read_slack_settings("socket", environment=own, folder=tmp_path).secrets == (BOT, APP)


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
        *(
            ({"SLACK_API_URL": url}, "SLACK_API_URL is no web address.")
            for url in ("slack.com", "file:///etc", "http://x:y/", "http://x/\n", "https://")
        ),
        ({"GONGBAO_PORT": "65536"}, "GONGBAO_PORT is “65536”. Set it to a number up to 65535."),
        *(({"GONGBAO_PORT": port}, f"GONGBAO_PORT is “{port}”.") for port in ("-1", "９", "9" * 5000)),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    """Status 2, one line, and the value of a secret is never in it."""
    with pytest.raises(SettingsError) as caught:
        read_slack_settings("socket", environment={**SOCKET, **changed}, folder=tmp_path)
    assert str(caught.value).startswith(said)
    assert caught.value.exit_status == 2
    assert not any(secret in str(caught.value) for secret in (BOT, APP))


def test_an_emulator_has_addresses_and_tokens_of_its_own(tmp_path: Path) -> None:
    """The address gets its slash, host and port are taken as they are, and so is a token of no known kind."""
    own = {"SLACK_API_URL": "http://127.0.0.1:99/api", "GONGBAO_HOST": "::1", "GONGBAO_PORT": "0"}
    found = read_slack_settings("socket", environment={**SOCKET, **own, "SLACK_BOT_TOKEN": "own"}, folder=tmp_path)
    assert (found.api_url, found.host, found.port) == ("http://127.0.0.1:99/api/", "::1", 0)
    assert found.secrets == ("own", APP)
