"""Who may do what: what a listener needs, who somebody is here, and the one decision between the two.

Everything that is not granted is refused: an unknown person, a person of another workspace, a missing setting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.store.licences import PersonFacts

FRESH_FOR = dt.timedelta(hours=1)
"""How old what Slack said of a person may be for everything, what only admins do included."""
STALE_AFTER = dt.timedelta(hours=24)
"""From this age on Slack is asked again before an answer; in between it is asked beside it."""


class Need(StrEnum):
    """What a listener takes to be reached."""

    NONE = "none"
    """Slack's own word about the workspace: it names no person, and says nothing to one."""
    READ = "read"
    """An answer that only the asker sees."""
    SHARE = "share"
    """An answer shown to a whole channel."""
    SUBSCRIBE_CHANNEL = "subscribe channel"
    """What is posted to a channel, for those who are in it."""
    PERSONAL = "personal"
    """What the bot keeps for a person: watches, exports, Home."""
    INGEST = "ingest"
    """Reading briefings, and taking them back."""
    REVIEW = "review"
    """Settling what a reading left open, and anything else that only admins do."""


class Role(StrEnum):
    """Who somebody is in this workspace."""

    ADMIN = "admin"
    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    """From another organisation, met in a shared channel."""
    DEACTIVATED = "deactivated"
    ELSEWHERE = "another workspace's"
    """A request of another workspace."""
    NOBODY = "nobody"
    """No person: a request without one, or an app."""
    UNKNOWN = "unknown"
    """Slack could not say who it is, and it never has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelFacts:
    """What Slack says of a channel; ``is_shared`` when people of another organisation are in it, or are asked in.

    ``teams`` are the workspaces and organisations that Slack lists as sharing it, our own among them.
    ``error`` is Slack's code, or what went wrong in words, when it did not say: then the channel counts as shared, and
    as private. ``retry_after_s`` is how long Slack asked not to ask again.
    """

    channel: str
    is_shared: bool = True
    is_private: bool = True
    teams: frozenset[str] = frozenset()
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Why something is refused, and what to do about it."""

    message: str
    hint: str


MISSING_SCOPE = "missing_scope"
"""Slack's code where the app was not given what a question takes."""
NO_CHANNEL = "direct messages"
"""The error of direct messages, of one person or several: Slack tells the app nothing of who reads them."""
_ADD_SCOPE = "An admin of the workspace must add {} to the app (OAuth & Permissions) and install it again."
_MEMBERS = frozenset({Role.ADMIN, Role.MEMBER})
ADMIN_NEEDS = frozenset({Need.INGEST, Need.REVIEW})
"""What only admins do."""
CHANNEL_NEEDS = frozenset({Need.SHARE, Need.SUBSCRIBE_CHANNEL})
"""What a whole channel sees."""
_GRANTED: Mapping[Need, frozenset[Role]] = {
    Need.NONE: frozenset(Role),
    Need.READ: _MEMBERS,
    Need.SHARE: _MEMBERS,
    Need.SUBSCRIBE_CHANNEL: _MEMBERS,
    Need.PERSONAL: _MEMBERS,
    Need.INGEST: frozenset({Role.ADMIN}),
    Need.REVIEW: frozenset({Role.ADMIN}),
}
_DOES = {
    Need.READ: "ask Gongbao",
    Need.SHARE: "show answers to a channel",
    Need.SUBSCRIBE_CHANNEL: "change what is posted to a channel",
    Need.PERSONAL: "follow, note or report something, or have files sent",
    Need.INGEST: "ingest briefings",
    Need.REVIEW: "do this",
}
_ASK_MEMBER = "Ask a member of this workspace to do it for you."
_ASK_ADMIN = "Ask an admin of Gongbao to do it, or to make you one."


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


def is_known_well(facts: PersonFacts, need: Need, now: dt.datetime) -> bool:
    """Return whether what Slack said is recent enough for this, when Slack cannot be asked again.

    Who was a member may go on reading, however long Slack is away; everything else waits for it.
    """
    age = abs(now - facts.asked_at)
    if need in {Need.NONE, Need.READ}:
        return True
    return age <= (FRESH_FOR if need in ADMIN_NEEDS else STALE_AFTER)


def decide_access(
    need: Need, role: Role, *, guests_read: bool, channel_allowed: bool = False, lacks_scope: bool = False
) -> Refusal | None:
    """Return whether this role may do it: None when it may.

    ``guests_read`` is the setting GONGBAO_GUESTS. ``channel_allowed`` says that an admin opened the shared channel it
    is asked in: there people of the other organisation may read. ``lacks_scope`` says that Slack does not tell the app
    who anybody is: then waiting does not help.
    """
    if role in _GRANTED.get(need, frozenset()):
        return None
    if need is Need.READ and ((role is Role.GUEST and guests_read) or (role is Role.EXTERNAL and channel_allowed)):
        return None
    if role is Role.UNKNOWN and lacks_scope:
        return Refusal(
            message="Slack does not tell this app who you are, so nobody can be answered.",
            hint=_ADD_SCOPE.format("the scope users:read"),
        )
    return _refuse(need, role)


def only_reads(role: Role | None) -> bool:
    """Return whether somebody may have answers at most: nothing is kept for them, sent to them or shown for them."""
    return role is not None and role not in _MEMBERS


def decide_channel(facts: ChannelFacts) -> Refusal | None:
    """Return whether a channel may be shown something that is not meant for others; None when it may."""
    if facts.error == NO_CHANNEL:
        return Refusal(
            message="Who reads direct messages Slack does not tell this app, so nothing is shown to all in them.",
            hint="Ask in a channel, and share it there.",
        )
    if facts.error == MISSING_SCOPE:
        return Refusal(
            message="Slack does not tell this app whether people of another organisation are in this channel.",
            hint=_ADD_SCOPE.format("the scope channels:read, for a private channel groups:read,"),
        )
    if facts.error:
        return Refusal(
            message="Slack does not say whether people of another organisation are in this channel.",
            hint="Invite the bot to it (/invite), then try again.",
        )
    if facts.is_shared:
        return Refusal(
            message="People of another organisation are in this channel, so nothing is shown to it.",
            hint=f"An admin of Gongbao can open it: gongbao admin allow-channel {facts.channel}.",
        )
    return None


def _refuse(need: Need, role: Role) -> Refusal:
    if role is Role.UNKNOWN:
        return Refusal(
            message="Slack cannot say at the moment who you are, so this waits.", hint="Try again in a minute."
        )
    if role is Role.NOBODY:
        return Refusal(message="Only people may ask Gongbao.", hint="Ask as a person of this workspace.")
    if role is Role.ELSEWHERE:
        return Refusal(
            message="Gongbao serves another workspace, so it cannot answer here.",
            hint="Ask from inside the workspace it is installed in.",
        )
    if role is Role.DEACTIVATED:
        return Refusal(message="This account is deactivated.", hint="Ask an admin of the workspace to activate it.")
    does = _DOES.get(need, "do this")
    if role is Role.GUEST:
        return Refusal(message=f"Guests cannot {does} here.", hint=_ASK_MEMBER)
    if role is Role.EXTERNAL:
        return Refusal(message=f"People of another organisation cannot {does} here.", hint=_ASK_MEMBER)
    return Refusal(message=f"Only admins of Gongbao can {does}.", hint=_ASK_ADMIN)
