"""A line to a web server: the name looked up once, every address checked, and the checked one connected to."""

from __future__ import annotations

import io
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.errors import FetchError
from bot.web.addresses import HTTPS_PORT, is_public

if TYPE_CHECKING:
    from bot.web.addresses import Address

Resolver = Callable[[str], tuple[str, ...]]
"""Gives the numeric addresses of a name; raises OSError when there are none."""
Connector = Callable[[str, float], socket.socket]
"""Gives a connection to the https port of a numeric address, within so many seconds; raises OSError."""

_LOOK_UP_S = 10.0
_CONNECT_S = 10.0
_SLICE_S = 0.5
"""How long one wait on the network lasts before it is asked whether to go on."""
_MOST_TRIED = 4


class Deadline:
    """When a fetch must be over, by a clock that nobody sets; ``stop`` ends it before that."""

    def __init__(self, seconds: float, *, stop: threading.Event | None = None) -> None:
        self._end = time.monotonic() + seconds
        self._stop = stop

    def get_rest(self, at_most: float = _SLICE_S) -> float:
        """Give the seconds left, ``at_most`` these; TimeoutError when there are none, or it was told to stop."""
        rest = self._end - time.monotonic()
        if rest <= 0 or (self._stop is not None and self._stop.is_set()):
            raise TimeoutError
        return min(rest, at_most)


class Line(io.RawIOBase):
    """The bytes that come over a connection, as a file that never waits past the deadline."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._connection = connection
        self._deadline = deadline

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # all that a reader hands over
        """Read what is there, at least a byte; TimeoutError past the deadline."""
        while True:
            self._connection.settimeout(self._deadline.get_rest())
            try:
                return self._connection.recv_into(buffer)
            except TimeoutError:
                continue

    def makefile(self, _mode: str) -> io.BufferedReader:
        """Give the file that ``http.client`` reads a response from."""
        return io.BufferedReader(self)


def look_up(host: str) -> tuple[str, ...]:
    """Give the addresses of a name as the system knows them."""
    found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def connect(address: str, seconds: float) -> socket.socket:
    """Connect to this numeric address and make sure that it is what is at the other end."""
    connection = socket.create_connection((address, HTTPS_PORT), timeout=seconds)
    return require_peer(connection, address)


def require_peer(connection: socket.socket, address: str) -> socket.socket:
    """Give the connection if it leads to this address; else close it and raise ConnectionError."""
    peer = str(connection.getpeername()[0])
    if peer != address:
        connection.close()
        raise ConnectionError
    return connection


def find_addresses(address: Address, resolve: Resolver, deadline: Deadline) -> tuple[str, ...]:
    """Look the host up, once; FetchError when it has no address, or any that is not public."""
    answers: queue.SimpleQueue[tuple[str, ...] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(address.host))
        except (OSError, UnicodeError) as error:
            answers.put(error if isinstance(error, OSError) else OSError())

    # The system's look-up knows no time limit of ours, so it runs beside and may be left behind.
    threading.Thread(target=ask, name="look-up", daemon=True).start()
    found: tuple[str, ...] | OSError
    try:
        found = answers.get(timeout=deadline.get_rest(_LOOK_UP_S))
    except queue.Empty:
        raise TimeoutError from None
    if isinstance(found, OSError) or not found:
        raise FetchError(
            f"{address.host} is not found.", hint="Check the address, and this machine's network.", later=True
        )
    if not all(is_public(numeric) for numeric in found):
        raise FetchError(
            f"{address.host} leads to an address that is not public.", hint="Only public web servers are fetched from."
        )
    return found


def open_line(
    address: Address, addresses: tuple[str, ...], *, connector: Connector, tls: ssl.SSLContext, deadline: Deadline
) -> ssl.SSLSocket:
    """Connect to one of the checked addresses and speak TLS for the host's name, its certificate checked.

    Raises FetchError when no address answers or the certificate is not the host's.
    """
    for numeric in addresses[:_MOST_TRIED]:
        try:
            plain = connector(numeric, deadline.get_rest(_CONNECT_S))
        except TimeoutError:
            deadline.get_rest()
            continue
        except OSError:
            continue
        return _encrypt(plain, address, tls, deadline)
    raise FetchError(f"{address.host} does not answer.", hint="Try again later.", later=True)


def _encrypt(plain: socket.socket, address: Address, tls: ssl.SSLContext, deadline: Deadline) -> ssl.SSLSocket:
    try:
        plain.settimeout(deadline.get_rest(_CONNECT_S))
        return tls.wrap_socket(plain, server_hostname=address.host)
    except ssl.SSLCertVerificationError as error:
        plain.close()
        raise FetchError(
            f"The certificate of {address.host} is not valid ({error.verify_message}).",
            hint="Nothing is read from a server that cannot prove its name.",
        ) from error
    except TimeoutError:
        plain.close()
        raise
    except (OSError, ValueError) as error:
        plain.close()
        raise FetchError(f"{address.host} does not speak https.", hint="Check the address.", later=True) from error
