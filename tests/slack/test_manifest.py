"""The manifests ask for what the code registers and calls, and for nothing else."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.slack.app import LISTENERS
from bot.slack.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("manifest.json", "manifest-no-history.json")
HISTORY = {"channels:history", "groups:history", "im:history"}
SCOPES = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": HISTORY,
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.replies": HISTORY,
    "conversations.open": {"im:write"},
    "files.uploadV2": {"files:write"},
    "users.info": {"users:read"},
    "users.conversations": {"channels:read", "groups:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
"""Each method we call with the scopes of a bot's token that it wants; the first wants an app's token instead."""


EVENTS = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_id_changed": {"channels:read", "groups:read"},
    "channel_archive": {"channels:read"},
    "channel_deleted": {"channels:read"},
    "channel_left": {"channels:read"},
    "channel_shared": {"channels:read", "groups:read"},
    "group_archive": {"groups:read"},
    "group_deleted": {"groups:read"},
    "group_left": {"groups:read"},
    "channel_unshared": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "user_change": {"users:read"},
}
"""Each event we hear with the scopes that it wants."""


def load(name: str) -> dict[str, Any]:
    """Return a manifest."""
    manifest: dict[str, Any] = json.loads((ROOT / name).read_text(encoding="utf-8"))
    return manifest


def find_calls() -> set[str]:
    """Return the methods that the code which speaks to Slack names, as text or as the client's own."""
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


def test_the_scopes_are_those_that_the_calls_want() -> None:
    """The full manifest has every scope that a call wants and no other; the small one lacks history alone."""
    wanted = set().union(*SCOPES.values(), *EVENTS.values()) | {
        "commands",
        "files:read",
    }  # the latter to download a file
    full, small = (load(name) for name in NAMES)
    scopes = full["oauth_config"]["scopes"].pop("bot")
    assert len(scopes) == len(set(scopes))
    assert set(scopes) == wanted
    assert set(small["oauth_config"]["scopes"].pop("bot")) == wanted - HISTORY
    for manifest in (full, small):  # without history nobody hears what is written to the bot
        manifest["settings"].pop("event_subscriptions")
        manifest["features"]["app_home"].pop("messages_tab_read_only_enabled")
    assert full == small


def test_the_events_are_those_that_we_hear() -> None:
    """Each event of the full manifest has a listener; the small one leaves out what wants a history scope."""
    full, small = (load(name)["settings"]["event_subscriptions"]["bot_events"] for name in NAMES)
    assert full == sorted(EVENTS)
    assert small == [event for event in full if not EVENTS[event] & HISTORY]
    heard = {each.key.removeprefix("event:").partition(".")[0] for each in LISTENERS if each.key.startswith("event:")}
    assert {event.partition(".")[0] for event in full} == heard


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
