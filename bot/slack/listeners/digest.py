"""``/digest``: a channel's subscriptions. It answers in its acknowledgement; what it posts goes through the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from bot.domain.dates import beijing_day
from bot.domain.ids import IdKind
from bot.domain.query import describe_query
from bot.errors import BadQueryError
from bot.services.subscriptions import Asker, filter_of, note_ignored
from bot.slack.actions import Ask
from bot.slack.arguments import parse_request
from bot.slack.commands import build_help_text
from bot.slack.listeners.questions import find_by_id
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.digest import build_changed, build_preview, build_subscribed, build_subscriptions
from bot.slack.messages.frame import Frame
from bot.slack.payloads import build_ack

if TYPE_CHECKING:
    import datetime as dt

    from slack_bolt import Ack, App, BoltResponse

    from bot.clock import Clock
    from bot.domain.digest import Digest
    from bot.domain.lexicon import Lexicon
    from bot.domain.post import Message
    from bot.domain.query import Query
    from bot.domain.subscription import Subscription
    from bot.services.subscriptions import Changed
    from bot.slack.arguments import Request
    from bot.slack.services import Lookup, Services

_CHANGES = frozenset({"unsubscribe", "pause", "resume"})


class SubscriptionKeeper(Protocol):
    """Keeps subscriptions; see ``bot.services.subscriptions.Subscriptions``."""

    def subscribe(self, query: Query, *, asker: Asker, now: dt.datetime) -> Changed:
        """Add a subscription, or give the one that is there."""

    def unsubscribe(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """End a subscription."""

    def pause(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Pause a subscription."""

    def resume(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Let a subscription go on."""

    def list_here(self, *, asker: Asker) -> tuple[Changed, ...]:
        """Give the channel's subscriptions."""

    def get_visible(self, number: int, *, asker: Asker) -> Subscription:
        """Give a subscription that this person may see here."""

    def parse_filter(self, subscription: Subscription, *, now: dt.datetime) -> Query:
        """Give the query of a subscription."""


class Previewer(Protocol):
    """Shows what a filter would bring; see ``bot.services.digests.Digests``."""

    def preview(self, query: Query, *, now: dt.datetime, rule: str | None = None) -> Digest | None:
        """Give the summary of the latest briefing for this filter."""


class DigestAnswers:
    """Answers ``/digest``."""

    def __init__(
        self, *, subscriptions: SubscriptionKeeper, digests: Previewer, lookup: Lookup, clock: Clock, prefix: str = ""
    ) -> None:
        self._subscriptions = subscriptions
        self._digests = digests
        self._lookup = lookup
        self._clock = clock
        self._prefix = prefix

    def answer(self, text: str, asker: Asker) -> Message:
        """Do what the command says, as of the clock, and give the private answer; GongbaoError when it is refused."""
        now = self._clock.now()
        lexicon = self._lookup.lexicon()
        request = parse_request("digest", text, lexicon=lexicon, today=beijing_day(now), prefix=self._prefix)
        if request.action == "help":
            return build_help(build_help_text("digest", self._prefix))
        if request.action in _CHANGES:
            return self._change(request, asker, now=now)
        if request.action == "subscribe":
            return self._subscribe(request, asker, now=now)
        if request.action == "preview":
            return self._preview(request, asker, lexicon, now=now)
        if request.id is not None and request.id[0] is IdKind.SUBSCRIPTION:
            return self._preview(request, asker, lexicon, now=now)
        found = find_by_id(request, self._lookup, now=now)
        if found is not None:  # an id or document number opens the thing itself, in every command
            return build_answer(found, Frame(ask=Ask(command="digest", text=text), prefix=self._prefix))
        return build_subscriptions(self._subscriptions.list_here(asker=asker), notes=request.notes, prefix=self._prefix)

    def _subscribe(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        changed = self._subscriptions.subscribe(request.query, asker=asker, now=now)
        query = self._subscriptions.parse_filter(changed.subscription, now=now)
        digest = self._digests.preview(query, now=now, rule=changed.subscription.shown_id)
        notes = (*request.notes, *request.query.notes, *changed.notes)
        return build_subscribed(changed, digest, notes=notes, prefix=self._prefix)

    def _change(self, request: Request, asker: Asker, *, now: dt.datetime) -> Message:
        number = _number(request, self._prefix)
        keeper = self._subscriptions
        changes = {"unsubscribe": keeper.unsubscribe, "pause": keeper.pause, "resume": keeper.resume}
        changed = changes[request.action](number, asker=asker, now=now)
        return build_changed(changed, request.action, prefix=self._prefix)

    def _preview(self, request: Request, asker: Asker, lexicon: Lexicon, *, now: dt.datetime) -> Message:
        query, rule = filter_of(request.query), None
        if request.id is not None:
            subscription = self._subscriptions.get_visible(_number(request, self._prefix), asker=asker)
            query, rule = self._subscriptions.parse_filter(subscription, now=now), subscription.shown_id
        digest = self._digests.preview(query, now=now, rule=rule)
        notes = (*request.notes, *request.query.notes, *note_ignored(request.query))
        return build_preview(digest, describe_query(query, lexicon), notes=notes, prefix=self._prefix)


def _number(request: Request, prefix: str) -> int:
    if request.id is None or request.id[0] is not IdKind.SUBSCRIPTION:
        raise BadQueryError(
            "This needs the id of a subscription.", hint=f"/{prefix}digest lists them: D and a number, like D3."
        )
    return request.id[1]


def register(app: App, services: Services) -> None:
    """Register ``/digest``; ``services`` carry subscriptions and digests."""
    answers = DigestAnswers(
        subscriptions=services.subscriptions,
        digests=services.digests,
        lookup=services.lookup,
        clock=services.clock,
        prefix=services.prefix,
    )

    def handle_digest(ack: Ack, body: dict[str, Any]) -> BoltResponse:
        asker = Asker(
            workspace=str(body.get("team_id") or ""),
            channel=str(body.get("channel_id") or ""),
            user=str(body.get("user_id") or ""),
        )
        return ack(**build_ack(answers.answer(str(body.get("text") or ""), asker)))

    app.command(f"/{services.prefix}digest")(handle_digest)
