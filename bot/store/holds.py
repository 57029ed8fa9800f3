"""Moving the moment from which the posts of a briefing may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.post import CLAIMABLE

if TYPE_CHECKING:
    import datetime as dt

    from sqlite_utils import Database

    from bot.store.announcements import StoredAnnouncement


def move_announcement(
    db: Database, announcement: StoredAnnouncement, *, not_before: dt.datetime, now: dt.datetime
) -> None:
    """Let the posts decided from this announcement on go from another moment; earlier ones still ahead move along."""
    db.execute(
        "UPDATE announcements SET not_before = ? WHERE briefing_id = ? AND undone_at IS NULL"
        " AND (version = ? OR not_before > ?)",
        [not_before.isoformat(), announcement.briefing_id, announcement.version, now.isoformat()],
    )


def move_posts(db: Database, number: int, *, not_before: dt.datetime, late_after: dt.datetime) -> None:
    """Let a post and its thread parts go from another moment, those that are surely not sent."""
    db.execute(
        "UPDATE posts SET not_before = ?1, due_at = ?1, late_after = ?2"
        " WHERE (id = ?3 OR parent_id = ?3) AND state IN (?4, ?5)",
        [not_before.isoformat(), late_after.isoformat(), number, *CLAIMABLE],
    )
