"""HTTP mode: Slack calls us, behind a gateway that brings TLS; loopback unless told otherwise.

``POST /slack/events`` takes everything Slack sends; ``GET /health`` says whether all is well, for a supervisor. Each
request is capped before it is read, and its signature is checked before anything else is looked at. Both answer from
the start: while Slack has not said yet whom we serve, what it sends is refused for now, and the health says why.
"""

from __future__ import annotations

import logging
import re
import socket
import threading
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import msgspec
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

from bot.errors import DeliveryError
from bot.slack.transport.bodies import mend_texts
from bot.slack.transport.requests import parse_body
from bot.slack.transport.signature import check_signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from bot.clock import Clock
    from bot.slack.transport.desk import Receiver

log = logging.getLogger(__name__)
EVENTS_PATH = "/slack/events"
HEALTH_PATH = "/health"
MAX_BODY = 1024 * 1024
"""The largest request that is read, in bytes; Slack's own are far smaller."""
_THREADS = 8
_CONNECTIONS = 500
_IDLE_S = 30
_STEP_S = 0.2
_FINISH_STEPS = 100
_LENGTH = re.compile(r"[0-9]{1,9}")
_AGAIN_S = 10
"""Seconds after which whoever was told that we are not well, or not ready, may ask again."""
_JSON = "application/json; charset=utf-8"


@dataclass(kw_only=True)
class SlackEndpoint:
    """The WSGI application; ``check_health`` gives what is wrong, nothing when all is well.

    ``clock`` tells the real time, whatever day the bot answers for. Without a ``receiver`` it is not ready.
    """

    receiver: Receiver | None = None
    signing_secret: str = field(repr=False)
    clock: Clock
    check_health: Callable[[], tuple[str, ...]]

    def open(self, receiver: Receiver, check_health: Callable[[], tuple[str, ...]]) -> None:
        """Take what Slack sends from now on."""
        self.check_health = check_health
        self.receiver = receiver

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        status, payload = self._answer(environ)
        body = b"" if payload is None else msgspec.json.encode(payload)
        headers = [("Content-Length", str(len(body))), *([("Content-Type", _JSON)] if body else [])]
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers.append(("Retry-After", str(_AGAIN_S)))
        start_response(f"{status.value} {status.phrase}", headers)
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> tuple[HTTPStatus, dict[str, Any] | None]:
        path, method = environ.get("PATH_INFO"), environ.get("REQUEST_METHOD")
        if path == HEALTH_PATH:
            return self._answer_health(method)
        if path != EVENTS_PATH:
            return HTTPStatus.NOT_FOUND, None
        if method != "POST":
            return HTTPStatus.METHOD_NOT_ALLOWED, None
        data = read_body(environ)
        if data is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, None
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        if not check_signature(
            self.signing_secret,
            timestamp=environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", ""),
            signature=signature,
            body=data,
            now=self.clock.now(),
        ):
            log.warning("refused a request without a valid signature")
            return HTTPStatus.UNAUTHORIZED, None
        return self._answer_signed(parse_body(data, content_type=environ.get("CONTENT_TYPE", "")), signature)

    def _answer_signed(self, body: object, signature: str) -> tuple[HTTPStatus, dict[str, Any] | None]:
        if not isinstance(body, dict):
            return HTTPStatus.BAD_REQUEST, None
        if body.get("type") == "url_verification":
            return HTTPStatus.OK, {"challenge": mend_texts(str(body.get("challenge") or ""))}
        if "ssl_check" in body:
            return HTTPStatus.OK, None
        if self.receiver is None:
            return HTTPStatus.SERVICE_UNAVAILABLE, None
        return HTTPStatus.OK, self.receiver.receive(body, key=f"signature {signature}")

    def _answer_health(self, method: str | None) -> tuple[HTTPStatus, dict[str, Any] | None]:
        if method not in {"GET", "HEAD"}:
            return HTTPStatus.METHOD_NOT_ALLOWED, None
        problems = self.check_health()
        status = HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK
        return status, {"ok": not problems, "ready": self.receiver is not None, "problems": mend_texts(list(problems))}


def read_body(environ: WSGIEnvironment) -> bytes | None:
    """Give the body of a request, None for one that is too long or says no sensible length."""
    length = str(environ.get("CONTENT_LENGTH") or "0")
    if not _LENGTH.fullmatch(length) or int(length) > MAX_BODY:
        return None
    data: bytes = environ["wsgi.input"].read(int(length))
    return data


class HttpMode:
    """Serves one endpoint; it listens from the start, so that a taken port is said before anything runs."""

    def __init__(self, endpoint: SlackEndpoint, *, host: str, port: int) -> None:
        self.endpoint = endpoint
        self._early: threading.Thread | None = None
        self._taken_over = threading.Event()
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            endpoint,
            map=self._sockets,
            sockets=[_listen(host, port)],
            threads=_THREADS,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_S,
            max_request_body_size=MAX_BODY + 1,  # it refuses from this size on
            clear_untrusted_proxy_headers=True,
            log_socket_errors=False,
            ident="gongbao",
        )
        logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue of requests is no event

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(next(server.effective_port for server in self._list(BaseWSGIServer)))

    def list_problems(self) -> tuple[str, ...]:
        """Give nothing: whoever calls may always come in."""
        return ()

    def start(self) -> None:
        """Answer in a thread until ``run`` or ``close`` takes over."""
        log.info("answering %s on port %d", HEALTH_PATH, self.port)
        self._early = threading.Thread(target=self._serve, args=(self._taken_over,), name="early", daemon=True)
        self._early.start()

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; then accept nothing more, finish what is being answered, and close."""
        self._take_over()
        log.info("listening on port %d", self.port)
        self._serve(stop)
        self.close()

    def close(self) -> None:
        """Accept nothing more, finish what is being answered, and close."""
        self._take_over()
        for server in self._list(BaseWSGIServer):
            server.accepting = False
        for _ in range(_FINISH_STEPS):
            if not any(channel.requests or channel.total_outbufs_len for channel in self._list(HTTPChannel)):
                break
            wasyncore.loop(timeout=_STEP_S, map=self._sockets, count=1)
        self._server.task_dispatcher.shutdown()
        wasyncore.close_all(self._sockets)

    def _serve(self, stop: threading.Event) -> None:
        while not stop.is_set():
            wasyncore.loop(timeout=_STEP_S, map=self._sockets, count=1)

    def _take_over(self) -> None:
        self._taken_over.set()
        if self._early is not None:
            self._early.join()

    def _list(self, kind: type[Any]) -> list[Any]:
        return [held for held in list(self._sockets.values()) if isinstance(held, kind)]


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address, family=family)
    except (OSError, UnicodeError) as error:
        raise DeliveryError(
            f"Gongbao cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}.",
            hint="Set GONGBAO_HOST and GONGBAO_PORT to an address that is free.",
        ) from error
