"""Digests of deadlines ahead are corrected and taken back as other posts are, each of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.cli.text import render_message
from bot.slack.in_memory.local_slack import CHANNEL
from bot.store.ledger import list_ledger
from tests.channel_room import Room, open_room
from tests.corpus import ITEMS, make_briefing, make_policy_item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.domain.records.briefing import Item

MARCH = dt.date(2024, 3, 1)
LATER = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 28))
FAR = make_policy_item(2, "The ministry opens rules on barges for comment.", closes_on=dt.date(2024, 4, 15))
OTHER = make_policy_item(1, "The ministry opens rules on kites for comment.", closes_on=dt.date(2024, 3, 22))


def _at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2024, 3, day, hour, 0, 30, tzinfo=dt.UTC)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A channel that had a digest of the deadlines ahead on the first days of March."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        room.command("/digest subscribe deadlines daily at 09:00 tz:UTC remind:none")
        room.tick()
        room.tick(_at(1, 5))
        room.ingest(make_briefing(MARCH))
        for day in (1, 2, 3):
            room.tick(_at(day))
        yield room


def test_every_digest_of_deadlines_is_corrected(room: Room) -> None:
    """A moved deadline stands in each, told before or not; they stay digests of deadlines, and one line tells it."""
    assert [("Act by 20 Mar" in each) for each in room.summaries()] == [True] * 3
    before = room.summaries()
    room.tick(_at(3, 10))
    room.ingest(make_briefing(MARCH, sha256="b", items=(LATER, *ITEMS[1:])))
    room.tick(_at(3, 11))
    now = ((19, 27), (18, 26), (17, 25))
    expected = [
        text.replace(f"20 Mar 2024 ({was} days", f"28 Mar 2024 ({days} days")
        for text, (was, days) in zip(before, now, strict=True)
    ]
    assert room.summaries() == expected
    assert len(room.posts("Corrected: P1 deadline 28 Mar 2024")) == 1
    with room.app.store.read() as db:
        (told,) = [row for row in list_ledger(db) if row.item == "I1" and "corrected" in row.reason]
    assert (told.fate, told.reason) == ("posted", "summary 2024-03-03 09:00, corrected")


@pytest.mark.parametrize("post", [0, -1])
def test_each_digest_of_deadlines_is_explained(room: Room, post: int) -> None:
    """Why these? names the items of the first and of those that brought nothing new."""
    room.look(post=post)
    assert "P1 Headline 1: deadline 2024-03-20" in room.press("Why these?")


def test_a_briefing_is_taken_back_from_every_digest_of_deadlines(room: Room) -> None:
    """What else they bring stays, over a line in the thread; those that bring nothing else say what was taken back."""
    room.ingest(replace(make_briefing(dt.date(2024, 3, 3), sha256="k", items=(OTHER,)), series="Kites"))
    room.tick(_at(4))
    room.app.ingest.undo(1, by="U9", now=_at(4, 10))
    room.tick(_at(4, 10))
    (left,) = room.summaries()
    assert "Act by 22 Mar" in left
    assert "Act by 20 Mar" not in left
    assert len(room.posts("Withdrawn: Harbour Institute Harbour Notes, 1 Mar 2024")) == 7
    room.tick(_at(5))
    assert len(room.summaries()) == 2


def test_a_digest_of_which_all_was_taken_back_names_what_it_was(tmp_path: Path) -> None:
    """A briefing of the same days of which it had nothing is not what it told of."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        room.command("/digest subscribe topic:robotics daily at 09:00 tz:UTC remind:none")
        room.tick()
        room.tick(_at(1, 5))
        room.ingest(replace(make_briefing(MARCH, sha256="k", items=(OTHER,)), series="Kites"))
        room.ingest(make_briefing(MARCH))
        room.tick(_at(1))
        room.app.ingest.undo(2, by="U9", now=_at(1, 10))
        room.tick(_at(1, 10))
        assert room.summaries() == []
        assert room.posts("Withdrawn: Harbour Institute Harbour Notes, 1 Mar 2024")
        assert not room.posts("Withdrawn: Harbour Institute Kites")


