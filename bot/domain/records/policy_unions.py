"""Which policies are one, by what unites them: a person's word, or a source that prints what each is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def decide_leads(
    numbers: Iterable[int], links: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> dict[int, int]:
    """Give for each policy the one that it leads to: the oldest of those it is one with, which may be itself.

    ``links`` are pairs that are one, the most certain first. A link that would bring together two that were said to be
    two (``apart``) is passed over; both ends of a link or a border are among ``numbers``.
    """
    groups = {number: {number} for number in numbers}
    borders = [frozenset(pair) for pair in apart]
    for one, other in links:
        joined = groups[one] | groups[other]
        if not any(border <= joined for border in borders):
            groups |= dict.fromkeys(joined, joined)
    return {number: min(group) for number, group in groups.items()}


def group_by_keys(keys: Mapping[int, frozenset[str]]) -> tuple[frozenset[int], ...]:
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
