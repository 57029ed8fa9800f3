"""Right before a post is sent it is asked whether it still may go where it was decided for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.domain.access import Role
from bot.domain.posts.delivery import Outcome, OutcomeKind
from bot.domain.posts.digest import Decided, DigestItem, Fate
from bot.domain.posts.post import Message
from bot.domain.posts.schedule import Cadence
from bot.domain.posts.subscription import SubscriptionState
from bot.services.access.admins import Admins
from bot.services.access.withholding import withhold
from bot.services.posting.recall import UNWRITABLE
from bot.services.sending.held import HeldPosts
from bot.store.outbox import mark_withdrawn
from bot.store.reminders import find_reminder
from bot.store.subscriptions import get_subscription
from tests.corpus import ITEMS, make_policy_item
from tests.empty_store import open_empty
from tests.posting import CHANNEL, NOW, after
from tests.services.licence_room import HELD_BACK, LicenceRoom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def room(tmp_path: Path) -> Iterator[LicenceRoom]:
    opened = open_empty(tmp_path / "g.db", wait_s=0.2)
    yield LicenceRoom(opened)
    opened.close()


@pytest.mark.parametrize("role", [Role.ELSEWHERE, Role.NOBODY])
def test_only_members_get_what_was_decided_for_them(room: LicenceRoom, role: Role) -> None:
    """A summary for somebody who is no member is cancelled."""
    number = room.decide("U1")
    room.roles["U1"] = role
    report = room.delivery.tick(NOW)
    assert room.poster.messages == []
    assert room.fate(number) == ("cancelled", "its person is no member of the workspace any more")
    assert report.lines == (f"Post {number} (D1, B1v1) is cancelled: {room.fate(number)[1]}.",)


@pytest.mark.parametrize(
    ("role", "told"), [(Role.GUEST, ["D1 ended"]), (Role.EXTERNAL, ["D1 ended"]), (Role.DEACTIVATED, [])]
)
def test_what_somebody_gets_in_private_ends_when_they_are_no_member(
    room: LicenceRoom, role: Role, told: list[str]
) -> None:
    """It is found out before a post, without an event; who has left is told nothing."""
    number = room.decide("U1")
    room.roles["U1"] = role
    room.delivery.tick(NOW)
    assert room.texts() == told
    assert room.fate(number)[0] == "cancelled"
    with room.store.read() as db:
        assert get_subscription(db, 1).state is SubscriptionState.CANCELLED


def test_a_thread_is_looked_at_too(room: LicenceRoom) -> None:
    """Whoever stops being a member between a summary and its thread does not get the thread."""
    number = room.decide("U1", parts=2)
    room.poster.during_post = lambda: room.roles.update(U1=Role.GUEST)
    room.delivery.tick(NOW)
    assert room.texts() == ["part 0", "D1 ended"]
    assert room.fate(number + 1)[0] == "cancelled"


def test_a_post_waits_while_nobody_knows_who_it_is_for(room: LicenceRoom) -> None:
    """While Slack does not say who a person is nothing is sent to them; it goes once Slack does."""
    number = room.decide("U1")
    room.roles["U1"] = Role.UNKNOWN
    report = room.delivery.tick(NOW)
    assert (report.lines, room.poster.calls, room.fate(number)[0]) == ((), 0, "pending")
    room.roles["U1"] = Role.MEMBER
    room.delivery.tick(after(minutes=1))
    assert room.fate(number)[0] == "sent"


def test_channels_are_not_asked_who_they_are(room: LicenceRoom) -> None:
    """A channel's post goes whoever its owner is by now."""
    number = room.decide("C1")
    room.roles = {"U1": Role.GUEST, "C1": Role.GUEST}
    room.delivery.tick(NOW)
    assert room.fate(number)[0] == "sent"


def test_a_licence_narrowed_during_the_hold_is_obeyed(room: LicenceRoom) -> None:
    """A summary that its publisher's licence keeps out by now is cancelled with its thread; the ledger says why."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    room.narrow("Institute", now=after(minutes=5))
    report = room.delivery.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)
    assert report.lines == (f"Post 1 (D1, B1v1) is cancelled: {HELD_BACK}.",)
    room.delivery.tick(after(minutes=11))
    assert room.fate(2)[0] == "skipped"
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_channel_opened_to_others_during_the_hold_gets_what_is_open(room: LicenceRoom) -> None:
    """A summary composed for a channel of our own is not posted once other organisations may read there."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    Admins(room.store).allow_channel(CHANNEL, by="U9", now=after(minutes=5))
    room.delivery.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)


