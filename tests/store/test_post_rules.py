"""What is kept with posts, their rules and their items, and what is known of posts made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import NamedList
from bot.domain.posts.digest import Decided, Fate
from bot.domain.posts.schedule import Schedule
from bot.services.posting.summaries import get_issue
from bot.store.carried import carry_items, list_carried, list_digests_carrying
from bot.store.database import Store, open_store
from bot.store.ledger import write_fates
from bot.store.outbox import get_post
from bot.store.post_rules import PostRule, add_post_rule, find_post_rule
from bot.store.reserved import release_items, reserve_items
from bot.store.schedules import add_change, end_changes
from tests.corpus import make_briefing, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW, add_active, add_summary, after

if TYPE_CHECKING:
    from pathlib import Path

US = NamedList(id=1, name="us", owner="C1", filter="topic:ai 机器人")


def _forget_migration(store: Store) -> None:
    """Bring a database back to before posts had rules."""
    with store.write() as db:
        for table in ("post_rules", "post_items"):
            db.execute(f"DROP TABLE {table}")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm018_standing'")
        db.execute("PRAGMA user_version = 17")
    store.close()


def test_a_rule_is_kept_as_it_was_first_told(tmp_path: Path) -> None:
    """A post's rule and its lists come back as they were; what is told later of the same post changes nothing."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        post = add_summary(db, add_active(db))
        assert find_post_rule(db, post) is None
        rule = PostRule(filter="list:L1", zone="Asia/Shanghai", lists=(US,))
        add_post_rule(db, post, rule)
        add_post_rule(db, post, PostRule(filter="", zone="UTC"))
        assert find_post_rule(db, post) == rule
    store.close()


def test_posts_of_before_have_the_rule_that_cannot_have_changed(tmp_path: Path) -> None:
    """A migrated post has its rule unless that changed since it was decided, or holds a list that may have."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        rules = [add_active(db, filter_text=text) for text in ("topic:ai", "list:L1", "topic:energy", "topic:robotics")]
        posts = [add_summary(db, rule) for rule in rules]
        for rule, changed in zip(rules[2:], (after(minutes=-5), after(minutes=5)), strict=True):
            add_change(db, subscription_id=rule.id, filter_text="x", schedule=Schedule(), user="U1", now=NOW)
            end_changes(db, rule.id, now=changed)
    _forget_migration(store)
    store = open_store(tmp_path / "g.db", create=False)
    with store.read() as db:
        assert [find_post_rule(db, post) for post in posts] == [
            PostRule(filter="topic:ai", zone="UTC"),
            None,
            PostRule(filter="topic:energy", zone="UTC"),
            None,
        ]
    store.close()


def test_posts_of_before_carry_what_they_were_first_with(tmp_path: Path) -> None:
    """A migrated post carries what it brought its channel; a digest of deadlines also what the ledger says of it."""
    store = open_empty(tmp_path / "g.db")
    with store.write() as db:
        rule = add_active(db)
        first, second = add_summary(db, rule), add_summary(db, rule, slot="2024-03-11 09:00")
        db.execute("UPDATE posts SET kind = 'digest'")
        number = store_briefing(db, make_briefing(), now=NOW)
        reserve_items(db, get_post(db, first).slot, first, [(1, 1), (1, 2), (2, 1)])
        included = [Decided(item=item, fate=Fate.INCLUDED, reason="") for item in get_issue(db, number).items[:2]]
        write_fates(db, included, subscription_id=rule.id, post_id=second, now=NOW)
    _forget_migration(store)
    store = open_store(tmp_path / "g.db", create=False)
    with store.read() as db:
        assert [list_carried(db, post) for post in (first, second)] == [{1: 2, 2: 1}, {1: 1, 2: 1}]
        assert list_digests_carrying(db, number) == [first, second]
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
