"""What posts tell by name, and what a channel was told before a restore by posts of which the backup knows nothing.

Read off the messages in the channel (``bot.services.sending.restoration``). What a post brings that is known again,
because it was decided again under its key, is told by its own rows; what else its message tells counts all the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, find_id
from bot.domain.posts.post import NOT_MADE, PostKind, post_key
from bot.domain.posts.telling import MOST_NAMES, NOTHING_TOLD, Telling, name_day, name_reminder
from bot.store.items import list_items, list_names
from bot.store.leads import list_members
from bot.store.reminders import find_reminder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlite_utils import Database

    from bot.domain.posts.post import Post, Slot
    from bot.domain.records.deadlines import DeadlineKey

BRINGS = frozenset({PostKind.DIGEST, PostKind.IMMEDIATE})
"""The kinds of posts that bring items to a channel."""
NOTHING = ""
"""In the place of a name."""
_FURTHEST = 90
"""No mark of a reminder is more days before its deadline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldBefore:
    """An item that a channel was told before the restore, by a post of this rule with this timestamp of Slack's."""

    item_id: int
    version: int
    channel: str
    rule: str
    ts: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Told:
    """Where a name stands, by which rule's post; ``is_known`` when that post is in the outbox again, and was made."""

    channel: str
    rule: str
    ts: str
    key: str
    is_known: bool


def describe_telling(db: Database, post: Post) -> Telling:
    """Give what a post tells, by name; nothing for lines and for the later parts of a post."""
    if post.part or post.slot.kind not in {*BRINGS, PostKind.REMINDER}:
        return NOTHING_TOLD
    if post.slot.kind is PostKind.REMINDER:
        names = _name_reminder(db, post)
    else:
        named_items = list_names(db, list_said(db, post.id)).values()
        now, before = [each[0] for each in named_items], [name for each in named_items for name in each[1:]]
        names = [*_name_day(post.slot), *now, *before]
    return Telling(rule=post.slot.source, names=tuple(names[:MOST_NAMES]))


def _name_reminder(db: Database, post: Post) -> list[str]:
    """Name a reminder by each report of its policy: made again it may be by another."""
    held = find_reminder(db, post.id)
    if held is None:
        return []
    named = list_names(db, list(dict.fromkeys((held.item_id, *_list_items_of(db, held.key.subject)))))
    own = named.pop(held.item_id, ())
    every = (*own, *_flatten(named))
    return [name_reminder(item, kind=held.key.kind, on=held.key.on, mark=held.mark) for item in every]


def list_reserved(db: Database, post_id: int) -> list[int]:
    """Give the items that a channel gets by a post and by none before it, by number."""
    sql = "SELECT item_id FROM channel_items WHERE post_id = ? ORDER BY item_id"
    return [item for (item,) in db.execute(sql, [post_id]).fetchall()]


def list_said(db: Database, post_id: int) -> list[int]:
    """Give the items that a post tells, by number, also those that its channel had before: deadlines come again."""
    sql = "SELECT item_id FROM channel_items WHERE post_id = ?1 UNION SELECT item_id FROM post_items WHERE post_id = ?1"
    return [item for (item,) in db.execute(f"{sql} ORDER BY item_id", [post_id]).fetchall()]


def keep_told(db: Database, workspace: str, channel: str, *, key: str, ts: str, telling: Telling) -> None:
    """Keep what a post told that stands in a channel, also that it tells nothing by now."""
    for name in telling.names or ((NOTHING,) if telling.rule else ()):
        db.execute(
            "INSERT INTO told_before (workspace, channel, name, key, ts, rule) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [workspace, channel, name, key, ts, telling.rule],
        )


def list_told_by(db: Database, post: Post) -> set[str]:
    """Give what the message tells that was found in a post's channel under its key after a restore."""
    sql = "SELECT name FROM told_before WHERE workspace = ? AND channel = ? AND key = ?"
    return {name for (name,) in db.execute(sql, [post.slot.workspace, post.slot.channel, post.key]).fetchall()}


def has_told_before(db: Database, *, workspace: str, channels: Collection[str]) -> bool:
    """Tell whether anything at all is kept of what these channels were told."""
    sql = "SELECT 1 FROM told_before WHERE workspace = ? AND channel IN (SELECT value FROM json_each(?)) LIMIT 1"
    return db.execute(sql, [workspace, json.dumps(sorted(channels))]).fetchone() is not None


