"""What may be done with an answer: cite it, have it sent, say that it is wrong, change its search."""

from dataclasses import replace

import pytest

from bot.answers.context import Absent
from bot.slack.in_memory.local import find_buttons
from bot.slack.in_memory.local_slack import TEAM
from tests import builders as b
from tests.slack.listeners.interaction_room import ADMIN, Room


@pytest.mark.parametrize(
    "command", ["/policy battery", "/policy P5", "/policy I2", "/ministry MIIT", "/company Huawei"]
)
def test_cite_gives_lines_to_paste(room: Room, command: str) -> None:
    """Publisher, issue, place and the day it holds as of, privately, in a block to copy."""
    screen = room.ask(command, "Cite")
    assert screen.kind == "ephemeral"
    text = room.show()
    assert "Harbour" in text
    assert "as of 10 Mar 2024" in text
    assert screen.payload["blocks"][1]["text"]["text"].startswith("```\n")


def test_an_answer_is_sent_to_whoever_pressed(room: Room) -> None:
    """It stands in their direct messages, without what belongs to a channel."""
    room.ask("/policy P5", "Send to me")
    assert "to your direct messages" in room.show()
    (sent,) = room.list_direct()
    labels = [each["text"]["text"] for each in find_buttons({"blocks": sent["blocks"][-1:]})]
    assert labels == ["Remind me", "Follow", "Cite", "Report a mistake", "Add a note", "Timeline"]


def test_a_note_goes_to_the_review_list(room: Room) -> None:
    """The window asks what is wrong and how; the note is kept with who wrote it, and the window says so."""
    screen = room.ask("/policy P5", "Report a mistake")
    assert screen.kind == "view"
    assert screen.payload["submit"]["text"] == "Report"
    room.workspace.submit({"note": {"note": {"value": " the date is another "}}})
    assert "with the admins (R7)" in room.show()
    assert room.notes == [
        {"subject": "P5", "note": "the date is another", "user": ADMIN, "workspace": TEAM, "now": b.NOW}
    ]


@pytest.mark.parametrize("press", ["Cite", "Report a mistake"])
def test_what_is_no_longer_held_is_said(room: Room, press: str) -> None:
    """An answer whose briefing was taken back meanwhile."""
    room.ask("/policy P5")
    room.lookup.answers["get_policy"] = Absent(kind="policy", asked="P5", nearest=(), coverage=b.HELD)
    room.workspace.press(press)
    assert "in your briefings any more" in room.show()


def test_edit_opens_the_search_as_a_form(room: Room) -> None:
    """The form holds what was searched; what it then holds is searched, and answered in its window."""
    room.lookup.answers["search"] = replace(b.build_policy_list(), query_text="battery ministry:MIIT")
    screen = room.ask("/policy battery ministry:MIIT", "Refine")
    by_block = {block["block_id"]: block["element"] for block in screen.payload["blocks"]}
    assert by_block["words"]["initial_value"] == "battery"
    assert [option["value"] for option in by_block["names.bodies"]["initial_options"]] == ["MIIT"]
    seen = room.workspace.submit({"words": {"words": {"value": "storage"}}})
    assert seen.kind == "view"
    assert "2 results" in room.show()
    method, query, _ = room.lookup.asked[-1]
    assert method == "search"
    assert [term.text for term in query.terms] == ["storage"]
