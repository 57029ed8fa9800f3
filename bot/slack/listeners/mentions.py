"""``@Gongbao`` and direct messages: recorded before they are acknowledged, answered by a message of their own.

A mention is answered in its thread, a direct message beside it. Edits, joins, the bot's own posts and those of other
apps are no questions.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.model.roles import Viewer
from bot.slack.access import Listeners
from bot.slack.calls.client import is_direct, is_of_app, is_said, is_ts
from bot.slack.listeners.answering import answer_message
from bot.slack.services import Services
from bot.store.inbox import Question

_MAX_TEXT = 4000


def read_question(event: dict[str, Any], *, workspace: str, bot_user: str = "") -> Question | None:
    """Return the question in an event, None when it is none: an edit, a file, a post of an app, or one of our own."""
    channel, ts, user, text = (event.get(name) for name in ("channel", "ts", "user", "text"))
    thread_ts = event.get("thread_ts")
    is_file = bool(event.get("files")) and is_direct(str(channel))
    if not is_said(event) or is_of_app(event) or event.get("edited") or is_file:
        return None
    if not all(isinstance(value, str) and value for value in (channel, ts, user)) or user == bot_user:
        return None
    if not is_ts(ts) or not (thread_ts is None or is_ts(thread_ts)):
        return None
    return Question(
        workspace=workspace,
        channel=str(channel),
        ts=str(ts),
        thread_ts=thread_ts or (None if is_direct(str(channel)) else str(ts)),
        user=str(user),
        text=str(text or "")[:_MAX_TEXT],
    )


def register(app: Listeners, services: Services) -> None:
    """Register mentions and direct messages; ``services`` carry the inbox."""

    def find_question(event: dict[str, Any], context: BoltContext, viewer: Viewer) -> Question | None:
        if event.get("type") == "message" and not is_direct(str(event.get("channel") or "")):
            return None  # said to others; a mention of the bot comes as an event of its own
        question = read_question(event, workspace=viewer.workspace, bot_user=context.bot_user_id or "")
        return question if question is not None and question.user == viewer.user else None

    def hear(ack: Ack, event: dict[str, Any], context: BoltContext, viewer: Viewer) -> None:
        question = find_question(event, context, viewer)
        if question is not None:
            services.inbox.hear(question, now=services.clock.now())
        ack()

    def answer(event: dict[str, Any], context: BoltContext, client: WebClient, viewer: Viewer) -> None:
        question = find_question(event, context, viewer)
        if question is not None:
            answer_message(question, services=services, client=client, bot_user=context.bot_user_id or "")

    app.event("app_mention")(ack=hear, lazy=[answer])
    for subtype in (None, "thread_broadcast", "me_message"):
        app.event({"type": "message", "subtype": subtype})(ack=hear, lazy=[answer])


def register_rest(app: Listeners) -> None:
    """Register what takes all other messages and does nothing; the last of all listeners for messages."""

    def ignore(ack: Ack) -> None:
        ack()

    app.event("message")(ack=ignore, lazy=[])
