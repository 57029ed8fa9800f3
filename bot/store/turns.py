"""A lock that is given in the order in which it was asked for.

An ordinary lock goes to whoever is running when it is freed, often to the thread that just had it: a short write could
then wait behind every document of a long queue.
"""

from __future__ import annotations

import threading
from collections import deque
from typing import Self


class Turns:
    """A context manager that one thread at a time is inside of, first come, first served."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    def __enter__(self) -> Self:
        with self._guard:
            if not self._taken:
                self._taken = True
                return self
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
