"""What parent and child say to each other: frames of a length and that many bytes, holding JSON or a document."""

from __future__ import annotations

from typing import IO

import msgspec

from bot.model.briefing import Briefing
from bot.model.intake import FeedListing
from bot.names.lexicon import Body, Company, Lexicon, Topic
from bot.names.local_bodies import Field, LocalBodies, Place

MAX_ANSWER_BYTES = 32 * 1024 * 1024
LISTING = b"\x00"
"""Begins the name frame of a feed whose entries are asked for; no name holds it."""
_LENGTH_BYTES = 8
NAMES = ("bodies", "companies", "topics", "not_companies")
"""What of a Lexicon goes to the child: no reading needs the named lists."""


class Setup(msgspec.Struct, frozen=True, kw_only=True):
    """The first frame: the names to know, and the limits (``cpu_s`` is for each document)."""

    bodies: tuple[Body, ...]
    companies: tuple[Company, ...]
    topics: tuple[Topic, ...]
    not_companies: tuple[str, ...]
    memory_mb: int
    cpu_s: int
    places: tuple[Place, ...] = ()
    fields: tuple[Field, ...] = ()

    @property
    def lexicon(self) -> Lexicon:
        """The names as a Lexicon."""
        local = LocalBodies(places=self.places, fields=self.fields) if self.places else None
        return Lexicon(local=local, **{name: getattr(self, name) for name in NAMES})


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The child's reply: a briefing, or a feed's entries where those were asked for, or why there is none."""

    briefing: Briefing | None = None
    listing: FeedListing | None = None
    message: str = ""
    hint: str = ""


class BrokenFrameError(Exception):
    """The other side ended within a frame, or announced one that is too long."""


def write_frame(stream: IO[bytes], data: bytes) -> None:
    """Send one frame and flush."""
    stream.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes], *, at_most: int) -> bytes | None:
    """Return the next frame, or None at the end of the stream; BrokenFrameError within a frame or above ``at_most``."""
    head = stream.read(_LENGTH_BYTES)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    if len(head) < _LENGTH_BYTES or length > at_most:
        raise BrokenFrameError
    data = stream.read(length)
    if len(data) < length:
        raise BrokenFrameError
    return data
