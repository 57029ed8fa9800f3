"""Subscriptions of channels and persons: adding, changing, pausing, ending; each leaves an audit row and a line.

A subscription is visible to its channel and to the person who manages it; to anyone else it does not exist. That person
and admins may change it; to others it is refused, with an audit row. The channel gets one line about every change.
"""

import datetime as dt
from dataclasses import dataclass, replace

from bot.access.gatekeeper import write_denial
from bot.answers.follow import filter_of
from bot.digests.chat import Renderer
from bot.digests.compose import Matcher
from bot.digests.holds import resume_parked
from bot.digests.lines import RuleLines, add_line
from bot.digests.rules import Asker, Rule, read_rule
from bot.digests.schedule import (
    ScheduledSlot,
    describe_schedule,
    list_next_slots,
)
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.model.deadlines import beijing_day
from bot.model.subscription import (
    HOLIDAYS,
    NO_HOLIDAYS,
    Holidays,
    Schedule,
    Subscription,
    SubscriptionState,
    format_schedule,
)
from bot.query.query_record import Query, describe_query
from bot.store.access import add_audit
from bot.store.database import Database, Store
from bot.store.policies import lead_policy
from bot.store.subscriptions import (
    add_subscription,
    change_subscription,
    get_subscription,
    list_subscriptions,
)

