"""The body of a response: read within a limit, unpacked within a limit, named, and told from a login page."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from bot.errors import FetchError
from bot.reading.pages import is_page, is_sign_in_page
from bot.reading.received import MAX_BYTES, clean_source_name

if TYPE_CHECKING:
    import http.client

    from bot.web.addresses import Address

_PIECE = 64 * 1024
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
_FILE = re.compile(r"\.(?:pdf|docx?|eml|md|markdown|txt|rss|atom|xml)\Z", re.IGNORECASE)
_NAMED = re.compile(r"\.(?:pdf|docx?|eml|md|markdown|txt|rss|atom|xml|html?|xhtml)\Z", re.IGNORECASE)
_FILE_ASKED = re.compile(r"=[^&=]*\.(?:pdf|docx?|eml|md|txt)(?:&|\Z)", re.IGNORECASE)
_SIGN_IN_HOST = re.compile(r"(?:\A|\.)(?:log-?in|sign-?in|auth|sso|idp|adfs|accounts?)\.", re.IGNORECASE)
_SIGN_IN_PATH = re.compile(
    r"/(?:(?:user|member)?(?:log|sign)[-_]?[io]n|auth|authenticate|authorize|sso|saml2?|oauth2?|idp|adfs)"
    r"(?:\.\w+)?(?:[/?]|\Z)",
    re.IGNORECASE,
)
_ENDINGS = {
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/html": ".html",
    "message/rfc822": ".eml",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
}


def read_body(response: http.client.HTTPResponse, address: Address) -> bytes:
    """Give the unpacked body; FetchError when it or what it unpacks to is larger than MAX_BYTES, or is cut off."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB) if coding in _PACKED else None
    if unpacker is None and coding != "identity":
        raise FetchError(f"{address.shown} came in a coding that is not read.", hint="Download it and give the file.")
    if response.length is not None and response.length > MAX_BYTES:
        raise _refuse_size(address)
    body = bytearray()
    received = 0
    while piece := response.read(_PIECE):
        received += len(piece)
        body += _unpack(unpacker, piece, MAX_BYTES + 1 - len(body), address) if unpacker else piece
        if max(received, len(body)) > MAX_BYTES:
            raise _refuse_size(address)
    if response.length or (unpacker is not None and received and not unpacker.eof):
        raise FetchError(f"{address.shown} came only in part.", hint="Try again later.", later=True)
    return bytes(body)


def is_login_page(data: bytes, *, asked: Address, final: Address) -> bool:
    """Say whether a page came in the place of a document.

    It is one where a file was asked for, one that another address led to for signing in, or one that is there for that.
    """
    if not is_page(data):
        return False
    path, _, query = asked.target.partition("?")
    if _FILE.search(path) or _FILE_ASKED.search(f"={unquote(query, errors='replace')}"):
        return True
    return _leads_to_sign_in(asked, final) or is_sign_in_page(data)


def get_content_type(response: http.client.HTTPResponse) -> str:
    """Give what the server says the body is, in lower case and without parameters."""
    said = (response.getheader("Content-Type") or "").split(";", 1)[0].strip().lower()
    return said if said.isascii() and said.isprintable() else ""


def choose_name(response: http.client.HTTPResponse, address: Address, content_type: str) -> str:
    """Give a file name: the server's, else the end of the address, else the host; it never holds a path."""
    given = _read_given_name(response) or unquote(urlsplit(address.url).path, errors="replace").rstrip("/")
    named = clean_source_name(given) if given else address.host
    ending = _ENDINGS.get(content_type, "")
    return named if _NAMED.search(named) else f"{named}{ending}"


def _read_given_name(response: http.client.HTTPResponse) -> str:
    try:
        return response.headers.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError):  # what the library does with some odd headers
        return ""


def _leads_to_sign_in(asked: Address, final: Address) -> bool:
    """Say whether what was asked for led on to a host or a path for signing in."""
    path = final.target.partition("?")[0]
    is_other_host = final.host != asked.host and _SIGN_IN_HOST.search(final.host) is not None
    return is_other_host or (path != asked.target.partition("?")[0] and _SIGN_IN_PATH.search(path) is not None)


def _unpack(unpacker: zlib._Decompress, piece: bytes, at_most: int, address: Address) -> bytes:
    try:
        return unpacker.decompress(piece, at_most)
    except zlib.error as error:
        raise FetchError(f"{address.shown} came damaged.", hint="Try again later.", later=True) from error


def _refuse_size(address: Address) -> FetchError:
    return FetchError(
        f"{address.shown} is too large.",
        hint=f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images.",
    )
