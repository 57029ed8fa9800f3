"""What stands in channels when a licence is narrowed is taken back or cut, one edit a message, with the next ticks."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.licence import Licence, LicenceKind
from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.post import PostState
from bot.domain.posts.schedule import Cadence
from bot.domain.records.briefing import DeadlineKind
from bot.domain.records.deadlines import AnswerKind, DeadlineKey
from bot.services.access.admins import Admins
from bot.services.access.licences import Licences
from bot.services.access.licensed_posts import NONE_AFFECTED, Affected
from bot.services.posting.recall import UNWRITABLE
from bot.store.licence_looks import list_looks
from bot.store.outbox import get_post
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, TEAM, after
from tests.services.licence_room import LicenceRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

GAZETTE = make_policy_item(1, "Step two.")
LATER = dt.date(2024, 3, 28)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield LicenceRoom(opened)
    opened.close()


@pytest.fixture
def posted(room: LicenceRoom) -> LicenceRoom:
    """A channel that has a summary of two messages."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.tick(after(minutes=10))
    assert len(room.texts()) == 2
    return room


@pytest.fixture
def digest(room: LicenceRoom) -> LicenceRoom:
    """A channel that has a digest of two publishers."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    room.tick(after(hours=2))
    assert len(room.texts()) == 2
    return room


def test_what_stands_is_taken_back_when_its_channel_is_kept_out(posted: LicenceRoom) -> None:
    """Each of its messages is changed once into a line that quotes nobody; nothing new comes; the ledger says why."""
    assert posted.narrow("Institute", now=after(hours=1)) == Affected(taken_back=1)
    posted.tick(after(hours=1))
    posted.tick(after(hours=2))
    assert posted.updates() == ["kept out", "kept out"]
    assert len(posted.texts()) == 2
    assert posted.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_change_that_was_lost_is_made_again(posted: LicenceRoom) -> None:
    """The edits are kept like any: one that Slack does not take is tried again."""
    posted.narrow("Institute", now=after(hours=1))
    posted.poster.update_faults = [Outcome(kind=OutcomeKind.UNCLEAR, error="timed out")]
    posted.tick(after(hours=1))
    posted.tick(after(hours=3))
    assert posted.updates() == ["kept out", "kept out"]


def test_a_licence_widened_again_brings_nothing_back_and_touches_nothing(posted: LicenceRoom) -> None:
    """Nor does a correction of what was taken back; a licence that allows more asks for no look."""
    posted.narrow("Institute", now=after(hours=1))
    posted.tick(after(hours=1))
    widened = Licence(publisher="Institute", kind=LicenceKind.OPEN)
    done = Licences(posted.store).set_licence(widened, by="U9", now=after(hours=2))
    assert done.affected == NONE_AFFECTED
    posted.correct("Institute", make_policy_item(1, "Another text.", closes_on=LATER), now=after(hours=3))
    posted.tick(after(hours=3))
    assert posted.updates() == ["kept out", "kept out"]
    assert len(posted.texts()) == 2


def test_a_shorter_quote_is_cut_in_what_stands(posted: LicenceRoom) -> None:
    """The post is written again as it may be quoted by now; a longer quote changes nothing."""
    assert posted.narrow("Institute", now=after(hours=1), quote=2) == Affected(looked_through=1)
    posted.tick(after(hours=1))
    cut = "The ministry […] | The ministry […] | BYD says […]"
    assert posted.updates() == [f"D1: I1 I2 I3 part 0: {cut}", f"D1: I1 I2 I3 part 1: {cut}"]
    assert posted.ledger() == [("I1", "posted"), ("I2", "posted"), ("I3", "posted")]
    assert posted.narrow("Institute", now=after(hours=2), quote=5) == NONE_AFFECTED
    posted.tick(after(hours=2))
    assert len(posted.updates()) == 2


def test_what_says_the_same_under_a_shorter_quote_is_left_alone(room: LicenceRoom) -> None:
    """A look through for longer quotes that finds none changes nothing."""
    room.follow()
    room.ingest("Gazette", GAZETTE)
    room.tick(after(minutes=10))
    assert room.narrow("Gazette", now=after(hours=1), quote=2) == Affected(looked_through=1)
    room.tick(after(hours=1))
    assert room.updates() == []


def test_of_a_digest_what_may_stay_stays(digest: LicenceRoom) -> None:
    """The publisher is taken out of it, and stays out when the rest is corrected or its own licence is widened."""
    assert digest.narrow("Institute", now=after(hours=3)) == Affected(taken_back=1)
    digest.tick(after(hours=3))
    assert digest.updates() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]
    assert digest.ledger() == [("I1", "withheld"), ("I2", "posted")]
    Licences(digest.store).set_licence(Licence(publisher="Institute"), by="U9", now=after(hours=4))
    digest.correct("Gazette", make_policy_item(1, "Step three."), now=after(hours=5))
    digest.tick(after(hours=5))
    assert digest.updates()[2:] == ["D1: I2v2 part 0: Step three.", "D1: I2v2 part 1: Step three."]
    digest.tick(after(days=1, hours=3))
    assert len(digest.texts()) == 2


@pytest.mark.parametrize("stands", [True, False])
def test_what_a_publisher_reported_before_is_taken_out_of_another_ones_post(room: LicenceRoom, *, stands: bool) -> None:
    """Both report one policy; narrowed, the first one's report is told by the second one's post no more."""
    room.ingest("Institute", titled("Step one."), now=after(minutes=-60))
    room.follow()
    room.ingest("Gazette", replace(titled("Step two."), reported_on=LATER), now=after(minutes=60))
    said = "D1: P1 part {}: Step two."
    if stands:
        room.tick(after(minutes=71))
        assert room.texts() == [f"{said.format(n)} | Step one." for n in (0, 1)]
    affected = room.narrow("Institute", now=after(minutes=72))
    assert affected == (Affected(looked_through=1) if stands else Affected(waiting=1))
    room.tick(after(minutes=73))
    assert (room.updates() if stands else room.texts()) == [said.format(n) for n in (0, 1)]
    assert ("I2", "posted") in room.ledger()


def test_a_post_that_waits_is_asked_for_what_it_tells_of_before(room: LicenceRoom) -> None:
    """Also where nobody noted a look: a channel may be opened to others while the post waits."""
    room.ingest("Institute", titled("Step one."), now=after(minutes=-60))
    room.follow()
    room.ingest("Gazette", replace(titled("Step two."), reported_on=LATER), now=after(minutes=60))
    room.narrow("Institute", now=after(minutes=61))
    with room.store.write() as db:
        db.execute("DELETE FROM licence_looks")
    room.tick(after(minutes=71))
    assert room.texts() == ["D1: P1 part 0: Step two.", "D1: P1 part 1: Step two."]


def titled(text: str) -> Item:
    """Give an item about the one policy of this title."""
    item = make_policy_item(1, text)
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_zh="工业数据安全管理办法"))


def test_a_standing_line_about_a_correction_goes_with_its_post(posted: LicenceRoom) -> None:
    """What the thread says of corrected facts is taken back too."""
    posted.correct("Institute", make_policy_item(1, ITEMS[0].text, closes_on=LATER), now=after(minutes=20))
    posted.tick(after(minutes=20))
    assert posted.texts()[-1] == "corrected I1 v2"
    before = len(posted.updates())
    posted.narrow("Institute", now=after(hours=1))
    posted.tick(after(hours=1))
    assert posted.updates()[before:] == ["kept out"] * 3


@pytest.mark.parametrize(
    ("of_gazette", "left"), [(True, ["corrected I2 v2"]), (False, ["kept out"])], ids=["a part", "all of it"]
)
def test_a_digests_line_keeps_what_may_stay(digest: LicenceRoom, of_gazette: bool, left: list[str]) -> None:
    """Of the line about corrections what tells of others stays; one that would be empty is taken back."""
    digest.correct("Institute", make_policy_item(1, ITEMS[0].text, closes_on=LATER), now=after(hours=3))
    if of_gazette:
        digest.correct("Gazette", make_policy_item(1, "Step two.", closes_on=LATER), now=after(hours=3))
    digest.tick(after(hours=3))
    assert digest.texts()[-1].startswith("corrected I1 v2")
    before = len(digest.updates())
    digest.narrow("Institute", now=after(hours=4))
    digest.tick(after(hours=4))
    changed = digest.updates()[before:]
    assert [text for text in changed if not text.startswith("D1")] == left
    assert all("I1" not in text for text in changed)


def test_a_reminder_that_stands_obeys_too(room: LicenceRoom) -> None:
    """It is cut, however near its day, then taken back; and an answer to it brings nothing back."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.tick(after(minutes=10))
    room.tick(after(hours=3))
    assert room.texts()[-1].startswith("D1: I1 10 left: The ministry opens")
    assert room.narrow("Institute", now=after(hours=4), quote=2) == Affected(looked_through=2)
    room.tick(after(hours=4))
    assert room.updates()[-1] == "D1: I1 10 left: The ministry […]"
    assert room.narrow("Institute", now=after(days=20)) == Affected(taken_back=2)
    room.tick(after(days=20))
    assert room.updates()[-3:] == ["kept out"] * 3
    key = DeadlineKey(subject="I1", kind=DeadlineKind.COMMENTS_CLOSE, on=dt.date(2024, 3, 20))
    room.digests.reminders.answer(
        key, AnswerKind.TAKEN, workspace=TEAM, channel=CHANNEL, user="U1", now=after(days=20, hours=1)
    )
    room.tick(after(days=20, hours=1))
    assert room.updates()[-1] == "kept out"


