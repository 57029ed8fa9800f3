"""The catch-up: what never came is found, brought in once, and nothing else is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError
from bot.services.access.catch_up import AT_ONCE, EVERY, OVERLAP, REACH, CatchUp
from bot.services.access.inbox import Inbox
from bot.services.ports import PastEvent
from bot.store.inbox import Question
from tests.empty_store import open_empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def build_ts(age: dt.timedelta) -> str:
    """Give Slack's timestamp of so long ago."""
    return f"{(NOW - age).timestamp():.6f}"


@dataclass
class FakeHistory:
    """Gives what each channel holds, or raises; keeps what it was asked."""

    channels: tuple[str, ...] = ()
    events: dict[str, list[str] | GongbaoError] = field(default_factory=dict)
    refuses: GongbaoError | None = None
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def list_channels(self) -> tuple[str, ...]:
        if self.refuses is not None:
            raise self.refuses
        return self.channels

    def list_events(self, channel: str, *, since_ts: str, from_ts: str) -> tuple[PastEvent, ...]:
        self.asked.append((channel, since_ts, from_ts))
        held = self.events.get(channel, [])
        if isinstance(held, GongbaoError):
            raise held
        return tuple(PastEvent(ts=ts, body={"event": {"ts": ts, "channel": channel}}) for ts in held if ts > since_ts)


class Room:
    """A catch-up over a real inbox; what it brings is heard at once."""

    def __init__(self, folder: Path) -> None:
        self.store = open_empty(folder / "g.db")
        self.inbox = Inbox(self.store)
        self.history = FakeHistory()
        self.brought: list[str] = []
        self.answered: list[str] = []
        self.lines = 1
        self.catch_up = self.start()

    def start(self) -> CatchUp:
        """Give the catch-up of a program that begins."""
        return CatchUp(
            self.inbox,
            self.history,
            workspace="T1",
            bring=self._bring,
            answer=self._answer,
            count_lines=lambda: self.lines,
        )

    def hear(self, channel: str, ts: str) -> Question:
        """Put a message into the inbox."""
        question = Question(workspace="T1", channel=channel, ts=ts, thread_ts=None, user="U1", text="x")
        self.inbox.hear(question, now=NOW)
        return question

    def _bring(self, event: PastEvent) -> None:
        self.brought.append(event.ts)
        self.hear("D1", event.ts)

    def _answer(self, question: Question) -> bool:
        self.answered.append(question.ts)
        return True


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A bot that is written to in D1."""
    room = Room(tmp_path)
    yield room
    room.store.close()


def test_a_lost_message_is_brought_once(room: Room) -> None:
    """What was heard is left alone, what was not is brought, and a further look brings nothing."""
    heard, lost = build_ts(dt.timedelta(minutes=5)), build_ts(dt.timedelta(minutes=4))
    room.inbox.close(room.hear("D1", heard))
    room.history.events["D1"] = [heard, lost]
    room.catch_up.step(NOW)
    room.catch_up.step(NOW + EVERY)
    assert room.brought == [lost]
    assert [each.looked_ts for each in room.inbox.list_conversations("T1")] == [lost]


def test_it_looks_back_to_its_last_look_and_at_most_a_day(room: Room) -> None:
    """With some overlap, since a history may lag."""
    recent = dt.timedelta(minutes=30)
    room.hear("D1", build_ts(recent))
    room.hear("D2", build_ts(dt.timedelta(days=9)))
    room.catch_up.step(NOW)
    day = build_ts(REACH)
    assert room.history.asked == [("D1", build_ts(recent + OVERLAP), day), ("D2", day, day)]


def test_a_sweep_begins_at_the_start_every_quarter_and_after_a_new_line(room: Room) -> None:
    """And at no other time."""
    room.hear("D1", build_ts(dt.timedelta()))
    looks = []
    for after, lines in ((0, 1), (5, 1), (10, 2), (15, 2), (899, 2), (910, 2), (920, 2), (-3600, 2)):
        room.lines = lines
        room.catch_up.step(NOW + dt.timedelta(seconds=after))
        looks.append(len(room.history.asked))
    assert looks == [1, 1, 2, 2, 2, 3, 3, 4]


def test_a_sweep_goes_a_few_conversations_at_a_time(room: Room) -> None:
    """Those that the bot is in are known from the first sweep on."""
    room.history.channels = tuple(f"C{number}" for number in range(AT_ONCE + 2))
    for _ in range(3):
        room.catch_up.step(NOW)
    assert [asked[0] for asked in room.history.asked] == list(room.history.channels)


def test_a_conversation_that_the_bot_left_is_forgotten(room: Room) -> None:
    """The others go on."""
    room.history.channels = ("C1", "C2")
    room.history.events["C1"] = NotFoundError("gone")
    room.catch_up.step(NOW)
    assert [each.channel for each in room.inbox.list_conversations("T1")] == ["C2"]


def test_slack_being_away_only_delays(room: Room) -> None:
    """The same conversation is looked through at the next step."""
    room.history.channels = ("C1",)
    room.history.events["C1"] = DeliveryError("away")
    room.catch_up.step(NOW)
    room.catch_up.step(NOW)
    assert [asked[0] for asked in room.history.asked] == ["C1", "C1"]
    room.history.refuses = DeliveryError("away")
    room.catch_up.step(NOW + EVERY)
    room.history.refuses = None
    room.catch_up.step(NOW + EVERY)
    assert len(room.history.asked) == 3


def test_without_the_scope_it_says_so_once_and_stops_looking(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """What waits in the inbox is answered all the same."""
    room.history.refuses = NotAllowedError("Slack refuses it.")
    room.catch_up.step(NOW)
    room.history.refuses = None
    room.history.channels = ("C1",)
    waiting = room.hear("D1", build_ts(dt.timedelta()))
    room.catch_up.step(NOW + EVERY)
    assert room.history.asked == []
    assert caplog.text.count("cannot be looked for") == 1
    assert room.answered == [waiting.ts]


def test_what_waits_is_answered_once_a_minute(room: Room) -> None:
    """A message just heard is being answered by whoever heard it; one left from before is not tried each tick."""
    waiting = room.hear("D1", build_ts(dt.timedelta()))
    for seconds in (5, 40, 65, 70, 130):
        room.catch_up.step(NOW + dt.timedelta(seconds=seconds))
    assert room.answered == [waiting.ts, waiting.ts]


def test_what_was_being_answered_when_the_program_ended_is_left(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """It may have its answer; the log says so, once."""
    room.inbox.claim(room.hear("D1", build_ts(dt.timedelta())))
    again = room.start()
    again.step(NOW)
    again.step(NOW + EVERY)
    assert caplog.text.count("left as it is") == 1
    assert room.answered == []
