"""What a reminder says: as it is decided, and again when its briefing was corrected or its licence narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.posts.post import drop_blocks
from bot.domain.posts.reminder import Reminder
from bot.services.posting.answered import list_answers_by
from bot.services.posting.summaries import get_issue, label_issuers
from bot.store.outbox import cancel_posts, get_post
from bot.store.reminders import list_reminders_about
from bot.store.rewording import get_said, say_instead

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.post import Post
    from bot.domain.records.deadlines import DeadlineAnswer
    from bot.services.ports import ItemMatcher, Renderer
    from bot.services.posting.summaries import Issue
    from bot.store.database import Database
    from bot.store.reminders import StoredReminder


def compose_reminder(
    stored: StoredReminder, issue: Issue, answer: DeadlineAnswer | None, matcher: ItemMatcher
) -> Reminder | None:
    """Give a reminder as its briefing, cut as its licence says, makes it; None when the deadline is not in it."""
    item = next((each for each in issue.items if each.item_id == stored.item_id), None)
    if item is None:
        return None
    wanted = (stored.key.on, stored.key.kind)
    deadline = next((each for each in item.item.deadlines if (each.on, each.kind) == wanted), None)
    if deadline is None:
        return None
    return Reminder(
        rule=stored.rule,
        item=item,
        deadline=deadline,
        left=stored.left,
        is_late=stored.is_late,
        source=issue.source,
        issuers=label_issuers((item.item,), matcher.lexicon()),
        answer=answer,
    )


def correct_reminders(
    db: Database, briefing_id: int, *, matcher: ItemMatcher, renderer: Renderer, now: dt.datetime
) -> int:
    """Bring the reminders of a corrected briefing's deadlines up to what it says now; give how many change.

    One whose deadline is not in it any more says so, and is live again once the deadline holds again; where it still
    waits, it is not sent.
    """
    changed = 0
    issue = get_issue(db, briefing_id)
    for stored in list_reminders_about(db, briefing_id):
        post = get_post(db, stored.post_id)
        if post.withdrawn_at is None and stored.key.on >= beijing_day(now):
            changed += _write_again(db, stored, post, issue, matcher=matcher, renderer=renderer, now=now)
    return changed


def write_reminder_again(
    db: Database, post: Post, *, matcher: ItemMatcher, renderer: Renderer, now: dt.datetime
) -> None:
    """Let a reminder say what its briefing says now, as far as its licence lets it be quoted by now, however old."""
    if post.briefing_id is None:
        return
    issue = get_issue(db, post.briefing_id)
    for stored in list_reminders_about(db, post.briefing_id):
        if stored.post_id == post.id:
            _write_again(db, stored, post, issue, matcher=matcher, renderer=renderer, now=now)


def _write_again(
    db: Database,
    stored: StoredReminder,
    post: Post,
    issue: Issue,
    *,
    matcher: ItemMatcher,
    renderer: Renderer,
    now: dt.datetime,
) -> bool:
    answers = list_answers_by(db, workspace=stored.workspace, channel=stored.channel, now=now)
    reminder = compose_reminder(stored, issue, answers.get(stored.key), matcher)
    if reminder is None and cancel_posts(db, [post], reason="the deadline was corrected"):
        return True
    message = renderer.render_reminder(reminder) if reminder else renderer.render_void_reminder(stored.key)
    last = get_said(db, post)
    if last.blocks == "[]":  # Slack refused its blocks
        message = drop_blocks(message)
    if message == last:
        return False
    say_instead(db, post, message, now=now)
    return True
