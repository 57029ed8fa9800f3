"""One SQLite file: opening it, its checks and pragmas, reading, writing, backup and restore.

The only module that imports SQLite (through sqlite-utils, so that every error class is the one of the library that
is really loaded). All its errors leave as ``StoreError``, wrapped once, here. CONTRIBUTING.md has the rules.
"""

import datetime as dt
import os
import shutil
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout
from sqlite_utils import Database
from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined]  # the library that sqlite-utils really loaded

from bot.errors import StoreError, StoreMissingError
from bot.store.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

__all__ = ["Database", "sqlite3"]

NETWORK_DISKS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs"})
"""Types of file systems on which a write-ahead log is not safe."""
MOUNTS = Path("/proc/self/mounts")
SQLITE_SAFE = (3, 51, 3)
"""The first version without the WAL-reset corruption race (SQLite 3.7.0 to 3.51.2)."""

_WAIT_S = 5.0
_PRAGMAS = (
    *("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON"),
    *("secure_delete=ON", "journal_size_limit=67108864"),
)
_READING = ("query_only=ON", "cache_size=-16384")
"""SQLite's own cache of 2 MB does not hold what one question looks at in the index."""
_FAR = 1000
"""More rules, posts and lists than are made between two backups."""
_DAMAGED = ("is damaged.", "Restore a backup: gongbao restore FILE.")
_FOREIGN = ("is not a Gongbao database.", "Name another file with --db.")
_ERRORS = {
    ("locked", "busy"): ("is locked by another process.", "Try again in a moment, or stop what holds it open."),
    ("malformed", "corrupt"): _DAMAGED,
    ("not a database", "encrypted"): _FOREIGN,
    ("full",): ("cannot grow: the disk is full; nothing was changed.", "Make room and try again."),
    ("readonly", "unable to open"): ("cannot be opened for writing.", "Check the file's and the folder's rights."),
}
"""Words of SQLite's errors, with what to say instead and what to do."""


class Store:
    """An open database; safe to share between threads, none of which uses a connection that another is using.

    Reads see one snapshot; writes come one by one.
    """

    def __init__(self, path: Path, *, wait_s: float = _WAIT_S) -> None:
        self.path = path
        self._wait_s = wait_s
        self._opened: list[Database] = []
        self._resting: list[Database] = []
        self._reading = threading.local()
        self._writing = threading.RLock()
        self._writer: Database | None = None

    @contextmanager
    def read(self) -> Iterator[Database]:
        """Get a read-only connection inside one snapshot; may be nested, and is this thread's until the end."""
        outer: Database | None = getattr(self._reading, "db", None)
        if outer is not None:
            yield outer
            return
        with _store_errors(self.path):
            try:
                db = self._resting.pop()  # that used last, by whichever thread: most of what is asked for is in it
            except IndexError:
                db = self._connect(*_READING)
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
        with self._writing, _store_errors(self.path):
            self._writer = self._writer or self._connect()
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
        with _replacing(target, like=self.path) as partial:
            _copy(self.path, partial)

    def close(self) -> None:
        """Close every connection that was opened."""
        for db in self._opened:
            db.conn.close()
        self._opened, self._resting, self._writer = [], [], None

    def _connect(self, *pragmas: str) -> Database:
        db = Database(sqlite3.connect(str(self.path), timeout=self._wait_s, check_same_thread=False))
        self._opened.append(db)
        for pragma in (*_PRAGMAS, *pragmas):
            db.execute(f"PRAGMA {pragma}").fetchall()
        if db.journal_mode != "wal":
            said = f"{self.path} cannot use a write-ahead log here ({db.journal_mode})."
            raise StoreError(said, hint="Move the database to a local disk.")
        return db


def open_store(path: Path, *, create: bool, wait_s: float = _WAIT_S) -> Store:
    """Open the database; with ``create``, make it where there is none.

    Raises a StoreError that says what is wrong: missing, not ours, of another version, corrupt, locked, not local.
    """
    _check_place(path)
    if not path.exists():
        if not create:
            hint = "Ingest a briefing first (gongbao ingest FILE), or name another database with --db."
            raise StoreMissingError(f"There is no database at {path}.", hint=hint)
        with _disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            make_own(path)
    if _is_empty(path, may_be=create):
        _create(path, wait_s)
    return Store(path, wait_s=wait_s)


