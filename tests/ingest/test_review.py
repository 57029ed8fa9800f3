"""The review list over a real store: what it holds, and that a decision holds at every later ingest."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.cards import CompanyCard, PolicyCard
from bot.errors import BadQueryError, NotFoundError
from bot.ingest.review import Review
from bot.model.briefing import Briefing, Inference
from bot.model.ids import IdKind
from bot.model.intake import Outcome
from bot.model.post import Message, PostKind
from bot.model.review import Decision, ReviewEntry, ReviewKind
from bot.store.access import list_audit
from bot.store.outbox import list_posts
from tests.room import ISSUE, NEWS, NOW, POLICY, TOP, Room

YEAR = Inference(
    field="reported_on", value="2024-03-01", confidence=0.5, reason="no year is printed", quote="MIIT published rules."
)
DOUBTFUL = replace(TOP, inferred=(YEAR,))
SAME_NEWS = replace(
    TOP,
    headline="Licences for robots on the way",
    text="MIIT wants a licence and a stop switch for robots whose arms work near people, a draft says.",
    policy=replace(POLICY, title_en=None, title_zh=None),
    reported_on=TOP.reported_on and TOP.reported_on.replace(day=2),
    issuing_bodies=("MIIT",),
)
ARMS = replace(
    TOP, text="MIIT published draft measures: robots with arms near people need a licence and a stop switch."
)
FIRST_ISSUE = replace(ISSUE, items=(ARMS, NEWS))
OTHER_ISSUE = replace(ISSUE, series="Other Watch", sha256="cc", source_name="other.md", items=(SAME_NEWS,), unread=())


@dataclass
class FakeVerdicts:
    told: list[ReviewEntry] = field(default_factory=list)

    def build_verdict(self, entry: ReviewEntry) -> Message:
        self.told.append(entry)
        return Message(text=f"{entry.shown_id} {entry.decision}")


@dataclass
class Desk:
    room: Room
    review: Review
    verdicts: FakeVerdicts

    def settle(self, entry: ReviewEntry, decision: Decision, other: str | None = None) -> tuple[str, ...]:
        return self.review.settle(entry.number, decision, by="U9", now=NOW, other=other).lines

    def open(self, kind: ReviewKind) -> list[ReviewEntry]:
        return [entry for entry in self.review.list_open().rows if entry.kind is kind]

    def only(self, kind: ReviewKind) -> ReviewEntry:
        (entry,) = self.open(kind)
        return entry

    def items(self) -> list[dict[str, Any]]:
        return [item for briefing in self.exported()["briefings"] for item in briefing["items"]]

    def exported(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.room.export())
        return found

    def again(self, briefing: Briefing, **changes: Any) -> Outcome:
        return self.room.ingest(replace(briefing, sha256=briefing.sha256 + "x", **changes))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    room = Room.open(tmp_path / "g.db")
    verdicts = FakeVerdicts()
    yield Desk(room, Review(room.store, room.lookup, room.announcer, room.service, verdicts.build_verdict), verdicts)
    room.close()


def test_the_list_holds_what_a_reading_left_open_least_certain_first(desk: Desk) -> None:
    """Doubtful values, unlisted companies and unread blocks wait; what is certain is not asked about."""
    sure = replace(YEAR, field="document_type", value="measures", confidence=0.9)
    desk.room.ingest(replace(ISSUE, items=(replace(TOP, inferred=(YEAR, sure)), NEWS)))
    listed = desk.review.list_open()
    assert [(e.kind, e.name, e.subject) for e in listed.rows] == [
        (ReviewKind.UNCERTAIN, "2024-03-01", "I1"),
        (ReviewKind.COMPANY, "Nimbus Gears", "I2"),
        (ReviewKind.UNREAD, "?", "B1"),
    ]
    assert listed.total == 3
    assert desk.review.list_open(briefing_id=1).total == 3
    with pytest.raises(NotFoundError):
        desk.review.list_open(briefing_id=7)


def test_a_confirmed_company_is_known_from_then_on(desk: Desk) -> None:
    """Yes: confirmed in the export, its name known, and no entry at the next reading or after an undo."""
    desk.room.ingest(ISSUE)
    desk.settle(desk.only(ReviewKind.COMPANY), Decision.YES)

    def check() -> None:
        companies = {company["id"]: company for company in desk.exported()["companies"]}
        assert companies["nimbus-gears"]["confirmed"] is True
        assert desk.open(ReviewKind.COMPANY) == []

    check()
    assert desk.again(ISSUE) is Outcome.SAME_TEXT
    check()
    desk.room.service.undo(1, by="U1", now=NOW)
    desk.room.service.undo(1, by="U1", now=NOW)
    desk.room.ingest(ISSUE)
    check()
    later = replace(ISSUE, published_on=NOW.date(), sha256="dd", items=(NEWS,))
    desk.room.ingest(later)
    check()


def test_another_name_of_a_listed_company_becomes_an_alias(desk: Desk) -> None:
    """Same as: the items name the listed company, once, and the name asks for it."""
    desk.room.ingest(ISSUE)
    entry = desk.only(ReviewKind.COMPANY)
    with pytest.raises(BadQueryError, match="Which company"):
        desk.settle(entry, Decision.SAME)
    with pytest.raises(BadQueryError, match="not another company"):
        desk.settle(entry, Decision.SAME, "Nimbus Gears")
    desk.settle(entry, Decision.SAME, "华为")
    desk.again(ISSUE)
    (company,) = desk.exported()["companies"]
    assert (company["id"], company["aliases"]) == ("huawei", ["华为", "Nimbus Gears"])
    assert desk.items()[1]["companies"] == ["Huawei"]
    card = desk.room.ask("/company company:Nimbus Gears")
    assert isinstance(card, CompanyCard)
    assert card.company.id == "huawei"


def test_a_name_that_is_no_company_never_becomes_one_again(desk: Desk) -> None:
    """No: out of item, export and names, at every later reading."""
    desk.room.ingest(ISSUE)
    desk.settle(desk.only(ReviewKind.COMPANY), Decision.NO)
    desk.again(ISSUE)
    assert desk.items()[1]["companies"] == ["Huawei"]
    assert [company["id"] for company in desk.exported()["companies"]] == ["huawei"]
    assert desk.room.lookup.lexicon().find_companies("Nimbus Gears") == ()


@pytest.mark.parametrize(
    ("inferred", "changes", "name", "value"),
    [
        (YEAR, {}, "reported_on", None),
        (replace(YEAR, field="issuing_bodies", value="MIIT, MOT"), {}, "issuing_bodies", []),
        (replace(YEAR, field="topics", value="robotics"), {}, "topics", []),
        (replace(YEAR, field="deadlines", value="2024-04-01 comments_close"), {}, "deadlines", []),
        (replace(YEAR, field="figures", value="1"), {}, "topics", ["robotics"]),
    ],
)
def test_a_wrong_value_is_taken_out_for_good(
    desk: Desk, inferred: Inference, changes: dict[str, Any], name: str, value: object
) -> None:
    """What a person calls wrong counts as not known, also after another reading of the same text."""
    item = replace(TOP, inferred=(inferred,), **changes)
    desk.room.ingest(replace(ISSUE, items=(item,), unread=()))
    desk.settle(desk.only(ReviewKind.UNCERTAIN), Decision.NO)
    assert desk.items()[0][name] == value
    desk.again(ISSUE, items=(item,), unread=())
    assert desk.items()[0][name] == value
    assert desk.review.list_open().total == 0


def test_a_right_value_is_asked_about_once(desk: Desk) -> None:
    """Right: the value stays, the doubt is gone, posts are decided again, and a changed value is asked anew."""
    desk.room.ingest(replace(ISSUE, items=(DOUBTFUL,), unread=()))
    desk.settle(desk.only(ReviewKind.UNCERTAIN), Decision.YES)
    assert desk.room.announcer.calls[-1] == ("correct", 1)
    desk.again(ISSUE, items=(DOUBTFUL,), unread=())
    assert desk.items()[0]["reported_on"] == "2024-03-01"
    assert desk.review.list_open().total == 0
    moved = replace(DOUBTFUL, inferred=(replace(YEAR, value="2023-03-01"),))
    desk.again(replace(ISSUE, sha256="m"), items=(moved,), unread=())
    assert desk.review.list_open().total == 1


def test_an_unread_block_that_was_seen_does_not_come_back_in_its_series(desk: Desk) -> None:
    """Seen once, the same text of the series' next issue asks nobody; it stays kept with each briefing."""
    desk.room.ingest(ISSUE)
    desk.settle(desk.only(ReviewKind.UNREAD), Decision.SEEN)
    desk.room.ingest(replace(ISSUE, published_on=NOW.date(), sha256="ee", items=()))
    assert desk.open(ReviewKind.UNREAD) == []
    assert [len(briefing["unread"]) for briefing in desk.exported()["briefings"]] == [1, 1]


