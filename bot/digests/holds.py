"""What admins do with the posts of a briefing before they go: look at them, let them go, put them on hold.

Everything is decided in one transaction against what the sender does: what it has claimed is on its way and counted as
such. Done twice, or after the posts went, each of these changes nothing; the answer says how things stand.
"""

import datetime as dt
from dataclasses import dataclass

from bot.digests.outbox import Digests
from bot.model.ids import IdKind, format_id
from bot.model.post import (
    UNTIL_RELEASED,
    Announced,
    Post,
    Posting,
    PostingState,
    PostKind,
    decide_posting,
)
from bot.model.series import briefing_name
from bot.store.briefings import get_briefing
from bot.store.database import Database, Store
from bot.store.ledger import count_waiting, find_announcement, list_fates, move_announcement
from bot.store.licences import AuditRow, add_audit
from bot.store.outbox import list_posts


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """How the posts of a briefing stand, and whether this call ``changed`` anything."""

    briefing_id: str
    name: str
    posting: Posting
    changed: bool = False


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

    def release(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Let what waits go at once, on hold or not; what quiet hours keep back still waits for their end."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            if current is None or current.not_before <= now or not current.announced:
                return _describe(db, number, now=now)
            move_announcement(db, number, not_before=now)
            return _changed(db, number, action="post now", by=by, now=now)

    def hold(self, number: int, *, by: str, now: dt.datetime) -> Held:
        """Keep back what waits until somebody lets it go."""
        with self._store.write() as db:
            get_briefing(db, number)
            current = find_announcement(db, number)
            waiting = any(count_waiting(db, number))
            may_hold = current is not None and current.announced and not current.undone
            if current is None or not may_hold or _is_on_hold(current) or not (waiting or now < current.not_before):
                return _describe(db, number, now=now)
            move_announcement(db, number, not_before=UNTIL_RELEASED)
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
    posts = _list_summaries(db, number)
    waiting = count_waiting(db, number)[0]
    return decide_posting(find_announcement(db, number), posts, waiting=waiting, now=now, fates=list_fates(db, number))


def _list_summaries(db: Database, number: int) -> list[Post]:
    posts = list_posts(db, briefing_id=number)
    return [post for post in posts if post.slot.kind is PostKind.IMMEDIATE and post.part == 0]


def _is_on_hold(current: Announced) -> bool:
    return current.not_before >= UNTIL_RELEASED
