"""The export beyond its fixed form: what is added only where the plain facts do not say all."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.briefing import Deadline, DeadlineKind
from bot.operations.export import compose_export
from tests.room import ISSUE, TOP, Room

FIRMS = Deadline(on=dt.date(2024, 3, 20), kind=DeadlineKind.COMMENTS_CLOSE, quote="Firms have until 20 March.")
GUILDS = Deadline(on=dt.date(2024, 3, 28), kind=DeadlineKind.COMMENTS_CLOSE, quote="Guilds have until 28 March.")
EFFECT = Deadline(on=dt.date(2024, 6, 1), kind=DeadlineKind.TAKES_EFFECT, quote="It applies from 1 June.")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def test_several_deadlines_of_one_kind_are_listed_with_their_policy(room: Room) -> None:
    """The one day of the plain fields is the last; each day stands with its sentence and item, also in one briefing."""
    item = replace(TOP, deadlines=(FIRMS, GUILDS, EFFECT))
    room.ingest(replace(ISSUE, items=(item,), unread=()))
    for briefing in (None, 1):
        (policy,) = compose_export(room.store, room.lookup.lexicon(), briefing=briefing)["policies"]
        assert policy["comments_close_on"] == "2024-03-28"
        assert list(policy)[-1] == "deadlines"
        assert policy["deadlines"] == [
            {"on": "2024-03-20", "kind": "comments_close", "quote": FIRMS.quote, "item_id": "I1"},
            {"on": "2024-03-28", "kind": "comments_close", "quote": GUILDS.quote, "item_id": "I1"},
            {"on": "2024-06-01", "kind": "takes_effect", "quote": EFFECT.quote, "item_id": "I1"},
        ]


def test_what_is_reported_stands_beside_what_is_official(room: Room) -> None:
    """The notice gives the facts at the top and those of ``official``; what a briefing reports is never overwritten."""
    report = replace(TOP, deadlines=(), issuing_bodies=("MIIT",), reported_on=dt.date(2024, 3, 2))
    notice = replace(report, is_official=True, issuing_bodies=("MIIT", "MOT"), reported_on=dt.date(2024, 3, 1))
    for name, item in (("A", report), ("B", notice)):
        room.ingest(replace(ISSUE, series=name, sha256=name, items=(item,), unread=()))
    (policy,) = compose_export(room.store, room.lookup.lexicon())["policies"]
    assert policy["reports"] == [{"item_id": "I1", "issued_on": "2024-03-02", "issuing_bodies": ["MIIT"]}]
    assert policy["issued_on"] == policy["official"]["issued_on"] == "2024-03-01"
    assert policy["issuing_bodies"] == policy["official"]["issuing_bodies"] == ["MIIT", "MOT"]
