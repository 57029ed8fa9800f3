"""``/policy list save`` and ``list delete``: named lists of a channel or of the person who types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import Need
from bot.errors import BadQueryError
from bot.services.answering.named_lists import Saver
from bot.slack.actions import Ask
from bot.slack.arguments import DELETE_LIST
from bot.slack.messages.frame import Frame
from bot.slack.messages.named_lists import build_list_card, build_list_deleted

if TYPE_CHECKING:
    from bot.domain.access import Viewer
    from bot.domain.posts.post import Message
    from bot.slack.arguments import Request
    from bot.slack.services import Services


def change_list(request: Request, viewer: Viewer, services: Services) -> Message:
    """Save or delete a list, and give the private answer; the right to is asked for first."""
    owner = _find_owner(request.query.to, viewer)
    need = Need.PERSONAL if owner == viewer.user else Need.SUBSCRIBE_CHANNEL
    services.gatekeeper.require(viewer, need, about=f"command:policy {request.action}")
    now = services.clock.now()
    is_admin = services.gatekeeper.is_admin(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)
    saver = Saver(user=viewer.user, owner=owner, is_admin=is_admin)
    if request.action == DELETE_LIST:
        return build_list_deleted(services.lists.delete(request.name, saver=saver, now=now))
    card = services.lists.save(request.name, request.argument, saver=saver, now=now)
    return build_list_card(card, Frame(ask=Ask(command="policy", text="list"), prefix=services.prefix))


def _find_owner(to: str | None, viewer: Viewer) -> str:
    """Give whose list is meant: the channel's it is typed in, or with ``to:me`` and in direct messages one's own."""
    if to is None:
        return viewer.user if viewer.channel.startswith("D") else viewer.channel
    if to.casefold() != "me":
        raise BadQueryError("A list is this channel's or your own.", hint="Write to:me for your own, or leave to: out.")
    return viewer.user
