import os
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
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
    list_pragmas,
    open_store,
    restore_store,
    sqlite3,
)
from bot.store.schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION
from tests.posting import NOW


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


def test_a_new_database_is_ours_and_current(store: Store) -> None:
    """Creating makes the folders, the schema, our application id and the pragmas every connection has."""
    assert list_pragmas(store) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "journal_size_limit": 64 * 1024 * 1024,
        "user_version": SCHEMA_VERSION,
    }
    with store.read() as db:
        assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    """An error inside a write takes all of it back."""
    with pytest.raises(ZeroDivisionError), store.write() as db:
        db.execute("INSERT INTO companies VALUES ('x', 'x', 0)").fetchall() or 1 / 0
    assert count_companies(store) == 0


def test_readers_cannot_write(store: Store) -> None:
    """A reading connection refuses to change anything."""
    with pytest.raises(StoreError, match="writing"), store.read() as db:
        db.execute("INSERT INTO companies VALUES ('x', 'x', 0)")


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
    ("path", "create", "said"),
    [
        ("none.db", False, r"none\.db.*--db"),
        (".", True, "is a folder"),
        ("file/g.db", True, "cannot be written.*Check the folder"),
        ("newer.db", True, "newer Gongbao"),
    ],
)
def test_what_cannot_be_opened_is_named(tmp_path: Path, path: str, said: str, *, create: bool) -> None:
    """Each in one line that says what to do."""
    (tmp_path / "file").write_text("x")
    open_store(tmp_path / "newer.db", create=True).close()
    conn = sqlite3.connect(str(tmp_path / "newer.db"))
    conn.execute(f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    conn.close()
    with pytest.raises(StoreError, match=said):
        open_store(tmp_path / path, create=create)
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"hello, this is no database at all", b"PK\x03\x04" + bytes(200)])
def test_a_file_that_is_not_ours_is_left_alone(tmp_path: Path, content: bytes) -> None:
    """A foreign or empty file is refused and not changed."""
    path = tmp_path / "x.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"x\.db"):
        open_store(path, create=False)
    if content:
        with pytest.raises(StoreError, match="is not a Gongbao database"):
            open_store(path, create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A SQLite file with another application id, or with tables and none, is not ours."""
    path = tmp_path / "other.db"
    conn = sqlite3.connect(str(path))
    conn.execute("CREATE TABLE t (x)")
    conn.commit()
    conn.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="is not a Gongbao database"):
        open_store(path, create=True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [1, 39, SCHEMA_VERSION - 1])
def test_a_database_of_an_earlier_version_is_refused_and_left_as_it_is(store: Store, version: int) -> None:
    """One line says what to do; not a byte of the file changes, and nothing is put beside it."""
    add_company(store, "old")
    store.close()
    conn = sqlite3.connect(str(store.path))
    conn.execute(f"PRAGMA user_version={version}")
    conn.close()
    before = {path.name: path.read_bytes() for path in store.path.parent.iterdir()}
    for create in (False, True):
        with pytest.raises(StoreError, match=r"earlier version.*read your briefings in again"):
            open_store(store.path, create=create)
    assert {path.name: path.read_bytes() for path in store.path.parent.iterdir()} == before


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


def test_the_schema_tells_each_table_once(store: Store) -> None:
    """Every table is there with a comment before it, and none comes by another way."""
    script = SCHEMA
    names = re.findall(r"^CREATE (?:VIRTUAL )?TABLE (\w+)", script, re.MULTILINE)
    with store.read() as db:
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        held = {name for (name,) in db.execute(sql).fetchall() if not name.startswith("item_index_")}
    assert sorted(names) == sorted(held)
    assert len(re.findall(r"^-- .*\nCREATE (?:VIRTUAL )?TABLE ", script, re.MULTILINE)) == len(names)


def test_a_damaged_database_is_named(store: Store) -> None:
    """Pages full of rubbish end in one line that offers the backup."""
    for n in range(200):
        add_company(store, f"company {n} " + "x" * 200)
    store.close()
    data = bytearray(store.path.read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    store.path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="restore"):
        check_integrity(store.path)
    with pytest.raises(StoreError, match="damaged"):
        open_store(store.path, create=False)


def test_a_locked_database_is_named(store: Store) -> None:
    """A writer that waits in vain says so, and nothing is half-written."""
    conn = sqlite3.connect(str(store.path))
    conn.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        add_company(store, "x")
    conn.rollback()
    conn.close()
    add_company(store, "x")
    assert count_companies(store) == 1


def test_a_backup_is_sound_and_comes_back(store: Store, tmp_path: Path) -> None:
    """What was backed up is what restore brings back; what stood there is kept."""
    add_company(store, "a")
    store.backup(tmp_path / "b.db")
    add_company(store, "b")
    store.close()
    kept = restore_store(tmp_path / "b.db", store.path, now=NOW)
    again = open_store(store.path, create=False)
    assert count_companies(again) == 1
    again.close()
    assert kept is not None
    before = open_store(kept, create=False)
    assert count_companies(before) == 2
    before.close()


def test_a_backup_never_overwrites(store: Store, tmp_path: Path) -> None:
    """A backup onto a file that exists, or into a folder that does not, is refused."""
    (tmp_path / "b.db").write_text("precious")
    with pytest.raises(StoreError, match="exists"):
        store.backup(tmp_path / "b.db")
    with pytest.raises(StoreError, match="does not exist"):
        store.backup(tmp_path / "no" / "b.db")
    assert (tmp_path / "b.db").read_text() == "precious"


def test_a_bad_backup_changes_nothing(store: Store, tmp_path: Path) -> None:
    """Restoring from a missing, foreign or damaged file leaves the database as it is."""
    add_company(store, "a")
    with pytest.raises(StoreMissingError):
        restore_store(tmp_path / "none.db", store.path, now=NOW)
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(StoreError, match="is not a Gongbao database"):
        restore_store(tmp_path / "text.db", store.path, now=NOW)
    assert count_companies(store) == 1


def test_restoring_clears_stale_sidecars(store: Store, tmp_path: Path) -> None:
    """A write-ahead log left beside the database never mixes with what was restored."""
    store.backup(tmp_path / "b.db")
    store.close()
    target = tmp_path / "new.db"
    for sidecar in ("-wal", "-shm"):
        (tmp_path / f"new.db{sidecar}").write_bytes(b"stale")
    assert restore_store(tmp_path / "b.db", target, now=NOW) is None
    opened = open_store(target, create=False)
    assert count_companies(opened) == 0
    opened.close()


def test_a_damaged_database_is_kept_when_a_backup_replaces_it(store: Store, tmp_path: Path) -> None:
    """Even a file that SQLite cannot copy is set aside, not lost."""
    store.backup(tmp_path / "b.db")
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:100] + b"\xff" * 5000)
    kept = restore_store(tmp_path / "b.db", store.path, now=NOW)
    assert kept is not None
    assert kept.exists()
    check_integrity(store.path)


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


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_backup_that_is_read_only_becomes_a_database_that_is_not(store: Store, tmp_path: Path) -> None:
    """Where no database stood before, the rights are those of the backup, and its owner may write."""
    store.backup(tmp_path / "b.db")
    (tmp_path / "b.db").chmod(0o400)
    restore_store(tmp_path / "b.db", tmp_path / "new.db", now=NOW)
    assert stat.S_IMODE((tmp_path / "new.db").stat().st_mode) == 0o600


def test_the_disk_of_a_path_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The type of the nearest mount counts; where the system tells nothing, there is none."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/x / nfs4 rw 0 0\nbroken line\n/dev/sda {tmp_path} ext4 rw 0 0\nodd\n")
    monkeypatch.setattr(database, "MOUNTS", mounts)
    assert find_disk_type(tmp_path / "g.db") == "ext4"
    assert find_disk_type(tmp_path.parent.parent / "g.db") == "nfs4"
    mounts.unlink()
    assert find_disk_type(tmp_path / "g.db") is None


def test_a_full_disk_changes_nothing(store: Store) -> None:
    """Where there is no room for a write, it is taken back and the line says so."""
    with store.write() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count={pages}").fetchall()
    with pytest.raises(StoreError, match="full"), store.write() as db:
        db.execute("INSERT INTO companies VALUES (?, ?, 0)", ["x" * 200_000, "x"])
    assert count_companies(store) == 0


def test_other_trouble_is_told_in_its_own_words(store: Store) -> None:
    """An error of SQLite that we have no words for is passed on in one line, with where to look."""
    with pytest.raises(StoreError, match=r"cannot be used.*doctor"), store.read() as db:
        db.execute("SELECT nothing FROM nowhere")


def test_a_store_on_a_network_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A write-ahead log is not safe on a network disk, so the file is not opened there."""
    mounts = tmp_path / "mounts"
    mounts.write_text(f"server:/share {tmp_path} nfs4 rw 0 0\n")
    monkeypatch.setattr(database, "MOUNTS", mounts)
    with pytest.raises(StoreError, match="network disk"):
        open_store(tmp_path / "g.db", create=True)
    assert not (tmp_path / "g.db").exists()


def test_creating_waits_for_another_and_says_so(tmp_path: Path) -> None:
    """While another process creates the tables, opening waits, and at last says what it waited for."""
    path = tmp_path / "g.db"
    with FileLock(f"{path}.lock"), pytest.raises(StoreError, match="created by another"):
        open_store(path, create=True, wait_s=0.01)


def test_each_restore_keeps_what_it_replaces(store: Store, tmp_path: Path) -> None:
    """A second restore does not overwrite what the first one set aside."""
    store.backup(tmp_path / "b.db")
    store.close()
    first = restore_store(tmp_path / "b.db", store.path, now=NOW)
    second = restore_store(tmp_path / "b.db", store.path, now=NOW)
    assert first is not None
    assert second is not None
    assert first != second


def test_dangling_references_are_damage(store: Store) -> None:
    """A file whose rows point nowhere does not pass for sound."""
    store.close()
    conn = sqlite3.connect(str(store.path))
    conn.execute("INSERT INTO item_facets VALUES (99, 'topic', 'ai')")
    conn.commit()
    conn.close()
    with pytest.raises(StoreError, match="is damaged"):
        check_integrity(store.path)


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
