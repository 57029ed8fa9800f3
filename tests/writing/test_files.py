"""The file of a paper: its kind, its name, and how many rows are in it."""

from __future__ import annotations

import pytest

from bot.domain.paper import FileKind
from bot.writing.files import write_file
from tests.writing.paper import NOW, build_paper


@pytest.mark.parametrize(
    ("kind", "start", "rows"),
    [
        (FileKind.CSV, b"\xef\xbb\xbfid,", 2),
        (FileKind.ICS, b"BEGIN:VCALENDAR", 1),
        (FileKind.MD, b"# Robots", 2),
        (FileKind.DOCX, b"PK", 2),
    ],
)
def test_each_kind_has_its_writer(kind: FileKind, start: bytes, rows: int) -> None:
    """The name says what was asked and for which day."""
    file = write_file(build_paper(), kind, now=NOW)
    assert (file.name, file.rows) == (f"gongbao-robots-2024-03-07.{kind.value}", rows)
    assert file.data.startswith(start)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("", "answer"),
        ("工信部 on: robots", "工信部-on-robots"),
        ("x" * 99, "x" * 40),
    ],
)
def test_a_name_is_no_path(title: str, name: str) -> None:
    """Letters and figures of any language, and not too many."""
    assert write_file(build_paper(title=title), FileKind.MD, now=NOW).name == f"gongbao-{name}-2024-03-07.md"
