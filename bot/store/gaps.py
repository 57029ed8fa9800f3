"""What a ledger should speak of and does not, or says that no post bears out: faults, of which there are none.

And how much it has to speak of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.posts.digest import POSTED_BY, Fate
from bot.domain.posts.post import NOT_MADE

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRow:
    """An item of an announced briefing on which the ledger of a subscription is silent; numbers."""

    subscription_id: int
    briefing_id: int
    item_id: int


_EXPECTED = """
    SELECT s.id AS subscription_id, i.briefing_id, i.id AS item_id FROM subscriptions s
    JOIN (SELECT briefing_id, min(decided_at) AS first_at FROM announcements
          WHERE announced AND undone_at IS NULL GROUP BY briefing_id) a ON a.first_at >= s.started_at
    JOIN briefings b ON b.id = a.briefing_id AND b.active
    JOIN items i ON i.briefing_id = b.id AND i.active
"""
"""The items in force of the briefings that were announced since a subscription started."""


def list_missing(db: Database, subscription_id: int) -> list[MissingRow]:
    """Give the gaps of a subscription: items of announced briefings without any fate for it, by briefing and item.

    There are none, unless something is wrong.
    """
    sql = f"""
        SELECT e.* FROM ({_EXPECTED} WHERE s.id = ?) e
        WHERE NOT EXISTS
          (SELECT 1 FROM ledger l WHERE l.subscription_id = e.subscription_id AND l.item_id = e.item_id)
        ORDER BY e.briefing_id, e.item_id
    """
    return [
        MissingRow(subscription_id=rule, briefing_id=briefing, item_id=item)
        for rule, briefing, item in db.execute(sql, [subscription_id]).fetchall()
    ]


def list_never_brought(db: Database, subscription_id: int) -> list[MissingRow]:
    """Give what a ledger counts as had though no post brought it or will: items, by briefing and item.

    Or as told by an earlier report that no post brought. There are none, unless something is wrong. Asked of the posts
    and of what they reserved, not of the ledger.
    """
    sql = f"""
        SELECT l.subscription_id, l.briefing_id, l.item_id FROM ledger l
        JOIN subscriptions s ON s.id = l.subscription_id JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.subscription_id = ? AND l.fate IN (?, ?)
          AND l.version = (SELECT max(version) FROM ledger WHERE subscription_id = l.subscription_id
                             AND item_id = l.item_id)
          AND NOT EXISTS
          (SELECT 1 FROM channel_items c JOIN posts p ON p.id = c.post_id
           WHERE c.workspace = s.workspace AND c.item_id = coalesce(l.before_id, l.item_id)
             AND (l.before_id IS NOT NULL OR c.version = l.version)
             AND c.channel IN (s.channel, (SELECT channel FROM subscriptions
                                           WHERE id = CAST(substr(l.reason, length('{POSTED_BY}D') + 1) AS INTEGER)))
             AND p.state NOT IN (?, ?, ?, ?))
        ORDER BY l.briefing_id, l.item_id
    """
    return [
        MissingRow(subscription_id=rule, briefing_id=briefing, item_id=item)
        for rule, briefing, item in db.execute(
            sql, [subscription_id, Fate.ALREADY_HAD, Fate.UNCHANGED, *NOT_MADE]
        ).fetchall()
    ]


def count_accountable(db: Database, subscription_id: int) -> int:
    """Give how many items the ledger of a subscription has to account for: those announced, and those it speaks of."""
    sql = f"""
        SELECT count(*) FROM (
          SELECT e.item_id FROM ({_EXPECTED} WHERE s.id = ?1) e
          UNION SELECT item_id FROM ledger WHERE subscription_id = ?1)
    """
    return int(db.execute(sql, [subscription_id]).fetchone()[0])
