"""Items: their records, the side tables that questions filter by, and their place in the search index."""

import datetime as dt
import json
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import starmap

import msgspec
from sqlite_utils import Database

from bot.model.briefing import SECTION_ORDER, Item, list_own_targets
from bot.model.changes import Change, HeldItem, ItemChange
from bot.model.identity import list_keys, list_references
from bot.model.ids import IdKind, format_id
from bot.names.pinyin import index_pinyin
from bot.query.tokens import EVERY_ITEM, facet_token, find_figures, index_text, list_issuer_counts
from bot.store.rows import insert_row, list_records

# An item's row in the search index: where it stands, and what it is found by.

_BITS = 24
"""A day has room for so many bits of items."""
_MERGED_PAGES = 1024
"""With each reading at most so many pages of the index are merged: some milliseconds of writing."""


def first_place(day: dt.date) -> int:
    """Return the first place of a day; what is reported on it stands from here to the first place of the next."""
    return day.toordinal() << _BITS


def _find_place(db: Database, item: Item) -> int:
    """Return a free place in an item's day before those there, so that what was read last is met first."""
    start = first_place(item.reported_on) if item.reported_on else 0
    sql = "SELECT coalesce(min(place), ?2) - 1 FROM items WHERE place >= ?1 AND place < ?2"
    return int(db.execute(sql, [start, start + (1 << _BITS)]).fetchone()[0])


def write_index_row(db: Database, number: int, item: Item, *, briefing_id: int) -> None:
    """Put an item into the index at its place, once its policy is known."""
    sql = "SELECT place, document_type, status FROM items i LEFT JOIN policies p ON p.id = policy_id WHERE i.id = ?"
    place, *kinds = db.execute(sql, [number]).fetchone()
    row = {"rowid": place, **_build_index_row(item, briefing_id=briefing_id), "kind": join_kind(*kinds)}
    db.table("item_index").insert(row)


def join_kind(document_type: object, status: object) -> str:
    """Return the tokens of the kind and status of a policy."""
    kinds = (("type", document_type), ("status", status))
    return " ".join(facet_token(kind, str(value)) for kind, value in kinds if value)


def merge_index(db: Database) -> None:
    """Merge some of the pieces that earlier readings left of the index: a word is looked up in each of them.

    How many pieces may stand beside each other is set by ``usermerge`` (sqlite.org/fts5.html#the_merge_command).
    """
    db.execute("INSERT INTO item_index (item_index, rank) VALUES ('merge', ?)", [_MERGED_PAGES])


def _build_index_row(item: Item, *, briefing_id: int) -> dict[str, str]:
    """Return what stands in the columns of the index besides the kind; Chinese stands in pinyin too."""
    policy = item.policy
    titles = (policy.title_en, policy.title_zh, policy.document_number) if policy else ()
    title = "\n".join(filter(None, (item.headline, *titles)))
    text = "\n".join((item.text, *item.points, *item.references))
    said = unicodedata.normalize("NFKC", f"{title}\n{text}\n{item.comment or ''}")
    named = _list_facets(item)
    names = [pair for pair in named if pair[0] in {"body", "company", "topic"}]
    names += dict.fromkeys(("figure", value) for _, _, value in find_figures(said))
    facets = [("section", item.section), ("briefing", str(briefing_id))]
    facets += [pair for pair in named if pair[0] == "issuer"]
    facets += [("issuers", str(number)) for number in list_issuer_counts(item)]
    facets += dict.fromkeys(("goal", str(target.year)) for target in list_own_targets(item))
    return {
        "title": f"{index_text(title)} {index_pinyin(title)}",
        "names": " ".join(starmap(facet_token, names)),
        "text": f"{index_text(text)} {index_pinyin(text)}",
        "comment": index_text(item.comment or ""),
        "facets": " ".join((EVERY_ITEM, *starmap(facet_token, facets))),
    }


def _list_facets(item: Item) -> list[tuple[str, str]]:
    """Return the kind and value of each row of ``item_facets``."""
    values = {
        "issuer": item.issuing_bodies,
        "body": (*item.issuing_bodies, *item.bodies),
        "company": [company.key for company in item.companies],
        "topic": item.topics,
        "link": [link.url for link in item.links if link.url],
        "key": list_keys(item),
        "refers": list_references(item),
    }
    named = [(kind, value) for kind, found in values.items() for value in found]
    return list(dict.fromkeys((*named, *((each.kind.value, each.on.isoformat()) for each in item.deadlines))))


# Items as held.

