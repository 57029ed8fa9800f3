"""No word of a person, no file's name and no address is written to the log of ``serve``, at either of its levels."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli.operate import set_up_serve_logging
from bot.errors import DeliveryError
from bot.ingest.feeds import Watch
from bot.slack.in_memory.local_slack import ADMIN, TEAM
from tests.channel_room import DIRECT, NOW, Room, open_room
from tests.fake_slack.requests import build_press
from tests.room import ISSUE

CANARY = "Kanarie"
"""What stands in everything that a person says here; the answers repeat it, the log must not."""
REFUSED = (
    *("/policy Kanarie:foo", "/policy since:Kanarie", "/policy topic:Kanarie", "/policy list:Kanarie"),
    *("/policy P77 note Kanarie", "/ministry Kanarie", "/company Kanarie", "/briefing Kanarie", "/Kanarie words"),
    *("/digest subscribe to:Kanarie", "/ingest Kanarie", "/ingest https://127.0.0.1/Kanarie", "/ingest show Kanarie"),
)


@pytest.fixture(params=["info", "debug"])
def level(request: pytest.FixtureRequest) -> Iterator[str]:
    """A level of the log; the loggers are as they were afterwards."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "slack_sdk")]
    before = [(list(logger.handlers), logger.level) for logger in loggers]
    yield str(request.param)
    for logger, (handlers, number) in zip(loggers, before, strict=True):
        logger.handlers[:] = handlers
        logger.setLevel(number)


@pytest.fixture(params=["text", "json"])
def room(tmp_path: Path, level: str, request: pytest.FixtureRequest) -> Iterator[Room]:
    """The program in memory, with a briefing and a folder to watch, and the log as ``serve`` has it."""
    (tmp_path / "in").mkdir()
    with open_room(tmp_path, log_format=str(request.param), log_level=level, watch=tmp_path / "in") as room:
        room.ingest(ISSUE)
        set_up_serve_logging(room.app.settings, ())
        yield room


def share(room: Room, **file: Any) -> None:
    """Send a file to the bot in a direct message."""
    room.workspace.slack.open_direct(ADMIN)
    event = {"type": "message", "subtype": "file_share", "channel": DIRECT, "channel_type": "im", "user": ADMIN}
    files = [{"id": "F1", "mode": "hosted", "is_external": False, "size": 5, **file}]
    room.send({**event, "text": CANARY, "ts": room.workspace.slack.build_ts(), "files": files})


def send(room: Room, body: dict[str, Any]) -> None:
    """Let a request come in, whether or not anything answers it."""
    with contextlib.suppress(DeliveryError):
        room.workspace.send(body)


def test_no_refusal_tells_the_log_what_was_said(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a command, a mention or a direct message; the person is told what was wrong, the log that something was."""
    told = 0
    for command in REFUSED:
        told += CANARY.lower() in room.command(command).lower()
    for words in ("policy since:Kanarie we plan it", "Kanarie:foo", "digest subscribe topic:Kanarie", "Kanarie"):
        room.workspace.mention(words)
        room.workspace.write(words)
    for stranger in ("U1GUEST", "U1OUT"):
        room.workspace.slack.people[stranger] = {"is_restricted": True}
        room.workspace.command("/policy Kanarie", user=stranger)
        room.workspace.command("/ingest https://example.org/Kanarie", user=stranger)
        room.workspace.write("Kanarie", user=stranger)
    said = capsys.readouterr().err
    assert told > len(REFUSED) // 2
    assert "refused: BadQueryError in bot." in said
    assert CANARY.lower() not in said.lower()


def test_no_document_tells_the_log_its_name(room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file sent, a file in the watched folder, and an address: each is refused by its name, and is not in the log."""
    share(room, name="Kanarie.pdf", url_private_download="https://files.slack.com/Kanarie.pdf")
    share(room, name="Kanarie.exe", url_private_download="https://elsewhere.example/Kanarie.exe")
    share(room, name="Kanarie.pdf", mode="external")
    room.workspace.command("/ingest https://example.org/Kanarie.pdf")
    (tmp_path / "in" / "Kanarie.md").write_text("Kanarie")
    watch = Watch(room.app.store, tmp_path / "in")
    for seconds in (0, 20):
        watch.look(NOW.replace(second=seconds))
    room.app.services.intake.run_next()
    said = capsys.readouterr().err
    direct = str(room.workspace.list_posts(DIRECT))
    assert "Kanarie.pdf" in direct
    assert "not ingested" in said
    assert "the watched folder: 1 new" in said
    assert CANARY not in said


def test_no_window_or_button_tells_the_log_what_it_carries(room: Room, capsys: pytest.CaptureFixture[str]) -> None:
    """Fields, values and forgotten windows, whatever stands in them."""
    base = {"team": {"id": TEAM}, "user": {"id": ADMIN, "team_id": TEAM}, "trigger_id": "1.1"}
    for action in ("answer.more", "review.settle", "subscription.change", "ingest.undo", "nobody.knows"):
        pressed = {"action_id": action, "type": "button", "value": CANARY}
        send(room, build_press(pressed, response_url="https://hooks.slack.com/actions/1"))
    for window in ("search.form", "ingest.form", "subscription.form", "review.same", "note.form", "nobody.knows"):
        state = {"values": {"b": {"a": {"type": "plain_text_input", "value": CANARY}}}}
        view = {"id": "V1", "type": "modal", "callback_id": window, "private_metadata": CANARY, "state": state}
        send(room, {**base, "type": "view_submission", "view": view})
    send(room, {**base, "type": "block_suggestion", "action_id": "x", "block_id": "x", "value": CANARY})
    send(room, {**base, "type": "shortcut", "callback_id": "nobody.knows", "text": CANARY})
    said = capsys.readouterr().err
    assert "button 'answer.more'" in said
    assert CANARY not in said
