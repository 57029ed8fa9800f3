"""The rights of a file, handed on to its copies: whoever may not read the database may read no copy of it either.

A new database is its owner's alone, since it holds briefings that others may not see; SQLite makes what stands beside
it like it.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OURS = stat.S_IRUSR | stat.S_IWUSR
"""What its owner may always do: a backup that was made read-only is no database that cannot be written."""


def make_own(path: Path) -> None:
    """Make an empty file that its owner alone may read and write, unless one is there; OSError when it cannot be."""
    path.touch(mode=_OURS)


def is_open_to_all(path: Path) -> bool:
    """Tell whether everybody on this machine may read a file: its rights and those of all folders above let them."""
    if os.name == "nt" or not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)


def make_like(path: Path, original: Path, *, keep_owner: bool) -> None:
    """Make an empty file in the place of any other, with the rights of the original; OSError when it cannot be made.

    With ``keep_owner`` it belongs to whom the original belongs to, as far as we may give it away (root alone may).
    """
    status = original.stat()
    path.unlink(missing_ok=True)
    make_own(path)
    if keep_owner:
        give_to_owner(path, original)
    path.chmod(stat.S_IMODE(status.st_mode) | _OURS)


def give_to_owner(path: Path, original: Path) -> None:
    """Give a file to whom the original belongs to, as far as we may: what root makes the bot must be able to use."""
    status = original.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, status.st_uid, status.st_gid)
