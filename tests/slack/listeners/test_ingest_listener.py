"""``/ingest`` in the workspace: read, told in one message, held, let go, taken back; by admins alone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotFoundError
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, Payload
from bot.store.access import list_audit
from tests.channel_room import DIRECT, URL, Room, open_room
from tests.room import ISSUE, NOW


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """One in which an address has the issue, and a file may be its correction."""
    with open_room(tmp_path, now=NOW) as room:
        other = (replace(ISSUE.items[0], issuing_bodies=("MIIT",)), ISSUE.items[1])
        room.reader.briefings |= {b"x": ISSUE, b"y": replace(ISSUE, sha256="bb", items=other)}
        yield room


def share(room: Room, *files: Payload, user: str = ADMIN, channel: str = DIRECT, **said: Any) -> Payload:
    """Send files in a message, and give the acknowledgement."""
    room.workspace.slack.open_direct(user)
    event = {"type": "message", "subtype": "file_share", "channel": channel, "user": user, "files": list(files)}
    return room.send(event | {"ts": "1.5", "channel_type": "im" if channel == DIRECT else "channel", **said})


def test_an_address_is_read_and_reported_in_one_message(room: Room) -> None:
    """The acknowledgement says at once that it is read; the report stands in the admin's direct messages."""
    assert room.command(f"/ingest {URL}").splitlines() == [
        "Institute Watch, 6 Mar 2024 · covers 1 Feb – 5 Mar 2024 · B1",
        "2 items: 1 top, 1 company · 1 part couldn't be read",
        "1 deadline · the file contains no link addresses",
        "Please check",
        "Is “Nimbus Gears” a company? It is on no list of ours.  [Review]",
        "Could not be read: “?”  [Review]",
        "Not posted: no channel follows what is in it",
        "[⋮ Undo]",
    ]
    assert len(room.posts(channel=DIRECT)) == 1
    assert [name for name, _ in room.workspace.slack.calls if name.startswith("chat.")] == ["chat.postMessage"]


def test_posts_wait_are_held_and_let_go(room: Room) -> None:
    """Each press is followed by how things stand; pressed too late it says so."""
    room.subscribe()
    room.tick()
    offered = "Goes to 1 channel in 10 minutes, at 09:10 UTC\n[Post now] [Hold] [⋮ Preview · Undo]"
    assert offered in room.command(f"/ingest {URL}")
    shown = room.command("/ingest show B1", "Hold")
    assert "\nOn hold: goes to 1 channel once you let it go\n" in shown
    assert "[Post now] [⋮ Preview · Undo]" in shown
    assert room.tick(days=2) == 0
    assert "Nothing to do" in room.command("/ingest hold B1")
    shown = room.command("/ingest show B1", "Preview")
    assert shown.startswith("[ Preview ]\nB1 Institute Watch: what will be posted")
    assert f"D1 to #{CHANNEL}, on hold" in shown
    assert "Robots get rules" in shown
    assert "\nOn its way to 1 channel\n" in room.command("/ingest release B1")
    assert room.tick() == 2  # the summary, and the details in its thread
    for word in ("hold", "release"):
        assert room.command(f"/ingest {word} B1").startswith("Nothing to do")


def test_an_undo_is_done_once(room: Room) -> None:
    """Pressed again, from an old message, it takes nothing more back."""
    room.subscribe()
    room.command(f"/ingest {URL}")
    share(room, room.share_file("issue.md", b"y"))
    room.look("", channel=DIRECT)
    first = room.workspace.screen
    assert first is not None
    shown = room.command("/ingest show B1", "Undo", "Undo")
    assert shown.startswith("B1 was undone: the reading before it counts again, 1 item changed.")
    room.workspace.show(first)
    room.press("Undo")
    assert "2 items" in room.command("/ingest show B1")
    assert "it is in no answer any more" in room.command("/ingest undo B1", "Undo")
    with pytest.raises(NotFoundError):
        room.press("Undo")
    assert "B1 was taken back." in room.command("/ingest undo B1", "Undo")
    with room.app.store.read() as db:
        assert (ADMIN, "withdraw") in [(row.actor, row.action) for row in list_audit(db, "B1")]


