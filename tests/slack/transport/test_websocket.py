"""The client's end of a WebSocket, against another's server and against lines that break."""

from __future__ import annotations

import asyncio
import struct
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.sync.server import ServerConnection, serve

from bot.slack.transport.websocket import MAX_MESSAGE, SocketEndedError, build_frame, open_websocket

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    Handle = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """These tests speak over loopback."""
    _ = socket_enabled


@contextmanager
def listen(handle: Callable[[ServerConnection], None]) -> Iterator[str]:
    """Serve WebSockets on loopback; give the address."""
    with serve(handle, "127.0.0.1", 0, close_timeout=1, ping_interval=None, max_size=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}/link/?ticket=1"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def serve_streams(handle: Handle) -> Iterator[str]:
    """Serve connections on loopback, each closed when its handler ends; give host and port."""
    ready, stop = threading.Event(), threading.Event()
    place: list[int] = []
    handling: list[asyncio.Task[None]] = []

    async def handle_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, EOFError):
            await handle(reader, writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        handling.append(asyncio.ensure_future(handle_and_close(reader, writer)))

    async def run() -> None:
        server = await asyncio.start_server(take, "127.0.0.1", 0)
        place.append(server.sockets[0].getsockname()[1])
        ready.set()
        async with server:
            await asyncio.to_thread(stop.wait)
            await asyncio.gather(*handling)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait()
    try:
        yield f"127.0.0.1:{place[0]}"
    finally:
        stop.set()
        thread.join()


@contextmanager
def listen_raw(answer: bytes) -> Iterator[str]:
    """Serve bytes on loopback: this answer to whatever comes first, then the end; give host and port."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.write(answer)
        await writer.drain()

    with serve_streams(handle) as place:
        yield place


def echo(connection: ServerConnection) -> None:
    """Send back what comes."""
    for message in connection:
        connection.send(message)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536, 300_000])
def test_messages_of_every_length_go_there_and_back(length: int) -> None:
    """Each form of the frame's length, in both directions."""

    async def talk(url: str) -> str:
        socket = await open_websocket(url)
        await socket.send("公" * length)
        received = await socket.receive()
        await socket.close()
        return received

    with listen(echo) as url:
        assert asyncio.run(talk(url)) == "公" * length


def test_pieces_become_one_message_and_pings_are_answered() -> None:
    """A message in three frames with a ping between them arrives whole, and the ping has its answer."""
    answered = threading.Event()

    def handle(connection: ServerConnection) -> None:
        pong = connection.ping()
        connection.send(["a", "b", "c"])
        answered.set() if pong.wait(20) else None
        connection.recv()

    async def talk(url: str) -> tuple[str, bool]:
        socket = await open_websocket(url)
        opened_at = socket.spoken_at
        received = await socket.receive()
        await asyncio.to_thread(answered.wait, 20)
        await socket.send("done")
        await socket.close()
        return received, socket.spoken_at > opened_at

    with listen(handle) as url:
        assert asyncio.run(talk(url)) == ("abc", True)
    assert answered.is_set()


def test_an_answer_to_our_ping_is_heard_but_not_spoken() -> None:
    """That is how a line that only answers pings is told from one that brings something."""

    async def talk(url: str) -> tuple[bool, bool]:
        socket = await open_websocket(url)
        before = socket.heard_at
        await socket.ping()
        await socket.send("now end")
        with pytest.raises(SocketEndedError):
            await socket.receive()  # the answer comes, and then the end without a goodbye
        await socket.close()
        return socket.heard_at > before, socket.spoken_at > before

    def handle(connection: ServerConnection) -> None:
        connection.recv()  # what came before it, the ping, has been answered by then
        connection.socket.shutdown(1)

    with listen(handle) as url:
        assert asyncio.run(talk(url)) == (True, False)


@pytest.mark.parametrize(("code", "said"), [(1000, "closed with 1000"), (1011, "closed with 1011")])
def test_a_goodbye_ends_the_reading(code: int, said: str) -> None:
    """The server's code is told; sending afterwards ends the same way, and closing never raises."""

    async def talk(url: str) -> None:
        socket = await open_websocket(url)
        with pytest.raises(SocketEndedError, match=said):
            await socket.receive()
        await socket.close()
        with pytest.raises(SocketEndedError):
            await socket.send("late")
        await socket.close()

    with listen(lambda connection: connection.close(code)) as url:
        asyncio.run(talk(url))


@pytest.mark.parametrize(
    ("frames", "said"),
    [
        (b"", "IncompleteReadError"),
        (b"\x81\x05ab", "IncompleteReadError"),
        (b"\x88\x00", "closed"),
        (b"\x81\x80abcd", "no server sends"),
        (b"\xc1\x01a", "no server sends"),
        (b"\x80\x01a", "out of place"),
        (b"\x01\x01a\x81\x01b", "out of place"),
        (b"\x83\x01a", "out of place"),
        (b"\x81\x7f" + struct.pack("!Q", MAX_MESSAGE + 1), "too long"),
        (b"\x01\x7f" + struct.pack("!Q", MAX_MESSAGE) + bytes(MAX_MESSAGE) + b"\x80\x01a", "too long"),
    ],
)
def test_a_line_that_breaks_the_rules_is_ended(frames: bytes, said: str) -> None:
    """Whatever comes, the reading ends with one reason and never hangs."""

    async def talk(url: str) -> None:
        socket = await open_websocket(url)
        with pytest.raises(SocketEndedError, match=said):
            await socket.receive()
        await socket.close()

    def handle(connection: ServerConnection) -> None:
        connection.socket.sendall(frames)
        with suppress(OSError):  # the other end may have hung up already
            connection.socket.shutdown(1)

    with listen(handle) as url:
        asyncio.run(talk(url))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HTTP/1.1 403 Forbidden\r\n\r\n", "answered with 403"),
        (b"HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n\r\n", "wrongly"),
        (b"HTTP/1.1\r\n\r\n", "answered with 0"),
        (b"HTTP/1.1 x\r\n\r\n", "ValueError"),
        (b"", "IncompleteReadError"),
        (b"x" * 40_000, "LimitOverrunError|IncompleteReadError"),
    ],
)
def test_a_handshake_that_fails(answer: bytes, said: str) -> None:
    """What is no WebSocket is told, with what was answered."""
    with listen_raw(answer) as place, pytest.raises(SocketEndedError, match=said):
        asyncio.run(open_websocket(f"ws://{place}/"))


