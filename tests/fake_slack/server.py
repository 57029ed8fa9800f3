"""A Slack of our own on loopback: the Web API, reply addresses and sockets around the in-memory workspace."""

import json
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from bot.clock import SystemClock
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM, LocalSlack
from tests.fake_slack.chaos import FaultKind
from tests.fake_slack.files import FileShelf, HeldFile, Uploads
from tests.fake_slack.handler import WorkspaceServer
from tests.fake_slack.history import HISTORY
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
    which the next replies of a method are lost after it was done.
    """

    def __init__(self) -> None:
        self.slack = LocalSlack(SystemClock())
        self.slack.methods |= {"auth.test": _test_auth, "users.conversations": _list_joined, **HISTORY}
        self.uploads = Uploads(self.slack)
        self.refusals: dict[str, list[Body | int]] = {}
        self.replies: dict[str, list[Body]] = {}
        self.acks: dict[str, list[Body]] = {}
        self.sockets: list[ServerConnection] = []
        self.opened = 0
        self.greets = True
        self.losses: dict[str, list[FaultKind]] = {}
        self.files = FileShelf()
        self._changed = threading.Condition()
        self._count = 0

    def __enter__(self) -> Self:
        self._http = WorkspaceServer(self)
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

    def list_replies(self, response_url: str) -> list[Body]:
        """Wait for a reply to an address, and give all that came."""
        got = self.replies[response_url.removeprefix(self.address)]
        self.wait_until(lambda: bool(got), what="a reply")
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

    def share_file(self, name: str, data: bytes, *, user: str = ADMIN) -> Body:
        """Let a person send a file in direct messages with the bot; give the event, which does not go out yet."""
        file = self.files.add(name, data, address=self.address)
        direct = self.slack.open_direct(user).id
        message = self.say(direct, "", user=user, subtype="file_share", files=[file])
        return {**message, "channel": direct, "channel_type": "im"}

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
                port = self._ws.socket.getsockname()[1]
                reply = {"ok": True, "url": f"ws://127.0.0.1:{port}/link/?ticket=canary-{self._count}"}
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

    def give_file(self, path: str, token: str) -> HeldFile:
        """Answer a request for a file."""
        return self.files.give(path, token, allowed=token == BOT_TOKEN)

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
