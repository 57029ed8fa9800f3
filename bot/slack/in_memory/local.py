"""An in-memory workspace: commands, presses and forms go through the real Bolt app, and what people would see is kept.

``gongbao ask``, ``console``, ``demo`` and the tests use it. Everything runs inline: when a call returns, all it set off
is done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from slack_bolt import App, BoltRequest

from bot.clock import Clock
from bot.digests.delivery import Delivery
from bot.errors import DeliveryError, NotFoundError
from bot.model.post import PostState
from bot.slack.blocks import MENU
from bot.slack.calls.identity import Identity
from bot.slack.gate import Services
from bot.slack.in_memory import local_slack
from bot.slack.in_memory.local_slack import ADMIN, BOT_ID, BOT_USER, CHANNEL, TEAM, LocalChannel, LocalClient, Payload
from bot.store.outbox import list_posts
from bot.store.subscriptions import list_subscriptions

IDENTITY = Identity(team=TEAM, team_name="local", bot_id=BOT_ID, bot_user=BOT_USER)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """What a person sees last: ``payload`` exactly as Slack would get it.

    ``kind`` is ``ephemeral`` (only they see it), ``in_channel`` or ``view`` (a window); ``filled`` is the state of what
    they filled in there, by block; ``under`` is what else can be pressed, such as what a window was opened from.
    """

    kind: str
    payload: Payload
    channel: str
    user: str
    filled: Payload = field(default_factory=dict)
    under: "Screen | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ScreenButton:
    """A button on the screen; ``name`` is its label, with ``#2`` for the second of that label, and so on."""

    name: str
    label: str
    element: Payload
    screen: Screen


