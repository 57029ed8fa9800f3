"""The client of a Slack in memory, of the same class that speaks to the real one."""

from __future__ import annotations

import json as json_module
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result

if TYPE_CHECKING:
    from bot.slack.in_memory.local_slack import LocalSlack, Payload


class LocalClient(WebClient):
    """The client of a LocalSlack: every call is answered in memory, in Slack's shape, errors raised as the SDK does."""

    def __init__(self, slack: LocalSlack) -> None:
        super().__init__(token=None, base_url="https://local/api/", retry_handlers=[])
        self._slack = slack

    def __deepcopy__(self, memo: dict[int, Any]) -> LocalClient:
        """Stay one: Bolt copies the context of a lazy listener, and the workspace must not be copied with it."""
        return self

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
        """Answer a call from memory, or raise SlackApiError with Slack's code."""
        _ = (files, headers, auth)
        given = {**(params or {}), **(data if isinstance(data, dict) else {}), **(json or {})}
        arguments = {key: value for key, value in given.items() if value is not None}
        reply = self._slack.call(api_method, json_module.loads(json_module.dumps(arguments)))
        response = SlackResponse(
            client=self,
            http_verb=http_verb,
            api_url=f"{self.base_url}{api_method}",
            req_args={"params": arguments},
            data=reply,
            headers={"Date": self._slack.build_date()},
            status_code=200,
        )
        if not reply["ok"]:
            message = f"The request to the Slack API failed. ({api_method})"
            raise SlackApiError(message, response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped
        return response

    def _request_for_pagination(self, api_url: str, req_args: dict[str, Payload]) -> Payload:
        """Answer what the SDK asks for each further page."""
        page = self.api_call(api_url.removeprefix(self.base_url), params=req_args["params"])
        return {"status_code": page.status_code, "headers": page.headers, "data": page.data}

    def _upload_file(self, *, url: str, data: bytes, **_: object) -> FileUploadV2Result:
        """Take the bytes that the SDK sends to an upload address."""
        return FileUploadV2Result(status=200 if self._slack.uploads.put(url, data) else 404, body="")
