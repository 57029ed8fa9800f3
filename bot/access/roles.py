"""Who may do what: what a listener needs, who somebody is here, and the one decision between the two; and the admins.

Everything that is not granted is refused: an unknown person, a person of another workspace, a missing setting.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.errors import BadQueryError, NotAllowedError, NotFoundError
from bot.store.access import add_audit
from bot.store.database import Store
from bot.store.memos import Memo, MemoKind, list_memos, put_memo, remove_memo

FRESH_FOR = dt.timedelta(hours=1)
"""How old what Slack said of a person may be. Who was a member may go on reading, however long Slack is away."""


class Need(StrEnum):
    """What a listener takes to be reached.

    None of anybody (Slack's own word about the workspace); an answer that only the asker sees; one shown to a whole
    channel; what is posted to a channel; what the bot keeps for a person; reading briefings and taking them back;
    anything else that only admins do.
    """

    NONE = "none"
    READ = "read"
    SHARE = "share"
    SUBSCRIBE_CHANNEL = "subscribe channel"
    PERSONAL = "personal"
    INGEST = "ingest"
    REVIEW = "review"


class Role(StrEnum):
    """Who somebody is in this workspace.

    EXTERNAL is from another organisation, met in a shared channel; ELSEWHERE asks from another workspace; NOBODY is a
    request without a person, or an app; of UNKNOWN Slack could not say who it is, and it never has.
    """

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    DEACTIVATED = "deactivated"
    ELSEWHERE = "another workspace's"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonFacts:
    """What Slack says of a person, ``asked_at`` in UTC; ``teams`` are the workspaces they are a full part of."""

    user: str
    teams: frozenset[str]
    is_guest: bool = False
    is_stranger: bool = False
    is_deleted: bool = False
    is_bot: bool = False
    zone: str = ""
    asked_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelFacts:
    """What Slack says of a channel; ``is_shared`` when people of another organisation are in it, or are asked in.

    ``error`` is Slack's code, or what went wrong in words, when it did not say: then the channel counts as shared, and
    as private. ``retry_after_s`` is how long Slack asked not to ask again.
    """

    channel: str
    is_shared: bool = True
    is_private: bool = True
    error: str = ""
    retry_after_s: float | None = None
    asked_at: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Who asks, where, and as what; ids of an authenticated request, ``channel`` "" where there is none."""

    workspace: str
    channel: str
    user: str
    role: Role


MISSING_SCOPE = "missing_scope"
"""Slack's code where the app was not given what a question takes."""
NO_CHANNEL = "direct messages"
"""The error of direct messages, of one person or several: Slack tells the app nothing of who reads them."""
_ADD_SCOPE = "An admin of the workspace must add {} to the app (OAuth & Permissions) and install it again."
MEMBERS = frozenset({Role.ADMIN, Role.MEMBER})
CHANNEL_NEEDS = frozenset({Need.SHARE, Need.SUBSCRIBE_CHANNEL})
"""What a whole channel sees."""
_GRANTED = {
    Need.NONE: frozenset(Role),
    **dict.fromkeys((Need.READ, Need.SHARE, Need.SUBSCRIBE_CHANNEL, Need.PERSONAL), MEMBERS),
    **dict.fromkeys((Need.INGEST, Need.REVIEW), frozenset({Role.ADMIN})),
}
_DOES = {
    Need.READ: "ask Gongbao",
    Need.SHARE: "show answers to a channel",
    Need.SUBSCRIBE_CHANNEL: "change what is posted to a channel",
    Need.PERSONAL: "follow, note or report something, or have files sent",
    Need.INGEST: "ingest briefings",
}
_ASK_MEMBER = "Ask a member of this workspace to do it for you."
_REFUSALS = {
    Role.UNKNOWN: ("Slack can't say who you are at the moment.", "Try again in a minute."),
    Role.NOBODY: ("Only people can ask Gongbao.", "Ask as a person of this workspace."),
    Role.ELSEWHERE: (
        "Gongbao serves another workspace, so it can't answer here.",
        "Ask from inside the workspace it is installed in.",
    ),
    Role.DEACTIVATED: ("This account is deactivated.", "Ask an admin of the workspace to activate it."),
    Role.GUEST: ("Guests can't {} here.", _ASK_MEMBER),
    Role.EXTERNAL: ("People of another organisation can't {} here.", _ASK_MEMBER),
    Role.MEMBER: ("Only admins of Gongbao can {}.", "Ask an admin of Gongbao to do it, or to make you one."),
}
"""What is said to each role, with what it wanted to do, and what to do about it."""
_OF_CHANNEL = {
    NO_CHANNEL: (
        "Slack doesn't tell this app who reads these direct messages, so nothing can be shared in them.",
        "Ask in a channel, and share it there.",
    ),
    MISSING_SCOPE: (
        "Slack doesn't tell this app whether people of another organisation are in this channel.",
        _ADD_SCOPE.format("the scope channels:read, for a private channel groups:read,"),
    ),
    "": (
        "People of another organisation are in this channel, so nothing is shared here.",
        "An admin of Gongbao can open it: gongbao admin allow-channel {}.",
    ),
}
_SILENT = (
    "Slack doesn't say whether people of another organisation are in this channel.",
    "Invite the bot to it (/invite), then try again.",
)
"""What is said of a channel by Slack's error, and of any other error."""


def decide_role(facts: PersonFacts | None, *, workspace: str, is_admin: bool) -> Role:
    """Return who somebody is; ``facts`` None when Slack never said. Being an admin counts for full members only."""
    if facts is None:
        return Role.UNKNOWN
    if facts.is_bot:
        return Role.NOBODY
    if facts.is_deleted:
        return Role.DEACTIVATED
    if facts.is_stranger or workspace not in facts.teams:
        return Role.EXTERNAL
    if facts.is_guest:
        return Role.GUEST
    return Role.ADMIN if is_admin else Role.MEMBER


def decide_access(
    need: Need, role: Role, *, guests_read: bool, channel_allowed: bool = False, lacks_scope: bool = False
) -> NotAllowedError | None:
    """Return why this role may not do it: None when it may.

    ``guests_read`` is the setting GONGBAO_GUESTS. ``channel_allowed`` says that an admin opened the shared channel it
    is asked in: there people of the other organisation may read. ``lacks_scope`` says that Slack does not tell the app
    who anybody is: then waiting does not help.
    """
    if role in _GRANTED.get(need, frozenset()):
        return None
    if need is Need.READ and ((role is Role.GUEST and guests_read) or (role is Role.EXTERNAL and channel_allowed)):
        return None
    if role is Role.UNKNOWN and lacks_scope:
        said = "Slack doesn't tell this app who you are, so it can answer nobody."
        return NotAllowedError(said, hint=_ADD_SCOPE.format("the scope users:read"))
    message, hint = _REFUSALS[role]
    return NotAllowedError(message.format(_DOES.get(need, "do this")), hint=hint)


def only_reads(role: Role | None) -> bool:
    """Return whether somebody may have answers at most: nothing is kept for them, sent to them or shown for them."""
    return role is not None and role not in MEMBERS


def decide_channel(facts: ChannelFacts) -> NotAllowedError | None:
    """Return why a channel may not be shown what is not meant for others; None when it may."""
    if not facts.error and not facts.is_shared:
        return None
    message, hint = _OF_CHANNEL.get(facts.error, _SILENT)
    return NotAllowedError(message, hint=hint.format(facts.channel))


# Who is an admin.

USER_ID_EXAMPLE = "U012AB3CD: in their Slack profile, under More, Copy member ID"
_CHANNEL_EXAMPLE = "C012AB3CD: at the foot of the channel's details; a direct message is not a channel"
_IDS = {
    MemoKind.ADMIN: ("user", re.compile(r"[UW][A-Z0-9]{1,20}"), USER_ID_EXAMPLE),
    MemoKind.CHANNEL: ("channel", re.compile(r"[CG][A-Z0-9]{1,20}"), _CHANNEL_EXAMPLE),
}


class Admins(Collection[str]):
    """Keeps the admins, and the shared channels that they opened; each change leaves an audit row.

    An admin is whom the setting GONGBAO_ADMINS names (``configured``), or who was granted it on the command line;
    without either nobody is one.
    """

    def __init__(self, store: Store, *, configured: frozenset[str] = frozenset()) -> None:
        self._store = store
        self._configured = configured

    def __contains__(self, user: object) -> bool:
        return user in self._configured or user in self.list_granted(MemoKind.ADMIN)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._configured, *self.list_granted(MemoKind.ADMIN)}))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def list_granted(self, kind: MemoKind) -> dict[str, Memo]:
        """Return who was made an admin, or which shared channels are open, by id."""
        with self._store.read() as db:
            return list_memos(db, kind)

    def grant(self, subject: str, *, by: str, now: dt.datetime, kind: MemoKind = MemoKind.ADMIN) -> bool:
        """Make a person an admin, or open a shared channel; False when that is so already. BadQueryError for no id.

        What was posted to a channel before, and may not be shown there any more, ``Licences.list_visible`` lists.
        """
        check_id(kind, subject)
        with self._store.write() as db:
            if subject in self._configured or subject in list_memos(db, kind):
                return False
            put_memo(db, Memo(kind=kind, subject=subject, by=by, at=now))
            add_audit(db, by, f"{kind} grant", subject, now=now)
        return True

    def revoke(self, subject: str, *, by: str, now: dt.datetime, kind: MemoKind = MemoKind.ADMIN) -> None:
        """Take it back; NotFoundError where it was not granted, BadQueryError for who is an admin by the setting."""
        if subject in self._configured:
            said, hint = (
                f"The setting GONGBAO_ADMINS makes {subject} an admin.",
                "Take the id out of it and start again.",
            )
            raise BadQueryError(said, hint=hint)
        with self._store.write() as db:
            if not remove_memo(db, kind, subject):
                said = f"{subject} is not {'an admin' if kind is MemoKind.ADMIN else 'open'}."
                raise NotFoundError(said, hint="gongbao admin list shows admins and channels.")
            add_audit(db, by, f"{kind} revoke", subject, now=now)


def is_user_id(text: str) -> bool:
    """Return whether a text is the id of a person, as Slack gives them."""
    return _IDS[MemoKind.ADMIN][1].fullmatch(text) is not None


def check_id(kind: MemoKind, text: str) -> None:
    """Raise BadQueryError for what is no id of a user, or of a channel; direct messages are no channel."""
    what, pattern, example = _IDS[kind]
    if not pattern.fullmatch(text):
        raise BadQueryError(f"“{text[:40]}” is not a {what} id.", hint=f"It looks like {example}.")
