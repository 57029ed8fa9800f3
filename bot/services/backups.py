"""A series of backups in one folder: each named by its moment, the oldest removed once a sound new one stands."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.database import Store

_NAME = re.compile(r"gongbao-\d{8}T\d{6}Z\.db")
_FORM = "gongbao-%Y%m%dT%H%M%SZ.db"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotated:
    """The backup that was written, and how many older ones were removed."""

    file: Path
    removed: int


def back_up_into(store: Store, folder: Path, *, keep: int, now: dt.datetime) -> Rotated:
    """Write a backup named by its moment (UTC) into a folder and keep the newest ``keep`` of such names.

    Nothing is removed before the new one has been checked; other files of the folder are left alone. Raises a
    StoreError when the folder or the file cannot be used.
    """
    if not folder.is_dir():
        raise StoreError(f"The folder {folder} does not exist.", hint="Make it first, or name another.")
    file = folder / now.astimezone(dt.UTC).strftime(_FORM)
    store.backup(file)
    older = sorted((path for path in folder.iterdir() if _NAME.fullmatch(path.name)), reverse=True)[keep:]
    for path in older:
        try:
            path.unlink()
        except OSError as error:
            raise StoreError(
                f"{file} was written, but the old backup {path} cannot be removed: {error.strerror}.",
                hint="Check the rights of the folder.",
            ) from error
    return Rotated(file=file, removed=len(older))
