"""What is said where publishers' licences keep something out of an answer: never that it is not held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import only_reads
from bot.errors import NotAllowedError
from bot.services.access.licences import current_place
from bot.services.results import NotHeld

if TYPE_CHECKING:
    from bot.services.access.licences import Licences
    from bot.services.results import Answer


def say_withheld(licences: Licences | None) -> str:
    """Say that somebody sees what is open alone, "" where they see everything."""
    whose = _count_withheld(licences)
    return f"You see what is open to everybody; the briefings of {whose} are for members alone." if whose else ""


def is_mere_reader() -> bool:
    """Tell whether whoever is answered now may do nothing but read."""
    place = current_place()
    return place is not None and only_reads(place.role)


def note_withheld(answer: Answer, licences: Licences | None, *, to_all: bool) -> tuple[str, ...]:
    """Give the note that something is left out where this answer goes, nothing where all is shown.

    An answer to a channel that comes to nothing by that is refused (NotAllowedError): it would say what is not so.
    """
    whose = _count_withheld(licences)
    if not whose:
        return ()
    if not to_all:
        return (say_withheld(licences),)
    if isinstance(answer, NotHeld) or getattr(answer, "total", 1) == 0:
        raise NotAllowedError(
            f"Nothing of this may be shown here: the licence of {whose} keeps it out of this channel.",
            hint="Ask for it in private; an admin sees the licences with gongbao licence list.",
        )
    return (f"Left out: what the licence of {whose} keeps out of this channel.",)


def _count_withheld(licences: Licences | None) -> str:
    hidden = 0 if licences is None else licences.count_hidden(current_place())
    return "" if not hidden else "1 publisher" if hidden == 1 else f"{hidden} publishers"
