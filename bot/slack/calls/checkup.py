"""What the doctor asks Slack: whether the tokens are good, which scopes are missing, where the bot is a member."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.domain.access import Role, decide_role
from bot.domain.posts.subscription import is_person
from bot.errors import GongbaoError
from bot.services.operation.doctor import Finding, Level
from bot.slack.calls.identity import SlackAwayError, call_slack, get_identity
from bot.slack.calls.people import NOT_OURS, read_person
from bot.slack.calls.replies import NO_ANSWER, find_code, read_pages
from bot.slack.calls.scopes import SCOPES, list_missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from slack_sdk import WebClient

    from bot.clock import Clock

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
    headers = {name.lower(): str(value) for name, value in (getattr(said, "headers", None) or {}).items()}
    return [
        Finding(about="Slack", level=Level.OK, text=text),
        *_check_scopes(headers.get("x-oauth-scopes", "")),
        *_check_app_token(app),
        *_check_clock(headers.get("date", ""), clock),
        *_check_membership(bot, list_channels(identity.team)),
        *_check_admins(bot, admins, team=identity.team, now=clock.now()),
    ]


def _tell(about: str, error: GongbaoError) -> Finding:
    """Give what went wrong; the doctor asks once, so it is for a person to try again."""
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
    except NO_ANSWER as error:  # a refusal is one of them
        code = find_code(error) if isinstance(error, SlackApiError) else type(error).__name__
        text = f"Slack did not say where the bot is a member ({code})."
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
        except SlackApiError as error:
            if find_code(error) not in NOT_OURS:
                return  # the scope, or Slack itself; told above
            text = f"Slack knows no {user} in this workspace, who is to be an admin."
        except NO_ANSWER:
            return
        else:
            if decide_role(facts, workspace=team, is_admin=True) is Role.ADMIN:
                continue
            level, text = Level.WARNING, f"{user} is no full member of the workspace, and so no admin."
        yield Finding(about="admins", level=level, text=text, hint=hint)


def _is_direct(channel: str) -> bool:
    """Tell whether what is posted here is a direct message, which needs no membership."""
    return channel.startswith("D") or is_person(channel)


def _list_joined(bot: WebClient) -> Iterator[str]:
    asked = {"types": "public_channel,private_channel", "limit": _PAGE}
    for page in read_pages(bot, "users.conversations", asked, most=_PAGES):
        yield from (str(channel.get("id")) for channel in page.get("channels") or [])
