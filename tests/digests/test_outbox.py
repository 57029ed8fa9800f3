"""What is decided about a new, a corrected and a withdrawn briefing, and what each place gets of it, once."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.digests.lines import RuleLines
from bot.model.briefing import Item
from bot.model.post import KEPT_BACK, PostingState
from bot.model.subscription import Schedule, SubscriptionState
from bot.store.database import Store
from bot.store.memos import Memo, MemoKind, put_memo, remove_memo
from bot.store.subscriptions import change_subscription, get_subscription
from tests.corpus import ITEMS, TopicMatcher, make_company_item, make_policy_item
from tests.digests.rule_room import ADMIN, DAILY, WEEKLY, RuleRoom
from tests.posting import NOW, TEAM, after

DAY, LATER = dt.date(2024, 3, 20), dt.date(2024, 3, 27)
CHANGED = (make_policy_item(1, "The ministry opens stricter rules on grid batteries for comment."), *ITEMS[1:])


@pytest.fixture
def room(store: Store) -> RuleRoom:
    return RuleRoom(store)


def test_a_new_briefing_waits_ten_minutes_then_goes_to_its_followers(room: RuleRoom) -> None:
    """Each channel that follows something in it gets one post, after the hold; the report says so."""
    room.follow("topic:energy")
    room.follow("topic:robotics", channel="C2")
    room.follow("topic:robotics", channel="C3", schedule=WEEKLY)
    room.ingest()
    posting = room.find_posting()
    assert (posting.waiting, posting.digests, posting.due_at) == (2, 1, after(minutes=10))
    assert room.tick(after(minutes=9)) == []
    assert room.tick(after(minutes=10)) == ["D1: I1 I3 part 0", "D2: I2 part 0"]
    assert room.tick(after(minutes=11)) == []


@pytest.mark.parametrize(
    ("items", "published_on", "said"),
    [
        (ITEMS[:1], dt.date(2024, 3, 5), "no channel follows what is in it"),
        (ITEMS, dt.date(2023, 12, 6), "the issue is older than 45 days"),
        (ITEMS, None, "no date of issue printed"),
    ],
)
def test_what_is_not_posted_is_said(
    room: RuleRoom, items: tuple[Item, ...], published_on: dt.date | None, said: str
) -> None:
    """Nothing that matches, an old issue, one without a date: silence in the channel, and the reason in the report."""
    room.follow("topic:robotics")
    room.ingest(*items, published_on=published_on)
    assert room.find_posting().reason == said
    assert room.tick(after(minutes=10)) == []


def test_an_earlier_issue_of_an_announced_series_is_archived(room: RuleRoom) -> None:
    """Only what is newer than the series' last announced issue is announced."""
    room.follow()
    room.ingest()
    room.ingest(published_on=dt.date(2024, 2, 20), now=after(minutes=1))
    assert room.find_posting(2).reason == "the issue is not newer than the last announced issue (2024-03-05)"


def test_what_a_place_has_is_left_out_with_its_reason(room: RuleRoom) -> None:
    """Two rules of one channel bring an item once; the ledger names the rule that posted it, and the sums add up."""
    room.follow("topic:energy")
    room.follow("")
    room.follow("topic:robotics", channel="C2", schedule=WEEKLY)
    room.ingest()
    assert room.sums()[2] == "D3: 3 items = 2 filtered + 1 waiting"
    assert room.tick(after(minutes=10)) == ["D1: I1 I3 part 0", "D2: I2 part 0"]
    assert room.renderer.digests[1].left_out == (("posted by D1", 2),)
    assert room.fates(2) == [
        ("I1", "already had", "posted by D1"),
        ("I2", "posted", "summary B1v1"),
        ("I3", "already had", "posted by D1"),
    ]
    assert room.sums()[:2] == ["D1: 3 items = 2 posted + 1 filtered", "D2: 3 items = 2 already had + 1 posted"]
    assert room.fates(1)[1] == ("I2", "filtered", "does not match: topic:energy")


