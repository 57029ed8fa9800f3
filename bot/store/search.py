"""Finding items: words through the index, filters through the side tables, in one statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.domain.search_text import match_all, match_phrase

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlite_utils import Database

    from bot.domain.dates import DateRange
    from bot.domain.query import Choices, Query
    from bot.domain.search_plan import SearchPlan

_WEIGHTS = "8.0, 6.0, 3.0, 1.0"
"""How much a match counts in title, names, text and comment (bm25 column weights)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """An item found, with the policy it is about."""

    item_id: int
    policy_id: int | None


@dataclass(slots=True)
class Statement:
    """A SELECT under construction: its conditions and their values."""

    joins: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=lambda: ["i.active"])
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Add a condition that must hold."""
        self.where.append(condition)
        self.values.extend(values)


def search_items(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> list[Hit]:
    """Give every item that the query matches, in the order it asks for.

    ``today`` is the day in Beijing for which "open" is meant. Words rank by bm25, otherwise the newest come first.
    """
    sql, values = build_search_sql(query, plan, today=today)
    return [Hit(item_id=row[0], policy_id=row[1]) for row in db.execute(sql, values).fetchall()]


def build_search_sql(query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[str, list[object]]:
    """Give the statement that ``search_items`` runs, with its values; the benchmark runs it bare."""
    match = match_all(plan.wanted, plan.excluded)
    statement = Statement()
    if match:
        source = "item_index CROSS JOIN items i ON i.id = item_index.rowid"
        statement.add("item_index MATCH ?", match)
    else:
        source = "items i"
        _exclude_words(statement, plan.excluded)
    _add_choices(statement, query)
    _add_policy_choices(statement, query, today)
    _add_dates(statement, query)
    order = _order(query, by_relevance=bool(match))
    sql = (
        f"SELECT i.id, i.policy_id FROM {source} LEFT JOIN policies p ON p.id = i.policy_id"
        f" WHERE {' AND '.join(statement.where)} ORDER BY {order}"
    )
    return sql, statement.values


def _exclude_words(statement: Statement, excluded: Sequence[str]) -> None:
    for phrase in filter(None, map(match_phrase, excluded)):
        statement.add("i.id NOT IN (SELECT rowid FROM item_index WHERE item_index MATCH ?)", phrase)


def _add_choices(statement: Statement, query: Query) -> None:
    _among(statement, query.ministry, "i.id", "SELECT item_id FROM item_bodies WHERE issuing AND body_id")
    _among(statement, query.mentions, "i.id", "SELECT item_id FROM item_bodies WHERE body_id")
    _among(statement, query.company, "i.id", "SELECT item_id FROM item_companies WHERE company_id")
    _among(statement, query.topic, "i.id", "SELECT item_id FROM item_topics WHERE topic_id")
    _among(statement, query.section, "i.section", "")
    _among(statement, query.briefing, "i.briefing_id", "", as_number=True)
    if query.targets:
        marks = _marks(query.targets)
        statement.add(f"i.id IN (SELECT item_id FROM item_targets WHERE year IN ({marks}))", *query.targets)


def _add_policy_choices(statement: Statement, query: Query, today: dt.date) -> None:
    _among(statement, query.type, "p.document_type", "")
    for wanted, values in ((True, query.status.include), (False, query.status.exclude)):
        conditions = [_status_condition(value, today) for value in values]
        if conditions:
            text = " OR ".join(condition for condition, _ in conditions)
            statement.add(
                f"({text})" if wanted else f"NOT coalesce(({text}), 0)", *(v for _, vs in conditions for v in vs)
            )


def _status_condition(value: str, today: dt.date) -> tuple[str, tuple[object, ...]]:
    if value == "draft_for_comment":
        return "(p.status = 'draft_for_comment' AND p.comments_close_on >= ?)", (today.isoformat(),)
    if value == "comment_closed":
        return "(p.status = 'draft_for_comment' AND p.comments_close_on < ?)", (today.isoformat(),)
    return "p.status = ?", (value,)


def _add_dates(statement: Statement, query: Query) -> None:
    if query.dates:
        _within(statement, query.dates, "i.reported_on")
    if query.learned:
        _within(statement, query.learned, "i.learned_at")
    if query.as_of:
        statement.add("i.reported_on <= ?", query.as_of.isoformat())
    if query.due:
        inner = Statement(where=[])
        _within(inner, query.due, "closes_on")
        condition = " AND ".join(inner.where) or "1"
        statement.add(f"i.id IN (SELECT item_id FROM item_deadlines WHERE {condition})", *inner.values)


def _within(statement: Statement, wanted: DateRange, column: str) -> None:
    pieces: list[str] = []
    values: list[object] = []
    for piece in wanted.pieces:
        bounds = [(f"{column} >= ?", piece.start), (f"{column} < ?", piece.end)]
        held = [(condition, bound.isoformat()) for condition, bound in bounds if bound]
        pieces.append(" AND ".join(condition for condition, _ in held) or "1")
        values += [bound for _, bound in held]
    statement.add("(" + " OR ".join(f"({piece})" for piece in pieces) + ")", *values)


def _among(statement: Statement, choices: Choices, column: str, subquery: str, *, as_number: bool = False) -> None:
    for chosen, word in ((choices.include, "IN"), (choices.exclude, "NOT IN")):
        if chosen:
            values: list[object] = [int(value) for value in chosen] if as_number else list(chosen)
            listed = f"({_marks(values)})"
            wanted = f"({subquery} IN {listed})" if subquery else listed
            subject = f"coalesce({column}, '')" if word == "NOT IN" else column
            statement.add(f"{subject} {word} {wanted}", *values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _order(query: Query, *, by_relevance: bool) -> str:
    newest = "i.reported_on DESC, i.briefing_id DESC, i.id"
    sort = query.sort or ("relevance" if by_relevance else "date")
    if sort == "due":
        return f"(SELECT min(closes_on) FROM item_deadlines d WHERE d.item_id = i.id) NULLS LAST, {newest}"
    if sort == "relevance" and by_relevance:
        return f"bm25(item_index, {_WEIGHTS}), {newest}"
    return newest
