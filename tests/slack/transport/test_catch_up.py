"""The catch-up: what never came is found, brought in once, and nothing else is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.errors import DeliveryError, GongbaoError, NotAllowedError, NotFoundError
from bot.slack.transport.catching import CatchUp, Event
from bot.store.inbox import KEPT, SETTLED, Inbox, Question
from tests.empty_store import open_empty

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def build_ts(age: dt.timedelta) -> str:
    """Return Slack's timestamp of so long ago."""
    return f"{(NOW - age).timestamp():.6f}"


@dataclass
class FakeHistory:
    """Gives what each conversation holds, or raises; keeps what it was asked."""

    events: dict[str, list[str] | GongbaoError] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def list_events(self, channel: str, since_ts: str) -> list[Event]:
        self.asked.append((channel, since_ts))
        held = self.events.get(channel, [])
        if isinstance(held, GongbaoError):
            raise held
        return [{"event": {"ts": ts, "channel": channel}} for ts in held if ts > since_ts]


class Room:
    """A real inbox, which a catch-up of each start reads; what it brings is heard at once."""

    def __init__(self, folder: Path) -> None:
        self.store = open_empty(folder / "g.db")
        self.inbox = Inbox(self.store)
        self.history = FakeHistory()
        self.brought: list[str] = []
        self.answered: list[str] = []

    def start(self) -> CatchUp:
        """Return the catch-up of a program that begins."""
        return CatchUp(self.inbox, self.history.list_events, workspace="T1", bring=self._bring, answer=self._answer)

    def hear(self, channel: str, ts: str) -> Question:
        """Put a message into the inbox."""
        question = Question(workspace="T1", channel=channel, ts=ts, thread_ts=None, user="U1", text="x")
        self.inbox.hear(question, now=NOW)
        return question

    def _bring(self, event: Event) -> None:
        self.brought.append(event["event"]["ts"])
        self.hear("D1", event["event"]["ts"])

    def _answer(self, question: Question) -> bool:
        self.answered.append(question.ts)
        return True


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A bot that is written to in D1."""
    room = Room(tmp_path)
    yield room
    room.store.close()


def test_a_message_of_while_the_bot_was_off_is_brought_once(room: Room) -> None:
    """What was heard is left alone; a further step and a further start bring nothing."""
    heard, lost = build_ts(dt.timedelta(days=5)), build_ts(dt.timedelta(days=3))
    room.inbox.close(room.hear("D1", heard))
    room.history.events["D1"] = [heard, lost]
    catch_up = room.start()
    for _ in range(2):
        catch_up.step(NOW)
    room.start().step(NOW)
    assert room.brought == [lost]
    assert room.history.asked == [("D1", heard), ("D1", lost)]


def test_what_comes_while_it_looks_hides_nothing(room: Room) -> None:
    """It reads on from what was seen before events came in."""
    before, lost = build_ts(dt.timedelta(days=3)), build_ts(dt.timedelta(days=2))
    room.inbox.close(room.hear("D1", before))
    catch_up = room.start()
    room.hear("D1", build_ts(dt.timedelta()))
    room.history.events["D1"] = [lost]
    catch_up.step(NOW)
    assert room.brought == [lost]


def test_direct_messages_alone_are_read_one_a_step(room: Room) -> None:
    """Slack answers fifty calls a minute; what was said in channels is not looked for."""
    room.hear("C1", build_ts(dt.timedelta()))
    for number in range(2):
        room.inbox.see("T1", f"D{number}", now=NOW)
    catch_up = room.start()
    asked = []
    for _ in range(3):
        catch_up.step(NOW)
        asked.append([channel for channel, _ in room.history.asked])
    assert asked == [["D0"], ["D0", "D1"], ["D0", "D1"]]


def test_a_conversation_that_is_gone_is_forgotten(room: Room) -> None:
    """The others go on."""
    for channel in ("D1", "D2"):
        room.inbox.see("T1", channel, now=NOW)
    room.history.events["D1"] = NotFoundError("gone")
    room.start().step(NOW)
    assert list(room.inbox.list_conversations("T1")) == ["D2"]


def test_slack_being_away_only_delays(room: Room) -> None:
    """The same conversation is read at the next step."""
    room.inbox.see("T1", "D1", now=NOW)
    room.history.events["D1"] = DeliveryError("away")
    catch_up = room.start()
    catch_up.step(NOW)
    room.history.events["D1"] = [build_ts(-dt.timedelta(minutes=1))]
    catch_up.step(NOW)
    assert len(room.history.asked) == 2
    assert len(room.brought) == 1


def test_without_the_scope_it_says_so_once_and_stops_looking(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """What waits in the inbox is answered all the same."""
    room.inbox.see("T1", "D2", now=NOW)
    waiting = room.hear("D1", build_ts(dt.timedelta()))
    room.history.events = {channel: NotAllowedError("Slack refuses it.") for channel in ("D1", "D2")}
    catch_up = room.start()
    catch_up.step(NOW)
    catch_up.step(NOW + SETTLED)
    assert len(room.history.asked) == 1
    assert caplog.text.count("cannot be looked for") == 1
    assert room.answered == [waiting.ts]


def test_what_waits_is_answered_when_its_time_comes(room: Room) -> None:
    """A message just heard is being answered by whoever heard it; one put off waits as long as Slack said."""
    waiting = room.hear("D1", build_ts(dt.timedelta()))
    other = room.hear("C1", build_ts(dt.timedelta()))
    room.inbox.claim(other)
    catch_up = room.start()
    catch_up.step(NOW + dt.timedelta(seconds=5))
    assert room.answered == []
    room.inbox.claim(waiting)
    room.inbox.free(waiting, now=NOW, wait_s=7)
    for seconds in (5, 10):
        catch_up.step(NOW + dt.timedelta(seconds=seconds))
    assert room.answered == [waiting.ts]


def test_what_was_being_answered_when_the_program_ended_is_left(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """It may have its answer; the log says so, once."""
    room.inbox.claim(room.hear("D1", build_ts(dt.timedelta())))
    again = room.start()
    again.step(NOW)
    again.step(NOW + SETTLED)
    assert caplog.text.count("left as it is") == 1
    assert room.answered == []


# The inbox itself: everything once, over restarts too.

LATER = NOW + dt.timedelta(minutes=5)
QUESTION = Question(workspace="T1", channel="D1", ts="5.000001", thread_ts=None, user="U1", text="policy robots")


def test_a_message_is_heard_claimed_and_closed_once(room: Room) -> None:
    """Its text is kept until it is answered, and not longer; one that Slack put off waits for as long as it said."""
    inbox = room.inbox
    assert inbox.hear(QUESTION, now=NOW)
    assert not inbox.hear(QUESTION, now=LATER)
    assert inbox.list_questions("T1", "heard", due_by=LATER) == [QUESTION]
    assert inbox.list_questions("T1", "heard", due_by=NOW) == []
    assert inbox.list_questions("T2", "heard", due_by=LATER) == []
    assert inbox.claim(QUESTION)
    assert not inbox.claim(QUESTION)
    inbox.free(QUESTION, now=NOW, wait_s=17)
    times = [NOW + dt.timedelta(seconds=seconds) for seconds in (16, 17)]
    waiting = [inbox.list_questions("T1", "heard", due_by=time) for time in times]
    assert waiting == [[], [QUESTION]]
    assert inbox.claim(QUESTION)
    inbox.close(QUESTION)
    inbox.free(QUESTION, now=NOW)
    assert not inbox.claim(QUESTION)
    assert not inbox.hear(QUESTION, now=LATER)
    assert inbox.list_heard("T1", "D1") == ["5.000001"]
    with room.store.read() as db:
        assert [row["text"] for row in db.query("SELECT text FROM questions")] == [""]


def test_messages_are_forgotten_after_a_week(room: Room) -> None:
    """Long after anybody would bring them again."""
    inbox = room.inbox
    inbox.hear(QUESTION, now=NOW)
    inbox.hear(Question(workspace="T1", channel="D1", ts="7.1"), now=NOW + 2 * KEPT)
    assert inbox.list_heard("T1", "D1") == ["7.1"]


def test_conversations_are_known_until_the_bot_leaves(room: Room) -> None:
    """With the time of the last message that was seen there, which no earlier one takes back."""
    inbox = room.inbox
    inbox.hear(QUESTION, now=NOW)
    inbox.see("T1", "D2", now=LATER)
    inbox.see("T1", "D2", now=LATER + dt.timedelta(hours=1))
    known = f"{LATER.timestamp():.6f}"
    assert inbox.list_conversations("T1") == {"D1": "5.000001", "D2": known}
    inbox.see("T1", "D1", ts="9.000001", now=NOW)
    inbox.see("T1", "D1", ts="7.000001", now=NOW)
    inbox.forget("T1", "D2")
    inbox.hear(Question(workspace="T1", channel="C1", ts="7.1"), now=NOW + 2 * KEPT)
    assert inbox.list_conversations("T1") == {"D1": "9.000001"}
