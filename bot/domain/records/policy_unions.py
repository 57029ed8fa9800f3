"""Which policies are one, by what unites them: a person's word, or a source that prints what each is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet


def decide_leads(
    numbers: Iterable[int], links: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Give for each policy the one that it leads to: the oldest of those it is one with, which may be itself.

    ``links`` are pairs that are one, the most certain first. A link that would bring together two that were said to be
    two (``apart``) is passed over; both ends of a link or a border are among ``numbers``.
    """
    groups = {number: [number] for number in numbers}
    group_of = {number: number for number in groups}
    borders: dict[int, set[int]] = {number: set() for number in groups}
    for one, other in apart:
        borders[one].add(other)
        borders[other].add(one)
    for one, other in links:
        small, large = sorted(
            (group_of[one], group_of[other]), key=lambda group: len(groups[group]) + len(borders[group])
        )
        if small == large or large in borders[small]:
            continue
        group_of |= dict.fromkeys(groups[small], large)
        groups[large] += groups.pop(small)
        for beyond in borders.pop(small):
            borders[beyond].remove(small)
            borders[beyond].add(large)
            borders[large].add(beyond)
    leads = {group: min(members) for group, members in groups.items()}
    return {number: leads[group] for number, group in group_of.items()}


def group_by_keys(keys: Mapping[int, AbstractSet[str]]) -> tuple[frozenset[int], ...]:
    """Give the reports that hold together, each bearing a key in common with another of its group, the oldest first.

    A report without keys stands by itself.
    """
    bearers: dict[str, list[int]] = {}
    for number, borne in keys.items():
        for key in borne:
            bearers.setdefault(key, []).append(number)
    groups: list[frozenset[int]] = []
    grouped: set[int] = set()
    for number in sorted(keys.keys()):
        if number in grouped:
            continue
        group, waiting = {number}, [number]
        while waiting:
            joined = {other for key in keys[waiting.pop()] for other in bearers.pop(key, ())} - group
            group |= joined
            waiting += joined
        grouped |= group
        groups.append(frozenset(group))
    return tuple(groups)
