"""Rules that left an item out because it was not certain enough, once it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.domain.posts.digest import Fate
from bot.domain.records.briefing import Item
from bot.domain.records.review import find_doubt

if TYPE_CHECKING:
    from bot.store.database import Database


def list_cleared(db: Database, briefing_id: int) -> set[int | None]:
    """Give the subscriptions whose ledger says of an item in force that it was not certain, while it is by now.

    A later word of the ledger about the same item counts: what was posted or filtered since is not given again.
    """
    sql = """
        SELECT l.subscription_id, i.record FROM ledger l JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.briefing_id = ?1 AND l.fate = ?2
          AND l.version = (SELECT max(m.version) FROM ledger m
                           WHERE m.subscription_id = l.subscription_id AND m.item_id = l.item_id)
    """
    rows = db.execute(sql, [briefing_id, Fate.UNCERTAIN]).fetchall()
    return {rule for rule, record in rows if _is_certain(msgspec.json.decode(record, type=Item))}


def _is_certain(item: Item) -> bool:
    return find_doubt(item) is None and all(company.company_id is not None for company in item.companies)
