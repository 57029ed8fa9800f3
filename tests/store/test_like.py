"""Chinese strings are found in just the items that hold them, whatever their length and wherever they are cut."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.like import choose_strings, list_differences, read_texts
from tests.room import ISSUE, NEWS, NOW, TOP, Room

HAN = "工业和信息化部数据安全管理办法能源汽车"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def write(chance: random.Random) -> str:
    """Return text of runs of few different characters, with signs, Latin words, spaces and line ends between them."""
    signs = ("，", "。", " ", "5G", "\n", "（", "）", "AI", "·")
    runs = ("".join(chance.choices(HAN, k=chance.randrange(1, 9))) for _ in range(12))
    return "".join(run + chance.choice(signs) for run in runs)


def test_hits_are_those_of_like(room: Room) -> None:
    """For strings of one to six characters, in the corpus and not, search finds what LIKE finds."""
    chance = random.Random(3)  # noqa: S311  the same texts in every run
    items = [
        replace(TOP, position=n, headline=write(chance), text=write(chance), points=(write(chance),))
        for n in range(1, 30)
    ]
    news = [replace(NEWS, position=n, text=write(chance)) for n in range(1, 30)]
    room.ingest(replace(ISSUE, items=(*items, *news)))
    there = choose_strings(chance, list(read_texts(room.store).values()), 100)
    perhaps = ["".join(chance.choices(HAN, k=length)) for length in range(1, 7) for _ in range(20)]
    assert list_differences(room.store, room.lookup, [*there, *perhaps], now=NOW) == []
