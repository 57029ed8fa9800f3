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
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from bot.access.roles import MEMBERS, Role, check_id
from bot.errors import BadQueryError
from bot.model.briefing import Item
from bot.model.ids import fold
from bot.model.subscription import is_person
from bot.store import access
from bot.store.access import Licence, LicenceKind, StandingMessage
from bot.store.briefings import list_briefings
from bot.store.database import Database, Store
from bot.store.memos import Memo, MemoKind, find_memo, list_memos, put_memo

KEPT_OUT = "kept out of this channel by its publisher's licence"
"""Why the ledger says so of an item."""
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
        return place.role in MEMBERS
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
            hidden = frozenset() if access.is_narrowed(db) else _list_hidden(db, _PLACE.get())
            if hidden:
                access.narrow(db, frozenset(access.list_publishers(db)) - hidden)
            yield db


def _list_hidden(db: Database, place: Place | None) -> frozenset[str]:
    """Return the publishers, as printed, whose writing may not be shown there."""
    if place is None or (not place.channel and place.role in MEMBERS):
        return frozenset()
    licences = list_licences(db)
    return frozenset(
        name for name in access.list_publishers(db) if not decide_shown(licences.get(fold(name), Licence(name)), place)
    )


def list_licences(db: Database) -> dict[str, Licence]:
    """Return the licences that were set, by the publisher's folded name; any other publisher has the default."""
    memos = list_memos(db, MemoKind.LICENCE).items()
    return {name: msgspec.json.decode(memo.record, type=Licence) for name, memo in memos}


def find_longest_quotes(db: Database) -> dict[str, int]:
    """Return how many words may be quoted, by the publisher's folded name; of those that set no limit nothing."""
    return {name: each.longest_quote for name, each in list_licences(db).items() if each.longest_quote is not None}


# What may be posted to a channel, asked inside a transaction.


def may_be_posted(db: Database, briefing_id: int, channel: str) -> bool:
    """Return whether what a briefing says may be posted to a channel; what was taken back quotes nothing."""
    return all(is_shown(db, licence, channel) for licence in _list_licences_of(db, briefing_id))


def is_licence_newer(db: Database, briefing_id: int, *, since: dt.datetime) -> bool:
    """Return whether the licence of a briefing's publisher was set after a moment."""
    return any(each.set_at is not None and each.set_at > since for each in _list_licences_of(db, briefing_id))


def is_shown(db: Database, licence: Licence, channel: str) -> bool:
    """Return whether what is under this licence may be posted to a channel.

    A channel that an admin opened counts as shared; one that is shared and was not opened is never posted to. A
    person's own messages, which members alone get, take everything.
    """
    if is_person(channel) or channel.startswith("D"):
        return True
    is_opened = find_memo(db, MemoKind.CHANNEL, channel) is not None
    return decide_shown(licence, Place(channel=channel, is_shared=is_opened))


def _list_licences_of(db: Database, briefing_id: int) -> list[Licence]:
    names = [each.briefing.publisher or "" for each in list_briefings(db, [briefing_id]).values()]
    return [find_licence(db, name) for name in names]


def find_licence(db: Database, publisher: str) -> Licence:
    """Return a publisher's licence, the default where none was set."""
    return list_licences(db).get(fold(publisher), Licence(publisher))


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
    comment = _cut(item.comment, left)[0].strip() if item.comment else None
    facts: dict[str, Any] = {
        field: tuple(replace(each, quote=cut_quote(each.quote, longest)) for each in getattr(item, field))
        for field in ("deadlines", "targets", "figures")
    }
    return replace(item, text=text, points=tuple(points), comment=comment, **facts)


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


@dataclass(frozen=True)
class Licences:
    """Keeps the licences."""

    store: Store

    def count_hidden(self, place: Place | None) -> int:
        """Return how many publishers' writing may not be shown there."""
        with looking_from(None), self.store.read() as db:
            return len(_list_hidden(db, place))

    def list_all(self) -> list[tuple[Licence, bool]]:
        """Return the licence of each publisher by name, and whether anything of theirs was ever read."""
        with self.store.read() as db:
            read = {fold(name): Licence(name) for name in access.list_publishers(db)}
            known = read | list_licences(db)
        return [(known[name], name in read) for name in sorted(known)]

    def set_licence(self, licence: Licence, *, by: str, now: dt.datetime) -> list[StandingMessage]:
        """Put a licence in force, for what is stored and to come; BadQueryError for one that says nothing clear.

        Returns what channels still show that it does not allow any more: people have to delete it.
        """
        _check(licence)
        with self.store.write() as db:
            before = find_licence(db, licence.publisher)
            record = msgspec.json.encode(replace(licence, set_at=now)).decode()
            memo = Memo(kind=MemoKind.LICENCE, subject=fold(licence.publisher), at=now, by=by, record=record)
            put_memo(db, memo)
            detail = f"{describe_licence(before)} -> {describe_licence(licence)}"
            access.add_audit(db, by, "licence set", licence.name, detail, now=now)
            names = [name for name in access.list_publishers(db) if fold(name) == fold(licence.publisher)]
            is_shorter = (licence.longest_quote or MAX_QUOTE) < (before.longest_quote or MAX_QUOTE)
            posted = access.list_quoting(db, names)
            return _list_once(each for each in posted if is_shorter or not is_shown(db, licence, each.channel))

    def list_visible(self, channel: str) -> list[StandingMessage]:
        """Return what a channel shows, open to others by now, that licences do not allow there."""
        with self.store.read() as db:
            posted = access.list_quoting(db, access.list_publishers(db), channel=channel)
            return _list_once(each for each in posted if not is_shown(db, find_licence(db, each.publisher), channel))


def _list_once(messages: Iterable[StandingMessage]) -> list[StandingMessage]:
    return list({each.link: each for each in messages}.values())


def _check(licence: Licence) -> None:
    quote, is_for_channels = licence.longest_quote, licence.kind is LicenceKind.CHANNELS
    if is_for_channels and not licence.channels:
        hint = "Add one: gongbao licence set NAME channels C012AB3CD."
        raise BadQueryError("The licence “channels” needs a channel.", hint=hint)
    for channel in sorted(licence.channels):
        check_id(MemoKind.CHANNEL, channel)
    if licence.channels and not is_for_channels:
        raise BadQueryError(f"The licence “{licence.kind}” takes no channels.", hint="Only “channels” does.")
    if quote is not None and not 0 < quote <= MAX_QUOTE:
        raise BadQueryError(f"A quote cannot have {quote} words.", hint=f"Write a number from 1 to {MAX_QUOTE}.")
