"""The table of listeners: what has no entry cannot be registered, so that a new listener has to say what it needs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.access.roles import Need
from bot.slack.access import ACCESS, ANY, AccessError, Listeners, Middleware, find_entry, numbered

Register = tuple[str, Any]
NEW: dict[str, Register] = {
    "command:tea": ("command", "/cn-tea"),
    "command:cn-tea": ("command", "/cn-cn-tea"),
    "action:tea.pour": ("action", "tea.pour"),
    "action:tea.pour.#": ("action", numbered("tea.pour")),
    "action:tea|cup": ("action", re.compile("tea|cup")),
    "view:tea.form": ("view", "tea.form"),
    "view:tea.closed": ("view", {"type": "view_closed", "callback_id": "tea.closed"}),
    "options:teas": ("options", "teas"),
    "event:tea_poured": ("event", "tea_poured"),
    "event:message.tea": ("event", {"type": "message", "subtype": "tea"}),
    "shortcut:tea": ("shortcut", {"type": "message_action", "callback_id": "tea"}),
}


def open_listeners(table: dict[str, Need] | None = None) -> tuple[Listeners, list[tuple[str, Need]]]:
    """Return a place to register, and the checks that it put before listeners."""
    checks: list[tuple[str, Need]] = []

    def check(key: str, need: Need) -> Middleware:
        checks.append((key, need))
        return lambda next_: next_()

    app = App(signing_secret="s", authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"))  # noqa: S106  of no workspace
    return Listeners(app, check, lambda handle: handle, prefix="cn-", table=ACCESS if table is None else table), checks


@pytest.mark.parametrize("key", NEW)
def test_a_listener_without_an_entry_cannot_be_registered(key: str) -> None:
    """Of whatever kind: the program does not start, and the error names the entry that is missing."""
    kind, constraint = NEW[key]
    listeners, checks = open_listeners()
    with pytest.raises(AccessError, match=re.escape(f"The listener {key} has no entry in ACCESS")):
        getattr(listeners, kind)(constraint)
    assert (listeners.keys, checks) == ([], [])


@pytest.mark.parametrize("key", NEW)
def test_a_listener_with_an_entry_stands_behind_its_check(key: str) -> None:
    """The check of the very entry is put before it."""
    kind, constraint = NEW[key]
    listeners, checks = open_listeners({key: Need.REVIEW})
    getattr(listeners, kind)(constraint)(lambda ack: ack())
    assert (listeners.keys, checks) == ([key], [(key, Need.REVIEW)])


def test_what_nobody_knows_has_an_entry_of_its_own() -> None:
    """It is no way around the table: only the one constraint for everything takes it."""
    assert find_entry("action", ANY) == "action:*"
    assert find_entry("view", ANY) == "view:*"
    with pytest.raises(AccessError):
        find_entry("options", ANY)
    with pytest.raises(AccessError, match=re.escape("view:?")):
        find_entry("view", {"type": "view_closed"})
