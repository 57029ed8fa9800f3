"""The catch-up: what never came is found, brought in once, and nothing else is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.slack.calls.identity import Identity
from bot.slack.transport.catching import CatchUp, Event
from bot.store.intake import KEPT, SETTLED, Inbox, Question
from tests.empty_store import open_empty
from tests.slack.calls.fake_client import build_error

NOW = dt.datetime(2024, 3, 10, 4, tzinfo=dt.UTC)


def build_ts(days: float = 0) -> str:
    """Return Slack's timestamp of so many days ago."""
    return f"{(NOW - dt.timedelta(days=days)).timestamp():.6f}"


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


class Room:
    """A real inbox, which a catch-up of each start reads; what it brings is heard at once.

    ``events`` is what each conversation has, or what is raised instead; ``asked`` is what was read since when.
    """

    def __init__(self, folder: Path) -> None:
        self.store = open_empty(folder / "g.db")
        self.inbox = Inbox(self.store)
        self.events: dict[str, list[str] | Exception] = {}
        self.asked: list[tuple[str, str]] = []
        self.brought: list[str] = []
        self.answered: list[Question] = []

    def start(self) -> CatchUp:
        """Return the catch-up of a program that begins."""
        return _CatchUp(self)

    def hear(self, channel: str, ts: str) -> Question:
        """Put a message into the inbox."""
        question = Question(workspace="T1", channel=channel, ts=ts, thread_ts=None, user="U1", text="x")
        self.inbox.hear(question, now=NOW)
        return question


