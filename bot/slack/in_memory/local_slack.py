"""A Slack in memory: channels, people, posts, windows and files, Slack's methods, and a client that calls them.

A method is a function of the state and a call's arguments; what Slack would refuse, it refuses with Slack's code.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

import msgspec
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.clock import Clock

Payload = dict[str, Any]

TEAM = "T0LOCAL"
BOT_ID, BOT_USER = "B0LOCAL", "U0BOT"
ADMIN, CHANNEL = "U0ADMIN", "C0LOCAL"
REPLIES = "https://local/response/"
"""The response_url of what a person does in a channel begins so, and names both."""
_CONTENT = ("text", "blocks", "metadata")


class SlackRefusal(Exception):  # noqa: N818  an answer of Slack, not a fault of ours
    """An error code as Slack gives it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalUpload:
    """A file that was sent, and the channel it is shown in."""

    name: str
    data: bytes
    channel: str


@dataclass(kw_only=True)
class LocalChannel:
    """A channel with its members and its posts, oldest first."""

    id: str
    name: str
    members: list[str]
    is_ext_shared: bool = False
    posts: list[Payload] = field(default_factory=list)


class LocalSlack:
    """The state of the workspace; ``methods`` are Slack's.

    ``people`` holds what Slack says of a person beyond a plain member, ``calls`` every call that was made. ``on_seen``
    is told what somebody sees newly: its kind, its payload and its channel. ``count`` numbers the timestamps.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.count = 0
        self.methods = dict(_METHODS)
        self.channels: dict[str, LocalChannel] = {}
        self.views: list[Payload] = []
        self.people: dict[str, Payload] = {}
        self.homes: dict[str, Payload] = {}
        self.ephemerals: list[Payload] = []
        self.uploads: list[LocalUpload] = []
        self.calls: list[tuple[str, Payload]] = []
        self.on_seen: Callable[[str, Payload, str], object] = lambda _kind, _payload, _channel: None
        self.open_channel(CHANNEL, "general")

    def open_channel(self, channel_id: str, name: str = "") -> LocalChannel:
        """Return a channel that somebody uses, with the admin and the bot in it where it is new."""
        fresh = LocalChannel(id=channel_id, name=name or channel_id.lower(), members=[ADMIN, BOT_USER])
        return self.channels.setdefault(channel_id, fresh)

    def open_direct(self, user: str) -> LocalChannel:
        """Return the channel of direct messages with a person."""
        fresh = LocalChannel(id=f"D{user[1:]}", name=user, members=[user, BOT_USER])
        return self.channels.setdefault(fresh.id, fresh)

    def build_ts(self) -> str:
        """Return the next timestamp, from the clock and never twice."""
        self.count += 1
        return f"{int(self._clock.now().timestamp())}.{self.count:06d}"

    def build_date(self) -> str:
        """Return the Date header of a reply."""
        return format_datetime(self._clock.now().astimezone(dt.UTC), usegmt=True)

    def call(self, method: str, arguments: Payload) -> Payload:
        """Answer one call as Slack would: ``ok`` with a reply, or ``error`` with its code."""
        self.calls.append((method, arguments))
        if method not in self.methods:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **self.methods[method](self, arguments)}
        except SlackRefusal as refusal:
            return {"ok": False, "error": str(refusal)}

    def get_channel(self, wanted: object) -> LocalChannel:
        """Return the channel of a call, made on the spot for a person's direct messages."""
        if str(wanted).startswith("U"):
            return self.open_direct(str(wanted))
        if wanted not in self.channels:
            raise SlackRefusal("channel_not_found")
        return self.channels[str(wanted)]

    def add_post(self, channel: LocalChannel, arguments: Payload, *, ts: str = "") -> Payload:
        """Keep a post of the bot in a channel, and return it with its timestamp."""
        kept = {name: arguments[name] for name in (*_CONTENT, "thread_ts") if arguments.get(name) is not None}
        ours = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "team": TEAM, "ts": ts or self.build_ts()}
        channel.posts.append(ours | kept)
        return channel.posts[-1]

    def add_upload(self, channel: LocalChannel, name: str, data: bytes, comment: str) -> Payload:
        """Show a file of the bot in a channel; return what Slack says of it."""
        self.uploads.append(LocalUpload(name=name, data=data, channel=channel.id))
        facts = {"name": name, "size": len(data)}
        self.add_post(channel, {"text": comment or "file"})["files"] = [facts]
        return facts


