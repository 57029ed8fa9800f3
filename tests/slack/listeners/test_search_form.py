"""The search form: opened anywhere, filled in by typeahead, answered where it stands."""

import datetime as dt
import re
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.query.query import parse_query
from bot.query.query_record import format_query
from bot.slack.messages.forms import FieldError, build_search_form, parse_search_form
from tests import builders as b
from tests.slack.listeners.interaction_room import Room

TODAY = dt.date(2024, 3, 10)


PARTS = """
grid "two words" -trade ministry:MIIT -ministry:NEA ministry:Nobody company:Huawei topic:energy type:measures,notice
type:plan status:issued status:repealed section:top on:2024-02 due:2024-03-10..2024-04-01 target:2025 sort:date
"""


def fill(**fields: str) -> dict[str, Any]:
    """Return the state of a form with text in some of its fields."""
    return {block: {block: {"value": value}} for block, value in fields.items()}


def read_state(view: dict[str, Any]) -> dict[str, Any]:
    """Return the state of a form as it is filled in at first."""
    held = {"value": "initial_value", "selected_options": "initial_options", "selected_option": "initial_option"}
    return {
        block["block_id"]: {block["block_id"]: {name: block["element"].get(key) for name, key in held.items()}}
        for block in view["blocks"]
    }


@given(st.lists(st.sampled_from(shlex.split(PARTS, posix=False)), unique=True, max_size=6))
def test_a_form_that_is_submitted_unchanged_asks_the_same(parts: list[str]) -> None:
    """Whatever the search, its form holds all of it."""
    query = parse_query(" ".join(parts), lexicon=b.LEXICON, today=TODAY)
    view = build_search_form(query, b.LEXICON)
    again = parse_search_form({"state": {"values": read_state(view)}}, lexicon=b.LEXICON, today=TODAY)
    assert sorted(re.split("[ ,:]", again)) == sorted(re.split("[ ,:]", format_query(query, b.LEXICON)))


@pytest.mark.parametrize(
    ("menu", "typed", "first"),
    [
        ("names.bodies", "工信", "MIIT"),
        ("names.bodies", "gongx", "MIIT"),
        ("names.companies", "hua", "huawei"),
        ("names.topics", "能", "energy"),
    ],
)
def test_menus_offer_names_in_both_languages(room: Room, menu: str, typed: str, first: str) -> None:
    """What is typed finds the record, its id is what the form then holds."""
    room.workspace.open_home()
    room.workspace.press("search.open")
    assert room.workspace.suggest(menu, typed)[0]["value"] == first


def test_the_answer_stands_in_the_window(room: Room) -> None:
    """From Home: the form becomes the answer, whose buttons work there, three windows deep and more."""
    room.workspace.open_home()
    room.workspace.press("search.open")
    seen = room.workspace.submit(fill(words="battery"))
    assert seen.kind == "view"
    assert "2 results" in room.show()
    assert "Share" not in room.show()
    room.workspace.press("Open")
    assert "Storage makers get a draft rulebook" in room.show()
    room.workspace.press("Full text")
    assert "[ Source ]" in room.show()
    assert len(room.workspace.slack.views) == 3


@pytest.mark.parametrize(("fields", "block"), [({"words": "since:nonsense"}, "words"), ({"dates": "never"}, "dates")])
def test_a_field_that_cannot_be_read_is_named(fields: dict[str, str], block: str) -> None:
    """The refusal stands at the field it is about."""
    with pytest.raises(FieldError) as caught:
        parse_search_form({"state": {"values": fill(**fields)}}, lexicon=b.LEXICON, today=TODAY)
    assert caught.value.block == block
