"""Answers that a channel sees are on record, and go when a licence does not allow them there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.delivery import Found, FoundKind, Outcome, OutcomeKind
from bot.errors import NotAllowedError
from bot.services.access.admins import Admins
from bot.services.access.licences import Licences
from bot.services.access.licensed_posts import NONE_AFFECTED, Affected, Staying
from bot.services.answering.answers import Answers
from bot.services.answering.quoted import Quoted
from bot.services.sending.delivery import Delivery
from bot.services.sending.pace import Pace
from bot.store.answers import Given
from bot.store.audit import list_audit_since
from bot.store.outbox import find_stop
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, after
from tests.services.licence_room import LicenceRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTITUTE, GAZETTE = Quoted(items=frozenset({1})), Quoted(briefings=frozenset({2}))
BOTH = Quoted(items=frozenset({1}), briefings=frozenset({2}))
TS = "1710000000.000100"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    """Two publishers' briefings, and a channel of the workspace's own that follows nothing."""
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    room = LicenceRoom(opened)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    yield room
    opened.close()


def give(
    room: LicenceRoom, quoted: Quoted, *, key: str | None = "answer C1 1", ts: str | None = TS, user: str = "U1"
) -> int:
    """Give an answer to the channel, under a key of ours or through Slack."""
    given = Given(
        workspace=TEAM, channel=CHANNEL, user=user, key=key, asked="" if key else "/policy P1", after_ts="1.000001"
    )
    answers = Answers(room.store)
    number = answers.begin(given, quoted, since=NOW, now=NOW)
    assert number is not None
    if key is not None and ts is not None:
        answers.land(number, ts, now=NOW)
    return number


def changes(room: LicenceRoom) -> list[tuple[str, str]]:
    return [(ts, message.text) for ts, message in room.poster.updates]


def audit(room: LicenceRoom) -> list[tuple[str, str, str]]:
    """Give what the audit trail says of answers."""
    with room.store.read() as db:
        rows = list_audit_since(db, NOW)
    return [(row.action, row.subject, row.detail) for row in rows if row.action.startswith("answer")]


def test_an_answer_goes_when_its_publisher_is_narrowed(room: LicenceRoom) -> None:
    """It is changed once into a line that names the publisher and quotes nobody; others stay; audit has it."""
    give(room, BOTH, key="answer C1 1", ts="1.1")
    give(room, GAZETTE, key="answer C1 2", ts="2.2")
    assert room.narrow("Institute", now=after(hours=1)) == Affected(answers=1)
    room.tick(after(hours=1))
    room.tick(after(hours=2))
    assert changes(room) == [("1.1", "answer kept out by Institute")]
    assert audit(room) == [("answer taken back", CHANNEL, "for U1 on 2024-03-10, licence of Institute")]
    assert room.texts() == []


def test_a_licence_that_allows_it_leaves_it_alone(room: LicenceRoom) -> None:
    """And what was taken back is not touched again when the licence is set once more."""
    give(room, INSTITUTE)
    widened = Licence(publisher="Institute", kind=LicenceKind.OPEN)
    assert Licences(room.store).set_licence(widened, by="U9", now=after(hours=1)).affected == NONE_AFFECTED
    assert room.narrow("Institute", now=after(hours=2)).answers == 1
    room.tick(after(hours=2))
    assert room.narrow("Institute", now=after(hours=3)) == NONE_AFFECTED
    room.tick(after(hours=3))
    assert len(changes(room)) == 1


def test_a_shorter_quote_takes_it_back(room: LicenceRoom) -> None:
    """Who asks again gets what may be quoted by now; a longer quote takes nothing back."""
    give(room, INSTITUTE)
    assert room.narrow("Institute", now=after(hours=1), quote=3) == Affected(answers=1)
    room.tick(after(hours=1))
    assert len(changes(room)) == 1
    assert room.narrow("Institute", now=after(hours=2), quote=9) == NONE_AFFECTED


def test_it_goes_from_a_channel_that_is_opened_to_others(room: LicenceRoom) -> None:
    """What is internal is taken back there, and whose it was is not said; what is open stays."""
    Licences(room.store).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    give(room, INSTITUTE, key="answer C1 1", ts="1.1")
    give(room, GAZETTE, key="answer C1 2", ts="2.2")
    assert Admins(room.store).allow_channel(CHANNEL, by="U9", now=after(hours=1)) == Affected(answers=1)
    room.tick(after(hours=1))
    assert changes(room) == [("1.1", "answer kept out by ")]


def test_a_change_that_slack_does_not_take_is_made_again(room: LicenceRoom) -> None:
    """After as long as Slack asks; an answer that is gone is not looked after any more."""
    give(room, INSTITUTE)
    room.narrow("Institute", now=after(hours=1))
    room.poster.update_faults = [Outcome(kind=OutcomeKind.RATE_LIMITED, error="ratelimited", retry_after_s=600)]
    room.tick(after(hours=1))
    room.tick(after(hours=1, minutes=9))
    assert changes(room) == []
    room.tick(after(hours=1, minutes=11))
    assert len(changes(room)) == 1


def test_one_that_somebody_deleted_is_done_with(room: LicenceRoom) -> None:
    """Nobody is told of it."""
    give(room, INSTITUTE)
    room.narrow("Institute", now=after(hours=1))
    room.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="message_not_found")]
    room.tick(after(hours=1))
    room.tick(after(days=1))
    assert (changes(room), room.texts(), audit(room)) == ([], [], [])


def test_a_refused_token_stops_it_like_any_sending(room: LicenceRoom) -> None:
    """Nothing is given up: the next start goes on."""
    give(room, INSTITUTE)
    room.narrow("Institute", now=after(hours=1))
    room.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="token_revoked")]
    room.tick(after(hours=1))
    with room.store.read() as db:
        assert find_stop(db, TEAM) == "token_revoked"
    room.tick(after(hours=2))
    assert changes(room) == []
    room.delivery.start()
    room.tick(after(hours=3))
    assert len(changes(room)) == 1


def test_a_tick_that_has_to_end_leaves_it_to_the_next(room: LicenceRoom) -> None:
    """Nothing is tried while the program stops."""
    give(room, INSTITUTE)
    room.narrow("Institute", now=after(hours=1))
    pace = Pace(stopping=lambda: True)
    Delivery(room.store, room.poster, room.renderer, workspace=TEAM, pace=pace).tick(after(hours=1))
    assert changes(room) == []
    room.tick(after(hours=1))
    assert len(changes(room)) == 1


def test_a_look_for_an_answer_waits_as_long_as_slack_asked(room: LicenceRoom) -> None:
    """Where it is not known to have arrived it is looked for, and like all looks not before Slack's Retry-After."""
    for key in ("answer C1 1", "answer C1 2"):
        give(room, INSTITUTE, key=key, ts=None)
    room.narrow("Institute", now=after(hours=1))
    passed = [0.0]
    room.poster.found = [Found(kind=FoundKind.LATER, reason="ratelimited", retry_after_s=60.0)]
    delivery = Delivery(
        room.store, room.poster, room.renderer, workspace=TEAM, pace=Pace(elapsed=lambda: passed[0], between_s=0.0)
    )
    for seconds, looks in ((0.0, 1), (59.0, 1), (600.0, 3)):
        passed[0] = seconds
        delivery.tick(after(hours=1, seconds=seconds))
        assert len(room.poster.finds) == looks


