"""An official notice that comes in several files, with its number and without, over a real store."""

import datetime as dt
import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model.briefing import Briefing, PolicyStatus
from bot.model.intake import Outcome
from tests.room import ISSUE, NOW, POLICY, TOP, Room

NUMBER = "工信部装〔2024〕15号"
TITLE = "关于印发《起重机登记管理办法》的通知"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    yield opened
    opened.close()


def notice(sha: str, number: str | None, *, day: int = 1, issuers: tuple[str, ...] = ("MIIT",)) -> Briefing:
    on = dt.date(2024, 3, day)
    item = replace(
        TOP,
        policy=replace(POLICY, title_en=None, title_zh=TITLE, document_number=number, status=PolicyStatus.ISSUED),
        headline=TITLE,
        text="现予印发，请遵照执行。",
        points=(),
        targets=(),
        deadlines=(),
        reported_on=on,
        issuing_bodies=issuers,
        is_official=True,
    )
    return replace(
        ISSUE,
        publisher="工业和信息化部",
        series=None,
        title=TITLE,
        published_on=on,
        period_start=None,
        period_end=None,
        source_name=f"{sha}.html",
        sha256=sha,
        items=(item,),
        unread=(),
    )


def held(room: Room) -> list[tuple[str, list[str], str | None]]:
    """Return each policy with its items and its number."""
    policies = json.loads(room.export())["policies"]
    return [(each["id"], each["item_ids"], each["document_number"]) for each in policies]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_any_order_it_is_one(room: Room, order: Sequence[int]) -> None:
    """Three files of one notice are one policy with its number, in every order, and two briefings."""
    files = (notice("pdf", NUMBER), notice("page", None), notice("copy", NUMBER))
    for index in order:
        room.ingest(files[index])
    assert held(room) == [("P1", ["I1", "I2"], NUMBER)]
    assert len(json.loads(room.export())["briefings"]) == 2


def test_what_differs_is_another_notice(room: Room) -> None:
    """Another number or day, or none."""
    room.ingest(notice("pdf", NUMBER))
    for other in (notice("number", "工信部装〔2024〕16号"), notice("day", None, day=2), notice("neither", None)):
        assert room.ingest(other) is Outcome.ADDED
    assert len(json.loads(room.export())["briefings"]) == 4


def test_another_issuer_makes_another_notice(room: Room) -> None:
    """Two ministries' notices of one day and title are two."""
    room.ingest(notice("pdf", NUMBER))
    assert room.ingest(notice("issuer", None, issuers=("MIIT", "MOT"))) is Outcome.ADDED


def test_undated_issues_of_one_title_are_told_apart_by_their_items(room: Room) -> None:
    """Most items the same: the same issue in another file, also after an undo; otherwise the next issue."""
    undated = replace(ISSUE, published_on=None, period_start=None, period_end=None)
    assert room.ingest(undated) is Outcome.ADDED
    assert room.ingest(replace(undated, sha256="pdf", source_name="issue.pdf")) is Outcome.SAME_TEXT
    others = tuple(replace(item, headline=None, text=f"Other news {item.position}.") for item in ISSUE.items)
    assert room.ingest(replace(undated, sha256="next", items=others)) is Outcome.ADDED
    room.service.undo(2, by="U1", now=NOW)
    assert room.ingest(replace(undated, sha256="again", items=others)) is Outcome.ADDED
    assert [briefing["id"] for briefing in json.loads(room.export())["briefings"]] == ["B1", "B2"]
