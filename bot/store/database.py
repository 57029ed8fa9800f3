"""One SQLite file: opening it, its checks and pragmas, reading, writing, backup and restore.

The only module that imports SQLite (through sqlite-utils, so that every error class is the one of the library that
is really loaded). All its errors leave as ``StoreError``, wrapped once, here. CONTRIBUTING.md has the rules.
"""

import datetime as dt
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the library that sqlite-utils really loaded

from bot.errors import StoreError, StoreMissingError
from bot.store.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

__all__ = [
    "SQLITE_SAFE",
    "SQLITE_VERSION",
    "Database",
    "Store",
    "check_integrity",
    "list_pragmas",
    "open_store",
    "restore_store",
    "sqlite3",
]

# The rights of a file, handed on to its copies: whoever may not read the database may read no copy of it either.

_OURS = stat.S_IRUSR | stat.S_IWUSR
"""What its owner may always do: a backup that was made read-only is no database that cannot be written."""


def make_own(path: Path) -> None:
    """Make an empty file that its owner alone may read and write, unless one is there; OSError when it cannot be."""
    path.touch(mode=_OURS)


def is_open_to_all(path: Path) -> bool:
    """Return whether everybody on this machine may read a file: its rights and those of all folders above let them."""
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
    """Return a file to whom the original belongs to, as far as we may: what root makes the bot must be able to use."""
    status = original.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(path, status.st_uid, status.st_gid)


# One sender at a time: a lock file beside the database, freed by the system when its holder dies.


@contextmanager
def hold_sender_lock(path: Path) -> Iterator[bool]:
    """Return True while this process is the only sender for the database at ``path``, or False at once."""
    file = path.with_name(f"{path.name}.sender")
    is_new = not file.exists()
    lock = FileLock(file)
    try:
        lock.acquire(timeout=0)
        if is_new:
            give_to_owner(file, path)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


# What kind of file system the database lies on, where the system tells (Linux).

NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"})
"""Types of file systems on which a write-ahead log is not safe."""
MOUNTS = Path("/proc/self/mounts")


def refuse_network_disk(path: Path, mounts: Path = MOUNTS) -> None:
    """Raise StoreError for a path on a network disk, where a write-ahead log is not safe."""
    disk = find_disk_type(path, mounts=mounts)
    if disk in NETWORK_DISKS:
        raise StoreError(f"{path} is on a network disk ({disk}).", hint="Move the database to a local disk.")


def find_disk_type(path: Path, *, mounts: Path = MOUNTS) -> str | None:
    """Return the type of the file system that holds ``path``, where the system tells (Linux), else None."""
    if not mounts.exists():
        return None
    where = path.resolve()
    found: dict[Path, str] = {}
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        if len(fields := line.split()) < 3:  # noqa: PLR2004  device, mount point, type
            continue
        found[Path(fields[1].replace("\\040", " "))] = fields[2]
    return next((found[folder] for folder in (where, *where.parents) if folder in found), None)


_MAGIC = b"SQLite format 3\x00"
_WAIT_S = 5.0
_CACHE_KB = 16 * 1024
"""Pages that a reading connection keeps: SQLite's own 2 MB do not hold what one question looks at in the index."""
_JOURNAL_LIMIT = 64 * 1024 * 1024
_PRAGMAS = (
    "synchronous=FULL foreign_keys=ON trusted_schema=OFF cell_size_check=ON secure_delete=ON"
    f" journal_size_limit={_JOURNAL_LIMIT}"
)

_FAR = 1000
"""More rules, posts and lists than are made between two backups."""

SQLITE_VERSION: str = sqlite3.sqlite_version
"""The version of the SQLite library that is loaded."""

SQLITE_SAFE = (3, 51, 3)
"""The first version without the WAL-reset corruption race (SQLite 3.7.0 to 3.51.2)."""


