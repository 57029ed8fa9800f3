"""What a question in words is for instead of a search, over a real store with the words of the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.lookup import Lookup
from bot.answers.results import Answer, BriefingCard, BriefingList, NotHeld, PolicyCard, PolicyList
from bot.config import find_data_folder
from bot.query.wording import load_wording
from bot.slack.arguments import Request
from bot.slack.listeners.lookups import find_policies
from tests.room import ISSUE, LEXICON, NOW, TOP, Room

LATER = replace(
    ISSUE,
    published_on=dt.date(2024, 4, 5),
    sha256="later",
    items=(replace(TOP, headline="Cranes", text="On cranes.", policy=None, issuing_bodies=()),),
)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(ISSUE)
    opened.ingest(LATER)
    opened.lookup = Lookup(opened.store, LEXICON, wording=load_wording(find_data_folder("reference")))
    yield opened
    opened.close()


def ask(room: Room, text: str) -> Answer:
    request = Request(command="policy", action="search", query=room.query(text))
    return find_policies(request, room.lookup, now=NOW, offset=0)


def test_a_question_about_one_policy_is_answered_by_its_card(room: Room) -> None:
    """The card begins with what was understood; with other filters, or as no question, it is a search."""
    card = ask(room, "what close policy:P1")
    assert isinstance(card, PolicyCard)
    assert (card.policy.id, card.notes[0].startswith("Understood: about P1; its card tells")) == ("P1", True)
    assert "“what close”" in card.notes[0]
    for text in ("robots policy:P1", "what close policy:P1,P2", "what close policy:P1 since:2024"):
        assert isinstance(ask(room, text), PolicyList)
    assert isinstance(ask(room, "what close policy:P99"), NotHeld)


@pytest.mark.parametrize(
    ("text", "note", "number"),
    [
        ("what does the latest briefing say about cranes?", "“the latest briefing” is B2 ", 1),
        ("what does the previous briefing say about cranes?", "“the previous briefing” is B1 ", 0),
        ("what does the briefing say about cranes?", "", 1),
        ("what does B1 say about the latest briefing on cranes? briefing:B1", "", 0),
    ],
)
def test_a_question_is_asked_of_the_briefing_it_names(room: Room, text: str, note: str, number: int) -> None:
    """Which one it is is said; the filter a person typed stays."""
    answer = ask(room, text)
    assert isinstance(answer, PolicyList)
    assert (answer.total, any(each.startswith(note) for each in answer.notes)) == (number, bool(note))
    assert len(room.lookup.find_ids(room.query(text), now=NOW)[0]) == number


def test_a_question_for_a_briefing_gets_its_card(room: Room) -> None:
    """Without one it is for the latest, of several for their list; one that is not held is said not to be."""
    for text in ("what is new in the latest briefing?", "what is in the briefing?"):
        latest = ask(room, text)
        assert isinstance(latest, BriefingCard)
        assert latest.briefing.id == "B2"
    every = ask(room, "which briefings do you hold?")
    assert isinstance(every, BriefingList)
    assert every.total == 2
    dated = ask(room, "briefings from 2024")
    assert isinstance(dated, BriefingList)
    assert dated.total == 2
    for text in ("what is in the briefing of 2021?", "what does the briefing of 2021 say about cranes?"):
        absent = ask(room, text)
        assert isinstance(absent, NotHeld)
        assert (absent.kind, absent.asked) == ("briefing", "the briefing of 2021")
    for text in ("what is in the briefing of 2021 asof:2024-04-06", "what does nobody say about cranes?"):
        assert isinstance(ask(room, text), PolicyList)


def test_an_id_that_is_not_held_is_said_not_to_be(room: Room) -> None:
    """Beside words too, where nothing is found."""
    for text in ("cranes briefing:B9", "cranes policy:P99"):
        answer = ask(room, text)
        assert isinstance(answer, PolicyList)
        assert f"{text.rpartition(':')[2]} is not held." in answer.notes
    found = ask(room, "cranes briefing:B9,B2")
    assert isinstance(found, PolicyList)
    assert not found.notes
