import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock
from sqlite_utils import Database

from bot.errors import StoreError, StoreMissingError
from bot.store import database
from bot.store.database import (
    Store,
    check_integrity,
    find_disk_type,
    open_store,
    restore_store,
    sqlite3,
)
from bot.store.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION
from tests.posting import NOW

BOTH = (False, True)
"""Whether a database is made where there is none."""
SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
    "user_version": SCHEMA_VERSION,
    "application_id": APPLICATION_ID,
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "deep" / "er" / "g.db", create=True, wait_s=0.2)
    yield opened
    opened.close()


def add_company(store: Store, name: str) -> None:
    with store.write() as db:
        db.execute("INSERT INTO companies VALUES (?, ?, 0)", [name, name])


def count_companies(store: Store) -> int:
    with store.read() as db:
        return int(db.execute("SELECT count(*) FROM companies").fetchone()[0])


def count_in(path: Path) -> int:
    with closing(open_store(path, create=False)) as store:
        return count_companies(store)


def change(path: Path, statement: str) -> None:
    """Change a file as no program of ours does."""
    with closing(sqlite3.connect(str(path))) as conn, conn:
        conn.execute(statement)


def test_a_new_database_is_ours_and_current(store: Store) -> None:
    """With our mark, safe settings, and every table once, each with a comment before it."""
    with store.read() as db:
        told = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in SETTINGS}
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        held = {name for (name,) in db.execute(sql).fetchall() if not name.startswith("item_index_")}
    assert told == SETTINGS
    commented = re.findall(r"^-- .*\nCREATE (?:VIRTUAL )?TABLE (\w+)", SCHEMA, re.MULTILINE)
    assert sorted(commented) == sorted(held)


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    """An error inside a write takes all of it back."""
    with pytest.raises(ZeroDivisionError), store.write() as db:
        db.execute("INSERT INTO companies VALUES ('x', 'x', 0)").fetchall() or 1 / 0
    assert count_companies(store) == 0


@pytest.mark.parametrize(
    ("write", "sql", "said"),
    [
        (True, "INSERT INTO companies VALUES (hex(zeroblob(100000)), 'x', 0)", "the disk is full; nothing was changed"),
        (False, "INSERT INTO companies VALUES ('x', 'x', 0)", "opened for writing"),
        (False, "SELECT nothing FROM nowhere", "cannot be used.*doctor"),
    ],
)
def test_trouble_is_told_in_one_line(store: Store, sql: str, said: str, *, write: bool) -> None:
    """A full disk, a reader that writes, and what we have no words for; nothing of such a write stays."""
    with store.write() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages}").fetchall()
    with pytest.raises(StoreError, match=said), store.write() if write else store.read() as db:
        db.execute(sql)
    assert count_companies(store) == 0


def test_a_locked_database_is_named(store: Store, tmp_path: Path) -> None:
    """A writer that waits in vain says so, and nothing is half-written; so does who waits for the tables."""
    with closing(sqlite3.connect(str(store.path))) as conn:
        conn.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked"):
            add_company(store, "x")
    add_company(store, "x")
    assert count_companies(store) == 1
    path = tmp_path / "g.db"
    with FileLock(f"{path}.lock"), pytest.raises(StoreError, match="created by another"):
        open_store(path, create=True, wait_s=0.01)


def test_a_read_is_one_snapshot_and_may_be_nested(store: Store) -> None:
    """What is written meanwhile is not seen until the read is over."""
    with store.read():
        assert count_companies(store) == 0
        thread = threading.Thread(target=add_company, args=(store, "late"))
        thread.start()
        thread.join()
        assert count_companies(store) == 0
    assert count_companies(store) == 1


