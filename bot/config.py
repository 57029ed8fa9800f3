"""The settings, from the environment and a ``.env`` file in the working directory; no setting is read elsewhere."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dotenv import dotenv_values

from bot.errors import GongbaoError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_DB = Path("data") / "gongbao.db"
DEFAULT_API_URL = "https://slack.com/api/"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 3000
LOG_LEVELS = ("info", "warning", "debug")
_PREFIX = re.compile(r"[a-z0-9_-]{0,20}")
_PORTS = range(65_536)
_TOKEN_STARTS = ("xoxb-", "xoxp-", "xapp-", "xoxe")


class SettingsError(GongbaoError):
    """A setting has a value that cannot be used."""

    exit_status = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All settings; ``db`` is relative to the working directory unless absolute, ``notify_socket`` the supervisor's.

    ``watch`` is the folder from which new files are read, None for none. ``pinyin`` lets words that no item has be read
    as pinyin, ``semantic`` lets the optional encoder find what is close in meaning, where it is installed.
    """

    db: Path = DEFAULT_DB
    admins: frozenset[str] = frozenset()
    guests_read: bool = False
    time_zone: str = "UTC"
    command_prefix: str = ""
    log_format: str = "text"
    log_level: str = "info"
    notify_socket: str = ""
    watch: Path | None = None
    pinyin: bool = True
    semantic: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class SlackSettings:
    """How to reach Slack in one of the two modes, ``socket`` or ``http``; no secret stands in its repr.

    ``app_token`` is "" in HTTP mode, ``signing_secret`` in Socket Mode; ``api_url`` ends with a slash; port 0 is any
    free one.
    """

    mode: str
    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = DEFAULT_API_URL
    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written anywhere."""
        return tuple(filter(None, (self.bot_token, self.app_token, self.signing_secret)))


def read_settings(environment: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Settings:
    """Give the settings of this environment, over those of ``.env`` in the folder (default: the working directory).

    Raises SettingsError naming the variable when a value cannot be used.
    """
    values = _read_values(environment, folder)
    prefix = values.get("GONGBAO_COMMAND_PREFIX", "")
    if not _PREFIX.fullmatch(prefix):
        raise SettingsError(
            f"GONGBAO_COMMAND_PREFIX is “{prefix}”.", hint="Use small letters, digits, - and _, at most 20."
        )
    log_format = values.get("GONGBAO_LOG", "text") or "text"
    if log_format not in {"text", "json"}:
        raise SettingsError(f"GONGBAO_LOG is “{log_format}”.", hint="Set it to text or json.")
    log_level = values.get("GONGBAO_LOG_LEVEL", "").strip().lower() or "info"
    if log_level not in LOG_LEVELS:
        raise SettingsError(f"GONGBAO_LOG_LEVEL is “{log_level}”.", hint=f"Set it to {' or '.join(LOG_LEVELS)}.")
    guests = values.get("GONGBAO_GUESTS", "").strip() or "none"
    if guests not in {"none", "read"}:
        raise SettingsError(f"GONGBAO_GUESTS is “{guests}”.", hint="Set it to none or read.")
    return Settings(
        db=Path(values.get("GONGBAO_DB") or DEFAULT_DB),
        admins=frozenset(user.strip() for user in values.get("GONGBAO_ADMINS", "").split(",") if user.strip()),
        guests_read=guests == "read",
        time_zone=values.get("GONGBAO_TZ", "UTC") or "UTC",
        command_prefix=prefix,
        log_format=log_format,
        log_level=log_level,
        notify_socket=values.get("NOTIFY_SOCKET", ""),
        watch=Path(watched) if (watched := values.get("GONGBAO_WATCH", "").strip()) else None,
        pinyin=_read_switch(values, "GONGBAO_PINYIN"),
        semantic=_read_switch(values, "GONGBAO_SEMANTIC"),
    )


def _read_switch(values: Mapping[str, str], name: str) -> bool:
    """Give whether a switch is on, which it is unless it says otherwise."""
    value = values.get(name, "").strip() or "on"
    if value not in {"on", "off"}:
        raise SettingsError(f"{name} is “{value}”.", hint="Set it to on or off.")
    return value == "on"


def find_slack_mode() -> str | None:
    """Give the mode that the secrets which are set are for, ``socket`` before ``http``; None when none is set."""
    values = _read_values(None, None)

    def is_set(name: str) -> bool:
        return bool(values.get(name, "").strip() or values.get(f"{name}_FILE", "").strip())

    if is_set("SLACK_APP_TOKEN") or (is_set("SLACK_BOT_TOKEN") and not is_set("SLACK_SIGNING_SECRET")):
        return "socket"
    return "http" if is_set("SLACK_SIGNING_SECRET") else None


def read_slack_settings(
    mode: str, *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> SlackSettings:
    """Give the settings that connect to Slack in this mode, from the same places as the others.

    Each secret may stand in a file that ``..._FILE`` names. Raises SettingsError naming what is missing or unusable.
    """
    values = _read_values(environment, folder)
    bot_token = _read_secret(values, "SLACK_BOT_TOKEN", where="OAuth & Permissions", starts="xoxb-")
    app_token = signing_secret = ""
    if mode == "socket":
        app_token = _read_secret(values, "SLACK_APP_TOKEN", where="Basic Information, App-Level Tokens", starts="xapp-")
    else:
        signing_secret = _read_secret(values, "SLACK_SIGNING_SECRET", where="Basic Information, App Credentials")
    return SlackSettings(
        mode=mode,
        bot_token=bot_token,
        app_token=app_token,
        signing_secret=signing_secret,
        api_url=_read_api_url(values),
        host=values.get("GONGBAO_HOST") or DEFAULT_HOST,
        port=_read_port(values),
    )


def _read_secret(values: Mapping[str, str], name: str, *, where: str, starts: str = "") -> str:
    value, path = values.get(name, "").strip(), values.get(f"{name}_FILE", "").strip()
    if value and path:
        raise SettingsError(f"{name} and {name}_FILE are both set.", hint="Keep one of them.")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"{name}_FILE names {path}, which cannot be read.", hint="Make it readable text, or set another."
            ) from error
    if not value:
        raise SettingsError(
            f"{name} is not set.", hint=f"Copy it from your Slack app ({where}), or put it into the file {name}_FILE."
        )
    if not value.isascii() or not value.isprintable() or " " in value:
        raise SettingsError(f"{name} holds signs that no such secret has.", hint=f"Copy it again ({where}).")
    found = next((start for start in _TOKEN_STARTS if value.startswith(start)), starts)
    if starts and found != starts:
        raise SettingsError(f"{name} is another kind of token ({found}…).", hint=f"It starts with {starts} ({where}).")
    return value


def _read_api_url(values: Mapping[str, str]) -> str:
    url = values.get("SLACK_API_URL") or DEFAULT_API_URL
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or not url.isprintable():
        raise SettingsError("SLACK_API_URL is no web address.", hint=f"Leave it out, or write one: {DEFAULT_API_URL}")
    return url if url.endswith("/") else f"{url}/"


def _read_port(values: Mapping[str, str]) -> int:
    text = values.get("GONGBAO_PORT") or str(DEFAULT_PORT)
    if not (text.isascii() and text.isdecimal() and len(text) < len("1000000") and int(text) in _PORTS):
        raise SettingsError(f"GONGBAO_PORT is “{text}”.", hint=f"Set it to a number up to {_PORTS[-1]}.")
    return int(text)


def _read_values(environment: Mapping[str, str] | None, folder: Path | None) -> dict[str, str]:
    from_file = _read_dotenv((folder or Path.cwd()) / ".env")
    return {**from_file, **(os.environ if environment is None else environment)}


def _read_dotenv(path: Path) -> dict[str, str]:
    """Give the settings of this file, none when there is no such file."""
    try:
        if not path.is_file():
            return {}
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as settings.", hint="Make it readable UTF-8 text.") from error


def find_data_folder(name: str) -> Path:
    """Give the folder of data that travels with the program: inside the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / "data" / name
