"""Finding items: words and filters through the index, what is left through the tables, in one statement.

The index stands in order of date (``bot.store.items``): the newest matches need no sorting, and days are a range of
rows. What depends on the day of asking or on a deadline is looked up row by row, the index first.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import msgspec
from sqlite_utils import Database

from bot.model.briefing import DeadlineKind, Item, PolicyStatus
from bot.model.deadlines import DateRange
from bot.query.keys import COMMENT_CLOSED, Key
from bot.query.query_record import Alternatives, Choices, Query
from bot.query.search_plan import SearchPlan, match_all, match_phrase, prefer_neighbours
from bot.query.tokens import EVERY_ITEM, NO_ITEM, facet_token
from bot.store.items import first_place
from bot.store.licences import is_narrowed
from bot.store.policies import list_kin

_FULL = "1e6"
"""A weight with which it counts for a column whether a word is there, and not how often."""
_RANKED_BY = ", ".join(
    f"bm25(item_index, {weights})"
    for weights in (f"{_FULL}, 0, 0, 0, 0, 0", f"0, {_FULL}, {_FULL}, 0, 0, 0", f"0, 0, 0, {_FULL}, 0, 0")
)
_TITLE, _TEXT, _COMMENT = 2.0, 1.0, 0.1
"""How much a word counts in headline and title, in text, points and names, and in the publisher's comment."""
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
_DRAFT, _IN_FORCE = PolicyStatus.DRAFT_FOR_COMMENT.value, PolicyStatus.IN_FORCE.value
_OF_THE_DAY = {_DRAFT, COMMENT_CLOSED, _IN_FORCE}
"""Statuses that depend on the day of asking."""
_DAYS = tuple(kind.value for kind in DeadlineKind)
_DATED = f"""
    SELECT o.policy_id FROM item_facets f JOIN items o ON o.id = f.item_id
    WHERE f.kind IN {_DAYS} AND o.policy_id IS NOT NULL AND o.place IS NOT NULL
"""
"""The policies of which some item prints a deadline."""
_IN_EFFECT = f"""
    SELECT p.id FROM item_facets f JOIN items o ON o.id = f.item_id JOIN policies p ON p.id = o.policy_id
    WHERE f.kind = '{DeadlineKind.TAKES_EFFECT.value}' AND f.value <= ? AND o.active AND p.status = 'issued'
"""
"""What was issued is in force from the day that an item prints for it."""
_PRINTED = f"SELECT item_id FROM item_facets WHERE kind = '{DeadlineKind.TAKES_EFFECT.value}'"
MOST_COUNTED = 2000
"""So many matches are counted exactly."""
_MOST_WORDS = 20_000
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
class _Statement:
    """A search under construction: what the index is asked, and conditions on the item ``i`` at ``{place}``."""

    match: str = ""
    where: list[str] = field(default_factory=list)
    values: list[object] = field(default_factory=list)

    def add(self, condition: str, values: Sequence[object] = ()) -> None:
        """Add a condition that must hold."""
        self.where.append(condition)
        self.values.extend(values)

    def select(self, columns: str, rest: str = "") -> tuple[str, list[object]]:
        """Return the statement for these columns with its values: the index first, the items where they are needed."""
        if not self.match:
            where = " AND ".join(("i.place IS NOT NULL", *self.where)).format(place="i.place")
            return f"SELECT {columns} FROM items i WHERE {where} {rest}".format(place="i.place"), self.values
        needs_items = any("i." in part for part in (columns, rest, *self.where))
        source = f"item_index{' CROSS JOIN items i ON i.place = item_index.rowid' if needs_items else ''}"
        sql = f"SELECT {columns} FROM {source} WHERE {' AND '.join(('item_index MATCH ?', *self.where))} {rest}"
        return sql.format(place="item_index.rowid"), [self.match, *self.values]


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
    statement = _build_statement(db, query, plan, today)
    if among is not None:
        statement.add(f"i.id IN ({', '.join('?' * len(among))})", among)
    may_rank = bool(plan.wanted) and query.sort in {None, "relevance"}
    count = _count(db, statement, MOST_COUNTED + 1)
    hits: tuple[Hit, ...] = ()
    commented: frozenset[Hit] = frozenset()
    if not count:
        pass
    elif may_rank and (count <= MOST_RANKED or query.sort is not None):
        statement.match = _build_match(query, prefer_neighbours(plan))
        hits, commented = _list_ranked(db, statement, limit)
    elif may_rank:
        titled = replace(statement, match=_build_match(query, plan, in_title=True))
        first, rest = (_list_in_order(db, query, each, limit, today) for each in (titled, statement))
        hits = tuple(dict.fromkeys((*first, *rest)))[:limit]
    else:
        hits = _list_in_order(db, query, statement, limit, today)
    total = len(hits) if limit is None else count if count <= MOST_COUNTED else None
    return Found(hits=hits, total=total, ranked=may_rank, commented=commented)


