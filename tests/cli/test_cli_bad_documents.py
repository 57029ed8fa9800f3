"""Documents that cannot be read, with evil names, or not what they are called: one clear line each, nothing written."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from bot.app import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import UnreadableDocumentError
from tests.builders import NOW
from tests.cli.terminal import MONITOR_PDF, Terminal

ISSUE = b"# Harbour Notes\n\n5 March 2024\n\n## Policy news\n\n- *February 7:* The MIIT asked carmakers to report.\n"


def snapshot(folder: Path, besides: Path) -> dict[str, int]:
    """Return every file below a folder with its size, but for those below another."""
    found = (path for path in folder.rglob("*") if besides not in path.parents and path.is_file())
    return {str(path): path.stat().st_size for path in found}


@pytest.mark.parametrize("name", ["-rf.md", "--db=x.md"])
def test_a_name_that_looks_like_an_option_is_refused_as_one(terminal: Terminal, place: Path, name: str) -> None:
    """Behind ``--`` it is a file."""
    (place / name).write_bytes(ISSUE)
    assert "Error: " in terminal.run("ingest", name, status=2).stderr
    assert "Undo: gongbao undo B1" in terminal.run("ingest", "--", name).stdout


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


def build_zip(files: dict[str, bytes]) -> bytes:
    """Return a packed archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


WORDS = b"<?xml version='1.0'?><w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
TYPES = (
    b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Default Extension='xml'"
    b" ContentType='application/xml'/></Types>"
)
READ = {
    "page.docx": b"<!DOCTYPE html><html><body><h1>Harbour Notes</h1><p>5 March 2024</p><p>A page.</p></body></html>",
    "text.pdf": ISSUE,
    "notes.eml": ISSUE + b"\n",
    "letter.html": ISSUE + b"\n\n",
}


def build_refused() -> dict[str, bytes]:
    """Return the files that are refused, by name; one is a bomb that takes a while to pack."""
    return {
        "program.pdf": b"MZ\x90\x00" + bytes(400),
        "library.docx": b"\x7fELF" + bytes(400),
        "picture.md": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "photo.html": b"\xff\xd8\xff\xe0" + bytes(64),
        "archive.pdf": build_zip({"../../up.md": ISSUE, "/etc/run.md": ISSUE}),
        "slip.docx": build_zip(
            {"../../../word/document.xml": ISSUE, "/word/../../up": b"x", "[Content_Types].xml": TYPES}
        ),
        "bomb.docx": build_zip({"[Content_Types].xml": TYPES, "word/document.xml": WORDS + b" " * (300 * 1024 * 1024)}),
        "nested.docx": build_zip({"word/a.zip": build_zip({"b": b"0" * 9_000_000}), "[Content_Types].xml": TYPES}),
        "packed.eml": b"\x1f\x8b\x08" + bytes(64),
        "sheet.docx": build_zip({"xl/workbook.xml": b"<x/>"}),
        "old.docx": b"\xd0\xcf\x11\xe0" + bytes(600),
        "base.txt": b"SQLite format 3\x00" + bytes(600),
        "external.xml": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel>&x;</channel></rss>",
        "page.pdf": b"%PDF-1.7\n<html><body>A page</body></html>",
        "empty.md": b"",
        "blank.txt": b" \n\n",
        "script.html": b"<!DOCTYPE html><html><body><script>hello()</script></body></html>",
        "drawing.pdf": build_pdf(),
        "secret.pdf": build_pdf(text="hidden", password="key"),  # noqa: S106  of a file made here
        "broken.pdf": b"%PDF-1.7\nnothing of a document",
        "short.pdf": MONITOR_PDF.read_bytes()[:6000],
        "latin.txt": "Straße, Gebühr, Verfügung\n".encode("latin-1") * 20,
        "large.txt": b"a line of it\n" * (21 * 1024 * 1024 // 13),
    }


def test_what_is_no_document_or_unreadable_is_refused(terminal: Terminal, place: Path) -> None:
    """In one line that names it and says what to do, nothing stored; another kind of document is read as that."""
    folder = place / "in"
    folder.mkdir()
    refused = build_refused()
    for name, data in {**refused, **READ}.items():
        (folder / name).write_bytes(data)
    before = snapshot(place, place / "new")
    result = terminal.run("ingest", str(folder), "--keep", status=1)
    lines = [line for line in result.stderr.splitlines() if line.startswith("gongbao: ")]
    assert [line.removeprefix("gongbao: ").split(" ", 1)[0] for line in lines] == sorted(refused)
    assert all(". " in line for line in lines)
    assert result.stderr.splitlines()[-1] == f"{len(READ)} read, 0 unchanged, {len(refused)} refused"
    assert {briefing["source_name"] for briefing in terminal.load("export")["briefings"]} <= set(READ)
    assert snapshot(place, place / "new") == before
    assert "root:" not in terminal.export()


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("missing.md", "There is no briefing at “missing.md”."),
        ("", "There is no briefing at “”."),
        ("http://a.example/issue.pdf", "“http://a.example/issue.pdf” is not an https address."),
        ("https://localhost/issue.pdf?key=1", "“https://localhost/issue.pdf” names no public web server."),
        ("file:///etc/hostname", "“file:///etc/hostname” is not an https address."),
        ("data:text/html,x", "“data:text/html,x” is not an https address."),
        ("n" * 5000, "cannot be used: File name too long."),
        ("folder", "There is no briefing at “folder”."),
        ("pipe", "There is no briefing at “pipe”."),
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


def test_a_mail_cannot_name_its_attachment_out_of_place(place: Path) -> None:
    """An attachment is read in memory; its name leads nowhere."""
    mail = (
        b"From: a@a.example\r\nMessage-ID: <1@a.example>\r\nMIME-Version: 1.0\r\nSubject: Harbour Notes\r\n"
        b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n'
        b'--b\r\nContent-Type: text/markdown\r\nContent-Disposition: attachment; filename="../../up.md"\r\n\r\n'
        + ISSUE
        + b"\r\n--b--\r\n"
    )
    before = snapshot(place, place / "data")
    with bootstrap(Settings(db=place / "data" / "g.db"), clock=FixedClock(NOW), create=True) as app:
        report = app.services.ingest.ingest(source_name="m.eml", data=mail, by="test", now=NOW)
        with pytest.raises(UnreadableDocumentError):
            app.services.ingest.ingest(source_name="../../up.pdf", data=b"%PDF-", by="test", now=NOW)
    assert len(report.briefing.items) == 1
    assert snapshot(place, place / "data") == before
