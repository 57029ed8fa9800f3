"""Publishers' licences, obeyed on every surface.

Three ways, one rule (``bot.access.licence_terms.decide_shown``):

*   Whatever a listener reads is read as the person who asks: the app runs each listener inside ``looking_from(place)``,
    and a ``LicensedStore`` then shows only the publishers that may be shown there. Nothing else has to be done; guests
    and people of other organisations see what is open, members everything.
*   What a listener shows to a whole channel it reads inside
    ``with looking_from(services.gatekeeper.place_of(channel)):``. Listeners that need SHARE run so from the start.
*   What is decided inside a write (digests, corrections) asks ``is_shown(db, publisher, channel)`` for each item
    (``bot.access.licensed_posts``), and once more right before it is posted. What stands when a licence is
    narrowed is listed for an admin to delete.

Quotes are cut where rows are built (``bot.answers.rows``), for everybody. ``gongbao export`` is the
operator's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.access.admins import check_channel_id
from bot.access.licence_terms import MAX_QUOTE, Place, decide_shown, describe_licence
from bot.access.licensed_posts import is_shown, licence_of, list_barred_of
from bot.errors import BadQueryError, NotFoundError
from bot.model.digest import Decided, Fate, forget_before
from bot.model.ids import fold
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.licences import (
    AuditRow,
    Licence,
    LicenceKind,
    StandingMessage,
    add_audit,
    find_licensed_at,
    is_narrowed,
    list_licences,
    list_publishers,
    show_only,
    write_licence,
)

# What a publisher's licence keeps out of a channel's summaries and corrections; the ledger says so of each item.

KEPT_OUT = "kept out of this channel by its publisher's licence"
"""Why the ledger says so of an item."""
_PERSONS = ("U", "W", "D")
"""How ids begin that mean a person's own messages, which members get everything in."""


def withhold(db: Database, decided: Sequence[Decided], *, channel: str | None) -> tuple[Decided, ...]:
    """Take out of a summary what a licence keeps out of its channel.

    Without one it is read privately, and takes everything. What is kept out is not told as what was reported before
    either.
    """
    if channel is None:
        return tuple(decided)
    briefings = {number for one in decided for number in (one.item.briefing_id, one.item.before_of) if number}
    kept_out = {number for number in briefings if not may_be_posted(db, number, channel)}
    shown = (_forget_before(one) if one.item.before_of in kept_out else one for one in decided)
    return tuple(_withhold(one) if one.item.briefing_id in kept_out else one for one in shown)


def may_be_posted(db: Database, briefing_id: int, channel: str) -> bool:
    """Return whether what a briefing says may be posted to a channel; a person's messages take everything."""
    if channel.startswith(_PERSONS):
        return True
    try:
        publisher = get_briefing(db, briefing_id).briefing.publisher
    except NotFoundError:
        return True  # it was taken back: what is said of it then quotes nothing
    return is_shown(db, publisher, channel)


def is_licence_newer(db: Database, briefing_id: int, *, since: dt.datetime) -> bool:
    """Return whether the licence of a briefing's publisher was set after a moment."""
    try:
        publisher = get_briefing(db, briefing_id).briefing.publisher
    except NotFoundError:
        return False
    set_at = find_licensed_at(db, publisher or "")
    return set_at is not None and set_at > since


def _forget_before(one: Decided) -> Decided:
    """Return an item as one that was not reported before: what a briefing said that is kept out is not told."""
    return replace(one, item=forget_before(one.item))


def _withhold(one: Decided) -> Decided:
    if one.fate is Fate.FILTERED:
        return one
    return Decided(item=one.item, fate=Fate.WITHHELD, reason=KEPT_OUT)


_PLACE: ContextVar[Place | None] = ContextVar("place", default=None)
_NAMELESS = "(no publisher named)"


@contextmanager
def looking_from(place: Place | None) -> Iterator[None]:
    """Read as somebody, or for a channel, until the end of the block; None is the operator, who sees everything."""
    token = _PLACE.set(place)
    try:
        yield
    finally:
        _PLACE.reset(token)


def current_place() -> Place | None:
    """Return where what is read now will be shown; None for the operator."""
    return _PLACE.get()


