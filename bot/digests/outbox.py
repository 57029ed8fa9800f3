"""What unprompted posts there are: decided in the store, from what the ledger has waiting; nothing is sent here.

A new briefing writes a line for each item and rule. At a tick a rule that posts at once gets its post when the hold is
over and nothing is quiet; a rule in slots when its local day and time have come, each local day once.
"""

import datetime as dt
import itertools
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Matcher, compose_digest, get_issue, read_issues
from bot.digests.lines import RuleLines, build_reader, leave_out, name_slot
from bot.digests.reminders import Reminders
from bot.digests.schedule import ScheduledSlot, find_due_slot, find_end_of_quiet, find_late_limit, to_local
from bot.model.briefing import Briefing
from bot.model.changes import ItemChange
from bot.model.identity import briefing_name
from bot.model.post import (
    BY_DIGESTS,
    HOLD,
    KEPT_BACK,
    NOBODY,
    REASONS,
    UNTIL_RELEASED,
    Post,
    Posting,
    PostingState,
    PostKind,
    PostState,
    Slot,
    Why,
    find_reason_archived,
)
from bot.model.subscription import NO_HOLIDAYS, Cadence, Holidays, Subscription, SubscriptionState
from bot.store import ledger
from bot.store.access import add_audit
from bot.store.briefings import find_newest_briefing, get_briefing
from bot.store.database import Database, Store
from bot.store.items import list_briefings_of
from bot.store.memos import MemoKind, find_memo
from bot.store.outbox import NewPost, add_post, find_post, list_parts, list_posts_of
from bot.store.subscriptions import change_subscription, get_subscription, list_subscriptions

_UNSURE_FOR = dt.timedelta(days=1)
"""How long after a restore a briefing that is read anew may be one that was posted in the lost time."""


