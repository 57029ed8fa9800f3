"""The client's end of a WebSocket (RFC 6455) on asyncio streams: whole text messages in, text messages out.

Pings are answered here. It keeps when the other side was last heard and when it last spoke of its own accord, which is
how a deaf line is found. Through a proxy it asks for a tunnel (CONNECT).
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import ssl
import struct
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

from bot.errors import DeliveryError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_MESSAGE = 2 * 1024 * 1024
"""The longest message that is read, in bytes; a longer one ends the connection."""
TIMEOUT_S = 10.0
"""How long connecting, sending and closing may take, each."""
_MAX_HEAD = 16 * 1024
_MAX_CONTROL = 125
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUATION, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_FIN = 0x80
_SWITCHING, _OK = 101, 200
_TOO_LONG, _GOING = 1009, 1000


class SocketEndedError(DeliveryError):
    """The connection is over, or never came to be."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The connection ended ({reason}).", hint="It is opened again.")
        self.reason = reason


class WebSocket:
    """An open connection; one task reads, any task of the same loop sends.

    ``heard_at`` is when any frame came last, ``spoken_at`` when one came that was no answer to ours; both in the
    loop's time.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.heard_at = self.spoken_at = asyncio.get_running_loop().time()

    async def receive(self) -> str:
        """Give the next message; SocketEndedError when there will be none."""
        parts: list[bytes] = []
        length = 0
        while True:
            first, data = await self._read_frame()
            opcode = first & 0x0F
            if opcode in {_PING, _PONG, _CLOSE}:
                await self._answer_control(opcode, data)
                continue
            if (opcode == _CONTINUATION) != bool(parts) or opcode > _BINARY:
                raise SocketEndedError("a frame out of place")
            parts.append(data)
            length += len(data)
            if length > MAX_MESSAGE:
                raise await self._end_too_long()
            if first & _FIN:
                return b"".join(parts).decode(errors="replace")

    async def send(self, text: str) -> None:
        """Send a message whole; SocketEndedError when the line is gone."""
        await self._write(_TEXT, text.encode())

    async def ping(self) -> None:
        """Ask the other side for a sign of life."""
        await self._write(_PING, os.urandom(4))

    async def close(self) -> None:
        """Say goodbye and close; never raises for a line that is gone already."""
        with suppress(SocketEndedError):
            await self._write(_CLOSE, struct.pack("!H", _GOING))
        self._writer.close()
        with suppress(OSError, TimeoutError):
            await asyncio.wait_for(self._writer.wait_closed(), TIMEOUT_S)

    async def _answer_control(self, opcode: int, data: bytes) -> None:
        if opcode == _PING:
            await self._write(_PONG, data)
        elif opcode == _CLOSE:
            with suppress(SocketEndedError):
                await self._write(_CLOSE, data[:2])
            raise SocketEndedError(f"closed with {struct.unpack('!H', data[:2])[0]}" if data[1:] else "closed")

    async def _end_too_long(self) -> SocketEndedError:
        with suppress(SocketEndedError):
            await self._write(_CLOSE, struct.pack("!H", _TOO_LONG))
        return SocketEndedError("a message too long")

    async def _read_frame(self) -> tuple[int, bytes]:
        try:
            first, second = await self._reader.readexactly(2)
            length = second & 0x7F
            if length > _MAX_CONTROL:
                size, form = (2, "!H") if length == _MAX_CONTROL + 1 else (8, "!Q")
                (length,) = struct.unpack(form, await self._reader.readexactly(size))
            if first & 0x70 or second & 0x80:
                raise SocketEndedError("a frame that no server sends")
            if length > MAX_MESSAGE:
                raise await self._end_too_long()
            data = await self._reader.readexactly(length)
        except (OSError, EOFError) as error:
            raise SocketEndedError(type(error).__name__) from error
        self.heard_at = asyncio.get_running_loop().time()
        if first & 0x0F != _PONG:
            self.spoken_at = self.heard_at
        return first, data

    async def _write(self, opcode: int, data: bytes) -> None:
        try:
            self._writer.write(build_frame(opcode, data, mask=os.urandom(4)))
            await asyncio.wait_for(self._writer.drain(), TIMEOUT_S)
        except (OSError, TimeoutError, RuntimeError) as error:
            raise SocketEndedError(type(error).__name__) from error


def build_frame(opcode: int, data: bytes, *, mask: bytes) -> bytes:
    """Give a frame as a client must send it: whole, and masked with these four bytes."""
    length = len(data)
    if length <= _MAX_CONTROL:
        head = struct.pack("!BB", _FIN | opcode, 0x80 | length)
    elif length < 1 << 16:
        head = struct.pack("!BBH", _FIN | opcode, 0x80 | (_MAX_CONTROL + 1), length)
    else:
        head = struct.pack("!BBQ", _FIN | opcode, 0x80 | (_MAX_CONTROL + 2), length)
    key = (mask * (length // 4 + 1))[:length]
    masked = int.from_bytes(data, "big") ^ int.from_bytes(key, "big")
    return head + mask + masked.to_bytes(length, "big")


async def open_websocket(url: str, *, proxy: str | None = None) -> WebSocket:
    """Connect to a ``ws`` or ``wss`` address, through an HTTP proxy if one is given; SocketEndedError when it fails."""
    try:
        return await asyncio.wait_for(_open(url, proxy), TIMEOUT_S)
    except TimeoutError as error:
        raise SocketEndedError("no answer") from error
    except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
        raise SocketEndedError(type(error).__name__) from error


async def _open(url: str, proxy: str | None) -> WebSocket:
    target = urlsplit(url)
    host, port = target.hostname or "", target.port or (443 if target.scheme == "wss" else 80)
    if target.scheme not in {"ws", "wss"} or not host or not url.isprintable() or " " in url:
        raise SocketEndedError("no address of a socket")
    tls = ssl.create_default_context() if target.scheme == "wss" else None
    if proxy is None:
        reader, writer = await asyncio.open_connection(host, port, ssl=tls, limit=_MAX_HEAD)
    else:
        reader, writer = await _open_tunnel(urlsplit(proxy), f"{host}:{port}")
        if tls is not None:
            await writer.start_tls(tls, server_hostname=host)
    try:
        await _shake_hands(reader, writer, target)
    except BaseException:
        writer.close()
        raise
    return WebSocket(reader, writer)


async def _open_tunnel(proxy: SplitResult, target: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(proxy.hostname, proxy.port or 80, limit=_MAX_HEAD)
    try:
        head = {"Host": target}
        if proxy.username is not None:
            pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
            head["Proxy-Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        status, _ = await _request(reader, writer, f"CONNECT {target} HTTP/1.1", head)
    except BaseException:
        writer.close()
        raise
    if status != _OK:
        writer.close()
        raise SocketEndedError(f"the proxy answers {status}")
    return reader, writer


async def _shake_hands(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: SplitResult) -> None:
    key = base64.b64encode(os.urandom(16))
    path = f"{target.path or '/'}{'?' if target.query else ''}{target.query}"
    head = {
        "Host": target.netloc.rpartition("@")[2],
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": key.decode(),
        "Sec-WebSocket-Version": "13",
    }
    status, answer = await _request(reader, writer, f"GET {path} HTTP/1.1", head)
    wanted = base64.b64encode(hashlib.sha1(key + _GUID, usedforsecurity=False).digest()).decode()
    if status != _SWITCHING:
        raise SocketEndedError(f"the handshake was answered with {status}")
    if answer.get("sec-websocket-accept") != wanted:
        raise SocketEndedError("the handshake was answered wrongly")


async def _request(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: str, head: Mapping[str, str]
) -> tuple[int, dict[str, str]]:
    lines = [line, *(f"{name}: {value}" for name, value in head.items()), "", ""]
    writer.write("\r\n".join(lines).encode("ascii"))
    await writer.drain()
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    status = first.split(" ")[1:2]
    fields = (field.partition(":") for field in rest if field)
    return int(*status), {name.strip().lower(): value.strip() for name, _, value in fields}
