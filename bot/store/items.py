"""Items: their records, the side tables that questions filter by, and their place in the search index."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.names import slug
from bot.domain.records.briefing import Item
from bot.domain.records.held_items import HeldItem
from bot.domain.records.policy_identity import list_keys, turn_figures
from bot.store.index_rows import leave_place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

_SIDE_TABLES = ("item_bodies", "item_companies", "item_topics", "item_deadlines", "item_targets", "item_keys")
_BATCH = 500
"""Ids asked for in one statement; well under SQLite's limit on parameters."""


_COLUMNS = "id, briefing_id, policy_id, record, learned_at, version"


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredItem:
    """An item as held."""

    id: int
    briefing_id: int
    policy_id: int | None
    item: Item
    learned_at: dt.datetime
    version: int

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.ITEM, self.id)


def list_held(db: Database, briefing_id: int) -> list[HeldItem]:
    """Give all items a briefing has or ever had, by id."""
    sql = "SELECT id, record, active FROM items WHERE briefing_id = ? ORDER BY id"
    return [
        HeldItem(id=number, item=msgspec.json.decode(record, type=Item), active=bool(active))
        for number, record, active in db.execute(sql, [briefing_id]).fetchall()
    ]


def list_items(db: Database, ids: Sequence[int]) -> list[StoredItem]:
    """Give the items in force of these numbers, in the order asked for."""
    found: dict[int, StoredItem] = {}
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        marks = ", ".join("?" * len(batch))
        sql = f"SELECT {_COLUMNS} FROM items WHERE active AND id IN ({marks})"
        found |= {row[0]: _read(row) for row in db.execute(sql, batch).fetchall()}
    return [found[number] for number in ids if number in found]


def list_versions(db: Database, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Give number and version of the items in force of these numbers, without reading what they say."""
    found: list[tuple[int, int]] = []
    for start in range(0, len(ids), _BATCH):
        batch = list(ids[start : start + _BATCH])
        marks = ", ".join("?" * len(batch))
        sql = f"SELECT id, version FROM items WHERE active AND id IN ({marks})"
        found += db.execute(sql, batch).fetchall()
    return found


def list_briefing_item_ids(db: Database, briefing_id: int) -> list[int]:
    """Give the numbers of a briefing's items in force, by section and position."""
    sql = """
        SELECT id FROM items WHERE briefing_id = ? AND active
        ORDER BY CASE section WHEN 'top' THEN 0 WHEN 'policy_news' THEN 1 WHEN 'corporate_news' THEN 2 ELSE 3 END,
                 position
    """
    return [number for (number,) in db.execute(sql, [briefing_id]).fetchall()]


def insert_item(db: Database, *, briefing_id: int, item: Item, now: dt.datetime) -> int:
    """Store a new item and give its number; it is found once ``write_index_row`` has put it into the index."""
    cursor = db.execute(
        "INSERT INTO items (briefing_id, section, position, reported_on, learned_at, record) VALUES (?, ?, ?, ?, ?, ?)",
        [briefing_id, item.section, item.position, _iso(item.reported_on), now.isoformat(), _encode(item)],
    )
    number = int(cursor.lastrowid or 0)
    _write_side_tables(db, number, item)
    return number


def update_item(db: Database, number: int, item: Item, *, new_version: bool) -> None:
    """Bring a stored item up to what was read now, and into force; it leaves the index until it is put there anew."""
    db.execute(
        "UPDATE items SET section = ?, position = ?, reported_on = ?, record = ?, version = version + ?, active = 1"
        " WHERE id = ?",
        [item.section, item.position, _iso(item.reported_on), _encode(item), int(new_version), number],
    )
    _clear_side_tables(db, number)
    _write_side_tables(db, number, item)


def deactivate_item(db: Database, number: int) -> None:
    """Take an item out of every answer; its number stays taken."""
    db.execute("UPDATE items SET active = 0 WHERE id = ?", [number])
    _clear_side_tables(db, number)


def set_policy(db: Database, number: int, policy_id: int | None) -> None:
    """Say which policy an item is about by itself; where that leads on, it is about the one it leads to."""
    db.execute(
        "UPDATE items SET own_policy_id = ?1,"
        " policy_id = (SELECT coalesce(merged_into, id) FROM policies WHERE id = ?1) WHERE id = ?2",
        [policy_id, number],
    )
    db.execute("UPDATE item_keys SET policy_id = ? WHERE item_id = ?", [policy_id, number])


def find_policy_of(db: Database, number: int) -> int | None:
    """Give the number of the policy that an item was last said to be about, or None."""
    row = db.execute("SELECT policy_id FROM items WHERE id = ?", [number]).fetchone()
    return row[0] if row else None


def get_item(db: Database, number: int) -> Item:
    """Give what an item says, or said before it was taken away; it must be stored."""
    return msgspec.json.decode(db.execute("SELECT record FROM items WHERE id = ?", [number]).fetchone()[0], type=Item)


def find_own_policy(db: Database, number: int) -> int | None:
    """Give the number of the policy that an item was last said to be about by itself, or None."""
    row = db.execute("SELECT own_policy_id FROM items WHERE id = ?", [number]).fetchone()
    return row[0] if row else None


def _write_side_tables(db: Database, number: int, item: Item) -> None:
    named = dict.fromkeys((*item.issuing_bodies, *item.bodies))
    _insert(db, "item_bodies", ((number, body, int(body in item.issuing_bodies)) for body in named))
    companies = {company.company_id or slug(company.name): company for company in item.companies}
    for company_id, company in companies.items():
        db.execute(
            "INSERT INTO companies (id, name, confirmed) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
            [company_id, company.name, int(company.company_id is not None)],
        )
    _insert(db, "item_companies", ((number, company_id) for company_id in companies))
    _insert(db, "item_topics", ((number, topic) for topic in dict.fromkeys(item.topics)))
    deadlines = dict.fromkeys((d.on.isoformat(), d.kind.value) for d in item.deadlines)
    _insert(db, "item_deadlines", ((number, day, kind) for day, kind in deadlines))
    _insert(db, "item_targets", ((number, year) for year in dict.fromkeys(t.year for t in item.targets)))
    keys, figures = list_keys(item), turn_figures(item.policy.document_number if item.policy else None)
    own = find_own_policy(db, number) if keys else None
    _insert(db, "item_keys", ((number, key, own, figures) for key in dict.fromkeys(keys)))


def _clear_side_tables(db: Database, number: int) -> None:
    for table in _SIDE_TABLES:
        db.execute(f"DELETE FROM {table} WHERE item_id = ?", [number])
    leave_place(db, number)


def _insert(db: Database, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    for row in rows:
        db.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", list(row))


def _read(row: tuple[int, int, int | None, str, str, int]) -> StoredItem:
    number, briefing_id, policy_id, record, learned_at, version = row
    return StoredItem(
        id=number,
        briefing_id=briefing_id,
        policy_id=policy_id,
        item=msgspec.json.decode(record, type=Item),
        learned_at=dt.datetime.fromisoformat(learned_at),
        version=version,
    )


def _encode(item: Item) -> str:
    return msgspec.json.encode(item).decode()


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
