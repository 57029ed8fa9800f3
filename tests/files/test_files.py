"""The file of a paper: its kind, its name, and how many rows are in it."""

from __future__ import annotations

import pytest

from bot.errors import BadQueryError
from bot.files.files import check_paper, name_file, write_file
from bot.files.paper import FileKind
from tests.files.paper import CLAIM, NOW, build_paper


@pytest.mark.parametrize(
    ("kind", "start"),
    [
        (FileKind.CSV, b"\xef\xbb\xbfid,"),
        (FileKind.ICS, b"BEGIN:VCALENDAR"),
        (FileKind.MD, b"# Robots"),
        (FileKind.DOCX, b"PK"),
    ],
)
def test_each_kind_has_its_writer(kind: FileKind, start: bytes) -> None:
    """The name says what was asked and for which day."""
    paper = build_paper()
    check_paper(paper, kind)
    assert name_file(paper, kind) == f"gongbao-robots-2024-03-07.{kind.value}"
    assert write_file(paper, kind, now=NOW).startswith(start)


def test_an_empty_calendar_is_refused() -> None:
    """Without a printed deadline there is nothing to import; a table of the same rows is one."""
    check_paper(build_paper(CLAIM), FileKind.CSV)
    with pytest.raises(BadQueryError, match="the calendar would be empty"):
        check_paper(build_paper(CLAIM), FileKind.ICS)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("", "answer"),
        ("工信部 on: robots", "工信部-on-robots"),
        ("x" * 99, "x" * 40),
        ("topic carbon and climate, since 1 January 2025", "topic-carbon-and-climate-since-1-january"),
        ("topic carbon and climate, since 10 January", "topic-carbon-and-climate-since-10"),
    ],
)
def test_a_name_is_no_path(title: str, name: str) -> None:
    """Letters and figures of any language, and not too many."""
    assert name_file(build_paper(title=title), FileKind.MD) == f"gongbao-{name}-2024-03-07.md"
