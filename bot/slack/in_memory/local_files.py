"""Files of the workspace in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.errors import FetchError
from bot.services.ports import Fetched

if TYPE_CHECKING:
    from bot.domain.intake import Source


class LocalFiles:
    """Keeps files and gives them as Slack would."""

    def __init__(self) -> None:
        self._held: dict[str, bytes] = {}

    def add(self, name: str, data: bytes, **said: Any) -> dict[str, Any]:  # noqa: ANN401  what Slack says of a file
        """Keep a file, and give what an event says of it; ``said`` goes over that."""
        url = f"https://files.slack.com/files-pri/T0LOCAL-F{len(self._held) + 1}/download/{name}"
        self._held[url] = data
        facts = {"id": f"F{len(self._held)}", "name": name, "mode": "hosted", "is_external": False, "size": len(data)}
        return {**facts, "url_private_download": url, **said}

    def fetch(self, source: Source) -> Fetched:
        """Give the file's bytes, or raise FetchError."""
        if source.url not in self._held:
            raise FetchError(f"{source.name} is not in this workspace.", hint="Send it again.")
        return Fetched(data=self._held[source.url], name=source.name, url=source.url, content_type="")
