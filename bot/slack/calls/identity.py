"""Who we are in Slack, asked at the start and patiently while Slack is away, and who people and channels are.

What is said of people and channels is kept for a while, and never waited for longer than an answer can. What Slack does
not say counts as unknown, never as safe.
"""

import datetime as dt
import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.access.roles import FRESH_FOR, MISSING_SCOPE, NO_CHANNEL, ChannelFacts, PersonFacts
from bot.digests.outcomes import OutcomeKind, classify_error
from bot.errors import NotAllowedError
from bot.model.post import Why
from bot.slack.calls.client import FAILURES, LaterDeliveryError, read_date, read_failure, read_headers, read_pages

T = TypeVar("T")
log = logging.getLogger(__name__)
_SCOPE = re.compile(r"[^\s,]+")
_COPY_AGAIN = "Copy the token again from your Slack app, or install the app again."
_NO_SOCKETS = (
    "Generate an app-level token with the scope connections:write (Basic Information, App-Level Tokens), or use HTTP"
    " mode."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """The workspace (its id and name) and the bot in it, by both of its ids, with the scopes of its token.

    ``slack_ts`` is when Slack said so, by its own clock.
    """

    team: str
    team_name: str
    bot_id: str
    bot_user: str
    scopes: frozenset[str] = frozenset()
    slack_ts: float | None = None


def call_slack(client: WebClient, method: str, *, setting: str) -> SlackResponse:
    """Call a method that changes nothing: LaterDeliveryError when it may work later.

    NotAllowedError when the token, which this setting gives, will not do.
    """
    try:
        return client.api_call(method)
    except FAILURES as error:
        failure = read_failure(error)
        if classify_error(failure.error) is Why.TOKEN:
            hint = _NO_SOCKETS if failure.error == MISSING_SCOPE else _COPY_AGAIN
            raise NotAllowedError(f"Slack refuses {setting} for {method}: {failure.error}.", hint=hint) from error
        said = f"Slack cannot be reached ({failure.error})."
        raise LaterDeliveryError(said, hint="It is tried again.", wait_s=failure.retry_after_s) from error


def get_identity(client: WebClient) -> Identity:
    """Ask Slack who this token is; LaterDeliveryError, or NotAllowedError when it cannot serve one workspace."""
    said = call_slack(client, "auth.test", setting="SLACK_BOT_TOKEN")
    if said.get("is_enterprise_install"):
        refused = "This app is installed for a whole organisation, which Gongbao does not serve."
        raise NotAllowedError(refused, hint="Install it into one workspace and use that token.")
    if not said.get("team_id") or not said.get("bot_id"):
        raise NotAllowedError("SLACK_BOT_TOKEN is not a bot's token.", hint="Use the one that starts with xoxb-.")
    return Identity(
        team=str(said["team_id"]),
        team_name=str(said.get("team") or said["team_id"]),
        bot_id=str(said["bot_id"]),
        bot_user=str(said.get("user_id") or ""),
        scopes=frozenset(_SCOPE.findall(read_headers(said).get("x-oauth-scopes", ""))),
        slack_ts=read_date(said),
    )


def wait_after(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubling up to a minute, and never quite the same."""
    return min(2.0**failures / 2, 60.0) * secrets.SystemRandom().uniform(0.5, 1.0)


def keep_trying(
    step: Callable[[], T], *, wait: Callable[[float], bool], wait_after: Callable[[int], float] = wait_after
) -> T | None:
    """Do it until Slack answers; None when ``wait`` (which waits so many seconds) says that it is time to stop."""
    for failures in count(1):
        try:
            return step()
        except LaterDeliveryError as error:
            wait_s = max(wait_after(failures), error.wait_s or 0.0)
            log.warning("%s Next try in %.1f s.", error.message, wait_s)
            if wait(wait_s):
                break
    return None


# What Slack says of people and channels.

ASK_TIMEOUT_S = 1
"""How long an answer waits for Slack to say who asks, or where."""
NOT_OURS = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's codes of a person who is none of this workspace's."""
_KEPT_FOR, _REST = dt.timedelta(minutes=10), dt.timedelta(seconds=10)
"""How long what Slack said of a channel is believed, and how long nobody is asked about once it could not be."""
_CHANNEL_SCOPES = frozenset({"channels:read", "groups:read"})
_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_global_shared", "pending_shared")


class People:
    """Knows people; safe to share between threads. ``client`` should give up after ``ASK_TIMEOUT_S``.

    ``lacks_scope`` says that Slack last refused to say who a person is since the app was not given users:read.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._held: dict[str, PersonFacts] = {}
        self._rest_until = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.lacks_scope = False

    def find(self, user: str, *, now: dt.datetime) -> PersonFacts | None:
        """Return what Slack says of a person, or said last where it cannot be asked; None when it never did."""
        held = self._held.get(user)
        is_fresh = held is not None and abs(now - held.asked_at) <= FRESH_FOR
        if is_fresh or dt.timedelta() < self._rest_until - now <= _REST:
            return held
        facts, error = ask_about_person(self._client, user, now=now)
        self.lacks_scope = error == MISSING_SCOPE
        if error in NOT_OURS:
            facts = PersonFacts(user=user, teams=frozenset(), is_stranger=True, asked_at=now)
        if facts is None or facts.user != user:
            log.warning("Slack did not say who a person is: %s", error or "an answer about somebody else")
            self._rest_until = now + _REST
            return held
        self._held[user] = facts
        return facts

    def learn(self, user: object, *, now: dt.datetime) -> None:
        """Take what an event says of a person whom we know; anyone else is asked about when they come."""
        facts = read_person(user, now=now)
        if facts is not None and facts.user in self._held:
            self._held[facts.user] = facts


def ask_about_person(client: WebClient, user: str, *, now: dt.datetime) -> tuple[PersonFacts | None, str]:
    """Return what Slack says of a person, and its code or what is known where it says nothing."""
    try:
        return read_person(client.api_call("users.info", params={"user": user}).get("user"), now=now), ""
    except FAILURES as error:
        return None, read_failure(error).error


def read_person(user: object, *, now: dt.datetime) -> PersonFacts | None:
    """Read Slack's user object; None for what is none. A full member of an organisation's workspaces is of them all."""
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return None
    enterprise = user.get("enterprise_user")
    listed = enterprise.get("teams") if isinstance(enterprise, dict) else None
    teams = [user.get("team_id"), *(listed if isinstance(listed, list) else ())]
    return PersonFacts(
        user=user["id"],
        teams=frozenset(team for team in teams if isinstance(team, str)),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
        is_deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        zone=str(user.get("tz") or ""),
        asked_at=now,
    )


class Channels:
    """Knows channels; safe to share between threads. ``client`` should give up after ``ASK_TIMEOUT_S``."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._held: dict[str, ChannelFacts] = {}

    def find(self, channel: str, *, now: dt.datetime) -> ChannelFacts:
        """Return what Slack says of a channel, at most ten minutes old, or that it did not say."""
        if channel.startswith("D"):
            return ChannelFacts(channel=channel, error=NO_CHANNEL, asked_at=now)
        held = self._held.get(channel)
        if held is None or held.error or abs(now - held.asked_at) > _KEPT_FOR:
            held = self._held[channel] = self._ask(channel, now)
        return held

    def may_see(self, channel: str, user: str, *, now: dt.datetime) -> bool:
        """Return whether somebody may see what is posted to a channel: it is public, or Slack lists them in it."""
        return not self.find(channel, now=now).is_private or self.has_member(channel, user)

    def has_member(self, channel: str, user: str) -> bool:
        """Return whether Slack lists somebody among the first thousands of a channel."""
        try:
            pages = read_pages(self._client, "conversations.members", {"channel": channel, "limit": 1000}, most=2)
            return any(user in (page.get("members") or ()) for page in pages)
        except FAILURES as error:
            log.info("Slack did not say who is in %s: %s", channel, read_failure(error).error)
            return False

    def forget(self, channel: str) -> None:
        """Ask again the next time: something about the channel has changed."""
        self._held.pop(channel, None)

    def _ask(self, channel: str, now: dt.datetime) -> ChannelFacts:
        """Ask Slack about a channel; what is none, or another's, says nothing."""
        facts = ChannelFacts(channel=channel, error="no answer", asked_at=now)
        try:
            found = self._client.api_call("conversations.info", params={"channel": channel}).get("channel")
        except FAILURES as error:
            failure = read_failure(error)
            code = facts.error if failure.kind in {OutcomeKind.UNCLEAR, OutcomeKind.REFUSED} else failure.error
            granted = _SCOPE.findall(str(getattr(error, "response", {}).get("provided")))
            if code == MISSING_SCOPE and _CHANNEL_SCOPES.issubset(granted):
                code = NO_CHANNEL  # it takes mpim:read, which is not asked for
            return replace(facts, error=code, retry_after_s=failure.retry_after_s)
        if not isinstance(found, dict) or found.get("id") != channel:
            return facts
        is_shared = any(found.get(name) for name in _SHARED)
        return replace(facts, error="", is_shared=is_shared, is_private=found.get("is_private") is not False)
