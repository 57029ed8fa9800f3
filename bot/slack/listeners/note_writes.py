"""Notes that are typed: ``/policy note P5 text``, ``/ministry note MIIT: text``, and changes to them."""

from __future__ import annotations

from types import MappingProxyType

from bot.answers.notes import Writer
from bot.model.paper import find_note_id
from bot.model.post import Message
from bot.model.roles import Need, Viewer
from bot.slack.arguments import ADD_NOTE, CHANGE_NOTE, DELETE_NOTE, Request
from bot.slack.messages.review import build_note_kept
from bot.slack.services import Services


def find_writer(viewer: Viewer, services: Services, *, about: str) -> Writer:
    """Return who writes, or raise NotAllowedError; they are looked up anew, as an admin too."""
    services.gatekeeper.require(viewer, Need.PERSONAL, about=about)
    is_admin = services.gatekeeper.is_admin(workspace=viewer.workspace, channel=viewer.channel, user=viewer.user)
    return Writer(user=viewer.user, channel=viewer.channel, is_admin=is_admin)


def write_note(request: Request, viewer: Viewer, services: Services) -> Message:
    """Keep, change or delete a note, and give the private answer."""
    writer = find_writer(viewer, services, about=f"command:{request.command} {request.action}")
    now = services.clock.now()
    if request.action == ADD_NOTE:
        return build_note_kept(
            services.notes.add(request.name, request.argument, writer=writer, now=now),
            "Saved",
            services.lookup.lexicon(),
        )
    number = find_note_id(request.name) or 0  # never 0: what has no id is read as a note to add
    if request.action == CHANGE_NOTE:
        return build_note_kept(
            services.notes.change(number, request.argument, writer=writer, now=now),
            "Changed",
            services.lookup.lexicon(),
        )
    return build_note_kept(services.notes.delete(number, writer=writer, now=now), "Deleted", services.lookup.lexicon())


NOTE_WRITES = MappingProxyType(dict.fromkeys((ADD_NOTE, CHANGE_NOTE, DELETE_NOTE), write_note))
"""What writes a typed note, by the request's action."""