def test_a_guessed_company_waits_for_a_decision(room: RuleRoom) -> None:
    """An item that names the followed company only by a guess stays out of unprompted posts."""
    room.follow("company:Harbourcell")
    room.ingest(make_company_item(1, "Harbourcell opens a line.", name="Harbourcell", company_id=None))
    assert room.tick(after(minutes=10)) == []
    assert room.fates() == [("I1", "waiting for a decision", "names the company only by a guess")]


def test_a_paused_rule_gets_nothing_and_the_ledger_says_so(room: RuleRoom) -> None:
    """What comes during a pause is not brought later; what waited before it comes once the rule goes on."""
    number = room.follow("", schedule=DAILY)
    room.ingest(*ITEMS[:1])
    room.rules.turn(number, SubscriptionState.PAUSED, asker=ADMIN, now=after(minutes=20))
    room.ingest(*ITEMS[1:], published_on=NOW.date(), now=after(minutes=30))
    assert room.find_posting(2).state is PostingState.NOBODY
    room.tick(after(hours=6))
    assert room.fates()[1:] == [(item, "filtered", "D1 was paused") for item in ("I2", "I3")]
    room.rules.turn(number, SubscriptionState.ACTIVE, asker=ADMIN, now=after(hours=7))
    assert room.tick(after(days=1, hours=6))[-1] == "D1: I1 part 0"


def test_a_filter_that_cannot_be_read_pauses_its_rule(room: RuleRoom) -> None:
    """Its place hears of it once; no other rule is harmed."""
    bad = room.follow("sort:nonsense")
    room.follow("", channel="C2")
    room.ingest()
    assert room.find_posting().waiting == 1
    with room.store.read() as db:
        paused = get_subscription(db, bad)
    assert paused.state is SubscriptionState.PAUSED
    assert (paused.reason or "").startswith("its filter cannot be read:")
    for minutes in (1, 11, 70):
        room.tick(after(minutes=minutes))
    assert [text[:9] for text in room.texts()] == ["paused D1", "D2: I1 I2"]


def test_a_correction_during_the_hold_decides_anew(room: RuleRoom) -> None:
    """The wrong text never goes out; what is dropped is forgotten, what is added comes."""
    room.follow()
    room.ingest(*ITEMS[:2])
    said = room.ingest(*CHANGED, now=after(minutes=5), is_new=False)
    assert said == ("what waited is decided again",)
    assert room.tick(after(minutes=10)) == ["D1: I1v2 I2 I3 part 0"]
    assert room.sums() == ["D1: 3 items = 3 posted"]


def test_a_correction_afterwards_posts_nothing_new(room: RuleRoom) -> None:
    """What it adds is filtered for a rule that posts at once; a digest still to come brings it."""
    room.follow(channel="C1")
    room.follow(channel="C2", schedule=DAILY)
    room.ingest(*ITEMS[:2])
    assert room.tick(after(minutes=10)) == ["D1: I1 I2 part 0"]
    room.ingest(*ITEMS, now=after(minutes=20), is_new=False)
    assert room.tick(after(minutes=40)) == []
    assert room.fates()[2] == ("I3", "filtered", "a correction added it after the post")
    assert room.tick(after(hours=6)) == ["D2: I1 I2 I3 part 0"]
    assert room.sums() == ["D1: 3 items = 2 posted + 1 filtered", "D2: 3 items = 3 posted"]


def test_undo_ends_what_waits_and_marks_what_was_posted(room: RuleRoom) -> None:
    """Within the hold nothing is left behind; afterwards the post says that it was withdrawn, and it may come anew."""
    room.follow()
    room.ingest()
    assert room.undo(now=after(minutes=5)) == ("1 cancelled",)
    assert room.tick(after(minutes=10)) == []
    assert {reason for _, _, reason in room.fates()} == {"the briefing was taken back"}
    room.ingest(now=after(minutes=20))
    assert len(room.tick(after(minutes=30))) == 1
    assert room.undo(now=after(minutes=40)) == ("1 to be marked as withdrawn",)
    room.tick(after(minutes=41))
    assert room.poster.updates[0][1].text == f"withdrawn Harbour Institute's notes {dt.date(2024, 3, 5)}"
    room.ingest(now=after(minutes=50))
    assert len(room.tick(after(minutes=60))) == 1


