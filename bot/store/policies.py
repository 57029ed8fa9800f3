"""Policies: what its items together say of each, and by what it is found."""

import json
from collections.abc import Collection, Sequence

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.briefing import Item
from bot.model.identity import sibling_key
from bot.model.ids import IdKind, format_id, normalise_document_number
from bot.model.policy import Policy, compose_policy
from bot.query.tokens import facet_token


def compose_row(db: Database, number: int) -> dict[str, object] | None:
    """Return the row of a policy as its items in force have it, as this connection sees them; None without any."""
    sql = "SELECT 'I' || id, record FROM items WHERE policy_id = ? AND active ORDER BY id"
    decode = msgspec.json.Decoder(Item).decode
    reports = [(shown, decode(record)) for shown, record in db.execute(sql, [number]).fetchall()]
    if not reports:
        return None
    said = msgspec.to_builtins(compose_policy(format_id(IdKind.POLICY, number), reports))
    names = ("document_number", "document_type", "status", "issued_on", "comments_close_on", "effective_on")
    row = {name: said[name] for name in names} | {"record": msgspec.json.encode(said).decode(), "active": 1}
    return row | {"document_number": normalise_document_number(said["document_number"] or "") or None}


def refresh_policy(db: Database, number: int) -> None:
    """Put the policy together again from the items in force; without any it leaves every answer.

    The tokens of kind and status in the index follow.
    """
    row = compose_row(db, number) or {"active": 0}
    db.table("policies").update(number, row)
    if row["active"]:
        sql = """
            UPDATE item_index SET kind = ?1 WHERE kind <> ?1
                AND rowid IN (SELECT place FROM items WHERE policy_id = ?2 AND place IS NOT NULL)
        """
        db.execute(sql, [join_kind(row["document_type"], row["status"]), number])


def join_kind(document_type: object, status: object) -> str:
    """Return the tokens of the kind and status of a policy."""
    kinds = (("type", document_type), ("status", status))
    return " ".join(facet_token(kind, str(value)) for kind, value in kinds if value)


def list_policies(db: Database, numbers: Collection[int] | None = None) -> dict[int, Policy]:
    """Return the policies in force of these numbers, or all, by number, in its order."""
    among = "" if numbers is None else "AND id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT id, record FROM policies WHERE active AND record IS NOT NULL {among} ORDER BY id"
    rows = db.execute(sql, [] if numbers is None else [json.dumps([*numbers])]).fetchall()
    decode = msgspec.json.Decoder(Policy).decode
    return {number: decode(record) for number, record in rows}


def lead_policy(db: Database, number: int) -> int:
    """Return the number that a policy's number leads to: its own, or that of the one it was merged into.

    Raises NotFoundError for a number that no policy ever had.
    """
    for lead in _list_leads(db, [number]):
        return lead
    said = f"You have no policy {format_id(IdKind.POLICY, number)}."
    raise NotFoundError(said, hint="/policy lists what you have.")


def find_policy(db: Database, number: int) -> Policy | None:
    """Return the policy of this number, or of the one it was merged into; None when it is not held."""
    return next(iter(list_policies(db, _list_leads(db, [number])).values()), None)


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Return the policy that prints this document number, in any style of brackets, or None.

    Without its issuer (〔2024〕7号) it is the first that ends so.
    """
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    row = db.execute(f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1", [number]).fetchone()
    found = row or sorted(_list_bearing(db, [f"n:{number}"]))
    return find_policy(db, found[0]) if found else None


# Policies that have to do with each other: drafts and final texts, and what builds on what.


def list_kin(db: Database, numbers: Sequence[int]) -> set[int]:
    """Return what policies of these numbers lead to, with their drafts and final texts in force, by number."""
    leads = _list_leads(db, numbers)
    sql = """
        SELECT DISTINCT k.value FROM items i JOIN item_facets k ON k.item_id = i.id AND k.kind = 'key'
        WHERE i.policy_id IN (SELECT value FROM json_each(?)) AND i.active
    """
    keys = [sibling_key(key) for (key,) in db.execute(sql, [json.dumps([*leads])]).fetchall()]
    return leads | _list_bearing(db, [key for key in keys if key])


def _list_leads(db: Database, numbers: Sequence[int]) -> set[int]:
    sql = "SELECT coalesce(merged_into, id) FROM policies WHERE id IN (SELECT value FROM json_each(?))"
    return {lead for (lead,) in db.execute(sql, [json.dumps(numbers)]).fetchall()}


def _list_bearing(db: Database, keys: Sequence[str]) -> set[int]:
    """Return the policies of which a report in force bears one of these keys, by number."""
    sql = """
        SELECT DISTINCT i.policy_id FROM item_facets k JOIN items i ON i.id = k.item_id AND i.active
        WHERE k.kind = 'key' AND k.value IN (SELECT value FROM json_each(?)) AND i.policy_id IS NOT NULL
    """
    return {number for (number,) in db.execute(sql, [json.dumps(keys)]).fetchall()}


_REFERENCES = """
    SELECT DISTINCT {asked} FROM item_facets r
    JOIN items i ON r.kind = 'refers' AND i.id = r.item_id AND i.active AND i.policy_id IS NOT NULL
    JOIN item_facets k ON k.kind = 'key' AND k.value = r.value
    JOIN items o ON o.id = k.item_id AND o.active
    JOIN policies p ON p.id = o.policy_id AND p.active AND p.id <> i.policy_id
    WHERE (p.issued_on IS NULL OR i.reported_on IS NULL OR p.issued_on <= i.reported_on) AND {known} = ?
    ORDER BY 1 LIMIT 20
"""
"""The policies held, none of a later date, that reports refer to (``p``), or those of the reports (``i``)."""


def list_built(db: Database, number: int) -> tuple[list[Policy], list[Policy]]:
    """Return what a policy's reports refer to among the policies held, and those whose reports refer to it."""
    built_on, built_by = (
        list_policies(db, [each for (each,) in db.execute(_REFERENCES.format(asked=asked, known=known), [number])])
        for asked, known in (("p.id", "i.policy_id"), ("i.policy_id", "o.policy_id"))
    )
    return [*built_on.values()], [*built_by.values()]
