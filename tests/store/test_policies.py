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

ENGLISH = replace(POLICY, title_zh=None, title_en="Measures for the Use of Robots", status=PolicyStatus.ISSUED)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def report(policy: ReportedPolicy, day: int, *, issuers: tuple[str, ...] = ("MIIT",)) -> Item:
    return replace(TOP, policy=policy, reported_on=dt.date(2024, 3, day), issuing_bodies=issuers, deadlines=())


def policies_of(room: Room, *items: Item, in_one: bool = False) -> list[int | None]:
    """Ingest each item in a briefing of its own, or all in one, and give the policy each is about."""
    for number, held in enumerate([items] if in_one else [(item,) for item in items], 1):
        room.ingest(replace(ISSUE, sha256=str(number), published_on=dt.date(2024, 4, number), items=held))
    with room.store.read() as db:
        return [row[0] for row in db.execute("SELECT policy_id FROM items ORDER BY id").fetchall()]


def test_an_english_title_with_issuer_and_date_is_enough(room: Room) -> None:
    """Two sources that give the same English title, issuer and nearly the same day report one document."""
    assert policies_of(room, report(ENGLISH, 1), report(ENGLISH, 9)) == [1, 1]


def test_an_english_title_alone_is_not(room: Room) -> None:
    """Another issuer, or a day far off, makes another document."""
    far = replace(report(ENGLISH, 1), reported_on=dt.date(2024, 1, 1))
    assert policies_of(room, report(ENGLISH, 1), report(ENGLISH, 2, issuers=("MOT",)), far) == [1, 2, 3]


def test_two_numbers_are_two_documents(room: Room) -> None:
    """Equal titles with different document numbers are parted; a missing number joins the one reported before it."""
    first = replace(POLICY, document_number="工信部装〔2024〕1号")
    second = replace(POLICY, document_number="工信部装〔2024〕2号")
    english = replace(ENGLISH, document_number="工信部科〔2024〕5号")
    other = replace(ENGLISH, document_number="工信部科〔2024〕6号")
    items = (report(first, 1), report(second, 5), report(POLICY, 3), report(english, 1), report(other, 1))
    assert policies_of(room, *items) == [1, 2, 1, 3, 4]


def test_a_bare_number_of_two_bodies_is_two_documents(room: Room) -> None:
    """A number that names no body unites reports of the same issuers, and no others."""
    bare = replace(ENGLISH, title_en=None, document_number="公告2023年第32号")
    items = (report(bare, 1), report(bare, 1, issuers=("MOT",)), report(bare, 2))
    assert policies_of(room, *items) == [1, 2, 1]


def test_a_bare_number_is_that_of_its_only_issuer(room: Room) -> None:
    """A report that names the body in the number, one that does not and one in other words are about one document."""
    bare = replace(ENGLISH, title_en=None, document_number="2023年第32号公告")
    named = replace(bare, document_number="工信部公告2023年第32号", number_bodies=("MIIT",))
    other = replace(bare, document_number="工业和信息化部公告2023年第32号", number_bodies=("MIIT",))
    foreign = replace(bare, document_number="交通运输部公告2023年第32号", number_bodies=("MOT",))
    items = (report(named, 1), report(bare, 2), report(foreign, 2), report(other, 3), report(bare, 3, issuers=("MOT",)))
    assert policies_of(room, *items) == [1, 1, 2, 1, 2]


def test_an_item_that_loses_its_titles_keeps_its_policy(room: Room) -> None:
    """A correction that takes the title away does not make a second policy of it."""
    bare = replace(ENGLISH, title_en=None)
    room.ingest(replace(ISSUE, items=(report(ENGLISH, 1),)))
    room.ingest(replace(ISSUE, sha256="again", items=(report(bare, 1),)))
    card = room.lookup.get_policy(1, now=NOW)
    assert isinstance(card, PolicyCard)
    assert card.policy.title_en is None
    assert card.policy.item_ids == ("I1",)


def test_a_merged_policy_leads_on(room: Room) -> None:
    """The id of a policy that was merged opens the one it was merged into."""
    policies_of(room, report(ENGLISH, 1), report(POLICY, 1))
    with room.store.write() as db:
        merge_policies(db, 1, 2, by="U9", now=NOW)
    card = room.lookup.get_policy(2, now=NOW)
    assert isinstance(card, PolicyCard)
    assert card.policy.id == "P1"


def test_an_issue_is_compared_within_itself(room: Room) -> None:
    """Two documents of one title with two numbers are two in one issue too, and one reported twice there is one."""
    titled = replace(POLICY, title_zh="工业和信息化部起重机公告", title_en=None, status=PolicyStatus.ISSUED)
    first, second = (replace(titled, document_number=f"工信部装〔2024〕{number}号") for number in (1, 2))
    items = [report(policy, 1) for policy in (first, second, ENGLISH, first, ENGLISH)]
    said = (replace(item, position=at, text=f"Report {at}.") for at, item in enumerate(items, 1))
    assert policies_of(room, *said, in_one=True) == [1, 2, 3, 1, 3]
