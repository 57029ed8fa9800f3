"""What is kept with posts, their rules and their items."""

from __future__ import annotations

from pathlib import Path

from bot.names.records import NamedList
from bot.store.ledger import PostRule, add_post_rule, find_post_rule
from bot.store.schedules import carry_items, list_carried, release_items
from tests.corpus import make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, add_active, add_summary

US = NamedList(id=1, name="us", owner="C1", filter="topic:ai 机器人")


def test_a_rule_is_kept_as_it_was_first_told(tmp_path: Path) -> None:
    """A post's rule and its lists come back as they were; what is told later of the same post changes nothing."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        post = add_summary(db, add_active(db))
        assert find_post_rule(db, post) is None
        rule = PostRule(filter="list:L1", lists=(US,))
        add_post_rule(db, post, rule)
        add_post_rule(db, post, PostRule(filter=""))
        assert find_post_rule(db, post) == rule
    store.close()


def test_a_post_carries_the_newest_version_it_told(tmp_path: Path) -> None:
    """An item is carried by several posts of a channel; a post that was never made carries nothing."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        rule = add_active(db)
        first, second = add_summary(db, rule), add_summary(db, rule, slot="2024-03-11 09:00")
        store_briefing(db, make_briefing(), now=NOW)
        for post in (first, second):
            carry_items(db, post, [(1, 1)])
        carry_items(db, second, [(1, 2), (2, 1)])
        carry_items(db, second, [(1, 1)])
        release_items(db, first)
        assert [list_carried(db, post) for post in (first, second)] == [{}, {1: 2, 2: 1}]
    store.close()
