"""Ingest and undo over a real store, with a reader that gives what the test says."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.cards import PolicyCard
from bot.errors import NotFoundError
from bot.model.briefing import PolicyStatus
from bot.model.ids import IdKind
from bot.model.intake import Outcome
from bot.slack.messages.ingest import list_counts
from tests.room import ISSUE, NEWS, NOW, POLICY, TOP, Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def test_a_new_briefing_is_stored_whole(room: Room) -> None:
    """The export holds everything that was read, under ids that start from 1."""
    assert room.ingest(ISSUE) is Outcome.ADDED
    export = json.loads(room.export())
    briefing = export["briefings"][0]
    assert [item["id"] for item in briefing["items"]] == ["I1", "I2"]
    assert briefing["unread"] == [{"page": None, "line": 40, "text": "?"}]
    assert briefing["items"][0]["policy_id"] == "P1"
    assert briefing["items"][1]["companies"] == ["Huawei", "Nimbus Gears"]
    assert export["policies"][0]["comments_close_on"] == "2024-04-01"
    assert [company["confirmed"] for company in export["companies"]] == [True, False]
    assert [body["id"] for body in export["bodies"]] == ["MIIT", "MOT"]
    assert room.announcer.calls == [("announce", 1)]


def test_a_correction_keeps_ids_and_an_undo_brings_back_the_bytes(room: Room) -> None:
    """A corrected file updates its items; undo restores the export from before, then takes the briefing out."""
    empty = room.export()
    room.ingest(ISSUE)
    first = room.export()
    corrected = replace(
        ISSUE,
        sha256="cc",
        items=(replace(TOP, reported_on=dt.date(2024, 3, 3), issuing_bodies=("MIIT",)), replace(TOP, headline="New")),
    )
    corrected = replace(corrected, items=(corrected.items[0], replace(NEWS, text="Somebody else did another thing.")))
    assert room.ingest(corrected) is Outcome.CORRECTED
    changed = json.loads(room.export())
    assert changed["policies"][0]["issued_on"] == "2024-03-03"
    assert [item["id"] for item in changed["briefings"][0]["items"]] == ["I1", "I3"]
    assert room.service.undo(1, by="U1", now=NOW).restored
    assert room.export() == first
    assert not room.service.undo(1, by="U1", now=NOW).restored
    assert room.export() == empty
    with pytest.raises(NotFoundError):
        room.service.undo(1, by="U1", now=NOW)
    assert [call[0] for call in room.announcer.calls] == ["announce", "correct", "correct", "withdraw"]
    given, back = room.announcer.changes
    assert [(change.item_id, change.before) for change in given[:1]] == [(1, TOP)]
    assert [(change.item_id, change.item) for change in back[:1]] == [(1, TOP)]


def test_a_final_text_is_another_document_than_its_draft(room: Room) -> None:
    """The final text keeps its own date and issuers, and each card leads to the other."""
    room.ingest(ISSUE)
    final = replace(
        POLICY,
        title_zh="关于印发《机器人管理办法》的通知",
        document_number="工信部装〔2024〕9号",
        status=PolicyStatus.ISSUED,
    )
    later = replace(TOP, policy=final, reported_on=dt.date(2024, 5, 1), deadlines=(), issuing_bodies=("MIIT",))
    room.ingest(replace(ISSUE, sha256="dd", published_on=dt.date(2024, 5, 6), items=(later,)))
    draft, text = (room.lookup.open(IdKind.POLICY, number, now=NOW) for number in (1, 2))
    assert isinstance(draft, PolicyCard)
    assert isinstance(text, PolicyCard)
    assert [(way, policy.id) for way, policy in draft.kin] == [("Final text", "P2")]
    assert [(way, policy.id) for way, policy in text.kin] == [("Draft", "P1")]
    assert draft.policy.issuing_bodies == ("MIIT", "MOT")
    assert text.policy.issued_on == dt.date(2024, 5, 1)


def test_a_report_lists_what_wants_a_look(room: Room) -> None:
    """Unlisted companies and unread blocks are named in the report; what is dated or issued is counted."""
    odd = replace(TOP, reported_on=None, issuing_bodies=(), headline="A headline that " + "goes on " * 20)
    data = b"odd"
    room.reader.briefings[data] = replace(ISSUE, items=(odd, NEWS))
    report = room.service.ingest(source_name="odd.md", data=data, by="U1", now=NOW)
    assert [(entry.name, entry.reason) for entry in report.to_check] == [("Nimbus Gears", "unlisted"), ("?", "line 40")]
    counted = " ".join(list_counts(report))
    assert "1 part couldn't be read" in counted
    assert "1 without a date" in counted
    assert "1 without an issuer" in counted
