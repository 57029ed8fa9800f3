"""The names the corpus has met: how often bodies and companies occur, and companies that no list of ours holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.lexicon import Company

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class NameCount:
    """How often a body or company occurs: policies issued (bodies only), items naming it, and the newest of these."""

    id: str
    issued: int
    items: int
    newest_item_id: int


def count_unlisted(db: Database) -> int:
    """Give how many companies were met that no list holds; it only grows, so equal counts mean equal lists."""
    return int(db.execute("SELECT count(*) FROM companies WHERE NOT confirmed").fetchone()[0])


def list_unlisted(db: Database) -> tuple[Company, ...]:
    """Give the companies that were met in briefings and stand on no list of ours, by id."""
    rows = db.execute("SELECT id, name FROM companies WHERE NOT confirmed ORDER BY id").fetchall()
    return tuple(Company(id=row[0], name=row[1], confirmed=False) for row in rows)


def count_bodies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Give every body in force in the corpus (``among``: in these items), those that issued most policies first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT b.body_id, count(DISTINCT CASE WHEN b.issuing THEN i.policy_id END) AS issued, count(*) AS items,
            max(i.id) AS newest
        FROM item_bodies b JOIN items i ON i.id = b.item_id WHERE i.active{within}
        GROUP BY b.body_id ORDER BY 2 DESC, 3 DESC, 1
    """
    rows = db.execute(sql, values).fetchall()
    return [NameCount(id=r[0], issued=r[1], items=r[2], newest_item_id=r[3]) for r in rows]


def is_company_held(db: Database, company_id: str) -> bool:
    """Say whether an item in force names this company."""
    sql = "SELECT 1 FROM item_companies c JOIN items i ON i.id = c.item_id WHERE i.active AND c.company_id = ? LIMIT 1"
    return db.execute(sql, [company_id]).fetchone() is not None


def count_companies(db: Database, *, among: Collection[int] | None = None) -> list[NameCount]:
    """Give every company in force in the corpus (``among``: in these items), the most recently reported first."""
    within, values = _restrict(among)
    sql = f"""
        SELECT c.company_id, count(*) AS items FROM item_companies c JOIN items i ON i.id = c.item_id
        WHERE i.active{within} GROUP BY c.company_id ORDER BY max(i.reported_on) DESC, count(*) DESC, c.company_id
    """
    rows = db.execute(sql, values).fetchall()
    newest = _newest_by_company(db, within, values)
    return [NameCount(id=r[0], issued=0, items=r[1], newest_item_id=newest[r[0]]) for r in rows]


def _newest_by_company(db: Database, within: str, values: list[str]) -> dict[str, int]:
    sql = f"""
        SELECT c.company_id, i.id FROM item_companies c JOIN items i ON i.id = c.item_id
        WHERE i.active{within} ORDER BY i.reported_on, i.id DESC
    """
    return dict(db.execute(sql, values).fetchall())


def _restrict(among: Collection[int] | None) -> tuple[str, list[str]]:
    """Give the condition that an item ``i`` is one of these, with its values; none for all."""
    return ("", []) if among is None else (" AND i.id IN (SELECT value FROM json_each(?))", [json.dumps(list(among))])