def test_what_waits_is_ended_or_written_again_at_once(room: LicenceRoom) -> None:
    """A look finds posts that were not sent yet: nothing of them goes out as it was."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    assert room.narrow("Institute", now=after(minutes=5), quote=2) == Affected(waiting=1)
    room.digests.enqueue_due(now=after(minutes=5))
    with room.store.read() as db:
        assert get_post(db, 1).message.text.endswith("BYD says […]")
    assert room.narrow("Institute", now=after(minutes=6)) == Affected(waiting=1)
    room.digests.enqueue_due(now=after(minutes=6))
    assert room.fate(1)[0] == "cancelled"
    room.tick(after(minutes=10))
    assert (room.texts(), room.updates()) == ([], [])


def test_a_digest_that_waits_loses_what_is_kept_out(room: LicenceRoom) -> None:
    """Before it is sent already, and for good: the item does not count as had."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", GAZETTE)
    room.digests.enqueue_due(now=after(hours=2))
    room.narrow("Institute", now=after(hours=2))
    room.digests.enqueue_due(now=after(hours=2))
    room.delivery.tick(after(hours=2))
    assert room.texts()[0] == "D1: I2 part 0: Step two."
    with room.store.read() as db:
        assert db.execute("SELECT item_id FROM channel_items").fetchall() == [(2,)]


