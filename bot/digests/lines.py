"""The ledger's lines of a rule: what becomes of each item of a briefing, before any post is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Matcher, Reader, decide_items, read_issues
from bot.errors import BadQueryError
from bot.model.digest import Decided, DigestItem, Fate
from bot.model.post import UNTIL_RELEASED, Message, PostKind, Slot
from bot.model.subscription import Cadence, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.database import Database
from bot.store.items import list_briefings_of
from bot.store.ledger import list_lines, list_waiting, write_fates
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import NewPost, add_post
from bot.store.subscriptions import set_state

_UNSETTLED = frozenset({Fate.WAITING, Fate.UNDECIDED, Fate.WITHHELD})


def build_reader(rule: Subscription) -> Reader:
    """Return for whom the digests of a rule are made."""
    is_agenda = rule.lists_deadlines
    place = (rule.workspace, rule.channel)
    return Reader(rule=rule.shown_id, place=place, counts_had=not is_agenda, is_agenda=is_agenda)


def name_slot(rule: Subscription, kind: PostKind, name: str) -> Slot:
    """Return the slot of a rule's own post."""
    return Slot(rule.workspace, rule.channel, kind, rule.shown_id, name)


def add_line(db: Database, rule: Subscription, name: str, message: Message, *, now: dt.datetime) -> None:
    """Enqueue the line that a rule's place gets about a change of it."""
    slot = name_slot(rule, PostKind.NOTICE, name)
    add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, subscription_id=rule.id), now=now)


class RuleLines:
    """Decides what of a briefing waits for a rule, from inside a transaction."""

    def __init__(self, matcher: Matcher, renderer: Renderer) -> None:
        self._matcher = matcher
        self._renderer = renderer

    def read_filter(self, db: Database, rule: Subscription, *, now: dt.datetime) -> Query | None:
        """Return a rule's query; None where its filter cannot be read any more (a name that no list holds now).

        Then the rule pauses, and its place is told so.
        """
        try:
            return self._matcher.parse(rule.filter, now=now)
        except BadQueryError as error:
            reason = f"its filter cannot be read: {error.message}"
        set_state(db, rule.id, SubscriptionState.PAUSED, reason=reason)
        add_audit(db, AuditRow(at=now, actor="gongbao", action="pause", subject=rule.shown_id, detail=reason))
        said = self._renderer.render_unreadable(rule, reason=reason)
        add_line(db, rule, f"unreadable {now.isoformat()}", said, now=now)
        return None

    def write(self, db: Database, rule: Subscription, issue: Issue, *, is_over: bool = False, now: dt.datetime) -> None:
        """Decide what no post brings of a briefing, for the first time or again, as it says now: it waits for a post.

        Once the hold of a rule that posts at once ``is_over``, that is only what was not settled: a correction posts
        nothing new.
        """
        lines = list_lines(db, rule.id, issue.source.briefing_id)
        added = [item for item in issue.items if item.item_id not in lines]
        if rule.state is SubscriptionState.PAUSED:
            leave_out(db, rule, added, f"{rule.shown_id} was paused")
            return
        items = [item for item in issue.items if lines.get(item.item_id) != Fate.INCLUDED]
        if is_over:
            leave_out(db, rule, added, "a correction added it after the post")
            items = [item for item in items if lines.get(item.item_id) in _UNSETTLED]
        query = self.read_filter(db, rule, now=now)
        if query is None:
            leave_out(db, rule, items, "its filter cannot be read")
            return
        rest = replace(issue, items=tuple(items))
        decided = decide_items(db, self._matcher, query, (rest,), reader=build_reader(rule), now=now)
        reason = "for its post" if rule.cadence is Cadence.IMMEDIATE else "for the next digest"
        waiting = [
            replace(one, fate=Fate.WAITING, reason=reason) if one.fate is Fate.INCLUDED else one for one in decided
        ]
        write_fates(db, waiting, subscription_id=rule.id)

    def follow_change(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Decide again of the briefings that wait for a rule, since it asks for something else by now."""
        waiting = list_waiting(db, until=UNTIL_RELEASED, subscription_id=rule.id).get(rule.id, set())
        for issue in read_issues(db, list_briefings_of(db, waiting)):
            self.write(db, rule, issue, now=now)


def leave_out(db: Database, rule: Subscription, items: Sequence[DigestItem], reason: str) -> None:
    """Write of all these items that a rule does not bring them, for one reason."""
    decided = [Decided(item, Fate.FILTERED, reason) for item in items]
    write_fates(db, decided, subscription_id=rule.id)
