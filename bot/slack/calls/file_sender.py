"""Sending a file to somebody's direct messages: Slack gives an address, takes the bytes there, then shows the file.

Nothing is sent twice by itself, and the token never goes to the upload address, which must be Slack's own file host.
Source: Slack's "Working with files", files.getUploadURLExternal and files.completeUploadExternal.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import DeliveryError
from bot.slack.calls.direct import UnclearDeliveryError, open_direct
from bot.slack.calls.files import find_file_host
from bot.slack.mrkdwn import escape

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient

_TIMEOUT_S = 30.0
_OK = 200
_AGAIN = "Ask for it again in a minute."


class _StayHere(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the file goes to Slack or nowhere."""

    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401  as the base class
        return


class SlackFileSender:
    """Sends files with the bot's client; ``upload`` puts bytes to an address, for a workspace that has no network."""

    def __init__(self, client: WebClient, *, upload: Callable[[str, bytes], None] | None = None) -> None:
        self._client = client
        self._origin = find_file_host(client.base_url)
        self._upload = upload or self._put

    def send(self, *, user: str, name: str, data: bytes, comment: str) -> str:
        """Send a file and give the channel of the person's direct messages; DeliveryError when it surely did not go.

        Raises UnclearDeliveryError when it may have arrived.
        """
        channel = open_direct(self._client, user)
        asked = {"filename": name, "length": str(len(data))}
        place = self._call("files.getUploadURLExternal", params=asked)
        url, file_id = str(place.get("upload_url") or ""), str(place.get("file_id") or "")
        if not self._is_own(url) or not file_id:
            raise DeliveryError("Slack gave no address of its own for the file.", hint=_AGAIN)
        self._upload(url, data)
        shown = {
            "files": [{"id": file_id, "title": name}],
            "channel_id": channel,
            "initial_comment": escape(comment)[:1000],
        }
        self._call("files.completeUploadExternal", json=shown, may_have_worked=True)
        return channel

    def _call(self, method: str, *, may_have_worked: bool = False, **arguments: Any) -> dict[str, Any]:  # noqa: ANN401  as api_call
        try:
            reply = self._client.api_call(method, **arguments)
        except SlackApiError as error:
            code = error.response.get("error")
            hint = "An admin must give the app the scope files:write." if code == "missing_scope" else _AGAIN
            raise DeliveryError(f"Slack did not take the file ({code}).", hint=hint) from error
        except (SlackClientError, OSError, HTTPException, ValueError) as error:
            if may_have_worked:
                raise UnclearDeliveryError(
                    "Slack did not say whether the file arrived.", hint="See your direct messages with Gongbao first."
                ) from error
            raise DeliveryError("Slack could not be reached for the file.", hint=_AGAIN) from error
        return reply.data if isinstance(reply.data, dict) else {}

    def _is_own(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        origin = f"{parts.scheme}://{parts.netloc}".lower().removesuffix(":443")
        return origin == self._origin and "\\" not in url and url.isprintable() and " " not in url

    def _put(self, url: str, data: bytes) -> None:
        headers = {"Content-Type": "application/octet-stream"}
        request = urllib.request.Request(url, data=data, headers=headers, method="POST")  # noqa: S310  the host was checked
        proxies = {"https": self._client.proxy} if self._client.proxy and url.startswith("https:") else {}
        opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies), _StayHere())
        try:
            with opener.open(request, timeout=_TIMEOUT_S) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            error.close()
            status = error.code
        except (OSError, HTTPException, ValueError) as error:
            raise DeliveryError("Slack could not be reached for the file.", hint=_AGAIN) from error
        if status != _OK:
            raise DeliveryError(f"Slack did not take the file (status {status}).", hint=_AGAIN)