def _post_message(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    if BOT_USER not in channel.members:
        raise SlackRefusal("not_in_channel")
    post = slack.add_post(channel, arguments)
    slack.on_seen("in_channel", post, channel.id)
    return {"channel": channel.id, "ts": post["ts"], "message": post}


def _update_message(slack: LocalSlack, arguments: Payload) -> Payload:
    """Change a post; one that is not here was made by an earlier process, and shows from now on."""
    channel, ts = slack.get_channel(arguments.get("channel")), str(arguments.get("ts"))
    post = next((post for post in channel.posts if post["ts"] == ts), None) or slack.add_post(channel, {}, ts=ts)
    post.update({name: arguments[name] for name in _CONTENT if arguments.get(name) is not None})
    return {"channel": channel.id, "ts": ts, "text": post.get("text", "")}


def _post_ephemeral(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    if arguments.get("user") not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    slack.ephemerals.append(dict(arguments))
    slack.on_seen("ephemeral", slack.ephemerals[-1], channel.id)
    return {"message_ts": slack.build_ts()}


def _show_view(slack: LocalSlack, arguments: Payload) -> Payload:
    """Open a window over those that are open, or put it in the place of the one that is named."""
    view_id = arguments.get("view_id") or f"V{slack.build_ts()}"
    view = {**arguments["view"], "id": view_id}
    at = next((at for at, held in enumerate(slack.views) if held["id"] == view_id), len(slack.views))
    if at == len(slack.views) and not arguments.get("trigger_id"):
        raise SlackRefusal("invalid_trigger_id")
    slack.views[at : at + 1] = [view]
    slack.on_seen("view", view, "")
    return {"view": view}


def _publish_view(slack: LocalSlack, arguments: Payload) -> Payload:
    view = {"callback_id": "", **arguments["view"], "id": f"V{slack.build_ts()}"}
    slack.homes[arguments["user_id"]] = view
    return {"view": view}


def _describe_user(slack: LocalSlack, arguments: Payload) -> Payload:
    user = str(arguments["user"])
    facts = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "Etc/UTC", "is_bot": user == BOT_USER}
    return {"user": facts | slack.people.get(user, {})}


def _describe_channel(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    if channel.id.startswith("D"):
        raise SlackRefusal("missing_scope")  # im:read, which our manifests do not ask for
    said = {"id": channel.id, "name": channel.name, "is_member": True}
    return {"channel": said | {"is_ext_shared": channel.is_ext_shared, "is_private": channel.id.startswith("G")}}


_METHODS: dict[str, Callable[[LocalSlack, Payload], Payload]] = {
    "chat.postEphemeral": _post_ephemeral,
    "chat.postMessage": _post_message,
    "chat.update": _update_message,
    "conversations.info": _describe_channel,
    "conversations.members": lambda slack, said: {"members": slack.get_channel(said.get("channel")).members},
    "conversations.open": lambda slack, said: {"channel": {"id": slack.open_direct(said["users"]).id}},
    "users.info": _describe_user,
    "views.open": _show_view,
    "views.publish": _publish_view,
    "views.push": _show_view,
    "views.update": _show_view,
}


class LocalClient(WebClient):
    """The client of a LocalSlack: every call is answered in memory, in Slack's shape, errors raised as the SDK does."""

    def __init__(self, slack: LocalSlack) -> None:
        super().__init__(token=f"xoxb-{TEAM}")
        self.slack = slack

    def api_call(  # of what the SDK's takes, this is all that is sent
        self, api_method: str, *, params: Payload | None = None, json: Payload | None = None, **_: object
    ) -> SlackResponse:
        """Answer a call from memory, or raise SlackApiError with Slack's code."""
        given = {**(params or {}), **(json or {})}
        asked = {"params": {name: value for name, value in given.items() if value is not None}}
        said = self._request_for_pagination(api_method, asked)
        response = SlackResponse(client=self, http_verb="POST", api_url=api_method, req_args=asked, **said)
        response.validate()  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
        return response

    def serve(self, method: str, arguments: Payload) -> tuple[int, Payload, dict[str, str]]:
        """Return the status, body and headers of an answer."""
        return 200, self.slack.call(method, arguments), {"Date": self.slack.build_date()}

    def _request_for_pagination(self, api_url: str, req_args: Payload) -> Payload:
        """Answer what would have come over the network: whatever the caller does later, it stays as it was."""
        copied = msgspec.json.decode(msgspec.json.encode(req_args["params"]))
        status, reply, headers = self.serve(api_url, copied)
        return {"status_code": status, "headers": headers, "data": reply}

    def files_upload_v2(  # type: ignore[override]  # what we call it with
        self, *, filename: str, content: bytes, channel: str, initial_comment: str, **_: object
    ) -> None:
        """Show a file in a channel."""
        self.slack.add_upload(self.slack.get_channel(channel), filename, content, initial_comment)


class InlineExecutor(Executor):
    """Runs what it is given at once, in the same thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  as the base class
        """Run it and return its result as a finished future."""
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done
