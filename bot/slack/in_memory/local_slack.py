"""The state of a Slack in memory: channels, members, posts, windows and files, and the methods that work on them."""

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from bot.clock import Clock

Payload = dict[str, Any]
TEAM = "T0LOCAL"
BOT_ID = "B0LOCAL"
BOT_USER = "U0BOT"
ADMIN = "U0ADMIN"
CHANNEL = "C0LOCAL"
_MAX_BLOCKS = 50
_MAX_BLOCKS_LENGTH = 13_000
_PAGE = 100
_OURS = {"type": "message", "user": BOT_USER, "bot_id": BOT_ID, "team": TEAM}


class SlackRefusal(Exception):  # noqa: N818  Slack's word for it; it never leaves this file
    """An error code as Slack gives it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalUpload:
    """A file that was sent: its name, its bytes, and the channel it is shown in."""

    name: str
    data: bytes
    channel: str


@dataclass(kw_only=True)
class LocalChannel:
    """A channel with its members and its posts, oldest first; ``shared_with`` are other workspaces."""

    id: str
    name: str
    members: list[str]
    is_archived: bool = False
    is_ext_shared: bool = False
    shared_with: tuple[str, ...] = ()
    posts: list[Payload] = field(default_factory=list)

    def describe(self) -> Payload:
        """Return what Slack says of it."""
        return {
            "id": self.id,
            "name": self.name,
            "is_archived": self.is_archived,
            "is_member": True,
            "is_ext_shared": self.is_ext_shared,
            "is_private": self.id.startswith("G"),
            "shared_team_ids": [TEAM, *self.shared_with],
        }

    def find_post(self, ts: object) -> Payload:
        """Return the post of this timestamp."""
        for post in self.posts:
            if post["ts"] == ts:
                return post
        raise SlackRefusal("message_not_found")


class LocalSlack:
    """The state of the workspace; ``methods`` are Slack's, each taking the state and a call's arguments.

    ``people`` holds what Slack says of a person beyond a plain member, ``calls`` every call that was made.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0
        self.methods = dict(_METHODS)
        self.channels: dict[str, LocalChannel] = {}
        self.earlier_posts: set[tuple[str, str]] = set()
        self.views: list[Payload] = []
        self.people: dict[str, Payload] = {}
        self.homes: dict[str, Payload] = {}
        self.ephemerals: list[Payload] = []
        self.uploads: list[LocalUpload] = []
        self.calls: list[tuple[str, Payload]] = []
        self.add_channel(CHANNEL, "general")

    def add_channel(self, channel_id: str, name: str) -> LocalChannel:
        """Add a channel that the admin and the bot are in."""
        channel = LocalChannel(id=channel_id, name=name, members=[ADMIN, BOT_USER])
        self.channels[channel_id] = channel
        return channel

    def open_channel(self, channel_id: str) -> LocalChannel:
        """Return a channel that somebody uses, made on the spot where it is new."""
        return self.channels.get(channel_id) or self.add_channel(channel_id, channel_id.lower())

    def open_direct(self, user: str) -> LocalChannel:
        """Return the channel of direct messages with a person."""
        fresh = LocalChannel(id=f"D{user[1:]}", name=user, members=[user, BOT_USER])
        return self.channels.setdefault(fresh.id, fresh)

    def resume(self, channels: Iterable[str], posts: Collection[tuple[str, str]], stamps: Iterable[str]) -> None:
        """Know what earlier processes left: channels, posts (channel and ts), and the timestamps of messages.

        Such a post can be changed, and then shows in its channel. No timestamp is given again, though the clock stands
        where it did then.
        """
        for channel in (*channels, *(channel for channel, _ in posts)):
            self.open_channel(channel)
        self.earlier_posts.update(posts)
        given = (*stamps, *(ts for _, ts in posts))
        self._count = max((int(ts.partition(".")[2] or 0) for ts in given), default=0)

    def build_ts(self) -> str:
        """Return the next timestamp, from the clock and never twice."""
        self._count += 1
        return f"{int(self._clock.now().timestamp())}.{self._count:06d}"

    def build_date(self) -> str:
        """Return the Date header of a reply."""
        return format_datetime(self._clock.now().astimezone(dt.UTC), usegmt=True)

    def call(self, method: str, arguments: Payload) -> Payload:
        """Answer one call as Slack would: ``ok`` with a reply, or ``error`` with its code."""
        self.calls.append((method, arguments))
        handle = self.methods.get(method)
        if handle is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **handle(self, arguments)}
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
        """Keep a post of the bot in a channel, and give it with its timestamp."""
        kept = {k: arguments[k] for k in ("text", "blocks", "metadata", "thread_ts") if arguments.get(k) is not None}
        post = {**_OURS, "ts": ts or self.build_ts(), **kept}
        channel.posts.append(post)
        return post

    def add_upload(self, channel: LocalChannel, name: str, data: bytes, comment: str) -> Payload:
        """Show a file of the bot in a channel; give what Slack says of it."""
        self.uploads.append(LocalUpload(name=name, data=data, channel=channel.id))
        facts = {"name": name, "size": len(data)}
        self.add_post(channel, {"text": comment or "file"})["files"] = [facts]
        return facts


def _check_blocks(arguments: Payload) -> None:
    """Refuse what Slack refuses: no content, over 50 blocks, too much text."""
    blocks = arguments.get("blocks") or []
    if not blocks and not arguments.get("text"):
        raise SlackRefusal("no_text")
    if len(blocks) > _MAX_BLOCKS:
        raise SlackRefusal("invalid_blocks")
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > _MAX_BLOCKS_LENGTH:
        raise SlackRefusal("msg_blocks_too_long")


