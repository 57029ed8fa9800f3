"""The layout that a briefing was read with, and what of it a person should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_CLOSE = 0.08
"""A runner-up that explains an item nearly as well as the layout chosen makes the choice a close one."""
_POOR = 0.6
"""A layout that leaves so much of an item unexplained is uncertain by itself."""
_DRIFT = 0.35
"""A kept layout that leaves so much more of an item unexplained than it did when it was kept fits no longer."""


class LayoutDoubt(StrEnum):
    """Why a person should look at a layout."""

    NEW = "new"
    UNCERTAIN = "uncertain"
    DRIFTED = "drifted"


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenLook:
    """A look that lines of a document have, how many have it, and the first of them."""

    look: str
    count: int
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UsedLayout:
    """The layout that a briefing was read with, as TOML.

    ``cost`` is what it leaves unexplained, a figure for each item. ``series`` is the key that the layout of the series
    is kept under, ``is_kept`` tells that it was read with that one; ``runner_up`` is the next best layout, for a kept
    one the layout that would have been found without it. The layout of a notice or a feed ``is_fixed``.
    """

    toml: str
    cost: float
    series: str
    is_kept: bool = False
    is_fixed: bool = False
    runner_up: str = ""
    runner_up_cost: float | None = None
    looks: tuple[SeenLook, ...] = ()


def decide_doubt(used: UsedLayout | None, *, kept_toml: str | None, kept_cost: float) -> LayoutDoubt | None:
    """Return why a person should look at this layout, None where nothing is to be asked.

    ``kept_toml`` and ``kept_cost`` are of the layout that is kept for the series, with its cost when it was kept.
    """
    if used is None or used.is_fixed:
        return None
    if used.toml == kept_toml:
        return LayoutDoubt.DRIFTED if used.cost > kept_cost + _DRIFT else None
    if kept_toml is not None:
        return LayoutDoubt.DRIFTED
    is_close = used.runner_up_cost is not None and used.runner_up_cost < used.cost + _CLOSE
    return LayoutDoubt.UNCERTAIN if is_close or used.cost > _POOR else LayoutDoubt.NEW
