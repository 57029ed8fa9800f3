"""Socket Mode: Slack's envelopes over websocket-client, answered by the app, and a watchdog over the line.

Slack's own client opens a line again about ten times a second when told that there are too many, and never notices one
that answers pings and brings nothing. Here the watchdog opens every line, with pauses that grow while it fails, and
opens the next before it closes the last, so that nothing is lost when Slack announces an end.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import websocket
from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.calls.client import LaterDeliveryError
from bot.slack.calls.identity import call_slack, keep_trying, wait_after
from bot.slack.transport.deliveries import answer_request

log = logging.getLogger(__name__)
logging.getLogger("websocket").propagate = False  # it calls each end of a line an error; the watchdog says what counts
ANSWERING = 8
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


class _Line:
    """One line to Slack; ``greeted`` says that Slack took it, ``ended`` why it serves no more ("" while it does)."""

    def __init__(self, app: App, url: str, *, ping_s: float, pool: ThreadPoolExecutor) -> None:
        self.greeted, self.ended = False, ""
        self.opened_at = self.heard_at = self.brought_at = time.monotonic()
        self.close_at: float | None = None
        self._app, self._pool = app, pool
        self.session = websocket.WebSocketApp(
            url,
            on_message=self._hear,
            on_ping=self._note_sign,
            on_pong=self._note_sign,
            on_error=lambda _, error: self.end(type(error).__name__),
            on_close=lambda *_: self.end("closed"),
        )
        self._reading = threading.Thread(target=self.session.run_forever, kwargs={"ping_interval": ping_s}, daemon=True)
        self._reading.start()

    def end(self, reason: str) -> None:
        """Take this line for ended; the first reason stands."""
        self.ended = self.ended or reason

    def close(self, reason: str = "closed") -> None:
        """Cut the line: its reader wakes at once, while a polite end would keep it waiting for seconds."""
        self.end(reason)
        self.session.keep_running = False  # which one that is still being opened looks at next
        with suppress(OSError, AttributeError):  # the latter where there is no socket
            self.session.sock.abort()  # type: ignore[union-attr]
        self._reading.join(_CONNECT_S)

    def _note_sign(self, *_: object) -> None:
        self.heard_at = time.monotonic()

    def _hear(self, _: object, text: str) -> None:
        self.heard_at = self.brought_at = time.monotonic()
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            return
        kind = message.get("type") if isinstance(message, dict) else None
        if kind == "hello":
            self.greeted = True
        elif kind == "disconnect":
            self.end("Slack asks for another")
        elif kind is not None and {"envelope_id", "payload"} <= message.keys():
            self._pool.submit(self._answer, message["envelope_id"], message["payload"])

    def _answer(self, envelope_id: object, payload: object) -> None:
        try:
            answer = answer_request(self._app, payload)
            is_json = answer.first_headers()["content-type"].startswith("application/json")
            said = {"payload": json.loads(answer.body) if is_json else {"text": answer.body}} if answer.body else {}
            self.session.send(json.dumps({"envelope_id": envelope_id, **said}))
        except (websocket.WebSocketException, OSError):
            log.warning("an answer was lost: the line to Slack ended before it was sent")
        except Exception:  # of ours or Bolt's: the pool would keep it to itself
            log.exception("a request could not be answered")


class SocketMode:
    """Serves one app; ``web_client`` holds the app's token."""

    def __init__(
        self,
        app: App,
        web_client: WebClient,
        *,
        timing: Timing | None = None,
        wait_after: Callable[[int], float] = wait_after,
    ) -> None:
        self._app, self._web_client = app, web_client
        self._timing, self._wait_after = timing or Timing(), wait_after
        self._pool = ThreadPoolExecutor(ANSWERING, thread_name_prefix="answering")
        self._lines: list[_Line] = []

    def list_problems(self) -> tuple[str, ...]:
        """Say that no line to Slack is open, if none is; safe to call from any thread."""
        if any(line.greeted and not line.ended for line in self._lines):
            return ()
        return ("The connection to Slack is down; it is tried again.",)

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; then take nothing more, finish what is being answered, and close.

        Raises what ends the service: NotAllowedError when Slack refuses the token.
        """
        websocket.setdefaulttimeout(_CONNECT_S)
        serve_line = partial(self._serve_line, stop)
        try:
            while not stop.is_set():
                keep_trying(serve_line, wait=stop.wait, wait_after=self._wait_after)
        finally:
            for line in self._lines:
                line.session.on_message = None
            self._pool.shutdown()
            for line in self._lines:
                line.close()

    def _serve_line(self, stop: threading.Event) -> None:
        """Serve over a new line until it needs another in its place; LaterDeliveryError for one that did not hold."""
        line = self._open(stop)
        while not line.ended and not stop.wait(_STEP_S):
            now = time.monotonic()
            if now - line.heard_at > self._timing.silent_s:
                line.close("silent")
            elif now - line.brought_at > self._timing.deaf_s:
                line.end("no event for long")
            for older in [each for each in self._lines if each.close_at and each.close_at <= now]:
                self._lines.remove(older)
                older.close()
        if line.ended and time.monotonic() - line.opened_at < self._timing.sound_s:
            raise LaterDeliveryError(f"Slack ended a new line at once ({line.ended}).")
        log.info("this line to Slack is replaced (%s)", line.ended or "stopping")

    def _open(self, stop: threading.Event) -> _Line:
        """Return a new line that Slack has greeted; the ones before it are closed a little later."""
        url = call_slack(self._web_client, "apps.connections.open", setting="SLACK_APP_TOKEN").get("url")
        if not isinstance(url, str):
            raise LaterDeliveryError("Slack cannot be reached (no address for a socket).")
        line = _Line(self._app, url, ping_s=self._timing.ping_s, pool=self._pool)
        while not line.greeted:
            if line.ended or time.monotonic() - line.opened_at > _CONNECT_S or stop.wait(_STEP_S):
                line.close("no greeting")
                raise LaterDeliveryError(f"Slack cannot be reached ({line.ended}).")
        for older in self._lines:
            older.close_at = older.close_at or time.monotonic() + self._timing.linger_s
        self._lines.append(line)
        log.info("connected to Slack")
        return line
