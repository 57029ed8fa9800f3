"""What a typed command or a message to the bot changes: named lists and notes. No button carries any of it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from bot.domain.calendar.dates import beijing_day
from bot.slack.arguments import DELETE_LIST, SAVE_LIST, Request, parse_request
from bot.slack.listeners.named_lists import change_list
from bot.slack.listeners.note_writes import NOTE_WRITES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.domain.access import Viewer
    from bot.domain.posts.post import Message
    from bot.slack.actions import Ask
    from bot.slack.services import Services


class Writer(Protocol):
    """Does what is changed, once the person may, and gives the private answer."""

    def __call__(self, request: Request, viewer: Viewer, services: Services, /) -> Message:
        """Do it, or raise NotAllowedError."""
        ...


WRITES: Mapping[str, Mapping[str, Writer]] = MappingProxyType(
    {
        "policy": {SAVE_LIST: change_list, DELETE_LIST: change_list, **NOTE_WRITES},
        "ministry": NOTE_WRITES,
        "company": NOTE_WRITES,
    }
)
"""Who does what a command changes, by the command and the request's action; each asks again whether the person may."""
_FIRST_WORDS = {command: frozenset(action.split()[0] for action in writes) for command, writes in WRITES.items()}


def may_write(ask: Ask) -> bool:
    """Tell by the first word alone whether this could change something."""
    first = ask.text.split(maxsplit=1)[:1]
    return bool(first) and first[0].casefold() in _FIRST_WORDS.get(ask.command, ())


def find_write(ask: Ask, services: Services) -> Callable[[Viewer], Message] | None:
    """Give what does the change that is asked for, None for what only asks."""
    if not may_write(ask):
        return None
    request = read_request(ask, services)
    write = WRITES[ask.command].get(request.action)
    return None if write is None else lambda viewer: write(request, viewer, services)


def read_request(ask: Ask, services: Services) -> Request:
    """Read what a question asks for, on the clock's day."""
    lexicon, today = services.lookup.lexicon(), beijing_day(services.clock.now())
    return parse_request(ask.command, ask.text, lexicon=lexicon, today=today, prefix=services.prefix)
