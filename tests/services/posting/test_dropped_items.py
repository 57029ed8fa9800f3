"""What the ledger says of items that a correction takes out of their briefing, and of those that come back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from bot.store.ledger import list_ledger
from tests.channel_room import NOW, Room, open_room
from tests.corpus import ITEMS, make_briefing

if TYPE_CHECKING:
    from pathlib import Path

LATER = NOW + dt.timedelta(hours=1)
DROPPED = ("I2", "taken out", "a correction dropped it")


def _open(room: Room, rule: str) -> None:
    room.command(f"/digest subscribe {rule} tz:UTC remind:none")
    for minutes in (0, 1):
        room.tick(NOW + dt.timedelta(minutes=minutes))
    room.ingest(make_briefing(items=ITEMS[:2]))
    room.tick(NOW + dt.timedelta(minutes=12))


def _list_fates(room: Room) -> list[tuple[str, str, str]]:
    with room.app.store.read() as db:
        return [(row.item, row.fate, row.reason) for row in list_ledger(db)]


@pytest.mark.parametrize(("rule", "before", "posts"), [("", "posted", 1), ("weekly at 07:00", "waiting", 0)])
def test_a_dropped_item_is_taken_out(tmp_path: Path, rule: str, before: str, posts: int) -> None:
    """It is neither posted nor waits any more, by a digest's day too; the sums hold, and its undo brings it back."""
    with open_room(tmp_path) as room:
        _open(room, rule)
        assert [fate for _, fate, _ in _list_fates(room)] == [before, before]
        room.tick(LATER)
        room.ingest(make_briefing(sha256="b", items=ITEMS[:1]))
        assert len(room.summaries()) == posts
        to_come = ", and the post is still to be marked" if posts else ""
        assert _list_fates(room)[1] == (*DROPPED[:2], f"{DROPPED[2]}{to_come}")
        room.tick(LATER + dt.timedelta(minutes=12))
        assert _list_fates(room)[1] == DROPPED
        assert not [text for text in room.summaries() if "P2" in text]
        sums = " + ".join(sorted((f"1 {before}", "1 taken out"), key=lambda each: each[2:]))
        assert f"2 items = {sums}, none missing" in room.command("/digest status")
        room.app.ingest.undo(1, by="U9", now=LATER + dt.timedelta(minutes=20))
        assert [fate for _, fate, _ in _list_fates(room)] == [before, before]
        assert f"2 items = 2 {before}, none missing" in room.command("/digest status")


def test_a_digest_after_a_correction_leaves_nothing_waiting(tmp_path: Path) -> None:
    """What was dropped before the digest of its rule stays taken out once that was posted."""
    with open_room(tmp_path) as room:
        _open(room, "weekly at 07:00")
        room.tick(LATER)
        room.ingest(make_briefing(sha256="b", items=ITEMS[:1]))
        room.tick(dt.datetime(2024, 3, 11, 7, 0, 30, tzinfo=dt.UTC))
        (text,) = room.summaries()
        assert "P2" not in text
        assert _list_fates(room) == [("I1", "posted", "summary 2024-03-11 07:00"), DROPPED]
