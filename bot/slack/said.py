"""What was said of records, kept while the very same records are shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Said(Generic[T]):
    """Texts made of values that never change, told apart by which objects they are and not by what these hold.

    To compare whole records takes as long as to say them anew. Beyond ``most`` texts it begins anew.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[tuple[Hashable, ...], tuple[tuple[object, ...], T]] = {}

    def get(self, of: tuple[object, ...], beside: tuple[Hashable, ...], say: Callable[[], T]) -> T:
        """Give what ``say`` says of these objects, with these small values beside them."""
        key = (*map(id, of), *beside)
        held = self._held.get(key)
        if held is None:
            if len(self._held) >= self._most:
                self._held.clear()
            held = self._held[key] = (of, say())  # who holds an object keeps its id from becoming another's
        return held[1]
