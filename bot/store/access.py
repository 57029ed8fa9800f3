"""Access as rows: the audit trail, and publishers' licences.

A reading of the store that shows some publishers only puts views in front of the tables, by their own names, until it
ends: whatever is asked then, by whomever, knows nothing of the other publishers' items, policies and companies.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlite_utils import Database

from bot.model.post import PostState
from bot.store.policies import compose_row
from bot.store.rows import list_records

_PUBLISHER = "coalesce(json_extract(record, '$.publisher'), '')"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditRow:
    """One change or refusal: ``actor`` is a user id or ``gongbao``, ``subject`` an id as people see it."""

    at: dt.datetime
    actor: str
    action: str
    subject: str
    detail: str


def add_audit(db: Database, actor: str, action: str, subject: str | int, detail: str = "", *, now: dt.datetime) -> None:
    """Write one row."""
    db.execute("INSERT INTO audit VALUES (NULL, ?, ?, ?, ?, ?)", [now.isoformat(), actor, action, subject, detail])


def list_audit(db: Database, subject: str | None = None, *, since: dt.datetime | None = None) -> list[AuditRow]:
    """Return the rows about a subject, or about all, written at or after a moment, or ever; oldest first."""
    sql = "SELECT * FROM audit WHERE subject = coalesce(?, subject) AND at >= ? ORDER BY id"
    return list_records(db, AuditRow, sql, [subject, since.astimezone(dt.UTC).isoformat() if since else ""])


class LicenceKind(StrEnum):
    """How far what a publisher wrote may go."""

    INTERNAL = "internal"
    CHANNELS = "channels"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Licence:
    """A publisher's licence (the default has no ``set_at``); ``longest_quote`` in words, a Han character being one."""

    publisher: str
    kind: LicenceKind = LicenceKind.INTERNAL
    channels: frozenset[str] = frozenset()
    longest_quote: int | None = None
    set_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        """The publisher as people see it."""
        return self.publisher or "(no publisher named)"


def list_publishers(db: Database) -> list[str]:
    """Return the publishers of all briefings ever read, as printed, by name; "" for briefings that name none."""
    return [row[0] for row in db.execute(f"SELECT DISTINCT {_PUBLISHER} FROM briefings ORDER BY 1").fetchall()]


# Which messages quote a publisher where they are.


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingMessage:
    """A message of ours that quotes a publisher (as printed) in a channel, by its time there; ``what`` says which."""

    publisher: str
    channel: str
    ts: str
    what: str

    @property
    def link(self) -> str:
        """Where it opens in Slack."""
        return f"https://slack.com/archives/{self.channel}/p{self.ts.replace('.', '')}"


def list_quoting(db: Database, publishers: Iterable[str], *, channel: str | None = None) -> list[StandingMessage]:
    """Return the messages that stand and quote these publishers, in a channel or anywhere, as they were decided.

    Each once for each publisher that its post, or the post of its thread, carries or may name as the one before.
    """
    sql = f"""
        WITH quoted(post_id, briefing_id) AS (
          SELECT c.post_id, i.briefing_id FROM delivered c JOIN items i ON i.id = c.item_id
          UNION SELECT id, briefing_id FROM posts WHERE briefing_id IS NOT NULL
          UNION SELECT c.post_id, e.briefing_id FROM delivered c JOIN items i ON i.id = c.item_id
          JOIN items e ON e.policy_id = i.policy_id AND e.id < i.id AND e.briefing_id <> i.briefing_id)
        SELECT DISTINCT b.publisher, p.channel, p.ts, p.source || ', ' || p.slot AS what, p.id
        FROM quoted q JOIN posts p ON q.post_id IN (p.id, p.parent_id)
          JOIN (SELECT id, {_PUBLISHER} AS publisher FROM briefings) b ON b.id = q.briefing_id
        WHERE p.withdrawn_at IS NULL AND p.state = ?1 AND p.ts IS NOT NULL
          AND b.publisher IN (SELECT value FROM json_each(?2)) AND coalesce(?3, p.channel) = p.channel
        ORDER BY p.id
    """
    named = json.dumps(list(publishers), ensure_ascii=False)
    return list_records(db, StandingMessage, sql, [PostState.SENT, named, channel])


# A reading that shows some publishers only.


def is_narrowed(db: Database) -> bool:
    """Return whether this connection shows some publishers only."""
    return db.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'seen_publishers'").fetchone() is not None


def narrow(db: Database, publishers: Iterable[str]) -> None:
    """Let a reading, which is never committed, see what these publishers (as printed) wrote, and nothing of others."""
    db.execute("PRAGMA query_only=OFF")
    try:
        db.execute("CREATE TEMP TABLE seen_publishers (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
        db.conn.executemany("INSERT INTO temp.seen_publishers VALUES (?)", [[name] for name in publishers])
        for table, condition in _list_conditions(db):
            db.execute(f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {condition}")
        _create_policies(db)
    finally:
        db.execute("PRAGMA query_only=ON")


def _list_conditions(db: Database) -> Iterator[tuple[str, str]]:
    """Yield the tables that tell of briefings, each after those it belongs to, with which of its rows are seen."""
    yield "briefings", f"{_PUBLISHER} IN (SELECT name FROM temp.seen_publishers)"
    yield "items", "briefing_id IN (SELECT id FROM temp.briefings)"
    sql = """
        SELECT m.name, max(c.name) FROM main.sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name <> 'items' AND c.name IN ('item_id', 'briefing_id') GROUP BY m.name
    """
    for table, column in db.execute(sql).fetchall():  # an item says more than a briefing where a row has both
        yield table, f"{column} IN (SELECT id FROM temp.{column.removesuffix('_id')}s)"
    yield "companies", "confirmed OR id IN (SELECT value FROM temp.item_facets WHERE kind = 'company')"
    yield "review_entries", "id IN (SELECT entry_id FROM temp.review_sources)"
    if db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'item_words'").fetchone():
        yield "item_words", "0"  # the words of all items together: no telling whose


def _create_policies(db: Database) -> None:
    """Let a policy that hidden items report too say only what the others do."""
    db.execute("CREATE TEMP TABLE seen_policies AS SELECT * FROM main.policies WHERE 0")
    mixed = """
        SELECT DISTINCT policy_id FROM temp.items WHERE active AND policy_id IN (
          SELECT policy_id FROM main.items WHERE active AND briefing_id NOT IN (SELECT id FROM temp.briefings))
    """
    for (number,) in db.execute(mixed).fetchall():
        row = {"id": number, **(compose_row(db, number) or {})}
        db.execute(f"INSERT INTO temp.seen_policies ({', '.join(row)}) VALUES (:{', :'.join(row)})", row)
    db.execute("""
        CREATE TEMP VIEW policies AS
        SELECT * FROM main.policies WHERE id NOT IN (SELECT id FROM temp.seen_policies)
          AND (merged_into IS NOT NULL OR id IN (SELECT policy_id FROM temp.items WHERE active))
        UNION ALL SELECT * FROM temp.seen_policies
    """)
