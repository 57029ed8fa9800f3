"""Ways to lose the reply to a call that was done, on the wire."""

import socket
import struct
from http.server import BaseHTTPRequestHandler

from tests.fake_slack.chaos import FaultKind


def lose_reply(handler: BaseHTTPRequestHandler, how: FaultKind, body: bytes) -> None:
    """End a request without the whole of its reply."""
    handler.close_connection = True
    match how:
        case FaultKind.RST:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
        case FaultKind.TIMEOUT:
            handler.rfile.read(1)  # until the other side has lost its patience
        case FaultKind.TRUNCATED:
            _send(handler, 200, body[: len(body) // 2], length=len(body))
        case FaultKind.SERVER_ERROR:
            _send(handler, 500, b"away", length=4)
        case FaultKind.GARBAGE:
            _send(handler, 200, b"<html>", length=6)
        case _:
            handler.connection.shutdown(socket.SHUT_RDWR)


def _send(handler: BaseHTTPRequestHandler, status: int, body: bytes, *, length: int) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.wfile.write(body)
    handler.wfile.flush()