class Store:
    """An open database; safe to share between threads, none of which uses a connection that another is using.

    Reads see one snapshot; writes come one by one.
    """

    def __init__(self, path: Path, *, wait_s: float = _WAIT_S) -> None:
        self.path = path
        self._wait_s = wait_s
        self._reading = threading.local()
        self._writing = threading.Lock()
        self._writer: Database | None = None
        self._resting: list[Database] = []
        self._open: list[Database] = []

    @contextmanager
    def read(self) -> Iterator[Database]:
        """Get a read-only connection inside one snapshot; may be nested, and is this thread's until the end."""
        outer: Database | None = getattr(self._reading, "db", None)
        if outer is not None:
            yield outer
            return
        with _errors(self.path):
            try:
                db = self._resting.pop()  # that used last, by whichever thread: most of what is asked for is in it
            except IndexError:
                db = self._connect(f"query_only=ON cache_size=-{_CACHE_KB}")
            self._reading.db = db
            try:
                db.execute("BEGIN")
                yield db
            finally:
                self._reading.db = None
                db.conn.rollback()
                self._resting.append(db)

    @contextmanager
    def write(self, *, keep: bool = True) -> Iterator[Database]:
        """Yield the writing connection inside ``BEGIN IMMEDIATE``; commits at the end if ``keep``, else rolls back."""
        with self._writing, _errors(self.path):
            if self._writer is None:
                self._writer = self._connect()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                if keep:
                    self._writer.conn.commit()
            finally:
                self._writer.conn.rollback()

    def backup(self, target: Path) -> None:
        """Write a sound copy of the database to ``target``, which must not exist; others go on meanwhile."""
        if target.exists():
            raise StoreError(f"{target} exists already.", hint="Name a new file for the backup.")
        if not target.parent.is_dir():
            raise StoreError(f"The folder {target.parent} does not exist.", hint="Make it first, or name another.")
        partial = target.with_name(target.name + ".partial")
        try:
            make_like(partial, self.path, keep_owner=False)
            with _errors(self.path), closing(sqlite3.connect(str(self.path), timeout=self._wait_s)) as conn:
                conn.execute("VACUUM INTO ?", [str(partial)])
            _sync(partial)
            check_integrity(partial)
            partial.replace(target)
        except OSError as error:
            raise _cannot_write(target, error) from error
        finally:
            partial.unlink(missing_ok=True)

    def close(self) -> None:
        """Close every connection that was opened."""
        for db in self._open:
            db.conn.close()
        self._open, self._resting, self._writer = [], [], None
        self._reading = threading.local()

    def _connect(self, pragmas: str = "") -> Database:
        db = _connect(self.path, wait_s=self._wait_s, pragmas=pragmas)
        self._open.append(db)
        return db


def open_store(path: Path, *, create: bool, wait_s: float = _WAIT_S, mounts: Path = MOUNTS) -> Store:
    """Open the database; with ``create``, make it where there is none.

    Raises a StoreError that says what is wrong: missing, not ours, of another version, corrupt, locked, on a network
    disk.
    """
    if not path.exists():
        if not create:
            raise StoreMissingError(
                f"There is no database at {path}.",
                hint="Ingest a briefing first (gongbao ingest FILE), or name another database with --db.",
            )
        _make_folder(path)
    elif path.is_dir():
        raise StoreError(f"{path} is a folder, not a database.", hint="Name a file with --db.")
    refuse_network_disk(path, mounts)
    with _errors(path):
        if not _check_ours(path, create=create):
            _create(path, wait_s=wait_s)
    return Store(path, wait_s=wait_s)


def restore_store(source: Path, target: Path, *, now: dt.datetime) -> Path | None:
    """Put a backup in the place of the database; return where what stood there is kept, None if nothing did.

    The backup is checked first: a damaged or foreign one changes nothing. The result knows that it was restored, and
    when (``bot.store.restored``).
    """
    kept: Path | None = None
    if not source.is_file():
        raise StoreMissingError(f"There is no backup at {source}.", hint="Name the file that gongbao backup wrote.")
    with _errors(source):
        _check_ours(source, create=False)
    check_integrity(source)
    if target.is_dir():
        raise StoreError(f"{target} is a folder, not a database.", hint="Name a file with --db.")
    _make_folder(target)
    partial = target.with_name(target.name + ".partial")
    try:
        make_like(partial, target if target.exists() else source, keep_owner=True)
        partial.write_bytes(source.read_bytes())
        with _errors(target):
            _mark_restored(partial, target, now=now)
        _sync(partial)
        if target.exists():
            kept = _keep_before_restore(target)
        for sidecar in ("-wal", "-shm"):
            target.with_name(target.name + sidecar).unlink(missing_ok=True)
        partial.replace(target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        partial.unlink(missing_ok=True)
    return kept


def _mark_restored(partial: Path, target: Path, *, now: dt.datetime) -> None:
    """Write into the copy that it was restored, and let numbers go on behind those that were given out since."""
    given = _list_numbers(target)
    with closing(sqlite3.connect(str(partial))) as conn:
        conn.execute("INSERT OR REPLACE INTO standing (name, at, detail) VALUES ('restored', ?, '')", [now.isoformat()])
        held = dict(conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
        for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'").fetchall():
            last = held.get(name, 0)
            behind = max(last, given.get(name, 0)) if given else last + _FAR
            conn.execute("DELETE FROM sqlite_sequence WHERE name = ?", [name])
            conn.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [name, behind])
        conn.commit()
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    for sidecar in ("-wal", "-shm"):
        partial.with_name(partial.name + sidecar).unlink(missing_ok=True)


def _list_numbers(path: Path) -> dict[str, int]:
    """Return the last number of each table of a file; nothing where it cannot be read."""
    if not path.exists():
        return {}
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            return dict(conn.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    except sqlite3.Error:
        return {}


def check_integrity(path: Path) -> None:
    """Raise StoreError unless integrity, foreign keys and the search index of the file are sound."""
    with _errors(path), closing(sqlite3.connect(str(path))) as conn:
        verdict = [row[0] for row in conn.execute("PRAGMA integrity_check(1)").fetchall()]
        dangling = conn.execute("PRAGMA foreign_key_check").fetchall()
        conn.execute("INSERT INTO item_index(item_index) VALUES ('integrity-check')")
    if verdict != ["ok"] or dangling:
        raise StoreError(f"{path} is damaged.", hint="Restore a backup: gongbao restore FILE.")


def list_pragmas(store: Store) -> dict[str, Any]:
    """Return the settings of a connection as SQLite reports them, for ``doctor``."""
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "secure_delete")
    with store.read() as db:
        found = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in names}
        return found | {"user_version": db.execute("PRAGMA user_version").fetchone()[0]}


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _store_error(path, error) from error


