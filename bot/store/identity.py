"""Which policy an item is about: found by the keys that it bears, which may make one policy of several."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlite_utils import Database

from bot.model.briefing import Item
from bot.model.ids import IdKind, format_id
from bot.model.policy import Policy
from bot.model.policy_identity import (
    CLOSE_DAYS,
    compose_policy,
    group_by_keys,
    is_too_far,
    list_keys,
    may_be_same,
    may_ever_be_same,
    numbers_differ,
    strong_keys,
    title_core_zh,
    turn_figures,
    weak_key,
)
from bot.store.items import find_own_policy, get_item, list_items, set_policy
from bot.store.policies import (
    Candidate,
    add_key,
    find_facts,
    iterate_candidates,
    iterate_titled,
    lead_policy,
    list_apart,
    list_facts,
    list_known,
    mark_stale,
)
from bot.store.reminders import give_deadlines, keep_deadlines
from bot.store.unions import (
    Move,
    insert_policy,
    is_united_by_person,
    keep_apart,
    list_united,
    list_uniting,
    settle_unions,
    unite_by_item,
)

# What reports hold to a policy: with an item gone, what it alone was known by, and whom it alone joined, goes too.

_MOST_KEYS = 8
"""More than an item bears of one policy."""
_ABOUT = "SELECT id, record FROM items WHERE own_policy_id = ? AND active = 1 ORDER BY id"


def is_borne(db: Database, key: str, policy: int, *, besides: int) -> bool:
    """Return whether a policy is known by a key still: an item in force that is about it bears the key.

    One without items in force is known by all it ever was, so that what comes back has its number again; so is one
    that a person made of several. ``besides`` is an item that does not count.
    """
    return has_bearer(db, key, policy, besides=besides) or not is_taken(db, policy, besides=besides)


def has_bearer(db: Database, key: str, policy: int, *, besides: int) -> bool:
    """Return whether an item in force that is about a policy bears the key, this one (``besides``) excepted."""
    sql = "SELECT 1 FROM item_keys WHERE policy_id = ? AND key = ? AND item_id <> ? LIMIT 1"
    return db.execute(sql, [policy, key, besides]).fetchone() is not None


def iterate_near(db: Database, policy: int, item: Item, *, besides: int) -> Iterator[Item]:
    """Return the items in force about a policy, this one excepted, reported within CLOSE_DAYS of an item with a day."""
    sql = f"""
        SELECT record FROM items WHERE own_policy_id = ?1 AND active = 1 AND id <> ?2
          AND reported_on BETWEEN date(?3, '-{CLOSE_DAYS} days') AND date(?3, '+{CLOSE_DAYS} days')
    """
    for (record,) in db.execute(sql, [policy, besides, item.reported_on and item.reported_on.isoformat()]):
        yield msgspec.json.decode(record, type=Item)


def list_about(db: Database, policy: int) -> dict[int, Item]:
    """Return the items in force that are about a policy by themselves, by number, the oldest first."""
    found = db.execute(_ABOUT, [policy]).fetchall()
    return {number: msgspec.json.decode(record, type=Item) for number, record in found}


def is_empty(db: Database, policy: int, *, besides: int) -> bool:
    """Return whether no item in force but this one is about a policy, and nobody made it one with another."""
    return not _has_reports(db, policy, besides=besides) and not is_united_by_person(db, policy)


def is_taken(db: Database, policy: int, *, besides: int) -> bool:
    """Return whether other items in force than this one are about a policy, and not because a person said so."""
    return _has_reports(db, policy, besides=besides) and not is_united_by_person(db, policy)


def _has_reports(db: Database, policy: int, *, besides: int) -> bool:
    sql = "SELECT 1 FROM items WHERE own_policy_id = ? AND active = 1 AND id <> ? LIMIT 1"
    return db.execute(sql, [policy, besides]).fetchone() is not None


def part_reports(db: Database, policy: int, lost: frozenset[str]) -> tuple[dict[int, Item], tuple[Move, ...]]:
    """Part the items that are about a policy by themselves where nothing but keys that an item has lost joined them.

    The group of the oldest item keeps the number. What a person merged stays. Gives the items that moved, by number,
    and what moved; what is united by them has to be worked out anew.
    """
    if not lost or is_united_by_person(db, policy):
        return {}, ()
    borne = [key for key in sorted(lost) if has_bearer(db, key, policy, besides=0)]
    if len(borne) <= 1 or _is_bearer_of_all(db, policy, borne):
        return {}, ()  # what still bears them holds together
    keys: dict[int, set[str]] = {}
    for number, key in db.execute("SELECT item_id, key FROM item_keys WHERE policy_id = ?", [policy]).fetchall():
        keys.setdefault(number, set()).add(key)
    held = [group for group in group_by_keys(keys) if any(keys[number] & lost for number in group)]
    items = list_about(db, policy) if held[1:] else {}
    moved: dict[int, Item] = {}
    moves = []
    for group in held[1:]:
        members = {number: items[number] for number in sorted(group)}
        moves.append(_found(db, policy, members))
        moved |= members
    return moved, tuple(moves)


def _is_bearer_of_all(db: Database, policy: int, keys: list[str]) -> bool:
    """Return whether one item in force about a policy bears all these keys, which are two or more."""
    others = " ".join("AND EXISTS (SELECT 1 FROM item_keys WHERE item_id = k.item_id AND key = ?)" for _ in keys[1:])
    sql = f"SELECT 1 FROM item_keys k WHERE policy_id = ? AND key = ? {others} LIMIT 1"
    return len(keys) <= _MOST_KEYS and db.execute(sql, [policy, *keys]).fetchone() is not None


def _found(db: Database, policy: int, items: dict[int, Item]) -> Move:
    before, number = lead_policy(db, policy), insert_policy(db)
    sql = "SELECT CASE one WHEN ?1 THEN other ELSE one END FROM policies_apart WHERE one = ?1 OR other = ?1"
    for (other,) in db.execute(sql, [policy]).fetchall():
        keep_apart(db, other, number)
    for item_id in items:
        set_policy(db, item_id, number)
    for key in sorted({key for item in items.values() for key in list_keys(item)}):
        db.execute(
            "UPDATE policy_keys SET policy_id = ?, figures = '' WHERE key = ? AND policy_id = ?", [number, key, policy]
        )
    held_by, to = [format_id(IdKind.POLICY, each) for each in {before, policy}], format_id(IdKind.POLICY, number)
    give_deadlines(db, held_by, to=to, own=number)
    keep_deadlines(db, held_by, of=[to])
    return Move(policy=number, before=before, after=number)


@dataclass(slots=True)
class Loose:
    """What corrected reports of one reading may hold together no more, gathered until all of them are stored."""

    keys: dict[int, set[str]] = field(default_factory=dict)
    """By the policy that reports were about: what they bore."""
    united: set[int] = field(default_factory=set)
    """Policies that a report united and may unite no more."""
    reports: dict[int, Item] = field(default_factory=dict)
    """The corrected reports themselves, by number."""


def assign_policy(
    db: Database, number: int, item: Item, *, now: dt.datetime, was: Item | None = None, loose: Loose | None = None
) -> tuple[Move, ...]:
    """Say which policy a stored item is about, a new one if none is held, none for other news; give what moved by it.

    The policy it was about before a correction is kept unless a strong key says otherwise, and one that people said to
    be another is never taken. An item that comes back has its policy again, unless that is about other reports by now.
    Where its strong keys lead to several policies these are one from now on, as long as the item is in force, unless
    people said that they are two. ``was`` is the item before a correction: what it held together by keys that it has
    lost is put into ``loose``, for ``part_loose``.
    """
    loose = Loose() if loose is None else loose
    current = find_own_policy(db, number)
    is_free = current is not None and was is None and is_taken(db, current, besides=number)
    moves = _assign(db, number, item, None if is_free else current, now=now, later=loose.united)
    is_kept = was is not None and set(list_keys(was)) <= set(list_keys(item)) and find_own_policy(db, number) == current
    if was is not None and current is not None and not is_kept:
        loose.keys.setdefault(current, set()).update(list_keys(was))
    if was is not None and not is_kept:
        loose.reports[number] = item
    return moves


def part_loose(db: Database, loose: Loose, *, now: dt.datetime) -> tuple[Move, ...]:
    """Part what corrected reports held together no more, all at once; give what moved by it."""
    moves = _settle(db, loose.united, now=now)
    for policy, keys in loose.keys.items():
        moves += _part(db, policy, frozenset(keys), now=now)
    later: set[int] = set()
    for number, item in sorted(loose.reports.items()):
        moves += _assign(db, number, item, find_own_policy(db, number), now=now, later=later)
    return moves + _settle(db, later, now=now)


def _assign(
    db: Database,
    number: int,
    item: Item,
    current: int | None,
    *,
    now: dt.datetime,
    later: set[int],
    is_parted: bool = False,
) -> tuple[Move, ...]:
    """Do so; ``is_parted`` tells that the policy was made for reports that have just been parted from theirs.

    What the item unites no more is put into ``later``.
    """
    found = _find_by_strong(db, number, item, current)
    weak = _find_by_weak(db, number, item, found.values())
    if not (found or is_parted) and current is not None and current not in weak:
        weak = []
    own = _choose(db, [*found.values()], weak, current) if item.policy else None
    set_policy(db, number, own)
    others = []
    if current is not None and current in found.values():
        others = _find_others(db, number, item, current, found.values())
    parted = [own] if is_parted and own is not None and weak else []
    united = [*found.values(), *others, *weak, *parted]
    united = [each for each in united if each == own or not is_empty(db, each, besides=number)]
    moves = unite_by_item(db, number, united, now=now, later=later)
    for key in list_keys(item):
        add_key(db, key, known if (known := found.get(key, own)) in united else own)
    _mark_moved(db, moves)
    return moves


def release_policies(db: Database, numbers: Collection[int], *, now: dt.datetime) -> tuple[Move, ...]:
    """Let policies and reports go that only items held together which are out of force now; give what moved by it."""
    united: set[int] = set()
    gone: dict[int, dict[int, frozenset[str]]] = {}
    for number in numbers:
        united |= set(list_united(db, number))
        own = find_own_policy(db, number)
        if own is not None:
            gone.setdefault(own, {})[number] = frozenset(list_keys(get_item(db, number)))
    moves = _settle(db, united, now=now)
    for own, keys in gone.items():
        for group in group_by_keys(keys):  # what held together by what is gone is parted at once
            moves += _part(db, own, frozenset().union(*(keys[number] for number in group)), now=now)
    return moves + _look_anew(
        db, {each: item for policy in sorted(united) for each, item in list_about(db, policy).items()}, now
    )


def _part(db: Database, policy: int, lost: frozenset[str], *, now: dt.datetime) -> tuple[Move, ...]:
    """Part what keys held together that a report has lost, and look anew at what other reports unite by them."""
    moved, moves = part_reports(db, policy, lost)
    later: set[int] = set()
    for each in list_items(db, list_uniting(db, policy, bearing=None if moved else lost)):
        if each.id not in moved:
            moves += _assign(db, each.id, each.item, find_own_policy(db, each.id), now=now, later=later)
    moves += _settle(db, later, now=now)
    _mark_moved(db, moves)
    return moves + _look_anew(db, moved | (list_about(db, policy) if moved else {}), now)


def _look_anew(db: Database, items: dict[int, Item], now: dt.datetime) -> tuple[Move, ...]:
    """Find what reports lead to that have been parted from others, each by itself."""
    moves: tuple[Move, ...] = ()
    later: set[int] = set()
    for number, item in sorted(items.items()):
        moves += _assign(db, number, item, find_own_policy(db, number), now=now, later=later, is_parted=True)
    return moves + _settle(db, later, now=now)


def _settle(db: Database, numbers: Collection[int], *, now: dt.datetime) -> tuple[Move, ...]:
    """Lead policies where they belong by what unites them still; give what moved."""
    moves = settle_unions(db, numbers, now=now) if numbers else ()
    _mark_moved(db, moves)
    return moves


def _mark_moved(db: Database, moves: tuple[Move, ...]) -> None:
    if moves:
        mark_stale(db, {each for move in moves for each in (move.policy, move.before, move.after)})


def _choose(db: Database, strong: list[int], weak: list[int], current: int | None) -> int:
    if current is not None:
        apart = list_apart(db, current)
        free = [each for each in strong if lead_policy(db, each) not in apart]
        return current if current in strong or not free else free[0]
    return next(iter([*strong, *weak]), None) or insert_policy(db)


def _find_others(db: Database, number: int, item: Item, current: int, found: Collection[int]) -> list[int]:
    """Return other policies whose reports bear a strong key of an item that has its own, and say nothing against it.

    They were made while the item was away, or were one with its own by another report, which is gone.
    """
    apart = list_apart(db, current)
    held = None if is_empty(db, current, besides=number) else find_facts(db, lead_policy(db, current))
    figures = turn_figures(held.document_number if held else None) or _figures_of(item)
    others = []
    for key in strong_keys(item.policy, item.issuing_bodies) if item.policy else ():
        for candidate in iterate_candidates(db, key, figures="" if key.startswith("n:") else figures):
            if candidate.number in found or candidate.number in others or candidate.lead in apart:
                continue
            said = find_facts(db, candidate.lead)
            agrees = key.startswith("n:") or held is None or said is None or _agree(held, said)
            if (
                agrees
                and _fits(db, item, key, candidate, current, found)
                and has_bearer(db, key, candidate.number, besides=number)
            ):
                others.append(candidate.number)
                break
    return others


def _find_by_strong(db: Database, number: int, item: Item, current: int | None) -> dict[str, int]:
    """Return for each strong key of the item that is known the policy known by it, the strongest key first.

    Of several that are known by one title the one that the item is about already comes first, then one that is the
    same policy as those found; one that people said to be another comes last, and alone it is not taken.
    """
    if item.policy is None:
        return {}
    found: dict[str, int] = {}
    for key in strong_keys(item.policy, item.issuing_bodies):
        best = _find_known(db, number, item, key, current, [*found.values()])
        if best is not None:
            found[key] = best
    return found


def _find_known(
    db: Database, number: int, item: Item, key: str, current: int | None, found: Sequence[int]
) -> int | None:
    """Return the first of the policies that are known by a key and fit, in the order of ``_find_by_strong``."""
    first = current if current is not None else next(iter(found), None)
    apart = list_apart(db, first)
    last = empty = None
    for candidate in _iterate_known(db, item, key, current, None if first is None else lead_policy(db, first)):
        if _fits(db, item, key, candidate, current, found) and is_borne(db, key, candidate.number, besides=number):
            if candidate.lead in apart:
                last = candidate.number if last is None else last
            elif candidate.number == current or not is_empty(db, candidate.number, besides=number):
                return candidate.number
            else:
                empty = candidate.number if empty is None else empty
    return last if empty is None else empty


def _iterate_known(db: Database, item: Item, key: str, current: int | None, lead: int | None) -> Iterator[Candidate]:
    """Return the policies that are known by a key: the current one, others that lead where it does, then all."""
    if lead is not None:
        known = list_known(db, key, lead)
        yield from (Candidate(each, lead) for each in sorted(known, key=lambda each: (each != current, each)))
    figures = "" if key.startswith("n:") else _figures_of(item)
    yield from iterate_candidates(db, key, figures=figures)


def _fits(
    db: Database, item: Item, key: str, candidate: Candidate, current: int | None, found: Collection[int]
) -> bool:
    """Return whether nothing printed speaks against a policy that is known by a key of the item.

    A corrected item stays with its policy whatever that says by the former wording, unless its number leads elsewhere.
    """
    if key.startswith("n:") or (candidate.number == current and all(number == current for number in found)):
        return True
    held = find_facts(db, candidate.lead)
    return held is None or not _speaks_against(item, held)


def _figures_of(item: Item) -> str:
    return turn_figures(item.policy.document_number if item.policy else None)


def _speaks_against(item: Item, held: Policy) -> bool:
    printed = item.policy.document_number if item.policy else None
    return numbers_differ(printed, held.document_number) or is_too_far(item, held)


def _find_by_weak(db: Database, number: int, item: Item, found: Collection[int]) -> list[int]:
    """Return the policies, besides those found, that an item's English title leads to, by number.

    Where policies that it leads to print different numbers or Chinese titles, the first of them alone counts.
    """
    key = weak_key(item.policy) if item.policy else None
    if key is None or not may_ever_be_same(item):
        return []
    chosen: list[int] = []
    held: dict[int, Policy] | None = None
    while True:
        others = {turn_figures(each.document_number) for each in (held or {}).values()} - {""}
        candidates = iterate_titled(
            db,
            key,
            figures=_figures_of(item),
            other=others.pop() if len(others) == 1 else "",
            untitled_besides=number if item.policy and item.policy.title_zh is not None else None,
        )
        new = (each for each in candidates if each.number not in found and each.number not in chosen)
        if held is None:  # what those found say is asked for where it matters alone
            if next(new, None) is None:
                return []
            held = list_facts(db, sorted({lead_policy(db, each) for each in found}))
            continue
        for candidate in new:
            said = find_facts(db, candidate.lead)
            agrees = said and (candidate.lead in held or all(_agree(said, each) for each in held.values()))
            if said and agrees and _is_titled_so(db, number, item, key, candidate.number, said):
                chosen.append(candidate.number)
                held[candidate.lead] = said
                break
        else:
            return sorted(chosen, key=lambda each: is_empty(db, each, besides=number))


def _is_titled_so(db: Database, number: int, item: Item, key: str, candidate: int, said: Policy) -> bool:
    """Return whether a report about a policy bears the English title, and none of its reports speaks against this one.

    Each is compared by itself, so that it does not matter which was read first.
    """
    if not is_borne(db, key, candidate, besides=number):
        return False
    titled = item.policy is not None and item.policy.title_zh is not None
    printed = item.policy.document_number if item.policy else None
    near = (each for each in iterate_near(db, candidate, item, besides=number) if key in list_keys(each))
    if not any(_are_same(item, compose_policy("", [("I0", other)]), printed) for other in near) and (
        has_bearer(db, key, candidate, besides=number) or not _are_same(item, said, printed)
    ):
        return False
    if not titled:
        return True
    sql = f"SELECT 1 FROM ({_ABOUT}) WHERE id <> ? AND record ->> '$.policy.title_zh' <> '' LIMIT 1"
    return db.execute(sql, [candidate, number]).fetchone() is None  # with one, the titles differ, or had led here


def _are_same(item: Item, one: Policy, printed: str | None) -> bool:
    return may_be_same(item, one) and not numbers_differ(printed, one.document_number)


def _agree(one: Policy, other: Policy) -> bool:
    titles = [title_core_zh(each.title_zh) for each in (one, other) if each.title_zh]
    return not numbers_differ(one.document_number, other.document_number) and len(set(titles)) <= 1


def find_split(db: Database, number: int, item: Item, *, own: int) -> Policy | None:
    """Return another policy in force that a strong key of a stored item leads to, where nothing printed speaks against.

    That is one which people said to be another than ``own``, although the item bears what each is known by; or one of
    several that bear one title.
    """
    keys = strong_keys(item.policy, item.issuing_bodies) if item.policy else ()
    if not keys:
        return None
    apart = list_apart(db, own)
    united = {lead_policy(db, each) for each in list_united(db, number)}
    for key in keys:
        found = {each.lead for each in iterate_candidates(db, key, figures=_figures_of(item)) if each.lead not in apart}
        for lead in sorted((found | united) - {own}):
            for held in list_facts(db, [lead]).values():
                if not _speaks_against(item, held):
                    return held
    return None
