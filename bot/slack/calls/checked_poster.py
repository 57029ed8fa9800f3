"""The outbox's way to Slack behind one more question: whether people of another organisation are in the channel.

It is asked before every post and change, of what Slack said in the last ten minutes; what cannot be known is not said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.access import MISSING_SCOPE, Need, Role, decide_access
from bot.domain.posts.delivery import CHANNEL_SCOPE_MISSING, ErrorClass, Outcome, OutcomeKind, classify_error
from bot.domain.posts.subscription import is_person

if TYPE_CHECKING:
    from bot.domain.access import ChannelFacts
    from bot.domain.posts.delivery import Found
    from bot.domain.posts.post import Message
    from bot.services.access.gatekeeper import Gatekeeper
    from bot.services.ports import Poster

SHARED = "channel_shared_with_others"
UNKNOWN = "channel_maybe_shared"
OUTSIDE = "user_is_restricted"
"""Our own codes, and Slack's for guests, of the class of errors that park a subscription and tell its owner."""
_ABSENT = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""What Slack says of channels that a post cannot reach either: its own refusal of the post says it best."""
_PASSING = frozenset({ErrorClass.NOT_SENT, ErrorClass.UNCLEAR})
_CHANNELS = ("C", "G")


class CheckedPoster:
    """Posts through ``poster`` to channels of the workspace alone, and to those that an admin opened."""

    def __init__(self, poster: Poster, gatekeeper: Gatekeeper) -> None:
        self._poster = poster
        self._gatekeeper = gatekeeper

    def post(self, *, channel: str, message: Message, key: str, thread_ts: str | None) -> Outcome:
        """Post once unless the channel is shared; see ``bot.services.ports.Poster``."""
        refused = self._refuse(channel)
        if refused is not None:
            return refused
        return self._poster.post(channel=channel, message=message, key=key, thread_ts=thread_ts)

    def update(
        self,
        *,
        channel: str,
        ts: str,
        message: Message,
        key: str,
        takes_back: bool = False,
    ) -> Outcome:
        """Change a message that stands there already, unless it says more to a channel that is shared by now.

        A person must be a member still. What only takes away always may; see ``bot.services.ports.Poster``.
        """
        refused = None if takes_back else self._refuse_person(channel) or self._refuse(channel)
        if refused is not None:
            return refused
        return self._poster.update(channel=channel, ts=ts, message=message, key=key, takes_back=takes_back)

    def find(self, *, channel: str, key: str, after_ts: str | None, thread_ts: str | None) -> Found:
        """Look for our own message; see ``bot.services.ports.Poster``."""
        return self._poster.find(channel=channel, key=key, after_ts=after_ts, thread_ts=thread_ts)

    def _refuse_person(self, user: str) -> Outcome | None:
        if not is_person(user):
            return None
        role = self._gatekeeper.role_of(user)
        if decide_access(Need.PERSONAL, role, guests_read=False) is None:
            return None
        if role is Role.UNKNOWN:
            return Outcome(kind=OutcomeKind.REFUSED, error="Slack does not say who the person is")
        return Outcome(kind=OutcomeKind.ERROR, error=OUTSIDE)

    def _refuse(self, channel: str) -> Outcome | None:
        if not channel.startswith(_CHANNELS) or self._gatekeeper.is_channel_opened(channel):
            return None
        facts = self._gatekeeper.find_channel(channel)
        if facts.error in _ABSENT:
            return None
        if facts.error:
            return _explain(facts)
        return Outcome(kind=OutcomeKind.ERROR, error=SHARED) if facts.is_shared else None


def _explain(facts: ChannelFacts) -> Outcome:
    """Give what follows where Slack did not say what a channel is: what passes is asked again, at its time.

    What refuses the token refuses the post; only what stays so counts as a channel that may be shared.
    """
    if facts.retry_after_s is not None:
        return Outcome(kind=OutcomeKind.RATE_LIMITED, error=facts.error, retry_after_s=facts.retry_after_s)
    if facts.error == MISSING_SCOPE:
        return Outcome(kind=OutcomeKind.ERROR, error=CHANNEL_SCOPE_MISSING)
    kind = classify_error(facts.error)
    if kind in _PASSING:
        said = f"Slack does not say whether the channel is shared ({facts.error})"
        return Outcome(kind=OutcomeKind.REFUSED, error=said)
    return Outcome(kind=OutcomeKind.ERROR, error=facts.error if kind is ErrorClass.TOKEN else UNKNOWN)
