"""What a correction does to the summaries that stand: a changed fact gets a line, to which the post points.

The line goes into the post's thread, at most one a post and day: a later one of the day is added to it in silence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.access.licences import may_be_posted
from bot.digests.chat import Renderer
from bot.digests.correction import Correction, list_worth_telling
from bot.digests.matches import Matcher
from bot.digests.reminders import correct_reminders
from bot.digests.summaries import Issue, get_issue, label_issuers, read_issues
from bot.model.changes import ItemChange
from bot.model.deadlines import beijing_day
from bot.model.digest import CORRECTED, Decided, Fate
from bot.model.post import LATE_AFTER, UNSENT, Message, Post, PostKind, PostState, Slot
from bot.model.subscription import Subscription, SubscriptionState
from bot.store.database import Database
from bot.store.ledger import write_fates
from bot.store.outbox import (
    NewPost,
    add_post,
    cancel_posts,
    find_post,
    get_post,
    list_parts,
    list_posts,
    mark_withdrawn,
    wait_again,
)
from bot.store.schedules import (
    carry_items,
    find_newest,
    list_briefings_carried,
    list_carried,
    list_digests_carrying,
    list_had_of,
    reserve_items,
    take_back_briefing,
)
from bot.store.sending import get_said, say_instead
from bot.store.subscriptions import get_subscription

MAYBE_SENT = (PostState.SENDING, PostState.AMBIGUOUS, PostState.HELD, PostState.SENT)
"""The states in which a post stands in its channel, or may."""
_TAKEN_BACK = "the briefing was taken back"
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
    """Tells of corrections in the threads of a briefing's summaries."""

    def __init__(self, matcher: Matcher, renderer: Renderer) -> None:
        self._matcher = matcher
        self._renderer = renderer

    def correct_posts(
        self, db: Database, briefing_id: int, changes: tuple[ItemChange, ...], *, now: dt.datetime
    ) -> Corrected:
        """Enqueue a line in the thread of each such summary whose facts are others now; give the counts.

        A summary that was taken back stays as it is.
        Where several posts of a rule carry an item, as digests of deadlines do, the newest gets its line.
        """
        issue = get_issue(db, briefing_id)
        lines = 0
        summaries = _list_summaries(db, briefing_id)
        newest = find_newest(db, summaries)
        for post in summaries:
            if post.subscription_id is None:
                continue
            rule = get_subscription(db, post.subscription_id)
            carried = list_carried(db, post.id)
            own = {item for item in carried if newest.get((rule.id, item), post.id) == post.id}
            told = list_worth_telling(changes, issue.items, own)
            gone = (change for change in changes if change.item is None and change.item_id in own)
            taken_out = [change.before for change in gone if change.before is not None]
            _carry_on(db, post, rule, issue, carried, changes, now=now)
            if not told and not taken_out:
                continue
            if rule.state is SubscriptionState.ACTIVE and may_be_posted(db, briefing_id, rule.channel):
                issuing = (*(item.item for item, _ in told), *(before for _, before in told))
                labels = label_issuers(issuing, self._matcher.lexicon())
                corrections = [Correction(item=item, before=before, issuers=labels) for item, before in told]
                line = self._renderer.render_correction(corrections, taken_out=taken_out)
                lines += self._tell(db, post, line, now=now)
        posts = correct_reminders(db, briefing_id, matcher=self._matcher, renderer=self._renderer, now=now)
        return Corrected(posts=posts, lines=lines)

    def take_out_of_digests(self, db: Database, briefing_id: int, *, withdrawn: Message, now: dt.datetime) -> int:
        """Take a briefing that was taken back out of the digests of several; give how many were changed.

        One that was not sent is cancelled, and what else it brings comes with the next. One that stands is changed into
        ``withdrawn`` where it brings nothing else; else that goes into its thread.
        """
        changed = 0
        for number in list_digests_carrying(db, briefing_id):
            post = get_post(db, number)
            if post.withdrawn_at is not None or post.subscription_id is None or post.state in _ENDED:
                continue
            others = [number for number in list_briefings_carried(db, post.id) if number != briefing_id]
            parts = list_parts(db, post.id)
            if read_issues(db, others) and post.state not in UNSENT:
                if get_subscription(db, post.subscription_id).state is SubscriptionState.ACTIVE:
                    self._tell(db, post, withdrawn, now=now)
                take_back_briefing(db, post, briefing_id, now=now)
            else:
                take_back_briefing(db, post, briefing_id, now=now)
                if post.state in UNSENT:
                    wait_again(db, post.id, reason=_TAKEN_BACK, now=now)
                cancel_posts(db, parts, reason=_TAKEN_BACK)
                for part in parts:
                    if part.state in MAYBE_SENT:
                        mark_withdrawn(db, part.id, withdrawn, now=now)
            changed += 1
        return changed

    def _tell(self, db: Database, post: Post, said: Message, *, now: dt.datetime) -> bool:
        """Enqueue the line of the day, or add to it, and let the post point to it; False when no new line comes."""
        slot = Slot(
            workspace=post.slot.workspace,
            channel=post.slot.channel,
            kind=PostKind.CORRECTION,
            source=post.slot.source,
            slot=f"{post.slot.slot} {beijing_day(now)}",
        )
        last = get_said(db, post)
        pointing = self._renderer.render_corrected(last)
        if pointing != last:
            say_instead(db, post, pointing, now=now)
        line = find_post(db, slot)
        if line is None:
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
            return True
        if line.state not in _ENDED:
            say_instead(db, line, self._renderer.render_lines(get_said(db, line), said), now=now)
        return False


def _carry_on(
    db: Database,
    post: Post,
    rule: Subscription,
    issue: Issue,
    carried: Mapping[int, int],
    changes: Sequence[ItemChange],
    *,
    now: dt.datetime,
) -> None:
    """Record that a post, with its thread, tells its items as they are corrected."""
    changed = {change.item_id for change in changes}
    items = [each for each in issue.items if each.item_id in carried and each.item_id in changed]
    versions = [(each.item_id, each.version) for each in items]
    had = list_had_of(db, workspace=rule.workspace, channel=rule.channel, briefings=[issue.source.briefing_id])
    if post.state is not PostState.PARKED:
        reserve_items(db, post.slot, post.id, [each for each in versions if each not in had])
    carry_items(db, post.id, versions)
    decided = [Decided(item=each, fate=Fate.INCLUDED, reason=CORRECTED) for each in items]
    write_fates(db, decided, subscription_id=rule.id, post_id=post.id, now=now)


def _list_summaries(db: Database, briefing_id: int) -> list[Post]:
    """Return the summaries of a briefing that may stand, and all digests that bring items of it."""
    posts = [
        post
        for post in list_posts(db, briefing_id=briefing_id, states=MAYBE_SENT)
        if post.slot.kind is PostKind.IMMEDIATE and post.part == 0
    ]
    posts += [get_post(db, number) for number in list_digests_carrying(db, briefing_id)]
    return [post for post in posts if post.withdrawn_at is None and post.state not in _ENDED]
