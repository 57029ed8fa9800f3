from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.records.briefing import Item, Link, PolicyStatus, ReportedPolicy, Section
from bot.domain.records.changes import Change, decide_changes, list_changed_fields
from bot.domain.records.held_items import HeldItem
from tests.work import find_growing

if TYPE_CHECKING:
    from collections.abc import Callable

TOP = Item(section=Section.TOP, position=1, headline="A plan for robots", text="The ministry set out a plan.")
NEWS = Item(
    section=Section.POLICY_NEWS,
    position=1,
    headline=None,
    text="The regulator published rules on the labelling of batteries sold to consumers.",
    reported_on=dt.date(2024, 3, 1),
)
OTHER = replace(NEWS, position=2, text="An agency opened applications for hydrogen pilot cities.")


def held(*items: Item, gone: int | None = None) -> list[HeldItem]:
    return [HeldItem(id=n, item=item, active=n != gone) for n, item in enumerate(items, 1)]


def verbs(old: list[HeldItem], new: list[Item]) -> list[tuple[str, int | None]]:
    return [(change.change.value, change.item_id) for change in decide_changes(old, new)]


def test_nothing_held_means_everything_is_added() -> None:
    """The first reading adds every item."""
    assert verbs([], [TOP, NEWS]) == [("added", None), ("added", None)]


def test_the_same_items_stay_the_same() -> None:
    """Reading the same items again changes nothing."""
    assert verbs(held(TOP, NEWS), [TOP, NEWS]) == [("same", 1), ("same", 2)]


def test_another_place_is_no_other_item() -> None:
    """An item on another page, in another position or with an address for its link has only moved."""
    moved = replace(NEWS, position=2, pages=(3, 4), links=(Link(label="notice", url="https://example.org"),))
    linked = replace(NEWS, links=(Link(label="notice", url=None),))
    assert verbs(held(linked, OTHER), [replace(OTHER, position=1), moved]) == [("moved", 2), ("moved", 1)]


def test_a_number_is_compared_as_printed() -> None:
    """Whose it is follows from it, and from the names that we know by now: that alone is no correction."""
    policy = ReportedPolicy(
        title_en=None,
        title_zh=None,
        document_number="港口局公告2024年第3号",
        document_type=None,
        nature=None,
        status=PolicyStatus.ISSUED,
    )
    known = replace(NEWS, policy=replace(policy, number_bodies=("PORTS",)))
    assert verbs(held(replace(NEWS, policy=policy)), [known]) == [("moved", 1)]


def test_a_corrected_text_is_found_by_headline_title_or_likeness() -> None:
    """A correction keeps the item's id, whichever of the three still tells it."""
    assert verbs(held(TOP), [replace(TOP, text="Something else entirely.")]) == [("changed", 1)]
    policy = ReportedPolicy(
        title_en=None,
        title_zh="关于某事的通知",
        document_number=None,
        document_type=None,
        nature=None,
        status=PolicyStatus.ISSUED,
    )
    titled = replace(NEWS, policy=policy)
    assert verbs(held(titled), [replace(titled, text="New words.")]) == [("changed", 1)]
    alike = replace(NEWS, text=NEWS.text.replace("consumers", "households"))
    assert verbs(held(OTHER, NEWS), [alike]) == [("changed", 2), ("removed", 1)]


def test_unlike_items_and_other_sections_are_not_confused() -> None:
    """What resembles nothing held is new, and what is no longer read is taken away."""
    elsewhere = replace(NEWS, section=Section.OTHER)
    assert verbs(held(NEWS), [elsewhere, TOP]) == [("added", None), ("added", None), ("removed", 1)]
    unlike = replace(NEWS, text="Zzz.")
    assert verbs(held(NEWS), [unlike]) == [("added", None), ("removed", 1)]
    scrambled = replace(NEWS, text="".join(sorted(NEWS.text)))
    assert verbs(held(NEWS), [scrambled]) == [("added", None), ("removed", 1)]


def test_what_was_taken_away_comes_back_under_its_id() -> None:
    """An id is never given to a second item, and an item that returns gets its own."""
    assert verbs(held(TOP, NEWS, gone=2), [TOP, NEWS]) == [("same", 1), ("added", 2)]
    assert verbs(held(TOP, NEWS, gone=2), [TOP]) == [("same", 1)]


def test_the_most_alike_is_chosen() -> None:
    """Of several similar items the nearest one is corrected."""
    near = replace(NEWS, text=NEWS.text.replace("labelling", "labels"))
    far = replace(NEWS, text=NEWS.text.replace("batteries sold to consumers", "toys"))
    corrected = replace(NEWS, text=NEWS.text.replace("labelling", "label"))
    assert verbs(held(far, near), [corrected]) == [("changed", 2), ("removed", 1)]
    assert verbs(held(near, far), [corrected]) == [("changed", 1), ("removed", 2)]


def test_changed_fields_are_named() -> None:
    """The report can say which facts a correction touched."""
    assert list_changed_fields(NEWS, replace(NEWS, reported_on=dt.date(2024, 3, 2), lines=(1, 2))) == ("reported_on",)
    assert Change.MOVED not in {change.change for change in decide_changes(held(NEWS), [NEWS])}


def test_a_change_knows_the_item_before_it() -> None:
    """What was in force is kept beside what is new; what was not has none."""
    new = [replace(TOP, comment="A view."), replace(OTHER, section=Section.OTHER)]
    assert [change.before for change in decide_changes(held(TOP, NEWS), new)] == [TOP, None, NEWS]
    assert decide_changes(held(TOP), [TOP])[0].before == TOP


def test_the_work_grows_with_the_items_not_with_their_pairs() -> None:
    """Neither identical items, nor items under one headline, nor corrected ones are compared pair by pair."""

    def prepare(old: Item, new: Item) -> Callable[[int], Callable[[], object]]:
        def build(count: int) -> Callable[[], object]:
            stored = held(*(replace(old, position=n) for n in range(count)))
            read = [replace(new, position=n) for n in range(count)]
            return lambda: decide_changes(stored, read)

        return build

    seeds, crops = (replace(NEWS, text=f"{word} list of seeds.") for word in ("A", "The"))
    for old, new in ((NEWS, NEWS), (TOP, replace(TOP, text="Else.")), (seeds, crops)):
        assert find_growing(prepare(old, new), 40) == {}


def test_the_nearest_of_identical_items_is_taken() -> None:
    """Items that say the same are told apart by where they stand, on either side."""
    old = held(replace(NEWS, position=2), replace(NEWS, position=5), replace(NEWS, position=9))
    assert verbs(old, [replace(NEWS, position=8), replace(NEWS, position=4)]) == [
        ("moved", 3),
        ("moved", 2),
        ("removed", 1),
    ]
