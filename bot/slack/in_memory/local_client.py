"""What the app works with around a Slack in memory: a client of the SDK's own class, shared files, and an executor."""

import json as json_module
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import FetchError
from bot.model.intake import Source
from bot.slack.in_memory.local_slack import LocalSlack, Payload
from bot.web.fetch import Fetched


class LocalClient(WebClient):
    """The client of a LocalSlack: every call is answered in memory, in Slack's shape, errors raised as the SDK does."""

    def __init__(self, slack: LocalSlack) -> None:
        super().__init__(token=None, base_url="https://local/api/", retry_handlers=[])
        self._slack = slack

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

    def files_upload_v2(  # type: ignore[override]  # of the SDK's many ways, the one that is used
        self, *, filename: str, content: bytes, channel: str, initial_comment: str, **_: object
    ) -> None:
        """Show a file in a channel."""
        self._slack.add_upload(self._slack.get_channel(channel), filename, content, initial_comment)


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
        """Return the file's bytes, or raise FetchError."""
        if source.url not in self._held:
            raise FetchError(f"{source.name} is not in this workspace.", hint="Send it again.")
        return Fetched(data=self._held[source.url], name=source.name, url=source.url)


class InlineExecutor(Executor):
    """Runs what it is given at once, in the same thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  as the base class
        """Run it and give its result as a finished future."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
