"""Telling the admins something once, by the road that every unprompted message takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.post import PostKind, Slot
from bot.store.outbox import NewPost, add_post

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection

    from bot.domain.post import Message
    from bot.store.database import Database


class AdminNotices:
    """Puts notices into the outbox, one for each admin of a workspace as they are at that moment."""

    def __init__(self, *, workspace: str, admins: Collection[str], render: Callable[[str], Message]) -> None:
        self._workspace = workspace
        self._admins = admins
        self._render = render

    def tell(self, db: Database, text: str, *, source: str, about: str, now: dt.datetime) -> bool:
        """Decide the notice in the caller's transaction; the same ``about`` of a source is told once for good.

        False when there is no admin to tell.
        """
        people = sorted(self._admins)
        for person in people:
            slot = Slot(workspace=self._workspace, channel=person, kind=PostKind.NOTICE, source=source, slot=about)
            new = NewPost(slot=slot, parts=(self._render(text),), not_before=now, late_after=None)
            add_post(db, new, now=now)
        return bool(people)


class NoNotices:
    """Tells nobody: where there is no workspace, the command line says it itself."""

    def tell(self, db: Database, text: str, *, source: str, about: str, now: dt.datetime) -> bool:
        """Do nothing, and say so."""
        _ = (db, text, source, about, now)
        return False