class LocalWorkspace:
    """A workspace in memory; ``attach`` the app before the first command. Most calls return what is then seen."""

    _app: App

    def __init__(self, clock: Clock) -> None:
        self.slack = local_slack.LocalSlack(clock)
        self.slack.on_seen = self._see
        self.client = LocalClient(self.slack)
        self.executor = local_slack.InlineExecutor()
        self.screen: Screen | None = None
        self._reply_to: dict[str, tuple[str, str]] = {}
        self._acting = ("", "")
        self._reads = ""

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
            rules = list_subscriptions(db, workspace=TEAM)
        for channel in sorted({rule.channel for rule in rules} | {post.slot.channel for post in sent}):
            self.slack.open_channel(channel)
        given = (*services.inbox.list_heard(TEAM), *(post.ts for post in sent if post.ts))
        self.slack.count = max((int(ts.partition(".")[2] or 0) for ts in given), default=0)

    # What somebody types.

    def command(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Run a slash command as a person would type it.

        A channel that a command comes from is there from then on. What the bot wrote to the person meanwhile, such as
        the report of an ingest, stands over its answer.
        """
        held, direct = self.slack.open_channel(channel), self.slack.open_direct(user)
        self.slack.views.clear()
        self.screen = None
        name, _, rest = text.strip().partition(" ")
        typed = {"command": f"/{name.removeprefix('/')}", "text": rest.strip(), "channel_id": channel}
        body = self._build_body(user, channel, **typed, team_id=TEAM, user_id=user)
        payload = self._act(body, user, channel, reads=direct.id)
        kind = payload.get("response_type") or "ephemeral"
        if kind == "in_channel":
            self.slack.add_post(held, payload)
        over: Screen | None = self.screen
        answer = Screen(kind=kind, payload=payload, channel=channel, user=user)
        return self.show(replace(over, under=answer) if over else answer)

    def subscribe(self, words: str = "", *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Subscribe as a person does: type it, look at what it would bring, and press Subscribe."""
        self.command(f"/digest subscribe {words}".strip(), user=user, channel=channel)
        return self.press("Subscribe")

    def mention(self, text: str, *, user: str = ADMIN, channel: str = CHANNEL) -> Screen:
        """Write a message that mentions the bot to a channel."""
        held = self.slack.open_channel(channel)
        if user not in held.members:  # who writes there is in it
            held.members.append(user)
        return self._write(held, user, text=f"<@{BOT_USER}> {text}", type="app_mention")

    def write(self, text: str, *, user: str = ADMIN, **said: str) -> Screen:
        """Write to the bot in direct messages; ``said`` is what else the message holds, such as its thread_ts."""
        return self._write(self.slack.open_direct(user), user, text=text, channel_type="im", **said)

    def _write(self, held: LocalChannel, user: str, **said: str) -> Screen:
        message = {"type": "message", "user": user, "ts": self.slack.build_ts(), "team": TEAM, **said}
        held.posts.append({**message, "type": "message"})
        before = self.screen
        self._tell({**message, "channel": held.id}, user, held.id)
        if self.screen is None or self.screen is before:
            raise NotFoundError("The bot did not answer this.", hint="It answers members of the workspace.")
        return self.screen

    def open_home(self, *, user: str = ADMIN) -> Screen:
        """Open the bot's Home."""
        direct = self.slack.open_direct(user).id
        self._tell({"type": "app_home_opened", "user": user, "channel": direct, "tab": "home"}, user, direct)
        return self.show(Screen(kind="view", payload=self.slack.homes[user], channel=direct, user=user))

    # What is on the screen.

    def show(self, screen: Screen) -> Screen:
        """Put this on the screen, so that its buttons can be pressed."""
        self.screen = screen
        return screen

    def _see(self, kind: str, payload: Payload, channel: str) -> None:
        """Put on the screen what whoever acts can see: a window stands over the message it was opened from."""
        if kind == "in_channel" and channel != self._reads:
            return
        (user, place), below = self._acting, self.screen
        if kind != "view":
            below = None
        elif below and below.kind == "view":
            below = below.under
        self.show(Screen(kind=kind, payload=payload, channel=channel or place, user=user, under=below))

    def list_posts(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the posts of a channel, oldest first."""
        held = self.slack.channels.get(channel)
        return list(held.posts) if held else []

    def list_buttons(self) -> list[ScreenButton]:
        """Return the buttons on the screen from top to bottom; those of an open window before those under it."""
        counts = Counter[str]()
        buttons: list[ScreenButton] = []
        screen = self.screen
        while screen is not None:
            for element in find_buttons(screen.payload):
                label = str(element["text"]["text"])
                counts[label] += 1
                name = label if counts[label] == 1 else f"{label}#{counts[label]}"
                buttons.append(ScreenButton(name=name, label=label, element=element, screen=screen))
            screen = screen.under
        return buttons

    def press(self, name: str) -> Screen:
        """Press a button of the screen: a label, ``label#2``, or an action_id."""
        buttons = self.list_buttons()
        exact = [each for each in buttons if name in {each.name, each.element["action_id"]}]
        found = exact or [each for each in buttons if each.name.casefold() == name.casefold()]
        if not found:
            shown = ", ".join(button.name for button in buttons) or "none"
            raise NotFoundError(f"There is no button “{name}” here.", hint=f"Buttons: {shown}.")
        before, element = found[0].screen, found[0].element
        action = {**element.get("menu", element), "block_id": "b1", "action_ts": self.slack.build_ts()}
        pressed: Payload = {"type": "block_actions", "actions": [action]}
        if before.kind == "view":
            pressed |= {"view": before.payload, "container": {"type": "view"}}
        else:
            is_private = before.kind == "ephemeral"
            pressed["message"] = {**before.payload, "ts": before.payload.get("ts") or self.slack.build_ts()}
            pressed["container"] = {"type": "message", "channel_id": before.channel, "is_ephemeral": is_private}
        self._act(self._build_body(before.user, before.channel, **pressed), before.user, before.channel)
        return self.screen or before

    # The form on the screen.

    def fill(self, label: str, typed: str) -> str:
        """Type into the field of this label, or of one that starts so, and return what it then holds."""
        form, wanted, typed = self._get_form(), label.strip().casefold(), typed.strip()
        inputs = _list_inputs(form.payload)
        block = next((each for each in inputs if each["label"]["text"].casefold().startswith(wanted)), None)
        if block is None or not wanted:
            known = ", ".join(each["label"]["text"] for each in inputs) or "none"
            raise NotFoundError(f"There is no field “{label.strip()}” here.", hint=f"Fields: {known}.")
        element = block["element"]
        name, shown = _name_state(element["type"]), typed
        held: object = typed or None
        if "option" in name:
            chosen = self._choose(element, typed) if typed else []
            shown = "".join(each["text"]["text"] for each in chosen)
            held = chosen if name == "selected_options" else next(iter(chosen), None)
        form.filled[block["block_id"]] = {element["action_id"]: {"type": element["type"], name: held}}
        return f"{block['label']['text']}: {shown or 'empty'}"

    def _choose(self, element: Payload, typed: str) -> list[Payload]:
        """Return the first choice of a field that fits what is typed."""
        if "options" in element:
            offered = [each for each in element["options"] if typed.casefold() in each["text"]["text"].casefold()]
        else:
            offered = self.suggest(element["action_id"], typed)
        if not offered:
            raise NotFoundError(f"“{typed}” is not offered here.", hint="Type less of it, or the whole name.")
        return offered[:1]

    def suggest(self, action_id: str, typed: str) -> list[Payload]:
        """Type into a menu of the open window, and return what it offers."""
        form = self._get_form()
        asked = {"type": "block_suggestion", "action_id": action_id, "block_id": action_id, "value": typed}
        options: list[Payload] = self.send(
            self._build_body(form.user, form.channel, **asked, view=form.payload),
        ).get("options", [])
        return options

    def submit(self, values: Payload | None = None) -> Screen:
        """Submit the open window as it is filled in, or with this state (block_id, action_id, value)."""
        screen = self._get_form()
        view, views = screen.payload, self.slack.views
        filled = _read_initial(view) | screen.filled if values is None else values
        submitted = {**view, "state": {"values": filled}}
        body = self._build_body(screen.user, screen.channel, type="view_submission", view=submitted)
        reply = self._act(body, screen.user, screen.channel)
        action = reply.get("response_action")
        if action == "errors":
            raise NotFoundError(" ".join(reply["errors"].values()), hint="Fill it in and submit again.")
        if action != "update":
            views.clear()
            if self.screen is screen:  # the form replied nowhere else
                self.screen = screen.under
        elif views[-1] is view:  # else what comes after an acknowledgement in Slack was done already
            views[-1] = {**reply["view"], "id": view["id"]}
            self._see("view", views[-1], screen.channel)
        return self.screen or screen

    def _get_form(self) -> Screen:
        if self.screen is None or self.screen.kind != "view":
            raise NotFoundError("There is no form on the screen.", hint="Open one with a button first.")
        return self.screen

    # How requests are made, and what comes back.

    def _tell(self, event: Payload, user: str, channel: str) -> None:
        grant = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{self.slack.build_ts()}"}
        self._act({**body, "event": event, "authorizations": [grant]}, user, channel)

    def _act(self, body: Payload, user: str, channel: str, *, reads: str = "") -> Payload:
        """Bring a request of somebody who sees what the bot then posts where they are, or in what they read."""
        self._acting, self._reads = (user, channel), reads or channel
        return self.send(body)

    def send(self, body: Payload) -> Payload:
        """Bring any request to the app, and return its acknowledgement; safe to call from many threads."""
        response = self._app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if response.status != 200:  # noqa: PLR2004  HTTP's word for done
            raise DeliveryError(f"The app did not answer this request ({response.status}).", hint="See the log.")
        said: Payload = msgspec.json.decode(response.body or "{}")
        return said

    def take_reply(self, response_url: str | None, reply: Payload) -> None:
        """Take a reply to a response_url: replace the message, post it to the channel, or show it to the person."""
        if response_url is None or response_url not in self._reply_to:
            raise DeliveryError("This reply has no address.", hint="Ask again with a slash command.")
        user, channel = self._reply_to[response_url]
        kind = reply.get("response_type") or "ephemeral"
        if kind == "in_channel":
            self.slack.add_post(self.slack.open_channel(channel), reply)
        self.show(Screen(kind=kind, payload=reply, channel=channel, user=user))

    def _build_body(self, user: str, channel: str, **said: object) -> Payload:
        """Return a request of somebody; one from a window names no channel, and no address to reply to."""
        who = {"team": {"id": TEAM, "domain": "local"}, "user": {"id": user, "team_id": TEAM}}
        body = {**who, "api_app_id": "A0LOCAL", "trigger_id": f"trigger.{self.slack.build_ts()}", **said}
        if "view" in said:
            return body
        address = f"https://local/response/{self.slack.build_ts()}"
        self._reply_to[address] = (user, channel)
        return body | {"channel": {"id": channel, "name": channel.lower()}, "response_url": address}


def find_buttons(payload: Payload) -> Iterator[Payload]:
    """Yield the buttons of a payload from top to bottom, the options of its menus among them.

    An option looks like the button it stands for; ``menu`` is the menu it is chosen from, as Slack sends it.
    """
    for block in payload.get("blocks") or ():
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if element.get("type") == "button":
                yield element
            for option in element.get("options", ()) if element.get("action_id") == MENU else ():
                action_id, _, value = option["value"].partition(" ")
                chosen = {"type": element["type"], "action_id": MENU, "selected_option": option}
                button = {"type": "button", "text": option["text"], "action_id": action_id, "value": value}
                yield {**button, "menu": chosen}


def _list_inputs(view: Payload) -> list[Payload]:
    return [block for block in view.get("blocks") or () if block.get("type") == "input"]


def _name_state(kind: str) -> str:
    """Return what the state of a form calls what a field of this type holds."""
    named = {"plain_text_input": "value", "timepicker": "selected_time", "checkboxes": "selected_options"}
    return named.get(kind, "selected_options" if kind.startswith("multi_") else "selected_option")


def _read_initial(view: Payload) -> dict[str, Any]:
    """Return the state of a form as it opens, by block."""
    values: dict[str, Any] = {}
    for block in _list_inputs(view):
        element, name = block["element"], _name_state(block["element"]["type"])
        initial = f"initial_{name.removeprefix('selected_')}"
        held = {name: element[initial]} if initial in element else {}
        values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **held}}
    return values