def _subscribe(room: Room, *rules: str, at: dt.datetime) -> None:
    for rule in rules:
        room.command(f"/digest subscribe {rule} tz:UTC remind:none")
    for minutes in (0, 1):
        room.tick(at + dt.timedelta(minutes=minutes))


def _list_fates(room: Room, rule: str) -> list[tuple[str, str]]:
    with room.app.store.read() as db:
        return [(row.item, row.fate) for row in list_ledger(db) if row.subscription == rule]


def test_a_deadline_that_is_over_by_its_digest_waits_no_more(tmp_path: Path) -> None:
    """What was to come with a digest of deadlines and did not is said at that digest, and no earlier."""
    with open_room(tmp_path, now=_at(13, 4)) as room:
        _subscribe(room, "deadlines weekly at 09:00", at=_at(13, 5))
        room.ingest(make_briefing(dt.date(2024, 3, 13), items=(_closing(16), ITEMS[1])))
        assert _list_fates(room, "D1") == [("I1", "waiting"), ("I2", "filtered")]
        room.tick(_at(17))
        assert _list_fates(room, "D1")[0] == ("I1", "waiting")
        room.tick(_at(18))
        assert _list_fates(room, "D1") == [("I1", "filtered"), ("I2", "filtered")]
        assert room.summaries() == []


@pytest.mark.parametrize("rule", ["deadlines daily at 17:00", "status:draft_for_comment daily at 17:00"])
def test_a_person_leaves_nothing_to_a_digest_that_will_not_bring_it(tmp_path: Path, rule: str) -> None:
    """By the channel's hour the deadline is over in Beijing: the person's digest brings it, and so does its preview."""
    with open_room(tmp_path, now=_at(15, 4)) as room:
        _subscribe(room, rule, "to:me daily at 15:00", at=_at(15, 5))
        room.tick(_at(15, 18))
        room.ingest(make_briefing(dt.date(2024, 3, 15), items=(_closing(16), ITEMS[1])))
        for hour in (15, 17):
            room.tick(_at(16, hour))
        assert [fate for _, fate in _list_fates(room, "D2")] == ["posted", "posted"]
        assert _list_fates(room, "D1")[0] == ("I1", "filtered")
        room.tick(_at(18))
        assert "1 post with 2 items" in room.command("/digest preview D2")


