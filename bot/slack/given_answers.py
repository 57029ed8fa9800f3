"""Answers that a whole channel sees: which items they show, and the record by which licences reach them later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from bot.access.licences import is_licence_newer
from bot.answers.briefing import BriefingRow
from bot.answers.sources import Coverage, Source
from bot.errors import NotAllowedError
from bot.model.briefing import Item
from bot.model.ids import IdKind, find_id
from bot.model.policy import Policy
from bot.names.records import Body, Company
from bot.store.database import Store
from bot.store.inbox import Given, add_answer, drop_answer, drop_answers_of, has_answers, list_briefings_of, mark_given
from bot.store.notes import Note

_OF_NO_SOURCE = (Coverage, Item, Body, Company, Note)
"""What an answer has that no briefing is quoted by; an item stands beside its source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """The numbers of the items and briefings that something is shown of."""

    items: frozenset[int] = frozenset()
    briefings: frozenset[int] = frozenset()


QUOTES_NOBODY = Quoted()


def find_quoted(answer: object) -> Quoted:
    """Return what an answer shows something of; a policy is told from all items that report it."""
    found = frozenset(filter(None, map(find_id, _list_ids(answer))))
    return Quoted(
        items=frozenset(number for kind, number in found if kind is IdKind.ITEM),
        briefings=frozenset(number for kind, number in found if kind is IdKind.BRIEFING),
    )


def _list_ids(value: object) -> Iterator[str]:
    if isinstance(value, Policy):
        yield from value.item_ids
    elif isinstance(value, Source):
        yield value.briefing_id
    elif isinstance(value, BriefingRow):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _list_ids(each)
    elif is_dataclass(value) and not isinstance(value, _OF_NO_SOURCE):
        for field in fields(value):
            yield from _list_ids(getattr(value, field.name))


class GivenAnswers:
    """Keeps the record; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, given: Given, quoted: Quoted, *, since: dt.datetime, now: dt.datetime) -> int | None:
        """Record an answer that was looked up at ``since``, right before it is given; None for one that quotes nobody.

        Raises NotAllowedError where a licence has changed meanwhile.
        """
        with self._store.write() as db:
            briefings = list_briefings_of(db, quoted.items, quoted.briefings)
            if any(is_licence_newer(db, briefing, since=since) for briefing in briefings):
                raise NotAllowedError(
                    "What may be shown here has changed while this was looked up.", hint="Ask once more."
                )
            return add_answer(db, given, briefings, now=now) if briefings else None

    def land(self, number: int, ts: str) -> None:
        """Note where an answer stands."""
        with self._store.write() as db:
            mark_given(db, number, ts)

    def drop(self, number: int) -> None:
        """Forget an answer that surely was not given."""
        with self._store.write() as db:
            drop_answer(db, number)

    def forget(self, workspace: str) -> None:
        """Forget the answers of a workspace that ends, such as one in memory."""
        with self._store.read() as db:
            if not has_answers(db, workspace):
                return
        with self._store.write() as db:
            drop_answers_of(db, workspace)
