"""``re``, but a pattern is compiled when it is first used: of a thousand, a command needs a few and a document half.

Modules write ``from bot import lazy_re as re``. What is handed to a library as a pattern comes from ``re`` itself.
"""

from __future__ import annotations

import re
import threading
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast
from weakref import WeakSet

__all__ = [
    "ASCII",
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "Match",
    "Pattern",
    "compile",
    "compile_all",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]

_USED = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn", "flags", "groups", "groupindex")


class _LazyPattern:
    """Stands for a pattern; from the first use on it has the methods of the compiled one."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._asked = flags
        with _LOCK:
            _PATTERNS.add(self)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever a pattern has
        if name not in _USED:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._asked)
        self.__dict__.update((each, getattr(compiled, each)) for each in _USED)
        return self.__dict__[name]


_PATTERNS: WeakSet[_LazyPattern] = WeakSet()
_LOCK = threading.Lock()


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:  # noqa: A001  the name that ``re`` gives it
    """Give a pattern as ``re.compile`` does; whether it is a sound one shows at its first use."""
    return cast("Pattern[AnyStr]", _LazyPattern(pattern, flags))


def compile_all() -> None:
    """Compile what was not used yet, so that nobody who asks waits for it."""
    with _LOCK:
        patterns = tuple(_PATTERNS)
    for pattern in patterns:
        _ = pattern.groups
