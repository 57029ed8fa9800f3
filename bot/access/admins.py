"""Admins, and the shared channels that they opened: granted and taken back on the command line, each with an audit row.

An admin is whom the setting GONGBAO_ADMINS names or who was granted it; without either nobody is one. Being one counts
only for a full member of the workspace (``bot.access.roles``).
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.errors import BadQueryError, NotFoundError
from bot.store.database import Store
from bot.store.licences import AuditRow, Grant, GrantKind, add_audit, add_grant, delete_grant, find_grant, list_grants

_IDS = {
    GrantKind.ADMIN: re.compile(r"[UW][A-Z0-9]{1,20}"),
    GrantKind.CHANNEL: re.compile(r"[CG][A-Z0-9]{1,20}"),
}
USER_ID_EXAMPLE = "U012AB3CD: in their Slack profile, under More, Copy member ID"
_EXAMPLES = {
    GrantKind.ADMIN: ("user", USER_ID_EXAMPLE),
    GrantKind.CHANNEL: (
        "channel",
        "C012AB3CD: at the foot of the channel's details; a direct message is not a channel",
    ),
}


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
        return iter(sorted({*self._configured, *(grant.subject for grant in self.list_all().granted)}))

    def __len__(self) -> int:
        """Return how many admins there are."""
        return sum(1 for _ in self)

    def is_channel_allowed(self, channel: str) -> bool:
        """Return whether an admin opened a shared channel."""
        return self._has(GrantKind.CHANNEL, channel)

    def list_all(self) -> AdminList:
        """Return everybody and everything that was let in."""
        with self._store.read() as db:
            granted, channels = (tuple(list_grants(db, kind)) for kind in (GrantKind.ADMIN, GrantKind.CHANNEL))
        return AdminList(configured=tuple(sorted(self._configured)), granted=granted, channels=channels)

    def grant(self, subject: str, *, by: str, now: dt.datetime, kind: GrantKind = GrantKind.ADMIN) -> bool:
        """Make a person an admin, or open a shared channel; False when that is so already. BadQueryError for no id.

        What was posted to a channel before, and may not be shown there any more, ``Licences.list_visible`` lists.
        """
        check_id(kind, subject)
        if subject in self._configured:
            return False
        with self._store.write() as db:
            done = add_grant(db, kind, Grant(subject=subject, by=by, at=now))
            if done:
                add_audit(db, AuditRow(at=now, actor=by, action=f"{kind} grant", subject=subject, detail=""))
        return done

    def revoke(self, subject: str, *, by: str, now: dt.datetime, kind: GrantKind = GrantKind.ADMIN) -> None:
        """Take it back; NotFoundError where it was not granted, BadQueryError for who is an admin by the setting."""
        if subject in self._configured:
            raise BadQueryError(
                f"The setting GONGBAO_ADMINS makes {subject} an admin.", hint="Take the id out of it and start again."
            )
        with self._store.write() as db:
            if not delete_grant(db, kind, subject):
                said = "an admin" if kind is GrantKind.ADMIN else "open"
                raise NotFoundError(f"{subject} is not {said}.", hint="gongbao admin list shows admins and channels.")
            add_audit(db, AuditRow(at=now, actor=by, action=f"{kind} revoke", subject=subject, detail=""))

    def _has(self, kind: GrantKind, subject: str) -> bool:
        with self._store.read() as db:
            return find_grant(db, kind, subject) is not None


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _IDS[GrantKind.ADMIN].fullmatch(text) is not None


def check_id(kind: GrantKind, text: str) -> None:
    """Raise BadQueryError for what is no id of a user, or of a channel; direct messages are no channel."""
    if not _IDS[kind].fullmatch(text):
        what, example = _EXAMPLES[kind]
        raise BadQueryError(f"“{text[:40]}” is not a {what} id.", hint=f"It looks like {example}.")
