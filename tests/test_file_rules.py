"""The rules that exported files are held to find what could run or lead astray."""

import io
import zipfile

import pytest

from tests.file_rules import CHECKS


def make_docx(**parts: str) -> bytes:
    """Return an archive with these parts, a slash written as two underscores."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {"word__document.xml": "<w:document/>", **parts}.items():
            archive.writestr(name.replace("__", "/"), text)
    return buffer.getvalue()


LINKED = '<R Target="https://evil.example/x"/>'
LIVE = [
    *(("csv", data) for data in (b"a,=1+1\r\n", b"a,@x\r\n")),
    *(("md", data) for data in (b"<img src=x>", b"[x](https://evil.example)", b"![x](y)", b"```\nx\n```")),
    *(("ics", data) for data in (b"BEGIN:VCALENDAR\r\nEVIL:1\r\n", b"BEGIN:VEVENT\r\n")),
    *(("docx", make_docx(word__vbaProject="x")), ("docx", make_docx(**{"word___rels__document.xml.rels": LINKED}))),
    ("docx", make_docx(**{"word__document.xml": "<w:fldSimple/>"})),
]
DEAD = [
    *(("csv", b"a,'=1+1\r\n"), ("md", b"\\[x\\](y) <https://paper.example/x>"), ("docx", make_docx())),
    ("ics", b"BEGIN:VEVENT\r\nSUMMARY:a\r\n b\r\nEND:VEVENT\r\n"),
]


@pytest.mark.parametrize(("kind", "data", "runs"), [(*each, each in LIVE) for each in LIVE + DEAD])
def test_what_runs_is_found(kind: str, data: bytes, *, runs: bool) -> None:
    """Formulas, markup, foreign lines, macros, links to strangers, fields; what is guarded or escaped is let be."""
    assert bool(list(CHECKS[kind](data))) is runs
