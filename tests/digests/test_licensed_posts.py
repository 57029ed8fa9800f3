"""What a person's role and a publisher's licence let be posted, asked before it is sent; and what stands is listed."""

import datetime as dt

import pytest

from bot.access.licences import Licences
from bot.access.roles import Admins, Role
from bot.digests.holds import list_held, settle
from bot.digests.outcomes import Outcome, OutcomeKind
from bot.model.subscription import Schedule, SubscriptionState
from bot.store.access import Licence, LicenceKind
from bot.store.database import Store
from bot.store.memos import MemoKind
from bot.store.outbox import get_post
from bot.store.subscriptions import get_subscription
from tests.corpus import ITEMS, make_policy_item
from tests.digests.rule_room import RuleRoom
from tests.posting import CHANNEL, NOW, add_active, add_summary, after

HELD_BACK = "kept out of this channel by its publisher's licence"
GAZETTE = make_policy_item(1, "Step two.")


class Room(RuleRoom):
    """With publishers who are narrowed; ``roles`` says who people are, members unless it says otherwise."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, quotes=True, parts=2)

    def decide(self, place: str) -> int:
        with self.store.write() as db:
            return add_summary(db, add_active(db, channel=place, user="U1"), late_after=after(hours=12))

    def narrow(self, publisher: str, *, now: dt.datetime, quote: int | None = None) -> list[str]:
        licence = Licence(publisher=publisher, kind=LicenceKind.CHANNELS, channels=frozenset({"C9"}))
        if quote is not None:
            licence = Licence(publisher=publisher, longest_quote=quote)
        visible = Licences(self.store).set_licence(licence, by="U9", now=now)
        return [f"{each.link or each.channel}: {each.what}" for each in visible]

    def fate(self, number: int) -> tuple[str, str | None]:
        with self.store.read() as db:
            post = get_post(db, number)
        return post.state.value, post.reason

    def ledger(self) -> list[tuple[str, str]]:
        return [(item, fate) for item, fate, _ in self.fates()]


@pytest.fixture
def room(store: Store) -> Room:
    return Room(store)


@pytest.mark.parametrize("role", [Role.ELSEWHERE, Role.NOBODY, Role.GUEST, Role.EXTERNAL, Role.DEACTIVATED])
def test_only_members_get_what_was_decided_for_them(room: Room, role: Role) -> None:
    """It is found out before a post, without an event; what a member got who is none any more ends."""
    number = room.decide("U1")
    room.roles["U1"] = role
    report = room.delivery.tick(NOW)
    assert room.poster.messages == []
    assert room.fate(number) == ("cancelled", "its person is no member of the workspace any more")
    if role in {Role.ELSEWHERE, Role.NOBODY}:
        assert report.lines == [f"Post {number} (D1, B1v1) was cancelled (ended): {room.fate(number)[1]}."]
    else:
        with room.store.read() as db:
            assert get_subscription(db, 1).state is SubscriptionState.CANCELLED


@pytest.mark.parametrize("is_opened", [False, True])
def test_a_licence_narrowed_during_the_hold_is_obeyed(room: Room, *, is_opened: bool) -> None:
    """What is kept out, or is internal where others may read by now, is not posted, and the ledger says so."""
    room.follow()
    room.ingest(*ITEMS, publisher="Institute")
    if is_opened:
        Admins(room.store).grant(CHANNEL, by="U9", now=after(minutes=5), kind=MemoKind.CHANNEL)
    else:
        room.narrow("Institute", now=after(minutes=5))
    room.tick(after(minutes=10))
    assert room.poster.messages == []
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_licence_narrowed_before_a_post_is_tried_again_is_obeyed(room: Room) -> None:
    """A post that was decided and not sent yet is cancelled with its thread."""
    room.follow()
    room.ingest(*ITEMS, publisher="Institute")
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    room.tick(after(minutes=10))
    room.narrow("Institute", now=after(minutes=11))
    for minutes in (12, 13):
        room.tick(after(minutes=minutes))
    assert room.poster.messages == []
    assert room.fate(1) == ("cancelled", HELD_BACK)
    assert room.fate(2)[0] == "cancelled"
    assert room.ledger() == [("I1", "withheld"), ("I2", "withheld"), ("I3", "withheld")]


def test_a_shorter_quote_holds_for_what_waits(room: Room) -> None:
    """A post whose licence was set after it was decided is not sent: what it brings comes anew."""
    room.follow()
    room.ingest(*ITEMS, publisher="Institute")
    room.poster.faults = [Outcome(kind=OutcomeKind.REFUSED, error="no connection")]
    room.tick(after(minutes=10))
    room.narrow("Institute", now=after(minutes=11), quote=2)
    for minutes in (12, 13):
        room.tick(after(minutes=minutes))
    assert room.fate(1)[0] == "cancelled"
    assert room.fate(3)[0] == "sent"
    assert room.renderer.digests[-1].entries[0].item.item.text == "The ministry […]"
    assert room.ledger() == [("I1", "posted"), ("I2", "posted"), ("I3", "posted")]


def test_a_reminder_is_kept_out_too(room: Room) -> None:
    """A reminder quotes its publisher, so the licence by now decides."""
    room.follow(schedule=Schedule(at=dt.time(6), remind=(10,)))
    room.ingest(ITEMS[0], publisher="Institute")
    room.tick(after(minutes=10))
    sent = len(room.poster.messages)
    room.digests.enqueue_due(now=after(hours=3))
    room.narrow("Institute", now=after(hours=3, minutes=1))
    room.delivery.tick(after(hours=3, minutes=2))
    assert len(room.poster.messages) == sent


def test_a_reminder_of_a_deadline_that_is_over_is_not_posted_again(room: Room) -> None:
    """Until its day ends in Beijing it may be."""
    room.follow(schedule=Schedule(at=dt.time(6), remind=(10,)))
    room.ingest(ITEMS[0], publisher="Institute")
    room.tick(after(minutes=10))
    room.poster.faults = [Outcome(kind=OutcomeKind.ERROR, error="no_text")]
    room.tick(after(hours=3))
    with room.store.write() as db:
        (held,) = list_held(db)
        settle(db, held.id, sent=False, by="U9", now=after(days=10, hours=12))
    room.delivery.tick(after(days=10, hours=12))
    assert room.fate(held.id) == ("cancelled", "its day is over")
    assert not [text for text in room.texts() if "left" in text]


# What stands in channels when a licence is narrowed stays, and is listed with links for an admin to delete.


def test_the_posts_that_stand_are_listed(room: Room) -> None:
    """Each message of them with a link; none is changed, and a wider licence lists nothing."""
    room.follow()
    room.ingest(*ITEMS, publisher="Institute")
    room.ingest(GAZETTE, publisher="Gazette")
    room.tick(after(minutes=10))
    visible = room.narrow("Institute", now=after(hours=1))
    assert [each.partition(": ")[2] for each in visible] == ["D1, B1v1", "D1, B1v1"]
    assert all(each.startswith(f"https://slack.com/archives/{CHANNEL}/p") for each in visible)
    room.tick(after(hours=1))
    assert room.poster.updates == []
    Licences(room.store).set_licence(Licence(publisher="Institute", kind=LicenceKind.OPEN), by="U9", now=after(hours=2))
    assert len(room.narrow("Institute", now=after(hours=3), quote=5)) == 2
    assert room.narrow("Institute", now=after(hours=4), quote=9) == []


def test_what_waits_is_not_listed_but_comes_anew(room: Room) -> None:
    """A digest of two publishers goes without the one that is kept out, with the rule's next digest."""
    room.follow(schedule=Schedule(every="daily", at=dt.time(6), remind=()))
    room.ingest(ITEMS[0], publisher="Institute")
    room.ingest(GAZETTE, publisher="Gazette")
    room.digests.enqueue_due(now=after(hours=2))
    assert room.narrow("Institute", now=after(hours=2, minutes=1)) == []
    room.tick(after(hours=2, minutes=2))
    assert room.texts() == []
    room.tick(after(days=1, hours=2))
    assert room.texts() == ["D1: I2 part 0: Step two.", "D1: I2 part 1: Step two."]


def test_a_channel_that_is_opened_to_others_is_listed(room: Room) -> None:
    """What is internal and stands there; what is open is not."""
    Licences(room.store).set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U9", now=NOW)
    room.follow()
    room.ingest(ITEMS[0], publisher="Institute")
    room.ingest(GAZETTE, publisher="Gazette")
    room.tick(after(minutes=10))
    assert Admins(room.store).grant(CHANNEL, by="U9", now=after(hours=1), kind=MemoKind.CHANNEL)
    assert {each.what for each in Licences(room.store).list_visible(CHANNEL)} == {"D1, B1v1"}
    assert not Admins(room.store).grant(CHANNEL, by="U9", now=after(hours=2), kind=MemoKind.CHANNEL)
