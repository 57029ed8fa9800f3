"""What is counted over many items and policies at once, without reading all that they say."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec
from sqlite_utils import Database

from bot.model.briefing import PolicyStatus
from bot.model.digest import Fate
from bot.store.search import Hit

# What a ledger should speak of and does not, or says that no post bears out: faults, of which there are none.


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
    """Return the gaps of a subscription: items of announced briefings without any fate for it, by briefing and item.

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
    """Return what a ledger counts as had though no post brought it or will: items, by briefing and item.

    Or as told by an earlier report that no post brought. There are none, unless something is wrong. Asked of the posts
    and of what they reserved, not of the ledger.
    """
    sql = """
        SELECT l.subscription_id, l.briefing_id, l.item_id FROM ledger l
        JOIN subscriptions s ON s.id = l.subscription_id JOIN items i ON i.id = l.item_id AND i.active
        WHERE l.subscription_id = ? AND l.fate IN (?, ?)
          AND l.version = (SELECT max(version) FROM ledger WHERE subscription_id = l.subscription_id
                             AND item_id = l.item_id)
          AND NOT EXISTS
          (SELECT 1 FROM channel_items c JOIN posts p ON p.id = c.post_id
           WHERE c.workspace = s.workspace AND c.item_id = coalesce(l.before_id, l.item_id)
             AND (l.before_id IS NOT NULL OR c.version = l.version)
             AND c.channel = s.channel AND p.state <> 'cancelled')
        ORDER BY l.briefing_id, l.item_id
    """
    return [
        MissingRow(subscription_id=rule, briefing_id=briefing, item_id=item)
        for rule, briefing, item in db.execute(sql, [subscription_id, Fate.ALREADY_HAD, Fate.UNCHANGED]).fetchall()
    ]


def count_accountable(db: Database, subscription_id: int) -> int:
    """Get how many items the ledger of a subscription has to account for: those announced, and those it speaks of."""
    sql = f"""
        SELECT count(*) FROM (
          SELECT e.item_id FROM ({_EXPECTED} WHERE s.id = ?1) e
          UNION SELECT item_id FROM ledger WHERE subscription_id = ?1)
    """
    return int(db.execute(sql, [subscription_id]).fetchone()[0])


class ReportGist(msgspec.Struct, frozen=True):
    """The issuers that one source gives."""

    issuing_bodies: tuple[str, ...]


class PolicyGist(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a policy's record that is counted: issuers, status and days."""

    issuing_bodies: tuple[str, ...]
    status: PolicyStatus
    issued_on: dt.date | None
    comments_close_on: dt.date | None
    applications_close_on: dt.date | None
    official: ReportGist | None
    reports: tuple[ReportGist, ...]

    @property
    def all_issuers(self) -> tuple[str, ...]:
        """The issuers of the notice where it is held, else all that some report names, each once."""
        given = () if self.official else (body for report in self.reports for body in report.issuing_bodies)
        return tuple(dict.fromkeys((*self.issuing_bodies, *given)))


def list_policy_gists(db: Database, numbers: Collection[int]) -> dict[int, PolicyGist]:
    """Return what is counted of the policies in force of these numbers, by number."""
    decode = msgspec.json.Decoder(PolicyGist).decode
    sql = (
        "SELECT id, record FROM policies WHERE active AND record IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    )
    return {number: decode(record) for number, record in db.execute(sql, [_list(numbers)]).fetchall()}


def list_reported_on(db: Database, item_ids: Sequence[int]) -> dict[int, dt.date]:
    """Return the day of each of these items that has one, by number."""
    sql = "SELECT id, reported_on FROM items WHERE reported_on IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    return {number: dt.date.fromisoformat(day) for number, day in db.execute(sql, [_list(item_ids)]).fetchall()}


def count_sections(db: Database, briefing_id: int) -> dict[str, int]:
    """Return how many items in force a briefing has in each section."""
    sql = "SELECT section, count(*) FROM items WHERE briefing_id = ? AND active GROUP BY section"
    return dict(db.execute(sql, [briefing_id]).fetchall())


def list_hits_of(db: Database, item_ids: Sequence[int]) -> list[Hit]:
    """Return these items in force in the order asked for, each with the policy it is about."""
    sql = "SELECT id, policy_id FROM items WHERE active AND id IN (SELECT value FROM json_each(?))"
    found = {row[0]: Hit(*row) for row in db.execute(sql, [_list(item_ids)]).fetchall()}
    return [found[number] for number in item_ids if number in found]


def list_companies_in(db: Database, item_ids: Collection[int]) -> tuple[str, ...]:
    """Return the names of the companies that these items name, each once, by number of item."""
    sql = (
        "SELECT c.name FROM item_companies JOIN companies c ON c.id = company_id"
        " WHERE item_id IN (SELECT value FROM json_each(?)) ORDER BY item_id"
    )
    return tuple(dict.fromkeys(name for (name,) in db.execute(sql, [_list(item_ids)]).fetchall()))


def list_bodies_in(db: Database, item_ids: Collection[int]) -> tuple[str, ...]:
    """Return the ids of the bodies that these items name, as issuers too, each once, by number of item."""
    sql = "SELECT body_id FROM item_bodies WHERE item_id IN (SELECT value FROM json_each(?)) ORDER BY item_id"
    return tuple(dict.fromkeys(body for (body,) in db.execute(sql, [_list(item_ids)]).fetchall()))


def _list(numbers: Collection[int]) -> str:
    return json.dumps(list(numbers))
