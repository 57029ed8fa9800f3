"""What Slack says of channels (``conversations.info``): is it private, and are people of another organisation in it.

Kept for ten minutes, and forgotten at once when an event says that a channel was shared, unshared or moved. What Slack
does not say (a private channel the bot is not in) counts as unknown, never as safe. Of direct messages, of one person
or several, it says nothing to an app without the scopes im:read and mpim:read, which ours does not ask for.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.access.admins import Admins
from bot.access.roles import ADMIN_NEEDS, FRESH_FOR, MISSING_SCOPE, NO_CHANNEL, STALE_AFTER, ChannelFacts, Need
from bot.errors import StoreError
from bot.slack.calls.client import is_direct
from bot.slack.calls.replies import NO_ANSWER, find_code, read_pages, read_retry_after
from bot.store.licences import PersonFacts

# What Slack says of people (``users.info``): asked seldom, kept, and never for longer than an answer can wait.

ASK_TIMEOUT_S = 1
"""How long an answer waits for Slack to say who asks."""
_REST = dt.timedelta(seconds=10)
NOT_OURS = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's codes of a person who is none of this workspace's."""


class People:
    """Knows people; safe to share between threads. ``client`` should give up after ``ASK_TIMEOUT_S``."""

    def __init__(self, client: WebClient, *, executor: Executor | None = None, keeper: Admins | None = None) -> None:
        self._client = client
        self._executor = executor
        self._keeper = keeper
        self._held: dict[str, PersonFacts] = {}
        self._asking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._rest_until: dt.datetime | None = None
        self._lacks_scope = False

    @property
    def lacks_scope(self) -> bool:
        """Return whether Slack last refused to say who a person is since the app was not given users:read."""
        return self._lacks_scope

    def find(self, user: str, *, need: Need, now: dt.datetime) -> PersonFacts | None:
        """Return what Slack says of a person, fresh enough for this if Slack can be asked; None when it never said."""
        facts = self._recall(user)
        age = None if facts is None else abs(now - facts.asked_at)
        if age is not None and age <= FRESH_FOR:
            return facts
        if age is not None and age <= STALE_AFTER and need not in ADMIN_NEEDS and self._executor is not None:
            self._executor.submit(self._ask_once, user, now)
            return facts
        return self._ask_once(user, now) or facts

    def learn(self, user: object, *, now: dt.datetime) -> None:
        """Take what an event says of a person whom we know; anyone else is asked about when they come."""
        facts = read_person(user, now=now)
        if facts is not None and self._recall(facts.user) is not None:
            self._keep(facts)

    def _recall(self, user: str) -> PersonFacts | None:
        held = self._held.get(user)
        if held is None and self._keeper is not None:
            held = self._keeper.find_person(user)
        return held

    def _ask_once(self, user: str, now: dt.datetime) -> PersonFacts | None:
        """Ask, but never twice at once for the same person."""
        with self._lock:
            lock = self._asking.setdefault(user, threading.Lock())
        try:
            with lock:
                facts = self._recall(user)
                if facts is not None and facts.asked_at == now:
                    return facts
                return self._ask(user, now)
        finally:
            with self._lock:
                self._asking.pop(user, None)

    def _ask(self, user: str, now: dt.datetime) -> PersonFacts | None:
        if self._rest_until is not None and dt.timedelta() < self._rest_until - now <= _REST:
            return None
        try:
            reply = self._client.api_call("users.info", params={"user": user})
        except SlackApiError as error:
            code = find_code(error)
            self._lacks_scope = code == MISSING_SCOPE
            if code in NOT_OURS:
                return self._keep(PersonFacts(user=user, teams=frozenset(), is_stranger=True, asked_at=now))
            self._rest(code, now)
            return None
        except NO_ANSWER as error:
            self._rest(type(error).__name__, now)
            return None
        self._lacks_scope = False
        facts = read_person(reply.get("user"), now=now)
        if facts is None or facts.user != user:
            self._rest("an answer about somebody else", now)
            return None
        return self._keep(facts)

    def _rest(self, reason: str, now: dt.datetime) -> None:
        log.warning("Slack did not say who a person is: %s", reason)
        self._rest_until = now + _REST

    def _keep(self, facts: PersonFacts) -> PersonFacts:
        with self._lock:
            self._held.pop(facts.user, None)
            self._held[facts.user] = facts
            while len(self._held) > _MOST_KEPT:
                self._held.pop(next(iter(self._held)))
        if self._keeper is not None:
            self._store_beside(facts, self._keeper)
        return facts

    def _store_beside(self, facts: PersonFacts, keeper: Admins) -> None:
        """Let it outlive the process; no answer waits for it, and none fails because of it."""

        def store() -> None:
            try:
                keeper.keep_person(facts)
            except StoreError as error:
                log.warning("what is known of a person was not kept: %s", error)

        if self._executor is None:
            store()
        else:
            self._executor.submit(store)


