"""Fetches a document from an address that nobody vouches for; the Fetcher port.

Only https to public servers, connected to by the very address that was checked; each redirect is checked again. No
cookies, no credentials, and no proxy: nobody else looks the name up for us.
"""

from __future__ import annotations

import http.client
import ssl
from typing import TYPE_CHECKING, cast

from bot import __version__
from bot.errors import FetchError
from bot.services.ports import Fetched
from bot.web.addresses import Address, follow_address, parse_address
from bot.web.bodies import choose_name, get_content_type, is_login_page, read_body
from bot.web.lines import Connector, Deadline, Line, Resolver, connect, find_addresses, look_up, open_line

if TYPE_CHECKING:
    import socket
    import threading
    from collections.abc import Mapping

TOTAL_S = 60.0
"""The most that one fetch takes, redirects included."""
MOST_REDIRECTS = 3
_OK, _NOT_MODIFIED, _TOO_MANY = 200, 304, 429
_SERVER_FAULT = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LOGINS = frozenset({401, 403, 407})
_GONE = frozenset({404, 410})
_MAX_MARK = 200
"""The longest mark of a version that is kept and sent back."""


class WebFetcher:
    """Fetches over https; ``resolve``, ``connector`` and ``tls`` can be replaced, ``stop`` ends a fetch under way."""

    def __init__(
        self,
        *,
        resolve: Resolver = look_up,
        connector: Connector = connect,
        tls: ssl.SSLContext | None = None,
        total_s: float = TOTAL_S,
        stop: threading.Event | None = None,
    ) -> None:
        self._resolve = resolve
        self._connector = connector
        self._tls = tls
        self._total_s = total_s
        self._stop = stop

    def fetch(self, url: str) -> Fetched:
        """Give the document at this address; FetchError, in one line, when it is refused or cannot be had."""
        return cast("Fetched", self._fetch(url, {}))  # None is the answer to marks alone

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        """Give what stands there, None when it is what these two named; FetchError as above."""
        marks = {"If-None-Match": etag, "If-Modified-Since": modified}
        return self._fetch(url, {name: _keep_mark(mark) for name, mark in marks.items() if _keep_mark(mark)})

    def _fetch(self, url: str, marks: Mapping[str, str]) -> Fetched | None:
        asked = address = parse_address(url)
        deadline = Deadline(self._total_s, stop=self._stop)
        try:
            for _ in range(MOST_REDIRECTS + 1):
                found = self._get(asked, address, marks, deadline)
                if not isinstance(found, Address):
                    return found
                address = found
        except TimeoutError as error:
            raise FetchError(
                f"{address.shown} took longer than {self._total_s:g} seconds.", hint="Try again later.", later=True
            ) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError(f"{address.host} broke off.", hint="Try again later.", later=True) from error
        raise FetchError(
            f"{asked.shown} leads on more than {MOST_REDIRECTS} times.", hint="Give the address where it ends."
        )

    def _get(
        self, asked: Address, address: Address, marks: Mapping[str, str], deadline: Deadline
    ) -> Fetched | Address | None:
        """Ask once: give what came, where it leads on to, or None for nothing new."""
        tls = self._tls = self._tls or ssl.create_default_context()
        addresses = find_addresses(address, self._resolve, deadline)
        with open_line(address, addresses, connector=self._connector, tls=tls, deadline=deadline) as connection:
            connection.settimeout(deadline.get_rest(self._total_s))
            connection.sendall(_write_request(address, marks))
            with Line(connection, deadline) as line:
                response = http.client.HTTPResponse(cast("socket.socket", line), method="GET")
                with response:
                    response.begin()
                    return self._take(response, asked, address, can_be_same=bool(marks))

    def _take(
        self, response: http.client.HTTPResponse, asked: Address, address: Address, *, can_be_same: bool
    ) -> Fetched | Address | None:
        if response.status in _REDIRECTS and (location := response.getheader("Location")):
            return follow_address(address, location.encode("latin-1").decode("utf-8", errors="replace"))
        if response.status == _NOT_MODIFIED and can_be_same:
            return None
        if response.status != _OK:
            raise _refuse_status(response.status, address)
        data = read_body(response, address)
        if is_login_page(data, asked=asked, final=address):
            raise FetchError(
                f"{asked.shown} gives a web page in place of the file, perhaps one to log in.",
                hint="Download the file yourself and send it, or give an address that needs no login.",
            )
        content_type = get_content_type(response)
        return Fetched(
            data=data,
            name=choose_name(response, address, content_type),
            url=address.url,
            content_type=content_type,
            etag=_keep_mark(response.getheader("ETag") or ""),
            modified=_keep_mark(response.getheader("Last-Modified") or ""),
        )


def _write_request(address: Address, marks: Mapping[str, str]) -> bytes:
    headers = {
        "Host": address.host,
        "User-Agent": f"Gongbao/{__version__}",
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        **marks,
    }
    lines = [f"GET {address.target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii")


def _keep_mark(mark: str) -> str:
    """Give the mark of a version if it can be sent back as it is, else ""."""
    return mark if mark.isascii() and mark.isprintable() and len(mark) <= _MAX_MARK else ""


def _refuse_status(status: int, address: Address) -> FetchError:
    if status in _LOGINS:
        return FetchError(
            f"{address.shown} asks for a login ({status}).",
            hint="Download the file yourself and send it, or give an address that needs no login.",
        )
    if status in _GONE:
        return FetchError(f"There is nothing at {address.shown} ({status}).", hint="Check the address.")
    later = status == _TOO_MANY or status >= _SERVER_FAULT
    hint = "Try again later." if later else "Open it in a browser, save the file and send that."
    return FetchError(f"{address.shown} answered with {status}.", hint=hint, later=later)