def test_a_new_subscription_starts_with_one_summary(room: RuleRoom) -> None:
    """It is one of the latest briefing, also when that was archived; one in its hold comes with the others."""
    room.ingest(published_on=dt.date(2023, 12, 6))
    room.follow(is_new=True)
    room.follow(channel="C2", schedule=WEEKLY, is_new=True)
    assert room.tick(after(hours=1)) == ["D1: I1 I2 I3 part 0", "D2: I1 I2 I3 part 0"]
    assert room.tick(after(hours=2)) == []
    room.ingest(published_on=NOW.date(), now=after(hours=3))
    room.follow(channel="C3", is_new=True)
    assert room.tick(after(hours=3, minutes=1)) == []
    assert "D3: I4 I5 I6 part 0" in room.tick(after(hours=3, minutes=10))


def test_an_old_briefing_that_is_announced_after_all_comes_to_the_others_only(room: RuleRoom) -> None:
    """Who had it as a first summary has it; the ledger goes on to say so."""
    room.ingest(published_on=dt.date(2023, 12, 6))
    room.follow(is_new=True)
    room.tick(after(hours=1))
    room.follow(channel="C2")
    with room.store.write() as db:
        room.digests.decide(db, 1, by="U9", now=after(hours=2))
    assert room.tick(after(hours=2, minutes=10)) == ["D2: I1 I2 I3 part 0"]
    assert room.sums() == ["D1: 3 items = 3 posted", "D2: 3 items = 3 posted"]


# What a post that was never made leaves to others.


def test_what_an_ended_rule_would_have_brought_comes_by_another(room: RuleRoom) -> None:
    """In its own time, and once."""
    first = room.follow("topic:energy")
    room.follow("", schedule=DAILY)
    room.ingest()
    room.poster.faults = ["lost"]
    room.tick(after(minutes=10))
    room.rules.turn(first, SubscriptionState.CANCELLED, asker=ADMIN, now=after(minutes=11))
    assert room.tick(after(hours=6))[-1] == "D2: I2 part 0"
    assert room.sums() == ["D2: 3 items = 2 already had + 1 posted"]


def test_a_cancelled_post_leaves_its_items_to_the_next_digest(room: RuleRoom) -> None:
    """A digest that could not be sent for twelve hours is given up; the next one brings what was in it."""
    room.follow("topic:energy", schedule=DAILY)
    room.ingest()
    with room.store.write() as db:
        put_memo(db, Memo(kind=MemoKind.STOPPED, subject=TEAM, at=NOW, record="token_revoked"))
    room.tick(after(hours=6))
    with room.store.write() as db:
        remove_memo(db, MemoKind.STOPPED, TEAM)
    assert room.tick(after(hours=18)) == []
    assert room.states() == ["cancelled"]
    assert room.fates()[0][1] == "waiting"
    assert room.tick(after(days=1, hours=6)) == ["D1: I1 I3 part 0"]


def test_what_is_too_late_is_not_posted_and_the_ledger_says_so(room: RuleRoom) -> None:
    """After more than twelve hours of downtime no post at once comes; a digest waits for the next slot."""
    room.follow("topic:energy")
    room.follow("topic:robotics", schedule=WEEKLY)
    room.ingest()
    assert room.tick(after(hours=13)) == []
    assert room.fates()[0] == ("I1", "filtered", "more than 12 hours late")
    assert room.tick(after(days=2)) == []
    assert room.fates(2)[1] == ("I2", "waiting", "for the next digest: that of 2024-03-11 was more than 12 hours late")
    assert room.tick(after(days=8, hours=6)) == ["D2: I2 part 0"]


def test_missed_slots_become_one_digest(room: RuleRoom) -> None:
    """A bot that was down for days brings all of it once, within twelve hours of the last slot."""
    room.follow("", schedule=DAILY)
    room.ingest(*ITEMS[:2])
    room.ingest(*ITEMS[2:], published_on=NOW.date(), now=after(days=1))
    assert room.tick(after(days=3, hours=7)) == ["D1: I1 I2 I3 part 0"]
    with room.store.read() as db:
        assert get_subscription(db, 1).decided_on == dt.date(2024, 3, 13)


