"""Scores how a composed issue was read: items found exactly, and sections right."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.briefing import Item
from bot.names.lexicon import Lexicon
from bot.reading.pipeline import read_briefing
from tests.composed_zh.compose import Composed, Wanted

_OPENING = 24


@dataclass(frozen=True, kw_only=True, slots=True)
class Scored:
    """What was right of an issue: counts, and in words what was not."""

    composed: Composed
    wanted: int
    exact: int
    placed: int
    extra: int
    differences: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of items found exactly; items that are none count as wanted and not found."""
        return self.exact / max(self.wanted + self.extra, 1)


def score(composed: Composed, lexicon: Lexicon) -> Scored:
    """Read an issue and compare."""
    briefing = read_briefing(composed.data, source_name=composed.name, lexicon=lexicon)
    left = list(briefing.items)
    exact = placed = 0
    said: list[str] = []
    for wanted in composed.items:
        item = _take(left, wanted)
        if item is None:
            said.append(f"missed: {_tell(wanted)}")
            continue
        placed += item.section in wanted.sections
        wrong = _compare(wanted, item)
        exact += not wrong
        if wrong or item.section not in wanted.sections:
            section = "" if item.section in wanted.sections else f" section {item.section}, not {set(wanted.sections)}"
            said.append(f"{wanted.text[:16]}: {'; '.join(wrong)}{section}")
    said.extend(f"not expected: {item.section} {item.headline} | {item.text[:60]}" for item in left)
    said.extend(f"unread: {block.text[:60]}" for block in briefing.unread)
    if briefing.published_on != composed.published_on:
        said.append(f"published on {briefing.published_on}, not {composed.published_on}")
    if briefing.series != composed.series:
        said.append(f"series {briefing.series}, not {composed.series}")
    return Scored(
        composed=composed,
        wanted=len(composed.items),
        exact=exact,
        placed=placed,
        extra=len(left),
        differences=tuple(said),
    )


def _bare(text: str) -> str:
    return "".join(text.split())


def _take(left: list[Item], wanted: Wanted) -> Item | None:
    """Take the item that tells what is wanted."""
    opening = _bare(wanted.text)[:_OPENING]
    for at, item in enumerate(left):
        if _bare(item.text).startswith(opening):
            return left.pop(at)
    found = next((at for at, item in enumerate(left) if opening[:12] in _bare(item.text)), None)
    return None if found is None else left.pop(found)


def _compare(wanted: Wanted, item: Item) -> list[str]:
    """Say in words what differs of an item beside its section."""
    wrong: list[str] = []
    if item.headline != wanted.headline:
        wrong.append(f"headline {item.headline}, not {wanted.headline}")
    if _bare(item.text).rstrip("。") != _bare(wanted.text).rstrip("。"):
        wrong.append(f"text {item.text[:20]!r}...{item.text[-24:]!r}")
    if item.reported_on != wanted.day:
        wrong.append(f"day {item.reported_on}, not {wanted.day}")
    if tuple(map(_bare, item.points)) != wanted.points and tuple(f"{p}；" for p in wanted.points) != item.points:
        wrong.append(f"points {item.points}, not {wanted.points}")
    return wrong


def _tell(wanted: Wanted) -> str:
    return f"{wanted.headline or ''} | {wanted.text[:30]} ({wanted.day})"