def test_writers_of_several_threads_wait_for_each_other(store: Store) -> None:
    """No write of one process is lost to another thread's."""
    threads = [threading.Thread(target=add_company, args=(store, f"c{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count_companies(store) == 8


@pytest.mark.parametrize(
    ("name", "content", "creates", "said"),
    [
        ("none.db", None, (False,), r"There is no database at .*none\.db.*--db"),
        ("deep", None, BOTH, "is a folder"),
        ("file/g.db", None, (True,), "cannot be written.*Check the folder"),
        ("x.db", b"", (False,), r"x\.db is empty"),
        ("x.db", b"hello, this is no database at all", BOTH, "is not a Gongbao database"),
        ("x.db", b"PK\x03\x04" + bytes(200), BOTH, "is not a Gongbao database"),
        ("x.db", "CREATE TABLE t (x)", BOTH, "is not a Gongbao database"),
        ("deep/er/g.db", f"PRAGMA user_version={SCHEMA_VERSION + 1}", BOTH, "newer Gongbao"),
        (
            "deep/er/g.db",
            f"PRAGMA user_version={SCHEMA_VERSION - 1}",
            BOTH,
            "earlier version.*read your briefings",
        ),
        ("deep/er/g.db", "PRAGMA user_version=1", BOTH, "earlier version.*read your briefings"),
    ],
)
def test_what_cannot_be_opened_is_named_and_left_as_it_is(
    store: Store, tmp_path: Path, name: str, content: bytes | str | None, creates: tuple[bool, ...], said: str
) -> None:
    """Each in one line that says what to do; not a byte changes, and nothing is put beside it."""
    add_company(store, "old")
    store.close()
    (tmp_path / "file").write_text("x")
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        change(path, content)
    before = {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()}
    for create in creates:
        with pytest.raises(StoreError, match=said):
            open_store(path, create=create)
    assert {each: each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()} == before


def test_network_disks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write-ahead log is not safe there; the nearest mount counts, and where the system tells nothing, none."""
    mounts, path = tmp_path / "mounts", tmp_path / "far" / "g.db"
    monkeypatch.setattr(database, "MOUNTS", mounts)
    assert find_disk_type(path) is None
    mounts.write_text(f"/dev/sda / ext4 rw 0 0\nbroken line\nserver:/x {path.parent} nfs4 rw 0 0\nodd\n")
    assert (find_disk_type(tmp_path / "g.db"), find_disk_type(path)) == ("ext4", "nfs4")
    with pytest.raises(StoreError, match="network disk"):
        open_store(path, create=True)
    assert not path.exists()


def test_a_process_killed_while_creating_leaves_no_table(tmp_path: Path) -> None:
    """The tables come in one transaction: after a kill between two of them the next process creates all."""
    path = tmp_path / "g.db"
    code = (
        "import os, sys; from pathlib import Path; from bot.store import database\n"
        "def connect(*given, **more):\n"
        "    conn = connecting(*given, **more)\n"
        "    conn.set_trace_callback(lambda sql: os._exit(9) if 'TABLE notes' in sql else None)\n"
        "    return conn\n"
        "connecting, database.sqlite3.connect = database.sqlite3.connect, connect\n"
        "database.open_store(Path(sys.argv[1]), create=True)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    conn = sqlite3.connect(str(path))
    assert conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    conn.close()
    opened = open_store(path, create=True)
    assert count_companies(opened) == 0
    opened.close()
    check_integrity(path)


def test_processes_that_start_at_once_create_once(tmp_path: Path) -> None:
    """Eight processes opening a new database at the same time all succeed."""
    path = tmp_path / "g.db"
    code = "import sys; from pathlib import Path; from bot.store.database import open_store; "
    code += "open_store(Path(sys.argv[1]), create=True).close()"
    started = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(8)]
    assert [process.wait(120) for process in started] == [0] * 8
    check_integrity(path)


def test_damage_is_named_and_a_backup_is_the_way_back(store: Store, tmp_path: Path) -> None:
    """Pages full of rubbish end in one line that offers the backup; even what SQLite cannot copy is set aside."""
    store.backup(tmp_path / "b.db")
    for n in range(200):
        add_company(store, f"company {n} " + "x" * 200)
    store.close()
    data = store.path.read_bytes()
    store.path.write_bytes(data[: 4096 * 3] + b"\xff" * (len(data) - 4096 * 3))
    with pytest.raises(StoreError, match="restore"):
        check_integrity(store.path)
    with pytest.raises(StoreError, match="damaged"):
        open_store(store.path, create=False)
    broken = store.path.read_bytes()
    kept = restore_store(tmp_path / "b.db", store.path, now=NOW)
    assert kept is not None
    assert kept.read_bytes() == broken
    assert count_in(store.path) == 0
    change(store.path, "INSERT INTO item_facets VALUES (99, 'topic', 'ai')")
    with pytest.raises(StoreError, match="is damaged"):
        check_integrity(store.path)


def test_a_backup_comes_back_and_what_it_replaces_is_kept(store: Store, tmp_path: Path) -> None:
    """What was backed up is what a restore brings back; a second one does not overwrite what the first set aside."""
    add_company(store, "a")
    store.backup(tmp_path / "b.db")
    add_company(store, "b")
    store.close()
    kept = [restore_store(tmp_path / "b.db", store.path, now=NOW) for _ in range(2)]
    assert [count_in(path) for path in kept if path] == [2, 1]
    assert count_in(store.path) == 1


def test_a_backup_never_overwrites_and_a_bad_one_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Onto a file that exists, or into a folder that does not, it is refused; so is what is missing or foreign."""
    add_company(store, "a")
    (tmp_path / "b.db").write_text("precious")
    with pytest.raises(StoreError, match="exists"):
        store.backup(tmp_path / "b.db")
    with pytest.raises(StoreError, match="does not exist"):
        store.backup(tmp_path / "no" / "b.db")
    with pytest.raises(StoreMissingError):
        restore_store(tmp_path / "none.db", store.path, now=NOW)
    with pytest.raises(StoreError, match="is not a Gongbao database"):
        restore_store(tmp_path / "b.db", store.path, now=NOW)
    assert (tmp_path / "b.db").read_text() == "precious"
    assert count_companies(store) == 1


def test_a_restore_to_a_new_place_mixes_with_nothing_that_lies_there(store: Store, tmp_path: Path) -> None:
    """A write-ahead log left there is cleared; the rights are those of the backup, and its owner may write."""
    store.backup(tmp_path / "b.db")
    (tmp_path / "b.db").chmod(0o400)
    for sidecar in ("-wal", "-shm"):
        (tmp_path / f"new.db{sidecar}").write_bytes(b"stale")
    assert restore_store(tmp_path / "b.db", tmp_path / "new.db", now=NOW) is None
    assert count_in(tmp_path / "new.db") == 0
    assert os.name == "nt" or stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_copies_are_read_by_nobody_else(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup, what a restore puts in place and what it keeps have the database's rights."""
    given: list[tuple[str, int, int]] = []
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.append((path.name, user, group)))
    store.path.chmod(0o600)
    store.backup(tmp_path / "b.db")
    kept = restore_store(tmp_path / "b.db", store.path, now=NOW)
    assert kept is not None
    for path in (tmp_path / "b.db", store.path, kept):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name
    owner = store.path.stat()
    assert given == [(name, owner.st_uid, owner.st_gid) for name in ("g.db.partial", f"{kept.name}.partial")]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_new_database_is_its_owners_alone(tmp_path: Path) -> None:
    """So is what SQLite keeps beside it, whatever the umask; rights that somebody gave it later stay."""
    before = os.umask(0o022)
    try:
        path = tmp_path / "data" / "new.db"
        store = open_store(path, create=True)
        with store.write() as db:
            db.execute("CREATE TABLE t (x)")
            rights = {held.name: stat.S_IMODE(held.stat().st_mode) for held in path.parent.iterdir()}
        store.close()
        path.chmod(0o640)
        open_store(path, create=True).close()
    finally:
        os.umask(before)
    assert {name: rights[name] for name in ("new.db", "new.db-wal", "new.db-shm")} == dict.fromkeys(
        ("new.db", "new.db-wal", "new.db-shm"), 0o600
    )
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_threads_after_each_other_read_with_one_connection(store: Store) -> None:
    """What it holds of the file is of use to whoever reads next; two that read at once have two."""
    seen: list[Database] = []

    def look() -> None:
        with store.read() as db:
            seen.append(db)

    look()
    in_thread(look)
    with store.read() as mine:
        in_thread(look)
        with store.read() as nested:
            assert nested is mine
    assert seen[0] is seen[1] is mine
    assert seen[2] is not mine


def in_thread(work: Callable[[], None]) -> None:
    """Do this in a thread, and wait for it."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
