"""From bytes to a Document: what kind of file it is, whether it can be read, and which reader reads it.

The reader of a kind and its library are loaded with the first document of that kind: they take as long as the rest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, Document
from bot.reading.formats.redirects import unwrap_links
from bot.reading.received import (
    ATOM,
    DOCX,
    HTML,
    LOCKED_OFFICE,
    MAIL,
    MARKDOWN,
    ODT,
    OLD_OFFICE,
    PDF,
    PLAIN,
    PPTX,
    RSS,
    RTF,
    XLSX,
    clean_source_name,
    decode_text,
    drop_nuls,
    refuse_size,
    sniff_media_type,
)

Blocks = tuple[tuple[Block, ...], tuple[Block, ...]]

READS = "Markdown, text, PDF, DOCX, HTML, mail (EML) and feeds (RSS, Atom)"
_KINDS = {
    OLD_OFFICE: ("an old Office document", "DOCX or PDF"),
    RTF: ("a rich-text document", "DOCX or PDF"),
    XLSX: ("a spreadsheet", "PDF"),
    PPTX: ("a presentation", "PDF"),
    ODT: ("an OpenDocument text", "DOCX or PDF"),
    "application/zip": ("an archive", "the file in it"),
}


def read_document(data: bytes, *, source_name: str) -> Document:
    """Read a file of any kind named in READS; anything else is refused with UnreadableDocumentError and advice.

    Links of known redirectors are taken back to the addresses they stand for.
    """
    name = clean_source_name(source_name)
    refuse_size(data, source_name=name)
    media_type = sniff_media_type(data, name)
    read = _READERS.get(media_type)
    if read is None:
        raise _refuse_kind(media_type, name)
    blocks, furniture = read(drop_nuls(data) if media_type in _TEXTS else data, name)
    if not blocks:
        raise UnreadableDocumentError(f"{name} holds no text.", hint="Check that it is the file you meant.")
    return Document(
        source_name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=unwrap_links(blocks),
        furniture=furniture,
        sent_on=_read_sending_day(data) if media_type == MAIL else None,
    )


def _refuse_kind(media_type: str, name: str) -> UnreadableDocumentError:
    if media_type.startswith("image/"):
        return UnreadableDocumentError(f"{name} is a picture.", hint="Run OCR on it and save the text or a PDF.")
    if media_type == LOCKED_OFFICE:
        return UnreadableDocumentError(f"{name} is encrypted.", hint="Save it without a password and send it again.")
    what, target = _KINDS.get(media_type, ("of a kind that is not read", "PDF or text"))
    return UnreadableDocumentError(f"{name} is {what}.", hint=f"This version reads {READS}; save it as {target}.")


def _read_markdown(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.markdown import read_markdown_blocks

    return read_markdown_blocks(decode_text(data, source_name=name)), ()


def _read_plain(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.plain import read_plain

    return read_plain(decode_text(data, source_name=name))


def _read_pdf(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.pdf import read_pdf

    return read_pdf(data, source_name=name)


def _read_docx(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.docx import read_docx

    return read_docx(data, source_name=name)


def _read_html(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.html import read_html

    return read_html(data, source_name=name)


def _read_feed(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.feed import read_feed

    return read_feed(data, source_name=name)


def _read_mail(data: bytes, name: str) -> Blocks:
    from bot.reading.formats.mail import read_mail

    return read_mail(data, source_name=name, read_attached=_read_attached)


def _read_sending_day(data: bytes) -> dt.date | None:
    from bot.reading.formats.mail import read_sending_day

    return read_sending_day(data)


def _read_attached(data: bytes, name: str) -> Blocks | None:
    """Read a document attached to a mail; None for what is not read from there (pictures, calendars, other mails)."""
    shown = clean_source_name(name)
    read = _ATTACHED.get(sniff_media_type(data, shown))
    return read(data, shown) if read is not None and data.strip() else None


_ATTACHED: dict[str, Callable[[bytes, str], Blocks]] = {
    PDF: _read_pdf,
    DOCX: _read_docx,
    HTML: _read_html,
    MARKDOWN: _read_markdown,
}
_TEXTS = frozenset({MARKDOWN, PLAIN, HTML, RSS, ATOM})
_READERS: dict[str, Callable[[bytes, str], Blocks]] = {
    **_ATTACHED,
    PLAIN: _read_plain,
    MAIL: _read_mail,
    RSS: _read_feed,
    ATOM: _read_feed,
}
