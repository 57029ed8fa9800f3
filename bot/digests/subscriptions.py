"""Subscriptions of channels and persons: adding, changing, pausing, ending; each leaves an audit row and a line.

A subscription is visible to its channel and to the person who looks after it; to anyone else it does not exist. Who
looks after it or is an admin may change it; to others it is refused, with an audit row. The channel gets one line about
every change; a new rule, and a rule's new form, are in force once that line has landed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.access.gatekeeper import write_denial
from bot.answers.follow import filter_of
from bot.digests.chat import Renderer
from bot.digests.held import resume_parked
from bot.digests.matches import Matcher
from bot.digests.schedules import list_coming_slots
from bot.digests.slots import ScheduledSlot, note_unknown_holidays
from bot.digests.subscription_rules import (
    Asker,
    Rule,
    Zones,
    add_line,
    complete_change,
    find_unsent_notice,
    give_up_change,
    list_places,
    may_be_known,
    note_companies,
    note_ignored,
    note_same_filter,
    read_rule,
)
from bot.digests.summaries import Occasion, compose_window, drop_items_besides, find_told, get_issue
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.model.deadlines import beijing_day
from bot.model.post import FIRST_NOTICE, PostKind, Why
from bot.model.subscription import (
    NO_HOLIDAYS,
    Holidays,
    Schedule,
    Subscription,
    SubscriptionState,
    SubscriptionVerb,
    decide_state,
    format_schedule,
    is_person,
    may_change,
)
from bot.query.query import parse_query
from bot.query.query_record import Query, describe_filter
from bot.store.database import Database, Store
from bot.store.ledger import end_waiting_of, list_paused
from bot.store.licences import AuditRow, add_audit, list_audit
from bot.store.outbox import cancel_posts, list_posts, say
from bot.store.policies import lead_policy
from bot.store.schedules import add_change, find_same_rule, find_waiting_change, set_change_post
from bot.store.subscriptions import (
    add_subscription,
    get_subscription,
    list_channel_subscriptions,
    list_channels,
    list_owned,
    mark_resumed,
    set_owner,
    set_rule,
    set_state,
)

# Who sees a subscription, and who may change it; what is refused to somebody leaves an audit row.


class HiddenError(NotFoundError):
    """A subscription that is there, and not for whoever asks; ``subject`` is its id."""

    def __init__(self, message: str, *, hint: str = "", subject: str = "") -> None:
        super().__init__(message, hint=hint)
        self.subject = subject


def get_visible(db: Database, number: int, asker: Asker, *, ended: bool = False) -> Subscription:
    """Get a subscription of this channel or of this person, or raise NotFoundError; with ``ended`` also one of before.

    What has ended is known as such where it was visible.
    """
    found = get_subscription(db, number)
    is_theirs = asker.user == found.owner or asker.channel == found.channel
    if found.workspace != asker.workspace or not is_theirs:
        message = f"There is no subscription {found.shown_id} in this channel."
        raise HiddenError(message, hint="/digest lists the channel's subscriptions.", subject=found.shown_id)
    if found.state is SubscriptionState.CANCELLED and not ended:
        raise NotFoundError(
            f"{found.shown_id} has ended: it posts no more.",
            hint=f"/digest subscribe {f'{found.filter} {format_schedule(found.schedule)}'.strip()} makes it anew.",
        )
    return found


def get_own(db: Database, number: int, asker: Asker) -> Subscription:
    """Return a subscription that is visible here to who may change it, or raise NotOwnerError."""
    found = get_visible(db, number, asker)
    if not may_change(found, asker.user, is_admin=asker.is_admin):
        raise NotOwnerError(
            f"{found.shown_id} is looked after by <@{found.owner}>: ask them, or an admin of Gongbao.",
            hint="What you set up yourself, here or with to:me, is yours to change.",
            subject=found.shown_id,
            owner=found.owner,
        )
    return found


@contextmanager
def noting_denials(store: Store, asker: Asker, now: dt.datetime) -> Iterator[None]:
    """Leave an audit row where something is refused; begin it before the transaction, which is undone for it."""
    try:
        yield
    except (HiddenError, NotOwnerError) as error:
        detail = "not visible" if isinstance(error, HiddenError) else f"no admin, looked after by {error.owner}"
        write_denial(store, about=error.subject, user=asker.user, channel=asker.channel, detail=detail, now=now)
        raise


# What a subscription did not bring because it was paused.


def has_missed_slot(db: Database, rule: Subscription, holidays: Holidays, *, now: dt.datetime) -> bool:
    """Return whether a digest of a rule would have come since it was paused; so it is, too, where nobody knows when."""
    paused_at = max((row.at for row in list_audit(db, rule.shown_id) if row.action == "pause"), default=None)
    if paused_at is None:
        return True
    found = list_coming_slots(db, rule, holidays, after=paused_at)
    return bool(found) and found[0].at <= now


def count_missed(db: Database, matcher: Matcher, rule: Subscription, *, now: dt.datetime) -> int:
    """Return how many items a rule would have brought, had it not been paused since it last went on.

    None for a rule of deadlines: its next digest lists all that lie ahead.
    """
    try:
        query = parse_query(rule.filter, lexicon=matcher.lexicon(), today=beijing_day(now))
    except BadQueryError:
        return 0
    resumed = max((row.at for row in list_audit(db, rule.shown_id) if row.action == "resume"), default=None)
    paused = list_paused(db, rule.id, since=resumed)
    if query.due is not None or not paused:
        return 0
    issues = [drop_items_besides(get_issue(db, number), items) for number, items in paused.items()]
    told = find_told(db, rule, list(paused))
    found = compose_window(db, matcher, issues, query, occasion=Occasion(rule=rule.shown_id), told=told, now=now)
    return len(found.included)


_SHOWN_SLOTS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The subscription as it stands, whether anything changed, and its filter in words; ``notes`` say what is odd.

    ``next_slots`` are its next three times. ``waiting`` is its next form, which waits for its line in the channel.
    ``wanted`` is the other schedule that was asked for where the rule is there already. ``missed`` is how many items a
    resumed one did not bring because it was paused. Whoever asked ``may_change`` it or not.
    """

    subscription: Subscription
    changed: bool
    filter_words: tuple[str, ...]
    notes: tuple[str, ...] = ()
    next_slots: tuple[ScheduledSlot, ...] = ()
    waiting: Rule | None = None
    wanted: Schedule | None = None
    missed: int = 0
    may_change: bool = True


