"""What a Follow button follows: the filter that its answer was made with, or there is no button."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.config import find_data_folder
from bot.model.briefing import Item, PolicyStatus
from bot.query.query_record import Query
from tests.channel_room import LATER, Room, open_room
from tests.corpus import make_briefing, make_company_item, make_policy_item
from tests.kept_reader import KeptReader

SAMPLES = ("china-industry-monitor-2025-04.md", "policy-fortnight-2024-09.md", "quarter-in-documents-2024-q1.md")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with open_room(tmp_path) as room:
        yield room


def followed(room: Room, command: str) -> str:
    """Return the filter in the form that Follow opens under an answer."""
    room.command(command)
    room.press(next(each.label for each in room.workspace.list_buttons() if each.label.startswith("Follow")))
    screen = room.workspace.screen
    assert screen is not None
    box = next(block for block in screen.payload["blocks"] if block.get("block_id") == "filter")
    return str(box["element"].get("initial_value", ""))


def test_every_policy_of_the_samples_can_be_followed(tmp_path: Path) -> None:
    """Whatever title and number a policy has, or none: the form follows that policy and never everything."""
    now = dt.datetime(2025, 4, 20, 8, tzinfo=dt.UTC)
    with open_room(tmp_path, now=now, reads=KeptReader()) as room:
        for name in SAMPLES:
            data = (find_data_folder("briefings") / name).read_bytes()
            room.app.services.ingest.ingest(source_name=name, data=data, by="U9", now=now)
        listed = room.app.services.lookup.find_ids(Query(), now=now)[1]
        assert len(listed) > 20
        assert [followed(room, f"/policy {each}") for each in listed] == [f"policy:{each}" for each in listed]
        assert followed(room, "/policy 国发〔2024〕21号").startswith("policy:P")


def _titled(position: int, text: str, title_zh: str | None, *, on: dt.date | None = None, **policy: Any) -> Item:
    item = make_policy_item(1, text)
    assert item.policy is not None
    known = replace(item.policy, title_zh=title_zh, **{"status": PolicyStatus.ISSUED, **policy})
    return replace(item, headline=None, policy=known, position=position, reported_on=on or item.reported_on)


def test_a_followed_policy_brings_its_later_reports_and_its_final_text(room: Room) -> None:
    """A report by the number alone that changes a fact, and the final text of a draft, are posted; others are not.

    In whatever order the items of a briefing come.
    """
    number: dict[str, Any] = {"document_number": "工信部函〔2024〕7号"}
    draft = {**number, "status": PolicyStatus.DRAFT_FOR_COMMENT}
    room.ingest(make_briefing(items=(_titled(1, "A draft is out.", "电池管理办法（征求意见稿）", **draft),)))
    assert followed(room, "/policy P1") == "policy:P1"
    room.submit()
    room.press("Subscribe")
    assert room.rule().filter == "policy:P1"
    for _ in range(2):
        room.tick(LATER)
    told = len(room.summaries())
    later = (
        _titled(1, "The same draft by its number.", None, on=dt.date(2024, 3, 1), **draft),
        _titled(2, "The rules are final.", "电池管理办法"),
        _titled(3, "Other rules.", "机器人管理办法"),
        make_company_item(4, "BYD builds a plant."),
        replace(_titled(5, "Its number alone again.", None, **number), reported_on=None),
    )
    room.clock.at = LATER + dt.timedelta(days=3)
    room.ingest(make_briefing(dt.date(2024, 3, 13), sha256="b", items=later))
    for minutes in (11, 1):
        room.tick(minutes=minutes)
    posts = [post for post in room.summaries() if "continued" not in post]
    assert len(posts) == told + 1
    assert "The rules are final" in posts[-1]
    assert "Other rules" not in posts[-1]
    assert "BYD" not in posts[-1]
    assert "date 1 Mar 2024 (was 20 Feb 2024)" in posts[-1]
    room.look()
    assert "about P1" in room.press("Why these")
