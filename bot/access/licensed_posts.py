"""What licences say of channels, and which posts and answers stand in them that a narrowed one does not allow."""

from __future__ import annotations

from bot.access.licence_terms import Place, decide_shown
from bot.model.ids import fold
from bot.model.subscription import is_person
from bot.store.database import Database
from bot.store.inbox import list_answers_quoting
from bot.store.licences import (
    Licence,
    StandingMessage,
    is_channel_allowed,
    list_licences,
    list_publishers,
    list_quoting,
)


def is_shown(db: Database, publisher: str | None, channel: str) -> bool:
    """Return whether what this publisher wrote may be posted to a channel, from inside a transaction.

    A channel that an admin opened counts as shared; one that is shared and was not opened is never posted to. A
    person's own messages, which members alone get, take everything.
    """
    place = Place(channel=channel, is_shared=is_channel_allowed(db, channel))
    return is_person(channel) or decide_shown(licence_of(list_licences(db), publisher), place)


def licence_of(licences: dict[str, Licence], publisher: str | None) -> Licence:
    """Return a publisher's licence out of those that were set, by folded name; else the default."""
    name = publisher or ""
    return licences.get(fold(name), Licence(publisher=name))


def list_barred_of(db: Database, publisher: str, *, before: Licence) -> tuple[StandingMessage, ...]:
    """Return what stands in channels that a publisher's licence, as it is by now, does not allow as it is any more.

    ``before`` is the licence that was in force when it was posted.
    """
    publishers = [name for name in list_publishers(db) if fold(name) == fold(publisher)]
    quote = licence_of(list_licences(db), publisher).longest_quote
    is_shorter = quote is not None and (before.longest_quote is None or quote < before.longest_quote)
    return _list_barred(db, publishers, is_shorter=is_shorter)


def list_barred_in(db: Database, channel: str) -> tuple[StandingMessage, ...]:
    """Return what stands in a channel, open to others by now, that licences do not allow there."""
    return _list_barred(db, list_publishers(db), channel=channel)


def _list_barred(
    db: Database, publishers: list[str], *, channel: str | None = None, is_shorter: bool = False
) -> tuple[StandingMessage, ...]:
    standing = [
        *list_quoting(db, publishers=publishers, channel=channel),
        *list_answers_quoting(db, publishers=publishers, channel=channel),
    ]
    barred = (message for publisher, message in standing if is_shorter or not is_shown(db, publisher, message.channel))
    return tuple(dict.fromkeys(barred))
