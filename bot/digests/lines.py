"""The ledger's lines of a rule: what becomes of each item of a briefing, before any post is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Reader, decide_items, read_issues
from bot.digests.matches import Matcher
from bot.digests.rules import pause_unreadable
from bot.errors import BadQueryError
from bot.model.digest import Decided, DigestItem, Fate
from bot.model.post import UNTIL_RELEASED
from bot.model.subscription import Cadence, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database
from bot.store.items import list_briefings_of
from bot.store.ledger import list_lines, list_waiting, write_fates

_UNSETTLED = frozenset({Fate.WAITING, Fate.UNDECIDED, Fate.WITHHELD})


def build_reader(rule: Subscription) -> Reader:
    """Return for whom the digests of a rule are made."""
    is_agenda = rule.lists_deadlines
    place = (rule.workspace, rule.channel)
    return Reader(rule=rule.shown_id, place=place, counts_had=not is_agenda, is_agenda=is_agenda)


class RuleLines:
    """Decides what of a briefing waits for a rule, from inside a transaction."""

    def __init__(self, matcher: Matcher, renderer: Renderer) -> None:
        self._matcher = matcher
        self._renderer = renderer

    def read_filter(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Query | None:
        """Return a rule's query; None, and the rule pauses, where its filter cannot be read any more."""
        try:
            return self._matcher.parse(rule.filter, now=now)
        except BadQueryError as error:
            pause_unreadable(db, rule, error, renderer=self._renderer, now=now)
            return None

    def write(self, db: Database, rule: Subscription, issue: Issue, *, is_over: bool = False, now: dt.datetime) -> None:
        """Decide what no post brings of a briefing, for the first time or again, as it says now: it waits for a post.

        Once the hold of a rule that posts at once ``is_over``, that is only what was not settled: a correction posts
        nothing new.
        """
        lines = list_lines(db, rule.id, issue.source.briefing_id)
        added = [item for item in issue.items if item.item_id not in lines]
        if rule.state is SubscriptionState.PAUSED:
            self.leave_out(db, rule, added, f"{rule.shown_id} was paused", now=now)
            return
        if is_over:
            self.leave_out(db, rule, added, "a correction added it after the post", now=now)
            items = [item for item in issue.items if lines.get(item.item_id) in _UNSETTLED]
        else:
            items = [item for item in issue.items if lines.get(item.item_id) != Fate.INCLUDED]
        query = self.read_filter(db, rule, now=now)
        if query is None:
            self.leave_out(db, rule, items, "its filter cannot be read", now=now)
            return
        rest = replace(issue, items=tuple(items))
        decided = decide_items(db, self._matcher, query, (rest,), reader=build_reader(rule), now=now)
        reason = "for its post" if rule.cadence is Cadence.IMMEDIATE else "for the next digest"
        decided = tuple(
            replace(one, fate=Fate.WAITING, reason=reason) if one.fate is Fate.INCLUDED else one for one in decided
        )
        write_fates(db, decided, subscription_id=rule.id, post_id=None, now=now)

    def leave_out(
        self, db: Database, rule: Subscription, items: Sequence[DigestItem], reason: str, *, now: dt.datetime
    ) -> None:
        """Write of all these items that a rule does not bring them, for one reason."""
        decided = [Decided(item=item, fate=Fate.FILTERED, reason=reason) for item in items]
        write_fates(db, decided, subscription_id=rule.id, post_id=None, now=now)

    def follow_change(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Decide again of the briefings that wait for a rule, since it asks for something else by now."""
        waiting = list_waiting(db, until=UNTIL_RELEASED, subscription_id=rule.id).get(rule.id, set())
        for issue in read_issues(db, list_briefings_of(db, waiting)):
            self.write(db, rule, issue, now=now)
