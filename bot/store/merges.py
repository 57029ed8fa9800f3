"""Merging and splitting policies: whose items, keys and reminders are whose, and which were said to be two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.errors import NotFoundError
from bot.store.reminders import join_deadlines

if TYPE_CHECKING:
    from sqlite_utils import Database


def lead_policy(db: Database, number: int) -> int:
    """Give the number that a policy's number leads to: its own, or that of the one it was merged into.

    Raises NotFoundError for a number that no policy ever had.
    """
    row = db.execute("SELECT merged_into FROM policies WHERE id = ?", [number]).fetchone()
    if row is None:
        raise NotFoundError(
            f"No policy {format_id(IdKind.POLICY, number)} is held.", hint="/policy lists what is held."
        )
    return number if row[0] is None else lead_policy(db, row[0])


def merge_into(db: Database, kept: int, gone: int) -> None:
    """Give all items, keys, borders and reminders of one policy to another, which its number leads to from now on."""
    db.execute("UPDATE items SET policy_id = ? WHERE policy_id = ?", [kept, gone])
    db.execute(
        "INSERT INTO policy_keys (key, policy_id) SELECT key, ? FROM policy_keys WHERE policy_id = ?"
        " ON CONFLICT DO NOTHING",
        [kept, gone],
    )
    db.execute("DELETE FROM policy_keys WHERE policy_id = ?", [gone])
    apart = list_apart(db, gone) - {kept}
    db.execute("DELETE FROM policies_apart WHERE one = ?1 OR other = ?1", [gone])
    db.execute("DELETE FROM policies_apart WHERE one IN (?1, ?2) AND other IN (?1, ?2)", [kept, gone])
    for other in sorted(apart):
        keep_apart(db, kept, other)
    join_deadlines(db, gone=format_id(IdKind.POLICY, gone), kept=format_id(IdKind.POLICY, kept))
    db.execute("UPDATE policies SET merged_into = ?, active = 0 WHERE id = ?", [kept, gone])


def keep_apart(db: Database, one: int, other: int) -> None:
    """Record that two policies are two, whatever their titles say."""
    pair = [min(one, other), max(one, other)]
    db.execute("INSERT INTO policies_apart (one, other) VALUES (?, ?) ON CONFLICT DO NOTHING", pair)


def list_apart(db: Database, number: int | None) -> frozenset[int]:
    """Give the policies that were said to be others than this one."""
    if number is None:
        return frozenset()
    sql = "SELECT CASE one WHEN ?1 THEN other ELSE one END FROM policies_apart WHERE one = ?1 OR other = ?1"
    return frozenset(row[0] for row in db.execute(sql, [number]).fetchall())


def insert_policy(db: Database) -> int:
    """Give the number of a new policy that nothing is known of yet."""
    return int(db.execute("INSERT INTO policies (status) VALUES ('unknown')").lastrowid or 0)


def count_items_of(db: Database, number: int) -> int:
    """Give how many items in force are about a policy."""
    return int(db.execute("SELECT count(*) FROM items WHERE policy_id = ? AND active", [number]).fetchone()[0])
