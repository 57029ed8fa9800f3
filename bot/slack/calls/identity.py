"""Who we are in Slack: asked once at the start, patiently while Slack is away."""

from __future__ import annotations

import logging
import urllib.error
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot.domain.access import MISSING_SCOPE
from bot.domain.posts.delivery import ErrorClass, classify_error
from bot.errors import DeliveryError, NotAllowedError
from bot.slack.calls.backoff import Backoff
from bot.slack.calls.replies import NO_ANSWER, find_code, read_retry_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

log = logging.getLogger(__name__)
_COPY_AGAIN = "Copy the token again from your Slack app, or install the app again."
_HINTS = {
    MISSING_SCOPE: "Generate an app-level token with the scope connections:write (Basic Information, App-Level"
    " Tokens), or use HTTP mode.",
}
"""What to do about a refused token, by Slack's code; of our calls here only that for a socket wants a scope."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The workspace (its id and name) and the bot in it, by both of its ids."""

    team: str
    team_name: str
    bot_id: str
    bot_user: str


class SlackAwayError(DeliveryError):
    """Slack cannot be had at the moment; ``retry_after_s`` is how long it asked to wait."""

    def __init__(self, reason: str, *, retry_after_s: float = 0.0) -> None:
        super().__init__(f"Slack cannot be reached ({reason}).", hint="It is tried again.")
        self.retry_after_s = retry_after_s


def call_slack(client: WebClient, method: str, *, setting: str) -> SlackResponse:
    """Call a method that changes nothing: SlackAwayError when it may work later.

    NotAllowedError when the token, which this setting gives, will not do.
    """
    try:
        return client.api_call(method)
    except SlackApiError as error:
        raise _explain(error, method, setting) from error
    except urllib.error.URLError as error:
        raise SlackAwayError(str(error.reason)) from error
    except NO_ANSWER as error:
        raise SlackAwayError(type(error).__name__) from error


def get_identity(client: WebClient) -> Identity:
    """Ask Slack who this token is; SlackAwayError, or NotAllowedError when it cannot serve one workspace."""
    said = call_slack(client, "auth.test", setting="SLACK_BOT_TOKEN")
    if said.get("is_enterprise_install"):
        raise NotAllowedError(
            "This app is installed for a whole organisation, which Gongbao does not serve.",
            hint="Install it into one workspace and use that token.",
        )
    team, bot_id = said.get("team_id"), said.get("bot_id")
    if not team or not bot_id:
        raise NotAllowedError("SLACK_BOT_TOKEN is not a bot's token.", hint="Use the one that starts with xoxb-.")
    return Identity(
        team=str(team),
        team_name=str(said.get("team") or team),
        bot_id=str(bot_id),
        bot_user=str(said.get("user_id") or ""),
    )


def wait_for_identity(
    client: WebClient, *, wait: Callable[[float], bool], backoff: Backoff | None = None
) -> Identity | None:
    """Ask until Slack answers; None when ``wait`` (which waits so many seconds) says that it is time to stop."""
    backoff = backoff or Backoff()
    while True:
        try:
            return get_identity(client)
        except SlackAwayError as error:
            wait_s = backoff.take(at_least_s=error.retry_after_s)
            log.warning("%s Next try in %.0f s.", error.message, wait_s)
            if wait(wait_s):
                return None


def get_socket_url(client: WebClient) -> str:
    """Ask Slack for the address of a new socket; SlackAwayError, or NotAllowedError when the token will not do."""
    url = call_slack(client, "apps.connections.open", setting="SLACK_APP_TOKEN").get("url")
    if not isinstance(url, str):
        raise SlackAwayError("no address for a socket")
    return url


def build_authorize(identity: Identity, bot_token: str) -> Callable[..., AuthorizeResult]:
    """Give Bolt's authorization: requests have been checked to be of our workspace, so all have our token."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_token=bot_token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    return authorize


def _explain(error: SlackApiError, method: str, setting: str) -> SlackAwayError | NotAllowedError:
    code = find_code(error)
    if classify_error(code) is ErrorClass.TOKEN:
        return NotAllowedError(f"Slack refuses {setting} for {method}: {code}.", hint=_HINTS.get(code, _COPY_AGAIN))
    return SlackAwayError(code, retry_after_s=read_retry_after(error.response) or 0.0)
