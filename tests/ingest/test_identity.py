"""Policies that a source makes one by printing what each is known by, over a real store; and the way back."""

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answers.cards import PolicyCard
from bot.answers.notes import Notes, Writer
from bot.errors import BadQueryError
from bot.ingest.review import merge_policies, split_item
from bot.model.briefing import Briefing, Item, PolicyStatus, ReportedPolicy
from bot.model.identity import regroup
from bot.model.ids import IdKind
from bot.store.access import list_audit
from bot.store.items import list_items
from bot.store.notes import list_notes
from bot.store.policies import find_policy, find_policy_by_document_number, keep_apart, list_apart
from tests.room import ISSUE, NOW, POLICY, TOP, Room

NUMBER = "工信部装〔2024〕15号"
TITLED = replace(POLICY, title_en=None, title_zh="起重机登记管理办法", status=PolicyStatus.ISSUED)
NUMBERED = replace(TITLED, title_zh=None, title_en="Crane Registration Measures", document_number=NUMBER)
BOTH = replace(TITLED, document_number=NUMBER)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def report(policy: ReportedPolicy, text: str, *, day: int = 1, official: bool = False) -> Item:
    told = replace(TOP, text=text, headline=text[:20], points=(), targets=(), deadlines=())
    return replace(told, policy=policy, reported_on=dt.date(2024, 3, day), is_official=official)


def issue(name: str, *items: Item) -> Briefing:
    return replace(ISSUE, series=name, sha256=name, source_name=f"{name}.md", items=items, unread=())


A = issue("A", report(NUMBERED, "Ports get lists of machines.", day=2))
B = issue("B", report(TITLED, "Cranes are counted.", day=3))
NOTICE = issue("N", report(BOTH, "现予印发。", day=1, official=True))
SECOND = issue("M", report(BOTH, "The rules for cranes are out.", day=4))


def policies(room: Room) -> list[tuple[str, list[str]]]:
    return [(policy["id"], policy["item_ids"]) for policy in json.loads(room.export())["policies"]]


def groups(room: Room) -> set[frozenset[str | None]]:
    """Return the series whose items are about one policy, for each policy."""
    export = json.loads(room.export())
    series = {item["id"]: briefing["series"] for briefing in export["briefings"] for item in briefing["items"]}
    return {frozenset(series[item] for item in policy["item_ids"]) for policy in export["policies"]}


def opened(room: Room, *numbers: int) -> list[str]:
    cards = [room.lookup.open(IdKind.POLICY, number, now=NOW) for number in numbers]
    return [card.policy.id for card in cards if isinstance(card, PolicyCard)]


def notes(room: Room) -> tuple[list[str], list[str]]:
    """Return the notes on P1, and those on P2."""
    with room.store.read() as db:
        return [note.text for note in list_notes(db, "P1")], [note.text for note in list_notes(db, "P2")]


def test_a_notice_with_the_keys_of_two_policies_makes_them_one(room: Room) -> None:
    """The older id stays, the other leads to it; number, title and search find the one; the trail says why."""
    room.ingest(A)
    room.ingest(B)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"])]
    data = NOTICE.sha256.encode()
    room.reader.briefings[data] = NOTICE
    said = room.service.ingest(source_name="n.md", data=data, by="U7", now=NOW)
    assert said.effects.united == ("P2 is now P1: I3 names both",)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    assert opened(room, 1, 2) == ["P1", "P1"]
    with room.store.read() as db:
        found = find_policy_by_document_number(db, NUMBER)
        (row,) = list_audit(db, "P2")
    assert found
    assert (found.id, found.title_zh) == ("P1", TITLED.title_zh)
    assert (row.actor, row.action, row.detail) == ("U7", "unite", "is now P1: I3 names both")
    assert room.lookup.search(room.query("起重机"), now=NOW).total == 1


