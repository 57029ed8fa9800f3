"""``/ingest`` in the workspace: read, told in one message, held, let go, taken back; by admins alone."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import Application, bootstrap
from bot.cli.text import render_message
from bot.clock import FixedClock
from bot.config import Settings
from bot.errors import FetchError, NotFoundError
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL, TEAM, Payload
from bot.store.access import list_audit
from bot.web.fetch import Fetched, WebFetcher
from tests.empty_store import make_empty
from tests.room import ISSUE, NOW, FakeReader

DIRECT = f"D{ADMIN[1:]}"
URL = "https://example.org/issue.md"


@dataclass
class FakeWeb(WebFetcher):
    """Gives the issue for every address but one."""

    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> Fetched:
        self.asked.append(url)
        if "gone" in url:
            raise FetchError(f"{url} is not there (404).", hint="Check the address.")
        return Fetched(data=b"x", name="issue.md", url=url)

    def fetch_changed(self, url: str, *, etag: str, modified: str) -> Fetched | None:
        _ = (etag, modified)
        return self.fetch(url)


@dataclass
class Office:
    """The program around the workspace in memory, and what is seen of it."""

    app: Application
    clock: FixedClock
    web: FakeWeb
    reader: FakeReader

    def ask(self, command: str, *presses: str, user: str = ADMIN) -> str:
        """Run a command, press buttons, and give what is then seen."""
        self.app.workspace.command(command, user=user)
        for press in presses:
            self.app.workspace.press(press)
        return self.show()

    def show(self) -> str:
        assert self.app.workspace.screen is not None
        return render_message(self.app.workspace.screen.payload)

    def tick(self, **spans: float) -> int:
        """Let time pass and the bot post what is due."""
        self.clock.at += dt.timedelta(**spans)
        return self.app.scheduler.tick(self.clock.at).counts["sent"]

    def follow(self) -> None:
        """Let the channel follow everything; its notice lands."""
        self.ask("/digest subscribe", "Subscribe")
        self.tick()

    def list_direct(self) -> list[Payload]:
        """Return the bot's messages to the admin."""
        return self.app.workspace.list_posts(DIRECT)

    def share(self, *files: Payload, user: str = ADMIN, channel: str = DIRECT, **said: Any) -> Payload:
        """Send files in a message, and give the acknowledgement."""
        if channel.startswith("D"):
            self.app.workspace.slack.open_direct(user)
        event = {"type": "message", "subtype": "file_share", "channel": channel, "user": user, "files": list(files)}
        event |= {"ts": "1.5", "channel_type": "im" if channel.startswith("D") else "channel", **said}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event": event}
        return self.app.workspace.send(body)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    clock, web = FixedClock(NOW), FakeWeb()
    corrected = replace(ISSUE, sha256="bb", items=(replace(ISSUE.items[0], issuing_bodies=("MIIT",)), ISSUE.items[1]))
    reader = FakeReader(briefings={b"x": ISSUE, b"y": corrected})
    settings = Settings(db=make_empty(tmp_path / "g.db"))
    with bootstrap(settings, clock=clock, create=True, reader=reader, fetcher=web) as app:
        yield Office(app=app, clock=clock, web=web, reader=reader)


def test_an_address_is_read_and_reported_in_one_message(office: Office) -> None:
    """The acknowledgement says at once that it is read; the report stands in the admin's direct messages."""
    screen = office.app.workspace.command(f"/ingest {URL}")
    assert office.web.asked == [URL]
    assert office.show().splitlines() == [
        "Institute Watch, 6 Mar 2024 · covers 1 Feb – 5 Mar 2024 · B1",
        "2 items: 1 top, 1 company · 1 part couldn't be read",
        "1 deadline · the file contains no link addresses",
        "Please check",
        "Is “Nimbus Gears” a company? It is on no list of ours.  [Review]",
        "Could not be read: “?”  [Review]",
        "Not posted: no channel follows what is in it",
        "[⋮ Undo]",
    ]
    assert screen.channel == DIRECT
    assert len(office.list_direct()) == 1
    assert [name for name, _ in office.app.workspace.slack.calls if name.startswith("chat.")] == ["chat.postMessage"]


def test_posts_wait_are_held_and_let_go(office: Office) -> None:
    """Each press is followed by how things stand; pressed too late it says so."""
    office.follow()
    assert "Goes to 1 channel in 10 minutes, at 09:10 UTC\n[Post now] [Hold] [⋮ Preview · Undo]" in office.ask(
        f"/ingest {URL}"
    )
    shown = office.ask("/ingest show B1", "Hold")
    assert shown.startswith("B1 is put on hold. On hold: goes to 1 channel once you let it go.")
    assert "[Post now] [⋮ Preview · Undo]" in shown
    assert office.tick(days=2) == 0
    assert "Nothing to do" in office.ask("/ingest hold B1")
    shown = office.ask("/ingest show B1", "Preview")
    assert shown.startswith("[ Preview ]\nB1 Institute Watch: what will be posted")
    assert f"D1 to #{CHANNEL}, on hold" in shown
    assert "Robots get rules" in shown or "draft measures for robots" in shown
    assert office.ask("/ingest release B1").startswith("B1 is let go. On its way to 1 channel.")
    assert office.tick() == 2  # the summary, and the details in its thread
    assert office.ask("/ingest hold B1").startswith("Nothing to do")
    assert office.ask("/ingest release B1").startswith("Nothing to do")


