"""What a reader that is no process of its own lacks: it lists the entries of feeds in this one."""

from bot.model.intake import FeedListing
from bot.reading.child import ChildReader
from bot.reading.formats.feed import list_entries


class FeedLister(ChildReader):
    """Part of the readers of tests, which need no process."""

    def __init__(self) -> None: ...

    def list_entries(self, data: bytes, *, source_name: str) -> FeedListing:
        """Return the entries of the feed in these bytes, or raise UnreadableDocumentError."""
        return list_entries(data, source_name=source_name)

    def close(self) -> None:
        """Do nothing: no child was started."""