def test_what_slack_posted_stays_and_its_people_are_asked_once(room: LicenceRoom) -> None:
    """One message a person for all of theirs; the report and the audit trail say how many, where and by whom."""
    for user in ("U1", "U1", "U2"):
        give(room, INSTITUTE, key=None, user=user)
    give(room, INSTITUTE)
    staying = (Staying(channel=CHANNEL, user="U1", count=2), Staying(channel=CHANNEL, user="U2", count=1))
    assert room.narrow("Institute", now=after(hours=1)) == Affected(answers=1, staying=staying)
    for hours in (1, 2):
        room.tick(after(hours=hours))
    told = [(message["channel"], message["text"]) for message in room.poster.messages]
    each = f"/policy P1 in {CHANNEL}"
    assert told == [("U1", f"delete {each}, {each}"), ("U2", f"delete {each}")]
    assert audit(room)[:2] == [
        ("answers stay", CHANNEL, "2 shared by U1, which Gongbao cannot take back"),
        ("answers stay", CHANNEL, "1 shared by U2, which Gongbao cannot take back"),
    ]
    assert ("answer stays", CHANNEL, "for U2 on 2024-03-10, licence of Institute (posted by Slack)") in audit(room)
    assert room.narrow("Institute", now=after(hours=3)) == Affected(staying=staying)
    room.tick(after(hours=3))
    assert len(room.poster.messages) == 2


def test_one_that_may_not_be_changed_any_more_stays_too(room: LicenceRoom) -> None:
    """The bot was taken out of the channel: its person is asked, and the next report counts it among those."""
    give(room, INSTITUTE)
    room.narrow("Institute", now=after(hours=1))
    room.poster.update_faults = [Outcome(kind=OutcomeKind.ERROR, error="channel_not_found")]
    for hours in (1, 2):
        room.tick(after(hours=hours))
    assert room.texts() == [f"delete mention in {CHANNEL}"]
    assert audit(room)[-1][2].endswith("(channel_not_found)")
    narrowed = room.narrow("Institute", now=after(hours=3))
    assert narrowed == Affected(staying=(Staying(channel=CHANNEL, user="U1", count=1),))


