"""Finding items: words and filters through the index, what is left through the tables, in one statement.

The index stands in order of date (``bot.store.items``): the newest matches need no sorting, and days are a range of
rows. What depends on the day of asking or on a deadline is looked up row by row, the index first.
"""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlite_utils import Database

from bot.model.briefing import DeadlineKind, PolicyStatus
from bot.model.deadlines import DateRange
from bot.query.keys import COMMENT_CLOSED, Key
from bot.query.query_record import Alternatives, Query
from bot.query.search_plan import SearchPlan, match_all, match_phrase, prefer_neighbours
from bot.query.tokens import EVERY_ITEM, NO_ITEM, facet_token
from bot.store.access import is_narrowed
from bot.store.items import first_place
from bot.store.policies import list_kin

MOST_COUNTED = 2000
"""So many matches are counted exactly."""
MOST_RANKED = 200
"""Of more matches than this those with the words in headline or title come first, and each the newest first."""
_MOST_WORDS = 20_000


class Hit(NamedTuple):
    """An item found, with the policy it is about."""

    item_id: int
    policy_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The first hits in the order asked for, and how many there are in all, None for more than MOST_COUNTED."""

    hits: tuple[Hit, ...] = ()
    total: int | None = 0


def find_items(
    db: Database,
    query: Query,
    plan: SearchPlan,
    *,
    today: dt.date,
    limit: int | None = None,
    among: Sequence[int] | None = None,
) -> Found:
    """Return the items that the query matches, in the order it asks for: all, or the first so many.

    With ``among`` only items of these numbers. ``today`` is the day in Beijing for which "open" is meant. Words rank by
    where they stand; otherwise the newest come first.
    """
    where = _list_conditions(db, query, today)
    where += [] if among is None else [f"i.id IN ({', '.join(map(str, among))})"]
    asked = _Statement(db, _build_match(query, plan), where)
    count = asked.count(MOST_COUNTED + 1)
    if not count:
        return Found()
    may_rank = bool(plan.wanted) and query.sort in {None, "relevance"}
    if may_rank and (count <= MOST_RANKED or query.sort is not None):
        hits = _Statement(db, _build_match(query, prefer_neighbours(plan)), where).rank()
    elif may_rank:
        titled = _Statement(db, _build_match(query, plan, in_title=True), where)
        hits = list(dict.fromkeys((*titled.list_hits(_NEWEST, limit), *asked.list_hits(_NEWEST, limit))))
    else:
        hits = asked.list_hits(_order_due(today) if query.sort == "due" else _NEWEST, limit)
    total = len(hits) if limit is None else count if count <= MOST_COUNTED else None
    return Found(hits=tuple(hits[:limit]), total=total)


def count_matches(db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> int:
    """Return how many items the query matches."""
    return _Statement(db, _build_match(query, plan), _list_conditions(db, query, today)).count()


# The statement.

_PLACE = "PLACE"
_NEWEST = f"{_PLACE} DESC"
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


class _Statement(NamedTuple):
    """What the index is asked, "" for nothing, and conditions on the item ``i``, whose row of the index is PLACE."""

    db: Database
    match: str
    where: Sequence[str]

    def select(self, columns: str, rest: str) -> str:
        """Return the statement: the index first, the items where they are needed."""
        needs_items = not self.match or any("i." in part for part in (columns, rest, *self.where))
        joined = "item_index CROSS JOIN items i ON i.place = item_index.rowid" if needs_items else "item_index"
        source, first = (joined, "item_index MATCH ?") if self.match else ("items i", "i.place IS NOT NULL")
        sql = f"SELECT {columns} FROM {source} WHERE {' AND '.join((first, *self.where))} {rest}"
        return sql.replace(_PLACE, "item_index.rowid" if self.match else "i.place")

    def fetch(self, sql: str) -> list[Any]:
        """Return the rows of a statement."""
        return self.db.execute(sql, [self.match] if self.match else []).fetchall()

    def count(self, most: int = -1) -> int:
        """Return how many items match, counting to ``most``."""
        return int(self.fetch(f"SELECT count(*) FROM ({self.select('1', f'LIMIT {most}')})")[0][0])

    def list_hits(self, order: str, limit: int | None) -> list[Hit]:
        """Return the matches in an order, the first so many."""
        rest = f"ORDER BY {order} LIMIT {-1 if limit is None else limit}"
        return [Hit(*row) for row in self.fetch(self.select("i.id, i.policy_id", rest))]

    def rank(self) -> list[Hit]:
        """Return the matches by where their words stand, then top items before others, then the newest first."""
        ranked: list[tuple[float, int, int, Hit]] = []
        rows = self.fetch(self.select(f"i.id, i.policy_id, i.section = 'top', {_PLACE}, {_RANKED_BY}", ""))
        for number, policy, is_top, place, title, text, comment in rows:
            score = _TITLE * title + _TEXT * text + _COMMENT * comment  # less is better
            ranked.append((score, -is_top, -place, Hit(number, policy)))
        step = -min((score for score, *_ in ranked), default=0.0) / _STEPS or 1.0
        ranked.sort(key=lambda row: (round(row[0] / step), row[1], row[2]))
        return [hit for *_, hit in ranked]


def _order_due(today: dt.date) -> str:
    """Return the order by deadline: those ahead first, the next before others."""
    days = f"SELECT {{}} FROM item_facets f WHERE f.item_id = i.id AND f.kind IN {_DAYS}"
    ahead = f"({days.format('min(value)')} AND value >= '{today}') NULLS LAST"
    return f"{ahead}, ({days.format('max(value)')}) DESC NULLS LAST, {_NEWEST}"


# What the index is asked.

_DRAFT, _ISSUED, _IN_FORCE = (PolicyStatus[name].value for name in ("DRAFT_FOR_COMMENT", "ISSUED", "IN_FORCE"))
_RECORDED = {_DRAFT: (_DRAFT,), COMMENT_CLOSED: (_DRAFT,), _IN_FORCE: (_IN_FORCE, _ISSUED)}
"""What is recorded of the statuses that depend on the day of asking."""
_FACETS = {Key.MINISTRY: "issuer", Key.MENTIONS: "body"}
_FACETS |= {key: key.value for key in (Key.COMPANY, Key.TOPIC, Key.TYPE, Key.STATUS, Key.SECTION, Key.BRIEFING)}


def _build_match(query: Query, plan: SearchPlan, *, in_title: bool = False) -> str:
    """Return the match expression for the words and for every filter that has tokens in the index; "" for none."""
    words = match_all(plan.wanted)
    wanted = [f"title : ({words})" if in_title else words] if words else []
    unwanted = [text for each in (*plan.excluded, *query.unlisted) if (text := match_all((each,)))]
    for key, choices in query.chosen:
        include = [recorded for value in choices.include for recorded in _RECORDED.get(value, (value,))]
        if kind := _FACETS.get(key):
            wanted += [" OR ".join(facet_token(kind, value) for value in include)] if include else []
            unwanted += [facet_token(kind, value) for value in choices.exclude if value not in _RECORDED]
    wanted += map(_match_joint, query.joint.include)
    unwanted += map(_match_joint, query.joint.exclude)
    listed = " OR ".join(text for each in query.listed if (text := match_all((each,))))
    wanted += [listed or NO_ITEM] if query.list.include else []
    wanted += [" OR ".join(facet_token("goal", str(year)) for year in query.targets)] if query.targets else []
    if not wanted and not unwanted:
        return ""
    positive = " AND ".join(f"({text})" for text in wanted or [EVERY_ITEM])
    return f"({positive}) NOT ({' OR '.join(f'({text})' for text in unwanted)})" if unwanted else positive


def _match_joint(value: str) -> str:
    """Return what asks for a body that issued with others, or for so many that issued together."""
    if value.isdecimal():
        return facet_token("issuers", value)
    return f"{facet_token('issuer', value)} NOT {facet_token('issuers', '1')}"


# What the tables are asked.

_LAST = dt.date.max - dt.timedelta(days=1)
_DAYS = tuple(kind.value for kind in DeadlineKind)
_SEEN = f"{_PLACE} IN (SELECT place FROM items)"
"""The condition where licences hide items: the index knows these too."""


def _list_conditions(db: Database, query: Query, today: dt.date) -> list[str]:
    """Return what must hold of an item besides what the index is asked."""
    where = [_SEEN] if is_narrowed(db) else []
    for numbers, condition in ((query.policy.include, "IN"), (query.policy.exclude, "NOT IN")):
        if numbers:
            kin = ", ".join(map(str, list_kin(db, [int(number) for number in numbers])))
            where.append(f"coalesce(i.policy_id, 0) {condition} ({kin})")
    included = query.status.include if not _RECORDED.keys().isdisjoint(query.status.include) else ()
    excluded = [value for value in query.status.exclude if value in _RECORDED]
    for statuses, subject in ((included, "+i.policy_id IN"), (excluded, "coalesce(i.policy_id, 0) NOT IN")):
        is_any_draft = query.without_due or {_DRAFT, COMMENT_CLOSED} <= {*statuses}
        parts = [_describe_status(value, today, is_any_draft=is_any_draft) for value in statuses]
        where += [f"{subject} (SELECT id FROM policies WHERE {' OR '.join(parts)})"] if parts else []
    before = DateRange(end=min(query.as_of, _LAST) + dt.timedelta(days=1)) if query.as_of else None
    ranges = ((_PLACE, query.dates), (_PLACE, before), ("i.learned_at", query.learned))
    where += [_within(column, days) for column, days in ranges if days]
    if query.due:
        due = f"SELECT item_id FROM item_facets WHERE kind IN {_DAYS} AND {_within('value', query.due)}"
        where.append(f"i.id IN ({due})")
    if query.without_due:
        dated = f"SELECT o.policy_id FROM item_facets f JOIN items o ON o.id = f.item_id WHERE f.kind IN {_DAYS}"
        where.append(f"i.policy_id NOT IN ({dated} AND o.policy_id IS NOT NULL AND o.place IS NOT NULL)")
    if query.effect:  # what is in force and prints no day for it is so from its report
        dated = f"SELECT id FROM policies WHERE {_within('effective_on', query.effect)}"
        undated = f"SELECT id FROM policies WHERE status = '{_IN_FORCE}' AND effective_on IS NULL"
        where.append(f"(i.policy_id IN ({dated}) OR i.policy_id IN ({undated}) AND {_within(_PLACE, query.effect)})")
    return where


def _describe_status(value: str, today: dt.date, *, is_any_draft: bool) -> str:
    """Return the condition that a policy has a status on a day: a draft is open until its deadline has passed.

    What was issued is in force from the day that is printed for it.
    """
    if value in {_DRAFT, COMMENT_CLOSED}:
        due = f" AND comments_close_on {'>=' if value == _DRAFT else '<'} '{today}'"
        return f"status = '{_DRAFT}'{'' if is_any_draft else due}"
    came = f" OR status = '{_ISSUED}' AND effective_on <= '{today}'" if value == _IN_FORCE else ""
    return f"status = '{PolicyStatus(value).value}'{came}"


def _within(column: str, wanted: DateRange) -> str:
    """Return the condition that a column lies in one of the pieces of a range; PLACE holds days as numbers."""

    def write(day: dt.date) -> str:
        return str(first_place(day)) if column == _PLACE else f"'{day}'"

    pieces = (
        f"({column} >= {write(piece.start or dt.date.min)}{f' AND {column} < {write(piece.end)}' if piece.end else ''})"
        for piece in wanted.pieces
    )
    return f"({' OR '.join(pieces)})"


# Single words of a question in the index: how many items have them, which of some items do, and words like them.


def count_words(db: Database, wanted: Sequence[Alternatives]) -> tuple[int, list[int]]:
    """Return how many items there ever were, and how many have each of these; counting stops at 2,000."""
    total = db.execute("SELECT coalesce(max(id), 0) FROM items").fetchone()[0]
    return int(total), [_count_match(db, match_all((each,)), MOST_COUNTED) for each in wanted]


def list_printed(db: Database, texts: Sequence[str]) -> frozenset[str]:
    """Return those of these texts that some item has."""
    return frozenset(text for text in texts if _count_match(db, match_phrase(text), 1))


def _count_match(db: Database, match: str, most: int) -> int:
    return _Statement(db, match, [_SEEN] if is_narrowed(db) else []).count(most) if match else 0


def list_holding(db: Database, wanted: Sequence[Alternatives], item_ids: Sequence[int]) -> list[set[int]]:
    """Return for each of these those of the items that have it, by number."""
    placed = "SELECT place, id FROM items WHERE place IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    ids = dict(db.execute(placed, [json.dumps(list(item_ids))]).fetchall())
    if not ids:
        return [set() for _ in wanted]
    # with the +, one look at the word, from the first of these places to the last
    among = [f"PLACE BETWEEN {min(ids)} AND {max(ids)}", f"+PLACE IN ({', '.join(map(str, ids))})"]
    found = (_Statement(db, match_all((each,)), among) for each in wanted)
    return [{ids[row[0]] for row in each.fetch(each.select(_PLACE, ""))} if each.match else set() for each in found]


def list_index_words(db: Database, letter: str) -> list[str]:
    """Return the words of the index, without their endings, that begin with a letter; of very many only the first."""
    sql = f"SELECT term FROM item_words WHERE term >= ? AND term < ? AND doc > 0 LIMIT {_MOST_WORDS}"
    return [term for (term,) in db.execute(sql, [letter, letter + "\U0010ffff"]).fetchall()]


def find_newest_with(db: Database, word: str) -> Hit | None:
    """Return the newest item that has a word; None where none has it."""
    return next(iter(_Statement(db, match_phrase(word), []).list_hits(_NEWEST, 1)), None)
