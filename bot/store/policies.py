"""Policies: what its items together say of each, and by what it is found."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import msgspec
from sqlite_utils import Database

from bot.errors import NotFoundError
from bot.model.briefing import Item, PolicyStatus
from bot.model.ids import IdKind, find_id, format_id, normalise_document_number, parse_id
from bot.model.policy import Policy
from bot.model.policy_identity import compose_policy, sibling_key, turn_figures

# Where a policy's number leads: to itself, or in one step to the older policy that it is one with.


def lead_policy(db: Database, number: int) -> int:
    """Return the number that a policy's number leads to: its own, or that of the one it was merged into.

    Raises NotFoundError for a number that no policy ever had.
    """
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    if row is None:
        raise NotFoundError(
            f"No policy {format_id(IdKind.POLICY, number)} is held.", hint="/policy lists what is held."
        )
    return int(row[0])


def list_members(db: Database, lead: int) -> list[int]:
    """Return a policy and all that lead to it, by number."""
    sql = "SELECT id FROM policies WHERE id = ?1 OR merged_into = ?1 ORDER BY id"
    return [row[0] for row in db.execute(sql, [lead]).fetchall()]


def list_apart(db: Database, number: int | None) -> frozenset[int]:
    """Return the policies, as they lead, that were said to be others than this one or any it is one with."""
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
    """Return the id, as people see it, that a subject leads to; what is no policy's is given back."""
    found = find_id(subject)
    if found is None or found[0] is not IdKind.POLICY:
        return subject
    row = db.execute("SELECT merged_into FROM policies WHERE id = ?", [found[1]]).fetchone()
    return format_id(IdKind.POLICY, row[0]) if row and row[0] else subject


def list_subjects(db: Database, subject: str) -> list[str]:
    """Return all ids, as people see them, under which something may stand of what this one leads to."""
    found = find_id(lead_subject(db, subject))
    if found is None or found[0] is not IdKind.POLICY:
        return [subject]
    return [format_id(IdKind.POLICY, number) for number in list_members(db, found[1])] or [subject]


_MERGED_NUMBER = """
    SELECT p.id FROM policy_keys k JOIN policies own ON own.id = k.policy_id
    JOIN policies p ON p.id = coalesce(own.merged_into, own.id) AND p.active WHERE k.key = ? ORDER BY 1 LIMIT 1
"""
"""The policy that has a number with what is one with it."""


def refresh_policy(db: Database, number: int) -> None:
    """Put the policy together again from the items in force; without any it leaves every answer."""
    sql = "SELECT id, record FROM items WHERE policy_id = ? AND active ORDER BY id"
    reports = [
        (format_id(IdKind.ITEM, item), msgspec.json.decode(record, type=Item))
        for item, record in db.execute(sql, [number]).fetchall()
    ]
    if not reports:
        db.table("policies").update(number, {"active": 0, "stale": 0})
        return
    policy = compose_policy(format_id(IdKind.POLICY, number), reports)
    document_number = policy.document_number and normalise_document_number(policy.document_number)
    row = {
        "document_number": document_number,
        "document_type": policy.document_type,
        "status": policy.status,
        "issued_on": policy.issued_on,
        "comments_close_on": policy.comments_close_on,
        "record": msgspec.json.encode(policy).decode(),
        "facts": msgspec.json.encode(replace(policy, reports=(), item_ids=())).decode(),
        "active": 1,
        "stale": 0,
    }
    db.table("policies").update(number, row)
    db.execute(
        "UPDATE policy_keys SET figures = ?1 WHERE figures <> ?1"
        " AND policy_id IN (SELECT id FROM policies WHERE id = ?2 OR merged_into = ?2)",
        [turn_figures(document_number), number],
    )


def add_key(db: Database, key: str, number: int | None) -> None:
    """Know a policy by a key, with the figures that its other keys have."""
    sql = """
        INSERT INTO policy_keys (key, policy_id, figures)
        VALUES (?1, ?2, coalesce((SELECT figures FROM policy_keys WHERE policy_id = ?2 LIMIT 1), ''))
        ON CONFLICT DO NOTHING
    """
    db.execute(sql, [key, number])