class LicensedStore(Store):
    """A store whose readings show what may be shown where they are made (``looking_from``); writes see everything."""

    @contextmanager
    def read(self) -> Iterator[Database]:
        """Get this thread's reading connection, narrowed to what the licences allow; may be nested."""
        place = _PLACE.get()
        with super().read() as db:
            seen = None if place is None or shows_all(place) or is_narrowed(db) else find_seen(db, place)
            if seen is None:
                yield db
                return
            with show_only(db, seen):
                yield db


@lru_cache
def shows_all(place: Place) -> bool:
    """Return whether everything may be shown there whatever the licences say, as it may to members privately."""
    return not place.channel and all(decide_shown(Licence(publisher="", kind=kind), place) for kind in LicenceKind)


def find_seen(db: Database, place: Place) -> frozenset[str] | None:
    """Return the publishers, as printed, that may be shown there; None when all may."""
    held = list_publishers(db)
    licences = list_licences(db)
    seen = frozenset(name for name in held if decide_shown(licence_of(licences, name), place))
    return None if len(seen) == len(held) else seen


def find_longest_quotes(db: Database) -> dict[str, int]:
    """Return how many words may be quoted, by the publisher's folded name; of those that set no limit nothing."""
    return {
        name: licence.longest_quote for name, licence in list_licences(db).items() if licence.longest_quote is not None
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLicence:
    """A publisher's licence: whether it was set, or is the default, and whether anything of it is held.

    ``visible`` is what stands in channels though it does not allow it there, where it was just put in force.
    """

    licence: Licence
    is_set: bool
    is_held: bool
    visible: tuple[StandingMessage, ...] = ()

    @property
    def name(self) -> str:
        """The publisher as people see it."""
        return self.licence.publisher or _NAMELESS


class Licences:
    """Keeps the licences."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count_hidden(self, place: Place | None) -> int:
        """Return how many publishers' writing may not be shown there."""
        if place is None or shows_all(place):
            return 0
        with looking_from(None), self._store.read() as db:
            seen = find_seen(db, place)
            return 0 if seen is None else len(set(list_publishers(db)) - seen)

    def list_all(self) -> tuple[HeldLicence, ...]:
        """Return the licence of each publisher that is held or has one, by name."""
        with self._store.read() as db:
            licences = list_licences(db)
            held = {fold(name): name for name in list_publishers(db)}
        known = {**{key: licence.publisher for key, licence in licences.items()}, **held}
        return tuple(
            HeldLicence(licence=licences.get(key, Licence(publisher=name)), is_set=key in licences, is_held=key in held)
            for key, name in sorted(known.items())
        )

    def set_licence(self, licence: Licence, *, by: str, now: dt.datetime) -> HeldLicence:
        """Put a licence in force, for what is held, posted, and to come; BadQueryError for one that says nothing clear.

        What stands in channels that it does not allow as it is any more is listed: people have to delete it.
        """
        _check(licence)
        with self._store.write() as db:
            before = licence_of(list_licences(db), licence.publisher)
            held = {fold(name): name for name in list_publishers(db)}
            write_licence(db, licence, by=by, now=now)
            detail = f"{describe_licence(before)} -> {describe_licence(licence)}"
            subject = licence.publisher or _NAMELESS
            add_audit(db, AuditRow(at=now, actor=by, action="licence set", subject=subject, detail=detail))
            visible = list_barred_of(db, licence.publisher, before=before)
        return HeldLicence(licence=licence, is_set=True, is_held=fold(licence.publisher) in held, visible=visible)


def _check(licence: Licence) -> None:
    if licence.kind is LicenceKind.CHANNELS and not licence.channels:
        raise BadQueryError(
            "The licence “channels” names no channel.", hint="Add them: gongbao licence set NAME channels C012AB3CD."
        )
    for channel in sorted(licence.channels):
        check_channel_id(channel)
    if licence.kind is not LicenceKind.CHANNELS and licence.channels:
        raise BadQueryError(
            f"The licence “{licence.kind}” takes no channels.", hint="Only the licence “channels” names some."
        )
    if licence.longest_quote is not None and not 0 < licence.longest_quote <= MAX_QUOTE:
        raise BadQueryError(
            f"A quote of {licence.longest_quote} words is none.", hint=f"Write a number from 1 to {MAX_QUOTE}."
        )
