"""A person of the in-memory workspace beyond commands: they write to the bot, open its Home, and use its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import NotFoundError
from bot.slack.in_memory.local import Screen
from bot.slack.in_memory.local_slack import ADMIN, BOT_USER, CHANNEL, TEAM

if TYPE_CHECKING:
    from bot.slack.in_memory.local import LocalWorkspace
    from bot.slack.in_memory.local_slack import LocalChannel, Payload


class LocalPerson:
    """Somebody in the workspace; each call gives what they then see."""

    def __init__(self, workspace: LocalWorkspace, user: str = ADMIN) -> None:
        self._workspace = workspace
        self._user = user
        self._count = 0

    def mention(self, text: str, *, channel: str = CHANNEL, thread_ts: str | None = None) -> Screen:
        """Write a message that mentions the bot to a channel, or into a thread of it."""
        held = self._workspace.slack.open_channel(channel)
        if self._user not in held.members:  # who writes there is in it
            held.members.append(self._user)
        message = self._write(held, f"<@{BOT_USER}> {text}", thread_ts=thread_ts)
        return self._bring({**message, "type": "app_mention", "channel": channel}, held)

    def write(self, text: str, *, thread_ts: str | None = None) -> Screen:
        """Write to the bot in direct messages."""
        held = self._workspace.slack.open_direct(self._user)
        message = self._write(held, text, thread_ts=thread_ts)
        return self._bring({**message, "channel": held.id, "channel_type": "im"}, held)

    def open_home(self) -> Screen:
        """Open the bot's Home."""
        slack = self._workspace.slack
        direct = slack.open_direct(self._user)
        event = {"type": "app_home_opened", "user": self._user, "channel": direct.id, "tab": "home"}
        self._workspace.send(self._build_event(event))
        view = slack.homes.get(self._user)
        if view is None:
            raise NotFoundError("Nothing is on this Home.", hint="It is shown to members of the workspace.")
        return self._workspace.show(Screen(kind="view", payload=view, channel=direct.id, user=self._user))

    def use_shortcut(self, callback_id: str) -> Screen:
        """Use one of the bot's global shortcuts."""
        body = {
            "type": "shortcut",
            "callback_id": callback_id,
            "team": {"id": TEAM},
            "user": {"id": self._user, "team_id": TEAM},
            "trigger_id": f"trigger.{self._workspace.slack.build_ts()}",
        }
        self._workspace.slack.views.clear()
        self._workspace.send(body)
        views = self._workspace.slack.views
        if not views:
            raise NotFoundError("The shortcut opened nothing.", hint="See the log.")
        return self._workspace.show(Screen(kind="view", payload=views[-1], channel=CHANNEL, user=self._user))

    def suggest(self, action_id: str, typed: str) -> list[Payload]:
        """Type into a menu of the open window, and give what it offers."""
        body = {
            "type": "block_suggestion",
            "action_id": action_id,
            "block_id": action_id,
            "value": typed,
            "team": {"id": TEAM},
            "user": {"id": self._user, "team_id": TEAM},
            "view": self._workspace.slack.views[-1] if self._workspace.slack.views else {},
        }
        options: list[Payload] = self._workspace.send(body).get("options", [])
        return options

    def _write(self, held: LocalChannel, text: str, *, thread_ts: str | None) -> Payload:
        message: dict[str, Any] = {
            "type": "message",
            "user": self._user,
            "text": text,
            "ts": self._workspace.slack.build_ts(),
            "team": TEAM,
        }
        if thread_ts is not None:
            message["thread_ts"] = thread_ts
        held.posts.append(message)
        return message

    def _bring(self, event: Payload, held: LocalChannel) -> Screen:
        private = self._workspace.slack.ephemerals
        known, known_private = len(held.posts), len(private)
        self._workspace.send(self._build_event(event))
        if len(held.posts) > known:
            screen = Screen(kind="in_channel", payload=held.posts[-1], channel=held.id, user=self._user)
        elif len(private) > known_private:
            screen = Screen(kind="ephemeral", payload=private[-1], channel=held.id, user=self._user)
        else:
            raise NotFoundError("The bot did not answer this.", hint="It answers members of the workspace.")
        return self._workspace.show(screen)

    def _build_event(self, event: Payload) -> Payload:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{self._workspace.slack.build_ts()}",
            "event": event,
            "authorizations": [{"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
        }
