"""The search index in order of date, with every filter as a token inside it.

A row of the index stands at the item's ``place`` (``bot.store.index_rows``), so that the newest matches come first
without sorting and a range of days is a range of rows. Kind and status of a policy stand in the column ``kind``, which
two triggers keep, whoever changes the policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.index_rows import KIND_TOKENS, rebuild_index

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "ALTER TABLE items ADD COLUMN place INTEGER",
    "CREATE INDEX items_by_place ON items (place, policy_id)",
    "CREATE INDEX policies_by_status ON policies (status, comments_close_on)",
    "CREATE INDEX companies_unlisted ON companies (id) WHERE NOT confirmed",
    "CREATE INDEX briefings_newest ON briefings (active, published_on, id)",
    "CREATE INDEX briefings_period ON briefings (active, coalesce(period_start, published_on))",
    "CREATE INDEX briefings_reach ON briefings (active, coalesce(period_end, published_on))",
    "DROP TABLE item_index",
    """
    CREATE VIRTUAL TABLE item_index USING fts5(
        title, names, text, comment, pinyin, facets, kind,
        tokenize = 'porter unicode61 remove_diacritics 2'
    )
    """,
    "CREATE VIRTUAL TABLE item_words USING fts5vocab(item_index, 'row')",
    f"""
    CREATE TRIGGER item_kind AFTER UPDATE OF policy_id ON items WHEN new.place IS NOT NULL BEGIN
        UPDATE item_index
        SET kind = coalesce((SELECT {KIND_TOKENS.format(policy="p")} FROM policies p WHERE p.id = new.policy_id), '')
        WHERE rowid = new.place;
    END
    """,
    f"""
    CREATE TRIGGER policy_kind AFTER UPDATE OF document_type, status ON policies
    WHEN old.document_type IS NOT new.document_type OR old.status IS NOT new.status BEGIN
        UPDATE item_index SET kind = {KIND_TOKENS.format(policy="new")}
        WHERE rowid IN (SELECT place FROM items WHERE policy_id = new.id AND place IS NOT NULL);
    END
    """,
)


def m009_search(db: Database) -> None:
    """Create the index anew, and place every item in force in it."""
    for statement in _STATEMENTS:
        db.execute(statement)
    rebuild_index(db)
