"""Fetches a document from an address that nobody vouches for.

Only https to public servers, connected to by the very address that was checked; each redirect is checked again. No
cookies, no credentials, and no proxy: nobody else looks the name up for us.
"""

import asyncio
import mimetypes
import re
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import cast

import anyio
import httpx

from bot import __version__
from bot.errors import FetchError
from bot.reading.received import MAX_BYTES, clean_source_name, is_page, is_sign_in_page
from bot.web.addresses import is_public, parse_address, show_url

MOST_REDIRECTS = 3
_SLICE_S = 0.5  # how long a wait lasts before it is asked whether to stop
_MAX_MARK = 200  # the longest mark of a version that is kept and sent back
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_LATER = "Try again later."
_SMALLER = f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images."
_LOG_IN = "Download the file yourself and send it, or give an address that needs no login."
_FILE = re.compile(r"\.(?:pdf|docx?|eml|md|markdown|txt|rss|atom|xml)\Z", re.IGNORECASE)
_PAGE = re.compile(r"\.x?html?\Z", re.IGNORECASE)
_SIGN_IN = re.compile(
    r"[./](?:(?:user|member)?(?:log|sign)[-_]?[io]n|auth|authenticate|authorize|sso|saml2?|oauth2?|idp|adfs)(?:[./]|\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What stood at an address: its bytes, decoded, a file's name without a path, and the ``url`` after redirects.

    ``etag`` and ``modified`` are given back to ask only for what has changed since.
    """

    data: bytes
    name: str
    url: str
    etag: str = ""
    modified: str = ""


def look_up(host: str) -> tuple[str, ...]:
    """Return the addresses of a name as the system knows them; raises OSError when there are none."""
    found = socket.getaddrinfo(host, "https", type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def build_transport() -> httpx.AsyncBaseTransport:
    """Return what connects to the host of an address, trusting the certificates that the system trusts."""
    return httpx.AsyncHTTPTransport(verify=ssl.create_default_context(), trust_env=False)


@dataclass(kw_only=True)
class WebFetcher:
    """Fetches over https; ``resolve`` and ``transport`` can be replaced, ``stop`` ends a fetch under way."""

    resolve: Callable[[str], tuple[str, ...]] = look_up
    transport: Callable[[], httpx.AsyncBaseTransport] = build_transport
    total_s: float = 60.0  # the most that one fetch takes, redirects included
    stop: threading.Event = field(default_factory=threading.Event)

    def fetch(self, url: str) -> Fetched:
        """Return the document at this address; FetchError, in one line, when it is refused or cannot be had."""
        return cast("Fetched", self.fetch_changed(url, etag="", modified=""))  # None is the answer to marks alone

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        """Return what stands there, None when it is what these two named; FetchError as above."""
        marks = {"If-None-Match": _keep_mark(etag), "If-Modified-Since": _keep_mark(modified)}
        given = {name: mark for name, mark in marks.items() if mark}
        return asyncio.run(self._fetch_in_time(parse_address(url), given))

    async def _fetch_in_time(self, asked: httpx.URL, marks: Mapping[str, str]) -> Fetched | None:
        """Follow an address until the time is up: a byte now and then does not extend it."""
        fetching = asyncio.create_task(self._follow(asked, marks))
        left = self.total_s
        while left > 0 and not self.stop.is_set():
            done, _ = await asyncio.wait({fetching}, timeout=min(left, _SLICE_S))
            if done:
                return fetching.result()
            left -= _SLICE_S
        fetching.cancel()
        await asyncio.wait({fetching})
        raise FetchError(f"{show_url(asked)} took longer than {self.total_s:g} seconds.", hint=_LATER, later=True)

    async def _follow(self, asked: httpx.URL, marks: Mapping[str, str]) -> Fetched | None:
        url = asked
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._get(asked, url, marks)
            if not isinstance(found, httpx.URL):
                return found
            url = found
        hint = "Give the address where it ends."
        raise FetchError(f"{show_url(asked)} leads on more than {MOST_REDIRECTS} times.", hint=hint)

    async def _get(self, asked: httpx.URL, url: httpx.URL, marks: Mapping[str, str]) -> Fetched | httpx.URL | None:
        """Ask once: return what came, where it leads on to, or None for nothing new."""
        host = url.raw_host.decode("ascii")
        headers = {"Host": host, "User-Agent": f"Gongbao/{__version__}", "Accept-Encoding": "gzip", **marks}
        encrypting = {"sni_hostname": host}  # the certificate must be that of the name, whatever the address
        timeout = httpx.Timeout(None, connect=10.0)  # the rest is limited as a whole
        async with httpx.AsyncClient(transport=self.transport(), trust_env=False, timeout=timeout) as client:
            for numeric in await self._find_addresses(host):
                checked = url.copy_with(host=numeric)
                try:
                    async with client.stream("GET", checked, headers=headers, extensions=encrypting) as response:
                        return await _take(response, asked, url, can_be_same=bool(marks))
                except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                    _refuse_certificate(error, host)
                except httpx.TransportError as error:
                    raise FetchError(f"{host} broke off.", hint=_LATER, later=True) from error
        raise FetchError(f"{host} does not answer over https.", hint=_LATER, later=True)

    async def _find_addresses(self, host: str) -> tuple[str, ...]:
        """Look the host up, once; FetchError when it has no address, or any that is not public."""
        try:
            found = await anyio.to_thread.run_sync(self.resolve, host, abandon_on_cancel=True)
        except (OSError, UnicodeError):
            found = ()
        if not found:
            raise FetchError(f"{host} is not found.", hint="Check the address, and this machine's network.", later=True)
        if not all(is_public(numeric) for numeric in found):
            hint = "Only public web servers are fetched from."
            raise FetchError(f"{host} leads to an address that is not public.", hint=hint)
        return found


async def _take(
    response: httpx.Response, asked: httpx.URL, url: httpx.URL, *, can_be_same: bool
) -> Fetched | httpx.URL | None:
    """Return the document in a response, the address that it leads on to, or None for nothing new."""
    if response.has_redirect_location:
        return parse_address(response.headers["Location"], base=url)
    if response.status_code == httpx.codes.NOT_MODIFIED and can_be_same:
        return None
    if response.status_code != httpx.codes.OK:
        raise _refuse_status(response.status_code, show_url(url))
    data = await _read_body(response, show_url(url))
    if _is_login_page(data, asked, url):
        said = f"{show_url(asked)} gives a web page in place of the file, perhaps one to log in."
        raise FetchError(said, hint=_LOG_IN)
    return Fetched(
        data=data,
        name=_choose_name(response, url),
        url=str(url),
        etag=_keep_mark(response.headers.get("ETag", "")),
        modified=_keep_mark(response.headers.get("Last-Modified", "")),
    )


async def _read_body(response: httpx.Response, shown: str) -> bytes:
    """Return the unpacked body; FetchError when it or what it unpacks to is larger than MAX_BYTES, or is cut off."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB) if coding in {"gzip", "x-gzip", "deflate"} else None
    if unpacker is None and coding != "identity":
        raise FetchError(f"{shown} came in a coding that is not read.", hint="Download it and give the file.")
    body = bytearray()
    try:
        async for piece in response.aiter_raw():
            body += unpacker.decompress(piece, MAX_BYTES + 1 - len(body)) if unpacker else piece
            if max(response.num_bytes_downloaded, len(body)) > MAX_BYTES:
                raise FetchError(f"{shown} is too large.", hint=_SMALLER)
    except zlib.error as error:
        raise FetchError(f"{shown} came damaged.", hint=_LATER, later=True) from error
    if unpacker and body and not unpacker.eof:
        raise FetchError(f"{shown} came only in part.", hint=_LATER, later=True)
    return bytes(body)


def _is_login_page(data: bytes, asked: httpx.URL, final: httpx.URL) -> bool:
    """Say whether a page came where a file was asked for, or one that is for signing in, by its place or its text."""
    asks_for_file = any(_FILE.search(name) for name in (asked.path, *asked.params.values()))
    is_for_sign_in = [bool(_SIGN_IN.search(f".{url.host}{url.path}")) for url in (asked, final)]
    return is_page(data) and (asks_for_file or is_for_sign_in == [False, True] or is_sign_in_page(data))


def _choose_name(response: httpx.Response, url: httpx.URL) -> str:
    """Return a file name: the server's, else the end of the address, else the host; it never holds a path."""
    message = Message()
    message["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    try:
        given = message.get_filename()
    except (ValueError, LookupError, TypeError, AttributeError):  # what the library does with some odd headers
        given = None
    named = clean_source_name(given or url.path.rstrip("/") or url.host)
    if _FILE.search(named) or _PAGE.search(named):
        return named
    content_type = str(response.headers.get("Content-Type", "")).split(";", 1)[0].strip().lower()
    return f"{named}{mimetypes.guess_extension(content_type) or ''}"


def _keep_mark(mark: str) -> str:
    """Return the mark of a version if it can be sent back as it is, else ""."""
    return mark if mark.isascii() and mark.isprintable() and len(mark) <= _MAX_MARK else ""


def _refuse_certificate(error: BaseException | None, host: str) -> None:
    """Raise FetchError if a connection failed for its certificate."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            hint = "Nothing is read from a server that cannot prove its name."
            raise FetchError(f"The certificate of {host} is not valid ({error.verify_message}).", hint=hint)
        error = error.__cause__ or error.__context__


def _refuse_status(status: int, shown: str) -> FetchError:
    if status in {401, 403, 407}:
        return FetchError(f"{shown} asks for a login ({status}).", hint=_LOG_IN)
    if status in {404, 410}:
        return FetchError(f"There is nothing at {shown} ({status}).", hint="Check the address.")
    later = status == httpx.codes.TOO_MANY_REQUESTS or status >= httpx.codes.INTERNAL_SERVER_ERROR
    hint = _LATER if later else "Open it in a browser, save the file and send that."
    return FetchError(f"{shown} answered with {status}.", hint=hint, later=later)
