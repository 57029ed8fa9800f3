"""After a restore from a backup: what was posted since then is read from the channels before anything goes to them.

A post whose key stands in its channel counts as sent; where a channel cannot be read, what waits for it is held for a
person, and so is what is decided within a day after, since it may be what was lost and made again.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.posts.delivery import RECONCILE_AFTER, FoundKind, Verdict
from bot.domain.posts.post import PostState
from bot.store.compared import ask_to_compare, tells_otherwise
from bot.store.restored import (
    add_for_reading,
    add_seen,
    end_wait,
    find_identity,
    find_seen,
    find_unread_thread,
    is_marked,
    list_for_reading,
    list_scans,
    list_unknown,
    must_wait,
    record_blind,
    record_seen,
    remove_mark,
    take_doubt,
)
from bot.store.told_anew import leave_to_before, leave_untold, reminds_of_another
from bot.store.told_before import BRINGS

if TYPE_CHECKING:
    from bot.domain.posts.post import Post
    from bot.services.ports import Poster
    from bot.services.sending.pace import Gate, Watch
    from bot.store.database import Database, Store

DOUBTED_FOR = dt.timedelta(hours=24)
"""How long after a restore what is decided anew may be what the backup had lost."""


class Restoration:
    """Reads the channels of one workspace after a restore; made when the store is opened.

    ``looks`` is shut while Slack asked not to read.
    """

    def __init__(self, store: Store, *, workspace: str, looks: Gate) -> None:
        self._store = store
        self._workspace = workspace
        self._looks = looks
        self._identity = find_identity(store.path)
        self._is_waiting = False

    def was_replaced(self) -> bool:
        """Say whether another file stands in the place of the one that was opened: what is written here is lost."""
        return find_identity(self._store.path) != self._identity

    def read_channels(self, poster: Poster, watch: Watch) -> frozenset[str]:
        """Read the channels that have to be read; give those that still have to be, where nothing may go."""
        self._begin(watch)
        self._wait(watch)
        with self._store.read() as db:
            unknown, scans = list_unknown(db, self._workspace), list_scans(db, self._workspace)
        if unknown:
            with self._store.write() as db:
                add_for_reading(db, self._workspace, unknown)
                scans = list_scans(db, self._workspace)
        waiting = {scan.channel for scan in scans}
        for scan in scans:
            if watch.is_over() or not self._looks.is_open(watch):
                break
            survey = poster.survey(channel=scan.channel, after_ts=scan.after_ts, threads=scan.threads)
            self._looks.close(survey.retry_after_s, watch)
            if survey.kind is FoundKind.LATER:
                continue
            with self._store.write() as db:
                if survey.kind is FoundKind.IMPOSSIBLE:
                    record_blind(db, self._workspace, scan.channel, reason=survey.reason)
                else:
                    record_seen(db, self._workspace, scan.channel, survey.posts)
            waiting.discard(scan.channel)
        return frozenset(waiting)

    def read_thread(self, poster: Poster, post: Post, thread_ts: str, watch: Watch) -> bool:
        """Look whether a line for an old thread stands there since the backup; False when the look has to wait."""
        with self._store.read() as db:
            after_ts = find_unread_thread(db, post, thread_ts)
        if after_ts is None:
            return True
        if not self._looks.is_open(watch):
            return False
        found = poster.find(channel=post.slot.channel, key=post.key, after_ts=after_ts, thread_ts=thread_ts)
        self._looks.close(found.retry_after_s, watch)
        if found.kind is FoundKind.FOUND and found.ts is not None:
            with self._store.write() as db:
                add_seen(db, post.key, found.ts)
        return found.kind is not FoundKind.LATER

    def judge(self, db: Database, post: Post, *, now: dt.datetime) -> Verdict | None:
        """Give what the channel says of a post just claimed, inside its transaction; None when it is to be sent."""
        ts = find_seen(db, post.key)
        if ts is not None and not reminds_of_another(db, post):
            leave_untold(db, post, now=now)
            if post.part == 0 and post.slot.kind in BRINGS and tells_otherwise(db, post):
                ask_to_compare(db, post.id, now=now)
            return Verdict(state=PostState.SENT, ts=ts, reason="found in the channel after the restore")
        doubt = take_doubt(db, post.id, again_within=DOUBTED_FOR, now=now)
        if doubt is None:
            return None
        reason = f"a backup was restored, and the channel cannot be read: {doubt}"
        return Verdict(state=PostState.HELD, reason=reason, tell=True)

    def leave_to_before(self, db: Database, post: Post, *, now: dt.datetime) -> bool:
        """Say of what a post brings that its channel has it by another from before the restore; False where not.

        That is where its rule had another time by then. What else it brings waits to be decided again.
        """
        return find_seen(db, post.key) is None and leave_to_before(db, post, now=now)

    def _begin(self, watch: Watch) -> None:
        """Note the channels of a restored file."""
        path = self._store.path
        if not is_marked(path):
            return
        with self._store.write() as db:
            list_for_reading(db, self._workspace, now=watch.began)
        remove_mark(path)

    def _wait(self, watch: Watch) -> None:
        """Read nothing before a history shows what was posted just before; a new process begins the wait anew."""
        with self._store.read() as db:
            if not must_wait(db, self._workspace):
                return
        if not self._is_waiting:
            self._is_waiting = True
            self._looks.close(RECONCILE_AFTER.total_seconds(), watch)
        if self._looks.is_open(watch):
            with self._store.write() as db:
                end_wait(db, self._workspace)