_ITEMS = "SELECT id, briefing_id, policy_id, record AS item, version, active FROM items WHERE "


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredItem(HeldItem):
    """An item with what the store knows of it."""

    briefing_id: int
    policy_id: int | None
    version: int

    @property
    def shown_id(self) -> str:
        """The id as people see it."""
        return format_id(IdKind.ITEM, self.id)


def list_items_of(db: Database, briefing_id: int, *, also_gone: bool = False) -> list[StoredItem]:
    """Return a briefing's items in force, or all that it ever had, by section and position."""
    sql = f"{_ITEMS} briefing_id = ? AND (active OR ?) ORDER BY position, id"
    found = list_records(db, StoredItem, sql, [briefing_id, also_gone])
    return sorted(found, key=lambda each: SECTION_ORDER.index(each.item.section))


def list_items(db: Database, ids: Sequence[int]) -> list[StoredItem]:
    """Return the items in force of these numbers, in the order asked for."""
    sql = f"{_ITEMS} active AND id IN (SELECT value FROM json_each(?))"
    found = {each.id: each for each in list_records(db, StoredItem, sql, [json.dumps(list(ids))])}
    return [found[number] for number in ids if number in found]


def list_briefings_of(db: Database, ids: Collection[int]) -> list[int]:
    """Return the briefings of these items in force, by number."""
    sql = "SELECT DISTINCT briefing_id FROM items WHERE active AND id IN (SELECT value FROM json_each(?)) ORDER BY 1"
    return [number for (number,) in db.execute(sql, [json.dumps(sorted(ids))]).fetchall()]


def list_items_near(db: Database, day: dt.date, *, days: int, besides: int, limit: int) -> list[StoredItem]:
    """Return reports of policies in other briefings than one that are at most so many days apart, the nearest first."""
    sql = f"""
        {_ITEMS} active AND policy_id IS NOT NULL AND briefing_id <> ?1
          AND reported_on BETWEEN date(?2, '-{days} days') AND date(?2, '+{days} days')
        ORDER BY abs(julianday(reported_on) - julianday(?2)), id LIMIT ?3
    """
    return list_records(db, StoredItem, sql, [besides, day.isoformat(), limit])


def list_versions(db: Database, ids: Sequence[int]) -> list[tuple[int, int]]:
    """Return number and version of the items in force of these numbers, without reading what they say."""
    sql = "SELECT id, version FROM items WHERE active AND id IN (SELECT value FROM json_each(?))"
    return list(db.execute(sql, [json.dumps(list(ids))]).fetchall())


def find_item_linking(db: Database, url: str) -> int | None:
    """Return the newest item in force that has a link to this address, or None."""
    linking = "SELECT item_id FROM item_facets WHERE kind = 'link' AND value = ?"
    row = db.execute(f"SELECT max(id) FROM items WHERE active AND id IN ({linking})", [url]).fetchone()
    return row[0]  # type: ignore[no-any-return]


# What a reading makes of an item.


def write_change(db: Database, change: ItemChange, *, briefing_id: int, now: dt.datetime) -> int:
    """Store what became of an item and return its number; one that changed is not found before ``write_index_row``."""
    number, item = change.item_id, change.item
    if number is not None and change.change is Change.SAME:
        return number
    row: dict[str, object] = {"active": 0, "place": None}
    if item is not None:
        row = {"active": 1, "section": item.section, "position": item.position, "reported_on": item.reported_on}
        row |= {"record": msgspec.json.encode(item).decode(), "place": _find_place(db, item)}
    if number is None:
        number = insert_row(db, "items", {**row, "briefing_id": briefing_id, "learned_at": now})
    else:
        db.execute("DELETE FROM item_index WHERE rowid = (SELECT place FROM items WHERE id = ?)", [number])
        db.execute("UPDATE items SET version = version + ? WHERE id = ?", [change.change is Change.CHANGED, number])
        db.table("items").update(number, row)
    if item is not None:
        _write_facets(db, number, item)
    return number


def _write_facets(db: Database, number: int, item: Item) -> None:
    """Write what is asked of an item besides its words."""
    companies = [(each.key, each.name, each.company_id is not None) for each in item.companies]
    db.conn.executemany("INSERT INTO companies VALUES (?, ?, ?) ON CONFLICT DO NOTHING", companies)
    db.table("item_facets").delete_where("item_id = ?", [number])
    db.conn.executemany("INSERT INTO item_facets VALUES (?, ?, ?)", [(number, *each) for each in _list_facets(item)])