@pytest.mark.parametrize("url", ["", "http://127.0.0.1/", "ws:///x", "ws://127.0.0.1/a b", "ws://127.0.0.1:x/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    """Nothing is opened for it."""
    with pytest.raises(SocketEndedError):
        asyncio.run(open_websocket(url))


def test_nobody_listens() -> None:
    """A refused connection is an ended one."""
    with pytest.raises(SocketEndedError, match="ConnectionRefusedError"):
        asyncio.run(open_websocket("ws://127.0.0.1:9/"))


@contextmanager
def listen_proxy(target: str) -> Iterator[tuple[str, list[bytes]]]:
    """Serve as a proxy on loopback that leads to the target, whatever is asked for."""
    asked: list[bytes] = []

    async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        writer.close()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        host, _, port = target.partition(":")
        there_reader, there_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer))
        await there_writer.wait_closed()

    with serve_streams(handle) as place:
        yield f"http://user:p%40ss@{place}", asked


def test_it_goes_through_a_proxy() -> None:
    """The tunnel is asked for with the proxy's own credentials, and then it is a line like any other."""

    async def talk(url: str, proxy: str) -> str:
        socket = await open_websocket(url, proxy=proxy)
        await socket.send("hello")
        received = await socket.receive()
        await socket.close()
        return received

    with listen(echo) as url, listen_proxy(url.split("/")[2]) as (proxy, asked):
        assert asyncio.run(talk(url, proxy)) == "hello"
    (head,) = asked
    assert head.startswith(b"CONNECT 127.0.0.1:")
    assert b"Proxy-Authorization: Basic dXNlcjpwQHNz\r\n" in head


@pytest.mark.parametrize(
    ("answer", "said"), [(b"HTTP/1.1 407 Who are you\r\n\r\n", "proxy answers 407"), (b"", "IncompleteReadError")]
)
def test_a_proxy_that_refuses(answer: bytes, said: str) -> None:
    """Its answer is told."""
    with listen_raw(answer) as place, pytest.raises(SocketEndedError, match=said):
        asyncio.run(open_websocket("ws://127.0.0.1:9/", proxy=f"http://{place}"))


@given(st.binary(max_size=70_000), st.binary(min_size=4, max_size=4))
def test_frames_are_those_of_the_standard(data: bytes, mask: bytes) -> None:
    """Another's parser reads back what we write."""
    frame = build_frame(1, data, mask=mask)
    assert frame[0] == 0x81
    assert frame[1] & 0x80
    read = _parse(frame)
    assert (read.opcode, read.data, read.fin) == (Opcode.TEXT, data, True)


def _parse(frame: bytes) -> Frame:
    from websockets.streams import StreamReader  # noqa: PLC0415  only this test reads frames by hand

    stream = StreamReader()
    stream.feed_data(frame)
    parsing = Frame.parse(stream.read_exact, mask=True)
    while True:
        try:
            next(parsing)
        except StopIteration as end:
            found: Frame = end.value
            return found
