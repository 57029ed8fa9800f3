"""A Slack of our own on loopback: the Web API, reply addresses and sockets around the in-memory workspace."""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from bot.clock import SystemClock
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM, LocalSlack
from tests.fake_slack.chaos import FaultKind
from tests.fake_slack.files import FileShelf, Uploads
from tests.fake_slack.losses import lose_reply
from tests.fake_slack.requests import Body

BOT_TOKEN = "xoxb-canary-1234567890"  # noqa: S105  a token of this fake
APP_TOKEN = "xapp-canary-1234567890"  # noqa: S105  the same
USES = 5
_QUIET = logging.getLogger("fake_slack.socket")
_QUIET.setLevel(logging.CRITICAL + 1)
# A bot that is stopped in the middle of a frame is what some tests want, and nothing to tell of.
WAIT_S = 20.0
"""How long anything may take before a test fails: far longer than it does."""


class FakeSlack:
    """A workspace that a bot connects to over the network; a context manager.

    ``refusals`` holds answers of a method to give before the real ones, each a reply or an HTTP status. ``replies``
    holds what came to each reply address, ``acks`` each acknowledgement by its envelope. ``losses`` are the ways in
    which the next replies of a method are lost after it was done, ``limit`` says after how many seconds a call that is
    refused with 429 may come again, ``relay_port`` is where sockets are opened instead of here. ``on_ack`` is called
    with each acknowledgement as it comes.
    """

    def __init__(self) -> None:
        self.slack = LocalSlack(SystemClock())
        self.slack.methods |= {"auth.test": _test_auth, "users.conversations": _list_joined}
        self.uploads = Uploads(self.slack)
        self.refusals: dict[str, list[Body | int]] = {}
        self.replies: dict[str, list[Body]] = {}
        self.acks: dict[str, list[Body]] = {}
        self.sockets: list[ServerConnection] = []
        self.opened = 0
        self.greets = True
        self.losses: dict[str, list[FaultKind]] = {}
        self.limit: Callable[[str, Body], float | None] = lambda _method, _arguments: None
        self.relay_port: int | None = None
        self.files = FileShelf()
        self.on_ack: Callable[[Body], None] | None = None
        self._changed = threading.Condition()
        self._count = 0

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"fake": self})
        self._http = _Server(("127.0.0.1", 0), handler)
        self._ws: Server = serve(self._serve_socket, "127.0.0.1", 0, ping_interval=None, close_timeout=1, logger=_QUIET)
        self._threads = [
            threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True),
            threading.Thread(target=self._ws.serve_forever, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self.uploads.origin = self.address
        return self

    def __exit__(self, *_: object) -> None:
        for socket in list(self.sockets):
            socket.close()
        self._ws.shutdown()
        self._http.shutdown()
        self._http.server_close()
        for thread in self._threads:
            thread.join(WAIT_S)

    @property
    def address(self) -> str:
        """Where it listens for HTTP."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL must be."""
        return f"{self.address}/api/"

    def wait_until(self, holds: Callable[[], bool], *, what: str) -> None:
        """Wait until something holds, looked at whenever anything has happened here."""
        with self._changed:
            assert self._changed.wait_for(holds, WAIT_S), f"never happened: {what}"

    def wait_quietly(self, holds: Callable[[], bool], *, at_most_s: float) -> bool:
        """Wait until something holds, looked at now and then, so that waiting costs no time; give whether it does."""
        until = time.monotonic() + at_most_s
        while not holds() and time.monotonic() < until:
            time.sleep(0.005)
        return holds()

    def build_response_url(self) -> str:
        """Return a new reply address."""
        with self._changed:
            self._count += 1
            path = f"/response/{self._count}"
            self.replies[path] = []
        return f"{self.address}{path}"

    def list_replies(self, response_url: str, *, count: int = 1) -> list[Body]:
        """Wait for so many replies to an address, and give them."""
        got = self.replies[response_url.removeprefix(self.address)]
        self.wait_until(lambda: len(got) >= count, what=f"{count} replies")
        return got

    def list_posts(self, *, count: int, channel: str = CHANNEL) -> list[Body]:
        """Wait for so many posts in a channel, and give them all."""
        posts = self.slack.channels[channel].posts
        self.wait_until(lambda: len(posts) >= count, what=f"{count} posts")
        return list(posts)

    def say(self, channel: str, text: str, *, user: str = ADMIN, **fields: object) -> Body:
        """Let a person write a message, in direct messages with the bot where the channel is one; no event goes out."""
        with self._changed:
            held = self.slack.open_direct(user) if channel.startswith("D") else self.slack.open_channel(channel)
            message = {"type": "message", "user": user, "text": text, "ts": self.slack.build_ts(), **fields}
            held.posts.append(message)
            self._changed.notify_all()
        return message

    def wait_for_socket(self, *, count: int = 1) -> None:
        """Wait until the bot has opened so many sockets in all, and one is open."""
        self.wait_until(lambda: self.opened >= count and bool(self.sockets), what=f"socket {count}")

    def send(self, message: Body | str) -> None:
        """Send a message over the newest socket."""
        self.sockets[-1].send(message if isinstance(message, str) else json.dumps(message))

    def deliver(self, body: object, *, kind: str = "slash_commands", envelope_id: str | None = None) -> str:
        """Send a request as an envelope, and give its id."""
        with self._changed:
            self._count += 1
            envelope_id = envelope_id or f"envelope-{self._count}"
            self.acks.setdefault(envelope_id, [])
        accepts = kind in {"slash_commands", "interactive"}
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": body, "accepts_response_payload": accepts}
        self.send(envelope)
        return envelope_id

    def get_ack(self, envelope_id: str, *, count: int = 1) -> Body:
        """Wait for the so-manieth acknowledgement of an envelope, and give it."""
        got = self.acks[envelope_id]
        self.wait_until(lambda: len(got) >= count, what=f"ack {count} of {envelope_id}")
        return got[count - 1]

    def answer(self, method: str, arguments: Body, token: str) -> Body | int:
        """Answer a call of the Web API: a reply, or a bare HTTP status."""
        with self._changed:
            waiting = self.refusals.get(method)
            reply: Body | int
            if waiting:
                reply = waiting.pop(0)
            elif token != (APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN):
                reply = {"ok": False, "error": "invalid_auth"}
            elif method == "apps.connections.open":
                self.slack.calls.append((method, arguments))
                self._count += 1
                reply = {"ok": True, "url": f"ws://127.0.0.1:{self._get_ws_port()}/link/?ticket=canary-{self._count}"}
            else:
                reply = self.slack.call(method, arguments)
            self._changed.notify_all()
        return reply

    def take_reply(self, path: str, reply: Body) -> int:
        """Take what came to a reply address; give the HTTP status."""
        with self._changed:
            if path not in self.replies or len(self.replies[path]) >= USES:
                return 404
            self.replies[path].append(reply)
            self._changed.notify_all()
        return 200

    def take_upload(self, path: str, data: bytes, token: str) -> int:
        """Take the bytes of a file; give the HTTP status. A token that comes along is a fault."""
        with self._changed:
            if token:
                return 400
            waiting = self.refusals.get("upload")
            if waiting:
                return int(str(waiting.pop(0)))
            taken = self.uploads.put(path, data)
            self._changed.notify_all()
        return 200 if taken else 404

    def _get_ws_port(self) -> int:
        port: int = self._ws.socket.getsockname()[1]
        return self.relay_port or port

    def _serve_socket(self, socket: ServerConnection) -> None:
        with self._changed:
            self.sockets.append(socket)
            self.opened += 1
        with suppress(ConnectionClosed):
            if self.greets:
                socket.send(json.dumps({"type": "hello", "num_connections": len(self.sockets)}))
            with self._changed:
                self._changed.notify_all()
            for text in socket:
                ack = json.loads(text)
                with self._changed:
                    self.acks.setdefault(ack["envelope_id"], []).append(ack)
                    self._changed.notify_all()
                if self.on_ack is not None:
                    self.on_ack(ack)
        with self._changed:
            self.sockets.remove(socket)
            self._changed.notify_all()


def _test_auth(_slack: LocalSlack, _arguments: Body) -> Body:
    """Say who the bot is."""
    who = {"team": "local", "user": "gongbao", "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}
    return {"url": "https://local/", **who}


def _list_joined(slack: LocalSlack, _arguments: Body) -> Body:
    """Say which channels the bot is in."""
    joined = [c for c in slack.channels.values() if BOT_USER in c.members and not c.id.startswith("D")]
    return {"channels": [{"id": channel.id} for channel in joined], "response_metadata": {"next_cursor": ""}}


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a bot that was killed while it was answered."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    fake: FakeSlack
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        file = self.fake.files.give(self.path, token, allowed=token == BOT_TOKEN)
        self.send_response(file.status)
        for name, value in file.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(file.data)))
        self.end_headers()
        self.wfile.write(file.data)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/upload/"):
            self._send(self.fake.take_upload(self.path, raw, self.headers.get("Authorization", "")), "OK")
            return
        data = raw.decode()
        is_json = "json" in self.headers.get("Content-Type", "")
        given = json.loads(data) if is_json and data else dict(parse_qsl(data))
        if self.path.startswith("/response/"):
            self._send(self.fake.take_reply(self.path, given), "ok")
            return
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        method = self.path.removeprefix("/api/")
        wait_s = self.fake.limit(method, given)
        if wait_s is not None:
            self._send(429, '{"ok": false, "error": "ratelimited"}', wait_s=wait_s)
            return
        reply = self.fake.answer(method, given, token)
        losses = self.fake.losses.get(method)
        if losses:
            lose_reply(self, losses.pop(0), json.dumps(reply).encode())
        elif isinstance(reply, int):
            self._send(reply, "away")
        else:
            self._send(429 if reply.get("error") == "ratelimited" else 200, json.dumps(reply))

    def _send(self, status: int, text: str, *, wait_s: float = 1) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", f"{wait_s:g}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""
