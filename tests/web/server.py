"""A web server on loopback that speaks TLS, answers as told, and keeps what it was asked."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

import httpx
import trustme

from bot.web.fetch import WebFetcher

PUBLIC = "93.184.216.34"
"""A public address that the names of tests have; it is never connected to."""
HOSTS = ("files.example", "other.example")
Answer = bytes | Callable[[ssl.SSLSocket], None]


@dataclass(frozen=True, kw_only=True)
class Papers:
    """The server's and the client's side of TLS."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def make_papers(*names: str) -> Papers:
    """Return both sides for a certificate that holds for these names, made anew by an authority of its own."""
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(server)
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    authority.configure_trust(client)
    return Papers(server=server, client=client)


def answer(
    body: bytes = b"",
    *,
    status: str = "200 OK",
    length: bool = True,
    given: dict[str, str] | None = None,
    **headers: str,
) -> bytes:
    """Return a whole response with these headers, ``_`` for ``-`` in their names."""
    every = {**(given or {}), **headers}
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in every.items())]
    lines += [f"Content-Length: {len(body)}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode() + body


class Loopback(httpx.AsyncHTTPTransport):
    """Records the address that a request would be connected to, and connects to a port of this machine."""

    def __init__(self, server: "WebServer", port: int) -> None:
        super().__init__(verify=server.papers.client, trust_env=False)
        self.server = server
        self.port = port

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.server.connected.append(request.url.host)
        if request.url.host in self.server.deaf:
            raise httpx.ConnectError("refused")
        request.url = request.url.copy_with(host="127.0.0.1", port=self.port)
        return await super().handle_async_request(request)


@dataclass(kw_only=True)
class WebServer:
    """Answers by ``host/path``; ``requests`` are the heads it was sent, ``connected`` the addresses dialled for it.

    Those that are ``deaf`` refuse to be connected to.
    """

    papers: Papers
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    names: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict.fromkeys(HOSTS, (PUBLIC,)))
    looked_up: list[str] = field(default_factory=list)
    deaf: set[str] = field(default_factory=set)

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        port = self._listener.getsockname()[1]
        self._closing = True
        with socket.create_connection(("127.0.0.1", port)):
            self._thread.join()
        self._listener.close()

    _closing = False

    def fetcher(self, *, port: int | None = None, **options: Any) -> WebFetcher:
        """Return a fetcher to which all names lead here, or to another port, with these options."""
        there = port or self._listener.getsockname()[1]
        return WebFetcher(**{"resolve": self.resolve, "transport": lambda: Loopback(self, there), **options})

    def resolve(self, host: str) -> tuple[str, ...]:
        """Look a name up in ``names``; OSError for others."""
        self.looked_up.append(host)
        if host not in self.names:
            raise OSError
        return self.names[host]

    def _serve(self) -> None:
        while True:
            plain, _ = self._listener.accept()
            if self._closing:
                plain.close()
                return
            try:
                with self.papers.server.wrap_socket(plain, server_side=True) as connection:
                    self._answer(connection)
            except (OSError, ValueError):  # the client left, as some tests have it
                continue

    def _answer(self, connection: ssl.SSLSocket) -> None:
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += connection.recv(4096)
        self.requests.append(head.decode())
        lines = self.requests[-1].split("\r\n")
        host = next(line.split(": ", 1)[1] for line in lines if line.startswith("Host: "))
        path = lines[0].split(" ")[1]
        wanted = self.answers.get(host + path, answer(status="404 Not Found"))
        if callable(wanted):
            wanted(connection)
        else:
            connection.sendall(wanted)
