"""A series of backups in one folder: each named by its moment, the oldest removed once a sound new one stands."""

import datetime as dt
import re
from pathlib import Path

from bot.errors import StoreError
from bot.store.database import Store

_NAME = re.compile(r"gongbao-\d{8}T\d{6}Z\.db")
_PARTIAL = re.compile(rf"{_NAME.pattern}\.partial")
_FORM = "gongbao-%Y%m%dT%H%M%SZ.db"
_LEFT_AFTER = dt.timedelta(days=1)
"""How old an unfinished backup is when nobody can be writing it any more."""


def back_up_into(store: Store, folder: Path, *, keep: int, now: dt.datetime) -> tuple[Path, int]:
    """Write a backup named by its moment (UTC) into a folder and keep the newest ``keep`` of such names.

    Return it, and how many older ones were removed.

    A name from the future was given by a clock that ran ahead, so it counts as older than all others. What a killed
    backup left unfinished is removed when it is a day old. Nothing is removed before the new one has been checked;
    other files of the folder are left alone. Raises a StoreError when the folder or the file cannot be used.
    """
    if not folder.is_dir():
        raise StoreError(f"The folder {folder} does not exist.", hint="Make it first, or name another.")
    file = folder / now.astimezone(dt.UTC).strftime(_FORM)
    store.backup(file)
    ours = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and path.is_file()]
    older = sorted(ours, key=lambda path: (path.name <= file.name, path.name), reverse=True)[keep:]
    for path in (*older, *_list_left(folder, now)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"{file} was written, but the old backup {path} cannot be removed: {error.strerror}.",
                hint="Check the rights of the folder.",
            ) from error
    return file, len(older)


def _list_left(folder: Path, now: dt.datetime) -> list[Path]:
    """Return the unfinished backups that a killed one left behind."""
    partial = [path for path in folder.iterdir() if _PARTIAL.fullmatch(path.name) and path.is_file()]
    return [path for path in partial if abs(now.timestamp() - path.stat().st_mtime) > _LEFT_AFTER.total_seconds()]
