"""Publishers' licences, obeyed wherever something of a briefing is shown.

Three ways, one rule (``decide_shown``):

*   Whatever a listener reads is read as the person who asks: the app runs each listener inside ``looking_from(place)``,
    and a ``LicensedStore`` then shows only the publishers that may be shown there. Nothing else has to be done.
*   What a listener shows to a whole channel it reads inside
    ``with looking_from(services.gatekeeper.place_of(channel)):``. Listeners that need SHARE run so from the start.
*   What is decided inside a write (digests, corrections) asks ``may_be_posted(db, briefing_id, channel)``, and once
    more right before it is posted. What was posted before a licence was narrowed is listed for an admin to delete.

Quotes are cut where rows are built (``bot.answers.rows``), for everybody. ``gongbao export`` is the operator's own.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from bot.access.admins import check_id
from bot.access.roles import Role
from bot.errors import BadQueryError
from bot.model.briefing import Item
from bot.model.digest import Decided, Fate
from bot.model.ids import fold
from bot.model.subscription import is_person
from bot.store.briefings import list_briefings
from bot.store.database import Database, Store
from bot.store.licences import (
    AuditRow,
    GrantKind,
    Licence,
    LicenceKind,
    StandingMessage,
    add_audit,
    find_licensed_at,
    find_opened_at,
    is_narrowed,
    list_licences,
    list_publishers,
    list_quoting,
    show_only,
    write_licence,
)

KEPT_OUT = "kept out of this channel by its publisher's licence"
"""Why the ledger says so of an item."""
_NAMELESS = "(no publisher named)"
CUT = " […]"
"""What ends a quote that was cut."""
MAX_QUOTE = 10_000
_WORD = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\s\u3400-\u9fff\uf900-\ufaff]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where something would be shown: privately to somebody (``role``), or in a channel (``channel``).

    ``is_shared`` says that people of another organisation are in the channel, or may be.
    """

    role: Role | None = None
    channel: str = ""
    is_shared: bool = True


def decide_shown(licence: Licence, place: Place) -> bool:
    """Return whether what this publisher wrote may be shown there; a place that is neither gets what is open."""
    if licence.kind is LicenceKind.OPEN:
        return True
    if not place.channel:
        return place.role in {Role.ADMIN, Role.MEMBER}
    if licence.kind is LicenceKind.CHANNELS:
        return place.channel in licence.channels
    return not place.is_shared


_PLACE: ContextVar[Place | None] = ContextVar("place", default=None)

# Reading as somebody, or for a channel.


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
        """Return this thread's reading connection, narrowed to what the licences allow; may be nested."""
        with super().read() as db:
            seen = None if is_narrowed(db) else _find_seen(db, _PLACE.get())
            if seen is None:
                yield db
                return
            with show_only(db, seen):
                yield db


def _find_seen(db: Database, place: Place | None) -> frozenset[str] | None:
    """Return the publishers, as printed, that may be shown there; None when all may."""
    if place is None or (not place.channel and decide_shown(Licence(publisher=""), place)):  # members see all privately
        return None
    names, licences = list_publishers(db), list_licences(db)
    seen = frozenset(name for name in names if decide_shown(_licence_of(licences, name), place))
    return None if len(seen) == len(names) else seen


def find_longest_quotes(db: Database) -> dict[str, int]:
    """Return how many words may be quoted, by the publisher's folded name; of those that set no limit nothing."""
    return {
        name: licence.longest_quote for name, licence in list_licences(db).items() if licence.longest_quote is not None
    }


# What may be posted to a channel, asked inside a transaction.


def may_be_posted(db: Database, briefing_id: int, channel: str) -> bool:
    """Return whether what a briefing says may be posted to a channel; what was taken back quotes nothing."""
    found = list_briefings(db, [briefing_id])
    return all(is_shown(db, each.briefing.publisher, channel) for each in found.values())


def is_shown(db: Database, publisher: str | None, channel: str) -> bool:
    """Return whether what this publisher wrote may be posted to a channel.

    A channel that an admin opened counts as shared; one that is shared and was not opened is never posted to. A
    person's own messages, which members alone get, take everything.
    """
    if is_person(channel) or channel.startswith("D"):
        return True
    place = Place(channel=channel, is_shared=find_opened_at(db, channel) is not None)
    return decide_shown(_licence_of(list_licences(db), publisher), place)


def is_licence_newer(db: Database, briefing_id: int, *, since: dt.datetime) -> bool:
    """Return whether the licence of a briefing's publisher was set after a moment."""
    found = list_briefings(db, [briefing_id])
    set_at = [find_licensed_at(db, each.briefing.publisher or "") for each in found.values()]
    return any(at is not None and at > since for at in set_at)


def withhold(db: Database, decided: Sequence[Decided], *, channel: str | None) -> tuple[Decided, ...]:
    """Take out of a summary what a licence keeps out of its channel; None is read privately, and takes everything.

    What is kept out is not named as what was reported before either.
    """
    if channel is None:
        return tuple(decided)
    told = [each for one in decided for each in (one.item, one.item.before) if each]
    kept_out = {each for each in {item.briefing_id for item in told} if not may_be_posted(db, each, channel)}
    shown = []
    for one in decided:
        item = one.item
        if item.before and item.before.briefing_id in kept_out:
            item = replace(item, before=None)
        is_withheld = item.briefing_id in kept_out and one.fate is not Fate.FILTERED
        shown.append(Decided(item, Fate.WITHHELD, KEPT_OUT) if is_withheld else replace(one, item=item))
    return tuple(shown)


