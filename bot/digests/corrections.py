"""What a correction does to the summaries that stand: the post is changed in place; a changed fact gets a line.

The line goes into the post's thread, at most one a post and day: a later one of the day is added to it in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.access.licences import may_be_posted
from bot.answers.lookup import Lookup
from bot.digests.chat import Renderer
from bot.digests.correction import Correction, list_worth_telling
from bot.digests.post_rules import MadeBy, get_made_by
from bot.digests.reminders import correct_reminders, find_reminded
from bot.digests.schedules import as_agenda, read_issues_of, say_learned
from bot.digests.summaries import (
    Issue,
    Occasion,
    Told,
    compose_window,
    drop_items,
    drop_items_besides,
    find_told,
    get_issue,
    label_issuers,
    read_issues,
)
from bot.errors import BadQueryError
from bot.model.changes import ItemChange
from bot.model.dates import beijing_day
from bot.model.delivery import LATE_AFTER
from bot.model.digest import ADDED, POSTED_BY, Decided, Fate
from bot.model.post import UNSENT, Message, Post, PostKind, PostState, Slot, drop_blocks
from bot.model.subscription import Subscription, SubscriptionState, is_person
from bot.store.database import Database
from bot.store.ledger import list_left_to_others, write_fates
from bot.store.outbox import (
    NewPost,
    add_post,
    cancel_posts,
    find_post,
    get_decided_at,
    get_post,
    list_parts,
    list_posts,
    mark_withdrawn,
)
from bot.store.schedules import (
    carry_items,
    find_newest,
    find_slot_of_post,
    list_announced,
    list_briefings_carried,
    list_brought_besides,
    list_carried,
    list_digests_carrying,
    list_had,
    list_last_fated,
    list_waiting_items,
    reserve_items,
    take_back_briefing,
)
from bot.store.sending import get_said, say_instead
from bot.store.subscriptions import get_subscription

MAYBE_SENT = (PostState.SENDING, PostState.AMBIGUOUS, PostState.HELD, PostState.SENT)
"""The states in which a post stands in its channel, or may."""
_ENDED = (PostState.SKIPPED, PostState.CANCELLED, PostState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """How many posts are changed, and how many lines are posted about it."""

    posts: int
    lines: int

    def describe(self) -> str:
        """Return it in words, such as ``1 correction line, 2 posts updated``; empty when nothing was done."""
        counts = ((self.lines, "correction line", ""), (self.posts, "post", " updated"))
        said = [f"{count} {noun}{'' if count == 1 else 's'}{done}" for count, noun, done in counts if count]
        return ", ".join(said)


class Corrections:
    """Brings the summaries of a briefing that may stand in channels up to what it says now."""

    def __init__(self, matcher: Lookup, renderer: Renderer) -> None:
        self._matcher = matcher
        self._renderer = renderer

    def correct_posts(
        self, db: Database, briefing_id: int, changes: tuple[ItemChange, ...], *, now: dt.datetime
    ) -> Corrected:
        """Want every such summary changed where it says something else now, and enqueue the lines; give the counts.

        A summary that was taken back stays as it is.
        Where several posts of a rule carry an item, as digests of deadlines do, the newest gets its line.
        """
        issue = get_issue(db, briefing_id)
        posts = lines = 0
        summaries = _list_summaries(db, briefing_id)
        newest = find_newest(db, summaries)
        for post in summaries:
            if post.subscription_id is None:
                continue
            subscription = get_subscription(db, post.subscription_id)
            carried = list_carried(db, post.id)
            own = {item for item in carried if newest.get((subscription.id, item), post.id) == post.id}
            told = list_worth_telling(changes, issue.items, own)
            issues = (issue,) if post.slot.kind is PostKind.IMMEDIATE else read_issues_of(db, post)
            posts += self._change(db, post, subscription, issues, now=now)
            if post.state in UNSENT:
                continue
            if not may_be_posted(db, briefing_id, subscription.channel):
                continue
            if told and subscription.state is SubscriptionState.ACTIVE:
                issuing = (*(item.item for item, _ in told), *(before for _, before in told))
                labels = label_issuers(issuing, self._matcher.lexicon())
                corrections = [Correction(item=item, before=before, issuers=labels) for item, before in told]
                lines += self._tell(db, post, corrections, now=now)
        posts += correct_reminders(db, briefing_id, matcher=self._matcher, renderer=self._renderer, now=now)
        return Corrected(posts=posts, lines=lines)

    def take_out_of_digests(self, db: Database, briefing_id: int, *, withdrawn: Message, now: dt.datetime) -> int:
        """Take a briefing that was taken back out of the digests of several: what else they bring stays.

        One that brings nothing else is cancelled, or changed into ``withdrawn``, which else goes into its thread; give
        how many were changed.
        """
        changed = 0
        for number in list_digests_carrying(db, briefing_id):
            post = get_post(db, number)
            if post.withdrawn_at is not None or post.subscription_id is None or post.state in _ENDED:
                continue
            others = [number for number in list_briefings_carried(db, post.id) if number != briefing_id]
            left = [issue for issue in read_issues_of(db, post) if issue.source.briefing_id != briefing_id]
            parts = list_parts(db, post.id)
            if not read_issues(db, others):
                cancel_posts(db, parts, reason="the briefing was taken back")
                for part in parts:
                    if part.state in MAYBE_SENT:
                        mark_withdrawn(db, part.id, withdrawn, now=now)
                changed += 1
            else:
                rule = get_subscription(db, post.subscription_id)
                changed += self._change(db, post, rule, left, now=now)
                if post.state not in UNSENT and rule.state is SubscriptionState.ACTIVE:
                    self._tell(db, post, (), withdrawn=withdrawn, now=now)
            take_back_briefing(db, post, briefing_id, now=now)
        return changed

    def _change(
        self, db: Database, post: Post, subscription: Subscription, issues: Sequence[Issue], *, now: dt.datetime
    ) -> bool:
        """Compose a summary again, as of the moment it was decided and by its rule of then; False when it is the same.

        Of a summary whose rule of then is not known only what it carries is written again.
        """
        try:
            made = get_made_by(db, post.id, subscription, lexicon=self._matcher.lexicon())
        except BadQueryError:
            return False
        return self._compose(db, post, subscription, made, issues, now=now)

    def _compose(
        self,
        db: Database,
        post: Post,
        subscription: Subscription,
        made: MadeBy,
        issues: Sequence[Issue],
        *,
        now: dt.datetime,
    ) -> bool:
        decided_at = get_decided_at(db, post.id)
        carried = list_carried(db, post.id)
        is_agenda = post.slot.kind is PostKind.DIGEST and made.query.due is not None
        if is_agenda:
            briefings = list_briefings_carried(db, post.id)
            issues = [issue for issue in issues if issue.source.briefing_id in briefings]
        if not made.is_known:
            issues = [drop_items_besides(issue, carried) for issue in issues]
        had = list_had(db, workspace=post.slot.workspace, channel=post.slot.channel)
        slot = find_slot_of_post(db, post.id)
        if slot is not None and not is_agenda:
            issues = drop_items(issues, list_last_fated(db, subscription.id, Fate.PAUSED) - carried.keys())
        if post.state not in UNSENT:  # what waits comes with the next post
            waiting = {item for item, _ in list_waiting_items(db, subscription.id)}
            issues = drop_items(issues, waiting - carried.keys())
        place = (post.slot.workspace, post.slot.channel)
        reminded = find_reminded(db, place=place, zone=made.zone, until=decided_at) if is_agenda else frozenset()
        summary = compose_window(
            db,
            self._matcher,
            issues,
            made.query,
            occasion=Occasion(
                rule=post.slot.source,
                matched_at=slot.due_at if slot else None,
                lexicon=made.lexicon,
                is_agenda=is_agenda,
                news=frozenset(list_announced(db, since=slot.since, until=slot.due_at) if slot else ()),
            ),
            told=Told(carried=carried, reminded=reminded)
            if is_agenda
            else _find_told(db, post, subscription, issues, carried),
            now=decided_at,
        )
        if is_agenda:
            summary = as_agenda(summary)
        elif slot is not None:
            summary = say_learned(db, summary, since=slot.since, until=slot.due_at, zone=made.zone)
        included = [(item.item_id, item.version) for item in summary.included]
        if post.state is not PostState.PARKED:
            reserve_items(db, post.slot, post.id, [each for each in included if each not in had])
        carry_items(db, post.id, included)
        may_mark = post.state is PostState.SENT and not is_agenda
        decided = _mark_added(summary.decided, carried) if may_mark else summary.decided
        _write_fates(db, decided, post, subscription, now=now)
        messages = (
            self._renderer.render_digest(summary.digest)
            if summary.digest.entries
            else (self._renderer.render_taken_out(issues[0].source.name, issues[0].source.published_on),)
        )
        return self._replace(db, post, messages, now=now)

    def _replace(self, db: Database, post: Post, messages: tuple[Message, ...], *, now: dt.datetime) -> bool:
        parts = list_parts(db, post.id)
        changed = len(messages) > len(parts)
        for at, part in enumerate(parts):
            message = messages[at] if at < len(messages) else self._renderer.render_emptied()
            last = get_said(db, part)
            if last.blocks == "[]":  # Slack refused its blocks
                message = drop_blocks(message)
            if part.state in _ENDED or message == last:
                continue
            say_instead(db, part, message, now=now)
            changed = True
        if len(messages) > len(parts):
            new = NewPost(
                slot=post.slot,
                parts=messages,
                not_before=now,
                late_after=now + LATE_AFTER,
                subscription_id=post.subscription_id,
                briefing_id=post.briefing_id,
            )
            add_post(db, new, now=now)  # the parts that are there already stay as they are
        return changed

    def _tell(
        self,
        db: Database,
        post: Post,
        corrections: Sequence[Correction],
        *,
        withdrawn: Message | None = None,
        now: dt.datetime,
    ) -> bool:
        """Enqueue the line of the day, or add to it; False when no new line comes of it."""
        slot = Slot(
            workspace=post.slot.workspace,
            channel=post.slot.channel,
            kind=PostKind.CORRECTION,
            source=post.slot.source,
            slot=f"{post.slot.slot} {beijing_day(now)}",
        )
        line = find_post(db, slot)
        if line is None:
            new = NewPost(
                slot=slot,
                parts=(self._renderer.render_correction(corrections, earlier=None, withdrawn=withdrawn),),
                not_before=now,
                late_after=now + LATE_AFTER,
                subscription_id=post.subscription_id,
                briefing_id=post.briefing_id,
                parent_id=post.id,
            )
            add_post(db, new, now=now)
            return True
        if line.state not in _ENDED:
            said = self._renderer.render_correction(corrections, earlier=get_said(db, line), withdrawn=withdrawn)
            say_instead(db, line, said, now=now)
        return False


def _find_told(
    db: Database, post: Post, rule: Subscription, issues: Sequence[Issue], carried: Mapping[int, int]
) -> Told:
    """Return what the place of a post gets by others; what it left to another stays left, corrected or not."""
    briefings = [issue.source.briefing_id for issue in issues]
    told = find_told(db, rule, briefings)
    left = {**list_brought_besides(db, post, briefings), **list_left_to_others(db, rule.id)}
    held = (item for issue in issues for item in issue.items if item.item_id in left)
    had = {**{(item.item_id, item.version): left[item.item_id] for item in held}, **told.had}
    return replace(told, had=had, carried=carried)


def _mark_added(decided: Sequence[Decided], carried: Mapping[int, int]) -> list[Decided]:
    """Say of what is new in a post that stands that its message has to be changed first."""
    is_new = [one.fate is Fate.INCLUDED and one.item.item_id not in carried for one in decided]
    return [replace(one, reason=ADDED) if new else one for one, new in zip(decided, is_new, strict=True)]


def _write_fates(
    db: Database, decided: Sequence[Decided], post: Post, subscription: Subscription, *, now: dt.datetime
) -> None:
    own = (Fate.ALREADY_HAD, f"{POSTED_BY}{post.slot.source}")  # by another post of this rule
    told = [one for one in decided if one.fate is not Fate.WAITING and (one.fate, one.reason) != own]
    write_fates(db, told, subscription_id=subscription.id, post_id=post.id, now=now)


def _list_summaries(db: Database, briefing_id: int) -> list[Post]:
    """Return the summaries of a briefing that may stand, and the digests that bring items of it, the unsent included.

    Channels' come before persons', who are not told again.
    """
    posts = [
        post
        for post in list_posts(db, briefing_id=briefing_id, states=MAYBE_SENT)
        if post.slot.kind is PostKind.IMMEDIATE and post.part == 0
    ]
    posts += [get_post(db, number) for number in list_digests_carrying(db, briefing_id)]
    standing = (post for post in posts if post.withdrawn_at is None and post.state not in _ENDED)
    return sorted(standing, key=lambda post: is_person(post.slot.channel))