def test_an_undo_is_done_once(office: Office) -> None:
    """Pressed again, from an old message, it takes nothing more back."""
    office.follow()
    office.ask(f"/ingest {URL}")
    office.share(office.app.workspace.slack.share_file("issue.md", b"y"))
    first = office.app.workspace.look(DIRECT)
    shown = office.ask("/ingest show B1", "Undo", "Undo")
    assert shown.startswith("B1 was undone: the reading before it counts again, 1 item changed.")
    office.app.workspace.show(first)
    office.app.workspace.press("Undo")
    assert "Undo" in office.show() or "Undone on" in office.show()
    assert "2 items" in office.ask("/ingest show B1")
    assert "it is in no answer any more" in office.ask("/ingest undo B1", "Undo")
    with pytest.raises(NotFoundError):
        office.app.workspace.press("Undo")
    assert "B1 was taken back." in office.ask("/ingest undo B1", "Undo")
    with office.app.store.read() as db:
        assert (ADMIN, "withdraw") in [(row.actor, row.action) for row in list_audit(db, "B1")]


def test_several_files_are_one_message_with_a_line_each(office: Office) -> None:
    """What is refused unread stands among them; each report opens from its line."""
    share = office.app.workspace.slack.share_file
    bad = share("plan.gdoc", b"") | {"is_external": True}
    office.share(share("a.md", b"x"), share("b.md", b"y"), bad, share("c.md", b"?"))
    (post,) = office.list_direct()
    assert render_message(post).splitlines() == [
        "2 documents read, 2 not",
        "✓ a.md: Institute Watch · 2 items · B1  [Report]",
        "✓ b.md: Institute Watch · 2 items · 2 to check · corrected · B1  [Report]",
        "⚠ c.md is empty. Give a briefing.",
        (
            "⚠ plan.gdoc is not in Slack: it is a link to another service."
            " Download the file and send it here as a file of its own."
        ),
    ]
    office.app.workspace.look(DIRECT)
    office.app.workspace.press("Report#2")
    assert office.show().startswith("Institute Watch")
    assert "This briefing was read before. Corrected: 1 changed." in office.show()


@pytest.mark.parametrize(
    "said",
    [
        {"channel": CHANNEL},
        {"bot_id": "B0LOCAL"},
        {"files": []},
        {"files": None},
        {"files": ["x", 7]},
        {"user": "U5"},
    ],
)
def test_other_files_are_left_alone(office: Office, said: dict[str, Any]) -> None:
    """Files of a channel, of a bot, of somebody who is no admin: acknowledged, and nothing is read."""
    file = office.app.workspace.slack.share_file("issue.md", b"x")
    assert office.share(file, **said) == {}
    assert office.list_direct() == []
    assert office.ask("/ingest list") == "Nothing was read yet."


def test_the_form_takes_addresses_and_files(office: Office) -> None:
    """Alone, the command opens it; what it is given is read, and it says where the report comes."""
    shown = office.ask("/ingest")
    assert shown.startswith("[ Upload a briefing ]")
    file = office.app.workspace.slack.share_file("issue.md", b"y")
    values: dict[str, dict[str, Any]] = {
        "addresses": {"addresses": {"value": f"{URL}\n{URL}"}},
        "files": {"files": {"files": [file]}},
    }
    office.app.workspace.submit(values)
    assert office.show() == "[ Ingest ]\nReading 2 documents. I'll send the report to your direct messages."
    assert "2 documents read" in render_message(office.list_direct()[0])


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({}, "Choose a file or type an address"),
        ({"addresses": {"addresses": {"value": "http://example.org"}}}, "https://"),
        ({"addresses": {"addresses": {"value": " ".join(f"https://a.org/{n}" for n in range(11))}}}, "11 addresses"),
        ({"files": {"files": {"files": [{"name": "a.gdoc", "mode": "external"}]}}}, "another service"),
        (
            {
                "addresses": {"addresses": {"value": URL}},
                "files": {"files": {"files": [{"name": "a", "id": f"F{n}", "url_private": "x"} for n in range(10)]}},
            },
            "11 documents",
        ),
    ],
)
def test_the_form_says_what_is_wrong_with_it(office: Office, values: dict[str, Any], why: str) -> None:
    """In the window, beside the field; nothing is read."""
    office.ask("/ingest")
    with pytest.raises(NotFoundError, match=why):
        office.app.workspace.submit(values)
    assert office.list_direct() == []


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("/ingest help", "/ingest: read briefings, for admins"),
        ("/ingest http://example.org", "Only addresses that start with https://"),
        ("/ingest no idea", "/ingest can't do “no idea”."),
        ("/ingest undo", "“undo” needs the id of a briefing"),
        ("/ingest show B9", "No briefing B9 was ever read."),
        ("/ingest P9", "You have no briefings yet."),
        ("/ingest review", "Nothing to review"),
    ],
)
def test_every_subcommand_answers(office: Office, command: str, shown: str) -> None:
    """What cannot be done is said in one line, with what can."""
    assert shown in office.ask(command)


def test_what_is_no_briefing_is_stored_only_on_a_yes(office: Office) -> None:
    """The message asks; each answer is given once, in the place of the question."""
    essay = replace(ISSUE, items=(replace(ISSUE.items[0], reported_on=None, policy=None, bodies=(), companies=()),))
    office.reader.briefings[b"x"] = essay
    shown = office.ask(f"/ingest {URL}")
    assert shown.startswith("“issue.md” doesn't look like a briefing. Keep it?")
    assert shown.endswith("[Keep] [Discard]")
    assert office.ask(f"/ingest {URL}", "Discard") == "R1: “issue.md” is not kept."
    assert office.app.services.ingest.list_reports(now=NOW).total == 0
    assert office.ask(f"/ingest {URL}", "Keep").startswith("Institute Watch, 6 Mar 2024")
    assert office.ask(f"/ingest {URL}").startswith("Institute Watch, 6 Mar 2024")
    assert office.app.services.ingest.list_reports(now=NOW).total == 1
