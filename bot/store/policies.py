"""Policies: what its items together say of each, and by what it is found."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.briefing import Item, PolicyStatus
from bot.model.identity import sibling_key
from bot.model.ids import IdKind, format_id, normalise_document_number, parse_id
from bot.model.policy import Policy, compose_policy

# Where a policy's number leads: to itself, or in one step to the older policy that it is one with.


def lead_policy(db: Database, number: int) -> int:
    """Return the number that a policy's number leads to: its own, or that of the one it was merged into.

    Raises NotFoundError for a number that no policy ever had.
    """
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    if row is None:
        raise NotFoundError(
            f"You have no policy {format_id(IdKind.POLICY, number)}.", hint="/policy lists what you have."
        )
    return int(row[0])


def list_members(db: Database, lead: int) -> list[int]:
    """Return a policy and all that lead to it, by number."""
    sql = "SELECT id FROM policies WHERE id = ?1 OR merged_into = ?1 ORDER BY id"
    return [row[0] for row in db.execute(sql, [lead]).fetchall()]


def compose_row(db: Database, number: int) -> dict[str, object] | None:
    """Return the row of a policy as its items in force have it, as this connection sees them; None without any."""
    sql = "SELECT id, record FROM items WHERE policy_id = ? AND active ORDER BY id"
    reports = [
        (format_id(IdKind.ITEM, item), msgspec.json.decode(record, type=Item))
        for item, record in db.execute(sql, [number]).fetchall()
    ]
    if not reports:
        return None
    policy = compose_policy(format_id(IdKind.POLICY, number), reports)
    document_number = policy.document_number and normalise_document_number(policy.document_number)
    return {
        "document_number": document_number,
        "document_type": policy.document_type,
        "status": policy.status,
        "issued_on": policy.issued_on and policy.issued_on.isoformat(),
        "comments_close_on": policy.comments_close_on and policy.comments_close_on.isoformat(),
        "record": msgspec.json.encode(policy).decode(),
        "active": 1,
    }


def refresh_policy(db: Database, number: int) -> None:
    """Put the policy together again from the items in force; without any it leaves every answer."""
    db.table("policies").update(number, compose_row(db, number) or {"active": 0})


def list_policies(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Return the policies in force of these numbers, by number, in its order."""
    sql = """
        SELECT id, record FROM policies
        WHERE active AND record IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id
    """
    found = db.execute(sql, [json.dumps([*numbers])]).fetchall()
    return {number: msgspec.json.decode(record, type=Policy) for number, record in found}


# What is counted over many policies at once, without reading all that they say.


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
    return {number: decode(record) for number, record in db.execute(sql, [json.dumps(list(numbers))]).fetchall()}


def list_all_policies(db: Database) -> list[Policy]:
    """Return every policy in force, by number."""
    rows = db.table("policies").rows_where("active AND record IS NOT NULL", order_by="id")
    return [msgspec.json.decode(row["record"], type=Policy) for row in rows]


def find_policy(db: Database, number: int) -> Policy | None:
    """Return the policy of this number, or of the one it was merged into; None when it is not held."""
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    return list_policies(db, [row[0]]).get(row[0]) if row else None


def list_siblings(db: Database, number: int) -> list[Policy]:
    """Return the final texts of a draft, or the drafts of a final text, that are in force, by number."""
    sql = """
        SELECT DISTINCT k.key FROM items i JOIN item_keys k ON k.item_id = i.id AND NOT k.refers
        WHERE i.policy_id = ? AND i.active
    """
    others = [other for (key,) in db.execute(sql, [number]).fetchall() if (other := sibling_key(key))]
    return [*list_policies(db, [lead for lead in _list_bearing(db, others) if lead != number]).values()]


def _list_bearing(db: Database, keys: Sequence[str]) -> list[int]:
    """Return the policies of which a report in force bears one of these keys, by number."""
    sql = """
        SELECT DISTINCT i.policy_id FROM item_keys k JOIN items i ON i.id = k.item_id AND i.active
        WHERE NOT k.refers AND k.key IN (SELECT value FROM json_each(?)) AND i.policy_id IS NOT NULL ORDER BY 1
    """
    return [number for (number,) in db.execute(sql, [json.dumps(keys)]).fetchall()]


def list_kin(db: Database, numbers: Sequence[int]) -> list[int]:
    """Return what policies of these numbers lead to, with their drafts and final texts in force, by number."""
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT coalesce(merged_into, id) FROM policies WHERE id IN ({marks})"
    leads = {row[0] for row in db.execute(sql, list(numbers)).fetchall()}
    return sorted({*leads, *(policy_number(each) for lead in leads for each in list_siblings(db, lead))})


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Return the policy that prints this document number, in any style of brackets, or None.

    Without its issuer (〔2024〕7号) it is the first that ends so.
    """
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    sql = f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1"
    row = db.execute(sql, [number]).fetchone()
    found = row[0] if row else next(iter(_list_bearing(db, [f"n:{number}"])), None)
    return None if found is None else find_policy(db, found)


def policy_number(policy: Policy) -> int:
    """Return the number of a policy's shown id."""
    return parse_id(policy.id, IdKind.POLICY)


# What builds on what: the documents that items refer to, found among the policies held.

_HELD = """
    FROM item_keys r
    JOIN items i ON r.refers AND i.id = r.item_id AND i.active AND i.policy_id IS NOT NULL
    JOIN item_keys k ON k.key = r.key AND NOT k.refers
    JOIN items o ON o.id = k.item_id AND o.active
    JOIN policies p ON p.id = o.policy_id AND p.active AND p.id <> i.policy_id
    WHERE (p.issued_on IS NULL OR i.reported_on IS NULL OR p.issued_on <= i.reported_on)
"""
_MOST = 20


def write_references(db: Database, references: Mapping[int, tuple[str, ...]]) -> None:
    """Say what items refer to, by the keys under which it would be held."""
    table = db.table("item_keys")
    table.delete_where("refers AND item_id IN (SELECT value FROM json_each(?))", [json.dumps([*references])])
    table.insert_all(
        {"item_id": item_id, "key": key, "refers": 1} for item_id, keys in references.items() for key in keys
    )


def list_builds_on(db: Database, number: int) -> list[Policy]:
    """Return the policies held, none of a later date, that the reports of this one refer to, by number; at most 20."""
    sql = f"SELECT DISTINCT p.id {_HELD} AND i.policy_id = ? ORDER BY 1 LIMIT {_MOST}"
    return [*list_policies(db, [row[0] for row in db.execute(sql, [number]).fetchall()]).values()]


def list_built_on_by(db: Database, number: int) -> list[Policy]:
    """Return the policies whose reports refer to this one, none of an earlier date, by number; at most 20."""
    sql = f"SELECT DISTINCT i.policy_id {_HELD} AND o.policy_id = ? ORDER BY 1 LIMIT {_MOST}"
    return [*list_policies(db, [row[0] for row in db.execute(sql, [number]).fetchall()]).values()]