_SHOWN_SLOTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The subscription as it stands, whether anything changed, and its filter in words; ``notes`` say what is odd.

    ``next_slots`` are its next three times. Whoever asked ``may_change`` it or not.
    """

    subscription: Subscription
    changed: bool
    filter_words: tuple[str, ...]
    notes: tuple[str, ...] = ()
    next_slots: tuple[ScheduledSlot, ...] = ()
    may_change: bool = True


class Subscriptions:
    """Keeps the subscriptions; ``zone`` holds where none is named, ``holidays`` are those of China."""

    def __init__(
        self, store: Store, matcher: Matcher, renderer: Renderer, *, zone: str = "UTC", holidays: Holidays = NO_HOLIDAYS
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._lines = RuleLines(matcher, renderer)
        self.default_zone = zone
        self._holidays = holidays

    def read_rule(self, query: Query, *, asker: Asker, now: dt.datetime, before: Schedule | None = None) -> Rule:
        """Return the rule that a request means, or raise BadQueryError for what would never work."""
        lexicon, today = self._matcher.lexicon(), beijing_day(now)
        rule = read_rule(query, asker=asker, lexicon=lexicon, zone=self.default_zone, today=today, before=before)
        try:
            with self._store.read() as db:
                for number in query.policy.include:
                    lead_policy(db, int(number))
        except NotFoundError as error:  # ids are given out one after the other, so it would become any other policy's
            raise BadQueryError(error.message, hint=error.hint) from error
        return rule

    def has_same(self, rule: Rule, *, workspace: str) -> bool:
        """Say whether a place has a subscription of this filter and cadence already."""
        with self._store.read() as db:
            return _find_same(db, rule, workspace) is not None

    def subscribe(self, query: Query, *, asker: Asker, now: dt.datetime) -> Changed:
        """Add a subscription; it starts with one summary at the next tick.

        The same filter and cadence again changes nothing. Another cadence is another rule, and a note names those that
        follow the same.
        """
        rule = self.read_rule(query, asker=asker, now=now)
        with self._store.write() as db:
            same = _find_same(db, rule, asker.workspace)
            if same is not None:
                return self._show(same, asker=asker, notes=rule.notes, now=now)
            covering = (
                f"{each.shown_id} already covers this topic ({describe_schedule(each.schedule)}); items won't be posted"
                " twice here."
                for each in list_subscriptions(db, workspace=asker.workspace, channel=rule.channel)
                if each.filter == rule.filter
            )
            notes = (*rule.notes, *covering)
            added = add_subscription(
                db,
                workspace=asker.workspace,
                channel=rule.channel,
                filter_text=rule.filter,
                schedule=rule.schedule,
                user=asker.user,
                now=now,
            )
            self._record(db, added, "subscribe", asker, now, words=rule.words)
            return self._show(added, asker=asker, changed=True, notes=notes, now=now)

    def change(self, number: int, query: Query, *, asker: Asker, now: dt.datetime) -> Changed:
        """Put another filter and schedule in force; what the query does not name stays, and so does where it posts.

        Refused as ``get_own`` says.
        """
        before = self.get_own(number, asker=asker, now=now)
        if filter_of(query) == Query():
            query = self._keep_filter(before, query, now=now)
        rule = self.read_rule(replace(query, to=None), asker=asker, now=now, before=before.schedule)
        rule = replace(rule, channel=before.channel)
        if (before.filter, before.schedule) == (rule.filter, rule.schedule):
            return self._show(before, asker=asker, notes=rule.notes, now=now)
        with self._store.write() as db:
            same = _find_same(db, rule, before.workspace)
            if same is not None and same.id != number:
                hint = f"Change {same.shown_id} instead, or unsubscribe one of them."
                raise BadQueryError(f"{same.shown_id} does exactly that already.", hint=hint)
            runs_from = now if before.schedule != rule.schedule and before.runs_from else before.runs_from
            after = change_subscription(db, number, filter=rule.filter, schedule=rule.schedule, runs_from=runs_from)
            if before.filter != rule.filter:
                self._lines.follow_change(db, after, now=now)
            self._record(db, after, "change", asker, now, words=rule.words)
            return self._show(after, asker=asker, changed=True, notes=rule.notes, now=now)

    def _keep_filter(self, before: Subscription, query: Query, *, now: dt.datetime) -> Query:
        """Return a change of times alone with the filter as it was."""
        try:
            held = self._matcher.parse(before.filter, now=now)
        except BadQueryError as error:
            message = f"The filter of {before.shown_id} cannot be read any more: {error.message}"
            raise BadQueryError(message, hint="Write another one with the times.") from error
        return replace(held, every=query.every, at=query.at, tz=query.tz, quiet=query.quiet, remind=query.remind)

    def take_over(self, number: int, *, asker: Asker, now: dt.datetime) -> None:
        """Let an admin manage a subscription from now on, wherever it posts; to others it is refused as a change is."""
        with self._store.read() as db:
            before = get_subscription(db, number)
        if not asker.is_admin or before.workspace != asker.workspace:
            self.get_own(number, asker=asker, now=now)
        with self._store.write() as db:
            after = change_subscription(db, number, owned_by=asker.user)
            detail = f"from {before.owner}"
            add_audit(db, asker.user, "take over", after.shown_id, detail, now=now)

    def turn(self, number: int, state: SubscriptionState, *, asker: Asker, now: dt.datetime) -> Changed:
        """Pause, resume (ACTIVE) or end a subscription; refused as ``get_own`` says.

        What comes during a pause is not brought later. One that goes on brings what waited before, and tries again what
        its channel refused. What an ended one had waiting is cancelled by the sender.
        """
        before = self.get_own(number, asker=asker, now=now)
        resumes = state is SubscriptionState.ACTIVE
        with self._store.write() as db:
            if resumes:
                resume_parked(db, number, now=now)
            if state is before.state:
                return self._show(before, asker=asker, now=now)
            runs_from = now if resumes and before.runs_from else before.runs_from
            after = change_subscription(db, number, state=state, reason=None, runs_from=runs_from)
            self._record(db, after, _ACTIONS[state], asker, now)
            return self._show(after, asker=asker, changed=True, now=now)

    def list_here(self, *, asker: Asker, now: dt.datetime) -> tuple[Changed, ...]:
        """Return the channel's subscriptions and then the person's own in direct messages, each by number."""
        with self._store.read() as db:
            held = (list_subscriptions(db, workspace=asker.workspace, channel=at) for at in asker.places)
            return tuple(self._show(rule, asker=asker, now=now) for rules in held for rule in rules)

    def list_owned(self, *, workspace: str, user: str, now: dt.datetime) -> tuple[Changed, ...]:
        """Return the subscriptions that a person manages, in channels and in direct messages, by number."""
        asker = Asker(workspace=workspace, channel="", user=user)
        with self._store.read() as db:
            held = list_subscriptions(db, workspace=workspace, owner=user)
            return tuple(self._show(rule, asker=asker, now=now) for rule in held)

    def get_visible(self, number: int, *, asker: Asker, now: dt.datetime, ended: bool = False) -> Subscription:
        """Return a subscription of this channel or person, or raise NotFoundError; with ``ended`` also one of before.

        One of others reads the same as one that does not exist, and leaves an audit row.
        """
        with self._store.read() as db:
            found = get_subscription(db, number)
        is_theirs = asker.user == found.owner or asker.channel == found.channel
        if found.workspace != asker.workspace or not is_theirs:
            self._deny(found, asker, "not visible", now)
            message = f"There is no subscription {found.shown_id} in this channel."
            raise NotFoundError(message, hint="/digest lists the channel's subscriptions.")
        if found.state is SubscriptionState.CANCELLED and not ended:
            asked = f"{found.filter} {format_schedule(found.schedule)}".strip()
            message = f"{found.shown_id} has ended: it posts no more."
            raise NotFoundError(message, hint=f"/digest subscribe {asked} makes it anew.")
        return found

    def get_own(self, number: int, *, asker: Asker, now: dt.datetime) -> Subscription:
        """Return a subscription that is visible here to who may change it, or raise NotOwnerError with an audit row."""
        found = self.get_visible(number, asker=asker, now=now)
        if not asker.may_change(found):
            self._deny(found, asker, f"no admin, managed by {found.owner}", now)
            raise NotOwnerError(
                f"<@{found.owner}> manages {found.shown_id}: ask them, or an admin of Gongbao.",
                hint="What you set up yourself, here or with to:me, is yours to change.",
                subject=found.shown_id,
                owner=found.owner,
            )
        return found

    def _deny(self, rule: Subscription, asker: Asker, detail: str, now: dt.datetime) -> None:
        write_denial(self._store, about=rule.shown_id, user=asker.user, channel=asker.channel, detail=detail, now=now)

    def _record(
        self, db: Database, rule: Subscription, action: str, asker: Asker, now: dt.datetime, words: tuple[str, ...] = ()
    ) -> None:
        """Post the line about a change where its rule posts, and write an audit row."""
        line = self._renderer.render_change(rule, action, words, by=asker.user)
        add_line(db, rule, f"{action} {now.isoformat()}", line, now=now)
        detail = f"{rule.filter or 'everything'} · {format_schedule(rule.schedule)}"
        add_audit(db, asker.user, action, rule.shown_id, detail, now=now)

    def _show(
        self, rule: Subscription, *, asker: Asker, changed: bool = False, notes: tuple[str, ...] = (), now: dt.datetime
    ) -> Changed:
        slots = list_next_slots(rule, self._holidays, now=now, count=_SHOWN_SLOTS)
        unknown = {slot.on.year for slot in slots} - self._holidays.years if HOLIDAYS in rule.schedule.quiet else ()
        if years := ", ".join(map(str, sorted(unknown))):
            odd = f"The Chinese holidays of {years} are not listed yet and count as ordinary days."
            notes = (*notes, odd)
        try:
            query = self._matcher.parse(rule.filter, now=rule.created_at)
            words = describe_query(query, self._matcher.lexicon(), moving=True)
        except BadQueryError:
            words = (rule.filter,)
        return Changed(
            subscription=rule,
            changed=changed,
            filter_words=words,
            notes=notes,
            next_slots=tuple(slots),
            may_change=asker.may_change(rule),
        )


_ACTIONS = {
    SubscriptionState.PAUSED: "pause",
    SubscriptionState.ACTIVE: "resume",
    SubscriptionState.CANCELLED: "cancel",
}


def _find_same(db: Database, rule: Rule, workspace: str) -> Subscription | None:
    here = list_subscriptions(db, workspace=workspace, channel=rule.channel)
    same = (each for each in here if (each.filter, each.cadence) == (rule.filter, rule.schedule.cadence))
    return next(same, None)
