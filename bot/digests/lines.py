"""What a reading means for each rule: its lines in the ledger, and what posts that stand say of a correction.

Issuer, date, status and deadlines are worth a line in the thread; all else is corrected in silence. What was taken back
says so.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace

from bot.access.licences import may_be_posted
from bot.digests.chat import Renderer
from bot.digests.compose import Issue, Matcher, Reader, decide_items, get_issue, read_issues
from bot.digests.holds import cancel_posts
from bot.errors import BadQueryError
from bot.model.changes import DEADLINES, DOCUMENT_NUMBER, ItemChange, list_differences
from bot.model.post import (
    LATE_AFTER,
    UNTIL_RELEASED,
    Decided,
    DigestItem,
    Fate,
    Message,
    Post,
    PostKind,
    PostState,
    Slot,
    Why,
)
from bot.model.subscription import Cadence, Subscription, SubscriptionState
from bot.query.query_record import Query
from bot.store.access import add_audit
from bot.store.database import Database
from bot.store.items import list_briefings_of
from bot.store.ledger import deliver_items, list_carried, list_lines, list_waiting, take_back_briefing, write_fates
from bot.store.outbox import NewPost, add_post, get_post, list_parts, list_posts_of, update_post
from bot.store.subscriptions import change_subscription, get_subscription

_UNSETTLED = frozenset({Fate.WAITING, Fate.UNDECIDED, Fate.WITHHELD})


def build_reader(rule: Subscription) -> Reader:
    """Return for whom the digests of a rule are made."""
    return Reader(rule=rule.shown_id, place=(rule.workspace, rule.channel))


def name_slot(rule: Subscription, kind: PostKind, name: str) -> Slot:
    """Return the slot of a rule's own post."""
    return Slot(rule.workspace, rule.channel, kind, rule.shown_id, name)


def add_line(db: Database, rule: Subscription, name: str, message: Message, *, now: dt.datetime) -> None:
    """Enqueue the line that a rule's place gets about a change of it."""
    slot = name_slot(rule, PostKind.NOTICE, name)
    add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, subscription_id=rule.id), now=now)


