"""In which channels persons are who get something in direct messages: Slack is asked each hour, and its answer kept.

Of persons with a rule of their own, a few at a time and beside the sending: first those of whom nothing is known, then
those whose rules come soonest; again shortly before these come; and at once of somebody who previews one. Between two
answers events say who joins and leaves. What a person gets in private waits a little
for an answer about them; where none comes, the one of the same day counts, and without that they count as told what the
rules bring that they look after.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from bot.domain.posts.schedule import to_local
from bot.store.memberships import (
    COUNTS_FOR,
    FRESH_FOR,
    add_membership,
    count_again,
    end_membership,
    find_member_channels,
    keep_membership,
    list_unasked,
)
from bot.store.subscriptions import list_scheduled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain.posts.subscription import Subscription
    from bot.services.ports import MemberFinder
    from bot.store.database import Database, Store

log = logging.getLogger(__name__)
_ASK_AGAIN = dt.timedelta(hours=1)
AT_ONCE = 3
"""People asked about in one look; one look a tick of five seconds stays below Slack's 50 calls a minute."""
PATIENCE = dt.timedelta(seconds=20)
"""How long a person's posts wait for the answer: what is due is still posted within a minute."""
_REST = dt.timedelta(minutes=1)
_A_DAY = dt.timedelta(days=1)
_SHORTLY = dt.timedelta(minutes=10)
"""So long before the time of day of a person's rule Slack is asked again: an event may have been lost."""
_COUNTS_ON = dt.timedelta(hours=1)
"""How long after a start the answers count that were good when the bot ended, however long ago that was."""


class Memberships:
    """Keeps memberships; asks nobody, and lets nobody wait, until it was told whom to ask."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._finder: MemberFinder | None = None
        self._at_once: MemberFinder | None = None
        self._workspace = ""
        self._wanted: dict[str, dt.datetime] = {}
        self._rests: tuple[dt.datetime, dt.timedelta] | None = None

    def begin(self, finder: MemberFinder, *, at_once: MemberFinder | None = None, workspace: str) -> None:
        """Ask this from now on, about the persons of one workspace; ``at_once`` where somebody waits for the answer."""
        self._finder, self._workspace = finder, workspace
        self._at_once = at_once or finder

    def resume(self, now: dt.datetime) -> None:
        """Let what Slack said before a downtime count while it is asked anew; raises a StoreError.

        While the bot was down nothing was posted, so who had been told what is as it was.
        """
        with self._store.write() as db:
            count_again(db, workspace=self._workspace, within=COUNTS_FOR - _COUNTS_ON, now=now)

    def learn(self, user: str, *, now: dt.datetime) -> bool:
        """Ask about somebody who waits to see what they would get, unless Slack said it within the hour.

        False where Slack has not said within a day in which channels they are; raises a StoreError.
        """
        if self._at_once is None:
            return True
        if self._find(user, now, within=_ASK_AGAIN) is None and not self._is_resting(now):
            self._ask(self._at_once, user, now)
        return self._find(user, now, within=COUNTS_FOR) is not None

    def list_awaited(self, now: dt.datetime) -> frozenset[str]:
        """Give the persons about whom an answer may come in a few seconds: what is due for them had better wait."""
        if self._finder is None or self._is_resting(now):
            return frozenset()
        with self._store.read() as db:
            unknown = list_unasked(db, self._workspace, now=now, within=FRESH_FOR)
        self._wanted = {user: self._wanted.get(user, now) for user in unknown}
        return frozenset(user for user, since in self._wanted.items() if abs(now - since) < PATIENCE)

    def look(self, now: dt.datetime) -> None:
        """Ask about some of those who were not asked about for an hour; raises a StoreError."""
        if self._finder is None or self._is_resting(now):
            return
        with self._store.read() as db:
            due = self._list_due(db, now)
        for user in due[:AT_ONCE]:
            if not self._ask(self._finder, user, now):
                return

    def _list_due(self, db: Database, now: dt.datetime) -> list[str]:
        """Give whom to ask about, in this order."""
        lately = list_unasked(db, self._workspace, now=now, within=_SHORTLY)
        if not lately:
            return []
        soonest = _find_soonest(list_scheduled(db), now)
        due = set(list_unasked(db, self._workspace, now=now, within=_ASK_AGAIN))
        unknown = set(list_unasked(db, self._workspace, now=now, within=COUNTS_FOR))
        wanted = [user for user in lately if user in due or soonest.get(user, _A_DAY) <= _SHORTLY]
        if len(wanted) <= AT_ONCE:
            return wanted
        return sorted(wanted, key=lambda user: (user not in unknown, soonest.get(user, _A_DAY)))

    def join(self, user: str, channel: str) -> None:
        """Take note that a person has joined a channel."""
        with self._store.write() as db:
            add_membership(db, workspace=self._workspace, user=user, channel=channel)

    def end(self, user: str, channel: str) -> None:
        """Take note that a person has left a channel."""
        with self._store.write() as db:
            end_membership(db, workspace=self._workspace, user=user, channel=channel)

    def _ask(self, finder: MemberFinder, user: str, now: dt.datetime) -> bool:
        """Ask about somebody and keep the answer; False where Slack does not say, which is then left alone a while."""
        said = finder.find_channels(user)
        if said.channels is None:
            log.info("Slack did not say in which channels a person is; it is asked again later.")
            self._rests = (now, max(_REST, dt.timedelta(seconds=said.wait_s)))
            return False
        with self._store.write() as db:
            keep_membership(db, workspace=self._workspace, user=user, channels=said.channels, now=now)
        return True

    def _find(self, user: str, now: dt.datetime, *, within: dt.timedelta) -> frozenset[str] | None:
        with self._store.read() as db:
            return find_member_channels(db, workspace=self._workspace, user=user, now=now, within=within)

    def _is_resting(self, now: dt.datetime) -> bool:
        return self._rests is not None and abs(now - self._rests[0]) < self._rests[1]


def _find_soonest(rules: Iterable[Subscription], now: dt.datetime) -> dict[str, dt.timedelta]:
    """Give by place in how long the first of its rules has its time of day, whatever the day."""
    found: dict[str, dt.timedelta] = {}
    for rule in rules:
        local, at = to_local(now, rule.schedule.zone), rule.schedule.at
        wait = dt.timedelta(hours=at.hour - local.hour, minutes=at.minute - local.minute) % _A_DAY
        found[rule.channel] = min(wait, found.get(rule.channel, _A_DAY))
    return found
