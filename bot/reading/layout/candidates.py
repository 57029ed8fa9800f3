"""The candidates: layouts that a document allows, tried one change at a time until none is cheaper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.reading.layout.bounds import find_news_end, find_title_end
from bot.reading.layout.cost import rate
from bot.reading.layout.lines import Line
from bot.reading.layout.walker import Role, walk

_MOST_LINES = 600
"""Lines of a document by which its layout is chosen."""
_MOST_WALKS, _FEWEST_WALKS = 400, 60
_MOST_STEPS = 60_000
"""Lines walked over in all."""
_MOST_LOOKS = 12
_BEST_FIRST = 4
"""Of the layouts to start from, those that are improved."""
_FRONT = 40
_OPENING = frozenset({Role.ITEM, Role.HEADLINE})
_ROUNDS = 3
_CHANGE = 2.5
"""What it costs to read a look otherwise than the layout that is kept for the series says, or to leave out its news."""
_BOLD = ("bold line", "numbered bold line", "lettered bold line")
_LINE_LOOKS = (*_BOLD, "marked line", "capital line", "numbered line", "lettered line", "linked line", "short line")
_ITEM_LOOKS = (
    "bold lead",
    "tagged paragraph",
    "dated paragraph",
    "numbered paragraph",
    "acting paragraph",
    "paragraph",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A layout's roles and bounds with what they leave unexplained."""

    roles: Mapping[str, Role]
    start: int
    end: int
    cost: float
    items: tuple[int, ...]


