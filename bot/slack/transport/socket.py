"""Socket Mode: Bolt's adapter over websocket-client, one adapter a line to Slack, and a watchdog over the lines.

Slack's client would open a line again about ten times a second when told that there are too many, and never notices
one that answers pings and brings nothing. So it is kept from opening any by itself: the watchdog does, with pauses
that grow while it fails. A line is replaced before it is closed, so that nothing is lost when Slack announces its end.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import websocket
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.socket_mode.websocket_client import SocketModeClient

from bot.slack.calls.client import Backoff
from bot.slack.calls.identity import SlackAwayError, get_socket_url
from bot.slack.transport.deliveries import is_whole

log = logging.getLogger(__name__)
# Both of these call each end of a line an error and write down whole answers; the watchdog says what counts.
_client_log = logging.getLogger("slack_sdk.socket_mode")
_client_log.setLevel(logging.CRITICAL)
logging.getLogger("websocket").propagate = False  # it sets its level itself
ANSWERING = 16
"""Threads that answer."""
_CONNECT_S = 10.0
"""How long connecting, sending and the rest of a message that has begun may take, each."""
_STEP_S = 0.1


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """Seconds: between pings; of silence, and without any message, after which a line is replaced.

    ``sound_s`` is how long a line must have held before the next failure counts as the first again, ``linger_s`` how
    long a replaced line is kept for what is on its way.
    """

    ping_s: float = 10.0
    silent_s: float = 30.0
    deaf_s: float = 900.0
    sound_s: float = 30.0
    linger_s: float = 10.0


def _cut(session: websocket.WebSocketApp) -> None:
    if session.sock is not None:
        with suppress(OSError):
            session.sock.abort()  # type: ignore[no-untyped-call]


class _Client(SocketModeClient):
    """Slack's client, opened once; ``ended`` says why another is needed, "" while it is sound."""

    ended = ""
    opened: websocket.WebSocket | None = None

    def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002  the client's own
        """Leave it to the watchdog to open another."""
        self.ended = self.ended or "Slack asks for another"

    def disconnect(self) -> None:
        """Cut the line: whoever reads it wakes at once, while a polite end keeps it waiting for ten seconds."""
        session, self.current_session = self.current_session, None
        if session is not None:
            _cut(session)

    def close(self) -> None:
        """End the client's threads, then give the socket back: cut off, it is left open."""
        super().close()
        if self.opened is not None:
            self.opened.shutdown()  # type: ignore[no-untyped-call]


class _Line(SocketModeHandler):
    """Bolt's adapter over one line to Slack, opened at once; ``greeted`` says that Slack has taken it.

    Requests are answered on ``pool``, which outlives the line.
    """

    client: _Client

    def __init__(self, app: App, web_client: WebClient, *, url: str, ping_s: float, pool: ThreadPoolExecutor) -> None:
        self.app = app
        self.greeted = False
        self.opened_at = self.heard_at = self.spoken_at = time.monotonic()
        self._pool = pool
        self.client = _Client(
            web_client.token or "",
            logger=_client_log,
            web_client=web_client,
            auto_reconnect_enabled=False,
            ping_interval=ping_s,
            concurrency=1,  # it only hands on
            on_open_listeners=[self._note_open],
            on_message_listeners=[self._note_message],
            on_error_listeners=[self._note_error],
            on_close_listeners=[self._note_close],
        )
        self.client.message_listeners.append(self._note_greeting)
        self.client.socket_mode_request_listeners.append(self._take)
        self.client.wss_uri = url
        self.client.connect()
        if self.client.current_session is not None:
            self.client.current_session.on_ping = self.client.current_session.on_pong = self._note_sign

    def _note_open(self, session: websocket.WebSocketApp) -> None:
        self.client.opened = session.sock
        if self.client.closed:  # while it was being opened
            _cut(session)

    def _note_greeting(self, _: object, message: dict[str, Any], __: object) -> None:
        self.greeted = self.greeted or message.get("type") == "hello"

    def _note_sign(self, *_: object) -> None:
        self.heard_at = time.monotonic()

    def _note_message(self, *_: object) -> None:
        self.heard_at = self.spoken_at = time.monotonic()

    def _note_error(self, _: object, error: Exception) -> None:
        self.client.ended = self.client.ended or type(error).__name__

    def _note_close(self, _: object) -> None:
        self.client.ended = self.client.ended or "closed"
        self.client.current_session = None  # else the client would open the same address again

    def _take(self, _: object, req: SocketModeRequest) -> None:
        self._pool.submit(self._answer, req)

    def _answer(self, req: SocketModeRequest) -> None:
        try:
            if is_whole(req.payload):
                self.handle(self.client, req)
            else:
                log.warning("dropped a malformed request")
                self.client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))
        except (websocket.WebSocketException, OSError, AttributeError):  # the last where the session is gone
            log.warning("an answer was lost: the line to Slack ended before it was sent")


