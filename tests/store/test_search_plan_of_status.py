"""What depends on days is looked up once a row: a status, and that a document prints none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.query.query import parse_query
from bot.query.search_plan import compose_search_plan
from bot.store.search import build_ordered_sql, build_ranked_sql, build_statement
from tests.room import ISSUE, Room


@pytest.mark.parametrize("status", ["draft_for_comment", "comment_closed", "in_force", "issued,in_force"])
@pytest.mark.parametrize("words", ["battery", "topic:ai", "", "-topic:ai"])
def test_places_are_looked_up_alone(tmp_path: Path, status: str, words: str) -> None:
    """SQLite names what it looks an index up by; with the policy beside the place it would try all of a status."""
    room = Room.open(tmp_path / "g.db")
    room.ingest(ISSUE)
    query = parse_query(f"{words} status:{status}", lexicon=room.lookup.lexicon(), today=dt.date(2025, 1, 1))
    plan = compose_search_plan(query.terms, room.lookup.lexicon())
    statement = build_statement(query, plan, dt.date(2025, 1, 1))
    sql, values = build_ranked_sql(statement) if plan.wanted else build_ordered_sql(query, statement, limit=10)
    with room.store.read() as db:
        steps = [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    room.close()
    assert any("items_by_place" in step for step in steps)
    assert [step for step in steps if "policy_id=?" in step] == []


@pytest.mark.parametrize("words", ["topic:ai", "", "status:draft_for_comment"])
def test_what_prints_no_day_is_asked_row_by_row(tmp_path: Path, words: str) -> None:
    """All policies that have a day are never gathered: each row is looked up by its policy."""
    room = Room.open(tmp_path / "g.db")
    room.ingest(ISSUE)
    query = parse_query(f"{words} due:none", lexicon=room.lookup.lexicon(), today=dt.date(2025, 1, 1))
    plan = compose_search_plan(query.terms, room.lookup.lexicon())
    statement = build_statement(query, plan, dt.date(2025, 1, 1))
    sql, values = build_ordered_sql(query, statement, limit=10)
    with room.store.read() as db:
        steps = [str(row[3]) for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()]
    room.close()
    assert [step for step in steps if step.startswith(("SCAN d", "SCAN o"))] == []
    assert any("items_by_policy (policy_id=?)" in step for step in steps)
