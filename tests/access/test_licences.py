"""Publishers' licences: what each place sees of the store, by every way of asking."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.access.licences import (
    CUT,
    MAX_QUOTE,
    Licences,
    LicensedStore,
    Place,
    cut_item,
    cut_quote,
    decide_shown,
    find_licence,
    is_shown,
    looking_from,
)
from bot.access.roles import Admins, Role
from bot.answers.briefing import BriefingList
from bot.answers.lookup import Lookup
from bot.errors import BadQueryError
from bot.model.briefing import Deadline, DeadlineKind, Figure, Target
from bot.model.ids import IdKind
from bot.query.query_record import Query
from bot.query.questions import Asked
from bot.store.access import Licence, LicenceKind
from bot.store.memos import MemoKind
from tests import builders as b
from tests.room import ISSUE, LEXICON, NOW, TOP, Room

OPEN_ITEM = replace(
    TOP,
    headline="Robots wait",
    text="The ministry waits for comments on robots.",
    issuing_bodies=("MIIT",),
    points=(),
    targets=(),
)
OPEN_ISSUE = replace(ISSUE, publisher="Gazette", series="Daily", title="Daily", sha256="bb", items=(OPEN_ITEM,))
GUEST = Place(role=Role.GUEST)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """A store with the same policy from two publishers; one has a company and news that the other has not."""
    room = Room.open(tmp_path / "licences.db")
    room.ingest(ISSUE)
    room.ingest(OPEN_ISSUE)
    yield room
    room.close()


@pytest.fixture
def licences(room: Room) -> Licences:
    """Its licences: the second publisher is open."""
    licences = Licences(room.store)
    licences.set_licence(Licence(publisher="Gazette", kind=LicenceKind.OPEN), by="U1", now=NOW)
    return licences


@pytest.fixture
def lookup(room: Room, licences: Licences) -> Iterator[Lookup]:
    """What answers from it as whoever looks."""
    _ = licences
    store = LicensedStore(room.store.path)
    yield Lookup(store, LEXICON)
    store.close()


ASKED: dict[str, Callable[[Lookup, Room], Any]] = {
    "search": lambda lookup, room: lookup.search(room.query(""), now=NOW),
    "words": lambda lookup, room: lookup.search(room.query("robot"), now=NOW),
    "hidden words": lambda lookup, room: lookup.search(room.query("Nimbus Gears"), now=NOW),
    "misspelt": lambda lookup, room: lookup.search(room.query("Nimbos"), now=NOW),
    "hidden word": lambda lookup, room: lookup.search(room.query("start-up hand"), now=NOW),
    "by due": lambda lookup, room: lookup.search(room.query("robots sort:due"), now=NOW),
    "briefing": lambda lookup, room: lookup.search(room.query("briefing:B1"), now=NOW),
    "ids": lambda lookup, room: lookup.find_ids(room.query("robot"), now=NOW),
    "policy": lambda lookup, _: lookup.open(IdKind.POLICY, 1, now=NOW),
    "hidden item": lambda lookup, _: lookup.open(IdKind.ITEM, 1, now=NOW),
    "hidden news": lambda lookup, _: lookup.open(IdKind.ITEM, 2, now=NOW),
    "hidden briefing": lambda lookup, _: lookup.open(IdKind.BRIEFING, 1, now=NOW),
    "latest": lambda lookup, _: lookup.open(IdKind.BRIEFING, None, now=NOW),
    "briefings": lambda lookup, _: lookup.answer(Query(), command="briefing", asked=Asked.BRIEFINGS, now=NOW),
    "find briefings": lambda lookup, room: lookup.answer(room.query("Watch"), command="briefing", now=NOW),
    "ministries": lambda lookup, _: lookup.answer(Query(), asked=Asked.MINISTRIES, now=NOW),
    "ministry": lambda lookup, room: lookup.answer(room.query("ministry:MIIT"), command="ministry", now=NOW),
    "hidden issuer": lambda lookup, room: lookup.answer(room.query("ministry:MOT"), command="ministry", now=NOW),
    "companies": lambda lookup, _: lookup.answer(Query(), asked=Asked.COMPANIES, now=NOW),
    "company": lambda lookup, room: lookup.answer(room.query("Huawei"), command="company", now=NOW),
    "unlisted company": lambda lookup, room: lookup.answer(room.query("Nimbus Gears"), command="company", now=NOW),
    "names": lambda lookup, _: [company.name for company in lookup.lexicon().companies],
}
HIDDEN = ("Institute", "Watch", "Robots get rules", "draft measures", "need a licence", "robot hand", "B1", "I1", "I2")
"""What stands in the first briefing alone."""


@pytest.mark.parametrize("asked", ASKED)
def test_a_guest_sees_what_is_open_and_no_trace_of_the_rest(room: Room, lookup: Lookup, asked: str) -> None:
    """By every way of asking; a policy that both report says what the open one says."""
    with looking_from(GUEST):
        found = ASKED[asked](lookup, room)
    text = repr(found)
    echoed: tuple[str, ...] = {"briefing": ("B1",), "find briefings": ("Watch",)}.get(asked, ())
    echoed += {"hidden item": ("I1",), "hidden news": ("I2",), "hidden briefing": ("B1",)}.get(asked, ())
    for hidden in HIDDEN:
        if hidden not in echoed:
            assert hidden not in text.replace("id='P1'", ""), (hidden, text)


INTERNAL = Licence(publisher="P")
NAMED = Licence(publisher="P", kind=LicenceKind.CHANNELS, channels=frozenset({"C1"}))
OPEN = Licence(publisher="P", kind=LicenceKind.OPEN)


@pytest.mark.parametrize(
    ("place", "internal", "named"),
    [
        *((Place(role=role), role in (Role.ADMIN, Role.MEMBER), role in (Role.ADMIN, Role.MEMBER)) for role in Role),
        (Place(), False, False),
        (Place(channel="C1", is_shared=False), True, True),
        (Place(channel="C2", is_shared=False), True, False),
        (Place(channel="C1", is_shared=True), False, True),
        (Place(channel="C2", is_shared=True), False, False),
        (Place(channel="C2", role=Role.ADMIN), False, False),
    ],
)
def test_what_is_shown_where(lookup: Lookup, place: Place, internal: bool, named: bool) -> None:
    """Members see all privately; a channel gets what stays inside, or what names it; open goes everywhere."""
    assert [decide_shown(licence, place) for licence in (INTERNAL, NAMED, OPEN)] == [internal, named, True]
    assert list_publishers(lookup, place) == {"Gazette", *(["Institute"] if internal else [])}


def test_the_operator_sees_everything(lookup: Lookup) -> None:
    """Without a place nothing is kept out."""
    assert list_publishers(lookup, None) == {"Institute", "Gazette"}


def list_publishers(lookup: Lookup, place: Place | None) -> set[str]:
    with looking_from(place):
        listed = lookup.answer(Query(), command="briefing", asked=Asked.BRIEFINGS, now=NOW)
    assert isinstance(listed, BriefingList)
    return {name for name in ("Institute", "Gazette") if any(name in row.name for row in listed.rows)}


def test_a_channel_gets_what_names_it(room: Room, licences: Licences) -> None:
    """The licence of channels names where it may be posted; a channel an admin opened counts as shared."""
    named = replace(NAMED, publisher="Institute")

    def shown(*asked: tuple[str, str]) -> list[bool]:
        with room.store.read() as db:
            return [is_shown(db, find_licence(db, publisher), channel) for publisher, channel in asked]

    assert shown(("Institute", "C2"), ("", "C2")) == [True, True]
    Admins(room.store).grant("C2", by="U1", now=NOW, kind=MemoKind.CHANNEL)
    assert shown(("Institute", "C2"), ("", "C2"), ("GAZETTE", "C2")) == [False, False, True]
    licences.set_licence(named, by="U1", now=NOW)
    assert shown(("Institute", "C1"), ("Institute", "C3")) == [True, False]


def test_the_list_names_every_publisher_held_or_set(room: Room, licences: Licences) -> None:
    """Each with its licence, the default where none was set."""
    licences.set_licence(Licence(publisher="Later"), by="U1", now=NOW)
    listed = {each.name: (each.kind.value, each.set_at is not None, is_read) for each, is_read in licences.list_all()}
    assert listed == {
        "Gazette": ("open", True, True),
        "Institute": ("internal", False, True),
        "Later": ("internal", True, False),
    }
    room.ingest(replace(ISSUE, publisher=None, series="X", title="X", sha256="dd"))
    assert "(no publisher named)" in {each.name for each, _ in licences.list_all()}


@pytest.mark.parametrize(
    "wrong",
    [
        Licence(publisher="P", kind=LicenceKind.CHANNELS),
        Licence(publisher="P", kind=LicenceKind.OPEN, channels=frozenset({"C1"})),
        Licence(publisher="P", kind=LicenceKind.CHANNELS, channels=frozenset({"general"})),
        Licence(publisher="P", longest_quote=0),
        Licence(publisher="P", longest_quote=MAX_QUOTE + 1),
    ],
)
def test_a_licence_that_says_nothing_clear_is_refused(licences: Licences, wrong: Licence) -> None:
    """With what to do, and nothing is written."""
    before = licences.list_all()
    with pytest.raises(BadQueryError) as caught:
        licences.set_licence(wrong, by="U1", now=NOW)
    assert caught.value.hint
    assert licences.list_all() == before


# How much may be quoted.


@pytest.mark.parametrize(
    ("text", "longest", "shown"),
    [
        ("Six provinces will test it.", None, "Six provinces will test it."),
        ("Six provinces will test it.", 5, "Six provinces will test it."),
        ("Six provinces will test it.", 2, "Six provinces […]"),
        ("六省试点。", 3, "六省试 […]"),
        ("MIIT 工信部 said", 2, "MIIT 工 […]"),
        ("", 1, ""),
    ],
)
def test_quotes_are_cut_with_a_sign(text: str, longest: int | None, shown: str) -> None:
    """Words are counted, a Han character as one; what is short enough stays as it is."""
    assert cut_quote(text, longest) == shown


def test_an_item_is_quoted_up_to_its_length_in_all() -> None:
    """Text, points and comment share the words; facts stay, each with its own short quote."""
    day = dt.date(2024, 3, 22)
    item = b.build_item(
        text="One two three.",
        points=("Four five.", "Six seven.", "Eight."),
        comment="Nine ten.",
        deadlines=(Deadline(on=day, kind=DeadlineKind.COMMENTS_CLOSE, quote="until the very last day of it all now"),),
        targets=(Target(year=2025, quote="by 2025 there will be many of them all"),),
        figures=(Figure(value="3", unit="x", quote="there are three of these x in the land"),),
    )
    cut = cut_item(item, 6)
    assert (cut.text, cut.points, cut.comment) == ("One two three.", ("Four five.", "Six […]"), "[…]")
    assert cut.deadlines[0].on == day
    assert all(quote.endswith(CUT) for quote in (cut.deadlines[0].quote, cut.targets[0].quote, cut.figures[0].quote))
    assert cut.headline == item.headline
    assert cut_item(item, None) is item
    assert cut_item(item, 10).comment == "Nine ten."
    bare = b.build_item(text="One two three.", points=("Four.",), comment=None)
    assert (cut_item(bare, 3).points, cut_item(bare, 3).comment) == (("[…]",), None)
