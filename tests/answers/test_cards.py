"""What cards tell beyond their rows: counts by month, fields of a company, news of a briefing, timelines."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.briefing import BriefingCard, BriefingComparison
from bot.answers.cards import MinistryCard
from bot.answers.lists import PolicyList, Timeline
from bot.answers.lookup import Lookup
from bot.answers.rows import ItemRow
from bot.config import find_data_folder
from bot.model.briefing import DocumentType, Item, PolicyStatus, Section
from bot.names.records import Company, Group
from bot.query.wording import load_wording
from tests.room import ISSUE, LEXICON, NEWS, NOW, POLICY, TOP, Room
from tests.shown import show


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    opened.lookup = Lookup(opened.store, LEXICON, wording=load_wording(find_data_folder("reference")))
    yield opened
    opened.close()


def make_item(position: int, on: dt.date | None, title: str) -> Item:
    """Return news of a notice by MIIT."""
    untitled = replace(POLICY, document_type=DocumentType.NOTICE, status=PolicyStatus.ISSUED)
    policy = replace(untitled, title_en=title, title_zh=None)
    plain = replace(TOP, headline=None, text=f"A notice on {title}.", points=(), deadlines=(), targets=())
    news = replace(plain, section=Section.POLICY_NEWS, position=position, reported_on=on, policy=policy)
    return replace(news, issuing_bodies=("MIIT",), bodies=("MIIT",))


LATER = replace(
    ISSUE,
    published_on=dt.date(2024, 5, 6),
    period_start=dt.date(2024, 4, 1),
    period_end=dt.date(2024, 5, 5),
    items=(
        replace(TOP, reported_on=dt.date(2024, 3, 1)),
        make_item(1, dt.date(2024, 5, 2), "Lathes and mills"),
        make_item(2, None, "Undated things"),
        replace(NEWS, companies=NEWS.companies[:1], text="Huawei built it."),
    ),
    sha256="bb",
)


def test_what_a_body_issued_jointly_can_be_had_alone(room: Room) -> None:
    """The card counts each policy once, and ``joint`` lists those that it issued with others."""
    room.ingest(LATER)
    card = room.ask("/ministry MIIT")
    assert isinstance(card, MinistryCard)
    joint = room.ask("/ministry joint MIIT")
    assert isinstance(joint, MinistryCard)
    assert ([row.policy.id for row in joint.rows], joint.total) == (["P1"], 1)
    assert (joint.alone, joint.joint) == (0, card.joint)


def test_companies_of_a_country_that_are_on_no_list_are_found_in_words(room: Room) -> None:
    """Where none of those that are known is in the news, the items that name the country are shown."""
    room.ingest(replace(ISSUE, sha256="cc", items=(replace(NEWS, companies=(), text="A Norwegian supplier left."),)))
    lexicon = replace(
        LEXICON,
        companies=(*LEXICON.companies, Company(id="equinor", name="Equinor", country="NO")),
        groups=(Group(id="norway", names=("Norway", "Norwegian"), countries=("NO",)),),
    )
    room.lookup = Lookup(room.store, lexicon, wording=load_wording(find_data_folder("reference")))
    for typed in ("/policy Norwegian firms", "/company Norwegian firms"):
        found = room.ask(typed)
        assert isinstance(found, PolicyList)
        assert [row.id for row in found.rows if isinstance(row, ItemRow)] == ["I3"]


def test_two_briefings_are_compared(room: Room) -> None:
    """What is new, what the later one says otherwise, which deadlines it gives otherwise, and what it leaves out."""
    moved = replace(TOP.deadlines[0], on=dt.date(2024, 4, 20))
    room.ingest(replace(LATER, items=(replace(TOP, issuing_bodies=("MIIT",), deadlines=(moved,)), LATER.items[1])))
    found = room.ask("/briefing compare B2 B1")
    assert isinstance(found, BriefingComparison)
    assert (found.before.id, found.after.id) == ("B1", "B2")
    assert [(each.kind, each.policy_id) for each in found.changes] == [
        ("changed", "P1"),
        ("moved", "P1"),
        ("new", "P2"),
    ]
    for line in ("issuer MIIT (was MIIT, MOT) · P1", "deadline 20 Apr 2024 (was 1 Apr 2024) · P1", "mills · P2"):
        assert line in show(found)
    assert "No longer mentioned" not in show(found)
    gone = replace(found.changes[2], kind="no longer mentioned")
    assert "No longer mentioned\n• Lathes and mills · P2" in show(replace(found, changes=(gone,)))


def test_a_timeline_has_every_dated_event_once(room: Room) -> None:
    """What lies ahead first, then what happened, the newest first; what has no date is counted."""
    room.ingest(LATER)
    found = room.ask("/policy timeline")
    assert isinstance(found, Timeline)
    assert [(str(row.on), row.day and row.day.kind, row.subject) for row in found.rows] == [
        ("2024-04-01", "comments_close", "P1"),
        ("2024-05-02", None, "P2"),
        ("2024-03-02", None, "I6"),
        ("2024-03-02", None, "I2"),
        ("2024-03-01", None, "P1"),
    ]
    assert (found.total, found.undated, found.asked_on) == (5, 1, NOW.date())
    page = room.ask("/policy timeline limit:2", offset=4)
    assert isinstance(page, Timeline)
    assert [row.subject for row in page.rows] == ["P1"]
    ahead, so_far = show(found).split("So far\n")
    assert "1 Apr 2024" in ahead
    assert "1 Mar 2024" in so_far


def test_a_briefing_is_found_by_what_it_covers(room: Room) -> None:
    """Asked for a month, the one that covers it, as well as one published in it; without a period its day decides."""
    room.ingest(replace(LATER, sha256="bare", series="Bare", period_start=None, period_end=None))

    def find(text: str) -> list[str]:
        found = room.ask(f"/briefing {text}")
        return [found.briefing.id] if isinstance(found, BriefingCard) else []

    assert find("on:2024-02") == ["B1"]
    assert find("on:2024-03") == ["B1"]
    assert find("on:2024-05") == ["B2"]
    assert find("on:2024-04") == []


def test_what_no_briefing_covers_is_said(room: Room) -> None:
    """A stretch between two briefings is a gap, not a time of nothing."""
    early = replace(
        LATER,
        sha256="early",
        published_on=dt.date(2023, 6, 2),
        period_start=dt.date(2023, 5, 1),
        period_end=dt.date(2023, 5, 31),
        items=(make_item(1, dt.date(2023, 5, 2), "Lathes and mills"),),
    )
    room.ingest(early)
    found = room.lookup.search(room.query("on:2023-09"), now=NOW)
    assert found.coverage.periods == (
        (dt.date(2023, 5, 1), dt.date(2023, 5, 31)),
        (dt.date(2024, 2, 1), dt.date(2024, 3, 5)),
    )
    assert "You have no briefing for these dates." in show(found)
    assert "1 May 2023 – 5 Mar 2024, with gaps" in show(found)
    assert "no briefing for" not in show(room.lookup.search(room.query("on:2023-05-30"), now=NOW))
