"""An in-memory workspace: commands, presses and forms go through the real Bolt app, and what people would see is kept.

``gongbao ask``, ``console``, ``demo`` and the tests use it. Everything runs inline: when a call returns, all it set off
is done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import msgspec
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from bot.clock import Clock
from bot.digests.delivery import Delivery
from bot.errors import DeliveryError, NotFoundError
from bot.model.post import PostState
from bot.slack.calls.client import Respond
from bot.slack.in_memory.local_slack import (
    ADMIN,
    BOT_ID,
    BOT_USER,
    CHANNEL,
    TEAM,
    InlineExecutor,
    LocalChannel,
    LocalClient,
    LocalSlack,
    Payload,
)
from bot.slack.services import Services
from bot.store.outbox import list_posts
from bot.store.subscriptions import list_subscriptions

_USES = 5
_DONE = 200
_HOLDS = {
    "plain_text_input": "value",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
}
"""What the state of a field that is typed into is called, by its type."""


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
    """A workspace in memory; ``attach`` the app before the first command. Most calls give what is then seen."""

    def __init__(self, clock: Clock) -> None:
        self.slack = LocalSlack(clock)
        self.client = LocalClient(self.slack)
        self.executor = InlineExecutor()
        self.screen: Screen | None = None
        self._under: Screen | None = None
        self._filled: tuple[Payload, dict[str, Payload]] | None = None
        self._app: App | None = None
        self._reply_to: dict[str, tuple[str, str]] = {}
        self._uses = Counter[str]()

    def attach(self, app: App) -> None:
        """Use this app for what comes."""
        self._app = app

    def join(self, app: App, services: Services, delivery: Delivery) -> None:
        """Use this app, know what earlier processes posted, and read at once whatever is submitted."""

        def work() -> None:
            while services.intake.run_next():
                pass
            delivery.tick(services.clock.now())

        self.attach(app)
        services.intake.on_new = work
        with services.store.read() as db:
            sent = list_posts(db, workspace=TEAM, states=(PostState.SENT,))
            channels = sorted({rule.channel for rule in list_subscriptions(db, workspace=TEAM)})
            posts = [(post.slot.channel, post.ts) for post in sent if post.ts]
        self.slack.resume(channels, posts, services.inbox.list_heard(TEAM))

    @staticmethod
    def authorize(team_id: str | None) -> AuthorizeResult:
        """Authorize any request of this workspace; static, since Bolt cannot call a bound method."""
        return AuthorizeResult(
            enterprise_id=None, team_id=team_id, bot_token=f"xoxb-{TEAM}", bot_id=BOT_ID, bot_user_id=BOT_USER
        )

    def build_responder(self, response_url: str | None) -> Respond:
        """Return the reply behind a response_url of this workspace (the app's ``respond_factory``)."""
        return partial(self._take_reply, response_url or "")

    # What somebody types.

    def command(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Run a slash command as a person would type it.

        A channel that a command comes from is there from then on. What the bot wrote to the person meanwhile, such as
        the report of an ingest, stands over its answer.
        """
        held, direct = self.slack.open_channel(channel), self.slack.open_direct(user)
        told = len(direct.posts)
        self.slack.views.clear()
        self.screen = self._under = None
        payload = read_body(self.answer(text, user=user, channel=channel))
        over: Screen | None = self.screen
        shared = payload.get("response_type") == "in_channel"
        if shared:
            self.slack.add_post(held, payload)
        answer = Screen(kind="in_channel" if shared else "ephemeral", payload=payload, channel=channel, user=user)
        if any("metadata" in post for post in direct.posts[told:]):
            over = Screen(kind="in_channel", payload=direct.posts[-1], channel=direct.id, user=user)
        self.screen, self._under = (over, answer) if over else (answer, None)
        if self.slack.views:
            self._show_view(self.screen)
        return self.screen

    def answer(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> str:
        """Return what acknowledges a slash command, as Slack gets it: JSON, or plain text.

        Nobody's screen shows it, so it may be called from many threads.
        """
        name, _, rest = text.strip().partition(" ")
        typed = {"command": f"/{name.removeprefix('/')}", "text": rest.strip()}
        who = {"team_id": TEAM, "user_id": user, "channel_id": channel}
        return self._send(self._build_body(user, channel) | typed | who)

    def subscribe(self, words: str = "", *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Subscribe as a person does: type it, look at what it would bring, and press Subscribe."""
        self.command(f"/digest subscribe {words}".strip(), user=user, channel=channel)
        return self.press("Subscribe")

    def mention(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL, thread_ts: str | None = None) -> Screen:
        """Write a message that mentions the bot to a channel, or into a thread of it."""
        held = self.slack.open_channel(channel)
        if user not in held.members:  # who writes there is in it
            held.members.append(user)
        return self._write(held, user, f"<@{BOT_USER}> {text}", thread_ts, type="app_mention")

    def write(self, text: str, *, user: str = ADMIN, thread_ts: str | None = None) -> Screen:
        """Write to the bot in direct messages."""
        return self._write(self.slack.open_direct(user), user, text, thread_ts, channel_type="im")

    def open_home(self, *, user: str = ADMIN) -> Screen:
        """Open the bot's Home."""
        direct = self.slack.open_direct(user)
        self._tell({"type": "app_home_opened", "user": user, "channel": direct.id, "tab": "home"})
        if user not in self.slack.homes:
            raise NotFoundError("Nothing is on this Home.", hint="It is shown to members of the workspace.")
        return self.show(Screen(kind="view", payload=self.slack.homes[user], channel=direct.id, user=user))

    def send(self, body: Payload) -> Payload:
        """Bring any request to the app, and give its acknowledgement."""
        return read_body(self._send(body))

    # What is on the screen.

    def show(self, screen: Screen) -> Screen:
        """Put this on the screen, so that its buttons can be pressed."""
        self.screen, self._under = screen, None
        return screen

    def list_posts(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the posts of a channel, oldest first."""
        held = self.slack.channels.get(channel)
        return list(held.posts) if held else []

    def look(self, channel: str = CHANNEL, *, user: str = ADMIN) -> Screen:
        """Put the newest post of a channel on the screen, so that its buttons can be pressed."""
        posts = self.list_posts(channel)
        if not posts:
            raise NotFoundError(f"Nothing is posted in {channel}.", hint="Subscribe it to something first.")
        return self.show(Screen(kind="in_channel", payload=posts[-1], channel=channel, user=user))

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

    def press(self, name: str) -> Screen:
        """Press a button of the screen: a label, ``label#2``, or an action_id."""
        buttons = self.list_buttons()
        exact = [each for each in buttons if name in {each.name, each.element["action_id"]}]
        found = exact or [each for each in buttons if each.name.casefold() == name.casefold()]
        if not found:
            shown = ", ".join(button.name for button in buttons) or "none"
            raise NotFoundError(f"There is no button “{name}” here.", hint=f"Buttons: {shown}.")
        return self._press(found[0])

    # The form on the screen.

    def fill(self, label: str, typed: str) -> str:
        """Type into the field of this label, or of one that starts so, and give what it then holds."""
        values, wanted = self._get_values(), label.strip().casefold()
        inputs = _list_inputs(self._get_screen().payload)
        block = next((each for each in inputs if each["label"]["text"].casefold().startswith(wanted)), None)
        if block is None or not wanted:
            known = ", ".join(each["label"]["text"] for each in inputs) or "none"
            raise NotFoundError(f"There is no field “{label.strip()}” here.", hint=f"Fields: {known}.")
        state, shown = self._choose(block["element"], typed.strip())
        values[block["block_id"]] = {block["element"]["action_id"]: state}
        return f"{block['label']['text']}: {shown}"

    def suggest(self, action_id: str, typed: str, *, user: str = ADMIN) -> list[Payload]:
        """Type into a menu of the open window, and give what it offers."""
        body = {
            "type": "block_suggestion",
            "action_id": action_id,
            "block_id": action_id,
            "value": typed,
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "view": self.slack.views[-1] if self.slack.views else {},
        }
        options: list[Payload] = self.send(body).get("options", [])
        return options

    def submit(self, values: dict[str, Payload] | None = None) -> Screen:
        """Submit the open window as it is filled in, or with this state (block_id, action_id, value)."""
        screen = self._get_form()
        before = self.slack.views[-1]
        view = {**before, "state": {"values": self._get_values() if values is None else values}}
        body = {**self._build_body(screen.user, screen.channel), "type": "view_submission", "view": view}
        body.pop("response_url")
        reply = self.send(body)
        action = reply.get("response_action")
        if action == "errors":
            raise NotFoundError(" ".join(reply["errors"].values()), hint="Fill it in and submit again.")
        if action == "update":
            if self.slack.views[-1] is before:  # else what comes after an acknowledgement in Slack was done already
                self.slack.views[-1] = {**reply["view"], "id": view["id"]}
            return self._show_view(screen)
        self.slack.views.clear()
        if self.screen is screen:  # the form replied nowhere else
            self.screen, self._under = self._under, None
        return self._get_screen()

    def _get_form(self) -> Screen:
        if self.screen is None or self.screen.kind != "view":
            raise NotFoundError("There is no form on the screen.", hint="Open one with a button first.")
        return self.screen

    def _get_values(self) -> dict[str, Payload]:
        """Return the state of the form on the screen, which stands as it opened until something is filled in."""
        view = self._get_form().payload
        if self._filled is None or self._filled[0] is not view:
            self._filled = view, {block["block_id"]: _read_initial(block["element"]) for block in _list_inputs(view)}
        return self._filled[1]

    def _choose(self, element: Payload, typed: str) -> tuple[Payload, str]:
        """Return the state of a field in which this is typed, and how it is shown."""
        kind = element["type"]
        if kind in _HOLDS:
            return {"type": kind, _HOLDS[kind]: typed or None}, typed or "empty"
        offered = element.get("options")
        if offered is None:
            options = self.suggest(element["action_id"], typed, user=self._get_screen().user)
        else:
            options = [each for each in offered if typed.casefold() in each["text"]["text"].casefold()]
        if typed and not options:
            raise NotFoundError(f"“{typed}” is not offered here.", hint="Type less of it, or the whole name.")
        chosen = options[0] if typed else None
        shown = chosen["text"]["text"] if chosen else "empty"
        if kind.startswith("multi_") or kind == "checkboxes":
            return {"type": kind, "selected_options": [chosen] if chosen else []}, shown
        return {"type": kind, "selected_option": chosen}, shown

    # How requests are made, and what comes back.

    def _press(self, button: ScreenButton) -> Screen:
        before, pressed = button.screen, button.element.get("menu", button.element)
        views, shown, posted = list(self.slack.views), self.screen, len(self.list_posts(before.channel))
        action = {**pressed, "block_id": "b1", "action_ts": self.slack.build_ts()}
        body = {**self._build_body(before.user, before.channel), "type": "block_actions", "actions": [action]}
        if before.kind == "view":
            body |= {"view": before.payload, "container": {"type": "view"}}
            body.pop("response_url")
            body.pop("channel")
        else:
            message = {**before.payload, "ts": before.payload.get("ts") or self.slack.build_ts()}
            is_private = before.kind == "ephemeral"
            container = {"type": "message", "channel_id": before.channel, "is_ephemeral": is_private}
            body |= {"message": message, "container": container}
        self.send(body)
        if self.slack.views and self.slack.views != views:
            self._show_view(before)
        elif self.screen is shown and len(self.list_posts(before.channel)) > posted:  # the bot posted it itself
            self.look(before.channel, user=before.user)
        return self._get_screen()

    def _write(self, held: LocalChannel, user: str, text: str, thread_ts: str | None, **said: str) -> Screen:
        message = {"type": "message", "user": user, "text": text, "ts": self.slack.build_ts(), "team": TEAM}
        held.posts.append(message | ({"thread_ts": thread_ts} if thread_ts else {}))
        private = self.slack.ephemerals
        known, known_private = len(held.posts), len(private)
        self._tell({**held.posts[-1], "channel": held.id, **said})
        if len(held.posts) > known:
            return self.show(Screen(kind="in_channel", payload=held.posts[-1], channel=held.id, user=user))
        if len(private) > known_private:
            return self.show(Screen(kind="ephemeral", payload=private[-1], channel=held.id, user=user))
        raise NotFoundError("The bot did not answer this.", hint="It answers members of the workspace.")

    def _tell(self, event: Payload) -> None:
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{self.slack.build_ts()}"}
        self.send({**body, "event": event, "authorizations": [grant]})

    def _take_reply(self, response_url: str, reply: Payload) -> None:
        """Take a reply to a response_url: replace the message, post it to the channel, or show it to the person."""
        if response_url not in self._reply_to:
            raise DeliveryError("This reply has no address.", hint="Ask again with a slash command.")
        self._uses[response_url] += 1
        if self._uses[response_url] > _USES:
            raise DeliveryError("This button was used up.", hint="Ask again to get a fresh answer.")
        user, channel = self._reply_to[response_url]
        shared = reply.get("response_type") == "in_channel"
        if shared:
            self.slack.add_post(self.slack.open_channel(channel), reply)
        self.show(Screen(kind="in_channel" if shared else "ephemeral", payload=reply, channel=channel, user=user))

    def _show_view(self, under: Screen) -> Screen:
        if under.kind != "view":
            self._under = under
        self.screen = replace(under, kind="view", payload=self.slack.views[-1])
        return self.screen

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
            is_menu = element.get("type") == "overflow" or element.get("action_id") == "menu"
            for option in element.get("options", ()) if is_menu else ():
                action_id, _, value = option.get("value", "").partition(" ")
                button = {"type": "button", "text": option["text"], "action_id": action_id, "value": value}
                chosen = {"type": element["type"], "action_id": element["action_id"], "selected_option": option}
                yield {**button, "menu": chosen}


def _list_inputs(view: Payload) -> list[Payload]:
    return [block for block in view.get("blocks") or () if block.get("type") == "input"]


def _read_initial(element: Payload) -> Payload:
    """Return the state of a field as its form opens."""
    state: dict[str, Any] = {"type": element["type"]}
    for name in (*_HOLDS.values(), "selected_option", "selected_options"):
        initial = f"initial_{name.removeprefix('selected_')}"
        state |= {name: element[initial]} if initial in element else {}
    return {element["action_id"]: state}
