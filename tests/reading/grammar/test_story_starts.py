"""Where a headline opens another item, and where a heading stands inside the open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.briefing import Section
from tests.reading.grammar.grammar_blocks import read

if TYPE_CHECKING:
    from bot.reading.parts import ItemParts

TITLE = ("# Acme Alert", "14 March 2025")
SEALS = ("The MIIT issued rules for scales on 10 March.",)
DOCKS = ("The MOT listed docks on 11 March.",)
ROPES = ("The NDRC counted ropes on 13 March.",)
ALL_TOLD = [("Scales", SEALS, ("Buy.",)), ("Docks", DOCKS, ("Wait.",)), ("Ropes", ROPES, ())]


def _told(items: tuple[ItemParts, ...]) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    return [(item.headline, item.summary, item.comment) for item in items]


@pytest.mark.parametrize("view", ["Our view: ", "Acme comment: ", "_What it means:_ ", "**Comment:** "])
@pytest.mark.parametrize("look", ["## {}", "**{}**"])
def test_a_view_under_each_story(view: str, look: str) -> None:
    """The label that comes next is the next story's: its headline opens an item, labelled or not."""
    items = read(
        *TITLE, look.format("Scales"), *SEALS, f"{view}Buy.", look.format("Docks"), *DOCKS, f"{view}Wait.",
        look.format("Ropes"), *ROPES,
    ).parts.items  # fmt: skip
    assert sorted(_told(items)) == sorted(ALL_TOLD)


@pytest.mark.parametrize("numbers", [("1.", "2.", "3."), ("一、", "二、", "三、")])
def test_one_list_of_key_points_among_numbered_stories(numbers: tuple[str, ...]) -> None:
    """A label that only one story has is demanded of no other."""
    one, two, three = (
        f"## {number} {name}" for number, name in zip(numbers, ("Scales", "Docks", "Ropes"), strict=True)
    )
    parts = read(
        *TITLE, one, *SEALS, "Key takeaways:", "- Seals are due.", "Our view: Buy.", two, *DOCKS, "Our view: Wait.",
        three, *ROPES,
    ).parts  # fmt: skip
    assert _told(parts.items) == ALL_TOLD
    assert [item.points for item in parts.items] == [("Seals are due.",), (), ()]
    assert parts.unread == ()


def test_numbered_stories_without_a_look_of_headings() -> None:
    """A number before a short line is enough where a label of the open item comes again under it."""
    items = read(
        *TITLE, "1. Scales", *SEALS, "Key points:", "- Seals are due.", "Our view: Buy.", "2. Docks", *DOCKS,
        "Our view: Wait.",
    ).parts.items  # fmt: skip
    assert _told(items) == ALL_TOLD[:2]


def test_a_story_without_a_label_stands_with_those_that_have_one() -> None:
    """Headings of one level make stories of one section; a deeper heading over prose makes none of them."""
    sections = [item.section for item in read(
        *TITLE, "## Ropes", *ROPES, "## Scales", *SEALS, "Our view: Buy.", "## Docks", *DOCKS,
    ).parts.items]  # fmt: skip
    assert sections == [Section.TOP] * 3
    plain = read(*TITLE, "## Ropes", *ROPES, "## Docks", *DOCKS).parts.items
    assert [item.section for item in plain] == [Section.OTHER] * 2


@pytest.mark.parametrize("inner", ["### On the other hand", "#### 2024 and after", "**On the other hand**"])
def test_a_heading_before_a_label_of_the_item_stays_inside(inner: str) -> None:
    """A deeper or bold heading goes on with the item while a label is ahead that the item has not had yet."""
    items = read(
        *TITLE,
        "## Scales",
        *SEALS,
        "Our view: Buy.",
        inner,
        "Scales wait.",
        "Article: Rules for Scales",
        "Date: 10 March",
    ).parts.items
    assert [(item.headline, item.article_text) for item in items] == [("Scales", "Rules for Scales")]
    assert items[0].comment == ("Buy.", inner.strip("#* "), "Scales wait.")


def test_labels_set_like_headlines_tell_nothing_by_their_level() -> None:
    """Where labels are headings of the headline's level, an inner heading of that level stays inside."""
    items = read(
        *TITLE, "## 1. Scales", "## At a glance", *SEALS, "## Our view", "Buy.", "## On the other hand", "Wait.",
        "## Article", "Rules for Scales", "## Date", "10 March",
    ).parts.items  # fmt: skip
    assert [(item.headline, item.comment) for item in items] == [("Scales", ("Buy.", "On the other hand", "Wait."))]
