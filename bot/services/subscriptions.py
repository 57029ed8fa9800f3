"""A channel's subscriptions: adding, pausing, resuming, ending; each change leaves an audit row.

A subscription is visible to its channel and to the person who made it; to anyone else it does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain.dates import beijing_day
from bot.domain.names import slug
from bot.domain.post import PostKind, PostState, Slot
from bot.domain.query import Key, describe_query, format_query, parse_query
from bot.domain.subscription import Cadence, Subscription, SubscriptionState, SubscriptionVerb, decide_state
from bot.errors import BadQueryError, NotFoundError
from bot.services.nearest import find_nearest
from bot.store.audit import AuditRow, add_audit
from bot.store.names import is_company_held
from bot.store.outbox import NewPost, add_post, cancel_posts, change_state, list_posts
from bot.store.subscriptions import (
    add_subscription,
    find_same_subscription,
    get_subscription,
    list_channel_subscriptions,
    list_channels,
    set_state,
)

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.lexicon import Lexicon
    from bot.domain.query import Query
    from bot.services.ports import ItemMatcher, Renderer
    from bot.store.database import Database, Store

_MAX_NAME = 60


@dataclass(frozen=True, kw_only=True, slots=True)
class Asker:
    """Who asks, and where; all three are ids from an authenticated request."""

    workspace: str
    channel: str
    user: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The subscription as it stands, whether anything changed, and its filter in words; ``notes`` say what is odd."""

    subscription: Subscription
    changed: bool
    filter_words: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Subscriptions:
    """Keeps the subscriptions."""

    def __init__(self, store: Store, matcher: ItemMatcher, renderer: Renderer) -> None:
        self._store = store
        self._matcher = matcher
        self._renderer = renderer

    def subscribe(self, query: Query, *, asker: Asker, now: dt.datetime) -> Changed:
        """Add a subscription that posts at once what a new briefing brings; it starts when its notice has landed.

        The same filter again changes nothing. BadQueryError for a cadence or key that does not work yet, and for a
        topic or ministry that no list of ours holds; a company may be followed before it is known.
        """
        _refuse_unsupported(query)
        lexicon = self._matcher.lexicon()
        _refuse_unknown(query, lexicon)
        wanted = filter_of(query)
        filter_text, words = format_query(wanted, lexicon), describe_query(wanted, lexicon)
        with self._store.write() as db:
            notes = (*note_ignored(query), *_note_companies(db, query))
            same = find_same_subscription(
                db,
                workspace=asker.workspace,
                channel=asker.channel,
                filter_text=filter_text,
                cadence=Cadence.IMMEDIATE,
            )
            if same is not None:
                return Changed(subscription=same, changed=False, filter_words=words, notes=notes)
            added = add_subscription(
                db,
                workspace=asker.workspace,
                channel=asker.channel,
                filter_text=filter_text,
                cadence=Cadence.IMMEDIATE,
                user=asker.user,
                now=now,
            )
            _add_notice(db, added, self._renderer, words, now=now)
            _audit(db, asker, "subscribe", added, filter_text or "everything", now)
        return Changed(subscription=added, changed=True, filter_words=words, notes=notes)

    def unsubscribe(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """End a subscription; what it had waiting is cancelled. NotFoundError for one that is not visible here."""
        with self._store.write() as db:
            before = _get_visible(db, number, asker)
            cancel_posts(db, list_posts(db, subscription_id=number), reason=f"{before.shown_id} was ended")
            return self._change(db, before, SubscriptionVerb.CANCEL, asker=asker, now=now)

    def pause(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Pause a subscription; NotFoundError for one that is not visible here."""
        with self._store.write() as db:
            return self._change(db, _get_visible(db, number, asker), SubscriptionVerb.PAUSE, asker=asker, now=now)

    def resume(self, number: int, *, asker: Asker, now: dt.datetime) -> Changed:
        """Let a paused subscription go on; what could not be posted is tried again, within its late limit."""
        with self._store.write() as db:
            before = _get_visible(db, number, asker)
            for post in list_posts(db, subscription_id=number, states=(PostState.PARKED,)):
                change_state(db, post, PostState.PENDING, reason="resumed")
            return self._change(db, before, SubscriptionVerb.RESUME, asker=asker, now=now)

    def list_here(self, *, asker: Asker) -> tuple[Changed, ...]:
        """Give the channel's subscriptions, by number."""
        with self._store.read() as db:
            held = list_channel_subscriptions(db, workspace=asker.workspace, channel=asker.channel)
        return tuple(Changed(subscription=s, changed=False, filter_words=self._words(s)) for s in held)

    def list_channels(self, workspace: str) -> tuple[str, ...]:
        """Give the channels of a workspace that follow something."""
        with self._store.read() as db:
            return tuple(list_channels(db, workspace))

    def get_visible(self, number: int, *, asker: Asker) -> Subscription:
        """Give a subscription of this channel or of this person, or raise NotFoundError."""
        with self._store.read() as db:
            return _get_visible(db, number, asker)

    def parse_filter(self, subscription: Subscription, *, now: dt.datetime) -> Query:
        """Give the query of a subscription; BadQueryError when its filter cannot be read any more."""
        return parse_query(subscription.filter, lexicon=self._matcher.lexicon(), today=beijing_day(now))

    def _change(
        self, db: Database, before: Subscription, verb: SubscriptionVerb, *, asker: Asker, now: dt.datetime
    ) -> Changed:
        state = decide_state(before.state, verb, noticed=before.noticed_at is not None)
        words = self._words(before)
        if state is before.state:
            return Changed(subscription=before, changed=False, filter_words=words)
        set_state(db, before.id, state)
        _audit(db, asker, verb.value, before, "", now)
        return Changed(subscription=get_subscription(db, before.id), changed=True, filter_words=words)

    def _words(self, subscription: Subscription) -> tuple[str, ...]:
        lexicon = self._matcher.lexicon()
        try:
            query = parse_query(subscription.filter, lexicon=lexicon, today=beijing_day(subscription.created_at))
        except BadQueryError:
            return (subscription.filter,)
        return describe_query(query, lexicon)


def _get_visible(db: Database, number: int, asker: Asker) -> Subscription:
    found = get_subscription(db, number)
    here = found.workspace == asker.workspace and (found.channel == asker.channel or found.created_by == asker.user)
    if not here or found.state is SubscriptionState.CANCELLED:
        raise NotFoundError(
            f"There is no subscription {found.shown_id} in this channel.",
            hint="/digest lists the channel's subscriptions.",
        )
    return found


def _refuse_unsupported(query: Query) -> None:
    if query.every not in {None, Cadence.IMMEDIATE.value} or query.at or query.tz or query.quiet:
        raise BadQueryError(
            "Only “immediate” works for now: a summary as soon as a briefing is read.",
            hint="Leave out the cadence, time, zone and quiet hours: /digest subscribe topic:robotics immediate.",
        )
    if query.to:
        raise BadQueryError(
            "A subscription posts to the channel it is made in; to: does not work yet.",
            hint="Write the command in that channel, without to:.",
        )
    if query.as_of:
        raise BadQueryError("A subscription looks ahead, so asof: has no meaning in it.", hint="Leave asof: out.")


def _refuse_unknown(query: Query, lexicon: Lexicon) -> None:
    """Refuse a topic or an issuer that nobody knows: such a subscription would never post, or never leave out."""
    for key, name in query.unknown:
        if key is Key.TOPIC:
            topics = [topic.id for topic in lexicon.topics]
            known = {name: topic.id for topic in lexicon.topics for name in (topic.id, topic.name_en, topic.name_zh)}
            near = [known[found] for found in find_nearest(name, known)]
            hint = f"Near: {', '.join(dict.fromkeys(near))}." if near else f"Topics: {', '.join(topics)}."
            raise BadQueryError(f"There is no topic “{_cut(name)}”.", hint=hint)
        if key in {Key.MINISTRY, Key.MENTIONS}:
            near = list(find_nearest(name, (each for body in lexicon.bodies for each in body.all_names)))
            hint = f"Near: {', '.join(near)}." if near else "Write a name such as MIIT; /ministry lists those held."
            raise BadQueryError(f"No list of ours holds the ministry “{_cut(name)}”.", hint=hint)


def _note_companies(db: Database, query: Query) -> tuple[str, ...]:
    names = [name for key, name in query.unknown if key is Key.COMPANY]
    return tuple(
        f"“{_cut(name)}” is on no list of companies"
        + ("" if is_company_held(db, slug(name)) else ", and nothing held names it")
        + ": what names it is posted once it is on the list."
        for name in names
    )


def note_ignored(query: Query) -> tuple[str, ...]:
    """Give the note on keys that only form an answer, which no summary obeys; nothing without them."""
    given = {"sort": query.sort, "limit": query.limit, "share": query.share, "export": query.export}
    keys = [f"{key}:" for key, value in given.items() if value]
    if not keys:
        return ()
    verb = "only forms an answer and is" if len(keys) == 1 else "only form an answer and are"
    return (f"{' and '.join(keys)} {verb} ignored: a summary has its own order and length.",)


def _cut(name: str) -> str:
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"


def filter_of(query: Query) -> Query:
    """Give the query without what only forms an answer."""
    return replace(query, sort=None, limit=None, share=False, export=None, every=None, notes=())


def _add_notice(
    db: Database, subscription: Subscription, renderer: Renderer, words: tuple[str, ...], *, now: dt.datetime
) -> None:
    slot = Slot(
        workspace=subscription.workspace,
        channel=subscription.channel,
        kind=PostKind.NOTICE,
        source=subscription.shown_id,
        slot="subscribed",
    )
    message = renderer.render_notice(subscription, words)
    new = NewPost(slot=slot, parts=(message,), not_before=now, late_after=None, subscription_id=subscription.id)
    add_post(db, new, now=now)


def _audit(db: Database, asker: Asker, action: str, subscription: Subscription, detail: str, now: dt.datetime) -> None:
    row = AuditRow(at=now, actor=asker.user, action=action, subject=subscription.shown_id, detail=detail)
    add_audit(db, row)
