"""Everything that people can see of a workspace in memory: answers, what their buttons open, windows and posts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.app import Application
from bot.cli.text import render_message
from bot.slack.in_memory.local import Screen
from bot.slack.in_memory.local_slack import ADMIN, CHANNEL
from tests.block_rules import check_message, check_view
from tests.english import list_old_words, list_too_many
from tests.live_text import list_live

_LASTING = ("undo", "Undo", "Withdraw", "Remove")
"""Labels of what would take away the very things that are to be shown."""
_ADDED = frozenset({"id", "bot_id", "team", "type"})
"""Keys that a post has once Slack has taken it."""
_STYLED = re.compile(r"`|(?<!\w)[*~][^\s*~][^*~\n]*[*~](?!\w)")
"""Styles that a lock screen shows as they are written."""
_SENT = ("chat.postMessage", "chat.update", "chat.postEphemeral")


@dataclass
class Walk:
    """What was seen on the way: each payload once with where it was seen, and what is wrong with it.

    ``hosts`` are those of links that may stand in it; None leaves out the look at what is live.
    """

    app: Application
    hosts: frozenset[str] | None = None
    seen: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _calls: int = 0

    def ask(self, commands: Iterable[str], *, presses: bool = True) -> None:
        """Run each command, and press each button of its answer once."""
        workspace = self.app.workspace
        for command in commands:
            screen = workspace.command(command)
            self._look(screen, command)
            for button in list(workspace.list_buttons()) if presses else ():
                if button.label.startswith(_LASTING):
                    continue
                workspace.slack.views.clear()
                workspace.show(screen)
                self._look(workspace.press(button.name), f"{command} [{button.name}]")
            self._take_calls(command)

    def open_home(self) -> None:
        """Open the bot's Home and its search form."""
        self._look(self.app.workspace.open_home(), "Home")
        self._look(self.app.workspace.mention("@Gongbao what is new?"), "mention")
        self._take_calls("Home")

    def tick(self, *, times: int = 1) -> None:
        """Let what waits be posted."""
        for _ in range(times):
            self.app.scheduler.tick(self.app.services.clock.now())
        self._take_calls("tick")

    def _look(self, screen: Screen, where: str) -> None:
        self.check(screen.payload, where, is_view=screen.kind == "view")

    def _take_calls(self, where: str) -> None:
        calls = self.app.workspace.slack.calls[self._calls :]
        self._calls += len(calls)
        for method, arguments in calls:
            if method in _SENT:
                payload = {key: value for key, value in arguments.items() if key in {"text", "blocks", "metadata"}}
                self.check(payload, f"{where} {method}", is_view=False)
            elif method.startswith("views."):
                self.check(arguments["view"], f"{where} {method}", is_view=True)

    def check(self, payload: dict[str, Any], where: str, *, is_view: bool) -> None:
        """Keep a payload and what is wrong with it."""
        added = {"id"} if is_view else _ADDED
        shown = {key: value for key, value in payload.items() if key not in added and value != ""}
        text = repr(shown)
        if text in self.seen:
            return
        self.seen[text] = where
        faults = check_view(shown) if is_view else check_message(shown) + list_too_many(shown)
        faults += list_old_words(render_message(shown))
        faults += [f"a notification shows {sign!r}" for sign in _STYLED.findall(str(shown.get("text", "")))]
        if self.hosts is not None:
            faults += list_live(shown, hosts=self.hosts, people=frozenset({ADMIN, CHANNEL}))
            printed = render_message(shown)
            faults += [f"printed: unseen {sign!r}" for sign in dict.fromkeys(printed) if sign < " " and sign != "\n"]
        self.faults += [f"{where}: {fault}" for fault in faults]


def follow_all(app: Application) -> None:
    """Let the channel follow everything at once."""
    app.workspace.subscribe("immediate", channel=CHANNEL)
