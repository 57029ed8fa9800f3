"""Files of the fake Slack: given to our token alone; any other is sent to the page where people sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LOGIN_PAGE = (
    b"<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>"
    b'<form action="/signin"><input type="password" name="p"></form></body></html>'
)


@dataclass(frozen=True, kw_only=True)
class HeldFile:
    """An answer to a request for a file."""

    data: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/octet-stream"})


class FileShelf:
    """Keeps files by their path; ``asked`` holds each request with the token that came along."""

    def __init__(self) -> None:
        self._held: dict[str, HeldFile] = {}
        self.asked: list[tuple[str, str]] = []

    def add(self, name: str, data: bytes, *, address: str, held: HeldFile | None = None, **said: Any) -> dict[str, Any]:
        """Keep a file, and give what Slack says of it; ``said`` goes over that."""
        number = len(self._held) + 1
        path = f"/files-pri/T0LOCAL-F{number}/download/{name}"
        self._held[path] = held or HeldFile(data=data)
        url = f"{address}{path}"
        facts = {"id": f"F{number}", "name": name, "mode": "hosted", "is_external": False, "size": len(data)}
        return {**facts, "url_private": url, "url_private_download": url, **said}

    def give(self, path: str, token: str, *, allowed: bool) -> HeldFile:
        """Answer a request."""
        self.asked.append((path, token))
        if not allowed:
            return HeldFile(status=302, headers={"Location": "/signin"})
        return self._held.get(path, HeldFile(status=404))