def restore_store(source: Path, target: Path, *, now: dt.datetime) -> Path | None:
    """Put a backup in the place of the database; return where what stood there is kept, None if nothing did.

    The backup is checked first: a damaged or foreign one changes nothing. The result knows that it was restored, and
    when (``bot.store.memos``).
    """
    if not source.is_file():
        raise StoreMissingError(f"There is no backup at {source}.", hint="Name the file that gongbao backup wrote.")
    _check_place(target)
    _is_empty(source, may_be=False)
    kept = None
    with _replacing(target, like=target if target.exists() else source, keep_owner=True) as partial:
        _copy(source, partial)
        _mark_restored(partial, target, now=now)
        if target.exists():
            kept = _keep(target)
        for sidecar in _list_sidecars(target):
            sidecar.unlink(missing_ok=True)
    return kept


def check_integrity(path: Path) -> None:
    """Raise StoreError unless integrity, foreign keys and the search index of the file are sound."""
    with _store_errors(path), closing(sqlite3.connect(str(path))) as conn:
        verdict = conn.execute("PRAGMA integrity_check(1)").fetchall()
        dangling = conn.execute("PRAGMA foreign_key_check").fetchall()
        conn.execute("INSERT INTO item_index(item_index) VALUES ('integrity-check')")
    if verdict != [("ok",)] or dangling:
        raise _refuse(path, *_DAMAGED)


@contextmanager
def hold_sender_lock(path: Path) -> Iterator[bool]:
    """Return True while this process is the only sender for the database at ``path``, or False at once."""
    file = path.with_name(f"{path.name}.sender")
    lock = FileLock(file, timeout=0)
    with _disk_errors(file), suppress(Timeout):
        if not file.exists():
            make_own(file)
            _give_to_owner(file, path)
        lock.acquire()
    try:
        yield lock.is_locked
    finally:
        lock.release()


def find_disk_type(path: Path) -> str | None:
    """Return the type of the file system that holds ``path``, where the system tells (Linux), else None."""
    lines = MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines() if MOUNTS.exists() else []
    mounts = (words for words in map(str.split, lines) if words[2:])
    found = {Path(folder.replace("\\040", " ")): kind for _, folder, kind, *_ in mounts}
    whole = path.resolve()
    return next((found[folder] for folder in (whole, *whole.parents) if folder in found), None)


def make_own(path: Path) -> None:
    """Make an empty file that its owner alone may read and write, unless one is there; OSError when it cannot be."""
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _check_place(path: Path) -> None:
    """Raise StoreError where no database can be."""
    disk = find_disk_type(path)
    if disk in NETWORK_DISKS:
        raise StoreError(f"{path} is on a network disk ({disk}).", hint="Move the database to a local disk.")
    if path.is_dir():
        raise StoreError(f"{path} is a folder, not a database.", hint="Name a file with --db.")


def _is_empty(path: Path, *, may_be: bool) -> bool:
    """Return whether the tables are still to be made; raise StoreError for what is not ours, or of another version."""
    sql = "SELECT (SELECT count(*) FROM sqlite_master), * FROM pragma_application_id, pragma_user_version"
    with _store_errors(path), closing(sqlite3.connect(str(path))) as conn:
        tables, application, version = conn.execute(sql).fetchone()
    if not (tables or application):
        if may_be:
            return True
        raise _refuse(path, "is empty: not a Gongbao database.", "Name another file with --db.")
    if application != APPLICATION_ID:
        raise _refuse(path, *_FOREIGN)
    if version > SCHEMA_VERSION:
        said = f"was written by a newer Gongbao (schema {version}, this one knows {SCHEMA_VERSION})."
        raise _refuse(path, said, "Update Gongbao, or restore a backup of this version.")
    if version < SCHEMA_VERSION:
        said = "was made by an earlier version and can't be read by this one."
        raise _refuse(path, said, "Move it away and read your briefings in again (gongbao ingest FOLDER).")
    return False


