"""Where the faults are tried, and the rows that come of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.faults.rig import Count, Rig, make_template

_Case = TypeVar("_Case")
PARTS = 3
"""How many messages the posts have of which a part fails."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the table: a fault, how many runs and kills, what they came to, and what was not as expected."""

    name: str
    runs: int
    count: Count
    kills: int = 0
    faults: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether the promise was kept and nothing was otherwise than expected."""
        return self.count.is_sound and not self.faults


@dataclass(kw_only=True)
class Lab:
    """Where the scenarios run; ``short`` takes a smaller sample of each large set, ``seed`` is that of all chance."""

    folder: Path
    short: bool = False
    seed: int = 1
    _count: Count = field(default_factory=Count)
    _runs: int = 0
    _kills: int = 0
    _faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._template = make_template(self.folder)

    def sample(self, cases: Iterable[_Case], *, every: int = 1, short: int) -> list[_Case]:
        """Return one of ``every`` so many cases from the first on; in the short form one of ``short``."""
        return list(cases)[:: short if self.short else every]

    def make(self) -> Rig:
        """Return a rig on an empty database."""
        return Rig.make(self._template, self.folder, "run")

    def make_copy(self, name: str) -> Path:
        """Return an empty database of this name, in the place of the last."""
        path = self.folder / f"{name}.db"
        for old in self.folder.glob(f"{name}.db*"):
            old.unlink()
        path.write_bytes(self._template.read_bytes())
        return path

    def add(self, count: Count, *, about: str, kills: int = 0, posted: int | None = None) -> None:
        """Count what became of a run; ``posted`` is what must stand in the channels where that is not all."""
        self._runs += 1
        self._kills += kills
        self._count += count
        if not count.is_sound or count.posted != (count.due if posted is None else posted):
            self._faults.append(f"{about}: {count}")

    def take(self, rig: Rig, *, about: str, posted: int) -> None:
        """Count what stands in the channels of a rig, and close it."""
        self.add(rig.count(), about=f"{about} {rig.slack.early[:3]}", kills=len(rig.died_at), posted=posted)
        rig.close()

    def expect(self, *, holds: bool, about: str) -> None:
        """Note what was otherwise than expected."""
        if not holds:
            self._faults.append(about)

    def row(self, name: str) -> Row:
        """Return the row of all that was taken since the last."""
        found = Row(name=name, runs=self._runs, kills=self._kills, count=self._count, faults=tuple(self._faults))
        self._count, self._runs, self._kills, self._faults = Count(), 0, 0, []
        return found
