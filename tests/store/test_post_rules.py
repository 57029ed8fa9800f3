"""The rules kept with posts, and what is known of those made before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import NamedList
from bot.domain.schedule import Schedule
from bot.store.database import Store, open_store
from bot.store.post_rules import PostRule, add_post_rule, find_post_rule
from bot.store.schedules import add_change, end_changes
from tests.posting import NOW, add_active, add_summary, after

if TYPE_CHECKING:
    from pathlib import Path

US = NamedList(id=1, name="us", owner="C1", filter="topic:ai 机器人")


def _forget_migration(store: Store) -> None:
    """Bring a database back to before posts had rules."""
    with store.write() as db:
        db.execute("DROP TABLE post_rules")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'm018_standing'")
        db.execute("PRAGMA user_version = 17")
    store.close()


def test_a_rule_is_kept_as_it_was_first_told(tmp_path: Path) -> None:
    """A post's rule and its lists come back as they were; what is told later of the same post changes nothing."""
    store = open_store(tmp_path / "g.db", create=True)
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
    store = open_store(tmp_path / "g.db", create=True)
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
