"""The settings, from the environment and a ``.env`` file in the working directory; no setting is read elsewhere."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import GongbaoError

DEFAULT_DB = Path("data") / "gongbao.db"
DEFAULT_API_URL = "https://slack.com/api/"
_MAX_PORT = 65_535
_APP_TOKENS, _CREDENTIALS = "Basic Information, App-Level Tokens", "Basic Information, App Credentials"
SETTINGS = (
    ("GONGBAO_DB", "`data/gongbao.db`", "the database file, on a local disk"),
    ("GONGBAO_ADMINS", "nobody", "user ids of the admins, separated by commas"),
    ("GONGBAO_GUESTS", "`none`", "`read` lets guests ask in private; they see only publishers whose licence is `open`"),
    ("GONGBAO_WATCH", "no folder", "a folder whose new files are read as they come, while the bot serves"),
    ("GONGBAO_TZ", "`UTC`", "the time zone of schedules that name none, such as `Europe/Berlin`"),
    ("GONGBAO_COMMAND_PREFIX", "empty", "`cn-` makes `/cn-policy`, in help and buttons too"),
    ("GONGBAO_PINYIN", "`on`", "whether words that no item has are read as pinyin; names of bodies always are"),
    ("GONGBAO_SEMANTIC", "`on`", "whether the extra `gongbao[semantic]` is used where it is installed"),
    ("GONGBAO_LOG", "`text`", "`text` or `json`"),
    ("GONGBAO_LOG_LEVEL", "`info`", "`info`, `warning` or `debug`; no level writes tokens or what people wrote"),
    ("SLACK_BOT_TOKEN", "needed", "the bot's token (`xoxb-`); or its file in `SLACK_BOT_TOKEN_FILE`"),
    ("SLACK_APP_TOKEN", "for Socket Mode", "the app's token (`xapp-`); or its file in `SLACK_APP_TOKEN_FILE`"),
    ("SLACK_SIGNING_SECRET", "for HTTP mode", "the signing secret; or its file in `SLACK_SIGNING_SECRET_FILE`"),
    ("SLACK_API_URL", "`https://slack.com/api/`", "where Slack's methods are"),
    ("GONGBAO_HOST", "`127.0.0.1`", "the address on which HTTP mode listens; the default is this machine only"),
    ("GONGBAO_PORT", "`3000`", "the port on which HTTP mode listens"),
    ("GONGBAO_MCP_PORT", "`3001`", "the port on which `gongbao mcp --http` listens"),
)
"""Each setting with its default and what it means, in Markdown; the table in docs/ is made from it."""


class SettingsError(GongbaoError):
    """A setting has a value that cannot be used."""

    exit_status = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All settings but those of Slack; ``notify_socket`` is the one on which systemd listens."""

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
    host: str = "127.0.0.1"
    port: int = 3000
    mcp_port: int = 3001

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written anywhere."""
        return tuple(filter(None, (self.bot_token, self.app_token, self.signing_secret)))


def read_settings(environment: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Settings:
    """Return the settings of this environment, over those of ``.env`` in the folder (default: the working directory).

    Raises SettingsError naming the variable when a value cannot be used.
    """
    values = _read_values(environment, folder)
    prefix = values.get("GONGBAO_COMMAND_PREFIX", "")
    if not re.fullmatch(r"[a-z0-9_-]{0,20}", prefix):
        raise _refuse("GONGBAO_COMMAND_PREFIX", prefix, "Use small letters, digits, - and _, at most 20.")
    return Settings(
        db=Path(values.get("GONGBAO_DB", DEFAULT_DB)),
        admins=frozenset(re.findall(r"[^\s,]+", values.get("GONGBAO_ADMINS", ""))),
        guests_read=_read_choice(values, "GONGBAO_GUESTS", "none", "read") == "read",
        time_zone=values.get("GONGBAO_TZ", "UTC"),
        command_prefix=prefix,
        log_format=_read_choice(values, "GONGBAO_LOG", "text", "json"),
        log_level=_read_choice(values, "GONGBAO_LOG_LEVEL", "info", "warning", "debug"),
        notify_socket=values.get("NOTIFY_SOCKET", ""),
        watch=Path(values["GONGBAO_WATCH"].strip()) if "GONGBAO_WATCH" in values else None,
        pinyin=_read_choice(values, "GONGBAO_PINYIN", "on", "off") == "on",
        semantic=_read_choice(values, "GONGBAO_SEMANTIC", "on", "off") == "on",
    )


def find_slack_mode() -> str | None:
    """Return the mode that the secrets which are set are for, ``socket`` before ``http``; None when none is set."""
    named = {name.removesuffix("_FILE") for name in _read_values(None, None)}
    if "SLACK_SIGNING_SECRET" in named and "SLACK_APP_TOKEN" not in named:
        return "http"
    return "socket" if named & {"SLACK_APP_TOKEN", "SLACK_BOT_TOKEN"} else None


def read_slack_settings(
    mode: str, *, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> SlackSettings:
    """Return the settings that connect to Slack in this mode, from the same places as the others.

    Each secret may stand in a file that ``..._FILE`` names. Raises SettingsError naming what is missing or unusable.
    """
    values = _read_values(environment, folder)
    url = values.get("SLACK_API_URL", DEFAULT_API_URL)
    if not re.fullmatch(r"https?://(\[[0-9a-f:]+\]|[\w.-]+)(:[0-9]{1,5})?(/[!-~]*)?", url):
        raise SettingsError("SLACK_API_URL is no web address.", hint=f"Leave it out, or write one: {DEFAULT_API_URL}")
    is_socket = mode == "socket"
    return SlackSettings(
        mode=mode,
        bot_token=_read_secret(values, "SLACK_BOT_TOKEN", "OAuth & Permissions", "xoxb-"),
        app_token=_read_secret(values, "SLACK_APP_TOKEN", _APP_TOKENS, "xapp-") if is_socket else "",
        signing_secret="" if is_socket else _read_secret(values, "SLACK_SIGNING_SECRET", _CREDENTIALS),
        api_url=f"{url.rstrip('/')}/",
        host=values.get("GONGBAO_HOST", "127.0.0.1"),
        port=_read_port(values, "GONGBAO_PORT", "3000"),
        mcp_port=_read_port(values, "GONGBAO_MCP_PORT", "3001"),
    )


def find_data_folder(name: str) -> Path:
    """Return the folder of data that travels with the program: inside the installed package, else in the checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "data" / name
    return installed if installed.is_dir() else package.parent / "data" / name


