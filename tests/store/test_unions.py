"""What makes one policy of several, over a real store: each step leads where working it all out anew would."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from bot.model.policy_identity import decide_leads
from bot.store.database import open_store
from bot.store.unions import insert_policy, keep_apart, merge_into, settle_unions, unite_by_item
from tests.corpus import ITEMS, make_briefing, store_briefing
from tests.room import NOW

NUMBER = "工信部装〔2024〕15号"
POLICIES = 7
STEPS = st.lists(
    st.one_of(
        st.tuples(st.integers(1, len(ITEMS)), st.frozensets(st.integers(1, POLICIES), max_size=3)),
        st.tuples(st.sampled_from(["apart", "one"]), st.frozensets(st.integers(1, POLICIES), min_size=2, max_size=2)),
    ),
    max_size=14,
)
"""An item and the policies that it unites from now on, or a person's word on two."""


def list_leads(db: Database) -> dict[int, int]:
    return dict(db.execute("SELECT id, coalesce(merged_into, id) FROM policies").fetchall())


def work_out(db: Database) -> dict[int, int]:
    """Decide on all policies at once, by all that unites and parts them."""
    sql = "SELECT one, other FROM policy_unions ORDER BY item_id IS NOT NULL, item_id, one, other"
    links = db.execute(sql).fetchall()
    apart = db.execute("SELECT one, other FROM policies_apart").fetchall()
    return decide_leads(range(1, POLICIES + 1), links, apart)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_each_step_leads_where_all_at_once_would(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int | str, frozenset[int]]]
) -> None:
    """Whatever items unite and no longer unite, and people say, in any order."""
    store = open_store(tmp_path_factory.mktemp("unions") / "g.db", create=True)
    with store.write() as db:
        store_briefing(db, make_briefing(), now=NOW)
        for _ in range(POLICIES):
            insert_policy(db)
        for who, policies in steps:
            one, *others = sorted(policies) or [0]
            before = list_leads(db)
            if who == "one":
                moves = merge_into(db, one, others[0], now=NOW) if before[one] != before[others[0]] else ()
            elif who == "apart":
                if before[one] == before[others[0]]:
                    continue
                keep_apart(db, one, others[0])
                moves = settle_unions(db, policies, now=NOW)
            else:
                later: set[int] = set()
                moves = unite_by_item(db, int(who), policies, now=NOW, later=later)
                moves += settle_unions(db, later, now=NOW)
            assert list_leads(db) == work_out(db)
            for move in moves:
                assert before[move.policy] == move.before
                before[move.policy] = move.after
            assert before == list_leads(db)
    store.close()
