"""Publishers' licences as rows, the publishers held, and a reading of the store that shows some of them only.

The last puts views in front of the tables, by their own names, for as long as the reading lasts: whatever is asked
then, by whomever, knows nothing of the other publishers' items, policies and companies.
"""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from bot.domain.ids import IdKind, format_id
from bot.domain.licence import Licence, LicenceKind
from bot.domain.names import fold, normalise_document_number
from bot.domain.records.briefing import Item
from bot.domain.records.policy_identity import compose_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

_PUBLISHER = "coalesce(json_extract(record, '$.publisher'), '')"
_BELONGS = {"item_id": "items", "briefing_id": "briefings"}
"""What a table's column says about whose it is; a new table with one of them is restricted from the day it is there."""


_NARROWED: set[Database] = set()
"""The connections inside ``show_only``; each belongs to one thread."""


def write_licence(db: Database, licence: Licence, *, by: str, now: dt.datetime) -> None:
    """Put a licence in force."""
    row = {
        "publisher": fold(licence.publisher),
        "name": licence.publisher,
        "kind": licence.kind,
        "channels": json.dumps(sorted(licence.channels)),
        "longest_quote": licence.longest_quote,
        "set_by": by,
        "at": now.isoformat(),
    }
    db.table("licences").insert(row, replace=True)


def list_licences(db: Database) -> dict[str, Licence]:
    """Give the licences that were set, by the publisher's folded name; any other publisher has the default."""
    return {
        row["publisher"]: Licence(
            publisher=row["name"],
            kind=LicenceKind(row["kind"]),
            channels=frozenset(json.loads(row["channels"])),
            longest_quote=row["longest_quote"],
        )
        for row in db.table("licences").rows_where(order_by="publisher")
    }


def find_licensed_at(db: Database, publisher: str) -> dt.datetime | None:
    """Give when a publisher's licence was set last, or None when it has the default."""
    row = db.execute("SELECT at FROM licences WHERE publisher = ?", [fold(publisher)]).fetchone()
    return dt.datetime.fromisoformat(row[0]) if row else None


def list_publishers(db: Database) -> list[str]:
    """Give the publishers of all briefings ever held, as printed, by name; "" for briefings that name none."""
    return [row[0] for row in db.execute(f"SELECT DISTINCT {_PUBLISHER} FROM briefings ORDER BY 1").fetchall()]


def is_narrowed(db: Database) -> bool:
    """Tell whether this connection is inside ``show_only``."""
    return db in _NARROWED


@contextmanager
def show_only(db: Database, publishers: frozenset[str]) -> Iterator[None]:
    """Let a reading connection see what these publishers (as printed) wrote, and nothing of the others."""
    db.execute("PRAGMA query_only=OFF")
    _NARROWED.add(db)
    try:
        _create_views(db, publishers)
        db.execute("PRAGMA query_only=ON")
        yield
    finally:
        db.execute("PRAGMA query_only=OFF")
        for row in db.execute("SELECT type, name FROM temp.sqlite_master WHERE type IN ('table', 'view')").fetchall():
            db.execute(f"DROP {row[0]} temp.{row[1]}")
        _NARROWED.discard(db)
        db.execute("PRAGMA query_only=ON")


def _create_views(db: Database, publishers: frozenset[str]) -> None:
    db.execute("CREATE TEMP TABLE seen_publishers (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    for name in publishers:
        db.execute("INSERT INTO temp.seen_publishers VALUES (?)", [name])
    _create_view(db, "briefings", f"{_PUBLISHER} IN (SELECT name FROM temp.seen_publishers)")
    _create_view(db, "items", "briefing_id IN (SELECT id FROM temp.briefings)")
    for table, column in _list_belonging(db):
        _create_view(db, table, f"{column} IN (SELECT id FROM temp.{_BELONGS[column]})")
    _create_view(db, "companies", "confirmed OR id IN (SELECT company_id FROM temp.item_companies)")
    if db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'item_words'").fetchone():
        _create_view(db, "item_words", "0")  # the words of all items together: no telling whose
    _create_policies(db)


def _create_view(db: Database, table: str, condition: str) -> None:
    db.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}")


def _list_belonging(db: Database) -> list[tuple[str, str]]:
    """Give every other table with a column that says whose its rows are, an item's before a briefing's."""
    found: dict[str, str] = {}
    for column in _BELONGS:
        sql = (
            "SELECT m.name FROM main.sqlite_master m JOIN pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.name = ? AND m.name <> 'items' ORDER BY m.name"
        )
        for (table,) in db.execute(sql, [column]).fetchall():
            found.setdefault(table, column)
    return list(found.items())


def _create_policies(db: Database) -> None:
    """Let a policy that hidden items report too say only what the others do."""
    db.execute("CREATE TEMP TABLE seen_policies AS SELECT * FROM main.policies WHERE 0")
    mixed = db.execute(
        "SELECT DISTINCT policy_id FROM temp.items WHERE active AND policy_id IN (SELECT policy_id FROM main.items"
        " WHERE active AND briefing_id NOT IN (SELECT id FROM temp.briefings))"
    ).fetchall()
    for (number,) in mixed:
        rows = db.query("SELECT id, record FROM temp.items WHERE policy_id = ? AND active ORDER BY id", [number])
        reports = [(format_id(IdKind.ITEM, r["id"]), msgspec.json.decode(r["record"], type=Item)) for r in rows]
        policy = compose_policy(format_id(IdKind.POLICY, number), reports)
        db.execute("INSERT INTO temp.seen_policies SELECT * FROM main.policies WHERE id = ?", [number])
        db.execute(
            "UPDATE temp.seen_policies SET document_number = ?, document_type = ?, status = ?, issued_on = ?,"
            " comments_close_on = ?, record = ? WHERE id = ?",
            [
                policy.document_number and normalise_document_number(policy.document_number),
                policy.document_type,
                policy.status,
                policy.issued_on and policy.issued_on.isoformat(),
                policy.comments_close_on and policy.comments_close_on.isoformat(),
                msgspec.json.encode(policy).decode(),
                number,
            ],
        )
    db.execute(
        "CREATE TEMP VIEW policies AS SELECT * FROM main.policies WHERE id NOT IN (SELECT id FROM temp.seen_policies)"
        " AND (merged_into IS NOT NULL OR id IN (SELECT policy_id FROM temp.items WHERE active))"
        " UNION ALL SELECT * FROM temp.seen_policies"
    )