@pytest.mark.parametrize(("channel", "own"), [("09:00", "10:00"), ("10:00", "09:00")])
def test_a_persons_digest_of_deadlines_leaves_those_of_their_channel_to_it(
    tmp_path: Path, channel: str, own: str
) -> None:
    """Whichever comes first, the channel's tells and the person's does not, preview and ledger too; alone it tells."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        rules = (
            f"deadlines daily at {channel}",
            f"to:me deadlines daily at {own}",
            "to:me due:60d every:daily at:10:30",
        )
        _subscribe(room, *rules, at=_at(1, 5))
        room.ingest(make_briefing(MARCH, items=(*ITEMS[:1], FAR)))
        for day, hour in ((day, hour) for day in (1, 2, 3) for hour in (9, 10, 11)):
            room.tick(_at(day, hour))
        assert len(room.summaries()) == 3
        private = [text for text in _list_private(room) if text.startswith("China policy")]
        assert len(private) == 3
        assert all("Act by 15 Apr" in text and "Act by 20 Mar" not in text for text in private)
        assert "Left out 1: left to D1 1" in private[-1]
        assert _list_fates(room, "D2") == [("I1", "already had"), ("I2", "filtered")]
        assert "no post, what matches is left out: 1 item that D1 brought" in room.command("/digest preview D2")
        assert "3 posts with 3 items" in room.command("/digest preview D3")
        assert "none missing" in room.command("/digest status")
        room.ingest(make_briefing(MARCH, sha256="b", items=(LATER, FAR)))
        room.tick(_at(3, 12))
        assert [text for text in _list_private(room) if "28 Mar" in text] == []
        room.command("/digest pause D1")
        for day, hour in ((day, hour) for day in (4, 5) for hour in (9, 10)):
            room.tick(_at(day, hour))
        assert "Act by 28 Mar" in _list_private(room)[-2]
        assert _list_fates(room, "D2")[-2:] == [("I1", "posted"), ("I2", "filtered")]


@pytest.mark.parametrize("paused", [False, True])
def test_a_person_is_left_to_a_channel_for_which_a_deadline_comes_near(tmp_path: Path, *, paused: bool) -> None:
    """What its digest of deadlines lists within the day, though it was too far ahead when it was read.

    Where the channel's does not come, the person's next digest brings it; the preview says the same.
    """
    with open_room(tmp_path, now=_at(1, 4)) as room:
        _subscribe(room, "deadlines daily at 10:00", "to:me daily at 09:00", at=_at(1, 5))
        room.tick(_at(1, 10))
        far = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 4, 1))
        room.clock.at = _at(1, 12)
        room.ingest(make_briefing(MARCH, items=(far,)))
        room.tick(_at(2, 9))
        assert _list_fates(room, "D1") == [("I1", "filtered")]
        assert [text for text in _list_private(room) if "Headline 1" in text] == []
        if paused:
            room.command("/digest pause D1")
        for day, hour in ((2, 10), (3, 9), (3, 10)):
            room.tick(_at(day, hour))
        assert ["Act by 1 Apr" in text for text in room.summaries()] == ([] if paused else [True, True])
        private = [text for text in _list_private(room) if text.startswith("China policy") and "Headline 1" in text]
        assert len(private) == paused
        said = "1 post with 1 item" if paused else "no post, what matches is left out: 1 item that D1 brought"
        assert said in room.command("/digest preview D2")
        assert "none missing" in room.command("/digest status")


def test_a_person_is_left_to_a_channel_for_what_it_left_to_a_reminder(tmp_path: Path) -> None:
    """What the channel was reminded of yesterday its next digest of deadlines lists, and the person's does not."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        room.command("/digest subscribe deadlines daily at 10:00 tz:UTC")
        _subscribe(room, "to:me daily at 09:00", at=_at(1, 5))
        room.tick(_at(1, 10))
        near = make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, 6))
        room.clock.at = _at(2, 9) + dt.timedelta(minutes=30)
        room.ingest(make_briefing(MARCH, items=(near,)))
        room.tick(_at(2, 9) + dt.timedelta(minutes=45))
        room.tick(_at(2, 10))
        assert _list_fates(room, "D1") == [("I1", "reminded of")]
        for hour in (9, 10):
            room.tick(_at(3, hour))
        assert _list_fates(room, "D1")[-1] == ("I1", "posted")
        private = [text for text in _list_private(room) if text.startswith("China policy") and "Headline 1" in text]
        assert private == []
        assert "no post, what matches is left out: 1 item that D1 brought" in room.command("/digest preview D2")
        assert "none missing" in room.command("/digest status")


def _list_private(room: Room) -> list[str]:
    return [render_message(post) for post in room.app.workspace.list_posts("D0ADMIN")]


def _closing(day: int) -> Item:
    return make_policy_item(1, ITEMS[0].text, closes_on=dt.date(2024, 3, day))


def _decline(room: Room, *, start: str) -> str:
    workspace = room.app.workspace
    screen = workspace.look(CHANNEL)
    (post,) = [each for each in workspace.list_posts(CHANNEL) if render_message(each).startswith(start)]
    workspace.show(replace(screen, kind="in_channel", payload=post))
    return render_message(workspace.press("Not for us").payload)


