"""Named lists of channels and persons: saving, showing and deleting them, and which may be used by whom.

A list belongs to the channel it was saved in, or to a person. Whoever asks in that channel may use the channel's, and
everybody their own, everywhere but where a channel sees the answer; nobody sees another's, by name or by id. What the
bot does by itself (digests, which hold a list by its id) and the operator at the command line may use all. Listeners
run inside ``asking_in``.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from bot.answers.follow import refuse_unknown_topics
from bot.errors import BadQueryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.names.records import NamedList
from bot.query.keys import SEARCH_KEYS
from bot.query.query import LIST_KEYS, check_list, check_list_name, parse_query
from bot.query.query_record import Query, describe_query, describe_unknown, format_query
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.notes import delete_list, find_list, list_lists, put_list
from bot.store.subscriptions import list_subscriptions

_OWNERS: ContextVar[tuple[str, ...] | None] = ContextVar("owners", default=None)
MOST_LISTS = 50
"""So many lists a channel or a person may have."""
_LONGEST = 1500


@dataclass(frozen=True, kw_only=True, slots=True)
class ListCard:
    """A named list, its filter in ``words`` too; ``notes`` say what is odd when it ``is_saved`` just now."""

    id: str
    name: str
    is_own: bool
    filter: str
    words: tuple[str, ...]
    is_saved: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ListOfLists:
    """The named lists that whoever asks may use, the channel's before their own."""

    rows: tuple[ListCard, ...]


@contextmanager
def asking_in(channel: str, user: str) -> Iterator[None]:
    """Use the lists of this channel and of this person, if any, until the end of the block."""
    own = (user,) if user else ()
    token = _OWNERS.set(own if channel.startswith("D") or not channel else (channel, *own))
    try:
        yield
    finally:
        _OWNERS.reset(token)


def add_lists(db: Database, lexicon: Lexicon) -> Lexicon:
    """Return the names with the lists that whoever asks now may use; the channel's before the person's own."""
    held = list_lists(db, _OWNERS.get())
    return lexicon.with_lists(tuple(held)) if held else lexicon


def refuse_unknown_lists(query: Query, lexicon: Lexicon) -> None:
    """Refuse a list that whoever asks does not have, naming those they have."""
    for name in (*query.list.include, *query.list.exclude):
        _get(name, lexicon)


def refuse_foreign_lists(query: Query, lexicon: Lexicon, place: str) -> None:
    """Refuse in a subscription a list that does not belong to where it posts: it would show one's list to others."""
    for held in (_get(name, lexicon) for name in (*query.list.include, *query.list.exclude)):
        if held.owner != place:
            whose, own = ("your own", "") if _is_person(held.owner) else ("this channel's", " to:me")
            said = f"“{held.name}” is {whose}, and what is posted elsewhere cannot follow it."
            raise BadQueryError(said, hint=f"Save one for there: /policy list save {held.name} = …{own}.")


def _get(name: str, lexicon: Lexicon) -> NamedList:
    if held := lexicon.find_list(name):
        return held
    owners, names = _OWNERS.get(), ", ".join(dict.fromkeys(held.name for held in lexicon.lists))
    hint = f"Lists here: {names}." if names else f"Save one: /policy list save {name[:40]} = topic:robotics,ai."
    if owners and not any(map(_is_person, owners)):
        hint = "What a channel sees uses the channel's own lists: save it without to:me."
    raise BadQueryError(f"There is no named list “{name[:60]}” here.", hint=hint)


class NamedLists:
    """Keeps the lists; a subscription that follows one takes what it holds from then on.

    ``user`` is who saves or deletes, ``owner`` whose it is: a channel's id or their own.
    """

    def __init__(self, store: Store, lexicon: Callable[[], Lexicon]) -> None:
        self._store = store
        self._lexicon = lexicon

    def save(self, name: str, text: str, *, user: str, owner: str, now: dt.datetime) -> ListCard:
        """Save a list under a name, in the place of one of that name; BadQueryError for what cannot be one."""
        check_list_name(name)
        if len(text) > _LONGEST:
            said = f"The list is too long: {len(text)} characters."
            raise BadQueryError(said, hint=f"Write at most {_LONGEST} characters.")
        lexicon = self._lexicon()
        query = parse_query(text, lexicon=lexicon, today=beijing_day(now), keys=SEARCH_KEYS)
        check_list(query)
        refuse_unknown_topics(query, lexicon)
        with self._store.write() as db:
            before = find_list(db, owner=owner, name=name)
            if before is None and len(list_lists(db, (owner,))) >= MOST_LISTS:
                raise BadQueryError(f"There are {MOST_LISTS} lists here already.", hint="Delete one you do not use.")
            held = put_list(db, owner=owner, name=name, filter_text=format_query(query, lexicon))
            _audit(db, user, "saved", held, now, f"{before.filter} -> " if before else "")
            follow = _name_following(db, held)
        told = (f"{follow} follows it, from now on as it is here.",) if follow else ()
        return replace(_describe(held, lexicon, now), is_saved=True, notes=(*describe_unknown(query), *told))

    def delete(self, name: str, *, user: str, owner: str, now: dt.datetime) -> NamedList:
        """Delete the owner's list of this name or id; refused while a subscription follows it."""
        with self._store.write() as db:
            mine = list_lists(db, (owner,))
            held = self._lexicon().with_lists(tuple(mine)).find_list(name)
            if held is None:
                known = ", ".join(each.name for each in mine) or "none"
                raise NotFoundError(f"There is no list “{name[:60]}” to delete.", hint=f"Lists: {known}.")
            if follow := _name_following(db, held):
                said = f"“{held.name}” is followed by {follow}."
                raise BadQueryError(said, hint="Change or end that first with /digest.")
            delete_list(db, held.id)
            _audit(db, user, "deleted", held, now)
        return held


def _name_following(db: Database, held: NamedList) -> str:
    follows = re.compile(rf"(?:^|\s)-?list:(?:\S+,)?{held.shown_id}(?:,|\s|$)")
    return ", ".join(each.shown_id for each in list_subscriptions(db) if follows.search(each.filter))


def _audit(db: Database, user: str, done: str, held: NamedList, now: dt.datetime, before: str = "") -> None:
    detail = f"{held.owner}: {before}{held.filter}"
    add_audit(db, user, f"list {done}", held.shown_id, detail, now=now)


def show_lists(lexicon: Lexicon, name: str, *, now: dt.datetime) -> ListCard | ListOfLists:
    """Return all lists that whoever asks may use, or that of a name or id; BadQueryError when there is none."""
    if name:
        return _describe(_get(name, lexicon), lexicon, now)
    return ListOfLists(rows=tuple(_describe(held, lexicon, now) for held in lexicon.lists))


def _describe(held: NamedList, lexicon: Lexicon, now: dt.datetime) -> ListCard:
    query = parse_query(held.filter, lexicon=lexicon, today=beijing_day(now), keys=LIST_KEYS)
    words, is_own = describe_query(query, lexicon), _is_person(held.owner)
    return ListCard(id=held.shown_id, name=held.name, is_own=is_own, filter=held.filter, words=words)


def _is_person(owner: str) -> bool:
    return owner.startswith(("U", "W"))
