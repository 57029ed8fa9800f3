"""Finding items: words and filters through the index, what is left through the tables, in one statement.

The index stands in order of date (``bot.store.items``): the newest matches need no sorting, and days are a range
of rows. What depends on the day of asking or on a deadline is looked up row by row, the index first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from sqlite_utils import Database

from bot.model.briefing import PolicyStatus
from bot.model.deadlines import DateRange
from bot.query.keys import COMMENT_CLOSED, Key
from bot.query.query_record import Choices, Query
from bot.query.search_plan import SearchPlan, match_all
from bot.query.tokens import EVERY_ITEM, NO_ITEM, facet_token
from bot.store.items import LAST_PLACE, first_place
from bot.store.licences import is_narrowed
from bot.store.policies import list_kin

_FULL = "1e6"
"""A weight with which it counts for a column whether a word is there, and not how often."""
_IN_TITLE = f"bm25(item_index, {_FULL}, 0, 0, 0, 0, 0)"
_IN_TEXT = f"bm25(item_index, 0, {_FULL}, {_FULL}, 0, 0, 0)"
_IN_COMMENT = f"bm25(item_index, 0, 0, 0, {_FULL}, 0, 0)"
_TITLE, _TEXT, _COMMENT = 2.0, 1.0, 0.1
"""How much a word counts in headline and title, in text, points and names, and in the publisher's comment."""
_TITLED = "title : ({})"
_STEPS = 10
"""Scores of one of so many parts of the best are alike: of these top items come first, then the newest."""
_FACETS = {
    Key.MINISTRY: "issuer",
    Key.MENTIONS: "body",
    Key.COMPANY: "company",
    Key.TOPIC: "topic",
    Key.TYPE: "type",
    Key.SECTION: "section",
    Key.BRIEFING: "briefing",
}
_ISSUERS = (
    "SELECT b.value FROM policies p, json_each(p.record, '$.issuing_bodies') b WHERE p.id = i.policy_id"
    " UNION SELECT b.value FROM policies p, json_each(p.record, '$.reports') r,"
    " json_each(r.value, '$.issuing_bodies') b"
    " WHERE p.id = i.policy_id AND coalesce(json_type(p.record, '$.official'), 'null') = 'null'"
)
"""Who issued the policy of an item: as its notice says where one is held, else as any report does."""
_DRAFT = PolicyStatus.DRAFT_FOR_COMMENT.value
_IN_FORCE = PolicyStatus.IN_FORCE.value
_CLOSED = COMMENT_CLOSED
_AT_PLACES = "{place} BETWEEN +? AND +?"
"""In a store that was analysed SQLite prepares a statement anew for other values of a bound without its plus sign."""
_ANY_DRAFT = "any draft"
_UNDATED_DRAFT = "draft that prints no day"
_IN_EFFECT = f"""
    SELECT p.id FROM item_deadlines d CROSS JOIN items o ON o.id = d.item_id CROSS JOIN policies p ON p.id = o.policy_id
    WHERE d.kind = 'takes_effect' AND d.closes_on <= ? AND o.active AND p.status = '{PolicyStatus.ISSUED.value}'
"""
"""What was issued is in force from the day that an item prints for it. Deadlines are few beside items, and first."""
MOST_COUNTED = 2000
"""So many matches are counted exactly."""
MOST_RANKED = 200
"""Of more matches than this those with the words in headline or title come first, and each the newest first."""