def read_person(user: object, *, now: dt.datetime) -> PersonFacts | None:
    """Read Slack's user object; None for what is none. A full member of an organisation's workspaces is of them all."""
    if not isinstance(user, dict) or not isinstance(user.get("id"), str):
        return None
    enterprise: Mapping[str, Any] = user["enterprise_user"] if isinstance(user.get("enterprise_user"), dict) else {}
    listed = enterprise.get("teams")
    teams = {user.get("team_id"), *(listed if isinstance(listed, list) else ())}
    return PersonFacts(
        user=user["id"],
        teams=frozenset(team for team in teams if isinstance(team, str)),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
        is_deleted=bool(user.get("deleted")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        asked_at=now,
    )


log = logging.getLogger(__name__)
KEPT_FOR = dt.timedelta(minutes=10)
_MOST_KEPT = 10_000
_PAGE = 1000
_MOST_PAGES = 2
UNREACHABLE = "no answer"
"""The error of a channel that Slack did not answer for."""
_SCOPES = frozenset({"channels:read", "groups:read"})
_TEAMS = ("shared_team_ids", "connected_team_ids")
_SHARED = ("is_ext_shared", "is_pending_ext_shared", "is_global_shared")


class Channels:
    """Knows channels; safe to share between threads. ``client`` should give up after a second or so."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._held: dict[str, ChannelFacts] = {}
        self._lock = threading.Lock()

    def find(self, channel: str, *, now: dt.datetime) -> ChannelFacts:
        """Return what Slack says of a channel, at most ten minutes old, or that it did not say."""
        if is_direct(channel):
            return ChannelFacts(channel=channel, error=NO_CHANNEL, asked_at=now)
        held = self._held.get(channel)
        if held is not None and abs(now - held.asked_at) <= KEPT_FOR:
            return held
        facts = self._ask(channel, now)
        with self._lock:
            self._held.pop(channel, None)
            if not facts.error:
                self._held[channel] = facts
            self._drop_oldest()
        return facts

    def may_see(self, channel: str, user: str, *, now: dt.datetime) -> bool:
        """Get whether somebody may see what is posted to a channel: it is public, or Slack lists them as a member."""
        return not self.find(channel, now=now).is_private or self.has_member(channel, user)

    def has_member(self, channel: str, user: str) -> bool:
        """Return whether Slack lists somebody among a channel's first thousands of members."""
        asked = {"channel": channel, "limit": _PAGE}
        try:
            pages = read_pages(self._client, "conversations.members", asked, most=_MOST_PAGES)
            return any(user in (page.get("members") or ()) for page in pages)
        except NO_ANSWER as error:  # a refusal is one of them
            log.info("Slack did not say who is in %s: %s", channel, type(error).__name__)
            return False

    def forget(self, channel: str) -> None:
        """Ask again the next time: something about the channel has changed."""
        with self._lock:
            self._held.pop(channel, None)

    def _drop_oldest(self) -> None:
        while len(self._held) > _MOST_KEPT:
            self._held.pop(next(iter(self._held)))

    def _ask(self, channel: str, now: dt.datetime) -> ChannelFacts:
        try:
            reply = self._client.api_call("conversations.info", params={"channel": channel})
        except SlackApiError as error:
            wait_s = read_retry_after(error.response)
            return ChannelFacts(channel=channel, error=_find_reason(error), retry_after_s=wait_s, asked_at=now)
        except NO_ANSWER as error:
            log.warning("Slack did not say what channel %s is: %s", channel, type(error).__name__)
            return ChannelFacts(channel=channel, error=UNREACHABLE, asked_at=now)
        return read_channel(reply.get("channel"), channel=channel, now=now)


def _find_reason(error: SlackApiError) -> str:
    """Return Slack's code; where the app has both scopes of channels and lacks another, it is no channel."""
    code = find_code(error)
    if code != MISSING_SCOPE:
        return code
    granted = {scope.strip() for scope in str(error.response.get("provided") or "").split(",")}
    return NO_CHANNEL if granted >= _SCOPES else code


def read_channel(found: object, *, channel: str, now: dt.datetime) -> ChannelFacts:
    """Read Slack's channel object; what is none, or another's, says nothing."""
    if not isinstance(found, dict) or found.get("id") != channel:
        return ChannelFacts(channel=channel, error=UNREACHABLE, asked_at=now)
    pending = found.get("pending_shared")
    waits = isinstance(pending, list) and bool(pending)
    shared = waits or any(bool(found.get(name)) for name in _SHARED)
    is_private = found.get("is_private") is not False
    listed = [team for name in _TEAMS if isinstance(found.get(name), list) for team in found[name]]
    teams = frozenset(team for team in listed if isinstance(team, str))
    return ChannelFacts(channel=channel, is_shared=shared, is_private=is_private, teams=teams, asked_at=now)
