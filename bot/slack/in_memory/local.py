"""An in-memory workspace: commands, presses and forms go through the real Bolt app, and what people would see is kept.

``gongbao ask``, ``console``, ``demo`` and the tests use it. Everything runs inline: when a call returns, all it set off
is done.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

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

    ``kind`` is ``ephemeral`` (only they see it), ``in_channel`` or ``view`` (a window); ``under`` is what else can be
    pressed, such as what a window was opened from.
    """

    kind: str
    payload: Payload
    channel: str
    user: str
    under: "Screen | None" = None


class ScreenButton(NamedTuple):
    """A button on the screen; ``name`` is its label, with ``#2`` for the second of that label, and so on."""

    name: str
    label: str
    element: Payload
    screen: Screen


class LocalWorkspace:
    """A workspace in memory; it needs its ``app`` before the first command. Most calls return what is then seen."""

    app: App

    def __init__(self, clock: Clock) -> None:
        self.slack = local_slack.LocalSlack(clock)
        self.slack.on_seen = self._see
        self.client = LocalClient(self.slack)
        self.executor = local_slack.InlineExecutor()
        self.screen: Screen | None = None
        self._acting = ("", "", "")

    def join(self, app: App, services: Services, delivery: Delivery) -> None:
        """Use this app, know what earlier processes posted, and read at once whatever is submitted."""

        def work() -> None:
            while services.intake.run_next():
                pass
            delivery.tick(services.clock.now())

        self.app = app
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
        self.slack.open_channel(channel)
        self.slack.views.clear()
        self.screen = None
        name, _, rest = text.strip().partition(" ")
        typed = {"command": f"/{name.removeprefix('/')}", "text": rest.strip(), "channel_id": channel}
        payload = self._bring(user, channel, **typed, team_id=TEAM, user_id=user)
        over: Screen | None = self.screen
        answer = self._take(payload, user, channel)
        return self.show(replace(over, under=answer)) if over else answer

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
        user, place, reads = self._acting
        below = self.screen if kind == "view" else None
        if below and below.kind == "view":
            below = below.under
        if kind != "in_channel" or channel == reads:
            self.show(Screen(kind=kind, payload=payload, channel=channel or place, user=user, under=below))

    def list_posts(self, channel: str = CHANNEL) -> list[Payload]:
        """Return the posts of a channel, oldest first."""
        return list(self.slack.channels[channel].posts) if channel in self.slack.channels else []

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
                buttons.append(ScreenButton(name, label, element, screen))
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
        pressed: Payload
        if before.kind == "view":
            pressed = {"view": before.payload, "container": {"type": "view"}}
        else:
            place = {"type": "message", "channel_id": before.channel, "is_ephemeral": before.kind == "ephemeral"}
            pressed = {"message": {"ts": self.slack.build_ts(), **before.payload}, "container": place}
        action = {**element.get("menu", element), "block_id": "b1", "action_ts": self.slack.build_ts()}
        self._bring(before.user, before.channel, type="block_actions", actions=[action], **pressed)
        return self.screen or before

    # The form on the screen.

    def fill(self, label: str, typed: str) -> str:
        """Type into the field of this label, or of one that starts so, and return what it then holds."""
        wanted, typed = label.strip().casefold(), typed.strip()
        form = self._get_form().payload
        fields = {block["label"]["text"]: (element, initial) for block, element, initial in _list_fields(form)}
        name = next((each for each in fields if wanted and each.casefold().startswith(wanted)), None)
        if name is None:
            known = ", ".join(fields) or "none"
            raise NotFoundError(f"There is no field “{label.strip()}” here.", hint=f"Fields: {known}.")
        element, initial = fields[name]
        if typed and "option" in initial:
            offered = element.get("options") or self.suggest(element["action_id"], typed)
            fits = typed.casefold() if "options" in element else ""  # what a menu suggests may be called otherwise
            chosen = next((each for each in offered if fits in each["text"]["text"].casefold()), None)
            if chosen is None:
                raise NotFoundError(f"“{typed}” is not offered here.", hint="Type less of it, or the whole name.")
            element[initial], typed = [chosen] if initial.endswith("s") else chosen, chosen["text"]["text"]
        elif typed:
            element[initial] = typed  # it stands there as if the form had opened with it
        else:
            element.pop(initial, None)
        return f"{name}: {typed or 'empty'}"

    def suggest(self, action_id: str, typed: str) -> list[Payload]:
        """Type into a menu of the open window, and return what it offers."""
        form = self._get_form()
        menu = {"type": "block_suggestion", "action_id": action_id, "block_id": action_id, "value": typed}
        options: list[Payload] = self._bring(form.user, form.channel, **menu, view=form.payload).get("options", [])
        return options

    def submit(self, values: Payload | None = None) -> Screen:
        """Submit the open window as it is filled in, or with this state (block_id, action_id, value)."""
        screen = self._get_form()
        view, views = screen.payload, self.slack.views
        submitted = {**view, "state": {"values": _read_form(view) if values is None else values}}
        reply = self._bring(screen.user, screen.channel, type="view_submission", view=submitted)
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
        told = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": f"Ev{self.slack.build_ts()}",
            "event": event,
        }
        self._bring(user, channel, **told, authorizations=[grant])

    def _bring(self, user: str, channel: str, **said: object) -> Payload:
        """Bring a request of somebody who sees what the bot then posts where they are; who types, what it writes them.

        One from a window names no channel, and no address to reply to.
        """
        self._acting = (user, channel, self.slack.open_direct(user).id if "command" in said else channel)
        who = {"team": {"id": TEAM, "domain": "local"}, "user": {"id": user, "team_id": TEAM}}
        body = {**who, "api_app_id": "A0LOCAL", "trigger_id": f"trigger.{self.slack.build_ts()}", **said}
        if "view" not in said:
            body |= {
                "channel": {"id": channel, "name": channel.lower()},
                "response_url": f"{local_slack.REPLIES}{user}/{channel}",
            }
        return self.send(body)

    def send(self, body: Payload) -> Payload:
        """Bring any request to the app, and return its acknowledgement; safe to call from many threads."""
        response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        if response.status != 200:  # noqa: PLR2004  HTTP's word for done
            raise DeliveryError(f"The app did not answer this request ({response.status}).", hint="See the log.")
        said: Payload = msgspec.json.decode(response.body or "{}")
        return said

    def take_reply(self, response_url: str | None, reply: Payload) -> None:
        """Take a reply to a response_url: post it to the channel, or show it to the person."""
        if response_url is None or not response_url.startswith(local_slack.REPLIES):
            raise DeliveryError("This reply has no address.", hint="Ask again with a slash command.")
        user, _, channel = response_url.removeprefix(local_slack.REPLIES).partition("/")
        self._take(reply, user, channel)

    def _take(self, answer: Payload, user: str, channel: str) -> Screen:
        kind = answer.get("response_type") or "ephemeral"
        if kind == "in_channel":
            self.slack.add_post(self.slack.open_channel(channel), answer)
        return self.show(Screen(kind=kind, payload=answer, channel=channel, user=user))


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


def _list_fields(view: Payload) -> Iterator[tuple[Payload, Payload, str]]:
    """Yield the fields of a form: the block, its element, and what that calls what it opens with."""
    named = {"plain_text_input": "initial_value", "timepicker": "initial_time", "checkboxes": "initial_options"}
    for block in view.get("blocks") or ():
        if block.get("type") == "input":
            kind = block["element"]["type"]
            many = "initial_options" if kind.startswith("multi_") else "initial_option"
            yield block, block["element"], named.get(kind, many)


def _read_form(view: Payload) -> Payload:
    """Return the state of a form as it stands, by block."""
    values: Payload = {}
    for block, element, initial in _list_fields(view):
        state = "value" if initial == "initial_value" else f"selected_{initial.removeprefix('initial_')}"
        held = {state: element[initial]} if initial in element else {}
        values[block["block_id"]] = {element["action_id"]: {"type": element["type"], **held}}
    return values