def test_likely_same_policies_are_merged_for_good(desk: Desk) -> None:
    """Same: the later id leads on, both items are about one policy, at every later reading of either briefing."""
    desk.room.ingest(FIRST_ISSUE)
    desk.room.ingest(OTHER_ISSUE)
    entry = desk.only(ReviewKind.SAME_POLICY)
    assert [policy.id for policy in entry.policies] == ["P1", "P2"]
    assert desk.settle(entry, Decision.SAME) == ("P2 is now P1.",)

    def check() -> None:
        assert [policy["id"] for policy in desk.exported()["policies"]] == ["P1"]
        assert {item["policy_id"] for item in desk.items()} == {"P1", None}
        card = desk.room.lookup.open(IdKind.POLICY, 2, now=NOW)
        assert isinstance(card, PolicyCard)
        assert card.policy.id == "P1"
        assert desk.open(ReviewKind.SAME_POLICY) == []

    check()
    desk.again(FIRST_ISSUE)
    desk.again(OTHER_ISSUE, items=(replace(SAME_NEWS, text=SAME_NEWS.text + " It starts soon."),))
    check()
    desk.room.service.undo(2, by="U1", now=NOW)
    desk.room.service.undo(2, by="U1", now=NOW)
    desk.room.ingest(OTHER_ISSUE)
    check()


