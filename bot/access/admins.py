"""Admins, and what only they open: granted and taken back on the command line, each with an audit row.

An admin is who stands in the setting GONGBAO_ADMINS or was granted it; without either nobody is one. Being one counts
only for a full member of the workspace (``bot.access.roles``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.access.licensed_posts import list_barred_in
from bot.errors import BadQueryError, NotFoundError
from bot.store.database import Database, Store
from bot.store.licences import (
    AuditRow,
    Grant,
    PersonFacts,
    StandingMessage,
    add_admin,
    add_allowed_channel,
    add_audit,
    delete_admin,
    delete_allowed_channel,
    find_person,
    is_admin,
    is_channel_allowed,
    list_admins,
    list_allowed_channels,
    write_person,
)

_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
USER_ID_EXAMPLE = "U012AB3CD: in their Slack profile, under More, Copy member ID"
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")


@dataclass(frozen=True, kw_only=True, slots=True)
class AdminList:
    """Who is an admin: by the setting, by a grant; and the shared channels that are open."""

    configured: tuple[str, ...]
    granted: tuple[Grant, ...]
    channels: tuple[Grant, ...]


class Admins:
    """Keeps the admins; ``configured`` are those of the setting, which nothing here changes."""

    def __init__(self, store: Store, *, configured: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._configured = configured

    def is_admin(self, user: str) -> bool:
        """Return whether somebody is an admin."""
        if user in self._configured:
            return True
        with self._store.read() as db:
            return is_admin(db, user)

    def list_users(self) -> tuple[str, ...]:
        """Return all admins, by id; those who are told what needs a person."""
        with self._store.read() as db:
            return tuple(sorted(self._configured | {grant.subject for grant in list_admins(db)}))

    def __len__(self) -> int:
        """Return how many admins there are."""
        return len(self.list_users())

    def __contains__(self, user: object) -> bool:
        """Return whether somebody is an admin."""
        return isinstance(user, str) and self.is_admin(user)

    def __iter__(self) -> Iterator[str]:
        """Go through all admins as they are at the moment."""
        return iter(self.list_users())

    def is_channel_allowed(self, channel: str) -> bool:
        """Return whether an admin opened a shared channel."""
        with self._store.read() as db:
            return is_channel_allowed(db, channel)

    def list_all(self) -> AdminList:
        """Return everybody and everything that was let in."""
        with self._store.read() as db:
            return AdminList(
                configured=tuple(sorted(self._configured)),
                granted=tuple(list_admins(db)),
                channels=tuple(list_allowed_channels(db)),
            )

    def grant(self, user: str, *, by: str, now: dt.datetime) -> bool:
        """Make somebody an admin; False when they are one. BadQueryError for what is no user id."""
        _check(user, _USER, "user", USER_ID_EXAMPLE)
        if user in self._configured:
            return False
        with self._store.write() as db:
            done = add_admin(db, Grant(subject=user, by=by, at=now))
            _audit(db, done, by=by, action="admin grant", subject=user, now=now)
        return done

    def revoke(self, user: str, *, by: str, now: dt.datetime) -> None:
        """Take it back; NotFoundError for who is no admin, BadQueryError for who is one by the setting."""
        if user in self._configured:
            raise BadQueryError(
                f"{user} is an admin by the setting GONGBAO_ADMINS.", hint="Take the id out there and start again."
            )
        with self._store.write() as db:
            if not delete_admin(db, user):
                raise NotFoundError(f"{user} is no admin.", hint="gongbao admin list shows who is.")
            _audit(db, True, by=by, action="admin revoke", subject=user, now=now)

    def allow_channel(self, channel: str, *, by: str, now: dt.datetime) -> tuple[StandingMessage, ...] | None:
        """Open a shared channel; None when it is open. BadQueryError for what is no channel id.

        Gives what stands there that licences keep from others: people have to delete it.
        """
        check_channel_id(channel)
        with self._store.write() as db:
            done = add_allowed_channel(db, Grant(subject=channel, by=by, at=now))
            _audit(db, done, by=by, action="channel allow", subject=channel, now=now)
            return list_barred_in(db, channel) if done else None

    def refuse_channel(self, channel: str, *, by: str, now: dt.datetime) -> None:
        """Close a shared channel again; NotFoundError for one that is not open."""
        with self._store.write() as db:
            if not delete_allowed_channel(db, channel):
                raise NotFoundError(f"{channel} is not open.", hint="gongbao admin list shows which channels are.")
            _audit(db, True, by=by, action="channel refuse", subject=channel, now=now)

    def find_person(self, user: str) -> PersonFacts | None:
        """Return what Slack said of a person last."""
        with self._store.read() as db:
            return find_person(db, user)

    def keep_person(self, facts: PersonFacts) -> None:
        """Keep what Slack says of a person."""
        with self._store.write() as db:
            write_person(db, facts)


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _USER.fullmatch(text) is not None


def check_channel_id(channel: str) -> None:
    """Raise BadQueryError for what is no channel id; direct messages are no channel."""
    _check(
        channel, _CHANNEL, "channel", "C012AB3CD: at the foot of the channel's details; direct messages are no channel"
    )


def _check(text: str, form: re.Pattern[str], what: str, where: str) -> None:
    if not form.fullmatch(text):
        raise BadQueryError(f"“{text[:40]}” is no {what} id.", hint=f"It looks like {where}.")


def _audit(db: Database, done: bool, *, by: str, action: str, subject: str, now: dt.datetime) -> None:  # noqa: FBT001  whether there is anything to write
    if done:
        add_audit(db, AuditRow(at=now, actor=by, action=action, subject=subject, detail=""))