def test_a_digest_goes_without_what_a_licence_keeps_out_by_now(room: LicenceRoom) -> None:
    """Of a digest of two briefings what still may be posted is; without anything left it is cancelled."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    assert room.digests.enqueue_due(now=after(hours=2)) == 1
    room.narrow("Institute", now=after(hours=2, minutes=1))
    room.delivery.tick(after(hours=2, minutes=2))
    assert room.texts() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]
    assert room.ledger() == [("I1", "withheld"), ("I2", "posted")]


def test_a_digest_with_nothing_left_is_cancelled(room: LicenceRoom) -> None:
    """When licences keep out all that a digest brings it is not posted."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    assert room.digests.enqueue_due(now=after(hours=2)) == 1
    room.narrow("Institute", now=after(hours=2, minutes=1))
    room.delivery.tick(after(hours=2, minutes=2))
    assert room.poster.messages == []
    assert room.ledger() == [("I1", "withheld")]


def test_a_shorter_quote_holds_for_what_waits(room: LicenceRoom) -> None:
    """A summary is composed again when its licence was set after it was decided; else it goes as it stands."""
    room.follow()
    room.ingest("Institute", *ITEMS)
    rendered = len(room.renderer.digests)
    room.narrow("Institute", now=after(minutes=5), quote=2)
    room.delivery.tick(after(minutes=10))
    assert room.fate(1)[0] == "sent"
    assert len(room.renderer.digests) > rendered
    assert room.renderer.digests[-1].entries[0].item.item.text == "The ministry […]"


def test_a_reminder_is_kept_out_too(room: LicenceRoom) -> None:
    """A reminder quotes its publisher, so the licence by now decides."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.delivery.tick(after(minutes=10))
    sent = len(room.poster.messages)
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.narrow("Institute", now=after(hours=3, minutes=1))
    room.delivery.tick(after(hours=3, minutes=2))
    assert len(room.poster.messages) == sent


def test_a_shorter_quote_holds_for_a_reminder_that_waits(room: LicenceRoom) -> None:
    """A reminder is written again as its licence lets it be quoted when it goes; it is not sent long and cut then."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.delivery.tick(after(minutes=10))
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.narrow("Institute", now=after(hours=3, minutes=1), quote=2)
    room.delivery.tick(after(hours=3, minutes=2))
    assert room.texts()[-1] == "D1: I1 10 left: The ministry […]"
    assert room.poster.updates == []