class SocketMode:
    """Serves one app; ``web_client`` holds the app's token."""

    def __init__(
        self, app: App, web_client: WebClient, *, backoff: Backoff | None = None, timing: Timing | None = None
    ) -> None:
        self._app = app
        self._web_client = web_client
        self._backoff = backoff or Backoff()
        self._timing = timing or Timing()
        self._pool = ThreadPoolExecutor(ANSWERING, thread_name_prefix="answering")
        self._line: _Line | None = None
        self._retired: list[tuple[_Line, float]] = []

    def list_problems(self) -> tuple[str, ...]:
        """Say that no line to Slack is open, if none is; safe to call from any thread."""
        line = self._line
        is_open = line is not None and line.client.current_session is not None
        return () if is_open else ("No line to Slack is open; it is tried again.",)

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; then take nothing more, finish what is being answered, and close.

        Raises what ends the service: NotAllowedError when Slack refuses the token.
        """
        websocket.setdefaulttimeout(_CONNECT_S)
        wait_s = 0.0
        try:
            while not stop.wait(wait_s):
                try:
                    line = self._open(stop)
                except SlackAwayError as error:
                    wait_s = self._backoff.take(at_least_s=error.retry_after_s)
                    log.warning("%s Next try in %.1f s.", error.message, wait_s)
                    continue
                if self._line is not None:
                    self._retired.append((self._line, time.monotonic() + self._timing.linger_s))
                self._line = line
                log.info("connected to Slack")
                wait_s = self._watch(line, stop)
        finally:
            self._finish()

    def _open(self, stop: threading.Event) -> _Line:
        url = get_socket_url(self._web_client)
        line = _Line(self._app, self._web_client, url=url, ping_s=self._timing.ping_s, pool=self._pool)
        while not line.greeted:
            if line.client.ended or time.monotonic() - line.opened_at > _CONNECT_S or stop.wait(_STEP_S):
                line.close()  # type: ignore[no-untyped-call]
                raise SlackAwayError(line.client.ended or "no greeting")
        return line

    def _watch(self, line: _Line, stop: threading.Event) -> float:
        """Watch a line until it needs another in its place; return how long to wait before that."""
        reason = ""
        while not reason and not stop.wait(_STEP_S):
            now = time.monotonic()
            for retired, until in list(self._retired):
                if until <= now:
                    self._retired.remove((retired, until))
                    retired.close()  # type: ignore[no-untyped-call]
            reason = line.client.ended
            if now - line.heard_at > self._timing.silent_s:
                reason = reason or "silent"
                line.client.disconnect()  # nothing comes over it any more
            if now - line.spoken_at > self._timing.deaf_s:
                reason = reason or "no event for long"
        if not reason:
            return 0.0
        if time.monotonic() - line.opened_at >= self._timing.sound_s:
            self._backoff.reset()
            wait_s = 0.0
        else:
            wait_s = self._backoff.take()
        log.info("this line to Slack is replaced (%s), in %.1f s", reason, wait_s)
        return wait_s

    def _finish(self) -> None:
        lines = [line for line, _ in self._retired] + ([self._line] if self._line is not None else [])
        for line in lines:
            line.client.socket_mode_request_listeners.clear()
        self._pool.shutdown()
        for line in lines:
            line.close()  # type: ignore[no-untyped-call]
