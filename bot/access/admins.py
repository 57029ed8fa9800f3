"""Admins, and the shared channels that they opened: granted and taken back on the command line, each with an audit row.

An admin is whom the setting GONGBAO_ADMINS names or who was granted it; without either nobody is one. Being one counts
only for a full member of the workspace (``bot.access.roles``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import BadQueryError, NotFoundError
from bot.store.database import Store
from bot.store.licences import (
    AuditRow,
    Grant,
    GrantKind,
    add_audit,
    add_grant,
    delete_grant,
    find_grant,
    list_grants,
)

_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{1,20}")
USER_ID_EXAMPLE = "U012AB3CD: in their Slack profile, under More, Copy member ID"
_CHANNEL_ID_EXAMPLE = "C012AB3CD: at the foot of the channel's details; a direct message is not a channel"


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

    def __contains__(self, user: object) -> bool:
        """Return whether somebody is an admin."""
        return isinstance(user, str) and (user in self._configured or self._has(GrantKind.ADMIN, user))

    def __iter__(self) -> Iterator[str]:
        """Go through all admins as they are at the moment, by id."""
        listed = self.list_all()
        return iter(sorted({*listed.configured, *(grant.subject for grant in listed.granted)}))

    def __len__(self) -> int:
        """Return how many admins there are."""
        return sum(1 for _ in self)

    def is_channel_allowed(self, channel: str) -> bool:
        """Return whether an admin opened a shared channel."""
        return self._has(GrantKind.CHANNEL, channel)

    def list_all(self) -> AdminList:
        """Return everybody and everything that was let in."""
        with self._store.read() as db:
            return AdminList(
                configured=tuple(sorted(self._configured)),
                granted=tuple(list_grants(db, GrantKind.ADMIN)),
                channels=tuple(list_grants(db, GrantKind.CHANNEL)),
            )

    def grant(self, user: str, *, by: str, now: dt.datetime) -> bool:
        """Make somebody an admin; False when they are one. BadQueryError for what is no user id."""
        if not is_user_id(user):
            raise BadQueryError(f"“{user[:40]}” is not a user id.", hint=f"It looks like {USER_ID_EXAMPLE}.")
        return user not in self._configured and self._add(GrantKind.ADMIN, user, by=by, now=now)

    def revoke(self, user: str, *, by: str, now: dt.datetime) -> None:
        """Take it back; NotFoundError for who is no admin, BadQueryError for who is one by the setting."""
        if user in self._configured:
            raise BadQueryError(
                f"The setting GONGBAO_ADMINS makes {user} an admin.", hint="Take the id out of it and start again."
            )
        if not self._delete(GrantKind.ADMIN, user, by=by, now=now):
            raise NotFoundError(f"{user} is not an admin.", hint="gongbao admin list shows who is.")

    def allow_channel(self, channel: str, *, by: str, now: dt.datetime) -> bool:
        """Open a shared channel; False when it is open. BadQueryError for what is no channel id.

        What was posted there before, and may not be shown there any more, ``Licences.list_visible`` lists.
        """
        check_channel_id(channel)
        return self._add(GrantKind.CHANNEL, channel, by=by, now=now)

    def refuse_channel(self, channel: str, *, by: str, now: dt.datetime) -> None:
        """Close a shared channel again; NotFoundError for one that is not open."""
        if not self._delete(GrantKind.CHANNEL, channel, by=by, now=now):
            raise NotFoundError(f"{channel} is not open.", hint="gongbao admin list shows which channels are.")

    def _has(self, kind: GrantKind, subject: str) -> bool:
        with self._store.read() as db:
            return find_grant(db, kind, subject) is not None

    def _add(self, kind: GrantKind, subject: str, *, by: str, now: dt.datetime) -> bool:
        with self._store.write() as db:
            done = add_grant(db, kind, Grant(subject=subject, by=by, at=now))
            if done:
                add_audit(db, AuditRow(at=now, actor=by, action=f"{kind} grant", subject=subject, detail=""))
        return done

    def _delete(self, kind: GrantKind, subject: str, *, by: str, now: dt.datetime) -> bool:
        with self._store.write() as db:
            done = delete_grant(db, kind, subject)
            if done:
                add_audit(db, AuditRow(at=now, actor=by, action=f"{kind} revoke", subject=subject, detail=""))
        return done


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _USER.fullmatch(text) is not None


def check_channel_id(channel: str) -> None:
    """Raise BadQueryError for what is no channel id; direct messages are no channel."""
    if not _CHANNEL.fullmatch(channel):
        raise BadQueryError(f"“{channel[:40]}” is not a channel id.", hint=f"It looks like {_CHANNEL_ID_EXAMPLE}.")
