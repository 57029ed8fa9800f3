"""A file is told by what is in it, and one that cannot be read says so in one line."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UnreadableDocumentError
from bot.reading.document import BlockKind
from bot.reading.formats.source import read_document
from bot.reading.received import (
    MAX_BYTES,
    MAX_NAME_LENGTH,
    clean_source_name,
    decode_text,
    refuse_size,
    sniff_media_type,
)

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCX = f"{OFFICE}.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
LOCKED = "application/vnd.ms-office.encrypted"
MAIL_TYPE = "message/rfc822"
MAIL = b"Return-Path: <a@example.org>\r\nFrom: A <a@example.org>\r\nSubject: Notes\r\n\tfolded\r\n\r\nText\r\n"


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.txt", "application/pdf"),
        (b"\n\n%PDF-1.4\n", "a", "application/pdf"),
        (zipped("[Content_Types].xml", "word/document.xml"), "a.pdf", DOCX),
        (zipped("readme"), "a.docx", "application/zip"),
        (b"\x89PNG\r\n", "a.md", "image/png"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "a.docx", f"{OFFICE}.spreadsheetml.sheet"),
        (zipped("[Content_Types].xml", "word/document.xml")[:-40], "a.docx", DOCX),
        (b"PK\x03\x04" + b"mimetypeapplication/vnd.oasis.opendocument.text", "a.odt", ODT),
        (b"PK\x03\x04junk", "a", "application/zip"),
        (b"\xd0\xcf\x11\xe0\xa1", "a.doc", "application/msword"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", LOCKED),
        (b"{\\rtf1 x}", "a.txt", "application/rtf"),
        (b"a\x00b", "a.txt", "text/plain"),
        (b"a\x00b", "a.md", "text/markdown"),
        (b"<!doctype html>\x00<p>a", "a", "text/html"),
        (b"a\x00\xff", "a.txt", "application/octet-stream"),
        (b"a\x00\x01\x02\x03", "a.txt", "application/octet-stream"),
        (b"<!DOCTYPE html><html>", "a.md", "text/html"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<html>", "a.md", "text/html"),
        (b"<div><p>One</p><p>Two</p></div>", "a.txt", "text/html"),
        (b"<div align=center>\n</div>\n\n# Title\n\n**Bold** text</p></p></p>", "notes", "text/markdown"),
        (b"<div><p>One</p><p>Two</p></div>", "a.md", "text/markdown"),
        (b"<p>One", "a.txt", "text/plain"),
        (b"<rss version='2.0'>", "a.txt", "application/rss+xml"),
        (b"<?xml version='1.0'?><?xml-stylesheet href='a'?><!DOCTYPE rdf><rdf:RDF>", "a", "application/rss+xml"),
        ("<html><body>".encode("utf-16"), "a", "text/html"),
        (b"<?xml version='1.0'?><feed xmlns='x'>", "a", "application/atom+xml"),
        (b"<?xml version='1.0'?><other/>", "a", "application/xml"),
        (MAIL, "a.txt", "message/rfc822"),
        (MAIL + b"\x00", "a.txt", "message/rfc822"),
        (b"Message-ID: <1@example.org>\nMIME-Version: 1.0\nReceived: by a\nX-Long: " + b"x" * 20000, "a", MAIL_TYPE),
        (b"From: a@example.org\nContent-Type: text/html\n\n<p>One", "a.eml", "message/rfc822"),
        (b"Date: May 2\nSubject: Notes\n\nText", "a.txt", "text/plain"),
        (b"Text", "A.MD", "text/markdown"),
        (b"# Text", "a.txt", "text/plain"),
        (b"# Title\n\n**Bold** text", "notes", "text/markdown"),
        (b"Title\n\ntext", "notes", "text/plain"),
        ("Text".encode("utf-16"), "a.txt", "text/plain"),
        (b"\xef\xbb\xbf# Text", "a.md", "text/markdown"),
    ],
)
def test_the_content_decides_what_a_file_is(data: bytes, name: str, expected: str) -> None:
    """The name only tells Markdown from plain text."""
    assert sniff_media_type(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.md", "a.md is empty."),
        (b" \n\x00", "a.md", "a.md is empty."),
        (b"x" * (MAX_BYTES + 1), "a.md", "a.md is too large: 20 MB."),
        (zipped("word/document.xml"), "../x/a.docx", "a.docx is damaged or no Word document."),
        (zipped("xl/workbook.xml"), "a.docx", "a.docx is a spreadsheet."),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "a.docx is encrypted."),
        (b"\xd0\xcf\x11\xe0", "a.doc", "a.doc is an old Office document."),
        (b"<html>", "a.md", "a.md holds no text."),
        (MAIL.removesuffix(b"Text\r\n"), "a.eml", "a.eml holds no text."),
        (b"<rss>", "a.xml", "a.xml is a feed without entries, or damaged."),
        (b"\xff\xd8\xff\xe0", "a.pdf", "a.pdf is a picture."),
        (b"MZ\x90\x00", "a.md", "a.md is of a kind that is not read."),
        (b"caf\xe9 au lait", "a.txt", "a.txt is text in an encoding that cannot be told."),
        (b"\xff\xfeabc", "a.txt", "a.txt is text in an encoding that cannot be told."),
        (b"---\n", "a.md", "a.md holds no text."),
        (b"%PDF-1.7\njunk", "a.pdf", "a.pdf is damaged or no PDF."),
    ],
)
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, name: str, said: str) -> None:
    """The message names the file, the hint says what to do, both on one line."""
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(data, source_name=name)
    assert caught.value.message == said
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("工信部 notice".encode(), "工信部 notice"),
        ("工信部 notice".encode("utf-16"), "工信部 notice"),
        ("工信部发布通知".encode("gb18030"), "工信部发布通知"),
        (b"\xef\xbb\xbftext", "text"),
    ],
)
def test_text_is_decoded(data: bytes, expected: str) -> None:
    """UTF-8, UTF-16 with its mark and GB 18030 are understood."""
    assert decode_text(data, source_name="a.txt") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../x.md", "x.md"),
        ("C:\\files\\x.pdf", "x.pdf"),
        ("a\x00b\nc.md", "a b c.md"),
        ("/", "document"),
        ("", "document"),
        ("..", "document"),
        ("report/", "report"),
    ],
)
def test_a_source_name_is_a_base_name(name: str, expected: str) -> None:
    """Paths of any system and control characters are taken off."""
    assert clean_source_name(name) == expected


@given(st.text(max_size=400))
def test_any_source_name_becomes_short_and_printable(name: str) -> None:
    """Whatever a file is called, its name fits on a line."""
    shown = clean_source_name(name)
    assert 0 < len(shown) <= MAX_NAME_LENGTH
    assert shown.isprintable()
    assert not set(shown) & {"/", "\\"}


def test_a_long_name_keeps_its_ending() -> None:
    """What is cut is the middle, so the kind of file can still be seen."""
    assert clean_source_name("x" * 300 + ".pdf").endswith("x….pdf")
    assert clean_source_name("x" * 300).endswith("x…")


def test_a_document_carries_name_type_and_hash() -> None:
    """The document says what it was read from."""
    document = read_document(b"# Title\n\nText", source_name="folder/a.md")
    assert (document.source_name, document.media_type) == ("a.md", "text/markdown")
    assert document.sha256 == hashlib.sha256(b"# Title\n\nText").hexdigest()
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.PARAGRAPH]
    assert read_document(b"One\n\nTwo", source_name="a.txt").blocks[1].line == 3


def test_a_file_of_the_greatest_size_is_accepted() -> None:
    """The limit itself is allowed."""
    refuse_size(b"x" * MAX_BYTES, source_name="a.md")


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_document_or_our_error(data: bytes) -> None:
    """No bytes raise anything but our own error."""
    try:
        document = read_document(data, source_name="a.bin")
    except UnreadableDocumentError as error:
        assert error.hint  # noqa: PT017  either outcome is right, and each is checked
    else:
        assert document.blocks


def test_links_of_redirectors_are_unwrapped_in_every_format() -> None:
    """The address in the document is the one the reader meant, and the others stay as they are."""
    wrapped = b"[one](https://www.google.com/url?q=https://a.example.org/x) and [two](#)"
    (block,) = read_document(wrapped, source_name="a.md").blocks
    assert [span.link for span in block.spans if span.link is not None] == ["https://a.example.org/x", "#"]


def test_a_printed_bullet_in_markdown_begins_a_list_item() -> None:
    """Lines pasted from a page that prints its bullets are as many items, an indented one below the one before."""
    data = "Sample news:\n\n• MIIT opened a list.\n  ◦ It closes soon.\n• NDRC did not.\n\nPrices · costs\n"
    blocks = read_document(data.encode(), source_name="a.md").blocks
    shown = [(block.kind, block.level, block.text) for block in blocks]
    item, paragraph = BlockKind.LIST_ITEM, BlockKind.PARAGRAPH
    listed = [(item, 1, "MIIT opened a list."), (item, 2, "It closes soon."), (item, 1, "NDRC did not.")]
    assert shown == [(paragraph, 0, "Sample news:"), *listed, (paragraph, 0, "Prices · costs")]
