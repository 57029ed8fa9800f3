"""Databases that cannot be used, and backup and restore: one line each, nothing half-written."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from bot.access.licences import LicensedStore
from bot.store.database import sqlite3
from tests.cli.terminal import FORTNIGHT, MONITOR_PDF, Terminal

READS = (["ask", "/policy"], ["search", "x"], ["export"], ["digest", "ledger"], ["console"], ["undo", "B1"])


@pytest.mark.parametrize("command", [*READS, ["backup", "copy.db"]], ids=lambda command: command[0])
def test_only_some_commands_make_a_database(terminal: Terminal, command: list[str]) -> None:
    """The others say that there is none and what to do, and make none."""
    line = terminal.refuse(*command)
    assert line.startswith(f"There is no database at {terminal.db}. Ingest a briefing first")
    assert terminal.db is not None
    assert not terminal.db.parent.exists()


def spoil(path: Path, how: str) -> None:
    """Turn a sound database into one that cannot be used."""
    data = path.read_bytes()
    match how:
        case "empty":
            path.write_bytes(b"")
        case "picture":
            path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4096))
        case "corrupt":
            path.write_bytes(data[:4096] + bytes(byte ^ 0x5A for byte in data[4096:]))
        case "short":
            path.write_bytes(data[:20000])
        case "folder":
            path.unlink()
            path.mkdir()
        case "foreign":
            path.unlink()
            _change(path, "CREATE TABLE mine (a)")
        case "newer":
            _change(path, "PRAGMA user_version = 999")
        case "earlier":
            _change(path, "PRAGMA user_version = 39")


def _change(path: Path, statement: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("how", "part"),
    [
        ("empty", "held.db is empty: not a Gongbao database."),
        ("picture", "held.db is not a Gongbao database."),
        ("foreign", "held.db is not a Gongbao database."),
        ("newer", "held.db was written by a newer Gongbao (schema 999"),
        ("earlier", "held.db was made by an earlier version and can't be read by this one. Move it away and read your"),
        ("corrupt", "held.db is damaged. Restore a backup"),
        ("short", "held.db is damaged. Restore a backup"),
        ("folder", "held.db is a folder, not a database."),
    ],
)
def test_a_database_that_cannot_be_used(held: Terminal, how: str, part: str) -> None:
    """Reading, undoing, backing up and the doctor say what it is, in one line each, and leave it as it is."""
    assert held.db is not None
    spoil(held.db, how)
    before = held.db.read_bytes() if held.db.is_file() else b""
    for command in (["ask", "/policy"], ["export"], ["undo", "B2"], ["backup", "copy.db"]):
        assert part in held.refuse(*command)
    if how == "corrupt":
        assert part in held.run("doctor", status=1).stdout.replace("  ", " ")
    if how != "empty":
        assert part in held.refuse("ingest", str(FORTNIGHT))
    assert (held.db.read_bytes() if held.db.is_file() else b"") == before
    assert not (held.db.parent / "copy.db").exists()


def test_a_locked_database_is_read_but_not_written(held: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process writes, answers come; a write waits, then says who is in the way and changes nothing."""
    assert held.db is not None
    monkeypatch.setattr("bot.app.LicensedStore", partial(LicensedStore, wait_s=0.2))
    before = held.export()
    hold = "import sys; from bot.store.database import sqlite3; c = sqlite3.connect(sys.argv[1]); "
    hold += "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(held.db)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert "P19" in held.ask("/policy status:draft_for_comment")
        line = held.refuse("ingest", str(MONITOR_PDF))
        assert line.startswith(f"{held.db} is locked by another process.")
        assert held.export() == before
        holder.communicate()


def test_backup_and_the_way_back(held: Terminal, place: Path) -> None:
    """A backup exports the same; a restore brings it back, and what stood there is kept beside it."""
    assert held.db is not None
    before = held.export()
    said = held.run("backup", "copy.db").stdout
    assert said.startswith("Backed up to copy.db (")
    assert said.endswith(" bytes), checked.\n")
    assert Terminal(db=place / "copy.db").export() == before
    held.run("undo", "B1")
    said = held.run("restore", "copy.db").stdout
    assert said == f"Restored {held.db} from copy.db. What stood there before is kept as {held.db}.before-restore.\n"
    assert held.export() == before
    kept = Terminal(db=Path(f"{held.db}.before-restore"))
    assert [briefing["id"] for briefing in kept.load("export")["briefings"]] == ["B2", "B3"]


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["backup", "held.db"], "held.db exists already."),
        (["backup", "none/copy.db"], "The folder none does not exist."),
        (["restore", "none.db"], "There is no backup at none.db."),
        (["restore", "letter.md"], "letter.md is not a Gongbao database."),
        (["restore", "held.db", "--db", "folder"], "folder is a folder, not a database."),
    ],
)
def test_backup_and_restore_refuse(held: Terminal, place: Path, args: list[str], part: str) -> None:
    """A file that exists is not written over, and only a backup is restored; the database stays as it was."""
    (place / "letter.md").write_text("Not a database.")
    (place / "folder").mkdir()
    before = held.export()
    assert part in held.refuse(*args)
    assert held.export() == before


def test_the_doctor_finds_a_sound_set_up(held: Terminal) -> None:
    """Ten findings, none a problem, as text and as JSON."""
    lines = held.run("doctor").stdout.splitlines()
    assert [line.split()[1].rstrip(":") for line in lines] == [
        *("Python", "SQLite", "disk", "database", "admins", "time", "names", "reading", "meaning", "Slack")
    ]
    findings = held.load("doctor", "--json")
    assert {finding["level"] for finding in findings} <= {"ok", "warning"}
    assert list(findings[0]) == ["about", "level", "text", "hint"]
    assert f"{held.db}, schema " in findings[3]["text"]
