"""Which policy an item is about, over a real store."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.policy import PolicyCard
from bot.ingest.review import merge_policies
from bot.model.briefing import Item, PolicyStatus, ReportedPolicy
from tests.room import ISSUE, NOW, POLICY, TOP, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def report(policy: ReportedPolicy, day: int, *, issuers: tuple[str, ...] = ("MIIT",), month: int = 3) -> Item:
    on = dt.date(2024, month, day)
    return replace(TOP, policy=policy, reported_on=on, issuing_bodies=issuers, deadlines=())


ENGLISH = replace(POLICY, title_zh=None, title_en="Measures for the Use of Robots", status=PolicyStatus.ISSUED)
TITLED = replace(POLICY, title_zh="工业和信息化部起重机公告", title_en=None, status=PolicyStatus.ISSUED)
BARE = replace(ENGLISH, title_en=None, document_number="2023年第32号公告")
NAMED = replace(BARE, document_number="工信部公告2023年第32号", number_bodies=("MIIT",))
OTHER_WORDS = replace(BARE, document_number="工业和信息化部公告2023年第32号", number_bodies=("MIIT",))
FOREIGN = replace(BARE, document_number="交通运输部公告2023年第32号", number_bodies=("MOT",))


def number(policy: ReportedPolicy, count: int) -> ReportedPolicy:
    return replace(policy, document_number=f"工信部装〔2024〕{count}号")


@pytest.mark.parametrize(
    ("items", "policies"),
    [
        # Two sources with the same English title and issuer, and nearly the same day; not the title alone.
        ((report(ENGLISH, 1), report(ENGLISH, 9)), [1, 1]),
        ((report(ENGLISH, 1), report(ENGLISH, 2, issuers=("MOT",)), report(ENGLISH, 1, month=1)), [1, 2, 3]),
        # Two numbers are two documents; a missing one joins the one reported before it.
        ((report(number(POLICY, 1), 1), report(number(POLICY, 2), 5), report(POLICY, 3)), [1, 2, 1]),
        ((report(number(ENGLISH, 5), 1), report(number(ENGLISH, 6), 1)), [1, 2]),
        # A bare number is that of its only issuer, in whatever words the number names it.
        ((report(BARE, 1), report(BARE, 1, issuers=("MOT",)), report(BARE, 2)), [1, 2, 1]),
        ((report(NAMED, 1), report(BARE, 2), report(FOREIGN, 2), report(OTHER_WORDS, 3)), [1, 1, 2, 1]),
    ],
)
@pytest.mark.parametrize("in_one", [False, True])
def test_what_sources_print_says_which_document_it_is(
    room: Room, items: tuple[Item, ...], policies: list[int], *, in_one: bool
) -> None:
    """Whether the reports come in a briefing each or all in one."""
    said = [replace(item, position=at, text=f"Report {at}.", headline=None) for at, item in enumerate(items, 1)]
    for at, held in enumerate([said] if in_one else [[item] for item in said], 1):
        room.ingest(replace(ISSUE, sha256=str(at), published_on=dt.date(2024, 4, at), items=tuple(held)))
    with room.store.read() as db:
        assert [row[0] for row in db.execute("SELECT policy_id FROM items ORDER BY id").fetchall()] == policies


def open_card(room: Room, policy: int) -> PolicyCard:
    card = room.lookup.get_policy(policy, now=NOW)
    assert isinstance(card, PolicyCard)
    return card


def test_an_item_that_loses_its_titles_keeps_its_policy(room: Room) -> None:
    """A correction that takes the title away does not make a second policy of it."""
    room.ingest(replace(ISSUE, items=(report(ENGLISH, 1),)))
    room.ingest(replace(ISSUE, sha256="again", items=(report(replace(ENGLISH, title_en=None), 1),)))
    policy = open_card(room, 1).policy
    assert (policy.title_en, policy.item_ids) == (None, ("I1",))


def test_a_merged_policy_leads_on(room: Room) -> None:
    """The id of a policy that was merged opens the one it was merged into."""
    room.ingest(replace(ISSUE, items=(report(ENGLISH, 1), replace(report(TITLED, 1), position=2))))
    with room.store.write() as db:
        merge_policies(db, 1, 2, by="U9", now=NOW)
    assert open_card(room, 2).policy.id == "P1"