class Hit(NamedTuple):
    """An item found, with the policy it is about."""

    item_id: int
    policy_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What a search gave: the first hits in the order asked for, and how many there are in all.

    ``total`` is None where there are more than MOST_COUNTED. ``ranked`` tells whether relevance set the order;
    ``commented`` are then those that have the words in the publisher's comment alone.
    """

    hits: tuple[Hit, ...]
    total: int | None
    ranked: bool
    commented: frozenset[Hit] = frozenset()


@dataclass(slots=True)
class Statement:
    """A search under construction: what the index is asked, and conditions on the item ``i`` at ``{place}``.

    Deadlines from ``today`` on are ahead.
    """

    match: str = ""
    today: dt.date = dt.date.min
    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, *values: object) -> None:
        """Add a condition that must hold."""
        self.where.append(condition)
        self.values.extend(values)

    @property
    def place(self) -> str:
        """The column that holds the place of a row."""
        return "item_index.rowid" if self.match else "i.place"

    def source(self, *, items: bool = False) -> str:
        """Return tables and conditions: the index first where it is asked anything, the items where they are needed."""
        conditions = [condition.format(place=self.place) for condition in self.where]
        if not self.match:
            return f"items i WHERE {' AND '.join(('i.place IS NOT NULL', *conditions))}"
        joined = " CROSS JOIN items i ON i.place = item_index.rowid"
        items = items or any("i." in condition for condition in conditions)
        return f"item_index{joined if items else ''} WHERE {' AND '.join(('item_index MATCH ?', *conditions))}"

    def parameters(self, *more: object) -> list[object]:
        """Return the values of ``source``, and these after them."""
        return [*((self.match,) if self.match else ()), *self.values, *more]


def search_items(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> list[Hit]:
    """Return every item that the query matches, in the order it asks for."""
    return list(find_items(db, query, plan, today=today).hits)


def find_items(
    db: Database,
    query: Query,
    plan: SearchPlan,
    *,
    today: dt.date,
    limit: int | None = None,
    among: Sequence[int] | None = None,
) -> Found:
    """Return the items that the query matches, in the order it asks for; with ``limit`` the first so many.

    With ``among`` only items of these numbers. ``today`` is the day in Beijing for which "open" is meant. Words rank by
    where they stand; otherwise the newest come first.
    """
    statement = _state(db, query, plan, today)
    if among is not None:
        statement.add(f"i.id IN ({', '.join('?' * len(among))})", *among)
    may_rank = bool(plan.wanted) and query.sort in {None, "relevance"}
    if limit is None and not may_rank:
        hits = _list_in_order(db, query, statement, None)
        return Found(hits=hits, total=len(hits), ranked=False)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {statement.source()} LIMIT {MOST_COUNTED + 1})"
    count = int(db.execute(sql, statement.parameters()).fetchone()[0])
    commented: frozenset[Hit] = frozenset()
    if not count:
        return Found(hits=(), total=0, ranked=may_rank)
    if may_rank and (count <= MOST_RANKED or query.sort is not None):
        hits, commented = _list_ranked(db, statement, limit)
    elif may_rank:
        titled = replace(statement, match=f"({_TITLED.format(match_all(plan.wanted))}) AND ({statement.match})")
        first = _list_in_order(db, query, titled, limit)
        hits = tuple(dict.fromkeys((*first, *_list_in_order(db, query, statement, limit))))[:limit]
    else:
        hits = _list_in_order(db, query, statement, limit)
    total = len(hits) if limit is None else count if count <= MOST_COUNTED else None
    return Found(hits=hits, total=total, ranked=may_rank, commented=commented)


def count_matches(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> int:
    """Return how many items the query matches."""
    statement = _state(db, query, plan, today)
    sql = f"SELECT count(*) FROM {statement.source()}"
    return int(db.execute(sql, statement.parameters()).fetchone()[0])


def _list_ranked(db: Database, statement: Statement, limit: int | None) -> tuple[tuple[Hit, ...], frozenset[Hit]]:
    """Return the matches by where their words stand, then top items before others, then the newest first.

    And those of them that have the words in the publisher's comment alone.
    """
    ranked: list[tuple[float, int, int, Hit]] = []
    commented: set[Hit] = set()
    for number, policy, is_top, place, title, text, comment in db.execute(*build_ranked_sql(statement)).fetchall():
        hit = Hit(number, policy)
        ranked.append((_TITLE * title + _TEXT * text + _COMMENT * comment, -is_top, -place, hit))  # less is better
        commented.update([hit] if comment and not (title or text) else [])
    step = -min((score for score, *_ in ranked), default=0.0) / _STEPS or 1.0
    ranked.sort(key=lambda row: (round(row[0] / step), row[1], row[2]))
    return tuple(hit for *_, hit in ranked[:limit]), frozenset(commented)


def build_ranked_sql(statement: Statement) -> tuple[str, list[object]]:
    """Return the statement that gives all matches with what they are ranked by; the benchmark runs it bare."""
    columns = f"i.id, i.policy_id, i.section = 'top', item_index.rowid, {_IN_TITLE}, {_IN_TEXT}, {_IN_COMMENT}"
    return f"SELECT {columns} FROM {statement.source(items=True)}", statement.parameters()


def _list_in_order(db: Database, query: Query, statement: Statement, limit: int | None) -> tuple[Hit, ...]:
    return tuple(Hit(*row) for row in db.execute(*build_ordered_sql(query, statement, limit=limit)).fetchall())


def build_ordered_sql(query: Query, statement: Statement, *, limit: int | None) -> tuple[str, list[object]]:
    """Return the statement that gives the newest first, or by deadline those ahead first, the next before others."""
    cut = "" if limit is None else f" LIMIT {int(limit)}"  # bound, it would be prepared anew with every question
    place, order = statement.place, ""
    if query.sort == "due":
        days = "SELECT {} FROM item_deadlines d WHERE d.item_id = i.id"
        ahead = f"({days.format('min(closes_on)')} AND closes_on >= '{statement.today.isoformat()}') NULLS LAST"
        order = f"{ahead}, ({days.format('max(closes_on)')}) DESC NULLS LAST, "
    source = statement.source(items=True)
    return f"SELECT i.id, i.policy_id FROM {source} ORDER BY {order}{place} DESC{cut}", statement.parameters()


def _state(db: Database, query: Query, plan: SearchPlan, today: dt.date) -> Statement:
    statement = build_statement(query, plan, today)
    for numbers, condition in ((query.policy.include, "IN"), (query.policy.exclude, "NOT IN")):
        if numbers:
            kin = ", ".join(map(str, list_kin(db, [int(number) for number in numbers])))
            statement.add(f"coalesce(i.policy_id, 0) {condition} ({kin})")
    if is_narrowed(db):  # the index knows all items, the table those that may be seen
        statement.add("{place} IN (SELECT place FROM items)")
    return statement


def build_statement(query: Query, plan: SearchPlan, today: dt.date) -> Statement:
    """Build what a query asks of index and tables."""
    statement = Statement(match=_build_match(query, plan), today=today)
    if query.joint:
        _add_joint(statement, query)
    _add_status_days(statement, query, today)
    _add_dates(statement, query)
    return statement


def _build_match(query: Query, plan: SearchPlan) -> str:
    wanted = [text for text in (match_all(plan.wanted),) if text]
    unwanted = [text for each in plan.excluded if (text := match_all((each,)))]
    for key, choices in query.chosen:
        if key in _FACETS:
            _add_facets(wanted, unwanted, _FACETS[key], choices)
    if query.joint:
        bodies, counts = _part_counts(query.joint.include)
        wanted += [_any_facet("issuer", bodies)] if bodies else []
        wanted += [facet_token("issuers", count) for count in counts]
        unwanted += [facet_token("issuers", count) for count in _part_counts(query.joint.exclude)[1]]
    if query.list.include:
        wanted.append(" OR ".join(text for each in query.listed if (text := match_all((each,)))) or NO_ITEM)
    unwanted += [f"({text})" for each in query.unlisted if (text := match_all((each,)))]
    if query.status:
        plain = Choices(
            include=() if _needs_day(query.status.include) else query.status.include,
            exclude=tuple(value for value in query.status.exclude if not _needs_day((value,))),
        )
        _add_facets(wanted, unwanted, "status", plain)
    if query.targets:
        wanted.append(_any_facet("goal", tuple(map(str, query.targets))))
    if not wanted and not unwanted:
        return ""
    positive = " AND ".join(f"({text})" for text in wanted or [EVERY_ITEM])
    return f"({positive}) NOT ({' OR '.join(unwanted)})" if unwanted else positive


def _add_facets(wanted: list[str], unwanted: list[str], kind: str, choices: Choices) -> None:
    if choices.include:
        wanted.append(_any_facet(kind, choices.include))
    unwanted += [facet_token(kind, value) for value in choices.exclude]


def _any_facet(kind: str, values: tuple[str, ...]) -> str:
    return " OR ".join([facet_token(kind, value) for value in values])


def _add_joint(statement: Statement, query: Query) -> None:
    """Add that all of the bodies issued the policy, and nobody alone; or that one that is left out did not so."""
    together = _part_counts(query.joint.include)[0]
    if together:
        marks = ", ".join("?" * len(together))
        wanted = f"(SELECT count(*) > 1 AND sum(value IN ({marks})) = ? FROM ({_ISSUERS}))"
        statement.add(wanted, *together, len(together))
    for body in _part_counts(query.joint.exclude)[0]:
        statement.add(f"NOT coalesce((SELECT count(*) > 1 AND sum(value = ?) FROM ({_ISSUERS})), 0)", body)


def _part_counts(joint: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the bodies among these, and the figures that say how many issued together."""
    return tuple(each for each in joint if not each.isdecimal()), tuple(filter(str.isdecimal, joint))