def search_items(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> list[Hit]:
    """Return every item that the query matches, in the order it asks for."""
    return list(find_items(db, query, plan, today=today).hits)


def count_matches(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> int:
    """Return how many items the query matches."""
    return _count(db, _build_statement(db, query, plan, today), -1)


def _count(db: Database, statement: _Statement, most: int) -> int:
    sql, values = statement.select("1", "LIMIT ?")
    return int(db.execute(f"SELECT count(*) FROM ({sql})", [*values, most]).fetchone()[0])


def _list_ranked(db: Database, statement: _Statement, limit: int | None) -> tuple[tuple[Hit, ...], frozenset[Hit]]:
    """Return the matches by where their words stand, then top items before others, then the newest first.

    And those of them that have the words in the publisher's comment alone.
    """
    ranked: list[tuple[float, int, int, Hit]] = []
    commented: set[Hit] = set()
    columns = f"i.id, i.policy_id, i.section = 'top', item_index.rowid, {_RANKED_BY}"
    for number, policy, is_top, place, title, text, comment in db.execute(*statement.select(columns)).fetchall():
        hit = Hit(number, policy)
        ranked.append((_TITLE * title + _TEXT * text + _COMMENT * comment, -is_top, -place, hit))  # less is better
        commented.update([hit] if comment and not (title or text) else [])
    step = -min((score for score, *_ in ranked), default=0.0) / _STEPS or 1.0
    ranked.sort(key=lambda row: (round(row[0] / step), row[1], row[2]))
    return tuple(hit for *_, hit in ranked[:limit]), frozenset(commented)


def _list_in_order(
    db: Database, query: Query, statement: _Statement, limit: int | None, today: dt.date
) -> tuple[Hit, ...]:
    """Return the newest first, or by deadline those ahead first, the next before others."""
    order = "{place} DESC"
    if query.sort == "due":
        days = f"SELECT {{}} FROM item_facets f WHERE f.item_id = i.id AND f.kind IN {_DAYS}"
        ahead = f"({days.format('min(value)')} AND value >= '{today.isoformat()}') NULLS LAST"
        order = f"{ahead}, ({days.format('max(value)')}) DESC NULLS LAST, {order}"
    cut = "" if limit is None else f" LIMIT {int(limit)}"
    sql, values = statement.select("i.id, i.policy_id", f"ORDER BY {order}{cut}")
    return tuple(Hit(*row) for row in db.execute(sql, values).fetchall())


def _build_statement(db: Database, query: Query, plan: SearchPlan, today: dt.date) -> _Statement:
    """Build what a query asks of index and tables."""
    statement = _Statement(match=_build_match(query, plan))
    for numbers, condition in ((query.policy.include, "IN"), (query.policy.exclude, "NOT IN")):
        if numbers:
            kin = ", ".join(map(str, list_kin(db, [int(number) for number in numbers])))
            statement.add(f"coalesce(i.policy_id, 0) {condition} ({kin})")
    _add_status_days(statement, query, today)
    _add_dates(statement, query)
    if is_narrowed(db):  # the index knows all items, the table those that may be seen
        statement.add("{place} IN (SELECT place FROM items)")
    return statement


def _build_match(query: Query, plan: SearchPlan, *, in_title: bool = False) -> str:
    words = match_all(plan.wanted)
    wanted = [f"title : ({words})" if in_title else words] if words else []
    unwanted = [text for each in (*plan.excluded, *query.unlisted) if (text := match_all((each,)))]
    plain_status = Choices(
        include=() if _OF_THE_DAY.intersection(query.status.include) else query.status.include,
        exclude=tuple(value for value in query.status.exclude if value not in _OF_THE_DAY),
    )
    chosen = [(_FACETS[key], choices) for key, choices in query.chosen if key in _FACETS]
    for kind, choices in (*chosen, ("status", plain_status)):
        wanted += [_any_facet(kind, choices.include)] if choices.include else []
        unwanted += [facet_token(kind, value) for value in choices.exclude]
    wanted += map(_match_joint, query.joint.include)
    unwanted += map(_match_joint, query.joint.exclude)
    if query.list.include:
        wanted.append(" OR ".join(text for each in query.listed if (text := match_all((each,)))) or NO_ITEM)
    if query.targets:
        wanted.append(_any_facet("goal", tuple(map(str, query.targets))))
    if not wanted and not unwanted:
        return ""
    positive = " AND ".join(f"({text})" for text in wanted or [EVERY_ITEM])
    return f"({positive}) NOT ({' OR '.join(f'({text})' for text in unwanted)})" if unwanted else positive


def _match_joint(value: str) -> str:
    """Return what asks for a body that issued with others, or for so many that issued together."""
    if value.isdecimal():
        return facet_token("issuers", value)
    return f"{facet_token('issuer', value)} NOT {facet_token('issuers', '1')}"


def _any_facet(kind: str, values: tuple[str, ...]) -> str:
    return " OR ".join([facet_token(kind, value) for value in values])


def _add_status_days(statement: _Statement, query: Query, today: dt.date) -> None:
    """Add the statuses that depend on the day: a draft is open until its deadline has passed, then closed."""
    status = query.status
    included = status.include if _OF_THE_DAY.intersection(status.include) else ()
    excluded = tuple(value for value in status.exclude if value in _OF_THE_DAY)
    for statuses, subject in ((included, "+i.policy_id IN"), (excluded, "coalesce(i.policy_id, 0) NOT IN")):
        is_any = query.without_due or {_DRAFT, COMMENT_CLOSED} <= {*statuses}
        parts = [_select_of_status(value, today, is_any=is_any) for value in statuses]
        parts += [(_IN_EFFECT, [today.isoformat()])] if _IN_FORCE in statuses else []
        if parts:
            listed = " UNION ALL ".join(sql for sql, _ in parts)
            statement.add(f"{subject} ({listed})", [value for _, values in parts for value in values])


def _select_of_status(value: str, today: dt.date, *, is_any: bool) -> tuple[str, list[str]]:
    """Return what selects the policies of a status; with ``is_any`` a draft is any, its day printed or not."""
    source = "SELECT id FROM policies WHERE status = ?"
    if value not in {_DRAFT, COMMENT_CLOSED}:
        return source, [value]
    if is_any:
        return source, [_DRAFT]
    return f"{source} AND comments_close_on {'>=' if value == _DRAFT else '<'} ?", [_DRAFT, today.isoformat()]


def _add_dates(statement: _Statement, query: Query) -> None:
    for days in (query.dates, DateRange(end=_day_after(query.as_of)) if query.as_of else None):
        if days:
            statement.add(*_within("{place}", days, _as_place))
    if query.learned:
        statement.add(*_within("i.learned_at", query.learned, _as_text))
    if query.due:
        within, values = _within("value", query.due, _as_text)
        statement.add(f"i.id IN (SELECT item_id FROM item_facets WHERE kind IN {_DAYS} AND {within})", values)
    if query.without_due:
        statement.add(f"i.policy_id NOT IN ({_DATED})")
    if query.effect:  # what is in force and prints no day for it is so from its report
        within, values = _within("value", query.effect, _as_text)
        reported, bounds = _within("{place}", query.effect, _as_place)
        in_force = f"i.policy_id IN (SELECT id FROM policies WHERE status = '{_IN_FORCE}') AND i.id NOT IN ({_PRINTED})"
        statement.add(f"(i.id IN ({_PRINTED} AND {within}) OR ({in_force} AND {reported}))", [*values, *bounds])


def _within(column: str, wanted: DateRange, bound: Callable[[dt.date | None], object]) -> tuple[str, list[object]]:
    """Return the condition that a column lies in one of the pieces of a range; ``bound`` is a day as it stands there.

    A side without a bound has the one that ``bound`` has for None; None leaves it open.
    """
    pieces: list[str] = []
    values: list[object] = []
    for piece in wanted.pieces:
        bounds = [(f"{column} >= ?", bound(piece.start)), (f"{column} < ?", bound(piece.end) if piece.end else None)]
        pieces.append(" AND ".join(condition for condition, value in bounds if value is not None) or "1")
        values += [value for _, value in bounds if value is not None]
    return f"({' OR '.join(f'({piece})' for piece in pieces)})", values


def _as_place(day: dt.date | None) -> int:
    return first_place(day or dt.date.min)


def _as_text(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1) if day < dt.date.max else day


def list_hits_of(db: Database, item_ids: Sequence[int]) -> list[Hit]:
    """Return these items in force in the order asked for, each with the policy it is about."""
    sql = "SELECT id, policy_id FROM items WHERE active AND id IN (SELECT value FROM json_each(?))"
    found = {row[0]: Hit(*row) for row in db.execute(sql, [json.dumps(list(item_ids))]).fetchall()}
    return [found[number] for number in item_ids if number in found]


# Single words of a question in the index: how many items have them, which of some items do, and words like them.


def count_words(db: Database, wanted: Sequence[Alternatives]) -> tuple[int, list[int]]:
    """Return how many items there ever were, and how many have each of these; counting stops at 2,000."""
    total = db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]
    return int(total), [_count_match(db, match_all((each,)), MOST_COUNTED) for each in wanted]


def list_printed(db: Database, texts: Sequence[str]) -> frozenset[str]:
    """Return those of these texts that some item has."""
    return frozenset(text for text in texts if _count_match(db, match_phrase(text), 1))


def _count_match(db: Database, match: str, most: int) -> int:
    if not match:
        return 0
    seen = " AND rowid IN (SELECT place FROM items)" if is_narrowed(db) else ""  # the index knows all items
    sql = f"SELECT count(*) FROM (SELECT 1 FROM item_index WHERE item_index MATCH ?{seen} LIMIT {most})"
    return int(db.execute(sql, [match]).fetchone()[0])


def list_holding(db: Database, wanted: Sequence[Alternatives], item_ids: Sequence[int]) -> list[set[int]]:
    """Return for each of these those of the items that have it, by number."""
    placed = "SELECT place, id FROM items WHERE place IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    ids = dict(db.execute(placed, [json.dumps(list(item_ids))]).fetchall())
    sql = f"""
        SELECT rowid FROM item_index WHERE item_index MATCH ? AND rowid BETWEEN ? AND ?
          AND +rowid IN ({", ".join(map(str, ids))})
    """  # with the +, one look at the word, from the first of these places to the last
    matches = [match_all((each,)) if ids else "" for each in wanted]
    return [
        {ids[place] for (place,) in db.execute(sql, [match, min(ids), max(ids)]).fetchall()} if match else set()
        for match in matches
    ]


def find_newest_reading(db: Database) -> int:
    """Return the number of the last reading: the index has no word that it had not then, but those undone since."""
    return int(db.execute("SELECT coalesce(max(id), 0) FROM ingests").fetchone()[0])


def list_index_words(db: Database, letter: str) -> list[str]:
    """Return the words of the index, without their endings, that begin with a letter; of very many only the first."""
    sql = f"SELECT term FROM item_words WHERE term >= ? AND term < ? AND doc > 0 LIMIT {_MOST_WORDS}"
    return [term for (term,) in db.execute(sql, [letter, letter + "\U0010ffff"]).fetchall()]


def find_item_with(db: Database, word: str) -> Item | None:
    """Return the newest item that has a word; None where none has it."""
    found = "SELECT rowid FROM item_index WHERE item_index MATCH ? ORDER BY rowid DESC LIMIT 1"
    row = db.execute(f"SELECT record FROM items WHERE place = ({found})", [match_phrase(word)]).fetchone()
    return msgspec.json.decode(row[0], type=Item) if row else None
