"""The rules that posts were made by: a rule may change, and its named lists, while the post stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.lexicon import NamedList

if TYPE_CHECKING:
    from sqlite_utils import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class PostRule:
    """The filter and the zone that a post was made by, and the named lists of that filter as they were then."""

    filter: str
    zone: str
    lists: tuple[NamedList, ...] = ()


def add_post_rule(db: Database, post_id: int, rule: PostRule) -> None:
    """Keep the rule that a post, named by its first part, was made by; the first that is told counts."""
    lists = [[held.id, held.name, held.owner, held.filter] for held in rule.lists]
    db.execute(
        "INSERT INTO post_rules (post_id, filter, zone, lists) VALUES (?, ?, ?, ?) ON CONFLICT (post_id) DO NOTHING",
        [post_id, rule.filter, rule.zone, json.dumps(lists, ensure_ascii=False)],
    )


def find_post_rule(db: Database, post_id: int) -> PostRule | None:
    """Give the rule that a post was made by, or None where it is not known."""
    row = db.execute("SELECT filter, zone, lists FROM post_rules WHERE post_id = ?", [post_id]).fetchone()
    if row is None:
        return None
    lists = (
        NamedList(id=number, name=name, owner=owner, filter=text) for number, name, owner, text in json.loads(row[2])
    )
    return PostRule(filter=row[0], zone=row[1], lists=tuple(lists))
