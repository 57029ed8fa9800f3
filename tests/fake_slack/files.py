"""Files of the fake Slack: given to our token alone; any other is sent to the page where people sign in."""

import json
from dataclasses import dataclass, field
from typing import Any

from bot.slack.in_memory.local_slack import LocalSlack, Payload, SlackRefusal

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


class Uploads:
    """The steps of sending a file, as Slack's SDK takes them: an address, the bytes to it, and the file shown."""

    def __init__(self, slack: LocalSlack) -> None:
        self._coming: dict[str, tuple[str, bytes | None]] = {}
        self.origin = ""
        slack.methods["files.getUploadURLExternal"] = self._give_address
        slack.methods["files.completeUploadExternal"] = self._complete

    def put(self, path: str, data: bytes) -> bool:
        """Take the bytes that come to an address; False for one that was not given out."""
        file_id = path.rsplit("/", 1)[-1]
        if file_id not in self._coming:
            return False
        self._coming[file_id] = (self._coming[file_id][0], data)
        return True

    def _give_address(self, _: LocalSlack, arguments: Payload) -> Payload:
        file_id = f"F{len(self._coming) + 1:03}"
        self._coming[file_id] = (str(arguments["filename"]), None)
        return {"upload_url": f"{self.origin}/upload/v1/{file_id}", "file_id": file_id}

    def _complete(self, slack: LocalSlack, arguments: Payload) -> Payload:
        channel = slack.get_channel(arguments.get("channel_id"))
        (each,) = json.loads(arguments.get("files") or "[]")
        name, data = self._coming[each["id"]]
        if data is None:
            raise SlackRefusal("file_not_found")
        return {"files": [slack.add_upload(channel, name, data, str(arguments.get("initial_comment") or ""))]}


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
