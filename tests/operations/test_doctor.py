"""The doctor looks at everything, goes on after what is wrong, and says what to do."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings, find_data_folder
from bot.errors import UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.operations import doctor
from bot.operations.doctor import Finding, Level, check_disk, list_probes
from bot.reading.child import ChildReader
from bot.reading.pipeline import read_briefing
from bot.reading.received import DOCX, HTML, MARKDOWN, PDF, RSS, sniff_media_type
from tests.corpus import make_briefing
from tests.empty_store import open_empty

SAMPLES = find_data_folder("briefings")
REFERENCE = find_data_folder("reference")
ABOUT = ["Python", "SQLite", "disk", "database", "admins", "time zone", "names", "reading", "meaning"]


class FakeReader(ChildReader):
    """Reads each probe, or fails as told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def close(self) -> None:
        pass

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        _ = layouts
        assert data
        if self.error:
            raise self.error
        return make_briefing(sha256=source_name)


def look(db: Path, *, error: Exception | None = None, reference: Path | None = None, **changed: Any) -> list[Finding]:
    """Examine a set-up with these changes, whose reader fails with ``error``, if given."""
    settings = Settings(db=db, **{"admins": frozenset({"U012AB3CD"}), **changed})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doctor, "ChildReader", lambda _: FakeReader(error))
        if reference:
            patch.setattr(doctor, "find_data_folder", lambda name: reference if name == "reference" else SAMPLES)
        return doctor.examine(settings)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    open_empty(tmp_path / "g.db").close()
    return tmp_path / "g.db"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such rights")
def test_a_database_that_everybody_may_read_is_a_warning() -> None:
    """It holds paid briefings; a folder above it that lets nobody else in is enough."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = folder / "g.db"
        open_empty(db).close()
        is_reached = all(above.stat().st_mode & 0o001 for above in folder.resolve().parents)
        told: list[tuple[int, int]] = []
        for of_folder in (0o755, 0o700):
            for of_file in (0o600, 0o640, 0o644):
                folder.chmod(of_folder)
                db.chmod(of_file)
                said = f"Everybody on this machine may read {db}."
                found = [finding for finding in look(db) if finding.text == said]
                assert all((finding.about, finding.level) == ("database", Level.WARNING) for finding in found)
                told += [(of_folder, of_file)] * len(found)
        assert told == [(0o755, 0o644)] * is_reached


@pytest.mark.parametrize(
    ("about", "change", "said"),
    [
        ("database", {"db": "bad.db"}, "bad.db"),
        ("time zone", {"time_zone": "Mars/Olympus"}, "“Mars/Olympus” is no time zone."),
        ("names", {"reference": "nowhere"}, "local_offices.toml"),
        ("reading", {"error": UnreadableDocumentError("The probe is gone.", hint="Reinstall.")}, "The probe is gone."),
        (
            "reading",
            {"error": OSError(12, "Cannot allocate memory")},
            "reading cannot be used: Cannot allocate memory.",
        ),
        ("reading", {"error": PermissionError(13, "Permission denied", "x")}, "x cannot be used: Permission denied."),
    ],
)
def test_one_problem_is_found_among_all(
    db: Path, tmp_path: Path, about: str, change: dict[str, Any], said: str
) -> None:
    """What is wrong is said under its name with what to do; everything else is looked at all the same."""
    (tmp_path / "bad.db").write_bytes(b"no database, and longer than the head of one" * 9)
    paths = {name: tmp_path / str(value) for name, value in change.items() if name in {"db", "reference"}}
    findings = look(**{"db": db, **change, **paths})
    looked_at = [each for each in ABOUT if each != "admins" or about != "database"]  # who was granted stands in it
    assert [finding.about for finding in findings] == looked_at
    problem, *more = (finding for finding in findings if finding.level is Level.PROBLEM)
    assert [each.about for each in more] == (about == "names") * ["reading"]  # which takes them
    assert problem.about == about
    assert said in problem.text
    assert problem.hint
    assert all(finding.hint == "" for finding in findings if finding.level is Level.OK)


@pytest.mark.parametrize("is_made", [True, False])
def test_that_nobody_is_an_admin_is_a_warning(db: Path, tmp_path: Path, *, is_made: bool) -> None:
    """With no setting and no grant; it says what is not possible then, and the two ways to make somebody one."""
    found = look(db if is_made else tmp_path / "none.db", admins=frozenset())
    (finding,) = (each for each in found if each.about == "admins")
    assert (finding.level, finding.text) == (Level.WARNING, "Nobody is an admin.")
    assert "GONGBAO_ADMINS" in finding.hint
    assert "gongbao admin grant" in finding.hint


def test_no_database_before_the_first_start_is_no_problem(tmp_path: Path) -> None:
    """It is said, with what makes it and how to name another, and nothing is made."""
    (finding,) = (each for each in look(tmp_path / "none.db") if each.about == "database")
    assert finding.level is Level.WARNING
    assert finding.text == f"None yet at {tmp_path / 'none.db'}."
    assert "GONGBAO_DB" in finding.hint
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("disk", "level", "said"),
    [("nfs4", Level.PROBLEM, "network disk (nfs4)"), ("ext4", Level.OK, "ext4"), (None, Level.OK, "unknown")],
)
def test_a_network_disk_is_a_problem(tmp_path: Path, disk: str | None, level: Level, said: str) -> None:
    """A database on one is not safe; a system that does not tell is taken at its word."""
    (finding,) = check_disk(tmp_path / "g.db", disk)
    assert finding.level is level
    assert said in finding.text


def test_every_format_has_a_probe_that_is_read() -> None:
    """They are what their names say, and each has something to report."""
    lexicon = load_lexicon(REFERENCE)
    probes = list_probes(SAMPLES)
    assert [sniff_media_type(data, name) for name, data in probes.items()] == [MARKDOWN, HTML, RSS, DOCX, PDF]
    for name, data in probes.items():
        assert read_briefing(data, source_name=name, lexicon=lexicon).items
