"""The manifests ask for what the code registers and calls, and for nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.clock import FixedClock
from bot.slack.app import build_app
from bot.slack.commands import COMMANDS
from bot.slack.local import LocalWorkspace
from bot.slack.scopes import SCOPES as EXPLAINED
from bot.slack.services import Services
from tests import builders as b
from tests.fakes import FakeLookup

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
NAMES = ("manifest.json", "manifest-no-history.json")
HISTORY = {"channels:history", "groups:history", "im:history"}
SCOPES = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.replies": HISTORY,
    "users.conversations": {"channels:read", "groups:read"},
    "views.open": set(),
}
"""Each method we call with the scopes of a bot's token that it wants; the first wants an app's token instead."""


def load(name: str) -> dict[str, Any]:
    """Give a manifest."""
    manifest: dict[str, Any] = json.loads((ROOT / name).read_text(encoding="utf-8"))
    return manifest


def find_calls() -> set[str]:
    """Give the methods that the code which speaks to Slack names, as text or as the client's own."""
    named = re.compile(r'"((?:apps|auth|chat|conversations|files|users|views|bookmarks|team)\.[\w.]+)"')
    called = re.compile(r"client\.((?:chat|conversations|files|users|views)_\w+)\(")
    found: set[str] = set()
    for path in (ROOT / "bot" / "slack").rglob("*.py"):
        if path.name.startswith("local"):
            continue  # the Slack in memory knows more methods than we call
        text = path.read_text(encoding="utf-8")
        found |= set(named.findall(text))
        for name in called.findall(text):
            family, _, verb = name.partition("_")
            found.add(f"{family}.{re.sub('_(.)', lambda match: match[1].upper(), verb)}")
    return found


def test_every_method_we_call_is_known_here() -> None:
    """A new call to Slack fails this until its scopes are written down."""
    assert find_calls() == set(SCOPES)


@pytest.mark.parametrize("name", NAMES)
def test_the_commands_are_those_of_the_table(name: str) -> None:
    """Each command once, in the order of the help, within Slack's limits."""
    commands = load(name)["features"]["slash_commands"]
    assert [command["command"] for command in commands] == [f"/{known.name}" for known in COMMANDS]
    for command in commands:
        assert set(command) == {"command", "description", "usage_hint", "should_escape"}
        assert len(command["command"]) <= 32
        assert 0 < len(command["description"]) <= 140


@pytest.mark.parametrize("prefix", ["", "cn-"])
@pytest.mark.parametrize("command", [command["command"] for command in load(NAMES[0])["features"]["slash_commands"]])
def test_the_app_answers_every_command_of_the_manifest(command: str, prefix: str) -> None:
    """None of them, with the prefix that is set, ends at the listener of unknown commands."""
    workspace = LocalWorkspace(FixedClock(b.NOW))
    said: list[str] = []

    def register_digest(app: Any, services: Any) -> None:
        def handle_digest(ack: Any) -> Any:
            said.append("digest")
            return ack(text="digest")

        app.command(f"/{services.prefix}digest")(handle_digest)

    app = build_app(
        services=Services(lookup=FakeLookup(), clock=FixedClock(b.NOW), prefix=prefix),
        client=workspace.client,
        authorize=workspace.authorize,
        respond_factory=workspace.build_responder,
        executor=workspace.executor,
        registers=(register_digest,),
    )
    workspace.attach(app)
    screen = workspace.command(f"/{prefix}{command[1:]} help")
    assert "is not a command here" not in screen.payload["text"]
    assert (said == ["digest"]) == (command == "/digest")


def test_the_scopes_are_those_that_the_calls_want() -> None:
    """The full manifest has every scope that a call wants and no other; the small one lacks history alone."""
    wanted = set().union(*SCOPES.values()) | {"commands"}
    full, small = (load(name) for name in NAMES)
    scopes = full["oauth_config"]["scopes"].pop("bot")
    assert len(scopes) == len(set(scopes))
    assert set(scopes) == wanted
    assert set(small["oauth_config"]["scopes"].pop("bot")) == wanted - HISTORY
    assert full == small


def test_the_doctor_knows_what_each_scope_is_for() -> None:
    """Those of the full manifest and no others are explained."""
    assert set(load(NAMES[0])["oauth_config"]["scopes"]["bot"]) <= set(EXPLAINED)


@pytest.mark.parametrize("name", NAMES)
def test_a_manifest_is_one_that_slack_takes(name: str) -> None:
    """Texts within limits, Socket Mode and buttons on, one workspace, and direct messages open to what we write."""
    manifest = load(name)
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    assert manifest["settings"]["interactivity"] == {"is_enabled": True}
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert manifest["settings"]["org_deploy_enabled"] is False
    assert manifest["features"]["app_home"]["messages_tab_enabled"] is True


@pytest.mark.parametrize("scope", [*load(NAMES[0])["oauth_config"]["scopes"]["bot"], "connections:write"])
def test_the_readme_says_what_stops_without_each_scope(scope: str) -> None:
    """Each scope has a row in the README's table."""
    assert f"| `{scope}`" in README
