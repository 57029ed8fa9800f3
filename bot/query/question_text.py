"""A text while it is read: its pieces, what was lifted out of them so far, and what that makes of the query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.model.deadlines import intersect_ranges
from bot.names.lexicon import Lexicon
from bot.query.phrases import Mark
from bot.query.pieces import Piece
from bot.query.query import parse_query
from bot.query.query_record import Choices, Query
from bot.query.query_scan import CHOICE_KEYS, Key
from bot.query.wording import Wording


@dataclass(slots=True)
class QuestionText:
    """The pieces of a text, and the filters that rules have made of them; ``unread`` is a negation none could read."""

    pieces: list[Piece]
    lexicon: Lexicon
    wording: Wording
    today: dt.date
    command: str = "policy"
    is_question: bool = False
    lifted: Query = field(default_factory=Query)
    leaves_out: bool = False
    unread: str = ""

    def has(self, *marks: Mark) -> bool:
        """Return whether a piece that no rule has taken bears one of these marks."""
        return any(piece.has(*marks) for piece in self.pieces)

    def take(self, *pieces: Piece) -> None:
        """Take these pieces out: they are no words to search for."""
        for piece in pieces:
            piece.is_used = True

    def take_marked(self, *marks: Mark) -> None:
        """Take all pieces with one of these marks."""
        self.take(*(piece for piece in self.pieces if piece.has(*marks)))

    def choose(self, key: Key, values: Sequence[str], *, exclude: bool = False) -> None:
        """Add values of a key to what is asked for, or to what is left out."""
        held = self.lifted.choices(key)
        if exclude:
            self.leaves_out = True
            chosen = replace(held, exclude=tuple(dict.fromkeys((*held.exclude, *values))))
        else:
            chosen = replace(held, include=tuple(dict.fromkeys((*held.include, *values))))
        self.lifted = replace_choices(self.lifted, {key: chosen})

    def add_filter(self, text: str) -> None:
        """Add a filter in the command language."""
        merged = merge_queries(self.lifted, parse_query(text, lexicon=self.lexicon, today=self.today))
        self.lifted = merged or self.lifted

    @property
    def words(self) -> list[Piece]:
        """The pieces that are searched for so far: neither taken nor known for anything."""
        return [piece for piece in self.pieces if piece.is_word and not piece.is_used]

    @property
    def names(self) -> list[Piece]:
        """The bodies and companies that no rule has taken."""
        return [piece for piece in self.pieces if piece.is_name and not piece.is_used]

    @property
    def is_of_one(self) -> bool:
        """Whether a question asks what one thing is ("is the notice binding?"), and not for all that are so."""
        said = [piece.text.casefold() for piece in self.pieces[:2]]
        return bool(said) and said[0] in _OF_ONE and said[-1] not in _OF_ALL

    @property
    def is_of_now(self) -> bool:
        """Whether it is asked what there is now: "are there any draft laws?"."""
        return bool(self.pieces) and self.pieces[0].text.casefold().split()[0] in {"is", "are", "any"}


_OF_ONE = frozenset(
    {
        *("is", "are", "was", "were", "did", "do", "does", "has", "have", "had", "can", "could", "will", "would"),
        *("should", "when", "who", "why", "how", "where"),
    }
)
"""First words of a question about one thing that is named."""
_OF_ALL = frozenset({"there", "any"})


def replace_choices(query: Query, choices: Mapping[Key, Choices]) -> Query:
    """Return the query with other choices of these keys."""
    changes: dict[str, Any] = {key.value: chosen for key, chosen in choices.items()}
    return replace(query, **changes)


def merge_queries(one: Query, other: Query) -> Query | None:
    """Return the query for what is asked by both, any of their choices; None where their dates leave no day."""
    dates = intersect_ranges(one.dates, other.dates) if one.dates and other.dates else one.dates or other.dates
    if dates is None and one.dates:
        return None
    merged: dict[Key, Choices] = {}
    for key in CHOICE_KEYS:
        sides = one.choices(key), other.choices(key)
        if sides[1]:
            include = dict.fromkeys(value for side in sides for value in side.include)
            exclude = dict.fromkeys(value for side in sides for value in side.exclude)
            merged[key] = Choices(include=tuple(include), exclude=tuple(exclude))
    return replace(
        replace_choices(one, merged),
        terms=(*one.terms, *other.terms),
        dates=dates,
        due=one.due or other.due,
        due_text=one.due_text if one.due else other.due_text,
        without_due=one.without_due or other.without_due,
        effect=one.effect or other.effect,
        targets=tuple(sorted({*one.targets, *other.targets})),
        sort=one.sort or other.sort,
        limit=min(filter(None, (one.limit, other.limit)), default=None),
        listed=one.listed or other.listed,
        notes=(*one.notes, *other.notes),
    )
