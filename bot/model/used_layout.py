"""The layout that a briefing was read with, and what of it a person should look at."""

from dataclasses import dataclass
from enum import StrEnum

ANY_SERIES = ""
"""The key of a layout that is for whatever is read."""
_CLOSE = 0.01
"""A runner-up that explains an item nearly as well as the layout chosen makes the choice a close one."""
_POOR = 0.35
"""A layout that leaves so much of an item unexplained is uncertain by itself."""
_DRIFT = 0.3
"""A kept layout that leaves so much more of an item unexplained than it did when it was kept fits no longer."""


class LayoutDoubt(StrEnum):
    """Why a person should look at a layout."""

    NEW = "new"
    UNCERTAIN = "uncertain"
    DRIFTED = "drifted"


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenLook:
    """A look that lines of a document have, how many have it, how many of these are in items, and the first of them."""

    look: str
    count: int
    inside: int
    example: str


@dataclass(frozen=True, kw_only=True, slots=True)
class UsedLayout:
    """The layout that a briefing was read with, as TOML.

    ``cost`` is what it leaves unexplained, a figure for each item. ``series`` is the key under which the layout of the
    series is kept (``bot.reading.pipeline``), ``is_kept`` tells that it was read with that one; ``runner_up`` is
    the next best layout, for a kept one the layout that would have been found without it. The layout of a notice or a
    feed ``is_fixed``.
    """

    toml: str
    cost: float
    series: str
    is_kept: bool = False
    is_fixed: bool = False
    runner_up: str = ""
    runner_up_cost: float | None = None
    looks: tuple[SeenLook, ...] = ()


def decide_doubt(used: UsedLayout | None, kept_cost: float | None) -> LayoutDoubt | None:
    """Return why a person should look at this layout, None where nothing is to be asked.

    ``kept_cost`` is the cost of the layout that is kept for the series, when it was confirmed; None where none is kept.
    """
    if used is None or used.is_fixed:
        return None
    if kept_cost is not None:
        return LayoutDoubt.DRIFTED if used.is_kept and used.cost > kept_cost + _DRIFT else None
    return LayoutDoubt.UNCERTAIN if is_close(used) or used.cost > _POOR else LayoutDoubt.NEW


def is_close(used: UsedLayout) -> bool:
    """Return whether the next best layout explains the briefing nearly as well as the one it was read with."""
    return not used.is_kept and used.runner_up_cost is not None and used.runner_up_cost < used.cost + _CLOSE


def explain_doubt(used: UsedLayout, doubt: LayoutDoubt) -> str:
    """Say in a few words why a layout is doubted."""
    if doubt is LayoutDoubt.DRIFTED:
        return "this issue doesn't fit the layout that was confirmed for its series"
    if doubt is LayoutDoubt.NEW:
        return "nobody has confirmed it for this series yet"
    return "two layouts explain it about equally well" if is_close(used) else "much of it doesn't fit any layout"