# How much may be quoted.


def cut_quote(text: str, longest: int | None) -> str:
    """Return a text of so many words at most, with a sign that it was cut; None leaves it as it is."""
    return text if longest is None else _cut(text, longest)[0]


def cut_item(item: Item, longest: int | None) -> Item:
    """Return an item as it may be quoted: its text, points and comment together hold so many words at most.

    What is left out shows its sign. Headline, dates and names stay: they are facts, not the publisher's prose.
    """
    if longest is None:
        return item
    text, left = _cut(item.text, longest)
    points: list[str] = []
    for point in item.points:
        shown, left = _cut(point, left)
        points.append(shown.strip())
        if left == 0:
            break
    comment = None
    if item.comment:
        comment = _cut(item.comment, left)[0].strip()
    return replace(
        item,
        text=text,
        points=tuple(points),
        comment=comment,
        deadlines=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.deadlines),
        targets=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.targets),
        figures=tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in item.figures),
    )


def _cut(text: str, longest: int) -> tuple[str, int]:
    """Return the text, cut, and how many words are left."""
    words = list(_WORD.finditer(text))
    if len(words) <= longest:
        return text, longest - len(words)
    return text[: words[longest - 1].end() if longest > 0 else 0].rstrip() + CUT, 0


# The licences themselves.


def describe_licence(licence: Licence) -> str:
    """Return a licence in words, on one line."""
    said = {
        LicenceKind.INTERNAL: "internal: members of the workspace, in its own channels and privately",
        LicenceKind.CHANNELS: f"channels: only {', '.join(sorted(licence.channels))}, and members privately",
        LicenceKind.OPEN: "open: everybody, everywhere",
    }[licence.kind]
    quote = licence.longest_quote
    return said + ("" if quote is None else f"; quotes up to {quote} word{'' if quote == 1 else 's'}")


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLicence:
    """A publisher's licence: whether it was set, or is the default, and whether the store has anything of it.

    ``visible`` is what channels still show though it does not allow it there, where it was just put in force.
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
        with looking_from(None), self._store.read() as db:
            seen = _find_seen(db, place)
            return 0 if seen is None else len(set(list_publishers(db)) - seen)

    def list_all(self) -> tuple[HeldLicence, ...]:
        """Return the licence of each publisher that the store has or that has one, by name."""
        with self._store.read() as db:
            licences = list_licences(db)
            held = {fold(name): name for name in list_publishers(db)}
        known = {key: licences.get(key, Licence(publisher=held.get(key, ""))) for key in {*licences, *held}}
        return tuple(
            HeldLicence(licence=known[key], is_set=key in licences, is_held=key in held) for key in sorted(known)
        )

    def set_licence(self, licence: Licence, *, by: str, now: dt.datetime) -> HeldLicence:
        """Put a licence in force, for what is stored and to come; BadQueryError for one that says nothing clear.

        What channels still show that it does not allow any more is listed: people have to delete it.
        """
        _check(licence)
        with self._store.write() as db:
            before = _licence_of(list_licences(db), licence.publisher)
            names = [name for name in list_publishers(db) if fold(name) == fold(licence.publisher)]
            write_licence(db, licence, by=by, now=now)
            detail = f"{describe_licence(before)} -> {describe_licence(licence)}"
            subject = licence.publisher or _NAMELESS
            add_audit(db, AuditRow(at=now, actor=by, action="licence set", subject=subject, detail=detail))
            quote = licence.longest_quote
            is_shorter = quote is not None and (before.longest_quote is None or quote < before.longest_quote)
            visible = _list_visible(db, names, is_shorter=is_shorter)
        return HeldLicence(licence=licence, is_set=True, is_held=bool(names), visible=visible)

    def list_visible(self, channel: str) -> tuple[StandingMessage, ...]:
        """Return what a channel shows, open to others by now, that licences do not allow there."""
        with self._store.read() as db:
            return _list_visible(db, list_publishers(db), channel=channel)


def _licence_of(licences: dict[str, Licence], publisher: str | None) -> Licence:
    """Return a publisher's licence out of those that were set, by folded name; else the default."""
    name = publisher or ""
    return licences.get(fold(name), Licence(publisher=name))


def _list_visible(
    db: Database, publishers: list[str], *, channel: str | None = None, is_shorter: bool = False
) -> tuple[StandingMessage, ...]:
    """Return the posts of these publishers that may not be where they are; all where quotes got shorter."""
    posted = list_quoting(db, publishers=publishers, channel=channel)
    barred = (message for name, message in posted if is_shorter or not is_shown(db, name, message.channel))
    return tuple(dict.fromkeys(barred))


def _check(licence: Licence) -> None:
    if licence.kind is LicenceKind.CHANNELS and not licence.channels:
        raise BadQueryError(
            "The licence “channels” needs a channel.", hint="Add one: gongbao licence set NAME channels C012AB3CD."
        )
    for channel in sorted(licence.channels):
        check_id(GrantKind.CHANNEL, channel)
    if licence.kind is not LicenceKind.CHANNELS and licence.channels:
        raise BadQueryError(f"The licence “{licence.kind}” takes no channels.", hint="Only “channels” does.")
    if licence.longest_quote is not None and not 0 < licence.longest_quote <= MAX_QUOTE:
        raise BadQueryError(
            f"A quote cannot have {licence.longest_quote} words.", hint=f"Write a number from 1 to {MAX_QUOTE}."
        )
