"""What a reader that is no process of its own lacks: it lists the entries of feeds in this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.reading.formats import feed_entries

if TYPE_CHECKING:
    from bot.domain.feeds import FeedListing


class FeedLister:
    """Part of the readers of tests."""

    def list_entries(self, data: bytes, *, source_name: str) -> FeedListing:
        """Give the entries of the feed in these bytes, or raise UnreadableDocumentError."""
        return feed_entries.list_entries(data, source_name=source_name)
