"""Documents that cannot be read: each is one line that names it and says what to do, status 1, nothing stored."""

import io
import os
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.cli.terminal import MONITOR_PDF, Terminal


def build_pdf(*, text: str = "", password: str | None = None) -> bytes:
    """Return a PDF of one page, with a drawing where there is no text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    if text:
        canvas.drawString(100, 700, text)
    else:
        canvas.rect(10, 10, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


BAD = {
    "empty.md": b"",
    "blank.txt": b" \n\n",
    "page.html": b"<!DOCTYPE html><html><body><script>hello()</script></body></html>",
    "drawing.pdf": build_pdf(),
    "secret.pdf": build_pdf(text="hidden", password="key"),  # noqa: S106  of a file made here
    "broken.pdf": b"%PDF-1.7\nnothing of a document",
    "short.pdf": MONITOR_PDF.read_bytes()[:6000],
    "latin.txt": "Straße, Gebühr, Verfügung\n".encode("latin-1") * 20,
    "large.txt": b"a line of it\n" * (21 * 1024 * 1024 // 13),
}


@pytest.mark.parametrize("name", BAD)
def test_an_unreadable_document_changes_nothing(held: Terminal, place: Path, name: str) -> None:
    """The line names the file and says what to do; the export is the same to the byte."""
    before = held.export()
    (place / name).write_bytes(BAD[name])
    line = held.refuse("ingest", name)
    assert line.startswith(f"{name} ")
    assert line.count(". ") >= 1
    assert held.export() == before


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("missing.md", "There is no file “missing.md”."),
        ("", "There is no file “”."),
        ("http://a.example/issue.pdf", "“http://a.example/issue.pdf” is not an https address."),
        ("https://localhost/issue.pdf?key=1", "“https://localhost/issue.pdf” names no public web server."),
        ("file:///etc/hostname", "“file:///etc/hostname” is not an https address."),
        ("data:text/html,x", "“data:text/html,x” is not an https address."),
        ("n" * 5000, "cannot be read: File name too long."),
        ("folder", "The folder folder holds no briefing."),
        ("pipe", "pipe is not a plain file."),
    ],
)
def test_a_path_that_leads_to_no_file(terminal: Terminal, place: Path, name: str, part: str) -> None:
    """The line names the path, shortened where it is endless; no database comes of it."""
    (place / "folder").mkdir()
    os.mkfifo(place / "pipe")
    line = terminal.refuse("ingest", name)
    assert part in line
    assert len(line) < 250
    assert terminal.db is not None
    assert not terminal.db.exists()
