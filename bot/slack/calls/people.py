"""What Slack says of people (``users.info``): asked seldom, kept, and never for longer than an answer can wait.

Within an hour it is taken as it is; within a day it is asked for again beside the answer; older, unknown, or for what
only admins do, it is asked for first, for about a second. After a failure Slack is left alone for a few seconds, so
that a hundred people at once do not each wait for it. ``user_change`` brings changes at once.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.domain.access import ADMIN_NEEDS, FRESH_FOR, MISSING_SCOPE, STALE_AFTER, PersonFacts
from bot.errors import StoreError
from bot.slack.calls.replies import NO_ANSWER, find_code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from concurrent.futures import Executor

    from slack_sdk import WebClient

    from bot.domain.access import Need
    from bot.services.access.admins import Admins

log = logging.getLogger(__name__)
ASK_TIMEOUT_S = 1
"""How long an answer waits for Slack to say who asks."""
_REST = dt.timedelta(seconds=10)
_MOST_KEPT = 10_000
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
        """Tell whether Slack last refused to say who a person is since the app was not given users:read."""
        return self._lacks_scope

    def find(self, user: str, *, need: Need, now: dt.datetime) -> PersonFacts | None:
        """Give what Slack says of a person, fresh enough for this if Slack can be asked; None when it never said."""
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