def _post_message(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    _check_blocks(arguments)
    if channel.is_archived:
        raise SlackRefusal("is_archived")
    if BOT_USER not in channel.members:
        raise SlackRefusal("not_in_channel")
    post = slack.add_post(channel, arguments)
    return {"channel": channel.id, "ts": post["ts"], "message": post}


def _update(slack: LocalSlack, arguments: Payload) -> Payload:
    _check_blocks(arguments)
    channel, ts = slack.get_channel(arguments.get("channel")), str(arguments.get("ts"))
    if (channel.id, ts) in slack.earlier_posts:
        slack.earlier_posts.remove((channel.id, ts))
        slack.add_post(channel, {}, ts=ts)
    post = channel.find_post(ts)
    post.update({k: arguments[k] for k in ("text", "blocks", "metadata") if arguments.get(k) is not None})
    return {"channel": channel.id, "ts": ts, "text": post.get("text", "")}


def _post_ephemeral(slack: LocalSlack, arguments: Payload) -> Payload:
    _check_blocks(arguments)
    if arguments.get("user") not in slack.get_channel(arguments.get("channel")).members:
        raise SlackRefusal("user_not_in_channel")
    slack.ephemerals.append(dict(arguments))
    return {"message_ts": slack.build_ts()}


def _open_view(slack: LocalSlack, arguments: Payload) -> Payload:
    if not arguments.get("trigger_id"):
        raise SlackRefusal("invalid_trigger_id")
    view = {**_read_view(arguments), "id": f"V{slack.build_ts()}"}
    slack.views.append(view)
    return {"view": view}


def _update_view(slack: LocalSlack, arguments: Payload) -> Payload:
    for at, open_view in enumerate(slack.views):
        if open_view["id"] == arguments.get("view_id"):
            slack.views[at] = {**_read_view(arguments), "id": open_view["id"]}
            return {"view": slack.views[at]}
    raise SlackRefusal("not_found")


def _publish_view(slack: LocalSlack, arguments: Payload) -> Payload:
    user = _read_user(arguments.get("user_id"))
    slack.homes[user] = {"callback_id": "", **_read_view(arguments), "id": f"V{slack.build_ts()}"}
    return {"view": slack.homes[user]}


def _read_view(arguments: Payload) -> Payload:
    view = arguments.get("view")
    loaded = json.loads(view) if isinstance(view, str) else view
    if not isinstance(loaded, dict):
        raise SlackRefusal("invalid_arguments")
    return loaded


def _read_user(named: object) -> str:
    user = str(named or "")
    if not user.startswith(("U", "W")):
        raise SlackRefusal("user_not_found")
    return user


def _describe_channel(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    if channel.id.startswith("D"):
        raise SlackRefusal("missing_scope")  # im:read, which our manifests do not ask for
    return {"channel": channel.describe()}


def _list_members(slack: LocalSlack, arguments: Payload) -> Payload:
    return {"members": list(slack.get_channel(arguments.get("channel")).members)}


def _list_posts(slack: LocalSlack, arguments: Payload) -> Payload:
    held = slack.get_channel(arguments.get("channel")).posts
    parents = [post for post in held if post.get("thread_ts") in {None, post["ts"]}]
    return _page(list(reversed(parents)), arguments)


def _list_replies(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments.get("channel"))
    parent = channel.find_post(arguments.get("ts"))
    return _page([post for post in channel.posts if parent["ts"] in {post["ts"], post.get("thread_ts")}], arguments)


def _page(posts: list[Payload], arguments: Payload) -> Payload:
    oldest, is_inside = float(arguments.get("oldest") or 0), bool(arguments.get("inclusive"))
    chosen = [post for post in posts if float(post["ts"]) > oldest or (is_inside and float(post["ts"]) == oldest)]
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or _PAGE)
    page = chosen[start : start + size]
    if str(arguments.get("include_all_metadata", "")).lower() not in {"true", "1"}:
        page = [{key: value for key, value in post.items() if key != "metadata"} for post in page]
    has_more = start + size < len(chosen)
    cursor = str(start + size) if has_more else ""
    return {"messages": page, "has_more": has_more, "response_metadata": {"next_cursor": cursor}}


def _open_conversation(slack: LocalSlack, arguments: Payload) -> Payload:
    return {"channel": {"id": slack.open_direct(_read_user(arguments.get("users"))).id}}


def _describe_user(slack: LocalSlack, arguments: Payload) -> Payload:
    user = _read_user(arguments.get("user"))
    facts = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "Etc/UTC", "is_bot": user == BOT_USER}
    facts |= {"is_restricted": False, "is_ultra_restricted": False, "is_admin": user == ADMIN}
    return {"user": facts | slack.people.get(user, {})}


Method = Callable[[LocalSlack, Payload], Payload]
_METHODS: dict[str, Method] = {
    "chat.postEphemeral": _post_ephemeral,
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "conversations.history": _list_posts,
    "conversations.info": _describe_channel,
    "conversations.members": _list_members,
    "conversations.open": _open_conversation,
    "conversations.replies": _list_replies,
    "users.info": _describe_user,
    "views.open": _open_view,
    "views.publish": _publish_view,
    "views.push": _open_view,
    "views.update": _update_view,
}