def test_an_undo_takes_it_back_exactly(room: Room) -> None:
    """Export and notes are as before, also what came in meanwhile is with the policy that its own keys name."""
    room.ingest(A)
    room.ingest(B)
    Notes(room.store).save("P2", "Ask legal.", writer=Writer(user="U1"), now=NOW)
    before = room.export()
    room.ingest(NOTICE)
    assert notes(room) == (["Ask legal."], ["Ask legal."])
    undone = room.service.undo(3, by="U1", now=NOW)
    assert undone.united == ("P2 is separate from P1 again",)
    assert (room.export(), notes(room)) == (before, ([], ["Ask legal."]))
    room.ingest(NOTICE)
    room.ingest(issue("C", report(TITLED, "More cranes.", day=5)))
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4"])]
    room.service.undo(3, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2", "I4"])]
    room.ingest(issue("D", report(TITLED, "Still more cranes.", day=6)))
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2", "I4", "I5"])]


def test_a_correction_that_loses_a_key_takes_it_back_too(room: Room) -> None:
    """What a notice prints no longer unites nothing; undoing the correction unites again; no title is no new policy."""
    for briefing in (A, B, NOTICE, replace(NOTICE, sha256="N2", items=(replace(NOTICE.items[0], policy=NUMBERED),))):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2"])]
    undone = room.service.undo(3, by="U1", now=NOW)
    assert undone.united == ("P2 is now P1: I3 names both",)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    room.service.undo(3, by="U1", now=NOW)
    room.ingest(replace(B, sha256="B2", items=(replace(B.items[0], policy=replace(TITLED, title_zh=None)),)))
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"])]


def test_a_split_gives_a_policy_its_number_and_notes_back(room: Room) -> None:
    """What was merged by mistake is as it was: the number that posts told, its notes, and what others were merged."""
    other = replace(NUMBERED, document_number="工信部装〔2024〕77号", title_en="Derrick Registration Measures")
    for briefing in (A, B, issue("O", report(other, "Derricks."))):
        room.ingest(briefing)
    Notes(room.store).save("P2", "of P2", writer=Writer(user="U7"), now=NOW)
    with room.store.write() as db:
        merge_policies(db, 2, 3, by="U9", now=NOW)
        merge_policies(db, 1, 2, by="U9", now=NOW)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    assert notes(room)[0] == ["of P2"]
    with room.store.write() as db:
        split = split_item(db, 2, by="U9", now=NOW)
    assert (split.before, split.policy) == ("P1", "P2")
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2"])]
    assert opened(room, 1, 2, 3) == ["P1", "P2", "P1"]
    assert notes(room) == ([], ["of P2"])
    room.ingest(replace(B, sha256="B2", items=(replace(B.items[0], text="Cranes are counted again."),)))
    room.ingest(issue("S", report(TITLED, "The rules for cranes.", day=5)))
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2", "I4"])]


ENGLISH = replace(NUMBERED, document_number=None)
FILES = (
    A,
    B,
    NOTICE,
    SECOND,
    issue("C", report(TITLED, "More cranes.", day=5)),
    issue("E", report(ENGLISH, "Crane rules, in English.", day=5)),
    issue("F", report(replace(TITLED, title_en=ENGLISH.title_en), "Crane rules, in both tongues.", day=7)),
)
LATER = replace(TITLED, document_number="工信部装〔2024〕16号")
CLASHING = (
    *FILES,
    issue("L", report(LATER, "Other rules under the same title.", day=20)),
    issue("U", report(replace(LATER, document_number=None), "Rules under that title, once more.", day=21)),
    issue("V", report(replace(ENGLISH, title_zh="门座起重机规定"), "Another title in Chinese.", day=6)),
    issue("D", report(replace(TITLED, status=PolicyStatus.DRAFT_FOR_COMMENT), "A draft of it.", day=1)),
)
"""The files, and some that speak against each other."""
STEPS = st.lists(st.sampled_from(range(2 * len(CLASHING) + 1)), max_size=20)


def undo(room: Room, name: str) -> None:
    ids = {briefing["series"]: int(briefing["id"][1:]) for briefing in json.loads(room.export())["briefings"]}
    if name in ids:
        room.service.undo(ids[name], by="U1", now=NOW)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[0, 1, 2, 5, 4, 10, 11, 14])
@example(steps=[12, 0, 1, 5, 11, 15, 4])
def test_what_is_in_force_decides_not_how_it_came(tmp_path_factory: pytest.TempPathFactory, steps: list[int]) -> None:
    """Read, taken back, read again in any order, with restarts between: the policies are those of what is in force."""
    room = Room.open(tmp_path_factory.mktemp("identity") / "g.db")
    held: set[str] = set()
    for step in steps:
        file = CLASHING[step % len(CLASHING)]
        if step == 2 * len(CLASHING):
            room.close()
            room = Room.open(room.store.path)
        elif step >= len(CLASHING):
            undo(room, file.series or "")
            held.discard(file.series or "")
        else:
            room.ingest(file)
            held.add(file.series or "")
    in_force = {number: file.items[0] for number, file in enumerate(CLASHING) if file.series in held}
    expected = {frozenset(CLASHING[number].series for number in group) for group in regroup(in_force, {})}
    assert groups(room) == expected
    with room.store.read() as db:
        leads = {row[0] for row in db.execute("SELECT coalesce(merged_into, id) FROM policies").fetchall()}
        shown = {policy.id for number in leads if (policy := find_policy(db, number))}
    assert shown == {policy for policy, _ in policies(room)}
    room.close()


WORDS = st.lists(st.tuples(st.booleans(), st.integers(1, len(CLASHING)), st.integers(1, len(CLASHING))), max_size=4)
"""Two items whose policies a person says to be one, or the first of which is said to be about another."""


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, away=st.permutations(range(len(CLASHING))), back=st.permutations(range(len(CLASHING))))
def test_what_people_decided_outlives_what_it_was_decided_of(
    tmp_path_factory: pytest.TempPathFactory, words: list[tuple[bool, int, int]], away: list[int], back: list[int]
) -> None:
    """All taken back and read again, each in any order: the policies are as people left them, under their numbers."""
    room = Room.open(tmp_path_factory.mktemp("identity") / "g.db")
    for file in CLASHING:
        room.ingest(file)
    for is_merge, one, other in words:
        with suppress(BadQueryError), room.store.write() as db:
            if is_merge:
                merge_policies(db, *(each.policy_id or 0 for each in list_items(db, [one, other])), by="U9", now=NOW)
            else:
                split_item(db, one, by="U9", now=NOW)
    before = policies(room)
    for number in away:
        undo(room, CLASHING[number].series or "")
    assert policies(room) == []
    for number in back:
        room.ingest(CLASHING[number])
    assert policies(room) == before
    room.close()


def test_two_that_are_said_to_be_two_stay_two(room: Room) -> None:
    """A notice with the keys of both goes to one; a merge afterwards takes the word back."""
    room.ingest(A)
    room.ingest(B)
    with room.store.write() as db:
        keep_apart(db, 1, 2)
        assert [list_apart(db, number) for number in (1, 2)] == [{2}, {1}]
    room.ingest(NOTICE)
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2"])]
    with room.store.write() as db:
        merge_policies(db, 1, 2, by="U9", now=NOW)
        assert list_apart(db, 1) == set()
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
