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
from dataclasses import dataclass

from bot.answers.follow import refuse_unknown_topics
from bot.errors import BadQueryError, NotFoundError
from bot.model.deadlines import beijing_day
from bot.model.subscription import is_person
from bot.names.lexicon import Lexicon
from bot.names.records import NamedList
from bot.query.keys import SEARCH_KEYS
from bot.query.query import LIST_KEYS, check_list, check_list_name, parse_query
from bot.query.query_record import Query, describe_query, describe_unknown, format_query
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.notes import delete_list, list_lists, put_list
from bot.store.subscriptions import list_subscriptions

_OWNERS: ContextVar[tuple[str, ...] | None] = ContextVar("owners", default=None)
_LONGEST = 1500


@dataclass(frozen=True, kw_only=True, slots=True)
class ListRow:
    """A named list, its filter in ``words`` too."""

    id: str
    name: str
    is_own: bool
    filter: str
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownLists:
    """Named lists that whoever asks may use, the channel's before their own, or the one that ``is_saved`` just now."""

    rows: tuple[ListRow, ...]
    is_saved: bool = False
    notes: tuple[str, ...] = ()


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


def get_lists(query: Query, lexicon: Lexicon) -> list[NamedList]:
    """Return the lists that a query names; refuse one that whoever asks does not have, naming those they have."""
    return [_get(name, lexicon) for name in (*query.list.include, *query.list.exclude)]


def refuse_foreign_lists(query: Query, lexicon: Lexicon, place: str) -> None:
    """Refuse in a subscription a list that does not belong to where it posts: it would show one's list to others."""
    for held in get_lists(query, lexicon):
        if held.owner != place:
            whose, own = ("your own", "") if is_person(held.owner) else ("this channel's", " to:me")
            said = f"“{held.name}” is {whose}, and what is posted elsewhere cannot follow it."
            raise BadQueryError(said, hint=f"Save one for there: /policy list save {held.name} = …{own}.")


def _get(name: str, lexicon: Lexicon) -> NamedList:
    if held := lexicon.find_list(name):
        return held
    owners, names = _OWNERS.get(), ", ".join(dict.fromkeys(held.name for held in lexicon.lists))
    hint = f"Lists here: {names}." if names else f"Save one: /policy list save {name[:40]} = topic:robotics,ai."
    if owners and not any(map(is_person, owners)):
        hint = "What a channel sees uses the channel's own lists: save it without to:me."
    raise BadQueryError(f"There is no named list “{name[:60]}” here.", hint=hint)


class NamedLists:
    """Keeps the lists; ``user`` is who saves or deletes, ``owner`` whose it is: a channel's id or their own."""

    def __init__(self, store: Store, lexicon: Callable[[], Lexicon]) -> None:
        self._store = store
        self._lexicon = lexicon

    def save(self, name: str, text: str, *, user: str, owner: str, now: dt.datetime) -> ShownLists:
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
            held = put_list(db, owner=owner, name=name, filter_text=format_query(query, lexicon))
            add_audit(db, user, "list saved", held.shown_id, f"{owner}: {held.filter}", now=now)
        return ShownLists(rows=(_describe(held, lexicon, now),), is_saved=True, notes=describe_unknown(query))

    def delete(self, name: str, *, user: str, owner: str, now: dt.datetime) -> NamedList:
        """Delete the owner's list of this name or id; refused while a subscription follows it."""
        with self._store.write() as db:
            mine = list_lists(db, (owner,))
            held = self._lexicon().with_lists(tuple(mine)).find_list(name)
            if held is None:
                known = ", ".join(each.name for each in mine) or "none"
                raise NotFoundError(f"There is no list “{name[:60]}” to delete.", hint=f"Lists: {known}.")
            follows = re.compile(rf"(?:^|\s)-?list:(?:\S+,)?{held.shown_id}(?:,|\s|$)")
            if following := [each.shown_id for each in list_subscriptions(db) if follows.search(each.filter)]:
                said = f"“{held.name}” is followed by {', '.join(following)}."
                raise BadQueryError(said, hint="Change or end that first with /digest.")
            delete_list(db, held.id)
            add_audit(db, user, "list deleted", held.shown_id, f"{owner}: {held.filter}", now=now)
        return held


def show_lists(lexicon: Lexicon, name: str, *, now: dt.datetime) -> ShownLists:
    """Return all lists that whoever asks may use, or that of a name or id; BadQueryError when there is none."""
    shown = (_get(name, lexicon),) if name else lexicon.lists
    return ShownLists(rows=tuple(_describe(held, lexicon, now) for held in shown))


def _describe(held: NamedList, lexicon: Lexicon, now: dt.datetime) -> ListRow:
    query = parse_query(held.filter, lexicon=lexicon, today=beijing_day(now), keys=LIST_KEYS)
    words, is_own = describe_query(query, lexicon), is_person(held.owner)
    return ListRow(id=held.shown_id, name=held.name, is_own=is_own, filter=held.filter, words=words)
