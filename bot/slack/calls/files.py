"""Files of the workspace: those that people share with the bot, and those that it sends.

The token goes to Slack's own file host and nowhere else: a file that lies elsewhere is refused, a redirect is not
followed. What comes back is looked at before it is believed, since Slack answers a token that may not read files with
its login page.
"""

import time
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import httpx
from slack_sdk import WebClient

from bot.errors import DeliveryError, FetchError
from bot.model.intake import Source, SourceKind
from bot.reading.received import MAX_BYTES, clean_source_name, is_page, is_sign_in_page
from bot.slack.calls.client import FAILURES, TIMEOUT, explain_failure, open_direct, read_failure
from bot.slack.mrkdwn import escape
from bot.web.fetch import Fetched


def send_file(client: WebClient, *, user: str, name: str, data: bytes, comment: str) -> str:
    """Send a file to somebody's direct messages and return their channel; the upload address gets no token.

    Raises DeliveryError when it surely did not go, UnclearDeliveryError when it may have arrived.
    """
    channel = open_direct(client, user)
    try:
        client.files_upload_v2(
            filename=name, title=name, content=data, channel=channel, initial_comment=escape(comment)[:1000]
        )
    except HTTPError as error:  # of the upload address, before the file is shown to anybody
        error.close()
        raise DeliveryError(f"Slack did not take the file (status {error.code}).", hint="Try again later.") from error
    except FAILURES as error:
        raise explain_failure(read_failure(error), "the file", scope="files:write") from error
    return channel


_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_PAGE_NAMES = (".html", ".htm", ".xhtml", ".eml", ".mht")
_NO_SCOPE = "The bot may not read files: install it again with the scope files:read, or give the file another way."
_DOWNLOAD = "Download the file and send it here as a file of its own."
_SEND_AGAIN = "Send it again."


def parse_shared_file(said: Mapping[str, Any]) -> Source:
    """Return the document behind Slack's description of a file; FetchError in one line for one that is not read.

    Refused are files that lie outside Slack (links to a cloud drive), files of other workspaces that Slack shows only
    on request, deleted ones, and those over the size that is read.
    """
    name = name_shared_file(said)
    if said.get("is_external") or said.get("mode") == "external" or said.get("external_type"):
        raise FetchError(f"{name} is not in Slack: it is a link to another service.", hint=_DOWNLOAD)
    if said.get("file_access") == "check_file_info":
        raise FetchError(f"{name} belongs to another workspace, which does not show it here.", hint=_DOWNLOAD)
    if said.get("mode") in ("tombstone", "hidden_by_limit") or said.get("file_access") == "file_not_found":
        raise FetchError(f"{name} is deleted, or hidden in Slack.", hint=_SEND_AGAIN)
    size = said.get("size") if type(said.get("size")) is int else None
    if size is not None and size > MAX_BYTES:
        raise _refuse_size(name)
    url = said.get("url_private_download") or said.get("url_private")
    if not isinstance(url, str):
        raise FetchError(f"{name} came without an address.", hint=_SEND_AGAIN)
    return Source(kind=SourceKind.SLACK_FILE, name=name, url=url, size=size)


def name_shared_file(said: Mapping[str, Any]) -> str:
    """Return the name of a file, without a path and within limits."""
    return clean_source_name(str(said.get("name") or said.get("title") or "file"))


def find_file_host(api_url: str) -> str:
    """Return the one origin that files may be got from with our token, as scheme and host.

    An emulator of Slack on this machine has its files beside its methods.
    """
    parts = urlsplit(api_url)
    host = (parts.hostname or "").lower()
    if host in _HERE:
        return f"{parts.scheme}://{parts.netloc}"
    is_government = host == "slack-gov.com" or host.endswith(".slack-gov.com")
    return "https://files.slack-gov.com" if is_government else "https://files.slack.com"


def fetch_shared_file(client: WebClient, source: Source, *, total_s: float = 60.0) -> Fetched:
    """Return the bytes of a file, got with the client's token, or raise FetchError in one line."""
    name, origin = source.name, find_file_host(client.base_url)
    try:
        parts = urlsplit(source.url)
        is_there = f"{parts.scheme}://{parts.netloc}".lower().removesuffix(":443") == origin
    except ValueError:
        is_there = False
    if not is_there or not source.url.isprintable() or set(source.url) & {"\\", " "}:
        raise FetchError(f"{name} is not on Slack's file host.", hint=_DOWNLOAD)
    proxy = None if parts.hostname in _HERE else client.proxy
    try:
        status, data = _download(source.url, f"Bearer {client.token}", proxy, until=time.monotonic() + total_s)
    except (httpx.HTTPError, TimeoutError) as error:
        raise FetchError(f"Slack could not be reached for {name}.", hint=_SEND_AGAIN, later=True) from error
    _require_file(name, status, data)
    if source.size is not None and len(data) != source.size:
        said = f"{name} came only in part: {len(data):,} of {source.size:,} bytes."
        raise FetchError(said, hint=_SEND_AGAIN, later=True)
    return Fetched(data=data, name=name, url=source.url)


def _download(url: str, authorization: str, proxy: str | None, *, until: float) -> tuple[int, bytes]:
    """Return the status and what came, at most a piece more than is read; TimeoutError when it takes too long."""
    body = bytearray()
    with (
        httpx.Client(trust_env=False, proxy=proxy, timeout=TIMEOUT) as client,
        client.stream("GET", url, headers={"Authorization": authorization}) as answer,
    ):
        for piece in answer.iter_bytes() if answer.is_success else ():
            body += piece
            if len(body) > MAX_BYTES:
                break
            if time.monotonic() > until:
                raise TimeoutError
    return answer.status_code, bytes(body)


def _require_file(name: str, status: int, data: bytes) -> None:
    """Refuse every answer but the file itself, such as a web page in its place, with what to do about it."""
    if httpx.codes.is_redirect(status):
        raise FetchError(f"Slack sends to another place for {name}, which is not followed.", hint=_NO_SCOPE)
    if status != httpx.codes.OK:
        hint = _NO_SCOPE if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN} else _SEND_AGAIN
        later = status == httpx.codes.TOO_MANY_REQUESTS or httpx.codes.is_server_error(status)
        raise FetchError(f"Slack does not give {name} to the bot (status {status}).", hint=hint, later=later)
    if len(data) > MAX_BYTES:
        raise _refuse_size(name)
    if is_sign_in_page(data):
        raise FetchError(f"A login page came in the place of {name}.", hint=_NO_SCOPE)
    if is_page(data) and not name.lower().endswith(_PAGE_NAMES):
        hint = f"If it is one, name it .html and send it again. {_NO_SCOPE}"
        raise FetchError(f"A web page came in the place of {name}.", hint=hint)


def _refuse_size(name: str) -> FetchError:
    said = f"{name} is larger than {MAX_BYTES // 1024 // 1024} MB."
    return FetchError(said, hint="Split it or save it without images.")
