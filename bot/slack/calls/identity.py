"""Who we are in Slack: asked once at the start, patiently while Slack is away."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from itertools import count
from types import MappingProxyType

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.access.roles import MISSING_SCOPE, Role, decide_role
from bot.clock import Clock
from bot.digests.outcomes import ErrorClass, classify_error
from bot.errors import DeliveryError, GongbaoError, NotAllowedError
from bot.model.subscription import is_person
from bot.operations.doctor import Finding, Level
from bot.slack.calls.channels import NOT_OURS, read_person
from bot.slack.calls.client import wait_after
from bot.slack.calls.replies import FAILURES, read_failure, read_headers, read_pages

# The scopes of the bot's token, and what stops without each; the table in docs/ is made from it.

_SHOWN = (
    "/digest subscribe, Share and @Gongbao are refused, and no summaries are posted."
    " The doctor cannot say which of them lack the bot, and who is in them is not known."
)
SCOPES = MappingProxyType(
    {
        "commands": "No slash command exists.",
        "chat:write": "Nothing is posted: no notices, no digests, no word to admins.",
        "im:write": "No direct message can be opened: no Send to me, no reports to admins, no digests to a person.",
        "users:read": "Guests and people of other workspaces cannot be told from members, so nobody is answered,"
        " admins included.",
        "channels:read": f"Shared public channels cannot be told from others: in all of them {_SHOWN}",
        "groups:read": f"Shared private channels cannot be told from others: in all of them {_SHOWN}",
        "app_mentions:read": "@Gongbao in a channel is not heard.",
        "files:read": "A briefing sent as a file cannot be read.",
        "files:write": "Exports cannot be sent.",
        "channels:history": "A post to a public channel whose reply was lost cannot be looked up: an admin is asked."
        " A mention there that never came is not found.",
        "groups:history": "A post to a private channel whose reply was lost cannot be looked up: an admin is asked."
        " A mention there that never came is not found.",
        "im:history": "What is written or sent to the bot in a direct message is not heard.",
    }
)
"""Each scope that a manifest of ours may ask for, with what stops without it."""


def list_missing(granted: str) -> list[str]:
    """Get the scopes of ours that a token lacks, in the table's order; ``granted`` is Slack's comma-separated list."""
    held = read_scopes(granted)
    return [scope for scope in SCOPES if scope not in held]


def read_scopes(granted: str) -> frozenset[str]:
    """Return the scopes of Slack's comma-separated list."""
    return frozenset(filter(None, map(str.strip, granted.split(","))))


ASSISTANTS = MappingProxyType(
    {
        "assistant:write": "the agent view",
        "links:write": "links that unfurl",
        "mcp:connect": "Slackbot as a client of gongbao mcp",
    }
)
"""The scopes of what a manifest may ask for besides (docs/assistants.md), with what each is for."""