class Digests:
    """Decides the posts; ``hold`` is how long a new briefing's posts wait, ``holidays`` are those of China."""

    def __init__(
        self,
        store: Store,
        matcher: Matcher,
        renderer: Renderer,
        *,
        hold: dt.timedelta = HOLD,
        holidays: Holidays = NO_HOLIDAYS,
    ) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer
        self._hold = hold
        self._holidays = holidays
        self._lines = RuleLines(matcher, renderer)
        self._reminders = Reminders(store, matcher, renderer, holidays=holidays)
        self._looked: object = None

    # What a reading means: inside its transaction.

    def announce(self, db: Database, *, briefing_id: int, by: str, now: dt.datetime) -> None:
        """Announce a briefing that is new, or archive it in silence where it is old."""
        archived = find_reason_archived(
            published_on=get_briefing(db, briefing_id).briefing.published_on,
            last_announced_on=ledger.find_last_announced_on(db, briefing_id),
            read_on=now.date(),
        )
        self.decide(db, briefing_id, archived=archived, by=by, now=now)

    def decide(self, db: Database, briefing_id: int, *, archived: str = "", by: str, now: dt.datetime) -> None:
        """Announce a briefing to all that follow something in it, after a hold; or archive it, for a reason."""
        restored, published_on = find_memo(db, MemoKind.RESTORED), get_briefing(db, briefing_id).briefing.published_on
        not_before = now + self._hold
        if restored and published_on and now < restored.at + _UNSURE_FOR and published_on <= restored.at.date():
            not_before = UNTIL_RELEASED  # it may have been posted in the time that the backup does not know
        ledger.write_announced(db, briefing_id, archived=archived, decided_at=now, not_before=not_before)
        add_audit(db, by, "announce", f"B{briefing_id}", archived, now=now)
        for rule in [] if archived else list_subscriptions(db):
            if rule.started_at is not None:
                self._lines.write(db, rule, get_issue(db, briefing_id), now=now)

    def correct(
        self, db: Database, *, briefing_id: int, changes: Sequence[ItemChange], by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        """Decide again what still waits of a briefing, and correct what was posted; return it in lines.

        Nothing new is posted at once.
        """
        corrected = self._lines.correct_posts(db, briefing_id, changes, now=now)
        ledger.drop_gone(db, briefing_id)
        announced = ledger.find_announced(db, briefing_id)
        if announced is not None and not announced.archived:
            issue, is_over = get_issue(db, briefing_id), announced.not_before <= now
            for rule in list_subscriptions(db):
                if ledger.list_lines(db, rule.id, briefing_id):  # a rule of later has nothing to do with it
                    at_once = rule.cadence is Cadence.IMMEDIATE
                    self._lines.write(db, rule, issue, is_over=is_over and at_once, now=now)
            if is_over and ledger.count_waiting(db, briefing_id)[0]:
                ledger.write_announced(db, briefing_id, not_before=now)  # what was settled late is due now
        channels, digests, _ = ledger.count_waiting(db, briefing_id)
        waiting = "what waited is decided again" if channels or digests else ""
        said = tuple(filter(None, (waiting, corrected)))
        add_audit(db, by, "correct", f"B{briefing_id}", "; ".join(said), now=now)
        return said

    def withdraw(
        self, db: Database, briefing: Briefing, *, briefing_id: int, by: str, now: dt.datetime
    ) -> tuple[str, ...]:
        """Drop what waits of a briefing that was taken back, and mark what was posted; return it in lines."""
        withdrawn = self._renderer.render_withdrawn(briefing_name(briefing), briefing.published_on)
        channels, digests, _ = ledger.count_waiting(db, briefing_id)
        posted = self._lines.withdraw_posts(db, briefing_id, withdrawn, now=now)
        ledger.end_briefing(db, briefing_id, reason=REASONS[Why.WITHDRAWN])
        said = tuple(filter(None, (f"{channels + digests} cancelled" if channels + digests else "", posted)))
        add_audit(db, by, "withdraw", f"B{briefing_id}", ", ".join(said), now=now)
        return said

    def turn(self, number: int, action: str, *, by: str, now: dt.datetime) -> bool:
        """Change when the posts of a briefing go; return whether there was anything to do.

        To ``release`` them lets what waits go at once, but for quiet hours; to ``hold`` them keeps it back until it is
        released; to ``announce`` one that was archived lets its posts wait as those of a new one do.
        """
        with self._store.write() as db:
            posting = find_posting(db, number, now=now)
            is_held, is_archived = posting.state is PostingState.ON_HOLD, posting.state is PostingState.ARCHIVED
            may_hold = (posting.waiting or posting.digests) and not is_held and not is_archived
            if action == "announce" and is_archived:
                self.decide(db, number, by=by, now=now)
                return True
            if action == "release" and (is_held or posting.state is PostingState.WAITING):
                ledger.write_announced(db, number, not_before=now)
            elif action == "hold" and may_hold:
                ledger.write_announced(db, number, not_before=UNTIL_RELEASED)
            else:
                return False
            add_audit(db, by, action, f"B{number}", "", now=now)
        return True

    # What is due at a tick: each rule in a transaction of its own.

    def enqueue_due(self, *, now: dt.datetime) -> None:
        """Decide the posts that are due: first summaries, posts at once, digests and reminders."""
        with self._store.read() as db:
            waiting = ledger.list_waiting(db, until=now)
            rules = list_subscriptions(db, (SubscriptionState.ACTIVE,))
            looked = (now.replace(second=0, microsecond=0), rules)  # a slot falls due on a minute
            again = rules if looked != self._looked else []
            due = {rule.id for rule in again if self._find_slot(db, rule, now=now)}
        for rule in rules:
            at_once = rule.cadence is Cadence.IMMEDIATE and rule.id in waiting
            at_once = at_once and find_end_of_quiet(rule.schedule, self._holidays, moment=now) <= now
            if rule.started_at is None or rule.id in due or at_once:
                with self._store.write() as db:
                    self._decide_rule(db, get_subscription(db, rule.id), now=now)
        self._looked = looked
        self._reminders.enqueue_due(now=now)

    def _decide_rule(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Decide a rule's first summary, the digest of its slot, or the posts of what waits for one."""
        slot = self._find_slot(db, rule, now=now)
        if rule.state is not SubscriptionState.ACTIVE:
            return
        if rule.started_at is None:
            self._start(db, rule, now=now)
        elif slot is not None:
            self._decide_slot(db, rule, slot, now=now)
        elif rule.cadence is Cadence.IMMEDIATE:
            items = ledger.list_waiting(db, until=now, subscription_id=rule.id)[rule.id]
            for issue in read_issues(db, list_briefings_of(db, items)):
                self._decide_at_once(db, rule, issue, items, now=now)

    def _find_slot(self, db: Database, rule: Subscription, *, now: dt.datetime) -> ScheduledSlot | None:
        """Return the slot that is to be decided; one of before a restore by itself, for that one is held."""
        restored = find_memo(db, MemoKind.RESTORED)
        slot = find_due_slot(rule, self._holidays, until=min(restored.at, now), now=now) if restored else None
        return slot or find_due_slot(rule, self._holidays, until=now, now=now)

    def _start(self, db: Database, rule: Subscription, *, now: dt.datetime) -> None:
        """Let a new rule start with one summary of the latest briefing; of one on hold it gets what the others get."""
        change_subscription(db, rule.id, started_at=now, runs_from=now)
        newest = find_newest_briefing(db)
        if newest is None:
            return
        issue, announced = get_issue(db, newest.id), ledger.find_announced(db, newest.id)
        if announced is not None and not announced.archived and announced.not_before > now:
            self._lines.write(db, rule, issue, now=now)
        else:
            self._post(db, rule, (issue,), {item.item_id for item in issue.items}, due_at=now, now=now)

    def _decide_at_once(
        self, db: Database, rule: Subscription, issue: Issue, items: Collection[int], *, now: dt.datetime
    ) -> None:
        """Decide the post of what waits of one briefing, or say that it is too late for it."""
        announced = ledger.find_announced(db, issue.source.briefing_id)
        since = [announced.not_before if announced else None, rule.runs_from]
        due_at = max((moment for moment in since if moment), default=now)
        if self._find_limit(rule, due_at) < now:
            leave_out(db, rule, [item for item in issue.items if item.item_id in items], REASONS[Why.LATE])
        else:
            self._post(db, rule, (issue,), items, due_at=due_at, now=now)

    def _decide_slot(self, db: Database, rule: Subscription, slot: ScheduledSlot, *, now: dt.datetime) -> None:
        """Decide the digest of a slot, which may be empty, or say that it is too late for it."""
        change_subscription(db, rule.id, decided_on=slot.on)
        items = ledger.list_waiting(db, until=slot.at, subscription_id=rule.id)[rule.id]
        restored = find_memo(db, MemoKind.RESTORED)
        is_doubtful = restored is not None and slot.at <= restored.at
        if self._find_limit(rule, slot.at) < now and not is_doubtful:
            reason = f"for the next digest: that of {slot.on} was {REASONS[Why.LATE]}"
            ledger.put_off(db, rule.id, reason=reason, until=slot.at)
        elif (issues := read_issues(db, list_briefings_of(db, items))) and not find_post(db, _name_digest(rule, slot)):
            self._post(db, rule, issues, items, slot=slot, due_at=slot.at, now=now)

    def _find_limit(self, rule: Subscription, due_at: dt.datetime) -> dt.datetime:
        return find_late_limit(rule.schedule, self._holidays, due_at=due_at)

    def _post(
        self,
        db: Database,
        rule: Subscription,
        issues: Sequence[Issue],
        items: Collection[int],
        *,
        slot: ScheduledSlot | None = None,
        due_at: dt.datetime,
        now: dt.datetime,
    ) -> int | None:
        """Decide a post of these items, in a slot or at once, and write what became of them.

        Return its number; None where it would be empty, or nobody can read the rule's filter.
        """
        query = self._lines.read_filter(db, rule, now=now)
        if query is None:
            return None
        reader, window = replace(build_reader(rule), wanted=frozenset(items)), None
        if slot is not None:  # the days from the last digest on, or from when the rule began
            begun = to_local(rule.runs_from, rule.schedule.zone).date() if rule.runs_from else slot.on
            window = (rule.decided_on or begun, slot.on)
        digest, decided = compose_digest(db, self._matcher, query, issues, reader=reader, window=window, now=now)
        post, number = None, issues[0].source.briefing_id
        if digest.entries:
            new = NewPost(
                slot=_name_digest(rule, slot) if slot else _name_summary(db, rule, number),
                parts=self._renderer.render_digest(digest),
                not_before=now,
                late_after=self._find_limit(rule, due_at),
                subscription_id=rule.id,
                briefing_id=number if len(issues) == 1 else None,
                due_at=due_at,
            )
            post = add_post(db, new, now=now)
            ledger.deliver_items(db, post, [(each.item.item_id, each.item.version) for each in digest.entries])
        settled = [one for one in decided if one.item.item_id in items]
        ledger.write_fates(db, settled, subscription_id=rule.id, post_id=post)
        return post

    def preview_briefing(self, number: int, *, now: dt.datetime) -> tuple[tuple[Post, ...], ...]:
        """Return the posts that would be made at once of what waits of a briefing, by rule, each with its parts."""
        previews = []
        with self._store.write(keep=False) as db:
            announced = ledger.find_announced(db, number)
            for rule_id, items in ledger.list_waiting(db, until=UNTIL_RELEASED).items():
                rule = get_subscription(db, rule_id)
                if announced and rule.cadence is Cadence.IMMEDIATE and number in list_briefings_of(db, items):
                    post = self._post(db, rule, (get_issue(db, number),), items, due_at=now, now=now)
                    parts = list_parts(db, post) if post else []
                    previews.append(tuple(replace(each, not_before=announced.not_before) for each in parts))
        return tuple(filter(None, previews))


def _name_digest(rule: Subscription, slot: ScheduledSlot) -> Slot:
    return name_slot(rule, PostKind.DIGEST, f"{slot.on} {rule.schedule.at:%H:%M}")


def _name_summary(db: Database, rule: Subscription, briefing_id: int) -> Slot:
    """Return the slot of a rule's next summary of a briefing: those before it were cancelled or taken back."""
    named = (name_slot(rule, PostKind.IMMEDIATE, f"B{briefing_id}v{version}") for version in itertools.count(1))
    return next(slot for slot in named if find_post(db, slot) is None)


def find_posting(db: Database, briefing_id: int, *, now: dt.datetime) -> Posting:
    """Say how the posts of a briefing stand."""
    announced = ledger.find_announced(db, briefing_id)
    channels, digests, kept_back = ledger.count_waiting(db, briefing_id)
    posts = [post for post in list_posts_of(db, briefing_id) if post.slot.kind in {PostKind.IMMEDIATE, PostKind.DIGEST}]
    going = {post.slot.channel for post in posts if post.is_on_its_way}
    stuck = {post.slot.channel for post in posts if post.is_parked or post.is_asked}
    sent = {post.slot.channel for post in posts if post.state is PostState.SENT}
    due_at = announced.not_before if announced and (channels or digests) and announced.not_before > now else None
    reason = BY_DIGESTS if digests else KEPT_BACK if kept_back else NOBODY
    if announced is not None and announced.archived:
        state, reason = PostingState.ARCHIVED, announced.archived
    elif due_at == UNTIL_RELEASED:
        state = PostingState.ON_HOLD
    elif channels and due_at:
        state = PostingState.WAITING
    elif channels or going:
        state = PostingState.GOING
    else:
        state = PostingState.POSTED if sent or stuck else PostingState.NOBODY
    counts = {"waiting": channels, "digests": digests, "going": len(going), "stuck": len(stuck), "sent": len(sent)}
    return Posting(state=state, due_at=due_at, reason=reason, **counts)
