"""What admins do with the posts of a briefing before they go: look at them, let them go, put them on hold.

Everything is decided in one transaction against what the sender does: what it has claimed is on its way and counted as
such. Done twice, or after the posts went, each of these changes nothing; the answer says how things stand.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.digests.digests import Digests
from bot.model.deadlines import beijing_day
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    CLAIMABLE,
    LATE_AFTER,
    UNTIL_RELEASED,
    Announced,
    Message,
    Post,
    Posting,
    PostingState,
    PostKind,
    decide_posting,
)
from bot.model.series import briefing_name
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.ledger import StoredAnnouncement, find_announcement, list_fates, move_announcement
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import list_parts, list_posts, move_posts


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How the posts of a briefing stand, and whether this call ``changed`` anything."""

    briefing_id: str
    name: str
    posting: Posting
    changed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """A post as it waits: its rule and channel, its messages in order, and when it may go (None: on hold)."""

    rule: str
    workspace: str
    channel: str
    messages: tuple[Message, ...]
    not_before: dt.datetime | None


class Holds:
    """Keeps the posts of briefings back, and lets them go."""

    def __init__(self, store: Store, digests: Digests) -> None:
        self._store = store
        self._digests = digests

    def get(self, number: int, *, now: dt.datetime) -> Held:
        """Say how the posts of a briefing stand; NotFoundError when it is not held."""
        with self._store.read() as db:
            return _describe(db, number, now=now)

    def find_posting(self, number: int, *, now: dt.datetime) -> Posting:
        """Say how the posts of a briefing stand, also of one that was taken back."""
        with self._store.read() as db:
            return _decide(db, number, now=now)

    def list_previews(self, number: int) -> tuple[Preview, ...]:
        """Get the posts of a briefing that wait, exactly as they will be posted; NotFoundError when it is not held."""
        with self._store.read() as db:
            get_briefing(db, number)
            return tuple(_preview(db, post) for post in _list_waiting(db, number))

    def release(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Let what waits go at once, on hold or not; what quiet hours keep back still waits for their end."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            waiting = _list_waiting(db, number)
            if current is None or current.not_before <= now or not (waiting or _is_on_hold(current)):
                return _describe(db, number, now=now)
            move_announcement(db, current, not_before=now, now=now)
            if _is_on_hold(current) or beijing_day(current.decided_at) != beijing_day(now):
                self._digests.write_again(db, briefing_id=number, now=now)
            else:
                due = [post for post in waiting if post.not_before <= current.not_before]
                _move(db, due, not_before=now)
            return _changed(db, number, action="post now", by=by, now=now)

    def hold(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Keep back what is surely not sent yet, until somebody lets it go."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            waiting = _list_waiting(db, number)
            may_hold = current is not None and current.decision.announced and current.undone_at is None
            if current is None or not may_hold or _is_on_hold(current) or not (waiting or now < current.not_before):
                return _describe(db, number, now=now)
            move_announcement(db, current, not_before=UNTIL_RELEASED, now=now)
            _move(db, waiting, not_before=UNTIL_RELEASED)
            return _changed(db, number, action="hold", by=by, now=now)

    def announce(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Announce a briefing that was archived in silence; its posts wait as those of a new one do."""
        with self._store.write() as db:
            get_briefing(db, number)
            if _decide(db, number, now=now).state is not PostingState.ARCHIVED:
                return _describe(db, number, now=now)
            self._digests.announce_archived(db, briefing_id=number, by=by, now=now)
            return _changed(db, number, action="announce anyway", by=by, now=now)


def _describe(db: Database, number: int, *, now: dt.datetime, changed: bool = False) -> Held:
    held = get_briefing(db, number)
    posting = _decide(db, number, now=now)
    return Held(briefing_id=held.shown_id, name=briefing_name(held.briefing), posting=posting, changed=changed)


def _changed(db: Database, number: int, *, action: str, by: str, now: dt.datetime) -> Held:
    held = _describe(db, number, now=now, changed=True)
    detail = f"{held.posting.waiting} waiting, {held.posting.going} on their way, {held.posting.sent} sent"
    subject = format_id(IdKind.BRIEFING, number)
    add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=detail))
    return held


def _decide(db: Database, number: int, *, now: dt.datetime) -> Posting:
    current = find_announcement(db, number)
    decided = None
    if current is not None:
        decided = Announced(
            announced=current.decision.announced,
            reason=current.decision.reason,
            not_before=current.not_before,
            undone=current.undone_at is not None,
        )
    return decide_posting(decided, _list_summaries(db, number), now=now, fates=list_fates(db, number))


def _list_summaries(db: Database, number: int) -> list[Post]:
    posts = list_posts(db, briefing_id=number)
    return [post for post in posts if post.slot.kind is PostKind.IMMEDIATE and post.part == 0]


def _list_waiting(db: Database, number: int) -> list[Post]:
    return [post for post in _list_summaries(db, number) if post.state in CLAIMABLE]


def _move(db: Database, posts: Sequence[Post], *, not_before: dt.datetime) -> None:
    for post in posts:
        move_posts(db, post.id, not_before=not_before, late_after=not_before + LATE_AFTER)


def _is_on_hold(current: StoredAnnouncement) -> bool:
    return current.not_before >= UNTIL_RELEASED


def _preview(db: Database, post: Post) -> Preview:
    return Preview(
        rule=post.slot.source,
        workspace=post.slot.workspace,
        channel=post.slot.channel,
        messages=tuple(part.message for part in list_parts(db, post.id)),
        not_before=None if post.not_before >= UNTIL_RELEASED else post.not_before,
    )
