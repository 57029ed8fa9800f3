"""Files that the bot sends in the workspace in memory: kept, and shown in the channel they were sent to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalUpload:
    """A file that was sent: its name, its bytes, and the channel it is shown in."""

    name: str
    data: bytes
    channel: str


class LocalUploads:
    """Keeps what is on its way by its address, and what has arrived, oldest first."""

    def __init__(self) -> None:
        self._coming: dict[str, tuple[str, bytes | None]] = {}
        self.arrived: list[LocalUpload] = []

    def expect(self, name: str, origin: str) -> tuple[str, str]:
        """Give an address to put a file of this name to, and its id."""
        file_id = f"F{len(self._coming) + 1:03}"
        self._coming[file_id] = (name, None)
        return f"{origin}/upload/v1/{file_id}", file_id

    def put(self, url: str, data: bytes) -> bool:
        """Take the bytes that come to an address; False for one that was not given out."""
        file_id = url.rsplit("/", 1)[-1]
        if file_id not in self._coming:
            return False
        self._coming[file_id] = (self._coming[file_id][0], data)
        return True

    def complete(self, file_id: str, channel: str) -> LocalUpload | None:
        """Show a file whose bytes have come in a channel; None for one whose bytes have not."""
        name, data = self._coming.get(file_id, ("", None))
        if data is None:
            return None
        upload = LocalUpload(name=name, data=data, channel=channel)
        self.arrived.append(upload)
        return upload
