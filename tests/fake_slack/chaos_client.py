"""The client of a Slack that fails: it raises and answers as the SDK does over such a network, passing named steps."""

from __future__ import annotations

import http.client
import json as json_module
import urllib.error
from collections.abc import Callable
from typing import Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.slack.in_memory.local_slack import Payload
from tests.fake_slack.chaos import Ended, FaultKind


class Steps(Protocol):
    """The places at which a process can be made to die."""

    def step(self, name: str) -> None:
        """Pass the step of this name, or die there."""
        ...


class ChaosClient(WebClient):
    """A client whose calls ``serve`` takes; it passes a step before each, once it was taken, and with its answer."""

    def __init__(self, serve: Callable[[str, Payload], Ended], steps: Steps) -> None:
        super().__init__(token=None, base_url="https://chaos/api/", retry_handlers=[])
        self._serve = serve
        self._steps = steps

    def api_call(  # noqa: PLR0913  the SDK's own signature
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        files: Payload | None = None,
        data: object = None,
        params: Payload | None = None,
        json: Payload | None = None,
        headers: Payload | None = None,
        auth: Payload | None = None,
    ) -> SlackResponse:
        """Make a call, and raise what a caller gets when it fails."""
        _ = (http_verb, files, data, headers, auth)
        arguments = json_module.loads(json_module.dumps({**(params or {}), **(json or {})}))
        short = api_method.rpartition(".")[2]
        self._steps.step(f"before {short}")
        ended = self._serve(api_method, arguments)
        self._steps.step(f"{short} taken")
        if ended.fault is not None:
            raise _explain(ended.fault, api_method)
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{api_method}",
            req_args={"params": arguments},
            data=ended.reply,
            headers=ended.headers,
            status_code=ended.status,
        )
        if not ended.reply.get("ok"):
            raise _refusal(api_method, response)
        self._steps.step(f"{short} answered")
        return response

    def _request_for_pagination(self, api_url: str, req_args: dict[str, Payload]) -> Payload:
        page = self.api_call(api_url.removeprefix(self.base_url), params=req_args["params"])
        return {"status_code": page.status_code, "headers": page.headers, "data": page.data}


def _explain(fault: FaultKind, method: str) -> Exception:
    match fault:
        case FaultKind.REFUSED:
            return urllib.error.URLError(ConnectionRefusedError(111, "Connection refused"))
        case FaultKind.RST:
            return ConnectionResetError(104, "Connection reset by peer")
        case FaultKind.TIMEOUT:
            return TimeoutError("The read operation timed out")
        case FaultKind.TRUNCATED:
            return http.client.IncompleteRead(b'{"ok": tr')
        case FaultKind.GARBAGE:
            return _refusal(method, {"status": 200, "headers": {}, "body": "<html>"})
        case _:
            return http.client.RemoteDisconnected("Remote end closed connection without response")


def _refusal(method: str, response: Any) -> SlackApiError:
    message = f"The request to the Slack API failed. ({method})"
    return SlackApiError(message, response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
