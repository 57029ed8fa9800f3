"""Windows: showing an answer where a press came from, be it a message, a window that is open, or somebody's Home.

A press in a window or on Home has no address to reply to, so what replies to it opens, stacks or changes a window.
"""

import re
from collections.abc import Mapping
from typing import Any

from slack_sdk import WebClient

from bot.errors import DeliveryError
from bot.model.post import Message
from bot.slack.blocks import Block, modal, section
from bot.slack.calls.client import FAILURES, Respond, RespondFactory, is_direct, load_blocks, read_failure
from bot.slack.messages.frame import Place

# What a window carries unseen: the channel in which it was opened, and what its form is for.

_CHANNEL = r"[CGD][A-Z0-9]{1,20}"
_CARRIED = re.compile(rf"(?:in:({_CHANNEL}) )?(.*)", re.DOTALL)


def _split(view: object) -> tuple[str, str]:
    """Return the channel that a window carries, "" for none, and what its form is for."""
    private = view.get("private_metadata") if isinstance(view, dict) else None
    found = _CARRIED.fullmatch(private if isinstance(private, str) else "")
    return (found[1] or "", found[2]) if found else ("", "")


def carry_channel(view: Block, channel: str) -> Block:
    """Return a window that carries this channel; the same window where there is none."""
    if not re.fullmatch(_CHANNEL, channel):
        return view
    return {**view, "private_metadata": f"in:{channel} {_split(view)[1]}"}


def read_private(view: Mapping[str, Any]) -> str:
    """Return what a window's form is for, as its builder wrote it."""
    return _split(view)[1]


def find_channel(body: Mapping[str, Any]) -> str:
    """Return the channel in which something was asked or pressed, or the one its window carries; "" for none."""
    channel = body.get("channel")
    named = channel.get("id") if isinstance(channel, dict) else body.get("channel_id")
    found = named or _read_container(body).get("channel_id") or _split(body.get("view"))[0]
    return found if isinstance(found, str) else ""


def _read_container(body: Mapping[str, Any]) -> Mapping[str, Any]:
    container = body.get("container")
    return container if isinstance(container, dict) else {}


TITLE = "Gongbao"
_ANSWER_VIEW = "answer"
_EXPIRED = frozenset({"expired_trigger_id", "trigger_expired"})


def find_place(body: Mapping[str, Any]) -> Place:
    """Say where the answer to a press will be seen."""
    if isinstance(body.get("view"), dict):
        return Place.WINDOW
    if not find_channel(body).startswith("D"):
        return Place.PRIVATE
    return Place.DIRECT if _is_posted(body) else Place.ALONE


def is_public(body: Mapping[str, Any]) -> bool:
    """Return whether a button stands in a message that a whole channel sees."""
    return _is_posted(body) and not is_direct(find_channel(body))


def _is_posted(body: Mapping[str, Any]) -> bool:
    container = _read_container(body)
    return container.get("type") == "message" and not container.get("is_ephemeral")


def build_window(message: Message, title: str = TITLE) -> Block:
    """Return the window that shows a message."""
    return modal(title, load_blocks(message) or [section(message.text)], callback_id=_ANSWER_VIEW)


def show_window(client: WebClient, body: Mapping[str, Any], view: Block, *, in_place: bool = False) -> None:
    """Show a window to the person who pressed: over the one that is open, else in its place, where Slack has no room.

    It carries the channel it was opened in. Raises DeliveryError when Slack shows none.
    """
    view, held = carry_channel(view, find_channel(body)), body.get("view")
    trigger_id = str(body.get("trigger_id") or "")
    if not isinstance(held, dict) or held.get("type") == "home":
        call_views(client, "views.open", trigger_id=trigger_id, view=view)
        return
    if not in_place:
        try:
            call_views(client, "views.push", trigger_id=trigger_id, view=view)
        except DeliveryError:
            in_place = True
    if in_place:
        call_views(client, "views.update", view_id=str(held.get("id") or ""), view=view)


def call_views(client: WebClient, method: str, **arguments: object) -> None:
    """Call one of Slack's methods for windows once, or raise DeliveryError."""
    try:
        client.api_call(method, json=arguments)
    except FAILURES as error:
        code = read_failure(error).error
        if code in _EXPIRED:
            raise DeliveryError("Slack timed out; please try again.") from error
        raise DeliveryError(f"Slack did not show the window ({code}).", hint="Please try again.") from error


def choose_responder(
    body: Mapping[str, Any], *, client: WebClient, respond_factory: RespondFactory, response_url: str | None
) -> Respond:
    """Return what replies to a request: through its own address, else by a window where it was pressed in one."""
    if response_url is not None or not isinstance(body.get("view"), dict):
        return respond_factory(response_url)

    def show(reply: dict[str, Any]) -> None:
        view = modal(TITLE, reply.get("blocks") or [section(reply["text"])], callback_id=_ANSWER_VIEW)
        show_window(client, body, view, in_place=bool(reply.get("replace_original")))

    return show