def list_told_before(
    db: Database, items: Iterable[int], *, workspace: str, channels: Collection[str], own: str | None = None
) -> list[ToldBefore]:
    """Give which of these items channels were told by posts that are not known, in Slack's order.

    ``own`` is the key of a post that is being decided: what stands in its channel under that, it brings.
    """
    held = _read(db, workspace, channels, own)
    if not held:
        return []
    found = []
    stored = {item.id: item for item in list_items(db, sorted(set(items)))}
    for number, names in list_names(db, list(stored)).items():
        for by in {told.key: told for name in names for told in held.get(name, ())}.values():
            if not (by.is_known and _has_rows(db, by.key, number)):
                version = stored[number].version
                found.append(ToldBefore(item_id=number, version=version, channel=by.channel, rule=by.rule, ts=by.ts))
    return sorted(found, key=lambda each: (each.ts, each.channel, each.item_id))


def list_marks_before(
    db: Database, key: DeadlineKey, *, workspace: str, channels: Sequence[str], own: str | None = None
) -> list[int]:
    """Give the marks at which channels were reminded of a deadline by posts that are not known; ``own`` as above."""
    held = _read_unknown(db, workspace, channels, own)
    if not held:
        return []
    named = _flatten(list_names(db, _list_items_of(db, key.subject)))
    return [
        mark
        for mark in range(_FURTHEST + 1)
        if any(name_reminder(item, kind=key.kind, on=key.on, mark=mark) in held for item in named)
    ]


def has_day_before(db: Database, slot: Slot) -> bool:
    """Tell whether a digest of the same rule and local day as a slot's stands in its channel, of another time."""
    held = _read_unknown(db, slot.workspace, [slot.channel], post_key(slot, 0))
    return any(name in held for name in _name_day(slot))


def _flatten(names: Mapping[int, tuple[str, ...]]) -> set[str]:
    return {name for each in names.values() for name in each}


def _has_rows(db: Database, key: str, item: int) -> bool:
    """Tell whether the post of a key brings an item, or has brought it until it was taken back."""
    sql = """
        SELECT 1 FROM posts p WHERE p.key = ?1
          AND (EXISTS (SELECT 1 FROM channel_items c WHERE c.post_id = p.id AND c.item_id = ?2)
               OR EXISTS (SELECT 1 FROM ledger l WHERE l.post_id = p.id AND l.item_id = ?2))
    """
    return db.execute(sql, [key, item]).fetchone() is not None


def _name_day(slot: Slot) -> list[str]:
    day, _, time = slot.slot.partition(" ")
    return [name_day(slot.source, day)] if slot.kind is PostKind.DIGEST and " " not in time else []


def _list_items_of(db: Database, subject: str) -> list[int]:
    found = find_id(subject)
    if found is None or found[0] is not IdKind.POLICY:
        return [found[1]] if found else []
    sql = "SELECT id FROM items WHERE policy_id IN (SELECT value FROM json_each(?)) ORDER BY id"
    return [item for (item,) in db.execute(sql, [json.dumps(list_members(db, found[1]) or [found[1]])]).fetchall()]


def _read(db: Database, workspace: str, channels: Collection[str], own: str | None) -> dict[str, list[_Told]]:
    """Give what these channels were told by posts that stand there, by name; not by ``own``."""
    sql = """
        SELECT t.name, t.channel, t.rule, t.ts, t.key,
          EXISTS (SELECT 1 FROM posts p WHERE p.key = t.key AND p.state NOT IN (?, ?, ?, ?))
        FROM told_before t
        WHERE t.workspace = ? AND t.channel IN (SELECT value FROM json_each(?)) AND t.key IS NOT ?
    """
    held: dict[str, list[_Told]] = {}
    values = [*NOT_MADE, workspace, json.dumps(sorted(channels)), own]
    for name, channel, rule, ts, key, is_known in db.execute(sql, values).fetchall():
        told = _Told(channel=channel, rule=rule, ts=ts, key=key, is_known=bool(is_known))
        held.setdefault(name, []).append(told)
    return held


def _read_unknown(db: Database, workspace: str, channels: Collection[str], own: str | None) -> set[str]:
    """Give the names that these channels were told by posts that are not known."""
    held = _read(db, workspace, channels, own)
    return {name for name, told in held.items() if not all(each.is_known for each in told)}