def test_a_person_hears_once_of_all_that_stays(room: LicenceRoom) -> None:
    """Whether Slack posted it or the bot may not change it any more, when nothing of theirs is to be tried again."""
    for number in (1, 2, 3):
        give(room, INSTITUTE, key=f"answer C1 {number}", ts=f"{number}.1")
    give(room, INSTITUTE, key=None)
    give(room, INSTITUTE, key="answer C1 4", ts="4.1", user="U2")
    room.narrow("Institute", now=after(hours=1))
    gone = Outcome(kind=OutcomeKind.ERROR, error="channel_not_found")
    later = Outcome(kind=OutcomeKind.REFUSED, error="ratelimited", retry_after_s=60)
    room.poster.update_faults = [gone, later, gone, gone]
    for seconds in (0, 5):
        room.tick(after(hours=1, seconds=seconds))
    assert room.texts() == [f"delete mention in {CHANNEL}"]
    assert room.poster.messages[0]["channel"] == "U2"
    room.poster.update_faults = [gone]
    for minutes in range(5, 8):
        room.tick(after(hours=1, minutes=minutes))
    (told,) = (message["text"] for message in room.poster.messages if message["channel"] == "U1")
    mention = f"mention in {CHANNEL}"
    assert told == f"delete {mention}, {mention}, {mention}, /policy P1 in {CHANNEL}"


def test_one_that_may_have_arrived_is_looked_for(room: LicenceRoom) -> None:
    """Its reply was lost, or the program ended: by its key it is found, and changed where it stands."""
    give(room, INSTITUTE, ts=None)
    message = {"channel": CHANNEL, "text": "quoted", "key": "answer C1 1", "thread": None, "ts": "7.7"}
    room.poster.messages.append(dict(message))
    room.narrow("Institute", now=after(hours=1))
    room.poster.found = [Found(kind=FoundKind.LATER, reason="ratelimited", retry_after_s=60)]
    room.tick(after(hours=1))
    assert changes(room) == []
    room.tick(after(hours=2))
    assert changes(room) == [("7.7", "answer kept out by Institute")]
    assert room.poster.finds[-1] == (CHANNEL, "1.000001", None)


@pytest.mark.parametrize(
    ("found", "told"), [(FoundKind.ABSENT, []), (FoundKind.IMPOSSIBLE, [f"delete mention in {CHANNEL}"])]
)
def test_one_that_is_not_found(room: LicenceRoom, found: FoundKind, told: list[str]) -> None:
    """It never arrived; or nobody can tell, and its person is asked to look."""
    give(room, INSTITUTE, ts=None)
    room.narrow("Institute", now=after(hours=1))
    room.poster.found = [Found(kind=found, reason="no scope")]
    for hours in (1, 2):
        room.tick(after(hours=hours))
    assert (changes(room), room.texts()) == ([], told)


def test_one_that_lands_after_it_was_looked_for_goes_then(room: LicenceRoom) -> None:
    """A slow post that a licence overtakes does not stay."""
    number = give(room, INSTITUTE, ts=None)
    room.narrow("Institute", now=after(hours=1))
    room.tick(after(hours=1))
    Answers(room.store).land(number, "9.9", now=after(hours=2))
    room.tick(after(hours=2))
    assert changes(room) == [("9.9", "answer kept out by Institute")]


def test_one_that_lands_while_it_is_looked_for_goes_too(room: LicenceRoom) -> None:
    """That it was not there a moment ago proves nothing any more."""
    number = give(room, INSTITUTE, ts=None)
    room.narrow("Institute", now=after(hours=1))
    room.poster.during_find = lambda: Answers(room.store).land(number, "9.9", now=after(hours=1))
    room.tick(after(hours=1))
    room.tick(after(hours=1))
    assert changes(room) == [("9.9", "answer kept out by Institute")]


def test_what_changed_while_it_was_looked_up_is_not_given(room: LicenceRoom) -> None:
    """A licence that is newer than the look-up refuses the answer."""
    given = Given(workspace=TEAM, channel=CHANNEL, user="U1", key="answer C1 1")
    Licences(room.store).set_licence(Licence(publisher="Gazette", longest_quote=5), by="U9", now=after(minutes=1))
    with pytest.raises(NotAllowedError, match="has changed while this was looked up"):
        Answers(room.store).begin(given, GAZETTE, since=NOW, now=after(minutes=2))
    assert Answers(room.store).begin(given, GAZETTE, since=after(minutes=1), now=after(minutes=2))


def test_what_quotes_nobody_or_was_not_given_is_not_on_record(room: LicenceRoom) -> None:
    """Nothing is kept of either; the same key is one answer."""
    answers = Answers(room.store)
    given = Given(workspace=TEAM, channel=CHANNEL, user="U1", key="answer C1 1")
    assert answers.begin(given, Quoted(items=frozenset({99})), since=NOW, now=NOW) is None
    first = answers.begin(given, INSTITUTE, since=NOW, now=NOW)
    assert first is not None
    assert answers.begin(given, INSTITUTE, since=NOW, now=after(hours=1)) == first
    answers.drop(first)
    assert room.narrow("Institute", now=after(hours=1)) == NONE_AFFECTED
