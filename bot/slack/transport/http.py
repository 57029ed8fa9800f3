"""HTTP mode: Slack calls us, behind a gateway that brings TLS; loopback unless told otherwise.

``POST /slack/events`` takes everything Slack sends; ``GET /health`` says whether all is well, for a supervisor.
Waitress reads up to a cap, ``HttpMode`` lets through what Slack signed, Bolt does the rest.
"""

import json
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import App, BoltResponse
from slack_sdk.signature import SignatureVerifier
from waitress import create_server, wasyncore

from bot.errors import DeliveryError
from bot.slack.transport.deliveries import answer_request

log = logging.getLogger(__name__)
EVENTS_PATH, HEALTH_PATH = "/slack/events", "/health"
_METHODS = {EVENTS_PATH: ("POST",), HEALTH_PATH: ("GET", "HEAD")}
MAX_BODY = 1024 * 1024
"""The largest request that is read, in bytes; Slack's own are far smaller."""
_MAX_FIELDS = 200
_THREADS = 8
_CONNECTIONS = 500
_IDLE_S = 30
_STEP_S = 0.2
_FINISH_STEPS = 100
_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_AGAIN_S = 10
"""Seconds after which whoever was told that we are not well may ask again."""


class HttpMode:
    """Listens from when it is made, and serves while it runs; raises DeliveryError for a taken port.

    It is the WSGI application too: whatever is not Slack's, of now and whole is refused in one line.
    ``check_health`` returns what is wrong, nothing when all is well.
    """

    def __init__(
        self, app: App, check_health: Callable[[], tuple[str, ...]], *, signing_secret: str, host: str, port: int
    ) -> None:
        self._app, self._check_health = app, check_health
        self._verifier = SignatureVerifier(signing_secret)
        self._sockets: dict[int, Any] = {}
        self._server = create_server(
            self,
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
        self.port = int(self._server.effective_port)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        answer = self._answer(environ)
        status, body = HTTPStatus(answer.status), answer.body.encode()
        headers = {**answer.first_headers(), "Content-Length": str(len(body))}
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            headers["Retry-After"] = str(_AGAIN_S)
        start_response(f"{status.value} {status.phrase}", list(headers.items()))
        return [body]

    def _answer(self, environ: WSGIEnvironment) -> BoltResponse:
        methods = _METHODS.get(environ["PATH_INFO"], ())
        if environ["REQUEST_METHOD"] not in methods:
            return BoltResponse(status=HTTPStatus.METHOD_NOT_ALLOWED if methods else HTTPStatus.NOT_FOUND)
        if environ["PATH_INFO"] == HEALTH_PATH:
            problems = self._check_health()
            said = {"ok": not problems, "problems": problems}
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE if problems else HTTPStatus.OK, body=said)
        data = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        text = data.decode(errors="replace")  # what is no UTF-8 is not what Slack signed
        stamp = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP", "")
        signature = environ.get("HTTP_X_SLACK_SIGNATURE", "")
        has_shape = _TIMESTAMP.fullmatch(stamp) and _SIGNATURE.fullmatch(signature)  # of others the verifier raises
        if not has_shape or not self._verifier.is_valid(body=text, timestamp=stamp, signature=signature):
            log.warning("refused a request without a valid signature")
            return BoltResponse(status=HTTPStatus.UNAUTHORIZED)
        return answer_request(self._app, _parse_body(text, environ.get("CONTENT_TYPE", "")))

    def list_problems(self) -> tuple[str, ...]:
        """Return nothing: whoever calls may always come in."""
        return ()

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; then accept nothing more, finish what is being answered, and close."""
        log.info("listening on port %d", self.port)
        steps = iter(range(_FINISH_STEPS))
        try:
            while not stop.is_set() or (self._is_answering() and next(steps, None) is not None):
                self._server.accepting = not stop.is_set()
                wasyncore.loop(timeout=_STEP_S, map=self._sockets, count=1)
        finally:
            self._server.task_dispatcher.shutdown()
            wasyncore.close_all(self._sockets)

    def _is_answering(self) -> bool:
        return any(channel.requests or channel.total_outbufs_len for channel in self._server.active_channels.values())


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, UnicodeError) as error:
        raise DeliveryError(
            f"Gongbao cannot listen on {host}, port {port}: {getattr(error, 'strerror', None) or error}.",
            hint="Set GONGBAO_HOST and GONGBAO_PORT to an address that is free.",
        ) from error


def _parse_body(text: str, content_type: str) -> object:
    """Return the body of a request as Socket Mode would bring it, or None when it is none of Slack's forms."""
    try:
        if content_type.partition(";")[0].strip().lower() == "application/json":
            return json.loads(text)
        fields = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MAX_FIELDS))
        return json.loads(fields["payload"]) if "payload" in fields else fields
    except (ValueError, RecursionError):  # nested deeper than anything that Slack sends
        return None
