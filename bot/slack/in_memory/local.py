"""An in-memory workspace: commands, presses and forms go through the real Bolt app, and what people would see is kept.

``gongbao ask``, ``console``, ``demo`` and the tests use it. Everything runs inline: when a call returns, all it set off
is done.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import msgspec
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.clock import Clock
from bot.digests.delivery import Delivery
from bot.errors import DeliveryError, NotFoundError
from bot.ingest.intake import IntakeQueue
from bot.slack.calls.client import Respond
from bot.slack.in_memory.local_client import InlineExecutor, LocalClient, LocalFiles
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM, LocalChannel, LocalSlack, Payload

_USES = 5
_DONE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Screen:
    """What a person sees last: ``payload`` exactly as Slack would get it.

    ``kind`` is ``ephemeral`` (only they see it), ``in_channel`` or ``view`` (a window).
    """

    kind: str
    payload: Payload
    channel: str
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenButton:
    """A button on the screen; ``name`` is its label, with ``#2`` for the second of that label, and so on."""

    name: str
    label: str
    element: Payload = field(repr=False)
    screen: Screen = field(repr=False)


class LocalWorkspace:
    """A workspace in memory; ``attach`` the app before the first command."""

    def __init__(self, clock: Clock) -> None:
        self.slack = LocalSlack(clock)
        self.client = LocalClient(self.slack)
        self.files = LocalFiles()
        self.executor = InlineExecutor()
        self.screen: Screen | None = None
        self._under: Screen | None = None
        self._app: App | None = None
        self._reply_to: dict[str, tuple[str, str]] = {}
        self._uses: dict[str, int] = {}

    def attach(self, app: App) -> None:
        """Use this app for what comes."""
        self._app = app

    @staticmethod
    def authorize(team_id: str | None) -> AuthorizeResult:
        """Authorize any request of this workspace; static, since Bolt cannot call a bound method."""
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=f"xoxb-{TEAM}", bot_id=BOT_ID, bot_user_id=BOT_USER
        )

    def build_responder(self, response_url: str | None) -> Respond:
        """Return the reply behind a response_url of this workspace (the app's ``respond_factory``)."""
        return partial(self.receive, response_url)

    def command(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Run a slash command as a person would type it, and give what they then see.

        A channel that a command comes from is there from then on. What the bot wrote to the person meanwhile, such as
        the report of an ingest, stands over its answer.
        """
        self.slack.open_channel(channel)
        direct = self.slack.open_direct(user)
        told = len(direct.posts)
        self.slack.views.clear()
        self.screen = self._under = None
        payload = read_body(self.answer(text, user=user, channel=channel))
        over: Screen | None = self.screen
        shared = payload.get("response_type") == "in_channel"
        if shared:
            self.slack.add_post(self.slack.open_channel(channel), payload)
        answer = Screen(kind="in_channel" if shared else "ephemeral", payload=payload, channel=channel, user=user)
        if any("metadata" in post for post in direct.posts[told:]):
            over = Screen(kind="in_channel", payload=direct.posts[-1], channel=direct.id, user=user)
        self.screen, self._under = (over, answer) if over else (answer, None)
        if self.slack.views:
            self._show_view(self.slack.views[-1], self.screen)
        return self._get_screen()

    def subscribe(self, words: str = "", *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Subscribe as a person does: type it, look at what it would bring, and press Subscribe."""
        self.command(f"/digest subscribe {words}".strip(), user=user, channel=channel)
        return self.press("Subscribe")

    def answer(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> str:
        """Return what acknowledges a slash command, as Slack gets it: JSON, or plain text.

        Nobody's screen shows it, so it may be called from many threads.
        """
        name, _, rest = text.strip().partition(" ")
        body = {
            **self._build_body(user, channel),
            "command": name if name.startswith("/") else f"/{name}",
            "text": rest.strip(),
            "team_id": TEAM,
            "user_id": user,
            "channel_id": channel,
        }
        return self._send(body)

    def press(self, name: str) -> Screen:
        """Press a button of the screen (a label, ``label#2``, or an action_id), and give what is then seen."""
        buttons = self.list_buttons()
        found = next((b for b in buttons if name in {b.name, b.element["action_id"]}), None)
        if found is None and not name.endswith("#1"):
            found = next((b for b in buttons if b.name.casefold() == name.casefold()), None)
        if found is None:
            shown = ", ".join(button.name for button in buttons) or "none"
            raise NotFoundError(f"There is no button “{name}” here.", hint=f"Buttons: {shown}.")
        return self._press(found)

    def list_buttons(self) -> list[ScreenButton]:
        """Return the buttons on the screen from top to bottom; those of an open window before those under it."""
        counts = Counter[str]()
        buttons: list[ScreenButton] = []
        for screen in filter(None, (self.screen, self._under)):
            for element in find_buttons(screen.payload):
                label = str(element["text"]["text"])
                counts[label] += 1
                name = label if counts[label] == 1 else f"{label}#{counts[label]}"
                buttons.append(ScreenButton(name=name, label=label, element=element, screen=screen))
        return buttons

    def submit(self, values: Mapping[str, Mapping[str, Any]] | None = None) -> Screen:
        """Submit the open window with its state (block_id, action_id, value), and give what is then seen."""
        screen = self._get_screen()
        if screen.kind != "view":
            raise NotFoundError("There is no window to submit.", hint="Open one with a button first.")
        view = {**self.slack.views[-1], "state": {"values": {k: dict(v) for k, v in (values or {}).items()}}}
        body = {**self._build_body(screen.user, screen.channel), "type": "view_submission", "view": view}
        body.pop("response_url")
        before = self.slack.views[-1]
        reply = self.send(body)
        action = reply.get("response_action")
        is_newer = self.slack.views[-1:] != [before]  # what comes after an acknowledgement in Slack was done already
        if action == "errors":
            raise NotFoundError(" ".join(reply["errors"].values()), hint="Fill it in and submit again.")
        if action in {"update", "push"}:
            if not is_newer:
                self.slack.views[-1] = {**reply["view"], "id": view["id"]}
            self._show_view(self.slack.views[-1], screen)
        elif self.screen is not screen:  # the form replied to where it was opened
            self.slack.views.clear()
        else:
            self._close_views()
        return self._get_screen()

    def send(self, body: Payload) -> Payload:
        """Bring any request to the app, and give its acknowledgement."""
        return read_body(self._send(body))

    def show(self, screen: Screen) -> Screen:
        """Put this on the screen, so that its buttons can be pressed."""
        self.screen, self._under = screen, None
        return screen

    def list_posts(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the posts of a channel, oldest first."""
        held = self.slack.channels.get(channel)
        return list(held.posts) if held else []

    def look(self, channel: str = CHANNEL) -> Screen:
        """Put the newest post of a channel on the screen, so that its buttons can be pressed."""
        posts = self.list_posts(channel)
        if not posts:
            raise NotFoundError(f"Nothing is posted in {channel}.", hint="Subscribe it to something first.")
        self.screen = Screen(kind="in_channel", payload=posts[-1], channel=channel, user=ADMIN)
        self._under = None
        return self.screen

    def receive(self, response_url: str | None, reply: Payload) -> None:
        """Take a reply to a response_url: replace the message, post it to the channel, or show it to the person."""
        target = self._reply_to.get(response_url or "")
        if target is None or response_url is None:
            raise DeliveryError("This reply has no address.", hint="Ask again with a slash command.")
        self._uses[response_url] = self._uses.get(response_url, 0) + 1
        if self._uses[response_url] > _USES:
            raise DeliveryError("This button was used up.", hint="Ask again to get a fresh answer.")
        user, channel = target
        if reply.get("response_type") == "in_channel":
            self.slack.add_post(self.slack.open_channel(channel), reply)
            kind = "in_channel"
        else:
            kind = "ephemeral"
        self._under = None
        self.screen = Screen(kind=kind, payload=reply, channel=channel, user=user)

    def _press(self, button: ScreenButton) -> Screen:
        before, pressed = button.screen, button.element.get("menu", button.element)
        shown_views, shown, posted = len(self.slack.views), self.screen, len(self.list_posts(before.channel))
        body = {
            **self._build_body(before.user, before.channel),
            "type": "block_actions",
            "actions": [{**pressed, "block_id": "b1", "action_ts": self.slack.build_ts()}],
        }
        if before.kind == "view":
            body |= {"view": before.payload, "container": {"type": "view"}}
            body.pop("response_url")
            body.pop("channel")
        else:
            private = before.kind == "ephemeral"
            message = {**before.payload, "ts": before.payload.get("ts") or self.slack.build_ts()}
            container = {"type": "message", "channel_id": before.channel, "is_ephemeral": private}
            body |= {"message": message, "container": container}
        self.send(body)
        if len(self.slack.views) > shown_views or (before.kind == "view" and self._is_changed(before.payload)):
            self._show_view(self.slack.views[-1], before)
        elif self.screen is shown and len(self.list_posts(before.channel)) > posted:  # the bot posted it itself
            self.show(replace(self.look(before.channel), user=before.user))
        return self._get_screen()

    def _is_changed(self, view: Payload) -> bool:
        """Say whether this window, which is no Home, was changed in its place."""
        return any(held["id"] == view.get("id") and held != view for held in self.slack.views)

    def _show_view(self, view: Payload, under: Screen) -> None:
        if under.kind != "view":
            self._under = under
        self.screen = Screen(kind="view", payload=view, channel=under.channel, user=under.user)

    def _close_views(self) -> None:
        self.slack.views.clear()
        self.screen, self._under = self._under, None

    def _get_screen(self) -> Screen:
        if self.screen is None:
            raise NotFoundError("There is nothing on the screen yet.", hint="Run a command first.")
        return self.screen

    def _build_body(self, user: str, channel: str) -> Payload:
        address = f"https://local/response/{self.slack.build_ts()}"
        self._reply_to[address] = (user, channel)
        return {
            "team": {"id": TEAM, "domain": "local"},
            "user": {"id": user, "team_id": TEAM},
            "channel": {"id": channel, "name": channel.lower()},
            "api_app_id": "A0LOCAL",
            "trigger_id": f"trigger.{self.slack.build_ts()}",
            "response_url": address,
        }

    def _send(self, body: Payload) -> str:
        if self._app is None:
            raise NotFoundError("No app is attached to this workspace.", hint="Attach one first.")
        response = self._app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if response.status != _DONE:
            raise DeliveryError(f"The app did not answer this request ({response.status}).", hint="See the log.")
        return response.body


def read_body(body: str) -> Payload:
    """Read the body of an acknowledgement: JSON, or plain text."""
    try:
        loaded = msgspec.json.decode(body) if body else {}
    except msgspec.DecodeError:
        return {"text": body}
    return loaded if isinstance(loaded, dict) else {"text": body}


def find_buttons(payload: Payload) -> Iterator[Payload]:
    """Return the buttons of a payload from top to bottom, the options of its menus among them.

    An option looks like the button it stands for; ``menu`` is the menu it is chosen from, as Slack sends it.
    """
    for block in payload.get("blocks") or ():
        for element in (*block.get("elements", ()), *filter(None, (block.get("accessory"),))):
            if element.get("type") == "button":
                yield element
            for option in element.get("options", ()) if _is_menu(element) else ():
                action_id, _, value = option.get("value", "").partition(" ")
                button = {"type": "button", "text": option["text"], "action_id": action_id, "value": value}
                chosen = {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
                yield {**button, "menu": chosen}


def _is_menu(element: Payload) -> bool:
    return element.get("type") == "overflow" or element.get("action_id") == "menu"


# A person of the in-memory workspace beyond commands: they write to the bot, open its Home, and use its forms.


class LocalPerson:
    """Somebody in the workspace; each call gives what they then see."""

    def __init__(self, workspace: LocalWorkspace, user: str = ADMIN) -> None:
        self._workspace = workspace
        self._user = user
        self._who = {"team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}

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

    def suggest(self, action_id: str, typed: str) -> list[Payload]:
        """Type into a menu of the open window, and give what it offers."""
        body = {
            "type": "block_suggestion",
            "action_id": action_id,
            "block_id": action_id,
            "value": typed,
            **self._who,
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


def work_inline(queue: IntakeQueue, delivery: Delivery, clock: Clock) -> None:
    """Let the queue read at once, in the same thread, whatever is submitted, and send what it says of it."""

    def work() -> None:
        while queue.run_next():
            pass
        delivery.tick(clock.now())

    queue.on_new = work
