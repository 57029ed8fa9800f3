"""Licences: what may be shown where, and how much may be quoted."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.access.licences import CUT, Place, cut_item, cut_quote, decide_shown, describe_licence
from bot.access.roles import Role
from bot.model.briefing import Deadline, DeadlineKind, Figure, Target
from bot.store.licences import Licence, LicenceKind
from tests import builders as b

INTERNAL = Licence(publisher="P")
NAMED = Licence(publisher="P", kind=LicenceKind.CHANNELS, channels=frozenset({"C1"}))
OPEN = Licence(publisher="P", kind=LicenceKind.OPEN)


@pytest.mark.parametrize(
    ("place", "internal", "named"),
    [
        (Place(role=Role.ADMIN), True, True),
        (Place(role=Role.MEMBER), True, True),
        *((Place(role=role), False, False) for role in Role if role not in {Role.ADMIN, Role.MEMBER}),
        (Place(), False, False),
        (Place(channel="C1", is_shared=False), True, True),
        (Place(channel="C2", is_shared=False), True, False),
        (Place(channel="C1", is_shared=True), False, True),
        (Place(channel="C2", is_shared=True), False, False),
        (Place(channel="C2", role=Role.ADMIN), False, False),
    ],
)
def test_what_is_shown_where(place: Place, internal: bool, named: bool) -> None:
    """Members see all privately; a channel gets what stays inside, or what names it; open goes everywhere."""
    assert decide_shown(INTERNAL, place) is internal
    assert decide_shown(NAMED, place) is named
    assert decide_shown(OPEN, place) is True


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


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        (INTERNAL, "internal: members of the workspace, in its own channels and privately"),
        (NAMED, "channels: only C1, and members privately"),
        (OPEN, "open: everybody, everywhere"),
        (Licence(publisher="P", longest_quote=1), "quotes up to 1 word"),
        (Licence(publisher="P", longest_quote=40), "quotes up to 40 words"),
    ],
)
def test_a_licence_in_words(licence: Licence, said: str) -> None:
    """One line."""
    assert said in describe_licence(licence)