def mark_stale(db: Database, numbers: Collection[int]) -> None:
    """Say that reports came to policies or left them: they are put together again when it is asked what they say.

    Until then their keys have no figures, since the number may be another.
    """
    listed = json.dumps([*numbers])
    db.execute(
        "UPDATE policy_keys SET figures = '' WHERE figures <> '' AND policy_id IN"
        " (SELECT p.id FROM policies f JOIN policies p ON p.id = f.id OR p.merged_into = f.id"
        " WHERE f.id IN (SELECT value FROM json_each(?)) AND NOT f.stale)",
        [listed],
    )
    db.execute(
        "UPDATE policies SET stale = 1, active = EXISTS"
        " (SELECT 1 FROM items i WHERE i.policy_id = policies.id AND i.active)"
        " WHERE id IN (SELECT value FROM json_each(?))",
        [listed],
    )


def refresh_stale(db: Database, numbers: Collection[int] | None = None) -> None:
    """Put together again what has to be: among these policies, or all."""
    among = "" if numbers is None else "AND id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT id FROM policies WHERE stale {among} ORDER BY id"
    for (number,) in db.execute(sql, [] if numbers is None else [json.dumps([*numbers])]).fetchall():
        refresh_policy(db, number)


def list_policies(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Return the policies in force of these numbers, by number, in its order."""
    sql = """
        SELECT id, record FROM policies
        WHERE active AND record IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id
    """
    found = db.execute(sql, [json.dumps([*numbers])]).fetchall()
    return {number: msgspec.json.decode(record, type=Policy) for number, record in found}


def list_facts(db: Database, numbers: Sequence[int]) -> dict[int, Policy]:
    """Get the policies in force of these numbers without their reports, of which there may be thousands, by number."""
    sql = """
        SELECT id, facts FROM policies
        WHERE active AND facts IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY id
    """
    refresh_stale(db, numbers)
    found = db.execute(sql, [json.dumps([*numbers])]).fetchall()
    return {number: msgspec.json.decode(facts, type=Policy) for number, facts in found}


def list_all_policies(db: Database) -> list[Policy]:
    """Return every policy in force, by number."""
    rows = db.table("policies").rows_where("active AND record IS NOT NULL", order_by="id")
    return [msgspec.json.decode(row["record"], type=Policy) for row in rows]


def find_policy(db: Database, number: int) -> Policy | None:
    """Return the policy of this number, or of the one it was merged into; None when it is not held."""
    row = db.execute("SELECT coalesce(merged_into, id) FROM policies WHERE id = ?", [number]).fetchone()
    return list_policies(db, [row[0]]).get(row[0]) if row else None


def list_drafts_among(db: Database, numbers: Iterable[int]) -> list[int]:
    """Return those of these policies that are drafts, open or closed, by number."""
    sql = "SELECT id FROM policies WHERE status = ? AND id IN (SELECT value FROM json_each(?)) ORDER BY id"
    rows = db.execute(sql, [PolicyStatus.DRAFT_FOR_COMMENT.value, json.dumps(list(numbers))]).fetchall()
    return [int(row[0]) for row in rows]


def list_siblings(db: Database, number: int) -> list[Policy]:
    """Return the final texts of a draft, or the drafts of a final text, that are in force, by number."""
    members = list_members(db, number)
    marks = ", ".join("?" * len(members))
    keys = db.execute(f"SELECT key FROM policy_keys WHERE policy_id IN ({marks}) ORDER BY key", members).fetchall()
    others = [other for (key,) in keys if (other := sibling_key(key))]
    siblings = {found.lead for other in others for found in iterate_candidates(db, other)} - {number}
    return [*list_policies(db, [*siblings]).values()]


def list_kin(db: Database, numbers: Sequence[int]) -> list[int]:
    """Return what policies of these numbers lead to, with their drafts and final texts in force, by number."""
    marks = ", ".join("?" * len(numbers))
    sql = f"SELECT coalesce(merged_into, id) FROM policies WHERE id IN ({marks})"
    leads = {row[0] for row in db.execute(sql, list(numbers)).fetchall()}
    return sorted({*leads, *(policy_number(each) for lead in leads for each in list_siblings(db, lead))})


class Candidate(NamedTuple):
    """A policy that is known by a key: its own number, and the one it leads to."""

    number: int
    lead: int


def iterate_candidates(db: Database, key: str, *, figures: str = "") -> Iterator[Candidate]:
    """Return the policies that are known by a key, those in force first, then by number, read one by one.

    With ``figures`` (``turn_figures``) only those whose numbers do not differ from this one by them.
    """
    return _iterate(db, *_select_known("policy_keys", key, figures))


def iterate_titled(
    db: Database, key: str, *, figures: str, other: str, untitled_besides: int | None
) -> Iterator[Candidate]:
    """Return the same where the policy's number, or that of one of its reports that bears the key, may be this one.

    ``other`` are the figures of another number, from which the policy's does not differ by them either. With an item
    only policies are given that no other report knows by a Chinese title.
    """
    if not figures:
        return _iterate(db, *_select_known("policy_keys", key, other), untitled_besides=untitled_besides)
    own, values = _select_known("policy_keys", key, figures)
    reports, more = _select_known("item_keys", key, figures)
    if other:
        beside, besides = _select_known("policy_keys", key, other)
        source = f"{own} UNION {reports} INTERSECT SELECT * FROM ({beside})"
        return _iterate(db, source, [*values, *more, *besides], untitled_besides=untitled_besides)
    known = "CROSS JOIN policy_keys k ON k.key = ? AND k.policy_id = f.policy_id"
    source = f"SELECT f.policy_id FROM ({own} UNION {reports}) f {known}"
    return _iterate(db, source, [*values, *more, key], untitled_besides=untitled_besides)


def _select_known(table: str, key: str, figures: str) -> tuple[str, list[str]]:
    """Return the SELECT of the policies with a key whose figures begin with these, or these with theirs."""
    if not figures:
        return f"SELECT policy_id FROM {table} WHERE key = ?", [key]
    parts = figures.split("/")[:-1]
    begun = ["".join(f"{part}/" for part in parts[:at]) for at in range(len(parts) + 1)]
    source = f"SELECT policy_id FROM {table} INDEXED BY {table}_by_figures WHERE key = ? AND figures"
    sql = f"{source} IN ({', '.join('?' * len(begun))}) UNION {source} > ? AND figures < ?"
    return sql, [key, *begun, key, figures, f"{figures[:-1]}0"]  # "0" comes next after the stroke


def _iterate(
    db: Database, source: str, values: Sequence[object], *, untitled_besides: int | None = None
) -> Iterator[Candidate]:
    titled = "SELECT 1 FROM item_keys t WHERE t.policy_id = k.policy_id AND t.key >= 'z' AND t.item_id <> ?"
    condition = "" if untitled_besides is None else f"WHERE NOT EXISTS ({titled})"
    besides = [] if untitled_besides is None else [untitled_besides]
    for active in (1, 0):
        sql = f"""
            SELECT own.id, p.id FROM ({source}) k CROSS JOIN policies own ON own.id = k.policy_id
            CROSS JOIN policies p ON p.id = coalesce(own.merged_into, own.id) AND p.active = {active}
            {condition} ORDER BY k.policy_id
        """
        yield from map(Candidate._make, db.execute(sql, [*values, *besides]))


def list_known(db: Database, key: str, lead: int) -> list[int]:
    """Return those of the policies that lead to this one that are known by a key, by number."""
    sql = """
        SELECT p.id FROM policies p CROSS JOIN policy_keys k ON k.key = ?1 AND k.policy_id = p.id
        WHERE p.id = ?2 OR p.merged_into = ?2 ORDER BY 1
    """
    return [row[0] for row in db.execute(sql, [key, lead]).fetchall()]


def find_facts(db: Database, number: int) -> Policy | None:
    """Return what a policy says, or said while reports of it were in force, without its reports; None: nothing yet."""
    sql = "SELECT facts, stale FROM policies WHERE id = ?"
    facts, is_stale = db.execute(sql, [number]).fetchone()
    if is_stale:
        refresh_policy(db, number)
        facts, _ = db.execute(sql, [number]).fetchone()
    return msgspec.json.decode(facts, type=Policy) if facts else None


def list_earlier_reports(db: Database, briefing_id: int) -> dict[int, int]:
    """Give, for items of a briefing, the item of an earlier one in force that reported the same policy last."""
    sql = """
        SELECT i.id, max(e.id) FROM items i JOIN items e ON e.policy_id = i.policy_id
          AND e.active AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE i.briefing_id = ? AND i.active GROUP BY i.id
    """
    return dict(db.execute(sql, [briefing_id]).fetchall())


def find_last_reports(db: Database, items: Collection[int], among: Collection[tuple[int, int]]) -> dict[int, int]:
    """Give, for these items, the last earlier report of the same policy in force that is ``among`` (item, version)."""
    sql = """
        SELECT i.id, e.id, e.version FROM items i JOIN items e ON e.policy_id = i.policy_id
          AND e.active AND e.id < i.id AND e.briefing_id <> i.briefing_id
        WHERE i.id IN (SELECT value FROM json_each(?)) ORDER BY e.id
    """
    found = db.execute(sql, [json.dumps(sorted(items))]).fetchall()
    return {item: earlier for item, earlier, version in found if (earlier, version) in among}


def find_policy_by_document_number(db: Database, document_number: str) -> Policy | None:
    """Return the policy that prints this document number, in any style of brackets, or None.

    Without its issuer (〔2024〕7号) it is the first that ends so.
    """
    number = normalise_document_number(document_number)
    condition = "document_number LIKE '%' || ?" if number.startswith("〔") else "document_number = ?"
    sql = f"SELECT id FROM policies WHERE {condition} AND active ORDER BY id LIMIT 1"
    row = db.execute(sql, [number]).fetchone() or db.execute(_MERGED_NUMBER, [f"n:{number}"]).fetchone()
    return find_policy(db, row[0]) if row else None


def policy_number(policy: Policy) -> int:
    """Return the number of a policy's shown id."""
    return parse_id(policy.id, IdKind.POLICY)


# What builds on what: the documents that items refer to, found among the policies held.

_HELD = """
    FROM item_references r
    JOIN items i ON i.id = r.item_id AND i.active AND i.policy_id IS NOT NULL
    JOIN policy_keys k ON k.key = r.key
    JOIN policies own ON own.id = k.policy_id
    JOIN policies p ON p.id = coalesce(own.merged_into, own.id) AND p.active AND p.id <> i.policy_id
    WHERE (p.issued_on IS NULL OR i.reported_on IS NULL OR p.issued_on <= i.reported_on)
"""
_MOST = 20


def write_references(db: Database, references: Mapping[int, tuple[str, ...]]) -> None:
    """Say what items refer to, by the keys under which it would be held."""
    table = db.table("item_references")
    table.delete_where("item_id IN (SELECT value FROM json_each(?))", [json.dumps([*references])])
    table.insert_all({"item_id": item_id, "key": key} for item_id, keys in references.items() for key in keys)


def list_builds_on(db: Database, number: int) -> list[Policy]:
    """Return the policies held, none of a later date, that the reports of this one refer to, by number; at most 20."""
    sql = f"SELECT DISTINCT p.id {_HELD} AND i.policy_id = ? ORDER BY 1 LIMIT {_MOST}"
    return [*list_policies(db, [row[0] for row in db.execute(sql, [number]).fetchall()]).values()]


def list_built_on_by(db: Database, number: int) -> list[Policy]:
    """Return the policies whose reports refer to this one, none of an earlier date, by number; at most 20."""
    members = list_members(db, number)
    marks = ", ".join("?" * len(members))
    sql = f"SELECT DISTINCT i.policy_id {_HELD} AND k.policy_id IN ({marks}) ORDER BY 1 LIMIT {_MOST}"
    return [*list_policies(db, [row[0] for row in db.execute(sql, members).fetchall()]).values()]
