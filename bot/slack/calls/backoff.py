"""How long to wait before the next try: longer each time, a little different each time, and never for ever."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_S = 1.0
LONGEST_S = 60.0
_RANDOM = secrets.SystemRandom()


class Backoff:
    """Waits between tries, in seconds: doubling from ``first_s`` to ``longest_s``, each between half of it and all."""

    def __init__(
        self,
        *,
        first_s: float = FIRST_S,
        longest_s: float = LONGEST_S,
        draw: Callable[[], float] = _RANDOM.random,
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._draw = draw
        self._next_s = first_s

    def take(self, *, at_least_s: float = 0.0) -> float:
        """Give the wait before the next try, not under what the other side asked for; the one after it is longer."""
        wait_s, self._next_s = self._next_s, min(self._next_s * 2, self._longest_s)
        return max(wait_s * (0.5 + self._draw() / 2), at_least_s)

    def reset(self) -> None:
        """Begin with the first wait again: it works."""
        self._next_s = self._first_s
