"""Documents read as the program reads them, in one process for the whole run: each start of one takes a second."""

from collections.abc import Mapping
from functools import cache

from bot.config import find_data_folder
from bot.model.briefing import Briefing
from bot.names.reference import load_lexicon
from bot.reading.child import ChildReader
from tests.feed_lister import FeedLister


class LastingReader(ChildReader):
    """A reading process that outlives the program that opened it; it ends with the run, when its pipe does."""

    def close(self) -> None:
        """Keep it for whoever reads next."""


@cache
def open_lasting_reader() -> LastingReader:
    """Return the one reader of this run."""
    return LastingReader(load_lexicon(find_data_folder("reference")))


class SharedReader(ChildReader):
    """Stands for a reader of one's own: whoever makes one gets the one of this run."""

    def __new__(cls, lexicon: object) -> LastingReader:  # type: ignore[misc]  # on purpose no reader of this class
        """Return the one reader."""
        _ = lexicon
        return open_lasting_reader()


class KeptReader(FeedLister):
    """Gives what that process read, for tests of what comes after the reading: the same bytes are read once."""

    def read(self, *, source_name: str, data: bytes, layouts: Mapping[str, str] | None = None) -> Briefing:
        """Return the briefing in these bytes, or raise UnreadableDocumentError."""
        return _read(source_name, data, tuple(sorted((layouts or {}).items())))


@cache
def _read(source_name: str, data: bytes, layouts: tuple[tuple[str, str], ...]) -> Briefing:
    return open_lasting_reader().read(source_name=source_name, data=data, layouts=dict(layouts))
