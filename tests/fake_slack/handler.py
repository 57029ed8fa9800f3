"""The fake Slack's side of HTTP: calls of the Web API, reply addresses, files; and ways to lose a reply on the wire."""

import json
import socket
import struct
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

from tests.fake_slack.chaos import FaultKind


class WorkspaceServer(ThreadingHTTPServer):
    """Serves a workspace, the ``FakeSlack``, on a port of this machine."""

    def __init__(self, workspace: Any) -> None:
        self.workspace = workspace
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a bot that was killed while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: WorkspaceServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        file = self.server.workspace.give_file(self.path, self._read_token())
        self._send(file.status, file.data, **file.headers)

    def do_POST(self) -> None:
        workspace = self.server.workspace
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/upload/"):
            self._send(workspace.take_upload(self.path, raw, self._read_token()), b"OK")
            return
        is_json = "json" in self.headers.get("Content-Type", "")
        given = json.loads(raw) if is_json and raw else dict(parse_qsl(raw.decode()))
        if self.path.startswith("/response/"):
            self._send(workspace.take_reply(self.path, given), b"ok")
            return
        method = self.path.removeprefix("/api/")
        reply = workspace.answer(method, given, self._read_token())
        losses = workspace.losses.get(method)
        if losses:
            self._lose(losses.pop(0), json.dumps(reply).encode())
        elif isinstance(reply, int):
            self._send(reply, b"away")
        else:
            is_limited = reply.get("error") == "ratelimited"
            self._send(429 if is_limited else 200, json.dumps(reply).encode())

    def _read_token(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _lose(self, how: FaultKind, body: bytes) -> None:
        """End a request without the whole of its reply."""
        self.close_connection = True
        match how:
            case FaultKind.RST:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            case FaultKind.TIMEOUT:
                self.rfile.read(1)  # until the other side has lost its patience
            case FaultKind.TRUNCATED:
                self._send(200, body[: len(body) // 2], **{"Content-Length": str(len(body))})
            case FaultKind.SERVER_ERROR:
                self._send(500, b"away")
            case FaultKind.GARBAGE:
                self._send(200, b"<html>")
            case _:
                self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        waits = {"Retry-After": "1"} if status == 429 else {}
        shown = {"Content-Type": "application/json", "Content-Length": str(len(body)), **waits, **headers}
        for name, value in shown.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