def test_a_person_keeps_what_members_may_see(room: LicenceRoom) -> None:
    """Direct messages of a member obey the longest quote alone."""
    number = room.decide("U1")
    room.ingest("Institute", ITEMS[0])
    with room.store.write() as db:
        db.execute("INSERT INTO post_items (post_id, item_id, version) VALUES (?, 1, 1)", [number])
    assert room.narrow("Institute", now=after(minutes=1)) == NONE_AFFECTED
    assert room.narrow("Institute", now=after(minutes=2), quote=2).waiting == 1


def test_opening_a_channel_to_others_takes_back_what_is_internal(posted: LicenceRoom) -> None:
    """What stands in a channel that others read from now on obeys the licences as they are there."""
    admins = Admins(posted.store)
    assert admins.allow_channel("C9", by="U9", now=after(hours=1)) == NONE_AFFECTED
    assert admins.allow_channel(CHANNEL, by="U9", now=after(hours=1)) == Affected(taken_back=1)
    assert admins.allow_channel(CHANNEL, by="U9", now=after(hours=1)) is None
    posted.tick(after(hours=1))
    assert posted.updates() == ["kept out", "kept out"]


def test_a_post_that_cannot_be_written_again_is_taken_back(posted: LicenceRoom) -> None:
    """Where its filter cannot be read any more the whole of it goes: a long quote does not stay because of that."""
    with posted.store.write() as db:
        db.execute("UPDATE post_rules SET filter = 'sort:nonsense'")
    posted.narrow("Institute", now=after(hours=1), quote=2)
    posted.tick(after(hours=1))
    assert posted.updates() == ["kept out", "kept out"]
    with posted.store.read() as db:
        reasons = db.execute("SELECT DISTINCT reason FROM ledger").fetchall()
    assert reasons == [(UNWRITABLE,)]


def test_what_may_not_be_written_again_in_its_channel_is_taken_back(digest: LicenceRoom) -> None:
    """Where others read by now and no admin opened the channel, nothing is said any more: so the whole post goes."""
    digest.poster.closed.add(CHANNEL)
    digest.narrow("Institute", now=after(hours=3))
    for minutes in range(3):
        digest.tick(after(hours=3, minutes=minutes))
    assert digest.updates() == ["kept out", "kept out"]
    digest.correct("Gazette", make_policy_item(1, "Step three."), now=after(hours=5))
    digest.tick(after(hours=5))
    assert digest.updates() == ["kept out", "kept out"]


def test_a_cut_that_was_made_is_done_with(digest: LicenceRoom) -> None:
    """A later change that the channel does not let through takes nothing back."""
    digest.narrow("Institute", now=after(hours=3))
    digest.tick(after(hours=3))
    digest.poster.closed.add(CHANNEL)
    digest.correct("Gazette", make_policy_item(1, "Step three."), now=after(hours=5))
    for minutes in range(3):
        digest.tick(after(hours=5, minutes=minutes))
    assert digest.updates() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]


def test_an_unclear_post_is_taken_back_once_it_is_found(room: LicenceRoom) -> None:
    """Whether it stands is not known when the licence is narrowed; where it does, it is changed."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.poster.faults = ["lost"]
    room.tick(after(minutes=10))
    assert room.narrow("Institute", now=after(minutes=11)) == Affected(taken_back=1)
    room.tick(after(minutes=11))
    assert room.updates() == []
    room.tick(after(minutes=13))
    assert room.updates() == ["kept out"]
    assert len(room.texts()) == 1


def test_many_posts_are_looked_at_over_several_ticks(room: LicenceRoom) -> None:
    """So that others may write between; each post is looked at once."""
    room.ingest("Institute", ITEMS[0])
    numbers = [room.decide(f"C1{at}") for at in range(30)]
    with room.store.write() as db:
        for number in numbers:
            db.execute("INSERT INTO post_items (post_id, item_id, version) VALUES (?, 1, 1)", [number])
    assert room.narrow("Institute", now=NOW).waiting == 30
    room.digests.enqueue_due(now=NOW)
    with room.store.read() as db:
        assert len(list_looks(db, 100)) == 5
    room.digests.enqueue_due(now=NOW)
    with room.store.read() as db:
        assert list_looks(db, 100) == []
        assert {get_post(db, number).state for number in numbers} == {PostState.CANCELLED}