class Subscriptions:
    """Keeps the subscriptions; ``zones`` are the time zones there are, ``holidays`` those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        zones: Zones | None = None,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._zones = zones or Zones()
        self._holidays = holidays

    @property
    def default_zone(self) -> str:
        """The time zone that holds where none is named."""
        return self._zones.default

    def read_rule(self, query: Query, *, asker: Asker, now: dt.datetime) -> Rule:
        """Return the rule that a request means, or raise BadQueryError for what would never work."""
        lexicon = self._matcher.lexicon()
        rule = read_rule(query, asker=asker, lexicon=lexicon, zones=self._zones, today=beijing_day(now))
        try:
            with self._store.read() as db:
                for number in query.policy.include:
                    lead_policy(db, int(number))
        except NotFoundError as error:  # ids are given out one after the other, so it would become any other policy's
            raise BadQueryError(error.message, hint=error.hint) from error
        return rule

    def subscribe(self, query: Query, *, asker: Asker, now: dt.datetime) -> Changed:
        """Add a subscription; it starts when its notice has landed.

        The same filter and cadence again changes nothing: with another day or time as well it would bring the channel
        nothing more, so that is offered as a change. Another cadence is another rule, and the notes name those that
        follow the same. BadQueryError for what would never work.
        """
        rule = self.read_rule(query, asker=asker, now=now)
        with self._store.write() as db:
            notes = (*note_ignored(query), *note_companies(db, query))
            same = find_same_rule(
                db,
                workspace=asker.workspace,
                channel=rule.channel,
                filter_text=rule.filter,
                cadence=rule.schedule.cadence,
            )
            if same is not None:
                waiting = find_waiting_change(db, same.id)
                held = waiting.schedule if waiting and waiting.filter == rule.filter else same.schedule
                wanted = rule.schedule if rule.schedule != held else None
                shown = self._show(db, same, changed=False, notes=notes, now=now)
                return replace(shown, wanted=wanted, may_change=may_change(same, asker.user, is_admin=asker.is_admin))
            if parse_query(rule.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now)).due is None:
                notes += note_same_filter(db, rule, workspace=asker.workspace)
            added = add_subscription(
                db,
                workspace=asker.workspace,
                channel=rule.channel,
                filter_text=rule.filter,
                schedule=rule.schedule,
                user=asker.user,
                now=now,
            )
            message = self._renderer.render_notice(added, rule.words)
            add_line(db, added, FIRST_NOTICE, message, now=now)
            _audit(db, asker, "subscribe", added, _describe(rule), now)
            return self._show(db, added, changed=True, notes=notes, now=now)

    def change(self, number: int, query: Query, *, asker: Asker, now: dt.datetime, is_whole: bool = False) -> Changed:
        """Return a subscription another filter and schedule, in force once the line about it has landed.

        What the query does not name stays as it was, or as it is about to become, unless it ``is_whole``. Until the
        line has landed it goes on as it was. It stays where it posts. Who changes what nobody looks after takes it
        over. NotFoundError for one that is not visible here, NotOwnerError for what somebody else looks after.
        """
        with noting_denials(self._store, asker, now), self._store.write() as db:
            before = get_own(db, number, asker)
            if not is_person(before.owner):
                set_owner(db, number, asker.user)
                _audit(db, asker, "take over", before, f"from {before.owner}", now)
            wanted = query if is_whole else self._complete(db, before, query, now=now)
            rule = self.read_rule(replace(wanted, to=None), asker=asker, now=now)
            notes = (*note_ignored(query), *note_companies(db, query))
            is_new = (before.filter, before.schedule) != (rule.filter, rule.schedule)
            if not is_new and give_up_change(db, number, now=now):
                return self._show(db, before, changed=False, notes=notes, now=now)
            same = find_same_rule(
                db,
                workspace=before.workspace,
                channel=before.channel,
                filter_text=rule.filter,
                cadence=rule.schedule.cadence,
            )
            if same is not None and same.id != number:
                may = may_change(same, asker.user, is_admin=asker.is_admin)
                raise BadQueryError(
                    f"{same.shown_id} does exactly that already.",
                    hint=f"Change {same.shown_id} instead, or end one of them."
                    if may
                    else f"Leave {before.shown_id} as it is, or end it.",
                )
            give_up_change(db, number, now=now)
            if notice := find_unsent_notice(db, before):  # nobody has heard of it: its notice says what it is now
                set_rule(db, number, filter_text=rule.filter, schedule=rule.schedule)
                after = get_subscription(db, number)
                say(db, notice.id, self._renderer.render_notice(after, rule.words), now=now)
                _audit(db, asker, "change", before, _describe(rule), now)
                return self._show(db, after, changed=True, notes=notes, now=now)
            waiting = add_change(
                db, subscription_id=number, filter_text=rule.filter, schedule=rule.schedule, user=asker.user, now=now
            )
            message = self._renderer.render_rule_change(before, rule.words, rule.schedule, by=asker.user)
            set_change_post(db, waiting, add_line(db, before, f"changed {waiting}", message, now=now))
            _audit(db, asker, "change", before, _describe(rule), now)
            return self._show(db, before, changed=True, notes=notes, now=now)

    def _complete(self, db: Database, before: Subscription, query: Query, *, now: dt.datetime) -> Query:
        waiting = find_waiting_change(db, before.id)
        filter_text, schedule = (waiting.filter, waiting.schedule) if waiting else (before.filter, before.schedule)
        if filter_of(query) != Query():
            return complete_change(query, held=None, schedule=schedule)
        try:
            held = parse_query(filter_text, lexicon=self._matcher.lexicon(), today=beijing_day(now))
        except BadQueryError as error:
            raise BadQueryError(
                f"The filter of {before.shown_id} cannot be read any more: {error.message}",
                hint="Write another one with the times.",
            ) from error
        return complete_change(query, held=held, schedule=schedule)

    def unsubscribe(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """End a subscription; what it had waiting is cancelled. Refused as ``change`` is."""
        with noting_denials(self._store, asker, now), self._store.write() as db:
            before = get_own(db, number, asker)
            mine = [post for post in list_posts(db, subscription_id=number) if post.slot.kind is not PostKind.NOTICE]
            cancel_posts(db, mine, why=Why.ENDED, reason=f"{before.shown_id} was ended", now=now)
            give_up_change(db, number, now=now)
            end_waiting_of(db, number, fate="cancelled", reason=f"{before.shown_id} was ended", now=now)
            return self._change(db, before, SubscriptionVerb.CANCEL, asker=asker, now=now)

    def pause(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Pause a subscription; refused as ``change`` is."""
        with noting_denials(self._store, asker, now), self._store.write() as db:
            return self._change(db, get_own(db, number, asker), SubscriptionVerb.PAUSE, asker=asker, now=now)

    def resume(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Let a paused subscription go on; what could not be posted is tried again, within its late limit.

        Its digests start anew from here: what came while it was paused is not brought, nor what waited for a digest
        that would have come then, and the answer and the channel's line count it. What waits for a digest still to come
        goes on waiting, and so does what it had left to a post that was never made. Refused as ``change`` is.
        """
        with noting_denials(self._store, asker, now), self._store.write() as db:
            before = get_own(db, number, asker)
            missed = 0
            if before.state is SubscriptionState.PAUSED:
                mark_resumed(db, number, now=now)
                reason = f"{before.shown_id} was paused"
                if has_missed_slot(db, before, self._holidays, now=now):
                    end_waiting_of(db, number, fate="paused", reason=reason, now=now, handed_on=False)
                missed = count_missed(db, self._matcher, before, now=now)
            resume_parked(db, number, now=now)
            return self._change(db, before, SubscriptionVerb.RESUME, asker=asker, now=now, missed=missed)

    def list_here(self, *, asker: Asker, now: dt.datetime | None = None) -> tuple[Changed, ...]:
        """Return the channel's subscriptions and then the person's own in direct messages, each by number."""
        with self._store.read() as db:
            held = [
                rule
                for place in list_places(asker)
                for rule in list_channel_subscriptions(db, workspace=asker.workspace, channel=place)
            ]
            return tuple(
                replace(
                    self._show(db, rule, changed=False, now=now),
                    may_change=may_change(rule, asker.user, is_admin=asker.is_admin),
                )
                for rule in held
            )

    def list_owned(self, *, workspace: str, user: str, now: dt.datetime | None = None) -> tuple[Changed, ...]:
        """Return the subscriptions that a person looks after, in channels and in direct messages, by number."""
        with self._store.read() as db:
            return tuple(
                self._show(db, rule, changed=False, now=now) for rule in list_owned(db, workspace=workspace, user=user)
            )

    def list_channels(self, workspace: str) -> tuple[str, ...]:
        """Return the channels of a workspace that follow something."""
        with self._store.read() as db:
            return tuple(list_channels(db, workspace))

    def get_visible(self, number: int, *, asker: Asker, now: dt.datetime, ended: bool = False) -> Subscription:
        """Get a subscription of this channel or of this person, or raise NotFoundError; ``ended`` gives one of before.

        One that is there, and not visible to them here, leaves an audit row.
        """
        with noting_denials(self._store, asker, now), self._store.read() as db:
            return get_visible(db, number, asker, ended=ended)

    def show(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Get one to who may change it, with its filter in words and the form that waits; refused as ``change`` is."""
        with noting_denials(self._store, asker, now), self._store.read() as db:
            return self._show(db, get_own(db, number, asker), changed=False, now=now)

    def parse_filter(self, subscription: Subscription, *, now: dt.datetime) -> Query:
        """Return the query of a subscription; BadQueryError when its filter cannot be read any more."""
        return parse_query(subscription.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))

    def _change(
        self,
        db: Database,
        before: Subscription,
        verb: SubscriptionVerb,
        *,
        asker: Asker,
        now: dt.datetime,
        missed: int = 0,
    ) -> Changed:
        state = decide_state(before.state, verb, noticed=before.noticed_at is not None)
        if state is before.state:
            return self._show(db, before, changed=False, now=now)
        set_state(db, before.id, state)
        after = get_subscription(db, before.id)
        if may_be_known(db, before):  # else nobody wonders what became of it
            message = self._renderer.render_state_change(after, verb, by=asker.user, missed=missed)
            add_line(db, after, f"{verb.value} {now.isoformat()}", message, now=now)
        _audit(db, asker, verb.value, before, "", now)
        return replace(self._show(db, after, changed=True, now=now), missed=missed)

    def _show(
        self,
        db: Database,
        rule: Subscription,
        *,
        changed: bool,
        notes: tuple[str, ...] = (),
        now: dt.datetime | None = None,
    ) -> Changed:
        found = find_waiting_change(db, rule.id)
        waiting = None
        if found is not None:
            words = self._words(found.filter, rule)
            waiting = Rule(filter=found.filter, words=words, schedule=found.schedule, channel=rule.channel)
        schedule = waiting.schedule if waiting else rule.schedule
        slots: tuple[ScheduledSlot, ...] = ()
        if now is not None:
            slots = list_coming_slots(db, rule, self._holidays, after=now, count=_SHOWN_SLOTS, schedule=schedule)
        odd = note_unknown_holidays(schedule, self._holidays, slots)
        return Changed(
            subscription=rule,
            changed=changed,
            filter_words=self._words(rule.filter, rule),
            notes=(*notes, *((odd,) if odd else ())),
            next_slots=slots,
            waiting=waiting,
        )

    def _words(self, filter_text: str, rule: Subscription) -> tuple[str, ...]:
        lexicon = self._matcher.lexicon()
        try:
            query = parse_query(filter_text, lexicon=lexicon, today=beijing_day(rule.created_at))
        except BadQueryError:
            return (filter_text,)
        return describe_filter(query, lexicon)


def _describe(rule: Rule) -> str:
    said = f"{rule.filter or 'everything'}"
    return said if rule.schedule == Schedule(zone=rule.schedule.zone) else f"{said} · {format_schedule(rule.schedule)}"


def _audit(db: Database, asker: Asker, action: str, subscription: Subscription, detail: str, now: dt.datetime) -> None:
    row = AuditRow(at=now, actor=asker.user, action=action, subject=subscription.shown_id, detail=detail)
    add_audit(db, row)
