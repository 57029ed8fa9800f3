"""What stands in a channel is not made to say more once people of another organisation read there."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.delivery import CHANNEL_SCOPE_MISSING, OutcomeKind, UpdateState, decide_after, decide_update
from bot.domain.posts.post import Message, PostState
from bot.services.access.licences import Licences
from bot.slack.calls.channels import Channels
from bot.slack.calls.checked_poster import UNKNOWN, CheckedPoster
from bot.slack.in_memory.local_slack import ADMIN, TEAM
from tests.empty_store import make_empty
from tests.kept_reader import KeptReader
from tests.posting import FakePoster
from tests.slack.calls.test_poster import FakeClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.bootstrap import Application
    from bot.domain.access import ChannelFacts
    from bot.domain.posts.delivery import Outcome

NOW = dt.datetime(2025, 4, 3, 8, 0, tzinfo=dt.UTC)
SAMPLE = (Path(__file__).parents[3] / "data" / "briefings" / "china-industry-monitor-2025-04.md").read_bytes()
CORRECTED = SAMPLE.replace(b"settled how text", b"settled anew how text")
ASKED = {"C2": "/digest subscribe", "D7": "/digest subscribe to:me"}
"""How each of the two places came to follow everything."""


class Room:
    """The program in memory, with the sample posted to a channel and to a person."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.clock = app.clock
        for place, text in ASKED.items():
            app.workspace.command(text, user="U7" if place == "D7" else "U2", channel="C2")
        self.ingest(SAMPLE)

    def ingest(self, data: bytes) -> None:
        now = self.clock.now()
        self.app.ingest.ingest(source_name="a.md", data=data, by=ADMIN, now=now)
        self.go_on()

    def go_on(self) -> None:
        assert isinstance(self.clock, FixedClock)
        for _ in range(15):
            self.clock.at += dt.timedelta(minutes=1)
            self.app.scheduler.tick(self.clock.at)

    def send(self, event: dict[str, Any]) -> None:
        self.app.workspace.send({"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event})

    def says(self, place: str) -> str:
        return json.dumps(self.app.workspace.list_posts(place))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with bootstrap(
        Settings(db=make_empty(tmp_path / "g.db")), clock=FixedClock(NOW), create=True, reader=KeptReader()
    ) as app:
        yield Room(app)


def test_a_correction_comes_to_those_who_may_read_it(room: Room) -> None:
    """In a channel of our own and to a member the message is changed in place."""
    assert CORRECTED != SAMPLE
    room.ingest(CORRECTED)
    for place in ASKED:
        assert "settled anew" in room.says(place)


def test_nothing_new_is_written_into_a_channel_that_became_shared(room: Room) -> None:
    """A correction leaves the message there as it stands; taking the briefing back marks it all the same.

    Its publisher lets everybody read it; what others may not see would be taken back at once.
    """
    licence = Licence(publisher="Gongbao Samples", kind=LicenceKind.OPEN)
    Licences(room.app.store).set_licence(licence, by=ADMIN, now=room.clock.now())
    room.app.workspace.slack.channels["C2"].is_ext_shared = True
    room.send({"type": "channel_shared", "channel": "C2"})
    room.ingest(CORRECTED)
    assert "settled how text" in room.says("C2")
    assert "settled anew" not in room.says("C2")
    assert "settled anew" in room.says("D7")
    room.app.ingest.undo(1, by=ADMIN, now=room.clock.now())
    room.app.ingest.undo(1, by=ADMIN, now=room.clock.now())
    room.go_on()
    assert "settled how text" not in room.says("C2")
    assert "taken back" in room.says("C2")


@pytest.mark.parametrize("facts", [{"is_restricted": True}, {"team_id": "T9", "is_stranger": True}])
def test_nothing_new_is_written_to_who_is_no_member_any_more(room: Room, facts: dict[str, Any]) -> None:
    """What a guest was sent as a member stays as it was."""
    room.app.workspace.slack.people["U7"] = facts
    room.send({"type": "user_change", "user": {"id": "U7", "team_id": TEAM, **facts}})
    room.ingest(CORRECTED)
    assert "settled how text" in room.says("D7")
    assert "settled anew" not in room.says("D7")


@dataclass
class Doorkeeper:
    """Gives what Slack says of every channel."""

    facts: ChannelFacts

    def is_channel_opened(self, channel: str) -> bool:
        return channel == "C9"

    def find_channel(self, channel: str) -> ChannelFacts:
        assert channel == self.facts.channel
        return self.facts


def post_where(client: FakeClient) -> tuple[Outcome, FakePoster]:
    """Post to a channel of which this client tells."""
    doorkeeper: Any = Doorkeeper(Channels(client).find("C1", now=NOW))
    poster = FakePoster()
    message = Message(text="summary")
    return CheckedPoster(poster, doorkeeper).post(channel="C1", message=message, key="k1", thread_ts=None), poster


@pytest.mark.parametrize(
    "code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout", "a_code_of_tomorrow"]
)
def test_what_slack_does_not_say_for_the_moment_is_asked_again(code: str) -> None:
    """Nothing is posted to a channel that may be shared, and no subscription pauses for an error that passes."""
    outcome, poster = post_where(FakeClient({"ok": False, "error": code}))
    assert (outcome.kind, poster.calls) == (OutcomeKind.REFUSED, 0)
    verdict = decide_after(outcome, attempts=1, has_blocks=True, now=NOW)
    assert (verdict.state, verdict.park) == (PostState.RETRY, False)
    assert decide_update(outcome, attempts=1, now=NOW)[0] is UpdateState.WANTED


def test_a_limit_on_asking_is_kept_as_one_on_posting() -> None:
    """Many channels due at once are more than Slack tells of in a minute: they wait as long as it asks."""
    limited = FakeClient({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "42"})
    outcome, poster = post_where(limited)
    assert (outcome.kind, outcome.retry_after_s, poster.calls) == (OutcomeKind.RATE_LIMITED, 42.0, 0)


@pytest.mark.parametrize(
    ("code", "error", "stops"),
    [
        ("token_revoked", "token_revoked", True),
        ("missing_scope", CHANNEL_SCOPE_MISSING, False),
        ("method_not_supported_for_channel_type", UNKNOWN, False),
    ],
)
def test_what_stays_so_is_told(code: str, error: str, *, stops: bool) -> None:
    """A token that is refused stops all sending; a channel of which Slack never tells gets nothing, as is said."""
    outcome, poster = post_where(FakeClient({"ok": False, "error": code}))
    assert (outcome.kind, outcome.error, poster.calls) == (OutcomeKind.ERROR, error, 0)
    verdict = decide_after(outcome, attempts=1, has_blocks=True, now=NOW)
    assert (verdict.stop, verdict.park) == (stops, not stops)
