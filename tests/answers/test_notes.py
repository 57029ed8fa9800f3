"""Notes of the team: who may write and change them, and where they are seen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.access.licences import Place, looking_from
from bot.access.roles import Role
from bot.answers.cards import CompanyCard, MinistryCard, PolicyCard
from bot.answers.notes import Notes, Writer
from bot.errors import NotAllowedError, NotFoundError
from bot.model.ids import IdKind
from bot.store.access import list_audit
from tests.room import ISSUE, NOW, Room

ANN, BEN, CHEF = Writer(user="U1"), Writer(user="U2", channel="C1"), Writer(user="U3", is_admin=True)
PRIVATE = Place(role=Role.MEMBER)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    yield opened
    opened.close()


@pytest.fixture
def notes(room: Room) -> Notes:
    return Notes(room.store)


def seen(room: Room, place: Place | None = PRIVATE) -> list[str]:
    with looking_from(place):
        card = room.lookup.open(IdKind.POLICY, 1, now=NOW)
    assert isinstance(card, PolicyCard)
    return [note.text for note in card.team_notes]


def test_a_note_stands_on_its_card(room: Room, notes: Notes) -> None:
    """The newest first; a body's and a company's on theirs."""
    notes.save("P1", " First. ", writer=ANN, now=NOW)
    notes.save("p1", "Second.", writer=BEN, now=NOW)
    notes.save("body:MIIT", "Ask Li.", writer=ANN, now=NOW)
    notes.save("company:huawei", "A client.", writer=ANN, now=NOW)
    assert seen(room) == ["Second.", "First."]
    with looking_from(PRIVATE):
        body = room.ask("/ministry MIIT")
        company = room.ask("/company Huawei")
    assert isinstance(body, MinistryCard)
    assert isinstance(company, CompanyCard)
    assert [note.text for note in (*body.team_notes, *company.team_notes)] == ["Ask Li.", "A client."]


@pytest.mark.parametrize(
    "place",
    [
        None,
        Place(),
        Place(role=Role.GUEST),
        Place(role=Role.EXTERNAL),
        Place(channel="C1"),
        Place(channel="C1", is_shared=False),
        Place(role=Role.MEMBER, channel="C1", is_shared=False),
    ],
)
def test_a_note_is_seen_by_members_in_private_alone(room: Room, notes: Notes, place: Place | None) -> None:
    """No channel, guest or outsider sees any, nor what the bot does by itself."""
    notes.save("P1", "First.", writer=ANN, now=NOW)
    assert seen(room, place) == []
    assert seen(room, Place(role=Role.ADMIN)) == ["First."]


def test_its_author_and_admins_change_a_note(room: Room, notes: Notes) -> None:
    """Another member may not; changes and refusals leave audit rows without the text, a deleted one leaves no text."""
    added = notes.save("P1", "First.", writer=ANN, now=NOW)
    with pytest.raises(NotAllowedError, match="N1 is somebody else's note"):
        notes.save(added.shown_id, "Mine.", writer=BEN, now=NOW)
    with pytest.raises(NotAllowedError):
        notes.delete(added.id, writer=BEN, now=NOW)
    with pytest.raises(NotAllowedError):
        notes.get(added.id, writer=BEN, now=NOW)
    changed = notes.save(added.shown_id, "Better.", writer=ANN, now=NOW)
    assert (changed.text, changed.written_by, changed.changed_by) == ("Better.", "U1", "U1")
    assert notes.get(added.id, writer=CHEF, now=NOW).text == "Better."
    assert notes.delete(added.id, writer=CHEF, now=NOW).text == "Better."
    assert seen(room) == []
    with pytest.raises(NotFoundError, match="no note N1"):
        notes.save(added.shown_id, "Again.", writer=ANN, now=NOW)
    with room.store.read() as db:
        rows = [(row.actor, row.action, row.detail) for row in list_audit(db, "P1")]
        denied = [(row.actor, row.action, row.detail) for row in list_audit(db, "N1")]
        kept = db.execute("SELECT text FROM notes").fetchall()
    assert rows == [("U1", "note written", "N1"), ("U1", "note changed", "N1"), ("U3", "note deleted", "N1")]
    assert denied == [("U2", "denied", "no admin, written by U1 in C1")] * 3
    assert kept == []
    assert notes.save("P1", "New.", writer=ANN, now=NOW).shown_id == "N2"


def test_no_export_holds_a_note(room: Room, notes: Notes) -> None:
    """The operator's export is what sources say."""
    before = room.export()
    notes.save("P1", "Secret.", writer=replace(ANN), now=NOW)
    assert room.export() == before