log = logging.getLogger(__name__)
_COPY_AGAIN = "Copy the token again from your Slack app, or install the app again."
_NO_SOCKETS = (
    "Generate an app-level token with the scope connections:write (Basic Information, App-Level Tokens), or use HTTP"
    " mode."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The workspace (its id and name) and the bot in it, by both of its ids, with the scopes of its token."""

    team: str
    team_name: str
    bot_id: str
    bot_user: str
    scopes: frozenset[str] = frozenset()


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
    except FAILURES as error:
        failure = read_failure(error)
        if classify_error(failure.error) is ErrorClass.TOKEN:
            hint = _NO_SOCKETS if failure.error == MISSING_SCOPE else _COPY_AGAIN
            raise NotAllowedError(f"Slack refuses {setting} for {method}: {failure.error}.", hint=hint) from error
        raise SlackAwayError(failure.error, retry_after_s=failure.retry_after_s or 0.0) from error


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
        scopes=read_scopes(read_headers(said).get("x-oauth-scopes", "")),
    )


def wait_for_identity(client: WebClient, *, wait: Callable[[float], bool]) -> Identity | None:
    """Ask until Slack answers; None when ``wait`` (which waits so many seconds) says that it is time to stop."""
    for failures in count(1):
        try:
            return get_identity(client)
        except SlackAwayError as error:
            wait_s = max(wait_after(failures), error.retry_after_s)
            log.warning("%s Next try in %.0f s.", error.message, wait_s)
            if wait(wait_s):
                break
    return None


def get_socket_url(client: WebClient) -> str:
    """Ask Slack for the address of a new socket; SlackAwayError, or NotAllowedError when the token will not do."""
    url = call_slack(client, "apps.connections.open", setting="SLACK_APP_TOKEN").get("url")
    if not isinstance(url, str):
        raise SlackAwayError("no address for a socket")
    return url


def build_authorize(identity: Identity, bot_token: str) -> Callable[..., AuthorizeResult]:
    """Return Bolt's authorization: requests have been checked to be of our workspace, so all have our token."""

    def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=identity.team,
            bot_token=bot_token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    return authorize


# What the doctor asks Slack: whether the tokens are good, which scopes are missing, where the bot is a member.

_AGAIN = "Look at the network of this machine and at SLACK_API_URL, if it is set; then run gongbao doctor again."
_PAGE = 200
_PAGES = 50
_CLOCK_WARNING = dt.timedelta(seconds=30)
_CLOCK_PROBLEM = dt.timedelta(seconds=240)
"""Slack's signed requests are refused from five minutes on."""


def examine_slack(
    *,
    bot: WebClient,
    app: WebClient | None,
    clock: Clock,
    list_channels: Callable[[str], Sequence[str]],
    admins: Sequence[str] = (),
) -> list[Finding]:
    """Look at everything that Slack grants us, and change nothing; never raises.

    ``app`` holds the app's token, None in HTTP mode; ``list_channels`` gives the channels of a workspace that follow
    something; ``admins`` are ids of users.
    """
    try:
        identity = get_identity(bot)
        said = call_slack(bot, "auth.test", setting="SLACK_BOT_TOKEN")
    except GongbaoError as error:
        return [_tell("Slack", error)]
    text = f"the bot of {identity.team_name} ({identity.team})"
    headers = read_headers(said)
    return [
        Finding(about="Slack", level=Level.OK, text=text),
        *_check_scopes(headers.get("x-oauth-scopes", "")),
        _check_assistants(read_scopes(headers.get("x-oauth-scopes", ""))),
        *_check_app_token(app),
        *_check_clock(headers.get("date", ""), clock),
        *_check_membership(bot, list_channels(identity.team)),
        *_check_admins(bot, admins, team=identity.team, now=clock.now()),
    ]


def _tell(about: str, error: GongbaoError) -> Finding:
    """Return what went wrong; the doctor asks once, so it is for a person to try again."""
    hint = _AGAIN if isinstance(error, SlackAwayError) else error.hint
    return Finding(about=about, level=Level.PROBLEM, text=error.message, hint=hint)


def _check_scopes(granted: str) -> Iterator[Finding]:
    missing = list_missing(granted)
    if not granted:
        yield Finding(about="scopes", level=Level.OK, text="not told by this Slack")
        return
    if not missing:
        yield Finding(about="scopes", level=Level.OK, text=f"all {len(SCOPES)}")
    for scope in missing:
        hint = "Add it under OAuth & Permissions and install the app again, unless you left it out on purpose."
        yield Finding(about="scopes", level=Level.WARNING, text=f"{scope} is missing. {SCOPES[scope]}", hint=hint)


def _check_assistants(held: frozenset[str]) -> Finding:
    text = "; ".join(f"{what}: {'on' if scope in held else 'off'}" for scope, what in ASSISTANTS.items())
    return Finding(about="assistants", level=Level.OK, text=text)


def _check_app_token(app: WebClient | None) -> Iterator[Finding]:
    if app is None:
        return
    try:
        call_slack(app, "apps.connections.open", setting="SLACK_APP_TOKEN")
    except GongbaoError as error:
        yield _tell("app token", error)
    else:
        yield Finding(about="app token", level=Level.OK, text="opens sockets")


def _check_clock(date: str, clock: Clock) -> Iterator[Finding]:
    try:
        theirs = parsedate_to_datetime(date)
    except ValueError:
        return
    off = abs(clock.now() - theirs)
    if off < _CLOCK_WARNING:
        yield Finding(about="clock", level=Level.OK, text="agrees with Slack's")
        return
    level = Level.PROBLEM if off >= _CLOCK_PROBLEM else Level.WARNING
    text = f"This machine's clock and Slack's differ by {off.total_seconds():,.0f} s."
    yield Finding(about="clock", level=level, text=text, hint="Let the machine keep time by NTP.")


def _check_membership(bot: WebClient, channels: Sequence[str]) -> Iterator[Finding]:
    wanted = [channel for channel in channels if not _is_direct(channel)]
    if not wanted:
        return
    try:
        joined = set(_list_joined(bot))
    except FAILURES as error:
        text = f"Slack did not say where the bot is a member ({read_failure(error).error})."
        yield Finding(
            about="channels", level=Level.WARNING, text=text, hint="See the scopes channels:read and groups:read."
        )
        return
    outside = [channel for channel in wanted if channel not in joined]
    if not outside:
        yield Finding(about="channels", level=Level.OK, text=f"a member of all {len(wanted)} that follow something")
    for channel in outside:
        text = f"The bot is no member of {channel}, which follows something: nothing can be posted there."
        yield Finding(about="channels", level=Level.PROBLEM, text=text, hint="In that channel: /invite @Gongbao")


def _check_admins(bot: WebClient, admins: Sequence[str], *, team: str, now: dt.datetime) -> Iterator[Finding]:
    """Say which admins Slack does not know, and who is none since they are no full member."""
    for user in admins:
        level, hint = Level.PROBLEM, "Correct GONGBAO_ADMINS, or gongbao admin revoke and grant."
        try:
            facts = read_person(bot.api_call("users.info", params={"user": user}).get("user"), now=now)
        except FAILURES as error:
            if read_failure(error).error not in NOT_OURS:
                return  # the scope, or Slack itself; told above
            text = f"Slack knows no {user} in this workspace, who is to be an admin."
        else:
            if decide_role(facts, workspace=team, is_admin=True) is Role.ADMIN:
                continue
            level, text = Level.WARNING, f"{user} is no full member of the workspace, and so no admin."
        yield Finding(about="admins", level=level, text=text, hint=hint)


def _is_direct(channel: str) -> bool:
    """Return whether what is posted here is a direct message, which needs no membership."""
    return channel.startswith("D") or is_person(channel)


def _list_joined(bot: WebClient) -> Iterator[str]:
    asked = {"types": "public_channel,private_channel", "limit": _PAGE}
    for page in read_pages(bot, "users.conversations", asked, most=_PAGES):
        yield from (str(channel.get("id")) for channel in page.get("channels") or [])
