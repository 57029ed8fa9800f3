"""The table of listeners: what has no entry cannot be registered, so that a new listener has to say what it needs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult

from bot.access.roles import Need
from bot.slack.access import ACCESS, AccessError, Listeners, Middleware
from bot.slack.app import REGISTERS

NEW = (
    *("command:tea", "action:tea.pour", "action:tea.pour.#", "view:tea"),
    *("options:teas", "event:tea_poured", "event:message.tea", "shortcut:tea"),
)


def open_listeners(table: dict[str, Need] | None = None) -> tuple[Listeners, list[tuple[str, Need]]]:
    """Return a place to register, and the checks that it put before listeners."""
    checks: list[tuple[str, Need]] = []

    def check(key: str, need: Need) -> Middleware:
        checks.append((key, need))
        return lambda next_: next_()

    def wrap(handle: Any, **_: bool) -> Any:
        return handle

    app = App(signing_secret="s", authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"))  # noqa: S106  of no workspace
    return Listeners(app, check, wrap, prefix="cn-", table=ACCESS if table is None else table), checks


@pytest.mark.parametrize("key", NEW)
def test_a_listener_needs_an_entry_and_stands_behind_its_check(key: str) -> None:
    """Of whatever kind: without one the program does not start, and the error names what is missing."""
    listeners, checks = open_listeners()
    with pytest.raises(AccessError, match=re.escape(f"The listener {key} has no entry in ACCESS")):
        listeners.on(key)
    assert (listeners.keys, checks) == ([], [])
    listeners, checks = open_listeners({key: Need.REVIEW})
    listeners.on(key, later=lambda _incoming: None)
    assert (listeners.keys, checks) == ([key], [(key, Need.REVIEW)])


def test_each_entry_is_of_one_listener() -> None:
    """No entry without its listener, and no listener twice."""
    listeners, _ = open_listeners()
    for register in REGISTERS:
        register(listeners)
    assert sorted(listeners.keys) == sorted(ACCESS)