def test_after_not_for_us_no_digest_of_deadlines_names_it(tmp_path: Path) -> None:
    """What is declined leaves the next digests, and one of nothing else is silent; what was posted stands."""
    with open_room(tmp_path, now=_at(12, 4)) as room:
        room.command("/digest subscribe deadlines daily at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(12, 5))
        room.ingest(make_briefing(MARCH, items=(ITEMS[0], _closing_at(2, 24))))
        for day in (12, 13):
            room.tick(_at(day))
        before = room.summaries()
        assert "no further reminder" in _decline(room, start="7 days left: comment on Headline 1")
        for day in (14, 15, 16):
            room.tick(_at(day))
        assert "Headline 1" not in room.summaries()[-1]
        assert "Headline 2" in room.summaries()[-1]
        room.tick(_at(17))
        assert "no further reminder" in _decline(room, start="7 days left: comment on Headline 2")
        shown = room.summaries()
        for day in (18, 19):
            room.tick(_at(day))
        assert room.summaries() == shown
        assert shown[: len(before)] == before
        for rule in ("D1", "deadlines daily at 09:00 tz:UTC remind:none"):
            assert f"{len(shown)} posts" in room.command(f"/digest preview {rule}")
        assert "none missing" in room.command("/digest status")


def test_what_was_declined_before_its_digest_waits_no_more(tmp_path: Path) -> None:
    """What waited for a weekly digest and was declined meanwhile is not posted, and the ledger says why."""
    with open_room(tmp_path, now=_at(12, 4)) as room:
        room.command("/digest subscribe deadlines weekly at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(12, 5))
        room.ingest(make_briefing(MARCH, items=ITEMS[:1]))
        for day in (12, 13):
            room.tick(_at(day))
        _decline(room, start="7 days left: comment on Headline 1")
        room.tick(_at(18))
        assert room.summaries() == []
        assert _list_fates(room, "D1") == [("I1", "not for us")]
        assert "1 item = 1 not for us, none missing" in room.command("/digest status")


def _titled(item: Item) -> Item:
    assert item.policy is not None
    return replace(item, policy=replace(item.policy, title_en="Measures for Storage of Energy"))


def _ingest_letters(room: Room, days: tuple[int, ...]) -> None:
    """Two letters on one document, the later one with another day; the days are those of ticks between them."""
    room.ingest(make_briefing(MARCH, items=(_titled(ITEMS[0]),)))
    for day in days:
        room.tick(_at(day))
    later = make_briefing(dt.date(2024, 3, 3), sha256="k", items=(_titled(LATER),))
    room.ingest(replace(later, series="Kites"))


def test_a_deadline_that_another_letter_moved_is_told_no_more(tmp_path: Path) -> None:
    """From then on the new day alone stands ahead, by the newer report, and its change is told once."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        _subscribe(room, "deadlines daily at 09:00", at=_at(1, 5))
        _ingest_letters(room, (1, 2, 3))
        before = room.summaries()
        assert ["Act by 20 Mar" in text for text in before] == [True] * 3
        for day in (4, 5):
            room.tick(_at(day))
        assert room.summaries()[:3] == before
        first, second = room.summaries()[3:]
        for text in (first, second):
            assert text.count("Act by") == 1
            assert "Act by 28 Mar" in text
            assert "Harbour Notes" not in text
        assert "deadline: was 20 Mar / new: 28 Mar 2024" in first
        assert "was 20 Mar" not in second
        assert "5 posts with 5 items" in room.command("/digest preview D1")
        assert "none missing" in room.command("/digest status")


def test_a_moved_deadline_is_not_ahead_in_other_digests_either(tmp_path: Path) -> None:
    """A digest that brings both letters tells the day that holds."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        _subscribe(room, "daily at 09:00", at=_at(1, 5))
        _ingest_letters(room, ())
        room.tick(_at(1))
        (text,) = room.summaries()
        assert text.count("Act by") == 1
        assert "Act by 28 Mar" in text


def test_what_a_newer_letter_tells_before_its_digest_waits_no_more(tmp_path: Path) -> None:
    """What waited for a weekly digest and was moved meanwhile is not posted, and the ledger says why."""
    with open_room(tmp_path, now=_at(1, 4)) as room:
        _subscribe(room, "deadlines weekly at 09:00", at=_at(1, 5))
        _ingest_letters(room, ())
        room.tick(_at(4))
        assert _list_fates(room, "D1") == [("I1", "told by a newer report"), ("I2", "posted")]
        assert "2 items = 1 posted + 1 told by a newer report, none missing" in room.command("/digest status")


def _closing_at(position: int, day: int) -> Item:
    return make_policy_item(position, "Barges are opened for comment.", closes_on=dt.date(2024, 3, day))


def test_a_reminder_of_the_day_stands_alone(tmp_path: Path) -> None:
    """What a reminder tells is left out of the digest of that hour, and counted; a digest of nothing else is silent."""
    with open_room(tmp_path, now=_at(12, 4)) as room:
        room.command("/digest subscribe deadlines daily at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(12, 5))
        room.ingest(make_briefing(MARCH, items=(ITEMS[0], _closing_at(2, 24))))
        for day in (12, 13, 14):
            room.tick(_at(day))
        both, other, again = room.summaries()
        assert len(room.posts("7 days left: comment on Headline 1")) == 1
        for text in (both, again):
            assert "Headline 1" in text
            assert "Left out" not in text
        assert "Headline 1" not in other
        assert "Act by 24 Mar" in other
        assert "Left out 1: told by a reminder of the day 1" in other
        assert "3 posts with 5 items" in room.command("/digest preview D1")
        reworded = replace(ITEMS[0], headline="Batteries on the grid")
        room.ingest(make_briefing(MARCH, sha256="b", items=(reworded, _closing_at(2, 24))))
        room.tick(_at(14, 10))
        assert ["Batteries" in text for text in room.summaries()] == [True, False, True]
        assert room.summaries()[1] == other


def test_a_weekly_digest_leaves_its_only_deadline_to_the_reminder(tmp_path: Path) -> None:
    """The ledger says so of what no digest brought, and the next one brings it; the preview tells the same."""
    with open_room(tmp_path, now=_at(10, 4)) as room:
        room.command("/digest subscribe deadlines weekly at 09:00 tz:UTC")
        room.tick()
        room.tick(_at(10, 5))
        room.ingest(make_briefing(MARCH, items=(_closing_at(1, 18),)))
        room.tick(_at(11))
        assert room.summaries() == []
        assert len(room.posts("7 days left")) == 1
        assert _list_fates(room, "D1") == [("I1", "reminded of")]
        assert "1 item = 1 reminded of, none missing" in room.command("/digest status")
        assert "no post" in room.command("/digest preview D1")
        room.tick(_at(18))
        assert len(room.summaries()) == 1
        assert _list_fates(room, "D1") == [("I1", "posted")]
        assert "1 post with 1 item" in room.command("/digest preview D1")


@pytest.mark.parametrize(
    "rule", ["deadlines topic:energy kites", "due:2024-03-01..2024-03-24"], ids=["from a day on", "of some days"]
)
def test_a_digest_of_deadlines_ends_with_them(tmp_path: Path, rule: str) -> None:
    """A range that began before holds what is over: only what lies ahead is listed, and a preview says the same."""
    second = replace(OTHER, position=2, deadlines=(replace(OTHER.deadlines[0], on=dt.date(2024, 3, 24)),))
    with open_room(tmp_path, now=_at(20, 4)) as room:
        _subscribe(room, f"{rule} daily at 09:00", at=_at(20, 5))
        room.ingest(make_briefing(dt.date(2024, 3, 20), items=(OTHER, second)))
        for day in range(20, 29):
            room.tick(_at(day))
        told = [[day in text for day in ("by 22 Mar", "by 24 Mar")] for text in room.summaries()]
        assert told == [[True, True]] * 3 + [[False, True]] * 2
        assert all(("closed 22 Mar" in text) is False for text in room.summaries())
        assert "5 posts with" in room.command("/digest preview D1")