def test_several_files_are_one_message_with_a_line_each(room: Room) -> None:
    """What is refused unread stands among them; each report opens from its line."""
    file = room.share_file
    share(room, file("a.md", b"x"), file("b.md", b"y"), file("plan.gdoc", b"") | {"is_external": True}, file("c", b"?"))
    (post,) = room.posts(channel=DIRECT)
    assert list(filter(None, post.splitlines())) == [
        "2 documents read, 2 not",
        "✓ a.md: Institute Watch · 2 items · B1  [Report]",
        "✓ b.md: Institute Watch · 2 items · 2 to check · B1",
        "This briefing was read before. Corrected: 1 changed.  [Report]",
        "⚠ c is empty. Give a briefing.",
        (
            "⚠ plan.gdoc is not in Slack: it is a link to another service."
            " Download the file and send it here as a file of its own."
        ),
    ]
    room.look("", channel=DIRECT)
    assert "This briefing was read before. Corrected: 1 changed." in room.press("Report#2")


@pytest.mark.parametrize(
    "said",
    [{"channel": CHANNEL}, {"bot_id": "B0LOCAL"}, {"files": []}, {"files": None}, {"files": ["x", 7]}, {"user": "U5"}],
)
def test_other_files_are_left_alone(room: Room, said: dict[str, Any]) -> None:
    """Files of a channel, of a bot, of somebody who is no admin: acknowledged, and nothing is read."""
    assert share(room, room.share_file("issue.md", b"x"), **said) == {}
    assert room.posts(channel=DIRECT) == []
    assert room.command("/ingest list") == "Nothing was read yet."


def fill(addresses: str = "", files: Any = ()) -> dict[str, Any]:
    """Return the state of the form."""
    return {"addresses": {"addresses": {"value": addresses}}, "files": {"files": {"files": list(files)}}}


def test_the_form_takes_addresses_and_files(room: Room) -> None:
    """Alone, the command opens it; what it is given is read, and it says where the report comes."""
    assert room.command("/ingest").startswith("[ Upload a briefing ]")
    room.workspace.submit(fill(f"{URL}\n{URL}", [room.share_file("issue.md", b"y")]))
    assert room.show() == "[ Ingest ]\nReading 2 documents. I'll send the report to your direct messages."
    assert "2 documents read" in room.posts(channel=DIRECT)[0]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "Choose a file or type an address"),
        (fill("http://example.org"), "https://"),
        (fill(" ".join(f"https://a.org/{n}" for n in range(11))), "11 addresses"),
        (fill(files=[{"name": "a.gdoc", "mode": "external"}]), "another service"),
        (fill(URL, [{"name": "a", "id": f"F{n}", "url_private": "x"} for n in range(10)]), "11 documents"),
    ],
)
def test_the_form_says_what_is_wrong_with_it(room: Room, values: dict[str, Any], why: str) -> None:
    """In the window, beside the field; nothing is read."""
    room.command("/ingest")
    with pytest.raises(NotFoundError, match=why):
        room.workspace.submit(values)
    assert room.posts(channel=DIRECT) == []


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/ingest help", "/ingest: read briefings, for admins"),
        ("/ingest http://example.org", "Only addresses that start with https://"),
        ("/ingest no idea", "/ingest can't do “no idea”."),
        ("/ingest undo", "“undo” needs an id"),
        ("/ingest show B9", "No briefing B9 was ever read."),
        ("/ingest P9", "You have no briefings yet."),
        ("/ingest review", "Nothing to review"),
    ],
)
def test_every_subcommand_answers(room: Room, command: str, shown: str) -> None:
    """What cannot be done is said in one line, with what can."""
    assert shown in room.command(command)


def test_what_is_no_briefing_is_stored_only_on_a_yes(room: Room) -> None:
    """The message asks; each answer is given once, in the place of the question."""
    essay = replace(ISSUE, items=(replace(ISSUE.items[0], reported_on=None, policy=None, bodies=(), companies=()),))
    room.reader.briefings[b"x"] = essay
    shown = room.command(f"/ingest {URL}")
    assert shown.startswith("“issue.md” doesn't look like a briefing. Keep it?")
    assert shown.endswith("[Keep] [Discard]")
    assert room.command(f"/ingest {URL}", "Discard") == "R1: “issue.md” is not kept.\nNothing to review."
    assert room.app.services.ingest.list_reports(now=NOW).total == 0
    for presses in (["Keep"], []):
        assert room.command(f"/ingest {URL}", *presses).startswith("Institute Watch, 6 Mar 2024")
    assert room.app.services.ingest.list_reports(now=NOW).total == 1
