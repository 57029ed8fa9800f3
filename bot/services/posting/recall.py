"""Taking back, or cutting, what a licence does not allow any more where it stands or waits, post by post.

Which posts these are is noted when the licence is set (``bot.services.access.licensed_posts``); the sender's tick does
the work. A licence that is widened again brings nothing back. What Slack, or our own check of the channel, does not let
us write again is taken back as a whole (``bot.services.sending.delivery``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.posts.post import UNSENT
from bot.errors import BadQueryError, NotFoundError
from bot.services.access.withholding import KEPT_OUT, may_be_posted
from bot.services.posting.corrections import MAYBE_SENT
from bot.store.carried import drop_briefing, list_briefings_carried, list_ids_carried, release_briefing
from bot.store.licence_looks import end_look, list_looks
from bot.store.outbox import cancel_posts, get_post, list_parts, mark_withdrawn
from bot.store.rewording import get_said, list_correction_lines, mark_cutting, say_instead
from bot.store.unmade import withhold_items

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from bot.domain.posts.post import Post
    from bot.services.ports import Renderer
    from bot.services.posting.corrections import Corrections
    from bot.store.database import Database, Store

UNWRITABLE = "its publisher's licence has changed, and its rule cannot be read any more to write it again"
"""Why a post is taken away wholly of which a part might stay."""
_AT_ONCE = 25
"""Posts looked at in one tick: more would keep the others waiting who write."""


class Recall:
    """Brings posts up to the licences as they are by now."""

    def __init__(self, store: Store, corrections: Corrections, renderer: Renderer) -> None:
        self._store = store
        self._corrections = corrections
        self._renderer = renderer

    def step(self, *, now: dt.datetime) -> int:
        """Look at some of the posts that wait for it, each in a transaction of its own; give how many."""
        with self._store.read() as db:
            waiting = list_looks(db, _AT_ONCE)
        looked = 0
        for number in waiting:
            with self._store.write() as db:
                if end_look(db, number):
                    self._obey(db, get_post(db, number), now=now)
                    looked += 1
        return looked

    def trim_line(self, db: Database, line: Post, *, kept_out: Collection[int], now: dt.datetime) -> bool:
        """Let a correction's line tell of no briefing that is kept out; False when nothing of it would be left."""
        kept = self._renderer.keep_corrections(get_said(db, line), _list_ids(db, line.parent_id or 0, kept_out))
        if kept is None:
            return False
        if kept != get_said(db, line):
            say_instead(db, line, kept, now=now)
        return True

    def _obey(self, db: Database, post: Post, *, now: dt.datetime) -> None:
        if post.withdrawn_at is not None or post.state not in {*UNSENT, *MAYBE_SENT}:
            return
        brought = list_brought(db, post)
        stands = post.state not in UNSENT
        kept_out = [number for number in brought if not may_be_posted(db, number, post.slot.channel)]
        if kept_out and len(kept_out) == len(brought):
            self._take_back(db, post, reason=KEPT_OUT, now=now)
            return
        try:
            self._corrections.compose_again(db, post, now=now)
        except (BadQueryError, NotFoundError):
            self._take_back(db, post, reason=UNWRITABLE, now=now)
            return
        for line in list_correction_lines(db, post.id) if kept_out else ():
            if not self.trim_line(db, line, kept_out=kept_out, now=now):
                self._end(db, [line], reason=KEPT_OUT, now=now)
        mark_cutting(db, post.id)
        leave = drop_briefing if stands else release_briefing
        for number in kept_out:
            leave(db, post.id, number)

    def _take_back(self, db: Database, post: Post, *, reason: str, now: dt.datetime) -> None:
        withhold_items(db, post.id, reason=reason, now=now)
        self._end(db, [*list_parts(db, post.id), *list_correction_lines(db, post.id)], reason=reason, now=now)

    def _end(self, db: Database, posts: list[Post], *, reason: str, now: dt.datetime) -> None:
        """Cancel what was not sent, and want the rest changed into a line that quotes nobody."""
        cancel_posts(db, posts, reason=reason)
        for post in posts:
            if post.state in MAYBE_SENT and post.withdrawn_at is None:
                mark_withdrawn(db, post.id, self._renderer.render_kept_out(), now=now)


def list_brought(db: Database, post: Post) -> list[int]:
    """Give the briefings that a post quotes."""
    if post.briefing_id is not None:
        return [post.briefing_id]
    return list_briefings_carried(db, post.parent_id or post.id)


def _list_ids(db: Database, post_id: int, kept_out: Collection[int]) -> frozenset[str]:
    """Give the ids, as people see them, of what a post carries of other briefings alone."""
    carried = list_ids_carried(db, post_id)
    barred = {shown for shown, briefing in carried if briefing in kept_out}
    return frozenset(shown for shown, _ in carried) - barred
