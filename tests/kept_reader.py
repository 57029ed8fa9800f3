"""Documents read as the program reads them, once: the same bytes are not read again in the same run."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.bootstrap import open_reader

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


class KeptReader:
    """Gives what a process of its own read, for tests of what comes after the reading."""

    def read(self, *, source_name: str, data: bytes) -> Briefing:
        """Give the briefing in these bytes, or raise UnreadableDocumentError."""
        return _read(source_name, data)


@cache
def _read(source_name: str, data: bytes) -> Briefing:
    with open_reader() as reader:
        return reader.read(source_name=source_name, data=data)