class _CatchUp(CatchUp):
    """Looks into the room in the place of Slack."""

    def __init__(self, room: Room) -> None:
        unused: Any = None
        services: Any = SimpleNamespace(inbox=room.inbox)
        super().__init__(unused, services, Identity(team="T1", team_name="", bot_id="B1", bot_user="U9"), unused)
        self.room = room

    def list_events(self, channel: str, since_ts: str) -> list[Event]:
        self.room.asked.append((channel, since_ts))
        found = self.room.events.get(channel, [])
        if isinstance(found, Exception):
            raise found
        return [{"ts": ts, "channel": channel} for ts in found if ts > since_ts]

    def bring(self, event: Event) -> None:
        self.room.brought.append(event["ts"])
        self.room.hear("D1", event["ts"])

    def answer(self, question: Question) -> None:
        self.room.answered.append(question)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A bot that is written to in D1."""
    room = Room(tmp_path)
    yield room
    room.store.close()


def test_a_message_of_while_the_bot_was_off_is_brought_once(room: Room) -> None:
    """What was heard is left alone; a further step and a further start bring nothing."""
    heard, lost = build_ts(5), build_ts(3)
    room.inbox.close(room.hear("D1", heard))
    room.events["D1"] = [heard, lost]
    catch_up = room.start()
    for _ in range(2):
        catch_up.step(NOW)
    room.start().step(NOW)
    assert room.brought == [lost]
    assert room.asked == [("D1", heard), ("D1", lost)]


def test_what_comes_while_it_looks_hides_nothing(room: Room) -> None:
    """It reads on from what was seen before events came in."""
    room.inbox.close(room.hear("D1", build_ts(3)))
    catch_up = room.start()
    room.hear("D1", build_ts())
    room.events["D1"] = [build_ts(2)]
    catch_up.step(NOW)
    assert room.brought == [build_ts(2)]


def test_direct_messages_alone_are_read_one_a_step(room: Room) -> None:
    """Slack answers fifty calls a minute; what was said in channels is not looked for; what is gone is forgotten."""
    room.hear("C1", build_ts())
    for number in range(2):
        room.inbox.see("T1", f"D{number}", now=NOW)
    room.events["D0"] = build_error({"error": "channel_not_found"})
    catch_up = room.start()
    asked = []
    for _ in range(3):
        catch_up.step(NOW)
        asked.append([channel for channel, _ in room.asked])
    assert asked == [["D0"], ["D0", "D1"], ["D0", "D1"]]
    assert list(room.inbox.list_conversations("T1")) == ["D1"]


def test_slack_being_away_only_delays(room: Room) -> None:
    """The same conversation is read at the next step."""
    room.inbox.see("T1", "D1", now=NOW)
    room.events["D1"] = TimeoutError()
    catch_up = room.start()
    catch_up.step(NOW)
    room.events["D1"] = [build_ts(-1)]
    catch_up.step(NOW)
    assert len(room.asked) == 2
    assert len(room.brought) == 1


def test_without_the_scope_it_says_so_once_and_stops_looking(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """What waits in the inbox is answered all the same."""
    room.inbox.see("T1", "D2", now=NOW)
    waiting = room.hear("D1", build_ts())
    room.events = {channel: build_error({"error": "missing_scope"}) for channel in ("D1", "D2")}
    catch_up = room.start()
    catch_up.step(NOW)
    catch_up.step(NOW + SETTLED)
    assert len(room.asked) == 1
    assert caplog.text.count("cannot be looked for") == 1
    assert room.answered == [waiting]


def test_what_waits_is_answered_when_its_time_comes(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    """What was just heard is being answered by whoever heard it; what is put off waits as long as Slack said.

    What was being answered when the program ended may have its answer: it is left, and the log says so, once.
    """
    waiting, other = room.hear("D1", build_ts()), room.hear("C1", build_ts())
    room.inbox.claim(other)
    catch_up = room.start()
    catch_up.step(later(5))
    assert room.answered == []
    room.inbox.claim(waiting)
    room.inbox.free(waiting, now=NOW, wait_s=7)
    for seconds in (5, 10):
        catch_up.step(later(seconds))
    assert room.answered == [waiting]
    assert caplog.text.count("left as it is") == 1


# The inbox itself: everything once, over restarts too.

QUESTION = Question(workspace="T1", channel="D1", ts="5.000001", thread_ts=None, user="U1", text="policy robots")


def test_a_message_is_heard_claimed_and_closed_once(room: Room) -> None:
    """Its text is kept until it is answered, and not longer; one that Slack put off waits for as long as it said."""
    inbox = room.inbox
    assert inbox.hear(QUESTION, now=NOW)
    assert not inbox.hear(QUESTION, now=later(300))
    assert inbox.list_questions("T1", "heard", due_by=later(300)) == [QUESTION]
    assert inbox.list_questions("T1", "heard", due_by=NOW) == []
    assert inbox.list_questions("T2", "heard", due_by=later(300)) == []
    assert inbox.claim(QUESTION)
    assert not inbox.claim(QUESTION)
    inbox.free(QUESTION, now=NOW, wait_s=17)
    assert [inbox.list_questions("T1", "heard", due_by=later(each)) for each in (16, 17)] == [[], [QUESTION]]
    assert inbox.claim(QUESTION)
    inbox.close(QUESTION)
    inbox.free(QUESTION, now=NOW)
    assert not inbox.claim(QUESTION)
    assert not inbox.hear(QUESTION, now=later(300))
    assert inbox.list_heard("T1", "D1") == ["5.000001"]
    with room.store.read() as db:
        assert [row["text"] for row in db.query("SELECT text FROM questions")] == [""]


def test_messages_are_forgotten_after_a_week(room: Room) -> None:
    """Long after anybody would bring them again."""
    room.inbox.hear(QUESTION, now=NOW)
    room.inbox.hear(replace(QUESTION, ts="7.1"), now=NOW + 2 * KEPT)
    assert room.inbox.list_heard("T1", "D1") == ["7.1"]


def test_conversations_are_known_until_the_bot_leaves(room: Room) -> None:
    """With the time of the last message that was seen there, which no earlier one takes back."""
    inbox = room.inbox
    inbox.hear(QUESTION, now=NOW)
    for hours in (1, 2):
        inbox.see("T1", "D2", now=later(hours * 3600))
    assert inbox.list_conversations("T1") == {"D1": "5.000001", "D2": f"{later(3600).timestamp():.6f}"}
    inbox.see("T1", "D1", ts="9.000001", now=NOW)
    inbox.see("T1", "D1", ts="7.000001", now=NOW)
    inbox.forget("T1", "D2")
    inbox.hear(Question(workspace="T1", channel="C1", ts="7.1"), now=NOW + 2 * KEPT)
    assert inbox.list_conversations("T1") == {"D1": "9.000001"}
