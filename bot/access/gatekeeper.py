"""Who may do what, decided for one request: who the person is, whether they are an admin, and what is said of it.

Each denial leaves an audit row: who, which listener, as what; never what they wrote. The check stands before every
listener (``bot.slack.gate``), and a service that writes calls ``require`` again.
"""

import datetime as dt
import logging
from dataclasses import dataclass
from typing import Protocol

from bot.access.licences import Place
from bot.access.roles import (
    CHANNEL_NEEDS,
    FRESH_FOR,
    Admins,
    ChannelFacts,
    Need,
    PersonFacts,
    Role,
    Viewer,
    decide_access,
    decide_channel,
    decide_role,
)
from bot.clock import Clock
from bot.errors import NotAllowedError, StoreError
from bot.store.access import add_audit
from bot.store.database import Store
from bot.store.memos import MemoKind

log = logging.getLogger(__name__)
DENIED = "denied"
"""The action of a denial's audit row."""


class PersonFinder(Protocol):
    """Knows people; see ``bot.slack.calls.identity.People``."""

    @property
    def lacks_scope(self) -> bool:
        """Return whether Slack says of nobody who they are, since the app was not given the scope."""

    def find(self, user: str, *, now: dt.datetime) -> PersonFacts | None:
        """Return what Slack says of a person, or said last where it cannot be asked; None when it never did."""


class ChannelFinder(Protocol):
    """Knows channels; see ``bot.slack.calls.identity.Channels``."""

    def find(self, channel: str, *, now: dt.datetime) -> ChannelFacts:
        """Return what Slack says of a channel, or that it did not say."""

    def has_member(self, channel: str, user: str) -> bool:
        """Return whether Slack says that somebody is in a channel."""


def write_denial(store: Store | None, *, about: str, user: str, channel: str, detail: str, now: dt.datetime) -> None:
    """Write that somebody was refused, in a step of its own; a store that cannot take it is logged, as is none."""
    actor, detail = user or "nobody", f"{detail} in {channel}" if channel else detail
    log.warning("denied %s to %s: %s", about, actor, detail)
    if store is not None:
        try:
            with store.write() as db:
                add_audit(db, actor, DENIED, about, detail, now=now)
        except StoreError as error:
            log.warning("a denial could not be written down: %s", error.message)


@dataclass(frozen=True, kw_only=True)
class Gatekeeper:
    """Decides who may do what in one workspace; ``workspace`` None takes the one a request names.

    Without ``admins`` nobody is one; without a ``store`` denials are in the log alone.
    """

    people: PersonFinder
    channels: ChannelFinder
    clock: Clock
    workspace: str | None = None
    admins: Admins | None = None
    store: Store | None = None
    guests_read: bool = False

    def identify(self, need: Need, *, workspace: str, channel: str, user: str) -> Viewer:
        """Return who asks, as far as it matters for this."""
        role = self._decide_role(need, workspace, user)
        return Viewer(workspace=workspace, channel=channel, user=user, role=role)

    def serves(self, workspace: str) -> bool:
        """Return whether this is the workspace that is served."""
        return self.workspace in {None, workspace}

    def is_admin(self, *, workspace: str, user: str) -> bool:
        """Return whether somebody may act as an admin now; about whom no setting and no grant names nobody is asked."""
        is_named = self.admins is not None and user in self.admins
        return is_named and self._decide_role(Need.REVIEW, workspace, user) is Role.ADMIN

    def role_of(self, user: str) -> Role:
        """Return who a person is here, for what the bot keeps for them; no request of theirs is under way."""
        return self._decide_role(Need.PERSONAL, self.workspace or "", user)

    def check(self, viewer: Viewer, need: Need, *, about: str) -> NotAllowedError | None:
        """Return why somebody may not do it, None when they may; ``about`` names it in the audit trail."""
        is_opened, reason = self.is_channel_opened(viewer.channel), ""
        lacks_scope = self.people.lacks_scope
        refusal = decide_access(
            need, viewer.role, guests_read=self.guests_read, channel_allowed=is_opened, lacks_scope=lacks_scope
        )
        if refusal is None and need in CHANNEL_NEEDS and not is_opened:
            refusal = decide_channel(self.find_channel(viewer.channel))
            reason = f"{viewer.role.value}, channel not open"
        if refusal is not None:
            self.record_denial(viewer, need, about=about, reason=reason)
        return refusal

    def require(self, viewer: Viewer, need: Need, *, about: str, channel: str | None = None) -> None:
        """Raise NotAllowedError, with an audit row, unless somebody may do it; they are looked up anew for it.

        ``channel`` names the one it is about where that is not the one it is asked in: they must be in that one too.
        """
        place = viewer.channel if channel is None else channel
        seen = self.identify(need, workspace=viewer.workspace, channel=place, user=viewer.user)
        if refusal := self.check(seen, need, about=about):
            raise refusal
        is_elsewhere = need in CHANNEL_NEEDS and place != viewer.channel
        if is_elsewhere and not self.channels.has_member(place, viewer.user):
            self.record_denial(seen, need, about=about, reason=f"{seen.role.value}, not in that channel")
            said = "Slack doesn't list you as a member of that channel."
            raise NotAllowedError(said, hint="Write the command in the channel itself.")

    def record_denial(self, viewer: Viewer, need: Need, *, about: str, reason: str = "") -> None:
        """Write that somebody was refused; a store that cannot take it is logged, the refusal counts all the same."""
        detail, now = reason or f"{viewer.role.value}, needs {need.value}", self.clock.now()
        write_denial(self.store, about=about, user=viewer.user, channel=viewer.channel, detail=detail, now=now)

    def place_of(self, channel: str) -> Place:
        """Return a channel as a place that licences judge; one that an admin opened counts as shared."""
        return Place(channel=channel, is_shared=self.is_channel_opened(channel) or self.find_channel(channel).is_shared)

    def find_channel(self, channel: str) -> ChannelFacts:
        """Return what Slack says of a channel."""
        return self.channels.find(channel, now=self.clock.now())

    def is_channel_opened(self, channel: str) -> bool:
        """Return whether an admin opened a channel that other organisations share."""
        return self.admins is not None and channel in self.admins.list_granted(MemoKind.CHANNEL)

    def _decide_role(self, need: Need, workspace: str, user: str) -> Role:
        if not user or not workspace:
            return Role.NOBODY
        if not self.serves(workspace):
            return Role.ELSEWHERE
        if need is Need.NONE:
            return Role.UNKNOWN
        now = self.clock.now()
        facts = self.people.find(user, now=now)
        if facts is not None and need is not Need.READ and abs(now - facts.asked_at) > FRESH_FOR:
            facts = None
        return decide_role(facts, workspace=workspace, is_admin=self.admins is not None and user in self.admins)
