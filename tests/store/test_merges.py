"""Merged and split policies in the store, and the migration that brought what an item refers to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.errors import NotFoundError
from bot.store.items import list_held
from bot.store.leads import lead_policy, list_apart
from bot.store.merges import insert_policy, keep_apart, merge_into
from bot.store.migrations.review import m007_review
from tests.empty_store import open_empty
from tests.services.room import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

TABLES = ("review_sources", "review_entries", "policies_apart", "item_references")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_empty(tmp_path / "g.db")
    yield opened
    opened.close()


def test_an_id_leads_on_through_every_merge(store: Store) -> None:
    """Two merges in a row lead to the last; an id that no policy has is refused."""
    with store.write() as db:
        one, two, three = (insert_policy(db) for _ in range(3))
        merge_into(db, two, three, now=NOW)
        merge_into(db, one, two, now=NOW)
        assert [lead_policy(db, number) for number in (one, two, three)] == [one, one, one]
        with pytest.raises(NotFoundError, match="P9"):
            lead_policy(db, 9)


def test_what_was_said_to_be_another_stays_another_after_a_merge(store: Store) -> None:
    """The borders of either hold for both, under the number they lead to; one between the two is gone."""
    with store.write() as db:
        one, two, three = (insert_policy(db) for _ in range(3))
        keep_apart(db, three, two)
        keep_apart(db, two, three)
        keep_apart(db, one, two)
        assert list_apart(db, two) == {one, three}
        merge_into(db, one, two, now=NOW)
        assert [sorted(list_apart(db, number)) for number in (one, two, three, None)] == [[three], [three], [one], []]


def test_the_migration_fills_in_what_items_refer_to(store: Store) -> None:
    """Records of an earlier version, which know no inference, load, and their references are found."""
    record = {"section": "top", "position": 1, "headline": None, "text": "x", "references": ["《风筝出口管理办法》"]}
    with store.write() as db:
        db.execute(
            "INSERT INTO briefings (identity, series_key, sha256, record, learned_at) VALUES ('i', 's', 'h', '{}', '')"
        )
        db.execute(
            "INSERT INTO items (briefing_id, section, position, learned_at, record) VALUES (1, 'top', 1, '', ?)",
            [json.dumps(record)],
        )
        for table in TABLES:
            db.execute(f"DROP TABLE {table}")
        m007_review(db)
        keys = db.execute("SELECT item_id, key FROM item_references ORDER BY key").fetchall()
        assert keys == [(1, "z:风筝出口管理办法"), (1, "zd:风筝出口管理办法")]
        assert list_held(db, 1)[0].item.inferred == ()
