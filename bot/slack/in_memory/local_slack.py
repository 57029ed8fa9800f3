"""The state of a Slack in memory: channels, members, posts and windows, and the methods that work on them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any

from bot.clock import Clock

# Files that the bot sends in the workspace in memory: kept, and shown in the channel they were sent to.


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalUpload:
    """A file that was sent: its name, its bytes, and the channel it is shown in."""

    name: str
    data: bytes
    channel: str


class LocalUploads:
    """Keeps what is on its way by its address, and what has arrived, oldest first."""

    def __init__(self) -> None:
        self._coming: dict[str, tuple[str, bytes | None]] = {}
        self.arrived: list[LocalUpload] = []

    def expect(self, name: str, origin: str) -> tuple[str, str]:
        """Return an address to put a file of this name to, and its id."""
        file_id = f"F{len(self._coming) + 1:03}"
        self._coming[file_id] = (name, None)
        return f"{origin}/upload/v1/{file_id}", file_id

    def put(self, url: str, data: bytes) -> bool:
        """Take the bytes that come to an address; False for one that was not given out."""
        file_id = url.rsplit("/", 1)[-1]
        if file_id not in self._coming:
            return False
        self._coming[file_id] = (self._coming[file_id][0], data)
        return True

    def complete(self, file_id: str, channel: str) -> LocalUpload | None:
        """Show a file whose bytes have come in a channel; None for one whose bytes have not."""
        name, data = self._coming.get(file_id, ("", None))
        if data is None:
            return None
        upload = LocalUpload(name=name, data=data, channel=channel)
        self.arrived.append(upload)
        return upload


Payload = dict[str, Any]
TEAM = "T0LOCAL"
BOT_ID = "B0LOCAL"
BOT_USER = "U0BOT"
ADMIN = "U0ADMIN"
CHANNEL = "C0LOCAL"
_MAX_BLOCKS = 50
_MAX_BLOCKS_LENGTH = 13_000
_PAGE = 100


class SlackRefusal(Exception):  # noqa: N818  Slack's word for it; it never leaves this file
    """An error code as Slack gives it."""


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


class LocalSlack:
    """The state of the workspace; each method is one of Slack's, taking its arguments and giving its reply."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = 0
        self.channels: dict[str, LocalChannel] = {}
        self.recalled: set[tuple[str, str]] = set()
        self.views: list[Payload] = []
        self.people: dict[str, Payload] = {}
        self.homes: dict[str, Payload] = {}
        self.ephemerals: list[Payload] = []
        self.calls: list[tuple[str, Payload]] = []
        self.uploads = LocalUploads()
        self.origin = "https://files.slack.com"
        self.add_channel(CHANNEL, "general")

    def add_channel(self, channel_id: str, name: str) -> LocalChannel:
        """Add a channel that the admin and the bot are in."""
        channel = LocalChannel(id=channel_id, name=name, members=[ADMIN, BOT_USER])
        self.channels[channel_id] = channel
        return channel

    def open_channel(self, channel_id: str) -> LocalChannel:
        """Return a channel that somebody uses, made on the spot where it is new."""
        return self.channels.get(channel_id) or self.add_channel(channel_id, channel_id.lower())

    def resume(self, channels: Iterable[str], posts: Collection[tuple[str, str]], stamps: Iterable[str]) -> None:
        """Know what earlier processes left: channels, posts (channel and ts), and the timestamps of messages.

        Such a post can be changed, and then shows in its channel. No timestamp is given again, though the clock stands
        where it did then.
        """
        for channel in (*channels, *(channel for channel, _ in posts)):
            self.open_channel(channel)
        self.recalled.update(posts)
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
        handle = _METHODS.get(method)
        if handle is None:
            return {"ok": False, "error": "unknown_method"}
        try:
            return {"ok": True, **handle(self, arguments)}
        except SlackRefusal as refusal:
            return {"ok": False, "error": str(refusal)}

    def get_channel(self, arguments: Payload) -> LocalChannel:
        """Return the channel of a call, made on the spot for a person's direct messages."""
        wanted = str(arguments.get("channel") or "")
        if wanted.startswith("U") and wanted not in self.channels:
            return self.open_direct(wanted)
        channel = self.channels.get(wanted)
        if channel is None:
            raise SlackRefusal("channel_not_found")
        return channel

    def open_direct(self, user: str) -> LocalChannel:
        """Return the channel of direct messages with a person."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            self.channels[channel_id] = LocalChannel(id=channel_id, name=user, members=[user, BOT_USER])
        return self.channels[channel_id]

    def add_post(self, channel: LocalChannel, arguments: Payload) -> Payload:
        """Keep a post of the bot in a channel, and give it with its timestamp."""
        check_blocks(arguments)
        if channel.is_archived:
            raise SlackRefusal("is_archived")
        if BOT_USER not in channel.members:
            raise SlackRefusal("not_in_channel")
        post = {
            "type": "message",
            "ts": self.build_ts(),
            "user": BOT_USER,
            "bot_id": BOT_ID,
            "team": TEAM,
            **{k: arguments[k] for k in ("text", "blocks", "metadata", "thread_ts") if arguments.get(k) is not None},
        }
        channel.posts.append(post)
        return post


def check_blocks(arguments: Payload) -> None:
    """Refuse what Slack refuses: no content, over 50 blocks, too much text."""
    blocks = arguments.get("blocks") or []
    if not blocks and not arguments.get("text"):
        raise SlackRefusal("no_text")
    if len(blocks) > _MAX_BLOCKS:
        raise SlackRefusal("invalid_blocks")
    if len(json.dumps(blocks, ensure_ascii=False, separators=(",", ":"))) > _MAX_BLOCKS_LENGTH:
        raise SlackRefusal("msg_blocks_too_long")


def _find_post(channel: LocalChannel, ts: object) -> Payload:
    for post in channel.posts:
        if post["ts"] == ts:
            return post
    raise SlackRefusal("message_not_found")


def _post_message(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments)
    post = slack.add_post(channel, arguments)
    return {"channel": channel.id, "ts": post["ts"], "message": post}


def _update(slack: LocalSlack, arguments: Payload) -> Payload:
    check_blocks(arguments)
    channel = slack.get_channel(arguments)
    place = (channel.id, str(arguments.get("ts")))
    if place in slack.recalled:
        slack.recalled.remove(place)
        channel.posts.append({"type": "message", "ts": place[1], "user": BOT_USER, "bot_id": BOT_ID, "team": TEAM})
    post = _find_post(channel, arguments.get("ts"))
    post.update({k: arguments[k] for k in ("text", "blocks", "metadata") if arguments.get(k) is not None})
    return {"channel": channel.id, "ts": post["ts"], "text": post.get("text", "")}


def _delete(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments)
    channel.posts.remove(_find_post(channel, arguments.get("ts")))
    return {"channel": channel.id, "ts": arguments["ts"]}


def _give_upload_url(slack: LocalSlack, arguments: Payload) -> Payload:
    if not arguments.get("filename") or not str(arguments.get("length") or "").isdecimal():
        raise SlackRefusal("invalid_arguments")
    url, file_id = slack.uploads.expect(str(arguments["filename"]), slack.origin)
    return {"upload_url": url, "file_id": file_id}


def _complete_upload(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel({"channel": arguments.get("channel_id")})
    files = json.loads(arguments.get("files") or "[]")
    shown = [slack.uploads.complete(str(each.get("id")), channel.id) for each in files]
    if not shown or None in shown:
        raise SlackRefusal("file_not_found")
    files = [{"name": upload.name, "size": len(upload.data)} for upload in shown if upload is not None]
    post = slack.add_post(channel, {"text": str(arguments.get("initial_comment") or "file")})
    post["files"] = files
    return {"files": files}


def _post_ephemeral(slack: LocalSlack, arguments: Payload) -> Payload:
    check_blocks(arguments)
    channel = slack.get_channel(arguments)
    if arguments.get("user") not in channel.members:
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
    user = str(arguments.get("user_id") or "")
    if not user.startswith(("U", "W")):
        raise SlackRefusal("invalid_arguments")
    slack.homes[user] = {"callback_id": "", **_read_view(arguments), "id": f"V{slack.build_ts()}"}
    return {"view": slack.homes[user]}


def _read_view(arguments: Payload) -> Payload:
    view = arguments.get("view")
    loaded = json.loads(view) if isinstance(view, str) else view
    if not isinstance(loaded, dict):
        raise SlackRefusal("invalid_arguments")
    return loaded


def _describe_channel(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments)
    if channel.id.startswith("D"):
        raise SlackRefusal("missing_scope")  # im:read, which our manifests do not ask for
    return {"channel": {**_tell(channel), "is_member": True, "shared_team_ids": [TEAM, *channel.shared_with]}}


def _tell(channel: LocalChannel) -> Payload:
    facts = {"id": channel.id, "name": channel.name, "is_archived": channel.is_archived}
    return {**facts, "is_ext_shared": channel.is_ext_shared, "is_private": channel.id.startswith("G")}


def _list_posts(slack: LocalSlack, arguments: Payload) -> Payload:
    held = slack.get_channel(arguments).posts
    parents = [_with_replies(post, held) for post in held if post.get("thread_ts") in {None, post["ts"]}]
    return _page(list(reversed(parents)), arguments)


def _with_replies(parent: Payload, held: list[Payload]) -> Payload:
    replies = [post["ts"] for post in held if post.get("thread_ts") == parent["ts"] != post["ts"]]
    return {**parent, "reply_count": len(replies), "latest_reply": replies[-1]} if replies else parent


def _list_joined(slack: LocalSlack, arguments: Payload) -> Payload:
    user = str(arguments.get("user") or BOT_USER)
    if not user.startswith(("U", "W")):
        raise SlackRefusal("user_not_found")
    seen = [c for c in slack.channels.values() if BOT_USER in c.members or c.id.startswith("C")]
    joined = [c for c in seen if user in c.members and not c.id.startswith("D")]
    return {"channels": [_tell(c) for c in joined], "response_metadata": {"next_cursor": ""}}


def _list_replies(slack: LocalSlack, arguments: Payload) -> Payload:
    channel = slack.get_channel(arguments)
    parent = _find_post(channel, arguments.get("ts"))
    return _page([post for post in channel.posts if parent["ts"] in {post["ts"], post.get("thread_ts")}], arguments)


def _page(posts: list[Payload], arguments: Payload) -> Payload:
    oldest, latest = float(arguments.get("oldest") or 0), float(arguments.get("latest") or "inf")
    inside = bool(arguments.get("inclusive"))
    chosen = [
        post
        for post in posts
        if oldest < float(post["ts"]) < latest or (inside and float(post["ts"]) in {oldest, latest})
    ]
    start, size = int(arguments.get("cursor") or 0), int(arguments.get("limit") or _PAGE)
    page = chosen[start : start + size]
    if str(arguments.get("include_all_metadata", "")).lower() not in {"true", "1"}:
        page = [{key: value for key, value in post.items() if key != "metadata"} for post in page]
    more = start + size < len(chosen)
    cursor = str(start + size) if more else ""
    return {"messages": page, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _open_conversation(slack: LocalSlack, arguments: Payload) -> Payload:
    users = str(arguments.get("users") or "").split(",")
    if not users[0]:
        raise SlackRefusal("users_list_not_supplied")
    return {"channel": {"id": slack.open_direct(users[0]).id}}


def _list_members(slack: LocalSlack, arguments: Payload) -> Payload:
    return {"members": list(slack.get_channel(arguments).members), "response_metadata": {"next_cursor": ""}}


def _describe_user(slack: LocalSlack, arguments: Payload) -> Payload:
    user = str(arguments.get("user") or "")
    if not user.startswith(("U", "W")):
        raise SlackRefusal("user_not_found")
    facts = {"id": user, "team_id": TEAM, "name": user.lower(), "tz": "Etc/UTC", "is_bot": user == BOT_USER}
    facts |= {"is_restricted": False, "is_ultra_restricted": False, "is_admin": user == ADMIN}
    return {"user": facts | slack.people.get(user, {})}


def _test_auth(_slack: LocalSlack, _arguments: Payload) -> Payload:
    return {
        "url": "https://local/",
        "team": "local",
        "user": "gongbao",
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT_ID,
    }


_METHODS: dict[str, Callable[[LocalSlack, Payload], Payload]] = {
    "auth.test": _test_auth,
    "chat.delete": _delete,
    "chat.postEphemeral": _post_ephemeral,
    "chat.postMessage": _post_message,
    "chat.update": _update,
    "conversations.history": _list_posts,
    "conversations.info": _describe_channel,
    "conversations.members": _list_members,
    "conversations.open": _open_conversation,
    "conversations.replies": _list_replies,
    "files.completeUploadExternal": _complete_upload,
    "files.getUploadURLExternal": _give_upload_url,
    "users.conversations": _list_joined,
    "users.info": _describe_user,
    "views.open": _open_view,
    "views.publish": _publish_view,
    "views.push": _open_view,
    "views.update": _update_view,
}
