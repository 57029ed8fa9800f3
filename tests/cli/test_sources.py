"""Finding the files to read, and reading them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.ingest import Sources, list_sources, read_source
from bot.errors import UnreadableDocumentError
from bot.reading.received import MAX_BYTES


def test_files_come_in_the_order_named(tmp_path: Path) -> None:
    """Those of a folder by path; a file that is named is taken whatever its name; nothing hidden."""
    for name in ("b.md", "a.PDF", "c.png", ".git/x.md", "sub/d.txt", "named.bin"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    folder = tmp_path / "in"
    found = list_sources((str(folder / "named.bin"), str(folder)))
    assert [path.name for path in found.found if isinstance(path, Path)] == ["named.bin", "a.PDF", "b.md", "d.txt"]
    assert [path.name for path in found.skipped] == ["c.png", "named.bin"]
    assert found.refused == []


def test_what_cannot_be_found_is_refused_by_name() -> None:
    """The others are still listed; the name is kept as it was given."""
    found = list_sources(("none.md", "ftp://a.example/x"))
    assert (found.found, found.skipped) == ([], [])
    assert ["none.md" in str(found.refused[0]), "a.example" in str(found.refused[1])] == [True, True]
    assert list_sources(()) == Sources()


def test_a_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """A byte more is refused before it is read, and so is a file that has gone."""
    path = tmp_path / "issue.txt"
    path.write_bytes(b"x" * MAX_BYTES)
    assert len(read_source(path)) == MAX_BYTES
    path.write_bytes(b"x" * (MAX_BYTES + 1))
    with pytest.raises(UnreadableDocumentError, match=r"issue\.txt is too large: 20 MB\."):
        read_source(path)
    path.unlink()
    with pytest.raises(UnreadableDocumentError, match="cannot be read: No such file"):
        read_source(path)