def test_an_empty_week_is_silent(room: RuleRoom) -> None:
    """A slot with nothing to bring posts nothing, and is not decided twice."""
    room.follow("topic:robotics", schedule=DAILY)
    room.ingest(*ITEMS[:1])
    for hours in (6, 7, 30):
        assert room.tick(after(hours=hours)) == []
    with room.store.read() as db:
        assert get_subscription(db, 1).decided_on == dt.date(2024, 3, 11)


def test_what_waits_follows_the_changed_rule(room: RuleRoom) -> None:
    """What waited for a weekly digest comes at once when the rule does; what matches no more is filtered, and back."""
    number = room.follow("topic:energy", schedule=WEEKLY)
    room.ingest(now=after(days=2))
    with room.store.write() as db:
        change_subscription(db, number, filter="topic:robotics", schedule=Schedule(remind=()))
        RuleLines(TopicMatcher(), room.renderer).follow_change(db, get_subscription(db, number), now=after(days=3))
        db.execute("UPDATE subscriptions SET runs_from = ?", [after(days=3).isoformat()])
    assert [fate for _, fate, _ in room.fates()] == ["filtered", "waiting", "filtered"]
    assert room.tick(after(days=3)) == ["D1: I2 part 0"]


# A policy that another briefing reports again.


def report(position: int = 1, *, on: dt.date | None = DAY, topic: str = "energy") -> Item:
    """Return a report of the one policy that has this position."""
    item = make_policy_item(position, f"Rules number {position}.", closes_on=DAY, topic=topic)
    assert item.policy is not None
    policy = replace(item.policy, title_zh=f"第{position}号管理办法")
    return replace(item, policy=policy, deadlines=(replace(item.deadlines[0], on=on),) if on else ())


def test_a_report_that_changes_nothing_is_silent_and_what_changed_is_told(store: Store) -> None:
    """A repeated report counts as had, even where it leaves a fact out; a third is held against the last one told."""
    room = RuleRoom(store, quotes=True)
    room.follow()
    room.ingest(report(1), report(2), publisher="Institute")
    room.tick(after(minutes=11))
    room.ingest(report(1), report(2, on=None), publisher="Gazette", now=after(days=1))
    assert room.find_posting(2).reason == KEPT_BACK
    assert room.tick(after(days=1, minutes=11)) == []
    told = "posted by D1 from an earlier report, and nothing changed"
    assert room.fates()[2:] == [(item, "already had", told) for item in ("I3", "I4")]
    room.ingest(report(1), report(2, on=LATER), publisher="Courier", now=after(days=2))
    assert room.tick(after(days=2, minutes=11)) == ["D1: P2 part 0: Rules number 2. | Rules number 2."]
    room.ingest(report(2, on=LATER), publisher="Post", now=after(days=3))
    assert room.tick(after(days=3, minutes=11)) == []
    assert room.sums() == ["D1: 7 items = 4 already had + 3 posted"]


def test_a_moved_deadline_reaches_who_was_told_the_old_one(room: RuleRoom) -> None:
    """Also where the new report itself does not match the filter; nothing else of it does."""
    room.follow("topic:energy")
    room.ingest(report(1), publisher="Institute")
    room.tick(after(minutes=11))
    room.ingest(
        report(1, on=LATER, topic="robotics"), report(3, topic="robotics"), publisher="Gazette", now=after(days=1)
    )
    assert room.tick(after(days=1, minutes=11)) == ["D1: P1 part 0"]
    assert room.renderer.digests[-1].entries[0].item.before is not None


def test_a_report_waits_again_once_what_it_repeats_is_taken_back(room: RuleRoom) -> None:
    """Its rule brings it after all."""
    room.follow("", schedule=DAILY)
    room.ingest(report(1), publisher="Institute")
    room.tick(after(hours=6))
    room.ingest(report(1), publisher="Gazette", now=after(hours=7))
    room.undo(1, now=after(hours=8))
    assert room.fates()[1][1] == "waiting"
    assert room.tick(after(days=1, hours=6)) == ["D1: P1 part 0"]
