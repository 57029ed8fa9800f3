"""Closeness in meaning, with an encoder of few words: what is found, what is kept, and what is left to words."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.answers import semantic
from bot.answers.semantic import SentenceIndex, load_meaning
from bot.model.deadlines import beijing_day
from bot.query.query_record import Alternatives, Query
from bot.query.search_plan import SearchPlan
from tests.room import ISSUE, NEWS, NOW, Room

TODAY = beijing_day(NOW)
SENSES = (("chip", "processor"), ("bus", "coach"), ("rice", "grain"))


@dataclass
class Encoder:
    """Tells texts apart by the senses that their words have; records what it was given."""

    given: list[str] = field(default_factory=list)

    def __call__(self, texts: list[str]) -> Any:
        self.given += texts
        return np.array([self._encode(text.casefold()) for text in texts])

    def _encode(self, text: str) -> list[float]:
        places = [float(any(word in text for word in sense)) for sense in SENSES]
        length = sum(places) ** 0.5 or 1.0
        return [place / length for place in places]


def ask(*words: str, excluded: tuple[str, ...] = ()) -> SearchPlan:
    """Return the plan for these words."""
    wanted, unwanted = ([Alternatives(wordings=((word,),), text=word) for word in each] for each in (words, excluded))
    return SearchPlan(wanted=tuple(wanted), excluded=tuple(unwanted))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    texts = ("A chip for phones.", "A bus without a driver.", "A chip for a bus.", "Nothing of the kind.")
    news = tuple(replace(NEWS, headline=None, text=text, position=i) for i, text in enumerate(texts, 1))
    opened.ingest(replace(ISSUE, items=news))
    yield opened
    opened.close()


def find(room: Room, index: SentenceIndex, plan: SearchPlan, query: Query | None = None) -> list[int]:
    """Return the numbers of the items found."""
    with room.store.read() as db:
        return [hit.item_id for hit in index.find(db, query or Query(), plan, today=TODAY)]


def test_an_item_is_encoded_once(room: Room) -> None:
    """A second question encodes nothing but itself, and a corrected item is encoded anew."""
    encoder = Encoder()
    index = SentenceIndex(encoder)
    find(room, index, ask("processor"))
    assert len(encoder.given) == 9  # title and whole of four items, and the question
    find(room, index, ask("coach"))
    assert encoder.given[9:] == ["coach"]
    corrected = replace(NEWS, headline=None, text="Grain for phones.", position=1)
    room.ingest(replace(ISSUE, sha256="corrected", items=(corrected,)))
    assert len(find(room, index, ask("grain"))) == 1


def test_without_the_extra_there_is_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is not installed the step is left out."""
    monkeypatch.setattr(semantic, "PACKAGE", "no_such_package_here")
    assert load_meaning() is None


def test_the_real_encoder_finds_other_words(room: Room) -> None:
    """The encoder that the extra brings puts a question beside the item that says the same in other words."""
    index = load_meaning()
    assert index is not None
    assert find(room, index, ask("self-driving coach"))[0] == 2
