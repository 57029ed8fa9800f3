"""Merged and split policies in the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import NotFoundError
from bot.store.database import Store
from bot.store.policies import lead_policy, list_apart
from bot.store.unions import insert_policy, keep_apart, merge_into
from tests.empty_store import open_empty
from tests.room import NOW


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