def test_what_was_tried_before_its_licence_was_narrowed_is_tried_again_as_it_may_be(room: LicenceRoom) -> None:
    """A post that Slack did not take says the new thing when it is tried again, with nothing left to change in it."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.delivery.tick(after(minutes=10))
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.poster.faults = [Outcome(kind=OutcomeKind.RATE_LIMITED, retry_after_s=60)]

    def narrow() -> None:
        room.narrow("Institute", now=after(hours=3, minutes=1), quote=2)

    room.poster.during_post = narrow
    room.delivery.tick(after(hours=3))
    room.poster.during_post = None
    room.tick(after(hours=3, minutes=5))
    room.tick(after(hours=3, minutes=6))
    assert room.texts()[-1] == "D1: I1 10 left: The ministry […]"
    assert not [text for text in room.updates() if "left" in text]


def test_a_post_whose_filter_cannot_be_read_does_not_go_as_its_licence_was(room: LicenceRoom) -> None:
    """What cannot be written again after its licence was narrowed is not posted, and the ledger says why."""
    room.follow()
    room.ingest("Institute", ITEMS[0])
    room.narrow("Institute", now=after(minutes=5), quote=2)
    with room.store.write() as db:
        db.execute("UPDATE post_rules SET filter = 'sort:nonsense'")
    room.delivery.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", UNWRITABLE)
    assert room.ledger() == [("I1", "withheld")]


def test_a_line_about_a_correction_goes_without_what_is_kept_out_by_now(room: LicenceRoom) -> None:
    """Of a line that waits what still may be told is; with nothing left it is cancelled."""
    room.follow(Cadence.DAILY)
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", make_policy_item(1, "Step two."))
    room.digests.enqueue_due(now=after(hours=2))
    room.delivery.tick(after(hours=2))
    moved = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
    room.correct("Institute", moved, now=after(hours=3))
    room.correct("Gazette", make_policy_item(1, "Step two.", closes_on=dt.date(2024, 3, 29)), now=after(hours=3))
    room.narrow("Institute", now=after(hours=3))
    room.delivery.tick(after(hours=3, minutes=1))
    assert room.texts()[-1] == "corrected I2 v2"
    room.correct("Gazette", make_policy_item(1, "Step two."), now=after(days=1, hours=3))
    room.narrow("Gazette", now=after(days=1, hours=3))
    sent = len(room.texts())
    room.delivery.tick(after(days=1, hours=3, minutes=1))
    assert len(room.texts()) == sent


def test_what_a_kept_out_publisher_reported_before_is_not_told(room: LicenceRoom) -> None:
    """A summary does not say what changed since a report that its channel may not be shown."""
    room.follow()
    room.ingest("Institute", ITEMS[0])
    room.ingest("Gazette", ITEMS[0])
    entry = DigestItem(item_id=2, version=1, item=ITEMS[0], policy_id=None, briefing_id=2, before=ITEMS[0], before_of=1)
    decided = [Decided(item=entry, fate=Fate.INCLUDED, reason="")]
    with room.store.read() as db:
        assert withhold(db, decided, channel=CHANNEL)[0].item.before is not None
    room.narrow("Institute", now=after(minutes=1))
    with room.store.read() as db:
        (told,) = withhold(db, decided, channel=CHANNEL)
    assert (told.fate, told.item.before) == (Fate.INCLUDED, None)


def hold_reminder(room: LicenceRoom) -> int:
    """Have a reminder with ten days left held; give its number."""
    room.follow(remind=(10,))
    room.ingest("Institute", ITEMS[0])
    room.delivery.tick(after(minutes=10))
    assert room.digests.enqueue_due(now=after(hours=3)) == 1
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="no_text")]
    room.delivery.tick(after(hours=3))
    (held,) = HeldPosts(room.store).list_held()
    return held.number


def test_a_reminder_counts_from_the_day_on_which_it_goes(room: LicenceRoom) -> None:
    """Posted again days later it tells of the days that are left then, and an answer to it keeps that."""
    number = hold_reminder(room)
    HeldPosts(room.store).settle(number, sent=False, by="U9", now=after(days=7))
    room.delivery.tick(after(days=7))
    assert [text.split(":")[1] for text in room.texts() if "left" in text] == [" I1 3 left"]
    with room.store.read() as db:
        reminder = find_reminder(db, number)
    assert reminder is not None
    assert reminder.left == 3


def test_a_reminder_of_a_deadline_that_is_over_is_not_posted_again(room: LicenceRoom) -> None:
    """Until its day ends in Beijing it may be; then a person is told, and one that waits already is cancelled."""
    number = hold_reminder(room)
    settled = HeldPosts(room.store).settle(number, sent=False, by="U9", now=after(days=10, hours=12))
    assert settled.end == "its deadline is over"
    room.delivery.tick(after(days=10, hours=12))
    assert room.fate(number) == ("cancelled", "its deadline is over")
    assert not [text for text in room.texts() if "left" in text]


def test_a_reminder_that_waits_past_its_deadline_is_cancelled(room: LicenceRoom) -> None:
    """Let go on its last day, it is not posted on the day after."""
    number = hold_reminder(room)
    assert HeldPosts(room.store).settle(number, sent=False, by="U9", now=after(days=10, hours=11)).end == ""
    room.delivery.tick(after(days=10, hours=12))
    assert room.fate(number) == ("cancelled", "its deadline is over")


def test_a_reminder_of_a_briefing_that_is_held_no_more_is_cancelled(room: LicenceRoom) -> None:
    """There is nothing to write it again from."""
    number = hold_reminder(room)
    HeldPosts(room.store).settle(number, sent=False, by="U9", now=after(days=7))
    with room.store.write() as db:
        db.execute("UPDATE briefings SET active = 0")
    room.delivery.tick(after(days=7))
    assert room.fate(number) == ("cancelled", "its briefing is held no more")
    assert room.delivery.tick(after(days=7)).held == 0


def test_a_held_post_of_a_briefing_that_was_taken_back_is_not_posted_again(room: LicenceRoom) -> None:
    """Nobody wants it any more."""
    number = room.decide(CHANNEL)
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="no_text")]
    room.delivery.tick(NOW)
    with room.store.write() as db:
        mark_withdrawn(db, number, Message(text="withdrawn"), now=NOW)
    settled = HeldPosts(room.store).settle(number, sent=False, by="U9", now=NOW)
    assert settled.end == "the briefing was taken back"
    room.delivery.tick(NOW)
    assert "part 0" not in room.texts()