def test_merge_and_split_by_an_admin(desk: Desk) -> None:
    """A merge keeps the older id, a split gives the later one back; both leave audit rows and hold from then on."""
    desk.room.ingest(ISSUE)
    desk.room.ingest(OTHER_ISSUE)
    merged = desk.review.merge(2, 1, by="U9", now=NOW)
    assert (merged.kept, merged.gone) == ("P1", "P2")
    assert desk.open(ReviewKind.SAME_POLICY) == []
    with pytest.raises(BadQueryError, match="one policy already"):
        desk.review.merge(1, 2, by="U9", now=NOW)
    split = desk.review.split(3, by="U9", now=NOW)
    assert (split.item, split.policy, split.before) == ("I3", "P2", "P1")
    desk.again(OTHER_ISSUE, items=(replace(SAME_NEWS, policy=POLICY),))
    assert [item["policy_id"] for item in desk.items()] == ["P1", None, "P2"]
    with desk.room.store.read() as db:
        assert [row.action for row in list_audit(db, "P1")] == ["merge"]
        assert [row.action for row in list_audit(db, "I3")] == ["split"]
    desk.review.merge(1, 2, by="U9", now=NOW)
    desk.again(replace(OTHER_ISSUE, sha256="z"))
    assert [policy["id"] for policy in desk.exported()["policies"]] == ["P1"]


@pytest.mark.parametrize("subject", ["P1", "i2", "B1"])
def test_a_note_waits_and_its_reporter_is_told(desk: Desk, subject: str) -> None:
    """A Wrong? note is one entry however often it is sent; settled, one message goes to its reporter."""
    desk.room.ingest(ISSUE)
    noted = [
        desk.review.report_wrong(subject=subject, note=" The date is off ", user="U5", workspace="T1", now=NOW)
        for _ in range(2)
    ]
    assert {entry.number for entry in noted} == {noted[0].number}
    with desk.room.store.read() as db:
        assert [row.action for row in list_audit(db, subject.upper())].count("report wrong") == 1
    entry = desk.only(ReviewKind.WRONG)
    assert (entry.name, entry.subject, entry.reporter) == ("The date is off", subject.upper(), "U5")
    with pytest.raises(BadQueryError, match=f"“yes” doesn't fit {entry.shown_id}."):
        desk.settle(entry, Decision.YES)
    desk.settle(entry, Decision.FIXED)
    assert [told.shown_id for told in desk.verdicts.told] == [entry.shown_id]
    with desk.room.store.read() as db:
        (post,) = list_posts(db, workspace="T1")
    assert (post.slot.channel, post.slot.kind, post.message.text) == ("U5", PostKind.NOTICE, f"{entry.shown_id} fixed")
