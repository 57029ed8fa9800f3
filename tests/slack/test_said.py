"""What was said of records is said again while they are the very same, and only then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.slack.said import Said


@dataclass(frozen=True)
class Record:
    """A record that equals any other of its name."""

    name: str


class Speaker:
    """Says something else each time."""

    def __init__(self) -> None:
        self.said = 0

    def __call__(self) -> int:
        self.said += 1
        return self.said


def test_the_same_objects_are_spoken_of_once() -> None:
    """Equal values beside them count as the same; another object or another value does not."""
    said, speak, record = Said[int](9), Speaker(), Record("a")
    day = dt.date(2024, 3, 7)
    assert said.get((record,), (day, True), speak) == 1
    assert said.get((record,), (dt.date(2024, 3, 7), True), speak) == 1
    assert said.get((record,), (day, False), speak) == 2
    assert said.get((Record("a"),), (day, True), speak) == 3
    assert said.get((record, record), (day, True), speak) == 4


def test_a_record_that_is_gone_leaves_nothing_to_another() -> None:
    """Objects that come and go in the same place in memory are told apart, also after it began anew."""
    said = Said[str](50)

    def say(record: Record) -> str:
        return said.get((record,), (), lambda: record.name)

    names = [f"name {n}" for n in range(500)]
    assert [say(Record(name)) for name in names] == names


def test_it_begins_anew_when_it_is_full() -> None:
    """What was said first is said anew then."""
    said, speak = Said[int](2), Speaker()
    first, second, third = Record("a"), Record("b"), Record("c")
    assert [said.get((each,), (), speak) for each in (first, second, third, third, first)] == [1, 2, 3, 3, 4]