def _needs_day(statuses: tuple[str, ...]) -> bool:
    return not {_DRAFT, _CLOSED, _IN_FORCE}.isdisjoint(statuses)


def _add_status_days(statement: Statement, query: Query, today: dt.date) -> None:
    """Add the statuses that depend on the day: a draft is open until its deadline has passed, then closed.

    What is issued is in force from the day that an item prints for it.
    """
    if not query.status:
        return
    for statuses, subject in (
        (query.status.include, "+i.policy_id IN"),  # with the plus no index is asked for each of them at each place
        (tuple(v for v in query.status.exclude if _needs_day((v,))), "coalesce(i.policy_id, 0) NOT IN"),
    ):
        if _needs_day(statuses):
            sources = [_select_of_status(value, today) for value in _list_statuses(statuses, query)]
            sources += [(_IN_EFFECT, (today.isoformat(),))] if _IN_FORCE in statuses else []
            listed = " UNION ALL ".join(source for source, _ in sources)
            statement.add(f"{subject} ({listed})", *(value for _, values in sources for value in values))


def _list_statuses(statuses: tuple[str, ...], query: Query) -> tuple[str, ...]:
    """Return the statuses looked for; a draft is any where open and closed ones, or undated, are asked."""
    draft = _UNDATED_DRAFT if query.without_due else _ANY_DRAFT
    if query.without_due or {_DRAFT, _CLOSED} <= set(statuses):
        return tuple(dict.fromkeys(draft if value in {_DRAFT, _CLOSED} else value for value in statuses))
    return statuses


