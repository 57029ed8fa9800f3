"""The rules that exported files are held to find what could run or lead astray."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.file_rules import CHECKS


def make_docx(**parts: str) -> bytes:
    """Give an archive with these parts, a slash written as two underscores."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {"word__document.xml": "<w:document/>", **parts}.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("csv", b"a,=1+1\r\n"),
        ("csv", b"a,@x\r\n"),
        ("md", b"<img src=x>"),
        ("md", b"[x](https://evil.example)"),
        ("md", b"![x](y)"),
        ("md", b"```\nx\n```"),
        ("ics", b"BEGIN:VCALENDAR\r\nEVIL:1\r\n"),
        ("ics", b"BEGIN:VEVENT\r\n"),
        ("docx", make_docx(word__vbaProject="x")),
        ("docx", make_docx(**{"word___rels__document.xml.rels": '<R Target="https://evil.example/x"/>'})),
        ("docx", make_docx(**{"word__document.xml": "<w:fldSimple/>"})),
    ],
)
def test_what_runs_is_found(kind: str, data: bytes) -> None:
    """A formula, markup, a foreign line, a macro, a link to a stranger, a field."""
    assert list(CHECKS[kind](data))
