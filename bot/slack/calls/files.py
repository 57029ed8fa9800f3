"""Files of the workspace: those that people share with the bot, and those that it sends.

The token goes to Slack's own file host and nowhere else: a file that lies elsewhere is refused, a redirect is not
followed. What comes back is looked at before it is believed, since Slack answers a token that may not read files with
its login page.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient

from bot.errors import FetchError
from bot.model.intake import Source, SourceKind
from bot.reading.received import MAX_BYTES, clean_source_name, is_page, is_sign_in_page
from bot.slack.calls.client import FAILURES, TIMEOUT, explain_failure, open_direct, read_failure
from bot.slack.mrkdwn import escape
from bot.web.fetch import Fetched


def send_file(client: WebClient, *, user: str, name: str, data: bytes, comment: str) -> str:
    """Send a file to somebody's direct messages and return their channel; the upload address gets no token.

    Raises DeliveryError when it surely did not go, UnclearDeliveryError when it may have arrived.
    """
    channel, said = open_direct(client, user), escape(comment)[:1000]
    try:
        client.files_upload_v2(filename=name, title=name, content=data, channel=channel, initial_comment=said)
    except FAILURES as error:
        raise explain_failure(read_failure(error), "the file", scope="files:write") from error
    return channel


_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".eml", ".mht")
_NO_SCOPE = "The bot may not read files: install it again with the scope files:read, or give the file another way."
_DOWNLOAD = "Download the file and send it here as a file of its own."
_SEND_AGAIN = "Send it again."
_SPLIT = "Split it or save it without images."
_TOO_LARGE = f"is larger than {MAX_BYTES // 1024 // 1024} MB"
_LATER = frozenset({httpx.codes.TOO_MANY_REQUESTS, *range(500, 600)})


def parse_shared_file(said: Mapping[str, Any]) -> Source:
    """Return the document behind Slack's description of a file; FetchError in one line for one that is not read.

    Refused are files that lie outside Slack (links to a cloud drive), files of other workspaces that Slack shows only
    on request, deleted ones, and those over the size that is read.
    """
    name, mode, access = name_shared_file(said), said.get("mode"), said.get("file_access")
    size = said.get("size") if type(said.get("size")) is int else None
    url = said.get("url_private_download") or said.get("url_private")
    is_link = said.get("is_external") or mode == "external" or said.get("external_type")
    is_gone = mode in ("tombstone", "hidden_by_limit") or access == "file_not_found"
    for is_so, why, hint in (
        (is_link, "is not in Slack: it is a link to another service", _DOWNLOAD),
        (access == "check_file_info", "belongs to another workspace, which does not show it here", _DOWNLOAD),
        (is_gone, "is deleted, or hidden in Slack", _SEND_AGAIN),
        ((size or 0) > MAX_BYTES, _TOO_LARGE, _SPLIT),
        (not isinstance(url, str), "came without an address", _SEND_AGAIN),
    ):
        if is_so:
            raise FetchError(f"{name} {why}.", hint=hint)
    return Source(kind=SourceKind.SLACK_FILE, name=name, url=str(url), size=size)


def name_shared_file(said: Mapping[str, Any]) -> str:
    """Return the name of a file, without a path and within limits."""
    return clean_source_name(str(said.get("name") or said.get("title") or "file"))


def find_file_host(api_url: str) -> str:
    """Return the one origin that files may be got from with our token, as scheme and host.

    An emulator of Slack on this machine has its files beside its methods.
    """
    parts = urlsplit(api_url)
    host = parts.hostname or ""
    if host in _HERE:
        return f"{parts.scheme}://{parts.netloc}"
    is_government = host == "slack-gov.com" or host.endswith(".slack-gov.com")
    return "https://files.slack-gov.com" if is_government else "https://files.slack.com"


def fetch_shared_file(client: WebClient, source: Source, *, total_s: float = 60.0) -> Fetched:
    """Return the bytes of a file, got with the client's token, or raise FetchError in one line."""
    name, url, origin = source.name, source.url, find_file_host(client.base_url)
    if not url.lower().startswith(f"{origin}/") or not url.isprintable() or set(url) & {"\\", " "}:
        raise FetchError(f"{name} is not on Slack's file host.", hint=_DOWNLOAD)
    headers, proxy = {"Authorization": f"Bearer {client.token}"}, client.proxy if origin.startswith("https") else None
    body, until = bytearray(), time.monotonic() + total_s
    try:
        with httpx.stream("GET", url, headers=headers, proxy=proxy, trust_env=False, timeout=TIMEOUT) as answer:
            for piece in answer.iter_bytes() if answer.is_success else ():
                body += piece
                if len(body) > MAX_BYTES:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout(name)
    except httpx.HTTPError as error:
        raise FetchError(f"Slack could not be reached for {name}.", hint=_SEND_AGAIN, later=True) from error
    _require_file(source, answer.status_code, bytes(body))
    return Fetched(data=bytes(body), name=name, url=url)


def _require_file(source: Source, status: int, data: bytes) -> None:
    """Refuse every answer but the whole file itself, such as a web page in its place, with what to do about it."""
    name, size = source.name, source.size
    if httpx.codes.is_redirect(status):
        raise FetchError(f"Slack sends to another place for {name}, which is not followed.", hint=_NO_SCOPE)
    if status != httpx.codes.OK:
        hint = _NO_SCOPE if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN} else _SEND_AGAIN
        raise FetchError(f"Slack does not give {name} to the bot (status {status}).", hint=hint, later=status in _LATER)
    if len(data) > MAX_BYTES:
        raise FetchError(f"{name} {_TOO_LARGE}.", hint=_SPLIT)
    if is_sign_in_page(data):
        raise FetchError(f"A login page came in the place of {name}.", hint=_NO_SCOPE)
    if is_page(data) and not name.lower().endswith(_PAGE_NAMES):
        hint = f"If it is one, name it .html and send it again. {_NO_SCOPE}"
        raise FetchError(f"A web page came in the place of {name}.", hint=hint)
    if size is not None and len(data) != size:
        said = f"{name} came only in part: {len(data):,} of {size:,} bytes."
        raise FetchError(said, hint=_SEND_AGAIN, later=True)
