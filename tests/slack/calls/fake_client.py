"""A client that answers without a network: from a list in turn, or by the method that is called."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

Reply = dict[str, Any] | Exception


class FakeClient(WebClient):
    """Keeps the calls in ``made``."""

    def __init__(
        self,
        *replies: Reply,
        by_method: dict[str, Any] | None = None,
        status: int = 200,
        headers: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(token=None, retry_handlers=[])
        self.replies = list(replies)
        self.by_method = by_method or {}
        self.status = status
        self.reply_headers = headers or {}
        self.made: list[tuple[str, dict[str, Any]]] = []

    def api_call(self, api_method: str, **given: Any) -> SlackResponse:
        self.made.append((api_method, dict(given.get("json") or given.get("params") or {})))
        held = self.by_method.get(api_method, self.replies)
        reply = held.pop(0) if isinstance(held, list) else held
        if isinstance(reply, Exception):
            raise reply
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=api_method,
            req_args={"params": given.get("params")},
            data=reply,
            headers=self.reply_headers,
            status_code=self.status,
        )
        if self.status != 200 or not reply.get("ok"):  # as the SDK itself decides
            raise build_error(response)
        return response

    def _request_for_pagination(self, api_url: str, req_args: dict[str, Any]) -> dict[str, Any]:
        page = self.api_call(api_url, params=req_args["params"])
        return {"status_code": page.status_code, "headers": page.headers, "data": page.data}


def build_error(response: object) -> SlackApiError:
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
