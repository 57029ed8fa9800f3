"""Socket Mode: Slack's envelopes over a WebSocket that we open, each answered in its acknowledgement.

A line that Slack is about to close is replaced before it goes. A lost or silent one is opened again after a wait that
grows while it fails. A line that brings nothing but answers to our own pings is replaced as deaf.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from bot.slack.calls.backoff import Backoff
from bot.slack.calls.identity import SlackAwayError
from bot.slack.transport.websocket import SocketEndedError, WebSocket, open_websocket

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable
    from concurrent.futures import Executor

    from bot.slack.transport.desk import Receiver

log = logging.getLogger(__name__)
_STEP_S = 0.1
_REPLACEABLE = frozenset({"warning", "refresh_requested", "deaf", "idle"})
"""Ends of a line that stays open until another is there: what Slack announces, and what may be a mere suspicion."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """Seconds: between our pings; of silence, and of nothing but answers to pings, after which a line is replaced.

    ``sound_s`` is how long a line must have held before the next failure counts as the first again, ``linger_s`` how
    long a replaced line is kept for its answers, ``answer_s`` how long an answer waits for a line when there is none
    (Slack waits three seconds), ``finish_s`` how long a stop waits for what is being answered.
    """

    ping_s: float = 10.0
    silent_s: float = 30.0
    deaf_s: float = 120.0
    idle_s: float = 1800.0
    sound_s: float = 30.0
    linger_s: float = 10.0
    answer_s: float = 3.0
    finish_s: float = 20.0


@dataclass(eq=False, kw_only=True, slots=True)
class _Line:
    socket: WebSocket
    opened_at: float
    pinged_at: float
    served_at: float
    end: str = ""
    reading: asyncio.Task[None] | None = None


@dataclass(kw_only=True)
class SocketMode:
    """Serves one app; ``open_url`` gives the address of a new line.

    ``asking`` runs the answers to what only asks, ``acting`` all others, which may wait until something is written.
    ``open_url`` raises SlackAwayError to be asked again later; any other GongbaoError of its ends the service.
    ``opened`` counts the lines opened so far.
    """

    open_url: Callable[[], str]
    receiver: Receiver
    acting: Executor
    asking: Executor
    proxy: str | None = None
    backoff: Backoff = field(default_factory=Backoff)
    timing: Timing = field(default_factory=Timing)
    opened: int = field(default=0, init=False)
    _answers: set[asyncio.Task[None]] = field(default_factory=set, init=False)
    _lines: list[_Line] = field(default_factory=list, init=False)
    _stopping: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set; then take nothing more, finish what is being answered, and close."""
        asyncio.run(self._serve(stop))

    def list_problems(self) -> tuple[str, ...]:
        """Say that no line to Slack is open, if none is; safe to call from any thread."""
        return () if self._lines else ("No line to Slack is open; it is tried again.",)

    async def _serve(self, stop: threading.Event) -> None:
        wait_s = 0.0
        try:
            while await _pause(wait_s, stop):
                try:
                    line = await self._open()
                except (SlackAwayError, SocketEndedError) as error:
                    asked_s = error.retry_after_s if isinstance(error, SlackAwayError) else 0.0
                    wait_s = self.backoff.take(at_least_s=asked_s)
                    log.warning("%s Next try in %.1f s.", error.message, wait_s)
                    continue
                self._retire_others(line)
                wait_s = await self._follow(line, stop)
        finally:
            await self._finish()

    async def _open(self) -> _Line:
        url = await asyncio.get_running_loop().run_in_executor(None, self.open_url)
        socket = await open_websocket(url, proxy=self.proxy)
        now = asyncio.get_running_loop().time()
        line = _Line(socket=socket, opened_at=now, pinged_at=now, served_at=now)
        line.reading = asyncio.create_task(self._read(line))
        self._lines.append(line)
        self.opened += 1
        return line

    async def _follow(self, line: _Line, stop: threading.Event) -> float:
        """Watch a line until it needs another in its place; give how long to wait before that."""
        while not line.end and await _pause(_STEP_S, stop):
            now = asyncio.get_running_loop().time()
            line.end = line.end or self._judge(line, now)
            if not line.end and now - line.pinged_at >= self.timing.ping_s:
                line.pinged_at = now
                await self._ping(line)
        if not line.end:
            return 0.0
        if asyncio.get_running_loop().time() - line.opened_at >= self.timing.sound_s:
            self.backoff.reset()
            wait_s = 0.0
        else:
            wait_s = self.backoff.take()
        log.info("this line to Slack is replaced (%s), in %.1f s", line.end, wait_s)
        if line.end not in _REPLACEABLE:
            await self._close(line)
        return wait_s

    def _judge(self, line: _Line, now: float) -> str:
        if now - line.socket.heard_at > self.timing.silent_s:
            return "silent"
        if now - line.socket.spoken_at > self.timing.deaf_s:
            return "deaf"
        if now - max(line.served_at, line.opened_at) > self.timing.idle_s:
            return "idle"
        return ""

    async def _ping(self, line: _Line) -> None:
        try:
            await line.socket.ping()
        except SocketEndedError as error:
            line.end = line.end or error.reason

    async def _read(self, line: _Line) -> None:
        while True:
            try:
                text = await line.socket.receive()
            except SocketEndedError as error:
                line.end = line.end or error.reason
                return
            self._take(line, text)

    def _take(self, line: _Line, text: str) -> None:
        try:
            message = json.loads(text)
        except (ValueError, RecursionError):
            message = None
        if not isinstance(message, dict):
            log.warning("dropped a message that is no JSON object")
            return
        kind = message.get("type")
        if kind == "hello":
            log.info("connected to Slack")
        elif kind == "disconnect":
            line.end = line.end or str(message.get("reason") or "disconnect")[:60]
        elif isinstance(message.get("envelope_id"), str):
            line.served_at = asyncio.get_running_loop().time()
            if not self._stopping.is_set():
                task = asyncio.create_task(self._answer(line, message))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    async def _answer(self, line: _Line, envelope: dict[str, Any]) -> None:
        envelope_id = envelope["envelope_id"]
        loop = asyncio.get_running_loop()
        body = envelope.get("payload")
        pool = self.asking if self.receiver.only_asks(body) else self.acting
        work = loop.run_in_executor(pool, self._receive, body, envelope_id)
        payload = await work
        acknowledgement: dict[str, Any] = {"envelope_id": envelope_id}
        if payload and envelope.get("accepts_response_payload"):
            acknowledgement["payload"] = payload
        text = msgspec.json.encode(acknowledgement).decode()
        until = loop.time() + self.timing.answer_s
        while not await self._send(line, text):
            if self._stopping.is_set() or loop.time() > until:
                log.warning("an answer was lost: the line to Slack ended before it was sent")
                return
            await asyncio.sleep(_STEP_S)

    async def _send(self, line: _Line, text: str) -> bool:
        """Send over the line that brought the request, or over another; give whether one took it."""
        for candidate in (line, *reversed(self._lines)):
            try:
                await candidate.socket.send(text)
            except SocketEndedError:
                continue
            return True
        return False

    def _receive(self, body: object, envelope_id: str) -> dict[str, Any] | None:
        return self.receiver.receive(body, key=f"envelope {envelope_id}")

    def _retire_others(self, line: _Line) -> None:
        for other in [other for other in self._lines if other is not line]:
            self._lines.remove(other)
            task = asyncio.create_task(self._retire(other))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _retire(self, line: _Line) -> None:
        """Let a replaced line bring and answer what is on its way, then close it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), self.timing.linger_s)
        await self._close(line)

    async def _close(self, line: _Line) -> None:
        if line in self._lines:
            self._lines.remove(line)
        await line.socket.close()
        if line.reading is not None:
            line.reading.cancel()

    async def _finish(self) -> None:
        self._stopping.set()
        if self._answers:
            _, late = await asyncio.wait(self._answers, timeout=self.timing.finish_s)
            for task in late:
                task.cancel()
        for line in list(self._lines):
            await self._close(line)


async def _pause(seconds: float, stop: threading.Event) -> bool:
    """Wait so long; give False as soon as it is time to stop."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while not stop.is_set():
        left = until - loop.time()
        if left <= 0:
            return True
        await asyncio.sleep(min(left, _STEP_S))
    return False