class RuleLines:
    """Decides what of a briefing waits for a rule, and corrects or takes back what was posted; inside a transaction."""

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
        change_subscription(db, rule.id, state=SubscriptionState.PAUSED, reason=reason)
        add_audit(db, "gongbao", "pause", rule.shown_id, reason, now=now)
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
        waiting = list_waiting(db, until=UNTIL_RELEASED, subscription_id=rule.id)[rule.id]
        for issue in read_issues(db, list_briefings_of(db, waiting)):
            self.write(db, rule, issue, now=now)

    # What a correction or an undo does to the posts that stand.

    def correct_posts(self, db: Database, briefing_id: int, changes: Sequence[ItemChange], *, now: dt.datetime) -> str:
        """Enqueue a line in the thread of each post whose facts are others now; return it in words, "" for none.

        Where several posts of a subscription carry an item, the newest gets the line, and a reminder only where a
        deadline changed. What is not sent yet is cancelled, to be decided anew.
        """
        items = {item.item_id: item for item in get_issue(db, briefing_id).items}
        changed = {each.item_id: each.before for each in changes if each.before}
        lines, seen = 0, defaultdict[tuple[int | None, bool], set[int]](set)
        for post in reversed(list_posts_of(db, briefing_id)):
            carried, is_reminder = list_carried(db, post.id).keys(), post.slot.kind is PostKind.REMINDER
            newer = seen[post.subscription_id, is_reminder]
            same = [items[number] for number in items if number in carried & changed.keys()]
            held = [replace(each, before=replace(each, item=changed[each.item_id])) for each in same]
            told = [each for each in held if each.item_id not in newer and _is_told(each, is_reminder=is_reminder)]
            gone = [changed[number] for number in (carried & changed.keys()) - items.keys() - newer]
            newer |= carried
            if post.is_unsent and (told or gone):
                cancel_posts(db, list_parts(db, post.id), Why.SUPERSEDED)
            if not post.may_stand or post.withdrawn_at is not None or post.subscription_id is None:
                continue
            rule = get_subscription(db, post.subscription_id)
            if not is_reminder:  # the post, with its thread, tells its items as they are corrected
                deliver_items(db, post.id, [(each.item_id, each.version) for each in same], repeats=True)
                decided = [Decided(each, Fate.INCLUDED, "corrected") for each in same]
                write_fates(db, decided, subscription_id=rule.id, post_id=post.id)
            is_shown = rule.state is SubscriptionState.ACTIVE and may_be_posted(db, briefing_id, rule.channel)
            if is_shown and (told or gone):
                self._add_line(db, post, self._renderer.render_correction(told, taken_out=gone), now=now)
                lines += 1
        return f"{lines} correction line{'' if lines == 1 else 's'}" if lines else ""

    def withdraw_posts(self, db: Database, briefing_id: int, withdrawn: Message, *, now: dt.datetime) -> str:
        """Cancel what was to tell of a briefing that was taken back, and mark what stands; return it in words.

        A digest that brings other briefings too stands as it is, with a line in its thread.
        """
        done: Counter[str] = Counter()
        for post in list_posts_of(db, briefing_id):
            parts = list_parts(db, post.id)
            if post.is_unsent:
                done["cancelled"] += 1
                cancel_posts(db, parts, Why.WITHDRAWN)
            elif post.may_stand and post.withdrawn_at is None:
                others = {*list_carried(db, post.id).values()} - {briefing_id}
                take_back_briefing(db, post.id, briefing_id)
                if read_issues(db, others):
                    done["said so in the thread"] += 1
                    self._add_line(db, post, withdrawn, now=now)
                    continue
                done["to be marked as withdrawn"] += 1
                cancel_posts(db, parts, Why.WITHDRAWN)
                for part in (part for part in parts if part.may_stand):
                    change_post(db, part.id, withdrawn, is_withdrawn=True, now=now)
        return ", ".join(f"{count} {what}" for what, count in done.items())

    def _add_line(self, db: Database, post: Post, said: Message, *, now: dt.datetime) -> None:
        """Enqueue a line in a post's thread, and let the post point to it."""
        slot = replace(post.slot, kind=PostKind.CORRECTION, slot=f"{post.slot.slot} {now:%Y-%m-%d %H:%M:%S}")
        new = NewPost(
            slot=slot,
            parts=(said,),
            not_before=now,
            late_after=now + LATE_AFTER,
            subscription_id=post.subscription_id,
            briefing_id=post.briefing_id,
            parent_id=post.id,
        )
        add_post(db, new, now=now)
        pointing = self._renderer.render_corrected(post.message)
        if pointing != post.message:
            change_post(db, post.id, pointing, now=now)


def leave_out(db: Database, rule: Subscription, items: Sequence[DigestItem], reason: str) -> None:
    """Write of all these items that a rule does not bring them, for one reason."""
    decided = [Decided(item, Fate.FILTERED, reason) for item in items]
    write_fates(db, decided, subscription_id=rule.id)


def _is_told(item: DigestItem, *, is_reminder: bool) -> bool:
    """Return whether an item has another issuer, date, status or deadline than before; a reminder tells deadlines."""
    found = list_differences(item.item, item.before.item) if item.before else ()
    facts = {each.fact for each in found} - {DOCUMENT_NUMBER}
    return bool(facts & set(DEADLINES) if is_reminder else facts)


def change_post(db: Database, number: int, message: Message, *, is_withdrawn: bool = False, now: dt.datetime) -> None:
    """Let a post say something else: from the start, and by a change of what stands there by now.

    There is one row for the changes of a post, for its newest words. A message that is there no more stays as it is.
    """
    update_post(db, number, **asdict(message), **({"withdrawn_at": now} if is_withdrawn else {}))
    post = get_post(db, number)
    if not post.may_stand:
        return
    slot = replace(post.slot, kind=PostKind.CHANGE, slot=f"post {number}")
    change = add_post(db, NewPost(slot=slot, parts=(message,), not_before=now, parent_id=number), now=now)
    update_post(db, change, **asdict(message))
    if get_post(db, change).why is not Why.THREAD:
        update_post(db, change, state=PostState.PENDING, why=Why.NONE, attempts=0, not_before=now, due_at=now)