class Search:
    """Tries layouts on the lines of one document; bounded in lines and tries."""

    def __init__(
        self,
        lines: Sequence[Line],
        closes: str = "",
        kept: Mapping[str, Role] | None = None,
    ) -> None:
        self.kept = kept or {}
        self.lines = lines[:_MOST_LINES]
        self.end = find_news_end(self.lines, closes)
        self.least = min(find_title_end(self.lines), self.end)
        self.most = max(_FEWEST_WALKS, min(_MOST_WALKS, _MOST_STEPS // max(1, len(self.lines))))
        self.looks = Counter(line.look for line in self.lines[: self.end])
        self.tried: dict[tuple[tuple[tuple[str, Role], ...], int], Candidate] = {}

    def find_best(self) -> tuple[Candidate, Candidate | None]:
        """Return the cheapest layout found, and the next that differs from it."""
        kept = [self.kept] if self.kept else []
        firsts = [self.find_start_of(roles, start=0) for roles in (*kept, *list_first_roles(self.looks))]
        for first in sorted(firsts, key=lambda each: each.cost)[:_BEST_FIRST]:
            self._improve(first)
        ranked = sorted(self.tried.values(), key=lambda each: each.cost)
        other = next((each for each in ranked[1:] if each.items != ranked[0].items), None)
        return ranked[0], other

    def find_start_of(self, roles: Mapping[str, Role], *, start: int, is_given: bool = False) -> Candidate:
        """Return these roles with the place where the news begins; it is searched where ``start`` is 0.

        News that the layout says is an item is not left out before it to save cost, nor is any headline of a layout
        that somebody gave.
        """
        if start:
            return self._try(roles, start)
        lines = self.lines
        of_layout = (at for at in range(self.least, self.end) if roles.get(lines[at].look) in _OPENING)
        opens = [at for at in of_layout if lines[at].is_news or (is_given and roles[lines[at].look] is Role.HEADLINE)]
        best = self.find_start(roles, self._try(roles, max(self.least, find_front(self.lines, roles))))
        begun = min(opens[0], best.start) if opens else best.start
        while is_given and begun > self.least and roles.get(lines[begun - 1].look) is Role.GROUP:
            begun -= 1
        first = self._try(roles, begun)
        skipped = sum(at < best.start for at in opens)
        return best if best.cost + skipped <= first.cost and not (is_given and skipped) else first

    def find_start(self, roles: Mapping[str, Role], best: Candidate) -> Candidate:
        """Return the cheapest place at which the news may begin with these roles."""
        starts = [at for at in range(self.least, min(_FRONT, self.end)) if _may_start(self.lines[at], roles)][:12]
        for start in starts:
            tried = self._try(roles, start)
            best = tried if tried.cost < best.cost - 1e-9 else best
        return best

    def _improve(self, best: Candidate) -> None:
        for _ in range(_ROUNDS):
            before = best.cost
            for look, _ in self.looks.most_common(_MOST_LOOKS):
                for role in list_allowed(look):
                    if role is best.roles.get(look, Role.TEXT) or len(self.tried) > self.most:
                        continue
                    roles = {**best.roles, look: role}
                    for start in dict.fromkeys((best.start, max(self.least, find_front(self.lines, roles)))):
                        tried = self._try(roles, start)
                        best = tried if tried.cost < best.cost - 1e-9 else best
            best = self.find_start(best.roles, best)
            if best.cost >= before:
                return

    def _try(self, roles: Mapping[str, Role], start: int) -> Candidate:
        told = tuple(
            sorted((look, role) for look, role in roles.items() if look in self.looks and role is not Role.TEXT)
        )
        if (known := self.tried.get((told, start))) is not None:
            return known
        segments = walk(self.lines, roles, start=start, end=self.end, title=self.least)
        items = tuple(item.first for item in segments.items)
        used = {line.look for line in self.lines[start : self.end]}
        changed = sum(roles.get(look, Role.TEXT) is not role for look, role in self.kept.items() if look in used)
        left_out = sum(line.is_news and roles.get(line.look) is Role.ITEM for line in self.lines[self.least : start])
        cost = rate(self.lines, segments) + _CHANGE * (changed + (left_out if self.kept else 0))
        made = Candidate(roles=dict(roles), start=start, end=self.end, cost=cost, items=items)
        self.tried[told, start] = made
        return made


def list_allowed(look: str) -> tuple[Role, ...]:
    """Return what lines of a look may be."""
    if "heading" in look or look in _LINE_LOOKS:
        return (Role.GROUP, Role.HEADLINE, Role.TEXT)
    if look.startswith("bullet head"):
        return (Role.HEADLINE, Role.GROUP, Role.ITEM, Role.TEXT)
    return (Role.GROUP, Role.TEXT) if look == "day line" else (Role.ITEM, Role.TEXT)


def list_first_roles(looks: Counter[str]) -> Iterator[dict[str, Role]]:
    """Yield the roles to start from: each level of heading and kind of line as that of the headlines, and none."""
    levels = sorted({int(look[-1]) for look in looks if "heading" in look})
    listed = "bullet 2" if looks["bullet head 1"] and looks["bullet 2"] > looks["bullet 1"] else "bullet 1"
    items = {look: Role.ITEM for look in looks if look in {"row", listed} or look in _ITEM_LOOKS[:-2]}
    above = {look: Role.GROUP for look in looks if "heading" in look}
    short = {look: Role.GROUP for look in looks if look in {"capital line", "marked line", *_BOLD}}
    for level in levels:
        roles = {look: Role.GROUP if int(look[-1]) < level else Role.TEXT for look in above}
        yield {**items, **short, **roles, **{look: Role.HEADLINE for look in above if int(look[-1]) == level}}
    for look in _LINE_LOOKS:
        if looks[look] > 1:
            yield {**items, **above, **short, look: Role.HEADLINE}
    for depth in (1, 2):
        if looks[f"bullet head {depth}"] > 1:
            points = {look: Role.TEXT for look in items if look.startswith("bullet")}
            yield {**items, **above, **short, f"bullet head {depth}": Role.HEADLINE}
            yield {**items, **points, **above, **short, f"bullet head {depth}": Role.HEADLINE}
    yield {**items, **above, **short}
    yield {**items, **above, **short, "acting paragraph": Role.ITEM}
    yield {**items, **above, **short, "acting paragraph": Role.ITEM, "paragraph": Role.ITEM}


def _may_start(line: Line, roles: Mapping[str, Role]) -> bool:
    return not line.is_contents and (
        roles.get(line.look, Role.TEXT) is not Role.TEXT
        or line.section is not None
        or line.label is not None
        or line.look == "counter"
    )


def find_front(lines: Sequence[Line], roles: Mapping[str, Role]) -> int:
    """Return a first guess at where the news begins: at the first section's name, or the first line that tells news."""
    for at, line in enumerate(lines[:_FRONT]):
        if (line.section is not None and at) or (line.is_news and roles.get(line.look) is Role.ITEM):
            return at
    return next((at for at, line in enumerate(lines) if at and _may_start(line, roles)), 0)