def _cannot_write(path: Path, error: OSError) -> StoreError:
    return StoreError(f"{path} cannot be written: {error.strerror}.", hint="Check the folder and its rights.")


def _store_error(path: Path, error: sqlite3.Error) -> StoreError:
    said = str(error).lower()
    if "locked" in said or "busy" in said:
        return StoreError(
            f"{path} is locked by another process.", hint="Try again in a moment, or stop what holds it open."
        )
    if "malformed" in said or "corrupt" in said:
        return StoreError(f"{path} is damaged.", hint="Restore a backup: gongbao restore FILE.")
    if "not a database" in said or "file is encrypted" in said:
        return StoreError(f"{path} is not a Gongbao database.", hint="Name another file with --db.")
    if "full" in said:
        return StoreError(f"The disk of {path} is full; nothing was changed.", hint="Make room and try again.")
    if "readonly" in said or "unable to open" in said:
        return StoreError(f"{path} cannot be opened for writing.", hint="Check the file's and the folder's rights.")
    return StoreError(f"{path} cannot be used: {error}.", hint="Run gongbao doctor.")


def _connect(path: Path, *, wait_s: float, pragmas: str = "") -> Database:
    conn = sqlite3.connect(str(path), timeout=wait_s, check_same_thread=False)
    db = Database(conn)
    mode = db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
    if mode != "wal":
        conn.close()
        raise StoreError(
            f"{path} cannot use a write-ahead log here ({mode}).", hint="Move the database to a local disk."
        )
    for pragma in (*_PRAGMAS.split(), *pragmas.split()):
        db.execute(f"PRAGMA {pragma}").fetchall()
    return db


def _check_ours(path: Path, *, create: bool) -> bool:
    """Return whether the tables are there; raise a StoreError unless they are, or with ``create`` may be made."""
    size = path.stat().st_size if path.exists() else 0
    if size == 0:
        if create:
            return False
        raise StoreError(f"{path} is empty: not a Gongbao database.", hint="Name another file with --db.")
    foreign = StoreError(f"{path} is not a Gongbao database.", hint="Name another file with --db.")
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise foreign
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", hint="Check its rights.") from error
    with closing(sqlite3.connect(str(path))) as conn:
        conn.execute("BEGIN")  # one look: another process may be making the tables between two reads
        empty = conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
        application = conn.execute("PRAGMA application_id").fetchone()[0]
        version = conn.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID and not (create and empty and application == 0):
        raise foreign
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer Gongbao (schema {version}, this one knows {SCHEMA_VERSION}).",
            hint="Update Gongbao, or restore a backup of this version.",
        )
    if application == APPLICATION_ID and version < SCHEMA_VERSION:
        raise StoreError(
            f"{path} was made by an earlier version and can't be read by this one.",
            hint="Move it away and read your briefings in again (gongbao ingest FOLDER).",
        )
    return bool(version == SCHEMA_VERSION)


def _create(path: Path, *, wait_s: float) -> None:
    """Create all tables in one transaction, one process at a time; a process killed meanwhile leaves none of them."""
    try:
        make_own(path)
        with FileLock(f"{path}.lock", timeout=max(wait_s, 0.01) * 6):
            if _check_ours(path, create=True):
                return
            db = _connect(path, wait_s=wait_s)
            with closing(db.conn) as conn:
                stamp = f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={SCHEMA_VERSION};"
                conn.executescript("\n".join(("BEGIN IMMEDIATE;", *SCHEMA, stamp, "COMMIT;")))
    except Timeout as error:
        raise StoreError(f"{path} is being created by another process.", hint="Try again in a moment.") from error
    except OSError as error:
        raise _cannot_write(path, error) from error


def _keep_before_restore(target: Path) -> Path:
    kept, number = target.with_name(f"{target.name}.before-restore"), 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.before-restore-{number}")
    make_like(kept, target, keep_owner=True)
    with _errors(target):
        try:
            with closing(sqlite3.connect(str(target))) as conn:
                conn.execute("VACUUM INTO ?", [str(kept)])
        except sqlite3.DatabaseError:
            target.replace(kept)  # too damaged to be copied by SQLite: kept as it is
    return kept


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = f"The folder {path.parent} cannot be made: {error.strerror}."
        raise StoreError(said, hint="Name another database with --db.") from error


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
