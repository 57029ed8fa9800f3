"""Telling people something once, in private, by the road that every unprompted message takes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.posts.post import PostKind, Slot
from bot.domain.posts.subscription import is_person
from bot.store.alarms import list_followers
from bot.store.outbox import NewPost, add_post, find_post

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Collection, Iterable, Sequence

    from bot.domain.posts.post import Message
    from bot.services.ports import Notice
    from bot.store.database import Database


class PrivateNotices:
    """Puts notices into the outbox, one for each person; ``admins`` are those of a workspace at that moment."""

    def __init__(self, *, workspace: str, admins: Collection[str], render: Callable[[str], Message]) -> None:
        self._workspace = workspace
        self._admins = admins
        self._render = render

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Tell the admins, and who of ``also`` is a person, in the caller's transaction; False when there is nobody."""
        people = self._list_people(also)
        for person in people:
            self._add(db, person, notice, now=now)
        return bool(people)

    def tell_owner(self, db: Database, owner: str, notice: Notice, *, now: dt.datetime) -> None:
        """Tell who looks after something alone; the admins where that is no person."""
        for person in [owner] if is_person(owner) else self._list_people(()):
            self._add(db, person, notice, now=now)

    def is_told(self, db: Database, notice: Notice, *, also: Iterable[str] = ()) -> bool:
        """Say whether all whom ``tell`` would tell were told."""
        return all(find_post(db, self._slot(person, notice)) for person in self._list_people(also))

    def tell_followers(
        self, db: Database, notice: Notice, issues: Collection[int], *, now: dt.datetime, besides: Collection[str] = ()
    ) -> None:
        """Tell the owners of active subscriptions to which these briefings brought something, and name those.

        Left out are the admins and ``besides``, who hear of it otherwise.
        """
        followed: dict[str, list[str]] = {}
        for rule in list_followers(db, workspace=self._workspace, briefings=issues):
            if is_person(rule.owner):
                followed.setdefault(rule.owner, []).append(rule.shown_id)
        admins = self._list_people(besides)
        told = "; the admins were told too" if len(self._admins) else ""
        for person, rules in followed.items():
            if person not in admins:
                said = f"{notice.text} {_say_rules(rules)} it{told}."
                self._add(db, person, replace(notice, text=said), now=now)

    def _list_people(self, also: Iterable[str]) -> list[str]:
        return list(dict.fromkeys((*filter(is_person, also), *sorted(self._admins))))

    def _add(self, db: Database, person: str, notice: Notice, *, now: dt.datetime) -> None:
        slot = self._slot(person, notice)
        add_post(db, NewPost(slot=slot, parts=(self._render(notice.text),), not_before=now, late_after=None), now=now)

    def _slot(self, person: str, notice: Notice) -> Slot:
        return Slot(
            workspace=self._workspace,
            channel=person,
            kind=PostKind.NOTICE,
            source=notice.source,
            slot=notice.about,
        )


class NoNotices:
    """Tells nobody: where there is no workspace, the command line says it itself."""

    def tell(self, db: Database, notice: Notice, *, now: dt.datetime, also: Iterable[str] = ()) -> bool:
        """Do nothing, and say so."""
        _ = (db, notice, now, also)
        return False

    def tell_followers(
        self, db: Database, notice: Notice, issues: Collection[int], *, now: dt.datetime, besides: Collection[str] = ()
    ) -> None:
        """Do nothing."""
        _ = (db, notice, issues, now, besides)


def _say_rules(rules: Sequence[str]) -> str:
    *others, last = rules
    return f"{', '.join(others)} and {last} follow" if others else f"{last} follows"
