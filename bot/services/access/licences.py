"""Publishers' licences, obeyed on every surface.

Three ways, one rule (``bot.domain.licence.decide_shown``):

*   Whatever a listener reads is read as the person who asks: the app runs each listener inside ``looking_from(place)``,
    and a ``LicensedStore`` then shows only the publishers that may be shown there. Nothing else has to be done; guests
    and people of other organisations see what is open, members everything.
*   What a listener shows to a whole channel it reads inside
    ``with looking_from(services.gatekeeper.place_of(channel)):``. Listeners that need SHARE run so from the start.
*   What is decided inside a write (digests, corrections) asks ``is_shown(db, publisher, channel)`` for each item
    (``bot.services.access.licensed_posts``), and once more right before it is posted. What stands when a licence is
    narrowed is taken back, or cut, by ``bot.services.posting.recall``; answers that a channel saw by
    ``bot.services.sending.answer_recall``.

Quotes are cut where rows are built (``bot.services.answering.rows``), for everybody. ``gongbao export`` is the
operator's own.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.domain.licence import MAX_QUOTE, Licence, LicenceKind, Place, decide_shown, describe_licence
from bot.domain.names import fold
from bot.errors import BadQueryError
from bot.services.access.admins import check_channel_id
from bot.services.access.licensed_posts import NONE_AFFECTED, Affected, licence_of, recall_posts_of
from bot.store.audit import AuditRow, add_audit
from bot.store.database import Store
from bot.store.licences import is_narrowed, list_licences, list_publishers, show_only, write_licence

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from bot.store.database import Database

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
    """Give where what is read now will be shown; None for the operator."""
    return _PLACE.get()


class LicensedStore(Store):
    """A store whose readings show what may be shown where they are made (``looking_from``); writes see everything."""

    def read(self) -> AbstractContextManager[Database]:
        """Give this thread's reading connection, narrowed to what the licences allow; may be nested."""
        place = _PLACE.get()
        return super().read() if place is None or shows_all(place) else self._read_from(place)

    @contextmanager
    def _read_from(self, place: Place) -> Iterator[Database]:
        with super().read() as db:
            seen = None if is_narrowed(db) else find_seen(db, place)
            if seen is None:
                yield db
                return
            with show_only(db, seen):
                yield db


@lru_cache
def shows_all(place: Place) -> bool:
    """Tell whether everything may be shown there whatever the licences say, as it may to members privately."""
    return not place.channel and all(decide_shown(Licence(publisher="", kind=kind), place) for kind in LicenceKind)


def find_seen(db: Database, place: Place) -> frozenset[str] | None:
    """Give the publishers, as printed, that may be shown there; None when all may."""
    held = list_publishers(db)
    licences = list_licences(db)
    seen = frozenset(name for name in held if decide_shown(licence_of(licences, name), place))
    return None if len(seen) == len(held) else seen


def find_longest_quotes(db: Database) -> dict[str, int]:
    """Give how many words may be quoted, by the publisher's folded name; of those that set no limit nothing."""
    return {
        name: licence.longest_quote for name, licence in list_licences(db).items() if licence.longest_quote is not None
    }


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLicence:
    """A publisher's licence: whether it was set, or is the default, and whether anything of it is held.

    ``affected`` are the posts that it does not allow as they are, where it was just put in force.
    """

    licence: Licence
    is_set: bool
    is_held: bool
    affected: Affected = NONE_AFFECTED

    @property
    def name(self) -> str:
        """The publisher as people see it."""
        return self.licence.publisher or _NAMELESS


class Licences:
    """Keeps the licences."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count_hidden(self, place: Place | None) -> int:
        """Give how many publishers' writing may not be shown there."""
        if place is None or shows_all(place):
            return 0
        with looking_from(None), self._store.read() as db:
            seen = find_seen(db, place)
            return 0 if seen is None else len(set(list_publishers(db)) - seen)

    def list_all(self) -> tuple[HeldLicence, ...]:
        """Give the licence of each publisher that is held or has one, by name."""
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

        Posts that it does not allow as they are any more are taken back or cut with the next ticks.
        """
        _check(licence)
        with self._store.write() as db:
            before = licence_of(list_licences(db), licence.publisher)
            held = {fold(name): name for name in list_publishers(db)}
            write_licence(db, licence, by=by, now=now)
            detail = f"{describe_licence(before)} -> {describe_licence(licence)}"
            subject = licence.publisher or _NAMELESS
            add_audit(db, AuditRow(at=now, actor=by, action="licence set", subject=subject, detail=detail))
            affected = recall_posts_of(db, licence.publisher, before=before, now=now)
        return HeldLicence(licence=licence, is_set=True, is_held=fold(licence.publisher) in held, affected=affected)


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
