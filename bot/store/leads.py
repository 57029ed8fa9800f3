"""Where a policy's number leads: to itself, or in one step to the older policy that it is one with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, find_id, format_id
from bot.errors import NotFoundError

if TYPE_CHECKING:
    from sqlite_utils import Database


def lead_policy(db: Database, number: int) -> int:
    """Give the number that a policy's number leads to: its own, or that of the one it was merged into.

    Raises NotFoundError for a number that no policy ever had.
    """
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    if row is None:
        raise NotFoundError(
            f"No policy {format_id(IdKind.POLICY, number)} is held.", hint="/policy lists what is held."
        )
    return int(row[0])


def list_members(db: Database, lead: int) -> list[int]:
    """Give a policy and all that lead to it, by number."""
    sql = "SELECT id FROM policies WHERE id = ?1 OR merged_into = ?1 ORDER BY id"
    return [row[0] for row in db.execute(sql, [lead]).fetchall()]


def list_apart(db: Database, number: int | None) -> frozenset[int]:
    """Give the policies, as they lead, that were said to be others than this one or any it is one with."""
    if number is None:
        return frozenset()
    if db.execute("SELECT 1 FROM policies_apart LIMIT 1").fetchone() is None:
        return frozenset()
    sql = """
        SELECT coalesce(p.merged_into, p.id) FROM policies m
        CROSS JOIN policies_apart a ON a.one = m.id OR a.other = m.id
        JOIN policies p ON p.id = CASE m.id WHEN a.one THEN a.other ELSE a.one END
        WHERE m.id = ?1 OR m.merged_into = ?1
    """
    return frozenset(row[0] for row in db.execute(sql, [lead_policy(db, number)]).fetchall())


def lead_subject(db: Database, subject: str) -> str:
    """Give the id, as people see it, that a subject leads to; what is no policy's is given back."""
    found = find_id(subject)
    if found is None or found[0] is not IdKind.POLICY:
        return subject
    row = db.execute("SELECT merged_into FROM policies WHERE id = ?", [found[1]]).fetchone()
    return format_id(IdKind.POLICY, row[0]) if row and row[0] else subject


def list_subjects(db: Database, subject: str) -> list[str]:
    """Give all ids, as people see them, under which something may stand of what this one leads to."""
    found = find_id(lead_subject(db, subject))
    if found is None or found[0] is not IdKind.POLICY:
        return [subject]
    return [format_id(IdKind.POLICY, number) for number in list_members(db, found[1])] or [subject]
