import datetime as dt
from dataclasses import replace

import pytest

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


BARE = ReportedPolicy(
    title_en=None,
    title_zh="关于某事的通知",
    document_number=None,
    document_type=None,
    nature=None,
    status=PolicyStatus.ISSUED,
)
TITLED, ELSEWHERE = replace(NEWS, policy=BARE), replace(NEWS, section=Section.OTHER)
LINKED = replace(NEWS, links=(Link(label="notice", url=None),))
MOVED = replace(NEWS, position=2, pages=(3, 4), links=(Link(label="notice", url="https://example.org"),))
ALIKE = replace(NEWS, text=NEWS.text.replace("consumers", "households"))
SCRAMBLED = replace(NEWS, text="".join(sorted(NEWS.text)))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        # Reading the same again changes nothing; on another page or with an address for its link an item has moved.
        (held(TOP, NEWS), [TOP, NEWS], [("same", 1), ("same", 2)]),
        (held(LINKED, OTHER), [replace(OTHER, position=1), MOVED], [("moved", 2), ("moved", 1)]),
        # A correction keeps the id, by headline, title or likeness of text, also in another section.
        (held(TOP), [replace(TOP, text="Something else entirely.")], [("changed", 1)]),
        (held(TITLED), [replace(TITLED, text="New words.")], [("changed", 1)]),
        (held(OTHER, NEWS), [ALIKE], [("changed", 2), ("removed", 1)]),
        (held(NEWS), [ELSEWHERE, TOP], [("changed", 1), ("added", None)]),
        (held(NEWS), [ELSEWHERE, NEWS], [("added", None), ("same", 1)]),
        # What resembles nothing held is new, and what is no longer read is taken away.
        (held(NEWS), [replace(NEWS, text="Zzz.")], [("added", None), ("removed", 1)]),
        (held(NEWS), [SCRAMBLED], [("added", None), ("removed", 1)]),
        # An id is never given to a second item, and one that returns gets its own.
        (held(TOP, NEWS, gone=2), [TOP, NEWS], [("same", 1), ("added", 2)]),
        (held(TOP, NEWS, gone=2), [TOP], [("same", 1)]),
    ],
)
def test_an_item_is_found_again(old: list[HeldItem], new: list[Item], expected: list[tuple[str, int | None]]) -> None:
    """By what it says, its headline or title, or how much its text is like; else it is new or gone."""
    assert [(each.change.value, each.item_id) for each in decide_changes(old, new)] == expected


def test_changed_fields_are_named() -> None:
    """The report can say which facts a correction touched."""
    assert list_changed_fields(NEWS, replace(NEWS, reported_on=dt.date(2024, 3, 2), lines=(1, 2))) == ["reported_on"]
    assert Change.MOVED not in {change.change for change in decide_changes(held(NEWS), [NEWS])}
