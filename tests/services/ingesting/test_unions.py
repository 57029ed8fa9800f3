"""Policies that a source makes one by printing what each is known by, over a real store; and the way back."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.domain.records.briefing import PolicyStatus
from bot.services.answering.notes import Notes, Writer
from bot.services.ingesting.merges import merge_policies, split_item
from bot.services.results import PolicyCard
from bot.store.audit import list_audit
from bot.store.leads import list_apart
from bot.store.notes import list_notes
from bot.store.policies import find_policy, find_policy_by_document_number
from tests.services.room import ISSUE, NOW, POLICY, TOP, Room

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.domain.records.briefing import Briefing, Item, ReportedPolicy

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
    return replace(
        TOP,
        policy=policy,
        text=text,
        headline=text[:20],
        points=(),
        targets=(),
        deadlines=(),
        reported_on=dt.date(2024, 3, day),
        is_official=official,
    )


def issue(name: str, *items: Item) -> Briefing:
    return replace(ISSUE, series=name, sha256=name, source_name=f"{name}.md", items=items, unread=())


A = issue("A", report(NUMBERED, "Ports get lists of machines.", day=2))
B = issue("B", report(TITLED, "Cranes are counted.", day=3))
NOTICE = issue("N", report(BOTH, "现予印发。", day=1, official=True))
SECOND = issue("M", report(BOTH, "The rules for cranes are out.", day=4))


def policies(room: Room) -> list[tuple[str, list[str]]]:
    return [(policy["id"], policy["item_ids"]) for policy in json.loads(room.export())["policies"]]


def groups(room: Room) -> set[frozenset[str]]:
    """Give the series whose items are about one policy, for each policy."""
    export = json.loads(room.export())
    series = {item["id"]: briefing["series"] for briefing in export["briefings"] for item in briefing["items"]}
    return {frozenset(series[item] for item in policy["item_ids"]) for policy in export["policies"]}


def opened(room: Room, number: int) -> str:
    card = room.lookup.get_policy(number, now=NOW)
    assert isinstance(card, PolicyCard)
    return card.policy.id


def notes_on(room: Room, policy: str) -> list[str]:
    with room.store.read() as db:
        return [note.text for note in list_notes(db, policy)]


def test_a_notice_with_the_keys_of_two_policies_makes_them_one(room: Room) -> None:
    """The older id stays, the other leads to it; number, title and search find the one; the trail says why."""
    for briefing in (A, B):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"])]
    data = NOTICE.sha256.encode()
    room.reader.briefings[data] = NOTICE
    said = room.service.ingest(source_name="n.md", data=data, by="U7", now=NOW)
    assert said.united == ("P2 leads to P1 now: I3 prints what each is known by",)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    assert [opened(room, number) for number in (1, 2)] == ["P1", "P1"]
    with room.store.read() as db:
        found = find_policy_by_document_number(db, NUMBER)
        assert found is not None
        assert (found.id, found.title_zh) == ("P1", TITLED.title_zh)
        assert [(row.actor, row.action, row.detail) for row in list_audit(db, "P2")] == [
            ("U7", "unite", "leads to P1 now: I3 prints what each is known by")
        ]
    assert room.lookup.search(room.query("起重机"), now=NOW).total == 1


def test_an_undo_takes_it_back_exactly(room: Room) -> None:
    """Export and notes are as before, also what came in meanwhile is with the policy that its own keys name."""
    for briefing in (A, B):
        room.ingest(briefing)
    Notes(room.store).add("P2", "Ask legal.", writer=Writer(user="U1"), now=NOW)
    before = room.export()
    room.ingest(NOTICE)
    assert [notes_on(room, policy) for policy in ("P1", "P2")] == [["Ask legal."], ["Ask legal."]]
    undone = room.service.undo(3, by="U1", now=NOW)
    assert undone.united == ("P2 stands by itself, no longer one with P1",)
    assert room.export() == before
    assert [notes_on(room, policy) for policy in ("P1", "P2")] == [[], ["Ask legal."]]
    room.ingest(NOTICE)
    room.ingest(issue("C", report(TITLED, "More cranes.", day=5)))
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4"])]
    room.service.undo(3, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2", "I4"])]
    later = issue("D", report(TITLED, "Still more cranes.", day=6))
    room.ingest(later)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2", "I4", "I5"])]


def test_a_correction_that_loses_a_key_takes_it_back_too(room: Room) -> None:
    """What a notice prints no longer unites nothing; undoing the correction unites again."""
    for briefing in (A, B, NOTICE):
        room.ingest(briefing)
    corrected = replace(NOTICE.items[0], policy=NUMBERED)
    room.ingest(replace(NOTICE, sha256="N2", items=(corrected,)))
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2"])]
    undone = room.service.undo(3, by="U1", now=NOW)
    assert undone.united == ("P2 leads to P1 now: I3 prints what each is known by",)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]


def test_another_source_that_prints_both_holds_them_together(room: Room) -> None:
    """Only with the last of them does what they unite come apart."""
    for briefing in (A, B, NOTICE, SECOND):
        room.ingest(briefing)
    room.service.undo(3, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1", "I2", "I4"])]
    room.service.undo(4, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"])]


def test_a_merge_by_a_person_stays_when_the_notice_goes(room: Room) -> None:
    """A third policy merged into what a notice united stays with the one it was merged into."""
    other = replace(NUMBERED, document_number="工信部装〔2024〕77号", title_en="Derrick Registration Measures")
    for briefing in (issue("O", report(other, "Derricks.")), A, B, NOTICE):
        room.ingest(briefing)
    with room.store.write() as db:
        assert merge_policies(db, 3, 1, by="U9", now=NOW).kept == "P1"
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4"])]
    room.service.undo(4, by="U1", now=NOW)
    with room.store.read() as db:
        leads = db.execute("SELECT id, merged_into FROM policies ORDER BY id").fetchall()
    assert policies(room) == [("P1", ["I1", "I2"]), ("P3", ["I3"])]
    assert leads == [(1, None), (2, 1), (3, None)]


def test_a_split_parts_what_only_the_split_item_held_together(room: Room) -> None:
    """An item that a person takes out unites nothing; read again, it stays by itself."""
    for briefing in (A, B, NOTICE):
        room.ingest(briefing)
    with room.store.write() as db:
        assert split_item(db, 3, by="U9", now=NOW).policy == "P3"
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"]), ("P3", ["I3"])]
    again = replace(NOTICE.items[0], text="现予印发，请遵照执行。")
    room.ingest(replace(NOTICE, sha256="N2", items=(again,)))
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"]), ("P3", ["I3"])]


OTHER = replace(NUMBERED, document_number="工信部装〔2024〕77号", title_en="Derrick Registration Measures")


def test_a_split_gives_a_policy_its_number_and_notes_back(room: Room) -> None:
    """What was merged by mistake is as it was: the number that posts told, its notes, and what others were merged."""
    for briefing in (A, B, issue("O", report(OTHER, "Derricks."))):
        room.ingest(briefing)
    Notes(room.store).add("P2", "of P2", writer=Writer(user="U7"), now=NOW)
    with room.store.write() as db:
        merge_policies(db, 2, 3, by="U9", now=NOW)
        merge_policies(db, 1, 2, by="U9", now=NOW)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    assert notes_on(room, "P1") == ["of P2"]
    with room.store.write() as db:
        split = split_item(db, 2, by="U9", now=NOW)
    assert (split.before, split.policy) == ("P1", "P2")
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2"])]
    assert [opened(room, number) for number in (1, 2, 3)] == ["P1", "P2", "P1"]
    assert (notes_on(room, "P1"), notes_on(room, "P2")) == ([], ["of P2"])
    room.ingest(replace(B, sha256="B2", items=(replace(B.items[0], text="Cranes are counted again."),)))
    room.ingest(issue("S", report(TITLED, "The rules for cranes.", day=5)))
    assert policies(room) == [("P1", ["I1", "I3"]), ("P2", ["I2", "I4"])]


def test_a_report_that_shares_its_policy_is_split_into_a_new_one(room: Room) -> None:
    """Two reports of one title under a number that leads on: the one that is split has no number of its own."""
    for briefing in (A, B, issue("S", report(TITLED, "The rules for cranes.", day=5))):
        room.ingest(briefing)
    with room.store.write() as db:
        merge_policies(db, 1, 2, by="U9", now=NOW)
        assert split_item(db, 3, by="U9", now=NOW).policy == "P3"
    assert policies(room) == [("P1", ["I1", "I2"]), ("P3", ["I3"])]


def test_what_is_printed_against_it_unites_nothing(room: Room) -> None:
    """A title that bears another number, and one of another year, name other documents."""
    numbered = replace(TITLED, document_number="工信部装〔2024〕99号")
    old = replace(report(TITLED, "Cranes of old."), reported_on=dt.date(2022, 1, 1))
    for briefing in (A, issue("B", report(numbered, "Cranes are counted.")), issue("O", old), NOTICE):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1", "I4"]), ("P2", ["I2"]), ("P3", ["I3"])]


def test_the_first_two_of_three_keep_what_is_theirs(room: Room) -> None:
    """Three policies in a chain come apart at the link that goes, whichever goes first."""
    middle = replace(TITLED, title_zh="起重机械使用登记规则", document_number=None)
    link = replace(middle, document_number=NUMBER)
    chain = issue("L", report(link, "Cranes in use get rules too."))
    for briefing in (A, B, issue("C", report(middle, "Cranes in use.")), NOTICE, chain):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4", "I5"])]
    room.service.undo(4, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1", "I3", "I5"]), ("P2", ["I2"])]
    room.service.undo(5, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"]), ("P3", ["I3"])]


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
TIES = ({"A", "N", "M"}, {"B", "C", "N", "M", "F"}, {"A", "E", "F"})
"""The files that print one number, one Chinese title, one English title."""


def tied(names: set[str]) -> set[frozenset[str]]:
    """Give the groups in which files hold together, those of one tie directly or through others."""
    groups = [{name} for name in names]
    for tie in TIES * len(TIES):
        joined = [group for group in groups if group & tie]
        groups = [group for group in groups if not group & tie] + [set().union(*joined)]
    return {frozenset(group) for group in groups if group}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_in_any_order_the_same_policies(tmp_path: Path, order: Sequence[int]) -> None:
    """Whichever file comes first, one policy has all reports and the same facts."""
    room = Room.open(tmp_path / "g.db")
    for number in order:
        room.ingest(FILES[number])
    (policy,) = json.loads(room.export())["policies"]
    facts = (policy["title_zh"], policy["document_number"], policy["issued_on"], len(policy["item_ids"]))
    assert facts == (TITLED.title_zh, NUMBER, "2024-03-01", 4)
    room.close()


@pytest.mark.parametrize("order", list(itertools.permutations((1, 5, 6))))
def test_an_english_title_unites_too(room: Room, order: Sequence[int]) -> None:
    """A source with the Chinese title of one report and the English one of another makes them one in any order."""
    for number in order:
        room.ingest(FILES[number])
    assert groups(room) == {frozenset("BEF")}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_an_english_title_unites_nothing_that_prints_two_chinese_ones(room: Room, order: Sequence[int]) -> None:
    """Both are called so in English; a report in English alone is about one of them."""
    other = replace(TITLED, title_en=ENGLISH.title_en, title_zh="起重机械使用登记规则")
    files = (FILES[5], FILES[6], issue("O", report(other, "Cranes in use.", day=6)))
    for number in order:
        room.ingest(files[number])
    assert {frozenset("F"), frozenset("O")} & groups(room)
    assert len(groups(room)) == 2


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from([*"ABNMCEF", *(f"-{name}" for name in "ABNMCEF"), "reopen"]), max_size=18))
@example(steps=["A", "B", "N", "E", "F", "-A", "-B", "-F"])
@example(steps=["A", "B", "N", "F", "-A", "-B", "-F", "E"])
@example(steps=["-N", "A", "B", "F", "-B", "-F", "C"])
@example(steps=["A", "F", "-F", "A", "C", "-A", "N", "F"])
@example(steps=["M", "-M", "A", "C", "M", "F", "-A", "-F"])
def test_what_is_in_force_decides_not_how_it_came(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    """Read, taken back, read again in any order, with restarts between: the policies are those of what is in force."""
    room = Room.open(tmp_path_factory.mktemp("unions") / "g.db")
    by_name = {briefing.series or "": briefing for briefing in FILES}
    held: set[str] = set()
    for step in steps:
        if step == "reopen":
            room.close()
            room = Room.open(room.store.path)
        elif step.startswith("-"):
            ids = {b["series"]: int(b["id"][1:]) for b in json.loads(room.export())["briefings"]}
            if step[1:] in ids:
                room.service.undo(ids[step[1:]], by="U1", now=NOW)
            held.discard(step[1:])
        else:
            room.ingest(by_name[step])
            held.add(step)
    assert groups(room) == tied(held)
    with room.store.read() as db:
        leads = {row[0] for row in db.execute("SELECT coalesce(merged_into, id) FROM policies").fetchall()}
        shown = {policy.id for number in leads if (policy := find_policy(db, number))}
    assert shown == {policy for policy, _ in policies(room)}
    room.close()


def test_a_report_that_comes_back_finds_what_was_read_while_it_was_away(room: Room) -> None:
    """Its own policy held nothing then, so another was made of its title: both are one, under the older number."""
    for number in (5, 6):
        room.ingest(FILES[number])
    room.service.undo(2, by="U1", now=NOW)
    room.ingest(B)
    room.service.undo(1, by="U1", now=NOW)
    room.ingest(FILES[6])
    assert policies(room) == [("P1", ["I2", "I3"])]


def test_a_report_that_led_here_by_what_another_printed_leaves_with_it(room: Room) -> None:
    """An English title joins two policies while a report of both is held, also for one that came back to it."""
    for briefing in (NOTICE, FILES[5]):
        room.ingest(briefing)
    room.service.undo(2, by="U1", now=NOW)
    for briefing in (A, FILES[5]):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]
    room.service.undo(3, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1"]), ("P2", ["I2"])]


def test_a_report_that_is_parted_finds_another_that_prints_its_title(room: Room) -> None:
    """Its English title led it to one policy; with that report gone another that bears it holds it."""
    for briefing in (A, B, NOTICE, *FILES[5:]):
        room.ingest(briefing)
    room.service.undo(1, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I2", "I3", "I4", "I5"])]


def test_reports_that_a_notice_held_together_are_parted_with_it(room: Room) -> None:
    """Read first, it was the policy that both reports joined; taken back, each has its own, with its reminders."""
    for briefing in (NOTICE, A, B, FILES[4]):
        room.ingest(briefing)
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4"])]
    undone = room.service.undo(1, by="U1", now=NOW)
    assert undone.united == ("P2 stands by itself, no longer one with P1",)
    assert policies(room) == [("P1", ["I2"]), ("P2", ["I3", "I4"])]
    room.ingest(NOTICE)
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4"])]
    room.ingest(replace(NOTICE, sha256="N2", items=(replace(NOTICE.items[0], policy=NUMBERED),)))
    assert policies(room) == [("P1", ["I1", "I2"]), ("P2", ["I3", "I4"])]


def test_a_correction_parts_reports_that_it_held_together(room: Room) -> None:
    """A title that the first source no longer prints holds nothing any more; what a person merged stays one."""
    for briefing in (NOTICE, A, B):
        room.ingest(briefing)
    corrected = replace(NOTICE, sha256="N2", items=(replace(NOTICE.items[0], policy=NUMBERED),))
    room.ingest(corrected)
    assert policies(room) == [("P1", ["I1", "I2"]), ("P2", ["I3"])]
    with room.store.write() as db:
        merge_policies(db, 1, 2, by="U9", now=NOW)
    room.ingest(SECOND)
    room.service.undo(4, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I1", "I2", "I3"])]


def test_reports_corrected_together_are_parted_together(room: Room) -> None:
    """An issue whose reports printed one number, and print none now: each is one with what bears its title, once."""
    titles = [f"第{n}区起重机登记管理办法" for n in range(1, 5)]
    first = [report(replace(TITLED, title_zh=title), f"Ports of {title}.", day=2) for title in titles]
    texts = ("Ports get lists.", "Derricks are counted.", "Lifts have plates.", "Winches are oiled.")
    second = [report(replace(BOTH, title_zh=title), text, day=3) for title, text in zip(titles, texts, strict=True)]
    bare = [replace(item, policy=first[at].policy) for at, item in enumerate(second)]
    room.ingest(issue("A", *first))
    room.ingest(issue("B", *second))
    assert policies(room) == [("P1", [f"I{n}" for n in range(1, 9)])]
    room.ingest(replace(issue("B", *bare), sha256="B2"))
    assert policies(room) == [(f"P{n}", [f"I{n}", f"I{n + 4}"]) for n in range(1, 5)]
    room.service.undo(2, by="U1", now=NOW)
    assert policies(room) == [("P1", [f"I{n}" for n in range(1, 9)])]


@pytest.mark.parametrize("is_corrected", [False, True])
def test_what_is_parted_takes_its_ties_along(room: Room, *, is_corrected: bool) -> None:
    """What another source unites with the number follows the reports that bear it, whosever item that source's is."""
    other = replace(TITLED, title_zh="起重机械使用登记规则")
    tie = report(replace(other, document_number=NUMBER), "Cranes in use get rules.")
    third = issue("T", report(other, "Cranes in use get rules."))
    for briefing in (NOTICE, B, A, issue("Z", report(other, "Cranes in use.")), *((third,) if is_corrected else ())):
        room.ingest(briefing)
    room.ingest(replace(third, sha256="T2", items=(tie,)))
    assert policies(room) == [("P1", ["I1", "I2", "I3", "I4", "I5"])]
    room.service.undo(1, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I2"]), ("P2", ["I3", "I4", "I5"])]


def test_what_is_parted_keeps_its_borders(room: Room) -> None:
    """What a person split from the whole is another than each part."""
    for briefing in (NOTICE, A, B, FILES[4]):
        room.ingest(briefing)
    with room.store.write() as db:
        assert split_item(db, 4, by="U9", now=NOW).policy == "P2"
    room.service.undo(1, by="U1", now=NOW)
    assert policies(room) == [("P1", ["I2"]), ("P2", ["I4"]), ("P3", ["I3"])]
    with room.store.read() as db:
        assert [sorted(list_apart(db, number)) for number in (1, 2, 3)] == [[2], [1, 3], [2]]
