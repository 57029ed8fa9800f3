import datetime as dt
from dataclasses import replace

from bot.model.briefing import Item, Link, PolicyStatus, ReportedPolicy, Section
from bot.model.changes import Change, HeldItem, decide_changes, list_changed_fields

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


def test_the_same_items_stay_the_same() -> None:
    """Reading the same items again changes nothing."""
    assert verbs(held(TOP, NEWS), [TOP, NEWS]) == [("same", 1), ("same", 2)]


def test_another_place_is_no_other_item() -> None:
    """An item on another page, in another position or with an address for its link has only moved."""
    moved = replace(NEWS, position=2, pages=(3, 4), links=(Link(label="notice", url="https://example.org"),))
    linked = replace(NEWS, links=(Link(label="notice", url=None),))
    assert verbs(held(linked, OTHER), [replace(OTHER, position=1), moved]) == [("moved", 2), ("moved", 1)]


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


def test_an_item_keeps_its_id_in_another_section() -> None:
    """A layout that says otherwise what a heading heads moves items; it does not make them others."""
    elsewhere = replace(NEWS, section=Section.OTHER)
    assert verbs(held(NEWS), [elsewhere, TOP]) == [("changed", 1), ("added", None)]
    assert verbs(held(NEWS), [elsewhere, NEWS]) == [("added", None), ("same", 1)]


def test_unlike_items_are_not_confused() -> None:
    """What resembles nothing held is new, and what is no longer read is taken away."""
    unlike = replace(NEWS, text="Zzz.")
    assert verbs(held(NEWS), [unlike]) == [("added", None), ("removed", 1)]
    scrambled = replace(NEWS, text="".join(sorted(NEWS.text)))
    assert verbs(held(NEWS), [scrambled]) == [("added", None), ("removed", 1)]


def test_what_was_taken_away_comes_back_under_its_id() -> None:
    """An id is never given to a second item, and an item that returns gets its own."""
    assert verbs(held(TOP, NEWS, gone=2), [TOP, NEWS]) == [("same", 1), ("added", 2)]
    assert verbs(held(TOP, NEWS, gone=2), [TOP]) == [("same", 1)]


def test_changed_fields_are_named() -> None:
    """The report can say which facts a correction touched."""
    assert list_changed_fields(NEWS, replace(NEWS, reported_on=dt.date(2024, 3, 2), lines=(1, 2))) == ["reported_on"]
    assert Change.MOVED not in {change.change for change in decide_changes(held(NEWS), [NEWS])}
