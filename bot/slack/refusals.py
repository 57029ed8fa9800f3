"""Refusals of what was written or sent to the bot: one private line, and seldom, so that it makes no noise.

A command or a button is answered in its own reply; a message has none, so whoever wrote it would meet silence. Home has
the refusal in the place of what stood there.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Any

from bot.domain.access import Role
from bot.errors import GongbaoError, describe_for_log
from bot.slack.calls.direct import post_once, post_privately
from bot.slack.calls.ids import is_of_app, is_said
from bot.slack.calls.payloads import load_blocks
from bot.slack.windows import call_views

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from slack_sdk import WebClient

    from bot.domain.access import Viewer
    from bot.domain.posts.post import Message
    from bot.services.access.gatekeeper import Gatekeeper

log = logging.getLogger(__name__)
TOLD_FOR = dt.timedelta(hours=1)
"""How long somebody who was told of one refusal is told of no other."""
_MOST_KEPT = 10_000
_DIRECT = "D"
_UNTOLD = frozenset({Role.NOBODY, Role.ELSEWHERE, Role.EXTERNAL})
"""Nobody of this workspace: to other organisations the bot does not speak unasked."""


class RefusalTeller:
    """Tells people of the workspace that a message was refused, once a person and hour; safe between threads."""

    def __init__(self, gatekeeper: Gatekeeper, *, executor: Executor) -> None:
        self._gatekeeper = gatekeeper
        self._executor = executor
        self._told: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def tell(self, event: dict[str, Any], viewer: Viewer, message: Message, *, client: WebClient) -> None:
        """Tell whoever wrote to the bot or opened its Home, beside the acknowledgement; no one else hears of it."""
        if event.get("type") == "app_home_opened" and event.get("tab") != "messages" and viewer.role not in _UNTOLD:
            self._executor.submit(_publish, viewer, message, client)
        if viewer.role in _UNTOLD or not _is_said_to_us(event) or not self._may_tell(viewer.user):
            return
        self._executor.submit(_send, event, viewer, message, client)

    def _may_tell(self, user: str) -> bool:
        now = self._gatekeeper.read_clock()
        with self._lock:
            last = self._told.get(user)
            if last is not None and abs(now - last) < TOLD_FOR:
                return False
            self._told.pop(user, None)
            self._told[user] = now
            while len(self._told) > _MOST_KEPT:
                self._told.pop(next(iter(self._told)))
            return True


def _is_said_to_us(event: dict[str, Any]) -> bool:
    """Say whether an event is a mention, or a text or a file in a direct message; no edit, no post of an app."""
    if is_of_app(event) or event.get("edited") or not isinstance(event.get("ts"), str):
        return False
    if event.get("type") == "app_mention":
        return is_said(event)
    is_message = event.get("type") == "message" and (is_said(event) or event.get("subtype") == "file_share")
    return is_message and str(event.get("channel") or "").startswith(_DIRECT)


def _publish(viewer: Viewer, message: Message, client: WebClient) -> None:
    view = {"type": "home", "blocks": load_blocks(message)}
    try:
        call_views(client, "views.publish", user_id=viewer.user, view=view)
    except GongbaoError as lost:
        log.warning("a refusal could not be shown on Home: %s", describe_for_log(lost))


def _send(event: dict[str, Any], viewer: Viewer, message: Message, client: WebClient) -> None:
    channel = str(event.get("channel") or "")
    try:
        if channel.startswith(_DIRECT):
            post_once(client, message, channel=channel, key=f"refusal {channel} {event['ts']}")
        else:
            thread = event.get("thread_ts")
            where = str(thread) if isinstance(thread, str) and thread else None
            post_privately(client, message, channel=channel, user=viewer.user, thread_ts=where)
    except GongbaoError as lost:
        log.warning("a refusal could not be told: %s", describe_for_log(lost))
