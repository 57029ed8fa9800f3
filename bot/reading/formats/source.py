"""From bytes to a Document: what kind of file it is, whether it can be read, and which reader reads it.

The reader of a kind and its library are loaded with the first document of that kind: they take as long as the rest.
"""

import hashlib
import re
from dataclasses import replace
from importlib import import_module
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.errors import UnreadableDocumentError
from bot.reading import received
from bot.reading.document import Block, Document, Span
from bot.reading.formats.normalise import Blocks
from bot.reading.received import DOCX, HTML, MAIL, MARKDOWN, PDF, clean_source_name, drop_nuls, refuse_size

_MOST_WRAPPINGS = 5
_MOST_FIELDS = 100
_LONGEST_ADDRESS = 8000
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)
_ABOUT_TEXT = "account add auth authorize intent login logout oauth2 save share sharer signin sso submit translate"
_ABOUT = frozenset(_ABOUT_TEXT.split())
"""Parts of hosts and paths of pages that are about the page whose address they hold."""


def unwrap_links(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with every link unwrapped and the printed address kept; others are the same objects."""
    return tuple(
        replace(block, spans=tuple(map(_unwrap_span, block.spans))) if any(span.link for span in block.spans) else block
        for block in blocks
    )


def unwrap_address(address: str) -> str:
    """Return the address a redirector's link stands for, unwrapped again while it is one; others as they are."""
    for _ in range(_MOST_WRAPPINGS):
        target = _find_target(address)
        if target is None:
            break
        address = target
    return address


def _unwrap_span(span: Span) -> Span:
    target = unwrap_address(span.link) if span.link else span.link
    return span if target == span.link else replace(span, link=target, via=span.link)


def _find_target(address: str) -> str | None:
    """Return the whole address that another one holds: in a field of its query, or in a part of its path."""
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.match(address):
        return None
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    steps = [step for step in parts.path.split("/") if step]
    if not _ABOUT.isdisjoint({*(parts.hostname or "").split(".")[:-2], *(step.partition(".")[0] for step in steps)}):
        return None
    values = [value for _, value in fields]
    if "urldefense" in (parts.hostname or "") and steps[:1] == ["v2"]:  # writes "-3A" for "%3A", "_" for "/"
        values = [unquote(value.replace("-", "%").replace("_", "/")) for value in values]
    held = (value.strip() for value in (*values, *map(unquote, steps)))
    return next((value for value in held if value != address and _ADDRESS.match(value)), None)


READS = "Markdown, text, PDF, DOCX, HTML, mail (EML) and feeds (RSS, Atom)"
_READERS = {
    MARKDOWN: ("markdown", "read_markdown"),
    received.PLAIN: ("plain", "read_plain_file"),
    PDF: ("pdf", "read_pdf"),
    DOCX: ("docx", "read_docx"),
    HTML: ("html", "read_html"),
    MAIL: ("mail", "read_mail"),
    received.RSS: ("feed", "read_feed"),
    received.ATOM: ("feed", "read_feed"),
}
_ATTACHED = frozenset({MARKDOWN, PDF, DOCX, HTML})
"""What is read where it is attached to a mail; pictures, calendars and other mails are not."""
_OTHER_KINDS = {
    received.OLD_OFFICE: ("an old Office document", "DOCX or PDF"),
    received.RTF: ("a rich-text document", "DOCX or PDF"),
    received.XLSX: ("a spreadsheet", "PDF"),
    received.PPTX: ("a presentation", "PDF"),
    received.ODT: ("an OpenDocument text", "DOCX or PDF"),
    "application/zip": ("an archive", "the file in it"),
}


def read_document(data: bytes, *, source_name: str) -> Document:
    """Read a file of any kind named in READS; anything else is refused with UnreadableDocumentError and advice.

    Links of known redirectors are taken back to the addresses they stand for.
    """
    name = clean_source_name(source_name)
    refuse_size(data, source_name=name)
    media_type = received.sniff_media_type(data, name)
    if media_type not in _READERS:
        raise _refuse_kind(media_type, name)
    blocks, furniture = _read(data, name, media_type)
    if not blocks:
        raise UnreadableDocumentError(f"{name} holds no text.", hint="Check that it is the file you meant.")
    return Document(
        source_name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        blocks=unwrap_links(blocks),
        furniture=furniture,
        sent_on=import_module("bot.reading.formats.mail").read_sending_day(data) if media_type == MAIL else None,
    )


def read_attached(data: bytes, name: str) -> Blocks | None:
    """Read a document attached to a mail; None for what is not read from there."""
    shown = clean_source_name(name)
    media_type = received.sniff_media_type(data, shown)
    return _read(data, shown, media_type) if media_type in _ATTACHED and data.strip() else None


def _read(data: bytes, name: str, media_type: str) -> Blocks:
    module, reader = _READERS[media_type]
    read = getattr(import_module(f"bot.reading.formats.{module}"), reader)
    found: Blocks = read(data if media_type in {PDF, DOCX, MAIL} else drop_nuls(data), source_name=name)
    return found


def _refuse_kind(media_type: str, name: str) -> UnreadableDocumentError:
    if media_type.startswith("image/"):
        return UnreadableDocumentError(f"{name} is a picture.", hint="Run OCR on it and save the text or a PDF.")
    if media_type == received.LOCKED_OFFICE:
        return UnreadableDocumentError(f"{name} is encrypted.", hint="Save it without a password and send it again.")
    what, target = _OTHER_KINDS.get(media_type, ("of a kind that is not read", "PDF or text"))
    return UnreadableDocumentError(f"{name} is {what}.", hint=f"This version reads {READS}; save it as {target}.")
