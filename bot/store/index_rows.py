"""An item's row in the search index: where it stands, and what it is found by.

Rows stand in order of date, so that the newest come first without sorting: the place of an item is its day, and within
the day the order of learning. Items without a date stand before all others. Ids are not touched by this.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.names import slug
from bot.domain.queries.search_text import EVERY_ITEM, facet_token, index_text
from bot.domain.queries.word_roots import list_roots
from bot.domain.records.briefing import Item
from bot.store.pinyin import index_pinyin

if TYPE_CHECKING:
    from sqlite_utils import Database

_BITS = 24
"""A day has room for so many bits of items."""
LAST_PLACE = (dt.date.max.toordinal() + 1) << _BITS
"""The place after all others."""
_MERGED_PAGES = 1024
"""With each reading at most so many pages of the index are merged: some milliseconds of writing."""
KIND_TOKENS = (
    "coalesce('gbtype' || replace({policy}.document_type, '_', '') || '0 ', '')"
    " || 'gbstatus' || replace({policy}.status, '_', '') || '0'"
)
"""The tokens of a policy's kind and status as an SQL expression; ``policy`` is the name of its row."""
_INSERT = f"""
    INSERT INTO item_index (rowid, title, names, text, comment, pinyin, facets, kind)
    VALUES (?, ?, ?, ?, ?, ?, ?, coalesce((
        SELECT {KIND_TOKENS.format(policy="p")} FROM items i JOIN policies p ON p.id = i.policy_id WHERE i.id = ?
    ), ''))
"""


def first_place(day: dt.date) -> int:
    """Give the first place of a day; what is reported on it stands from here to the first place of the next."""
    return day.toordinal() << _BITS


def take_place(db: Database, number: int, reported_on: dt.date | None) -> int:
    """Give the item a place of its own in its day, and store it; newest first meets those learned earlier first."""
    start = first_place(reported_on) if reported_on else 0
    sql = "SELECT min(place) FROM items WHERE place >= ? AND place < ?"
    lowest = db.execute(sql, [start, start + (1 << _BITS)]).fetchone()[0]
    place = (start + (1 << _BITS) if lowest is None else int(lowest)) - 1
    db.execute("UPDATE items SET place = ? WHERE id = ?", [place, number])
    return place


def leave_place(db: Database, number: int) -> None:
    """Take the item out of the index; without a place it is in no answer."""
    db.execute("DELETE FROM item_index WHERE rowid = (SELECT place FROM items WHERE id = ?)", [number])
    db.execute("UPDATE items SET place = NULL WHERE id = ?", [number])


def write_index_row(db: Database, number: int, item: Item, *, briefing_id: int) -> None:
    """Put an item that has no place into the index."""
    place = take_place(db, number, item.reported_on)
    db.execute(_INSERT, [place, *build_index_row(item, briefing_id=briefing_id), number])


def merge_index(db: Database) -> None:
    """Merge some of the pieces that earlier readings left of the index: a word is looked up in each of them.

    How many pieces may stand beside each other is set by ``usermerge`` (sqlite.org/fts5.html#the_merge_command).
    """
    db.execute("INSERT INTO item_index (item_index, rank) VALUES ('merge', ?)", [_MERGED_PAGES])


def build_index_row(item: Item, *, briefing_id: int) -> tuple[str, str, str, str, str, str]:
    """Give what stands in the columns title, names, text, comment, pinyin and facets."""
    policy = item.policy
    titles = (item.headline, policy.title_en, policy.title_zh, policy.document_number) if policy else (item.headline,)
    title = "\n".join(each for each in titles if each)
    text = "\n".join((item.text, *item.points, *item.references))
    return (
        index_text(title),
        " ".join(_list_names(item)),
        index_text(text),
        index_text(item.comment or ""),
        index_pinyin(f"{title}\n{text}"),
        " ".join((*_list_facets(item, briefing_id), *list_root_tokens(f"{title}\n{text}\n{item.comment or ''}"))),
    )


def _list_names(item: Item) -> list[str]:
    companies = dict.fromkeys(company.company_id or slug(company.name) for company in item.companies)
    return [
        *(facet_token("body", body) for body in dict.fromkeys((*item.issuing_bodies, *item.bodies))),
        *(facet_token("company", company) for company in companies),
        *(facet_token("topic", topic) for topic in item.topics),
    ]


def _list_facets(item: Item, briefing_id: int) -> list[str]:
    return [
        EVERY_ITEM,
        facet_token("section", item.section),
        facet_token("briefing", str(briefing_id)),
        *(facet_token("issuer", body) for body in dict.fromkeys(item.issuing_bodies)),
        facet_token("issuers", str(len(set(item.issuing_bodies)))),
        *(facet_token("goal", str(year)) for year in dict.fromkeys(target.year for target in item.targets)),
    ]


def list_root_tokens(text: str) -> list[str]:
    """Give the tokens that tell words of a text from those with which the index's stemmer confounds them."""
    return [facet_token("root", root) for root in list_roots(text)]