def _read_secret(values: Mapping[str, str], name: str, where: str, starts: str = "") -> str:
    """Return a secret from its variable or its file; ``where`` Slack shows it, ``starts`` how a token of it begins."""
    value, path = values.get(name, "").strip(), values.get(f"{name}_FILE", "").strip()
    if value and path:
        raise SettingsError(f"{name} and {name}_FILE are both set.", hint="Keep one of them.")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            hint = "Make it readable text, or set another."
            raise SettingsError(f"{name}_FILE names {path}, which cannot be read.", hint=hint) from error
    if not value:
        hint = f"Copy it from your Slack app ({where}), or put it into the file {name}_FILE."
        raise SettingsError(f"{name} is not set.", hint=hint)
    if not re.fullmatch(r"[!-~]+", value):
        raise SettingsError(f"{name} holds signs that no such secret has.", hint=f"Copy it again ({where}).")
    kind = re.match(r"xox[bp]-|xapp-|xoxe", value)
    if starts and kind and kind[0] != starts:
        hint = f"It starts with {starts} ({where})."
        raise SettingsError(f"{name} is another kind of token ({kind[0]}…).", hint=hint)
    return value


def _read_port(values: Mapping[str, str], name: str, default: str) -> int:
    port = values.get(name, default)
    if not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _MAX_PORT:
        raise _refuse(name, port, f"Set it to a number up to {_MAX_PORT}.")
    return int(port)


def _read_choice(values: Mapping[str, str], name: str, *allowed: str) -> str:
    """Return the one of these words that is set, else the first."""
    value = values.get(name, allowed[0]).strip().lower()
    if value not in allowed:
        raise _refuse(name, value, f"Set it to {' or '.join(allowed)}.")
    return value


def _refuse(name: str, value: str, hint: str) -> SettingsError:
    return SettingsError(f"{name} is “{value}”.", hint=hint)


def _read_values(environment: Mapping[str, str] | None, folder: Path | None) -> dict[str, str]:
    """Return what is set, and not to nothing: the environment goes before the file."""
    path = (folder or Path.cwd()) / ".env"
    try:
        from_file = dotenv_values(path) if path.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as settings.", hint="Make it readable UTF-8 text.") from error
    own = os.environ if environment is None else environment
    return {name: value for name, value in {**from_file, **own}.items() if value and value.strip()}