def _select_of_status(value: str, today: dt.date) -> tuple[str, tuple[str, ...]]:
    source = "SELECT id FROM policies WHERE status = ?"
    if value in {_DRAFT, _CLOSED}:
        sign = ">=" if value == _DRAFT else "<"
        return f"{source} AND comments_close_on {sign} ?", (_DRAFT, today.isoformat())
    if value == _UNDATED_DRAFT:
        return f"{source} AND comments_close_on IS NULL", (_DRAFT,)
    return source, (_DRAFT if value == _ANY_DRAFT else value,)


def _add_dates(statement: Statement, query: Query) -> None:
    if query.dates:
        pieces = query.dates.pieces
        bounds = [_bound(piece) for piece in pieces]
        listed = " OR ".join(_AT_PLACES for _ in bounds)
        if len(bounds) > 1:
            statement.add(_AT_PLACES, bounds[0][0], bounds[-1][1])
        statement.add(f"({listed})" if len(bounds) > 1 else listed, *(value for bound in bounds for value in bound))
    if query.as_of:
        last = query.as_of + dt.timedelta(days=1) if query.as_of < dt.date.max else query.as_of
        statement.add(_AT_PLACES, first_place(dt.date.min), first_place(last) - 1)
    if query.learned:
        _within(statement, query.learned, "i.learned_at")
    if query.due:
        inner = Statement()
        _within(inner, query.due, "closes_on")
        statement.add(f"i.id IN (SELECT item_id FROM item_deadlines WHERE {inner.where[0]})", *inner.values)
    if query.without_due:  # asked row by row: all that are dated, gathered, would be most of what there is
        dated = "SELECT 1 FROM items o CROSS JOIN item_deadlines d ON d.item_id = o.id WHERE o.policy_id = i.policy_id"
        statement.add(f"i.policy_id IS NOT NULL AND NOT EXISTS ({dated} AND o.place IS NOT NULL)")
    if query.effect:
        _add_effect(statement, query.effect)


def _add_effect(statement: Statement, wanted: DateRange) -> None:
    """Add that a document takes effect on one of these days; one in force without such a day does with its report."""
    printed = "SELECT item_id FROM item_deadlines WHERE kind = 'takes_effect'"
    inner = Statement()
    _within(inner, wanted, "closes_on")
    bounds = [_bound(piece) for piece in wanted.pieces]
    reported = " OR ".join(_AT_PLACES for _ in bounds)
    in_force = f"i.policy_id IN (SELECT id FROM policies WHERE status = 'in_force') AND i.id NOT IN ({printed})"
    statement.add(
        f"(i.id IN ({printed} AND {inner.where[0]}) OR ({in_force} AND ({reported})))",
        *inner.values,
        *(value for bound in bounds for value in bound),
    )


def _bound(piece: DateRange) -> tuple[int, int]:
    start = first_place(piece.start or dt.date.min)
    return start, (first_place(piece.end) if piece.end else LAST_PLACE) - 1


def _within(statement: Statement, wanted: DateRange, column: str) -> None:
    pieces: list[str] = []
    values: list[object] = []
    for piece in wanted.pieces:
        bounds = [(f"{column} >= +?", piece.start), (f"{column} < +?", piece.end)]  # with a plus as in _AT_PLACES
        held = [(condition, bound.isoformat()) for condition, bound in bounds if bound]
        pieces.append(" AND ".join(condition for condition, _ in held) or "1")
        values += [bound for _, bound in held]
    statement.add("(" + " OR ".join(f"({piece})" for piece in pieces) + ")", *values)
