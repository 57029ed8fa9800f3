"""Admins, and the shared channels that they opened: granted and taken back on the command line, each with an audit row.

An admin is whom the setting GONGBAO_ADMINS names or who was granted it; without either nobody is one. Being one counts
only for a full member of the workspace (``bot.access.roles``).
"""

import datetime as dt
import re
from collections.abc import Iterator

from bot.errors import BadQueryError, NotFoundError
from bot.store.access import AuditRow, Grant, GrantKind, add_audit, delete_grant, list_grants, write_grant
from bot.store.database import Store

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


class Admins:
    """Keeps the admins; ``configured`` are those of the setting, which nothing here changes."""

    def __init__(self, store: Store, *, configured: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._configured = configured

    def __contains__(self, user: object) -> bool:
        """Return whether somebody is an admin."""
        return user in self._configured or user in self.list_granted(GrantKind.ADMIN)

    def __iter__(self) -> Iterator[str]:
        """Go through all admins as they are at the moment, by id."""
        return iter(sorted({*self._configured, *self.list_granted(GrantKind.ADMIN)}))

    def __len__(self) -> int:
        """Return how many admins there are."""
        return sum(1 for _ in self)

    def list_granted(self, kind: GrantKind) -> dict[str, Grant]:
        """Return who was made an admin, or which shared channels are open, by id."""
        with self._store.read() as db:
            return list_grants(db, kind)

    def grant(self, subject: str, *, by: str, now: dt.datetime, kind: GrantKind = GrantKind.ADMIN) -> bool:
        """Make a person an admin, or open a shared channel; False when that is so already. BadQueryError for no id.

        What was posted to a channel before, and may not be shown there any more, ``Licences.list_visible`` lists.
        """
        check_id(kind, subject)
        if subject in self._configured:
            return False
        with self._store.write() as db:
            if subject in list_grants(db, kind):
                return False
            write_grant(db, kind, Grant(subject=subject, by=by, at=now))
            add_audit(db, AuditRow(at=now, actor=by, action=f"{kind} grant", subject=subject, detail=""))
        return True

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


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _IDS[GrantKind.ADMIN].fullmatch(text) is not None


def check_id(kind: GrantKind, text: str) -> None:
    """Raise BadQueryError for what is no id of a user, or of a channel; direct messages are no channel."""
    if not _IDS[kind].fullmatch(text):
        what, example = _EXAMPLES[kind]
        raise BadQueryError(f"“{text[:40]}” is not a {what} id.", hint=f"It looks like {example}.")
