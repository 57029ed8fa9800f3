"""The settings, from the environment and a ``.env`` file in the working directory; no setting is read elsewhere."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dotenv import dotenv_values

from bot.errors import GongbaoError

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_DB = Path("data") / "gongbao.db"
_PREFIX = re.compile(r"[a-z0-9_-]{0,20}")


class SettingsError(GongbaoError):
    """A setting has a value that cannot be used."""

    exit_status = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """All settings; ``db`` is relative to the working directory unless absolute."""

    db: Path = DEFAULT_DB
    admins: frozenset[str] = frozenset()
    time_zone: str = "UTC"
    command_prefix: str = ""
    log_format: str = "text"


def read_settings(environment: Mapping[str, str] | None = None, *, folder: Path | None = None) -> Settings:
    """Give the settings of this environment, over those of ``.env`` in the folder (default: the working directory).

    Raises SettingsError naming the variable when a value cannot be used.
    """
    from_file = _read_dotenv((folder or Path.cwd()) / ".env")
    values = {**from_file, **(os.environ if environment is None else environment)}
    prefix = values.get("GONGBAO_COMMAND_PREFIX", "")
    if not _PREFIX.fullmatch(prefix):
        raise SettingsError(
            f"GONGBAO_COMMAND_PREFIX is “{prefix}”.", hint="Use small letters, digits, - and _, at most 20."
        )
    log_format = values.get("GONGBAO_LOG", "text") or "text"
    if log_format not in {"text", "json"}:
        raise SettingsError(f"GONGBAO_LOG is “{log_format}”.", hint="Set it to text or json.")
    return Settings(
        db=Path(values.get("GONGBAO_DB") or DEFAULT_DB),
        admins=frozenset(user.strip() for user in values.get("GONGBAO_ADMINS", "").split(",") if user.strip()),
        time_zone=values.get("GONGBAO_TZ", "UTC") or "UTC",
        command_prefix=prefix,
        log_format=log_format,
    )


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