def _create(path: Path, wait_s: float) -> None:
    """Create all tables in one transaction, one process at a time; a process killed meanwhile leaves none of them."""
    try:
        with FileLock(f"{path}.lock", timeout=wait_s * 6), _store_errors(path):
            if _is_empty(path, may_be=True):
                with closing(sqlite3.connect(str(path), timeout=wait_s)) as conn:
                    conn.execute("PRAGMA journal_mode=WAL").fetchall()
                    conn.executescript(SCHEMA)
    except Timeout as error:
        raise _refuse(path, "is being created by another process.", "Try again in a moment.") from error


@contextmanager
def _replacing(target: Path, *, like: Path, keep_owner: bool = False) -> Iterator[Path]:
    """Yield an empty file with the rights, if need be the owner, of another; filled it takes the target's place."""
    partial = target.with_name(f"{target.name}.partial")
    try:
        with _disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            make_own(partial)
            if keep_owner:
                _give_to_owner(partial, like)
            partial.chmod(stat.S_IMODE(like.stat().st_mode) | stat.S_IRUSR | stat.S_IWUSR)
            yield partial
            with partial.open("r+b") as written:
                os.fsync(written.fileno())
            partial.replace(target)
    finally:
        for file in (partial, *_list_sidecars(partial)):
            file.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy a database with what its write-ahead log holds into an empty file; the copy is sound."""
    with _store_errors(source), closing(sqlite3.connect(str(source))) as conn:
        conn.execute("VACUUM INTO ?", [str(target)])
    check_integrity(target)


def _keep(target: Path) -> Path:
    """Copy what a restore replaces beside it, even what SQLite cannot copy; return where."""
    name = f"{target.name}.before-restore"
    kept = next(path for n in count() if not (path := target.with_name(f"{name}-{n}" if n else name)).exists())
    with _replacing(kept, like=target, keep_owner=True) as partial:
        try:
            _copy(target, partial)
        except StoreError:
            shutil.copyfile(target, partial)
    return kept


def _mark_restored(copy: Path, target: Path, *, now: dt.datetime) -> None:
    """Write into a copy that it is restored, and let numbers go on behind those that the target gave out meanwhile."""
    given = "(SELECT o.seq FROM old.sqlite_sequence o WHERE o.name = sqlite_sequence.name)"
    with _store_errors(copy), closing(sqlite3.connect(copy.absolute().as_uri(), uri=True)) as conn, conn:
        try:
            conn.execute("ATTACH ? AS old", [f"{target.absolute().as_uri()}?mode=ro"])
            conn.execute(f"UPDATE sqlite_sequence SET seq = max(seq, coalesce({given}, 0))")
        except sqlite3.Error:  # there is none, or it cannot be read
            conn.execute("UPDATE sqlite_sequence SET seq = seq + ?", [_FAR])
        conn.execute("INSERT OR REPLACE INTO memos (kind, subject, at) VALUES ('restored', '', ?)", [now.isoformat()])


def _list_sidecars(path: Path) -> list[Path]:
    return [path.with_name(path.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _give_to_owner(path: Path, original: Path) -> None:
    """Let a file belong to whom the original belongs to, as far as we may: the bot must use what root makes."""
    if hasattr(os, "chown"):
        owner = original.stat()
        with suppress(PermissionError):
            os.chown(path, owner.st_uid, owner.st_gid)


def _refuse(path: Path, what: str, hint: str) -> StoreError:
    return StoreError(f"{path} {what}", hint=hint)


@contextmanager
def _store_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        known = (told for words, told in _ERRORS.items() if any(word in str(error).lower() for word in words))
        raise _refuse(path, *next(known, (f"cannot be used: {error}.", "Run gongbao doctor."))) from error


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _refuse(path, f"cannot be written: {error.strerror}.", "Check the folder and its rights.") from error
