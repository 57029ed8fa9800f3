"""No word of a person, no file's name and no address is written to the log of ``serve``, at either of its levels."""

import contextlib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, bootstrap
from bot.cli.operate import set_up_serve_logging
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import DeliveryError, FetchError, UnreadableDocumentError
from bot.ingest.feeds import Watch
from bot.model.briefing import Briefing
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM
from bot.web.fetch import Fetched, WebFetcher
from tests.room import ISSUE, NOW, FakeReader

CANARY = "Kanarie"
"""What stands in everything that a person says here; the answers repeat it, the log must not."""
DIRECT = f"D{ADMIN[1:]}"
REFUSED = (
    "/policy Kanarie:foo",
    "/policy since:Kanarie",
    "/policy topic:Kanarie",
    "/policy list:Kanarie",
    "/policy P77 note Kanarie",
    "/ministry Kanarie",
    "/company Kanarie",
    "/briefing Kanarie",
    "/digest subscribe to:Kanarie",
    "/ingest Kanarie",
    "/ingest https://127.0.0.1/Kanarie",
    "/ingest show Kanarie",
    "/Kanarie words",
)


class Web(WebFetcher):
    """Refuses every address by its name."""

    def fetch(self, url: str) -> Fetched:
        raise FetchError(f"{url} is not there (404).", hint="Check the address.")

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        _ = (etag, modified)
        return self.fetch(url)


class Reader(FakeReader):
    """Reads issues and nothing else, and says of the rest what it is called."""

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        try:
            return super().read(source_name=source_name, data=data, layouts=layouts)
        except UnreadableDocumentError:
            raise UnreadableDocumentError(f"{source_name} is damaged.", hint="Send it again.") from None


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
def app(tmp_path: Path, level: str, request: pytest.FixtureRequest) -> Iterator[Application]:
    """The program in memory, with a briefing and a folder to watch, and the log as ``serve`` has it."""
    (tmp_path / "in").mkdir()
    settings = Settings(
        db=tmp_path / "g.db",
        admins=frozenset({ADMIN}),
        log_format=str(request.param),
        log_level=level,
        watch=tmp_path / "in",
    )
    reader = Reader(briefings={b"x": ISSUE})
    with bootstrap(settings, clock=FixedClock(NOW), create=True, reader=reader, fetcher=Web()) as app:
        app.services.ingest.ingest(source_name="issue.md", data=b"x", by=ADMIN, now=NOW)
        set_up_serve_logging(settings, ())
        yield app


def share(app: Application, **file: Any) -> None:
    """Send a file to the bot in a direct message."""
    app.workspace.slack.open_direct(ADMIN)
    grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
    event = {
        "type": "message",
        "subtype": "file_share",
        "channel": DIRECT,
        "channel_type": "im",
        "user": ADMIN,
        "text": CANARY,
        "ts": app.workspace.slack.build_ts(),
        "files": [{"id": "F1", "mode": "hosted", "is_external": False, "size": 5, **file}],
    }
    body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{event['ts']}", "event": event}
    app.workspace.send({**body, "authorizations": [grant]})


def send(app: Application, body: dict[str, Any]) -> None:
    """Let a request come in, whether or not anything answers it."""
    with contextlib.suppress(DeliveryError):
        app.workspace.send(body)


def show(app: Application) -> str:
    assert app.workspace.screen is not None
    return render_message(app.workspace.screen.payload)


def test_no_refusal_tells_the_log_what_was_said(app: Application, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a command, a mention or a direct message; the person is told what was wrong, the log that something was."""
    told = 0
    for command in REFUSED:
        app.workspace.command(command)
        told += CANARY.lower() in show(app).lower()
    for words in ("policy since:Kanarie we plan it", "Kanarie:foo", "digest subscribe topic:Kanarie", "Kanarie"):
        app.workspace.mention(words)
        app.workspace.write(words)
    for stranger in ("U1GUEST", "U1OUT"):
        app.workspace.slack.people[stranger] = {"is_restricted": True}
        app.workspace.command("/policy Kanarie", user=stranger)
        app.workspace.command("/ingest https://example.org/Kanarie", user=stranger)
        app.workspace.write("Kanarie", user=stranger)
    said = capsys.readouterr().err
    assert told > len(REFUSED) // 2
    assert "refused: BadQueryError in bot." in said
    assert CANARY.lower() not in said.lower()


def test_no_document_tells_the_log_its_name(
    app: Application, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file sent, a file in the watched folder, and an address: each is refused by its name, and is not in the log."""
    share(app, name="Kanarie.pdf", url_private_download="https://files.slack.com/Kanarie.pdf")
    share(app, name="Kanarie.exe", url_private_download="https://elsewhere.example/Kanarie.exe")
    share(app, name="Kanarie.pdf", mode="external")
    app.workspace.command("/ingest https://example.org/Kanarie.pdf")
    (tmp_path / "in" / "Kanarie.md").write_text("Kanarie")
    watch = Watch(app.store, tmp_path / "in")
    for seconds in (0, 20):
        watch.look(NOW.replace(second=seconds))
    app.services.intake.run_next()
    said = capsys.readouterr().err
    direct = str(app.workspace.list_posts(DIRECT))
    assert "Kanarie.pdf" in direct
    assert "not ingested" in said
    assert "the watched folder: 1 new" in said
    assert CANARY not in said


def test_no_window_or_button_tells_the_log_what_it_carries(
    app: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fields, values and forgotten windows, whatever stands in them."""
    base = {"team": {"id": TEAM}, "user": {"id": ADMIN, "team_id": TEAM}, "trigger_id": "1.1"}
    for action in ("answer.more", "review.settle", "subscription.change", "ingest.undo", "nobody.knows"):
        pressed = {"action_id": action, "block_id": "b", "type": "button", "value": CANARY}
        where = {"channel": {"id": CHANNEL}, "response_url": "https://hooks.slack.com/actions/1"}
        send(app, {**base, **where, "type": "block_actions", "actions": [pressed]})
    for window in ("search.form", "ingest.form", "subscription.form", "review.same", "note.form", "nobody.knows"):
        field = {"type": "plain_text_input", "value": CANARY}
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": window,
            "private_metadata": CANARY,
            "state": {"values": {"b": {"a": field}}},
        }
        send(app, {**base, "type": "view_submission", "view": view})
    send(app, {**base, "type": "block_suggestion", "action_id": "x", "block_id": "x", "value": CANARY})
    send(app, {**base, "type": "shortcut", "callback_id": "nobody.knows", "text": CANARY})
    said = capsys.readouterr().err
    assert "button 'answer.more'" in said
    assert CANARY not in said
